"""What a template puts in stands where its tag stands: in a note, and no participant reads it."""

from __future__ import annotations

import pytest

from samloft.text.blocks import dressed
from samloft.text.parse import parse
from samloft.text.places import places_of
from samloft.text.templates import Templates
from samloft.text.write import write

NOTE = "!!! facilitator\n    "
TWO = "HEMMELIG en.\n\nHEMMELIG to."
SET = f"{{% set t %}}{TWO}{{% endset %}}\n"
AFTER = "\n\nFor alle."
SUPER = "{{ super() }}"

PUT_IN = {
    "a set text": f"{SET}{NOTE}{{{{ t }}}}{AFTER}",
    "a macro": f"{{% macro m() %}}{TWO}{{% endmacro %}}\n{NOTE}{{{{ m() }}}}{AFTER}",
    "in the middle of a line": f"{SET}{NOTE}Si {{{{ t }}}} nå.{AFTER}",
    "in a list in it": f"{SET}{NOTE}- {{{{ t }}}}{AFTER}",
    "a call": (
        "{% macro m() %}{{ caller() }}{% endmacro %}\n"
        f"{NOTE}\n    {{% call m() %}}{TWO}{{% endcall %}}{AFTER}"
    ),
    "filtered": f"{NOTE}Hør.\n\n    {{% filter trim %}}{TWO}{{% endfilter %}}{AFTER}",
    "in a quote": f"{SET}> !!! facilitator\n>     {{{{ t }}}}{AFTER}",
    "one of two": f"{SET}{NOTE}{{{{ t if 1 else 2 }}}}{AFTER}",
    "a note in a list": (
        f"{{% set t %}}{NOTE}HEMMELIG en.\n\n    HEMMELIG to.{{% endset %}}\n"
        "- For alle\n\n    {{ t }}"
    ),
}
LAID_OVER = {
    "further out": ("{% block b %}\n    Felles HEMMELIG.\n    {% endblock %}", TWO),
    "further out, with what was there": (
        "{% block b %}\n    Felles HEMMELIG.\n\n    HEMMELIG.\n    {% endblock %}",
        f"{SUPER}\n{TWO}",
    ),
    "on one line": ("Si {% block b %}HEMMELIG{% endblock %}", TWO),
    "as far in": ("{% block b %}\n    HEMMELIG.\n    {% endblock %}", "    HEMMELIG."),
    "only in some editions": (
        "{% if true %}\n    {% block b %}\n    {% endblock %}\n    {% endif %}",
        TWO,
    ),
    "as far in, with what was there": (
        "{% block b %}\n    HEMMELIG.\n    {% endblock %}",
        f"    {SUPER}\n\n    HEMMELIG.",
    ),
}


def participants(filled: str) -> str:
    return write(dressed(parse(filled), "nb"))


@pytest.mark.parametrize("text", PUT_IN.values(), ids=PUT_IN)
def test_lines_put_in_a_note_are_the_note_s(text: str) -> None:
    problems: list[object] = []
    filled = Templates().fill("tekst.md", f"{text}\n", {}, problems)
    assert not problems
    assert filled.count("HEMMELIG") == 2
    read = participants(filled)
    assert "HEMMELIG" not in read
    assert "For alle" in read


@pytest.mark.parametrize(("note", "local"), LAID_OVER.values(), ids=LAID_OVER)
def test_a_local_block_in_a_note_is_the_note_s(note: str, local: str) -> None:
    shared = f"For alle.\n\n{NOTE}{note}\n\nOgså for alle.\n"
    over = f'{{% extends "shared" %}}\n{{% block b %}}\n{local}\n{{% endblock %}}\n'
    problems: list[object] = []
    chain = (("a.md", shared), ("b.md#a.md", over))
    filled = Templates().fill("b.md", over, {}, problems, key="b.md#a.md", extends=chain[:1])
    assert not problems
    read = participants(filled)
    assert "HEMMELIG" not in read
    assert not [*parse(filled).all("code")]
    assert "For alle." in read
    assert "Også for alle." in read
    lines = filled.split("\n")
    here = [number for number, line in enumerate(lines) if local.split("\n")[-1] in line]
    assert places_of(chain, {}, filled)[here[-1]].file == "b.md"


def test_a_note_around_what_was_there_holds_all_of_it() -> None:
    shared = f"{{% block b %}}\n{TWO}\n{{% endblock %}}\n"
    over = f'{{% extends "shared" %}}\n{{% block b %}}\n{NOTE}{SUPER}\n{{% endblock %}}\n'
    filled = Templates().fill("b.md", over, {}, [], key="b.md#a.md", extends=(("a.md", shared),))
    assert filled.count("HEMMELIG") == 2
    assert "HEMMELIG" not in participants(filled)


def test_what_stands_outside_notes_is_left_as_it_is() -> None:
    inside = "Tekst.\n\n- a\n    - b\n"
    text = f"{{% if true %}}\n    {{% block b %}}\n{inside}    {{% endblock %}}\n{{% endif %}}\n"
    assert Templates().fill("a.md", text, {}, []) == inside
