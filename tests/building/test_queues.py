"""Sites that are alike are made by the same process, and none is forgotten."""

from __future__ import annotations

from collections import Counter
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st
from world import ROOT

from samloft.building.queues import Piece, in_queues
from samloft.checks.whole_course import read_course
from samloft.course.editions import Site, find_editions, sites_of
from samloft.course.reader import Reader


@pytest.fixture(scope="module")
def sites() -> list[Site]:
    _, networks = read_course(Reader(ROOT))
    return sites_of(find_editions(("agder", "oslo"), networks, municipalities=True), None)


def kind(site: Site) -> tuple[str, ...]:
    return (site.edition.network.slug, str(site.edition.municipality is None))


def queues(
    sites: list[Site], jobs: int = 2, most: int = 5, *, is_new: bool
) -> list[list[Piece[str]]]:
    return in_queues([(site, site.address) for site in sites], kind, jobs, most, is_new=is_new)


def test_each_language_has_a_queue(sites: list[Site]) -> None:
    spoken = [
        {site.language for piece in queue for site, _ in piece}
        for queue in queues(sites, is_new=False)
    ]
    assert sorted(map(sorted, spoken)) == [["nb"], ["nn"]]


@given(st.data(), st.integers(1, 9), st.integers(1, 60), st.booleans())
def test_every_site_is_in_one_piece_that_is_no_larger_than_asked(
    sites: list[Site], data: st.DataObject, jobs: int, most: int, is_new: bool
) -> None:
    drawn = data.draw(st.lists(st.sampled_from(sites), unique_by=lambda site: site.address))
    pieces = list(chain.from_iterable(queues(drawn, jobs, most, is_new=is_new)))
    assert all(0 < len(piece) <= most for piece in pieces)
    found = [address for piece in pieces for _, address in piece]
    assert sorted(found) == sorted(site.address for site in drawn)


def test_a_piece_holds_one_kind_and_large_kinds_come_first(sites: list[Site]) -> None:
    for queue in queues(sites, is_new=False):
        assert all(len({kind(site) for site, _ in piece}) == 1 for piece in queue)
        sizes = Counter(kind(site) for piece in queue for site, _ in piece)
        assert [*sizes.values()] == sorted(sizes.values(), reverse=True)


def test_few_sites_of_many_networks_come_before_more_of_one(sites: list[Site]) -> None:
    def by_level(site: Site) -> tuple[str, ...]:
        return (str(site.edition.municipality is None),)

    items = [(site, "") for site in sites if site.edition.id != "oslo/oslo"]
    for queue in in_queues(items, by_level, 2, 60, is_new=False):
        assert {site.edition.id for site, _ in queue[0]} == {"agder", "oslo"}


def test_from_nothing_one_site_of_each_kind_comes_first(sites: list[Site]) -> None:
    for queue in queues(sites, is_new=True):
        heads = [kind(site) for site, _ in queue[0]]
        every = {kind(site) for piece in queue for site, _ in piece}
        assert len(heads) == len(set(heads))
        assert set(heads) == every
