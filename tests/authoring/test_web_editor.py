"""The editor in the browser knows the course as our models do, and proposes; it never publishes."""

from __future__ import annotations

from pathlib import Path

import yaml
from world import Run

from samloft.authoring.web_editor import fields_of
from samloft.course.schema import LessonForm, NetworkForm, SessionForm
from samloft.languages import Language


def test_the_settings_follow_the_models(run: Run, tmp_path: Path, small_course: Path) -> None:
    folder = tmp_path / "rediger"
    home = ("--repository", "https://github.com/ks/kurs", "--without-program")
    assert run("editor", folder, *home).code == 0
    assert {path.name for path in folder.iterdir()} == {"index.html", "config.yml"}
    config = yaml.safe_load((folder / "config.yml").read_text(encoding="utf-8"))
    assert config["backend"] == {"name": "github", "repo": "ks/kurs", "branch": "main"}
    assert config["publish_mode"] == "editorial_workflow"
    assert config["i18n"]["default_locale"] == "nb"
    assert config["output"]["omit_empty_optional_fields"]  # an empty text stops a build
    by_name = {each["name"]: each for each in config["collections"]}
    lessons = by_name["deling"]
    assert lessons["folder"] == "modules/deling"
    assert [each["name"] for each in lessons["fields"]][-1] == "body"
    by_field = {each["name"]: each["i18n"] for each in lessons["fields"]}
    assert (by_field["proofread_by"], by_field["moved_from"]) == (True, False)
    assert by_field["minutes"] == "duplicate"
    files = {each["file"] for each in by_name["settings"]["files"]}
    assert {"modules/course.yml", "networks/nordvik/network.yml"} <= files
    assert (run("editor", folder, *home).code, run("editor", tmp_path / "x").code) == (2, 2)


def test_what_is_written_waits_also_where_the_forge_takes_no_drafts(
    run: Run, tmp_path: Path, small_course: Path
) -> None:
    course = small_course / "modules/course.yml"
    home = "repository: {url: https://git.kommune.no/ks/kurs, forge: forgejo, branch: hoved}\n"
    course.write_text(course.read_text(encoding="utf-8") + home, encoding="utf-8")
    done = run("editor", tmp_path / "rediger", "--without-program")
    assert "git push origin hoved:forslag" in done.out
    config = yaml.safe_load((tmp_path / "rediger/config.yml").read_text(encoding="utf-8"))
    assert config["publish_mode"] == "simple"
    assert (config["backend"]["name"], config["backend"]["branch"]) == ("gitea", "forslag")
    assert config["backend"]["api_root"] == "https://git.kommune.no/api/v1"
    page = (tmp_path / "rediger/index.html").read_text(encoding="utf-8")
    assert "connect-src 'self' data: blob: https://git.kommune.no;" in page
    assert "unpkg" not in page


def test_every_key_has_a_field_of_its_kind() -> None:
    lesson = {each["name"]: each for each in fields_of(LessonForm)}
    assert lesson["title"]["required"]
    assert not lesson["minutes"]["required"]
    kinds = {name: field["widget"] for name, field in lesson.items()}
    assert lesson["minutes"]["hint"].startswith("Hvor mange minutter")
    assert (kinds["minutes"], kinds["draft"]) == ("number", "boolean")
    assert kinds["proofread_by"] == "select"
    network = {each["name"]: each for each in fields_of(NetworkForm)}
    assert [each["name"] for each in network["colours"]["fields"]] == ["primary", "accent"]
    assert network["values"]["widget"] == "keyvalue"
    languages = [Language(code) for code in ("nb", "nn", "se")]
    session = {each["name"]: each for each in fields_of(SessionForm, languages)}
    parts = {each["name"]: each for each in session["parts"]["fields"]}
    assert parts["form"]["options"][0] == "plenary"
    assert [each["name"] for each in parts["notes"]["fields"]] == languages
