"""Write text on a slide: lists become lists, links links, and each piece has its language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pptx.oxml.ns import qn
from pptx.util import Pt

from samloft.products.slides import house
from samloft.products.slides.fitting import Laid
from samloft.products.slides.measuring import APART, HEIGHT, OPEN, Setting, hang_of, stands_in
from samloft.products.slides.reading import Paragraph, Run


def write_columns(slide: Any, laid: Laid) -> None:
    """Write a text, in two columns where it is laid so: the second is a box of its own."""
    body = slide.placeholders[1]
    left, top, whole, height = room_of(laid)
    width = whole - (Pt(laid.beside) + house.GUTTER if laid.beside else 0)
    width = (width - house.GUTTER) // 2 if laid.split else width
    for number, blocks in enumerate(laid.columns):
        place = (left + number * (width + house.GUTTER), top, width, height)
        shape = slide.shapes.add_textbox(*place) if number else body
        if number:
            shape.name = "column"
            shape.text_frame.word_wrap, shape.text_frame.margin_left = True, 0
        if place != house.BODY:
            house.put(shape, place)
        texts = [block for block in blocks if isinstance(block, Paragraph)]
        write(shape.text_frame, texts, laid.size, laid.setting)


def room_of(laid: Laid) -> tuple[int, int, int, int]:
    """Return where a slide's text or table stands: higher where it needs all the room there is."""
    left, top, width, height = house.BODY
    more = Pt(laid.height - HEIGHT)
    return left, top - more, width, height + more


def write(
    frame: Any, paragraphs: Sequence[Paragraph], size: int | None, setting: Setting = OPEN
) -> None:
    """Put paragraphs into a frame; items of lists become items of PowerPoint's."""
    for number, each in enumerate(paragraphs):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        write_runs(paragraph, each.runs, size)
        if size is None:
            continue
        paragraph.space_before = Pt(size * APART if each.is_apart else 0)
        paragraph.space_after = Pt(size * setting.gap)
        _item(paragraph._p.get_or_add_pPr(), each, size)


def _item(settings: Any, each: Paragraph, size: int) -> None:
    hang = hang_of(each.within[-1] if each.within else len(each.mark))
    settings.set("marL", str(round(Pt(size * stands_in(each)))))
    settings.set("indent", str(-round(Pt(size * hang)) if each.mark else 0))
    settings.set("algn", "l")
    if not each.mark:
        settings.append(settings.makeelement(qn("a:buNone"), {}))
    elif each.mark == "•":
        settings.append(settings.makeelement(qn("a:buChar"), {"char": "•"}))
    else:
        begins = {"type": "arabicPeriod", "startAt": each.mark.rstrip(".")}
        settings.append(settings.makeelement(qn("a:buAutoNum"), begins))


def write_runs(paragraph: Any, runs: Sequence[Run], size: int | None) -> None:
    """Put letters into a paragraph, each run with its look, link and language."""
    for run in runs:
        for number, piece in enumerate(run.text.split("\v")):
            if number:
                paragraph.add_line_break()
            if not piece:
                continue
            written = paragraph.add_run()
            written.text = piece
            if run.is_bold:
                written.font.bold = True
            if size:
                written.font.size = Pt(size)
            if run.link:
                written.hyperlink.address = run.link if "://" in run.link else f"https://{run.link}"
            if run.language:
                written._r.get_or_add_rPr().set("lang", run.language)
