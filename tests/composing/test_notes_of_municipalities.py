"""A municipality's notes to the facilitator reach its guides, and no participant anywhere."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from composed import Compose
from pypdf import PdfReader
from world import FOLDERS, Run, WriteTree

NETWORK = "networks/nordvik"
HOME = f"{NETWORK}/municipalities/nord-vik"
SHARED = "modules/trygghet/01-passord.md"
GUIDES = ("fasilitator", "styring")
LESSON = "---\ntitle: {title}\nobjective: Du kan.\nminutes: 5\nsummary: Om det.\n---\n\n{text}\n"
AROUND_A_BLOCK = """
!!! facilitator "TITTELHEM"
    La ingen si passordet.

    {% block notat %}
    FELLESHEM
    {% endblock %}

Slutt.
"""
EXTENDS = """\
{% extends "shared" %}
{% block lokalt_eksempel %}
{{ super() }}

- Et punkt

    ??? facilitator
        LISTEHEM

{% if municipality %}
!!! facilitator
    KOMMUNEHEM
{% endif %}
{% endblock %}
{% block notat %}
{{ super() }}

BLOKKHEM
{% endblock %}
"""
REPLACES = LESSON.format(
    title="Å dele",
    text="## Hvem ser det {: #hvem }\n\nTenk.\n\n!!! reflect\n    Hva?\n\n"
    "    !!! facilitator\n        REFLEKTHEM\n\nOrd\n:   Forklart\n\n"
    "    !!! facilitator\n        ORDHEM",
)
ADDS = LESSON.format(title="Eget", text="Vårt eget.\n\n!!! facilitator\n    EGENHEM")
HARBOUR = LESSON.format(title="Kaia", text="Kaia.\n\n!!! facilitator\n    KAIHEM")
MODULE = """\
title: {nb: Havn}
summary: {nb: Om havna.}
audience: [staff]
objectives: {nb: [Du kjenner havna.]}
lessons: [01-kai]
facts_checked: 2026-11-01
licence: CC-BY-4.0
"""
SESSION = """\
title: {{nb: Vår samling}}
summary: {{nb: Om det.}}
starts: "10:00"
facilitator: {{nb: FORBEREDHEM}}
parts:
  - {{title: {{nb: Start}}, form: plenary, minutes: 5, notes: {{nb: DELHEM}}}}
  - {{lesson: {lesson}, form: input, minutes: 5}}
