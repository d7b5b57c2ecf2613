"""A draft in another language: words are translated, and nothing else is touched."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Sequence
from difflib import ndiff
from pathlib import Path

import polib
import pytest
from repos import commit, git
from world import ROOT, Run

from samloft.authoring.apertium import mode_of, translated
from samloft.authoring.translated_words import draft_words
from samloft.authoring.translation import draft, text_of
from samloft.commands import translate
from samloft.course.words_in_yaml import files_with_words, words_in
from samloft.languages import Language
from samloft.problems import UsageError
from samloft.text.parse import parse
from samloft.text.shape import shape
from samloft.text.tidy import TEMPLATE

NN = Language("nn")
LESSON = "modules/trygghet/02-lovtekst"
BODY = """\
---
title: Lovtekst
objective: Du kjenner loven.
minutes: 5
summary: En lov.
locked: true
moved_from: [trygghet/lov]
---

Første avsnitt om {{ edition.name }}.

## Overskrift {#her}

{% if municipality %}
Andre avsnitt med [lenke](term:passord) og `kode`.[^raad]
{% endif %}

!!! group "En tittel"
    size: 4–6
    minutes: 20
    product: et ark

    Tredje *avsnitt*, 2 \\* 3.

| Hva | Hvor |
|---|---|
| en | ![et bilde](laas.svg) |
"""


def upper(texts: Sequence[str]) -> list[str]:
    """Translate as no machine would: what is touched is seen."""
    return [re.sub(r"\{\d+\}|[^{}]+", lambda part: part[0].upper(), text) for text in texts]


@pytest.fixture
def loud(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(translate, "_machine", lambda language: upper)


@pytest.mark.slow
def test_every_lesson_keeps_its_structure() -> None:
    files = [*ROOT.glob("modules/*/*[a-z0-9].md"), *ROOT.glob("docs/*.md")]
    assert len(files) > 50
    for path in files:
        base = text_of(path.read_text(encoding="utf-8"))
        done = draft(base, upper)
        new = text_of(done.text)
        assert done.left == (), path
        assert TEMPLATE.findall(new.body) == TEMPLATE.findall(base.body), path
        assert shape(parse(new.body), bool) == shape(parse(base.body), bool), path
        words = [node.text for node in parse(base.body).all("text")]
        changed = [node.text for node in parse(new.body).all("text")]
        same = [one for one, other in zip(words, changed, strict=False) if one == other]
        assert not [each for each in same if len(each) > 40 and each.upper() != each], path


@pytest.mark.usefixtures("loud")
def test_a_draft_says_so_and_remembers_its_base(run: Run, small_course: Path) -> None:
    (small_course / f"{LESSON}.md").write_text(BODY, encoding="utf-8")
    outcome = run("translate", "trygghet/02-lovtekst", "nn")
    assert outcome.code == 0
    text = (small_course / f"{LESSON}.nn.md").read_text(encoding="utf-8")
    assert text.startswith("---\ntitle: LOVTEKST\nobjective: DU KJENNER LOVEN.\nminutes: 5\n")
    head, _, body = text.partition("\n---\n")
    assert "locked: true" in head
    assert "moved_from" not in head
    assert "proofread_by: draft" in head
    assert body == (
        "\nFØRSTE AVSNITT OM {{ edition.name }}.\n\n## OVERSKRIFT {#her}\n\n"
        "{% if municipality %}\nANDRE AVSNITT MED [LENKE](term:passord) OG `kode`.[^raad]\n"
        '{% endif %}\n\n!!! group "EN TITTEL"\n    size: 4–6\n    minutes: 20\n'
        "    product: ET ARK\n\n    TREDJE *AVSNITT*, 2 \\* 3.\n\n| HVA | HVOR |\n|---|---|\n"
        "| EN | ![ET BILDE](laas.svg) |\n"
    )
    lock = (small_course / "modules/translations.lock").read_text(encoding="utf-8")
    assert f"{LESSON}.nn.md: {{base: {LESSON}.md" in lock
    again = run("translate", "trygghet/02-lovtekst", "nn")
    assert (again.code, "[translation-is-new]" in again.err) == (2, True)


@pytest.mark.usefixtures("loud")
def test_an_update_drafts_what_changed_and_keeps_what_people_wrote(
    run: Run, small_course: Path
) -> None:
    base, target = small_course / f"{LESSON}.md", small_course / f"{LESSON}.nn.md"
    base.write_text(BODY, encoding="utf-8")
    run("translate", LESSON + ".md", "nn")
    git(small_course, "init", "--quiet")
    commit(small_course)
    assert "følger originalen" in run("translate", LESSON, "nn", "--update").out
    mine = target.read_text(encoding="utf-8")
    target.write_text(mine.replace("FØRSTE AVSNITT OM", "Mitt avsnitt om"), encoding="utf-8")
    changed = BODY.replace("Andre avsnitt", "Nytt annet avsnitt").replace("En lov.", "To lover.")
    base.write_text(changed.replace("| en |", "| to |") + "\nTil slutt.\n", encoding="utf-8")
    outcome = run("translate", LESSON, "nn", "--update")
    assert outcome.code == 0
    text = target.read_text(encoding="utf-8")
    assert "Mitt avsnitt om {{ edition.name }}." in text
    assert "NYTT ANNET AVSNITT" in text
    assert "| TO |" in text
    assert text.endswith("\n\nTIL SLUTT.\n")
    assert "summary: TO LOVER." in text
    commit(small_course)
    base.write_text(changed.replace("Første", "Aller første"), encoding="utf-8")
    lock = small_course / "modules/translations.lock"
    before = lock.read_text(encoding="utf-8")
    outcome = run("translate", LESSON, "nn", "--update")
    assert "noen har skrevet dette, og originalen er endret" in outcome.out
    assert "Mitt avsnitt om" in target.read_text(encoding="utf-8")
    assert lock.read_text(encoding="utf-8") == before


@pytest.mark.usefixtures("loud")
def test_a_networks_own_draft_is_reminded_of_too(run: Run, small_course: Path) -> None:
    own = "networks/nordvik/modules/trygghet/09-hos-oss"
    (small_course / f"{own}.md").write_text(BODY.replace("locked: true\n", ""), encoding="utf-8")
    assert run("translate", f"{own}.md", "nn").code == 0
    found = json.loads(run("check", "--format", "json").out)
    drafts = [each["path"] for each in found if each["rule"] == "translation-is-proofread"]
    assert drafts == [f"{own}.nn.md"]


def test_a_po_file_goes_out_and_comes_in(run: Run, small_course: Path, tmp_path: Path) -> None:
    (small_course / f"{LESSON}.md").write_text(BODY, encoding="utf-8")
    po = tmp_path / "lov.po"
    assert run("translate", LESSON, "nn", "--po", po).code == 0
    file = polib.pofile(str(po))
    words = {entry.msgid for entry in file}
    assert {"Første avsnitt om", "Andre avsnitt med {1}lenke{2} og", "En lov."} <= words
    for entry in file:
        entry.msgstr = upper([entry.msgid])[0]
    next(entry for entry in file if entry.msgid == "et ark").msgstr = ""
    file.save(str(po))
    assert run("translate", LESSON, "nn", "--from-po", po).code == 0
    text = (small_course / f"{LESSON}.nn.md").read_text(encoding="utf-8")
    assert "ANDRE AVSNITT MED [LENKE](term:passord) OG `kode`.[^raad]" in text
    assert "product: et ark" in text
    run("translate", LESSON, "nn", "--po", po)
    again = {entry.msgid: entry for entry in polib.pofile(str(po))}
    assert again["Første avsnitt om"].msgstr == "FØRSTE AVSNITT OM"
    assert again["Første avsnitt om"].fuzzy
    po.write_text("Dette er noe annet.\n", encoding="utf-8")
    assert "[po-is-readable]" in run("translate", LESSON, "nn", "--from-po", po).err


TERMS = "modules/trygghet/terms.yml"
IN_YAML = """\
# Ordene våre
title: {nb: 'Fra A* til B', en: "From A"}   # tittelen
objectives:
  nb:
    - Du kan dele.   # viktig
    - "Du kan: spørre."

  en: [You can share.]
