"""`translate` for a YAML file: its titles, lists and notes, where they stand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from samloft.commands.command import Options
from samloft.commands.translated import inside, note_files
from samloft.console import Console
from samloft.disk import write_whole
from samloft.languages import BASE, Language
from samloft.problems import UsageError, problem

if TYPE_CHECKING:
    from samloft.authoring.translation import Translator


def translate_words(
    path: Path,
    options: Options,
    console: Console,
    machine: Callable[[Language], Translator],
    words_from: Callable[[Path], dict[str, str]],
) -> int:
    """Draft what a YAML file lacks in a language, or hand it to translators and back."""
    from samloft.authoring.translated_words import draft_words, follow_words, with_given_words
    from samloft.course.reader import Reader, read_lf
    from samloft.course.words_in_yaml import read_words
    from samloft.git import text_as_it_was
    from samloft.text.normal import normal

    name, language = inside(console.root, path), Language(options.into)
    if language == BASE:
        raise UsageError([problem(name, "translation-is-of-a-base")])
    text = normal(read_lf(path))
    known = read_words(Reader(console.root)).get(f"{name}@{language}")
    if options.po:
        from samloft.authoring.weblate import words_as_po

        is_draft = known is not None and known.draft
        po = words_as_po(name, text, language, is_draft=is_draft)
        write_whole(options.po.absolute(), po.encode())
        console.tell("wrote", path=options.po)
        return 0
    if options.from_po:
        done = with_given_words(text, language, words_from(options.from_po))
    elif options.update:
        old = text_as_it_was(console.root, known.digest) if known else None
        if old is None:
            raise UsageError([problem(name, "translation-knows-its-base")])
        done = follow_words(normal(old), text, language, machine(language))
    else:
        done = draft_words(text, language, machine(language))
    for line in done.left:
        console.tell("translation_left", path=name, line=line)
    for line in done.kept:
        console.tell("translation_kept", path=name, line=line)
    if not done.count:
        if not done.kept:
            note_files(console, [name], language)
        console.tell("translation_follows", path=name)
        return 0
    write_whole(path, done.text.encode())
    console.tell("wrote", path=name)
    if not done.kept:
        note_files(console, [name], language, draft=True)
    console.tell("words_next", path=name)
    return 0
