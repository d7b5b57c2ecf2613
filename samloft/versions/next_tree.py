"""Write the next published tree beside the one readers see, and let it take its place.

Nothing in a tree that readers see is ever written to. The next one is made of hard links to it,
less what is different, and takes its place in one step (samloft/disk.py): whatever stops the
work, and whenever, the old tree stands or the new one.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from filelock import FileLock, Timeout

from samloft.addresses import LATEST, MANIFEST_FILE, MOVES_FILE, VERSIONS, VERSIONS_FILE
from samloft.course.model import Network
from samloft.disk import RELEASING, aside, exchange, link, sync, write_whole
from samloft.mirror import mirror
from samloft.problems import UsageError, problem
from samloft.stamping.output import take_away
from samloft.versions.heirs import heirs_of
from samloft.versions.manifest import (
    Decisions,
    Index,
    Line,
    Manifest,
    dump_index,
    dump_manifest,
    in_order,
    sha256,
)
from samloft.versions.notices import stamps_of
from samloft.versions.packing import pack
from samloft.versions.page_spots import emptied, filled
from samloft.versions.published_tree import Tree
from samloft.versions.version_pages import Around

Front = Callable[[Mapping[str, Manifest]], Iterable[tuple[str, bytes]]]
"""Gives the files of the front page, when told every edition's newest version."""

_BESIDE = (VERSIONS_FILE, MOVES_FILE, "index.html", f"{VERSIONS}/")
"""What stands beside an edition's versions: files, and a folder."""


@contextmanager
def alone_with(out: Path) -> Iterator[Path]:
    """Keep others from changing a published tree, and yield an empty folder beside it.

    What a run that was killed has left behind is cleared up first. The lock is the system's, and
    goes with its process. Raises UsageError when somebody else is at it.
    """
    out.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(out.parent / f".{out.name}.lock")
    try:
        lock.acquire(blocking=False)
    except Timeout:
        raise UsageError([problem(str(out), "release-is-alone")]) from None
    try:
        with aside(out, RELEASING) as place:
            yield place
    finally:
        lock.release()


def put_next(
    now: Tree,
    place: Path,
    lines: Mapping[str, Line],
    new: Mapping[str, Path],
    around: Around,
    front: Front,
    site_url: str | None,
    networks: Sequence[Network],
) -> None:
    """Make the next tree and put it in the place of the one there is.

    Args:
        now: the tree readers see.
        place: an empty folder beside it.
        lines: the editions that change, each with all its versions.
        new: the folders of new versions, as `agder/2026.1`, and where they lie ready.
        around: makes the pages beside the versions.
        front: makes the front page.
        site_url: where the course is published, if that is known.
        networks: all there are now; of other editions the pages lead on to theirs.
    """
    folder = _begun(now, place / "next", new)
    writer = _Writer(Tree(folder), around, site_url)
    editions = dict(now.index.editions)
    beside = {
        name: digest
        for name, digest in now.index.files.items()
        if not any(_is_beside(name, edition) for edition in lines)
    }
    for edition, line in lines.items():
        line, editions[edition] = writer.settle_all(line, new)
        beside |= writer.write_all(f"{edition}/", around.files(line, writer.tree.outlines))
    newest = {
        edition: writer.tree.manifest(f"{edition}/{decided.newest}")
        for edition, decided in sorted(editions.items())
    }
    beside |= writer.write_all("", front(newest))
    # Pages that lead on are made anew, where they still do.
    led_on = {name for name in beside if _is_in_latest(name, editions)}
    beside = {name: digest for name, digest in beside.items() if name not in led_on}
    writer.remove("", now.index.files.keys() - beside.keys())
    pack(folder, writer.written)
    heirs = heirs_of(networks, editions)
    left = {
        edition for edition in editions if any(_is_in_latest(each, [edition]) for each in led_on)
    }
    for edition in lines.keys() | (left - heirs.keys()):
        _put_latest(folder / edition, editions[edition].newest)
    for old, heir in heirs.items():
        shutil.rmtree(folder / old / LATEST, ignore_errors=True)
        beside |= writer.lead_on(_line_of(writer.tree, old, editions[old]), newest[heir])
    index = Index(editions=dict(sorted(editions.items())), files=dict(sorted(beside.items())))
    write_whole(folder / MANIFEST_FILE, dump_index(index))
    sync()
    exchange(folder, now.folder)


def _begun(now: Tree, folder: Path, new: Mapping[str, Path]) -> Path:
    """Make a folder with all that readers see, and the new versions."""
    folder.mkdir()
    if now.folder.exists():
        mirror(now.folder, folder)
    for name, ready in new.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        ready.replace(folder / name)
    return folder


