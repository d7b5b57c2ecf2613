"""A lesson goes to Word and comes back as it was, with what a colleague did to it in the report."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from PIL import Image
from world import Run

from samloft.importing.round_trip import read_back, shape_of
from samloft.text.parse import parse
from samloft.text.shape import shape

LESSON = "modules/deling/01-deling.md"
BODY = """\
Vi i {{ edition.name }} deler **mye**, *ofte* og ~~lite~~ med `kode` og [lenke](https://eksempel.no/a_b).

{% block lokalt_eksempel %}
## Hvem ser det {: #hvem }

Et «avsnitt» med 2 * 3, a_b_c og <kbd>Ctrl</kbd>.[^kilde] Over
to linjer.  \nOg en til.

### Lister & mer

- [ ] åpen
- [x] ferdig
    - under
        1. dypt
        2. dypere

1. en
2. to **fet med [lenke](term:gevinst)**

* løs

* liste
{% endblock %}

> Et sitat.

| Hva | Hvor |
|:---|---|
| a | b \\| c |

| Uten | Stilling |
|---|---|
| *a* | `b` |

```python
print("hei")
```

```text
vanlig
```

!!! group "Tittel"
    size: 4–6
    minutes: 20

    Oppgaven med **fet**.

    - en
    - to

??? quiz "Spørsmål?"
    - [ ] nei
    - [x] ja

    Fordi.

![Et bilde](bilde.png)

![En tegning](tegning.svg){width=300}

Begrep
:   forklaring

<details><summary>Mer</summary>Skjult</details>

Fot.[^n]

[^n]: En fotnote.

[ref]: https://eksempel.no
"""


def meaning(text: str) -> object:
    return shape(parse(text), lambda words: " ".join(words.split()))


@pytest.fixture
def there(small_course: Path, run: Run, tmp_path: Path) -> Path:
    """Return a lesson with one of everything as a Word document."""
    path = small_course / LESSON
    head = path.read_text(encoding="utf-8").split("---\n")[1]
    path.write_text(f"---\n{head}---\n\n{BODY}", encoding="utf-8")
    Image.new("RGB", (4, 4)).save(path.parent / "bilde.png")
    target = tmp_path / "leksjon.docx"
    assert run("export", "--docx", "deling/01-deling", "--out", target).code == 0
    return target


def test_everything_comes_back(there: Path, run: Run, small_course: Path) -> None:
    document = read_back(there.read_bytes())
    assert shape_of(document) == meaning(BODY)
    assert document.head["objective"] == "Du kan dele trygt."
    assert document.head["minutes"] == "10"
    before = there.read_bytes()
    assert run("export", "--docx", LESSON, "--out", there).code == 0
    assert there.read_bytes() == before
    shown = docx.Document(str(there))
    styles = [each.style.name for each in shown.paragraphs]
    assert styles[0] == "Title"
    assert {"Heading 2", "Heading 3", "List Bullet", "List Bullet 2", "Quote"} <= set(styles)
    assert len(shown.inline_shapes) == 1


def test_what_a_colleague_did_is_told_and_taken_in(
    there: Path, run: Run, small_course: Path
) -> None:
    document = docx.Document(str(there))
    paragraph = next(each for each in document.paragraphs if "avsnitt" in each.text)
    paragraph.add_run(" Lagt til av en kollega.")
    document.add_comment(paragraph.runs[:1], text="Er dette riktig?", author="Kari", initials="K")
    document.save(str(there))
    outcome = run("import", there, "--module", "deling")
    assert outcome.code == 0
    assert "kommentar: «Er dette riktig?» (Kari)" in outcome.out
    new = next((small_course / "modules/deling").glob("0[3-9]-*.md"))
    text = new.read_text(encoding="utf-8")
    assert "Lagt til av en kollega." in text
    assert "{{ edition.name }}" in text
    assert "objective: Du kan dele trygt." in text
    assert "![Et bilde](bilde.png)" in text


def test_a_lesson_that_is_not_there_is_answered_with_the_nearest(run: Run) -> None:
    outcome = run("export", "--docx", "deling/01-delign")
    assert outcome.code == 2
    assert "mente du: deling/01-deling?" in outcome.err
    assert run("export").code == 2
