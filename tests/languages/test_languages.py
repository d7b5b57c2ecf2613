"""A language is one file: no list of languages stands in the engine, and any may be written in."""

from __future__ import annotations

import ast
import datetime
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel import Locale
from babel.dates import format_date
from world import FOLDERS, ROOT, Run, WriteTree, copy_small_course

from samloft.catalogue import borrowed, messages, spoken, voice
from samloft.languages import BASE, FOLDER, LANGUAGES, NORWEGIAN, Language, about, in_turn
from samloft.languages.words import sort_key
from samloft.text.links import plain_path

SAMI = ("se", "smj", "sma")


def test_no_language_is_named_in_the_engine() -> None:
    named = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sorted((ROOT / "samloft").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and node.value in LANGUAGES
    ]
    assert named == []


def test_no_language_is_named_in_a_template_or_a_script() -> None:
    folders = [ROOT / "overrides", *(ROOT / "samloft").glob("*/page_templates")]
    named = [
        f"{path.relative_to(ROOT)}: {found[0]}"
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.suffix in {".html", ".jinja", ".js", ".md", ".css"}
        for found in re.finditer(
            rf"""(["'])({"|".join(LANGUAGES)})\1""", path.read_text(encoding="utf-8")
        )
    ]
    assert named == []


def test_norwegian_comes_first_and_sami_may_be_written() -> None:
    assert NORWEGIAN == ("nb", "nn")
    assert BASE == LANGUAGES[0] == "nb"
    assert {*SAMI} <= {*LANGUAGES}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_known_of_a_language_can_be_used(language: Language) -> None:
    known = about(language)
    assert known.name
    assert {*known.fallbacks} <= {*LANGUAGES} - {language}
    assert in_turn(language)[0] == language
    assert {*in_turn(language)} == {*LANGUAGES}
    assert Locale.parse(known.cldr).language == language
    for pattern in (known.date, known.month):
        assert "2026" in format_date(datetime.date(2026, 2, 1), pattern, locale=known.cldr)
    themes = Path(sys.prefix, "lib").glob("python*/site-packages/material/templates/partials")
    assert known.theme is None or (next(themes) / f"languages/{known.theme}.html").exists()


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_interface_is_whole_in_what_it_was_made_in(language: Language) -> None:
    assert borrowed(language, "") == {}
    assert language in spoken()
    assert voice(language) == language


@pytest.mark.parametrize("language", SAMI)
def test_nobody_but_people_writes_sami(language: Language) -> None:
    """Take this away for a language on the day somebody writes its words."""
    dates = {f"labels.site.when_{name}" for name in ("date", "day", "colon")}
    assert set(messages(language)) == dates, "how they are written holds no words"
    assert voice(language) == "nb"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nb", "azur zoo ære øre år"),
        ("en", "azur zoo ære øre år"),
        (
            "se",
            "ahki azur áhkku cuhppa čáhci dihtor đat nagir ŋálbmi sadji šaddu zoo žalio ære øre år",
        ),
        ("smj", "azur áhkko nubbe ŋálmme zoo ære øre år"),
        ("sma", "aahka ih ïh jeanoe zoo ære øre år"),
    ],
)
def test_each_language_has_its_own_order_of_letters(language: Language, words: str) -> None:
    ordered = words.split()
    keys = [sort_key(word, language) for word in ordered]
    assert keys == sorted(keys)


LESSON = """\
---
title: Prøvetekst
objective: Et mål
minutes: 5
summary: Et sammendrag
---

En tekst som står for en på et annet språk.

## En overskrift {: #hvem }

!!! reflect "Tenk på dette"

    Et spørsmål?

!!! quiz "Hva er rett?"

    - [x] Dette
    - [ ] Ikke dette
"""


def with_text_in(language: str, root: Path) -> Path:
    """Have a network of the small course offer it in one more language, with one lesson in it."""
    (root / f"modules/deling/01-deling.{language}.md").write_text(LESSON, encoding="utf-8")
    settings = root / "networks/nordvik/network.yml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("[nb, nn]", f"[nb, nn, {language}]"), encoding="utf-8")
    return root


@pytest.mark.slow("each")
@pytest.mark.parametrize("language", SAMI)
def test_a_text_in_sami_has_its_page_and_borrowed_words_say_what_they_are(
    language: Language, run: Run, small_course: Path
) -> None:
    with_text_in(language, small_course)
    done = run("build", *FOLDERS, "nordvik")
    assert done.code == 0, done.err
    site = small_course / f"site/nordvik/{language}"
    page = (site / "deling/01-deling/index.html").read_text(encoding="utf-8")
    assert f'<html lang="{language}"' in page
    assert (
        f'lang="{language}" hreflang="{language}" aria-current="true">{about(language).name}<'
        in page
    )
    for words in ("Hopp til hovedinnhold", "Forrige", "Tenk etter", "Leksjon 1 av 2 · 5 minutter"):
        assert re.search(rf"""<span lang=["']nb["']>{words}""", page), words
    other = (site / "deling/02-norsk/index.html").read_text(encoding="utf-8")
    assert '<div lang="nn">' in other
    assert any(site.rglob("*.pdf"))


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_a_link_to_a_text_in_any_language_leads_to_its_page(language: Language) -> None:
    page = plain_path("modules/deling/02-norsk.md", f"01-deling.{language}.md#hvem")
    assert page.as_posix() == "deling/01-deling.md"


