"""`show` tells where every setting of an edition is said, and whose every page is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from world import Run, WriteTree

from samloft.catalogue import say
from samloft.languages import LANGUAGES, Language


def shown(run: Run, *words: str) -> dict[str, Any]:
    outcome = run("show", *words, "--json")
    assert outcome.code == 0, outcome.err
    found: dict[str, Any] = json.loads(outcome.out)
    return found


def setting(found: dict[str, Any], name: str) -> tuple[str, str | None, int | None]:
    each = next(each for each in found["settings"] if each["name"] == name)
    return each["value"], each["file"], each["line"]


def page(found: dict[str, Any], address: str) -> dict[str, Any]:
    each: dict[str, Any] = next(each for each in found["pages"] if each["address"] == address)
    return each


def test_every_setting_has_the_line_it_is_said_on(run: Run) -> None:
    found = shown(run, "nordvik")
    where = "networks/nordvik/network.yml"
    assert setting(found, "network.name") == ("Digi Nordvik & Co", where, 1)
    assert setting(found, "network.host.number") == ("0101", where, 5)
    assert setting(found, "values.meldesystem") == ("Kvalitet_portalen", where, 9)
    assert setting(found, "course.version")[1] == "modules/course.yml"
    assert setting(found, "network.logo") == ("", None, None)


def test_what_nobody_said_is_shown_as_it_holds(run: Run) -> None:
    value, file, _ = setting(shown(run, "nordvik"), "network.modules")
    assert (value, file) == ("trygghet, deling", None)


def test_a_municipality_has_its_own_settings_over_its_networks(
    run: Run, write_tree: WriteTree, small_course: Path
) -> None:
    own = "networks/nordvik/municipalities/anes/municipality.yml"
    write_tree({own: "# Ånes\nvalues:\n  meldesystem: Varsla\n"}, small_course)
    found = shown(run, "nordvik/anes")
    assert setting(found, "values.meldesystem") == ("Varsla", own, 3)
    rows = "networks/nordvik/municipalities.csv"
    assert setting(found, "municipality.name")[:2] == ("Ånes", rows)
    assert [each["name"] for each in found["settings"]].count("values.meldesystem") == 1


def test_every_page_has_its_owner_its_files_and_its_base(run: Run) -> None:
    found = shown(run, "nordvik")
    assert page(found, "om")["owner"] == "shared"
    own = "networks/nordvik/modules/trygghet/01-passord.md"
    shared = "modules/trygghet/01-passord.md"
    lesson = page(found, "trygghet/01-passord")
    assert (lesson["owner"], lesson["files"]) == ("network", [shared, own])
    assert lesson["bases"] == [{"file": own, "base": shared, "state": "current"}]
    assert page(found, "trygghet/03-vaart-eget")["kind"] == "new"
    assert page(found, "trygghet/samling/1-oppstart")["files"] == [
        "modules/trygghet/sessions/1-oppstart.yml"
    ]


def test_a_base_that_has_moved_on_is_told(run: Run, small_course: Path) -> None:
    with (small_course / "modules/trygghet/01-passord.md").open("a", encoding="utf-8") as file:
        file.write("\nEn setning til.\n")
    states = [each["state"] for each in page(shown(run, "nordvik"), "trygghet/01-passord")["bases"]]
    assert states == ["forgotten"]  # the small course is in no repository


@pytest.mark.parametrize(
    "name", ["trygghet/01-passord", "modules/trygghet/01-passord.md", "trygghet/01-passord.md"]
)
def test_one_page_is_found_by_its_address_or_by_a_file_of_it(name: str, run: Run) -> None:
    assert [each["address"] for each in shown(run, "nordvik", name)["pages"]] == [
        "trygghet/01-passord"
    ]


def test_a_page_that_is_not_there_is_answered_with_the_nearest(run: Run) -> None:
    outcome = run("show", "nordvik", "trygghet/01-pasord")
    assert outcome.code == 2
    assert "trygghet/01-pasord: siden finnes ikke i nordvik [page-is-in-edition]" in outcome.err
    assert "mente du: trygghet/01-passord?" in outcome.err


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_told_in_the_users_language(language: Language, run: Run) -> None:
    outcome = run("show", "nordvik", "--lang", language)
    assert say(language, "show_settings") in outcome.out
    assert say(language, "show_new") in outcome.out
    assert "networks/nordvik/network.yml:1" in outcome.out
