"""Read Markdown files of other tools: Hugo, MkDocs, the Carpentries, Obsidian."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from samloft.course.media import FILE_KINDS, SHOWN
from samloft.importing.dialects import in_our_words
from samloft.importing.document import Document, Picture, Report, Section
from samloft.importing.front_matter import parted, proposed, tell_of, title_of
from samloft.importing.outline import FIRST, KINDS, LANGUAGE, is_first
from samloft.importing.values import as_shown, as_template
from samloft.languages.words import slug_of
from samloft.text.nodes import Node
from samloft.text.normal import normal
from samloft.text.parse import parse
from samloft.text.write import write_for_authors

_FOLDERS = ("static", "assets", "images", "episodes")
"""Where tools keep files that their pages find without it."""


def address_of(path: PurePosixPath | Path) -> str:
    """Return where a text stands on a site that others made, as links there say it.

    Capitals, spaces, and how one gets to the folder are left out: tools write them in many ways.
    """
    *folders, name = [part for part in path.parts if part not in ("/", ".", "..")] or ["index"]
    page = re.sub(r"\.(?:md|markdown|html?)$", "", name, flags=re.IGNORECASE)
    stem = LANGUAGE.sub("", page) if page != name else name  # `a.py` is no page in Python
    parts = folders if stem.lower() in FIRST else [*folders, stem]
    return "/".join(re.sub(r"\s+", "-", part).lower() for part in parts)


def read_text(
    path: Path,
    report: Report,
    names: Mapping[str, str] | None = None,
    where: str = "",
    listed: str = "",
) -> Document:
    """Return one Markdown file. Raises OSError, UnicodeDecodeError.

    Its text stays as it was written, but for what other tools write beside Markdown, and where
    its pictures and links lead.

    Args:
        path: the file.
        report: gets everything that was changed or left out.
        names: where files of the same import stand now, by the name they had.
        where: what the report calls it, where its title is not enough.
        listed: what a list of its tool's calls it.
    """
    head, body, is_whole = parted(normal(path.read_text(encoding="utf-8-sig")))
    title = title_of(head)
    told_as, where = where, where or title or path.name
    tell_of(head, where, report, is_whole=is_whole)
    said = in_our_words(body, where, report, names)
    text, pictures = _moved(said.text, path, names or {}, report, where)
    sections = tuple(
        replace(
            each,
            body=as_template(each.body, where, report),
            heading=as_template(each.heading, where, report),
        )
        for each in sections_of(text)
    )
    if not title:
        title = _title_in(sections) or listed
    if not title:
        title = _name_of(path)
        if is_first(path):  # else its file's name is its title, as in Obsidian
            report.add("person", "title_proposed", where, title=title)
    for name, value in said.values.items():
        report.add("person", "value", where, name=name, value=value)
    return Document(
        title=title,
        sections=sections,
        pictures=pictures,
        notes={},
        head=proposed(head, said.objectives, where, report),
        where=told_as,
    )


def _title_in(sections: Sequence[Section]) -> str:
    """Return the heading that is a text's title; empty where none is.

    It is its first, and stands first in the text or over all others. One of another level than the
    first is both; what stands above one of the first level may be a logo.
    """
    headed = [each for each in sections if each.level]
    if not headed:
        return ""
    first, *others = headed
    stands = (first is sections[0], all(each.level > first.level for each in others))
    is_title = any(stands) if first.level == 1 else all(stands)
    return first.title if is_title else ""


def _name_of(path: Path) -> str:
    """Return what a text without a title is called: as its file, or the folder it is first in."""
    if is_first(path):
        words = re.sub(r"[-_\s]+", " ", path.absolute().parent.name).strip()
        return f"{words[:1].upper()}{words[1:]}"
    return LANGUAGE.sub("", path.stem)


def sections_of(text: str) -> Iterator[Section]:
    """Yield what stands under each heading of a Markdown text, as it was written."""
    lines = text.splitlines()
    level, title, heading, begins = 0, "", "", 0
    for node in parse(text).children:
        if node.kind != "heading":
            continue
        body = "\n".join(lines[begins : node.line - 1]).strip("\n")
        if title or body.strip():
            yield Section(level=level, title=title, body=body, heading=heading)
        level, begins = node.level, node.last
        title = as_shown(" ".join(node.words.split()))
        heading = (
            write_for_authors(Node(kind="document", children=(node,))).strip().lstrip("#").strip()
        )
    body = "\n".join(lines[begins:]).strip("\n")
    yield Section(level=level, title=title, body=body, heading=heading)


def _moved(
    text: str, page: Path, names: Mapping[str, str], report: Report, where: str
) -> tuple[str, tuple[Picture, ...]]:
    """Return a text with its files under names of ours, and its links where they lead now."""
    pictures: dict[str, Picture] = {}
    targets: dict[str, str | None] = {}
    for node in parse(text).all("image", "link"):
        if re.match(r"[a-z][a-z0-9+.-]*:|//|#", node.target) or node.target in targets:
            continue
        old = unquote(node.target)
        way = _link(old, names) if node.kind == "link" else None
        file = _found(page, old) if way is None else None
        if node.kind == "link" and (file is None or file.suffix.lower() not in FILE_KINDS):
            targets[node.target] = way
            if way is None:
                is_text = file is None or file.suffix.lower() in KINDS  # not of this import
                what = "link_nowhere" if is_text else "file_kind"
                report.add("person", what, where, name=old)
            continue
        if file is None:
            report.add("dropped", "picture_outside", where, file=old)
            targets[node.target] = None
            continue
        kind = file.suffix.lower().replace(".jpeg", ".jpg")
        content = file.read_bytes()
        name = free_name(f"{slug_of(file.stem) or 'bilde'}{kind}", content, pictures)
        pictures[name] = Picture(name=name, content=content)
        targets[node.target] = name
        if node.kind == "image" and file.suffix.lower() not in SHOWN:
            report.add("person", "picture_kind", where, file=name)
        if node.kind == "image" and not node.text:
            report.add("person", "no_alt", where, file=name)
    return retargeted(text, targets), tuple(pictures.values())


def free_name(name: str, content: bytes, there: Mapping[str, Picture]) -> str:
    """Return a name for a file: its own, or one with a number where another file has that.

    A file that is there already, under such a number, is not there twice.
    """
    if name not in there or there[name].content == content:
        return name
    path = PurePosixPath(name)
    numbered = (f"{path.stem}-{number}{path.suffix}" for number in itertools.count(2))
    known = (each for each, file in there.items() if file.content == content)
    same = next((each for each in known if each.startswith(path.stem)), None)
    return same or next(each for each in numbered if each not in there)


def _link(target: str, names: Mapping[str, str]) -> str | None:
    path, _, part = target.partition("#")
    places = (PurePosixPath(path.rstrip("/")).name, path, address_of(PurePosixPath(path)))
    known = next((names[place] for place in places if place in names), None)
    return (f"{known}#{part}" if part else known) if known else None


def retargeted(text: str, targets: Mapping[str, str | None]) -> str:
    """Return a text in which what led to some places leads to others, or is its words alone."""
    ways = list(targets.items())
    if any(new in targets and new != old for old, new in ways):
        # By way of names that nothing has: what a file is called now another may have been called.
        held = [f"samloft-held-{number}" for number in range(len(ways))]
        ways = [
            *((old, new and name) for (old, new), name in zip(ways, held, strict=True)),
            *((name, new) for (_, new), name in zip(ways, held, strict=True) if new),
        ]
    for old, new in ways:
        text = _retargeted(text, old, new)
    return text


def _retargeted(text: str, old: str, new: str | None) -> str:
    """Return a text in which what led to one place leads to another, or is its words alone.

    How it is written is found by pattern; that it was a link, and that nothing in code has changed,
    by the parse.
    """
    written = "|".join({re.escape(old), re.escape(unquote(old))})
    if new is not None:
        place = rf"(?P<before>\]\(\s*)<?(?:{written})>?(?=[\s)])"
        place += rf"|(?m:^(?P<first> {{0,3}}\[[^\]]+\]:\s*)<?(?:{written})>?)"
        place += rf"|(?P<html>\b(?:href|src)=[\"'])(?:{written})(?=[\"'])"
    else:
        place = r"!?\[(?P<words>(?:[^\[\]]|\[[^\]]*\])*)\]"
        place += rf"\(\s*<?(?:{written})>?(?:\s+[^)]*)?\)(?:\{{[^{{}}\n]*\}})?"
    for match in reversed(list(re.finditer(place, text))):
        parts = match.groupdict()
        around = (parts.get(name) for name in ("before", "first", "html"))
        said = parts["words"] if new is None else next(each for each in around if each) + new
        tried = f"{text[: match.start()]}{said}{text[match.end() :]}"
        count, code = _leading_to(text, old)
        fewer, same = _leading_to(tried, old)
        if (fewer < count or new == old) and same == code:
            text = tried
    return text


def _leading_to(text: str, target: str) -> tuple[int, list[str]]:
    """Return how many links and pictures of a text lead to a place, and what code there is."""
    document = parse(text)
    found = [node for node in document.all("link", "image") if node.target == target]
    return len(found), [node.text for node in document.all("code", "codespan")]


def _found(page: Path, target: str) -> Path | None:
    """Return a file that lies where its page says, or in a folder beside or above it."""
    clean = target.lstrip("/").split("?")[0]
    for folder in (page.parent, *list(page.parents)[1:4]):
        for inside in (folder, *(folder / each for each in _FOLDERS)):
            file = inside / clean
            if file.is_file():
                return file
    return None
