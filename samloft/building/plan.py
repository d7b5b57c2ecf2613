"""What a build is to make, and who is held back of what was asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from samloft.building.held_back import HeldBack, network_in
from samloft.building.listed import Listed, all_listed
from samloft.building.order import Order
from samloft.building.worker import Made
from samloft.checks.whole_course import named_in_texts, read_each
from samloft.course.editions import Site, find_editions, sites_of
from samloft.course.model import Course, Network
from samloft.course.reader import Reader
from samloft.problems import CourseError, Problem


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What is to be built, and who is held back of what was asked for."""

    order: Order
    course: Course
    every: tuple[Network, ...]
    """Every network that could be read."""
    held: HeldBack
    networks: tuple[Network, ...]
    """Those that are made."""
    editions: frozenset[str]
    """The ids of those that are made."""
    sites: tuple[Site, ...]

    @property
    def has_front(self) -> bool:
        """Whether the front page is made: it is of all there is, and of no version."""
        return not self.order.names and not self.order.version

    @property
    def is_whole(self) -> bool:
        """Whether all else goes. What a front page leads to, of who is held back, does not."""
        return self.order.is_whole and not self.held.networks

    def listed(self, out: Path, before: Mapping[str, Listed]) -> tuple[Listed, ...] | None:
        """Return what the front page is to list; None where it is not made, or has to stand.

        Args:
            out: the folder readers see.
            before: what the front page there lists, by the names of networks.
        """
        if not self.has_front:
            return None
        return all_listed(self.networks, self.editions, self.held.standing(out), before)

    def is_made(self, made: Made) -> bool:
        """Tell whether a site is of a network that is not held back."""
        return made.site.edition.network.slug not in self.held.networks

    def without(self, stopped: Mapping[str | None, list[Problem]]) -> Plan:
        """Return the plan without networks that stopped while their sites were made.

        Raises CourseError where what stopped them lies in what networks share.
        """
        found, theirs = named_in_texts(self.course, self.every, stopped)
        problems = [*self.held.problems, *found]
        if None in theirs:
            raise CourseError(problems)
        held = HeldBack.by(self.order, problems, filter(None, stopped))
        return replace(
            self,
            held=held,
            networks=tuple(each for each in self.networks if each.slug not in held.networks),
            editions=frozenset(e for e in self.editions if network_in(e) not in held.networks),
        )


def plan_of(root: Path, order: Order) -> Plan:
    """Read the course. Raises CourseError with all that is wrong where nothing can be made."""
    read = read_each(Reader(root))
    course = replace(read.course, addresses=order.addresses)
    if order.version:
        course = replace(course, version=order.version, is_release=True, released=order.date)
    held = HeldBack.by(order, read.problems)
    networks = tuple(each for each in read.networks if each.slug not in held.networks)
    names = [name for name in order.names if network_in(name) not in held.networks]
    if not networks or (order.names and not names):
        raise CourseError(held.problems)
    editions = find_editions(names, networks, municipalities=order.municipalities)
    return Plan(
        order=order,
        course=course,
        every=read.networks,
        held=held,
        networks=networks,
        editions=frozenset(each.id for each in editions),
        sites=tuple(sites_of(editions, order.language, order.version)),
    )
