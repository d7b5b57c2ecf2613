"""Notes to the facilitator reach no participant, however they are nested."""

from __future__ import annotations

import re
from textwrap import indent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samloft.languages import BASE
from samloft.text.blocks import dressed, find_blocks, find_notes, inside
from samloft.text.footnotes import with_footnotes_below
from samloft.text.looked_through import look_through
from samloft.text.markdown import engine_html
from samloft.text.parse import parse
from samloft.text.sheets import to_fill
from samloft.text.write import write

SECRET = "HEMMELIG"
NOTE = f"!!! facilitator\n    {SECRET} tekst."

ORDINARY = {
    "alone": NOTE,
    "with a title": f'!!! facilitator "Husk"\n    {SECRET}.',
    "folded": f"??? facilitator\n    {SECRET}.",
    "folded and open": f'???+ facilitator "Husk"\n\n    {SECRET}.',
    "capital letter": f"!!! Facilitator\n    {SECRET}.",
    "without a space": f"!!!facilitator\n    {SECRET}.",
    "after a line of text": f"Tekst.\n{NOTE}",
    "moved in by one": f" !!! facilitator\n     {SECRET}.",
    "moved in by two": f"  !!! facilitator\n      {SECRET}.",
    "moved in by three, four in all": f"   !!! facilitator\n    {SECRET}.",
    "two spaces inside": f"!!! facilitator\n  {SECRET}.",
    "a tab inside": f"!!! facilitator\n\t{SECRET}.",
    "in a block": '!!! case "Case"\n    Tekst.\n\n' + indent(NOTE, "    "),
    "first in a block": '!!! case "Case"\n' + indent(NOTE, "    "),
    "in a folded block": '??? note "Mer"\n    Tekst.\n\n' + indent(NOTE, "    "),
    "two blocks deep": (
        '!!! case "Case"\n    Tekst.\n\n'
        + indent('!!! tip "Tips"\n    Mer.\n\n' + indent(NOTE, "    "), "    ")
    ),
    "in a list item": "- punkt\n\n" + indent(NOTE, "  "),
    "in an item, four spaces": "- punkt\n\n" + indent(NOTE, "    "),
    "in an item, without a blank line": "- punkt\n" + indent(NOTE, "  "),
    "in a numbered item": "1. punkt\n\n" + indent(NOTE, "   "),
    "in an item of an item": "- a\n    - b\n\n" + indent(NOTE, "      "),
    "after a list": f"- a\n- b\n\n{NOTE}",
    "in a quote": "> Sitat.\n>\n" + indent(NOTE, "> "),
    "in a part in another language": f'<div lang="nn" markdown="1">\n\n{NOTE}\n\n</div>',
    "in a quiz": '!!! quiz "Hva?"\n    - [ ] a\n    - [x] b\n\n' + indent(NOTE, "    "),
    "in a tab": '=== "Fane"\n\n    Tekst.\n\n' + indent(NOTE, "    "),
    "paragraphs and a list": f"!!! facilitator\n    {SECRET}.\n\n    - {SECRET}\n\n    Slutt.",
}
FOLLOWED = {
    "in a list": "- punkt\n\n" + indent(NOTE, "    ") + "\n\nFor alle.",
    "in a numbered list": "1. punkt\n\n" + indent(NOTE, "   ") + "\n\nFor alle.",
    "in a definition": "Ord\n:   Forklart\n\n" + indent(NOTE, "    ") + "\n\nFor alle.",
    "in a quote": indent(NOTE, "> ") + "\n\nFor alle.",
}
"""A note that ends what it stands in, and a blank line before what is for all."""
NOT_NOTES = {
    "as code in four spaces": "Tekst.\n\n" + indent(NOTE, "    "),
    "in the middle of a line": f"Tekst !!! facilitator {SECRET}",
    "in a table": f"| a |\n|---|\n| !!! facilitator {SECRET} |",
    "in an element": f"<div>\n{NOTE}\n</div>",
    "run on": f"{NOTE}\nfortsetter {SECRET}",
    "in a heading": f"## !!! facilitator {SECRET}",
    "nothing inside": f"!!! facilitator\n\n{SECRET}",
    "one space inside": f"!!! facilitator\n {SECRET}",
    "no quotes around the title": f"!!! facilitator {SECRET} her\n    {SECRET}",
    "deep in a line of text": f"Tekst\n    !!! facilitator\n        {SECRET}",
    "two signs": f"!! facilitator\n    {SECRET}",
    "signs apart": f"! ! ! facilitator\n    {SECRET}",
    "signs of full width": f"！！！ facilitator\n    {SECRET}",
    "signs that look alike": f"❗❗❗ facilitator\n    {SECRET}",
    "a tab without quotation marks": f"=== Facilitator\n    {SECRET}",
    "as a tag of words": f"@facilitator\n{SECRET}",
    "in TeX": f"\\begin{{facilitator}}\n{SECRET}\n\\end{{facilitator}}",
    "by comments": f"<!-- facilitator -->\n\n{SECRET}\n\n<!-- /facilitator -->",
    "in a comment": f"<!-- Til fasilitator: {SECRET} -->",
    "in a comment that is a link": f"[//]: # (facilitator)\n\n{SECRET}",
    "in one in a quote": f"> [//]: # (facilitator)\n>\n> {SECRET}",
    "signs by name": f"&excl;!! facilitator\n    {SECRET}",
    "escaped signs": f"\\*Merk\\* !!! facilitator {SECRET}",
    "emphasised": f"**!!! facilitator**\n    {SECRET}",
    "after stress": f"Tekst *her* !!! facilitator {SECRET}",
    "in a link": f"[!!! facilitator {SECRET}](om.md)",
    "in a link's title": f"[x](om.md '!!! facilitator {SECRET}')",
    "in what is said of a picture": f"![!!! facilitator {SECRET}](kart.png)",
    "in a block's title": f'!!! note "!!! facilitator {SECRET}"\n    x',
    "in a tab's title": f'=== "!!! facilitator {SECRET}"\n    x',
    "in an attribute": f'<p title="!!! facilitator {SECRET}">x</p>',
    "in a span": f"<span>!!! facilitator {SECRET}</span>",
    "in a cell of two lines": f"| a |\n|---|\n| x<br>!!! facilitator<br>{SECRET} |",
    "by the title of another block": f'!!! note "Til fasilitator"\n    {SECRET}',
    "by its title, in other forms": f'!!! tip "Notat til fasilitatoren"\n    {SECRET}',
    "by its title, before a colon": f'!!! tip "Fasilitator: husk tiden"\n    {SECRET}',
    "by its title, by another name": f'!!! tip "Kun for kursholder"\n    {SECRET}',
    "by its title, with a space by name": f'!!! tip "Til&nbsp;fasilitator"\n    {SECRET}',
    "by its title, in English": f'??? info "For the facilitator:"\n    {SECRET}',
    "by the title of a tab": f'=== "Facilitator"\n\n    {SECRET}',
    "by the summary of a fold": (
        f"<details>\n<summary>Fasilitator</summary>\n\n{SECRET}\n\n</details>"
    ),
    "by the summary of a fold in one piece": (
        f"<details><summary><b>For facilitators</b></summary>{SECRET}</details>"
    ),
    "by the words above code": f"**Til fasilitator:**\n\n    {SECRET}",
    "reStructuredText's, by its title": f".. note:: Fasilitator\n    {SECRET}",
    "GitHub's": f"> [!FACILITATOR]\n> {SECRET}",
    "Obsidian's": f"> [!fasilitator]- Tittel\n> {SECRET}",
    "Pandoc's": f"::: facilitator\n{SECRET}\n:::",
    "PyMdown's": f"/// facilitator\n{SECRET}\n///",
    "MyST's": f"```{{facilitator}}\n{SECRET}\n```",
    "as a fence": f"```facilitator\n{SECRET}\n```",
    "as a fence that is code": f"- a\n      ```{{facilitator}}\n      {SECRET}\n      ```",
    "reStructuredText's": f".. facilitator::\n    {SECRET}",
    "Pandoc's, among other words": f"::: {{.callout .facilitator}}\n{SECRET}\n:::",
    "Carpentries'": f":::::: instructor\n\n{SECRET}\n\n::::::",
    "MyST's, by its title": f"```{{admonition}} Facilitator\n{SECRET}\n```",
    "PyMdown's, by its title": f"/// admonition | Facilitator\n{SECRET}\n///",
    "MyST's, too far in below a line": (
        f"Før.\n    ```{{admonition}} Facilitator\n    {SECRET}\n    ```"
    ),
    "PyMdown's, as a row of the table above it": (
        f"| a | b |\n|---|---|\n| c | d |\n/// admonition | Facilitator\n{SECRET}\n///"
    ),
    "GitHub's, by its title": f"> [!NOTE] Fasilitator\n> {SECRET}",
    "MyST's, in a quote too far in below a line": (
        f"- punkt\n      > ```{{facilitator}}\n      > {SECRET}\n      > ```"
    ),
    "by its title, in a quote too far in below a line": (
        f'- punkt\n      > !!! note "Til fasilitator"\n      >     {SECRET}'
    ),
    "a tab's, in a quote too far in below a line": (
        f'- punkt\n      > === "Fasilitator"\n      >     {SECRET}'
    ),
    "Obsidian's, by what ours are called": f"> [!note]- Til fasilitator\n> {SECRET}",
    "as shortcodes": f"[facilitator]\n{SECRET}\n[/facilitator]",
    "as a class": f'<div class="facilitator">\n\n{SECRET}\n\n</div>',
    "as a class in Norwegian": f'<div class="\nfor-fasilitator\n">\n\n{SECRET}\n\n</div>',
    "as a class by another name": f'<aside class="instructor">{SECRET}</aside>',
    "as a class of a span": f"[{SECRET}]{{.facilitator}}",
    "as code behind the mark of a quote": f"Før.\n\n    > !!! facilitator\n    >     {SECRET}",
    "as a class in braces": f"{SECRET}\n{{: .facilitator }}",
    "a list right below": f"{NOTE}\n- {SECRET}",
    "a table right below": f"{NOTE}\n| {SECRET} |\n|---|",
    "a quote right below": f"{NOTE}\n> {SECRET}",
    "code right below": f"{NOTE}\n```\n{SECRET}\n```",
    "HTML right below": f"{NOTE}\n<p>{SECRET}</p>",
    "right below its quote": f"> !!! facilitator\n>     {SECRET}\n{SECRET}",
    "less indented further down": f"{NOTE}\n\n  {SECRET}",
    "less indented in a list": f"- a\n\n  !!! facilitator\n      {SECRET}\n\n    {SECRET}",
}
NO_NOTES_AT_ALL = {
    "a word": "Fasilitator deler ut ark, og facilitator er engelsk.",
    "after an exclamation": "Bra jobba!!! Fasilitator samler inn.",
    "a person first on a line": "**Fasilitator:** Del ut ark.\n\n/ fasilitator\n\n[dem](om.md)",
    "code in a line": "`facilitator` står etter tre utropstegn.\n`facilitator`\ner navnet.",
    "a title of a role": '!!! group "Rollekort: fasilitator og referent"\n    Velg.',
    "a comment": "<!-- Fasilitatorens notat må oppdateres. -->\n\nTekst.",
    "a title": '!!! case "Hvem er fasilitator?"\n    En kollega.',
    "code": f"`!!! facilitator`\n\n```\n{NOTE}\n```",
}


