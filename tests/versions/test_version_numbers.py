"""Versions stand in the order in which they are made."""

from __future__ import annotations

import random

import pytest

from samloft.versions.version_numbers import FORM, is_preview, order_of

IN_ORDER = [
    "2026.1-rc1",
    "2026.1-rc2",
    "2026.1-rc10",
    "2026.1",
    "2026.1.1-rc1",
    "2026.1.1",
    "2026.1.10",
    "2026.2",
    "2026.10",
    "2027.1-rc1",
    "2027.1",
]


def test_versions_are_put_in_the_order_they_were_made() -> None:
    mixed = random.Random(1).sample(IN_ORDER, len(IN_ORDER))
    assert sorted(mixed, key=order_of) == IN_ORDER
    assert all(FORM.fullmatch(version) for version in IN_ORDER)


def test_only_candidates_are_previews() -> None:
    assert [version for version in IN_ORDER if is_preview(version)] == [
        version for version in IN_ORDER if "rc" in version
    ]


@pytest.mark.parametrize("name", ["v2026.1", "2026", "2026.1-beta", "26.1", "2026.1 ", "latest"])
def test_what_is_no_version_is_not_taken_for_one(name: str) -> None:
    assert not FORM.fullmatch(name)
