"""What presentations are made with: a session's slides, as a PowerPoint file one can edit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from samloft.products.registry import Commission


@dataclass(frozen=True)
class SlidesBuilder:
    """Makes PowerPoint files, each by itself: nothing is shared between editions."""

    def __call__(self, commissions: Sequence[Commission], root: Path) -> Iterator[bytes]:
        """Yield presentations in the order they are asked for. Raises CourseError."""
        from samloft.products.paper.papers import layout_of
        from samloft.products.slides.writing import presentation  # python-pptx takes its time

        for each in commissions:
            forms = layout_of(root, each.network, "forms.typ", is_large=False).files
            yield presentation(each.file, each.pictures, forms)
