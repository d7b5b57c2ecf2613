"""A line of tags leaves no line, and every other line of a text stays as an editor shows it."""

from __future__ import annotations

import pytest

from samloft.text.blocks import dressed, find_notes
from samloft.text.looked_through import look_through
from samloft.text.parse import parse
from samloft.text.templates import Templates
from samloft.text.write import write

FILLED = {
    "tags alone": ("a\n    {% if true %}\nb\n{% endif %}\nc\n", "a\nb\nc\n"),
    "tags beside each other": ("{% if true %} {% if true %}\na\n{% endif %}{% endif %}", "a\n"),
    "blanks before a tag with text": ("- a\n\n  {% if true %}b{% endif %}\n", "- a\n\n  b\n"),
    "a line that ends with a tag": ("a {% if true %}b{% endif %}\n\nc\n", "a b\n\nc\n"),
    "an item that is there": ("- a\n{% if true %}- b{% endif %}\n- c\n", "- a\n- b\n- c\n"),
    "an item that is not": ("- a\n  {% if false %}- b{% endif %}\n- c\n", "- a\n- c\n"),
    "one row or another": (
        "| a |\n|---|\n{% if false %}| b |{% else %}| c |{% endif %}\n| d |\n",
        "| a |\n|---|\n| c |\n| d |\n",
    ),
    "rows": ("{% for x in [1, 2] %}\n| {{ x }} |\n{% endfor %}\n\nb\n", "| 1 |\n| 2 |\n\nb\n"),
    "a tag over lines": ("a\n{% if true\n   and true %}\n  b\n{% endif %}\n", "a\n  b\n"),
    "a tag that takes lines away": ("a\n\n  {% if true -%}\n\n  b\n  {% endif %}\n", "a\n\n  b\n"),
    "one that does within a line": ("a {% if true -%}\n  b{% endif %}\n", "a b\n"),
    "a comment": ("a\n  {# c #}\n  b {# d #}\nc\n", "a\n  b \nc\n"),
    "raw": ("a\n{% raw %}\n  {{ b }}\n{% endraw %}\nc\n", "a\n  {{ b }}\nc\n"),
    "a list of attributes": ("## a {#b}\n\nc\n{#d}\n", "## a {#b}\n\nc\n{#d}\n"),
}
NOTE = "!!! facilitator\n    Si det.\n\n"
AFTER = "\n\nFor alle.\n"
NOTES = {
    "asked on the line": "    {% if true %}HEMMELIG{% endif %}",
    "or else": "    {% if false %}\n    {% else %}HEMMELIG{% endif %}",
    "with a tag that takes lines away": "    {% if true -%}\n    HEMMELIG\n    {% endif %}",
    "after what is not so": "    {% if false %}\n    x\n    {% endif %}HEMMELIG",
    "a loop on its line": "    {% for x in [1, 2] %}- HEMMELIG\n    {% endfor %}",
    "after a setting": "    {% set x = 1 -%}\n    HEMMELIG",
    "after a comment": "    {# nb #}HEMMELIG",
    "after a comment that takes lines away": "    {# nb -#}\n    HEMMELIG",
    "raw": "    {% raw %}HEMMELIG{% endraw %}",
    "a block on its line": "    {% block b %}HEMMELIG{% endblock %}",
    "a loop": "    {% for x in [1] -%}\n    - HEMMELIG\n    {% endfor %}",
    "set and printed": "    {% set x %}HEMMELIG{% endset %}{{ x }}",
    "a line break in a word of a template": '    {{ "a\\n\\nHEMMELIG" }}',
}


@pytest.mark.parametrize(("text", "filled"), FILLED.values(), ids=FILLED)
def test_a_text_is_filled_in_line_by_line(text: str, filled: str) -> None:
    assert Templates().fill("a.md", text, {}, []) == filled


@pytest.mark.parametrize("lines", NOTES.values(), ids=NOTES)
@pytest.mark.parametrize("opening", [NOTE, "!!! Facilitator\n"], ids=["further down", "first"])
def test_a_line_of_a_note_with_tags_is_the_note_s(opening: str, lines: str) -> None:
    filled = Templates().fill("a.md", f"{opening}{lines}{AFTER}", {}, [])
    assert look_through(filled).faults == ()
    read = write(dressed(parse(filled), "nb"))
    assert "HEMMELIG" not in read
    assert "For alle." in read
    assert "HEMMELIG" in "".join(write(note.node) for note in find_notes(filled))
