"""What one text is made of: a frozen tree of blocks and inline pieces, each with its line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain


@dataclass(frozen=True, kw_only=True)
class Node:
    """One block, or one piece of a line.

    Blocks: `document`, `paragraph`, `heading`, `quote`, `bullets`, `numbers`, `item`, `code`,
    `rule`, `html`, `markup` (HTML with links or pictures), `container` (an HTML element with
    Markdown in it), `control` (one of ours that asks for input), `table`, `row`, `cell`,
    `block` (`!!! kind "title"`), `tab`, `footnote`, `definitions`, `term`, `definition`.

    Inline: `text`, `newline`, `break`, `emphasis`, `strong`, `struck`, `codespan`, `link`,
    `image`, `tag` (inline HTML), `field` (ours, that takes input), `note` (a mark that leads to a
    footnote or a source). No author's text is ever read as a `control` or a `field`.
    """

    kind: str
    children: tuple[Node, ...] = ()
    text: str = ""
    """Letters of `text`, `code`, `codespan`, `html`, `tag`; an image's alternative text; a
    container's opening."""
    info: str = ""
    """A block's kind, a fence's language, a footnote's name, an item's task mark (` ` or `x`),
    a container's closing, `html` for a paragraph that is words in HTML; of a `text`, a backslash
    where one of its first four signs was escaped, so that it opens nothing."""
    title: str = ""
    """A block's or tab's title, a link's title."""
    target: str = ""
    """Where a link or an image leads, percent-encoded."""
    level: int = 0
    """Of a heading; the first number of a numbered list, and the number of its item; the line after
    a block, where it is indented and still no part of it."""
    fold: str = ""
    """`?` for a block that is folded, `+` for one that begins unfolded; `code` indented: `i`."""
    is_tight: bool = False
    """A list without blank lines between its items; a table's heading cell."""
    fault: str = ""
    """What is wrong with a block's opening line: the line. Of a document too deep to be read whole,
    `deep`, or that takes too long, `wild`; its line is then where."""
    attrs: Mapping[str, str] = field(default_factory=dict)
    """What an attribute list gives: `{#id .class width=100}`; a cell's `align`."""
    line: int = 0
    """In the text it was read from, from 1."""
    last: int = 0
    """The last line of a block."""

    @property
    def lines(self) -> range:
        """The numbers of the lines that a block stands on."""
        return range(self.line, self.last + 1)

    def walk(self) -> Iterator[Node]:
        """Yield the node and everything in it, in reading order."""
        left = [self]
        while left:
            node = left.pop()
            yield node
            left += reversed(node.children)

    def all(self, *kinds: str) -> Iterator[Node]:
        """Yield the nodes of some kinds in it, in reading order."""
        return (node for node in self.walk() if node.kind in kinds)

    @property
    def words(self) -> str:
        """What a reader reads, without marks."""
        if self.kind in ("text", "codespan", "code", "image"):
            return self.text
        if self.kind in ("newline", "break"):
            return " "
        return "".join(child.words for child in self.children)

    @property
    def first_words(self) -> Node:
        """The words of an item or a footnote: the paragraph it begins with, or an empty one."""
        if self._begins_with_words:
            return self.children[0]
        return Node(kind="paragraph", line=self.line)

    @property
    def below(self) -> tuple[Node, ...]:
        """What stands in an item or a footnote below its own words."""
        return self.children[1:] if self._begins_with_words else self.children

    @property
    def _begins_with_words(self) -> bool:
        return bool(self.children) and self.children[0].kind == "paragraph"

    def having(self, *children: Node) -> Node:
        """Return the node with other children."""
        return replace(self, children=children)

    def mapped(self, change: Callable[[Node], tuple[Node, ...]]) -> Node:
        """Return the node with each node in it changed, the innermost first.

        `change` gives what stands in its place: itself, others, or nothing.
        """
        children: list[Node] = []
        is_changed = False
        for child in self.children:
            new = change(child.mapped(change) if child.children else child)
            is_changed = is_changed or len(new) != 1 or new[0] is not child
            children += new
        return self.having(*children) if is_changed else self

    def without(self, is_out: Callable[[Node], bool]) -> Node:
        """Return the node without those in it of which `is_out` is true."""
        return self.mapped(lambda node: () if is_out(node) else (node,))


def lines_of(blocks: Iterable[Node]) -> frozenset[int]:
    """Return the numbers of the lines that some blocks stand on."""
    return frozenset(chain.from_iterable(block.lines for block in blocks))
