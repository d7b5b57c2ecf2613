"""A network's folder cannot bring out what stands outside it: no link out of it is followed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from world import Run, WriteTree, files_in

SECRET = "Hemmelig-7f3a"
NORDVIK = "networks/nordvik"

LINKS = {
    "the logo": ("logo.svg", "hemmelig.txt"),
    "the municipalities": ("municipalities.csv", "hemmelig.txt"),
    "the settings": ("network.yml", "hemmelig.txt"),
    "a page": ("docs/lekk.md", "hemmelig.txt"),
    "a picture": ("docs/lekk.png", "hemmelig.txt"),
    "a module": ("modules/trygghet", "mappe"),
    "all the modules": ("modules", "mappe"),
    "all the pages": ("docs", "mappe"),
}


@pytest.fixture
def outside(tmp_path: Path, write_tree: WriteTree) -> Path:
    page = f"---\ntitle: {SECRET}\n---\n\n{SECRET}\n"
    files = {"hemmelig.txt": SECRET, "mappe/lekk.md": page, "mappe/lekk.png": SECRET}
    return write_tree(files, tmp_path / "utenfor")


def _with_logo(root: Path) -> None:
    path = root / NORDVIK / "network.yml"
    logo = "logo: {file: logo.svg, alt: {nb: Merke, nn: Merke}}\n"
    path.write_text(path.read_text(encoding="utf-8") + logo, encoding="utf-8")


def _in_place_of(path: Path, target: Path | str) -> None:
    """Put a link where a file or a folder stands; what stood there goes aside."""
    if path.exists():
        path.rename(path.with_name(f"{path.name}-aside"))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(target)


@pytest.mark.slow("each")
@pytest.mark.parametrize(("name", "target"), LINKS.values(), ids=LINKS)
@pytest.mark.parametrize("is_absolute", [True, False], ids=["absolute", "with .."])
def test_a_link_out_of_a_networks_folder_stops_the_build_and_tells_nothing(
    name: str, target: str, is_absolute: bool, small_course: Path, outside: Path, run: Run
) -> None:
    _with_logo(small_course)
    link = small_course / NORDVIK / name
    up = "../" * (len(Path(name).parts) + 2)
    _in_place_of(link, outside / target if is_absolute else f"{up}utenfor/{target}")
    assert link.exists(), "the link leads to something"
    built = run("build", "--jobs", "1")
    assert built.code == 1
    assert (
        f"{NORDVIK}/{name}: {link.name} er en lenke ut av nettverkets egen mappe, "
        "eller til ingenting [overlay-stays-home]"
    ) in built.err
    assert SECRET not in built.out + built.err
    site = small_course / "site"
    assert not any(SECRET.encode() in content for content in files_in(site).values())


def test_a_link_in_a_ring_is_a_problem_like_any_other(small_course: Path, run: Run) -> None:
    (small_course / NORDVIK / "docs").mkdir(exist_ok=True)
    (small_course / NORDVIK / "docs/ring.md").symlink_to("ring.md")
    checked = run("check")
    assert checked.code == 1
    assert f"{NORDVIK}/docs/ring.md: " in checked.err


def test_a_link_inside_the_folder_is_followed(small_course: Path, run: Run) -> None:
    folder = small_course / NORDVIK
    (folder / "merke.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', encoding="utf-8")
    (folder / "logo.svg").symlink_to("merke.svg")
    _with_logo(small_course)
    assert run("check").code == 0


@pytest.mark.parametrize("is_outside", [True, False], ids=["outside", "another network"])
def test_a_network_that_is_a_link_itself_is_not_read(
    is_outside: bool, small_course: Path, outside: Path, run: Run
) -> None:
    target = small_course / NORDVIK
    if is_outside:
        target = shutil.copytree(target, outside / "nordvik")
    (small_course / "networks/lenke").symlink_to(target)
    checked = run("check")
    assert checked.code == 1
    assert "networks/lenke: lenke er en lenke ut av" in checked.err
    assert "networks/lenke/" not in checked.err