def participants(text: str) -> str:
    """Return what participants get of a text."""
    return engine_html(write(dressed(parse(text), "nb")))


def guide(text: str) -> str:
    """Return what a guide gets of a text."""
    return "\n".join(write(note.node) for note in find_notes(text))


@pytest.mark.parametrize("name", ORDINARY)
def test_a_note_is_kept_for_the_facilitator_alone(name: str) -> None:
    text = ORDINARY[name]
    assert look_through(text).faults == ()
    assert SECRET not in participants(text)
    assert guide(text).count(SECRET) == text.count(SECRET)


@pytest.mark.parametrize("text", FOLLOWED.values(), ids=FOLLOWED)
def test_a_blank_line_ends_a_note_also_where_a_list_ends_with_it(text: str) -> None:
    assert look_through(text).faults == ()
    assert SECRET not in participants(text)
    assert "For alle." in participants(text)


@pytest.mark.parametrize("name", NO_NOTES_AT_ALL)
def test_a_text_may_speak_of_the_facilitator(name: str) -> None:
    assert look_through(NO_NOTES_AT_ALL[name]).faults == ()


@pytest.mark.parametrize("name", NOT_NOTES)
def test_what_could_be_meant_as_a_note_is_refused(name: str) -> None:
    assert look_through(NOT_NOTES[name]).faults != ()


