"""Let tags that are alone on a line leave no line behind, and every other line be as it is written.

What an editor shows is what a reader gets: the blanks before `{% if … %}Text` are the text's, and
a line that ends with `{% endif %}` ends there. Jinja's own `lstrip_blocks` and `trim_blocks` take
both away, so that a line of a note to the facilitator came to stand outside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from jinja2 import nodes
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

_LINE_ENDS = re.compile(r"[ \t]*\n")
_ONE_LINE_IF = re.compile(r"[ \t]*\{%\+?\s*if\b.*\{%\s*endif\s*\+?%\}[ \t]*")
_PLACE = "(?:\x02[^\x03]*\x03)?"
"""A mark with the place of a line (places.py)."""
_BEFORE_IF = re.compile(rf"(?:\A|(?<=\n)){_PLACE}[ \t]*\Z")
_AFTER_IF = re.compile(rf"{_PLACE}[ \t]*\n")


@dataclass
class _Piece:
    """A tag, something printed, or text as it is written; a comment is a tag of no tokens."""

    kind: str
    is_first: bool
    """Whether nothing but blanks and tags stand before it on its line."""
    tokens: list[Token] = field(default_factory=list)
    text: str = ""
    line: int = 0
    blanks: str = ""
    """Of a tag: what stood before it, and is to come after it."""

    @property
    def is_blank(self) -> bool:
        """Whether it is text, and nothing but blanks within a line."""
        return self.kind == "data" and not self.text.strip(" \t")


class TagLines(Extension):
    """Takes away the lines that hold nothing but tags."""

    priority = 50
    """Before the places of lines are marked (places.py)."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """Yield the tokens of a text, without its lines of tags."""
        pieces = list(_pieces(stream))
        for first, end in list(_runs(pieces)):
            after = pieces[end] if end < len(pieces) else None
            ending = _LINE_ENDS.match(after.text) if after else None
            is_last = after is None or (end == len(pieces) - 1 and after.is_blank)
            if not pieces[first].is_first:
                continue
            if ending or is_last:
                for piece in pieces[max(first - 1, 0) : end]:
                    piece.text = piece.text.rstrip(" \t")
                if after:
                    after.text = after.text[ending.end() :] if ending else ""
                    after.line += 1
            elif first and any(map(_parts_lines, pieces[first:end])):
                before = pieces[first - 1]
                words = before.text.rstrip(" \t")
                pieces[end - 1].blanks, before.text = before.text[len(words) :], words
        for piece in pieces:
            yield from piece.tokens
            if text := piece.text or piece.blanks:
                yield Token(piece.line, "data", text)


def _parts_lines(tag: _Piece) -> bool:
    """Tell whether what stands before a tag on its line is another part of the text, or its last.

    The blanks before it are then of no use to what stands after it.
    """
    name = str(tag.tokens[1].value) if tag.tokens else ""
    return name in ("for", "elif", "else") or name.startswith("end")


def _pieces(stream: TokenStream) -> Iterator[_Piece]:
    """Yield what a text is made of, with an empty tag for what is between two pieces of text.

    A tag that is alone on its line takes no more away after itself with `-%}` than with `%}`: the
    next line is as far in as it is written.
    """
    is_first, was_text = True, False
    code: list[Token] = []
    for token in stream:
        if token.type == "data":
            if was_text:
                yield _Piece("tag", is_first)
            piece = _Piece("data", is_first, text=str(token.value), line=token.lineno)
            yield piece
            *lines, last = piece.text.split("\n")
            is_first, was_text = (bool(lines) or is_first) and not last.strip(" \t"), True
            continue
        code.append(token)
        if token.type in ("block_end", "variable_end"):
            kind = token.type.removesuffix("_end")
            kind = "tag" if kind == "block" else kind
            yield _Piece(kind, is_first, code, line=token.lineno)
            is_first, was_text, code = is_first and kind == "tag", False, []
            _, newline, blanks = str(token.value).rpartition("\n")
            if is_first and newline and token.value.startswith("-"):
                yield _Piece("data", is_first, text=f"\n{blanks}", line=token.lineno)
                was_text = True


def _runs(pieces: Sequence[_Piece]) -> Iterator[tuple[int, int]]:
    """Yield where tags begin that have nothing but blanks between them, and where they end."""
    first = 0
    while first < len(pieces):
        end = first
        while end < len(pieces) and pieces[end].kind == "tag":
            end += 1
            if pieces[end : end + 1] and pieces[end].is_blank:
                end += [each.kind for each in pieces[end + 1 : end + 2]] == ["tag"]
        if end > first:
            yield first, end
        first = max(end, first + 1)


def with_one_line_ifs(tree: nodes.Template, source: str) -> nodes.Template:
    """Return a parsed text where `{% if … %}Text{% endif %}` is a line, or none where it is not so.

    A blank line in its place would part a list or a table in two.
    """
    lines = source.split("\n")
    for node in [tree, *tree.find_all(nodes.Stmt)]:
        for _, value in node.iter_fields():
            if isinstance(value, list):
                for before, found, after in zip(value, value[1:], value[2:], strict=False):
                    if isinstance(found, nodes.If) and _ONE_LINE_IF.fullmatch(
                        lines[found.lineno - 1]
                    ):
                        _take_in(before, found, after)
    return tree


def _take_in(before: nodes.Node, found: nodes.If, after: nodes.Node) -> None:
    """Move what stands before and after an `if` on its line into each of its branches."""
    if not isinstance(before, nodes.Output) or not isinstance(after, nodes.Output):
        return
    last, first = before.nodes[-1], after.nodes[0]
    if not isinstance(last, nodes.TemplateData) or not isinstance(first, nodes.TemplateData):
        return
    begins, ends = _BEFORE_IF.search(last.data), _AFTER_IF.match(first.data)
    if begins is None or ends is None or first.lineno != found.lineno:
        return
    last.data, first.data = last.data[: begins.start()], first.data[ends.end() :]
    for branch in (found.body, *(each.body for each in found.elif_), found.else_):
        if branch:
            branch.insert(0, _written(begins[0], found.lineno))
            branch.append(_written(ends[0], found.lineno))


def _written(text: str, line: int) -> nodes.Output:
    return nodes.Output([nodes.TemplateData(text, lineno=line)], lineno=line)
