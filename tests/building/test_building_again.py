"""A build after a change is, to the byte, a clean build, and writes only what had to be written."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import pytest
from world import FOLDERS, ROOT, Run, files_in

Change = Callable[[Path], None]


def edited(name: str, old: str, new: str) -> Change:
    def change(root: Path) -> None:
        path = root / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def removed(root: Path) -> None:
    (root / "modules/deling/02-norsk.nn.md").unlink()
    edited("modules/deling/module.yml", ", 02-norsk", "")(root)


def renamed(root: Path) -> None:
    (root / "networks/nordvik/docs/nordvik.md").rename(root / "networks/nordvik/docs/vi.md")


def without_network(root: Path) -> None:
    shutil.rmtree(root / "networks/sorvik")


CHANGES: dict[str, Change] = {
    "a lesson": edited("modules/deling/01-deling.md", "Alle som får", "Alle de som får"),
    "a lesson's title": edited("modules/deling/01-deling.md", "title: Å dele", "title: Dele"),
    "a colour": edited("networks/nordvik/network.yml", "#1d4e6b", "#5b2a86"),
    "a network's name": edited("networks/sorvik/network.yml", "name: Sørvik", "name: Sørvika"),
    "a municipality's name": edited("networks/nordvik/municipalities.csv", "Ånes", "Ånesset"),
    "a template": edited("overrides/partials/footer.html", "<p>", '<p class="ny">'),
    "a style": edited("overrides/assets/stylesheets/base/page.css", "html {", "html{"),
    "the sheets' layout": edited(
        "overrides/paper/tokens.typ", "head-room = 15mm", "head-room = 16mm"
    ),
    "the settings": edited("mkdocs.yml", "generator: false", "generator: true"),
    "a lesson less": removed,
    "a page with another address": renamed,
    "a network less": without_network,
    "nothing": lambda root: None,
}


@pytest.fixture
def built(small_course: Path, run: Run) -> Path:
    assert run("build", *FOLDERS, "--municipalities", "--jobs", "1").code == 0
    return small_course / "site"


ONE_AFTER_ANOTHER = {
    "texts and names": ["a lesson", "a lesson's title", "a colour", "a network's name"],
    "names and looks": ["a municipality's name", "a template", "a style", "the sheets' layout"],
    "what there is": ["the settings", "a lesson less", "a page with another address", "nothing"],
    "a network less": ["a network less"],
}


def test_every_change_is_tried() -> None:
    assert {name for names in ONE_AFTER_ANOTHER.values() for name in names} == set(CHANGES)


@pytest.mark.slow("each")
@pytest.mark.parametrize("names", ONE_AFTER_ANOTHER.values(), ids=ONE_AFTER_ANOTHER)
def test_builds_after_changes_come_to_a_clean_build(
    names: list[str], built: Path, small_course: Path, run: Run, tmp_path: Path
) -> None:
    for name in names:
        CHANGES[name](small_course)
        assert run("build", *FOLDERS, "--municipalities", "--jobs", "1").code == 0, name
    clean = tmp_path / "helt-nytt"
    shutil.copytree(small_course, clean, ignore=shutil.ignore_patterns("site", ".samloft"))
    assert run("build", *FOLDERS, "--municipalities", "--jobs", "1", root=clean).code == 0
    assert differing(files_in(built), files_in(clean / "site")) == []


def differing(
    ours: dict[PurePosixPath, bytes], theirs: dict[PurePosixPath, bytes]
) -> list[PurePosixPath]:
    paths = sorted(ours.keys() | theirs.keys())
    return [path for path in paths if ours.get(path) != theirs.get(path)]


def inodes(site: Path) -> dict[str, tuple[int, int]]:
    return {
        path.relative_to(site).as_posix(): (path.stat().st_ino, path.stat().st_mtime_ns)
        for path in site.rglob("*")
        if path.is_file()
    }


def test_only_what_a_change_touches_is_written_again(
    built: Path, small_course: Path, run: Run
) -> None:
    before = inodes(built)
    CHANGES["a lesson"](small_course)
    assert run("build", *FOLDERS, "--municipalities", "--jobs", "1").code == 0
    after = inodes(built)
    written = {path for path in after if before.get(path) != after[path]}
    front = {path for path in written if "vik" not in path}
    in_nb = {path for path in written - front if "nn" not in path}
    assert {path.rpartition("/")[2] for path in in_nb} <= {"index.html", "index.js"}
    assert {path for path in in_nb if path.endswith("index.html")} == {
        path for path in after if path.endswith("deling/01-deling/index.html") and path in in_nb
    }
    assert any(path.startswith("nordvik/deling") for path in in_nb)


def test_a_colour_changes_one_networks_styles_drawings_and_papers(
    built: Path, small_course: Path, run: Run
) -> None:
    before = inodes(built)
    CHANGES["a colour"](small_course)
    assert run("build", *FOLDERS, "--municipalities", "--jobs", "1").code == 0
    after = inodes(built)
    written = {path for path in after if before.get(path) != after[path]}
    ours = {path for path in written if path.startswith("nordvik/")}
    assert {Path(path).name.rpartition(".")[2] for path in ours} == {"css", "pdf", "svg"}
    assert not any(path.startswith("sorvik/") for path in written)


def test_a_build_with_nothing_new_says_so_and_reads_no_text(
    built: Path, small_course: Path, run: Run
) -> None:
    before = inodes(built)
    done = run("build", *FOLDERS, "--municipalities", "--jobs", "1")
    assert done.code == 0
    assert "Ferdig på" in done.out
    assert done.err == ""
    assert inodes(built) == before


def test_what_others_wrote_in_a_site_is_not_taken_for_ours(
    built: Path, small_course: Path, run: Run
) -> None:
    before = files_in(built)
    (built / "nordvik/index.html").write_text("noe annet", encoding="utf-8")
    assert run("build", *FOLDERS, "--municipalities", "--jobs", "1").code == 0
    assert differing(files_in(built), before) == []


@pytest.mark.slow("each")
@pytest.mark.parametrize("spoil", ["gone", "cut short", "full of rubbish"])
def test_the_cache_may_be_deleted_or_spoiled_at_any_time(
    spoil: str, built: Path, small_course: Path, run: Run
) -> None:
    before = files_in(built)
    cache = small_course / ".samloft"
    if spoil == "gone":
        shutil.rmtree(cache)
    else:
        for path in cache.rglob("*"):
            if path.is_file() and path.parent.name != "shared":
                content = path.read_bytes()
                path.unlink()  # it is not this course's alone
                path.write_bytes(content[: len(content) // 2] if spoil == "cut short" else b"x")
    CHANGES["a lesson"](small_course)
    assert run("build", *FOLDERS, "--municipalities", "--jobs", "1").code == 0
    edited("modules/deling/01-deling.md", "Alle de som får", "Alle som får")(small_course)
    assert run("build", *FOLDERS, "--municipalities", "--jobs", "1").code == 0
    assert differing(files_in(built), before) == []


@pytest.mark.slow("each")
@pytest.mark.parametrize("seconds", [0.7, 1.1, 1.5])
def test_a_build_that_is_killed_leaves_whole_files_and_the_next_one_mends(
    seconds: float, built: Path, small_course: Path, run: Run, tmp_path: Path
) -> None:
    before = files_in(built)
    CHANGES["a network's name"](small_course)
    command = [sys.executable, str(ROOT / "build.py"), "--root", str(small_course), "build"]
    process = subprocess.Popen(
        [*command, *FOLDERS, "--municipalities"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    time.sleep(seconds)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    clean = tmp_path / "helt-nytt"
    shutil.copytree(
        small_course, clean, ignore=shutil.ignore_patterns("site", ".samloft", ".site*")
    )
    assert run("build", *FOLDERS, "--municipalities", "--jobs", "1", root=clean).code == 0
    after = files_in(clean / "site")
    for path, content in files_in(built).items():
        assert content in (before.get(path), after.get(path)), path
    assert run("build", *FOLDERS, "--municipalities", "--jobs", "1").code == 0
    assert differing(files_in(built), after) == []


def test_a_passage_is_found_by_the_headings_of_another_form_as_they_are_now(
    small_course: Path, run: Run
) -> None:
    """The session names a heading in bokmål; in nynorsk the passage is found by its place."""
    base = small_course / "modules/trygghet/01-passord.md"
    text = base.read_text(encoding="utf-8")
    both = f"{text}\n## Den ene\n\nEn.\n\n## Den andre\n\nTo.\n"
    base.write_text(both, encoding="utf-8")
    other = small_course / "modules/trygghet/01-passord.nn.md"
    in_nn = other.read_text(encoding="utf-8")
    other.write_text(f"{in_nn}\n## Det første\n\nEin.\n\n## Det neste\n\nTvo.\n", encoding="utf-8")
    edited(
        "modules/trygghet/sessions/1-oppstart.yml",
        "form: input, minutes: 25}",
        "form: input, minutes: 25, needs_text: [{heading: {nb: Den andre}}]}",
    )(small_course)

    def guide() -> str:
        assert run("build", "nordvik", *FOLDERS, "--jobs", "1").code == 0
        page = "site/nordvik/nn/trygghet/samling/1-oppstart/fasilitator/index.html"
        return (small_course / page).read_text(encoding="utf-8")

    assert "Tvo." in guide()
    assert "Ein." not in guide()
    base.write_text(
        both.replace("Den ene", "X").replace("Den andre", "Den ene").replace("X", "Den andre"),
        encoding="utf-8",
    )
    assert "Ein." in guide()
    assert "Tvo." not in guide()
