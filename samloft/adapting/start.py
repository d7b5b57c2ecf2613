"""Start a network's, or a municipality's, own version of a text from the one beneath."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from samloft.adapting.start_fields import composed, fields_beneath, started_fields
from samloft.adapting.update import standings
from samloft.course.bases import find_adaptations, find_derived, note_bases
from samloft.course.course import load_course
from samloft.course.editions import find_editions
from samloft.course.json_schemas import schema_line, with_schema_line
from samloft.course.model import Course, Edition, Network, Writing, pick
from samloft.course.networks import load_networks
from samloft.course.overlay_files import Beneath, Forms, is_locked
from samloft.course.reader import Reader, read_lf, write_lf
from samloft.problems import UsageError, problem
from samloft.suggest import nearest
from samloft.text.environments import SHARED
from samloft.text.links import home_of
from samloft.text.template_blocks import block_names, bodies_of, with_body
from samloft.text.templates import SUPER, extends_shared

_LINE = re.compile(r"(:\d+)+:?$")
"""What stands after a file's name in a message."""


def adapt(
    root: Path, course: Course, networks: Sequence[Network], edition: str, page: str, block: str
) -> tuple[Path, bool]:
    """Start a local version of a page, or note what one that is there follows.

    Args:
        root: of the course.
        course: the shared texts.
        networks: every network.
        edition: whose version: a network's, or a municipality's as in `agder/kristiansand`.
        page: the shared text's file or its address, as in `modules/ki/01-hva-er-ki.md` or
            `ki/01-hva-er-ki`; the address means the edition's own language. Or the local file,
            to note that it agrees with the text beneath now.
        block: the part to replace; empty for the whole page.

    Returns the local file, and whether it is new or has something new. Raises UsageError.
    """
    found = find_editions([edition], networks)[0]
    home = home_of_edition(found)
    page = plain_name(page, home)
    adapted = (each for network in networks for each in find_adaptations(course, network))
    if not block and any(page == each.source and home == home_of(page) for each in adapted):
        _note(Reader(root), course, networks, page)
        return root / page, False
    page = page.removeprefix(f"{home}/")
    fields = fields_beneath(course, found)
    if page.strip("/") in fields:
        files = fields[page.strip("/")]
        return _adapt_fields(root, course, networks, home, files, block)
    under, text = _text_beneath(course, found, page, fields)
    page = _inside(text.source)
    if any(is_locked(forms) for forms in under):
        raise UsageError(
            [problem(page, "locked-text-is-shared", name=getattr(text.head, "title", ""))]
        )
    target = root / home / page
    there = read_lf(target) if target.exists() else ""
    new = _started(_composed(root, under, text), there, page, block)
    if there and new != there:
        _refuse_behind(root, course, networks, f"{home}/{page}")
    _write(root, f"{home}/{page}", new, there)
    return target, new != there


def _adapt_fields(
    root: Path, course: Course, networks: Sequence[Network], home: str, files: list[str], block: str
) -> tuple[Path, bool]:
    """Start an edition's own version of a YAML file, or of one field in it, as `adapt` does."""
    name = _inside(files[-1])
    target = root / home / name
    there = read_lf(target) if target.exists() else ""
    if there:
        _refuse_behind(root, course, networks, f"{home}/{name}")
    beneath = composed([read_lf(root / each) for each in files])
    new = started_fields(beneath, there, files[-1], block)
    if not there:
        new = with_schema_line(new, schema_line(f"{home}/{name}", is_over=True))
    _write(root, f"{home}/{name}", new, there)
    return target, new != there


def _write(root: Path, source: str, new: str, there: str) -> None:
    """Write an edition's own file, and note what it follows.

    Raises UsageError, with nothing written, for what may not lie over the text beneath.
    """
    target = root / source
    if new != there:
        target.parent.mkdir(parents=True, exist_ok=True)
        write_lf(target, new)
    reader = Reader(root)
    course = load_course(reader)
    networks = load_networks(reader, course) if course else ()
    wrong = [each for each in reader.problems if each.path == source]
    if course is None or (wrong and new != there):
        if there:
            write_lf(target, there)
        else:
            target.unlink()
        raise UsageError(wrong or reader.problems)
    _note(reader, course, networks, source)


