"""What authors write: the keys of each YAML file and of front matter, and what they may hold."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints, WithJsonSchema
from pydantic.types import NonNegativeInt, PositiveInt
from pydantic_core import core_schema

from samloft.course.run import MOST_PEOPLE
from samloft.course.slugs import EachOnce, Slug, Slugs
from samloft.languages import LANGUAGES, NORWEGIAN, Language

Line = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
_WEB = r"https://[^\s\"'<>\\/?#@]+([/?#][^\s\"'<>\\]*)?"
"""No @ before the path: `https://bank.no@evil.no` leads elsewhere than it seems."""
Address = Annotated[str, StringConstraints(pattern=rf"^{_WEB}$")]
Feedback = Annotated[str, StringConstraints(pattern=rf"^({_WEB}|[^@\s\"'<>\\]+@[^@\s\"'<>\\]+)$")]


def link_of(feedback: str) -> str:
    """Return where feedback goes, as a link: a page, or an address to write to."""
    return feedback if feedback.startswith("https://") else f"mailto:{feedback}"


Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")]
ValueName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
VersionName = Annotated[
    str, StringConstraints(pattern=r"^[0-9]{4}\.[0-9]+(\.[0-9]+)?(-rc[0-9]+)?$")
]
Clock = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]


def _in_the_calendar(date: str) -> str:
    """Return a source's date as it is. Raises ValueError for a 31st of February."""
    year, *rest = [int(part) for part in date.split("-")] if date != "undated" else [1]
    datetime.date(year, *(*rest, 1, 1)[:2])
    return date


_DATE = {"type": "string", "pattern": r"^([0-9]{4}(-[0-9]{2}){0,2}|undated)$"}
SourceDate = Annotated[
    str,
    StringConstraints(pattern=r"^([0-9]{4}(-[0-9]{2}){0,2}|undated)$"),
    AfterValidator(_in_the_calendar),
    # An editor reads a bare 2025 as a number; we read all of it as text.
    WithJsonSchema({"anyOf": [_DATE, {"type": "integer", "minimum": 1000, "maximum": 9999}]}),
]


@dataclass(frozen=True)
class Choice:
    """One of a few words that are known when the engine starts, and stand in no code."""

    words: tuple[str, ...]

    def __get_pydantic_core_schema__(self, *_: object) -> core_schema.CoreSchema:
        """Return what pydantic makes of a Literal."""
        return core_schema.literal_schema(list(self.words))


KnownLanguage = Annotated[Language, Choice(LANGUAGES)]
Text = Annotated[dict[KnownLanguage, Line], Field(min_length=1)]
"""The same words in one or more languages."""
TextList = Annotated[dict[KnownLanguage, tuple[Line, ...]], Field(min_length=1)]

STRICT = ConfigDict(extra="forbid")


@dataclass(frozen=True, kw_only=True)
class RepositoryForm:
    """Where files lie, for those who want to propose a change."""

    __pydantic_config__ = STRICT
    url: Address
    """As in `https://github.com/kommune/kurs`."""
    branch: Line = "main"
    forge: Literal["github", "gitlab", "forgejo"] | None = None
    """What kind of forge it is, where its address does not tell."""


@dataclass(frozen=True, kw_only=True)
class CourseForm:
    """`modules/course.yml`."""

    __pydantic_config__ = STRICT
    title: Text
    summary: Text
    version: VersionName
    date: datetime.date
    modules: Slugs
    pages: Slugs
    licence: Line
    site_url: Address | None = None
    faults: Feedback | None = None
    repository: RepositoryForm | None = None
    """Where the shared texts lie: each page then leads to its file."""


@dataclass(frozen=True, kw_only=True)
class ModuleForm:
    """`modules/<module>/module.yml`."""

    __pydantic_config__ = STRICT
    title: Text
    audience: Annotated[tuple[Literal["leaders", "staff"], ...], *EachOnce]
    objectives: TextList
    lessons: Slugs
    facts_checked: datetime.date
    licence: Line
    summary: Text = field(default_factory=dict)
    picture: Annotated[
        str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*[.](svg|png|jpg|webp)$")
    ] = ""
    """On the module's card; a file in its folder. It adorns, and says nothing by itself."""


