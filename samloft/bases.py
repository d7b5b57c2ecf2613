"""Remember which text each derived text follows: a translation its bokmål, a local text the shared.

A text is known by the name Git gives its content, so its history can be asked for it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from samloft.forms import BaseForm
from samloft.languages import Language
from samloft.model import Course, Network, Writing, pick
from samloft.sources import Reader
from samloft.templates import block_names, extends_shared

TRANSLATIONS = "modules/translations.lock"
ADAPTATIONS = "networks/{network}/adaptations.lock"
_HEAD = """\
# Which text each of these follows, and how that text was when they last agreed.
# Made by: python3 build.py {command}
"""


@dataclass(frozen=True, kw_only=True)
class Derived:
    """A text made from another."""

    source: str
    base: str
    lock: str
    """The file that remembers it."""
    blocks: tuple[str, ...] | None = None
    """The blocks it replaces; None for a whole text."""

    @property
    def is_translation(self) -> bool:
        """Tell whether it says the same in another language."""
        return self.lock == TRANSLATIONS


def every_page(course: Course) -> Iterator[Mapping[Language, Writing[Any]]]:
    """Yield the forms of every shared lesson and page."""
    for module in course.modules:
        for lesson in module.lessons:
            yield lesson.forms
    for page in course.pages:
        yield page.forms


def find_translations(course: Course) -> Iterator[Derived]:
    """Yield every translation in modules/ and docs/ that has a base, in path order."""
    for forms in every_page(course):
        base = forms.get("nb")
        for language, writing in sorted(forms.items()):
            if base and language != "nb":
                yield Derived(source=writing.source, base=base.source, lock=TRANSLATIONS)


def find_adaptations(course: Course, network: Network) -> Iterator[Derived]:
    """Yield every text of a network that lies over a shared one, in path order."""
    shared: dict[Any, Mapping[Language, Writing[Any]]] = {}
    shared |= {each.path: each.forms for module in course.modules for each in module.lessons}
    shared |= {each.path: each.forms for each in course.pages}
    local: dict[Any, Mapping[Language, Writing[Any]]] = {**network.lessons, **network.pages}
    for path, forms in sorted(local.items()):
        for language, writing in sorted(forms.items()):
            beneath = shared.get(path)
            if not beneath:
                continue
            is_part = extends_shared(writing.body)
            yield Derived(
                source=writing.source,
                base=beneath[pick(language, beneath)].source,
                lock=ADAPTATIONS.format(network=network.slug),
                blocks=tuple(block_names(writing.body)) if is_part else None,
            )


def find_derived(course: Course, networks: Iterable[Network]) -> Iterator[Derived]:
    """Yield every derived text there is."""
    yield from find_translations(course)
    for network in networks:
        yield from find_adaptations(course, network)


def digest_of(path: Path) -> str:
    """Return the name Git gives a text's content: the SHA-1 of a blob with LF line ends."""
    content = path.read_bytes().replace(b"\r\n", b"\n")
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


def read_bases(reader: Reader, lock: str) -> Mapping[str, BaseForm]:
    """Return what a lock remembers, by the derived text's file."""
    path = reader.root / lock
    if not path.is_file():
        return {}
    read = reader.yaml(path, dict[str, BaseForm])
    return read[0] if read else {}


def note_bases(reader: Reader, every: Iterable[Derived], noted: Iterable[Derived]) -> list[str]:
    """Remember that some texts follow their bases as they are now; return the locks written.

    Args:
        reader: of the course.
        every: all derived texts; what a lock remembers of files that are gone is forgotten.
        noted: those that agree with their base now.
    """
    there = {derived.source for derived in every}
    by_lock: dict[str, list[Derived]] = {}
    for derived in noted:
        by_lock.setdefault(derived.lock, []).append(derived)
    for lock, agreeing in sorted(by_lock.items()):
        # A text whose base is gone keeps what is known of it: that is where it came from.
        known = {
            name: form
            for name, form in read_bases(reader, lock).items()
            if name in there or (reader.root / name).exists()
        }
        for derived in agreeing:
            digest = digest_of(reader.root / derived.base)
            known[derived.source] = BaseForm(base=derived.base, digest=digest)
        command = "translated FILE …" if lock == TRANSLATIONS else "adapt NETWORK FILE"
        lines = [
            f"{source}: {{base: {form.base}, digest: {form.digest}}}\n"
            for source, form in sorted(known.items())
        ]
        text = _HEAD.format(command=command) + "".join(lines)
        (reader.root / lock).write_text(text, encoding="utf-8")
    return sorted(by_lock)
