"""Read a fold that is written as HTML: `<details>`, its `<summary>`, and what is in it.

In a list, a quote or a block Python-Markdown breaks such elements, but reads `??? "Summary"` there.
"""

from __future__ import annotations

from dataclasses import replace
from html import escape

from samloft.text.containers import PHRASING, VOID, open_tags
from samloft.text.html_reader import HtmlReader
from samloft.text.markup import pieces_of
from samloft.text.nodes import Node
from samloft.text.write_inline import write_inline

_END = "</summary>"
_ANY = "…"
"""Stands where the words of a summary are read elsewhere."""
_NESTS = frozenset({"block", "tab", "item", "quote", "definition", "footnote"})


class _Fold(HtmlReader):
    """Reads the opening of a fold: whatever else stands in it, it is none."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.is_one = True
        self.is_open = False
        self.summary = ""
        self.rest = ""
        self._read: list[str] = []

    def _add(self, text: str) -> None:
        if self._read == ["details", "summary"]:
            self.summary += text
        elif self._read == ["details", "summary", "/summary"]:
            self.rest += text
        else:
            self.is_one &= not text.strip()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = {name for name, _ in attrs}
        if not self._read and tag == "details" and names <= {"open"}:
            self.is_open = "open" in names
            self._read.append(tag)
        elif self._read == ["details"] and tag == "summary" and not names:
            self._read.append(tag)
        else:
            self._add(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        if self._read == ["details", "summary"] and tag == "summary":
            self._read.append("/summary")
        else:
            self._add(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self._add(escape(data))


def _read(html: str) -> _Fold | None:
    reader = _Fold()
    reader.feed(html)
    reader.close()
    return reader if reader.is_one and reader.summary.strip() else None


def whole_folds(node: Node) -> Node:
    """Return a block whose folds in one piece of HTML are containers, as those with Markdown are.

    Only where the site generator would break them, and where there is nothing but words in them.
    """
    children = tuple(map(whole_folds, node.children))
    if node.kind in _NESTS:
        children = tuple(map(_as_container, children))
    if all(new is old for new, old in zip(children, node.children, strict=True)):
        return node
    return node.having(*children)


def _as_container(node: Node) -> Node:
    text = node.text.strip()
    if node.kind != "html" or not text.endswith("</details>") or (fold := _read(text)) is None:
        return node
    words = fold.rest.removesuffix("</details>").strip()
    paragraphs = [words]
    if words.startswith("<p>") and words.endswith("</p>"):
        paragraphs = [each.strip() for each in words[3:-4].split("</p>")]
        paragraphs = [paragraphs[0], *(each.removeprefix("<p>") for each in paragraphs[1:])]
    pieces = [pieces_of(each, node.line) for each in paragraphs if each]
    if not all(map(_is_words, pieces)) or any(any(open_tags(each)) for each in paragraphs):
        return node
    return replace(
        node,
        kind="container",
        text=text[: text.lower().index(_END) + len(_END)],
        info="</details>",
        children=tuple(
            Node(kind="paragraph", children=each, line=node.line, last=node.last) for each in pieces
        ),
    )


def _is_words(pieces: tuple[Node, ...]) -> bool:
    names = {piece.text.strip("</>").split()[0] for piece in pieces if piece.kind == "tag"}
    return names <= PHRASING | VOID


def _linked_summary(children: tuple[Node, ...]) -> tuple[Node, ...]:
    """Return the pieces of a summary with links or pictures in it, where that comes first."""
    pieces = children[0].children if children and children[0].kind == "markup" else ()
    is_one = len(pieces) > 2 and pieces[0].text.lower() == "<summary>" and pieces[-1].text == _END
    return pieces[1:-1] if is_one else ()


def fold_of(node: Node) -> Node | None:
    """Return a container that is a fold as a `fold`, with its summary as Markdown; else None."""
    opening, children = node.text, node.children
    linked = _linked_summary(children) if "<summary" not in opening else ()
    if linked:  # its words are not those of the HTML, where links lead elsewhere
        opening, children = f"{opening}<summary>{_ANY}</summary>", children[1:]
    elif children and children[0].kind == "html" and "<summary" not in opening:
        opening, children = f"{opening}\n{children[0].text}", children[1:]
    fold = _read(opening) if node.info.strip() == "</details>" else None
    if fold is None or fold.rest.strip():
        return None
    title = write_inline(linked or pieces_of(fold.summary.strip(), node.line))
    mark = "+" if fold.is_open else "?"
    return replace(node, kind="fold", text="", title=title, fold=mark, children=children)
