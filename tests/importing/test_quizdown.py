"""Nothing of a quiz of quizdown's is lost, whatever it is made of."""

from __future__ import annotations

from test_dialects import told

from samloft.importing.dialects import in_our_words
from samloft.importing.document import Report
from samloft.text.blocks import find_blocks
from samloft.text.parse import parse

QUIZ = """\
{{< quizdown >}}

Before all.

- [ ] And one

## What does it print?

Look at this:

```py
print(1)
```

- not an answer

> Run it.

- [ ] 0
- [x] 1

![Picture](https://ks.no/a.png)

## Put in order

1. One
2. Two

## Think

Of something.

{{< /quizdown >}}
"""


def test_a_question_keeps_all_that_it_says_before_its_answers(report: Report) -> None:
    text = in_our_words(QUIZ, "a", report).text
    quiz, hint, order = find_blocks(text)
    assert [node.kind for node in quiz.node.children] == [
        "paragraph",
        "code",
        "bullets",
        "block",
        "paragraph",
        "bullets",
    ]
    assert [is_right for is_right, _ in quiz.answers] == [False, True]
    assert (hint.kind, order.kind, order.title) == ("tip", "note", "Put in order")
    assert [node.kind for node in order.node.children] == ["numbers"]
    words = parse(text).words
    assert all(each in words for each in ("Before all.", "And one", "Think", "Of something."))
    assert [each.values["title"] for each, _ in report] == ["Put in order", "Think"]


def test_a_quiz_that_is_not_closed_is_kept_and_told_of(report: Report) -> None:
    text = in_our_words(QUIZ.replace("{{< /quizdown >}}", "The end."), "a", report).text
    assert text.endswith("Of something.\n\nThe end.")
    assert "not_closed" in told(report)
