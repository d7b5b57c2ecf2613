"""Links in local texts follow lessons that have moved, and texts that have moved themselves."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping

from samloft.text.blocks import text_lines
from samloft.text.links import home_of
from samloft.text.parse import parse

_TARGET = re.compile(
    r"(?P<before>\]\(<?|\]: |\bhref=[\"']?)(?P<target>[^()\s#:<>\"']+\.md)(?=[)\s#>\"']|$)",
    re.MULTILINE,
)
"""What may be a link to a text; the parse tells whether it is."""
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

    is_link = _links_of(text)

    def turn(match: re.Match[str]) -> str:
        if not is_link(match):
            return match[0]
        at = posixpath.normpath(posixpath.join(before, match["target"]))
        found = _NAME.fullmatch(at)
        moved = homes.get(found["address"]) if found else None
        if found and moved and not is_there(at) and not is_there(f"{home}/{at}"):
            at = f"modules/{moved}{found['rest']}"
        elif before == now:
            return match[0]
        return match["before"] + posixpath.relpath(at, now)

    return _TARGET.sub(turn, text)


def _links_of(text: str) -> Callable[[re.Match[str]], bool]:
    """Return what tells whether something in a text is a link to a reader, and no example."""
    places = [found.start("target") for found in _TARGET.finditer(text)]
    names = {at: f"sl-place-{number}.md" for number, at in enumerate(places)}
    marked = _TARGET.sub(lambda found: found["before"] + names[found.start("target")], text)
    read = {node.target.partition("#")[0] for node in parse(marked).all("link", "image")}
    lines = {number for number, _ in text_lines(text)}

    def is_link(found: re.Match[str]) -> bool:
        if found["before"] == "]: ":  # what leads there may be in another text, or to come
            return text.count("\n", 0, found.start()) + 1 in lines
        return names[found.start("target")] in read

    return is_link
