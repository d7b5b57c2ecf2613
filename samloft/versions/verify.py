"""Hold a published tree against what it says of itself, here or where it is published."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from samloft.addresses import LATEST, MANIFEST_FILE
from samloft.problems import CourseError, Problem, UsageError
from samloft.targets.target import Target
from samloft.versions.manifest import (
    Index,
    Manifest,
    load_index,
    load_manifest,
    sha256,
)
from samloft.versions.page_spots import emptied
from samloft.versions.published_tree import loaded
from samloft.versions.version_numbers import FORM

THREADS = 8
"""Most of the time goes to waiting for a disk or for the net."""


@dataclass(frozen=True)
class Contents:
    """What a published tree is to hold."""

    index: Index
    manifests: Mapping[str, Manifest]
    """By their folders, as `agder/2026.1`."""
    files: Mapping[str, str] = field(repr=False)
    """Every file but the index, with its sha256. Packed ones (`.gz`) may lie beside them."""


def contents_of(target: Target, where: str, known: Contents | None = None) -> Contents | None:
    """Return what a tree says it holds; None where there is no tree.

    Args:
        target: where it is.
        where: what messages call that.
        known: a tree whose manifests need not be read again where they are the same.

    Raises CourseError for a manifest that is not there or cannot be read.
    """
    raw = target.read(MANIFEST_FILE)
    if raw is None:
        return None
    index = loaded(f"{where}/{MANIFEST_FILE}", raw, load_index)
    files = dict(index.files)
    wanted = {
        f"{edition}/{version}": digest
        for edition, decided in index.editions.items()
        for version, digest in decided.versions.items()
    }
    manifests = {
        folder: known.manifests[folder]
        for folder, digest in wanted.items()
        if known and known.files.get(f"{folder}/{MANIFEST_FILE}") == digest
    }
    unknown = [folder for folder in wanted if folder not in manifests]
    with ThreadPoolExecutor(THREADS) as pool:
        for folder, text in zip(unknown, pool.map(_manifest_reader(target), unknown), strict=True):
            manifests[folder] = loaded(f"{where}/{folder}/{MANIFEST_FILE}", text, load_manifest)
    for folder, manifest in manifests.items():
        files |= _files_in(folder, manifest, wanted[folder])
        edition, _, version = folder.rpartition("/")
        is_moved = f"{edition}/{LATEST}/index.html" in index.files  # its pages lead on from there
        if index.editions[edition].newest == version and not is_moved:
            files |= _files_in(f"{edition}/{LATEST}", manifest, wanted[folder])
    ways_out = [name for name in files if not _is_inside(name)]
    if ways_out:  # whoever can write to a target cannot make us write anywhere else
        values = {"reason": ways_out[0]}
        problem = Problem(
            path=f"{where}/{MANIFEST_FILE}", line=None, rule="tree-stays-home", values=values
        )
        raise CourseError([problem])
    return Contents(index, manifests, files)


def _is_inside(name: str) -> bool:
    """Tell whether a name is the way to a file below a folder, on any system."""
    parts = name.split("/")
    return not ({"", ".", ".."} & {*parts} or any(letter in name for letter in "\\:\0"))


def _manifest_reader(target: Target) -> Callable[[str], bytes | None]:
    return lambda folder: target.read(f"{folder}/{MANIFEST_FILE}")


def _files_in(folder: str, manifest: Manifest, digest: str) -> dict[str, str]:
    return {
        f"{folder}/{MANIFEST_FILE}": digest,
        **{f"{folder}/{name}": each for name, each in manifest.digests().items()},
    }


def verify(target: Target, where: str) -> Contents:
    """Look at every byte of a published tree.

    Returns what it holds. Raises CourseError with everything that is not as it was released, and
    UsageError where nothing is.
    """
    contents = contents_of(target, where)
    if contents is None:
        raise UsageError([Problem(path=where, line=None, rule="tree-is-released")])
    names = target.names()
    with ThreadPoolExecutor(THREADS) as pool:
        every = sorted({*contents.files, *names})
        looked = pool.map(lambda name: _look(target, contents, name, f"{where}/{name}"), every)
        found = [problem for problem in looked if problem]
    if found:
        raise CourseError(found)
    return contents


def _look(target: Target, contents: Contents, name: str, path: str) -> Problem | None:
    """Return what is wrong with a file, if anything is."""
    digest = contents.files.get(name)
    if digest:
        content = target.read(name)
        if content is None:
            return Problem(path=path, line=None, rule="released-file-is-there")
        if sha256(content) == digest and _is_as_rendered(contents, name, content):
            return None
        return Problem(path=path, line=None, rule="file-is-as-released")
    plain = contents.files.get(name.removesuffix(".gz"))
    if plain:
        if _unpacked(target.read(name) or b"") == plain:
            return None
        return Problem(path=path, line=None, rule="packed-file-fits")
    if _is_in_a_version(contents, name):
        return Problem(path=path, line=None, rule="file-belongs-to-version")
    return None


def _is_as_rendered(contents: Contents, name: str, content: bytes) -> bool:
    """Tell whether a page that carries a notice is, but for that, the one that was released."""
    for folder, inside in _cuts(name):
        manifest = contents.manifests.get(folder)
        if manifest and inside in manifest.stamped:
            return sha256(emptied(content)) == manifest.files[inside].sha256
    return True


def _cuts(name: str) -> Iterator[tuple[str, str]]:
    """Yield every way to part a name in a folder and what is in it."""
    parts = name.split("/")
    for at in range(2, len(parts)):
        yield "/".join(parts[:at]), "/".join(parts[at:])


def _unpacked(content: bytes) -> str:
    try:
        return sha256(gzip.decompress(content))
    except (OSError, EOFError, zlib.error):
        return ""


def _is_in_a_version(contents: Contents, name: str) -> bool:
    """Tell whether a file lies where only what was released may lie."""
    for folder, _ in _cuts(name):
        edition, _, last = folder.rpartition("/")
        if edition in contents.index.editions and (last == LATEST or FORM.fullmatch(last)):
            return True
    return False
