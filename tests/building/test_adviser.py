"""Who advises beside the preview: heard after each save, whatever becomes of its process."""

from __future__ import annotations

import multiprocessing
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
    adviser = Adviser(small_course, heard.put)
    yield adviser
    adviser.close()


@pytest.mark.slow
def test_what_was_saved_while_it_looked_is_looked_at_too(
    adviser: Adviser, heard: Heard, small_course: Path
) -> None:
    adviser.ask()
    page = small_course / "docs/om.md"
    page.write_text('---\ntitle: Om\n---\n\nHun sa "hei" til oss.\n', encoding="utf-8")
    adviser.ask()
    heard.get(timeout=300)
    assert "text-is-typeset" in {each.rule for each in heard.get(timeout=300)}


@pytest.mark.slow
def test_it_advises_again_when_its_process_was_ended(adviser: Adviser, heard: Heard) -> None:
    before = multiprocessing.active_children()
    adviser.ask()
    first = heard.get(timeout=300)
    (its_own,) = (each for each in multiprocessing.active_children() if each not in before)
    its_own.kill()
    its_own.join()
    again = None
    for _ in range(3):  # an author saves again and again
        adviser.ask()
        try:
            again = heard.get(timeout=120)
            break
        except Empty:
            continue
    assert again == first


def test_nothing_is_heard_when_it_was_let_go(adviser: Adviser, heard: Heard) -> None:
    adviser.close()
    adviser.ask()
    with pytest.raises(Empty):
        heard.get(timeout=0.1)
