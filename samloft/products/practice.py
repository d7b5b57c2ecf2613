"""What a module, or a gathering of it, has to practise on: a ZIP with mistakes, and mended."""

from __future__ import annotations

import functools
import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from samloft.catalogue import label
from samloft.composing.offers import Subject
from samloft.composing.page_kit import Desk
from samloft.course.practice import PRACTICE, in_form
from samloft.problems import CourseError, problem
from samloft.products.registry import Product

if TYPE_CHECKING:
    from samloft.products.registry import Commission

TAGGED = "// pdf: ua-1"
"""How a letter begins that becomes an accessible PDF; others become one without any tags."""
_DAY = (1980, 1, 1, 0, 0, 0)
"""The first a ZIP can hold: the same texts give the same bytes."""


def write(subject: Subject, desk: Desk) -> str:
    """Return the files as data, by their names."""
    assert subject.module is not None, "made from a module"
    files = in_form(subject.module.module.practice, desk.language)
    return json.dumps(files, ensure_ascii=False, sort_keys=True)


def is_there(subject: Subject) -> bool:
    """Tell whether a module has such files."""
    return bool(subject.module and subject.module.module.practice)


def build(commissions: Sequence[Commission], root: Path) -> Iterator[bytes]:
    """Yield each ZIP; all editions in one language have the same, which is made once."""
    for each in commissions:
        folder = f"modules/{each.file.page.parts[0]}/{PRACTICE}"
        yield _packed(each.file.text, folder, root)


@functools.lru_cache(maxsize=8)
def _packed(text: str, folder: str, root: Path) -> bytes:
    files: dict[str, str] = json.loads(text)
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            if name.endswith(".typ"):
                letter = zipfile.ZipInfo(name.removesuffix("typ") + "pdf", _DAY)
                packed.writestr(letter, _letter(name, files, folder, root))
            else:
                packed.writestr(zipfile.ZipInfo(name, _DAY), content, zipfile.ZIP_DEFLATED)
    return whole.getvalue()


def _letter(name: str, files: dict[str, str], folder: str, root: Path) -> bytes:
    """Return a letter as a PDF. Raises CourseError where it cannot be laid out."""
    import typst  # takes its time

    from samloft.products.paper.typeset import press

    is_tagged = files[name].startswith(TAGGED)
    beside = {each: said.encode() for each, said in files.items() if each.endswith(".svg")}
    try:
        made = press()[1].compile(
            input={"main.typ": files[name].encode(), **beside},  # type: ignore[type-var]
            root=root,
            format="pdf",
            pdf_standards="ua-1" if is_tagged else "1.7",
            pdf_tags=is_tagged,
            timestamp=0,
        )
    except typst.TypstError as error:
        said = problem(f"{folder}/{name}", "sheet-can-be-typeset", page=name, reason=error.message)
        raise CourseError([said]) from error
    assert isinstance(made, bytes), "one PDF was asked for"
    return made


OF_A_MODULE = Product(
    kind="oving",
    made_from="module",
    suffixes=(".zip",),
    name=lambda language: label(language, "product.practice.name"),
    link=lambda language: label(language, "product.practice.link"),
    write=write,
    is_there=is_there,
    build=build,
    rank=60,
)
PRODUCTS = (
    OF_A_MODULE,
    # Among the papers of a gathering, for who has nothing but them.
    replace(
        OF_A_MODULE,
        kind="ovingsfiler",
        made_from="session",
        rank=95,
        use=lambda language: label(language, "product.practice.use"),
        is_for_a_run=True,
    ),
)
