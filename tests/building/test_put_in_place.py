"""A build puts sites in place all at once, and touches nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from markupsafe import escape
from world import FOLDERS, Run, WriteTree, copy_small_course, files_in

import samloft.building.worker
from samloft.cache import FOLDER as CACHE
from samloft.catalogue import messages
from samloft.cli import main
from samloft.languages import Language

BROKEN = {"docs/om.md": "---\ntitle: Om\n---\n\n[hjem]({{ network.name }}.md)\n"}
"""The link's target is known only when it is filled in, so it is the engine that stops.

In Nordvik, whose name has spaces, it is no link.
"""


@pytest.fixture(scope="module")
def whole_site(tmp_path_factory: pytest.TempPathFactory) -> dict[PurePosixPath, bytes]:
    """Return every file of the small course's site, built in one go."""
    root = copy_small_course(tmp_path_factory.mktemp("hel") / "kurs")
    assert main(["build", *FOLDERS, "--jobs", "2"], root) == 0
    return files_in(root / "site")


@pytest.fixture
def site(
    whole_site: dict[PurePosixPath, bytes], small_course: Path
) -> Iterator[dict[PurePosixPath, bytes]]:
    """Lay the site out in the small course's own output folder."""
    for path, content in whole_site.items():
        target = small_course / "site" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    yield whole_site
    hidden = {path.name for path in small_course.iterdir() if path.name.startswith(".")}
    assert hidden <= {CACHE}


def under(files: dict[PurePosixPath, bytes], *folders: str) -> dict[PurePosixPath, bytes]:
    """Return the files below some folders."""
    return {
        path: content
        for path, content in files.items()
        if any(path.is_relative_to(folder) for folder in folders)
    }


def test_a_whole_build_has_a_site_for_each_network_and_form(
    whole_site: dict[PurePosixPath, bytes],
) -> None:
    pages = {str(path.parent) for path in whole_site if path.name == "index.html"}
    assert {".", "nordvik", "nordvik/nn", "sorvik", "sorvik/nb"} <= pages
    assert PurePosixPath("nordvik/trygghet/01-passord/index.html") in whole_site
    paper = "trygghet/samling/1-oppstart/trygghet-1-oppstart-utdelingsark.pdf"
    assert whole_site[PurePosixPath("nordvik/nn") / paper].startswith(b"%PDF")


def test_nothing_but_the_site_is_in_the_site(whole_site: dict[PurePosixPath, bytes]) -> None:
    assert [path for path in whole_site if path.suffix in {".md", ".yml", ".typ", ".jinja"}] == []


def test_building_again_gives_the_same_bytes(
    site: dict[PurePosixPath, bytes], small_course: Path, run: Run
) -> None:
    assert run("build", *FOLDERS, "--jobs", "1").code == 0
    assert files_in(small_course / "site") == site


def test_building_one_edition_leaves_the_others(
    site: dict[PurePosixPath, bytes], small_course: Path, run: Run, write_tree: WriteTree
) -> None:
    write_tree(
        {"networks/sorvik/docs/om.nn.md": "---\ntitle: Ny\n---\n\nNy tekst.\n"}, small_course
    )
    assert run("build", *FOLDERS, "sorvik", "--jobs", "1").code == 0
    after = files_in(small_course / "site")
    assert "Ny tekst." in after[PurePosixPath("sorvik/om/index.html")].decode()
    rest = {path: content for path, content in site.items() if path.parts[0] != "sorvik"}
    assert {path: after[path] for path in rest} == rest
    assert set(after) == set(site)


def test_building_one_form_leaves_the_other(
    site: dict[PurePosixPath, bytes], small_course: Path, run: Run, write_tree: WriteTree
) -> None:
    write_tree({"docs/om.nn.md": "---\ntitle: Ny\n---\n\nNy tekst.\n"}, small_course)
    assert run("build", *FOLDERS, "nordvik", "--language", "nn", "--jobs", "1").code == 0
    after = files_in(small_course / "site")
    assert "Ny tekst." in after[PurePosixPath("nordvik/nn/om/index.html")].decode()
    own = {p: c for p, c in under(site, "nordvik").items() if p.parts[1] != "nn"}
    assert {path: after[path] for path in own} == own


