"""One value of an edition as it is printed, the mark that holds its place, and where it fits."""

from __future__ import annotations

import enum
import functools
import re
from dataclasses import dataclass

PREFIX = "Qslot"
"""How every mark begins; no text of a course may hold it, in any case."""
MARK = re.compile(rf"{PREFIX}([a-z]+)Q")
ANY_MARK = re.compile(PREFIX, re.IGNORECASE)
_WEB = re.compile(r"(https://|mailto:)([^/].*?)(/?)", re.DOTALL)
_PLAIN = re.compile(r"[^\W_]+(?:(?: – | [.,] |[.,] |[ .,’–-])[^\W_]+)*")
"""Words with one space, full stop, comma or dash between them: no engine, browser or feed has to
escape any of it, and Markdown sees no sign in it."""
_SIMPLE = re.compile(r"[A-Za-z0-9]+(?:[./@-][A-Za-z0-9]+)*")
"""What can stand in an address or an attribute too."""


WAYS = "way."
"""How the paths of ways out of a site begin."""
_WAY = re.compile(r"(?:\.\./)*(?:[a-z]+/)*(?:[a-z]+\.html)?")


class Place(enum.Enum):
    """Where a mark stands on a page."""

    TEXT = enum.auto()
    LINE_START = enum.auto()
    """First on a line of Markdown, where digits could begin a list."""
    ADDRESS = enum.auto()
    """In a whole web address, or an attribute that is not for reading."""
    WAY = enum.auto()
    """In a relative address behind nothing but dots, where a way out of a site may go on."""
    NOWHERE = enum.auto()
    """Where the engine reads the value: a heading's id, a link between pages."""


@dataclass(frozen=True)
class Slot:
    """One value of an edition as it is printed: perhaps some fixed text around what varies."""

    mark: str
    before: str
    value: str
    after: str

    @property
    def shape(self) -> tuple[str, str]:
        """What has to be the same for editions to share a text."""
        return (self.before, self.after)

    @property
    def printed(self) -> str:
        """The mark in place."""
        return f"{self.before}{self.mark}{self.after}"

    @property
    def whole(self) -> str:
        """The value as the edition has it."""
        return f"{self.before}{self.value}{self.after}"

    @classmethod
    def of_way(cls, path: str, way: str) -> Slot:
        """Return the slot of a way out of a site: `way.front` and `../index.html`, say."""
        return cls(mark=_mark_of(path), before="", value=way, after="")

    def fits(self, place: Place) -> bool:
        """Tell whether the value can stand in such a place just as it is."""
        if is_way(self.mark):
            return place is Place.WAY and _WAY.fullmatch(self.value) is not None
        if place in (Place.WAY, Place.NOWHERE) or (
            place is Place.LINE_START and self.value[0].isdigit()
        ):
            return False
        if place is not Place.ADDRESS and _PLAIN.fullmatch(self.value):
            return True
        if "@" in self.value and self.before != "mailto:":
            return False  # `https://bank.no@evil.no` leads elsewhere than it seems
        return _SIMPLE.fullmatch(self.value) is not None


def slot_of(path: str, value: str) -> Slot:
    """Return the slot of a value: `network.url` and `https://example.no/`, say."""
    web = _WEB.fullmatch(value)
    before, inner, after = web.groups() if web else ("", value, "")
    return Slot(mark=_mark_of(path), before=before, value=inner, after=after)


def marks_in(text: str) -> set[str]:
    """Return the marks that a text holds."""
    return {match[0] for match in MARK.finditer(text)}


@functools.cache
def _mark_of(path: str) -> str:
    return f"{PREFIX}{_letters_of(path)}Q"


def _letters_of(path: str) -> str:
    return "".join(chr(ord("a") + n) for sign in path.encode() for n in divmod(sign, 16))


_WAY_MARK = f"{PREFIX}{_letters_of(WAYS)}"


def is_way(mark: str) -> bool:
    """Tell whether a mark stands for a way out of a site."""
    return mark.startswith(_WAY_MARK)