"""
FIELDS = "extends: shared\nparts: {1: {notes: {nb: FELTHEM}}}\n"
FILES = {
    f"{HOME}/{SHARED}": EXTENDS,
    f"{HOME}/modules/deling/01-deling.md": REPLACES,
    f"{HOME}/modules/deling/sessions/1-dele.yml": SESSION.format(lesson="01-deling"),
    f"{HOME}/modules/trygghet/04-eget.md": ADDS,
    f"{HOME}/modules/trygghet/sessions/1-oppstart.yml": FIELDS,
    f"{HOME}/modules/trygghet/sessions/2-eget.yml": SESSION.format(lesson="04-eget"),
    f"{HOME}/modules/havn/module.yml": MODULE,
    f"{HOME}/modules/havn/01-kai.md": HARBOUR,
    f"{HOME}/modules/havn/sessions/1-havn.yml": SESSION.format(lesson="01-kai"),
}
SECRETS = (
    *("TITTELHEM", "FELLESHEM", "LISTEHEM", "KOMMUNEHEM", "BLOKKHEM", "REFLEKTHEM", "ORDHEM"),
    *("EGENHEM", "KAIHEM", "FORBEREDHEM", "DELHEM", "FELTHEM"),
)


@pytest.fixture
def local(small_course: Path, write_tree: WriteTree, run: Run) -> Path:
    shared = small_course / SHARED
    shared.write_text(shared.read_text(encoding="utf-8") + AROUND_A_BLOCK, encoding="utf-8")
    root = write_tree(FILES, small_course)
    assert run("adapt", "nordvik/nord-vik", f"{HOME}/modules/deling/01-deling.md").code == 0
    return root


def test_they_are_in_its_guides_and_on_no_other_page(local: Path, compose: Compose) -> None:
    tree = compose("nordvik/nord-vik")
    told = {str(path): text for path, text in tree.pages.items()}
    told |= {str(file.path): file.text for file in tree.products}
    for secret in SECRETS:
        there = {name for name, text in told.items() if secret in text}
        assert {kind for name in there for kind in GUIDES if kind in name} == {*GUIDES}, secret
        assert not [name for name in there if not any(kind in name for kind in GUIDES)]


def texts(name: str, content: bytes) -> Iterator[tuple[str, str]]:
    """Yield all there is to read in a file, and in those packed in it."""
    if name.endswith((".zip", ".pptx")):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for inside in packed.namelist():
                yield from texts(f"{name}/{inside}", packed.read(inside))
    elif name.endswith(".pdf"):
        read = PdfReader(io.BytesIO(content))
        yield name, "\n".join(page.extract_text() for page in read.pages)
    else:
        yield name, content.decode("utf-8", "replace")


@pytest.mark.slow
def test_they_are_in_no_file_that_participants_get(local: Path, run: Run) -> None:
    assert run("check").code == 0
    assert run("build", *FOLDERS, "nordvik/nord-vik", "nordvik").code == 0
    assert run("build", "--offline", "nordvik/nord-vik").code == 0
    run_of = ("--edition", "nordvik/nord-vik", "--date", "2027-02-01")
    assert run("run", "trygghet/2-eget", *run_of).code == 0
    found: dict[str, set[str]] = {}
    for made in ("site", "offline", "runs"):
        for path in (local / made).rglob("*"):
            if path.is_file():
                for name, text in texts(path.relative_to(local).as_posix(), path.read_bytes()):
                    for secret in SECRETS:
                        if secret in text:
                            found.setdefault(name, set()).add(secret)
    # A pile to print begins with what the facilitator takes out.
    theirs = (*GUIDES, "presentasjonmednotater", "utskrift")
    assert not {name for name in found if not any(kind in name for kind in theirs)}
    assert set.union(*found.values()) == {*SECRETS}
    for kind in (".pdf", ".html", "notesSlides"):
        assert [name for name in found if kind in name], kind


IN_ANOTHER_FORM = """
!!! facilitator
    {% block i_notat %}
    Felles notat.
    {% endblock %}

!!! case "Hos oss"
    {% block i_sak %}
    Felles sak.
    {% endblock %}
"""
OVER_IT = """{% extends "shared" %}
{% block i_notat %}
NOTATHEM

{{ super() }}
{% endblock %}
{% block i_sak %}
    {{ super() }}

    Vår sak.

    !!! facilitator
        SAKHEM
{% endblock %}
"""


def test_a_local_text_in_another_form_than_what_it_lies_over_stands_where_it_was_put(
    small_course: Path, write_tree: WriteTree, run: Run
) -> None:
    for form in ("md", "nn.md"):
        path = small_course / SHARED.replace(".md", f".{form}")
        path.write_text(path.read_text(encoding="utf-8") + IN_ANOTHER_FORM, encoding="utf-8")
    write_tree({f"{NETWORK}/{SHARED}": OVER_IT}, small_course)
    assert run("adapt", "nordvik", f"{NETWORK}/{SHARED}").code == 0
    done = run("build", *FOLDERS, "nordvik")
    assert done.code == 0, done.err
    site = small_course / "site/nordvik/nn/trygghet"
    guide = (site / "samling/1-oppstart/fasilitator/index.html").read_text(encoding="utf-8")
    assert re.search(r'<(div|section) lang="nb">\s*<p>NOTATHEM</p>', guide)
    assert "SAKHEM" in guide
    lesson = (site / "01-passord/index.html").read_text(encoding="utf-8")
    assert "Vår sak." in lesson
    assert "HEM" not in lesson
