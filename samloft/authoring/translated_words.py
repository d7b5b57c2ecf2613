"""Draft the texts of a YAML file in another language: what is added is all that changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import yaml
from yaml.nodes import Node, ScalarNode, SequenceNode

from samloft.authoring.translation import Translator
from samloft.course.words_in_yaml import Words, words_in
from samloft.languages import BASE, Language
from samloft.text.parse import parse
from samloft.text.shape import shape
from samloft.text.units import units_of, with_words

_WIDEST = 1_000_000
"""Characters in a line: no line of an author's is ever broken."""


@dataclass(frozen=True, kw_only=True)
class DraftedWords:
    """A YAML file with drafts in it, and what of them somebody has to look at."""

    text: str
    count: int
    """How many texts are new."""
    left: tuple[int, ...] = ()
    """Lines of texts whose words stand as they were."""
    kept: tuple[int, ...] = ()
    """Lines where people have written, and the bokmål has changed."""


@dataclass(frozen=True)
class _Said:
    """What a machine makes of texts, asked once for all of them."""

    texts: Mapping[str, str] = field(default_factory=dict)
    left: frozenset[str] = frozenset()


def draft_words(text: str, language: Language, translator: Translator) -> DraftedWords:
    """Return a YAML file with what it lacks in a language drafted. What is there stays."""
    lacking = [words for words in words_in(text) if not _has(words, language)]
    said = _said((one for words in lacking for one in words.forms[BASE]), translator)
    # Words that stay as they were are no translation: their place stays empty.
    done = {
        words.way: tuple(said.texts[one] for one in words.forms[BASE])
        for words in lacking
        if not said.left.intersection(words.forms[BASE])
    }
    left = tuple(words.line for words in lacking if words.way not in done)
    return DraftedWords(text=_written(text, language, done), count=len(done), left=left)


def follow_words(old: str, text: str, language: Language, translator: Translator) -> DraftedWords:
    """Return a YAML file with what changed in its bokmål drafted again, and what it lacks.

    What people wrote stays, also where its bokmål has changed: they are told.

    Args:
        old: the file as it was when the two agreed.
        text: the file as it is.
        language: of the translation.
        translator: drafts.
    """
    before = [words for words in words_in(old) if _has(words, language)]
    known = {one for words in before for one in words.forms[BASE]}
    every = words_in(text)
    now = {one for words in every for one in words.forms[BASE]}
    said = _said([*(now - known), *(known - now)], translator)
    machine = {said.texts[one] for one in known - now}
    pairs = {
        one: other
        for words in before
        for one, other in zip(words.forms[BASE], words.forms[language], strict=False)
    }
    done: dict[tuple[str, ...], tuple[str, ...]] = {}
    kept, left = [], []
    for words in every:
        base = words.forms[BASE]
        own = words.forms[language] if _has(words, language) else ()
        if all(one in known for one in base) and len(own) == len(base):
            continue
        if said.left.intersection(base):
            left.append(words.line)
            continue
        fresh = tuple(pairs.get(one) or said.texts.get(one, "") for one in base)
        if len(own) == len(base):
            fresh = tuple(
                mine if one in known else new
                for one, mine, new in zip(base, own, fresh, strict=True)
            )
        theirs = {*own} - {*fresh} - machine
        if theirs or not all(fresh):
            kept.append(words.line)
        elif fresh != own:
            done[words.way] = fresh
    return DraftedWords(
        text=_written(text, language, done), count=len(done), left=tuple(left), kept=tuple(kept)
    )


def with_given_words(text: str, language: Language, given: Mapping[str, str]) -> DraftedWords:
    """Return a YAML file with what translators have written for it; what they have not, stays."""
    every = words_in(text)
    whole = {
        words.way: words.forms[BASE]
        for words in every
        if all(unit.source in given for one in words.forms[BASE] for unit in units_of(one))
    }
    asked = (one for base in whole.values() for one in base)
    said = _said(asked, lambda texts: [given[one] for one in texts])
    own = {words.way: words.forms.get(language) for words in every}
    fresh = {way: tuple(said.texts[one] for one in base) for way, base in whole.items()}
    lines = {words.way: words.line for words in every}
    left = tuple(lines[way] for way, base in whole.items() if said.left.intersection(base))
    done = {
        way: said_now
        for way, said_now in fresh.items()
        if said_now != own[way] and not said.left.intersection(whole[way])
    }
    return DraftedWords(text=_written(text, language, done), count=len(done), left=left)


