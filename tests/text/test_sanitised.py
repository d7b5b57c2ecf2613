"""What is shipped of raw HTML in a text is what the sanitiser returned, also where nobody asked."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown import Markdown

from samloft.text.markdown import CONFIGS, EXTENSIONS
from samloft.text.parse import parse
from samloft.text.read_back import parts_of
from samloft.text.safety import clean, clean_around
from samloft.text.sanitised import sanitised
from samloft.text.write import write

KEPT = (
    'Trykk <kbd>Tab</kbd> og <abbr title="kunstig intelligens">KI</abbr>, H<sub>2</sub>O.',
    "<details><summary>Mer</summary>Tekst</details>",
    '<figure lang="nn"><img src="a.png" alt="x"><figcaption>Tekst</figcaption></figure>',
    "<table><tbody><tr><td>1</td></tr></tbody></table>",
    '<table>\n<tr><td><a href="b.md">b</a></td><td><img src="a.png" alt="x"></td></tr>\n</table>',
    "<table>\n<tr>\n<td>\n\n1. a\n\n</td>\n</tr>\n</table>",
    "<table>\n<tr><th>A</th></tr>\n\n<tr><td>B</td></tr>\n\n<tr><td>C</td></tr>\n</table>",
    "- <table>\n  <tr>\n  <td>\n\n  [b](b.md)\n\n  </td>\n  </tr>\n  </table>",
    '<table>\n<tbody>\n\n<tr><td><a href="b.md">b</a></td></tr>\n\n</tbody>\n</table>',
    '<div lang="en">\n\nHello **there**, <q>you</q>.\n\n</div>',
    '<video src="film.mp4" controls=""></video>',
    "## Tittel {#id .viktig}\n\nTekst\n{: .liten }\n\n[x](om.md){title=y}",
    "| a |\n|--:|\n| <sup>1</sup> |",
)


@pytest.mark.parametrize("text", KEPT)
def test_what_does_no_harm_stays_as_it_is(text: str) -> None:
    assert sanitised(parse(text)) == parse(text)


@pytest.mark.parametrize(
    ("text", "shipped"),
    [
        ("a <kbd onclick=evil>b</kbd> c", "a <kbd>b</kbd> c"),
        ("a <script>b</script> c", "a b c"),
        ("a <b>*c</b>*", "a "),
        ("<p onclick=evil>b", "<p>b</p>"),
        ("<!--><img src=x onerror=evil>-->", '<img src="x">--&gt;'),
        ("<div onclick=evil>\n\n*b*\n\n</div>", "*b*"),
        ("<table>\n<tr onclick=evil>\n<td>\n\n*b*\n\n</td>\n</tr>\n</table>", "*b*"),
        ("<div><!--sl1-->\n\n<p onclick=evil>a</p>\n\n<!--sl2 evil--></div>", "<p>a</p>"),
        ('!!! tip "<b onclick=evil>a</b>"\n    b', '!!! tip "<b>a</b>"\n\n    b'),
        ('!!! tip "[x](javascript:x)"\n    b', '!!! tip "[x](<>)"\n\n    b'),
        ("[x](javascript:x)", "[x](<>)"),
        ("![x](https://a.no/b.png)", "![x](<>)"),
        ("b\n{: onclick=evil #id }", "b\n{: #id }"),
        ("## b {onclick=evil}", "## b"),
    ],
)
def test_what_does_harm_is_not_shipped(text: str, shipped: str) -> None:
    made = write(sanitised(parse(text)))
    html = Markdown(extensions=list(EXTENSIONS), extension_configs=CONFIGS).convert(made)
    assert clean(html).lost == ()
    assert "evil" not in html
    assert "javascript" not in html
    assert shipped in made or made in shipped


PIECES = (
    *("<p", ">", "</p>", ' title="', "'", '"', " onclick=x", "<!--", "-->", "--!>", "<!", "]]>"),
    *("<table>", "<tr>", "<td>", "</table>", "<tbody>", "<svg>", "<style>", "<script>", "<div>"),
    *("</div>", "<textarea>", "<a href=", "javascript:x", "<details>", "<![CDATA[", "<math>", "x"),
)
HTML = st.lists(st.sampled_from(PIECES), min_size=1, max_size=6).map("".join)


@settings(max_examples=300, deadline=None)
@given(tags=st.lists(HTML, min_size=1, max_size=5))
@example(tags=["<!-- ", "</p>"])
@example(tags=['<p title="', "</p>"])
@example(tags=['<p title="<!--">a<!-- x -->" onclick=x y="</p>', "<p>"])
def test_whatever_stands_between_tags_they_are_all_that_browsers_read(tags: list[str]) -> None:
    for between in ("ord", '" onclick=x y="', "--> ord"):
        made = between.join(clean_around(tuple(tags)))
        shipped = parts_of(clean(made, is_ours=True).html)
        assert [each for each in parts_of(made) if each not in shipped and each[0] != "tbody"] == []
