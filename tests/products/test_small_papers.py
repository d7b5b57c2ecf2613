"""A paper is packed small, and shows and says what it did before it was."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from kit import commissions, made
from PIL import Image, ImageChops
from test_nothing_is_split import letters
from world import ROOT, copy_small_course

from samloft.catalogue import label
from samloft.products.paper.file import cut, numbered
from samloft.products.paper.finish import finished
from samloft.products.paper.fonts import _unhinted
from samloft.products.paper.papers import layout_of
from samloft.products.paper.typeset import typeset
from samloft.products.registry import Commission

pytestmark = pytest.mark.slow("file")

MOST = (
    ("fasilitator", "universell-utforming-1-", 50_000),
    ("fasilitator", "ki-1-", 51_000),
    ("utdelingsark", "ki-1-", 36_000),
)
"""Bytes of the longest papers, with an address, which takes 1 500. All but the second have less
than 50 000; a run's, which hold no letters for other names, are 2 000 shorter."""
LIMIT = 51_200


@pytest.fixture(scope="module")
def every(tmp_path_factory: pytest.TempPathFactory) -> list[Commission]:
    """Every paper of an edition that knows its address."""
    folder = tmp_path_factory.mktemp("tre")
    found = commissions(ROOT, folder, "agder/kristiansand", "nn", published="https://kurs.example")
    return [each for each in found if each.file.path.suffix == ".pdf"]


@pytest.mark.parametrize(("kind", "session", "most"), MOST)
def test_a_paper_is_small(kind: str, session: str, most: int, every: list[Commission]) -> None:
    one = next(c for c in every if c.file.kind == kind and session in c.file.path.name)
    assert len(made(one, ROOT)) <= most


@pytest.mark.slow
def test_no_paper_is_larger_than_fifty_kilobytes(every: list[Commission]) -> None:
    large = {c.file.path.name: size for c in every if (size := len(made(c, ROOT))) > LIMIT}
    assert large == {}


@pytest.mark.parametrize("kind", ["fasilitator", "utdelingsark", "storskrift"])
def test_packing_changes_neither_the_picture_nor_the_words(
    kind: str, every: list[Commission]
) -> None:
    one = next(c for c in every if c.file.kind == kind and "ki-1" in c.file.path.name)
    main = "guide.typ" if kind == "fasilitator" else "handout.typ"
    layout = layout_of(ROOT, one.network, main, is_large=kind == "storskrift")
    before = typeset(one.file, layout, one.pictures)
    after = finished(before, one.file.facts.brand)
    assert len(after) < len(before) / 2
    was, now = pypdfium2.PdfDocument(before), pypdfium2.PdfDocument(after)
    assert len(was) == len(now)
    for old, new in zip(was, now, strict=True):
        # Between figures' letters a reader had to guess what is a word.
        assert letters(old.get_textpage().get_text_range()) == letters(
            new.get_textpage().get_text_range()
        )
        assert _differs(old, new) < 0.003
    assert _differs(was[0], now[1]) > 0.02, "another page would be noticed"
    was.close()
    now.close()


def _differs(one: pypdfium2.PdfPage, other: pypdfium2.PdfPage) -> float:
    """What part of two pages' dots are plainly of another grey, at 100 dots an inch."""
    pictures = [page.render(scale=100 / 72).to_pil().convert("L") for page in (one, other)]
    found = ImageChops.difference(*pictures).point([255 * (grey > 128) for grey in range(256)])
    return found.histogram()[255] / (found.width * found.height)


def test_a_photograph_is_left_as_its_camera_made_it(tmp_path: Path) -> None:
    root = copy_small_course(tmp_path / "kurs")
    asked = next(
        c for c in commissions(root, tmp_path / "tre", "nordvik", "nb") if c.file.kind == "plan"
    )
    place = asked.pictures / "foto.jpg"
    Image.radial_gradient("L").convert("RGB").save(place, quality=80)
    away = "../" * (len(asked.file.page.parts) - 1)
    text = f"{asked.file.text}\n\n![Eit foto]({away}foto.jpg)\n"
    paper = made(replace(asked, file=replace(asked.file, text=text)), root)
    with pikepdf.open(io.BytesIO(paper)) as pdf:
        photographs = [
            each
            for each in pdf.objects
            if isinstance(each, pikepdf.Stream) and each.get("/Filter") == pikepdf.Name.DCTDecode
        ]
        assert [each.read_raw_bytes() for each in photographs] == [place.read_bytes()]
        assert pdf.check_pdf_syntax() == []