WRAPPINGS = (
    lambda text: '!!! case "Case"\n    Tekst.\n\n' + indent(text, "    "),
    lambda text: '???+ tip "Tips"\n\n' + indent(text, "    "),
    lambda text: "- punkt\n\n" + indent(text, "  "),
    lambda text: "- punkt\n" + indent(text, "    "),
    lambda text: "1. punkt\n\n" + indent(text, "   ") + "\n2. mer",
    lambda text: "> Sitat.\n>\n" + indent(text, "> ", lambda line: True),
    lambda text: f"Før.\n\n{text}\n\nEtter.",
    lambda text: f"Før.\n{text}",
    lambda text: f"<div>\n\n{text}\n\n</div>",
    lambda text: indent(text, "  "),
    lambda text: indent(text, "\t"),
    lambda text: f"{text}\nrett under",
    lambda text: f"| a | b |\n|---|---|\n| c | d |\n{text}",
    lambda text: f"```\n{text}\n```\n\n{text}",
    lambda text: f"{text}\n- rett under",
    lambda text: f"{text}\n> rett under",
    lambda text: '!!! quiz "Hva?"\n    - [x] a\n    - [ ] b\n\n' + indent(text, "        "),
    lambda text: '!!! sheet "Ark"\n    - [ ] a\n\n' + indent(text, "        "),
    lambda text: "Ord\n:   forklaring\n\n" + indent(text, "    "),
    lambda text: "a[^n]\n\n[^n]: x\n\n" + indent(text, "    "),
    lambda text: f"<details>\n<summary>Mer</summary>\n\n{text}\n\n</details>",
)
NOTES = st.sampled_from([*ORDINARY.values(), *NOT_NOTES.values()])


