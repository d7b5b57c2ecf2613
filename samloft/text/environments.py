"""What fills in texts: Jinja for our own page templates, and a sandbox of it for everybody's."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.exceptions import SecurityError
from jinja2.ext import Extension
from jinja2.filters import FILTERS
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from samloft.slots.traced import behind, looking, seen_through
from samloft.text.escape import UnknownValueError, escape, escape_anywhere
from samloft.text.keeping import MAY_KEEP
from samloft.text.limits import EACH, SIZED, Budget, bounded, check_format
from samloft.text.put_in import PUT_IN, put_in, with_places
from samloft.text.tag_lines import TagLines, with_one_line_ifs

SHARED = "shared"
"""The name an overlay extends: the shared page at its own place."""
ATTRIBUTES = re.compile(r"""\{#[^\W\d_][\w:.-]*(?:[ \t]+[.\w][\w="'%.-]*)*\}""")
"""An attribute list, as in `## Kontakt {#kontakt}`; a comment of Jinja's begins with a space."""

_REMOVED_FILTERS = (
    *("safe", "escape", "e", "forceescape", "xmlattr", "urlize", "tojson", "pprint"),
    "random",
)


class UnknownNameError(jinja2.UndefinedError):
    """A text uses a name that does not exist here, or not in what it was looked for in."""

    def __init__(self, name: str, known: list[str], within: object = None) -> None:
        super().__init__(name)
        self.name, self.known, self.within = name, known, within


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


def _formatted(text: str, *values: Any, **named: Any) -> str:
    check_format(text)
    return FILTERS["format"](text, *values, **named)  # type: ignore[no-any-return]


class Texts(jinja2.Environment):
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


class Ours(Texts):
    """For our own page templates, which are code: only the values they print are escaped."""

    def __init__(self) -> None:
        super().__init__(trims=True)
        self.filters |= {name: looking(each) for name, each in self.filters.items()}
        self.tests |= {name: looking(each) for name, each in self.tests.items()}


class Authors(Texts, ImmutableSandboxedEnvironment):
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
        shown = escape_anywhere(value)
        self.budget.take(len(shown))
        return shown

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = with_one_line_ifs(super()._parse(source, name, filename), source)
        # Whether something is a text to be printed, or a value to be escaped, is not theirs to say.
        for each in tree.find_all(nodes.ScopedEvalContextModifier):
            message = "Encountered unknown tag 'autoescape'."
            raise jinja2.TemplateSyntaxError(message, each.lineno, name, filename)
        return self.budget.bound(with_places(tree, source))

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Judge a traced value as what is behind it: a list in it may not be changed either."""
        return super().is_safe_attribute(behind(obj), attr, value)

    def call(__self, __context: Any, __obj: Any, *args: Any, **named: Any) -> Any:  # noqa: N805
        """Call something, within the budget. Raises TooMuchError."""
        __self.budget.called(__obj, [*map(seen_through, args), *seen_through(named).values()])
        return __self.budget.resulted(super().call(__context, __obj, *args, **named))

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Reckon, within the budget. Raises TooMuchError."""
        self.budget.operated(operator, seen_through(left), seen_through(right))
        return super().call_binop(context, operator, left, right)

    def wrap_str_format(self, value: Any) -> Any:
        """Return a method of a text that formats, where its widths are within bounds."""
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
        """Take in a text, new or changed; what it may keep counts by the longest of them."""
        super().put(name, text)
        if MAY_KEEP.search(text):
            self.budget.longest = max(self.budget.longest, len(text))

    def join_path(self, template: str, parent: str) -> str:
        """Return which text an overlay extends: only `shared` is known."""
        if template == SHARED and parent in self.parents:
            return self.parents[parent]
        raise jinja2.TemplateNotFound(template)


def authors_texts(extension: type[Extension]) -> Texts:
    """Return what fills in everybody's texts, with an extension of Jinja's."""
    environment = Authors()
    environment.add_extension(extension)
    return environment
