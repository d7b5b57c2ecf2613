"""Which letters no font of the papers has: a sheet with one of them cannot be made."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from functools import partial
from html import escape
from importlib.metadata import version

from samloft.cache import Cache
from samloft.products.paper.lacking import lacking_in

_EXTRAORDINARY = re.compile(
    r"[^\s -~\u00a0-\u017f\u2010-\u201e\u2022\u2026\u20ac\u2190-\u2193\u2212]"
)
"""What is not in every font of ours."""


def extraordinary(text: str) -> set[str]:
    """Return the letters of a text that not every font has."""
    return set(_EXTRAORDINARY.findall(text))


def unprintable(letters: Set[str], cache: Cache | None = None, *, drawn: bool = False) -> set[str]:
    """Return those of some letters that no paper can show; Typst is asked, once for all of them.

    Args:
        letters: to ask for.
        cache: keeps the answer.
        drawn: True for the letters of drawings, which find their fonts otherwise.
    """
    if not letters:
        return set()
    key = "".join((version("typst"), str(drawn), *sorted(letters)))
    ask = partial(_asked, letters, _DRAWING if drawn else _TEXT)
    return cache.once("letters", key, ask) if cache else ask()


_HEAD = '#set document(title: "x")\n#set text(font: "Source Sans Pro", lang: "nb")\n'
_TEXT = {"main.typ": _HEAD + '#read("letters.txt")', "letters.txt": "{}"}
_DRAWING = {
    "main.typ": _HEAD + '#image("letters.svg", alt: "x")',
    "letters.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'
    '<text y="5">{}</text></svg>',
}


def _asked(letters: Set[str], how: Mapping[str, str]) -> set[str]:
    import typst  # takes its time

    from samloft.products.paper.typeset import press

    _, compiler = press()
    found: set[str] = set()
    while left := letters - found:
        said = escape(" ".join(sorted(left)))
        asked = {name: text.replace("{}", said).encode() for name, text in how.items()}
        try:
            compiler.compile(  # type: ignore[type-var]
                input=asked, format="pdf", pdf_standards="ua-1"
            )
            return found
        except typst.TypstError as error:
            lacking = lacking_in(error.diagnostic) & left
            if not lacking:  # it stopped at something else
                return found
            found |= lacking
    return found
