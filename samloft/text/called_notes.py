"""Tell by what something is called whether its author means it for the facilitator alone."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from samloft.text.blocks import for_participants, text_lines

WHO = r"fa[cs]ilitators?\b"
_PERSON = re.compile(
    r"(?:fa[cs]ilitator|kurs(?:holder|leder|haldar|leiar)|instru(?:ctor|ktør))"
    r"(?:s|en|er|ar|ene|ane)?(?:note?s?|notate?r?|notatet)?"
)
_BESIDE = re.compile(
    r"av?|as|b[ae]re|beskjed|deg|du|er|for|fr[ao]m?|frå|info|kun|med|note?s?|nota(?:t|te|ta|tar|ter|tet)"
    r"|only|s|skal|som|the|til|tips?|to|you"
)
"""Words that say no more of a title than that it names somebody."""
_HEAD = re.compile(r"(?<=\w)(?:\s*[:–—]|\s+-\s).*", re.DOTALL)
_COMMENT = re.compile(
    rf"(?:(?<!`)<!--|^[ \t>*+\d.):-]*\[[^\]\n]*\]:[ \t]*(?:<?[#/.]*>?)?[ \t]*[\"'(])\W{{0,9}}"
    rf"(?:(?:begin|end|start|slutt|til|for)\s+)?{WHO}\s*(?:[:–/)\"']|--).*",
    re.IGNORECASE,
)
_SUMMARY = re.compile(r"<summary\b[^>]{0,200}>(.{0,300}?)</summary", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


def is_called_a_note(title: str) -> bool:
    """Tell whether a title names the facilitator and says nothing else, maybe before a colon."""
    told = html.unescape(_TAG.sub(" ", title)).replace("\N{SOFT HYPHEN}", "").casefold()
    words = re.findall(r"\w+", _HEAD.sub("", told))
    left = [word for word in words if not _BESIDE.fullmatch(word)]
    return bool(left) and all(map(_PERSON.fullmatch, left))


def labels_of_notes(text: str) -> list[tuple[int, str]]:
    """Return line and words of each heading or stressed beginning that is called a note.

    What is below it is for all. A name alone is none: it may be somebody's part in a group.
    """
    found = []
    for node in for_participants(text).all("heading", "paragraph"):
        first = node if node.kind == "heading" else next(iter(node.children), node)
        label = first.words.strip() if first.kind in ("heading", "strong") else ""
        if len(label.split()) > 1 and is_called_a_note(label):
            found.append((node.line, label))
    return found


def summaries(raw: str) -> Iterator[str]:
    """Yield the summaries of the folds in a piece of HTML."""
    yield from _SUMMARY.findall(raw) if "summary" in raw.lower() else ()


def comments_for_facilitators(text: str) -> Iterator[tuple[int, str]]:
    """Yield line and words of each comment that is for the facilitator, or begins what is.

    No guide has it, and what stands between two of them is for all.
    """
    if "ilitator" not in text.lower():
        return
    for number, line in text_lines(text):
        if found := _COMMENT.search(line):
            yield number, found[0]
