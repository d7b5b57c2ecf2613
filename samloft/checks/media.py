"""Files beside the texts: of the kind their name says, harmless, and not too large to handle."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from samloft.addresses import DEVICES, NOT_IN_ADDRESS, RESERVED
from samloft.checks.kind import Kind
from samloft.checks.texts import LineOf
from samloft.composing.overlay import layers_of
from samloft.course.media import faults_of
from samloft.course.model import Course, Network
from samloft.defaults import OVERRIDES, SETTINGS
from samloft.problems import Problem, problem

KIND = Kind.MUST
_PLACE = re.compile(r"(?:networks/[^/]+/(?:municipalities/[^/]+/)?)?(?:docs|modules)/([^/]+)/.*")
"""A file, and the first folder of its address in a site."""
READ = ("modules", "docs", "networks", OVERRIDES)
"""The folders whose files come from people."""


def find(course: Course, networks: Iterable[Network], line_of: LineOf) -> Iterator[Problem]:
    """Yield a problem for each file that is not what it seems, does harm, or asks for too much."""
    every = tuple(networks)
    files = {*course.files.values()}
    for layer, _ in layers_of(every):
        files |= {*layer.files.values()}
    for network in every:
        if network.logo:
            files.add(course.root / "networks" / network.slug / network.logo.file)
    for path in sorted(files):
        name = path.relative_to(course.root).as_posix()
        yield from _names(name)
        try:
            yield from faults_of(path, name)
        except OSError as error:
            yield problem(name, "file-can-be-read", reason=error.strerror or str(error))
    for name in special_files(course.root):
        yield problem(name, "file-is-ordinary")


def _names(name: str) -> Iterator[Problem]:
    """Yield what of a file's name cannot be an address, or is one the site uses itself."""
    if (found := NOT_IN_ADDRESS.search(name)) is not None:
        yield problem(name, "file-name-can-be-linked", value=ascii(found[0])[1:-1])
    stem = name.rpartition("/")[2].partition(".")[0].lower()
    if stem in DEVICES:
        yield problem(name, "name-works-on-windows", name=stem, nearest=f"{stem}-2")
    place = _PLACE.fullmatch(name)
    if place and place[1] in RESERVED:
        yield problem(name, "name-is-free", name=place[1], nearest=f"{place[1]}-2")


def special_files(root: Path) -> Iterator[str]:
    """Yield the pipes, sockets and devices: whoever reads one may wait for ever."""
    settings = root / SETTINGS
    if settings.exists() and not settings.is_file():
        yield SETTINGS
    for top in READ:
        for folder, _, names in os.walk(root / top):
            for name in names:
                path = Path(folder, name)
                mode = path.lstat().st_mode
                if not (stat.S_ISREG(mode) or stat.S_ISLNK(mode)):
                    yield path.relative_to(root).as_posix()
