"""Code that other readers of Markdown know for code at any depth is code here too."""

from __future__ import annotations

import pytest
from test_dialects import told

from samloft.importing.dialects import in_our_words
from samloft.importing.document import Report
from samloft.text.parse import parse

MOVED = {
    "under a line": "1. Do:\n        ```sh\n        a\n\n          b\n        ```\n    Done.\n",
    "in a tab": '=== "A"\n    Run:\n        ```sh\n        a\n\n          b\n        ```\n',
    "four further in than its item": "- x\n\n      ```sh\n      a\n\n        b\n      ```\n",
}
HIGHLIGHT = """\
- x

  {{< highlight sh "linenos=table" >}}
  a

    b
  {{< /highlight >}}

`{{< highlight sh >}}`
"""


def test_hugos_highlighted_code_is_code(report: Report) -> None:
    document = parse(in_our_words(HIGHLIGHT, "a", report).text)
    assert [(code.info, code.text) for code in document.all("code")] == [("sh", "a\n\n  b\n")]


KEPT = {
    "fences that are shown": "Write:\n\n    ```\n    a\n    ```\n",
    "fences in code": "````\n    ```\n    a\n    ```\n````\n",
    "fences that open beside the mark of an item": (
        "1. ```sh\n   a\n   ```\n\n2. ```sh\n   b\n   ```\n\n3. c\n   ```sh\n   d\n   ```\n"
    ),
    "nothing that closes": "a\n        ```\n        b\n",
}


@pytest.mark.parametrize("name", MOVED)
def test_code_that_stands_too_far_in_is_code(name: str, report: Report) -> None:
    text = in_our_words(MOVED[name], "a", report).text
    (code,) = parse(text).all("code")
    assert (code.info, code.text) == ("sh", "a\n\n  b\n")
    assert not list(parse(text).all("codespan"))
    assert told(report) == {"fence"}


@pytest.mark.parametrize("name", KEPT)
def test_what_shows_fences_stays(name: str, report: Report) -> None:
    assert in_our_words(KEPT[name], "a", report).text == KEPT[name].rstrip("\n")
    assert told(report) == set()