def _put_latest(edition: Path, newest: str) -> None:
    """Have an edition's newest version under the address that always leads to it."""
    shutil.rmtree(edition / LATEST, ignore_errors=True)
    mirror(edition / newest, edition / LATEST)


def _is_in_latest(name: str, editions: Iterable[str]) -> bool:
    """Tell whether a file that belongs to no version leads on from an edition that is no more."""
    return any(name.startswith(f"{edition}/{LATEST}/") for edition in editions)


def _line_of(tree: Tree, edition: str, decided: Decisions) -> Line:
    """Return an edition's versions as the next tree has them."""
    return Line(
        versions=in_order(tree.manifest(f"{edition}/{version}") for version in decided.versions),
        pinned=decided.pinned,
        withdrawn=decided.withdrawn,
    )


def _is_beside(name: str, edition: str) -> bool:
    """Tell whether a file is one of those beside an edition's versions."""
    return name.startswith(tuple(f"{edition}/{each}" for each in _BESIDE))


class _Writer:
    """Writes into the next tree what is not there yet, and notes what it wrote."""

    def __init__(self, tree: Tree, around: Around, site_url: str | None) -> None:
        self.tree, self._around, self._site_url = tree, around, site_url
        self.written: set[str] = set()

    def settle_all(self, line: Line, new: Collection[str]) -> tuple[Line, Decisions]:
        """Bring an edition's versions up to date; return them, and what is decided of them.

        Args:
            line: the edition's versions.
            new: the folders of versions that readers have not seen.
        """
        settled = [self.settle(line, each, is_new=each.folder in new) for each in line.versions]
        return replace(line, versions=tuple(each for each, _ in settled)), Decisions(
            versions={each.version: digest for each, digest in settled},
            newest=line.newest.version,
            pinned=line.pinned,
            withdrawn=line.withdrawn,
        )

    def settle(self, line: Line, version: Manifest, *, is_new: bool) -> tuple[Manifest, str]:
        """Bring a version up to date with the others; return its manifest, and that's digest."""
        folder = version.folder
        if is_new:
            self.written |= {f"{folder}/{name}" for name in version.files}
        settled = replace(
            version,
            stamped=dict(self._stamped(line, version)),
            carried=dict(self._carried(line, version)),
        )
        self.remove(folder, version.carried.keys() - settled.carried.keys())
        content = dump_manifest(settled)
        return settled, self.write(f"{folder}/{MANIFEST_FILE}", content)

    def _stamped(self, line: Line, version: Manifest) -> Iterator[tuple[str, str]]:
        stamps = stamps_of(line, version, self.tree.outlines, self._site_url)
        for name, words in stamps.items():
            if words == ("", "") and name not in version.stamped:
                continue
            place = f"{version.folder}/{name}"
            page = (self.tree.folder / place).read_bytes()
            if words == ("", ""):
                self.write(place, emptied(page))
            else:
                yield name, self.write(place, filled(page, *words))

    def _carried(self, line: Line, version: Manifest) -> Iterator[tuple[str, str]]:
        for name, content in self._around.carried(line, version):
            if isinstance(content, str):
                content = (self.tree.folder / content).read_bytes()
            yield name, self.write(f"{version.folder}/{name}", content)

    def lead_on(self, line: Line, heir: Manifest) -> dict[str, str]:
        """Write what leads on from an edition that is no more; return names and digests."""
        latest = f"{line.edition}/{LATEST}/"
        written = self.write_all(latest, self._around.leading_on(line, heir))
        for name, digest in line.newest.digests().items():
            if f"{latest}{name}" not in written:  # papers and pictures are as they were last
                place = self.tree.folder / latest / name
                place.parent.mkdir(parents=True, exist_ok=True)
                link(self.tree.folder / line.newest.folder / name, place)
                written[f"{latest}{name}"] = digest
        return written

    def write_all(self, folder: str, files: Iterable[tuple[str, bytes]]) -> dict[str, str]:
        """Write files below a folder, which ends in a slash; return their names and digests."""
        return {f"{folder}{name}": self.write(f"{folder}{name}", each) for name, each in files}

    def write(self, name: str, content: bytes) -> str:
        """Write a file, unless it is there and says the same; return its digest."""
        path = self.tree.folder / name
        if not path.exists() or path.read_bytes() != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            # Aside and renamed: the file there may be a link to what readers see.
            write_whole(path, content)
            self.written.add(name)
        return sha256(content)

    def remove(self, folder: str, names: Iterable[str]) -> None:
        """Take files away, with what is packed beside them."""
        gone = [each for name in names for each in (name, f"{name}.gz")]
        take_away(self.tree.folder / folder, gone)
        self.written -= {f"{folder}/{name}".lstrip("/") for name in gone}
