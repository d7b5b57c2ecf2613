"""What the theme needs to know of a session: for the form for a run of it, and to draw its day."""

from __future__ import annotations

from types import SimpleNamespace

from markupsafe import Markup

from samloft.composing.page_kit import Desk
from samloft.course.model import Session
from samloft.course.run import MOST_PEOPLE
from samloft.languages import Language, about
from samloft.languages.words import clock


def run_form(session: Session, language: Language) -> tuple[tuple[str, str | int], ...]:
    """Return what stands in the front matter of a session's page."""
    return (
        ("begins", session.starts),
        ("minutes", session.minutes),
        ("colon", about(language).clock),
        ("most", MOST_PEOPLE),
        ("parts", " ".join(f"{part.form}:{part.minutes}" for part in session.parts)),
    )


def clocks(session: Session, desk: Desk) -> SimpleNamespace:
    """Return when a session starts and ends, as the form works it out anew."""
    found = {
        name: Markup(f'<span class="sl-clock" data-after="{after}">{words}</span>')
        for name, after in (("starts", 0), ("ends", session.minutes))
        for words in [clock(session.starts, after, desk.language)]
    }
    return SimpleNamespace(**found)
