"""One edition, resolved: every setting with where it was said, every page with whose it is."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Literal

from samloft.adapting.update import Standing, State, standings
from samloft.composing.overlay import (
    Kind,
    Laid,
    lay,
    lesson_paths,
    lessons_at,
    modules_of,
    owner_of,
    page_paths,
    pages_at,
)
from samloft.course.model import Course, Edition, Network
from samloft.course.reader import Reader
from samloft.course.schema import CourseForm, LocalForm, MunicipalityForm, NetworkForm
from samloft.languages import Language
from samloft.problems import UsageError, problem
from samloft.suggest import nearest
from samloft.text.template_blocks import block_names
from samloft.text.templates import extends_shared

Owner = Literal["shared", "network", "municipality"]


@dataclass(frozen=True, kw_only=True)
class Setting:
    """One setting that holds in an edition."""

    name: str
    """As in `network.colours.primary`."""
    value: str
    """As a person reads it; empty where nothing is set."""
    file: str | None
    """Where it is said, from the root of the repository; None for what holds when nobody says."""
    line: int | None


@dataclass(frozen=True, kw_only=True)
class Base:
    """A text that a page is made from, and how the page stands to it."""

    file: str
    base: str
    state: State


@dataclass(frozen=True, kw_only=True)
class PageOfEdition:
    """One page of an edition in one language."""

    address: str
    """As in `ki/01-hva-er-ki`, below the edition's own."""
    owner: Owner
    """Who had the last word."""
    kind: Kind | None
    """`part`, `whole` or `new` where it differs from the shared page."""
    files: tuple[str, ...]
    """What it is made from, the lowest first."""
    blocks: tuple[str, ...] = ()
    """The parts of it that are local."""
    bases: tuple[Base, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Resolved:
    """An edition with all that was decided about it."""

    edition: Edition
    language: Language
    settings: tuple[Setting, ...]
    pages: tuple[PageOfEdition, ...]

    def page(self, name: str) -> PageOfEdition:
        """Return a page by its address, or by a file it is made from. Raises UsageError."""
        wanted = name.strip("/")
        for each in self.pages:
            if wanted.removesuffix(".md") == each.address or wanted in each.files:
                return each
        close = nearest(wanted, [each.address for each in self.pages])
        raise UsageError(
            [problem(name, "page-is-in-edition", edition=self.edition.id, nearest=close)]
        )


def resolve(
    reader: Reader,
    course: Course,
    networks: Sequence[Network],
    edition: Edition,
    language: Language,
) -> Resolved:
    """Return an edition, resolved. Raises CourseError for what cannot be read."""
    every = standings(reader, course, networks)
    return Resolved(
        edition=edition,
        language=language,
        settings=tuple(_settings(reader, edition)),
        pages=tuple(_pages(course, edition, language, every)),
    )


def _settings(reader: Reader, edition: Edition) -> Iterator[Setting]:
    """Yield the settings of the course, of the network and of the municipality."""
    network, place = edition.network, edition.municipality
    home = reader.root / "networks" / network.slug
    yield from _said(reader, reader.root / "modules/course.yml", CourseForm, "course")
    settled = {
        "modules": network.modules,
        "without": network.without,
        "languages": edition.languages,
    }
    of_network = _said(reader, home / "network.yml", NetworkForm, "network", settled)
    if place is None:
        yield from of_network
        return
    own = home / "municipalities" / place.slug / "municipality.yml"
    local = list(_said(reader, own, LocalForm, "network", settled)) if own.exists() else []
    over = {each.name: each for each in local if each.file}
    below = list(of_network)
    yield from (over.pop(each.name, each) for each in below)
    yield from over.values()
    rows = reader.csv(home / "municipalities.csv", MunicipalityForm)
    for row, line in rows:
        if row.number == place.number:
            values = _flat(row, ("municipality",))
            file = reader.name(home / "municipalities.csv")
            yield from (
                Setting(name=".".join(key), value=value, file=file if value else None, line=line)
                for key, value in values
            )


def _said(
    reader: Reader,
    path: Path,
    form: type[Any],
    start: str,
    settled: Mapping[str, Any] | None = None,
) -> Iterator[Setting]:
    """Yield the settings of a file; what is settled from more than it has its value from there."""
    read = reader.yaml(path, form)
    if read is None:
        return
    value, reading = read
    told = {**{each.name: getattr(value, each.name) for each in dataclasses.fields(value)}}
    told |= {name: each for name, each in (settled or {}).items() if name in told}
    for key, shown in _flat(told, ()):
        is_said = key in reading.lines
        # Values have a name of their own in texts: `values.x`, not `network.values.x`.
        name = ".".join(key if key[0] == "values" else (start, *key))
        yield Setting(
            name=name,
            value=shown,
            file=reader.name(path) if is_said else None,
            line=reading.line(key) if is_said else None,
        )


def _flat(value: Any, key: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield what a setting says, each with its key."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        value = {each.name: getattr(value, each.name) for each in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        for name, each in value.items():
            yield from _flat(each, (*key, str(name)))
    elif isinstance(value, str) or not isinstance(value, Iterable):
        yield key, "" if value is None else str(value)
    else:
        yield key, ", ".join(map(str, value))


def _pages(
    course: Course, edition: Edition, language: Language, every: Iterable[Standing]
) -> Iterator[PageOfEdition]:
    """Yield every page of an edition that a text, or a session, makes."""
    network = edition.network
    stands: dict[str, list[Base]] = {}
    for each in every:
        derived = each.derived
        base = Base(file=derived.source, base=derived.base, state=each.state)
        stands.setdefault(derived.source, []).append(base)
    for path in page_paths(network, course):
        shared = next((page.forms for page in course.pages if page.path == path), {})
        yield _page(lay(path, shared, pages_at(network, path), language), stands)
    for module in modules_of(course, network):
        by = owner_of(network, module)
        yield PageOfEdition(
            address=module.slug,
            owner=by or "shared",
            kind="new" if by else None,
            files=(f"{module.folder}/module.yml",),
        )
        forms = {lesson.path: lesson.forms for lesson in module.lessons}
        for path in lesson_paths(network, module):
            laid = lay(path, forms.get(path, {}), lessons_at(network, path), language)
            page = _page(laid, stands)
            yield dataclasses.replace(page, owner=by) if by and not page.kind else page
        for session in module.sessions:
            yield PageOfEdition(
                address=session.folder.as_posix(),
                owner=_owner(session.source),
                kind="new" if session.source.startswith("networks/") else None,
                files=(session.source,),
            )


def _page(laid: Laid[Any], stands: Mapping[str, Sequence[Base]]) -> PageOfEdition:
    files = (laid.writing.source, *(each.source for each in laid.blocks))
    blocks = [name for each in laid.blocks if extends_shared(each.body) for name in
              block_names(each.body)]  # fmt: skip
    return PageOfEdition(
        address=_address(laid.path),
        owner=laid.by if laid.kind else "shared",
        kind=laid.kind,
        files=files,
        blocks=tuple(dict.fromkeys(blocks)),
        bases=tuple(base for file in files for base in stands.get(file, ())),
    )


def _address(path: PurePosixPath) -> str:
    return path.with_suffix("").as_posix()


def _owner(source: str) -> Owner:
    """Return whose a file is, by where it lies."""
    if not source.startswith("networks/"):
        return "shared"
    return "municipality" if PurePosixPath(source).parts[2] == "municipalities" else "network"
