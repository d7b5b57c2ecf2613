"""Files in Git's store: what a commit holds, and a new commit written straight into one pack."""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from samloft.git import GitError, Repository


def read_tree(repository: Repository, revision: str) -> dict[str, str]:
    """Return the files of a commit, each with its blob's name.

    What is no plain file, as a symlink, has its mode before that.
    """
    found = {}
    for line in repository.raw("ls-tree", "-r", "-z", revision).split(b"\0")[:-1]:
        about, _, name = line.partition(b"\t")
        mode, _, blob = about.decode().split()
        is_plain = mode.startswith("100")
        found[name.decode(errors="surrogateescape")] = blob if is_plain else f"{mode} {blob}"
    return found


def blob_names(repository: Repository, source: Path, names: Iterable[str]) -> dict[str, str]:
    """Return the names that Git's store has for files, without putting them there."""
    kind = repository.git("rev-parse", "--show-object-format").strip()
    found = {}
    for name in names:
        content = (source / name).read_bytes()
        found[name] = blob_name(content, kind)
    return found


def blob_name(content: bytes, kind: str) -> str:
    """Return the name that Git's store has for a content."""
    whole = hashlib.new(kind, b"blob %d\0" % len(content), usedforsecurity=False)
    whole.update(content)
    return whole.hexdigest()


@dataclass(frozen=True, kw_only=True)
class NewTree:
    """What a new commit is to hold."""

    base: str | None
    """The commit whose files it starts from."""
    removed: Sequence[str]
    files: Mapping[str, Path | bytes]
    """What comes over that: a file's name, and where its content is, or what it is."""


def write_commit(
    repository: Repository, ref: str, tree: NewTree, message: str, step: Callable[[], None]
) -> str:
    """Write a commit without parents, let a ref name it, and return it.

    All of it goes through one process into one pack: no work tree, no index, no process and no
    file for each blob. Cut off before the end, it leaves no commit.

    Args:
        repository: where to write it.
        ref: the ref's full name; what it named before is let go of.
        tree: what the commit holds.
        message: its message.
        step: is called after each file. Raises OSError where a file cannot be read, and GitError.
    """
    who = repository.git(*repository.author(), "var", "GIT_COMMITTER_IDENT").strip()
    command = ["git", "fast-import", "--quiet", "--force", "--done"]
    with subprocess.Popen(
        command, cwd=repository.folder, stdin=subprocess.PIPE, stderr=subprocess.PIPE
    ) as importing:
        assert importing.stdin is not None
        try:
            _tell(importing.stdin, repository, ref, who, tree, message, step)
        except BrokenPipeError:  # Git has gone: its last words say why
            importing.kill()
        except BaseException:
            importing.kill()
            importing.communicate()
            raise
        words = importing.communicate()[1].decode(errors="replace").strip()
    if importing.returncode:
        raise GitError(words)
    return repository.git("rev-parse", ref).strip()


def _tell(
    stream: IO[bytes],
    repository: Repository,
    ref: str,
    who: str,
    tree: NewTree,
    message: str,
    step: Callable[[], None],
) -> None:
    """Tell git fast-import about a commit, in its language."""
    stream.write(f"commit {ref}\ncommitter {who}\n".encode())
    _tell_data(stream, message.encode())
    if tree.base:
        base = repository.git("rev-parse", f"{tree.base}^{{tree}}").strip()
        stream.write(f'M 040000 {base} ""\n'.encode())
    for name in tree.removed:
        stream.write(b"D %s\n" % _quoted(name))
    for name, content in tree.files.items():
        stream.write(b"M 100644 inline %s\n" % _quoted(name))
        _tell_data(stream, content if isinstance(content, bytes) else content.read_bytes())
        step()
    stream.write(b"done\n")
    stream.flush()


def _tell_data(stream: IO[bytes], content: bytes) -> None:
    stream.write(b"data %d\n" % len(content))
    stream.write(content)
    stream.write(b"\n")


def _quoted(name: str) -> bytes:
    plain = name.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{plain}"'.encode(errors="surrogateescape")
