"""Make an edition's pages as plain Markdown: lessons, modules, the vocabulary, the places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from types import SimpleNamespace

from markupsafe import Markup

from samloft.addresses import VOCABULARY
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
from samloft.course.model import pick
from samloft.course.schema import SourceForm
from samloft.languages import LANGUAGES
from samloft.languages.words import date_words, sort_key, source_date_words
from samloft.text.activities import with_activities
from samloft.text.blocks import dressed
from samloft.text.heading_ids import with_ids
from samloft.text.links import find_citations, relative
from samloft.text.parse import parse
from samloft.text.templates import escape


def source_note(slug: str, source: SourceForm, desk: Desk) -> str:
    """Return a footnote for a source: who, what, of when, and when we read it."""
    title = escape(source.title)
    name = f"[{title}]({source.url})" if source.url else f"*{title}*"
    dated = source_date_words(source.date, desk.language) or desk.said("source.undated")
    read = desk.said("source.read", date=date_words(source.read, desk.language))
    return f"[^{slug}]: {escape(source.publisher)}: {name}. {dated}. {read}"


def lesson_page(filled: FilledLesson, module: FilledModule, desk: Desk) -> str:
    """Return a lesson as a page for participants."""
    number = [lesson.slug for lesson in module.lessons].index(filled.slug) + 1
    facts = desk.said(
        "lesson.facts" if filled.minutes else "lesson.facts_untimed",
        number=number,
        count=len(module.lessons),
        minutes=filled.minutes,
        date=date_words(module.module.facts_checked, desk.language),
    )
    text = parse(filled.body)
    if filled.base:
        title, base = filled.base
        text = with_ids(text, filled.title, parse(base), title)
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
    lines += sources_section(filled.body, module.module.sources, desk)
    lines += proposal_of(filled.source, desk)
    return "\n".join(lines)


def _steps(number: int, count: int) -> str:
    """Return a lesson's place in its module as a row of marks; the facts say the same in words."""
    mark = '<span class="sl-steps__step{}"></span>'
    marks = (
        mark.format(" sl-steps__step--here" if n == number else "") for n in range(1, count + 1)
    )
    return f'<p class="sl-steps" aria-hidden="true">{"".join(marks)}</p>'


def sources_section(text: str, sources: Mapping[str, SourceForm], desk: Desk) -> list[str]:
    """Return the list of sources a text cites; nothing when it cites none."""
    cited = list(find_citations(text))
    if not cited:
        return []
    lines = [f"## {desk.said('sources')} {{: #kilder }}", "", "///Footnotes Go Here///", ""]
    for slug in cited:
        if slug in sources:
            lines += [source_note(slug, sources[slug], desk), ""]
        else:  # of a draft: it cannot be released so
            lines += [f"[^{slug}]: {desk.said('source.missing', name=escape(slug))}", ""]
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
                    link=Markup(
                        relative(PurePosixPath(filled.module.slug, "index.md"), VOCABULARY)
                    ),
                )
            )
    entries.sort(key=lambda entry: sort_key(entry.name, desk.language))
    return desk.fill("vocabulary.md", entries=entries)


def municipalities_page(desk: Desk) -> str:
    """Return the list of a network's municipalities."""
    return desk.fill("municipalities.md")
