"""The two places in a released page that may change: one in its head, one above its text.

A version is never rendered again. What a page says of other versions (that it is old, where the
newest is) stands between two pairs of comments, which are empty when the page is rendered, and
only what stands between them is ever put in, taken out or changed. The alternative, a file that
every page loads, needs a script, and a reader without scripts would not be told. The manifest
keeps two digests of such a page: of the page with empty places, which never changes, and of the
page as it is now, so that both the text and the notice can be verified.
"""

from __future__ import annotations

import re

HEAD = (b"<!--sl:head-->", b"<!--/sl:head-->")
NOTICE = (b"<!--sl:notice-->", b"<!--/sl:notice-->")
_INSIDE = {
    spot: re.compile(re.escape(spot[0]) + rb"(.*?)" + re.escape(spot[1]), re.DOTALL)
    for spot in (HEAD, NOTICE)
}


def has_spots(page: bytes) -> bool:
    """Tell whether a page has each place once, so that nothing else can be taken for one."""
    return all(page.count(mark) == 1 for spot in (HEAD, NOTICE) for mark in spot)


def filled(page: bytes, head: str, notice: str) -> bytes:
    """Return a page with these words in its two places, whatever stood there before."""
    for spot, words in ((HEAD, head), (NOTICE, notice)):
        whole = spot[0] + words.encode() + spot[1]
        page = _INSIDE[spot].sub(lambda _, whole=whole: whole, page, count=1)  # type: ignore[misc]
    return page


def emptied(page: bytes) -> bytes:
    """Return a page as it was rendered."""
    return filled(page, "", "")
