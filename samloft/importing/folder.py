"""Read Markdown files of other tools: Hugo, MkDocs, the Carpentries, Obsidian."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

import yaml

from samloft.importing.dialects import in_our_words
from samloft.importing.document import Document, Picture, Report, Section
from samloft.languages.words import slug_of
from samloft.text.nodes import Node
from samloft.text.parse import parse
from samloft.text.write import write

FIRST = ("_index", "index", "readme")
"""What a folder's own page is called, without its kind and language."""
KEPT = frozenset({"title", "weight", "summary", "description", "objective", "minutes"})
"""Keys of front matter that say something a lesson's says too."""
_HEAD = re.compile(r"\ufeff?(?:---\s*\n(?P<yaml>.*?)\n---|\+\+\+\s*\n(?P<toml>.*?)\n\+\+\+)[ \t]*(?:\n|\Z)", re.DOTALL)
_LANGUAGE = re.compile(r"\.[a-z]{2}(?:-[A-Za-z]+)?$")


def find_texts(folder: Path) -> list[Path]:
    """Return the Markdown files of one folder in the order their tool has them."""
    files = [path for path in folder.iterdir() if path.suffix.lower() in (".md", ".markdown", ".rmd")]
    return sorted(files, key=lambda path: (_weight(path), path.name.lower()))


def is_first(path: Path) -> bool:
    """Tell whether a file is its folder's own page."""
    return _LANGUAGE.sub("", path.stem).lower() in FIRST


def read_text(
    path: Path, report: Report, names: Mapping[str, str] | None = None
) -> Document:
    """Return one Markdown file. Raises OSError, UnicodeDecodeError.

    Args:
        path: the file.
        report: gets everything that was changed or left out.
        names: where files of the same import stand now, by the name they had.
    """
    head, body = _parted(path.read_text(encoding="utf-8-sig"))
    title = str(head.get("title") or "").strip()
    where = title or path.name
    for key in head:
        if key.lower() not in KEPT | {"teaching", "exercises", "date", "draft"}:
            report.add("dropped", "front_matter", where, key=str(key))
    said = in_our_words(body, where, report, names)
    document = parse(said.text)
    pictures: list[Picture] = []
    document = document.mapped(lambda node: _moved(node, path, pictures, names or {}, report, where))
    sections = tuple(_sections(document.children))
    if not title and sections and sections[0].level == 1:
        title = sections[0].title
    for name, value in said.values.items():
        report.add("person", "value", where, name=name, value=value)
    return Document(
        title=title or path.stem,
        sections=sections,
        pictures=tuple(pictures),
        notes={},
        head=_proposed(head, said.objectives),
    )


def _proposed(head: Mapping[str, object], objectives: Sequence[str]) -> dict[str, str]:
    found = {}
    for key in ("summary", "description", "objective", "minutes"):
        if head.get(key):
            name = "summary" if key == "description" else key
            found[name] = " ".join(str(head[key]).split())
    minutes = [head.get(key) for key in ("teaching", "exercises")]
    total = sum(each for each in minutes if isinstance(each, int))
    if total:
        found["minutes"] = str(total)
    if objectives:
        found["objective"] = " ".join(
            each if each.endswith((".", "!", "?")) else f"{each}." for each in objectives
        )
    return found


def _parted(text: str) -> tuple[Mapping[str, object], str]:
    """Return front matter and what comes after it."""
    found = _HEAD.match(text)
    if not found:
        return {}, text
    try:
        head = yaml.safe_load(found["yaml"]) if found["yaml"] is not None else None
        head = tomllib.loads(found["toml"]) if found["toml"] is not None else head
    except (yaml.YAMLError, tomllib.TOMLDecodeError):
        return {}, text
    return (head if isinstance(head, dict) else {}), text[found.end() :]


def _weight(path: Path) -> float:
    if is_first(path):
        return float("-inf")
    weight = _parted(path.read_text(encoding="utf-8-sig", errors="replace"))[0].get("weight")
    return float(weight) if isinstance(weight, int | float) else float("inf")


def _sections(nodes: Sequence[Node]) -> Iterator[Section]:
    level, title = 0, ""
    body: list[Node] = []
    for node in nodes:
        if node.kind == "heading":
            if title or body:
                yield Section(level=level, title=title, body=_written(body))
            level, title, body = node.level, _written_words(node), []
        else:
            body.append(node)
    yield Section(level=level, title=title, body=_written(body))


def _written(nodes: Sequence[Node]) -> str:
    return write(Node(kind="document", children=tuple(nodes)))


def _written_words(node: Node) -> str:
    return " ".join(node.words.split())


def _moved(
    node: Node,
    page: Path,
    pictures: list[Picture],
    names: Mapping[str, str],
    report: Report,
    where: str,
) -> tuple[Node, ...]:
    """Return a node with its picture under a name of ours, and its link where it leads now."""
    from dataclasses import replace

    if node.kind == "image" and not re.match(r"[a-z]+:|//", node.target):
        file = _found(page, unquote(node.target))
        if file is None:
            report.add("dropped", "picture_outside", where, file=unquote(node.target))
            return (Node(kind="text", text=node.text, line=node.line),) if node.text else ()
        name = f"{slug_of(file.stem) or 'bilde'}{file.suffix.lower().replace('.jpeg', '.jpg')}"
        alt = node.attrs.get("alt") or node.text
        if not alt:
            report.add("person", "no_alt", where, file=name)
        if name not in {picture.name for picture in pictures}:
            pictures.append(Picture(name=name, content=file.read_bytes()))
        kept = {key: value for key, value in node.attrs.items() if key != "alt"}
        return (replace(node, target=name, text=alt, attrs=kept),)
    if node.kind == "link" and not re.match(r"[a-z]+:|//|#|mailto:", node.target):
        path, _, part = unquote(node.target).partition("#")
        known = names.get(PurePosixPath(path.rstrip("/")).name) or names.get(path)
        if known:
            return (replace(node, target=f"{known}#{part}" if part else known),)
        report.add("person", "link_nowhere", where, name=unquote(node.target))
        return node.children
    return (node,)


def _found(page: Path, target: str) -> Path | None:
    """Return a picture that lies where its page says, or in a folder beside or above it."""
    clean = target.lstrip("/").split("?")[0]
    for folder in (page.parent, *list(page.parents)[1:4]):
        for inside in (folder, folder / "static", folder / "assets", folder / "images"):
            file = inside / clean
            if file.is_file():
                return file
    return None
