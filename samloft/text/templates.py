"""Fill in values, conditions and blocks in Markdown, in Jinja's sandbox, with strict names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import jinja2
from jinja2.exceptions import SecurityError

from samloft.problems import Problem, problem
from samloft.slots.traced import seen_through
from samloft.suggest import nearest
from samloft.text.compiled import CompiledTemplates
from samloft.text.environments import Authors, Ours, UnknownNameError
from samloft.text.escape import UnknownValueError
from samloft.text.keeping import MAY_KEEP, keeps_printed
from samloft.text.limits import UNITS, TooMuchError
from samloft.text.template_errors import (
    deepest_line,
    expression,
    first_with,
    line_in,
    line_with,
    line_with_any_case,
    misspelt,
    place_of,
    unclosed,
)
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
        try:
            with watched():
                filled = environment.get_template(name).render(values)
            half = HALF.search(filled)
            if half is None:
                return filled
            written = ascii(half[0])[1:-1]
            where, line = first_with(partial(line_with_any_case, written), source, text, extends)
            problems.append(problem(where, "letters-are-whole", line=line, value=written))
        except SyntaxError:  # Python's own: it takes twenty blocks inside one another
            where, line = first_with(deepest_line, source, text, extends)
            problems.append(problem(where, "template-is-flat", line=line))
        except jinja2.TemplateSyntaxError as error:
            file = error.filename or name
            opened, reason = unclosed(environment.texts.get(file, text), error)
            where = file.split("#")[0]
            named = misspelt(error.message or "")
            if named:
                rule, values = named
                problems.append(Problem(path=where, line=error.lineno, rule=rule, values=values))
            else:
                problems.append(problem(where, "template-is-readable", line=opened, reason=reason))
        except jinja2.TemplateNotFound as error:
            line = line_in(error, name) or line_with(text, str(error.name))
            name = str(error.name)
            problems.append(problem(source, "overlay-extends-shared", line=line, name=name))
        except UnknownNameError as error:
            where, line = place_of(error, environment.texts, source)
            is_own = error.within is values.get("values", error)
            known = error.known if is_own else error.known or sorted(values)
            said = {"name": error.name, "nearest": nearest(error.name, known)}
            other = Problem(path=where, line=line, rule="name-exists", values=said)
            own = Problem(path=where, line=line, rule="value-exists", values=said)
            problems.append(own if is_own else other)
        except UnknownValueError as error:
            where, line = place_of(error, environment.texts, source)
            written = expression(environment.texts, name, where, line, values)
            problems.append(problem(where, "value-is-there", line=line, name=written))
        except TooMuchError as error:
            where, line = place_of(error, environment.texts, source)
            problems.append(problem(where, "template-is-bounded", line=line))
        except SecurityError as error:
            where, line = place_of(error, environment.texts, source)
            problems.append(problem(where, "template-is-safe", line=line, reason=str(error)))
        except (
            TypeError,
            ValueError,
            ArithmeticError,
            LookupError,
            AttributeError,
            AssertionError,  # some filters ask so for what they need
            RuntimeError,
            jinja2.TemplateRuntimeError,
        ) as error:
            where, line = place_of(error, environment.texts, source)
            # Where the stack runs out varies, and with it the error's own words.
            reason = "RecursionError" if isinstance(error, RecursionError) else str(error)
            named = misspelt(reason)
            if named:
                rule, values = named
                problems.append(Problem(path=where, line=line, rule=rule, values=values))
            else:
                problems.append(problem(where, "template-works", line=line, reason=reason))
        return text


def extends_shared(text: str) -> bool:
    """Tell whether an overlay replaces blocks in the shared page rather than the whole page."""
    return re.match(r"\s*\{%-?\s*extends\b", text) is not None
