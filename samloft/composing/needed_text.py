"""Find the passages of lessons that a part of a session rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from samloft.course.model import Lesson, pick
from samloft.course.schema import PassageForm
from samloft.languages import Language
from samloft.text.blocks import Block, find_blocks
from samloft.text.passages import Outline, Passage, headings, tables, under_heading

Outlines = Mapping[Language, Outline]
"""Of a lesson's forms."""


def passage_in(
    body: str, language: Language, want: PassageForm, lesson: Lesson | None
) -> Passage | Block | None:
    """Return a passage of a lesson's text; None where the text does not have it.

    Args:
        body: the text, in one language.
        language: what it is written in.
        want: which passage. A heading that is not given in this language is found by its place:
            the forms of a lesson run in step.
        lesson: the lesson as it is shared, with its other forms, if it is shared.
    """
    if want.block:
        return next((block for block in find_blocks(body) if block.id == want.block), None)
    if want.table:
        return next(iter(tables(body)[want.table - 1 : want.table]), None)
    theirs = {code: headings(form.body) for code, form in lesson.forms.items()} if lesson else {}
    heading = _heading_in(headings(body), language, want, theirs)
    return under_heading(body, heading) if heading else None


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
    theirs = {code: form.headings for code, form in lesson.items()}
    return _heading_in(outline.headings, language, want, theirs) in outline.headings


def _heading_in(
    ours: Sequence[str],
    language: Language,
    want: PassageForm,
    forms: Mapping[Language, Sequence[str]],
) -> str | None:
    """Return what the heading of a passage is called in a language; None where it has none."""
    if language in want.heading:
        return want.heading[language]
    if not want.heading:
        return None
    other = pick(language, want.heading)
    theirs = forms.get(other, ())
    if want.heading[other] not in theirs or len(theirs) != len(ours):
        return None
    return ours[theirs.index(want.heading[other])]
