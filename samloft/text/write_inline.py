"""Write pieces of a line as Markdown that Python-Markdown reads as CommonMark's readers do.

Where its own signs are read otherwise (emphasis within emphasis, code that begins with a space),
the HTML element of the same meaning stands instead.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape

from samloft.text.containers import is_comment, unlike_ours
from samloft.text.nodes import Node

NOTHING = "<wbr>"
"""An element that no reader sees."""
_ALWAYS = re.compile(r"[\\`*\[\]{}]|_|<|&(?=#?\w+;)|///|(?<=\]):|[\t\n]")
_WORD_UNDERSCORE = re.compile(r"(?<=[^\W_])\\_(?=[^\W_])")
_ENTITIES = {"<": "&lt;", "&": "&amp;", "///": "&#47;//", ":": "&#58;", "\t": "&#9;", "\n": "&#10;"}
_IN_TITLE = str.maketrans({"\\": "&#92;", "`": "&#96;", "[": "&#91;"})
"""What Python-Markdown sees a sign in though it is a title: an escape, code, a link."""
_NUMBER = re.compile(r"(\d+)([.)])(?=\s|$)")
_ONLY_RULES = re.compile(r"[-:|\s]+")
_READ_IN_CODE = ("`", "///", "</", "<!", "<?")
"""What Python-Markdown sees a sign in though it is code: the end of it, the place of footnotes,
the end of an element that holds Markdown, a comment."""
_LANGUAGE = re.compile(r"[\w+#.-]+")


@dataclass(frozen=True)
class Where:
    """What the pieces stand in."""

    in_cell: bool = False
    in_heading: bool = False
    in_link: bool = False
    in_emphasis: bool = False
    in_words: bool = False
    """Between the brackets of a link: a line that began there could begin a heading."""

    @property
    def one_line(self) -> bool:
        """Whether no line may end here."""
        return self.in_cell or self.in_heading or self.in_words


def write_inline(pieces: Sequence[Node], where: Where = Where()) -> str:
    """Return pieces as Markdown, a line for each line there is."""
    written: list[str] = []
    for number, piece in enumerate(pieces):
        after = pieces[number + 1] if number + 1 < len(pieces) else None
        at_start = not written or written[-1].endswith("\n")
        text = _written(piece, where, beside=_beside(pieces, number))
        if piece.kind == "break" and at_start and not where.one_line:
            text = f"{NOTHING}{text}"  # a line with nothing on it would end the paragraph
        if piece.kind == "text":
            if at_start and not where.in_link and not where.in_cell:
                text = line_start(text)
            if after is not None and after.kind in ("link", "image") and text.endswith("!"):
                text = f"{text[:-1]}\\!"
        written.append(text)
    return "".join(written)


def _beside(pieces: Sequence[Node], number: int) -> bool:
    """Tell whether a piece touches other emphasis."""
    near = (pieces[at] for at in (number - 1, number + 1) if 0 <= at < len(pieces))
    return any(
        piece.kind in ("emphasis", "strong")
        or (piece.kind == "text" and piece.text.startswith(("*", "_")))
        or (piece.kind == "text" and piece.text.endswith(("*", "_")))
        for piece in near
    )


def _written(piece: Node, where: Where, *, beside: bool) -> str:
    match piece.kind:
        case "text":
            return escaped(piece.text, where)
        case "newline":
            return " " if where.one_line else "\n"
        case "break":
            return "<br>" if where.one_line else "  \n"
        case "emphasis" | "strong":
            return _emphasis(piece, where, beside)
        case "struck":
            return f"<del>{write_inline(piece.children, where)}</del>"
        case "codespan":
            return _code(piece.text, where)
        case "link":
            text = write_inline(piece.children, replace(where, in_link=True, in_words=True))
            return f"[{text}]({_address(piece)}){attribute_list(piece.attrs)}"
        case "image":
            text = escaped(piece.text, where)
            return f"![{text}]({_address(piece)}){attribute_list(piece.attrs)}"
        case "note":
            return f"[^{piece.info}]"
        case "field":
            return piece.text
        case "tag":
            tag = "" if is_comment(piece.text) else piece.text.replace("\n", " ")
            return unlike_ours(tag) if where.in_cell else tag
    raise ValueError(piece.kind)


def _emphasis(piece: Node, where: Where, beside: bool) -> str:
    inside = write_inline(piece.children, replace(where, in_emphasis=True))
    words = piece.words
    is_plain = not where.in_emphasis and not beside and words == words.strip() and words
    if is_plain and not inside.endswith("\\") and not any(piece.all("tag")):
        sign = "*" if piece.kind == "emphasis" else "**"
        return f"{sign}{inside}{sign}"
    name = "em" if piece.kind == "emphasis" else "strong"
    return f"<{name}>{inside}</{name}>"


def _code(text: str, where: Where) -> str:
    is_read = any(sign in text for sign in _READ_IN_CODE) or (where.in_cell and "|" in text)
    if is_read or text != text.strip() or not text:
        shown = escaped(text, replace(where, in_link=True)).replace("  ", " &#32;")
        if text.startswith(" "):
            shown = f"&#32;{shown[1:]}" if shown.startswith(" ") else shown
        if shown.endswith(" "):
            shown = f"{shown[:-1]}&#32;"
        return f"<code>{shown}</code>"
    return f"`{text}`"


def escaped(text: str, where: Where = Where()) -> str:
    """Return letters as Markdown that shows just them."""

    def sign(found: re.Match[str]) -> str:
        return _ENTITIES.get(found[0], f"\\{found[0]}")

    done = _WORD_UNDERSCORE.sub("_", _ALWAYS.sub(sign, text))
    if where.in_cell:
        done = done.replace("|", "\\|")
    if where.in_heading and done.endswith("#"):
        done = f"{done[:-1]}\\#"
    return done


def line_start(line: str) -> str:
    """Return a line of text that begins no list, heading, quote, table, term or block."""
    if line[:1].isspace():
        return f"&#{ord(line[0])};{line[1:]}"
    number = _NUMBER.match(line)
    if number:
        return f"{number[1]}\\{line[number.end(1) :]}"
    if line.startswith(("#", ">", "!!!")):
        return f"\\{line}"
    if line.startswith(("-", "+")) and (len(line) == 1 or line[1] in " \t-+"):
        return f"\\{line}"
    if line.startswith(("|", "-")) and _ONLY_RULES.fullmatch(line):
        return f"\\{line}"
    if line.startswith(("=", ":", "~", "???")):
        return f"&#{ord(line[0])};{line[1:]}"
    return line


def _address(piece: Node) -> str:
    target = piece.target.replace("<", "%3C").replace(">", "%3E")
    target = re.sub(r"&(?=#?\w+;)", "&amp;", target)
    if not target or re.search(r"[()\s]", target):
        target = f"<{target}>"
    if not piece.title:
        return target
    title = escape(piece.title, quote=True).translate(_IN_TITLE)
    return f'{target} "{title}"'


def attribute_list(attrs: Mapping[str, str]) -> str:
    """Return an attribute list as Python-Markdown reads it; nothing when there are none."""
    if not attrs:
        return ""
    parts = [f"#{attrs['id']}"] if "id" in attrs else []
    parts += [f".{name}" for name in attrs.get("class", "").split()]
    parts += [
        f'{name}="{escape(value, quote=True)}"'
        for name, value in attrs.items()
        if name not in ("id", "class")
    ]
    return f"{{: {' '.join(parts)} }}"


def language_of(info: str) -> str:
    """Return the language a fence names, where it is a name; what else it says is for tools."""
    first = info.split(maxsplit=1)[0] if info else ""
    return first if _LANGUAGE.fullmatch(first) else ""