notes: {nb: "Se [her](term:passord).", nn: Sjå her.}
parts:
  - needs_text: [{heading: {nb: En overskrift}}]
    how:
      nb: |
        Først *dette*.

        - Så {{ dette }}
  - shows: {nb: [En, "To, tre"]}
    by:
      nb: >-
        Innen
        to uker

lessons: [01-deling]
"""


def test_words_in_yaml_are_added_and_nothing_else_changes() -> None:
    done = draft_words(IN_YAML, NN, upper)
    assert done.text == (
        IN_YAML.replace("'Fra A* til B'", "'Fra A* til B', nn: 'FRA A* TIL B'")
        .replace('spørre."\n', 'spørre."\n  nn:\n    - DU KAN DELE.\n    - "DU KAN: SPØRRE."\n')
        .replace(
            "{{ dette }}\n",
            "{{ dette }}\n      nn: |\n        FØRST *DETTE*.\n\n        - SÅ {{ dette }}\n",
        )
        .replace('[En, "To, tre"]', '[En, "To, tre"], nn: [EN, "TO, TRE"]')
        .replace("to uker\n", "to uker\n      nn: >-\n        INNEN TO UKER\n")
    )
    assert (done.count, done.left) == (5, ())
    assert draft_words(done.text, NN, upper).count == 0


def test_words_of_every_yaml_file_come_back_as_they_were() -> None:
    files = list(files_with_words(ROOT))
    assert len(files) > 15
    for path in files:
        text = path.read_text(encoding="utf-8")
        done = draft_words(text, Language("se"), upper)
        own, now = words_in(text), words_in(done.text)
        assert [each.way for each in own] == [each.way for each in now], path
        assert done.left == (), path
        for before, after in zip(own, now, strict=True):
            assert {**after.forms, "se": ()} == {**before.forms, "se": ()}, before.way
            assert len(after.forms[Language("se")]) == len(before.forms[Language("nb")])
        added = [each for each in ndiff(text.split("\n"), done.text.split("\n")) if each[0] == "-"]
        flow = [each for each in added if "{" not in each]
        assert flow == [], path


@pytest.mark.slow
@pytest.mark.usefixtures("loud")
def test_words_in_yaml_follow_their_bokmaal(run: Run, small_course: Path) -> None:
    path = small_course / TERMS
    git(small_course, "init", "--quiet")

    def told() -> list[str]:
        found = json.loads(run("check", "--format", "json").out)
        return [each["rule"] for each in found if each["path"] == TERMS]

    assert "words-have-every-form" in told()
    assert run("translate", TERMS, "nn").code == 0
    assert "{nb: ærlighet, nn: ÆRLIGHET}" in path.read_text(encoding="utf-8")
    assert "words-are-proofread" in told()
    commit(small_course)
    text = path.read_text(encoding="utf-8").replace("nb: ærlighet", "nb: åpenhet")
    path.write_text(text.replace("Et hemmelig", "Et langt"), encoding="utf-8")
    assert "words-are-current" in told()
    outcome = run("translate", TERMS, "nn", "--update")
    text = path.read_text(encoding="utf-8")
    assert "{nb: åpenhet, nn: ÅPENHET}" in text  # what the machine wrote
    assert "{nb: Et langt ord., nn: Eit hemmeleg ord., en" in text  # what somebody has written
    assert f"{TERMS}:3: noen har skrevet dette" in outcome.out
    assert "words-are-current" in told()
    path.write_text(text.replace("Eit hemmeleg", "Eit langt"), encoding="utf-8")
    assert run("translated", TERMS).code == 0
    assert [rule for rule in told() if rule.startswith("words-")] == []
    assert "følger originalen" in run("translate", TERMS, "nn").out
    wrong = run("translated", "modules/trygghet/term.yml")
    assert (wrong.code, f"mente du: {TERMS}?" in wrong.err) == (2, True)


def test_words_in_yaml_go_out_as_po_and_come_in(
    run: Run, small_course: Path, tmp_path: Path
) -> None:
    po, path = tmp_path / "ord.po", small_course / TERMS
    assert run("translate", TERMS, "nn", "--po", po).code == 0
    file = polib.pofile(str(po))
    words = {entry.msgid: entry for entry in file}
    assert (words["øye"].msgstr, words["ærlighet"].msgstr) == ("auge", "")
    words["ærlighet"].msgstr = "ærlegdom"
    words["øye"].msgstr = "auga: det runde"
    file.save(str(po))
    assert run("translate", TERMS, "nn", "--from-po", po).code == 0
    text = path.read_text(encoding="utf-8")
    assert "{nb: ærlighet, nn: ærlegdom}" in text
    assert "{nb: øye, nn: 'auga: det runde'}" in text
    assert "{nb: Å si det som det er.}" in text


def test_without_apertium_there_is_a_clear_word(
    run: Run, monkeypatch: pytest.MonkeyPatch, small_course: Path
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    outcome = run("translate", LESSON, "nn")
    assert outcome.code == 2
    assert "apt install apertium apertium-nno-nob" in outcome.err
    assert "nb → nn" in run("translate", LESSON, "en").err
    assert run("translate", LESSON, "nb").code == 2
    assert "[translation-is-of-a-base]" in run("translate", "deling/01-deling.nn.md", "nn").err


def _there() -> bool:
    try:
        mode_of(Language("nb"), Language("nn"))
    except UsageError:
        return False
    return True


@pytest.mark.skipif(not _there(), reason="Apertium is not installed")
def test_apertium_keeps_the_marks_where_they_are() -> None:
    said = translated(
        ["Hva er en løsning for{1}kommunen{2}& meg?", "Min bil er{1}rød{2}."],
        Language("nb"),
        Language("nn"),
    )
    assert said[0] == "Kva er ei løysing for{1}kommunen{2}& meg?"
    assert re.findall(r"\{\d\}", said[1]) == ["{1}", "{2}"]
    assert subprocess.run(["apertium", "-l"], capture_output=True).returncode == 0
