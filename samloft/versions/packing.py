"""Pack a site's texts beside themselves, so that a server need not do it for every reader."""

from __future__ import annotations

import contextlib
import gzip
import io
import os
from collections.abc import Iterable
from pathlib import Path

from samloft.disk import write_whole

KINDS = frozenset({".html", ".css", ".js", ".json", ".xml", ".svg", ".txt"})
"""What shrinks. PDF, fonts and photographs are packed as they are."""
LEAST = 1024
"""Bytes; what is smaller fits in one network packet anyway."""
WORTH = 0.9
"""The packed file is this part of the plain one, or less; otherwise there is none."""


def pack(folder: Path, names: Iterable[str]) -> tuple[str, ...]:
    """Write `name.gz` beside each text that gains by it, and return their names in order.

    The same texts give the same bytes, whenever and wherever they are packed with the same zlib.
    A `.gz` of an earlier time is replaced, or taken away where the text no longer gains: servers
    hand out what lies beside a text without asking whether it is the same text. A `.gz` that is
    itself among the names is a file of the site's own, as sitemap.xml.gz, and is left alone.

    Args:
        folder: the site, or many of them.
        names: its files, as paths below the folder with `/` between.
    """
    every = set(names)
    made: list[str] = []
    done: dict[tuple[int, int], Path | None] = {}
    for name in sorted(every):
        path, target = folder / name, folder / f"{name}.gz"
        if path.suffix not in KINDS or f"{name}.gz" in every:
            continue
        stat = path.stat()
        same = (stat.st_dev, stat.st_ino)
        if same not in done:
            content = packed(path.read_bytes()) if stat.st_size > LEAST else None
            done[same] = target if content else None
            _put(content, target)
        elif first := done[same]:
            _link(first, target)
        else:
            target.unlink(missing_ok=True)
        if done[same]:
            made.append(f"{name}.gz")
    return tuple(made)


def packed(content: bytes) -> bytes | None:
    """Return a text as gzip, without time or name in it; None where it does not pay."""
    whole = io.BytesIO()
    # Not gzip.compress: what it says of the system differs between Python's versions.
    with gzip.GzipFile("", "wb", compresslevel=9, fileobj=whole, mtime=0) as file:
        file.write(content)
    return whole.getvalue() if whole.tell() <= WORTH * len(content) else None


def _put(content: bytes | None, target: Path) -> None:
    if content is None:
        target.unlink(missing_ok=True)
    else:
        # Whole, and never into an earlier file, which may be a link to another site's.
        write_whole(target, content)


def _link(first: Path, target: Path) -> None:
    """Put a packed file beside another link to the same text, as a link too."""
    with contextlib.suppress(FileNotFoundError):
        if first.samefile(target):
            return
        target.unlink()
    try:
        os.link(first, target)
    except OSError:  # a disk without links, or too many of them
        write_whole(target, first.read_bytes())
