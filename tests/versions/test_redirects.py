"""A link that ever worked leads somewhere, however often its page has moved."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from samloft.versions.manifest import Entry, Manifest
from samloft.versions.redirects import counterparts, lost_files, lost_pages, trace


def version(
    name: str,
    *pages: str,
    moved: Mapping[str, str] | None = None,
    languages: tuple[str, ...] = ("nb",),
    files: Mapping[str, str] | None = None,
) -> Manifest:
    """Return a version with some pages, and papers with what they are made from."""
    entries = {f"{page}index.html": Entry(sha256="") for page in ("", *pages)}
    entries |= {path: Entry(sha256="", source=source) for path, source in (files or {}).items()}
    return Manifest(
        edition="agder",
        name="Digi Agder",
        course="Kurset",
        version=name,
        date=datetime.date(2026, 1, 1),
        languages=languages,  # type: ignore[arg-type]
        files=entries,
        moved=moved or {},
    )


def ways(*line: Manifest) -> dict[str, str | None]:
    """Return where each address that is gone leads in the last version; None when nowhere."""
    last = line[-1]
    return {
        old: found.address if found.last is last else None
        for old, found in lost_pages(line).items()
    }


def test_a_lesson_that_moved_twice_is_found_from_both_its_old_addresses() -> None:
    assert ways(
        version("2026.1", "ki/en/"),
        version("2026.2", "ki/to/", moved={"ki/en/": "ki/to/"}),
        version("2027.1", "ki/tre/", moved={"ki/to/": "ki/tre/"}),
    ) == {"ki/en/": "ki/tre/", "ki/to/": "ki/tre/"}


def test_a_lesson_that_is_gone_is_where_it_was_last() -> None:
    line = (version("2026.1", "ki/en/"), version("2026.2", "ki/en/"), version("2027.1"))
    assert ways(*line) == {"ki/en/": None}
    assert lost_pages(line)["ki/en/"].last.version == "2026.2"


def test_a_lesson_that_came_back_is_there_again() -> None:
    line = (version("2026.1", "ki/en/"), version("2026.2"), version("2027.1", "ki/en/"))
    assert ways(*line) == {}


def test_another_page_at_an_old_address_stands_for_itself() -> None:
    line = (
        version("2026.1", "ki/en/"),
        version("2026.2", "ki/to/", "ki/en/", moved={"ki/en/": "ki/to/"}),
    )
    # The core team may not do this (former-address-is-free); a network's own lessons could.
    assert ways(*line) == {}


def test_every_language_form_moves_along() -> None:
    forms = ("nb", "nn")
    assert ways(
        version("2026.1", "ki/en/", "nn/", "nn/ki/en/", languages=forms),
        version(
            "2026.2", "ki/to/", "nn/", "nn/ki/to/", languages=forms, moved={"ki/en/": "ki/to/"}
        ),
    ) == {"ki/en/": "ki/to/", "nn/ki/en/": "nn/ki/to/"}


def test_pages_of_a_form_that_is_gone_lead_to_the_edition_s_own() -> None:
    assert ways(
        version("2026.1", "ki/en/", "nn/", "nn/ki/en/", languages=("nb", "nn")),
        version("2026.2", "ki/to/", moved={"ki/en/": "ki/to/"}),
    ) == {"ki/en/": "ki/to/", "nn/": "", "nn/ki/en/": "ki/to/"}


def test_when_a_whole_module_moves_its_own_pages_do_too() -> None:
    assert ways(
        version("2026.1", "ki/", "ki/en/", "ki/to/", "ki/samling/1-start/"),
        version(
            "2026.2",
            *("kunstig/", "kunstig/en/", "kunstig/to/", "kunstig/samling/1-start/"),
            moved={"ki/en/": "kunstig/en/", "ki/to/": "kunstig/to/"},
        ),
    ) == {
        "ki/": "kunstig/",
        "ki/en/": "kunstig/en/",
        "ki/samling/1-start/": "kunstig/samling/1-start/",
        "ki/to/": "kunstig/to/",
    }


def test_the_shared_text_of_a_page_that_is_not_adapted_any_more_leads_to_the_page() -> None:
    assert ways(
        version("2026.1", "ki/en/", "tilpasninger/", "tilpasninger/ki/en/"),
        version("2026.2", "ki/to/", moved={"ki/en/": "ki/to/"}),
    ) == {"ki/en/": "ki/to/", "tilpasninger/": None, "tilpasninger/ki/en/": "ki/to/"}


def test_from_a_new_version_back_to_an_old_one() -> None:
    old = version("2026.1", "ki/en/", "ki/borte/")
    new = version("2026.2", "ki/to/", "ki/ny/", moved={"ki/en/": "ki/to/"})
    assert counterparts((old, new), new, old) == {"": "", "ki/to/": "ki/en/"}
    assert counterparts((old, new), old, new) == {"": "", "ki/en/": "ki/to/"}


def test_a_paper_that_is_gone_stays_as_it_was() -> None:
    papers = {"ki/samling/1/ark.pdf": "modules/ki/sessions/1.yml", "assets/x.css": ""}
    first, second = version("2026.1", files=papers), version("2026.2")
    assert lost_files((first, second)) == {
        "ki/samling/1/ark.pdf": "agder/2026.1/ki/samling/1/ark.pdf"
    }


def test_a_session_that_moved_takes_its_papers_along() -> None:
    old, new = "ki/samling/1-en/", "ki/samling/1-to/"
    source = "modules/ki/sessions/1.yml"
    first = version(
        "2026.1", old, f"{old}fasilitator/", files={f"{old}ki-1-en-fasilitator.pdf": source}
    )
    second = version(
        "2026.2",
        new,
        f"{new}fasilitator/",
        files={f"{new}ki-1-to-fasilitator.pdf": source},
        moved={old: new},
    )
    assert ways(first, second) == {old: new, f"{old}fasilitator/": f"{new}fasilitator/"}
    assert lost_files((first, second)) == {
        f"{old}ki-1-en-fasilitator.pdf": f"agder/2026.2/{new}ki-1-to-fasilitator.pdf"
    }


def test_a_page_outside_the_modules_moves_by_itself() -> None:
    line = (version("2026.1", "om/"), version("2026.2", "kurset/", moved={"om/": "kurset/"}))
    assert ways(*line) == {"om/": "kurset/"}


@given(st.data())
def test_no_address_is_ever_forgotten(data: st.DataObject) -> None:
    names = [f"m/{letter}/" for letter in "abcdef"]
    line: list[Manifest] = []
    for number in range(data.draw(st.integers(1, 5))):
        there = data.draw(st.sets(st.sampled_from(names)))
        moves = data.draw(st.dictionaries(st.sampled_from(names), st.sampled_from(names)))
        line.append(version(f"2026.{number + 1}", *there, moved=moves))
    traces = trace(line)
    assert traces.keys() == {address for each in line for address in each.pages}
    for found in traces.values():
        assert found.address in found.last.pages
