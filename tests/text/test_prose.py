"""What of a text is words, and on which line each of them stands."""

from __future__ import annotations

import pytest

from samloft.text.prose import prose_of

TEXT = """\
Tekst med `kode` og [lenke
over to](https://nb.no "tittel") samt ![et
bilde](bilde.png).

!!! group "Lag *det*"
    size: 3
    product: En plakat

    Gjør <kbd>Ctrl</kbd>+<code>kode</code> nå, {{ edition.name }}.

    !!! facilitator
        For deg[^kilde] og <span lang="nn">berre deg</span> alene.

!!! quiz "Når?"
    answer: I fjor

<details>
<summary>Mer</summary>

- [x] gjort{#id}

</details>

<div lang="nn">

Berre på nynorsk.

</div>

<!-- silence word-is-spelt-rightly: kode -->

| Krav | {{ values.x }} |
|---|---|
| a<br>b | ta<b>ler</b> |

```python
kode = 1
```

{% if edition.municipality %}
## Sist {#sist}
{% endif %}
"""
SAID = [
    (1, "nb", "Tekst med   og lenke"),
    (2, "nb", "over to"),
    (1, "nb", "tittel"),
    (2, "nb", " samt "),
    (2, "nb", "et bilde"),
    (3, "nb", "."),
    (5, "nb", "Lag det"),
    (6, "nb", " 3"),
    (7, "nb", " En plakat"),
    (9, "nb", "Gjør  +  nå, \ue000."),
    (12, "nb", "For deg  og "),
    (12, "nn", "berre deg"),
    (12, "nb", " alene."),
    (14, "nb", "Når?"),
    (15, "nb", " I fjor"),
    (18, "nb", "Mer"),
    (20, "nb", "gjort{#id}"),
    (26, "nn", "Berre på nynorsk."),
    (32, "nb", "Krav"),
    (32, "nb", "\ue000"),
    (34, "nb", "a"),
    (34, "nb", "b"),
    (34, "nb", "taler"),
    (41, "nb", "Sist"),
]


def test_words_are_read_as_readers_do_each_on_its_line() -> None:
    assert [tuple(each) for each in prose_of(TEXT, "nb")] == SAID


@pytest.mark.parametrize(
    "text",
    [
        "`xq`",
        "    xq",
        "<!-- xq -->",
        "[^xq]",
        "{{ xq }}",
        "{% set xq = 1 %}",
        "<xq>",
        "```xq\n```",
    ],
)
def test_what_is_no_word_is_left_out(text: str) -> None:
    assert not [each for each in prose_of(f"{text}\n", "nb") if "xq" in each.text]
