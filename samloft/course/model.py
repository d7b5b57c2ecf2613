"""The course and everyone it is made for, frozen.

Course ─┬─ Module ─┬─ Lesson ── one Writing for each language
        │          ├─ Session ── parts, in order, with minutes
        │          ├─ Term
        │          └─ Source ── and the claims made on it
        └─ Page ── one Writing for each language
Network ─┬─ Municipality
         └─ Layer: texts laid over the shared ones; a municipality's lies over its network's
Edition ── a Network, or one Municipality within it, offering the Course
"""

from __future__ import annotations

import datetime
import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Generic, TypeVar

from samloft.addresses import AddressForm, session_folder
from samloft.cache import Cache, digest
from samloft.course.run import Run
from samloft.course.schema import (
    ColoursForm,
    FollowUpForm,
    HostForm,
    LessonForm,
    LogoForm,
    ModuleForm,
    PageForm,
    PartForm,
    RepositoryForm,
    SourceForm,
    TermForm,
)
from samloft.languages import Language, in_turn

Head = TypeVar("Head", LessonForm, PageForm)


def pick(language: Language, forms: Iterable[Language]) -> Language:
    """Return the form a reader of `language` is given. Raises KeyError when there is none."""
    there = set(forms)
    for candidate in in_turn(language):
        if candidate in there:
            return candidate
    raise KeyError(language)


@dataclass(frozen=True, kw_only=True)
class Writing(Generic[Head]):
    """One page in one language, as its author wrote it."""

    source: str
    """The file, from the root of the repository."""
    language: Language
    head: Head | None
    """None for an overlay that only replaces blocks: the shared page's head stands."""
    body: str
    """Line n of the body is line n of the file; the front matter is empty lines."""

    @functools.cached_property
    def told(self) -> str:
        """The digest of all there is to it."""
        return digest(repr(self))


@dataclass(frozen=True, kw_only=True)
class Lesson:
    """One page of a module."""

    module: str
    slug: str
    forms: Mapping[Language, Writing[LessonForm]]

    @property
    def path(self) -> PurePosixPath:
        """Where the lesson stands in a plain tree."""
        return PurePosixPath(self.module, f"{self.slug}.md")


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page from docs/."""

    slug: str
    forms: Mapping[Language, Writing[PageForm]]

    @property
    def path(self) -> PurePosixPath:
        """Where the page stands in a plain tree."""
        return PurePosixPath(f"{self.slug}.md")


@dataclass(frozen=True, kw_only=True)
class Session:
    """One gathering: lessons and activities in order, with minutes."""

    module: str
    slug: str
    source: str
    title: Mapping[Language, str]
    starts: str
    """Clock time, as in "09:00"."""
    parts: tuple[PartForm, ...]
    summary: Mapping[Language, str] = field(default_factory=dict)
    needs: Mapping[Language, tuple[str, ...]] = field(default_factory=dict)
    before: Mapping[Language, tuple[str, ...]] = field(default_factory=dict)
    after: Mapping[Language, tuple[str, ...]] = field(default_factory=dict)
    facilitator: Mapping[Language, str] = field(default_factory=dict)
    follow_up: tuple[FollowUpForm, ...] = ()
    """Work that someone has afterwards."""
    groups: Mapping[Language, str] = field(default_factory=dict)
    """Who sits with whom."""
    roles: Mapping[Language, tuple[str, ...]] = field(default_factory=dict)
    """Who the facilitator has with them."""
    sheets_per_group: int | None = None
    """How many of each sheet to fill in a group gets; None for one to each person."""
    moved_from: tuple[str, ...] = ()
    """What it was called before, as in `ki/1-oppstart`."""
    fields: tuple[str, ...] | None = None
    """What its file says, where the rest is as it is beneath; None for a whole one."""

    @property
    def folder(self) -> PurePosixPath:
        """Where the session's page and papers stand in a plain tree."""
        return session_folder(self.module, self.slug)

    @functools.cached_property
    def told(self) -> str:
        """The digest of all there is to it."""
        return digest(repr(self))

    @property
    def minutes(self) -> int:
        """From the first part to the last, breaks included."""
        return sum(part.minutes for part in self.parts)

    @property
    def lessons(self) -> frozenset[str]:
        """The names of the lessons that its parts go through or rest on."""
        wanted = (want.lesson for part in self.parts for want in part.needs_text)
        return frozenset(filter(None, (*(part.lesson for part in self.parts), *wanted)))


@dataclass(frozen=True, kw_only=True)
class Module:
    """One subject of the course."""

    slug: str
    folder: str
    """From the root of the repository: `modules/ki`, or in a network's own folder."""
    title: Mapping[Language, str]
    summary: Mapping[Language, str]
    audience: tuple[str, ...]
    objectives: Mapping[Language, tuple[str, ...]]
    facts_checked: datetime.date
    licence: str
    lessons: tuple[Lesson, ...]
    sessions: tuple[Session, ...]
    terms: Mapping[str, TermForm]
    sources: Mapping[str, SourceForm]
    picture: str = ""
    """The name of the file on its card; empty for none."""
    practice: Mapping[str, str] = field(default_factory=dict)
    """Texts to practise on, by the names of their files; a shared module's only."""

    @functools.cached_property
    def told(self) -> str:
        """The digest of all there is to it but its lessons and sessions."""
        return digest(repr(replace(self, lessons=(), sessions=())))

    @functools.cached_property
    def terms_told(self) -> Mapping[str, str]:
        """The digest of each of its terms."""
        return {slug: digest(repr(term)) for slug, term in self.terms.items()}


