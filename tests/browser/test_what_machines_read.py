"""What programs read of every page: its own address, its other forms, what it teaches."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from pathlib import Path

import lxml.html
import pytest
from places import SITE_URL, SITES

pytestmark = pytest.mark.browser

Tree = lxml.html.HtmlElement
NEEDED = {
    "name", "description", "inLanguage", "isAccessibleForFree", "license", "url", "version",
    "dateModified", "timeRequired", "teaches",
}  # fmt: skip
"""What schema.org knows of a course and of a learning resource, and we know of each."""
OF = {"Course": NEEDED, "LearningResource": {*NEEDED, "learningResourceType", "isPartOf"}}


@pytest.fixture(scope="module")
def pages(folder: Path) -> dict[str, Tree]:
    """Return every page of the editions that are built, by its address."""
    found = {}
    for place in SITES:
        for file in (folder / place.strip("/")).rglob("*.html"):
            path = file.relative_to(folder).as_posix()
            address = f"{SITE_URL}/{path.removesuffix('index.html')}"
            found[address] = lxml.html.fromstring(file.read_bytes())
    return found


def _forms(tree: Tree) -> dict[str, str]:
    return {each.get("hreflang"): each.get("href") for each in tree.xpath("//link[@hreflang]")}


def test_each_form_of_a_page_names_the_others_and_they_name_it(pages: dict[str, Tree]) -> None:
    named = {address: _forms(tree) for address, tree in pages.items()}
    wrong = [
        (address, language, other)
        for address, forms in named.items()
        for language, other in forms.items()
        if other not in pages
        or pages[other].get("lang") != language
        or named[other].get(pages[address].get("lang")) != address
    ]
    assert wrong == []
    assert sum(len(forms) > 1 for forms in named.values()) > 100


def test_a_page_that_is_found_by_programs_says_its_own_address(pages: dict[str, Tree]) -> None:
    said = {
        address: tree.xpath("string(//link[@rel='canonical']/@href)")
        for address, tree in pages.items()
        if tree.xpath("//link[@rel='canonical']")
    }
    assert len(said) > 100
    assert {address for address, own in said.items() if own != address} == set()
    assert {address for address, tree in pages.items() if _items(tree)} <= set(said)


def _items(tree: Tree) -> list[Tree]:
    """Return what a page is, in the words of schema.org; not what is named within that."""
    return tree.xpath("//*[@itemscope and not(@itemprop)]")


def _said(item: Tree) -> Iterator[tuple[str, str]]:
    """Yield the properties of an item itself."""
    for each in item.xpath(".//*[@itemprop]"):
        if next(each.iterancestors("*")).xpath("ancestor-or-self::*[@itemscope][1]")[0] is item:
            yield each.get("itemprop"), each.get("content") or each.get("href") or ""


def test_lessons_modules_and_courses_say_what_schema_org_asks_of_them(
    pages: dict[str, Tree],
) -> None:
    kinds = set()
    for address, tree in pages.items():
        for item in _items(tree):
            kind = item.get("itemtype").removeprefix("https://schema.org/")
            said = dict(_said(item))
            kinds.add(kind)
            assert OF[kind] <= set(said), address
            assert said["url"] == address
            assert said["inLanguage"] == tree.get("lang"), address
            assert re.fullmatch(r"PT\d+M", said["timeRequired"]), address
            assert datetime.date.fromisoformat(said["dateModified"])
            assert all(said[name] for name in OF[kind] - {"isPartOf"}), address
    assert kinds == set(OF)
