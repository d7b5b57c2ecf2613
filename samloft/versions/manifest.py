"""What a published tree says of itself: every version, every file, and what was decided.

public/manifest.json            Index: each edition's versions, and the files that belong to none
public/agder/2026.1/manifest.json   Manifest: each file of one version
public/agder/2026.1/outline.json    what `changes` compares, in every language
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeVar

from pydantic import TypeAdapter, ValidationError

from samloft.changes.outline import Outline
from samloft.languages import BASE, Language
from samloft.versions.version_numbers import is_preview, order_of

Value = TypeVar("Value")

OUTLINE = "outline.json"

Role = Literal["current", "old", "preview", "aside", "withdrawn"]
"""What a version is to readers now. Aside: newer than the current one, which was gone back to."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One file of a version."""

    sha256: str
    """Of the file as it was released; of a page, with its two places empty (see spots.py)."""
    language: Language | None = None
    source: str | None = None
    """The file it is made from, from the root of the repository."""
    owner: Literal["shared", "local"] | None = None


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """One version of one edition. All but the last two fields is as it was released, for ever."""

    edition: str
    name: str
    """What the edition is called on its pages."""
    course: str
    version: str
    date: datetime.date
    """Of the course: what its pages say."""
    languages: tuple[Language, ...]
    """Every form it has, the one at its own address first."""
    revision: str | None = None
    """Of the repository it was made from."""
    is_clean: bool = True
    """False when it was made from something else than that revision, by `--allow-dirty`."""
    files: Mapping[str, Entry]
    moved: Mapping[str, str] = field(default_factory=dict)
    """Former addresses of lessons, sessions and pages, as `ki/02-gammel/`, and the new ones."""
    stamped: Mapping[str, str] = field(default_factory=dict)
    """Pages that say something of other versions now, each with its sha256 as it is."""
    carried: Mapping[str, str] = field(default_factory=dict)
    """Files for addresses that only earlier versions had, each with its sha256."""

    @property
    def folder(self) -> str:
        """Where it lies in the published tree."""
        return f"{self.edition}/{self.version}"

    @property
    def pages(self) -> frozenset[str]:
        """The addresses of its pages, as `ki/01-hva-er-ki/` and `nn/`; the front page is empty."""
        return frozenset(
            name.removesuffix("index.html")
            for name in self.files
            if name == "index.html" or name.endswith("/index.html")
        )

    def digests(self) -> dict[str, str]:
        """Return every file of its folder but this one, with its sha256 as it is now."""
        released = {name: entry.sha256 for name, entry in self.files.items()}
        return {**released, **self.stamped, **self.carried}

    def is_same_as(self, other: Manifest) -> bool:
        """Tell whether two manifests are of the same content, whenever they were made."""
        return self.files == other.files and self.languages == other.languages


@dataclass(frozen=True, kw_only=True)
class Withdrawal:
    """Why a version is not to be used any more."""

    date: datetime.date
    reason: str = ""
    language: Language = BASE
    """Of the reason."""


@dataclass(frozen=True, kw_only=True)
class Decisions:
    """What is decided of an edition's versions."""

    versions: Mapping[str, str]
    """Each version, with the sha256 of its manifest."""
    newest: str
    """The version that `latest/` holds."""
    pinned: str | None = None
    """The version that was gone back to, until a newer one is released."""
    withdrawn: Mapping[str, Withdrawal] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Index:
    """A published tree."""

    editions: Mapping[str, Decisions] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    """Files that belong to no version, each with its sha256."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """An edition's versions, oldest first, and what is decided of them."""

    versions: tuple[Manifest, ...]
    pinned: str | None = None
    withdrawn: Mapping[str, Withdrawal] = field(default_factory=dict)

    @property
    def edition(self) -> str:
        """The edition."""
        return self.versions[0].edition

    @property
    def newest(self) -> Manifest:
        """The version readers are led to.

        The highest that is whole and stands; a preview only where there is nothing else, and a
        withdrawn one only where all are.
        """
        if self.pinned:
            return self.version(self.pinned)
        standing = [each for each in self.versions if each.version not in self.withdrawn]
        whole = [each for each in standing if not is_preview(each.version)]
        return (whole or standing or list(self.versions))[-1]

    def version(self, name: str) -> Manifest:
        """Return a version. Raises KeyError for one that is not there."""
        for each in self.versions:
            if each.version == name:
                return each
        raise KeyError(name)

    def until(self, version: str) -> tuple[Manifest, ...]:
        """Return the versions up to this one, and it."""
        names = [each.version for each in self.versions]
        return self.versions[: names.index(version) + 1]

    def role_of(self, version: str) -> Role:
        """Return what a version is to readers."""
        newest = self.newest.version
        if version in self.withdrawn:
            return "withdrawn"
        if version == newest:
            return "current"
        if order_of(version) < order_of(newest):
            return "old"
        return "preview" if is_preview(version) else "aside"

    def before(self, version: str) -> Manifest | None:
        """Return the version that readers had before this one; None when it is the first.

        Withdrawn versions do not count, nor do previews for one that is whole.
        """
        lower = [
            each
            for each in self.until(version)[:-1]
            if each.version not in self.withdrawn
            and (is_preview(version) or not is_preview(each.version))
        ]
        return lower[-1] if lower else None


def in_order(manifests: Iterable[Manifest]) -> tuple[Manifest, ...]:
    """Return versions, oldest first."""
    return tuple(sorted(manifests, key=lambda each: order_of(each.version)))


def sha256(content: bytes) -> str:
    """Return the digest that manifests use."""
    return hashlib.sha256(content).hexdigest()


_MANIFEST = TypeAdapter(Manifest)
_INDEX = TypeAdapter(Index)
_OUTLINES: TypeAdapter[dict[Language, Outline]] = TypeAdapter(dict[Language, Outline])


def dump_manifest(manifest: Manifest) -> bytes:
    """Return a manifest as JSON, its files in order."""
    return _dumped(_MANIFEST, manifest)


def load_manifest(data: bytes) -> Manifest:
    """Return a manifest from its JSON. Raises ValueError."""
    return _loaded(_MANIFEST, data)


def dump_index(index: Index) -> bytes:
    """Return an index as JSON."""
    return _dumped(_INDEX, index)


def load_index(data: bytes) -> Index:
    """Return an index from its JSON. Raises ValueError."""
    return _loaded(_INDEX, data)


def dump_outlines(outlines: dict[Language, Outline]) -> bytes:
    """Return a version's outlines as JSON."""
    return _dumped(_OUTLINES, outlines)


def load_outlines(data: bytes) -> dict[Language, Outline]:
    """Return a version's outlines from their JSON. Raises ValueError."""
    return _loaded(_OUTLINES, data)


def _dumped(adapter: TypeAdapter[Value], value: Value) -> bytes:
    return adapter.dump_json(value, indent=1, exclude_none=True) + b"\n"


def _loaded(adapter: TypeAdapter[Value], data: bytes) -> Value:
    try:
        return adapter.validate_json(data)
    except ValidationError as error:
        raise ValueError(str(error)) from None
