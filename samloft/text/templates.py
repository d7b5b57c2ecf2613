"""Fill in values, conditions and blocks in Markdown, in Jinja's sandbox, with strict names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import jinja2

from samloft.problems import Problem
from samloft.slots.traced import seen_through
from samloft.text.compiled import CompiledTemplates
from samloft.text.environments import Authors, Ours
from samloft.text.keeping import MAY_KEEP, keeps_printed
from samloft.text.limits import UNITS
from samloft.text.template_errors import STOPS, Tried, half_a_letter, what_stopped
from samloft.text.watch import watched

HALF = re.compile(r"[\ud800-\udfff]")
"""Half of a letter that UTF-16 writes in two, which nothing else can write."""
SUPER = re.compile(r"\{\{-?\s*super\(\)\s*-?\}\}")
"""Where a block takes over what the shared page has in it."""


class Templates:
    """Texts compiled once and filled in for many editions."""

    def __init__(self, code: Path | None = None) -> None:
        """Start with no texts; `code` is a folder where what this engine compiled is kept."""
        self._authors, self._ours = Authors(), Ours()
        if code is not None:
            for name, environment in (("authors", self._authors), ("ours", self._ours)):
                environment.bytecode_cache = CompiledTemplates(code, f"{name}-")
        self._kept: dict[str, bool] = {}

    def offer(self, name: str, text: str) -> None:
        """Let our own page templates include a text."""
        self._ours.texts[name] = text

    def _captures(self, text: str) -> bool:
        """Tell whether a text has to be given the values themselves, not their marks."""
        if text not in self._kept:
            self._kept[text] = False
            if not MAY_KEEP.search(text):
                return False
            try:
                self._kept[text] = keeps_printed(self._authors.parse(text))
            except (jinja2.TemplateSyntaxError, RecursionError):
                return False  # it will be reported when it is filled in
        return self._kept[text]

    def values_for(self, texts: Iterable[str], values: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return what texts are filled in with: values, or what is behind them."""
        if any(map(self._captures, texts)):
            return {key: seen_through(value) for key, value in values.items()}
        return values

    def fill(
        self,
        source: str,
        text: str,
        values: Mapping[str, Any],
        problems: list[Problem],
        *,
        key: str | None = None,
        extends: Sequence[tuple[str, str]] = (),
        is_ours: bool = False,
    ) -> str:
        """Return a text with its values in place.

        Args:
            source: the file, for messages; line n of the text is its line n.
            text: Markdown with Jinja.
            values: what the text may use.
            problems: gets what is wrong; the text is then returned as it was.
            key: tells two texts of one file apart.
            extends: key and text of each page beneath this one, the lowest first: one may
                extend the one before it.
            is_ours: True for a page template of the engine.
        """
        name = key or source
        environment = self._ours if is_ours else self._authors
        if environment.texts.get(name) != text:
            environment.put(name, text)
        for (parent, parent_text), (child, _) in pairwise([*extends, (name, text)]):
            if environment.texts.get(parent) != parent_text:
                environment.put(parent, parent_text)
            environment.parents[child] = parent
        values = self.values_for([text, *(beneath for _, beneath in extends)], values)
        self._authors.budget.left = UNITS
        tried = Tried(source, name, text, extends, environment.texts, values)
        try:
            with watched():
                filled = environment.get_template(name).render(values)
            half = HALF.search(filled)
            if half is None:
                return filled
            problems.append(half_a_letter(half[0], tried))
        except STOPS as error:
            problems.append(what_stopped(error, tried))
        return text


def extends_shared(text: str) -> bool:
    """Tell whether an overlay replaces blocks in the shared page rather than the whole page."""
    return re.match(r"\s*\{%-?\s*extends\b", text) is not None
