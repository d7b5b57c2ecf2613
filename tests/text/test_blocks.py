"""The course's blocks are found in Markdown, and nothing else is taken for one."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from samloft.catalogue import messages
from samloft.text.blocks import Block, dress, find_blocks, split, text_lines

LESSON = """\
Innledning.

!!! reflect
    Hva tror du?

    Hvorfor?
Mer tekst.

```markdown
!!! reflect
    Vist, ikke brukt.
```

!!! case "Et «navn»"
    Første.

        kode

!!! reflect
    Igjen?
"""

LINES = st.sampled_from(
    ["", "tekst", "!!! reflect", '!!! case "T"', "    inne", "```", "~~~~", "## Tittel", "- punkt"]
)


def test_blocks_are_counted_by_kind_with_their_lines() -> None:
    assert [(block.id, block.title, block.line) for block in find_blocks(LESSON)] == [
        ("reflect-1", "", 3),
        ("case-1", "Et «navn»", 14),
        ("reflect-2", "", 19),
    ]


def test_what_stands_in_a_block_loses_its_indent_and_keeps_its_own() -> None:
    bodies = {block.id: block.body for block in find_blocks(LESSON)}
    assert bodies["reflect-1"] == ("Hva tror du?", "", "Hvorfor?")
    assert bodies["case-1"] == ("Første.", "", "    kode")


def test_a_block_ends_where_the_indent_does() -> None:
    pieces = [piece for piece in split(LESSON) if isinstance(piece, str)]
    assert "Mer tekst." in "\n".join(pieces)
    assert "Hvorfor?" not in "\n".join(pieces)


@given(st.lists(LINES, max_size=12).map("\n".join))
def test_every_line_outside_blocks_is_kept_in_order(text: str) -> None:
    inside: set[int] = set()
    for block in find_blocks(text):
        lines = text.split("\n")
        end = block.line
        while end < len(lines) and (lines[end].startswith("    ") or not lines[end].strip()):
            end += 1
        inside |= set(range(block.line, end + 1))
    outside = [line for number, line in enumerate(text.split("\n"), 1) if number not in inside]
    kept = "\n".join(piece for piece in split(text) if isinstance(piece, str)).split("\n")
    assert [line for line in kept if line] == [line for line in outside if line]


@given(st.lists(LINES, max_size=12).map("\n".join))
def test_fenced_code_holds_no_blocks(text: str) -> None:
    fenced = f"````\n{text}\n````\n"
    assert find_blocks(fenced) == ()
    assert list(split(fenced)) == [fenced]


def test_lines_of_code_are_not_text() -> None:
    assert [number for number, _ in text_lines(LESSON)] == [*range(1, 9), *range(13, 22)]


def test_a_fence_closes_only_with_as_many_signs() -> None:
    text = "````\n```\n!!! reflect\n````\n!!! case\n    x\n"
    assert [block.id for block in find_blocks(text)] == ["case-1"]


def test_a_quiz_may_have_answers_over_several_lines_and_a_reason() -> None:
    block = find_blocks(
        '!!! quiz "Hva?"\n    - [ ] Ett\n    - [x] To\n      linjer\n\n    Fordi.\n'
    )[0]
    assert block.answers() == ((), ((False, "Ett"), (True, "To linjer")), ("Fordi.",))


def test_a_group_task_has_its_settings_first() -> None:
    block = find_blocks("!!! group\n    size: 4–6\n    minutes: 20\n\n    Gjør: dette.\n")[0]
    assert block.settings() == ({"size": "4–6", "minutes": "20"}, ("Gjør: dette.",))


def test_dressing_leaves_notes_to_the_facilitator_out_unless_asked() -> None:
    text = "Før.\n\n!!! facilitator\n    Hemmelig.\n\nEtter.\n"
    assert "Hemmelig." not in dress(text, "nb")
    shown = dress(text, "nb", facilitator=True)
    assert '!!! facilitator "Til fasilitator"\n\n    Hemmelig.\n' in shown


def test_a_title_follows_the_blocks_name_in_the_readers_language() -> None:
    text = '!!! case "Snøbrøyting"\n    Tekst.\n'
    assert '!!! case "Case: Snøbrøyting"' in dress(text, "nb")


def test_a_block_knows_how_sessions_refer_to_it() -> None:
    assert Block(kind="group", number=2, title="", body=(), line=1).id == "group-2"


def test_a_block_inside_a_borrowed_part_is_named_in_that_parts_language() -> None:
    text = (
        '<div lang="nn" markdown="1">\n\n!!! reflect\n    Kva?\n\n</div>\n\n!!! reflect\n    Hva?\n'
    )
    borrowed, own = re.findall(r'!!! reflect "(.+)"', dress(text, "nb"))
    assert borrowed == messages("nn")["labels.block.reflect"]
    assert own == messages("nb")["labels.block.reflect"]
