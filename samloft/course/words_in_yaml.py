"""The texts in a YAML file that stand there in more than one language: `{nb: …, nn: …}`.

A lock remembers how the bokmål was when its translations last agreed with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from samloft.cache import digest
from samloft.course.reader import Reader
from samloft.course.schema import STRICT, Line
from samloft.disk import write_whole
from samloft.languages import BASE, LANGUAGES, Language
from samloft.text.normal import as_yaml_reads

LOCK = "modules/words.lock"
NOT_DRAFTED = ("heading",)
"""Keys whose words are those of another file: left out, they are found by their place."""
_HEAD = """\
# How the bokmål in these files was when the language after @ last agreed with it.
# Made by Samløft's command: translated FILE …
"""


@dataclass(frozen=True, kw_only=True)
class WordsForm:
    """How the texts of a YAML file were when a language last agreed with them."""

    __pydantic_config__ = STRICT
    digest: Line
    """The name Git gives the file's content then."""
    words: Line
    """Of its bokmål alone."""
    draft: bool = False
    """True while nobody has read what a machine made of it."""


@dataclass(frozen=True, kw_only=True)
class Words:
    """One text, or one list of texts, in each language it is in."""

    way: tuple[str, ...]
    """The keys and numbers that lead to it."""
    line: int
    forms: Mapping[Language, tuple[str, ...]]
    nodes: Mapping[Language, Node]
    """Where each form stands."""
    column: int
    """Where its languages begin on their lines."""
    is_flow: bool
    """True where the languages stand on one line, in braces."""


def words_in(text: str) -> tuple[Words, ...]:
    """Return every text of a YAML file that has bokmål. Raises YAMLError for what is no YAML."""
    whole = yaml.compose(as_yaml_reads(text), Loader=yaml.CBaseLoader)
    return tuple(_words(whole, ())) if whole else ()


def _words(node: Node, way: tuple[str, ...]) -> Iterator[Words]:
    if isinstance(node, SequenceNode):
        for number, item in enumerate(node.value):
            yield from _words(item, (*way, str(number)))
    elif isinstance(node, MappingNode):
        nodes = {Language(str(key.value)): value for key, value in node.value}
        forms = {language: _form(value) for language, value in nodes.items()}
        if BASE in nodes and nodes.keys() <= set(LANGUAGES) and None not in forms.values():
            yield Words(
                way=way,
                line=node.start_mark.line + 1,
                forms={language: form for language, form in forms.items() if form is not None},
                nodes=nodes,
                column=node.start_mark.column,
                is_flow=bool(node.flow_style),
            )
        else:
            for key, value in node.value:
                if key.value not in NOT_DRAFTED:
                    yield from _words(value, (*way, str(key.value)))


def _form(node: Node) -> tuple[str, ...] | None:
    """Return a text, or a list of them; None for what is something else."""
    if isinstance(node, ScalarNode):
        return (node.value,)
    if isinstance(node, SequenceNode) and all(isinstance(x, ScalarNode) for x in node.value):
        return tuple(each.value for each in node.value)
    return None


def base_words(text: str) -> str:
    """Return one name for all the bokmål of a YAML file."""
    return digest(*(part for words in words_in(text) for part in words.forms[BASE]))


def languages_in(text: str) -> list[Language]:
    """Return the languages that a YAML file has beside bokmål."""
    return sorted({language for words in words_in(text) for language in words.forms} - {BASE})


def files_with_words(root: Path) -> Iterator[Path]:
    """Yield the YAML files of the shared course that have texts in more languages."""
    modules = root / "modules"
    yield from (path for path in (modules / "course.yml",) if path.is_file())
    for pattern in ("*/module.yml", "*/terms.yml", "*/sessions/*.yml"):
        yield from sorted(modules.glob(pattern))


def read_words(reader: Reader) -> dict[str, WordsForm]:
    """Return what the lock remembers, by file and language: `modules/ki/module.yml@nn`."""
    path = reader.root / LOCK
    read = reader.yaml(path, dict[str, WordsForm]) if reader.says_something(path) else None
    return dict(read[0]) if read else {}


def note_words(reader: Reader, noted: Mapping[str, WordsForm]) -> None:
    """Remember how the bokmål of some files is now; what is known of files that are gone goes."""
    known = {**read_words(reader), **noted}
    lines = [
        f"{key}: {{digest: {form.digest}, words: {form.words}"
        f"{', draft: true' if form.draft else ''}}}\n"
        for key, form in sorted(known.items())
        if (reader.root / key.partition("@")[0]).is_file()
    ]
    write_whole(reader.root / LOCK, (_HEAD + "".join(lines)).encode())
