"""Read HTML tag by tag, whatever stands in it."""

from __future__ import annotations

from html.parser import HTMLParser


class HtmlReader(HTMLParser):
    """Python's own reader, which falls over `<![` with anything but CDATA behind it."""

    def parse_html_declaration(self, i: int) -> int:
        """Return where a declaration ends; browsers take `<![x` for a comment up to the next `>`.

        https://github.com/python/cpython/issues/77057
        """
        rest = self.rawdata[i : i + len("<![CDATA[")]
        if rest.startswith("<![") and rest != "<![CDATA[":
            return self.parse_bogus_comment(i)
        return super().parse_html_declaration(i)