@dataclass(frozen=True, kw_only=True)
class Addition:
    """What a network adds to a shared module, or has in place of what is there."""

    sessions: tuple[Session, ...] = ()
    terms: Mapping[str, TermForm] = field(default_factory=dict)
    settings: ModuleForm | None = None
    """The module's, where some of them are its own."""
    fields: tuple[str, ...] = ()
    """Those."""


@dataclass(frozen=True, kw_only=True)
class Course:
    """All shared modules and pages, as upstream holds them."""

    root: Path
    texts: str = field(repr=False, compare=False)
    """The digest of all its files, and its networks', from before the first was read."""
    cache: Cache = field(repr=False, compare=False)
    """Keeps what is found in it and made of it."""
    title: Mapping[Language, str]
    summary: Mapping[Language, str]
    version: str
    date: datetime.date
    licence: str
    site_url: str | None
    modules: tuple[Module, ...]
    pages: tuple[Page, ...]
    files: Mapping[PurePosixPath, Path]
    """Pictures and other files beside the texts, by their place in a plain tree."""
    faults: str | None = None
    """Where to tell of mistakes in the shared course: a page, or `mailto:`."""
    other_words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Words of the course, and what people may search for instead of each."""
    repository: RepositoryForm | None = None
    """Where its files can be edited."""
    is_release: bool = False
    """True while a version is made to be kept: its number is then part of every address."""
    released: datetime.date | None = None
    """The day the version was made; None for working editions."""
    addresses: AddressForm = "folders"
    """The form of every address in what is made."""

    @property
    def day(self) -> datetime.date:
        """The date that pages, papers and lists carry: the release's, or else the texts'."""
        return self.released or self.date


@dataclass(frozen=True, kw_only=True)
class Municipality:
    """A municipality that may have its own edition."""

    slug: str
    number: str
    """Four characters; the first two are the county."""
    name: str
    other_names: tuple[str, ...]
    language: str
    """Its språkvedtak: nb, nn or neutral."""
    website: str | None
    moved_from: tuple[str, ...] = ()
    """The editions that are a part of it now, as `agder/gammel-kommune`."""


@dataclass(frozen=True, kw_only=True)
class Layer:
    """What a network, or a municipality, lays over the texts beneath."""

    folder: str = field(compare=False)
    """From the root of the repository: `networks/agder`. Layers that change nothing are alike."""
    lessons: Mapping[PurePosixPath, Mapping[Language, Writing[LessonForm]]]
    """Lessons of its own, and blocks for those beneath, by plain path."""
    pages: Mapping[PurePosixPath, Mapping[Language, Writing[PageForm]]]
    files: Mapping[PurePosixPath, Path]
    own: tuple[Module, ...] = ()
    """Modules of its own."""
    additions: Mapping[str, Addition] = field(default_factory=dict)
    """Sessions and terms of its own in other modules, by the module's slug."""
    other_words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What people there search for instead of a word, beside what they do everywhere."""

    @property
    def is_empty(self) -> bool:
        """Tell whether it changes nothing."""
        return not (self.lessons or self.pages or self.files or self.own or self.additions)


@dataclass(frozen=True, kw_only=True)
class Network:
    """A regional network that offers the course."""

    slug: str
    """Folder name under networks/; also the first part of its addresses."""
    name: str
    language: Language
    languages: tuple[Language, ...]
    """Every form the network publishes, its own first."""
    colours: ColoursForm
    url: str | None
    host: HostForm | None
    accessibility_statement: str | None
    feedback: str | None
    """A link: to a page, or `mailto:`."""
    logo: LogoForm | None
    modules: tuple[str, ...]
    """Slugs of the modules it offers, in order."""
    municipalities: tuple[Municipality, ...]
    values: Mapping[str, str]
    layers: tuple[Layer, ...]
    """What lies over the shared texts, lowest first: the network's, then a municipality's."""
    published_at: str | None = None
    """Where the course lies; `url` is the network's own website."""
    repository: RepositoryForm | None = None
    """Where its own files can be edited."""
    without: tuple[str, ...] = ()
    """Shared lessons it leaves out, as `ki/05-reglene`."""
    moved_from: tuple[str, ...] = ()
    """What its folder was called before, and the networks that are a part of it now."""
    runs: tuple[Run, ...] = ()
    """The gatherings it announces, in the order of their days."""
    local: Mapping[str, Network] = field(default_factory=dict)
    """The network as a municipality with texts or values of its own has it, by its slug."""

    @property
    def own(self) -> tuple[Module, ...]:
        """Modules that are not shared."""
        return tuple(module for layer in self.layers for module in layer.own)

    @property
    def top(self) -> Layer:
        """The layer that has the last word."""
        return self.layers[-1]

    def seen_from(self, place: Municipality) -> Network:
        """Return the network as one of its municipalities has it."""
        return self.local.get(place.slug, self)


@dataclass(frozen=True, kw_only=True)
class Edition:
    """The course as one network, or one municipality within it, offers it."""

    network: Network
    municipality: Municipality | None = None

    @property
    def id(self) -> str:
        """How an edition is named on the command line, as in `agder/kristiansand`."""
        if self.municipality is None:
            return self.network.slug
        return f"{self.network.slug}/{self.municipality.slug}"

    @property
    def name(self) -> str:
        """What the edition is called on its pages."""
        return self.municipality.name if self.municipality else self.network.name

    @property
    def language(self) -> Language:
        """The form that stands at the edition's own address."""
        own = self.municipality.language if self.municipality else "neutral"
        return next((form for form in self.network.languages if form == own), self.network.language)

    @property
    def languages(self) -> tuple[Language, ...]:
        """Every form the edition has, its own first.

        A municipality's has one: the form it has decided on (its språkvedtak), or its
        network's. Readers of the other forms are led to the network's edition.
        """
        if self.municipality:
            return (self.language,)
        rest = (form for form in self.network.languages if form != self.language)
        return (self.language, *rest)
