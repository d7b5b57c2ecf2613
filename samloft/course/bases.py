"""Remember which text each derived text follows: a translation its bokmål, a local text the shared.

A text is known by the name Git gives its content, so its history can be asked for it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path, PurePosixPath
from typing import Any

from samloft.course.model import Course, Layer, Module, Network, Session, Writing, pick
from samloft.course.overlay_files import Beneath, Forms
from samloft.course.reader import Reader
from samloft.course.schema import BaseForm, ModuleForm, SessionForm
from samloft.disk import write_whole
from samloft.git import MARKS, is_kept, keep_text
from samloft.languages import BASE, Language
from samloft.text.links import edition_of
from samloft.text.template_blocks import block_names
from samloft.text.templates import extends_shared

TRANSLATIONS = "modules/translations.lock"
ADAPTATIONS = "{folder}/adaptations.lock"
_HEAD = """\
# Which text each of these follows, and how that text was when they last agreed.
# Made by Samløft's command: {command}
"""


@dataclass(frozen=True, kw_only=True)
class Derived:
    """A text made from another."""

    source: str
    base: str
    lock: str
    """The file that remembers it."""
    blocks: tuple[str, ...] | None = None
    """The blocks or fields that lie over the base; None for a whole text."""
    key: str
    """Under which the lock remembers it: the file, and what tells its two bases apart."""

    @property
    def is_fields(self) -> bool:
        """Tell whether it lays single fields of a YAML file over another."""
        return self.blocks is not None and self.source.endswith(".yml")

    @property
    def noting(self) -> str:
        """The command that notes that it agrees with its base now."""
        if self.is_translation:
            return f"translated {self.source}"
        return f"adapt {edition_of(self.source)} {self.source}"

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
        over = [
            (_text(writing), [_text(each[pick(language, each)]) for each in under])
            for under, forms in (*lessons, *pages)
            for language, writing in forms.items()
        ]
        over += [pair for module in beneath.modules for pair in _files_over(module, beneath, layer)]
        found = [derived for own, under in over for derived in _bases_of(own, under, layer)]
        yield from sorted(found, key=lambda derived: derived.key)


@dataclass(frozen=True)
class _Piece:
    """A file that lies over others, or has others over it."""

    source: str
    names: tuple[str, ...]
    """What is in it that can be laid over by itself: blocks, fields or terms."""
    is_whole: bool = False
    """True where it stands by itself, whatever is beneath."""


def _text(writing: Writing[Any]) -> _Piece:
    is_whole = not extends_shared(writing.body)
    return _Piece(writing.source, tuple(block_names(writing.body)), is_whole)


def _files_over(
    module: Module, beneath: Beneath, layer: Layer
) -> Iterator[tuple[_Piece, list[_Piece]]]:
    """Yield a layer's YAML files that lie over a module's, each with those beneath it."""
    own = layer.additions.get(module.slug)
    if own is None:
        return
    lower = [
        each.additions[module.slug] for each in beneath.layers if module.slug in each.additions
    ]
    for session in own.sessions:
        every = [*module.sessions, *(each for added in lower for each in added.sessions)]
        under = [_session(each) for each in every if each.slug == session.slug]
        if under:
            yield _session(session), under
    under_here = [each for each in beneath.layers if module.slug in each.additions]
    files = [f"{each.folder}/modules/{module.slug}" for each in under_here]
    here = f"{layer.folder}/modules/{module.slug}"
    terms = [_Piece(f"{module.folder}/terms.yml", tuple(module.terms), is_whole=True)]
    terms += [
        _Piece(f"{folder}/terms.yml", tuple(added.terms))
        for folder, added in zip(files, lower, strict=True)
        if added.terms
    ]
    there = {name for each in terms for name in each.names}
    shared = tuple(name for name in own.terms if name in there)
    if shared:
        # One with no shared file at all has terms that only the layer beneath explains.
        yield _Piece(f"{here}/terms.yml", shared), [each for each in terms if each.names]
    if own.settings:
        settings = [_Piece(f"{module.folder}/module.yml", SETTINGS, is_whole=True)]
        settings += [
            _Piece(f"{folder}/module.yml", added.fields)
            for folder, added in zip(files, lower, strict=True)
            if added.settings
        ]
        yield _Piece(f"{here}/module.yml", own.fields), settings


SETTINGS = tuple(each.name for each in fields(ModuleForm))
SESSION = tuple(each.name for each in fields(SessionForm))


def _session(session: Session) -> _Piece:
    is_whole = session.fields is None
    return _Piece(session.source, SESSION if session.fields is None else session.fields, is_whole)


def _bases_of(own: _Piece, under: Sequence[_Piece], layer: Layer) -> Iterator[Derived]:
    """Yield what a file follows: each block or field the nearest file beneath that has it.

    A municipality's text over a network's blocks follows two: those blocks, and the shared text
    for all the rest.
    """
    blocks = None if own.is_whole else own.names
    left = blocks
    for file in reversed(under):
        derived = Derived(
            source=own.source,
            base=file.source,
            lock=ADAPTATIONS.format(folder=layer.folder),
            blocks=left,
            key=own.source,
        )
        if file.is_whole:
            if left != () or blocks == ():
                yield derived
            return
        found = tuple(name for name in left or own.names if name in file.names)
        if found:
            network = PurePosixPath(file.source).parts[1]
            yield replace(derived, blocks=found, key=f"{own.source}@{network}")
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
    if not reader.says_something(path):
        return {}
    text = reader.text(path)
    if text is not None and MARKS[0] in text:
        reader.report(path, None, "lock-is-settled")
        return {}
    read = reader.yaml(path, dict[str, BaseForm]) if text is not None else None
    return read[0] if read else {}


def base_lines(text: str) -> Mapping[str, BaseForm]:
    """Return what some lines of a lock say; nothing for those that say something else."""
    reader = Reader(Path())
    reading = reader.parse(Path("lock"), text) if text.strip() and text[0] != "#" else None
    found = reader.check(Path("lock"), reading, dict[str, BaseForm]) if reading else None
    return found or {}


def note_bases(reader: Reader, every: Iterable[Derived], noted: Iterable[Derived]) -> list[str]:
    """Remember that some texts follow their bases as they are now; return the locks written.

    Args:
        reader: of the course.
        every: all derived texts. What is known of translations that are gone is forgotten; an
            adaptation may just have got another name.
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
            if name in there
            or (
                file_of(name) not in sources
                and (lock != TRANSLATIONS or (reader.root / name).exists())
            )
        }
        for derived in agreeing:
            digest = digest_of(reader.root / derived.base)
            before = known.get(derived.key)
            if (before is None or before.digest != digest) and is_kept(reader.root):
                keep_text(reader.root, reader.root / derived.base)  # it may never be committed
            known[derived.key] = BaseForm(base=derived.base, digest=digest)
        write_bases(reader, lock, known)
    return sorted(by_lock)


def write_bases(reader: Reader, lock: str, known: Mapping[str, BaseForm]) -> None:
    """Write what a lock remembers, in the order of the files."""
    write_base_lines(reader.root, lock, known)


def write_base_lines(root: Path, lock: str, known: Mapping[str, BaseForm]) -> None:
    """Write what a lock remembers: a line for each, so that merges clash only where they must."""
    command = "translated FILE …" if lock == TRANSLATIONS else "adapt EDITION FILE"
    lines = [
        f"{source}: {{base: {form.base}, digest: {form.digest}}}\n"
        for source, form in sorted(known.items())
    ]
    text = _HEAD.format(command=command) + "".join(lines)
    write_whole(root / lock, text.encode("utf-8"))
