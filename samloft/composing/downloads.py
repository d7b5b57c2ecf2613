"""Links to files say what kind they are and how large, so that a reader knows what will come."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from samloft.composing.extents import Extent
from samloft.course.media import DOWNLOADS
from samloft.languages import Language
from samloft.text.nodes import Node

Downloads = Mapping[PurePosixPath, str]
"""What is said of each file, by its place in a plain tree: `Word, 24 kB`."""


def downloads_of(files: Mapping[PurePosixPath, Path], language: Language) -> Downloads:
    """Return what is said of every file that a reader takes home."""
    found = {}
    for path, file in sorted(files.items()):
        kind = DOWNLOADS.get(path.suffix.lower())
        if kind:
            size = Extent(0, file.stat().st_size).words(language).replace(" ", "\u00a0")
            found[path] = f"{kind}, {size}"
    return found


def told_of(text: Node, page: PurePosixPath, downloads: Downloads) -> Node:
    """Return a text whose links to files say what they lead to."""

    def told(node: Node) -> tuple[Node, ...]:
        if node.kind != "link":
            return (node,)
        target = unquote(node.target.partition("#")[0])
        at = posixpath.normpath(posixpath.join(page.parent.as_posix(), target))
        said = downloads.get(PurePosixPath(at))
        if said is None:
            return (node,)
        return (replace(node, children=(*node.children, Node(kind="text", text=f" ({said})"))),)

    return text.mapped(told) if downloads else text
