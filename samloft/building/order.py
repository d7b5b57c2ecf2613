"""What to build and how, and what came of it: plain data that every process knows."""

from __future__ import annotations

import datetime
import os
from collections.abc import Sequence
from dataclasses import dataclass

from samloft.addresses import AddressForm
from samloft.languages import Language

ENGINES = ("mkdocs", "properdocs", "zensical")


@dataclass(frozen=True, kw_only=True)
class Order:
    """What to build, and how."""

    names: Sequence[str] = ()
    """Editions; none for every network's."""
    municipalities: bool = False
    """Every municipality's edition too."""
    language: Language | None = None
    engine: str = "mkdocs"
    exact: bool = False
    """Let the engine make every site by itself, from its own plain tree."""
    sheets: bool = True
    """Typeset the papers, which takes most of the time."""
    products: bool = False
    """Make also those products that are made on demand."""
    extents: bool = True
    """Tell on pages how long and how large the papers are that they lead to."""
    jobs: int = 1
    addresses: AddressForm = "folders"
    """The form of every address in it."""
    version: str | None = None
    """The version that is released; None for working editions."""
    date: datetime.date | None = None
    """The day of the release."""
    scheduler: str | None = None
    """Address of a Dask scheduler whose workers do the work, in place of processes here."""

    @property
    def is_stamped(self) -> bool:
        """Tell whether sites share what they have in common."""
        return self.engine == "mkdocs" and not self.exact

    @property
    def tells_extents(self) -> bool:
        """Tell whether pages say how long and how large papers are: not of those not made."""
        return self.extents and self.sheets

    @property
    def is_whole(self) -> bool:
        """Tell whether this is all there is to build."""
        return not self.names and self.language is None


@dataclass(frozen=True, kw_only=True)
class Built:
    """What a build made."""

    sites: int
    pages: int
    sheets: int
    written: int
    """Files that were not there already."""
    why: tuple[tuple[str, str, str], ...]
    """Pages that were rendered for one site alone: site, page, and the values it was for."""


def default_jobs() -> int:
    """Return how many processes this machine can keep busy."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
