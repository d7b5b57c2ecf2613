"""A value stands on a page as just the letters it has, wherever a text puts it."""

from __future__ import annotations

import os
from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from samloft.problems import Problem
from samloft.text.escape import escape
from samloft.text.links import find_links
from samloft.text.markdown import engine_html
from samloft.text.parse import parse
from samloft.text.templates import Templates
from samloft.text.write import write

EXAMPLES = int(os.environ.get("SAMLOFT_EXAMPLES", "40"))
PLACES = {
    "paragraph": "{{ value }}",
    "paragraph after words": "Vi er {{ value }} og flere.",
    "second line": "En linje\n{{ value }}",
    "heading": "## {{ value }}",
    "heading with an id": "## {{ value }} {: #her }",
    "table": "| en | to |\n|:--|:--|\n| {{ value }} | b |",
    "list": "- {{ value }}\n- b",
    "numbered list": "1. {{ value }}\n2. b",
    "bold": "**{{ value }}**",
    "link": "[{{ value }}](side.md)",
    "block": '!!! local "Lokalt"\n\n    {{ value }}',
    "footnote": "Tekst.[^a]\n\n[^a]: {{ value }}",
}
WORDS_AROUND = {"paragraph after words": "Vi er {} og flere.", "second line": "En linje {}"}
OWN_TAGS = {"footnote": {"sup", "a", "hr", "ol", "li", "div", "p"}}


def html_of(text: str) -> ElementTree.Element:
    """Return Markdown as the pages of a site have it."""
    html = engine_html(text).replace("&nbsp;", "\u00a0")
    return ElementTree.fromstring(f"<div>{html}</div>")


def filled(text: str, value: str) -> str:
    """Return a text with a value put in, as composing does it."""
    problems: list[Problem] = []
    done = Templates().fill("tekst.md", text, {"value": value}, problems)
    assert problems == []
    return done


def folded(text: str) -> str:
    """Return a text with its white space folded, as a browser shows it."""
    return " ".join(text.split())


def shape(element: ElementTree.Element) -> list[str]:
    """Return the elements of a page, in order."""
    return [each.tag for each in element.iter()]


# What Unicode and XML have no letters for cannot stand on a page; the reader takes it away.
LETTERS = st.characters(exclude_categories=["Cs", "Cc", "Cn"])
SIGNS = r"""\`*_[]{}|<>&"'#+-.!()~=:/?^$%@;10aåæøáčđ"""
MARKUP = st.sampled_from(
    [
        *SIGNS,
        *(
            "\u00a0",
            " ",
            "    ",
            "\n",
            "\n\n",
            "\t",
            "***",
            "---",
            "===",
            "???",
            "!!!",
            "~~~",
            "```",
        ),
        *("&amp;", "&#60;", "<b>", "</b>", "<!-- -->", "{: .x }", "{{ x }}", "{% if x %}", "1. "),
        *("[^a]", "[TOC]", "![x](y)", "///Footnotes Go Here///", "https://x.no", "a@b.no"),
    ]
)
VALUES = st.one_of(
    st.lists(MARKUP, min_size=1, max_size=6).map("".join), st.text(LETTERS, min_size=1)
).filter(lambda text: text.strip())


@pytest.mark.slow("each")
@pytest.mark.parametrize("place", PLACES)
def test_a_value_stands_on_the_page_as_just_its_letters(place: str) -> None:
    text = PLACES[place]
    plain = html_of(filled(text, "verdi"))

    @settings(max_examples=EXAMPLES, deadline=None, derandomize=True)
    @given(VALUES)
    @example("C#")
    @example("## a ##")
    @example("??? note")
    @example("/// note")
    @example("a\\|b")
    @example("\\")
    @example("~~~")
    @example("1) a")
    @example(": a")
    @example("| a |")
    @example("&lt;script&gt;")
    @example("<script>alert(1)</script>")
    @example("{: onclick=x }")
    @example("a  ")
    @example("    kode")
    @example("*[HTML]: x")
    @example("[^a]: x")
    @example("]:")
    def holds(value: str) -> None:
        for page in (html_of(filled(text, value)), html_of(write(parse(filled(text, value))))):
            assert shape(page) == shape(plain)
            shown = "".join(plain.itertext()).replace("verdi", "\0")
            expected = folded(shown).replace("\0", folded(value))
            assert folded("".join(page.itertext())) == folded(expected)

    holds()


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Nord-Odal", "Nord-Odal"),
        ("Ås & Co", "Ås &amp; Co"),
        ("Deatnu – Tana", "Deatnu – Tana"),
        ("Digi Møre og Romsdal", "Digi Møre og Romsdal"),
        ("Evje og Hornnes (nøytral)", "Evje og Hornnes (nøytral)"),
        ("Spør «hvem?» i dag", "Spør «hvem?» i dag"),
        ("kl. 09.00–10.30", "kl. 09.00–10.30"),
        ("https://www.as.kommune.no/om-oss?a=1", "https://www.as.kommune.no/om-oss?a=1"),
    ],
)
def test_ordinary_names_stay_readable_in_markdown(name: str, written: str) -> None:
    assert str(escape(name)) == written


@pytest.mark.parametrize(
    "address",
    [
        "https://www.aas_og.no/a_b/?x=1&y=2#d",
        "https://eksempel.no/a(b)c",
        "https://eksempel.no/~bruker/*",
        "mailto:post@nord_vik.no",
    ],
)
def test_an_address_put_in_a_link_leads_there(address: str) -> None:
    link = html_of(filled("[lenke]({{ value }})", address)).find(".//a")
    assert link is not None
    assert (link.get("href"), link.text) == (address, "lenke")


def test_markup_from_our_own_pages_is_left_alone() -> None:
    kept: Callable[[object], object] = escape
    assert kept(escape("*a*")) == r"\*a\*"


def test_two_values_on_lines_of_their_own_do_not_make_a_block_together() -> None:
    page = html_of(filled("{{ value }}\n\ntekst\n\n{{ value }}", "~~~"))
    assert shape(page) == ["div", "p", "p", "p"]


def test_a_value_before_a_link_does_not_turn_it_into_a_picture() -> None:
    page = html_of(filled("{{ value }}[lenke](side.md)", "Hei!"))
    assert shape(page) == ["div", "p", "a"]


@pytest.mark.parametrize("value", ["+47 22 33 44 55", "Kvalitet_portalen", "12. mai", "a|b", "C#"])
@pytest.mark.parametrize("tag", ["td", "summary", "figcaption", "li"])
def test_a_value_in_html_has_no_backslash(tag: str, value: str) -> None:
    page = html_of(write(parse(filled(f"<div><{tag}>{{{{ value }}}}</{tag}></div>", value))))
    assert "".join(page.itertext()).strip() == value


def test_a_value_in_the_address_of_an_html_link_leads_there() -> None:
    text = '<a href="https://x.no/?q={{ value }}">x</a>'
    assert [link.target for link in find_links(filled(text, "a_b"))] == ["https://x.no/?q=a_b"]
