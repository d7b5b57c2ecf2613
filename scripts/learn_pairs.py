"""Learn which nynorsk words are which bokmål words, from the course's own lessons in both forms.

Run it after much new text, read what changed, and commit the table:

    pip install snowballstemmer && .venv/bin/python scripts/learn_pairs.py

A lesson's forms follow each other block by block, and most of them sentence by sentence. Words of
two sentences that differ are taken as a pair each time one stands where the other does; pairs that
come again, and have no better partner, are kept. Words go by their stems (Snowball), and what two
stems share already is no pair. No other dictionary is looked into.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import snowballstemmer

from samloft.course.course import load_course
from samloft.course.reader import Reader
from samloft.text.nodes import Node
from samloft.text.parse import parse

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "overrides/assets/javascripts/search/pairs.js"
HEAD = """\
// Which nynorsk stem is which in bokmål. Learned from our own lessons by scripts/learn_pairs.py;
// read and weeded by people in scripts/pairs-weeded.txt, never copied from a dictionary.
var samloftPairs = `
"""
WEEDED = Path(__file__).with_name("pairs-weeded.txt")
"""Pairs that are learned and wrong, one a line; `+` before one that is right and not learned."""
LEAVES = {"paragraph", "heading"}
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
SENTENCE = re.compile(r"(?<=[.!?:;|])\s+")


def texts() -> Iterator[tuple[str, str]]:
    """Yield every text there is in both forms, bokmål first."""
    course = load_course(Reader(ROOT))
    assert course is not None
    for module in course.modules:
        for lesson in module.lessons:
            yield lesson.forms["nb"].body, lesson.forms["nn"].body
        for term in module.terms.values():
            yield (
                f"{term.term['nb']}\n\n{term.definition['nb']}",
                (f"{term.term['nn']}\n\n{term.definition['nn']}"),
            )
    for page in course.pages:
        if "nn" in page.forms:
            yield page.forms["nb"].body, page.forms["nn"].body


def leaves(node: Node) -> Iterator[Node]:
    """Yield the parts of a text that hold words, in order."""
    if node.kind in LEAVES or not node.children:
        yield node
    else:
        for child in node.children:
            yield from leaves(child)


def sentences() -> Iterator[tuple[list[str], list[str]]]:
    """Yield the words of sentences that follow each other, bokmål first."""
    for bokmal, nynorsk in texts():
        left, right = ([each.words for each in leaves(parse(text))] for text in (bokmal, nynorsk))
        if len(left) != len(right):
            continue
        for one, other in zip(left, right, strict=True):
            parts = SENTENCE.split(one), SENTENCE.split(other)
            whole = zip(*parts, strict=True) if len(parts[0]) == len(parts[1]) else [(one, other)]
            for here, there in whole:
                yield WORD.findall(here.lower()), WORD.findall(there.lower())


def learn() -> dict[str, str]:
    """Return the bokmål stem of each nynorsk stem."""
    stem = snowballstemmer.stemmer("norwegian").stemWord
    seen: Counter[tuple[str, str]] = Counter()
    kept: Counter[str] = Counter()
    for bokmal, nynorsk in sentences():
        left, right = [stem(word) for word in bokmal], [stem(word) for word in nynorsk]
        same = difflib.SequenceMatcher(None, left, right, autojunk=False)
        for what, a, b, c, d in same.get_opcodes():
            if what == "equal":
                kept.update(left[a:b])
            elif b - a == d - c and b - a <= 3:
                seen.update(zip(right[c:d], left[a:b], strict=True))
    of_nn: defaultdict[str, Counter[str]] = defaultdict(Counter)
    of_nb: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for (nynorsk, bokmal), count in seen.items():
        of_nn[nynorsk][bokmal] += count
        of_nb[bokmal][nynorsk] += count
    found = {}
    for nynorsk, partners in of_nn.items():
        bokmal, count = partners.most_common(1)[0]
        alike = difflib.SequenceMatcher(None, nynorsk, bokmal).ratio()
        least = (
            1 if alike >= 0.7 and min(len(nynorsk), len(bokmal)) > 4 else 2 if alike >= 0.5 else 3
        )
        is_best = of_nb[bokmal].most_common(1)[0][1] <= 3 * count
        is_most = count >= 0.6 * (partners.total() + kept[nynorsk])
        if count >= least and is_best and is_most and len(nynorsk) > 1:
            found[nynorsk] = bokmal
    return found


def weeded(found: dict[str, str]) -> dict[str, str]:
    """Return the table as people have weeded it, without chains."""
    for line in WEEDED.read_text(encoding="utf-8").splitlines():
        words = line.split("#")[0].split()
        if words and words[0] == "+":
            found[words[1]] = words[2]
        elif words:
            found.pop(words[0], None)
    # A bokmål stem that is a nynorsk one too would lead on: such a pair is let go.
    return {nynorsk: bokmal for nynorsk, bokmal in found.items() if bokmal not in found}


def main() -> None:
    """Write the table."""
    found = sorted(weeded(learn()).items())
    assert all(one <= other for one, other in pairwise(found))
    lines = "\n".join(f"{nynorsk} {bokmal}" for nynorsk, bokmal in found)
    TABLE.write_text(f"{HEAD}{lines}\n`;\n", encoding="utf-8")
    print(f"{len(found)} pairs in {TABLE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
