"""Fill in values, conditions and blocks in Markdown, in Jinja's sandbox, with strict names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache, partial
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.exceptions import SecurityError
from jinja2.ext import Extension
from jinja2.filters import FILTERS
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from samloft.problems import Problem, problem
from samloft.slots.traced import Traced, behind, looked_at, looking, printed, seen_through
from samloft.suggest import nearest
from samloft.text.compiled import CompiledTemplates
from samloft.text.keeping import MAY_KEEP, keeps_printed
from samloft.text.limits import EACH, SIZED, UNITS, Budget, TooMuchError, bounded, check_format
from samloft.text.put_in import PUT_IN, put_in, with_places
from samloft.text.tag_lines import TagLines, with_one_line_ifs
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
SHARED = "shared"
"""The name an overlay extends: the shared page at its own place."""
ATTRIBUTES = re.compile(r"""\{#[^\W\d_][\w:.-]*(?:[ \t]+[.\w][\w="'%.-]*)*\}""")
"""An attribute list, as in `## Kontakt {#kontakt}`; a comment of Jinja's begins with a space."""
SUPER = re.compile(r"\{\{-?\s*super\(\)\s*-?\}\}")
"""Where a block takes over what the shared page has in it."""

_SPECIAL = re.compile(r"([\\`*_\[\]{}|])")
_LAST_SIGN = re.compile(r"([#!])$")
"""A heading drops a last #, and a ! makes a picture of the link after it."""
_WITHOUT_BACKSLASH = re.compile(r"^[=:~?]|(?<=\]):|(?<!/)/(?=//)")
"""An underlined heading, definitions, a fence, a fold, and the place of the footnotes."""
_LIST_START = re.compile(r"^\d+(?=[.)](?: |$))|^(?=[-+#!])")
_REMOVED_FILTERS = (
    *("safe", "escape", "e", "forceescape", "xmlattr", "urlize", "tojson", "pprint"),
    "random",
)


class UnknownNameError(jinja2.UndefinedError):
    """A text uses a name that does not exist here, or not in what it was looked for in."""

    def __init__(self, name: str, known: list[str], within: object = None) -> None:
        super().__init__(name)
        self.name, self.known, self.within = name, known, within


class UnknownValueError(Exception):
    """A text prints an optional value that this edition does not have."""


class _StrictName(jinja2.StrictUndefined):
    __slots__ = ()

    def __init__(
        self, hint: Any = None, obj: Any = jinja2.utils.missing, name: Any = None, exc: Any = None
    ) -> None:
        known = sorted(vars(obj)) if isinstance(obj, SimpleNamespace) else []

        def mistake(message: str) -> Exception:
            if exc is SecurityError:
                return SecurityError(message)
            if obj is None:
                return UnknownValueError()
            return UnknownNameError(str(name), known, obj)

        super().__init__(hint, obj, name, mistake)  # type: ignore[arg-type]


def escape(value: object) -> Markup:
    """Return a value as Markdown that shows just these letters.

    HTML is escaped, Markdown's signs get a backslash, and a line break becomes a space, so a
    value can neither mark up the text around it nor start a block. Raises UnknownValueError for
    None.
    """
    if isinstance(value, Traced):
        value = printed(value) or looked_at(value)
    if isinstance(value, Markup):
        return value
    if value is None:
        raise UnknownValueError
    return _escaped(str(value))


@lru_cache(maxsize=16384)
def _escaped(text: str) -> Markup:
    text = re.sub(r"[ \t]*[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+[ \t]*", " ", text).strip()
    text = _SPECIAL.sub(r"\\\1", text)
    # Quotation marks too: a value may stand in an attribute.
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = text.replace('"', "&quot;")
    text = _LAST_SIGN.sub(r"\\\1", text)
    text = _LIST_START.sub(lambda match: f"{match[0]}\\", text)
    # Markdown has no backslash for these.
    text = _WITHOUT_BACKSLASH.sub(lambda match: f"&#{ord(match[0])};", text)
    return Markup(text)


def _formatted(text: str, *values: Any, **named: Any) -> str:
    check_format(text)
    return FILTERS["format"](text, *values, **named)  # type: ignore[no-any-return]


class _Texts(jinja2.Environment):
    """Finds texts, and `shared` for each overlay; prints values as Markdown."""

    def __init__(self, *, trims: bool) -> None:
        self.texts: dict[str, str] = {}
        self.parents: dict[str, str] = {}
        super().__init__(
            loader=jinja2.FunctionLoader(self._load),
            undefined=_StrictName,
            # With escaping on, a parent block or a macro comes as Markup and is left alone;
            # every other value goes through `escape` first.
            autoescape=True,
            finalize=self._shown,
            trim_blocks=trims,
            lstrip_blocks=trims,
            keep_trailing_newline=True,
            cache_size=-1,
        )

    def _shown(self, value: object) -> Markup:
        return escape(value)

    def put(self, name: str, text: str) -> None:
        """Take in a text, new or changed."""
        if name in self.texts and self.cache is not None:
            self.cache.clear()
        self.texts[name] = text

    def _load(self, name: str) -> tuple[str, str, Any] | None:
        text = self.texts.get(name)
        return None if text is None else (text, name, lambda: True)


class _Ours(_Texts):
    """For our own page templates, which are code: only the values they print are escaped."""

    def __init__(self) -> None:
        super().__init__(trims=True)
        self.filters |= {name: looking(each) for name, each in self.filters.items()}
        self.tests |= {name: looking(each) for name, each in self.tests.items()}


class _Authors(_Texts, ImmutableSandboxedEnvironment):
    """For everybody's texts: gives them nothing but values, and bounded work."""

    intercepted_binops = frozenset(["+", "*", "**", "%"])

    def __init__(self) -> None:
        self.budget = Budget()
        super().__init__(trims=False)  # TagLines knows which lines to leave out
        self.add_extension(TagLines)
        for name in _REMOVED_FILTERS:
            self.filters.pop(name, None)
        self.filters["format"] = _formatted
        self.filters |= {
            name: self.budget.filtered(looking(bounded(each)))
            for name, each in self.filters.items()
        }
        self.filters |= {EACH: self.budget.each, SIZED: self.budget.sized, PUT_IN: put_in}
        self.tests |= {name: looking(each) for name, each in self.tests.items()}
        for name in ("lipsum", "cycler", "joiner", "namespace"):
            self.globals.pop(name, None)

    def _shown(self, value: object) -> Markup:
        self.budget.resulted(value)
        shown = escape(value)
        self.budget.take(len(shown))
        return shown

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = with_one_line_ifs(super()._parse(source, name, filename), source)
        return self.budget.bound(with_places(tree, source))

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Judge a traced value as what is behind it: a list in it may not be changed either."""
        return super().is_safe_attribute(behind(obj), attr, value)

    def call(__self, __context: Any, __obj: Any, *args: Any, **named: Any) -> Any:  # noqa: N805
        __self.budget.called(__obj, [*map(seen_through, args), *seen_through(named).values()])
        return __self.budget.resulted(super().call(__context, __obj, *args, **named))

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        self.budget.operated(operator, seen_through(left), seen_through(right))
        return super().call_binop(context, operator, left, right)

    def wrap_str_format(self, value: Any) -> Any:
        wrapped = super().wrap_str_format(value)
        if wrapped is not None:
            check_format(value.__self__)
        return wrapped

    def _load(self, name: str) -> tuple[str, str, Any] | None:
        found = super()._load(name)
        if found is None or "{#" not in found[0]:
            return found
        return (ATTRIBUTES.sub(r"{%+ raw %}\g<0>{%+ endraw +%}", found[0]), *found[1:])

    def put(self, name: str, text: str) -> None:
        super().put(name, text)
        if MAY_KEEP.search(text):
            self.budget.longest = max(self.budget.longest, len(text))

    def join_path(self, template: str, parent: str) -> str:
        """Return which text an overlay extends: only `shared` is known."""
        if template == SHARED and parent in self.parents:
            return self.parents[parent]
        raise jinja2.TemplateNotFound(template)


def authors_texts(extension: type[Extension]) -> _Texts:
    """Return what fills in everybody's texts, with an extension of Jinja's."""
    environment = _Authors()
    environment.add_extension(extension)
    return environment


class Templates:
    """Texts compiled once and filled in for many editions."""

    def __init__(self, code: Path | None = None) -> None:
        """Start with no texts; `code` is a folder where what this engine compiled is kept."""
        self._authors, self._ours = _Authors(), _Ours()
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
            RecursionError,
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
