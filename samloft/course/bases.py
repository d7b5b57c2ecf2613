"""Remember which text each derived text follows: a translation its bokmål, a local text the shared.

A text is known by the name Git gives its content, so its history can be asked for it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

from samloft.course.model import Course, Layer, Network, Writing, pick
from samloft.course.overlay_files import Beneath, Forms
from samloft.course.reader import Reader
from samloft.course.schema import BaseForm
from samloft.languages import BASE, Language
from samloft.text.templates import block_names, extends_shared

TRANSLATIONS = "modules/translations.lock"
ADAPTATIONS = "{folder}/adaptations.lock"
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
    """The blocks that follow the base; None for a whole text."""
    key: str
    """Under which the lock remembers it: the file, and what tells its two bases apart."""

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
        base = forms.get(BASE)
        for language, writing in sorted(forms.items()):
            if base and language != BASE:
                yield Derived(
                    source=writing.source,
                    base=base.source,
                    lock=TRANSLATIONS,
                    key=writing.source,
                )


def find_adaptations(course: Course, network: Network) -> Iterator[Derived]:
    """Yield every text of a network, and of its municipalities, that lies over another."""
    for seen in (network, *network.local.values()):
        *lower, layer = seen.layers
        beneath = Beneath(course=course, layers=tuple(lower))
        lessons: Iterable[tuple[list[Forms], Forms]] = (
            (beneath.lesson(path), forms) for path, forms in layer.lessons.items()
        )
        pages: Iterable[tuple[list[Forms], Forms]] = (
            (beneath.page(path), forms) for path, forms in layer.pages.items()
        )
        found = [
            derived
            for under, forms in (*lessons, *pages)
            for language, writing in forms.items()
            for derived in _bases_of(writing, under, language, layer)
        ]
        yield from sorted(found, key=lambda derived: derived.key)


def _bases_of(
    writing: Writing[Any], under: list[Forms], language: Language, layer: Layer
) -> Iterator[Derived]:
    """Yield what a text follows: each block the nearest text beneath that has it.

    A municipality's text over a network's blocks follows two: those blocks, and the shared text
    for all the rest.
    """
    blocks = tuple(block_names(writing.body)) if extends_shared(writing.body) else None
    left = blocks
    for text in (forms[pick(language, forms)] for forms in reversed(under)):
        derived = Derived(
            source=writing.source,
            base=text.source,
            lock=ADAPTATIONS.format(folder=layer.folder),
            blocks=left,
            key=writing.source,
        )
        if not extends_shared(text.body):
            if left != () or blocks == ():
                yield derived
            return
        there = block_names(text.body)
        found = tuple(name for name in left or block_names(writing.body) if name in there)
        if found:
            network = PurePosixPath(text.source).parts[1]
            yield replace(derived, blocks=found, key=f"{writing.source}@{network}")
        left = left and tuple(name for name in left if name not in found)


def find_derived(course: Course, networks: Iterable[Network]) -> Iterator[Derived]:
    """Yield every derived text there is."""
    yield from find_translations(course)
    for network in networks:
        yield from find_adaptations(course, network)


def file_of(key: str) -> str:
    """Return the file that a line of a lock is about."""
    return key.partition("@")[0]


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
    every = tuple(every)
    there, sources = {derived.key for derived in every}, {derived.source for derived in every}
    by_lock: dict[str, list[Derived]] = {}
    for derived in noted:
        by_lock.setdefault(derived.lock, []).append(derived)
    for lock, agreeing in sorted(by_lock.items()):
        # A text whose base is gone keeps what is known of it: that is where it came from.
        known = {
            name: form
            for name, form in read_bases(reader, lock).items()
            if name in there or (name not in sources and (reader.root / name).exists())
        }
        for derived in agreeing:
            digest = digest_of(reader.root / derived.base)
            known[derived.key] = BaseForm(base=derived.base, digest=digest)
        write_bases(reader, lock, known)
    return sorted(by_lock)


def write_bases(reader: Reader, lock: str, known: Mapping[str, BaseForm]) -> None:
    """Write what a lock remembers, in the order of the files."""
    command = "translated FILE …" if lock == TRANSLATIONS else "adapt EDITION FILE"
    lines = [
        f"{source}: {{base: {form.base}, digest: {form.digest}}}\n"
        for source, form in sorted(known.items())
    ]
    text = _HEAD.format(command=command) + "".join(lines)
    (reader.root / lock).write_text(text, encoding="utf-8")