def test_a_copy_is_a_sound_file_whatever_is_filled_in() -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.docinfo["/Title"] = "a"
        held = pdf.make_stream(b"x")
        pdf.Root.Metadata = held
        gaps = {held.objgen: "xmp", pdf.trailer.Info.objgen: "info"}
        file = cut(pdf, gaps, numbered(pdf, gaps))
    for size in (0, 1, 299, 300, 70_000):
        content, info = bytes(range(256)) * (size // 256 + 1), b"<</Title(b)>>"
        copy = file.filled({"xmp": content[:size], "info": info}, b"0" * 32)
        with pikepdf.open(io.BytesIO(copy)) as opened:
            assert opened.Root.Metadata.read_bytes() == content[:size]
            assert str(opened.docinfo["/Title"]) == "b"
            assert opened.check_pdf_syntax() == []


def test_a_glyph_without_hints_has_its_width_and_its_outline() -> None:
    from fontTools.misc.psCharStrings import T2CharString

    hinted = T2CharString(
        program=[-45, 10, 20, "hstemhm", 5, 6, "hintmask", b"\xa0", 1, 2, "rmoveto",
                 3, "hlineto", "hintmask", b"\x80", 4, "vlineto", "endchar"]
    )  # fmt: skip
    hinted.compile()
    plain = T2CharString(_unhinted(hinted.bytecode))
    plain.decompile()
    assert plain.program == [-45, 1, 2, "rmoveto", 3, "hlineto", 4, "vlineto", "endchar"]


def said_by_kind(root: Path, folder: Path) -> dict[str, str]:
    """Return what each kind of product says of a small course's gathering."""
    return {each.file.kind: each.file.text for each in commissions(root, folder, "nordvik", "nb")}


def test_a_text_that_is_a_part_of_another_is_printed_with_it_alone(tmp_path: Path) -> None:
    root = copy_small_course(tmp_path / "kurs")
    for name, heading in {
        "01-passord.md": "Slik gjør du",
        "01-passord.nn.md": "Slik gjer du",
    }.items():
        lesson = root / "modules/trygghet" / name
        more = f"## {heading}\n\n### Bland\n\nTall og tegn.\n\n### Gjem\n\nI hodet.\n"
        text = lesson.read_text(encoding="utf-8")
        lesson.write_text(text.replace(f"## {heading}\n", more), encoding="utf-8")
    (session,) = (root / "modules/trygghet/sessions").glob("*.yml")
    parts = session.read_text(encoding="utf-8")
    for part, heading in {
        "input, minutes: 25": "{nb: Slik gjør du, nn: Slik gjer du}",
        "group, minutes: 50": "{nb: Bland, nn: Bland}",
    }.items():
        parts = parts.replace(part, f"{part}, needs_text: [{{heading: {heading}}}]")
    session.write_text(parts, encoding="utf-8")
    said = said_by_kind(root, tmp_path / "tre")
    guide = said["fasilitator"]
    assert guide.count("Tall og tegn.") == guide.count("I hodet.") == 1
    again = label("nb", "guide.again", part="Gode passord", clock="22.40")
    assert f"{label('nb', 'guide.quoted', title='Bland')} {again}" in guide
    assert said["presentasjon"].count("Tall og tegn.") == 1, "a room is shown a text once"


def test_a_guide_names_who_keeps_time_once_whoever_else_does(tmp_path: Path) -> None:
    root = copy_small_course(tmp_path / "kurs")
    (session,) = (root / "modules/trygghet/sessions").glob("*.yml")
    with session.open("a", encoding="utf-8") as file:
        file.write("roles: {nb: [Den som skriver, Tidtaker], nn: [Den som skriv, Tidtakar]}\n")
    guide = said_by_kind(root, tmp_path / "tre")["fasilitator"]
    lines = guide.splitlines()
    assert lines.count("Tidtaker") == lines.count("Den som skriver") == 1


@pytest.mark.parametrize(
    "part", ["activity: group-1, form: group, minutes: 50", "form: input, minutes: 25"]
)
def test_what_tables_look_things_up_in_lies_with_the_group_sheets_alone(
    part: str, tmp_path: Path
) -> None:
    root = copy_small_course(tmp_path / "kurs")
    (session,) = (root / "modules/trygghet/sessions").glob("*.yml")
    wanted = "needs_text: [{heading: {nb: Slik gjør du, nn: Slik gjer du}, to_look_up: true}]"
    text = session.read_text(encoding="utf-8")
    assert part in text
    session.write_text(text.replace(part, f"{part}, {wanted}", 1), encoding="utf-8")
    asked = commissions(root, tmp_path / "tre", "nordvik", "nb")
    texts = {each.file.kind: each.file.text for each in asked if each.file.path.suffix == ".pdf"}
    holds = {kind for kind, said in texts.items() if "Slik gjør du" in said}
    assert holds == {"gruppeark"}
