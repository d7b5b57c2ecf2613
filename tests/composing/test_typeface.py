"""The typeface of pages is the one that papers are set in, cut as the script for it says."""

from __future__ import annotations

import re
import runpy

import pytest
from world import ROOT

from samloft.building.front_page import front_assets


@pytest.mark.slow
def test_what_lies_here_is_what_the_script_makes() -> None:
    cut = dict(runpy.run_path(str(ROOT / "scripts/cut_typeface.py"))["faces"]())
    folder = ROOT / "overrides/assets/fonts"
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == cut


def test_every_face_that_a_sheet_names_is_there() -> None:
    files = dict(front_assets(ROOT, ()))
    for path, content in files.items():
        for named in re.findall(rb'url\("\.\./(fonts/[^"]+)"\)', content):
            assert path.parent.parent / named.decode() in files
