"""Who advises beside the preview: heard after each save, whatever becomes of its process."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Iterator
from pathlib import Path
from queue import Empty, Queue

import pytest

from samloft.building.adviser import Adviser, Found

Heard = Queue[Found]


@pytest.fixture
def heard() -> Heard:
    return Queue()


@pytest.fixture
def adviser(small_course: Path, heard: Heard) -> Iterator[Adviser]:
    adviser = Adviser(small_course, heard.put, pause=0.05)
    yield adviser
    adviser.close()


def save(course: Path, text: str) -> None:
    page = course / "docs/om.md"
    page.write_text(f"---\ntitle: Om\n---\n\n{text}\n", encoding="utf-8")


def said_of_om(found: Found) -> set[str]:
    return {each.rule for each in found if each.path == "docs/om.md"}


@pytest.mark.slow
def test_what_was_saved_while_it_looked_is_looked_at_and_alone_is_heard(
    adviser: Adviser, heard: Heard, small_course: Path
) -> None:
    save(small_course, "Hun kom.")
    adviser.ask()
    time.sleep(0.2)
    save(small_course, 'Hun sa "hei" til oss.')
    adviser.ask()
    assert "text-is-typeset" in said_of_om(heard.get(timeout=300))
    with pytest.raises(Empty):
        heard.get(timeout=1)


@pytest.mark.slow
def test_it_waits_until_nobody_has_saved_for_a_while(small_course: Path, heard: Heard) -> None:
    adviser = Adviser(small_course, heard.put, pause=0.5)
    for number in range(8):
        save(small_course, f"Lagret {number}.")
        adviser.ask()
        time.sleep(0.1)
    save(small_course, 'Hun sa "hei" til oss.')
    adviser.ask()
    assert "text-is-typeset" in said_of_om(heard.get(timeout=300))
    assert heard.empty()
    adviser.close()


@pytest.mark.slow
def test_it_looks_again_when_its_process_was_ended(
    adviser: Adviser, heard: Heard, small_course: Path
) -> None:
    before = multiprocessing.active_children()
    adviser.ask()
    first = heard.get(timeout=300)
    (its_own,) = (each for each in multiprocessing.active_children() if each not in before)
    its_own.kill()
    adviser.ask()
    assert heard.get(timeout=300) == first


def test_nothing_is_heard_when_it_was_let_go(adviser: Adviser, heard: Heard) -> None:
    adviser.ask()
    adviser.close()
    adviser.ask()
    with pytest.raises(Empty):
        heard.get(timeout=0.3)
