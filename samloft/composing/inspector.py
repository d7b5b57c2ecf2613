"""Look through the texts of editions, also of a course that cannot be composed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import astuple
from functools import partial
from itertools import chain
from pathlib import PurePosixPath

from samloft.composing import pages
from samloft.composing.composer import Composer
from samloft.composing.link_problems import link_problems
from samloft.composing.module_pages import Made
from samloft.composing.navigation import edition_places
from samloft.composing.overlay import base_of, page_paths, pages_at
from samloft.composing.page_kit import Desk, FilledModule
from samloft.composing.shared_work import Looking, Plain
from samloft.composing.texts import FilledText
from samloft.composing.values_for_marks import leading_astray
from samloft.composing.variants import slots_of
from samloft.course.model import Edition
from samloft.languages import Language
from samloft.problems import Problem

Look = Callable[[FilledText, Edition], Iterable[Problem]]
"""Yields what else is wrong in a text of an edition, as it is filled in."""


class Inspector:
    """Says what is wrong in the texts of one course's editions."""

    def __init__(self, composer: Composer, *looks: Look) -> None:
        """Take who composes the editions, and what else to look for in each of their texts."""
        self._composer, self._looks = composer, looks
        self._explained: set[str] = set()
        """What is wrong in some editions, so far as it has been said of one of them."""

    def look_through(self, edition: Edition, language: Language) -> list[Problem]:
        """Return what is wrong in an edition's texts, said with its own values.

        Of a municipality's edition only what no edition before it has: there are hundreds.
        """
        own, causes = self._composer.own(edition, language), set[str]()
        marked = Looking(edition, own, language, self._composer.lookups)
        problems: list[Problem] = []
        look = partial(self._look_through, marked, language)
        try:
            texts = marked.once("all", look, problems)
        except (ValueError, OSError) as error:  # a picture that cannot be read has its own check
            causes.add(f"{language} {error!r}")
        else:
            by_mark = {slot.mark: slot for slot in slots_of(edition, own).values()}
            causes |= set(chain.from_iterable(leading_astray(text, by_mark) for text in texts))
            causes |= {str(astuple(each)) for each in problems}
        if not causes or (edition.municipality and causes <= self._explained):
            return []
        self._explained |= causes
        found: list[Problem] = []
        self._look_through(Plain(edition, own), language, found)
        return found

    def _look_through(self, how: Plain, language: Language, problems: list[Problem]) -> list[str]:
        """Note what is wrong in an edition's texts; return what its pages say."""
        composer, network = self._composer, how.edition.network
        wrong: list[Problem] = []
        desk, modules = composer.filling.filled_modules(how.edition, language, how, wrong)
        paths = page_paths(network, composer.course)
        laid = [composer.filling.laid_page(path, how.edition, language) for path in paths]
        texts = [(each.path, composer.texts.fill(each, desk.names, wrong)) for each in laid]
        made: Sequence[Made]
        if wrong:
            sound = self._that_can_be_made(how, modules, dict(texts), desk)
            empty = (Made(path, "", "") for path in edition_places(modules, paths))
            made = list({each.path: each for each in (*empty, *sound)}.values())
        else:
            made = list(composer.written(how.edition, modules, desk, how, wrong))
        wrong += link_problems(
            composer.course, network, language, modules, made, texts, composer.texts.links_in
        )
        filled = [lesson.text for module in modules for lesson in module.lessons]
        for text in (*filled, *(text for _, text in texts)):
            if text.can_be_read:
                wrong += chain.from_iterable(look(text, how.edition) for look in self._looks)
        problems += wrong
        return [each.text for each in made]

    def _that_can_be_made(
        self,
        how: Plain,
        modules: Sequence[FilledModule],
        texts: dict[PurePosixPath, FilledText],
        desk: Desk,
    ) -> Iterator[Made]:
        """Yield the pages of texts that could be filled in: links may lead to places on them."""
        for module in modules:
            for lesson in module.lessons:
                if lesson.text.can_be_read:
                    yield Made(lesson.path, "", pages.lesson_page(lesson, module, desk))
        filling, network = self._composer.filling, how.edition.network
        for path, text in texts.items():
            if text.can_be_read:
                laid = filling.laid_page(path, how.edition, desk.language)
                base = base_of(laid, filling.shared(path), pages_at(network, path))
                yield filling.page(laid, desk, base, how, [])
