"""Write a tree as Markdown that Python-Markdown reads as CommonMark's readers do."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from samloft.text.around_html import as_elements
from samloft.text.containers import PHRASING, VOID, unlike_ours, with_markdown
from samloft.text.folds import fold_of
from samloft.text.footnotes import used_footnotes
from samloft.text.nodes import Node
from samloft.text.parse import parse_line
from samloft.text.write_compact import compact
from samloft.text.write_inline import NOTHING, Where, attribute_list, language_of, write_inline

SEPARATOR = "<!-- -->"
"""Between two lists, or two quotes, that Python-Markdown would make one of."""
_INDENT = "    "
_FOLDS = {"?": "???", "+": "???+"}
_LISTS = ("bullets", "numbers")
_BELOW = ("code", "quote", "rule", "definitions")
"""What cannot stand beside the mark of an item or a footnote: it would be read as words."""
_IN_LINES = PHRASING | {"caption"}
"""Elements that Python-Markdown knows nowhere but in a line of text."""
_FENCE = re.compile(r"```|~~~")


def write(node: Node) -> str:
    """Return a document, or any block of one, as Markdown without blank lines around it."""
    return write_for_authors(as_elements(node))


def write_for_authors(node: Node) -> str:
    """Return the same as people write it: HTML in a list, a quote or a block is moved in."""
    if node.kind == "document":
        lines = _blocks(node.children)
        for note in used_footnotes(node):
            lines += ["", *_footnote(note)]
        return "\n".join(lines).strip("\n")
    return "\n".join(_block(node)).strip("\n")


def _blocks(nodes: Sequence[Node], *, tight: bool = False) -> list[str]:
    """Return the lines of blocks after one another."""
    lines: list[str] = []
    before: Node | None = None
    for node in nodes:
        if node.kind == "footnote":
            continue
        if before is not None and _would_join(before, node):
            lines += ["", SEPARATOR, ""]
        elif before is not None and not tight:
            lines.append("")
        lines += _block(node)
        before = node
    return lines


def _would_join(first: Node, second: Node) -> bool:
    return first.kind == second.kind and first.kind in (*_LISTS, "quote", "definitions")


def _block(node: Node) -> list[str]:
    match node.kind:
        case "paragraph":
            text = write_inline(tuple(_with_films_in_lines(node.children)))
            attrs = attribute_list(node.attrs)
            return [*text.split("\n"), *([attrs] if attrs else [])]
        case "heading":
            text = write_inline(node.children, Where(in_heading=True))
            # Without words before it, Python-Markdown shows the list.
            attrs = attribute_list(node.attrs) if text else ""
            return [f"{'#' * node.level} {text} {attrs}".rstrip()]
        case "rule":
            return ["---"]
        case "code":
            return list(_code(node))
        case "quote":
            return [f"> {line}" if line else ">" for line in _inside(node) or [""]]
        case "bullets" | "numbers":
            return _list(node)
        case "block" | "tab":
            return _admonition(node)
        case "fold":
            mark, title = _FOLDS[node.fold], node.title.replace('"', "&quot;")
            return [f'{mark} "{title}"', "", *indented(_inside(node))]
        case "table":
            return list(_table(node))
        case "definitions":
            return list(_definitions(node))
        case "html":
            # Python-Markdown looks for fences of code inside elements too.
            text = _FENCE.sub(lambda found: f"&#{ord(found[0][0])};" * 3, node.text)
            return _moved_out(text.strip("\n"))
        case "markup":
            text = write_inline(_readable(node.children), Where(in_link=True))
            return [line.rstrip(" ") for line in text.split("\n")]  # two would break the line
        case "container" | "control":
            opening = node.text.strip("\n")
            if "markdown=" not in opening or node.kind == "container":
                opening = with_markdown(opening)
            return [*_moved_out(opening), "", *_inside(node), "", node.info.strip()]
        case "document":
            return write_for_authors(node).split("\n")
    raise ValueError(node.kind)


def _moved_out(html: str) -> list[str]:
    """Return the lines of some HTML from the margin: moved in, it is read as code, or torn."""
    lines = html.split("\n")
    return lines if "<pre" in html.lower() else [line.lstrip() for line in lines]


def _readable(pieces: Sequence[Node]) -> list[Node]:
    """Return HTML taken apart, with what has Python-Markdown read the text in each element.

    It sees an element only first in another that it reads, or first on a line.
    """
    done: list[Node] = []
    opened: list[int] = []
    has_words: set[int] = set()
    for piece in pieces:
        name = _opens(piece)
        is_blank = piece.kind in ("text", "newline") and not piece.text.strip()
        if name in _IN_LINES or not (piece.kind == "tag" or is_blank):
            has_words |= set(opened[-1:])
        if name and name not in VOID:
            opened.append(len(done))
        elif piece.kind == "tag" and not name:
            del opened[-1:]
        done.append(piece)
    read: list[Node] = []
    for number, piece in enumerate(done):
        if not _opens(piece) or _opens(piece) in _IN_LINES | VOID:
            read.append(piece)
            continue
        if read and "markdown=" not in read[-1].text:
            read.append(Node(kind="newline", line=piece.line))
        way = "span" if number in has_words else "block"
        read.append(replace(piece, text=f'{piece.text[:-1]} markdown="{way}">'))
    return read


def _with_films_in_lines(pieces: Sequence[Node]) -> Iterator[Node]:
    """Yield pieces with no film first on a line: Python-Markdown would take it for a block."""
    is_first = True
    for piece in pieces:
        if is_first and _opens(piece) == "video":
            yield Node(kind="tag", text=NOTHING)
        is_first = piece.kind in ("newline", "break")
        yield piece


def _opens(piece: Node) -> str:
    """Return the name of the element a tag opens; empty for all else."""
    found = re.match(r"<([a-zA-Z][a-zA-Z0-9-]*)", piece.text) if piece.kind == "tag" else None
    return found[1].lower() if found else ""


def _inside(node: Node) -> list[str]:
    if node.kind in ("document", "container", "control"):
        return _blocks(node.children)
    return _blocks(tuple(_taken_apart(node.children)))


def _taken_apart(nodes: Sequence[Node]) -> Iterator[Node]:
    """Yield what stands in a list, a quote or a block, elements as two tags with blocks between.

    Python-Markdown reads Markdown there however an element is opened, and knows no `markdown`
    attribute.
    """
    for node in nodes:
        if node.kind == "html":
            yield replace(node, text=unlike_ours(node.text))
        elif node.kind == "markup":
            yield node.mapped(_unlike_ours)
        elif node.kind != "container":
            yield node
        elif fold := fold_of(node):
            yield fold
        else:
            yield Node(kind="html", text=unlike_ours(node.text), line=node.line)
            yield from _taken_apart(node.children)
            yield Node(kind="html", text=unlike_ours(node.info), line=node.last)


def _unlike_ours(piece: Node) -> tuple[Node, ...]:
    return (replace(piece, text=unlike_ours(piece.text)) if piece.kind == "tag" else piece,)


def indented(lines: Sequence[str]) -> Iterator[str]:
    """Yield lines moved in by what Python-Markdown takes as one step."""
    return (f"{_INDENT}{line}" if line else "" for line in lines)


def _code(node: Node) -> Iterator[str]:
    longest = max((len(run) for run in re.findall(r"`{3,}", node.text)), default=2)
    fence = "`" * (longest + 1)
    yield f"{fence}{language_of(node.info)}"
    yield from node.text.removesuffix("\n").split("\n") if node.text else ()
    yield fence


def _list(node: Node) -> list[str]:
    lines: list[str] = []
    for number, item in enumerate(node.children):
        mark = f"{node.level + number}." if node.kind == "numbers" else "-"
        if number and not node.is_tight:
            lines.append("")
        lines += _item(item, f"{mark} ", tight=node.is_tight)
    return lines


def _item(item: Node, mark: str, *, tight: bool) -> list[str]:
    if not item.children:
        # Not a hyphen, which makes a heading of the line above.
        return [mark.replace("-", "*")]
    if tight:
        first, *rest = _tight(item.children)
    elif item.children[0].kind in _BELOW:
        return [mark.replace("-", "*"), "", *indented(_inside(item))]
    else:
        first, *rest = _inside(item)
    return [f"{mark}{first}", *indented(rest)]


def _tight(nodes: Sequence[Node]) -> list[str]:
    """Return the lines of what stands in a list without blank lines."""
    first, *rest = nodes
    if first.kind not in ("paragraph", *_LISTS) or not all(map(_is_plain, nodes)):
        return _compact_lines(nodes)
    if len(rest) > 1 or any(node.kind not in _LISTS for node in rest):
        return _compact_lines(nodes)
    return _blocks(nodes, tight=True)


def _compact_lines(nodes: Sequence[Node]) -> list[str]:
    first, *rest = nodes
    if first.kind == "paragraph" and rest:
        return [*_block(first), compact(rest)]
    return [compact(nodes)]


def _is_plain(node: Node) -> bool:
    """Tell whether a block can be written without a blank line."""
    if node.kind in _LISTS:
        items = node.children
        return node.is_tight and all(
            len(item.children) < 3 and all(map(_is_plain, item.children)) for item in items
        )
    return node.kind == "paragraph" and node.is_tight and not node.attrs


def _admonition(node: Node) -> list[str]:
    mark = _FOLDS.get(node.fold, "!!!")
    title = write_inline(parse_line(node.title)).replace('"', "&quot;")
    kind = node.info or node.kind
    return [f'{mark} {kind} "{title}"', "", *indented(_inside(node))]


def _table(node: Node) -> Iterator[str]:
    head, *rows = node.children
    yield _row(head)
    marks = {"": "---", "left": ":--", "right": "--:", "center": ":-:"}
    yield f"| {' | '.join(marks[cell.attrs.get('align', '')] for cell in head.children)} |"
    for row in rows:
        yield _row(row)


def _row(row: Node) -> str:
    cells = (write_inline(cell.children, Where(in_cell=True)) for cell in row.children)
    return f"| {' | '.join(cells)} |"


def _definitions(node: Node) -> Iterator[str]:
    for number, each in enumerate(node.children):
        if each.kind == "term":
            if number:
                yield ""
            yield write_inline(each.children)
            continue
        is_loose = any(child.kind == "paragraph" and not child.is_tight for child in each.children)
        if is_loose:
            yield ""
        yield from _under(":   ", each, below=("code",))


def _footnote(note: Node) -> list[str]:
    return list(_under(f"[^{note.info}]: ", note, below=_BELOW))


def _under(mark: str, node: Node, below: Collection[str]) -> Iterator[str]:
    """Yield what stands in a definition or a footnote: below its mark, or beside it."""
    lines = _inside(node) or [""]
    if node.children and node.children[0].kind in below:
        lines = ["", "", *lines]
    yield f"{mark}{lines[0]}"
    yield from indented(lines[1:])
