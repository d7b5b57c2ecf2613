"""A release is made once and is never changed; versions stand side by side."""

from __future__ import annotations

import datetime
import json
from pathlib import Path, PurePosixPath

import pytest
from releases import (
    NEW,
    course_in_git,
    notice,
    release,
    rename_lesson,
    rewrite_lesson,
    well,
)
from repos import change, commit, git
from world import Run, files_in

from samloft.versions.manifest import load_manifest
from samloft.versions.next_tree import alone_with
from samloft.versions.page_spots import emptied


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    """Return a course in Git that nothing has been released of."""
    return course_in_git(tmp_path / "git")


@pytest.mark.slow
def test_the_content_of_a_version_is_as_it_was_on_the_first_day(fresh: Path) -> None:
    release(fresh, "2026.1", "nordvik")
    before = files_in(fresh / "public/nordvik/2026.1")
    rewrite = fresh / "modules/deling/01-deling.md"
    change(rewrite, "minutes: ", "minutes: 2")
    release(fresh, "2026.2", "nordvik")
    after = files_in(fresh / "public/nordvik/2026.1")
    apart = {path for path in before if before[path] != after[path]}
    kinds = {path.suffix for path in apart if path.name != "manifest.json.gz"}
    assert kinds <= {".html", ".gz", ".json"}
    for path in apart:
        if path.suffix == ".html":
            assert emptied(after[path]) == emptied(before[path])
    was, now = (load_manifest(each[PurePosixPath("manifest.json")]) for each in (before, after))
    assert was.files == now.files


# --- The day of a release.


@pytest.mark.slow
def test_a_release_is_of_today_unless_it_says_so_and_stays_so_when_made_again(
    fresh: Path,
) -> None:
    today = datetime.datetime.now().astimezone().date()
    well(fresh, "release", "2027.2", "nordvik", "--jobs", "1")
    made = load_manifest((fresh / "public/nordvik/2027.2/manifest.json").read_bytes())
    assert made.date - today in (datetime.timedelta(0), datetime.timedelta(1))
    assert made.date != datetime.date(2026, 2, 1)  # the texts'
    well(fresh, "release", "2027.3", "nordvik", "--date", "2027-09-01", "--jobs", "1")
    well(fresh, "release", "2027.3", "sorvik", "--jobs", "1")  # another day, the same version
    other = load_manifest((fresh / "public/sorvik/2027.3/manifest.json").read_bytes())
    assert str(other.date) == "2027-09-01"


def test_a_day_that_does_not_exist_is_refused(fresh: Path, run: Run) -> None:
    done = run("release", "2026.1", "--date", "2026-02-31", root=fresh)
    assert done.code == 2
    assert "--date kan ikke være «2026-02-31» [option-is-a-day]" in done.err


# --- Refusals.


def test_releasing_the_same_content_again_changes_nothing(fresh: Path) -> None:
    release(fresh, "2026.1", "nordvik")
    before = files_in(fresh / "public")
    inode = (fresh / "public").stat().st_ino
    assert "Er gitt ut fra før, med samme innhold: nordvik/2026.1" in release(
        fresh, "2026.1", "nordvik"
    )
    assert files_in(fresh / "public") == before
    assert (fresh / "public").stat().st_ino == inode


@pytest.mark.slow
def test_other_content_under_the_same_name_is_refused(fresh: Path, run: Run) -> None:
    release(fresh, "2026.1", "nordvik")
    before = files_in(fresh / "public")
    rewrite = fresh / "modules/deling/01-deling.md"
    change(rewrite, "minutes: ", "minutes: 2")
    commit(fresh)
    done = run("release", "2026.1", "nordvik", "sorvik", "--jobs", "1", root=fresh)
    assert done.code == 1
    assert "[version-is-new]" in done.err
    assert "public/nordvik/2026.1: 2026.1 er alt gitt ut, med et annet innhold" in done.err
    assert files_in(fresh / "public") == before


