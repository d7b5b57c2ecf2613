"""The handout in large print: the same text, one column, tables as lists."""

from __future__ import annotations

from samloft.catalogue import label
from samloft.products import handout
from samloft.products.paper import PaperBuilder
from samloft.products.registry import Product

BUILD = PaperBuilder("handout.typ", is_large=True)
PRODUCT = Product(
    kind="storskrift",
    made_from="session",
    suffixes=(".pdf",),
    name=lambda language: label(language, "product.large_print.name"),
    link=lambda language: label(language, "product.large_print.link"),
    write=handout.write,
    build=BUILD,
    is_exact=BUILD.is_exact,
    rank=40,
    is_on_demand=True,
    use=lambda language: label(language, "product.large_print.use"),
)
