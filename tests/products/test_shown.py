"""What of a passage a room is shown: code, escapes and items of lists are no figures."""

from __future__ import annotations

import pytest
from markupsafe import Markup

from samloft.products._shown import apart, count_words, parted

FENCED = """Slik skrives et bilde og en tabell:

```md
![Kart](kart.svg)

| A | B |
| --- | --- |
| 1 | 2 |
```

![Et kart](kart.svg){ width="20" }"""


def test_a_picture_in_code_is_no_figure() -> None:
    text, figures = parted(Markup(FENCED))
    assert figures == ['![Et kart](kart.svg){ width="20" }']
    assert text == FENCED.rpartition("\n\n")[0]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("Ord.\n\n![Kart](a.svg)", ["![Kart](a.svg)"]),
        ("![Kart [1]](<a b.svg>)", ["![Kart [1]](<a b.svg>)"]),  # a space in its address
        ("![Kart](a.svg)\n*Under bildet*", ["![Kart](a.svg)"]),
        ("\\![Kart](a.svg)", []),
        ("`![Kart](a.svg)`", []),
        ("![Kart](a.svg) og mer", []),
        ("- Punkt\n\n    ![Kart](a.svg)", []),
        ('<div lang="nn" markdown="1">\n\n![Kart](a.svg)\n\n</div>', ["![Kart](a.svg)"]),
    ],
)
def test_a_figure_is_a_picture_alone_on_its_line(text: str, figures: list[str]) -> None:
    rest, found = parted(Markup(text))
    assert found == figures
    assert all(figure not in rest for figure in figures)


def test_a_table_in_code_parts_no_slide() -> None:
    assert list(apart(Markup(FENCED))) == [FENCED]


def test_a_figure_beside_a_table_has_a_slide_of_its_own_where_it_stood() -> None:
    table, figure = "| A | B |\n| --- | --- |\n| 1 | 2 |", "![Kart](a.svg)"
    assert list(apart(Markup(f"{figure}\n\n{table}"))) == [figure, table]
    assert list(apart(Markup(f"{table}\n\n{figure}"))) == [table, figure]


def test_a_large_table_is_parted_under_one_head_and_code_before_it_stays_whole() -> None:
    code = "```\nen\n\n| to |\n```"
    head = "| Hva | Hvem |\n| --- | --- |"
    rows = [f"| {number} {'ord ' * 20}| {number} |" for number in range(10)]
    pieces = list(apart(Markup("\n".join((f"{code}\n\n{head}", *rows, "\nEtter.")))))
    assert pieces[0].startswith(f"{code}\n\n{head}\n| 0 ")
    assert all(piece.startswith(head) for piece in pieces[1:-1])
    assert [line for piece in pieces for line in piece.split("\n") if "ord" in line] == rows
    assert pieces[-1] == "Etter."


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ett `[to](tre)` \\*fire\\* <b>fem</b>", 4),
        ("- En\n    - To tre\n- Fire", 7),  # the mark of an item takes as much room as a word
        ("| A | B |\n| --- | --- |\n| C d | [E](https://x.example/en-lang-adresse) |", 5),
        ("```\n# to ord\n```", 3),
    ],
)
def test_words_are_counted_as_they_are_read(text: str, words: int) -> None:
    assert count_words(text) == words
