"""What `check` advises: nothing stops for it, unless it is asked to be strict."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from world import Run

from samloft.checks import spelling
from samloft.checks.readability import lix

LESSON = "modules/deling/01-deling.md"
NYNORSK = "modules/deling/01-deling.nn.md"
needs_hunspell = pytest.mark.skipif(not spelling.is_possible(), reason="hunspell is not installed")

Edit = Callable[[str, str, str], None]


@pytest.fixture
def edit(small_course: Path) -> Edit:
    """Replace words in a file of the small course."""

    def edit(name: str, old: str, new: str) -> None:
        path = small_course / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return edit


@pytest.fixture
def advised(run: Run) -> Callable[[], set[str]]:
    """Return what is advised, as `file rule`; words the dictionaries lack are left out."""

    def advised() -> set[str]:
        lines = run("check").err.splitlines()
        found = [re.fullmatch(r"(\S+?)(?::\d+)?: råd: .* \[(.+)\]", line) for line in lines]
        pairs = {(match[1], match[2]) for match in found if match}
        return {f"{path} {rule}" for path, rule in pairs if rule != "word-is-spelt-rightly"}

    return advised


Advised = Callable[[], set[str]]


def test_letters_on_pages_alone_are_told_of_once_a_text(edit: Edit, run: Run) -> None:
    edit(LESSON, "Tenk på hvem", "✅ Tenk 👍\n\n✅ på\n\n程序员应该 hvem")
    told = [line for line in run("check").err.splitlines() if "[text-can-be-printed]" in line]
    assert told == [
        f"{LESSON}:8: råd: dette kan ikke skrives ut, for ingen skrift på arkene har det: "
        "✅ 👍 员 序 应 … [text-can-be-printed]"
    ]


def test_advice_stops_nothing_unless_it_is_asked_to(run: Run) -> None:
    gentle, strict = run("check"), run("check", "--strict")
    assert gentle.code == 0
    assert "råd" in gentle.err
    assert "bokmål: 3 av 4 leksjoner" in gentle.out
    assert strict.code == 1
    assert strict.err == gentle.err


@pytest.mark.slow
def test_a_translation_is_followed_from_the_day_it_is_noted(
    run: Run, edit: Edit, advised: Advised, small_course: Path
) -> None:
    assert f"{NYNORSK} translation-has-base" in advised()
    assert run("translated", small_course / NYNORSK).code == 0
    assert not {each for each in advised() if each.startswith(NYNORSK)}
    edit(LESSON, "Alle som får", "Alle de som får")
    assert f"{NYNORSK} translation-is-current" in advised()
    assert run("translated").code == 0
    assert not {each for each in advised() if "translation-" in each}


def test_noting_one_translation_leaves_the_others(run: Run, small_course: Path) -> None:
    assert run("translated").code == 0
    lock = small_course / "modules/translations.lock"
    before = lock.read_text(encoding="utf-8").splitlines()
    path = small_course / LESSON
    path.write_text(path.read_text(encoding="utf-8") + "\nNytt.\n", encoding="utf-8")
    assert run("translated", NYNORSK).code == 0
    after = lock.read_text(encoding="utf-8").splitlines()
    assert [line.split(":")[0] for line in before if line not in after] == [NYNORSK]


def test_what_is_no_translation_cannot_be_noted_as_one(run: Run) -> None:
    outcome = run("translated", "modules/deling/01-delign.nn.md")
    assert outcome.code == 2
    assert f"mente du: {NYNORSK}?" in outcome.err


def test_a_lock_that_cannot_be_read_is_a_mistake_with_its_line(
    run: Run, small_course: Path
) -> None:
    lock = small_course / "modules/translations.lock"
    lock.write_text("a.nn.md: {base: a.md}\n", encoding="utf-8")
    assert "modules/translations.lock:1: " in run("check").err


def test_a_draft_and_a_missing_form_are_named(edit: Edit, advised: Advised) -> None:
    edit(NYNORSK, "minutes: 10", "minutes: 10\nproofread_by: draft")
    assert {
        f"{NYNORSK} translation-is-proofread",
        "docs/om.md text-has-every-form",
        "modules/deling/02-norsk.nn.md text-has-every-form",
    } <= advised()


def test_facts_grow_old(edit: Edit, advised: Advised, small_course: Path) -> None:
    module = "modules/deling/module.yml"
    assert f"{module} facts-are-fresh" not in advised()
    text = (small_course / module).read_text(encoding="utf-8")
    checked = re.search(r"facts_checked: \S+", text)
    assert checked
    edit(module, checked[0], "facts_checked: 2024-01-01")
    assert f"{module} facts-are-fresh" in advised()


def test_heavy_text_is_weighed(edit: Edit, advised: Advised) -> None:
    heavy = "Samhandlingsløsningens tilgjengelighetsutfordringer nødvendiggjør videreutvikling av"
    edit(LESSON, "Alle som får", f"{heavy} informasjonssikkerhetsrutinene. Alle som får")
    assert f"{LESSON} text-is-readable" not in advised()
    heavier = f"{heavy} informasjonssikkerhetsrutinene " * 9
    edit(LESSON, "Alle som får", f"{heavier}. Alle som får")
    assert f"{LESSON} text-is-readable" in advised()


def test_lix_is_words_a_sentence_and_long_words_a_hundred() -> None:
    # 10 words, 2 sentences, 2 words over six letters: 5 + 20.
    assert lix("Vi ser på saken nå. Digitale kommuner er her i.") == pytest.approx(25)
    assert lix("") == 0


def test_lix_reads_prose_only() -> None:
    prose = "Vi ser på saken nå."
    table = "| Informasjonssikkerhet | Tilgjengelighetserklæring |\n|---|---|\n"
    code = "```\nuforståeligheter\n```\n"
    link = "Vi ser på [saken](https://informasjonssikkerhet.example/tilgjengelighet) nå.[^kilden]"
    assert lix(f"# Tilgjengelighetserklæring\n\n{table}\n{code}\n{prose}\n") == lix(prose)
    assert lix(link) == lix(prose)
    assert lix("Vi ser på\nsaken nå.\n\n    uforståeligheter") == lix(
        prose
    )  # a line is no sentence
    assert lix("- Vi ser på\n  saken nå\n    - Vi ser\n      på saken nå") == lix(prose)
    group = "size: 3–4\n    product: Tilgjengelighetserklæring\n\n    Vi ser på saken nå."
    assert lix(f"!!! group\n    {group}") == lix(prose)
    assert lix('Vi ser på <b title="uforståeligheter">saken</b> nå. <!-- uforståelig -->') == lix(
        prose
    )


@pytest.mark.slow
@given(st.text(max_size=200))
def test_any_text_can_be_weighed(text: str) -> None:
    assert lix(text) >= 0


@needs_hunspell
def test_an_unknown_word_is_named_once_a_file_with_its_line(run: Run, edit: Edit) -> None:
    edit(LESSON, "Alle som får", "Alle somm får, alle somm")
    outcome = run("check")
    line = "modules/deling/01-deling.md:12: råd: ordet «somm» står ikke i ordboka"
    named = [line for line in outcome.err.splitlines() if "«somm»" in line]
    assert len(named) == 1
    assert re.sub(r":\d+:", ":12:", named[0]).startswith(line)


@needs_hunspell
def test_our_own_list_is_known_in_any_case(run: Run, edit: Edit, small_course: Path) -> None:
    edit(LESSON, "Alle som får", "Samløftet er godt. Alle som får")
    assert "«Samløftet»" in run("check").err
    words = small_course / "modules/words.nb.txt"
    words.write_text("# Navn\nsamløftet  # vårt eget\n", encoding="utf-8")
    assert "«Samløftet»" not in run("check").err


@needs_hunspell
def test_sessions_and_the_vocabulary_are_read_too(run: Run, edit: Edit) -> None:
    edit("modules/trygghet/terms.yml", "noen", "noenn")
    assert "modules/trygghet/terms.yml:13: råd: ordet «noenn»" in run("check").err


@needs_hunspell
def test_code_links_values_and_names_of_places_are_not_words(run: Run, edit: Edit) -> None:
    text = "Alle `xqxq` [her](https://xqxq.no/) {{ edition.name }} post@xqxq.no som får"
    edit(LESSON, "Alle som får", text)
    spelt = [line for line in run("check").err.splitlines() if "word-is-spelt-rightly" in line]
    assert not [line for line in spelt if "xqxq" in line]


@needs_hunspell
def test_a_title_is_told_of_on_its_own_line(run: Run, edit: Edit) -> None:
    edit(LESSON, "objective: Du kan dele trygt.", "objective: Du kan dele tryggt.")
    assert f"{LESSON}:3: råd: ordet «tryggt»" in run("check").err


@needs_hunspell
def test_a_word_is_one_however_it_is_marked_up(run: Run, edit: Edit) -> None:
    edit(LESSON, "Alle som får", "A**ll**e som f\u00adår, <kbd>xqxq</kbd> <!-- xqxq -->, s*xqxq*om")
    spelt = [line for line in run("check").err.splitlines() if "word-is-spelt-rightly" in line]
    assert [line for line in spelt if LESSON in line] == [
        f"{LESSON}:12: råd: ordet «sxqxqom» står ikke i ordboka [word-is-spelt-rightly]"
    ]
