"""A municipality lays texts of its own over its network's, by the same rules at each step."""

from __future__ import annotations

import json
import subprocess
from html import unescape
from pathlib import Path

import pytest
from world import FOLDERS, Run, WriteTree, files_in

NETWORK = "networks/nordvik"
HOME = f"{NETWORK}/municipalities/nord-vik"
PASSWORD = "modules/trygghet/01-passord.md"
BLOCK = """\
{% extends "shared" %}
{% block lokalt_eksempel %}
{{ super() }}
!!! local "Fra kommunen"
    Hos oss i {{ edition.name }} melder vi til {{ values.vakt }}.
{% endblock %}
"""
SETTINGS = "values: {vakt: Kari Nordmann}\n"


def git(root: Path, *arguments: str) -> str:
    who = ("-c", "user.name=Test", "-c", "user.email=test@example.no", "-c", "gc.auto=0")
    done = subprocess.run(
        ["git", *who, *arguments], cwd=root, capture_output=True, text=True, check=True
    )
    return done.stdout


def commit(root: Path) -> None:
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "test")


def change(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def page(root: Path, edition: str, address: str) -> str:
    return (root / "site" / edition / address / "index.html").read_text(encoding="utf-8")


@pytest.fixture
def local(small_course: Path, write_tree: WriteTree) -> Path:
    files = {f"{HOME}/{PASSWORD}": BLOCK, f"{HOME}/municipality.yml": SETTINGS}
    return write_tree(files, small_course)


def test_its_blocks_lie_over_the_networks_and_both_over_the_shared_text(
    local: Path, run: Run
) -> None:
    assert run("build", *FOLDERS, "nordvik", "--municipalities", "--without-sheets").code == 0
    own = unescape(page(local, "nordvik/nord-vik", "trygghet/01-passord"))
    shared, network, place = "Felles eksempel.", "Kvalitet_portalen", "melder vi til Kari Nordmann"
    assert own.index(shared) < own.index(network) < own.index(place)
    assert "Deler av denne siden er skrevet av Nord-Vik" in own
    other = unescape(page(local, "nordvik/aeroy", "trygghet/01-passord"))
    assert network in other
    assert place not in other
    assert place not in page(local, "nordvik", "trygghet/01-passord")
    listed = page(local, "nordvik/nord-vik", "tilpasninger")
    assert "Her står det Digi Nordvik &amp; Co og Nord-Vik har endret" in listed


@pytest.mark.slow
def test_it_is_stamped_as_it_would_be_alone(local: Path, run: Run) -> None:
    assert (
        run("build", *FOLDERS, "--municipalities", "--without-sheets", "--out", local / "a").code
        == 0
    )
    run("build", *FOLDERS, "--municipalities", "--exact", "--without-sheets", "--out", local / "b")
    alone = {name: text for name, text in files_in(local / "b").items() if name.suffix != ".pdf"}
    assert files_in(local / "a") == alone


def test_its_page_takes_the_place_of_its_networks(
    small_course: Path, write_tree: WriteTree, run: Run
) -> None:
    text = "---\ntitle: Om Nord-Vik\n---\n\nVi er en kommune.\n"
    root = write_tree({f"{HOME}/docs/nordvik.md": text}, small_course)
    run("adapt", "nordvik/nord-vik", f"{HOME}/docs/nordvik.md")
    assert run("build", *FOLDERS, "nordvik", "nordvik/nord-vik", "--without-sheets").code == 0
    assert "Vi er en kommune." in page(root, "nordvik/nord-vik", "nordvik")
    assert "Vi er en kommune." not in page(root, "nordvik", "nordvik")


def test_it_has_modules_and_lessons_of_its_own_and_leaves_others_out(
    small_course: Path, write_tree: WriteTree, run: Run
) -> None:
    module = (
        "title: {nb: Havn}\nsummary: {nb: Om havna.}\naudience: [staff]\n"
        "objectives: {nb: [Du kjenner havna.]}\nlessons: [01-kai]\n"
        "facts_checked: 2026-11-01\nlicence: CC-BY-4.0\n"
    )
    lesson = (
        "---\ntitle: Kaia\nobjective: Du finner kaia.\nminutes: 5\nsummary: Kaia vår.\n---\n\n"
        "Se [passord](../trygghet/01-passord.md).\n"
    )
    root = write_tree(
        {
            f"{HOME}/modules/havn/module.yml": module,
            f"{HOME}/modules/havn/01-kai.md": lesson,
            f"{HOME}/municipality.yml": "without: [deling/01-deling]\n",
        },
        small_course,
    )
    assert run("build", *FOLDERS, "nordvik", "--municipalities", "--without-sheets").code == 0
    assert "Denne siden er laget av Nord-Vik" in page(root, "nordvik/nord-vik", "havn/01-kai")
    assert not (root / "site/nordvik/nord-vik/deling/01-deling").exists()
    assert (root / "site/nordvik/aeroy/deling/01-deling").exists()
    assert not (root / "site/nordvik/havn").exists()


@pytest.mark.slow("each")
@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("municipalities/nordvk/municipality.yml", SETTINGS, "mente du: nord-vik"),
        ("municipalities/nord-vik/municipality.yml", "value: {}\n", "mente du: values"),
        ("municipalities/nord-vik/municipality.yml", "without: [a/b]\n", "municipality.yml:1: "),
        (f"municipalities/nord-vik/{PASSWORD}", BLOCK.replace("_eksempel", "_eksmpl"), ":2: "),
        (f"municipalities/nord-vik/{PASSWORD}", BLOCK.replace("vakt", "vkat"), ":5: "),
        (
            "municipalities/nord-vik/modules/trygghet/02-lovtekst.md",
            '{% extends "shared" %}\n',
            "låst",
        ),
        (
            f"municipalities/nord-vik/{PASSWORD}",
            BLOCK.replace("Hos oss", "<script>x</script>"),
            "<script>",
        ),
    ],
)
def test_mistakes_in_it_are_said(file: str, text: str, said: str, local: Path, run: Run) -> None:
    path = local / NETWORK / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    done = run("check")
    assert done.code == 1
    assert f"{NETWORK}/municipalities/" in done.err
    assert said in done.err


