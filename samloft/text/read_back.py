"""Read what the sanitiser wrote, which can be read in one way only, and what it was given."""

from __future__ import annotations

import re

from samloft.text.containers import VOID
from samloft.text.html_reader import HtmlReader

_WRITTEN = re.compile(r"<(/?)([a-z][^\s/>]*)(?:[^\">]|\"[^\"]*\")*>")
"""A tag as the sanitiser writes it: all values in quotation marks."""


def parts_of(html: str) -> list[tuple[str, str, str]]:
    """Return every element, and every attribute with its value.

    The HTML is what the sanitiser wrote, so it can be read in one way only.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.found


def depth_of(html: str) -> int:
    """Return how many elements stand in one another in what the sanitiser wrote."""
    depth = deepest = 0
    for end, tag in _WRITTEN.findall(html):
        if end:
            depth -= 1
        elif tag not in VOID:
            depth += 1
            deepest = max(deepest, depth)
    return deepest


class _Reader(HtmlReader):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, str, str]] = []
        self.open: list[str] = []
        self.stray: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, "", ""))
        self.found += [(tag, name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()
        elif tag in self.open:
            at = len(self.open) - 1 - self.open[::-1].index(tag)
            # What is still open in it has no end of its own; browsers put in that of a paragraph.
            self.stray += [f"<{each}>" for each in self.open[at + 1 :] if each != "p"]
            del self.open[at:]
        elif tag not in VOID:
            self.stray.append(f"</{tag}>")


def torn_in(html: str) -> str:
    """Return the tag that most likely has no other half."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    left = [*reader.stray, *(f"<{tag}>" for tag in reader.open)]
    return left[0] if left else "<!--"
