"""Make once what editions have in common: an edition as itself, or with its values as marks."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from samloft.composing.own_words import MarkedOwn, Own
from samloft.composing.values import VARYING, template_names
from samloft.composing.variants import all_values_of, marked_edition
from samloft.course.model import Edition
from samloft.languages import Language
from samloft.problems import CourseError, Problem
from samloft.slots.traced import Lookups, traced

Work = TypeVar("Work")


class Plain:
    """An edition as itself."""

    def __init__(self, edition: Edition, own: Own) -> None:
        self.itself = edition
        """For what each edition gets of its own in any case: its files and its colours."""
        self.names = template_names(edition)
        self.edition = edition
        """For everything else."""
        self.own = own
        """What its pages say of it alone."""

    def once(
        self,
        part: object,
        make: Callable[[list[Problem]], Work],
        problems: list[Problem],
        of: str = "",
    ) -> Work:
        """Return what `make` makes; what is wrong goes into `problems`.

        Args:
            part: what is made.
            make: makes it.
            problems: what is wrong in it is added here.
            of: the digest of everything it is made of but the edition's values, where that is
                known.
        """
        return make(problems)


class Marked(Plain):
    """An edition with its values as marks; what others have in common is made once."""

    def __init__(self, edition: Edition, own: Own, language: Language, lookups: Lookups) -> None:
        super().__init__(edition, MarkedOwn(own, lookups))
        self._facts = all_values_of(edition, self.names, own)
        self._language, self._lookups = language, lookups
        self.names = {**self.names, **traced({n: self.names[n] for n in VARYING}, lookups)}
        self.edition = marked_edition(edition, lookups)

    def once(
        self,
        part: object,
        make: Callable[[list[Problem]], Work],
        problems: list[Problem],
        of: str = "",
    ) -> Work:
        """Return what `make` makes, the same for all editions whose values it sees as equal.

        Raises CourseError with what is wrong.
        """

        def make_or_raise() -> Work:
            found: list[Problem] = []
            made = make(found)
            if found:
                raise CourseError(found)
            return made

        return self._lookups.once((self._language, part), self._facts, make_or_raise, of)


class Looking(Marked):
    """An edition with its values as marks, to be looked through: what is wrong stops nothing."""

    def once(
        self,
        part: object,
        make: Callable[[list[Problem]], Work],
        problems: list[Problem],
        of: str = "",
    ) -> Work:
        """Return what `make` makes; what is wrong goes into `problems`, of each that shares it."""

        def make_and_tell() -> tuple[Work, list[Problem]]:
            found: list[Problem] = []
            return make(found), found

        key = (self._language, "looked through", part)
        made, found = self._lookups.once(key, self._facts, make_and_tell, of)
        problems += found
        return made
