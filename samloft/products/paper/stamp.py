"""Typeset a paper once for many editions, and fill in what differs in the finished file."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Dictionary

from samloft.composing.plain_tree import Facts, ProductFile
from samloft.products.paper.content import direct
from samloft.products.paper.cutter import BASE_BRAND, SIDE, Cutter, Slot
from samloft.products.paper.file import OpenFile, cut, numbered
from samloft.products.paper.setting import SetText
from samloft.products.paper.typeset import Layout, line_of, qr_of, typeset

NAMES = "ABDEFGHIJKLMNOPRSTUVØÅabdefghijklmnoprstuvyæøå ,-–· ft"
"""What most names are written with, and what the typeface ties together of it."""
ADDRESSES = "abcdefghijklmnopqrstuvwxyz0123456789.:-/ ff ft fft"
"""What addresses are written with, which stand in bold."""
MORE = f"{NAMES}{ADDRESSES}CQWXYZÆ'’&();ÁÄÉÖÜáäéöüèČčĐđŊŋŠšŦŧŽž"
"""What a name may hold without the paper being typeset for it."""
_HELD = Facts(
    course="", edition="Qxedition0", network="Qxnetwork0", version="", date="", address="",
    brand=BASE_BRAND, kind="",
)  # fmt: skip


@dataclass(frozen=True)
class Base:
    """A paper typeset once, in pieces."""

    file: OpenFile
    slots: Mapping[str, Slot]
    """By the names of gaps."""
    info: Mapping[str, str]
    xmp: str
    links: Mapping[str, bytes]
    pages: int

    def texts(self, facts: Facts) -> Iterator[tuple[str, str]]:
        """Yield the texts that a copy needs, each with its weight."""
        for slot in self.slots.values():
            yield slot.weight, said_in(facts)[slot.name]

    def stamped(self, facts: Facts, known: Mapping[tuple[str, str], SetText]) -> bytes | None:
        """Return the paper of one edition; None where something does not fit and it is typeset."""
        said = said_in(facts)
        held = {"Qxedition0": facts.edition, "Qxnetwork0": facts.network}
        ident = hashlib.md5(repr((self.xmp, facts)).encode(), usedforsecurity=False).hexdigest()
        filled = {
            "brand": bytes.fromhex(facts.brand.removeprefix("#")),
            "info": _info(self.info, held),
            "xmp": _xmp(self.xmp, held, ident).encode(),
        }
        for name, link in self.links.items():
            filled[name] = link.replace(b"Qxaddress0", facts.address.encode())
        parts: dict[str, bytes | None] = {}
        for name, slot in self.slots.items():
            text = known.get((slot.weight, said[slot.name]))
            fits = text is not None and text.width <= slot.room
            drawn = text.drawn(slot.letters) if text and fits else None
            parts[name] = drawn and slot.before + drawn + slot.after
        if facts.address:
            parts["qr"] = _qr_bits(facts.address)
        there = {name: part for name, part in parts.items() if part is not None}
        if len(there) < len(parts):
            return None
        return self.file.filled(filled | there, ident.encode())


def said_in(facts: Facts) -> dict[str, str]:
    """Return what stands in each slot."""
    return {"edition": facts.edition, "line": line_of(facts), "address": facts.address}


def letters_for(facts: Facts) -> Mapping[int, str]:
    """Return the letters that a base has to hold for an edition, by their weight.

    With names as most are, they are fewer. What is tied together is told as it stands in names.
    """
    said = said_in(facts)
    address = said.pop("address")
    names = "".join(said.values())
    if "ff" in names or not (set(names) <= set(NAMES) and set(address) <= set(ADDRESSES)):
        return {400: MORE, 700: MORE}
    return {400: NAMES, 700: NAMES + (ADDRESSES if address else "")}


def key_of(sheet: ProductFile) -> ProductFile:
    """Return a sheet without what is filled in: papers of equal ones share a base."""
    facts = replace(
        sheet.facts,
        edition=_HELD.edition,
        network=_HELD.network,
        brand=BASE_BRAND,
        address="Qxaddress0" if sheet.facts.address else "",
    )
    return replace(sheet, facts=facts, path=sheet.page)


def make_base(
    sheet: ProductFile, layout: Layout, pictures: Path, letters: Mapping[int, str]
) -> Base | None:
    """Return the base of a sheet; None for a layout that it cannot be made of.

    Args:
        sheet: what `key_of` gives.
        layout: the Typst files.
        pictures: the docs/ folder of the plain tree.
        letters: what `letters_for` gives.

    Raises CourseError for what cannot be laid out.
    """
    pdf = pikepdf.open(io.BytesIO(typeset(sheet, layout, pictures, letters=letters)))
    del pdf.pages[-1]
    cutter = Cutter(pdf)
    if not cutter.pages():
        return None
    if sheet.facts.address and not cutter.code():
        return None
    cutter.links()
    info = {name: str(value) for name, value in pdf.trailer.Info.items()}
    xmp = pdf.Root.Metadata.read_bytes().decode()
    gaps = cutter.gaps
    gaps[pdf.trailer.Info.objgen], gaps[pdf.Root.Metadata.objgen] = "info", "xmp"
    numbers = numbered(pdf, gaps)
    links = {name: direct(link, numbers, is_whole=True) for name, link in cutter.addresses.items()}
    return Base(cut(pdf, gaps, numbers), cutter.slots, info, xmp, links, len(pdf.pages))


def _info(info: Mapping[str, str], held: Mapping[str, str]) -> bytes:
    said = {name: pikepdf.String(_with(text, held)) for name, text in info.items()}
    return bytes(Dictionary(said).unparse())


def _with(text: str, held: Mapping[str, str]) -> str:
    for mark, value in held.items():
        text = text.replace(mark, value)
    return text


_NAMED = re.compile(r"(<xmpMM:(?:InstanceID|DocumentID)>)[^<]*")


def _xmp(text: str, held: Mapping[str, str], ident: str) -> str:
    """Return what the file says of itself."""
    said = _with(text, {mark: escape(value) for mark, value in held.items()})
    return _NAMED.sub(rf"\g<1>uuid:{ident}", said)


@lru_cache(maxsize=1024)
def _qr_bits(address: str) -> bytes | None:
    """Return a code as a picture of one bit a module; None for an address that is too long."""
    code = qr_of(address)
    if code is None:
        return None
    rows = ("".join("0" if dark else "1" for dark in row) for row in code.matrix)
    return b"".join(
        int(row.ljust(-(-SIDE // 8) * 8, "1"), 2).to_bytes(-(-SIDE // 8), "big") for row in rows
    )
