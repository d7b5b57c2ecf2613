"""Every setting a template can reach is the edition's own, also one that nobody registered."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from world import copy_small_course

from samloft.checks.whole_course import read_all
from samloft.composing import composer as composing
from samloft.composing import variants
from samloft.composing.composer import Composer
from samloft.composing.mkdocs_yml import site_config
from samloft.composing.variants import kinds_of_sites, likely_kinds, slots_of
from samloft.course.editions import Site, editions_of, sites_of
from samloft.course.model import Course, Edition, Network
from samloft.course.reader import Reader
from samloft.languages import BASE
from samloft.products.registry import find_products
from samloft.rendering.engines import built_on
from samloft.slots.traced import behind
from samloft.stamping.proof import StampError, differences, drawn_in_pairs, prove
from samloft.stamping.stamper import Stamper

PAGE = "trygghet/index.html"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Reachable(Network):
    """A network with a field that came yesterday."""

    phone: str | None = None


def reachable(network: Network, slug: str, phone: str | None) -> Reachable:
    """Return a network like another but for its name, its address and its telephone."""
    fields = {each.name: getattr(network, each.name) for each in dataclasses.fields(network)}
    changes = {"slug": slug, "name": slug.capitalize(), "url": f"https://{slug}.no"}
    return Reachable(**fields | changes | {"phone": phone})


Print = Callable[..., None]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copy_small_course(tmp_path / "kurs")


@pytest.fixture
def print_phone(root: Path, monkeypatch: pytest.MonkeyPatch) -> Print:
    """Have the theme print a network's telephone, as whoever adds one would write it."""

    def print_phone(template: str, read: Callable[[Any], Any] = lambda phone: phone) -> None:
        def with_phone(base: Any, course: Course, edition: Edition, *rest: Any) -> dict[str, Any]:
            config = site_config(base, course, edition, *rest)
            phone = edition.network.phone  # type: ignore[attr-defined]
            if phone is not None:
                config["extra"]["links"]["phone"] = read(phone)
            return config

        for module in (composing, variants):
            monkeypatch.setattr(module, "site_config", with_phone)
        footer = root / "overrides/partials/footer.html"
        text = footer.read_text(encoding="utf-8")
        footer.write_text(text.replace("</footer>", f"{template}</footer>"), encoding="utf-8")

    return print_phone


def pages_of(root: Path, tmp_path: Path, *phones: str | None) -> list[str]:
    """Return a page of each of some networks that one stamper made, proved to be exact."""
    course, networks = read_all(Reader(root))
    composer = Composer(course, offers=find_products())
    stamper = stamper_in(tmp_path, composer)
    pages = []
    for number, phone in enumerate(phones):
        network = reachable(networks[0], "abcdef"[number] * 3, phone)
        site = Site(edition=Edition(network=network), language="nb")
        folder = tmp_path / str(number)
        assert differences(composer, stamper, site, folder) == []
        pages.append((folder / "stamped" / PAGE).read_text(encoding="utf-8"))
    return pages


def stamper_in(folder: Path, composer: Composer) -> Stamper:
    from samloft.cache import Cache

    return Stamper(composer, Cache(folder / "lager", "motor"), folder / "verk")


PRINTED = "{% if links.phone %}<p>Ring {{ links.phone | e }}</p>{% endif %}"


@pytest.mark.slow
def test_a_field_nobody_registered_is_each_networks_own(
    root: Path, print_phone: Print, tmp_path: Path
) -> None:
    print_phone(PRINTED)
    one, other = pages_of(root, tmp_path, "22 33 44 55", "77 66 55 44")
    assert "<p>Ring 22 33 44 55</p>" in one
    assert "<p>Ring 77 66 55 44</p>" in other


@pytest.mark.slow
def test_it_is_so_whatever_the_networks_have_said(
    root: Path, print_phone: Print, tmp_path: Path
) -> None:
    print_phone(PRINTED)
    phones = ("", "22 33 44 55", None, "+47 22 33 44 55", "11 & 12 <b>", "77 66 55 44")
    for phone, page in zip(phones, pages_of(root, tmp_path, *phones), strict=True):
        assert ("<p>Ring" in page) is bool(phone)


TEMPLATES = {
    "in an attribute no mark can stand in": '<a href="tel:{{ links.phone | e }}">Ring</a>',
    "in an attribute of ours": '<p data-phone="{{ links.phone | e }}">Ring</p>',
    "compared": "{% if links.phone == '22' %}<p>Kort</p>{% else %}<p>Langt</p>{% endif %}",
    "cut": "<p>{{ links.phone[:2] | e }}</p>",
    "filtered": "<p>{{ links.phone | replace('2', '3') | upper | e }}</p>",
    "measured": "<p>{{ links.phone | length }}</p>",
    "joined": "<p>{{ ('tlf. ' ~ links.phone) | e }}</p>",
    "looked up": "<p>{{ {'22': 'Oslo'}.get(links.phone, 'Ellers') }}</p>",
}


@pytest.mark.slow("each")
@pytest.mark.parametrize("template", TEMPLATES.values(), ids=TEMPLATES)
def test_it_is_so_whatever_a_template_does_with_it(
    template: str, root: Path, print_phone: Print, tmp_path: Path
) -> None:
    print_phone(template)
    pages_of(root, tmp_path, "22", "77 66 55 44")


