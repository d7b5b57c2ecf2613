"""Make an edition's pages as plain Markdown: lessons, modules, the vocabulary, the places."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import PurePosixPath
from types import SimpleNamespace

from markupsafe import Markup

from samloft.addresses import FRONT, MINE, PRIVACY, SHARED_TEXTS, letter_place
from samloft.catalogue import name_of
from samloft.composing.local_notices import notice
from samloft.composing.page_kit import (
    Desk,
    FilledLesson,
    FilledModule,
    borrowed_notice,
    draft_notice,
    heading,
    proposal_of,
)
from samloft.composing.sheets import with_ways_to_sheets
from samloft.course.model import pick
from samloft.course.schema import SourceForm, TermForm
from samloft.languages import LANGUAGES, Language
from samloft.languages.words import date_words, sort_key, source_date_words
from samloft.text.activities import with_activities
from samloft.text.blocks import dressed, for_participants
from samloft.text.escape import escape
from samloft.text.footnotes import used_footnotes
from samloft.text.heading_ids import with_ids
from samloft.text.ids import SOURCES
from samloft.text.links import citations_in, links_in, relative
from samloft.text.nodes import Node


def source_note(slug: str, source: SourceForm, desk: Desk) -> str:
    """Return a footnote for a source: who, what, of when, and when we read it.

    It says that it is one: the theme calls what leads to it so, and other footnotes notes.
    """
    title = escape(source.title)
    name = f"[{title}]({source.url})" if source.url else f"*{title}*"
    dated = source_date_words(source.date, desk.language) or desk.said("source.undated")
    read = desk.said("source.read", date=date_words(source.read, desk.language))
    return _as_source(slug, f"{escape(source.publisher)}: {name}. {dated}. {read}")


def _as_source(slug: str, words: str) -> str:
    return f'[^{slug}]: <span class="sl-source">{words}</span>'


def lesson_page(
    filled: FilledLesson,
    module: FilledModule,
    desk: Desk,
    terms: Mapping[str, TermForm] | None = None,
    *,
    has_sheets: bool = False,
) -> str:
    """Return a lesson as a page for participants, with the terms that it uses explained.

    With `has_sheets` it leads to the page where its sheets are filled in.
    """
    number = [lesson.slug for lesson in module.lessons].index(filled.slug) + 1
    facts = desk.said(
        "lesson.facts" if filled.minutes else "lesson.facts_untimed",
        number=number,
        count=len(module.lessons),
        minutes=filled.minutes,
        date=date_words(module.module.facts_checked, desk.language),
    )
    shown = for_participants(filled.body)
    text = with_ids(shown, filled.title, filled.base)
    if has_sheets:
        text = with_ways_to_sheets(text, filled)
    text = dressed(with_activities(text, filled.language), filled.language)
    body = desk.written(text, filled.source, filled.path)
    lines = ['<div class="sl-head" markdown="1">', ""]
    lines += [heading(filled.title, filled.language, desk.language), ""]
    lines += [_steps(number, len(module.lessons)), "", facts, "{: .sl-facts }", "", "</div>", ""]
    if filled.language != desk.language:
        lines += [borrowed_notice(filled.language, desk), ""]
    if filled.is_draft:
        lines += draft_notice(desk)
    lines += notice(filled.path, filled.kind, desk, filled.by)
    if filled.objective:
        goal = desk.marked(filled.objective, filled.language)
        lines += [f"**{desk.said('lesson.objective')}:** {goal}", "{: .sl-objective }", ""]
    lines += [desk.part(body, filled.language), ""]
    if not filled.path.is_relative_to(SHARED_TEXTS):
        moved = f' data-sl-moved="{html.escape(" ".join(filled.moved))}"' if filled.moved else ""
        name = filled.path.with_suffix("").as_posix()
        lines += [f'<div class="sl-keep" data-sl-lesson="{name}"{moved}></div>', ""]
    lines += term_cards(shown, terms or module.module.terms, desk)
    lines += sources_section(shown, module.module.sources, desk)
    lines += proposal_of(filled.source, desk)
    return "\n".join(lines)


def _steps(number: int, count: int) -> str:
    """Return a lesson's place in its module as a row of marks; the facts say the same in words."""
    mark = '<span class="sl-steps__step{}"></span>'
    marks = (
        mark.format(" sl-steps__step--here" if n == number else "") for n in range(1, count + 1)
    )
    return f'<p class="sl-steps" aria-hidden="true">{"".join(marks)}</p>'


def term_cards(text: Node, terms: Mapping[str, TermForm], desk: Desk) -> list[str]:
    """Return what the terms mean that a text leads to, for a script to show where they stand."""
    links = (link.target.removeprefix("term:") for link in links_in(text) if link.is_term)
    used = [slug for slug in dict.fromkeys(links) if slug in terms]
    if not used:
        return []
    # A search finds them in the vocabulary.
    lines = ['<div class="sl-termcards" data-search-exclude="" markdown="1">', ""]
    for slug in used:
        term = terms[slug]
        lines += [f'<div class="sl-termcard" id="sl-term:{slug}" markdown="1">', ""]
        lines += [f"<dfn>{desk.words(term.term)}</dfn>", "{: .sl-termcard__word }", ""]
        lines += [str(desk.words(term.definition)), "", "</div>", ""]
    return [*lines, "</div>", ""]


