"""Follow addresses from version to version: where is today what was there once?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from samloft.addresses import SHARED_TEXTS
from samloft.languages import LANGUAGES
from samloft.versions.manifest import Manifest


@dataclass(frozen=True)
class Trace:
    """What became of an address."""

    address: str
    """Where it is in the last version that has it."""
    last: Manifest
    """That version."""


def trace(line: Sequence[Manifest]) -> dict[str, Trace]:
    """Return every page address there has been in some versions, oldest first, and its trace.

    A lesson that moved twice is followed twice; one that went away and came back is there again.
    """
    found: dict[str, Trace] = {}
    for manifest in line:
        pages, modules = manifest.pages, dict(_moved_modules(manifest))
        for address, known in found.items():
            now = _step(known.address, manifest, pages, modules)
            if now is not None:
                found[address] = Trace(now, manifest)
        found |= {address: Trace(address, manifest) for address in pages}
    return found


def counterparts(line: Sequence[Manifest], start: Manifest, end: Manifest) -> Mapping[str, str]:
    """Return where each page of one version is in another; nothing for those that it lacks.

    Args:
        line: all versions, oldest first.
        start: the version the pages are of.
        end: the version to find them in, later or earlier.
    """
    names = [each.version for each in line]
    at, to = names.index(start.version), names.index(end.version)
    first, last = min(at, to), max(at, to)
    traces = trace(line[first : last + 1])
    forward = {
        address: traces[address].address
        for address in line[first].pages
        if traces[address].last is line[last]
    }
    if at <= to:
        return forward
    return {now: before for before, now in sorted(forward.items(), reverse=True)}


def lost_pages(line: Sequence[Manifest]) -> dict[str, Trace]:
    """Return the addresses that only earlier versions had, in order, each with its trace."""
    there = line[-1].pages
    return {each: found for each, found in sorted(trace(line).items()) if each not in there}


def lost_files(line: Sequence[Manifest]) -> Mapping[str, str]:
    """Return the products and pictures that the last version lacks, and what is there instead.

    A product of a session that has moved is the one it has now; any other is as it was last. Both
    are named by their place in the published tree.
    """
    found: dict[str, str] = {}
    for manifest in line[:-1]:
        for name, entry in manifest.files.items():
            if entry.source and not name.endswith(".html"):
                found[name] = f"{manifest.folder}/{name}"
    now, traces = line[-1], trace(line)
    lost = {name: place for name, place in found.items() if name not in now.files}
    for name in lost:
        folder, _, file = name.rpartition("/")
        home = traces.get(f"{folder}/")
        if home and home.last is now:
            kind = file.rpartition("-")[2]  # a product's, and its kind of file
            same = (
                each
                for each in now.files
                if each.startswith(home.address) and each.endswith(f"-{kind}")
            )
            lost[name] = next((f"{now.folder}/{each}" for each in same), lost[name])
    return lost


def _step(
    address: str, manifest: Manifest, pages: frozenset[str], modules: Mapping[str, str]
) -> str | None:
    """Return where an address of the version before is in this one; None when it is gone."""
    return next((each for each in _guesses(address, manifest, modules) if each in pages), None)


def _guesses(address: str, manifest: Manifest, modules: Mapping[str, str]) -> Iterator[str]:
    form, _, rest = address.partition("/")
    if form not in LANGUAGES:
        form, rest = "", address
    forms = [f"{form}/" if form else ""]
    if form:
        forms.append("")  # a form that is gone: its pages in the edition's own
    folders = [""]
    if (
        rest.startswith(f"{SHARED_TEXTS}/") and rest != f"{SHARED_TEXTS}/"
    ):  # the shared text of a page that is adapted, or was
        rest = rest.removeprefix(f"{SHARED_TEXTS}/")
        folders.insert(0, f"{SHARED_TEXTS}/")
    for start in (f"{form}{folder}" for form in forms for folder in folders):
        yield start + rest
        for folder, inside in _cuts(rest):  # what is made of a session moves with it
            if folder in manifest.moved:
                yield start + manifest.moved[folder] + inside
        module, _, inside = rest.partition("/")
        if module in modules:
            yield f"{start}{modules[module]}/{inside}"


def _cuts(address: str) -> Iterator[tuple[str, str]]:
    """Yield each folder an address lies in, itself first, and the way on from there."""
    parts = address.split("/")[:-1]
    for at in range(len(parts), 0, -1):
        yield "/".join(parts[:at]) + "/", "".join(f"{part}/" for part in parts[at:])


def _moved_modules(manifest: Manifest) -> Iterator[tuple[str, str]]:
    """Yield modules all of whose lessons have moved to one other: its own pages went along."""
    homes: dict[str, set[str]] = {}
    for old, new in manifest.moved.items():
        if old.count("/") < 2:  # a page outside the modules
            continue
        homes.setdefault(old.split("/")[0], set()).add(new.split("/")[0])
    for module, found in homes.items():
        if f"{module}/" not in manifest.pages and len(found) == 1:
            yield module, found.pop()
