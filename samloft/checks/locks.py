"""What is remembered of the texts can be read: the locks of translations, and the lists of words.

The locks of adaptations have their own check, which needs them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from samloft.checks.kind import Kind
from samloft.checks.spelling import own_words
from samloft.checks.texts import LineOf
from samloft.course.bases import TRANSLATIONS, read_bases
from samloft.course.model import Course, Network
from samloft.course.reader import Reader
from samloft.course.words_in_yaml import read_words
from samloft.languages import LANGUAGES
from samloft.problems import Problem

KIND = Kind.MUST


def find(course: Course, networks: Iterable[Network], line_of: LineOf) -> Iterator[Problem]:
    """Yield a problem for each file that cannot be read as what it is."""
    reader = Reader(course.root)
    read_bases(reader, TRANSLATIONS)
    read_words(reader)
    for language in LANGUAGES:
        own_words(reader, language)
    yield from reader.problems
