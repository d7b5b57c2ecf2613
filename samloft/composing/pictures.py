"""Pictures as the web needs them: as large as they are shown, upright, and told how large.

What a camera writes beside a picture says where it was taken, and when: it is not published. A
picture that needs none of this is published as it is.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from samloft.cache import FOLDER, digest
from samloft.course.drawings import cleaned_svg
from samloft.course.media import MOST_PIXELS, PICTURES, SHOWN
from samloft.disk import write_whole
from samloft.text.links import relative
from samloft.text.nodes import Node

if TYPE_CHECKING:
    from PIL import Image

WIDEST = 1600
"""Pixels across: two and a half for each that the text's column has."""
NARROWER = (480, 960)
"""Pixels across of the copies for narrow screens, and for screens with one point a pixel."""
QUALITY = 82
PLAIN = ("L", "LA", "RGB", "RGBA", "CMYK")
"""Kinds of points that every size can be made of."""
COLUMN = "38rem"
"""How wide the text's column is: `--sl-size-measure`."""
Sizes = Mapping[PurePosixPath, tuple[int, int]]
"""Pictures, by their place in a plain tree."""
_DRAWING = re.compile(r"\s*(?:<\?[^>]*>\s*)?(?:<!--.*?-->\s*)*<svg[^>]*>", re.DOTALL)
_NUMBER = re.compile(r'\s(width|height)="([0-9.]+)(?:px)?"')
TOLD = ("exif", "xmp", "XML:com.adobe.xmp", "photoshop", "comment")
"""What Pillow calls what is written beside a picture."""


def for_the_web(file: Path, root: Path) -> Path:
    """Return a picture as it is published: itself, or a copy that is kept for a course at `root`.

    A file that is no picture, or that cannot be read, is returned as it is; `check` names it.
    """
    if file.suffix.lower() not in PICTURES:
        return file
    stat = file.stat()
    return _made(file, root, WIDEST, stat.st_mtime_ns, stat.st_size)


def published(
    root: Path, files: Mapping[PurePosixPath, Path]
) -> Iterator[tuple[PurePosixPath, Path]]:
    """Yield files as they are published, by place: pictures with their narrower copies."""
    for path, file in files.items():
        whole = for_the_web(file, root)
        yield path, whole
        size = size_of(whole) if file.suffix.lower() in PICTURES else None
        for copy, width in _copies(path):
            if size is None or size[0] <= width:
                break
            stat = file.stat()
            made = _made(file, root, width, stat.st_mtime_ns, stat.st_size)
            # A drawing of few colours may take more room when it is made smaller.
            if made != file and made.stat().st_size < whole.stat().st_size:
                yield copy, made


def copies_of(path: PurePosixPath) -> list[PurePosixPath]:
    """Return where a picture's narrower copies stand, if it has them: no author's name has a dot.

    As `ki/foto.480w.jpg`.
    """
    return [copy for copy, _ in _copies(path)]


def _copies(path: PurePosixPath) -> list[tuple[PurePosixPath, int]]:
    if path.suffix.lower() not in PICTURES:
        return []
    return [(path.with_name(f"{path.stem}.{width}w{path.suffix}"), width) for width in NARROWER]


@lru_cache(maxsize=1024)
def _made(file: Path, root: Path, widest: int, changed: int, size: int) -> Path:
    from PIL import Image  # takes a while, and most courses have none

    kind = PICTURES[file.suffix.lower()]
    try:
        with Image.open(file, formats=(kind,)) as picture:
            width, height = picture.size
            if width * height > MOST_PIXELS or not _needs_work(picture, widest):
                return file
            how = (version("pillow"), str(widest), str(QUALITY))
            name = digest(*how, file.read_bytes())
            place = root / FOLDER / "pictures" / f"{name}{file.suffix.lower()}"
            if not place.exists():
                place.parent.mkdir(parents=True, exist_ok=True)
                _write(picture, kind, place, widest)
            return place
    except (OSError, ValueError, SyntaxError):
        return file


def _needs_work(picture: Image.Image, widest: int) -> bool:
    if getattr(picture, "n_frames", 1) > 1:
        return False  # one that moves would stand still
    return picture.width > widest or bool(picture.getexif()) or any(map(picture.info.get, TOLD))


