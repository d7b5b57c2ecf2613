"""What is saved while a course is read is not taken for what was read."""

from __future__ import annotations

from pathlib import Path

from samloft.building.build import build
from samloft.building.last_build import look_at
from samloft.building.order import Order
from samloft.cache import cache_of, digest_of_texts

ORDER = Order(names=("nordvik",), jobs=1, sheets=False)
PAGE = "docs/om.md"


def say(key: str, /, **_: object) -> None:
    assert key


def test_a_build_of_what_came_meanwhile_is_not_taken_for_one_of_what_was_there(
    small_course: Path, tmp_path: Path
) -> None:
    out, page = tmp_path / "site", small_course / PAGE
    text = page.read_text(encoding="utf-8")

    def shown() -> str:
        return (out / "nordvik/om/index.html").read_text(encoding="utf-8")

    build(small_course, ORDER, out, say=say)
    page.write_text(f"{text}\nFørst.\n", encoding="utf-8")
    looked_at = look_at(small_course, ORDER, out)
    page.write_text(f"{text}\nImens.\n", encoding="utf-8")
    build(small_course, ORDER, out, say=say, standing=looked_at)
    assert "Imens." in shown()
    page.write_text(f"{text}\nFørst.\n", encoding="utf-8")
    build(small_course, ORDER, out, say=say)
    assert "Først." in shown()


def test_what_was_said_of_a_text_is_not_said_of_the_next(small_course: Path) -> None:
    root, page = small_course, small_course / PAGE
    texts, text = digest_of_texts(root), page.read_text(encoding="utf-8")

    def saved() -> str:
        page.write_text(f"{text}\nNytt.\n", encoding="utf-8")
        return "of which?"

    kept = cache_of(root)
    assert kept.once_of_texts("said", texts, root, saved) == "of which?"
    assert kept.once_of_texts("said", digest_of_texts(root), root, lambda: "of this") == "of this"
    page.write_text(text, encoding="utf-8")
    assert kept.once_of_texts("said", texts, root, lambda: "of the first") == "of the first"
    assert kept.once_of_texts("said", texts, root, lambda: "of no other") == "of the first"
