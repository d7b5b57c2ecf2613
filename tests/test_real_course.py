"""The course in this repository: it passes its own check, and every municipality has a place."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from world import ROOT, Run

from samloft.checks import spelling
from samloft.composing.composer import Composer
from samloft.course.colours import contrast, palette_of
from samloft.course.course import load_course
from samloft.course.editions import find_editions
from samloft.course.model import Course, Municipality, Network
from samloft.course.networks import load_networks
from samloft.course.reader import Reader
from samloft.languages import BASE
from samloft.products.registry import find_products

MUNICIPALITIES = 357
"""As of 1 January 2024."""


@pytest.fixture(scope="module")
def course() -> Course:
    read = load_course(Reader(ROOT))
    assert read is not None
    return read


@pytest.fixture(scope="module")
def networks(course: Course) -> tuple[Network, ...]:
    return load_networks(Reader(ROOT), course)


@pytest.fixture(scope="module")
def places(networks: tuple[Network, ...]) -> list[Municipality]:
    return [place for network in networks for place in network.municipalities]


def test_the_course_passes_its_own_check(run: Run) -> None:
    outcome = run("check", root=ROOT)
    assert outcome.code == 0, outcome.err


@pytest.mark.skipif(not spelling.is_possible(), reason="hunspell is not installed")
def test_check_has_nothing_left_to_advise(run: Run) -> None:
    outcome = run("check", "--strict", root=ROOT)
    assert (outcome.code, outcome.err) == (0, "")


def test_every_claim_in_the_text_has_a_dated_source(course: Course) -> None:
    for module in course.modules:
        claimed = {
            key
            for lesson in module.lessons
            for text in lesson.forms.values()
            for key in re.findall(r"\[\^([\w-]+)\]", text.body)
        }
        assert claimed == set(module.sources), module.slug
        for source in module.sources.values():
            assert source.claims, source.title
            assert re.match(r"\d{4}|undated", source.date), source.title


def test_every_lesson_and_session_is_in_both_forms(course: Course) -> None:
    lessons = [lesson for module in course.modules for lesson in module.lessons]
    assert len(lessons) == 25
    assert all({"nb", "nn"} <= set(lesson.forms) for lesson in lessons)
    sessions = [session for module in course.modules for session in module.sessions]
    assert len(sessions) >= 6
    for session in sessions:
        for text in (session.title, session.summary, session.facilitator, session.needs):
            assert {"nb", "nn"} <= set(text), session.source
        assert all({"nb", "nn"} <= set(part.notes) for part in session.parts if part.notes)


def test_every_term_is_explained_in_three_languages(course: Course) -> None:
    terms = [term for module in course.modules for term in module.terms.values()]
    assert len(terms) >= 60
    for term in terms:
        assert set(term.term) == set(term.definition) == {"nb", "nn", "en"}


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
        for shades in (palette.light, palette.dark):
            for colour, ground, needed in shades.pairs():
                assert contrast(colour, ground) >= needed, (network.slug, colour, ground)


def test_no_two_networks_look_the_same(networks: tuple[Network, ...]) -> None:
    looks = [(network.colours.primary, network.colours.accent) for network in networks]
    assert len(looks) == len(set(looks))


@pytest.mark.parametrize(
    "pair",
    [("innlandet/alvdal", "innlandet/folldal"), ("agder", "agder/arendal")],
    ids=["two municipalities", "a network and one of its own"],
)
def test_editions_that_differ_in_name_only_share_all_that_is_made(
    pair: tuple[str, str], course: Course, networks: tuple[Network, ...]
) -> None:
    """A template that looks at a name where it could print it would make each edition by itself."""
    composer = Composer(course, offers=find_products())
    one, other = find_editions(pair, networks)
    assert composer.compose_marked(one, BASE) is composer.compose_marked(other, BASE)
