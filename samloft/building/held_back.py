"""Networks that are held back: a mistake of their own stops them, and nobody else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from samloft.building.order import Order
from samloft.problems import CourseError, Problem


@dataclass(frozen=True, kw_only=True)
class Stopped:
    """What became of sites of a network that could not be made, for a mistake of its own."""

    network: str
    problems: tuple[Problem, ...]

    @classmethod
    def of(cls, network: str, problems: Iterable[Problem]) -> Stopped:
        """Return what stopped sites of a network, as it is to be said of it.

        An engine speaks of the edition it was set up for, which is another network's where both
        share a frame.
        """
        said = (
            replace(each, path=network)
            if each.rule == "engine-is-content" and network_in(each.path) != network
            else each
            for each in problems
        )
        return cls(network=network, problems=tuple(said))


@dataclass(frozen=True, kw_only=True)
class HeldBack:
    """The networks of an order that are held back, and what is wrong in them."""

    problems: tuple[Problem, ...]
    networks: frozenset[str]

    @classmethod
    def by(cls, order: Order, problems: Iterable[Problem], stopped: Iterable[str] = ()) -> HeldBack:
        """Return what problems hold back of what an order is about.

        Args:
            order: what to build.
            problems: all that is wrong in networks' own files, and in what was made of them.
            stopped: networks whose sites could not be made.
        """
        asked = {network_in(name) for name in order.names}
        told = [each for each in problems if not asked or each.network in {None, *asked}]
        networks = {*stopped, *(each.network for each in told if each.network)}
        return cls(problems=tuple(told), networks=frozenset(networks))

    def standing(self, out: Path) -> frozenset[str]:
        """Return those of them that have a site in a folder, which its front page may list."""
        if not (out / "index.html").exists():
            return frozenset()
        return frozenset(name for name in self.networks if (out / name / "index.html").exists())


class HeldBackError(CourseError):
    """Some networks stand as they did, for mistakes of their own; the others are in place."""

    def __init__(
        self, problems: Iterable[Problem], networks: Iterable[str] = (), *, front: bool = False
    ) -> None:
        super().__init__(problems)
        self.networks = tuple(sorted(networks))
        self.front = front
        """True when the front page stands as it did too."""


def network_in(name: str) -> str:
    """Return the network of an edition that is named, as `agder` of `agder/kristiansand`."""
    return name.strip("/").partition("/")[0]
