"""Find the passages of lessons that a part of a session rests on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from samloft.course.model import Lesson, pick
from samloft.course.schema import PassageForm
from samloft.languages import Language
from samloft.text.blocks import Block, find_blocks
from samloft.text.passages import Outline, Passage, headings, tables, under_heading

Headings = Callable[[Language], Sequence[str]]
"""Returns the headings of one form of a lesson, in order; none where there is none such."""
Outlines = Mapping[Language, Outline]
"""Of a lesson's forms."""


def passage_in(
    body: str, language: Language, want: PassageForm, others: Headings
) -> Passage | Block | None:
    """Return a passage of a lesson's text; None where the text does not have it.

    Args:
        body: the text, in one language.
        language: what it is written in.
        want: which passage. A heading that is not given in this language is found by its place:
            the forms of a lesson run in step.
        others: returns those of another form of the lesson, as it is shared.
    """
    if want.block:
        return next((block for block in find_blocks(body) if block.id == want.block), None)
    if want.table:
        return next(iter(tables(body)[want.table - 1 : want.table]), None)
    heading = _heading_in(partial(headings, body), language, want, others)
    return under_heading(body, heading) if heading else None


def headings_of(lesson: Lesson | None) -> Headings:
    """Return what tells the headings of a lesson's forms as it is shared, if it is shared."""
    forms = lesson.forms if lesson else {}
    return lambda other: headings(forms[other].body) if other in forms else ()


def form_to_ask(language: Language, want: PassageForm) -> Language | None:
    """Return the form whose headings tell where a passage is; None where it names its own."""
    return None if not want.heading or language in want.heading else pick(language, want.heading)


def has_passage(outline: Outline, language: Language, want: PassageForm, lesson: Outlines) -> bool:
    """Tell whether a lesson's text has a passage, as `passage_in` finds it.

    Args:
        outline: of the text, in one language.
        language: what it is written in.
        want: which passage.
        lesson: the outlines of the lesson's forms, as it is shared.
    """
    if want.block:
        return want.block in outline.blocks
    if want.table:
        return 0 < want.table <= outline.tables

    def headings_of(other: Language) -> Sequence[str]:
        return lesson[other].headings if other in lesson else ()

    heading = _heading_in(lambda: outline.headings, language, want, headings_of)
    return heading in outline.headings


def _heading_in(
    own: Callable[[], Sequence[str]],
    language: Language,
    want: PassageForm,
    of: Headings,
) -> str | None:
    """Return what the heading of a passage is called in a language; None where it has none.

    Args:
        own: returns the headings of the text in that language, in order.
        language: what the text is written in.
        want: which passage.
        of: returns those of another form of the lesson; none where there is none.
    """
    other = form_to_ask(language, want)
    if other is None:
        return want.heading.get(language)
    ours, theirs = own(), of(other)
    if want.heading[other] not in theirs or len(theirs) != len(ours):
        return None
    return ours[theirs.index(want.heading[other])]