def sources_section(text: Node, sources: Mapping[str, SourceForm], desk: Desk) -> list[str]:
    """Return the list of sources a text cites; nothing when it cites none.

    Footnotes of the text's own stand in the same list.
    """
    cited = list(citations_in(text))
    if not cited:
        return []
    title = desk.said("sources_and_notes" if used_footnotes(text) else "sources")
    lines = [f"## {title} {{: #{SOURCES} }}", "", "///Footnotes Go Here///", ""]
    for slug in cited:
        if slug in sources:
            lines += [source_note(slug, sources[slug], desk), ""]
        else:  # of a draft: it cannot be released so
            missing = desk.said("source.missing", name=escape(slug))
            lines += [_as_source(slug, missing), ""]
    return lines


def module_page(filled: FilledModule, desk: Desk, products: Sequence[SimpleNamespace] = ()) -> str:
    """Return a module's own page: what it is for, its lessons and sessions, what is made of it."""
    module = filled.module
    page = PurePosixPath(module.slug, "index.md")
    return desk.fill(
        "module.md",
        products=products,
        title=desk.words(module.title),
        summary=desk.words(module.summary),
        audience=[desk.our_label(f"audience.{group}") for group in module.audience],
        objectives=desk.words(module.objectives),
        checked=date_words(module.facts_checked, desk.language),
        minutes=sum(lesson.minutes for lesson in filled.lessons),
        lessons=[
            SimpleNamespace(
                title=desk.marked(lesson.title, lesson.language),
                summary=desk.marked(lesson.summary, lesson.language),
                minutes=lesson.minutes,
                link=Markup(relative(lesson.path, page)),
            )
            for lesson in filled.lessons
        ],
        sessions=[
            SimpleNamespace(
                title=desk.words(session.title),
                summary=desk.words(session.summary),
                minutes=session.minutes,
                link=Markup(relative(session.folder / "index.md", page)),
            )
            for session in module.sessions
        ],
    )


def front_head(
    title: list[str], text: Node, source: str, code: Language, desk: Desk
) -> tuple[list[str], Node]:
    """Return the head of an edition's first page, and what is left of its text.

    It holds the text's first paragraph, and leads to the first lesson there is.
    """
    lines = ['<div class="sl-head sl-head--deep sl-head--front" markdown="1">', "", *title]
    first, rest = text.children[:1], text.children[1:]
    if first and first[0].kind == "paragraph":
        lead = desk.written(text.having(*first), source, FRONT)
        lines, text = [*lines, desk.part(lead, code), ""], text.having(*rest)
    begin = next((card for card in desk.names["modules"] if card.begin), None)
    if begin:
        says = f"{desk.said('module.begin')}: {begin.first}"
        lines += [f"[{says}]({begin.begin}){{: .sl-button }}", ""]
    return [*lines, "</div>", ""], text


def vocabulary_page(modules: Sequence[FilledModule], desk: Desk) -> str:
    """Return the shared vocabulary: every term of the edition's modules, in alphabetical order."""
    entries = []
    names = {
        slug: desk.words(term.term)
        for filled in modules
        for slug, term in filled.module.terms.items()
    }
    for filled in modules:
        for slug, term in filled.module.terms.items():
            code = pick(desk.language, term.term)
            others = [other for other in LANGUAGES if other != desk.language]
            entries.append(
                SimpleNamespace(
                    slug=slug,
                    name=term.term[code],
                    code=code,
                    is_borrowed=code != desk.language,
                    definition=desk.words(term.definition),
                    others=[
                        SimpleNamespace(
                            language=name_of(desk.language, other),
                            term=desk.marked(term.term[other], other),
                        )
                        for other in others
                        if other in term.term
                    ],
                    see=[
                        SimpleNamespace(term=names[near], link=Markup(f"#{near}"))
                        for near in term.see
                        if near in names
                    ],
                    module=desk.words(filled.module.title),
                )
            )
    entries.sort(key=lambda entry: sort_key(entry.name, desk.language))
    letters = [
        SimpleNamespace(letter=letter, place=letter_place(letter), entries=list(inside))
        for letter, inside in groupby(entries, key=lambda entry: str(entry.name)[0].upper())
    ]
    return desk.fill("vocabulary.md", letters=letters, count=len(entries))


def mine_page(modules: Sequence[FilledModule], desk: Desk, pages: Sequence[PurePosixPath]) -> str:
    """Return the page for what a reader keeps: all lessons, and room for notes and a plan."""
    parts = [
        SimpleNamespace(
            slug=each.module.slug,
            title=desk.words(each.module.title),
            link=Markup(relative(PurePosixPath(each.module.slug, "index.md"), MINE)),
            lessons=[
                SimpleNamespace(
                    name=lesson.path.with_suffix("").as_posix(),
                    title=desk.marked(lesson.title, lesson.language),
                    link=Markup(relative(lesson.path, MINE)),
                    minutes=lesson.minutes,
                    moved=" ".join(lesson.moved),
                )
                for lesson in each.lessons
            ],
        )
        for each in modules
    ]
    return desk.fill("mine.md", parts=parts, privacy=PRIVACY if PRIVACY in pages else "")


def municipalities_page(desk: Desk) -> str:
    """Return the list of a network's municipalities."""
    return desk.fill("municipalities.md")
