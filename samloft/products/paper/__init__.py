"""What products on paper are made with: a page's text, laid out as an accessible PDF."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from samloft.products.registry import Builder, Commission


def builder(main: str, *, is_large: bool = False) -> Builder:
    """Return what makes papers by one layout of `overrides/paper`; large print, if it is large."""

    def build(commissions: Sequence[Commission], root: Path) -> Iterator[bytes]:
        from samloft.products.paper.papers import make_papers  # Typst takes its time

        return make_papers(commissions, root, main, is_large=is_large)

    return build
