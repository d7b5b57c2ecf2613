"""Every text has the languages of the networks, and none made from another has fallen behind it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from samloft.checks.kind import Kind
from samloft.checks.texts import LineOf, every_text
from samloft.course.bases import (
    TRANSLATIONS,
    digest_of,
    every_page,
    find_adaptations,
    find_translations,
    read_bases,
)
from samloft.course.editions import languages_of
from samloft.course.model import Course, Network
from samloft.course.reader import Reader, read_lf
from samloft.course.words_in_yaml import (
    base_words,
    files_with_words,
    read_words,
    words_in,
)
from samloft.languages import BASE, Language
from samloft.problems import Problem
from samloft.text.blocks import for_participants
from samloft.text.heading_ids import first_unpaired
from samloft.text.links import edition_of
from samloft.text.normal import normal

KIND = Kind.SHOULD


def _unpaired(body: str, base: str) -> int | None:
    return first_unpaired(for_participants(body), for_participants(base))


def find(course: Course, networks: Sequence[Network], line_of: LineOf) -> Iterator[Problem]:
    """Yield a warning for each missing form, each text that is behind, and each draft."""
    reader = Reader(course.root)
    wanted = languages_of(networks)
    for forms in every_page(course):
        for language in wanted:
            if language not in forms:
                there = next(iter(forms.values()))
                yield _warning(there.source, "text-has-every-form", language=language)
        base = forms.get(BASE)
        for writing in forms.values():
            line = _unpaired(writing.body, base.body) if base else None
            if base and line is not None:
                unpaired = _warning(writing.source, "headings-pair-up", base=base.source)
                yield replace(unpaired, line=line)
    for text in every_text(course, networks):
        if text.head and text.head.proofread_by == "draft":
            yield _warning(text.source, "translation-is-proofread")
    bases = read_bases(reader, TRANSLATIONS)
    for derived in find_translations(course):
        known = bases.get(derived.source)
        if known is None or known.base != derived.base:
            yield _warning(
                derived.source, "translation-has-base", base=derived.base, lock=TRANSLATIONS
            )
        elif known.digest != digest_of(course.root / derived.base):
            yield _warning(derived.source, "translation-is-current", base=derived.base)
    yield from _in_yaml(course, wanted)
    for network in networks:
        for derived in find_adaptations(course, network):
            known = read_bases(reader, derived.lock).get(derived.key)
            about = {"base": derived.base, "network": edition_of(derived.source)}
            if known is None or known.base != derived.base:
                # A page that replaces another would fall behind unseen; see adaptations.
                if derived.blocks is not None:
                    yield _warning(derived.source, "adaptation-has-base", **about)
            elif known.digest != digest_of(course.root / derived.base):
                yield _warning(derived.source, "adaptation-is-current", **about)


def _in_yaml(course: Course, wanted: Sequence[Language]) -> Iterator[Problem]:
    """Yield what is to be said of the titles, lists and notes in YAML files, a file at a time."""
    reader = Reader(course.root)
    known = read_words(reader)
    with course.cache.once_each("words-in-forms") as once:
        texts = {
            path: once(normal(read_lf(path)), _forms_in) for path in files_with_words(course.root)
        }
    for path, (base, every) in texts.items():
        name = reader.name(path)
        languages = {language for _, forms in every for language in forms}
        for language in sorted({*wanted, *languages} - {BASE}):
            lacking = [line for line, forms in every if not all(forms.get(language, ("",)))]
            about = {"language": language, "count": str(len(lacking))}
            if lacking and language in wanted:
                yield replace(_warning(name, "words-have-every-form", **about), line=lacking[0])
            noted = known.get(f"{name}@{language}")
            if noted and noted.words != base:
                yield _warning(name, "words-are-current", **about)
            elif noted and noted.draft:
                yield _warning(name, "words-are-proofread", **about)


def _forms_in(text: str) -> tuple[str, list[tuple[int, Mapping[Language, tuple[str, ...]]]]]:
    """Return the name of a file's bokmål, and the line and the forms of each of its texts."""
    return base_words(text), [(words.line, words.forms) for words in words_in(text)]


def _warning(path: str, rule: str, **values: str) -> Problem:
    values["file"] = path
    return Problem(path=path, line=None, rule=rule, values=values, is_warning=True)
