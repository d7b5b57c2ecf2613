"""On a page, heads of tables say what they are heads of, in whatever way a table was written."""

from __future__ import annotations

from types import SimpleNamespace

import jinja2
import markdown
import pytest
from world import ROOT

from samloft.text.markdown import CONFIGS, EXTENSIONS

PARTIALS = jinja2.FileSystemLoader(ROOT / "overrides/partials")


def shown(html: str) -> str:
    """Return the text of a page as the theme frames it, on one line."""
    template = jinja2.Environment(loader=PARTIALS).get_template("content.html")
    return "".join(template.render(page=SimpleNamespace(content=html)).split("\n"))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (
            "| a | b |\n|---|--:|\n| c *d* | 1 |\n|  | 2 |",
            '<th scope="col">a</th><th scope="col" class="sl-align-right">b</th>'
            '<th scope="row">c <em>d</em></th><td class="sl-align-right">1</td>'
            '<td></td><td class="sl-align-right">2</td>',
        ),
        (
            "|  | b |\n|---|---|\n| ![x](x.png) | 1 |",
            '<td></td><th scope="col">b</th><td><img alt="x" src="x.png" /></td><td>1</td>',
        ),
        (
            '<table>\n<tr><th scope="col">a</th></tr>\n<tr><td>b</td><td>c</td></tr>\n</table>',
            '<th scope="col">a</th><th scope="row">b</th><td>c</td>',
        ),
    ],
)
def test_heads_say_what_they_are_heads_of(written: str, expected: str) -> None:
    html = markdown.markdown(written, extensions=EXTENSIONS, extension_configs=CONFIGS)
    cells = shown(html)
    for part in ("table", "thead", "tbody", "tr"):
        cells = cells.replace(f"<{part}>", "").replace(f"</{part}>", "")
    assert cells == expected


def test_a_text_without_tables_is_as_it_was() -> None:
    assert shown("<p>a &amp; b</p>") == "<p>a &amp; b</p>"
