"""A network's own mistake holds back that network, and nobody else."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

import pytest
from world import ROOT, Run, files_in

from samloft.building.held_back import Stopped
from samloft.building.order import Order
from samloft.building.worker import Made, Worker
from samloft.cache import FOLDER as CACHE
from samloft.cache import cache_of
from samloft.checks.whole_course import read_each
from samloft.course.editions import find_editions, sites_of
from samloft.course.reader import Reader
from samloft.problems import problem

Files = dict[PurePosixPath, bytes]
Mistake = Callable[[Path], None]
NORDVIK = "networks/nordvik"
OWN_PAGE = f"{NORDVIK}/docs/nordvik.md"
LINK = "[her](ingen.md)"
NEW = "Ny tekst hos Sørvik."


def added(name: str, text: str) -> Mistake:
    """Return what adds a text to a file, or begins it."""

    def add(root: Path) -> None:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        path.write_text(f"{before}{text}\n", encoding="utf-8")

    return add


def spoilt_layout(root: Path) -> None:
    (root / NORDVIK / "paper").mkdir()
    text = (ROOT / "overrides/paper/tokens.typ").read_text(encoding="utf-8")
    (root / NORDVIK / "paper/tokens.typ").write_text(f"{text}\n#let x = (\n", encoding="utf-8")


def linked(root: Path) -> None:
    (root / NORDVIK / "docs/utenfor.md").symlink_to("/etc/hostname")


WHILE_READING: dict[str, Mistake] = {
    "settings that cannot be read": added(f"{NORDVIK}/network.yml", "name: ["),
    "a key there is not": added(f"{NORDVIK}/network.yml", "farge: blå"),
    "a row without a name": added(f"{NORDVIK}/municipalities.csv", "0199"),
    "a session that lies over nothing": added(
        f"{NORDVIK}/modules/trygghet/sessions/9-slutt.yml", "extends: shared"
    ),
    "a picture that is none": added(f"{NORDVIK}/docs/bilde.png", "ikke et bilde"),
    "a link that leads out": linked,
}
WHILE_MAKING: dict[str, Mistake] = {
    "a link that leads nowhere": added(OWN_PAGE, LINK),
    "a template that takes too much": added(
        OWN_PAGE,
        "{% for a in range(900) %}{% for b in range(900) %}{{ a * b }}{% endfor %}{% endfor %}",
    ),
    "a layout that cannot be typeset": spoilt_layout,
    "a page of one municipality": added(
        f"{NORDVIK}/municipalities/nord-vik/docs/lokalt.md", f"---\ntitle: Her\n---\n\n{LINK}"
    ),
}
MISTAKES = {**WHILE_READING, **WHILE_MAKING}
OFTEN = ("settings that cannot be read", "a link that leads nowhere")
"""Tried on every day."""


@pytest.fixture
def built(small_course: Path, run: Run) -> Iterator[Path]:
    """Return the output folder of a course that is built, with a change in Sørvik's texts since."""
    assert run("build", "--municipalities").code == 0
    added("networks/sorvik/docs/om.nn.md", NEW)(small_course)
    yield small_course / "site"
    hidden = {path.name for path in small_course.iterdir() if path.name.startswith(".")}
    assert hidden == {CACHE}


def of(network: str, files: Files) -> Files:
    return {path: content for path, content in files.items() if path.parts[0] == network}


def around(files: Files) -> Files:
    """Return what is no network's."""
    return {path: content for path, content in files.items() if "vik" not in path.parts[0]}


def has_news(site: Path) -> bool:
    return NEW in (site / "sorvik/om.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "name",
    [pytest.param(n, marks=() if n in OFTEN else pytest.mark.slow("each")) for n in MISTAKES],
)
def test_a_network_with_a_mistake_stands_as_it_did_and_the_others_are_in_place(
    name: str, built: Path, small_course: Path, run: Run
) -> None:
    before = files_in(built)
    MISTAKES[name](small_course)
    outcome = run("build", "--municipalities")
    after = files_in(built)
    assert outcome.code == 1
    assert outcome.err.count(f"\n{NORDVIK}/") == 1
    assert outcome.err.splitlines()[-1] == (
        "1 feil. Venter til det er rettet, og står som før: nordvik. "
        f"De andre er på plass i {built}"
    )
    assert of("nordvik", after) == of("nordvik", before)
    assert around(after) == around(before)
    assert has_news(built)


@pytest.mark.parametrize("name", OFTEN)
def test_a_build_after_one_that_held_back_tells_it_again_until_it_is_mended(
    name: str, built: Path, small_course: Path, run: Run, tmp_path: Path
) -> None:
    kept = shutil.copytree(small_course / NORDVIK, tmp_path / "nordvik")
    MISTAKES[name](small_course)
    first, second = run("build", "--municipalities"), run("build", "--municipalities")
    assert (first.code, second.code) == (1, 1)
    assert second.err.splitlines()[-3:] == first.err.splitlines()[-3:]
    written = {path: path.stat().st_ino for path in (built / "sorvik").rglob("*.html")}
    shutil.rmtree(small_course / NORDVIK)
    shutil.copytree(kept, small_course / NORDVIK)
    added(OWN_PAGE, "Rettet.")(small_course)
    assert run("build", "--municipalities").code == 0
    assert "Rettet." in (built / "nordvik/nordvik.html").read_text(encoding="utf-8")
    assert {path: path.stat().st_ino for path in written} == written
    clean = tmp_path / "nytt"
    assert run("build", "--municipalities", "--out", clean).code == 0
    assert files_in(built) == files_in(clean)


