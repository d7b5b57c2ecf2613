"""What stands in a published tree after three releases, as its readers find it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree

import mike.versions
import pytest
from releases import EDITIONS, GONE, NEW, OLD, VERSIONS, link, notice
from repos import PASSWORD
from world import SITE_URL, files_in

from samloft.versions.manifest import load_manifest

pytestmark = pytest.mark.slow("file")

Files = Mapping[PurePosixPath, bytes]


@pytest.fixture(scope="module")
def files(three_releases: Path) -> Files:
    return files_in(three_releases / "public")


def page(files: Files, *parts: str) -> str:
    return files[PurePosixPath(*parts, "index.html")].decode()


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
    every = whole.iter(f"{atom}link")
    links = [each.get("href").removeprefix(f"{SITE_URL}/") for each in every]
    assert len(links) >= 7
    for way in links:
        assert PurePosixPath(f"{way}index.html" if way.endswith("/") else way) in files
    listed = files[PurePosixPath("nordvik/versjoner/index.html")].decode()
    assert 'type="application/atom+xml"' in listed


def test_a_feed_has_what_atom_asks_for_and_no_name_that_another_feed_has(files: Files) -> None:
    # RFC 4287, 4.1.1, 4.1.2 and 4.2.6.
    atom = "{http://www.w3.org/2005/Atom}"
    named = []
    for path, content in files.items():
        if path.name != "feed.xml":
            continue
        whole = ElementTree.fromstring(content)
        assert whole.findtext(f"{atom}author/{atom}name")
        assert [each.get("rel") for each in whole.findall(f"{atom}link")] == ["self", None]
        for each in (whole, *whole.findall(f"{atom}entry")):
            once = [each.findall(f"{atom}{name}") for name in ("id", "title", "updated")]
            assert [len(found) for found in once] == [1, 1, 1]
            assert datetime.fromisoformat(once[2][0].text).tzinfo
            assert len([link for link in each.iter(f"{atom}link") if not link.get("rel")])
            named.append(once[0][0].text)
    assert len(named) > 8
    assert len(named) == len({*named})


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


def test_a_version_carries_the_day_it_was_released_on_pages_and_in_lists(files: Files) -> None:
    for version, day in (("2026.1", "1. februar 2026"), ("2026.2", "15. august 2026")):
        about = page(files, "nordvik", version, "om").replace("\u00a0", " ")
        assert f"Versjon {version} fra {day}." in about
        assert f"Versjon {version} · Utgitt {day}" in " ".join(about.split())
        lists = page(files, "nordvik", "versjoner").replace("\u00a0", " ")
        assert day in lists
    manifest = load_manifest(files[PurePosixPath("nordvik/2026.2/manifest.json")])
    assert str(manifest.date) == "2026-08-15"
