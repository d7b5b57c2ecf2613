"""Find the texts of a folder in the order their tool has them, and what it calls them.

Hugo orders by weight, Docusaurus by `sidebar_position` and `_category_.json`. mdBook and GitBook
have a list of links, SUMMARY.md, and MkDocs a `nav`: those are no lessons themselves.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import yaml

from samloft.importing.front_matter import parted
from samloft.text.normal import normal
from samloft.text.parse import parse

KINDS = (".md", ".markdown", ".rmd")
FIRST = ("_index", "index", "readme")
"""What a folder's own page is called, without its kind and language."""
LANGUAGE = re.compile(r"\.[a-z]{2}(?:-[A-Za-z]+)?$")
_LIST = "summary.md"
_CATEGORY = ("_category_.json", "_category_.yml", "_category_.yaml")
_POSITIONS = ("weight", "sidebar_position")


@dataclass(frozen=True, kw_only=True)
class Outline:
    """The texts of a folder, as their tool has them."""

    home: Path
    """The folder that addresses begin in."""
    name: str
    """What all of it is called; empty where nothing says."""
    groups: tuple[tuple[Path, tuple[Path, ...]], ...]
    """Folders in order, each with its texts in order."""
    titles: Mapping[Path, str]
    """What a list calls a text or a folder, for those without a title of their own."""
    unlisted: tuple[Path, ...] = ()
    """The texts that a list leaves out: they stand last."""


def outline_of(folder: Path) -> Outline:
    """Return the texts of a folder, of those in it, and of those further in that a list names."""
    home, name, nav = _settings(folder)
    listed = dict(_in_summary(home)) or dict(_in_nav(nav, home))
    skipped = {path for path in home.glob("*.*") if listed and path.name.lower() == _LIST}
    listed = {path: title for path, title in listed.items() if path not in skipped}
    groups = {
        each: [path for path in _texts_in(each) if path not in skipped]
        for each in [home, *_folders_in(home)]
    }
    for path in listed:
        group = groups.setdefault(home / path.relative_to(home).parts[0], [])
        if path not in groups[home] and path not in group:
            group.append(path)
    places = {path: number for number, path in enumerate(listed)}

    def place(path: Path) -> float:
        return places.get(path, -1 if is_first(path) else math.inf)

    if listed:
        groups = {each: sorted(texts, key=place) for each, texts in groups.items()}
        order = sorted(groups, key=lambda each: min(map(place, groups[each]), default=math.inf))
        groups = {each: groups[each] for each in order}
    found = tuple((each, tuple(texts)) for each, texts in groups.items() if texts)
    titles = {each: said for each in groups if (said := _category(each).get("label"))}
    return Outline(
        home=home,
        name=name,
        groups=found,
        titles={**titles, **listed},
        unlisted=tuple(p for _, texts in found for p in texts if listed and p not in listed),
    )


def is_first(path: Path) -> bool:
    """Tell whether a file is its folder's own page."""
    return LANGUAGE.sub("", path.stem).lower() in FIRST


def _settings(folder: Path) -> tuple[Path, str, object]:
    """Return where the texts lie, what a tool's settings call them all, and its list of them."""
    if (folder / "book.toml").is_file():
        book = _toml(folder / "book.toml").get("book", {})
        return _inside(folder, book.get("src", "src")), str(book.get("title", "")), None
    for root in (folder, folder.parent):
        if (root / "mkdocs.yml").is_file():
            said = _yaml(root / "mkdocs.yml")
            home = _inside(root, said.get("docs_dir", "docs"))
            if root == folder or home == folder:
                return home, str(said.get("site_name", "")), said.get("nav")
    return folder, "", None


def _inside(folder: Path, name: object) -> Path:
    """Return a folder in another; the other where there is none."""
    found = folder / str(name)
    return found if found.is_dir() and found.resolve().is_relative_to(folder.resolve()) else folder


def _in_summary(home: Path) -> Iterator[tuple[Path, str]]:
    """Yield what a list of links leads to, with the words that do."""
    for path in home.glob("*.*"):
        if path.name.lower() == _LIST:
            text = normal(path.read_text(encoding="utf-8-sig", errors="replace"))
            for link in parse(text).all("link"):
                yield from _text_at(home, link.target, " ".join(link.words.split()))


def _in_nav(nav: object, home: Path) -> Iterator[tuple[Path, str]]:
    """Yield the texts of MkDocs' `nav`, with what each is called there."""
    if isinstance(nav, str):
        yield from _text_at(home, nav, "")
    elif isinstance(nav, list):
        for each in nav:
            yield from _in_nav(each, home)
    elif isinstance(nav, dict):
        for title, inside in nav.items():
            named = _text_at(home, inside, str(title)) if isinstance(inside, str) else None
            yield from named or _in_nav(inside, home)


def _text_at(home: Path, target: str, title: str) -> Iterator[tuple[Path, str]]:
    path = home / unquote(target.partition("#")[0]).removeprefix("./").lstrip("/")
    is_text = path.suffix.lower() in KINDS and ".." not in path.parts and path.is_file()
    if is_text and path.resolve().is_relative_to(home.resolve()):
        yield path, title


def _texts_in(folder: Path) -> list[Path]:
    files = [path for path in folder.iterdir() if path.suffix.lower() in KINDS and path.is_file()]
    return sorted(files, key=lambda path: (not is_first(path), _weight_of(path), path.name.lower()))


def _folders_in(folder: Path) -> list[Path]:
    inside = [(_weight_of_folder(each), each) for each in folder.iterdir() if each.is_dir()]
    return [each for _, each in sorted(inside)]


def _weight_of_folder(folder: Path) -> float:
    """Return the weight that a folder's own page gives it, or its settings."""
    own = _category(folder).get("position")
    if own is not None:
        return _number(own)
    return next((_weight_of(path) for path in _texts_in(folder) if is_first(path)), math.inf)


def _weight_of(path: Path) -> float:
    """Return a text's weight: the light ones stand first, those without one last, as in Hugo."""
    head = parted(path.read_text(encoding="utf-8-sig", errors="replace"))[0]
    return next((_number(head[name]) for name in _POSITIONS if name in head), math.inf)


def _number(said: object) -> float:
    try:
        return float(str(said)) or math.inf
    except ValueError:
        return math.inf


def _category(folder: Path) -> Mapping[str, Any]:
    found = (folder / name for name in _CATEGORY)
    return next((_yaml(path) for path in found if path.is_file()), {})


def _yaml(path: Path) -> Mapping[str, Any]:
    """Return a tool's settings, as text: what they say of Python is not run. JSON is YAML too."""
    try:
        said = yaml.load(path.read_text(encoding="utf-8-sig"), Loader=yaml.BaseLoader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return {}