@dataclass(frozen=True, kw_only=True)
class LessonForm:
    """The front matter of a lesson."""

    __pydantic_config__ = STRICT
    title: Line
    objective: Line = ""
    minutes: PositiveInt = 0
    summary: Line = ""
    """These three may come later: without them the lesson is a draft."""
    draft: bool = False
    """True while it is not finished: the page says so, and it cannot be released."""
    locked: bool = False
    proofread_by: Literal["editors", "draft"] | None = None
    moved_from: tuple[str, ...] = ()

    @property
    def lacks(self) -> tuple[str, ...]:
        """What it does not say yet, as keys."""
        said = {"objective": self.objective, "minutes": self.minutes, "summary": self.summary}
        return tuple(key for key, value in said.items() if not value)

    @property
    def is_draft(self) -> bool:
        """Tell whether it is not finished."""
        return self.draft or bool(self.lacks)


@dataclass(frozen=True, kw_only=True)
class PageForm:
    """The front matter of a page in docs/."""

    __pydantic_config__ = STRICT
    title: Line
    summary: Line | None = None
    draft: bool = False
    """True while it is not finished: the page says so, and it cannot be released."""
    proofread_by: Literal["editors", "draft"] | None = None
    moved_from: tuple[str, ...] = ()


PartFormName = Literal["plenary", "input", "individual", "pairs", "group", "break"]
"""How people sit, or that there is a break."""
FORMS = get_args(PartFormName)


@dataclass(frozen=True, kw_only=True)
class PassageForm:
    """A passage of a lesson that a part of a session rests on, by one of the three ways."""

    __pydantic_config__ = STRICT
    lesson: Slug | None = None
    """Left out: the part's own lesson."""
    heading: Text = field(default_factory=dict)
    """What stands under a heading, as it is written in each language."""
    block: Line | None = None
    """A named block, as `case-1`."""
    table: PositiveInt | None = None
    """A table, counted from the top of the lesson."""
    to_look_up: bool = False
    """Printed with the group sheets alone, for each table to look things up in."""
    shows: Text = field(default_factory=dict)
    """What a room is shown of it, where that is not what would be cut out of it."""

    @property
    def is_named(self) -> bool:
        """Tell whether it is named in one of the three ways."""
        return sum(map(bool, (self.heading, self.block, self.table))) == 1


@dataclass(frozen=True, kw_only=True)
class ShorterForm:
    """What to do with a part when the day is shorter; 0 minutes for leaving it out."""

    __pydantic_config__ = STRICT
    minutes: NonNegativeInt
    how: Text


@dataclass(frozen=True, kw_only=True)
class FollowUpForm:
    """Work after a session that someone has, and by when."""

    __pydantic_config__ = STRICT
    task: Text
    who: Text
    by: Text


@dataclass(frozen=True, kw_only=True)
class PartForm:
    """One part of a session."""

    __pydantic_config__ = STRICT
    form: PartFormName
    minutes: PositiveInt
    title: Text = field(default_factory=dict)
    lesson: Slug | None = None
    activity: Line | None = None
    notes: Text = field(default_factory=dict)
    needs_text: tuple[PassageForm, ...] = ()
    """Printed in the guide to be told or shown, and with a task in the handout."""
    shows: Text = field(default_factory=dict)
    """What the room sees on the screen: a line, or a short list. Left out, it sees the task."""
    leads: Text = field(default_factory=dict)
    """Who leads the part, where it is not the facilitator."""
    shorter: ShorterForm | None = None
    lines: Annotated[int, Field(ge=0, le=20)] | None = None
    """Room to write an answer in; left out, it follows from the task."""


@dataclass(frozen=True, kw_only=True)
class SessionForm:
    """`modules/<module>/sessions/<session>.yml`."""

    __pydantic_config__ = STRICT
    title: Text
    starts: Clock
    parts: tuple[PartForm, ...]
    summary: Text = field(default_factory=dict)
    needs: TextList = field(default_factory=dict)
    before: TextList = field(default_factory=dict)
    after: TextList = field(default_factory=dict)
    facilitator: Text = field(default_factory=dict)
    follow_up: tuple[FollowUpForm, ...] = ()
    groups: Text = field(default_factory=dict)
    """Who sits with whom, told once, where the first group is made."""
    roles: TextList = field(default_factory=dict)
    """Who the facilitator has to have with them; names are written on the front of the guide."""
    sheets_per_group: PositiveInt | None = None
    """Of the lessons' sheets to fill in; left out, there is one for each, to take home."""
    moved_from: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class TermForm:
    """One word of the shared vocabulary, in `terms.yml`."""

    __pydantic_config__ = STRICT
    term: Text
    definition: Text
    see: Slugs = ()


