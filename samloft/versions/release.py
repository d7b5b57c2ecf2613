"""Make a version: build it, look it over, and freeze it."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from samloft.addresses import LATEST
from samloft.building.build import Say, build
from samloft.building.front_page import front_files
from samloft.building.order import Order
from samloft.changes.outline import Outline
from samloft.checks.unfinished import unfinished
from samloft.checks.whole_course import read_all
from samloft.composing.composer import Composer
from samloft.course.editions import find_editions
from samloft.course.model import Course, Edition, Network, pick
from samloft.course.moved import moved_of
from samloft.course.reader import Reader
from samloft.git import Repository
from samloft.languages import Language
from samloft.problems import CourseError, Problem, UsageError, problem
from samloft.versions.edition_outline import outline_of_edition
from samloft.versions.manifest import (
    OUTLINE,
    Entry,
    Line,
    Manifest,
    dump_outlines,
    in_order,
    sha256,
)
from samloft.versions.next_tree import Front, alone_with, put_next
from samloft.versions.origins import origins_of
from samloft.versions.page_spots import has_spots
from samloft.versions.published_tree import Tree
from samloft.versions.version_numbers import FORM, is_preview, order_of
from samloft.versions.version_pages import Around

SITEMAP_PACKED = "sitemap.xml.gz"


@dataclass(frozen=True, kw_only=True)
class Released:
    """What a release came to."""

    new: tuple[str, ...]
    """Versions that were made, as `agder/2026.1`."""
    same: tuple[str, ...]
    """Versions that were there already, with this very content."""


def release(root: Path, order: Order, out: Path, *, allow_dirty: bool, say: Say) -> Released:
    """Build editions as a version, and add that to what is published.

    Args:
        root: the course.
        order: what to build; its version is the one that is made.
        out: the published tree; made when it is not there.
        allow_dirty: True to make it of what is not committed.
        say: is told how it goes.

    Raises UsageError and CourseError, with the published tree as it was. A version that is there
    with other content is one of those.
    """
    version = order.version or ""
    if not FORM.fullmatch(version):
        raise UsageError([problem("build.py", "version-has-form", name=version)])
    revision, is_clean = _revision_of(root, out, allow_dirty=allow_dirty)
    reader = Reader(root)
    course, networks = read_all(reader)
    editions = find_editions(order.names, networks, municipalities=order.municipalities)
    released = {each.network.slug: each.network for each in editions}.values()
    if left := list(unfinished(course, released, reader.line)):
        raise CourseError(left)
    with alone_with(out) as place:
        now = Tree(out)
        built = place / "built"
        names = [each.id for each in editions]
        day = order.date or _day_of(now, version) or datetime.datetime.now().astimezone().date()
        order = replace(order, names=names, municipalities=False, date=day)
        build(root, order, built, say=say)
        course = replace(course, version=version, is_release=True, released=day)
        composer = Composer(course)
        copies: dict[tuple[int, int], Path] = {}
        problems: list[Problem] = []
        made = [
            replace(
                _frozen(built / each.id / version, composer, each, copies, problems),
                revision=revision,
                is_clean=is_clean,
            )
            for each in editions
        ]
        if problems:
            raise CourseError(problems)
        fresh = list(_fresh(now, made))
        if fresh:
            put_next(
                now,
                place,
                {each.edition: _with_version(now.line(each.edition), each) for each in fresh},
                {each.folder: built / each.folder for each in fresh},
                Around(course),
                front_of(course, networks),
                course.site_url,
                networks,
            )
    new = tuple(each.folder for each in fresh)
    same = tuple(each.folder for each in made if each.folder not in new)
    return Released(new=new, same=same)


def _day_of(tree: Tree, version: str) -> datetime.date | None:
    """Return the day a version was first released, in any edition; None when it is new."""
    days = [
        tree.manifest(f"{edition}/{version}").date
        for edition, decided in tree.index.editions.items()
        if version in decided.versions
    ]
    return min(days, default=None)


def _revision_of(root: Path, out: Path, *, allow_dirty: bool) -> tuple[str | None, bool]:
    """Return the revision that stands in the repository, and whether nothing else does.

    Raises UsageError for a course that is not in Git, or has what is not committed.
    """
    repository = Repository(root)
    revision = repository.revision()
    if revision is None:
        if allow_dirty:
            return None, False
        raise UsageError([problem(".", "course-is-in-git")])
    own = (str(out.parent / f".{out.name}."), f"{out}{os.sep}")
    dirty = [
        name for name in repository.changed() if not str(Path(root.resolve(), name)).startswith(own)
    ]
    if dirty and not allow_dirty:
        raise UsageError(problem(name, "release-is-committed") for name in dirty)
    return revision, not dirty


def _frozen(
    folder: Path,
    composer: Composer,
    edition: Edition,
    copies: dict[tuple[int, int], Path],
    problems: list[Problem],
) -> Manifest:
    """Return the manifest of a version that is built, with its outline written beside it.

    Args:
        folder: where it lies.
        composer: of its course.
        edition: what it is a version of.
        copies: the one copy of each file that many versions have; more are added.
        problems: what is wrong with its pages goes here.
    """
    course, own = composer.course, edition.language
    outlines = {code: outline_of_edition(composer, edition, code) for code in edition.languages}
    (folder / OUTLINE).write_bytes(dump_outlines(outlines))
    origins = {
        f"{'' if code == own else f'{code}/'}{address}": source
        for code in edition.languages
        for address, source in origins_of(course, edition, code).items()
    }
    entries = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = path.relative_to(folder).as_posix()
        if name.endswith(SITEMAP_PACKED):  # packed with all else, as servers find it
            path.unlink()
            continue
        content = _owned(path, copies)
        source = origins.get(name)
        if path.suffix == ".html" and not has_spots(content):
            problems.append(problem(source or name, "page-has-its-places", name=name))
        start = name.partition("/")[0]
        entries[name] = Entry(
            sha256=sha256(content),
            language=next((code for code in edition.languages if code == start), own)
            if path.suffix in (".html", ".pdf")
            else None,
            source=source,
            owner=None if source is None else "local" if _is_local(source) else "shared",
        )
    return Manifest(
        edition=edition.id,
        name=edition.name,
        course=course.title[pick(own, course.title)],
        version=course.version,
        date=course.day,
        languages=edition.languages,
        files=entries,
        moved=_moved(course, outlines[own]),
    )


def _moved(course: Course, outline: Outline) -> dict[str, str]:
    """Return the former addresses of lessons, sessions and pages, and where each is now."""
    former = [(page.slug, moved_of(page.forms)) for page in course.pages]
    former += [(address, each.moved_from) for address, each in outline.lessons.items()]
    former += [(address, each.moved_from) for address, each in outline.sessions.items()]
    return {f"{old}/": f"{address}/" for address, names in former for old in names}


def _is_local(source: str) -> bool:
    return source.startswith("networks/")


def _owned(path: Path, copies: dict[tuple[int, int], Path]) -> bytes:
    """Return a file's content; a file that is a link into the cache becomes one of our own.

    What is published shall not change when the cache does. Versions share one copy.
    """
    content = path.read_bytes()
    stat = path.stat()
    if stat.st_nlink > 1:
        key = (stat.st_dev, stat.st_ino)
        copy = copies.get(key)
        aside = path.with_name(f".{path.name}.own")
        if copy is None:
            aside.write_bytes(content)
            copies[key] = path
        else:
            os.link(copy, aside)
        aside.replace(path)
    return content


def _fresh(now: Tree, made: Sequence[Manifest]) -> Iterator[Manifest]:
    """Yield the versions that are new. Raises CourseError for those that are there, and differ."""
    problems = []
    for each in made:
        line = now.line(each.edition)
        known = {old.version: old for old in line.versions} if line else {}
        if each.version not in known:
            yield each
        elif not each.is_same_as(known[each.version]):
            old = known[each.version].files
            names = [n for n in sorted({*old, *each.files}) if old.get(n) != each.files.get(n)]
            problems.append(
                problem(
                    str(now.folder / each.folder),
                    "version-is-new",
                    name=each.version,
                    count=str(len(names)),
                    file=names[0] if names else "",
                )
            )
    if problems:
        raise CourseError(problems)


def _with_version(line: Line | None, version: Manifest) -> Line:
    """Return an edition's versions with one more; a newer whole one ends a rollback."""
    if line is None:
        return Line(versions=(version,))
    pinned = line.pinned
    is_newer = pinned and order_of(version.version) > order_of(pinned)
    if is_newer and not is_preview(version.version):
        pinned = None
    return replace(line, versions=in_order((*line.versions, version)), pinned=pinned)


def front_of(course: Course, networks: Sequence[Network]) -> Front:
    """Return what makes the front page of a published tree: it lists what has a version."""

    def files(newest: Mapping[str, Manifest]) -> Iterator[tuple[str, bytes]]:
        def root(name: str, language: Language) -> str:
            others = newest[name].languages[1:]
            return f"{name}/{LATEST}/{f'{language}/' if language in others else ''}"

        there = [network for network in networks if network.slug in newest]
        for path, content in front_files(course, there, newest.keys(), root):
            yield path.as_posix(), content

    return files