@pytest.mark.parametrize("name", OFTEN)
@pytest.mark.parametrize(
    "how",
    [
        pytest.param((), id="stamped"),
        pytest.param(("--exact",), id="exact", marks=pytest.mark.slow),
        pytest.param(("--jobs", "2"), id="shared out", marks=pytest.mark.slow),
    ],
)
def test_a_first_build_makes_the_others_and_lists_them_alone(
    how: tuple[str, ...], name: str, small_course: Path, run: Run
) -> None:
    site = small_course / "site"
    kept = (small_course / NORDVIK / "network.yml").read_text(encoding="utf-8")
    page = (small_course / OWN_PAGE).read_text(encoding="utf-8")
    MISTAKES[name](small_course)
    outcome = run("build", "--without-sheets", *how)
    assert outcome.code == 1
    assert outcome.err.splitlines()[-1] == (
        f"1 feil. Venter til det er rettet, og står som før: nordvik. De andre er på plass i {site}"
    )
    assert not (site / "nordvik").exists()
    front = (site / "index.html").read_text(encoding="utf-8")
    assert "sorvik/" in front
    assert "nordvik/" not in front
    (small_course / NORDVIK / "network.yml").write_text(kept, encoding="utf-8")
    (small_course / OWN_PAGE).write_text(page, encoding="utf-8")
    assert run("build", "--without-sheets", *how).code == 0
    assert "nordvik/" in (site / "index.html").read_text(encoding="utf-8")
    assert (site / "nordvik/nn/index.html").exists()


@pytest.mark.parametrize("name", OFTEN)
def test_a_new_network_is_on_the_front_page_beside_one_that_is_held_back(
    name: str, built: Path, small_course: Path, run: Run
) -> None:
    before = (built / "index.html").read_text(encoding="utf-8")
    sorvik, ostvik = (small_course / "networks" / name for name in ("sorvik", "ostvik"))
    shutil.copytree(sorvik, ostvik, ignore=shutil.ignore_patterns("docs", "*.lock"))
    settings = ostvik / "network.yml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("name: Sørvik", "name: Østvik"), encoding="utf-8")
    MISTAKES[name](small_course)
    for _ in range(2):
        assert run("build", "--municipalities").code == 1
        front = (built / "index.html").read_text(encoding="utf-8")
        ways = re.findall(r'href="(?:nordvik|sorvik|ostvik)/[^"]*"', front)
        assert [each for each in ways if "ostvik" not in each] == re.findall(
            r'href="(?:nordvik|sorvik)/[^"]*"', before
        )
        assert any("ostvik" in each for each in ways)


def test_networks_with_different_mistakes_are_all_told_in_one_run(
    small_course: Path, run: Run
) -> None:
    sorvik, ostvik = (small_course / "networks" / name for name in ("sorvik", "ostvik"))
    shutil.copytree(sorvik, ostvik, ignore=shutil.ignore_patterns("docs", "*.lock"))
    assert run("build", "--without-sheets").code == 0
    before = files_in(small_course / "site")
    added("networks/sorvik/docs/om.nn.md", LINK)(small_course)
    added("networks/ostvik/docs/vi.md", f"---\ntitle: Vi\n---\n\n{NEW}")(small_course)
    WHILE_READING["a key there is not"](small_course)
    outcome = run("build", "--without-sheets")
    after = files_in(small_course / "site")
    told = [line.partition(":")[0] for line in outcome.err.splitlines() if "networks/" in line]
    assert told == [f"{NORDVIK}/network.yml", "networks/sorvik/docs/om.nn.md"]
    assert "2 feil, filer: 2. Venter" in outcome.err
    assert "som før: nordvik, sorvik. De andre" in outcome.err
    assert [of(each, after) == of(each, before) for each in ("nordvik", "sorvik")] == [True, True]
    assert NEW in after[PurePosixPath("ostvik/vi.html")].decode()


@pytest.mark.parametrize("name", OFTEN)
def test_where_all_that_is_asked_for_is_held_back_nothing_is_touched(
    name: str, built: Path, small_course: Path, run: Run
) -> None:
    before = files_in(built)
    MISTAKES[name](small_course)
    outcome = run("build", "nordvik", "nordvik/anes")
    assert outcome.code == 1
    assert outcome.err.splitlines()[-1] == "1 feil. Det som var bygd før, står urørt."
    assert files_in(built) == before


@pytest.mark.parametrize("name", OFTEN)
def test_who_builds_one_network_hears_of_its_own_mistakes_only(
    name: str, built: Path, small_course: Path, run: Run
) -> None:
    MISTAKES[name](small_course)
    outcome = run("build", "sorvik")
    assert (outcome.code, "nordvik" in outcome.err) == (0, False)
    assert has_news(built)
    both = run("build", "sorvik", "nordvik")
    assert both.code == 1
    assert "som før: nordvik. De andre" in both.err


