"""What authors write, put together at random, is shown as an editor shows it, or is refused.

The editor is markdown-it itself, with its own renderer: nothing of ours stands between.
"""

from __future__ import annotations

import re
from textwrap import indent

from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from mdit_py_plugins.deflist import deflist_plugin

from samloft.text.looked_through import look_through
from samloft.text.markdown import engine_html
from samloft.text.normal import normal
from samloft.text.parse import parse
from samloft.text.proof import as_engine_reads, first_difference, shape_of
from samloft.text.write import write

EDITOR = MarkdownIt("commonmark").enable(["table", "strikethrough"]).use(deflist_plugin)
WRITTEN = (
    "Kommunen –  to mellomrom … og “anførsel”. • ikke liste\n•\tHeller ikke",
    "1.\tFørste\n2.\tAndre\n\n   under andre\n3.\tTredje",
    "- a\n  - b\n    - c\n      - d\n- e",
    "- a\n   - b\n      - c\n- d",
    "- a\n    - b\n        - c\n- d",
    "- a\n\t- b\n\t\t- c\n- d",
    "- a\n  1. en\n  2. to\n     - dyp\n- b",
    "- a\n- b\n1. en\n2. to\n* c\n+ d",
    "Linje en  \nLinje to\\\nLinje tre\nLinje fire",
    "| Kode | *T* |\n|:--|--:|\n| `a \\| b` | x \\| y |\n| ~~c~~ |\n| d | e | f |",
    "a | b\n--|--\n1 | 2\n\nEtter",
    "[W](https://a.no/K_(N)) og [b](<https://a.no/b c>) [c](https://a.no/?q=1&r=2 'T (p)')",
    "<kari@x.no>, <https://a.no/a_b_c>",
    "fil_med_strek _kursiv_ __fet__ a_b_ _a_b snake_case",
    "2*3*4 **fet*k** ***begge*** *a **b** c* **a *b* c** * ikke * 5 * 6",
    "fet**ord**slutt **«sitat»**ord **Obs:**tekst *«a»*b b*«a»*",
    "&nbsp;&aring; &copy; &lt;b&gt; &amp;amp; &#8211; &ukjent; AT&T &hellip;",
    "## Tittel ##\n\n### Tittel # 2 #\n\n#### C# \\#",
    "Tittel\n------\n\nTekst\n\nAndre\ntittel\n---",
    "- a\n\n      kode\n\n- b\n\n    avsnitt i b",
    "1. Kjør:\n   ```sh\n   a\n\n   b\n   ```\n2. Så:\n\n   ~~~\n   x\n   ~~~",
    "> - a\n>   - b\n>\n>   tekst\n> 1. c\n>\n> > dypere\n> tilbake\nlat linje",
    "1) en\n2) to\n\n   avsnitt\n\n3) tre",
    "```\n\n\nkode\n\n```\n\n- a\n\n  ```py\n\n  x\n  ```\n\n> ~~~\n>\n> ~~~",
    "3. tre\n4. fire\n10. ti",
    "0. null\n1. en",
    "1986. Et godt år.\n\nDet var i\n1986. Et år.",
    "1.5 prosent\n\n3.1. Underpunkt\n\n§ 3.",
    "C:\\Users\\kari \\\\server\\m \\* \\_ \\# \\a 1\\. a\\",
    "-- a\n\n--- b\n\n- - -\n\n***\n\n-\n\na -- b --- c",
    "+47 22 22 22 22\n\n-5 grader\n\n– tankestrek\n\n#Emneord\n\n#1",
    ">uten mellomrom\n\n>> dobbel\n\na > b\n> c",
    "a < b, x<y, <- pil -> og <3",
    "~~strøket~~ ~enkel~ ~~ ikke ~~ a~~b~~c",
    "===\n\n== a ==\n\na\n===b",
    "!! a\n\nHei!![x](https://a.no)\n\n!\\[x](https://a.no)",
    "[a][1] og [b][] og [c]\n\n[1]: https://a.no 'T'\n[b]: <https://b.no>\n[C]: https://c.no",
    "[a [b] c](https://a.no) [] [ ] [x] (ikke) [[wiki]] [^] [a](b",
    "`` a`b `` ` ` ```x``` `a\nb` \\`c` `d\\`",
    "- a\n\n- b\n- c\n\n\n- d",
    "-\n- a\n-\n\n1.\n2. b",
    "9. ni\n10. ti\n    - under\n11. elleve\n\n    avsnitt",
    "   tre mellomrom\n\n  to\n\n a\n\n    kode",
    "a\tb\tc\n\n\tkode\tmed",
    "a\u00a0b\n\n-\u00a0ikke liste\n\n\u00a0- heller ikke",
    "Vi har:\n- a\n- b\n\nog:\n1. c\n2. d\nslutt",
    "a\n***\nb\n\n---\nc\n- - -\nd",
    "A\n:   - x\n    - y\n\nB\n: q",
    "** a ** **a ** __ c __ **a**b**c** **(a)**. **a.**b",
    "///Footnotes Go Here/// og/eller a//b",
)


def in_editor(text: str) -> str:
    """Return what an editor shows, with what has two names under ours."""
    html = re.sub(r"<(/?)s>", r"<\1del>", EDITOR.render(text))
    return re.sub(r'style="text-align:(\w+)"', r'align="\1"', html)


def _moved(text: str, by: str) -> str:
    return indent(text, by)


AROUND = (
    lambda text: text,
    lambda text: f"Tekst\n{text}",
    lambda text: f"{text}\nrett under",
    lambda text: f"- x\n\n{_moved(text, '  ')}",
    lambda text: f"- {_moved(text, '  ')[2:]}",
    lambda text: f"1. x\n{_moved(text, '   ')}",
    lambda text: f"* a\n    * b\n\n{_moved(text, '      ')}",
    lambda text: indent(text, "> ", lambda line: True),
)
CHANGES = (
    lambda line: line,
    lambda line: line,
    lambda line: line,
    lambda line: f" {line}",
    lambda line: f"  {line}",
    lambda line: line.lstrip(),
    lambda line: f"{line}  ",
    lambda line: f"\n{line}",
    lambda line: line[1:],
    lambda line: f"*{line}",
    lambda line: f"{line[:3]}`{line[3:]}",
)


@settings(max_examples=300)
@given(
    st.lists(st.sampled_from(WRITTEN), min_size=1, max_size=3),
    st.sampled_from(("\n\n", "\n")),
    st.lists(st.sampled_from(AROUND), max_size=2),
    st.lists(st.sampled_from(CHANGES), min_size=1, max_size=7),
)
def test_what_is_written_is_shown_as_an_editor_shows_it(written, between, around, changes) -> None:  # type: ignore[no-untyped-def]
    text = between.join(written)
    for put in around:
        text = put(text)
    lines = text.split("\n")
    changed = (changes[number % len(changes)](line) for number, line in enumerate(lines))
    text = normal("\n".join(changed))
    found, document = look_through(text), parse(text)
    if found.faults:
        return
    # What is unsafe is told of first: a picture from elsewhere, here.
    if found.unsafe and first_difference(document, as_engine_reads(document)):
        return
    if any(document.all("html", "tag")) or any(item.info for item in document.all("item")):
        return  # other tests are of these
    assert shape_of(engine_html(write(document))) == shape_of(in_editor(text)), text
