"""`build`: make the sites, and put them in place."""

from __future__ import annotations

import time
from pathlib import Path

from samloft.building.held_back import HeldBackError
from samloft.building.order import ENGINES, Built, Order
from samloft.commands.command import Command, OneOf, Option, Options
from samloft.commands.options import (
    ADDRESSES,
    EDITIONS,
    FORMAT,
    JOBS,
    LANGUAGE,
    MUNICIPALITIES,
    OUT,
)
from samloft.console import Console
from samloft.problems import UsageError, problem


def _build(options: Options, console: Console) -> int:
    started = time.monotonic()
    out = (options.out or console.root / "site").absolute()
    _refuse_inside(console.root, out)
    order = Order(
        names=options.editions,
        municipalities=options.municipalities,
        language=options.language,
        engine=options.engine,
        exact=options.exact,
        sheets=not options.without_sheets,
        products=options.products,
        jobs=options.jobs,
        scheduler=options.scheduler,
        addresses=options.addresses,
    )
    if options.offline:
        return _offline(order, options.out, console)
    try:
        built = _built(order, out, console)
    except HeldBackError as error:
        front = [console.words("held_front")] if error.front else []
        left = ", ".join([*error.networks, *front])
        console.show(error.problems, "held_back", left=left, out=out)
        return error.exit_code
    if options.explain:
        _explain(built, console)
    console.tell(
        "done",
        seconds=f"{time.monotonic() - started:.1f}",
        sites=built.sites,
        pages=built.pages,
        sheets=built.sheets,
        out=out,
    )
    asked = (out / name.strip("/") / "index.html" for name in options.editions)
    first = next((page for page in (*asked, out / "index.html") if page.exists()), None)
    if first:
        console.tell("open_hint", path=first)
    return 0


def _offline(order: Order, out: Path | None, console: Console) -> int:
    from samloft.building.offline import pack_offline

    if len(order.names) != 1:
        raise UsageError([problem("build.py", "offline-is-one-edition")])
    built, path = pack_offline(
        console.root, order, (out or console.root / "offline").absolute(), say=console.note
    )
    console.tell("packed_offline", path=path, sites=built.sites, pages=built.pages)
    return 0


def _built(order: Order, out: Path, console: Console) -> Built:
    """Build what is asked for; where all of it is there, nothing heavy is even imported."""
    from samloft.building.last_build import look_at

    standing = look_at(console.root, order, out)
    if standing.told:
        return standing.told
    if order.jobs > 1 and not order.scheduler:
        from samloft.processes.pool import warm_up

        warm_up()
    from samloft.building.build import build

    return build(console.root, order, out, say=console.note, standing=standing)


def _explain(built: Built, console: Console) -> None:
    """Say which pages could not be shared, and what made them differ."""
    for site, page, values in built.why:
        console.tell("rendered_alone", site=site, page=page, values=values)


def _refuse_inside(root: Path, out: Path) -> None:
    """Stop before an output folder that is, or holds, the course itself."""
    target = out.resolve()
    kept = [
        root / name for name in ("modules", "docs", "networks", "overrides", "samloft", "tests")
    ]
    if root.resolve().is_relative_to(target) or any(
        target.is_relative_to(folder.resolve()) for folder in kept
    ):
        raise UsageError([problem(str(out), "folder-is-outside")])
    # A whole build takes away what was there; it must be a site, or nothing.
    is_site = (out / "index.html").exists() or any(out.glob("*/index.html"))
    if out.exists() and not is_site and (not out.is_dir() or any(out.iterdir())):
        raise UsageError([problem(str(out), "folder-is-free")])


COMMANDS = (
    Command(
        "build",
        "python3 build.py build agder --language nn",
        _build,
        EDITIONS,
        LANGUAGE,
        ADDRESSES,
        MUNICIPALITIES,
        Option(["--without-sheets"], is_flag=True, help="without_sheets_help"),
        Option(["--products"], is_flag=True, help="products_help"),
        Option(["--exact"], is_flag=True, help="exact_help"),
        Option(["--explain"], is_flag=True, help="explain_help"),
        Option(["--engine"], type=OneOf(ENGINES), default="mkdocs", help="engine_help"),
        JOBS,
        Option(["--scheduler"], metavar="ADDRESS", help="scheduler_help"),
        OUT,
        Option(["--offline"], is_flag=True, help="offline_help"),
        FORMAT,
    ),
)
