"""What a site offers beside its pages, as data: composing links to it, and knows no product."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from types import SimpleNamespace
from typing import Literal

from markupsafe import Markup

from samloft.addresses import SESSIONS, SHORT, short_sessions
from samloft.composing.extents import held_open
from samloft.composing.page_kit import Desk, FilledModule
from samloft.course.model import Session
from samloft.course.run import Run
from samloft.languages import Language
from samloft.text.escape import escape
from samloft.text.links import relative

MadeFrom = Literal["edition", "module", "session", "announcements"]
_KIND = re.compile(r"[a-z]+")


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What something is made from: an edition, one module of it, or one session of that.

    Or all the gatherings that the edition announces.
    """

    modules: Sequence[FilledModule] = ()
    """Every module of the edition, where it is made from that."""
    module: FilledModule | None = None
    session: Session | None = None
    """In a run, it starts when the run does."""
    short: str = ""
    """The session's short name in the edition: `ki-1`."""
    run: Run | None = None
    """The run of the session that this is made for: date, place, people, groups."""
    announced: Sequence[Subject] = ()
    """The runs that an edition announces, where it is they that something is made from."""

    @property
    def made_from(self) -> MadeFrom:
        """Which of the four it is."""
        if self.announced:
            return "announcements"
        return "session" if self.session else "module" if self.module else "edition"

    @property
    def folder(self) -> PurePosixPath:
        """Where its page and what is made from it stand in a plain tree."""
        if self.session:
            return self.session.folder
        return PurePosixPath(self.module.module.slug if self.module else "")

    @property
    def short_address(self) -> str:
        """Where it is found on the web, from the root of a site, short enough to write."""
        if self.module is None:
            return ""
        if self.session is None:
            return f"{self.module.module.slug}/"
        return f"{SHORT}/{self.short}/"

    @property
    def stem(self) -> str:
        """What begins the names of its files: they must say what they are in a download folder."""
        names = (self.module and self.module.module.slug, self.session and self.session.slug)
        return "".join(f"{name}-" for name in names if name)

    @property
    def gathering(self) -> tuple[Session, FilledModule]:
        """The session and its module, for what is made from a session."""
        if self.session is None or self.module is None:
            raise TypeError("made from a session")
        return self.session, self.module


def short_of(modules: Sequence[FilledModule]) -> dict[tuple[str, str], str]:
    """Return the short name of every session of an edition."""
    every = (session for filled in modules for session in filled.module.sessions)
    return short_sessions((session.module, session.slug) for session in every)


def short_pages(
    modules: Sequence[FilledModule], desk: Desk
) -> Iterator[tuple[PurePosixPath, str, str, PurePosixPath]]:
    """Yield the pages at short addresses: path, title, text, and the page each leads on to."""
    names = short_of(modules)
    for filled in modules:
        for session in filled.module.sessions:
            page = PurePosixPath(SHORT, f"{names[session.module, session.slug]}.md")
            to, title = session.folder / "index.md", desk.plain(session.title)
            text = f"# {escape(title)}\n\n[{desk.words(session.title)}]({relative(to, page)})\n"
            yield page, title, text, to


@dataclass(frozen=True, kw_only=True)
class Offer:
    """Something that is made of an edition, a module or a session, and linked from its page."""

    kind: str
    """Its name in addresses, small letters a–z only: `plan`."""
    made_from: MadeFrom
    suffixes: tuple[str, ...]
    """Of its files: `(".pdf",)`."""
    name: Callable[[Language], str]
    """What it is called: `Min plan`."""
    link: Callable[[Language], str]
    """What the link to its file says; the kind of file is added."""
    write: Callable[[Subject, Desk], str]
    """Returns the text it is made from, filled in with the edition's values."""
    page_link: Callable[[Language], str] | None = None
    """What the link to its page says, where the text is Markdown and a page of the site too."""
    frame: str = ""
    """The theme's template for its page, where that is not the ordinary one: `screen.html`."""
    escape: Callable[[str], str] = escape
    """How a value of the edition has to be written to stand in the text; JSON has its own way."""
    rank: int = 50
    """Its place in lists; what has the same stands in the order of kinds."""
    is_on_demand: bool = False
    """True for what is not made with every build, only when it is asked for."""
    is_for_a_run: bool = False
    """True for what is made for a run only: it makes no sense without a day."""
    is_announced: bool = False
    """True for what is made for every run that an edition announces, too."""
    is_there: Callable[[Subject], bool] = lambda _: True
    """Whether a subject has what it is made of: a module may have no sheets."""
    copies: Callable[[Run, Session], int] | None = None
    """How many to print for a run; None for what is not printed, or for who asks only."""
    use: Callable[[Language], str] | None = None
    """When and how it is used on the day, as the facilitator's guide tells it."""

    def __post_init__(self) -> None:
        if not _KIND.fullmatch(self.kind):
            raise ValueError(f"{self.kind}: a kind is small letters only, so addresses tell it")

    def is_made_from(self, subject: Subject) -> bool:
        """Tell whether it is made from something."""
        is_its_kind = self.made_from == subject.made_from
        is_its_time = subject.run is not None or not self.is_for_a_run
        return is_its_kind and is_its_time and self.is_there(subject)

    def page(self, subject: Subject) -> PurePosixPath | None:
        """Return its page in a plain tree, if it is a page too."""
        return subject.folder / f"{self.kind}.md" if self.page_link else None

    def files(self, subject: Subject) -> Iterator[PurePosixPath]:
        """Yield its files in a plain tree: `ki/samling/1-forsta-ki/ki-1-forsta-ki-plan.pdf`."""
        for suffix in self.suffixes:
            yield subject.folder / f"{subject.stem}{self.kind}{suffix}"


def links(
    offers: Sequence[Offer], subject: Subject, page: PurePosixPath, desk: Desk
) -> list[SimpleNamespace]:
    """Return what a page says of the offers made from its subject: `name` and `ways` of each.

    A way has what its link `says`, the `link`, and the `extent` of what it leads to.
    """
    found = []
    for offer in offers:
        if not offer.is_made_from(subject):
            continue
        ways = [
            _way(
                f"{offer.link(desk.language)} ({file.suffix[1:].upper()})",
                relative(file, page),
                held_open(file, desk.language) if desk.tells_extents else "",
            )
            for file in offer.files(subject)
        ]
        own = offer.page(subject)
        if own and offer.page_link:
            ways.append(_way(offer.page_link(desk.language), relative(own, page)))
        found.append(SimpleNamespace(name=Markup(offer.name(desk.language)), ways=ways))
    return found


def _way(says: str, link: str, extent: str = "") -> SimpleNamespace:
    return SimpleNamespace(says=Markup(says), link=Markup(link), extent=extent)


def pages_aside(offers: Sequence[Offer]) -> Iterator[str]:
    """Yield patterns for pages that are led to from others, not from the menu."""
    where = {"edition": "/", "module": "/*/", "session": f"/*/{SESSIONS}/*/", "announcements": "/"}
    yield f"/{SHORT}/*.md"
    yield from (f"{where[offer.made_from]}{offer.kind}.md" for offer in offers if offer.page_link)
