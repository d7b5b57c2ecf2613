"""The typeface of pages is cut once, and is all that their styles ask for."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from world import ROOT

from samloft.building.front_page import front_assets
from samloft.composing.typeface import typeface


def test_courses_of_one_environment_share_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "environment"))
    (tmp_path / "environment").mkdir()
    made = typeface(tmp_path / "kurs")
    assert typeface(tmp_path / "et annet kurs") == made
    assert [path.name for path in tmp_path.iterdir()] == ["environment"]


def test_where_there_is_no_environment_it_is_kept_with_the_course(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "prefix", sys.base_prefix)
    assert len(typeface(tmp_path / "kurs")) == len(list(tmp_path.rglob("kurs/.samloft/fonts/*/*")))


def test_every_face_that_a_sheet_names_is_there() -> None:
    files = dict(front_assets(ROOT, ()))
    named = {
        each.decode()
        for content in files.values()
        for each in re.findall(rb'url\("\.\./(fonts/[^"]+)"\)', content)
    }
    assert named == {f"{path.parent.name}/{path.name}" for path in typeface(ROOT)}
