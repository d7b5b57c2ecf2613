"""CommonMark's own examples, as the npm package `commonmark-spec` has them."""

from __future__ import annotations

import functools
import hashlib
import io
import re
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

VERSION = "0.31.2"
SHA512 = (
    "bd72b199c97324fca684e2580f6e86d2806356621c282f29e66d83bc722ad40d"
    "5bb6bd66d2bd1d4ff3f3440e7f9f0c546c200f79d30d3c4a22404fb3bee39c3b"
)
"""Of the package's file: what is fetched is what was looked at."""
KEPT = Path(tempfile.gettempdir()) / f"samloft-commonmark-spec-{VERSION}.tgz"
_EXAMPLE = re.compile(r"^`{32} example\n(.*?)^\.\n(.*?)^`{32}$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Example:
    """A text, and what it is to become."""

    number: int
    markdown: str
    html: str


@functools.cache
def examples() -> tuple[Example, ...]:
    """Return all of them; the package is fetched by npm where it has not been before."""
    with tarfile.open(fileobj=io.BytesIO(_package())) as archive:
        file = archive.extractfile("package/spec.txt")
        assert file is not None
        text = file.read().decode("utf-8")
    return tuple(_examples(text))


def _examples(text: str) -> Iterator[Example]:
    for number, found in enumerate(_EXAMPLE.finditer(text), start=1):
        markdown, html = (part.replace("→", "\t") for part in found.groups())
        yield Example(number, markdown, html)


def _package() -> bytes:
    if not KEPT.is_file() or not _is_right(KEPT.read_bytes()):
        npm = shutil.which("npm")
        assert npm, "CommonMark's examples are fetched with npm: install it"
        with tempfile.TemporaryDirectory() as folder:
            command = [npm, "pack", f"commonmark-spec@{VERSION}", "--silent"]
            subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=120)
            (packed,) = Path(folder).glob("*.tgz")
            aside = Path(folder, "whole.tgz")
            packed.rename(aside)
            shutil.copy(aside, KEPT)
    package = KEPT.read_bytes()
    assert _is_right(package), f"{KEPT} is not commonmark-spec {VERSION}"
    return package


def _is_right(package: bytes) -> bool:
    return hashlib.sha512(package).hexdigest() == SHA512
