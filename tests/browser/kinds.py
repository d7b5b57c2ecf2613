"""One page of each kind that is built, another each time; no list of kinds is kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from places import EDITIONS
from world import ROOT

from samloft.addresses import GATHERINGS, RULES

_MODULES = sorted(path.parent.name for path in (ROOT / "modules").glob("*/module.yml"))
_ONE_OF_MANY = re.compile(r"^\d+-")
"""A lesson, a session."""


def pages_below(folder: Path, start: str = "") -> Iterator[str]:
    """Yield the addresses of the pages below a folder, in order; one that leads on is none."""
    for path in sorted((folder / start).rglob("*.html")):
        if 'http-equiv="refresh"' not in path.read_text(encoding="utf-8"):
            yield f"/{path.relative_to(folder).as_posix()}".removesuffix("index.html")


def kind_of(address: str) -> str:
    """Return what tells a page's kind: its address, with what there are many of left open."""
    parts = PurePosixPath(address.lstrip("/")).parts
    return "/".join(
        "*"
        if part in (*EDITIONS, *_MODULES)
        or _ONE_OF_MANY.match(part)
        or (before in (RULES, GATHERINGS.stem) and part != "index.html")
        else part
        for before, part in zip(("", *parts), parts, strict=False)
    )


def a_page_of_each_kind(folder: Path, turn: int) -> dict[str, str]:
    """Return addresses by kind: of each another page, in another edition, from turn to turn."""
    kinds: dict[str, list[str]] = {}
    own = [page for each in sorted(EDITIONS) for page in pages_below(folder, each)]
    shared = [page for page in pages_below(folder) if page.split("/")[1] in ("", RULES, "404.html")]
    fronts = ("nn", "en")
    for page in (*own, *shared, *(f"/{each}/" for each in fronts)):
        is_front = any(page.startswith(f"/{name}/{form}/") for name in EDITIONS for form in fronts)
        # An edition's other form is the same pages in other words.
        if not is_front and "/nb/" not in page and "/kristiansand/" not in page:
            kinds.setdefault(kind_of(page), []).append(page)
    return {
        kind: pages[(turn + number) % len(pages)]
        for number, (kind, pages) in enumerate(kinds.items())
    }
