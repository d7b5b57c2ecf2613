"""A version is made once, is never changed, and is found again."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree

import mike.versions
import pytest
from releases import (
    EDITIONS,
    GONE,
    NEW,
    OLD,
    SITE_URL,
    VERSIONS,
    course_in_git,
    release,
    rewrite_lesson,
    well,
)
from repos import PASSWORD, change, commit, git
from world import Run, files_in

from samloft.versions.manifest import load_manifest
from samloft.versions.page_spots import emptied

Files = Mapping[PurePosixPath, bytes]


@pytest.fixture(scope="module")
def files(three_releases: Path) -> Files:
    return files_in(three_releases / "public")


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    """Return a course in Git that nothing has been released of."""
    return course_in_git(tmp_path / "git")


def page(files: Files, *parts: str) -> str:
    return files[PurePosixPath(*parts, "index.html")].decode()


def notice(text: str) -> str:
    """Return what a page says of other versions, as a reader sees it."""
    found = re.search(r"<!--sl:notice-->(.*?)<!--/sl:notice-->", text, re.DOTALL)
    assert found is not None
    return " ".join(re.sub(r"<[^>]+>", " ", found[1]).split())


def link(text: str) -> str:
    found = re.search(r'<!--sl:notice-->.*?href="([^"]*)".*?<!--/sl:notice-->', text)
    assert found is not None
    return found[1]


# --- What a release leaves.


def test_every_edition_has_every_version_and_the_newest_under_latest(files: Files) -> None:
    for edition in EDITIONS:
        for version in VERSIONS:
            assert f"Versjon {version}" in page(files, edition, version).replace("\n", " ")
        newest = {p: c for p, c in files.items() if p.is_relative_to(f"{edition}/2027.1")}
        for path, content in newest.items():
            inside = path.relative_to(f"{edition}/2027.1")
            assert files[PurePosixPath(edition, "latest", inside)] == content


def test_latest_is_neither_a_link_nor_a_script(three_releases: Path, files: Files) -> None:
    public = three_releases / "public"
    assert [path for path in public.rglob("*") if path.is_symlink()] == []
    front = page(files, "nordvik")
    assert '<meta http-equiv="refresh" content="0; url=latest/">' in front
    assert '<a href="latest/">' in front


def test_the_manifest_tells_of_every_file_what_it_is_and_whose(files: Files) -> None:
    manifest = load_manifest(files[PurePosixPath("nordvik/2026.1/manifest.json")])
    assert manifest.revision
    assert manifest.is_clean
    assert manifest.languages == ("nb", "nn")
    shared = manifest.files["deling/01-deling/index.html"]
    assert (shared.source, shared.owner) == ("modules/deling/01-deling.md", "shared")
    own = manifest.files["nn/trygghet/01-passord/index.html"]
    assert own.source == f"networks/nordvik/{PASSWORD}"
    assert (own.owner, own.language) == ("local", "nn")
    paper = next(name for name in manifest.files if name.endswith("utdelingsark.pdf"))
    assert manifest.files[paper].source == "modules/trygghet/sessions/1-oppstart.yml"
    without = [
        name
        for name, entry in manifest.files.items()
        if entry.source is None and name.endswith((".html", ".pdf")) and "404" not in name
    ]
    assert without == []


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


def test_versions_json_is_what_mike_reads_and_would_write(files: Files) -> None:
    raw = files[PurePosixPath("nordvik/versions.json")].decode()
    read = mike.versions.Versions.loads(raw)
    assert [str(each.version) for each in read] == list(reversed(VERSIONS))
    assert read.find("latest") == ("2027.1", "latest")
    assert json.loads(read.dumps()) == json.loads(raw)


def test_a_feed_tells_of_every_version_at_addresses_that_are_there(files: Files) -> None:
    atom = "{http://www.w3.org/2005/Atom}"
    whole = ElementTree.fromstring(files[PurePosixPath("nordvik/versjoner/feed.xml")])
    entries = whole.findall(f"{atom}entry")
    assert [entry.findtext(f"{atom}id").split("/")[-2] for entry in entries] == [
        *reversed(VERSIONS)
    ]
    links = [link.get("href").removeprefix(f"{SITE_URL}/") for link in whole.iter(f"{atom}link")]
    assert len(links) >= 7
    for link in links:
        assert PurePosixPath(f"{link}index.html" if link.endswith("/") else link) in files
    listed = files[PurePosixPath("nordvik/versjoner/index.html")].decode()
    assert 'type="application/atom+xml"' in listed


def test_the_front_page_leads_to_the_newest_version(files: Files) -> None:
    assert 'href="nordvik/latest/"' in files[PurePosixPath("index.html")].decode()
    assert 'href="../nordvik/latest/nn/"' in files[PurePosixPath("nn/index.html")].decode()
    assert 'href="nordvik/nord-vik/latest/"' in files[PurePosixPath("index.html")].decode()


def test_no_page_has_an_address_below_its_version_that_is_not_there(files: Files) -> None:
    broken = []
    for path, content in files.items():
        if path.suffix != ".html" or path.name == "404.html" or "latest" in path.parts:
            continue
        for way in re.findall(r'(?:href|src)="([^"#?]*)', content.decode()):
            if re.match(r"[a-z]+:|//|data:", way) or not way:
                continue
            target = PurePosixPath("/", path.parent, way)
            parts: list[str] = []
            for part in target.parts[1:]:
                parts = parts[:-1] if part == ".." else [*parts, part]
            place = PurePosixPath(*parts)
            if place not in files and place / "index.html" not in files:
                broken.append((path, way))
    assert broken == []


# --- What old pages say.


def test_an_old_page_leads_to_the_same_page_and_says_whether_it_has_changed(files: Files) -> None:
    changed = page(files, "nordvik/2026.1", OLD)
    assert notice(changed) == (
        "Dette er en eldre versjon (2026.1). Leksjonen er endret siden. Les siden slik den er nå"
    )
    assert link(changed) == f"../../../latest/{NEW}"
    same = page(files, "nordvik/2026.1/deling/01-deling")
    assert "Leksjonen er ikke endret siden." in notice(same)
    assert "Samlingen er endret siden." in notice(
        page(files, "nordvik/2026.1/trygghet/samling/1-oppstart")
    )


def test_an_old_page_speaks_the_language_of_the_page(files: Files) -> None:
    text = page(files, "nordvik/2026.1/nn", OLD)
    assert notice(text).startswith("Dette er ein eldre versjon (2026.1). Leksjonen er ")
    assert link(text) == f"../../../../latest/nn/{NEW}"


def test_an_old_page_whose_lesson_is_gone_says_so(files: Files) -> None:
    text = page(files, "sorvik/2026.2", GONE)
    assert "Sida er ikkje med i den gjeldande versjonen." in notice(text)
    assert link(text) == "../../../latest/"


def test_old_pages_are_out_of_search_engines_and_name_the_newest(files: Files) -> None:
    old, now = page(files, "nordvik/2026.1", OLD), page(files, "nordvik/2027.1", NEW)
    canonical = f'<link rel="canonical" href="{SITE_URL}/nordvik/latest/{NEW}">'
    assert canonical in old
    assert canonical in now
    assert '<meta name="robots" content="noindex">' in old
    assert "noindex" not in now
    assert notice(now) == ""


def test_a_missing_page_of_an_old_version_has_the_notice_too(files: Files) -> None:
    text = files[PurePosixPath("nordvik/2026.1/404.html")].decode()
    assert link(text) == "./../latest/"


# --- Old addresses.


@pytest.mark.parametrize("version", ["2026.2", "2027.1", "latest"])
@pytest.mark.parametrize("form", ["", "nn/"])
def test_the_old_address_of_a_lesson_leads_on(version: str, form: str, files: Files) -> None:
    text = page(files, "nordvik", version, form, OLD)
    way = "../" * (2 + bool(form)) + form + NEW
    assert f'<meta http-equiv="refresh" content="0; url={way}">' in text
    assert f'<a href="{way}">' in text
    assert f'<html lang="{form.strip("/") or "nb"}">' in text


def test_the_address_of_a_lesson_that_is_gone_tells_where_it_was_last(files: Files) -> None:
    text = page(files, "nordvik/latest", GONE)
    assert (
        "Siden er ikke med i versjon 2027.1 av kurset. Sist var den med i versjon 2026.2." in text
    )
    assert f'href="../../../2026.2/{GONE}"' in text
    assert "refresh" not in text


# --- The pages beside the versions.


def test_the_list_of_versions_needs_no_script(files: Files) -> None:
    text = page(files, "nordvik/versjoner")
    assert "<script" not in text
    for version in VERSIONS:
        assert f'href="../{version}/"' in text
    nynorsk = page(files, "nordvik/versjoner/nn")
    assert 'href="../../2026.1/nn/"' in nynorsk
    assert "Kva er nytt sidan 2026.1" in nynorsk


def test_what_is_new_is_a_page_of_the_site(files: Files) -> None:
    text = " ".join(page(files, "nordvik/versjoner/2026.2").split())
    assert "Leksjonen er flyttet: «Gode passord» (trygghet/01-passfraser)" in text
    assert "<li>15 → 25 minutter</li>" in text
    assert "«Sjekk deg selv»: 4 ord inn, 1 ut" in text
    assert "Samlingen er endret: Samling 1: Oppstart" in text
    last = " ".join(page(files, "nordvik/versjoner/2027.1").split())
    assert "Leksjonen er borte: «Hva loven sier» (trygghet/02-lovtekst)" in last


# --- The day of a release.


def test_a_version_carries_the_day_it_was_released_on_pages_and_in_lists(files: Files) -> None:
    for version, day in (("2026.1", "1. februar 2026"), ("2026.2", "15. august 2026")):
        about = page(files, "nordvik", version, "om").replace("\u00a0", " ")
        assert f"Versjon {version} fra {day}." in about
        assert f"Versjon {version} · Utgitt {day}" in " ".join(about.split())
        lists = page(files, "nordvik", "versjoner").replace("\u00a0", " ")
        assert day in lists
    manifest = load_manifest(files[PurePosixPath("nordvik/2026.2/manifest.json")])
    assert str(manifest.date) == "2026-08-15"


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


def test_a_text_cannot_pass_for_a_notice(fresh: Path, run: Run) -> None:
    change(fresh / "docs/om.md", "---\n\n", "---\n\n<!--sl:notice--> <!--/sl:notice-->\n\n")
    commit(fresh)
    assert run("release", "2026.1", "nordvik", "--jobs", "1", root=fresh).code == 0
    for form in ("", "nn/"):
        page = (fresh / f"public/nordvik/2026.1/{form}om/index.html").read_text(encoding="utf-8")
        assert page.count("<!--sl:notice-->") == 1  # a text's comments are not published


# --- Versions side by side.


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


def test_only_previews_are_better_than_nothing(fresh: Path) -> None:
    release(fresh, "2026.1-rc1", "nordvik")
    assert (fresh / "public/nordvik/latest/index.html").exists()


def test_a_mended_older_version_does_not_become_the_newest(fresh: Path) -> None:
    release(fresh, "2026.1", "nordvik")
    change(fresh / "modules/deling/01-deling.md", "minutes: ", "minutes: 2")
    release(fresh, "2026.2", "nordvik")
    change(fresh / "modules/deling/01-deling.md", "minutes: 2", "minutes: 3")
    release(fresh, "2026.1.1", "nordvik")
    public = fresh / "public/nordvik"
    assert "2026.2" in (public / "latest/index.html").read_text("utf-8")
    assert notice((public / "2026.1.1/index.html").read_text("utf-8"))


def test_a_published_tree_holds_no_links_to_the_cache(fresh: Path) -> None:
    release(fresh, "2026.1", "nordvik", "sorvik")
    styles = "assets/stylesheets/samloft.css"
    ours = (fresh / "public/nordvik/2026.1" / styles).stat()
    shared = {path.stat().st_ino for path in (fresh / ".samloft").rglob("*") if path.is_file()}
    assert ours.st_ino not in shared
    assert ours.st_ino == (fresh / "public/sorvik/2026.1" / styles).stat().st_ino


def test_two_releases_at_once_are_one_too_many(fresh: Path, run: Run) -> None:
    from samloft.versions.next_tree import alone_with

    commit(fresh)
    with alone_with(fresh / "public"):
        done = run("release", "2026.1", "nordvik", "--jobs", "1", root=fresh)
    assert done.code == 2
    assert "[release-is-alone]" in done.err
    assert git(fresh, "status", "--porcelain") == ""
    assert not (fresh / "public").exists()


def test_rewriting_helpers_do_what_they_say(fresh: Path) -> None:
    from releases import rename_lesson

    rename_lesson(fresh)
    rewrite_lesson(fresh)
    assert "minutes: 25" in (fresh / "modules" / f"{NEW.strip('/')}.md").read_text("utf-8")


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
