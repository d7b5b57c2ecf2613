"""A text as a PO file, which Weblate and other translators' tools read, and back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polib

from samloft.authoring.translation import SAID, Text, Translator, paired
from samloft.course.words_in_yaml import words_in as words_in_yaml
from samloft.languages import BASE, Language


def as_po(source: str, base: Text, now: Text | None, language: str) -> str:
    """Return a text's words as a PO file, with what is translated already.

    Args:
        source: the file, for translators to find a sentence by.
        base: the text.
        now: the translation there is, if any. A draft's sentences are marked to be looked at.
        language: what it is to be in.
    """
    file = _empty(source, language)
    is_draft = now is not None and now.head.get("proofread_by") == "draft"
    for key in SAID:
        if base.head.get(key):
            said = str(now.head.get(key, "")) if now else ""
            file.append(_entry(key, str(base.head[key]), said, source, 1, is_draft))
    empty = Text(head={}, body="", first=1)
    for number, (unit, said) in enumerate(paired(base, now or empty)):
        line = base.first + unit.line - 1
        file.append(_entry(str(number), unit.source, said, source, line, is_draft))
    return str(file) + "\n"


def words_as_po(source: str, text: str, language: Language, *, is_draft: bool) -> str:
    """Return the words of a YAML file as a PO file, with what is translated already."""
    file = _empty(source, language)
    for words in words_in_yaml(text):
        own = words.forms.get(language, ())
        for number, one in enumerate(words.forms[BASE]):
            base = Text(head={}, body=one, first=1)
            now = Text(head={}, body=own[number] if number < len(own) else "", first=1)
            for part, (unit, said) in enumerate(paired(base, now)):
                name = ".".join((*words.way, str(number), str(part)))
                file.append(_entry(name, unit.source, said, source, words.line, is_draft))
    return str(file) + "\n"


def _empty(source: str, language: str) -> polib.POFile:
    file = polib.POFile(wrapwidth=0)
    file.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": language,
        "X-Source-File": source,
    }
    return file


def _entry(
    name: str, words: str, said: str, source: str, line: int, is_draft: bool
) -> polib.POEntry:
    return polib.POEntry(
        msgctxt=name,
        msgid=words,
        msgstr=said,
        occurrences=[(source, str(line))],
        flags=["fuzzy"] if said and is_draft else [],
    )


def words_in(path: Path) -> dict[str, str]:
    """Return what a PO file says of each of a text's words; nothing for what nobody has written.

    Raises OSError, and ValueError for what is no PO file.
    """
    try:
        file = polib.pofile(str(path), encoding="utf-8")
    except UnicodeDecodeError as error:
        raise ValueError(str(error)) from None
    if not len(file):
        raise ValueError("msgid")
    return {entry.msgid: entry.msgstr for entry in file if entry.msgstr and not entry.obsolete}


def translator_of(words: dict[str, str]) -> Translator:
    """Return what gives each text as a PO file has it, and as it was where that says nothing."""

    def translated(texts: Sequence[str]) -> list[str]:
        return [words.get(text, text) for text in texts]

    return translated
