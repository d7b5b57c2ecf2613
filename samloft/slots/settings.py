"""An edition's settings as marks: what is only printed of them may differ, the rest is noted.

Our own code reads an edition through these (`edition.network.url`), as it would read the edition
itself. A field that a record gets tomorrow is traced from its first day: nobody registers it.
"""

from __future__ import annotations

import dataclasses
import functools
import inspect
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar, cast, get_type_hints

from samloft.slots.slot import Place, Slot, slot_of
from samloft.slots.traced import Lookups, Traced, behind, frame_of, is_there, looked_at

Record = TypeVar("Record")
Slots = Callable[[Any, str], Mapping[str, Slot]]
Facts = Callable[[Any, str], Mapping[str, Any]]


class Setting(Traced):
    """A text of a record, a list in it, or the record: as a text, it is its mark.

    Anything else that is done with it is noted, and does what it would do with the value itself.
    """

    __slots__ = ()

    def __getattr__(self, name: str) -> Any:
        inner = behind(self)
        if not dataclasses.is_dataclass(inner):
            return getattr(looked_at(self), name)
        path, lookups = _path_of(self), object.__getattribute__(self, "_lookups")
        if name in _fields_of(inner):
            return _setting(f"{path}.{name}", inner, name, lookups)
        # What a record works out, it works out from its own fields, seen through.
        member = inspect.getattr_static(inner, name)
        if isinstance(member, property) and member.fget:
            return member.fget(self)
        if inspect.isfunction(member):
            return functools.partial(member, self)
        return getattr(looked_at(self), name)

    def __str__(self) -> str:
        return _shown(self)

    def __format__(self, form: str) -> str:
        return format(_shown(self), form)

    def __add__(self, other: object) -> str:
        return f"{self}{other}"

    def __radd__(self, other: object) -> str:
        return f"{other}{self}"


def settings(record: Record, path: str, lookups: Lookups) -> Record:
    """Return a record seen through: read like the record, with marks for what is printed of it."""
    return cast(Record, Setting(path, record, lookups))


def in_print(value: Any) -> Any:
    """Return a value with every setting in it, at any depth, as it is printed."""
    if isinstance(value, Mapping):
        return {in_print(key): in_print(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(in_print(each) for each in value)
    if isinstance(value, Setting):
        return str(value) if isinstance(behind(value), str) else looked_at(value)
    return value


def setting_slots(record: object, path: str, inner: Slots | None = None) -> dict[str, Slot]:
    """Return the places where a record's texts may be printed, by their paths.

    Args:
        record: what holds them.
        path: its own.
        inner: returns those of a record in it, where somebody has them already.
    """
    found: dict[str, Slot] = {}
    for where, value, is_text in _values_in(record, path):
        if dataclasses.is_dataclass(value):
            found |= (inner or setting_slots)(value, where)
        elif is_text and value:
            found[where] = slot_of(where, value)
    return found


def setting_facts(record: object, path: str, inner: Facts | None = None) -> dict[str, Any]:
    """Return everything there is to look at in a record, by its path.

    Args:
        record: what there is to look at.
        path: its own.
        inner: returns that of a record in it, where somebody has it already.
    """
    found = {path: record, is_there(path): bool(record)}
    for where, value, is_text in _values_in(record, path):
        if dataclasses.is_dataclass(value):
            found |= (inner or setting_facts)(value, where)
            continue
        found[where], found[is_there(where)] = value, bool(value)
        if is_text and value:
            slot = slot_of(where, value)
            found[frame_of(where)] = slot.shape if _can_be_marked(slot) else None
    return found


def _setting(path: str, record: Any, name: str, lookups: Lookups) -> Any:
    value = getattr(record, name)
    if value is None:
        lookups.note(is_there(path), False)
        return None
    if dataclasses.is_dataclass(value):
        # `is None` cannot be noticed, so that there is something is noted at once.
        lookups.note(is_there(path), True)
        return Setting(path, value, lookups)
    if value and (isinstance(value, tuple) or _fields_of(record)[name]):
        return Setting(path, value, lookups)
    lookups.note(path, value)
    return value


def _shown(setting: Setting) -> str:
    """Return a text's mark, or the text itself where none can stand for it."""
    path, value = _path_of(setting), behind(setting)
    lookups = object.__getattribute__(setting, "_lookups")
    if not isinstance(value, str) or path in lookups.unmarked:
        return str(looked_at(setting))
    slot = slot_of(path, value)
    if not _can_be_marked(slot):
        return str(looked_at(setting))
    lookups.note(frame_of(path), slot.shape)
    return slot.printed


def _can_be_marked(slot: Slot) -> bool:
    return slot.fits(Place.ADDRESS if slot.before else Place.TEXT)


def _path_of(setting: Setting) -> str:
    path: str = object.__getattribute__(setting, "_path")
    return path


def _values_in(record: Any, path: str) -> Iterator[tuple[str, Any, bool]]:
    """Yield a record's fields: path, value, if it is a text."""
    for name, is_text in _fields_of(record).items():
        value = getattr(record, name)
        yield f"{path}.{name}", value, is_text and isinstance(value, str)


def _fields_of(record: object) -> dict[str, bool]:
    """Return a record's fields, and for each if it holds any text, not one of a few known ones."""
    kind: Any = type(record)
    return _fields_of_kind(kind)


@functools.cache
def _fields_of_kind(kind: Any) -> dict[str, bool]:
    types = get_type_hints(kind)
    return {each.name: types[each.name] in (str, str | None) for each in dataclasses.fields(kind)}
