"""Ask Apertium, where it is installed, what Norwegian text is in the other written form."""

from __future__ import annotations

import html
import os
import re
import shutil
import subprocess
from collections.abc import Sequence

from samloft.languages import LANGUAGES, Language, about
from samloft.problems import UsageError, problem
from samloft.text.units import MARK

_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)
_LONGEST = 300
"""Seconds for all of a text."""


def translated(texts: Sequence[str], old: Language, new: Language) -> list[str]:
    """Return texts in another language, their marks in place; a text whose marks moved as it was.

    Raises UsageError where there is no Apertium here, or it does not know the way.
    """
    mode = mode_of(old, new)
    first = _asked(texts, mode)
    lost = [number for number, text in enumerate(texts) if _marks(first[number]) != _marks(text)]
    if lost:  # word order moved a mark: the words between the marks one by one
        pieces = [piece for number in lost for piece in MARK.split(texts[number])[::2]]
        said = iter(_asked(pieces, mode))
        for number in lost:
            parts = MARK.split(texts[number])
            parts[::2] = [next(said) for _ in parts[::2]]
            first[number] = "".join(
                f"{{{part}}}" if place % 2 else part for place, part in enumerate(parts)
            )
    return first


def mode_of(old: Language, new: Language) -> str:
    """Return what Apertium here calls the way from one language to another. Raises UsageError."""
    ways = about(new).apertium.get(old, ())
    if not ways:
        known = ", ".join(f"{one} → {each}" for each in LANGUAGES for one in about(each).apertium)
        raise UsageError([problem("build.py", "translation-has-a-way", name=new, known=known)])
    if shutil.which("apertium") is None:
        raise UsageError([problem("build.py", "apertium-is-here")])
    listed = subprocess.run(
        ["apertium", "-l"], capture_output=True, encoding="utf-8"
    ).stdout.split()
    found = next((way for way in ways if way in listed), None)
    if found is None:
        raise UsageError([problem("build.py", "apertium-is-here")])
    return found


def _asked(texts: Sequence[str], mode: str) -> list[str]:
    page = "\n".join(f"<p>{_as_html(text)}</p>" for text in texts)
    command = ["apertium", "-u", "-f", "html", mode]
    done = subprocess.run(
        command,
        input=f"{page}\n".encode(),
        capture_output=True,
        timeout=_LONGEST,
        check=True,
        # It reads letters as the locale has them, and not every machine has every locale.
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )
    found = [_as_text(each) for each in _PARAGRAPH.findall(done.stdout.decode())]
    # A text with its paragraphs run together is nobody's: each then stays as it was.
    return found if len(found) == len(texts) else list(texts)


def _as_html(text: str) -> str:
    return MARK.sub(r'<x id="\1"/>', html.escape(text, quote=False))


def _as_text(page: str) -> str:
    marked = re.sub(r'<x id="(\d+)"\s*(?:/>|></x>)', r"{\1}", page)
    return html.unescape(re.sub(r"\s+", " ", marked)).strip()


def _marks(text: str) -> list[str]:
    return MARK.findall(text)
