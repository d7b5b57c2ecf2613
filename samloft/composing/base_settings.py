"""Read the mkdocs.yml that every edition starts from, with its lines for messages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from samloft.course.misfits import unreadable
from samloft.course.reader import Reader, Reading
from samloft.defaults import SETTINGS, settings_of
from samloft.problems import CourseError, Problem, problem

AT_THE_ROOT = ("site_name", "hooks")
"""What only MkDocs reads, when somebody runs it where the course lies."""
MADE = frozenset(
    {"INHERIT", "config_file_path", "docs_dir", "nav", "not_in_nav", "site_description"}
    | {"site_dir", "site_url", "strict", "use_directory_urls"}
)
"""What the engine says itself, for each edition."""
SCHEMES = ("default", "slate")
"""Which the button between light and dark has words for."""


def read_base(root: Path) -> dict[str, Any]:
    """Return the mkdocs.yml every edition starts from. Raises CourseError when it is broken."""
    base, _ = read_with_lines(root)
    return base


def read_with_lines(root: Path) -> tuple[dict[str, Any], Reading]:
    """Return the mkdocs.yml every edition starts from, and where its keys stand.

    Raises CourseError when it is broken.
    """
    path = settings_of(root)
    reader = Reader(path.parent)
    text = reader.text(path)
    reading = None if text is None else reader.parse(path, text)
    if text is None or reading is None:
        raise CourseError(reader.problems)
    try:
        base = _loaded(text)
    except yaml.YAMLError as error:
        line, rule, values = unreadable(text, error)
        raise CourseError([Problem(path=SETTINGS, line=line, rule=rule, values=values)]) from error
    wrong = list(_wrong(base, reading))
    if wrong:
        raise CourseError(wrong)
    return {key: value for key, value in base.items() if key not in AT_THE_ROOT}, reading


def _loaded(text: str) -> Any:
    """Return YAML as MkDocs reads it. Raises YAMLError, with the words of the slower reader."""
    try:
        return yaml.load(text, Loader=_Quick)
    except yaml.YAMLError:
        return yaml.load(text, Loader=_Slow)


def _without_days(loader: Any) -> Any:
    """Return a loader that reads what looks like a day as text.

    No setting is one, and some days there are not.
    """
    resolvers = {
        sign: [each for each in every if each[0] != "tag:yaml.org,2002:timestamp"]
        for sign, every in loader.yaml_implicit_resolvers.items()
    }
    return type(loader.__name__, (loader,), {"yaml_implicit_resolvers": resolvers})


_Slow = _without_days(yaml.SafeLoader)
_Quick = _without_days(getattr(yaml, "CSafeLoader", yaml.SafeLoader))
"""LibYAML is ten times as fast, and there in every wheel."""


def _wrong(base: Any, reading: Reading) -> Iterator[Problem]:
    """Yield what of the settings has another form than the engine builds on."""
    for way, (form, is_formed) in _FORMS.items():
        if not is_formed(_at(base, way)):
            value = f"{way}: {form}" if way else form
            yield problem(
                SETTINGS, "site-is-set-up", line=reading.line(tuple(way.split("."))), value=value
            )
    for key in base if isinstance(base, dict) else ():
        if key in MADE:
            yield problem(SETTINGS, "setting-is-left-out", line=reading.line((key,)), name=key)


def _at(base: Any, way: str) -> Any:
    value = base
    for name in way.split(".") if way else ():
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _is_named(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(key, str) for key in value)


def _list_of(is_one: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, list) and all(map(is_one, value))


def _or_nothing(is_formed: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: value is None or is_formed(value)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value)


def _is_scheme(value: Any) -> bool:
    toggle = value.get("toggle", {}) if isinstance(value, dict) else None
    return _is_named(toggle) and value.get("scheme") in SCHEMES


def _is_extension(value: Any) -> bool:
    is_set = (
        _is_named(value) and len(value) == 1 and all(map(_or_nothing(_is_named), value.values()))
    )
    return _is_text(value) or is_set


def _is_script(value: Any) -> bool:
    return _is_text(value) or (_is_named(value) and _is_text(value.get("path")))


_FORMS: Mapping[str, tuple[str, Callable[[Any], bool]]] = {
    "": ("{theme: …}", _is_named),
    "theme": ("{name: …}", _is_named),
    "theme.name": ("…", _is_text),
    "theme.palette": (f"[{{scheme: {'/'.join(SCHEMES)}}}]", _list_of(_is_scheme)),
    "markdown_extensions": ("[…]", _list_of(_is_extension)),
    "plugins": ("[…]", _or_nothing(_list_of(_is_extension))),
    "extra": ("{…}", _or_nothing(_is_named)),
    "extra_css": ("[…]", _or_nothing(_list_of(_is_text))),
    "extra_javascript": ("[…]", _or_nothing(_list_of(_is_script))),
}
"""What the engine adds to, and the form it has to have."""
