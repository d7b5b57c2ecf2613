"""Tell which file and line each line of a filled-in text comes from.

A text is filled in a second time with marks in what its authors wrote, and only when something
in it has to be named: the text that is used never holds a mark, and no filter sees one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

from samloft.slots.traced import seen_through
from samloft.text.environments import authors_texts


class Place(NamedTuple):
    """A line of a file."""

    file: str
    line: int


_MARK = re.compile("\x02(\\d+):([^\x03]*)\x03")


class Places(Extension):
    """Puts a mark at the start of each piece of a text, and of each line in it."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """Yield a text's tokens, marked."""
        name = stream.name or ""
        for token in stream:
            if token.type != "data":
                yield token
                continue
            lines = str(token.value).split("\n")
            marked = (
                f"\x02{token.lineno + number}:{name}\x03{line}" for number, line in enumerate(lines)
            )
            yield Token(token.lineno, "data", "\n".join(marked))


def places_of(
    chain: Sequence[tuple[str, str]], values: Mapping[str, Any], filled: str
) -> Sequence[Place]:
    """Return the place of each line of a filled-in text.

    Args:
        chain: name and text of the page and of those beneath it, the lowest first; a name is a
            file, perhaps with `#` and what tells it from another of that file.
        values: what it was filled in with.
        filled: the text as it became without marks.

    Where a text that looks at its own length comes out otherwise with marks in it, the places
    are those of the lines of the page that read the same.
    """
    file = chain[-1][0].partition("#")[0]
    seen = {key: seen_through(value) for key, value in values.items()}
    marked = marked_lines(chain, seen, filled)
    if marked is None:
        return _alike(chain[-1][1], filled, file)
    found = []
    last = Place(file, 1)
    for pieces in marked:
        if pieces:
            last = next((place for place, words in pieces if words.strip()), pieces[-1][0])
        found.append(last)
    return found


def marked_lines(
    chain: Sequence[tuple[str, str]], values: Mapping[str, Any], filled: str
) -> Sequence[Sequence[tuple[Place, str]]] | None:
    """Return the pieces each line of a filled-in text is made of, with the place of each.

    None where a text comes out otherwise with marks in it. The arguments are those of `places_of`.
    """
    environment = authors_texts(Places)
    for (parent, text), (child, child_text) in pairwise([chain[0], *chain]):
        environment.put(parent, text)
        environment.put(child, child_text)
        if parent != child:
            environment.parents[child] = parent
    try:
        marked = environment.get_template(chain[-1][0]).render(values)
    except Exception:  # whatever it is, it has been told when the text was filled in
        return None
    if _MARK.sub("", marked) != filled:
        return None
    lines = [list(_pieces(line)) for line in marked.split("\n")]
    known = {name.partition("#")[0] for name, _ in chain}
    files = {place.file for pieces in lines for place, _ in pieces}
    # `{% filter upper %}` takes the marks along.
    return lines if files <= known else None


def _pieces(line: str) -> Iterator[tuple[Place, str]]:
    """Yield what stands after each mark of a line, with the place it tells."""
    pieces = _MARK.split(line)
    for number, name, words in zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True):
        yield Place(name.partition("#")[0], int(number)), words


def _alike(text: str, filled: str, file: str) -> Sequence[Place]:
    numbers: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        numbers.setdefault(line, number)
    last = 1
    found = []
    for line in filled.split("\n"):
        last = numbers.get(line, last) if line.strip() else last
        found.append(Place(file, last))
    return found
