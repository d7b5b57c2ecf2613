"""Links in local texts follow lessons that have moved, and texts that have moved themselves."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping

from samloft.text.links import home_of

_TARGET = re.compile(
    r"(?P<before>\]\(<?|\]: )(?P<target>[^()\s#:<>]+\.md)(?=[)\s#>]|$)", re.MULTILINE
)
_NAME = re.compile(r"modules/(?P<address>[^.]+)(?P<rest>(?:\.\w+)?\.md)")


def relinked(
    text: str, old: str, new: str, homes: Mapping[str, str], is_there: Callable[[str], bool]
) -> str:
    """Return a local text with its links to lessons leading to where those are now.

    Args:
        text: of the file.
        old: the file's name as the links were written.
        new: its name now; the same where only others have moved.
        homes: where each lesson that has moved is: `ki/02-gammel` → `ki/03-ny`.
        is_there: tells whether a file, named from the top of the course, is there now.
    """
    home = home_of(old)
    before, now = (posixpath.dirname(name.removeprefix(f"{home}/")) for name in (old, new))

    def turn(match: re.Match[str]) -> str:
        at = posixpath.normpath(posixpath.join(before, match["target"]))
        found = _NAME.fullmatch(at)
        moved = homes.get(found["address"]) if found else None
        if found and moved and not is_there(at) and not is_there(f"{home}/{at}"):
            at = f"modules/{moved}{found['rest']}"
        elif before == now:
            return match[0]
        return match["before"] + posixpath.relpath(at, now)

    return _TARGET.sub(turn, text)
