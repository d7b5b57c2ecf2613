"""Headings have ids that people can read; every id they had before still leads to them."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from samloft.text.heading_ids import headings_of, ids_of, with_ids
from samloft.text.markdown import engine_html
from samloft.text.parse import parse
from samloft.text.write import write

TITLE = "Øving"


class Places(HTMLParser):
    """Gathers, for each heading of a page, all the ids that lead to it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[list[str]] = []
        self._is_inside = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("h2", "h3"):
            self._is_inside = True
            self.found.append([])
        if self._is_inside:
            self.found[-1] += [value or "" for name, value in attrs if name == "id"]

    def handle_endtag(self, tag: str) -> None:
        self._is_inside = self._is_inside and tag not in ("h2", "h3")


def places(text: str, base: str | None = None) -> list[list[str]]:
    """Return the ids of each heading on the page that the site generator makes of a text."""
    document = with_ids(parse(text), TITLE, headings_of(parse(base), TITLE) if base else None)
    return Places(engine_html(f"# {TITLE}\n\n{write(document)}")).found


def test_ids_are_spelt_as_addresses_are() -> None:
    assert places("## Slik gjør du\n\n### Å være på nett\n\n## Đuođđi") == [
        ["slik-gjor-du", "slik-gjr-du"],
        ["a-vaere-pa-nett", "a-vre-pa-nett"],
        ["duoddi", "uoi"],
    ]


def test_a_text_whose_ids_can_be_read_is_left_as_it_is() -> None:
    document = parse("## På nett\n\n## Møt oss {#mot}\n\n## 2. Små_ord\n")
    assert with_ids(document, TITLE) == document


@pytest.mark.parametrize(
    ("heading", "link", "names"),
    [
        ("Økonomi & plan", "økonomi--plan", ["okonomi-plan", "konomi-plan", "økonomi--plan"]),
        ("🚀 Kom i gang", "-kom-i-gang", ["kom-i-gang", "-kom-i-gang"]),
        ("⚙️ Oppsett", "️-oppsett", ["oppsett", "️-oppsett"]),
        ("操作系统", "操作系统", ["_1", "操作系统"]),
        ("Kjøp", "kjop", ["kjop", "kjp"]),
    ],
)
def test_a_heading_is_found_by_the_name_that_editors_give_it(
    heading: str, link: str, names: list[str]
) -> None:
    assert places(f"[Dit](#{link})\n\n## {heading}") == [names]


def test_of_headings_with_one_name_each_is_found_by_its_number() -> None:
    assert places("[En](#på-tur) [to](#på-tur-1)\n\n## På tur\n\n## På tur") == [
        ["pa-tur", "på-tur"],
        ["pa-tur_1", "på-tur-1"],
    ]


def test_an_author_s_own_id_stays() -> None:
    assert places("## Bør {#ma}\n\n## Må") == [["ma"], ["ma_1"]]


def test_a_heading_leaves_their_ids_to_the_sources_and_the_activities() -> None:
    text = "## Kilder\n\n## Kjøp\n\n## Reflect 1\n\nSe.[^ks]\n\n!!! reflect\n    Hva?\n"
    assert places(text) == [["kilder_1"], ["kjop", "kjp"], ["reflect-1_1"]]
    assert places("## Kilder\n\n## Kjøp") == [["kilder"], ["kjop", "kjp"]]


def test_an_older_id_stays_away_where_its_author_wrote_it_elsewhere() -> None:
    assert places('## Bør\n\n<b id="br">Ja</b>') == [["bor"]]


@pytest.mark.parametrize(
    "text",
    [
        "## Bør\n\n## Bor",
        "## Bor\n\n## Bør\n\n## Bør",
        "## Øving\n\n## Ving\n\n## Øving",
        "## Bør\n\n## Bor {#bor}\n\n## Br",
        "## Æ\n\n## Ø\n\n## Å",
    ],
)
def test_no_two_headings_share_an_id_and_older_ids_lead_where_they_led(text: str) -> None:
    found = places(text)
    every = [name for names in found for name in names]
    assert len(every) == len(set(every))
    assert [names[0] for names in found] == ids_of(parse(text), TITLE)
    before = Places(engine_html(f"# {TITLE}\n\n{write(parse(text))}")).found
    for (old,), names in zip(before, found, strict=True):
        assert old in names


def test_a_translation_has_the_ids_of_its_base_and_its_own_beside_them() -> None:
    assert places("## Slik gjer du det\n\n## Kjøp", "## Slik gjør du\n\n## Kjøp") == [
        ["slik-gjor-du", "slik-gjr-du", "slik-gjer-du-det"],
        ["kjop", "kjp"],
    ]


def test_a_translation_whose_headings_do_not_pair_has_its_own() -> None:
    assert places("## Kjøp\n\n### Meir", "## Kjøp\n\n## Mer") == [["kjop", "kjp"], ["meir"]]
