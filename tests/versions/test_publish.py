"""What is released is sent to where readers find it, only what is new, and never half of it."""

from __future__ import annotations

import json
import shutil
from itertools import count
from pathlib import Path

import pytest
from releases import OLD, course_in_git, release, well
from repos import change, commit, git
from storage import Storage
from world import FOLDERS, Run, files_in

from samloft.targets.s3 import Bucket
from samloft.versions.page_spots import emptied

NUMBERS = count(1)


@pytest.fixture
def bucket(storage: Storage) -> str:
    """Return the address of an empty bucket."""
    bucket = Bucket(f"utgitt-{next(NUMBERS)}", "")
    region = {"LocationConstraint": "eu-north-1"}
    bucket._client.create_bucket(Bucket=bucket.name, CreateBucketConfiguration=region)
    bucket._client.close()
    storage.asked.clear()
    return f"s3://{bucket.name}/felles"


@pytest.fixture
def released(three_releases: Path, tmp_path: Path) -> Path:
    """Return a course with three releases, free to change."""
    return shutil.copytree(three_releases, tmp_path / "git", symlinks=True)


@pytest.fixture(scope="module")
def one_release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a course with one release of each kind of edition; to copy, not to change."""
    root = course_in_git(tmp_path_factory.mktemp("en") / "kurs")
    release(root, "2026.1", "nordvik/nord-vik", "sorvik")
    return root


@pytest.fixture
def small(one_release: Path, tmp_path: Path) -> Path:
    """Return the same, free to change: storage takes its time for every file."""
    return shutil.copytree(one_release, tmp_path / "git", symlinks=True)


def plain(root: Path) -> dict[str, bytes]:
    """Return a published tree without what is packed."""
    return {str(path): content for path, content in files_in(root).items() if path.suffix != ".gz"}


@pytest.mark.slow
def test_a_folder_is_the_tree_packed_files_and_all(released: Path, tmp_path: Path) -> None:
    place = tmp_path / "srv"
    said = well(released, "publish", str(place))
    assert files_in(place) == files_in(released / "public")
    assert f"{place}: sendt {len(files_in(place))}, " in said
    assert " sendt 0, " in well(released, "publish", str(place))
    assert "Alt stemmer: 9 versjoner" in well(released, "verify", str(place))


@pytest.mark.slow
def test_a_branch_holds_it_and_can_be_verified(released: Path) -> None:
    said = well(released, "publish", "git:pages")
    assert ": sendt " in said
    names = git(released, "ls-tree", "-r", "--name-only", "pages").split()
    assert set(names) == {*plain(released / "public"), ".nojekyll"}
    assert git(released, "rev-list", "--count", "pages").strip() == "1"
    assert "Alt stemmer: 9 versjoner" in well(released, "verify", "git:pages")


@pytest.mark.slow
def test_only_what_is_new_travels_to_storage(small: Path, bucket: str, storage: Storage) -> None:
    well(small, "publish", bucket)
    before = plain(small / "public")
    assert well(small, "verify", bucket)
    storage.asked.clear()
    assert " sendt 0, kopiert der 0, fjernet 0, uendret" in well(small, "publish", bucket)
    assert storage.names("PUT", "COPY", "DELETE") == []
    change(small / "modules/deling/01-deling.md", "minutes: ", "minutes: 2")
    release(small, "2026.2", "nordvik/nord-vik")
    after = plain(small / "public")
    changed = {name for name, content in after.items() if before.get(name) != content}
    storage.asked.clear()
    well(small, "publish", bucket)
    sent = storage.names("PUT")
    copied = storage.names("COPY")
    assert {*sent, *copied} == {f"felles/{name}" for name in changed}
    # A content travels once, however many names it has: latest/ is copied over there.
    assert len(sent) == len({after[name] for name in changed} - {*before.values()})
    assert sent[-1] == "felles/manifest.json"
    assert sent[-2].endswith("versions.json")
    assert not any(name.startswith("felles/sorvik") for name in sent + copied)
    assert well(small, "verify", bucket)


@pytest.mark.slow
def test_a_working_site_can_be_sent_too(tmp_path: Path, bucket: str, storage: Storage) -> None:
    root = course_in_git(tmp_path / "git")
    well(root, "build", "--jobs", "1", "--without-sheets")
    well(root, "publish", bucket, "--from", str(root / "site"))
    before = plain(root / "site")
    change(root / "docs/om.md", "---\n\n", "---\n\nNytt. ")
    well(root, "build", "--jobs", "1", "--without-sheets")
    after = plain(root / "site")
    changed = {f"felles/{name}" for name, content in after.items() if before.get(name) != content}
    assert len(changed) == 6  # one page and the search, and the text Sørvik has its own for
    storage.asked.clear()
    well(root, "publish", bucket, "--from", str(root / "site"))
    assert {*storage.names("PUT", "COPY")} == {*changed, "felles/manifest.json"}
    assert "manifest.json" not in after


@pytest.mark.slow
def test_a_dry_run_changes_nothing(small: Path, bucket: str, storage: Storage) -> None:
    said = well(small, "publish", bucket, "--dry-run")
    assert ": ville sendt " in said
    assert storage.names("PUT", "COPY", "DELETE") == []


def test_what_is_not_as_it_was_released_is_not_published(
    small: Path, tmp_path: Path, run: Run
) -> None:
    page = small / "public/nordvik/nord-vik/2026.1/om/index.html"
    text = page.read_text(encoding="utf-8")
    page.unlink()
    page.write_text(text.replace("Om", "Åm", 1), encoding="utf-8")
    done = run("publish", tmp_path / "srv", root=small)
    assert done.code == 1
    assert f"{page}: fila er ikke lenger som den ble gitt ut [file-is-as-released]" in done.err
    assert not (tmp_path / "srv").exists()


@pytest.mark.slow("each")
@pytest.mark.parametrize(
    ("harm", "rule"),
    [
        (lambda page: page.unlink(), "released-file-is-there"),
        (lambda page: page.with_name("ny.html").write_text("x"), "file-belongs-to-version"),
        (lambda page: page.with_name("index.html.gz").write_bytes(b"\x1f\x8b"), "packed-file-fits"),
        (lambda page: page.write_text("x"), "file-is-as-released"),
    ],
)
def test_verify_sees_every_kind_of_harm(harm, rule: str, small: Path, run: Run) -> None:  # type: ignore[no-untyped-def]
    for folder in ("2026.1", "latest"):
        page = small / "public/nordvik/nord-vik" / folder / OLD / "index.html"
        kept = page.read_bytes()
        for path in (page, page.with_name("index.html.gz")):
            content = path.read_bytes()
            path.unlink()
            path.write_bytes(content)
        harm(page)
        done = run("verify", root=small)
        assert done.code == 1
        assert f"[{rule}]" in done.err
        for path in page.parent.iterdir():
            path.unlink()
        page.write_bytes(kept)


@pytest.mark.slow
def test_a_notice_that_was_meddled_with_is_seen(released: Path, run: Run) -> None:
    page = released / "public/nordvik/2026.1/om/index.html"
    content = page.read_bytes()
    page.unlink()
    page.write_bytes(emptied(content))
    done = run("verify", root=released)
    assert f"{page}: fila er ikke lenger som den ble gitt ut" in done.err


@pytest.mark.slow
def test_versions_that_are_not_here_are_not_lost(small: Path, tmp_path: Path, run: Run) -> None:
    place = tmp_path / "srv"
    well(small, "publish", str(place))
    before = files_in(place)
    other = course_in_git(tmp_path / "annet")
    release(other, "2026.9", "nordvik/nord-vik")
    done = run("publish", place, root=other)
    assert done.code == 2
    assert done.err.count("[published-versions-are-here]") == 2
    assert f"python3 build.py fetch {place}" in done.err
    change(other / "modules/deling/01-deling.md", "minutes: ", "minutes: 2")
    release(other, "2026.1", "nordvik/nord-vik")
    done = run("publish", place, root=other)
    assert "[published-version-is-the-same]" in done.err
    assert files_in(place) == before


@pytest.mark.slow("each")
@pytest.mark.parametrize("target", ["folder", "git:pages", "bucket"])
def test_what_is_published_can_be_fetched_and_built_on(
    target: str, small: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    place = str(tmp_path / "srv") if target == "folder" else target
    if target == "bucket":
        place = request.getfixturevalue("bucket")
    well(small, "publish", place)
    before = files_in(small / "public")
    shutil.rmtree(small / "public")
    assert "2 versjoner" in well(small, "fetch", place)
    assert files_in(small / "public") == before
    change(small / "modules/deling/01-deling.md", "minutes: ", "minutes: 2")
    release(small, "2026.2", "nordvik/nord-vik")
    assert " sendt 0" not in well(small, "publish", place)
    assert "3 versjoner" in well(small, "verify", place)


@pytest.mark.slow
def test_fetching_does_not_lose_what_is_only_here(small: Path, tmp_path: Path, run: Run) -> None:
    place = tmp_path / "srv"
    well(small, "publish", str(place))
    commit(small)
    well(small, "release", "2028.1", "sorvik", "--jobs", "1")
    before = files_in(small / "public")
    done = run("fetch", place, root=small)
    assert done.code == 2
    assert "sorvik/2028.1: versjonen finnes ikke på målet [local-version-is-published]" in done.err
    assert files_in(small / "public") == before


@pytest.mark.slow
def test_eleven_editions_are_sent_again_with_what_changed_and_nothing_else(tmp_path: Path) -> None:
    root = course_in_git(tmp_path / "git")
    settings = (root / "networks/sorvik/network.yml").read_text(encoding="utf-8")
    for number in range(9):
        folder = root / f"networks/nett-{number}"
        folder.mkdir()
        text = settings.replace("municipalities: municipalities.csv\n", "")
        (folder / "network.yml").write_text(text, encoding="utf-8")
    commit(root)
    # Working sites: of each edition the lesson that changed, and the search.
    well(root, "build", *FOLDERS, "--jobs", "1", "--without-sheets")
    working = str(tmp_path / "working")
    well(root, "publish", working, "--from", str(root / "site"))
    change(root / "modules/deling/01-deling.md", "Alle som får", "Alle de som får")
    well(root, "build", *FOLDERS, "--jobs", "1", "--without-sheets")
    said = well(root, "publish", working, "--from", str(root / "site"), "--dry-run")
    sent = [line.removeprefix("+ ") for line in said.splitlines() if line.startswith("+ ")]
    forms = [f"{name}/" for name in ("nordvik", "sorvik/nb", *(f"nett-{n}/nb" for n in range(9)))]
    assert set(sent) == {
        "manifest.json",
        *(f"{form}deling/01-deling/index.html" for form in forms),
        *(f"{form}search/index.js" for form in forms),
    }
    commit(root)
    well(root, "release", "2026.1", "--jobs", "1")
    place = tmp_path / "srv"
    well(root, "publish", str(place))
    before = files_in(place)
    change(root / "modules/deling/01-deling.md", "minutes: ", "minutes: 2")
    commit(root)
    well(root, "release", "2026.2", "nett-3", "--jobs", "1")
    said = well(root, "publish", str(place))
    after = files_in(place)
    changed = {path for path, content in after.items() if before.get(path) != content}
    assert f": sendt {len(changed)}, kopiert der 0, fjernet 0, " in said
    # The other ten have not changed in anything; of nett-3, the new version, what is led to it,
    # and the notices of the old one.
    assert {path.parts[0] for path in changed} == {"nett-3", "manifest.json"}
    old = {path for path in changed if path.is_relative_to("nett-3/2026.1")}
    assert {path.suffix for path in old} == {".html", ".gz", ".json"}


def test_files_of_others_at_a_target_stay(small: Path, tmp_path: Path) -> None:
    place = tmp_path / "srv"
    (place / ".well-known").mkdir(parents=True)
    (place / ".well-known/x").write_text("deres")
    (place / "CNAME").write_text("kurs.example")
    well(small, "publish", str(place))
    well(small, "publish", str(place))
    assert (place / ".well-known/x").read_text() == "deres"
    assert (place / "CNAME").exists()


@pytest.mark.slow("each")
@pytest.mark.parametrize("way", ["../utenfor.txt", "/tmp/utenfor.txt", "a/../../x", "c:x", "a\\b"])
def test_what_is_fetched_stays_in_its_folder(
    way: str, small: Path, tmp_path: Path, run: Run
) -> None:
    place = tmp_path / "srv"
    well(small, "publish", str(place))
    index = json.loads((place / "manifest.json").read_bytes())
    index["files"][way] = "0" * 64
    (place / "manifest.json").write_text(json.dumps(index), encoding="utf-8")
    before = files_in(small / "public")
    done = run("fetch", place, root=small)
    assert done.code == 1
    assert "[tree-stays-home]" in done.err
    assert files_in(small / "public") == before
