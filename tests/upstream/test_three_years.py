"""Three years of a shared course: two networks fork it, adapt it, keep up, and give back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from repos import (
    PASSWORD,
    PHRASES,
    build,
    change,
    commit,
    git,
    rename_password_lesson,
    set_up,
    shared_repository,
)
from world import Run

SHARING = "modules/deling/01-deling.md"
NORDVIK, SORVIK = "networks/nordvik", "networks/sorvik"
PLACE = f"{NORDVIK}/municipalities/nord-vik"
NEW_MODULE = """\
title: {nb: Nettvett, nn: Nettvett}
summary: {nb: Om nettvett., nn: Om nettvett.}
audience: [staff]
objectives: {nb: [Du er på vakt.], nn: [Du er på vakt.]}
lessons: [01-svindel]
facts_checked: 2027-11-01
licence: CC-BY-4.0
"""
NEW_LESSON = """\
---
title: Svindel
objective: Du kjenner igjen svindel.
minutes: 10
summary: Om svindel.
---

Svindlere haster. {{ edition.name }} haster ikke.
"""
OWN_PAGE = "---\ntitle: Kontakt\n---\n\nRing oss på {{ values.telefon }}.\n"


def write(root: Path, name: str, text: str) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def page(root: Path, edition: str, address: str) -> str:
    return (root / "site" / edition / f"{address}.html").read_text(encoding="utf-8")


@pytest.mark.slow
def test_three_years(tmp_path: Path, run: Run) -> None:
    shared = shared_repository(tmp_path / "felles")

    def well(root: Path, *arguments: str) -> str:
        """Run a command that has to go well, and return what it says."""
        if arguments[0] == "pull":  # brings an engine along: that has to be the one that runs
            pulled = build(root, *arguments)
            assert pulled.returncode == 0, pulled.stdout + pulled.stderr
            return pulled.stdout
        done = run(*arguments, root=root)
        assert done.code == 0, done.out + done.err
        return done.out

    def states(root: Path) -> dict[str, str]:
        """Return how each local text stands, by its file."""
        every = json.loads(run("status", "--json", root=root).out)
        return {each["file"]: each["state"] for each in every if each["kind"] == "adaptation"}

    # The first year: two networks fork, and adapt at all depths.
    nordvik, sorvik = tmp_path / "nordvik", tmp_path / "sorvik"
    for folder in (nordvik, sorvik):
        well(shared, "fork", folder.name, str(folder))
        set_up(folder)
        assert well(folder, "pull").startswith("Ingenting er nytt")

    # Nordvik: a value, a page of its own, a block, and a municipality's block over that.
    change(
        nordvik / NORDVIK / "network.yml", "{meldesystem:", "{telefon: 22 22 22 22, meldesystem:"
    )
    write(nordvik, f"{NORDVIK}/docs/kontakt.md", OWN_PAGE)
    well(nordvik, "adapt", "nordvik/nord-vik", PASSWORD, "--block", "lokalt_eksempel")
    change(nordvik / PLACE / PASSWORD, "Fra Nordvik", "Fra kommunen")
    commit(nordvik)
    well(nordvik, "build", "nordvik", "nordvik/nord-vik", "--without-sheets")
    assert "22 22 22 22" in page(nordvik, "nordvik", "kontakt")
    assert "Fra Nordvik" in page(nordvik, "nordvik", "trygghet/01-passord")
    assert "Fra kommunen" in page(nordvik, "nordvik/nord-vik", "trygghet/01-passord")

    # Sørvik: two whole pages, modules in its own order, a lesson and a module of its own.
    well(sorvik, "adapt", "sorvik", PASSWORD)
    change(sorvik / SORVIK / PASSWORD, "Finn en setning", "Finn en god setning")
    well(sorvik, "adapt", "sorvik", SHARING)
    change(sorvik / SORVIK / SHARING, "title: ", "title: Vår ")
    own = NEW_MODULE.replace("Nettvett", "Havn").replace("01-svindel", "01-kai")
    write(sorvik, f"{SORVIK}/modules/havn/module.yml", own)
    write(sorvik, f"{SORVIK}/modules/havn/01-kai.md", NEW_LESSON.replace("Svindel", "Kaia"))
    change(sorvik / SORVIK / "network.yml", "[deling, trygghet]", "[havn, deling, trygghet]")
    commit(sorvik)
    well(sorvik, "build", "--without-sheets")
    assert "god setning" in page(sorvik, "sorvik", "trygghet/01-passord")
    assert "Kaia" in page(sorvik, "sorvik", "havn/01-kai")

    # The second year: the core team renames a lesson, rewrites it, locks another, adds a module.
    rename_password_lesson(shared)
    for name in ("networks/nordvik", "networks/sorvik"):  # they have their own repositories now
        local = [f"{name}/{each}" for each in ("modules", "docs", "adaptations.lock")]
        git(shared, "rm", "-r", "--quiet", "--ignore-unmatch", *local)
    change(shared / PHRASES, "Lengden teller mest.", "Lengden teller aller mest.")
    change(shared / PHRASES, "Felles eksempel.", "Felles eksempel, nå bedre.")
    change(shared / SHARING, "minutes: ", "locked: true\nminutes: ")
    write(shared, "modules/nettvett/module.yml", NEW_MODULE)
    write(shared, "modules/nettvett/01-svindel.md", NEW_LESSON)
    course = (shared / "modules/course.yml").read_text(encoding="utf-8")
    assert "modules: [trygghet, deling]" in course
    change(shared / "modules/course.yml", "[trygghet, deling]", "[trygghet, deling, nettvett]")
    commit(shared, "2027")
    git(shared, "tag", "2027.1")

    said = well(nordvik, "pull", "--to", "2027.1")
    assert "Leksjonen er flyttet: «Gode passord» (trygghet/01-passfraser)" in said
    assert "Ny leksjon: «Svindel» (nettvett/01-svindel)" in said
    assert f"{PLACE}/{PASSWORD}: flyttet til {PLACE}/{PHRASES}" in said
    assert git(nordvik, "status", "--porcelain") == ""
    assert set(states(nordvik).values()) == {"current"}
    well(nordvik, "build", "nordvik", "nordvik/nord-vik", "--without-sheets")
    lesson = page(nordvik, "nordvik", "trygghet/01-passfraser")
    assert "Fra Nordvik" in lesson
    assert "Lengden teller aller mest." in lesson
    assert "nå bedre" in lesson  # its block takes the shared text along
    assert "Fra kommunen" in page(nordvik, "nordvik/nord-vik", "trygghet/01-passfraser")
    assert "Digi Nordvik" in page(nordvik, "nordvik", "nettvett/01-svindel")

    # Sørvik has rewritten the page that is locked now: it is told so, and gives that up.
    done = build(sorvik, "pull", "--to", "2027.1")
    assert done.returncode == 1
    assert f"{SORVIK}/{SHARING}" in done.stderr
    assert "er låst: den gjengir lover og regler" in done.stderr
    (sorvik / SORVIK / SHARING).unlink()
    well(sorvik, "update")
    well(sorvik, "check")
    commit(sorvik)
    text = (sorvik / SORVIK / PHRASES).read_text(encoding="utf-8")
    assert "god setning" in text
    assert "Lengden teller aller mest." in text
    assert not (sorvik / SORVIK / PASSWORD).exists()
    well(sorvik, "build", "--without-sheets")
    assert not (sorvik / "site/sorvik/nettvett").exists()  # it names its modules, and not this one

    # The third year: Sørvik gives an improvement back, the core team takes it, Nordvik pulls it.
    change(sorvik / SORVIK / PHRASES, "Finn en god setning dere", "Finn en setning Sørvik")
    commit(sorvik)
    patch = tmp_path / "forslag.patch"
    well(sorvik, "offer", "sorvik", f"{SORVIK}/{PHRASES}", "--out", str(patch))
    assert "{{ network.name }}" in patch.read_text(encoding="utf-8")
    git(shared, "apply", str(patch))
    well(shared, "check")
    commit(shared, "2028")
    said = well(nordvik, "pull")
    assert "Leksjonen er endret: «Gode passord»" in said
    well(nordvik, "build", "nordvik", "--without-sheets")
    assert "Finn en setning Digi Nordvik" in page(nordvik, "nordvik", "trygghet/01-passfraser")

    # Sørvik's own text and the shared one say the same now; nothing is lost, nothing clashes.
    well(sorvik, "pull")
    well(sorvik, "build", "--without-sheets")
    assert "Finn en setning Sørvik" in page(sorvik, "sorvik", "trygghet/01-passfraser")
    assert len(git(nordvik, "log", "--oneline").splitlines()) == 4