def test_a_whole_page_begins_with_what_the_network_made_of_it(small_course: Path, run: Run) -> None:
    done = run("adapt", "nordvik/nord-vik", "trygghet/01-passord")
    assert done.code == 0
    text = (small_course / HOME / PASSWORD).read_text(encoding="utf-8")
    assert "Felles eksempel." in text
    assert "Vi melder i {{ values.meldesystem }}" in text
    done = run("check")
    assert done.code == 0
    assert "adaptation-has-base" not in done.err


def test_it_takes_in_what_moved_in_both_texts_beneath(small_course: Path, run: Run) -> None:
    root = small_course
    git(root, "init", "--quiet")
    run("translated")
    run("adapt", "nordvik/nord-vik", "trygghet/01-passord")
    change(root / HOME / PASSWORD, "## Slik gjør du", "## Slik gjør vi")
    commit(root)
    assert run("status").code == 0
    change(root / PASSWORD, "Lengden teller mest.", "Lengden teller aller mest.")
    change(root / NETWORK / PASSWORD, "Vi melder i", "Vi melder alltid i")
    commit(root)
    behind = [each for each in json.loads(run("status", "--json").out) if each["state"] == "moved"]
    local = [each for each in behind if each["file"] == f"{HOME}/{PASSWORD}"]
    assert [each["base"] for each in local] == [PASSWORD, f"{NETWORK}/{PASSWORD}"]
    assert run("update").code == 0
    text = (root / HOME / PASSWORD).read_text(encoding="utf-8")
    assert "## Slik gjør vi" in text
    assert "Lengden teller aller mest." in text
    assert "Vi melder alltid i" in text
    left = json.loads(run("status", "--json").out)
    assert not [each for each in left if each["kind"] == "adaptation" and each["state"] == "moved"]


@pytest.mark.slow
def test_it_offers_an_improvement_with_its_own_name_turned_back(
    small_course: Path, run: Run
) -> None:
    root = small_course
    git(root, "init", "--quiet")
    run("adapt", "nordvik/nord-vik", "modules/deling/01-deling.md")
    path = root / HOME / "modules/deling/01-deling.md"
    path.write_text(path.read_text(encoding="utf-8") + "\nNord-Vik deler mye.\n", encoding="utf-8")
    commit(root)
    patch = run("offer", "nordvik/nord-vik", "modules/deling/01-deling.md").out
    assert "+{{ edition.name }} deler mye." in patch
    subprocess.run(["git", "apply"], cwd=root, input=patch, text=True, check=True)
    assert run("check").code == 0
