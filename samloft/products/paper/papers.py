"""Make many papers: each kind typeset once, and filled in for every edition that it fits."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from samloft.cache import Cache, digest
from samloft.composing.extents import Paged
from samloft.course.drawing_colours import as_drawn
from samloft.course.media import SHOWN
from samloft.course.reader import Reader
from samloft.defaults import PARTS, overrides_of
from samloft.problems import CourseError
from samloft.products.paper.finish import finished
from samloft.products.paper.pile import count_pages
from samloft.products.paper.setting import set_texts
from samloft.products.paper.stamp import Base, key_of, letters_for, make_base
from samloft.products.paper.typeset import Layout, parts_of, typeset

if TYPE_CHECKING:
    from samloft.products.registry import Commission


def layout_of(root: Path, network: Path, main: str, *, is_large: bool) -> Layout:
    """Return a layout of `overrides/paper`, with a network's own parts laid over it.

    Raises CourseError for an own part that is no text.
    """
    folder, reader = network / PARTS, Reader(root)
    own = tuple((name, reader.name(folder / name)) for name, _ in parts_of((folder,)))
    for name, _ in own:
        reader.text(folder / name)
    if reader.problems:
        raise CourseError(reader.problems)
    return Layout(parts_of((*overrides_of(root, PARTS), folder)), main, is_large, own)


def make_papers(
    commissions: Sequence[Commission], root: Path, main: str, *, is_large: bool
) -> Iterator[bytes]:
    """Yield papers in the order they are asked for.

    Args:
        commissions: what to make.
        root: the course.
        main: the file in `overrides/paper` that the layout begins in.
        is_large: True for large print.

    Raises CourseError for what cannot be laid out.
    """
    layouts = {
        each: layout_of(root, each, main, is_large=is_large)
        for each in {commission.network for commission in commissions}
    }
    kinds: dict[str, list[Commission]] = {}
    looks = {
        network: digest(main, str(is_large), *(part for pair in layout.files for part in pair))
        for network, layout in layouts.items()
    }
    shown = {each: _shown_in(each) for each in {commission.pictures for commission in commissions}}
    names = [_name(each, looks[each.network], shown[each.pictures]) for each in commissions]
    for name, each in zip(names, commissions, strict=True):
        kinds.setdefault(name, []).append(each)
    bases = {name: _base(name, alike, layouts[alike[0].network]) for name, alike in kinds.items()}
    known = set_texts(
        text
        for name, alike in kinds.items()
        if (base := bases[name])
        for each in alike
        for text in base.texts(each.file.facts)
    )
    for name, each in zip(names, commissions, strict=True):
        layout = layouts[each.network]
        base = bases[name]
        stamped = base.stamped(each.file.facts, known) if base else None
        if base and stamped:
            yield Paged.of(stamped, base.pages)
        else:
            laid = typeset(each.file, layout, each.pictures)
            content = finished(laid, each.file.facts.brand)
            yield Paged.of(content, count_pages(content))


def _shown_in(folder: Path) -> dict[str, str]:
    """Return the pictures of a tree by their paths, each with the digest of what it is."""
    return {
        # A drawing is the same for all networks, but for what is stamped in.
        path.relative_to(folder).as_posix(): digest(as_drawn(path.read_bytes()))
        for path in sorted(folder.rglob("*"))
        if path.suffix.lower() in SHOWN and path.is_file()
    }


def _name(each: Commission, look: str, shown: Mapping[str, str]) -> str:
    """Return what tells the papers apart that cannot share a base.

    Args:
        each: a paper.
        look: the digest of its layout.
        shown: the pictures it may show. It is told apart by those whose name its text has, and by
            its logo, wherever they lie.
    """
    key = key_of(each.file)
    facts = (str(value) for value in vars(key.facts).values())
    paths = {*_named_in(key.text, tuple(shown)), key.facts.logo}
    pictures = (part for path in shown if path in paths for part in (path, shown[path]))
    own = (key.kind, str(key.page), key.title, key.subject, key.language, key.text, *pictures)
    letters = letters_for(each.file.facts).values()
    return digest(look, *letters, *own, *facts)


@functools.lru_cache(maxsize=1024)
def _named_in(text: str, paths: tuple[str, ...]) -> tuple[str, ...]:
    """Return the paths whose file a text names, however it spells it."""
    plain = unescape(unquote(text.replace("\\", "")))
    return tuple(path for path in paths if path.rpartition("/")[2] in plain)


def _base(name: str, alike: Sequence[Commission], layout: Layout) -> Base | None:
    """Return the base of some papers, made now or before.

    None for a layout it cannot be made of, and for a run. One paper alone has a base too: what is
    in a file does not hang on what else is built.
    """
    first = alike[0]
    if first.file.run:
        return None  # its papers are made once: nothing of them is to be used again
    cache: Cache | None = first.cache
    base: Base | None = cache.load("papers", name) if cache else None
    if base is None:
        base = make_base(key_of(first.file), layout, first.pictures, letters_for(first.file.facts))
        if base and cache:
            cache.save("papers", name, base)
    return base
