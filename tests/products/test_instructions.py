"""What a page draws is read as pikepdf reads it, whatever way it is written."""

from __future__ import annotations

from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from samloft.products.paper.instructions import instructions, read_instructions

ODD = rb"""q 1 0 0 -1 .5 -7. cm/c0 cs 0.1 scn % why (not
/P<</MCID 3/Lang(nb)/Alt<FEFF00C5>/List[1 true null/A#20b]>>BDC
BT/F1 11 Tf[(a\(b\)\\c)-20.5(d\051\n\
e)<414 2>]TJ
((nested) brackets)Tj (\0001)' EMC ET
0 0 m 1 1 l f* Q"""


def plain(value: Any) -> Any:
    """A value of pikepdf's as ours is."""
    if isinstance(value, Array):
        return tuple(plain(each) for each in value)
    if isinstance(value, Dictionary):
        return {name: plain(each) for name, each in value.items()}
    if isinstance(value, String):
        return bytes(value)
    if isinstance(value, Name):
        return str(value)
    return value if value is None or isinstance(value, (bool, int)) else float(value)


def file_with(*pieces: bytes) -> pikepdf.Pdf:
    """A file of one page with a content in pieces."""
    pdf = pikepdf.new()
    streams = [pdf.make_stream(each) for each in pieces]
    pdf.add_blank_page().Contents = streams[0] if len(streams) == 1 else Array(streams)
    return pdf


@pytest.mark.parametrize(
    "content",
    [ODD, b"", b"q Q", ODD.replace(b"\n", b" "), rb"(\\000)Tj", rb"[(\\\000)(\1)]TJ"],
)
def test_it_is_read_as_pikepdf_reads_it(content: bytes) -> None:
    with file_with(content) as pdf:
        expected = [
            (tuple(plain(each) for each in operands), str(operator))
            for operands, operator in pikepdf.parse_content_stream(pdf.pages[0])
        ]
        assert instructions(pdf.pages[0]) == expected


def test_a_page_in_pieces_is_read_as_one() -> None:
    with file_with(b"q 1 0", b"0 1 0 0 cm Q") as pdf:
        assert instructions(pdf.pages[0]) == [
            ((), "q"),
            ((1, 0, 0, 1, 0, 0), "cm"),
            ((), "Q"),
        ]


@pytest.mark.parametrize("content", [b"BI /W 1 ID x EI", b"(a", b"1 2", b"] Tj", b"[ q", b"{"])
def test_what_is_no_such_content_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_instructions(content)
