"""`translate`: a draft in another language, kept up with its base; PO files out and in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from samloft.commands.command import Argument, Command, OneOf, Option, Options
from samloft.commands.export import lesson_file
from samloft.commands.translate_words import translate_words
from samloft.commands.translated import inside
from samloft.console import Console
from samloft.disk import write_whole
from samloft.languages import BASE, LANGUAGES, Language
from samloft.problems import UsageError, problem

if TYPE_CHECKING:
    from samloft.authoring.translation import Translator


def _translate(options: Options, console: Console) -> int:
    from samloft.authoring.translation import Text, draft, follow, text_of, words_there
    from samloft.course.bases import TRANSLATIONS, digest_of, read_bases
    from samloft.course.reader import Reader, read_lf
    from samloft.git import text_as_it_was

    path = lesson_file(console.root, options.file)
    if path.suffix == ".yml":
        return translate_words(path, options, console, _machine, _words_from)
    target = path.with_name(f"{path.name.removesuffix('.md')}.{options.into}.md")
    name, base_name = inside(console.root, target), inside(console.root, path)
    if options.into == BASE or path.stem.partition(".")[2]:
        raise UsageError([problem(base_name, "translation-is-of-a-base")])

    def taken_apart(content: str, file: str) -> Text:
        try:
            return text_of(content)
        except ValueError:
            raise UsageError([problem(file, "page-has-front-matter", line=1)]) from None

    base = taken_apart(read_lf(path), base_name)
    now = taken_apart(read_lf(target), name) if target.exists() else None
    if options.po:
        from samloft.authoring.weblate import as_po

        write_whole(options.po.absolute(), as_po(base_name, base, now, options.into).encode())
        console.tell("wrote", path=options.po)
        return 0
    if options.from_po:
        from samloft.authoring.weblate import translator_of

        words = {**words_there(base, now), **_words_from(options.from_po)}
        done = draft(base, translator_of(words))
    elif now is None:
        done = draft(base, _machine(Language(options.into)))
    elif not options.update:
        raise UsageError([problem(name, "translation-is-new")])
    else:
        known = read_bases(Reader(console.root), TRANSLATIONS).get(name)
        if known and known.digest == digest_of(path):
            console.tell("translation_follows", path=name)
            return 0
        before = text_as_it_was(console.root, known.digest) if known else None
        if before is None:
            raise UsageError([problem(name, "translation-knows-its-base")])
        old = taken_apart(before, base_name)
        followed = follow(old, base, now, _machine(Language(options.into)))
        if followed is None:
            raise UsageError([problem(name, "translation-is-built-as-its-base", base=base_name)])
        done = followed
    write_whole(target, done.text.encode("utf-8"))
    console.tell("wrote", path=name)
    for line in done.left:
        console.tell("translation_left", path=base_name, line=line)
    for line in done.kept:
        console.tell("translation_kept", path=name, line=line)
    if not done.kept:
        _note(console, name)
    console.tell("translation_next", path=name)
    return 0


def _machine(language: Language) -> Translator:
    """Return what Apertium makes of texts. Raises UsageError where it is not here."""
    from samloft.authoring.apertium import mode_of, translated

    mode_of(BASE, language)
    return lambda texts: translated(texts, BASE, language)


def _words_from(file: Path) -> dict[str, str]:
    """Return what a PO file says. Raises UsageError for what is none."""
    from samloft.authoring.weblate import words_in

    try:
        return words_in(file)
    except (OSError, ValueError) as error:
        raise UsageError([problem(str(file), "po-is-readable", reason=str(error))]) from None


def _note(console: Console, name: str) -> None:
    """Remember which text the draft was made from."""
    from samloft.checks.whole_course import read_course
    from samloft.course.bases import find_translations, note_bases
    from samloft.course.reader import Reader

    reader = Reader(console.root)
    every = list(find_translations(read_course(reader)[0]))
    note_bases(reader, every, [each for each in every if each.source == name])


COMMANDS = (
    Command(
        "translate",
        "python3 build.py translate ki/01-hva-er-ki nn",
        _translate,
        Argument(["file"], metavar="LESSON", help="translate_file_help"),
        Argument(["into"], type=OneOf(LANGUAGES), metavar="LANGUAGE", help="translate_into_help"),
        Option(["--update"], is_flag=True, help="translate_update_help"),
        Option(["--po"], type=Path, metavar="FILE", help="po_help"),
        Option(["--from-po"], type=Path, metavar="FILE", help="from_po_help"),
    ),
)
