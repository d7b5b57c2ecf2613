"""A plain tree: an edition in one language as an ordinary MkDocs project, as data and on disk."""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

import yaml

from samloft.cache import digest
from samloft.course.run import Run
from samloft.languages import Language
from samloft.slots.slot import marks_in

PRIVATE = {".typ", ".jinja"}
"""Files in overrides/ that are not part of a site's theme."""


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is said of an edition on what is made of it; the address is empty where unknown."""

    course: str
    edition: str
    network: str
    version: str
    date: str
    address: str
    """Where it leads on the web, without `https://`: short, for people to write."""
    brand: str
    """The network's colour, as #rrggbb."""
    kind: str
    """What the product is called: `Utdelingsark`."""
    logo: str = ""
    """Where the network's logo stands, from the root of the plain tree; empty where it has none."""
    logo_alt: str = ""
    on: str = ""
    """The date of a gathering, in words; empty where it is not known, as the next three are."""
    at: str = ""
    """Its clock time: `13.00–16.30`."""
    place: str = ""
    link: str = ""
    """Where a gathering on the web meets."""

    def of(self, kind: str, place: str) -> Facts:
        """Return them as they are of one product.

        Args:
            kind: what it is called.
            place: where its address leads, from the root of the site.
        """
        address = self.address and f"{self.address}{place}"
        return replace(self, kind=kind, address=address)


@dataclass(frozen=True, kw_only=True)
class ProductFile:
    """A file beside the pages that a product's builder makes, and all it is made from."""

    kind: str
    """Of the product."""
    path: PurePosixPath
    """In the plain tree."""
    page: PurePosixPath
    """The page it is, or is linked from."""
    title: str
    subject: str
    """What it is made from, as it is called: a session's title."""
    language: Language
    text: str
    facts: Facts
    run: Run | None = None
    """The run it is made for, if it is made for one."""

    @functools.cached_property
    def told(self) -> str:
        """The digest of all it says, with marks where it has them."""
        return digest(self.text, self.title, self.language, *self._facts)

    @functools.cached_property
    def marks(self) -> tuple[str, ...]:
        """The marks in it, in a fixed order."""
        return tuple(sorted(marks_in("\n".join((self.text, *self._facts)))))

    @property
    def _facts(self) -> tuple[str, ...]:
        return tuple(map(str, vars(self.facts).values()))


@dataclass(frozen=True, kw_only=True)
class PlainTree:
    """An edition in one language, as data: nothing here knows about overlays any more."""

    edition: str
    language: Language
    config: Mapping[str, Any]
    """What `mkdocs.yml` says."""
    pages: Mapping[PurePosixPath, str]
    files: Mapping[PurePosixPath, Path | bytes]
    """Everything else in docs/: pictures, the colours, the logo."""
    theme: Mapping[PurePosixPath, Path]
    products: tuple[ProductFile, ...]

    @functools.cached_property
    def frame_key(self) -> str:
        """What tells its frame from others: settings, pages with their heads, files."""
        pages = self.pages.items()
        heads = sorted((str(path), text.split("\n---\n", 1)[0]) for path, text in pages)
        products = [str(file.path) for file in self.products]
        told = [self.config, heads, products, sorted(map(str, self.files))]
        return hashlib.sha256(json.dumps(told, default=str).encode()).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Learning:
    """What programs read of a page, in the words of schema.org."""

    kind: str
    """`Course`, or `LearningResource`."""
    is_a: str = ""
    """What sort of resource: `module`, `lesson`."""
    minutes: int = 0
    teaches: tuple[str, ...] = ()
    based_on: str = ""
    """Where the shared text stands that a page is adapted from, from the root of the site."""


@functools.cache
def front_matter(
    title: str,
    summary: str,
    borrowed: Language | None = None,
    *,
    is_aside: bool = False,
    leads_to: PurePosixPath | None = None,
    run: tuple[tuple[str, str | int], ...] = (),
    frame: str = "",
    learning: Learning | None = None,
) -> str:
    """Return a page's front matter for MkDocs; `lang` when its title is in another form.

    On a session's page, `run` is what the form for a run of it needs to know.

    What is aside, as papers are, stands elsewhere too: a search finds it there.
    """
    head: dict[str, Any] = {"title": title, **({"description": summary} if summary else {})}
    if borrowed:
        head["lang"] = borrowed
    if run:
        head["run"] = dict(run)
    if frame:
        head["template"] = frame
    if leads_to:
        head["leads_to"] = f"{leads_to.parent}/"
    if learning:
        head["learning"] = {
            key: [*value] if isinstance(value, tuple) else value
            for key, value in asdict(learning).items()
            if value
        }
    if is_aside:
        head["search"] = {"exclude": True}
    return f"---\n{_dump(head)}---\n\n"


def _dump(data: object) -> str:
    # LibYAML is ten times as fast, and there in every wheel.
    quick = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    text: str = yaml.dump(data, Dumper=quick, allow_unicode=True, sort_keys=False, width=100)
    return text


def find_theme(folder: Path) -> Iterator[tuple[PurePosixPath, Path]]:
    """Yield our theme's files: what is in overrides/, less what is not for MkDocs."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix not in PRIVATE and path.name != "README.md":
            yield PurePosixPath(path.relative_to(folder).as_posix()), path


def write_tree(tree: PlainTree, folder: Path) -> None:
    """Write a plain tree as a MkDocs project: mkdocs.yml, docs/ and theme/."""
    for path, text in tree.pages.items():
        _write(folder / "docs" / path, text.encode())
    for path, content in tree.files.items():
        _write(
            folder / "docs" / path, content if isinstance(content, bytes) else content.read_bytes()
        )
    for path, file in tree.theme.items():
        _write(folder / "theme" / path, file.read_bytes())
    _write(folder / "mkdocs.yml", _dump(dict(tree.config)).encode())


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
