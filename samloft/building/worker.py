"""What one process does in a build: make some sites, each in a folder of its own."""

from __future__ import annotations

import gc
import os
import platform
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from samloft.building.order import Order
from samloft.building.project import Paper, _layout, write_papers, write_project
from samloft.cache import Cache, digest
from samloft.composing.composer import Composer
from samloft.composing.files import files_of
from samloft.composing.plain_tree import write_tree
from samloft.course.editions import Site
from samloft.course.model import Course
from samloft.rendering.engines import built_on, render
from samloft.stamping.output import Files, Shelf, Tray, deposit
from samloft.stamping.stamper import NotStampableError, Stamper

PICTURES = {".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp"}

Item = tuple[Site, Mapping[str, str]]
"""A site, and its files as they are known to be in the output folder."""


@dataclass(frozen=True, kw_only=True)
class Made:
    """What became of one site."""

    site: Site
    pages: int
    sheets: int
    files: Files
    changed: tuple[str, ...]
    """Those of its files that are not in the output folder already."""
    why: tuple[tuple[str, str], ...] = ()


class _Here:
    """What this process works with; set once by set_up."""

    composer: Composer
    stamper: Stamper
    trees: Path
    built: Path
    shelf: Shelf
    order: Order


def set_up(course: Course, cache: Cache, trees: Path, built: Path, order: Order) -> None:
    """Make ready a process.

    Args:
        course: what to build.
        cache: what earlier builds rendered.
        trees: where each process gets a folder to work in.
        built: a folder where each site gets its own.
        order: how to build.
    """
    # Little of what a build makes is garbage before the end: looking for it takes a tenth.
    gc.set_threshold(100_000, 20, 100)
    _Here.composer = Composer(course, cache)
    own = trees / f"{platform.node()}-{os.getpid()}"
    before = getattr(_Here, "stamper", None)
    if before and before.serves(cache, own):
        _Here.stamper.composer = _Here.composer
    else:
        shutil.rmtree(own, ignore_errors=True)
        _Here.stamper = Stamper(_Here.composer, cache, own)
    _Here.trees, _Here.built, _Here.order = own, built, order
    _Here.shelf = Shelf(cache.place("shared"))


def tray_of(built: Path, site: Site, *, is_update: bool) -> Tray:
    """Return where a site's new files lie until all are done."""
    return Tray(built, _name_of(site), is_update=is_update)


def _name_of(site: Site) -> str:
    return f"{site.edition.id.replace('/', '+')}+{site.language}"


def make(items: Sequence[Item]) -> list[Made]:
    """Make some sites. Raises CourseError with all that is wrong in them."""
    papers: list[Paper] = []
    with built_on(_Here.composer.course.date):
        made = [_make_one(site, known, papers) for site, known in items]
    write_papers(papers, _Here.composer)
    _Here.stamper.save()
    return made


def _make_one(site: Site, known: Mapping[str, str], papers: list[Paper]) -> Made:
    """Make a site but for its papers, which are added to those to be written."""
    order, tray = _Here.order, tray_of(_Here.built, site, is_update=bool(known))
    if not order.is_stamped:
        return _make_alone(site, tray)
    try:
        stamped = _Here.stamper.stamp(site)
    except NotStampableError as reason:
        return replace(_make_alone(site, tray), why=((str(reason), ""),))
    if not order.sheets:
        stamped = replace(stamped, sheets=())
    files, sheets = deposit(stamped, known, tray, _Here.shelf, _looks_of_sheets(site))
    pictures = _pictures(site) if sheets else Path()
    papers += [Paper(sheet, pictures, Path(tray.ready(str(sheet.path)))) for sheet in sheets]
    return Made(
        site=site,
        pages=stamped.pages,
        sheets=len(stamped.sheets),
        changed=tuple(address for address, name in files.items() if known.get(address) != name),
        files=files,
        why=stamped.why,
    )


def _looks_of_sheets(site: Site) -> str:
    """Return the digest of the layout, and of the pictures that a site's papers may use."""
    files = files_of(_Here.composer.course, site.edition.network)
    pictures = (
        part
        for path, file in sorted(files.items())
        if path.suffix in PICTURES
        for part in (str(path), _Here.shelf.name(file))
    )
    return digest(_Here.shelf.name(_layout(_Here.composer)), *pictures)


def _pictures(site: Site) -> Path:
    """Return a folder with the pictures that a site's papers may use."""
    network = site.edition.network
    folder = _Here.trees / f"{network.slug}-{digest(repr(network))}"
    if not folder.exists():
        tree = _Here.composer.compose_marked(site.edition, site.language)
        files = files_of(_Here.composer.course, network)
        write_tree(replace(tree, pages={}, theme={}, files=files), folder)
    return folder / "docs"


def _make_alone(site: Site, tray: Tray) -> Made:
    """Let the engine make a site from its own plain tree."""
    project = _Here.trees / _name_of(site)
    pages, sheets = write_project(_Here.composer, site, project)
    made = project / "made"
    render(
        project,
        made,
        edition=site.edition.id,
        date=_Here.composer.course.date,
        engine=_Here.order.engine,
    )
    files: Files = {}
    for path in [path for path in made.rglob("*") if path.is_file()]:
        address = path.relative_to(made).as_posix()
        files[address] = digest(path.read_bytes())
        shutil.move(path, tray.ready(address))
    shutil.rmtree(project)
    return Made(site=site, pages=pages, sheets=sheets, files=files, changed=tuple(files))
