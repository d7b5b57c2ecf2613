"""Make a network's own repository: its overlay, and the shared course at one revision."""

from __future__ import annotations

import shutil
from pathlib import Path

from samloft.adapting.update import standings
from samloft.catalogue import say
from samloft.checks.whole_course import read_all
from samloft.course.reader import Reader
from samloft.disk import FORKING, aside, exchange
from samloft.git import REFS, Repository, refuse_shallow
from samloft.languages import Language, in_turn
from samloft.problems import UsageError, problem
from samloft.suggest import nearest as most_like
from samloft.upstream.pin import PinForm, shared_files, write_pin

FILES = Path(__file__).parent / "fork_files"
FRONT_DOOR = "build.py"
WRITTEN = {
    ".gitignore": "gitignore",
    ".github/workflows/course.yml": "github.yml",
    ".gitlab-ci.yml": "gitlab-ci.yml",
}
"""What a new repository has of its own beside its texts, and what each is made from."""


def fork(root: Path, name: str, folder: Path, source: str | None, language: Language) -> str:
    """Make a repository for a network in a new folder; return the revision of the shared course.

    Args:
        root: of the shared course, all of it committed in Git; it may lie in a folder there.
        name: of the network.
        folder: where the new repository goes; empty, or not there yet.
        source: where the shared course will be pulled from; its own remote unless another is
            named, or this folder where it has none.
        language: of the first commit's message.

    Raises UsageError, with nothing made; CourseError for a course that cannot be read.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError([problem(str(folder), "folder-is-free")])
    shared = Repository(root)
    revision = shared.revision()
    files = shared.files(revision) if revision else []
    if revision is None or not files:
        raise UsageError([problem(".", "course-is-in-git")])
    home, within = shared.home()
    reader = Reader(root)
    course, networks = read_all(reader)
    known = {network.slug: network for network in networks}
    if name not in known:
        close = most_like(name, list(known))
        raise UsageError([problem("build.py", "network-exists", name=name, nearest=close)])
    network = known[name]
    refuse_shallow(root)
    dirty = shared.changed()
    if dirty:
        raise UsageError(problem(each, "work-is-committed") for each in dirty)
    behind = [
        each.derived.source
        for each in standings(reader, course, [network])
        if each.state != "current" and not each.derived.is_translation
    ]
    if behind:
        raise UsageError(problem(each, "adaptation-is-settled") for each in behind)
    pinned = revision if source else _sent(shared, revision)
    own = [each for each in files if each.startswith(f"networks/{name}/")]
    with aside(folder, FORKING) as place:
        made = Repository(place)
        made.git("init", "--quiet", "--initial-branch=main")
        for each in (*shared_files(files), *own):
            target = place / each
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(root / each, target)
        words = {"name": network.name, "slug": network.slug}
        readme = _readme(network.language).read_text(encoding="utf-8")
        # A course whose engine is installed has none of its own, here or at a forge.
        has_engine = FRONT_DOOR in files
        readme = readme if has_engine else readme.replace(f"python3 {FRONT_DOOR}", "samloft")
        (place / "README.md").write_text(readme.format(**words), encoding="utf-8")
        for target_name, template in WRITTEN.items():
            if not has_engine and template != "gitignore":
                continue
            target = place / target_name
            target.parent.mkdir(parents=True, exist_ok=True)
            text = (FILES / template).read_text(encoding="utf-8")
            target.write_text(text.format(**words), encoding="utf-8")
        where = source or shared.says("remote", "get-url", "origin") or "."
        if Path(home.folder, where).is_dir():
            where = str(Path(home.folder, where).resolve())
        write_pin(place, PinForm(source=where, revision=pinned, folder=within.rstrip("/")))
        made.git("fetch", "--quiet", "--no-tags", str(home.folder), f"+HEAD:{REFS}/HEAD")
        made.commit(say(language, "fork_commit", name=network.name, revision=pinned[:12]))
        exchange(place, folder)
    return pinned


def _sent(shared: Repository, revision: str) -> str:
    """Return the newest revision that the course's home has as well: colleagues find it there.

    Where shared files have changed since, it is the revision itself.
    """
    words = ("for-each-ref", "--format=%(objectname)", "refs/remotes/origin")
    heads = set((shared.says(*words) or "").split())
    bases = {base for head in heads if (base := shared.says("merge-base", revision, head))}
    if not bases:
        return revision
    nearest = min(bases, key=lambda base: int(shared.git("rev-list", "--count", f"{base}..HEAD")))
    between = ("--name-only", "-z", "--no-renames", "--relative", nearest, revision)
    changed = shared_files(each for each in shared.git("diff", *between).split("\0") if each)
    return revision if changed else nearest


def _readme(language: Language) -> Path:
    """Return the README a network's own repository begins with."""
    forms = (FILES / f"README.{code}.md" for code in in_turn(language))
    return next(path for path in forms if path.exists())
