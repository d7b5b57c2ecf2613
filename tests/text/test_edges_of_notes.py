"""A note to the facilitator and what is for all do not run into one another unseen."""

from __future__ import annotations

import pytest

from samloft.text.looked_through import look_through

NOTE = "!!! facilitator\n    Si det.\n"
SEEMING = {
    "no-break spaces": "\u00a0" * 4,
    "one among spaces": "  \u00a0 ",
    "narrow ones": "\u202f" * 6,
    "ideographic ones": "\u3000" * 2,
    "fillers": "\u3164" * 4,
    "spaces by name": "&nbsp;" * 4,
    "a soft hyphen before them": "\u00ad    ",
    "a joiner before them": "\u200c    ",
}
LENT = {
    "a link": (f"{NOTE}\n    [Bodø]: https://hemmelig.example\n\nVi er i [Bodø].\n", 6),
    "a title": (f'{NOTE}\n    [a]: om.md "Hemmelig"\n\nFor alle.\n\nSe [her][a].\n', 8),
    "a picture": (f"{NOTE}\n    [a]: hemmelig.png\n\n![Kart][a]\n", 6),
    "a footnote": (f"{NOTE}\n    Mer.[^n]\n\n    [^n]: Hemmelig.\n\nFor alle.[^n]\n", 6),
    "in a list": (f"- a\n\n    {NOTE[:-1].replace(chr(10), chr(10) + '    ')}\n\n"
                  "        [a]: om.md\n\n- [a]\n", 8),
}  # fmt: skip
OWN = {
    "its own link": f"{NOTE}\n    [Se her][a].\n\n    [a]: om.md\n\nFor [alle].\n",
    "its own footnote": f"{NOTE}\n    Mer.[^n]\n\n    [^n]: Hemmelig.\n\nFor alle.\n",
    "one of the whole text": f"{NOTE}\n    [Se her][a].\n\nSe [her][a].\n\n[a]: om.md\n",
    "between items": f"- a\n\n{NOTE}\n    [a]: om.md\n\n- b\n",
    "a link to somebody": f'{NOTE}\n[a]: om.md "Fasilitator: Kari"\n\nSe [her][a].\n',
    "a soft hyphen": f"{NOTE}\n\u00adTekst for alle.\n",
    "a space that holds together": f"{NOTE}\n10\u00a0000 kroner.\n",
}


@pytest.mark.parametrize("blanks", SEEMING.values(), ids=SEEMING)
def test_a_line_that_only_seems_to_be_moved_in_is_refused(blanks: str) -> None:
    found = look_through(f"{NOTE}\n{blanks}Hemmelig.\n\nFor alle.\n").faults
    assert [(fault.line, fault.rule) for fault in found] == [(4, "note-ends-with-a-blank-line")]


@pytest.mark.parametrize(("text", "line"), LENT.values(), ids=LENT)
def test_a_note_lends_nothing_to_what_is_for_all(text: str, line: int) -> None:
    found = look_through(text).faults
    assert [(fault.line, fault.rule) for fault in found] == [(line, "note-lends-nothing")]


@pytest.mark.parametrize("text", OWN.values(), ids=OWN)
def test_what_a_note_has_for_itself_is_its_own(text: str) -> None:
    assert look_through(text).faults == ()


BELOW = {
    "code below a comment": f"{NOTE}\n<!-- x -->\n\n    Si dette også.\n",
    "code below a quote": "> !!! facilitator\n>     Si det.\n>\n    Si dette også.\n",
    "code below a rule": f"{NOTE}\n***\n\n    Si dette også.\n",
    "code below an element": f"{NOTE}\n<br>\n\n    Si dette også.\n",
    "code below a space by name": f"{NOTE}\n&nbsp;\n\n    Si dette også.\n",
    "below a line without the mark of its quote": "> !!! facilitator\n>   Si.\n\n>   Dette.\n",
    "without the mark of its quote": "- > !!! facilitator\n  >   Si.\n  >\n  Si dette også.\n",
    "code below a list": "- a\n\n    !!! facilitator\n        Si.\n\n<!-- x -->\n\n    Si.\n",
}


@pytest.mark.parametrize("text", BELOW.values(), ids=BELOW)
def test_what_is_moved_in_below_the_end_of_a_note_is_refused(text: str) -> None:
    last = text.count("\n")
    found = look_through(text).faults
    assert [(fault.line, fault.rule) for fault in found] == [(last, "note-ends-with-a-blank-line")]


OPEN = {
    "no end": "```\nls\n\n{note}\n",
    "no end, and no line feed": "```\nls\n\n!!! facilitator\n    Si.",
    "the end of other code": "```\nls\n\n{note}\n```sh\nls\n```\n",
    "in a list": "- a\n\n    ~~~\n    ls\n\n    !!! facilitator\n        Si.\n",
}


@pytest.mark.parametrize("text", OPEN.values(), ids=OPEN)
def test_code_that_goes_on_through_a_note_is_refused(text: str) -> None:
    found = look_through(text.format(note=NOTE)).faults
    line = 3 if text.startswith("-") else 1
    assert [(fault.line, fault.rule) for fault in found] == [(line, "code-ends-before-notes")]


def test_a_comment_for_the_facilitator_is_refused_since_no_guide_has_it() -> None:
    found = look_through("Tekst.\n\n<!-- facilitator: husk kaffe -->\n").faults
    assert [(fault.line, fault.rule) for fault in found] == [(3, "note-is-no-comment")]


def test_code_may_show_how_a_note_is_written() -> None:
    assert look_through(f"````\n```sh\nls\n```\n\n{NOTE}````\n").faults == ()


CODE = "!!! facilitator\n    Kjør:\n\n    ```sh\n    ls\n{rest}"


@pytest.mark.parametrize("rest", ["", "\npwd\n    ```\n", "\n    ~~~\n", "\nFor alle.\n"])
def test_code_in_a_note_that_has_no_end_is_refused(rest: str) -> None:
    found = look_through(CODE.format(rest=rest)).faults
    assert [(fault.line, fault.rule) for fault in found] == [(4, "note-closes-its-code")]


@pytest.mark.parametrize(
    "rest", ["    ```\n", "    ````\n\n    Så.\n", "\n    pwd\n    ```\n\nFor alle.\n"]
)
def test_code_in_a_note_that_ends_is_the_note_s(rest: str) -> None:
    assert look_through(CODE.format(rest=rest)).faults == ()