def _has(words: Words, language: Language) -> bool:
    return all(words.forms.get(language, ("",)))


def _said(texts: Iterable[str], translator: Translator) -> _Said:
    units = {text: units_of(text) for text in dict.fromkeys(texts)}
    said = iter(translator([unit.source for each in units.values() for unit in each]))
    found, left = {}, set()
    for text, own in units.items():
        new = {number: next(said) for number in range(len(own))}
        if len(own) == 1 and own[0].words == (text,) and _is_built_alike(text, new[0]):
            found[text] = new[0]  # no Markdown, as a title: no sign in it is written otherwise
            continue
        found[text], lost = with_words(text, own, new)
        if lost:
            left.add(text)
    return _Said(found, frozenset(left))


def _is_built_alike(text: str, other: str) -> bool:
    return bool(other) and shape(parse(text), bool) == shape(parse(other), bool)


def _written(text: str, language: Language, done: Mapping[tuple[str, ...], tuple[str, ...]]) -> str:
    """Return a YAML file with some texts in a language, in place of those there or after bokmål."""
    edits = []
    for words in words_in(text):
        if words.way not in done:
            continue
        base, own = words.nodes[BASE], words.nodes.get(language)
        value = _value(done[words.way], base, words, is_flow=words.is_flow)
        if own is not None:
            edits.append((own.start_mark.index, _end(own, text), value))
        elif words.is_flow:
            edits.append((_end(base, text),) * 2 + (f", {language}: {value}",))
        else:
            at = text.find("\n", _end(base, text))
            at = len(text) if at < 0 else at
            gap = "\n" + " " * base.start_mark.column if value.startswith("- ") else " "
            new = f"\n{' ' * words.column}{language}:{gap}{value}"
            edits.append((at, at, new))
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _end(node: Node, text: str) -> int:
    """Return where a value ends; what follows it, such as blank lines, is not its own."""
    if isinstance(node, SequenceNode) and not node.flow_style and node.value:
        return _end(node.value[-1], text)
    start, end = node.start_mark.index, node.end_mark.index
    return start + len(text[start:end].rstrip())


def _value(texts: tuple[str, ...], base: Node, words: Words, *, is_flow: bool) -> str:
    """Return a value as the bokmål beside it is written."""
    if not isinstance(base, SequenceNode):
        return _scalar(texts[0], base, words.column, is_flow=is_flow)
    column = base.start_mark.column
    beside = [*base.value, *([base.value[-1]] * len(texts))][: len(texts)]
    items = [
        _scalar(text, one, column, is_flow=bool(base.flow_style))
        for text, one in zip(texts, beside, strict=True)
    ]
    if base.flow_style:
        return f"[{', '.join(items)}]"
    return f"\n{' ' * column}".join(f"- {item}" for item in items)


def _scalar(text: str, base: Node, column: int, *, is_flow: bool) -> str:
    style = base.style if isinstance(base, ScalarNode) else None
    if style in ("|", ">") and not is_flow:
        # A folded text is one line of each paragraph: written as such, it need not be folded.
        sign = "|" if "\n" in text.rstrip("\n") or style == "|" else ">"
        end = "" if text.endswith("\n") else "-"
        indent = " " * (column + 2)
        lines = (f"{indent}{line}" if line else "" for line in text.rstrip("\n").split("\n"))
        return "\n".join((f"{sign}{end}", *lines))
    dumped = yaml.safe_dump(
        [text], default_flow_style=True, default_style=style if style in ("'", '"') else None,
        allow_unicode=True, width=_WIDEST,
    )  # fmt: skip
    return dumped.strip()[1:-1]
