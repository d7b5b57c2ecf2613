"""What composing keeps between builds is what would be made anew, whatever has changed since."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from composed import composed, read
from world import copy_small_course

from samloft.cache import Cache
from samloft.composing.composer import Composer
from samloft.composing.plain_tree import PlainTree
from samloft.course.editions import find_editions
from samloft.products.registry import find_products
from samloft.slots.traced import KEPT

LESSON = "modules/trygghet/01-passord.md"
NAMES = ("nordvik", "nordvik/anes")


def every_tree(root: Path, cache: Cache | None = None) -> list[PlainTree]:
    """Return the plain trees of some editions in both forms."""
    course, networks = read(root)
    composer = Composer(course, cache, find_products(), tells_extents=True)
    editions = find_editions(NAMES, networks)
    return [
        composed(composer, networks, edition.id, language)
        for edition in editions
        for language in edition.network.languages
    ]


def kept_in(cache: Cache) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in cache.place(KEPT).iterdir()}


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[PlainTree]]:
    """Return what composing the small course has kept, and what came of it."""
    folder = tmp_path_factory.mktemp("lager")
    root = copy_small_course(folder / "kurs", kept=False)
    return folder / "lager", every_tree(root, Cache(folder / "lager", "motor"))


@pytest.fixture
def cache(begun: tuple[Path, list[PlainTree]], tmp_path: Path) -> Cache:
    return Cache(shutil.copytree(begun[0], tmp_path / "lager"), "motor")


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (LESSON, "er langt", "er svært langt"),
        (LESSON, "title: Gode passord", "title: Bedre passord"),
        (LESSON, "minutes: 15", "minutes: 16"),
        (LESSON, "term:passord", "term:%7Aoom"),
        (LESSON, "Finn en setning", "{{ network.name }} finner en setning"),
        (LESSON, "Finn en setning", "{% if municipality %}Finn{% endif %} en setning"),
        ("modules/trygghet/01-passord.nn.md", "## Slik gjer du", "## Slik gjer vi"),
        (LESSON, "## Slik gjør du", "## Slik gjør vi"),
        ("docs/om.md", "Spør oss.", "Spør {{ network.name }}."),
        ("docs/om.md", "title: Om kurset", "title: Om dette"),
        ("docs/index.md", "Velkommen til", "Hei, og velkommen til"),
        ("docs/index.nn.md", "{{ edition.name }}", "{{ network.name }}"),
        ("networks/nordvik/docs/nordvik.md", "title: Om Nordvik", "title: Om oss"),
        ("networks/nordvik/modules/trygghet/01-passord.md", "Vi melder i", "Vi sier fra i"),
        ("networks/nordvik/network.yml", "#1d4e6b", "#14532d"),
        ("modules/trygghet/terms.yml", "Et hemmelig ord.", "Et ord ingen vet."),
        ("modules/trygghet/sources.yml", "Råd om passord", "Gode råd om passord"),
        ("modules/trygghet/module.yml", "2026-01-15", "2026-02-15"),
        ("modules/trygghet/module.yml", "[leaders, staff]", "[leaders]"),
        ("modules/trygghet/sessions/1-oppstart.yml", '"22:30"', '"21:30"'),
        ("modules/trygghet/sessions/1-oppstart.yml", "Si navnet ditt.", "Si hvem du er."),
        ("modules/deling/module.yml", "[01-deling, 02-norsk]", "[02-norsk, 01-deling]"),
        ("modules/course.yml", "Trygg på nett, nn", "Sikker på nett, nn"),
        ("modules/course.yml", '"2026.1"', '"2026.2"'),
        ("modules/course.yml", "[trygghet, deling]", "[deling, trygghet]"),
        ("networks/nordvik/network.yml", "Digi Nordvik & Co", "Digi Nordvik"),
        ("networks/nordvik/network.yml", "feedback:", "published_at: https://n.no\nfeedback:"),
        (
            "networks/nordvik/network.yml",
            "language: nb",
            "without: [deling/01-deling]\nlanguage: nb",
        ),
        ("networks/nordvik/municipalities.csv", "Ærøy", "Nyærøy"),
    ],
)
def test_what_is_kept_is_as_it_would_be_made_anew(
    file: str,
    old: str,
    new: str,
    small_course: Path,
    cache: Cache,
    begun: tuple[Path, list[PlainTree]],
) -> None:
    text = (small_course / file).read_text(encoding="utf-8")
    assert old in text
    (small_course / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    after = every_tree(small_course, cache)
    assert after == every_tree(small_course)
    assert [(each.pages, each.products) for each in after] != [
        (each.pages, each.products) for each in begun[1]
    ]


def test_a_picture_of_another_size_is_seen(small_course: Path, cache: Cache) -> None:
    drawing = small_course / "modules/trygghet/laas.svg"
    text = drawing.read_text(encoding="utf-8")
    drawing.write_text(text.replace("<svg ", '<svg width="77" height="33" ', 1), encoding="utf-8")
    after = every_tree(small_course, cache)
    assert any('width="77"' in page for page in after[0].pages.values())
    assert after == every_tree(small_course)


def test_where_nothing_has_changed_nothing_is_made(small_course: Path, cache: Cache) -> None:
    kept = kept_in(cache)
    every_tree(small_course, cache)
    assert kept_in(cache) == kept


def test_a_changed_lesson_leaves_other_lessons_and_modules_as_they_are(
    small_course: Path, cache: Cache
) -> None:
    kept = kept_in(cache)
    lesson = small_course / "modules/trygghet/02-lovtekst.md"
    lesson.write_text(lesson.read_text(encoding="utf-8") + "\nEn setning til.\n", encoding="utf-8")
    every_tree(small_course, cache)
    new = kept_in(cache).keys() - kept.keys()
    # Its own page and its module's, in each form: no session goes through it.
    assert 0 < len(new) < len(kept) / 3


def test_other_products_are_other_papers(small_course: Path, cache: Cache) -> None:
    course, networks = read(small_course)
    few = [product for product in find_products() if product.kind == "fasilitator"]
    trees = [
        composed(Composer(course, kept, few, tells_extents=True), networks, "nordvik", "nb")
        for kept in (cache, None)
    ]
    assert trees[0] == trees[1]
