"""What stands in a plain tree beside its pages: pictures, the colours, the logo."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from functools import cache
from pathlib import Path, PurePosixPath

from samloft.addresses import COLOURS, LOGO, OTHER_WORDS
from samloft.composing.pictures import for_the_web
from samloft.composing.typeface import typeface
from samloft.course.colours import palette_of
from samloft.course.drawings import cleaned_svg
from samloft.course.model import Course, Network


def files_of(course: Course, network: Network) -> dict[PurePosixPath, Path | bytes]:
    """Return what stands in a plain tree beside the pages: pictures, the colours, the logo."""
    found: dict[PurePosixPath, Path | bytes] = {
        path: _safe(file, course) for path, file in sources_of(course, network).items()
    }
    found |= typeface(course.root)
    found[COLOURS] = _css(network.colours.primary, network.colours.accent)
    found[OTHER_WORDS] = _script("samloftOtherWords", course.other_words)
    if network.logo is not None:
        file = course.root / "networks" / network.slug / network.logo.file
        found[PurePosixPath(f"{LOGO}{file.suffix}")] = _safe(file, course)
    return found


def sources_of(course: Course, network: Network) -> dict[PurePosixPath, Path]:
    """Return the files beside the texts, a network's over the shared ones, as they were written."""
    found = dict(course.files)
    for layer in network.layers:
        found |= layer.files
    return found


def file_places(course: Course, network: Network) -> Iterator[PurePosixPath]:
    """Yield where the files stand that a text may lead to, without reading any."""
    yield from course.files
    for layer in network.layers:
        yield from layer.files


def _safe(file: Path, course: Course) -> Path | bytes:
    return cleaned_svg(file) if file.suffix.lower() == ".svg" else for_the_web(file, course.root)


def _script(name: str, value: object) -> bytes:
    """Return what a page reads as a script, also from a disk."""
    return f"var {name}={json.dumps(value, ensure_ascii=False)};\n".encode()


@cache
def _css(primary: str, accent: str) -> bytes:
    palette = palette_of(primary, accent)
    light, dark = asdict(palette.light), asdict(palette.dark)
    lines = [
        f"  --sl-color-{name.replace('_', '-')}: light-dark({light[name]}, {dark[name]});"
        for name in light
    ]
    return "\n".join([":root {", *lines, "}", ""]).encode()
