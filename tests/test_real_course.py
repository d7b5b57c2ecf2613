"""The course in this repository: it passes its own check, and every municipality has a place."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from world import ROOT, Run

from samloft.colours import NIGHT, PAPER, TEXT, contrast, palette_of
from samloft.course import load_course
from samloft.model import Municipality, Network
from samloft.networks import load_networks
from samloft.sources import Reader

MUNICIPALITIES = 357
"""As of 1 January 2024."""


@pytest.fixture(scope="module")
def networks() -> tuple[Network, ...]:
    reader = Reader(ROOT)
    course = load_course(reader)
    assert course is not None
    return load_networks(reader, course)


@pytest.fixture(scope="module")
def places(networks: tuple[Network, ...]) -> list[Municipality]:
    return [place for network in networks for place in network.municipalities]


def test_the_course_passes_its_own_check(run: Run) -> None:
    outcome = run("check", root=ROOT)
    assert outcome.code == 0, outcome.err


def test_every_municipality_is_in_exactly_one_network(places: list[Municipality]) -> None:
    assert len(places) == MUNICIPALITIES
    twice = [number for number, count in Counter(p.number for p in places).items() if count > 1]
    assert twice == []


def test_municipalities_lie_in_the_fifteen_counties(places: list[Municipality]) -> None:
    counties = {"03", "11", "15", "18", "31", "32", "33", "34", "39", "40", "42", "46", "50"}
    assert {place.number[:2] for place in places} == counties | {"55", "56"}


def test_language_decisions_add_up_to_the_regulations_own_table(
    places: list[Municipality],
) -> None:
    assert Counter(p.language for p in places) == {"nb": 118, "nn": 88, "neutral": 151}


def test_names_are_written_as_names(places: list[Municipality]) -> None:
    for place in places:
        for name in (place.name, *place.other_names):
            assert re.fullmatch(r"[A-ZÆØÅÁČĐŊŠŦŽ][\w' –-]+", name), name
            assert name == name.strip()


def test_every_website_is_a_municipalitys_own(places: list[Municipality]) -> None:
    sites = [place.website for place in places if place.website]
    assert len(sites) == len(set(sites))
    for site in sites:
        assert re.fullmatch(r"https://[a-z0-9.-]+\.no/?", site), site


def test_every_municipality_has_an_address_of_its_own(networks: tuple[Network, ...]) -> None:
    for network in networks:
        slugs = [place.slug for place in network.municipalities]
        assert len(slugs) == len(set(slugs))


def test_every_networks_colours_can_be_read_by_day_and_by_night(
    networks: tuple[Network, ...],
) -> None:
    for network in networks:
        palette = palette_of(network.colours.primary, network.colours.accent)
        assert contrast(palette.brand, PAPER) >= TEXT, network.slug
        assert contrast(palette.accent, PAPER) >= TEXT, network.slug
        assert contrast(palette.brand_night, NIGHT) >= TEXT, network.slug
        assert contrast(palette.accent_night, NIGHT) >= TEXT, network.slug


def test_no_two_networks_look_the_same(networks: tuple[Network, ...]) -> None:
    looks = [(network.colours.primary, network.colours.accent) for network in networks]
    assert len(looks) == len(set(looks))