@pytest.mark.parametrize("name", OFTEN)
def test_a_mistake_in_what_all_share_holds_back_all(
    name: str, built: Path, small_course: Path, run: Run
) -> None:
    before = files_in(built)
    MISTAKES[name](small_course)
    added("modules/deling/01-deling.md", LINK)(small_course)
    outcome = run("build", "--municipalities")
    assert outcome.code == 1
    assert outcome.err.splitlines()[-1] == "2 feil, filer: 2. Det som var bygd før, står urørt."
    assert files_in(built) == before


def test_nothing_is_taken_away_that_the_front_page_leads_to(
    built: Path, small_course: Path, run: Run
) -> None:
    table = small_course / "networks/sorvik/municipalities.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("Sørvik", "Sørli"), encoding="utf-8")
    WHILE_MAKING["a link that leads nowhere"](small_course)
    assert run("build", "--municipalities").code == 1
    assert (built / "sorvik/sorvik/index.html").exists()
    (small_course / OWN_PAGE).write_text("---\ntitle: Om oss\n---\n\nVi.\n", encoding="utf-8")
    assert run("build", "--municipalities").code == 0
    assert not (built / "sorvik/sorvik").exists()


@pytest.mark.parametrize("name", [OFTEN[1], "a layout that cannot be typeset"])
def test_one_that_stops_among_sites_made_together_stops_its_networks_alone(
    name: str, small_course: Path, tmp_path: Path
) -> None:
    MISTAKES[name](small_course)
    read = read_each(Reader(small_course))
    sites = sites_of(find_editions((), read.networks, municipalities=True), None)
    (tmp_path / "bygd").mkdir()
    cache = cache_of(small_course)
    worker = Worker(read.course, cache, tmp_path / "her", tmp_path / "bygd", Order())
    made = worker.make([(site, {}) for site in sites])
    assert [each.network for each in made if isinstance(each, Stopped)] == ["nordvik"]
    assert [each.site for each in made if isinstance(each, Made)] == [
        site for site in sites if site.edition.network.slug == "sorvik"
    ]


def test_what_an_engine_says_is_told_of_the_network_whose_site_it_stopped() -> None:
    """It speaks of the edition it was set up for, with which others share a frame."""
    said = [problem("nordvik/anes", "engine-is-content"), problem("om.md", "html-is-safe")]
    of_sorvik, of_nordvik = (Stopped.of(name, said).problems for name in ("sorvik", "nordvik"))
    assert [each.path for each in of_sorvik] == ["sorvik", "om.md"]
    assert [each.path for each in of_nordvik] == ["nordvik/anes", "om.md"]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nn", "1 feil. Ventar til det er retta, og står som før: nordvik. Dei andre er"),
        ("en", "1 problem. Held back until it is mended, and as before: nordvik. The others are"),
    ],
)
def test_it_is_said_in_the_language_of_the_one_who_builds(
    language: str, said: str, built: Path, small_course: Path, run: Run
) -> None:
    MISTAKES[OFTEN[0]](small_course)
    assert said in run("build", "--lang", language).err


@pytest.mark.parametrize(
    "command",
    [("check",), ("build", "--offline", "sorvik"), ("handouts", "sorvik"),
     ("export", "sorvik", "ut"), ("release", "2026.1", "sorvik", "--allow-dirty")],
    ids=lambda command: " ".join(command[:2]),
)  # fmt: skip
def test_what_is_handed_out_is_of_a_course_without_mistakes(
    command: tuple[str, ...], small_course: Path, run: Run
) -> None:
    MISTAKES[OFTEN[0]](small_course)
    before = {path for path in small_course.iterdir() if path.name != CACHE}
    outcome = run(*command)
    assert (outcome.code, "De andre" in outcome.err) == (1, False)
    assert f"{NORDVIK}/network.yml" in outcome.err
    assert {path for path in small_course.iterdir() if path.name != CACHE} == before


def test_a_version_is_of_all_that_was_asked_for_or_of_nothing(small_course: Path, run: Run) -> None:
    MISTAKES[OFTEN[1]](small_course)
    outcome = run("release", "2026.1", "--allow-dirty")
    assert outcome.code == 1
    assert outcome.err.splitlines()[-1] == "1 feil. Det som var bygd før, står urørt."
    assert not (small_course / "public").exists()


def test_a_front_page_of_an_earlier_engine_keeps_who_is_held_back(
    built: Path, small_course: Path, run: Run
) -> None:
    """Nothing is known of the output folder then, and all of the others is made anew."""
    shutil.rmtree(small_course / CACHE)
    before = files_in(built)
    MISTAKES[OFTEN[0]](small_course)
    outcome = run("build", "--municipalities")
    assert outcome.code == 1
    assert "som før: nordvik, forsiden. De andre" in outcome.err
    after = files_in(built)
    assert of("nordvik", after) == of("nordvik", before)
    assert around(after) == around(before)
    assert has_news(built)
