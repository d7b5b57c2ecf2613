"""The gatherings that a network announces: a page with all of them, and their calendar files.

Which of them are still to come hangs on the day a page is read, not on the day it is built: all
stand there with their days, in order, until the network takes them away; `check` says which have
been.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from types import SimpleNamespace

from markupsafe import Markup

from samloft.addresses import FRONT, GATHERINGS
from samloft.composing.module_pages import Made
from samloft.composing.offers import Offer, Subject, short_of
from samloft.composing.page_kit import Desk, FilledModule
from samloft.course.model import Edition, Municipality, Session
from samloft.course.run import Run
from samloft.languages.words import clock, day_words
from samloft.text.links import relative


@dataclass(frozen=True, kw_only=True)
class Announced:
    """A gathering that the network announces."""

    run: Run
    session: Session
    module: FilledModule
    municipality: Municipality | None
    """Where it is one municipality's."""

    @property
    def file(self) -> PurePosixPath:
        """Where its calendar file stands in a plain tree, less the suffix."""
        return PurePosixPath(GATHERINGS.stem, self.run.slug)


def announced(edition: Edition, modules: Sequence[FilledModule]) -> list[Announced]:
    """Return the announced gatherings that are sessions of an edition, in the order of days."""
    runs: Sequence[Run] = tuple(edition.network.runs)
    if not runs:
        return []
    places = {place.slug: place for place in edition.network.municipalities}
    sessions = {
        f"{session.module}/{session.slug}": (session, module)
        for module in modules
        for session in module.module.sessions
    }
    return [
        Announced(
            run=replace(run, starts=run.starts or session.starts),
            session=replace(session, starts=run.starts or session.starts),
            module=module,
            municipality=places.get(run.municipality),
        )
        for run in runs
        if run.session in sessions
        for session, module in [sessions[run.session]]
    ]


def gatherings_of(
    held: Sequence[Announced],
    modules: Sequence[FilledModule],
    offers: Sequence[Offer],
    desk: Desk,
) -> Iterator[Made]:
    """Yield the page of the gatherings, and what is made of each and of all; nothing of none."""
    if not held:
        return
    feeds = [offer for offer in offers if offer.made_from == "announcements"]
    each = [offer for offer in offers if offer.is_announced]
    files = [PurePosixPath(f"{offer.kind}{suffix}") for offer in feeds for suffix in offer.suffixes]
    text = desk.fill(
        "gatherings.md",
        gatherings=[_said(one, GATHERINGS, each, desk) for one in held],
        feeds=[Markup(file) for file in files],
    )
    title = desk.label("gatherings.title")
    yield Made(GATHERINGS, title, text)
    short = short_of(modules)
    subjects = [
        Subject(
            module=one.module,
            session=one.session,
            short=short[one.session.module, one.session.slug],
            run=one.run,
        )
        for one in held
    ]
    for one, subject in zip(held, subjects, strict=True):
        name = desk.plain(one.session.title)
        for offer in each:
            yield _product(offer, subject, name, f"{one.file}", desk)
    for offer in feeds:
        whole = Subject(announced=subjects)
        yield _product(offer, whole, desk.names["course"].title, offer.kind, desk)


def _product(offer: Offer, subject: Subject, title: str, stem: str, desk: Desk) -> Made:
    return Made(
        GATHERINGS,
        f"{offer.name(desk.language)}: {title}",
        offer.write(subject, desk),
        kind=offer.kind,
        called=offer.name(desk.language),
        files=tuple(PurePosixPath(f"{stem}{suffix}") for suffix in offer.suffixes),
        subject=title,
        place="" if subject.announced else subject.short_address,
        is_page=False,
        is_aside=True,
    )


def on_front(held: Sequence[Announced], desk: Desk) -> str:
    """Return the list of gatherings for the first page; empty where there are none."""
    if not held:
        return ""
    found = [_said(one, FRONT, (), desk) for one in held]
    return desk.fill("_gatherings.md", gatherings=found, page=Markup(GATHERINGS.as_posix()))


def _said(
    one: Announced, page: PurePosixPath, offers: Sequence[Offer], desk: Desk
) -> SimpleNamespace:
    """Return what a page says of a gathering."""
    run, language = one.run, desk.language
    day = day_words(run.date, language)
    files = [f"{one.file}{suffix}" for offer in offers for suffix in offer.suffixes]
    return SimpleNamespace(
        id=Markup(run.slug),
        day=day,
        heading=day[:1].upper() + day[1:],
        starts=clock(run.starts, 0, language),
        ends=clock(run.starts, one.session.minutes, language),
        title=desk.words(one.session.title),
        summary=desk.words(one.session.summary),
        page=Markup(relative(one.session.folder / "index.md", page)),
        place=run.whereabouts,
        link=run.link,
        municipality=one.municipality.name if one.municipality else "",
        files=[Markup(file) for file in files],
    )
