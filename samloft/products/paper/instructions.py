"""Read what a PDF page draws, as plain values (ISO 32000-1, 7.8.2).

Numbers are numbers, strings are bytes, names are texts that begin with a slash, arrays tuples and
dictionaries dictionaries. What pikepdf gives takes several times as long to look at, and a page has
thousands of them.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from typing import Any

import pikepdf
from pikepdf import Array

Instruction = tuple[Sequence[Any], str]
"""Operands and operator."""

_SPACE = rb"[\0\t\n\f\r ]"
_TEXT = rb"[^()\\\r]*(?:\\[\s\S][^()\\\r]*)*"
"""A string that holds no bracket and no end of a line of its own."""
_PLAIN = re.compile(
    rb"%b*((?:[-+.0-9\0\t\n\f\r ]|/[A-Za-z0-9]+%b)*)([A-Za-z'\"][A-Za-z0-9*]*)" % (_SPACE, _SPACE)
)
"""An instruction with numbers and names alone."""
_SHOWS = re.compile(rb"%b*\[((?:[-+.0-9 \n]|\(%b\))*)\]%b*TJ" % (_SPACE, _TEXT, _SPACE))
_ITEM = re.compile(rb"\((%b)\)|([-+.0-9]+)" % _TEXT)
_TOKEN = re.compile(
    rb"%b+|%%[^\r\n]*"
    rb"|(?P<number>[-+.0-9]+)"
    rb"|\((?P<text>%b)\)"
    rb"|(?P<name>/[^\0\t\n\f\r ()<>\[\]{}/%%]*)"
    rb"|(?P<word>[A-Za-z'\"][A-Za-z0-9*'\"]*)"
    rb"|(?P<open><<|\[)|(?P<close>>>|\])"
    rb"|<(?P<hexadecimal>[0-9A-Fa-f\0\t\n\f\r ]*)>"
    rb"|(?P<string>\()" % (_SPACE, _TEXT)
)
_IN_STRING = re.compile(rb"[^()\\\r]+|\\[\s\S]|\r\n?|[()]")
_ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|\r\n|([\s\S]))")
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r": b""}
_SAID = {b"true": True, b"false": False, b"null": None}
_ODD = re.compile("#([0-9A-Fa-f]{2})")


def instructions(page: pikepdf.Page) -> list[Instruction]:
    """Return what a page draws, in order. Raises ValueError for what cannot be read."""
    content = page.obj.get("/Contents")
    if content is None:
        return []
    streams = list(content) if isinstance(content, Array) else [content]
    return read_instructions(b"\n".join(each.read_bytes() for each in streams))


def read_instructions(content: bytes) -> list[Instruction]:
    """Return a content stream's instructions, in order.

    Raises ValueError for a picture inside the stream, and for what is no content stream.
    """
    content = content.rstrip(b"\0\t\n\f\r ")
    found: list[Instruction] = []
    at, end = 0, len(content)
    while at < end:
        # Nearly all are of these two kinds, and are read at a glance.
        if (plain := _PLAIN.match(content, at)) and plain[2] not in (*_SAID, b"BI"):
            found.append((_operands(plain[1]), plain[2].decode()))
            at = plain.end()
        elif shows := _SHOWS.match(content, at):
            items = _ITEM.findall(shows[1])
            found.append(
                (
                    (tuple(_number(number) if number else _text(text) for text, number in items),),
                    "TJ",
                )
            )
            at = shows.end()
        else:
            instruction, at = _any(content, at)
            if instruction:
                found.append(instruction)
    return found


@functools.lru_cache(maxsize=4096)
def _operands(said: bytes) -> tuple[Any, ...]:
    return tuple(each.decode() if each[:1] == b"/" else _number(each) for each in said.split())


@functools.lru_cache(maxsize=4096)
def _number(said: bytes) -> float:
    return float(said) if b"." in said else int(said)


def _text(said: bytes) -> bytes:
    if b"\\" not in said:
        return said
    if b"\\\\" not in said:
        said = said.replace(b"\\000", b"\0")  # nearly every other of Typst's bytes
    return _ESCAPE.sub(_meant, said)


def _meant(escape: re.Match[bytes]) -> bytes:
    if escape[1]:
        return bytes((int(escape[1], 8) % 256,))
    return _ESCAPED.get(escape[2], escape[2]) if escape[2] else b""


def _any(content: bytes, at: int) -> tuple[Instruction | None, int]:
    """Return the instruction that begins at a place, and where it ends; None after the last."""
    operands: list[Any] = []
    open_ones: list[tuple[bytes, list[Any]]] = []
    while at < len(content):
        token = _TOKEN.match(content, at)
        if token is None:
            raise ValueError(f"no content stream: {content[at : at + 20]!r}")
        at = token.end()
        kind, said = token.lastgroup, token[token.lastgroup or 0]
        if kind == "word" and said not in _SAID:
            if open_ones or said == b"BI":
                raise ValueError(f"{said.decode()} stands where none was expected")
            return (tuple(operands), said.decode()), at
        if kind == "open":
            open_ones.append((said, operands))
            operands = []
        elif kind == "close":
            if not open_ones:
                raise ValueError(f"{said.decode()} closes what was not opened")
            began, before = open_ones.pop()
            is_table = began == b"<<"
            pairs = zip(operands[::2], operands[1::2], strict=True)
            before.append(dict(pairs) if is_table else tuple(operands))
            operands = before
        elif kind == "string":
            text, at = _string(content, at)
            operands.append(text)
        elif kind is not None:
            operands.append(_value(kind, said))
    if operands or open_ones:
        raise ValueError("the last instruction has no operator")
    return None, at


def _value(kind: str, said: bytes) -> object:
    if kind == "number":
        return _number(said)
    if kind == "text":
        return _text(said)
    if kind == "name":
        return _ODD.sub(lambda odd: chr(int(odd[1], 16)), said.decode("latin-1"))
    if kind == "word":
        return _SAID[said]
    digits = b"".join(said.replace(b"\0", b" ").split()).decode()
    return bytes.fromhex(digits + "0" * (len(digits) % 2))


def _string(content: bytes, at: int) -> tuple[bytes, int]:
    """Return a literal string that begins after a bracket, and where it ends (7.3.4.2)."""
    start, depth = at, 1
    while depth:
        piece = _IN_STRING.match(content, at)
        if piece is None:
            raise ValueError("a string without an end")
        at = piece.end()
        depth += {b"(": 1, b")": -1}.get(piece[0], 0)
    return _text(content[start : at - 1].replace(b"\\\r\n", b"").replace(b"\r\n", b"\n")), at
