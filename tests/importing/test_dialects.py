"""What other tools write beside Markdown becomes ours; what has no form is reported."""

from __future__ import annotations

from pathlib import Path

import pytest
from world import Run, WriteTree

from samloft.importing.document import Document, Report, Section
from samloft.importing.folder import read_text
from samloft.importing.lessons import lessons_of
from samloft.text.parse import parse

HUGO = """\
---
title: "Passwörter"
weight: 3
icon: lock
---

## Regeln

Das gilt für {{< param Einrichtung >}}: nie {{% sehr %}} kurz.

{{% notice tip "Merke" %}}

- Geben Sie es niemals weiter

{{% /notice %}}

```text
{{ .Site.Title }}
```

{{< quizdown >}}
---
shuffle: true
---

## Was ist sicher?

> Lange Wörter sind sicher.

1. [x] Ein langes Passwort
	> Richtig!
2. [ ] Der Name der Katze
	> Leider nicht.

{{< /quizdown >}}
"""
CARPENTRIES = """\
---
title: Tracking
teaching: 20
exercises: 5
---

::::::::::::: objectives

- Explain what a commit is

:::::::::::::

![Two boxes](fig/boxes.png){alt='One box leads to another' width="40%"}

:::: challenge

## Try it

What happens?

::: solution

Nothing.

:::

::::

:::: instructor

Give them time.

::::
"""
OBSIDIAN = """\
# Notat

> [!warning] Pass på
> Del aldri passordet.

Se [[Annet notat|det andre]] og ![[kart.png]].
"""


def told(report: Report) -> set[str]:
    return {finding.what for finding, _ in report}


def body(path: Path, report: Report) -> str:
    return "\n\n".join(
        f"{'#' * s.level} {s.title}\n{s.body}" for s in read_text(path, report).sections
    )


def imported(small_course: Path, run: Run, text: str) -> tuple[str, str]:
    """Import a text; return what is said, and the lesson without its head."""
    path = small_course.parent / "a.md"
    path.write_text(text, encoding="utf-8")
    before = {*(small_course / "modules/trygghet").glob("*.md")}
    done = run("import", path, "--module", "trygghet")
    (lesson,) = {*(small_course / "modules/trygghet").glob("*.md")} - before
    return done.out, lesson.read_text(encoding="utf-8").partition("---\n\n")[2]


def test_hugos_shortcodes_become_blocks_values_and_quizzes(
    write_tree: WriteTree, report: Report
) -> None:
    text = body(write_tree({"a.md": HUGO}) / "a.md", report)
    assert 'für {{ values.einrichtung | default("Einrichtung") }}: nie  kurz.' in text
    assert '!!! tip "Merke"\n\n    - Geben Sie es niemals weiter' in text
    assert (
        '!!! quiz "Was ist sicher?"\n    ??? tip\n        Lange Wörter sind sicher.\n\n'
        "    - [x] Ein langes Passwort\n\n        Richtig!\n\n"
        "    - [ ] Der Name der Katze\n\n        Leider nicht."
    ) in text  # the hint before the answers, and each of them says why, below itself
    assert "{{ '{{' }} .Site.Title }}" in text
    assert told(report) >= {"value", "shortcode", "template_sign", "front_matter", "quiz_setting"}


QUIZ = """\
---
title: Quiz
objective: O
minutes: 5
summary: S
---

{{< quizdown >}}

---
shuffle_answers: true
---

## Which `a` at *{{< param "City hall" >}}*?

> Think of **it**, [so](https://example.org/hint).

1. [x] Right, **really** [so](https://example.org/) with `code`

	> Only **known** ones, see [this](https://example.org/).
	>
	> And `that`.
2. [ ] `wrong` at {{< param "City hall" >}}

{{< /quizdown >}}
"""


def test_a_quiz_keeps_its_links_its_code_and_what_is_stressed(small_course: Path, run: Run) -> None:
    said, text = imported(small_course, run, QUIZ)
    assert "innstillingen «shuffle_answers: true» i en quiz" in said
    assert text.strip() == (
        '!!! quiz "Which `a` at *{{ values.city_hall | default("City hall") }}*?"\n'
        "    ??? tip\n"
        "        Think of **it**, [so](https://example.org/hint).\n"
        "\n"
        "    - [x] Right, **really** [so](https://example.org/) with `code`\n"
        "\n"
        "        Only **known** ones, see [this](https://example.org/).\n"
        "\n"
        "        And `that`.\n"
        "\n"
        '    - [ ] `wrong` at {{ values.city_hall | default("City hall") }}'
    )
    assert run("check").code == 0, run("check").err
    assert run("build", "nordvik").code == 0
    page = small_course / "site/nordvik/trygghet/03-quiz.html"
    shown = page.read_text(encoding="utf-8")
    assert "Which <code>a</code> at <em>City hall</em>?" in shown
    assert '<strong>really</strong> <a href="https://example.org/"' in shown
    assert "Only <strong>known</strong> ones" in shown
    # Closed, before the answers, and under a name in the reader's language.
    hint, answers = (
        shown.index('<details class="tip">\n<summary>Tips</summary>'),
        shown.index("sl-answer__label"),
    )
    assert hint < shown.index("Think of <strong>it</strong>") < answers


def test_the_carpentries_divs_become_blocks(write_tree: WriteTree, report: Report) -> None:
    folder = write_tree({"a.md": CARPENTRIES})
    (folder / "fig").mkdir()
    (folder / "fig/boxes.png").write_bytes(b"png")
    document = read_text(folder / "a.md", report)
    text = document.sections[0].body
    assert document.head["minutes"] == "25"
    assert document.head["objective"] == "Explain what a commit is."
    assert "![One box leads to another](boxes.png)\n\n*Two boxes*" in text
    assert '!!! reflect "Try it"\n' in text
    assert "    ??? note\n" in text
    assert "!!! facilitator\n" in text
    assert [picture.name for picture in document.pictures] == ["boxes.png"]


