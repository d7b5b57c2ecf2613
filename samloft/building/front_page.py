"""The front page of all editions: find yours by the name of a network or a municipality."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

import jinja2

from samloft.addresses import ASSETS, opening
from samloft.building.listed import Listed
from samloft.catalogue import label, labels, spoken
from samloft.composing.styles import FRONT_SHEET, sheets_of, theme_of
from samloft.composing.typeface import typeface
from samloft.course.model import Course, Network, pick
from samloft.defaults import find_override, overrides_of
from samloft.languages import Language, about
from samloft.languages.words import date_words

TEMPLATE = "front.html.jinja"
MISSING = "missing.html.jinja"
SCRIPTS = ("front.js",)
ROOM = ASSETS / "images" / "room.svg"
"""The picture of the course, which the sheet shows."""


def front_files(
    course: Course,
    networks: Sequence[Network | Listed],
    editions: Set[str],
    roots: Callable[[str, Language], str] | None = None,
) -> Iterator[tuple[PurePosixPath, bytes]]:
    """Yield the front page and a 404.html in every language, bokmål first, and their files.

    Args:
        course: what the front page is of.
        networks: what it lists, with their municipalities.
        editions: ids of the editions there are; a municipality without one has its network's.
        roots: gives the folder of an edition for a reader of a language; unless given, it is
            where a build lays it.
    """
    by_id = {network.slug: network for network in networks}
    find = roots or (lambda name, language: _root(name, by_id.get(name), language))
    environment = front_templates(course.root)
    for language in spoken():
        folder = _folder(language)
        here = _place(course, folder)
        for name, source, start in (
            ("index.html", TEMPLATE, ""),
            ("404.html", MISSING, here),
        ):
            page = environment.get_template(source).render(
                language=language,
                course=course,
                title=course.title[pick(language, course.title)],
                networks=networks,
                labels=labels(language, "front"),
                words=labels(language, "site"),
                # Released editions have versions of their own.
                version="" if roots else _version(course, language),
                home=start,
                up=start + ("../" if folder else ""),
                languages=_choices(course, language, start),
                root=functools.partial(_called, find, language, opening(course.addresses)),
                opening=opening(course.addresses),
                editions=editions,
            )
            yield PurePosixPath(f"{folder}{name}"), page.encode()
    yield from front_assets(course.root, SCRIPTS)


def front_templates(root: Path) -> jinja2.Environment:
    """Return the templates of pages that belong to no site: the front page, lists of versions."""
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader([*reversed(overrides_of(root))]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def front_assets(root: Path, scripts: Sequence[str]) -> Iterator[tuple[PurePosixPath, bytes]]:
    """Yield the styles of such pages, and some scripts."""
    yield from typeface(root).items()
    yield FRONT_SHEET, sheets_of(theme_of(root))[FRONT_SHEET]
    yield ROOM, find_override(root, str(ROOM)).read_bytes()
    for name in scripts:
        yield ASSETS / name, find_override(root, f"assets/javascripts/{name}").read_bytes()


def _place(course: Course, folder: str) -> str:
    """Return how links begin on a page that is shown at any address.

    From the root of the host, where the course knows its address. Otherwise with ./, for which
    the server puts the folder the page lies in (see serving/nginx.conf).
    """
    return f"{urlsplit(course.site_url).path.rstrip('/')}/{folder}" if course.site_url else "./"


def _choices(course: Course, here: Language, start: str) -> list[tuple[Language, str, str]]:
    """Return each language's code, own name, and the way to its front page."""
    up = f"{start}../" if _folder(here) else start
    end = opening(course.addresses)
    return [(code, about(code).name, f"{up}{_folder(code)}{end}" or "./") for code in spoken()]


def _folder(language: Language) -> str:
    """Return where the front page of a language stands; the first is at the course's address."""
    return "" if language == spoken()[0] else f"{language}/"


def _version(course: Course, language: Language) -> str:
    date = date_words(course.day, language)
    return label(language, "front.version", version=course.version, date=date)


def _called(find: Callable[[str, Language], str], language: Language, end: str, name: str) -> str:
    return find(name, language) + end


def _root(name: str, network: Network | Listed | None, language: Language) -> str:
    """Return the folder of an edition's site in a language, or in its own where that is lacking.

    A municipality's edition has one form only.
    """
    if network is None or language == network.language or language not in network.languages:
        return f"{name}/"
    return f"{name}/{language}/"


def write_front(
    course: Course, networks: Sequence[Network | Listed], editions: Set[str], out: Path
) -> None:
    """Write the front page and its files into `out`."""
    write_files(front_files(course, networks, editions), out)


def write_files(files: Iterable[tuple[PurePosixPath, bytes]], out: Path) -> None:
    """Write pages that belong to no site, and their files, into `out`."""
    made: set[PurePosixPath] = set()  # there are a thousand pages, in few folders
    for path, content in files:
        if path.parent not in made:
            (out / path.parent).mkdir(parents=True, exist_ok=True)
            made.add(path.parent)
        with open(f"{out}/{path}", "wb") as file:  # noqa: PTH123
            file.write(content)