@dataclass(frozen=True, kw_only=True)
class SourceForm:
    """One source, and what is claimed on the strength of it, in `sources.yml`."""

    __pydantic_config__ = STRICT
    title: Line
    publisher: Line
    date: SourceDate
    read: datetime.date
    claims: tuple[Line, ...]
    url: Address | None = None


@dataclass(frozen=True, kw_only=True)
class BaseForm:
    """What a translation was made from, in `translations.lock`."""

    __pydantic_config__ = STRICT
    base: Line
    digest: Line


@dataclass(frozen=True, kw_only=True)
class HostForm:
    """The body that answers for a network, as networks are seldom legal persons."""

    __pydantic_config__ = STRICT
    name: Line
    number: Annotated[str, StringConstraints(pattern=r"^[0-9]{4}$")] | None = None


@dataclass(frozen=True, kw_only=True)
class ColoursForm:
    """A network's two colours; everything else is computed from them."""

    __pydantic_config__ = STRICT
    primary: Colour
    accent: Colour


@dataclass(frozen=True, kw_only=True)
class LogoForm:
    """A network's logo, in the network's folder."""

    __pydantic_config__ = STRICT
    file: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*\.(svg|png)$")]
    alt: Text


@dataclass(frozen=True, kw_only=True)
class NetworkForm:
    """`networks/<network>/network.yml`."""

    __pydantic_config__ = STRICT
    name: Line
    language: KnownLanguage
    colours: ColoursForm
    languages: Annotated[tuple[KnownLanguage, ...], *EachOnce] = ()
    url: Address | None = None
    """The network's own website."""
    published_at: Address | None = None
    """Where the course lies."""
    repository: RepositoryForm | None = None
    """Where the network's own texts lie; left out, they lie with the shared ones."""
    host: HostForm | None = None
    accessibility_statement: Address | None = None
    feedback: Feedback | None = None
    logo: LogoForm | None = None
    modules: Slugs = ()
    without: tuple[Line, ...] = ()
    municipalities: Literal["municipalities.csv"] | None = None
    moved_from: Slugs = ()
    """What the network's folder was called before; old addresses lead here."""
    values: dict[ValueName, Line] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class LocalForm:
    """`networks/<network>/municipalities/<municipality>/municipality.yml`."""

    __pydantic_config__ = STRICT
    modules: Slugs = ()
    without: tuple[Line, ...] = ()
    values: dict[ValueName, Line] = field(default_factory=dict)


Short = Annotated[str, StringConstraints(min_length=1, max_length=120, strip_whitespace=True)]
People = Annotated[int, Field(ge=1, le=MOST_PEOPLE)]


@dataclass(frozen=True, kw_only=True)
class RunForm:
    """`networks/<network>/runs/<name>.yml`: a gathering that the network announces."""

    __pydantic_config__ = STRICT
    session: Line
    date: datetime.date
    starts: Clock | None = None
    place: Short | None = None
    address: Short | None = None
    link: Address | None = None
    people: People | None = None
    groups: People | None = None
    municipality: Slug | None = None


@dataclass(frozen=True, kw_only=True)
class MunicipalityForm:
    """A row of a network's `municipalities.csv`."""

    __pydantic_config__ = STRICT
    number: Annotated[str, StringConstraints(pattern=r"^[0-9]{4}$")]
    name: Line
    language: Annotated[str, Choice((*NORWEGIAN, "neutral"))]
    other_names: str = ""
    moved_from: str = ""
    """The editions it had before, as `agder/gammel-kommune`, with semicolons between them."""
    website: Address | None = None


OtherWords = dict[Line, Annotated[tuple[Line, ...], Field(min_length=1)]]
"""`modules/other-words.yml`: a word of the course, and what people may search for instead."""


WRITTEN_FILES = {
    "course": CourseForm,
    "module": ModuleForm,
    "session": SessionForm,
    "terms": dict[Slug, TermForm],
    "sources": dict[Slug, SourceForm],
    "other-words": OtherWords,
    "network": NetworkForm,
    "municipality": LocalForm,
    "run": RunForm,
}
"""The YAML files an editor can check, by the name of their JSON Schema."""