BLOCKS = """\
---
title: Git
---

::: {.callout #long}

## The *Long* History of "`git -m "x"`"

Text.

### Another

More.

:::

::::: challenge

::: {.callout-tip title="So: it is_"}
Inside.
:::

Do it.

:::: {.solution}

### Solution: **run** it

```
::: callout
```

::::
:::::

::: {#plain}
Of no kind.
:::

::: spoiler

Only words.

:::

After.
"""


def test_a_block_has_its_own_heading_for_a_title(small_course: Path, run: Run) -> None:
    said, text = imported(small_course, run, BLOCKS)
    assert "blokka «spoiler» er blitt «note»" in said
    assert "blokka «solution»" not in said
    assert "ikke lukket" not in said
    lines = [line for line in text.splitlines() if line]
    assert lines == [
        '!!! note "The *Long* History of "<code>git -m "x"</code>""',
        "    Text.",
        "    ## Another",
        "    More.",
        "!!! reflect",
        '    !!! tip "So: it is\\_"',
        "        Inside.",
        "    Do it.",
        '    ??? note "Solution: **run** it"',
        "        ```",
        "        ::: callout",
        "        ```",
        "Of no kind.",
        "??? note",
        "    Only words.",
        "After.",
    ]
    assert run("check").code == 0, run("check").err


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("!!! note\n\n    #### A", "!!! note\n\n    ## A"),
        ("> A\n> ===\n>\n> #### B", "> A\n> ---\n>\n> ### B"),
        ("- # A\n    - ##### # B", "- ## A\n    - ### # B"),
        ("- ####", "- ##"),
        (
            "```\n#### A\n```\n\n\\#### B\n\n    #### C",
            "```\n#### A\n```\n\n\\#### B\n\n    #### C",
        ),
    ],
)
def test_no_heading_inside_of_something_skips_a_level(
    written: str, shown: str, report: Report
) -> None:
    document = Document(title="T", sections=(Section(level=0, title="", body=written),))
    (lesson,) = lessons_of(document, (), "", report)
    assert lesson.body == shown


def test_a_heading_that_links_lead_to_stays_one(write_tree: WriteTree, report: Report) -> None:
    folder = write_tree({"a.md": "::: callout\n\n## Here {#here}\n\nText.\n\n:::\n"})
    (section,) = read_text(folder / "a.md", report).sections
    assert section.body == "!!! note\n\n    ## Here {#here}\n\n    Text."


@pytest.mark.parametrize(
    ("written", "objective"),
    [
        ("- Describe the `.git` folder and *why*\n- Ask", "Describe the .git folder and why. Ask."),
        (
            "- Explain an aim that\n  runs over two lines.",
            "Explain an aim that runs over two lines.",
        ),
        ("### Objectives\n\nBe able to [merge](a.md)\nand stop", "Be able to merge and stop."),
    ],
)
def test_an_objective_is_words_alone(
    written: str, objective: str, write_tree: WriteTree, report: Report
) -> None:
    folder = write_tree({"a.md": f"::: objectives\n\n{written}\n\n:::\n"})
    assert read_text(folder / "a.md", report).head["objective"] == objective


def test_a_picture_with_a_caption_moves_no_block(write_tree: WriteTree, report: Report) -> None:
    text = "![C](b.png){alt='B'}\n\n::: challenge\n\n```\nx\n```\n\n:::\n\nAfter.\n"
    folder = write_tree({"a.md": text})
    (folder / "b.png").write_bytes(b"png")
    body = read_text(folder / "a.md", report).sections[0].body
    assert ":::" not in body
    assert body.endswith("\n\nAfter.")
    assert "not_closed" not in told(report)


def test_places_in_a_glossary_and_signs_in_alternative_texts_are_kept(
    write_tree: WriteTree, report: Report
) -> None:
    folder = write_tree(
        {"a.md": "[merge]{#merge}\n:   To join.\n\n![](b.png){alt='Kari\\'s \"b\"'}\n"}
    )
    (folder / "b.png").write_bytes(b"png")
    text = read_text(folder / "a.md", report).sections[0].body
    assert '<span id="merge">merge</span>\n:   To join.' in text
    assert [node.text for node in parse(text).all("image")] == ['Kari\'s "b"']
    assert told(report) == set()


def test_headings_keep_their_links_and_what_is_stressed(tmp_path: Path, run: Run) -> None:
    (tmp_path / "inn").mkdir()
    text = "---\ntitle: Kurs\n---\n\n## Les *selv* [her](https://ks.no/)\n\nTekst.\n"
    (tmp_path / "inn/a.md").write_text(text, encoding="utf-8")
    assert run("import", tmp_path / "inn").code == 0
    (lesson,) = (tmp_path / "kurs/modules/inn").glob("*.md")
    assert "\n## Les *selv* [her](https://ks.no/)\n" in lesson.read_text(encoding="utf-8")


def test_obsidians_callouts_and_links_become_ours(write_tree: WriteTree, report: Report) -> None:
    folder = write_tree({"a.md": OBSIDIAN})
    (folder / "kart.png").write_bytes(b"png")
    document = read_text(folder / "a.md", report, {"Annet notat": "02-annet.md"})
    text = document.sections[0].body
    assert document.title == "a" or document.title == "Notat"
    assert '!!! warning "Pass på"\n    Del aldri passordet.' in text
    assert "[det andre](02-annet.md)" in text
    assert "![kart.png](kart.png)" in text or "![](kart.png)" in text