@pytest.mark.slow
def test_what_is_not_committed_is_refused_and_can_be_allowed(fresh: Path, run: Run) -> None:
    rewrite = fresh / "docs/om.md"
    change(rewrite, "---\n\n", "---\n\nNytt. ")
    done = run("release", "2026.1", "nordvik", "--jobs", "1", root=fresh)
    assert done.code == 2
    assert done.err.splitlines()[:2] == [
        "docs/om.md: fila har endringer som ikke er lagret i Git [release-is-committed]",
        "  tips: kjør git commit først, så versjonen kan lages igjen; "
        "eller gi valget --allow-dirty",
    ]
    assert not (fresh / "public").exists()
    assert well(fresh, "release", "2026.1", "nordvik", "--allow-dirty", "--jobs", "1")
    manifest = (fresh / "public/nordvik/2026.1/manifest.json").read_bytes()
    assert not load_manifest(manifest).is_clean


def test_a_course_outside_git_is_refused(small_course: Path, run: Run) -> None:
    done = run("release", "2026.1", "--jobs", "1")
    assert done.code == 2
    assert "[course-is-in-git]" in done.err


@pytest.mark.parametrize("version", ["v1", "2026", "latest", "../2026.1"])
def test_a_name_that_is_no_version_is_refused_before_anything_is_built(
    version: str, fresh: Path, run: Run
) -> None:
    done = run("release", version, root=fresh)
    assert (
        done.err.splitlines()[0] == f"build.py: «{version}» er ikke en versjon [version-has-form]"
    )
    assert (done.code, (fresh / "public").exists()) == (2, False)


def test_a_course_with_a_mistake_is_not_released(fresh: Path, run: Run) -> None:
    change(fresh / "docs/om.md", "---\n\n", "---\n\n[x](finnes-ikke.md) ")
    commit(fresh)
    done = run("release", "2026.1", "--jobs", "1", root=fresh)
    assert (done.code, (fresh / "public").exists()) == (1, False)
    assert "[link-leads-somewhere]" in done.err


@pytest.mark.slow
def test_a_text_cannot_pass_for_a_notice(fresh: Path, run: Run) -> None:
    change(fresh / "docs/om.md", "---\n\n", "---\n\n<!--sl:notice--> <!--/sl:notice-->\n\n")
    commit(fresh)
    assert run("release", "2026.1", "nordvik", "--jobs", "1", root=fresh).code == 0
    for form in ("", "nn/"):
        page = (fresh / f"public/nordvik/2026.1/{form}om/index.html").read_text(encoding="utf-8")
        assert page.count("<!--sl:notice-->") == 1  # a text's comments are not published


# --- Versions side by side.


@pytest.mark.slow
def test_editions_have_versions_of_their_own(fresh: Path) -> None:
    release(fresh, "2026.1", "nordvik")
    release(fresh, "2026.5", "sorvik")
    rewrite = fresh / "modules/deling/01-deling.md"
    change(rewrite, "minutes: ", "minutes: 2")
    sorvik = files_in(fresh / "public/sorvik")
    release(fresh, "2026.2", "nordvik")
    assert files_in(fresh / "public/sorvik") == sorvik
    rows = json.loads(well(fresh, "versions", "--json"))
    assert [(row["edition"], row["version"], row["state"]) for row in rows] == [
        ("nordvik", "2026.2", "current"),
        ("nordvik", "2026.1", "old"),
        ("sorvik", "2026.5", "current"),
    ]


@pytest.mark.slow
def test_a_preview_does_not_take_the_place_of_the_current_version(fresh: Path) -> None:
    release(fresh, "2026.1", "nordvik")
    change(fresh / "modules/deling/01-deling.md", "minutes: ", "minutes: 2")
    release(fresh, "2027.1-rc1", "nordvik")
    public = fresh / "public/nordvik"
    latest = (public / "latest/index.html").read_bytes()
    assert emptied(latest) == emptied((public / "2026.1/index.html").read_bytes())
    text = (public / "2027.1-rc1/index.html").read_text("utf-8")
    assert "Dette er en versjon til gjennomsyn (2027.1-rc1)." in notice(text)
    assert "noindex" in text
    aliases = json.loads((public / "versions.json").read_text())
    assert [(each["version"], each["aliases"]) for each in aliases] == [
        ("2027.1-rc1", []),
        ("2026.1", ["latest"]),
    ]


@pytest.mark.slow
def test_only_previews_are_better_than_nothing(fresh: Path) -> None:
    release(fresh, "2026.1-rc1", "nordvik")
    assert (fresh / "public/nordvik/latest/index.html").exists()


