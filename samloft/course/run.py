"""A run: one gathering as somebody holds it, on a day, at a place, with some people."""

from __future__ import annotations

import datetime
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Run:
    """A session on a day. Everything that is made of a session may be made for a run of it."""

    session: str
    """Which, as `ki/1-forsta-ki`."""
    date: datetime.date
    starts: str
    """Clock time, as in "13:00"; every other clock time follows. Empty: as the session says."""
    people: int
    groups: int
    place: str = ""
    """The room or the house: `Rådhuset`; empty where it is not known, as the next two are."""
    address: str = ""
    """Where that is: `Rådhusgata 18, Kristiansand`."""
    link: str = ""
    """Where a gathering on the web meets; then there may be no place."""
    uid: str = ""
    """What calendars know it by, also when its day is another."""
    slug: str = ""
    """The name of the file that announces it; empty where a facilitator asks for it alone."""
    municipality: str = ""
    """The slug of the municipality it is held in, where it is one municipality's."""

    @property
    def group_sizes(self) -> tuple[int, ...]:
        """How many sit in each group."""
        return group_sizes(self.people, self.groups)

    @property
    def whereabouts(self) -> str:
        """Place and address, as much as is known of them."""
        return ", ".join(each for each in (self.place, self.address) if each)


MOST_PEOPLE = 500
USUAL_PEOPLE = 20
"""Where nobody has said how many come."""


def groups_for(people: int) -> int:
    """Return how many groups some people make where nobody has said it: five in each at most."""
    return -(-people // 5)


def group_sizes(people: int, groups: int) -> tuple[int, ...]:
    """Return how many sit in each group, the larger ones first: 18 in 4 are 5, 5, 4 and 4."""
    least, over = divmod(people, groups)
    return (least + 1,) * over + (least,) * (groups - over)
