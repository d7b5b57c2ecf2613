"""What products on paper are made with: a page's text, laid out as an accessible PDF."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from samloft.products.registry import Commission


@dataclass(frozen=True)
class PaperBuilder:
    """Makes papers by one layout of `overrides/paper`."""

    main: str
    """The file the layout begins in."""
    is_large: bool = False
    """True for large print."""

    def __call__(self, commissions: Sequence[Commission], root: Path) -> Iterator[bytes]:
        """Yield papers in the order they are asked for. Raises CourseError."""
        from samloft.products.paper.papers import make_papers  # Typst takes its time

        return make_papers(commissions, root, self.main, is_large=self.is_large)

    def is_exact(self, commission: Commission, root: Path) -> bool:
        """Tell whether a paper made with others is the one made alone. Raises CourseError."""
        from samloft.products.paper.papers import layout_of
        from samloft.products.paper.proof import is_exact

        layout = layout_of(root, commission.network, self.main, is_large=self.is_large)
        return is_exact(commission, layout)
