"""`translated`: remember that translations follow their bokmål as it stands now."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from samloft.commands.command import Argument, Command, Options
from samloft.console import Console
from samloft.languages import Language
from samloft.problems import UsageError, problem
from samloft.suggest import nearest


def _translated(options: Options, console: Console) -> int:
    """Remember that translations follow their bokmål as it stands now."""
    from samloft.checks.whole_course import read_all
    from samloft.course.bases import find_translations, note_bases
    from samloft.course.reader import Reader
    from samloft.course.words_in_yaml import files_with_words, read_words

    reader = Reader(console.root)
    course, _ = read_all(reader)
    found = {derived.source: derived for derived in find_translations(course)}
    in_yaml = {inside(console.root, path): path for path in files_with_words(console.root)}
    asked = [inside(console.root, path) for path in options.files]
    known = [*found, *in_yaml]
    unknown = [name for name in asked if name not in known]
    if unknown:
        raise UsageError(
            problem(name, "file-is-a-translation", nearest=nearest(name, known)) for name in unknown
        )
    texts = [found[name] for name in asked or found if name in found]
    for lock in note_bases(reader, found.values(), texts):
        console.tell("wrote", path=console.root / lock)
    # Without names: those that are followed already, for nobody has asked for more.
    noted = [key.partition("@")[0] for key in read_words(reader)]
    files = [name for name in asked or noted if name in in_yaml]
    if files:
        note_files(console, list(dict.fromkeys(files)))
    return 0


def note_files(
    console: Console, names: Sequence[str], language: Language | None = None, *, draft: bool = False
) -> None:
    """Remember how the bokmål of YAML files is now, for one of their languages or for all."""
    from samloft.course.bases import digest_of
    from samloft.course.reader import Reader, read_lf
    from samloft.course.words_in_yaml import LOCK, WordsForm, base_words, languages_in, note_words
    from samloft.git import is_kept, keep_text
    from samloft.text.normal import normal

    noted: dict[str, WordsForm] = {}
    for name in names:
        path = console.root / name
        text = normal(read_lf(path))
        form = WordsForm(digest=digest_of(path), words=base_words(text), draft=draft)
        noted |= {
            f"{name}@{each}": form for each in ([language] if language else languages_in(text))
        }
        if is_kept(console.root):
            keep_text(console.root, path)  # it may never be committed
    note_words(Reader(console.root), noted)
    console.tell("wrote", path=console.root / LOCK)


def inside(root: Path, path: Path) -> str:
    """Return a file as messages name it, also when it is given from another folder."""
    whole = path.absolute()
    return whole.relative_to(root).as_posix() if whole.is_relative_to(root) else path.as_posix()


COMMANDS = (
    Command(
        "translated",
        "python3 build.py translated modules/ki/01-hva-er-ki.nn.md",
        _translated,
        Argument(["files"], nargs=-1, required=False, type=Path, metavar="FILE", help="files_help"),
    ),
)
