"""Pack an edition as one file, for a shared folder or a USB stick: unpack it, open index.html."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path

from samloft.building.build import Say, build
from samloft.building.front_page import write_front
from samloft.building.order import Built, Order
from samloft.checks.whole_course import read_all
from samloft.course.editions import find_editions
from samloft.course.model import Course
from samloft.course.reader import Reader
from samloft.disk import aside


def pack_offline(root: Path, order: Order, folder: Path, *, say: Say) -> tuple[Built, Path]:
    """Build the edition an order names, with its network's and a front page, into one ZIP file.

    Links from a municipality's edition lead to its network's, so that is packed too.

    Args:
        root: the course.
        order: what to build; its first name is the edition.
        folder: where the file is put; one of the same name there is replaced.
        say: is told how it goes.

    Returns what was built, and the file. The same course gives the same bytes.
    Raises CourseError, UsageError; what was there before is then untouched.
    """
    course, networks = read_all(Reader(root))
    course = replace(course, addresses="files")
    (edition,) = find_editions(order.names[:1], networks)
    names = tuple(dict.fromkeys((edition.network.slug, edition.id)))
    name = f"{edition.id.replace('/', '-')}-{course.version}"
    target = folder / f"{name}.zip"
    folder.mkdir(parents=True, exist_ok=True)
    with aside(target) as work:
        site = work / "site"
        built = build(root, replace(order, names=names, addresses="files"), site, say=say)
        write_front(course, [edition.network], set(names), site)
        _pack(site, name, course, work / target.name)
        (work / target.name).replace(target)
    return built, target


def _pack(site: Path, name: str, course: Course, target: Path) -> None:
    """Put a folder's files into a ZIP file, below one folder of this name."""
    day = course.date
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in sorted(path for path in site.rglob("*") if path.is_file()):
            place = f"{name}/{path.relative_to(site).as_posix()}"
            entry = zipfile.ZipInfo(place, (day.year, day.month, day.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            packed.writestr(entry, path.read_bytes())