@pytest.mark.slow
def test_a_mended_older_version_does_not_become_the_newest(fresh: Path) -> None:
    release(fresh, "2026.1", "nordvik")
    change(fresh / "modules/deling/01-deling.md", "minutes: ", "minutes: 2")
    release(fresh, "2026.2", "nordvik")
    change(fresh / "modules/deling/01-deling.md", "minutes: 2", "minutes: 3")
    release(fresh, "2026.1.1", "nordvik")
    public = fresh / "public/nordvik"
    assert "2026.2" in (public / "latest/index.html").read_text("utf-8")
    assert notice((public / "2026.1.1/index.html").read_text("utf-8"))


@pytest.mark.slow
def test_a_published_tree_holds_no_links_to_the_cache(fresh: Path) -> None:
    release(fresh, "2026.1", "nordvik", "sorvik")
    styles = "assets/stylesheets/samloft.css"
    ours = (fresh / "public/nordvik/2026.1" / styles).stat()
    shared = {path.stat().st_ino for path in (fresh / ".samloft").rglob("*") if path.is_file()}
    assert ours.st_ino not in shared
    assert ours.st_ino == (fresh / "public/sorvik/2026.1" / styles).stat().st_ino


def test_two_releases_at_once_are_one_too_many(fresh: Path, run: Run) -> None:
    commit(fresh)
    with alone_with(fresh / "public"):
        done = run("release", "2026.1", "nordvik", "--jobs", "1", root=fresh)
    assert done.code == 2
    assert "[release-is-alone]" in done.err
    assert git(fresh, "status", "--porcelain") == ""
    assert not (fresh / "public").exists()


def test_rewriting_helpers_do_what_they_say(fresh: Path) -> None:
    rename_lesson(fresh)
    rewrite_lesson(fresh)
    assert "minutes: 25" in (fresh / "modules" / f"{NEW.strip('/')}.md").read_text("utf-8")


@pytest.mark.slow
def test_a_session_and_a_page_take_their_old_addresses_along(fresh: Path) -> None:
    release(fresh, "2026.1", "nordvik")
    sessions = fresh / "modules/trygghet/sessions"
    (sessions / "1-oppstart.yml").rename(sessions / "1-start.yml")
    change(sessions / "1-start.yml", "title:", "moved_from: [trygghet/1-oppstart]\ntitle:")
    (fresh / "docs/om.md").rename(fresh / "docs/kurset.md")
    change(fresh / "docs/kurset.md", "title:", "moved_from: [om]\ntitle:")
    change(fresh / "modules/course.yml", "pages: [om]", "pages: [kurset]")
    for path in [*(fresh / "modules").rglob("*.md"), *(fresh / "docs").glob("*.md")]:
        text = path.read_text("utf-8").replace("docs/om.md", "docs/kurset.md")
        text = text.replace("(om.md)", "(kurset.md)").replace("1-oppstart.yml", "1-start.yml")
        path.write_text(text, encoding="utf-8")
    (fresh / "networks/sorvik/docs/om.nn.md").unlink()
    (fresh / "networks/sorvik/adaptations.lock").unlink()
    release(fresh, "2026.2", "nordvik")
    latest = files_in(fresh / "public/nordvik/latest")
    old, new = "trygghet/samling/1-oppstart/", "trygghet/samling/1-start/"
    for inside in ("", "utdelingsark/", "fasilitator/", "nn/"):
        form, inside = ("nn/", "") if inside == "nn/" else ("", inside)
        text = latest[PurePosixPath(f"{form}{old}{inside}index.html")].decode()
        assert f'{form}{new}{inside}">' in text
    text = latest[PurePosixPath("om/index.html")].decode()
    assert 'content="0; url=../kurset/"' in text
    paper = latest[PurePosixPath(f"{old}trygghet-1-oppstart-utdelingsark.pdf")]
    assert paper == latest[PurePosixPath(f"{new}trygghet-1-start-utdelingsark.pdf")]
    said = well(fresh, "changes", "2026.1", "2026.2", "nordvik")
    assert f"Samlingen er flyttet: Samling 1: Oppstart – før {old.rstrip('/')}" in said
    assert "Samlingen er ikke endret siden." in notice(
        (fresh / "public/nordvik/2026.1" / old / "index.html").read_text("utf-8")
    )
