"""A file or a folder from elsewhere → lessons, pictures and sources to write, with a report."""

from __future__ import annotations

import datetime
import itertools
import zipfile
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

import yaml

from samloft.addresses import RESERVED
from samloft.authoring import drafts
from samloft.authoring.drafts import Draft, words_of
from samloft.authoring.yaml_edit import with_entry, with_key
from samloft.importing.document import Document, Picture, Report
from samloft.importing.folder import address_of, free_name, read_text, retargeted
from samloft.importing.html import read_html
from samloft.importing.lessons import NAMELESS, Imported, lessons_of, stub_as_source, stubs_of
from samloft.importing.outline import KINDS, Outline, is_first, outline_of
from samloft.importing.slides import read_slides
from samloft.importing.word import read_word
from samloft.languages.words import slug_of
from samloft.problems import UsageError, problem

READERS: dict[str, Callable[[Path, Report], Document]] = {
    ".docx": read_word,
    ".pptx": read_slides,
    ".html": read_html,
    ".htm": read_html,
}
MOST = 60_000_000
"""Bytes in a file; Word documents larger than this are mostly photographs."""


@dataclass(frozen=True, kw_only=True)
class Import:
    """What an import comes to."""

    draft: Draft
    report: Report
    lessons: int


def import_path(root: Path, path: Path, module: str | None, language: str) -> Import:
    """Return what a file, or a folder of Markdown, becomes.

    A folder whose folders hold the texts gives a module for each of them, unless one is named.
    Raises UsageError for what cannot be read, and for a file when no module is named.
    """
    report = Report()
    if path.is_dir():
        outline = outline_of(path)
        if not outline.groups:
            raise UsageError([problem(str(path), "import-has-texts")])
    else:
        outline = Outline(home=path.parent, name="", groups=((path, (path,)),), titles={})
    groups = outline.groups
    modules: list[_Module] = []
    for folder, files in groups:
        title = outline.name if folder == outline.home else outline.titles.get(folder, "")
        name = _module_name(folder, files, title)
        name = f"{module}-{name}" if module else name
        taken = {*RESERVED, *(each.slug for each in modules)}
        slug = module if module and len(groups) == 1 else _free(name, taken)
        made = _Module(root, slug, language, report)
        made.title, made.listed = title or made.title, outline.titles
        made.name_all(files, is_one_of_many=len(groups) > 1)
        modules.append(made)
    addresses = {
        address_of(file.relative_to(outline.home)): (made, name)
        for made in modules
        for file, name in made.files.items()
        if path.is_dir()
    }
    titles = Counter(title for made in modules for title in made.titles.values())
    told_as = {
        file: f"{title} ({file.relative_to(outline.home).as_posix()})"
        for made in modules
        for file, title in made.titles.items()
        if titles[title] > 1
    }
    for file in outline.unlisted:
        report.add("person", "unlisted", file.relative_to(outline.home).as_posix())
    for (_, files), made in zip(groups, modules, strict=True):
        ways = {there: made.way_to(*found) for there, found in addresses.items()}
        made.add(files, ways, told_as)
    parts = [made.draft() for made in modules]
    lessons = sum(made.count for made in modules)
    return Import(draft=_together(root, parts), report=report, lessons=lessons)


