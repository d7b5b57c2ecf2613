"""Send a published tree to where readers find it, and fetch one from there."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from samloft.addresses import MANIFEST_FILE, VERSIONS_FILE
from samloft.building.build import Say
from samloft.disk import aside, exchange, sync
from samloft.mirror import mirror
from samloft.problems import Problem, UsageError, problem
from samloft.targets import target_of
from samloft.targets.target import Sent, Shipment, Target, refusal, without_secret
from samloft.versions.manifest import Index, dump_index, sha256
from samloft.versions.next_tree import alone_with
from samloft.versions.packing import pack
from samloft.versions.verify import THREADS, Contents, contents_of, verify

"""Files that make a new version visible."""


@dataclass(frozen=True)
class Fetched:
    """What was fetched."""

    versions: int
    files: int


def publish(root: Path, out: Path, place: str, *, dry_run: bool, say: Say) -> Sent:
    """Send what is released to a target.

    All of it is looked over first: nothing is published that is not as it was released.

    Args:
        root: the course, whose Git repository a target may lie in.
        out: the published tree here.
        place: the target, in words; see targets.target_of.
        dry_run: True to change nothing.
        say: is told how it goes.

    Raises CourseError for what is not as it was released here; UsageError for a target that
    cannot be used, or that has versions that are not here: they would be lost.
    """
    target = target_of(place, root)
    say("verifying")
    ours = verify(target_of(str(out), root), str(out))
    theirs = contents_of(target, without_secret(place), ours)
    if theirs:
        _refuse_loss(ours, theirs, place)
    packed = {f"{name}.gz" for name in ours.files} - ours.files.keys()
    there = {name for name in packed if (out / name).exists()}
    return _send(target, out, {*ours.files, *there}, theirs, say, dry_run=dry_run)


def publish_working(root: Path, site: Path, place: str, *, dry_run: bool, say: Say) -> Sent:
    """Send a folder as it is, such as `site/`, with a list of its files to know them by later.

    Raises UsageError for a target that cannot be used, or that has versions.
    """
    target = target_of(place, root)
    theirs = contents_of(target, without_secret(place))
    if theirs:
        _refuse_loss(Contents(Index(), {}, {}), theirs, place)
    with aside(site) as folder:
        ready = folder / "ready"
        mirror(site, ready)
        names = [p.relative_to(ready).as_posix() for p in ready.rglob("*") if p.is_file()]
        files = {name: sha256((ready / name).read_bytes()) for name in sorted(names)}
        (ready / MANIFEST_FILE).write_bytes(dump_index(Index(files=files)))
        return _send(target, ready, files, theirs, say, dry_run=dry_run)


def _send(
    target: Target,
    source: Path,
    names: Iterable[str],
    theirs: Contents | None,
    say: Say,
    *,
    dry_run: bool,
) -> Sent:
    files = tuple(sorted(names, key=_turn))
    before = {each for name in theirs.files for each in (name, f"{name}.gz")} if theirs else set()
    shipment = Shipment(
        source=source,
        files=(*files, MANIFEST_FILE),
        gone=frozenset(before - {*files, MANIFEST_FILE}),
    )
    return target.send(shipment, say, dry_run=dry_run)


def _turn(name: str) -> tuple[int, str]:
    """Return when a file is sent: what pages need, pages, what says that they are there."""
    if name.endswith(VERSIONS_FILE):
        return (3, name)
    if name.endswith((f"/{MANIFEST_FILE}", f"/{MANIFEST_FILE}.gz")):
        return (2, name)
    return (1 if name.endswith((".html", ".html.gz")) else 0, name)


def _refuse_loss(ours: Contents, theirs: Contents, place: str) -> None:
    """Stop before versions that the target has, and this tree lacks or has otherwise."""
    problems: list[Problem] = []
    for folder, manifest in theirs.manifests.items():
        here = ours.manifests.get(folder)
        values = {"name": folder, "target": place}
        if here is None:
            problems += refusal(place, "published-versions-are-here", **values).problems
        elif not here.is_same_as(manifest):
            problems += refusal(place, "published-version-is-the-same", **values).problems
    if problems:
        raise UsageError(problems)


def fetch(root: Path, place: str, out: Path, say: Say) -> Fetched:
    """Bring what is published to this machine, whole, and looked over.

    Raises UsageError for a target without versions, and for versions here that it lacks: they
    would be lost. CourseError for what is not there as it was released. Nothing changes then.
    """
    target = target_of(place, root)
    theirs = contents_of(target, without_secret(place))
    if theirs is None:
        raise refusal(place, "tree-is-released")
    with alone_with(out) as folder:
        here = contents_of(target_of(str(out), root), str(out), theirs) if out.exists() else None
        lost = here.manifests.keys() - theirs.manifests.keys() if here else set()
        if lost:
            raise UsageError(
                problem(str(out / folder), "local-version-is-published") for folder in lost
            )
        ready = folder / "next"
        names = (*theirs.files, MANIFEST_FILE)
        with ThreadPoolExecutor(THREADS) as pool:
            for number, (name, content) in enumerate(
                zip(names, pool.map(target.read, names), strict=True), start=1
            ):
                if content is None:
                    raise refusal(f"{place}/{name}", "released-file-is-there")
                path = ready / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
                if number % 1000 == 0:
                    say("fetching", done=number, count=len(names))
        pack(ready, theirs.files)
        verify(target_of(str(ready), root), without_secret(place))
        sync()
        exchange(ready, out)
    return Fetched(versions=len(theirs.manifests), files=len(names))
