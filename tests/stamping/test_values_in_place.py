"""A value comes out as its own letters in text, code, attributes and addresses, or is refused."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup
from repos import change
from world import Run

from samloft.composing.values_for_marks import with_values
from samloft.slots.slot import PREFIX, Slot
from samloft.text.markdown import engine_html

PLACES = "{{ edition.name }} `{{ edition.name }}` <i title='{{ edition.name }}'>her</i> "
PLACES += '[lenke](https://eksempel.no/?q={{ edition.name }} "{{ edition.name }}")'
PLACES += "\n\n```\n{{ edition.name }}\n```\n"


@pytest.mark.parametrize(
    "name",
    [
        *("A & B", "a\\b *c*", "x`y|_z_", 'Ærøy "sør"', "Os (Vest", "it's (x) 'a'", "a&lt;b]c"),
        *("a</div>b", "<!--a", "///Footnotes Go Here///", "[x](y 'z')", "<b> [x](<y> 'z')"),
    ],
)
def test_a_value_comes_out_as_its_own_letters_wherever_it_stands(name: str) -> None:
    mark = Slot(mark=f"{PREFIX}abQ", before="", value=name, after="")
    text = PLACES.replace("{{ edition.name }}", mark.mark)
    filled = with_values(text, {mark.mark: mark})
    html = engine_html(f'<div markdown="1">\n\n{filled}\n\n</div>')
    page = BeautifulSoup(html, "html.parser")
    assert page.p.get_text().startswith(f"{name} {name} ")
    assert [each.get_text().strip() for each in page.find_all("code")] == [name, name]
    assert page.i["title"] == page.a["title"] == name
    assert unquote(page.a["href"]) == f"https://eksempel.no/?q={name}"
    assert not re.search(r"[\\ ]", page.a["href"])


@pytest.mark.slow("each")
@pytest.mark.parametrize("value", ["@ondt.no", "bank.no@ondt.no"])
def test_a_value_that_makes_an_address_lead_astray_is_refused_before_a_build(
    value: str, small_course: Path, run: Run
) -> None:
    change(small_course / "networks/nordvik/network.yml", "Kvalitet_portalen", f'"{value}"')
    page = small_course / "networks/nordvik/docs/nordvik.md"
    text = (
        f"{page.read_text(encoding='utf-8')}\n[Meld](https://bank.no{{{{ values.meldesystem }}}})\n"
    )
    page.write_text(text, encoding="utf-8")
    line = len(text.splitlines())
    for words in (("check",), ("build", "nordvik", "--without-sheets")):
        done = run(*words)
        assert done.code == 1
        assert f"networks/nordvik/docs/nordvik.md:{line}: " in done.err, words