@settings(max_examples=400, deadline=None)
@given(NOTES, st.lists(st.sampled_from(range(len(WRAPPINGS))), max_size=4), st.booleans())
def test_however_it_is_wrapped_a_note_is_refused_or_reaches_no_participant(
    note: str, wrappings: list[int], has_tabs: bool
) -> None:
    text = note
    for number in wrappings:
        text = WRAPPINGS[number](text)
    if has_tabs:  # at last: where a tab is moved in, it ends where it ended before
        text = re.sub(r"(?m)^ +", lambda found: found[0].replace("    ", "\t"), text)
    if look_through(text).faults:
        return
    document = parse(text)
    in_code = any(SECRET in node.text for node in document.all("code"))
    assert in_code or SECRET not in participants(text)
    filled = [to_fill(node, BASE) for node in document.all("block") if node.info == "sheet"]
    on_sheets = dressed(document.having(*(node for each in filled for node in each)), BASE)
    assert in_code or SECRET not in engine_html(write(on_sheets))


def test_what_stands_in_a_note_is_nobodys_task() -> None:
    text = "!!! facilitator\n    !!! keypoints\n        - a\n\n    !!! reflect\n        b\n\n"
    blocks = find_blocks(f"{text}!!! reflect\n    c")
    assert [(block.id, block.line) for block in blocks] == [("facilitator-1", 1), ("reflect-1", 8)]


def test_footnotes_of_a_note_are_below_it() -> None:
    text = (
        f"!!! facilitator\n    A.[^a] B.[^kilde]\n\n    Igjen.[^a]\n\n"
        f"[^a]: {SECRET}.\n\n    Mer.[^b]\n\n[^b]: {SECRET}.[^a]\n"
    )
    (block,) = find_notes(text)
    told = write(with_footnotes_below(inside(block, BASE), parse(text), {}))
    first, second = f"(1) {SECRET}.\n\nMer. (2)", f"(2) {SECRET}. (1)"
    assert told == f"A. (1) B.[^kilde]\n\nIgjen. (1)\n\n{first}\n\n{second}"
    assert SECRET not in participants(text)
