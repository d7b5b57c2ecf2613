"""What stands in a note to the facilitator, and would leave it once filled in, is told of."""

from __future__ import annotations

import pytest

from samloft.text.places import Place
from samloft.text.scattered_notes import scattered_notes
from samloft.text.templates import Templates

NOTE = "!!! facilitator\n    HEMMELIG.\n\n    HEMMELIG.\n"
IN_A_BLOCK = f"{{% block b %}}\n{NOTE}{{% endblock %}}\n"
SCATTERED = {
    "another kind": ('{{ super()|replace("facilitator", "note") }}', [2, 3, 5]),
    "without its opening": ('{{ super()|replace("!!! facilitator", "") }}', [3, 5]),
    "a piece of it": ("{{ super()[16:] }}", [2, 3, 5]),
    "as code": ("```\n{{ super() }}\n```", [2, 3, 5]),
    "as code, in capitals": ("```\n{{ super()|upper }}\n```", [2, 3, 5]),
}
WHOLE = {
    "as it was": "{{ super() }}",
    "further in": "- Et punkt\n\n    {{ super() }}",
    "asked for": "{% if true %}\n{{ super() }}\n{% endif %}",
    "trimmed": "{{ super()|trim }}",
    "left out": "{% if false %}\n{{ super() }}\n{% endif %}\nFor alle.",
}


def told(shared: str, local: str) -> list[Place]:
    over = f'{{% extends "shared" %}}\n{{% block b %}}\n{local}\n{{% endblock %}}\n'
    chain = (("a.md", shared), ("b.md#a.md", over))
    problems: list[object] = []
    filled = Templates().fill("b.md", over, {}, problems, key="b.md#a.md", extends=chain[:1])
    assert not problems
    return list(dict.fromkeys(scattered_notes(chain, {}, filled)))


@pytest.mark.parametrize(("local", "lines"), SCATTERED.values(), ids=SCATTERED)
def test_a_note_that_a_template_takes_apart_is_told_of(local: str, lines: list[int]) -> None:
    assert told(IN_A_BLOCK, local) == [Place("a.md", number) for number in lines]


@pytest.mark.parametrize("local", WHOLE.values(), ids=WHOLE)
def test_a_note_that_stays_whole_is_nobody_s_concern(local: str) -> None:
    assert told(IN_A_BLOCK, local) == []


def test_a_note_put_where_no_block_can_stand_is_told_of_where_it_is_written() -> None:
    shared = "```\n{% block b %}\nx\n{% endblock %}\n```\n"
    assert told(shared, NOTE) == [Place("b.md", number) for number in (3, 4, 6)]


def test_a_filter_that_takes_a_line_out_of_a_note_is_told_of() -> None:
    text = "!!! facilitator\n    a\n\n    {% filter trim %}\n    HEMMELIG\n    {% endfilter %}\n"
    filled = Templates().fill("a.md", text, {}, [])
    assert list(scattered_notes((("a.md", text),), {}, filled)) == [Place("a.md", 5)]


@pytest.mark.parametrize(
    "opening",
    [
        "{% if false %}!!! facilitator{% endif %}",
        "{% if false %} !!! facilitator{% else %}!!! note{% endif %}",
        "!!! {% if false %}facilitator{% else %}note{% endif %}",
        "{% if false and '%}' %}!!! facilitator{% endif %}",
        "{%- if false +%}!!! facilitator{% endif %}",
        "{% if 'a' in\n'b' %}!!! facilitator{% endif %}",
        "{# {% if #}{% if false %}!!! facilitator{% endif %}",
    ],
)
def test_a_note_that_is_one_for_some_alone_is_told_of(opening: str) -> None:
    text = f"For alle.\n\n{opening}\n    HEMMELIG\n"
    filled = Templates().fill("a.md", text, {}, [])
    places = {*scattered_notes((("a.md", text),), {}, filled)}
    assert Place("a.md", text.count("\n")) in places


def test_a_note_that_is_one_here_stays_whole() -> None:
    text = "{% if true %}!!! facilitator{% endif %}\n    HEMMELIG\n"
    filled = Templates().fill("a.md", text, {}, [])
    assert list(scattered_notes((("a.md", text),), {}, filled)) == []


KEPT = "{{% set x %}}\n!!! facilitator\n    HEMMELIG.\n{{% endset %}}\n{}\n"


@pytest.mark.parametrize(
    "printed",
    [
        "{{ x|unique|join }}",
        "{{ x|wordwrap(9) }}",
        "{{ x.split() }}",
        "{{ x[2:]|upper }}",
        "{% for letter in x %}{{ letter }}{% endfor %}",
        "{% set y = x|list %}{{ y|join }}",
        "{% filter unique %}{{ x }}{% endfilter %}",
        "{% set y %}{{ x }}{% endset %}{{ y|unique|join }}",
    ],
)
def test_a_note_of_which_a_template_takes_letters_is_told_of(printed: str) -> None:
    text = KEPT.format(printed)
    filled = Templates().fill("a.md", text, {}, [])
    found = {*scattered_notes((("a.md", text),), {}, filled)}
    assert found >= {Place("a.md", 2), Place("a.md", 3)}


@pytest.mark.parametrize("printed", ["{{ x }}", "{{ x|trim }}", "- a\n\n    {{ x|indent(4) }}"])
def test_a_note_that_is_printed_whole_is_nobody_s_concern(printed: str) -> None:
    # The second filter parts marks, so that nothing tells where a line is from.
    text = KEPT.format(printed) + "\n{% filter wordwrap(9) %}\nLest av en fil.\n{% endfilter %}\n"
    filled = Templates().fill("a.md", text, {}, [])
    assert list(scattered_notes((("a.md", text),), {}, filled)) == []


@pytest.mark.parametrize(
    "text",
    [
        "For alle.\n\n{# !!! facilitator #}\n    HEMMELIG\n",
        "For alle.\n\n{# {% if false %} #}\n{#-!!! facilitator-#}\n\n    HEMMELIG\n",
        "For alle.\n\n{#\n!!! facilitator\n    Si det.\n#}\n\n    HEMMELIG\n",
    ],
)
def test_a_note_without_the_opening_that_is_commented_out_is_told_of(text: str) -> None:
    filled = Templates().fill("a.md", text, {}, [])
    found = list(scattered_notes((("a.md", text),), {}, filled))
    assert found == [Place("a.md", text.count("\n"))]


def test_a_note_that_is_commented_out_as_a_whole_is_nobody_s_concern() -> None:
    text = "{#\n!!! facilitator\n    HEMMELIG\n#}\n\nFor alle.\n\n- a\n\n    b\n"
    filled = Templates().fill("a.md", text, {}, [])
    assert list(scattered_notes((("a.md", text),), {}, filled)) == []
