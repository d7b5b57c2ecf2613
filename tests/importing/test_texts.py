"""Markdown of other tools becomes lessons that pass the check; what has no form is reported."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from world import Run, WriteTree

from samloft.importing.dialects import in_our_words
from samloft.importing.document import Report
from samloft.importing.folder import _retargeted, read_text
from samloft.importing.lessons import _first_sentence
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


@pytest.fixture
def report() -> Report:
    return Report()


def told(report: Report) -> set[str]:
    return {finding.what for finding, _ in report}


def body(path: Path, report: Report) -> str:
    return "\n\n".join(
        f"{'#' * s.level} {s.title}\n{s.body}" for s in read_text(path, report).sections
    )


def test_hugos_shortcodes_become_blocks_values_and_quizzes(
    write_tree: WriteTree, report: Report
) -> None:
    text = body(write_tree({"a.md": HUGO}) / "a.md", report)
    assert 'für {{ values.einrichtung | default("Einrichtung") }}: nie  kurz.' in text
    assert '!!! tip "Merke"\n\n    - Geben Sie es niemals weiter' in text
    assert (
        '!!! quiz "Was ist sicher?"\n    - [x] Ein langes Passwort\n\n        Richtig!\n\n'
        "    - [ ] Der Name der Katze\n\n        Leider nicht.\n\n\n"
        "    Lange Wörter sind sicher."
    ) in text  # each answer says why, below itself
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


def test_a_quiz_keeps_its_links_its_code_and_what_is_stressed(
    tmp_path: Path, small_course: Path, run: Run
) -> None:
    (tmp_path / "a.md").write_text(QUIZ, encoding="utf-8")
    done = run("import", tmp_path / "a.md", "--module", "trygghet")
    assert "innstillingen «shuffle_answers: true» i en quiz" in done.out
    text = (small_course / "modules/trygghet/03-quiz.md").read_text(encoding="utf-8")
    assert text.partition("---\n\n")[2].strip() == (
        '!!! quiz "Which `a` at *{{ values.city_hall | default("City hall") }}*?"\n'
        "    - [x] Right, **really** [so](https://example.org/) with `code`\n"
        "\n"
        "        Only **known** ones, see [this](https://example.org/).\n"
        "\n"
        "        And `that`.\n"
        "\n"
        '    - [ ] `wrong` at {{ values.city_hall | default("City hall") }}\n'
        "\n"
        "    Think of **it**, [so](https://example.org/hint)."
    )
    assert run("check").code == 0, run("check").err
    assert run("build", "nordvik").code == 0
    page = small_course / "site/nordvik/trygghet/03-quiz.html"
    shown = page.read_text(encoding="utf-8")
    assert "Which <code>a</code> at <em>City hall</em>?" in shown
    assert '<strong>really</strong> <a href="https://example.org/"' in shown
    assert "Only <strong>known</strong> ones" in shown


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


def test_a_block_has_its_own_heading_for_a_title(
    tmp_path: Path, small_course: Path, run: Run
) -> None:
    (tmp_path / "a.md").write_text(BLOCKS, encoding="utf-8")
    done = run("import", tmp_path / "a.md", "--module", "trygghet")
    assert "blokka «spoiler» er blitt «note»" in done.out
    assert "blokka «solution»" not in done.out
    assert "ikke lukket" not in done.out
    text = (small_course / "modules/trygghet/03-git.md").read_text(encoding="utf-8")
    lines = [line for line in text.partition("---\n\n")[2].splitlines() if line]
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
        ("their files---there is, 1--2 -- and so", "their files—there is, 1–2 – and so"),
        ('"Hvorfor?" --- *fordi* --- [her](a--b.md)', '"Hvorfor?" — *fordi* — [her](a--b.md)'),
        ("`a--b` c--d, say git --all or --no-edit", "`a--b` c–d, say git --all or --no-edit"),
        ("a ---- b <!-- c--d --> https://ks.no/a--b", "a ---- b <!-- c--d --> https://ks.no/a--b"),
        ("[a](b--c)-- d\n\n> --- Kari", "[a](b--c)– d\n\n> — Kari"),
        ("> \\--- Kari\n\nto\\--tre", "> \\--- Kari\n\nto\\--tre"),
        ("a\n\n--- ---\n\n| -- | -- |", "a\n\n--- ---\n\n| -- | -- |"),
        ("a | b\n---|---\nc | d", "a | b\n---|---\nc | d"),
        ("| a |\n|--|\n", "| a |\n|--|"),
        ("a\n\n---\n\n```\na--b\n```\n", "a\n\n---\n\n```\na--b\n```"),
        ("    a--b\n\nb", "    a--b\n\nb"),
        ("`a b\nc--d` is", "`a b\nc--d` is"),
        ("+---+---+\n| a | b |", "+---+---+\n| a | b |"),
    ],
)
def test_hyphens_between_words_become_dashes(written: str, shown: str, report: Report) -> None:
    assert in_our_words(written, "a", report).text == shown
    assert ("dash" in told(report)) is any(sign in shown for sign in "–—")


def test_a_heading_that_links_lead_to_stays_one(write_tree: WriteTree, report: Report) -> None:
    folder = write_tree({"a.md": "::: callout\n\n## Here {#here}\n\nText.\n\n:::\n"})
    (section,) = read_text(folder / "a.md", report).sections
    assert section.body == "!!! note\n\n    ## Here {{ '{#' }}here}\n\n    Text."


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


def test_a_folder_becomes_a_module_that_passes_the_check(
    write_tree: WriteTree, small_course: Path, run: Run, tmp_path: Path
) -> None:
    folder = tmp_path / "fra"
    write_tree({"_index.md": "---\ntitle: Sikkerhet\n---\n\nVelkommen.\n", "02.md": HUGO}, folder)
    write_tree({"01.md": "---\ntitle: Først\nweight: 1\n---\n\nSe [regler](02.md).\n"}, folder)
    done = run("import", folder)
    assert done.code == 0, done.err
    assert "Lysbilder" not in done.out
    lessons = sorted(path.name for path in (small_course / "modules/sikkerhet").glob("*.md"))
    assert lessons == ["01-sikkerhet.md", "02-forst.md", "03-passworter.md"]
    assert "(03-passworter.md)" in (small_course / "modules/sikkerhet/02-forst.md").read_text()
    assert run("check").code == 0, run("check").err


def lesson(title: str, *more: str) -> str:
    return "\n".join(["---", f"title: {title}", *more, "---", "", "Les dette.", ""])


def test_modules_and_lessons_stand_by_their_weights(
    write_tree: WriteTree, tmp_path: Path, small_course: Path, run: Run
) -> None:
    write_tree(
        {
            "inn/a/_index.de.md": lesson("Sist", "weight: 10"),
            "inn/b/_index.de.md": lesson("Uten", "weight: 0"),
            "inn/c/_index.de.md": lesson("Nest", "weight: 9.5"),
            "inn/c/y.md": lesson("To", "weight: 2"),
            "inn/c/z.md": lesson("Minus", "weight: -1"),
            "inn/z/_index.de.md": lesson("Først", "weight: -1"),
        }
    )
    assert run("import", tmp_path / "inn").code == 0
    modules = yaml.safe_load((small_course / "modules/course.yml").read_text("utf-8"))["modules"]
    assert modules[-4:] == ["forst", "nest", "sist", "uten"]
    files = sorted(path.name for path in (small_course / "modules/nest").glob("*.md"))
    assert files == ["01-nest.md", "02-minus.md", "03-to.md"]


def test_a_page_without_a_title_has_its_folders_name(
    write_tree: WriteTree, tmp_path: Path, small_course: Path, run: Run
) -> None:
    write_tree(
        {
            "git-novice/index.md": "---\npermalink: index.html\n---\n\nFørst.\n",
            "git-novice/more_to-know/_index.de.md": "---\nweight: 3\n---\n\nMer.\n",
            "git-novice/more_to-know/Was.de.md": "Det.\n",
            "git-novice/index/_index.md": lesson("Index"),
            "git-novice/other/_index.md": lesson("More to know"),
        }
    )
    done = run("import", tmp_path / "git-novice")
    assert done.code == 0, done.err
    assert "den fikk navnet til mappa: «Git novice»" in done.out
    assert "den fikk navnet til mappa: «More to know»" in done.out
    files = sorted(
        str(path.relative_to(small_course / "modules"))
        for name in ("git-novice", "index*", "more*")
        for path in (small_course / "modules").glob(f"{name}/*.md")
    )
    assert files == [
        "git-novice/01-git-novice.md",
        "index-2/01-index.md",
        "more-to-know-2/01-more-to-know.md",
        "more-to-know/01-more-to-know.md",
        "more-to-know/02-was.md",
    ]
    named = (small_course / "modules/more-to-know/module.yml").read_text(encoding="utf-8")
    assert yaml.safe_load(named)["title"] == {"nb": "More to know"}
    assert run("check").code == 0, run("check").err


def test_the_report_names_the_file_of_pages_that_share_a_title(
    write_tree: WriteTree, tmp_path: Path, run: Run
) -> None:
    text = lesson("Sammendrag") + "\n## A\n\n#### B\n"
    write_tree({"inn/a/_index.md": lesson("A"), "inn/a/01 slutt.md": text})
    write_tree({"inn/b/_index.md": lesson("B"), "inn/b/02.md": text})
    out = run("import", tmp_path / "inn").out
    assert "  Sammendrag (a/01 slutt.md): overskrifter har fått nytt nivå\n" in out
    assert "  Sammendrag (b/02.md): overskrifter har fått nytt nivå\n" in out
    assert "  Sammendrag (b/02.md): mål, minutter eller sammendrag er foreslått\n" in out
    assert "  A: mål, minutter eller sammendrag er foreslått\n" in out


def test_headings_that_begin_at_the_first_level_are_told_of(
    write_tree: WriteTree, tmp_path: Path, small_course: Path, run: Run
) -> None:
    write_tree({"inn/a.md": lesson("Hode") + "\n# Stor\n\n## Liten\n"})
    write_tree({"inn/b.md": "# Bare tittel\n\nTekst.\n\n## Som den var\n"})
    out = run("import", tmp_path / "inn").out
    assert "  Hode: overskrifter har fått nytt nivå × 2\n" in out
    assert "  Bare tittel: overskrifter" not in out
    text = (small_course / "modules/inn/01-hode.md").read_text(encoding="utf-8")
    assert "\n## Stor\n\n### Liten\n" in text
    text = (small_course / "modules/inn/02-bare-tittel.md").read_text(encoding="utf-8")
    assert "\n## Som den var\n" in text


@pytest.mark.parametrize(("said", "is_draft"), [("true", True), ("false", False)])
def test_a_draft_is_a_draft_here_too(
    said: str, is_draft: bool, tmp_path: Path, small_course: Path, run: Run
) -> None:
    (tmp_path / "a.md").write_text(lesson("Sky", f"draft: {said}"), encoding="utf-8")
    assert "draft" not in run("import", tmp_path / "a.md", "--module", "trygghet").out
    text = (small_course / "modules/trygghet/03-sky.md").read_text(encoding="utf-8")
    assert ("\ndraft: true\n" in text) is is_draft
    checked = run("check")
    assert checked.code == 0, checked.err


def test_links_between_folders_lead_on(
    write_tree: WriteTree, tmp_path: Path, small_course: Path, run: Run
) -> None:
    write_tree(
        {
            "inn/_index.de.md": "---\ntitle: Start\n---\n\n[Mail](/01-lektion-mails/)\n",
            "inn/01 lektion Mails/_index.de.md": "---\ntitle: Mails\n---\n\nOm e-post.\n",
            "inn/01 lektion Mails/Was.de.md": "---\ntitle: Was\n---\n\n"
            "[Netz](/02-Lektion-Netz/Gefahren#hier) [Netz](../02-lektion-netz/gefahren.html) "
            "[Start](/) [først](_index.de.md) [borte](/03-lektion/Weg)\n",
            "inn/02 Lektion Netz/Gefahren.de.md": "---\ntitle: Fare\n---\n\n## Hier {#hier}\n",
        }
    )
    outcome = run("import", tmp_path / "inn", "--module", "de")
    assert outcome.code == 0, outcome.err
    assert outcome.out.count("ikke fører noe sted") == 1
    text = (small_course / "modules/de-mails/02-was.md").read_text(encoding="utf-8")
    there = "../de-02-lektion-netz/01-fare.md"
    assert f"[Netz]({there}#hier) [Netz]({there})" in text
    assert "[Start](../de-start/01-start.md) [først](01-mails.md) borte" in text
    assert run("check").code == 0


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.docx", b"ikke word", "kan ikke leses"),
        ("a.pptx", b"", "kan ikke leses"),
        ("a.odt", b"x", "lagre den som en av disse"),
    ],
)
def test_what_cannot_be_read_is_said(
    name: str, content: bytes, said: str, tmp_path: Path, run: Run
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    done = run("import", path, "--module", "trygghet")
    assert done.code == 2
    assert said in done.err


def test_a_link_of_a_page_that_leads_nowhere_here_is_told(tmp_path: Path, run: Run) -> None:
    page = tmp_path / "side.html"
    page.write_text('<h1>Sky</h1><p><a href="/om/oss">Om</a> <a href="https://x.no/y">y</a></p>')
    done = run("import", page, "--module", "trygghet", "--dry-run")
    assert "en lenke som ikke fører noe sted her: /om/oss" in done.out
    assert "x.no" not in done.out


def test_a_link_in_code_stays_as_it_was() -> None:
    text = "Se [her](b.md) og `[her](b.md)`.\n\n```\n[her](b.md)\n```\n\n[x]: b.md\n\n[y][x]\n"
    told = _retargeted(text, "b.md", "02-b.md")
    assert told == text.replace("Se [her](b.md)", "Se [her](02-b.md)").replace("]: b", "]: 02-b")
    alone = _retargeted(text, "b.md", None)
    assert alone == text.replace("Se [her](b.md)", "Se her")


def test_the_first_sentence_is_of_running_text() -> None:
    text = "## Overskrift\n\n> Sitat.\n\n{% if x %}\n\nEn *viktig* [sak](a.md). To.\n"
    assert _first_sentence(text) == "En viktig sak."
    assert _first_sentence("- a\n") == ""
