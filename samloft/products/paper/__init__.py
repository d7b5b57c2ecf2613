"""What products on paper are made with: a page's text, laid out as an accessible PDF."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from samloft.products.registry import Commission

LAYOUT = "overrides/handout.typ"


def build(commissions: Sequence[Commission], root: Path) -> Iterator[bytes]:
    """Yield papers as PDF/UA-1. Raises CourseError for what cannot be laid out."""
    from samloft.products.paper.typeset import typeset  # Typst takes its time

    for commission in commissions:
        yield typeset(commission.file, root / LAYOUT, commission.pictures)
