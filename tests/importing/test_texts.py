"""Markdown of other tools becomes lessons that pass the check, in modules in its own order."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from test_dialects import HUGO
from world import Run, WriteTree

from samloft.importing.folder import retargeted
from samloft.importing.lessons import _first_sentence


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


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ('<p><img src="https://a.no/logo.png" alt=""></p>\n\n# Velkommen\n\nHei.\n', "Velkommen"),
        ("## Å måle\n\nHei.\n\n### Mer\n\nHo.\n", "Å måle"),
        ("## Én\n\nHei.\n\n## To\n\nHo.\n", "04-1"),
        ("Først.\n\n## Én\n\nHei.\n", "04-1"),
    ],
)
def test_a_heading_over_all_others_is_the_title(
    text: str, title: str, write_tree: WriteTree, tmp_path: Path, small_course: Path, run: Run
) -> None:
    write_tree({"bok/04-1.md": text})
    assert run("import", tmp_path / "bok").code == 0
    (made,) = (small_course / "modules/bok").glob("*.md")
    _, head, body = made.read_text(encoding="utf-8").split("---\n", 2)
    assert yaml.safe_load(head)["title"] == title
    assert body.count(title) == 0


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
    told = retargeted(text, {"b.md": "02-b.md"})
    assert told == text.replace("Se [her](b.md)", "Se [her](02-b.md)").replace("]: b", "]: 02-b")
    alone = retargeted(text, {"b.md": None})
    assert alone == text.replace("Se [her](b.md)", "Se her")


def test_the_first_sentence_is_of_running_text() -> None:
    text = "## Overskrift\n\n> Sitat.\n\n{% if x %}\n\nEn *viktig* [sak](a.md). To.\n"
    assert _first_sentence(text) == "En viktig sak."
    assert _first_sentence("- a\n") == ""


def test_links_lead_where_they_did_though_files_trade_names(
    write_tree: WriteTree, tmp_path: Path, small_course: Path, run: Run
) -> None:
    write_tree(
        {
            "inn/1.md": "# Second\n\n"
            "[A](02-second.md), [B](b.md), [[b]], [py](b.py), ![P](c.png)\n\n"
            '<a href="b.md">b</a> <img src="d/E F.png" alt="E">\n',
            "inn/static/d/E F.png": "3",
            "inn/02-second.md": "# First\n\nText.\n",
            "inn/b.md": "# B\n\n![P](c.png) ![Q](c/c.png)\n",
            "inn/c.png": "1",
            "inn/c/c.png": "2",
        }
    )
    assert run("import", tmp_path / "inn").code == 0
    folder = small_course / "modules/inn"
    assert sorted(path.name for path in folder.glob("*.md")) == [
        "01-first.md",
        "02-second.md",
        "03-b.md",
    ]
    text = (folder / "02-second.md").read_text(encoding="utf-8")
    assert "[A](01-first.md), [B](03-b.md), [b](03-b.md), py, ![P](c.png)" in text
    assert '<a href="03-b.md">b</a> <img src="e-f.png" alt="E">' in text
    text = (folder / "03-b.md").read_text(encoding="utf-8")
    assert "![P](c.png) ![Q](c-2.png)" in text
    assert (folder / "c-2.png").read_text() == "2"


def test_files_with_one_name_are_all_kept_and_none_of_the_courses_is_written_over(
    write_tree: WriteTree, tmp_path: Path, small_course: Path, run: Run
) -> None:
    own = (small_course / "modules/trygghet/laas.svg").read_bytes()
    write_tree(
        {
            "inn/a.md": "![A](fig/Laas.svg) ![B](img/laas.svg) `img/laas.svg`\n",
            "inn/b.md": "![C](img/laas.svg) [x]\n\n[x]: fig/Laas.svg\n",
            "inn/fig/Laas.svg": "<svg><!-- 1 --></svg>",
            "inn/img/laas.svg": "<svg><!-- 2 --></svg>",
        }
    )
    assert run("import", tmp_path / "inn", "--module", "trygghet").code == 0
    module = small_course / "modules/trygghet"
    assert (module / "laas.svg").read_bytes() == own
    assert "1" in (module / "laas-2.svg").read_text(encoding="utf-8")
    assert "2" in (module / "laas-2-2.svg").read_text(encoding="utf-8")
    text = (module / "03-a.md").read_text(encoding="utf-8")
    assert "![A](laas-2.svg) ![B](laas-2-2.svg) `img/laas.svg`" in text
    text = (module / "04-b.md").read_text(encoding="utf-8")
    assert "![C](laas-2-2.svg) [x]\n\n[x]: laas-2.svg" in text


def test_files_that_links_lead_to_come_along_where_they_are_published(
    write_tree: WriteTree, tmp_path: Path, small_course: Path, run: Run
) -> None:
    write_tree(
        {
            "inn/skjema.md": "[skjema](filer/Skjema A.csv), [kode](filer/skjema.py) [b](b.pdf)\n"
            "\n[kode to](<filer/skjema.py>)\n".replace("Skjema A", "Skjema%20A"),
            "inn/b.md": "Tekst.\n",
            "inn/filer/Skjema A.csv": "a,b\n1,2\n",
            "inn/filer/skjema.py": "print()\n",
        }
    )
    said = run("import", tmp_path / "inn").out
    assert "fila filer/skjema.py, som en lenke fører til, ble ikke med" in said
    assert "en lenke som ikke fører noe sted her: b.pdf" in said
    text = (small_course / "modules/inn/02-skjema.md").read_text(encoding="utf-8")
    assert "[skjema](skjema-a.csv), kode b\n\nkode to\n" in text
    assert (small_course / "modules/inn/skjema-a.csv").read_text(encoding="utf-8") == "a,b\n1,2\n"
