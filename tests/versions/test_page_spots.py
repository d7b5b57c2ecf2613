"""Only two places in a released page ever change."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from samloft.versions.page_spots import emptied, filled, has_spots

PAGE = b"<head><!--sl:head--><!--/sl:head--></head><p>%s<!--sl:notice--><!--/sl:notice-->%s</p>"
WORDS = st.text().filter(lambda text: "<!--" not in text and not _is_surrogate(text))


def _is_surrogate(text: str) -> bool:
    return any("\ud800" <= letter <= "\udfff" for letter in text)


@given(st.binary(), st.binary(), WORDS, WORDS, WORDS, WORDS)
def test_a_page_comes_back_byte_for_byte(
    before: bytes, after: bytes, head: str, notice: str, other_head: str, other_notice: str
) -> None:
    page = PAGE % (before.replace(b"<!--", b""), after.replace(b"<!--", b""))
    once = filled(page, head, notice)
    assert head.encode() in once
    assert notice.encode() in once
    assert filled(once, other_head, other_notice) == filled(page, other_head, other_notice)
    assert emptied(once) == page


def test_words_with_backslashes_are_put_in_as_they_are() -> None:
    page = PAGE % (b"", b"")
    assert rb"\1\g<0>\n" in filled(page, "", r"\1\g<0>\n")


def test_a_page_with_a_place_too_many_is_known() -> None:
    assert has_spots(PAGE % (b"a", b"b"))
    assert not has_spots(PAGE % (b"<!--sl:notice-->", b""))
    assert not has_spots(b"<p>a</p>")