class _Module:
    """One module's share of an import."""

    def __init__(self, root: Path, slug: str, language: str, report: Report) -> None:
        self.root, self.slug, self.language, self.report = root, slug, language, report
        self.folder = f"modules/{slug}"
        self.count = 0
        self.title = slug.replace("-", " ").capitalize()
        self.listed: Mapping[Path, str] = {}
        self.files: dict[Path, str] = {}
        self.titles: dict[Path, str] = {}
        self._new: dict[str, str] = {}
        self._pictures: dict[str, Picture] = {}
        self._taken = [path.stem for path in (root / self.folder).glob("*.md")]
        self._slugs: list[str] = []
        self._sources: dict[str, dict[str, object]] = {}

    def name_all(self, files: Sequence[Path], *, is_one_of_many: bool) -> None:
        """Decide where each Markdown file will stand, so that links can lead there."""
        for path in files:
            if path.suffix.lower() in KINDS and (len(files) > 1 or is_one_of_many):
                title = self.titles[path] = _read(
                    path, Report(), listed=self.listed.get(path, "")
                ).title
                taken = [*self._taken, *self.files.values()]
                name = title if slug_of(title) else NAMELESS
                self.files[path] = f"{drafts.numbered_after(taken, name)}.md"

    def way_to(self, other: _Module, name: str) -> str:
        """Return how a text of this module links to one of another."""
        return name if other is self else f"../{other.slug}/{name}"

    def add(
        self, files: Sequence[Path], addresses: Mapping[str, str], told_as: Mapping[Path, str]
    ) -> None:
        """Read files, and make lessons of them.

        Args:
            files: what stands in one folder.
            addresses: the way to each file of the import, by its address where it comes from.
            told_as: what the report calls those whose title others have too.
        """
        own = {path.name: name for path, name in self.files.items()}
        own |= {path.stem: name for path, name in self.files.items()}
        own |= {
            address_of(PurePosixPath(path.name)): name
            for path, name in self.files.items()
            if not is_first(path)  # its own folder's, whichever that is
        }
        for path in files:
            ways, where = {**addresses, **own}, told_as.get(path, "")
            document = _read(path, self.report, ways, where, self.listed.get(path, ""))
            if is_first(path) and len(files) > 1 and document.title:
                self.title = document.title
            self._add(document, self.files.get(path))

    def _add(self, document: Document, name: str | None) -> None:
        document = self._with_free_names(document)
        objective = words_of(self.language, "{title}")["objective"]
        taken = [*self._taken, *self._slugs]
        # One file that is named is one lesson, so that links between files hold.
        for lesson in lessons_of(document, taken, objective, self.report, is_one=bool(name)):
            lesson = replace(lesson, slug=name.removesuffix(".md")) if name else lesson
            self._slugs.append(lesson.slug)
            file = drafts.text_file(lesson.slug, self.language)
            self._new[f"{self.folder}/{file}"] = _as_file(lesson)
            self.count += 1
        today = datetime.date.today()  # noqa: DTZ011 - the author's own day
        for stub in stubs_of(document):
            self._sources[stub.id] = stub_as_source(stub, today)
            self.report.add("person", "source_stub", document.title, name=stub.id)

    def _with_free_names(self, document: Document) -> Document:
        """Return a document whose files have names that no others of the module have."""
        renamed: dict[str, str | None] = {}
        for picture in document.pictures:
            name = free_name(picture.name, picture.content, self._there(picture.name))
            self._pictures[name] = replace(picture, name=name)
            if name != picture.name:
                renamed[picture.name] = name
        sections = tuple(
            replace(each, body=retargeted(each.body, renamed)) for each in document.sections
        )
        return replace(document, sections=sections)

    def _there(self, name: str) -> dict[str, Picture]:
        """Return the files of the module with a name, or with it and a number."""
        path = PurePosixPath(name)
        files = (self.root / self.folder).glob(f"{path.stem}*{path.suffix}")
        old = {file.name: Picture(name=file.name, content=file.read_bytes()) for file in files}
        return {**old, **self._pictures}

    def draft(self) -> Draft:
        """Return the files of the module, new or with what it has got."""
        listed = self.root / self.folder / "module.yml"
        new, changed = dict(self._new), {}
        if listed.is_file():
            text = listed.read_text(encoding="utf-8")
            for slug in self._slugs:
                text = with_entry(text, "lessons", slug)
            changed[f"{self.folder}/module.yml"] = text
        else:
            self.report.add("person", "module_made", self.title)
            new[f"{self.folder}/module.yml"] = drafts.module_yml(
                self.title, self.language, self._slugs
            )
        if self._sources:
            path = self.root / self.folder / "sources.yml"
            text = path.read_text(encoding="utf-8") if path.is_file() else ""
            for name, source in self._sources.items():
                text = with_key(text, name, source)
            (changed if path.is_file() else new)[f"{self.folder}/sources.yml"] = text
        pictures = {
            f"{self.folder}/{name}": picture.content
            for name, picture in self._pictures.items()
            if not (self.root / self.folder / name).is_file()
        }
        return Draft(new=new, changed=changed, pictures=pictures, opens=next(iter(new)))


def _read(
    path: Path,
    report: Report,
    names: Mapping[str, str] | None = None,
    where: str = "",
    listed: str = "",
) -> Document:
    if not path.is_file():
        raise UsageError([problem(str(path), "file-exists")])
    if path.stat().st_size > MOST:
        raise UsageError([problem(str(path), "import-is-readable", reason=f"> {MOST} bytes")])
    kind = path.suffix.lower()
    try:
        if kind in KINDS:
            return read_text(path, report, names, where, listed)
        if kind in READERS:
            return READERS[kind](path, report)
    except (ValueError, KeyError, OSError, zipfile.BadZipFile, UnicodeDecodeError) as error:
        reason = str(error) or type(error).__name__
        if "officeDocument" in reason:
            raise UsageError([problem(str(path), "import-is-not-strict")]) from None
        raise UsageError([problem(str(path), "import-is-readable", reason=reason)]) from None
    known = ", ".join((*READERS, ".md"))
    raise UsageError([problem(str(path), "import-kind-is-known", name=kind, known=known)])


def _free(name: str, taken: Collection[str]) -> str:
    """Return a name, with a number behind it where the site or another module has it."""
    numbered = (f"{name}-{number}" for number in itertools.count(2))
    return next(each for each in itertools.chain([name], numbered) if each not in taken)


def _module_name(folder: Path, files: Sequence[Path], title: str) -> str:
    first = next((path for path in files if is_first(path)), None)
    title = _read(first, Report(), listed=title).title if first else title or folder.stem
    return slug_of(title) or slug_of(folder.stem) or "modul"


def _as_file(lesson: Imported) -> str:
    head = yaml.safe_dump(lesson.head, allow_unicode=True, sort_keys=False, width=10**6)
    return f"---\n{head}---\n\n{lesson.body}\n"


def _together(root: Path, parts: Sequence[Draft]) -> Draft:
    """Return everything as one draft; new modules are listed in the course."""
    course = root / "modules/course.yml"
    text = before = course.read_text(encoding="utf-8")
    for slug in _new_modules(parts):
        text = with_entry(text, "modules", slug)
    changed = {path: each for part in parts for path, each in part.changed.items()}
    if text != before:
        changed["modules/course.yml"] = text
    return Draft(
        new={path: each for part in parts for path, each in part.new.items()},
        changed=changed,
        pictures={path: each for part in parts for path, each in part.pictures.items()},
        opens=parts[0].opens,
    )


def _new_modules(parts: Sequence[Draft]) -> Iterator[str]:
    for part in parts:
        for path in part.new:
            if path.endswith("/module.yml"):
                yield path.split("/")[1]