def test_a_municipalitys_edition_lies_in_its_networks_and_stays_when_that_is_built(
    site: dict[PurePosixPath, bytes], small_course: Path, run: Run
) -> None:
    assert run("build", *FOLDERS, "nordvik/anes", "--jobs", "1").code == 0
    with_place = files_in(small_course / "site")
    place = under(with_place, "nordvik/anes")
    assert "Du leser utgaven" not in place[PurePosixPath("nordvik/anes/index.html")].decode()
    assert PurePosixPath("nordvik/anes/nb/index.html") not in place
    assert {p: c for p, c in with_place.items() if p not in place} == site
    assert run("build", *FOLDERS, "nordvik", "--jobs", "1").code == 0
    assert files_in(small_course / "site") == with_place


def test_a_whole_build_takes_away_what_is_gone(
    site: dict[PurePosixPath, bytes], small_course: Path, run: Run
) -> None:
    for path in sorted((small_course / "networks/sorvik").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    (small_course / "networks/sorvik").rmdir()
    assert run("build", *FOLDERS, "--jobs", "1").code == 0
    after = files_in(small_course / "site")
    assert under(after, "sorvik") == {}
    assert under(after, "nordvik") == under(site, "nordvik")


@pytest.mark.slow("each")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_network_the_engine_stops_for_is_left_untouched(
    jobs: str,
    site: dict[PurePosixPath, bytes],
    small_course: Path,
    run: Run,
    write_tree: WriteTree,
) -> None:
    write_tree(BROKEN, small_course)
    outcome = run("build", *FOLDERS, "--jobs", jobs)
    assert outcome.code == 1
    assert "[engine-is-content]" in outcome.err
    assert "Traceback" not in outcome.err
    assert "som før: sorvik, forsiden. De andre" in outcome.err
    after = files_in(small_course / "site")
    assert under(after, "sorvik") == under(site, "sorvik")
    assert after.keys() == site.keys()
    assert "hjem" in after[PurePosixPath("nordvik/om/index.html")].decode()


def test_a_build_that_is_stopped_leaves_everything_untouched(
    site: dict[PurePosixPath, bytes],
    small_course: Path,
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write, calls = samloft.building.worker.deposit, []

    def write_once(*arguments: Any) -> Any:
        if calls:
            raise KeyboardInterrupt
        calls.append(arguments)
        return write(*arguments)

    monkeypatch.setattr(samloft.building.worker, "deposit", write_once)
    outcome = run("build", *FOLDERS, "--jobs", "1")
    assert outcome.code == 130
    assert outcome.err.endswith("Stoppet. Det som var bygd før, står urørt.\n")
    assert files_in(small_course / "site") == site


@pytest.mark.parametrize("out", [".", "..", "modules", "docs/ny", "networks", "overrides"])
def test_an_output_folder_that_is_or_holds_the_course_is_refused(
    out: str, small_course: Path, run: Run
) -> None:
    before = files_in(small_course)
    outcome = run("build", *FOLDERS, "nordvik", "--out", small_course / out)
    assert outcome.err.splitlines()[0] == (
        f"{small_course / out}: mappa inneholder kurset selv [folder-is-outside]"
    )
    assert outcome.code == 2
    assert files_in(small_course) == before


def test_an_output_folder_with_something_else_in_it_is_refused(
    tmp_path: Path, run: Run, write_tree: WriteTree
) -> None:
    folder = write_tree({"bilder/hytta.jpg": "…", "brev.txt": "Kjære"}, tmp_path / "Dokumenter")
    outcome = run("build", *FOLDERS, "nordvik", "--out", folder)
    assert outcome.err.splitlines()[:2] == [
        f"{folder}: mappa er ikke tom [folder-is-free]",
        "  tips: velg en ny mappe",
    ]
    assert outcome.code == 2
    assert (folder / "brev.txt").read_text(encoding="utf-8") == "Kjære"


def test_an_output_folder_elsewhere_holds_only_what_was_asked_for(
    tmp_path: Path, run: Run, small_course: Path, whole_site: dict[PurePosixPath, bytes]
) -> None:
    out = tmp_path / "et sted" / "ut"
    assert run("build", *FOLDERS, "sorvik", "--out", out, "--jobs", "1").code == 0
    assert files_in(out) == under(whole_site, "sorvik")
    assert [path.name for path in out.parent.iterdir()] == ["ut"]
    assert not (small_course / "site").exists()


def test_the_front_page_leads_to_a_municipalitys_own_edition_where_there_is_one(
    small_course: Path, run: Run
) -> None:
    front = small_course / "site/index.html"
    assert run("build", *FOLDERS, "--without-sheets").code == 0
    assert 'href="nordvik/"' in front.read_text(encoding="utf-8")
    assert 'href="nordvik/anes/"' not in front.read_text(encoding="utf-8")
    assert run("build", *FOLDERS, "--municipalities", "--without-sheets").code == 0
    assert 'href="nordvik/anes/"' in front.read_text(encoding="utf-8")
    assert (small_course / "site/nordvik/anes/index.html").exists()
    page = (small_course / "site/en/index.html").read_text(encoding="utf-8")
    assert 'href="../nordvik/anes/"' in page
    # Each rule of `check` has a page beside it, in each language, from the first build on.
    for folder, language in (("regler", "nb"), ("nn/regler", "nn"), ("en/regler", "en")):
        page = (small_course / "site" / folder / "image-has-alt.html").read_text(encoding="utf-8")
        assert escape(messages(Language(language))["problems.image-has-alt.why"]) in page
        assert 'href="../' in page


def test_links_of_404_pages_can_be_led_from_any_address(small_course: Path, run: Run) -> None:
    assert run("build", *FOLDERS, "--without-sheets").code == 0
    found = {
        str(page.relative_to(small_course / "site")): page.read_text(encoding="utf-8")
        for page in (small_course / "site").rglob("404.html")
    }
    assert sorted(found) == [
        *("404.html", "en/404.html", "nn/404.html"),
        *("nordvik/404.html", "nordvik/nn/404.html", "sorvik/404.html", "sorvik/nb/404.html"),
    ]
    for text in found.values():
        ways = re.findall(r'(?:href|src|data-root)="([^"]*)"', text)
        # The server looks for ="./ and puts in the folder the page lies in.
        ours = [way for way in ways if not re.match(r"https:|mailto:|data:|#", way)]
        assert len(ours) >= 5
        assert [way for way in ours if not way.startswith("./")] == []


def test_where_the_course_knows_its_address_the_front_404_page_needs_no_help(
    small_course: Path, run: Run
) -> None:
    with (small_course / "modules/course.yml").open("a", encoding="utf-8") as file:
        file.write("\nsite_url: https://eksempel.no/kurs/\n")
    assert run("build", *FOLDERS, "--without-sheets").code == 0
    page = (small_course / "site/nn/404.html").read_text(encoding="utf-8")
    assert 'href="/kurs/nn/../assets/stylesheets/front.css"' in page
    assert '<a href="/kurs/nn/">' in page


def test_a_municipalitys_readers_are_led_to_the_networks_edition_for_the_other_form(
    small_course: Path, run: Run
) -> None:
    assert run("build", *FOLDERS, "--municipalities", "--without-sheets").code == 0
    page = small_course / "site/nordvik/anes/om/index.html"
    link = re.search(r'href="([^"]+)" lang="nb" hreflang="nb"', page.read_text(encoding="utf-8"))
    assert link is not None
    assert (page.parent / link[1] / "index.html").resolve() == (
        small_course / "site/nordvik/om/index.html"
    )
