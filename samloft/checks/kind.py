"""What a check is there for: to stop a build, or to give advice."""

from __future__ import annotations

from enum import Enum, auto


class Kind(Enum):
    """When a check is asked, and what comes of it."""

    MUST = auto()
    """What it finds stops a build, unless it says that it is advice."""
    SHOULD = auto()
    """What it finds is advice, and depends on nothing but the files: it can be remembered."""
    TODAY = auto()
    """What it finds is advice, and depends on the day, or on what else is on this machine."""