READS: dict[str, Callable[[Any], Any]] = {
    "put into a text": lambda phone: f"tlf. {phone}",
    "added to a text": lambda phone: "tlf. " + phone + ".",
    "changed": lambda phone: phone.replace("2", "3"),
    "compared": lambda phone: "Kort" if phone == "22" else "Langt",
    "measured": lambda phone: "Kort" if len(phone) < 4 else "Langt",
    "looked up": lambda phone: {"22": "Oslo"}.get(phone, "Ellers"),
    "in a list": lambda phone: [phone, "x"][0],
}


@pytest.mark.slow("each")
@pytest.mark.parametrize("read", READS.values(), ids=READS)
def test_it_is_so_whatever_our_own_code_does_with_it(
    read: Callable[[Any], Any], root: Path, print_phone: Print
) -> None:
    print_phone(PRINTED, read)
    course, networks = read_all(Reader(root))
    composer = Composer(course, offers=find_products())
    for slug, phone in (("aaa", "22"), ("bbb", "77 66 55 44"), ("ccc", "33")):
        edition = Edition(network=reachable(networks[0], slug, phone))
        exact = json.dumps(composer.compose(edition, "nb", []).config, ensure_ascii=False)
        stamped = json.dumps(composer.compose_marked(edition, "nb").config, ensure_ascii=False)
        for slot in slots_of(edition, composer.own(edition, "nb")).values():
            stamped = stamped.replace(slot.printed, slot.whole)
        assert stamped == exact


@pytest.mark.slow
def test_our_theme_only_prints_settings(root: Path, tmp_path: Path) -> None:
    course, networks = read_all(Reader(root))
    composer = Composer(course, offers=find_products())
    stamper = stamper_in(tmp_path, composer)
    for site in sites_of([each for network in networks for each in editions_of(network)], None):
        with built_on(course.date):
            stamper.stamp(site)
    assert composer.lookups.unmarked == set()


def test_networks_that_differ_in_what_is_printed_share_their_frame(
    root: Path, print_phone: Print, tmp_path: Path
) -> None:
    print_phone(PRINTED)
    course, networks = read_all(Reader(root))
    composer = Composer(course, offers=find_products())
    trees = {
        id(composer.compose_marked(Edition(network=reachable(networks[0], slug, phone)), "nb"))
        for slug, phone in (("aaa", "22 33 44 55"), ("bbb", "77 66 55 44"))
    }
    assert len(trees) == 1


def two_alike(root: Path) -> tuple[Course, list[Site]]:
    """Return a course and the sites of two networks of one shape."""
    course, networks = read_all(Reader(root))
    pair = (reachable(networks[0], "aaa", "22 33 44 55"), reachable(networks[0], "bbb", "77 66"))
    return course, sites_of([each for network in pair for each in editions_of(network)], None)


def test_editions_are_drawn_in_pairs_of_one_kind_and_two_networks(root: Path) -> None:
    course, sites = two_alike(root)
    kind_of = kinds_of_sites(course)
    for seed in range(5):
        pairs = drawn_in_pairs(course, sites, 4, seed=seed)
        assert [len(pair) for pair in pairs] == [2, 2]
        for one, other in pairs:
            assert (one.language, kind_of(one)) == (other.language, kind_of(other))
            assert one.edition.network.slug != other.edition.network.slug


def test_who_makes_what_hangs_on_the_kind_of_one_site_for_all_that_are_most_likely_of_it(
    root: Path,
) -> None:
    course, sites = two_alike(root)
    kind_of, likely = kinds_of_sites(course), likely_kinds(course)
    for site in sites:
        alike = [each for each in sites if likely(each) == likely(site)]
        assert site in alike
        assert {kind_of(each) for each in alike} == {kind_of(site)}


def test_a_network_without_what_another_prints_is_of_another_kind(root: Path) -> None:
    course, networks = read_all(Reader(root))
    composer, kind_of = Composer(course, offers=find_products()), kinds_of_sites(course)
    linked = reachable(networks[0], "aaa", None)
    likewise = reachable(networks[0], "bbb", None)
    unlinked = dataclasses.replace(likewise, slug="ccc", url=None)
    sites = sites_of([Edition(network=each) for each in (linked, likewise, unlinked)], BASE)
    frames = [composer.compose_marked(each.edition, each.language).frame_key for each in sites]
    assert frames[0] == frames[1] != frames[2]
    kinds = [kind_of(each) for each in sites]
    assert kinds[0] == kinds[1] != kinds[2]


def test_every_edition_is_drawn_once_when_all_are_asked_for(root: Path) -> None:
    course, sites = two_alike(root)
    drawn = [site for pair in drawn_in_pairs(course, sites, 1000, seed=1) for site in pair]
    assert sorted(site.address for site in drawn) == sorted(site.address for site in sites)


@pytest.mark.slow("each")
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_value_that_slips_past_the_marks_is_found_by_two_editions(
    seed: int, root: Path, print_phone: Print
) -> None:
    print_phone(PRINTED, read=behind)
    course, sites = two_alike(root)
    with pytest.raises(StampError) as error:
        prove(course, sites, 2, seed=seed, jobs=1)
    assert any(problem.path.endswith(PAGE) for problem in error.value.problems)