def plain_name(page: str, home: str) -> str:
    """Return a page as `check` names it without the line, and another's file as the shared one."""
    page = _LINE.sub("", page.strip()).replace("\\", "/").removeprefix("./")
    return page if home_of(page) in ("", home) else _inside(page)


def home_of_edition(edition: Edition) -> str:
    """Return the folder of an edition's own texts."""
    place = edition.municipality
    network = edition.network.layers[0].folder
    return f"{network}/municipalities/{place.slug}" if place else network


def _text_beneath(
    course: Course, edition: Edition, page: str, fields: Iterable[str]
) -> tuple[list[Forms], Writing[Any]]:
    """Return all that is beneath an edition's own text of a page, and the page's text itself.

    Args:
        course: the shared texts.
        edition: whose text it will be.
        page: a file with its language, or an address, which means the edition's own language.
        fields: what else could have been meant.

    Raises UsageError for a page that is not there.
    """
    layers = edition.network.layers[:1] if edition.municipality else ()
    every = [*Beneath(course=course, layers=layers).every()]
    choices = []
    for under in every:
        whole = [
            text for forms in under for text in forms.values() if not extends_shared(text.body)
        ]
        for text in reversed(whole):
            if page in (text.source, _inside(text.source)):
                return under, text
        choices += [text.source for text in whole]
    for under in every:
        forms = next(forms for forms in reversed(under) if not _is_part(forms))
        text = forms[pick(edition.language, forms)]
        if page.strip("/").removesuffix(".md") == _address(text.source):
            return under, text
        choices.append(_address(text.source))
    close = nearest(page, [*choices, *fields])
    raise UsageError([problem(page, "page-is-shared", nearest=close)])


def _is_part(forms: Forms) -> bool:
    return all(extends_shared(text.body) for text in forms.values())


def _composed(root: Path, under: Sequence[Forms], text: Writing[Any]) -> str:
    """Return a page's text with the blocks that a network has laid over it."""
    composed = read_lf(root / text.source)
    for forms in under:
        blocks = forms.get(text.language)
        if blocks is None or not extends_shared(blocks.body):
            continue
        for name, body in bodies_of(read_lf(root / blocks.source)).items():
            beneath = bodies_of(composed)
            if name in beneath:
                composed = with_body(composed, name, beneath[name].join(SUPER.split(body)))
    return composed


def _inside(source: str) -> str:
    """Return a file's name from the folder of its overlay: `modules/ki/a.nn.md`."""
    return source.removeprefix(f"{home_of(source)}/")


def _address(source: str) -> str:
    """Return where a text's page is found: `modules/ki/a.nn.md` at `ki/a`."""
    return _inside(source).partition("/")[2].partition(".")[0]


def _started(text: str, there: str, page: str, block: str) -> str:
    """Return the network's text with the shared page, or one block of it, to begin with."""
    if not block:
        return there or text
    bodies = bodies_of(text)
    if block not in bodies:
        close = nearest(block, list(bodies)) if bodies else ""
        raise UsageError([problem(page, "block-exists", name=block, nearest=close)])
    if there and not extends_shared(there):
        raise UsageError([problem(page, "page-is-not-replaced")])
    if block in block_names(there):
        return there
    start = there or f'{{% extends "{SHARED}" %}}\n'
    return f"{start}{{% block {block} %}}{bodies[block]}{{% endblock %}}\n"


def _refuse_behind(root: Path, course: Course, networks: Sequence[Network], source: str) -> None:
    """Stop before a text whose base has moved: what is new there would count as taken in."""
    for each in standings(Reader(root), course, networks):
        if each.derived.source == source and each.state == "moved":
            raise UsageError([problem(source, "adaptation-is-settled")])


def _note(reader: Reader, course: Course, networks: Sequence[Network], source: str) -> None:
    every = list(find_derived(course, networks))
    note_bases(reader, every, [derived for derived in every if derived.source == source])