def test_words_nobody_has_written_are_listed_as_advice(run: Run, small_course: Path) -> None:
    with_text_in("se", small_course)
    done = run("check")
    assert done.code == 0
    site = [line for line in done.err.splitlines() if "[labels.quiz]" in line]
    assert site == [
        "samloft/languages/se.toml: råd: [labels.quiz] mangler ord: show, right, show_of, place, "
        "write [interface-is-written]"
    ]
    assert "nordsamisk: 1 av 4 leksjoner" in done.out


@pytest.mark.slow
def test_a_site_in_sami_is_stamped_as_any_other(run: Run, small_course: Path) -> None:
    with_text_in("se", small_course)
    done = run("check", "--exact", "100")
    assert done.code == 0, done.err
    assert "nettsteder er like" in done.out


GERMAN = """\
# Deutsch.
name = "Deutsch"
order = 4
fallbacks = ["en", "nb"]
cldr = "de"
date = "d. MMMM y"
theme = "de"

[labels]
minutes = "Minuten"

[labels.site]
next = "Weiter"
"""


@pytest.mark.slow
def test_a_language_the_course_has_not_is_added_with_one_file(tmp_path: Path) -> None:
    engine, course = tmp_path / "motor", copy_small_course(tmp_path / "kurs")
    without = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "samloft", engine / "samloft", ignore=without)
    (engine / "samloft/languages/de.toml").write_text(GERMAN, encoding="utf-8")
    with_text_in("de", course)

    def run(*arguments: str) -> str:
        call = "import sys, pathlib; from samloft.cli import main; "
        call += "sys.exit(main(sys.argv[1:], pathlib.Path.cwd()))"
        done = subprocess.run(
            [sys.executable, "-c", call, *arguments],
            cwd=course,
            env={**os.environ, "PYTHONPATH": str(engine)},
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout + done.stderr

    told = run("check")
    assert "Deutsch: 1 av 4 leksjoner" in told
    assert "docs/om.md: råd: siden mangler på de [text-has-every-form]" in told
    assert "samloft/languages/de.toml: råd: [labels.site] mangler ord: " in told
    run("build", *FOLDERS, "nordvik", "--jobs", "1")
    page = (course / "site/nordvik/de/deling/01-deling/index.html").read_text(encoding="utf-8")
    assert '<html lang="de"' in page
    assert '<span class="sl-turn__way">Weiter</span>' in page
    assert '<span class="sl-turn__way"><span lang="en">Previous</span></span>' in page
    assert "15. Januar 2026" in page
    assert not (course / "site/de").exists()


def small(language: str, word: str) -> dict[str, str]:
    """Return the files of a course and a network that have one language, and a text of one word."""
    suffix = "" if language == BASE else f".{language}"
    return {
        "modules/course.yml": f"""\
title: {{{language}: {word}}}
summary: {{{language}: {word}.}}
version: "2026.1"
date: 2026-02-01
modules: [a]
pages: []
licence: CC-BY-4.0
""",
        "modules/a/module.yml": f"""\
title: {{{language}: {word}}}
audience: [staff]
objectives: {{{language}: [{word}.]}}
lessons: [01-a]
facts_checked: {datetime.datetime.now(datetime.UTC).date()}
licence: CC-BY-4.0
""",
        f"modules/a/01-a{suffix}.md": f"""\
---
title: {word}
objective: {word}.
minutes: 5
summary: {word}.
---

{word}.
""",
        f"docs/index{suffix}.md": f"---\ntitle: {word}\n---\n\n{word}.\n",
        "networks/nord/network.yml": f"""\
name: Nord
language: {language}
colours: {{primary: "#14532d", accent: "#0b5c9e"}}
""",
    }


def written(files: dict[str, str], write_tree: WriteTree, root: Path) -> Path:
    """Return a folder with some files and the real theme."""
    write_tree(files, root)
    for name in ("overrides", "mkdocs.yml"):
        (root / name).symlink_to(ROOT / name)
    return root


@pytest.mark.slow("each")
@pytest.mark.parametrize(("language", "word"), [("nb", "Hei"), ("nn", "Hei"), ("en", "Hello")])
def test_a_course_in_the_one_language_of_its_networks_lacks_nothing(
    language: str, word: str, run: Run, write_tree: WriteTree, tmp_path: Path
) -> None:
    root = written(small(language, word), write_tree, tmp_path / "ett")
    done = run("check", "--strict", root=root)
    assert (done.code, done.err) == (0, "")
    assert done.out.count("av 1 leksjoner") == 1
    assert run("build", *FOLDERS, "--without-sheets", root=root).code == 0
    page = (root / "site/nord/a/01-a/index.html").read_text(encoding="utf-8")
    assert f'<html lang="{language}"' in page


def test_texts_should_be_in_every_language_that_networks_offer(
    run: Run, write_tree: WriteTree, tmp_path: Path
) -> None:
    files = small("nb", "Hei")
    files["networks/nord/network.yml"] += "languages: [nb, en]\n"
    root = written(files, write_tree, tmp_path / "to")
    done = run("check", root=root)
    missing = [line for line in done.err.splitlines() if "text-has-every-form" in line]
    assert [line.partition(" råd")[0] for line in missing] == [
        "docs/index.md:",
        "modules/a/01-a.md:",
    ]
    assert all("siden mangler på en " in line for line in missing)


def test_every_language_file_is_named_after_its_tag() -> None:
    assert {path.stem for path in FOLDER.glob("*.toml")} == {*LANGUAGES}
    assert all(re.fullmatch("[a-z]{2,3}", tag) for tag in LANGUAGES)
