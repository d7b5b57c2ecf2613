"""Find the passages of lessons that a part of a session rests on."""

from __future__ import annotations

from samloft.course.model import Lesson, pick
from samloft.course.schema import PassageForm
from samloft.languages import Language
from samloft.text.blocks import Block, find_blocks
from samloft.text.passages import Passage, headings, tables, under_heading


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
    if not want.heading:
        return None
    if language in want.heading:
        return under_heading(body, want.heading[language])
    other = pick(language, want.heading)
    forms = lesson.forms if lesson else {}
    if other not in forms:
        return None
    theirs, ours = headings(forms[other].body), headings(body)
    if want.heading[other] not in theirs or len(theirs) != len(ours):
        return None
    return under_heading(body, ours[theirs.index(want.heading[other])])
