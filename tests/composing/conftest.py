"""Editions of the small course, for the tests of what they hold."""

from __future__ import annotations

from pathlib import Path

import pytest
from composed import Compose, composed, read

from samloft.composing.composer import Composer
from samloft.composing.plain_tree import PlainTree
from samloft.languages import Language
from samloft.products.registry import find_products


@pytest.fixture
def compose(small_course: Path) -> Compose:
    """Compose an edition of the small course, as it is on disk when it is called."""

    def compose(name: str = "nordvik", language: Language = "nb") -> PlainTree:
        course, networks = read(small_course)
        return composed(Composer(course, offers=find_products()), networks, name, language)

    return compose
