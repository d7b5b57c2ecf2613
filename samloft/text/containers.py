"""Put the Markdown that stands between an HTML element's tags inside that element."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from operator import is_

from samloft.text.html_reader import HtmlReader
from samloft.text.nodes import Node

VOID = frozenset(
    "area base br col embed hr img input link meta source track wbr".split()  # noqa: SIM905
)


_PHRASING = (
    "a abbr b bdi bdo br cite code data del dfn em i img input ins kbd mark q s samp small",
    "span strong sub sup time u var wbr",
)
PHRASING = frozenset(name for line in _PHRASING for name in line.split())
"""Elements that stand in a line of text."""
UNSEEN = frozenset({"rel", "target"})
"""What a link may say that no reader sees. Where it opens is the reader's choice, so it goes."""
_OF_WORDS = frozenset("address dd dt legend li p summary td th".split())  # noqa: SIM905
"""Elements that Python-Markdown takes for a line of text, unless it is told."""
_DIV = re.compile(r"(</?)div(?=[\s/>])", re.IGNORECASE)
_FOLLOWED = re.compile(r"<(?:a|img)\s", re.IGNORECASE)
_OPENING = re.compile(r"""<[a-z](?:[^<>"']|"[^"]*"|'[^']*')*>""", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""\s+([^\s=>/"']+)(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+))?""")


class _Tags(HtmlReader):
    """Finds which tags a piece of HTML leaves open, and which it closes of others."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, str]] = []
        """Name, and the tag as it is written."""
        self.begin: list[tuple[int, int]] = []
        """Where each of these begins: its line, counted from 1, and how far in."""
        self.closed: list[str] = []
        self.end: list[tuple[int, int]] = []
        """Where each of these begins."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append((tag, self.get_starttag_text() or ""))
            self.begin.append(self.getpos())

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return  # of `<br/>`, or `</br>`, which is one more break
        if any(name == tag for name, _ in self.open):
            while self.open.pop()[0] != tag:
                pass
            del self.begin[len(self.open) :]
        else:
            self.closed.append(tag)
            self.end.append(self.getpos())


def _tags(html: str) -> _Tags:
    tags = _Tags()
    tags.feed(html)
    tags.close()
    return tags


def open_tags(html: str) -> tuple[list[str], list[str]]:
    """Return the elements a piece of HTML leaves open, and those it closes that others opened."""
    tags = _tags(html)
    return [name for name, _ in tags.open], tags.closed


def with_markdown(opening: str) -> str:
    """Return an element's opening with the attribute that has Python-Markdown read what is in it.

    An author's own `markdown` attribute says no more than what every Markdown reader does here.
    """
    for name, tag in _tags(opening).open:
        way = "block" if name in _OF_WORDS else "1"
        opening = opening.replace(tag, f'{_without_own(tag)[:-1]} markdown="{way}">', 1)
    return opening


def _without_own(tag: str) -> str:
    """Return an opening tag without an author's own `markdown` attribute."""
    return _ATTRIBUTE.sub(lambda found: "" if found[1].lower() == "markdown" else found[0], tag)


def asks_for_markdown(html: str) -> Iterator[re.Match[str]]:
    """Yield each opening tag with an attribute that has Python-Markdown read what is in it."""
    return (found for found in _OPENING.finditer(html) if _without_own(found[0]) != found[0])


def unlike_ours(html: str) -> str:
    """Return the tags of an element that stands in a list or the like, unlike those around it.

    What is ours around a text is a `div`, and Python-Markdown would take an end tag further in for
    that of ours. A `section` without a name is no more to a reader than a `div` is.
    """
    return _DIV.sub(r"\1section", html)


def is_comment(html: str) -> bool:
    """Tell whether a piece of HTML is one comment as browsers read it, which nobody is to see.

    `<!-->` and `<!--->` are whole comments, and `--!>` ends one:
    https://html.spec.whatwg.org/#comment-start-state
    """
    text = html.strip()
    if not text.startswith("<!--") or text.startswith(("<!-->", "<!--->")):
        return False
    return text.endswith("-->") and "--!>" not in text and text.find("-->") == len(text) - 3


def with_containers(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """Return the blocks with each element that opens in one and closes in a later one whole.

    Comments are left out: a page's source is for readers too.
    """
    if not any(node.kind == "html" or node.children for node in nodes):
        return nodes
    done: list[Node] = []
    rest = [node for node in nodes if not (node.kind == "html" and is_comment(node.text))]
    rest = [part for node in rest for part in _parted(node)]
    while rest:
        node = rest.pop(0)
        inside = with_containers(node.children)
        if inside is not node.children:
            node = replace(node, children=inside)
        opened, closed = open_tags(node.text) if node.kind == "html" else ([], [])
        is_one = bool(opened) and not closed and PHRASING.isdisjoint(opened)
        end = _closing(opened, rest) if is_one else None
        if end is not None:
            inside = with_containers(tuple(rest[:end]))
            closing = rest[end]
            node = replace(
                node, kind="container", children=inside, info=closing.text, last=closing.last
            )
            del rest[: end + 1]
        done.append(node)
    is_same = len(done) == len(nodes) and all(map(is_, done, nodes))
    return nodes if is_same else tuple(done)


def _parted(node: Node) -> tuple[Node, ...]:
    """Return some HTML that opens or closes several elements as a piece for each of them.

    `<ul>` and `<li>` above a text, or `</li>` and `</ul>` below it, often stand close together.
    What stands beside them is a piece too where links or pictures in it are to be followed.
    """
    if node.kind != "html":
        return (node,)
    tags = _tags(node.text)
    count, is_followed = len(tags.open) + len(tags.closed), bool(_FOLLOWED.search(node.text))
    if not count or (count == 1 and not is_followed):
        return (node,)
    starts = [0]
    for written in node.text.split("\n"):
        starts.append(starts[-1] + len(written) + 1)
    begin = [starts[row - 1] + far for row, far in tags.begin]
    end = [starts[row - 1] + far for row, far in tags.end]
    places = {0, *begin, *(node.text.index(">", at) + 1 for at in end)}
    if is_followed:
        places |= {at + len(tag) for at, (_, tag) in zip(begin, tags.open, strict=True)} | {*end}
    cuts = sorted(places - {len(node.text)})
    parts: list[Node] = []
    line = node.line
    for at, to in zip(cuts, [*cuts[1:], None], strict=True):
        text = node.text[at:to]
        part = text.lstrip("\n")
        first = line + len(text) - len(part)
        line += text.count("\n")
        if part.strip():
            last = first + part.strip().count("\n")
            parts.append(replace(node, text=part, line=first, last=last))
    return tuple(parts)


def _closing(opened: list[str], rest: list[Node]) -> int | None:
    """Return which of the blocks after it closes all that one opened, and nothing else."""
    depth = list(opened)
    for number, node in enumerate(rest):
        if node.kind != "html":
            continue
        more, closed = open_tags(node.text)
        for tag in closed:
            if not depth or depth[-1] != tag:
                return None
            depth.pop()
        if not depth:
            return number if not more else None
        depth += more
        if len(depth) < len(opened):
            return None  # closes half of what was opened together
    return None


class _Language(HtmlReader):
    found = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found = dict(attrs).get("lang") or self.found


def language_of(opening: str) -> str:
    """Return the language an element's opening tag names; empty when it names none."""
    reader = _Language()
    reader.feed(opening)
    return reader.found