def _write(picture: Image.Image, kind: str, place: Path, widest: int) -> None:
    import io

    from PIL import Image, ImageOps

    upright = ImageOps.exif_transpose(picture)
    if upright.mode.startswith("I"):  # greys of sixteen bits; whatever is over eight becomes white
        upright = upright.point(lambda grey: grey * (1 / 256)).convert("L")
    if upright.mode not in PLAIN:
        upright = upright.convert("RGBA" if "transparency" in upright.info else "RGB")
    if upright.width > widest:
        height = max(1, round(upright.height * widest / upright.width))
        upright = upright.resize((widest, height), Image.Resampling.LANCZOS)
    profile = picture.info.get("icc_profile")
    # A new picture, with the points alone: what is not carried over cannot be published.
    bare = Image.new(upright.mode, upright.size)
    bare.paste(upright)
    how = {"optimize": True} if kind == "PNG" else {"quality": QUALITY, "method": 4}
    if kind == "JPEG":
        how = {"quality": QUALITY, "optimize": True, "progressive": True}
    packed = io.BytesIO()
    bare.save(packed, kind, icc_profile=profile, **how)
    write_whole(place, packed.getvalue())


def size_of(file: Path) -> tuple[int, int] | None:
    """Return how wide and high a picture is, in pixels; None where it cannot be told."""
    if file.suffix.lower() not in SHOWN:
        return None
    stat = file.stat()
    return _size(file, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=1024)
def _size(file: Path, changed: int, size: int) -> tuple[int, int] | None:
    from PIL import Image

    try:
        if file.suffix.lower() == ".svg":
            start = _DRAWING.match(cleaned_svg(file).decode("utf-8", "replace"))
            said = dict(_NUMBER.findall(start[0])) if start else {}
            both = said.keys() == {"width", "height"}
            return (round(float(said["width"])), round(float(said["height"]))) if both else None
        with Image.open(file, formats=(PICTURES[file.suffix.lower()],)) as picture:
            return picture.size
    except (OSError, ValueError, SyntaxError):
        return None


def sizes_of(root: Path, files: Mapping[PurePosixPath, Path]) -> Sizes:
    """Return the width and height of every picture there is, as it is published."""
    found = {path: size_of(file) for path, file in published(root, dict(sorted(files.items())))}
    return {path: size for path, size in found.items() if size}


def sized(text: Node, page: PurePosixPath, sizes: Sizes, *, in_folders: bool = False) -> Node:
    """Return a text whose pictures say how large they are, so that nothing jumps while they load.

    All but the first are loaded when the reader comes near them. What an author says of a picture's
    width stands. A browser is offered the narrower copies there are.

    Args:
        text: what stands on a page.
        page: the page, in the plain tree.
        sizes: every picture there is.
        in_folders: True where each page's address is a folder.
    """
    up = "../" if in_folders and page.stem != "index" else ""
    seen: list[Node] = []

    def told(node: Node) -> tuple[Node, ...]:
        if node.kind != "image":
            return (node,)
        at = posixpath.normpath(posixpath.join(page.parent.as_posix(), unquote(node.target)))
        path = PurePosixPath(at)
        size = sizes.get(path)
        attrs = dict(node.attrs)
        if seen:
            attrs.setdefault("loading", "lazy")
        seen.append(node)
        if size and "height" not in attrs:
            said = attrs.setdefault("width", str(size[0]))
            if said.isdigit() and int(said):
                attrs["height"] = str(max(1, round(size[1] * int(said) / size[0])))
            copies = [copy for copy in copies_of(path) if copy in sizes]
            if copies:
                # The engine leads `src` from the page's address, and leaves this as it is.
                ways = (
                    f"{up}{quote(relative(each, page))} {sizes[each][0]}w"
                    for each in (*copies, path)
                )
                attrs["srcset"] = ", ".join(ways)
                asked = f"{said}px" if said.isdigit() and said != str(size[0]) else COLUMN
                attrs["sizes"] = f"min({asked}, 100vw)"
        return (replace(node, attrs=attrs),)

    return text.mapped(told)
