"""Where lessons stand, and where they stood before."""

from __future__ import annotations

from collections.abc import Mapping

from samloft.course.model import (
    Course,
    Head,
    Lesson,
    Writing,
)
from samloft.languages import Language


def address_of(lesson: Lesson) -> str:
    """Return how a network names a shared lesson it leaves out: `ki/05-reglene`."""
    return f"{lesson.module}/{lesson.slug}"


def moved_of(forms: Mapping[Language, Writing[Head]]) -> tuple[str, ...]:
    """Return the addresses a lesson or a page had before, whichever language says so."""
    every = (name for text in forms.values() if text.head for name in text.head.moved_from)
    return tuple(dict.fromkeys(every))


def homes_of(course: Course) -> Mapping[str, str]:
    """Return where each lesson that has moved stands now: `ki/02-gammel` → `ki/03-ny`."""
    return {
        old: f"{lesson.module}/{lesson.slug}"
        for module in course.modules
        for lesson in module.lessons
        for old in moved_of(lesson.forms)
    }
