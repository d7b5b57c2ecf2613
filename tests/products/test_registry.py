"""A product is one file: it is found, made and linked to without another being touched."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from world import ROOT

import samloft.products
from samloft.building.build import build
from samloft.building.order import Order
from samloft.products.registry import find_products

TOY = """
from samloft.products.registry import Product

PRODUCT = Product(
    kind="leke",
    made_from="{made_from}",
    suffixes=(".txt",),
    name=lambda language: "Leke",
    link=lambda language: "En leke",
    write=lambda subject, desk: f"{{desk.names['edition'].name}} har {{subject.stem}}",
    build=lambda commissions, root: (each.file.text.encode() for each in commissions),
)
"""
SESSION = "trygghet/samling/1-oppstart/"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that products are found in too."""
    folder = tmp_path / "produkter"
    folder.mkdir()
    found = [*samloft.products.__path__, str(folder)]
    monkeypatch.setattr(samloft.products, "__path__", found)
    return folder


def _say(key: str, /, **values: object) -> None:
    pass


@pytest.mark.slow("each")
@pytest.mark.parametrize(
    ("made_from", "page", "file", "stem"),
    [
        ("session", f"{SESSION}index.html", f"{SESSION}trygghet-1-oppstart-leke.txt",
         "trygghet-1-oppstart-"),
        ("module", "trygghet/index.html", "trygghet/trygghet-leke.txt", "trygghet-"),
        ("edition", "index.html", "leke.txt", ""),
    ],
)  # fmt: skip
def test_a_product_is_one_file_and_is_linked_from_the_page_of_what_it_is_made_from(
    made_from: str, page: str, file: str, stem: str, folder: Path, small_course: Path
) -> None:
    name = f"leke_{made_from}"  # a name is imported once
    (folder / f"{name}.py").write_text(TOY.format(made_from=made_from), encoding="utf-8")
    out = small_course / "site"
    build(small_course, Order(names=("nordvik",), jobs=1), out, say=_say)
    site = out / "nordvik"
    told = '>En leke (TXT)</a> <span class="sl-extent" data-search-exclude>1 kB</span>'
    assert told in (site / page).read_text(encoding="utf-8")
    assert Path(file).name in (site / page).read_text(encoding="utf-8")
    assert (site / file).read_text(encoding="utf-8") == f"Digi Nordvik & Co har {stem}"


def test_two_products_may_not_have_one_address(folder: Path) -> None:
    taken = find_products()[0].kind
    text = TOY.format(made_from="session").replace("leke", taken)
    (folder / "dobbel.py").write_text(text, encoding="utf-8")
    with pytest.raises(RuntimeError, match=taken):
        find_products()


def test_composing_knows_nothing_of_products() -> None:
    for file in (ROOT / "samloft/composing").glob("*.py"):
        imported = [
            name
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
            if isinstance(node, ast.ImportFrom | ast.Import)
            for name in [getattr(node, "module", None) or "", *(a.name for a in node.names)]
        ]
        assert not [name for name in imported if name.startswith("samloft.products")], file


@pytest.mark.parametrize("room", ["composing", "building", "checks", "versions", "stamping"])
def test_nothing_outside_knows_a_product_by_name(room: str) -> None:
    names = {product.kind for product in find_products(on_demand=True)}
    names |= {Path(file).stem for file in (ROOT / "samloft/products").glob("*.py")}
    names = {name for name in names - {"registry"} if not name.startswith("_")}
    names -= {"feed"}  # what the outermost element of Atom is called, too
    for file in (ROOT / "samloft" / room).rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                assert node.value not in names, file
            if isinstance(node, ast.ImportFrom):
                assert (node.module or "").removeprefix("samloft.products.") not in names, file
