"""Texts are packed beside themselves: the same bytes every time, and only where it pays."""

from __future__ import annotations

import gzip
import os
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from world import WriteTree

from samloft.versions.packing import LEAST, pack, packed

LONG = "Kommunen vår deler det den lærer. " * 100


def test_each_text_that_gains_is_packed_beside_itself(write_tree: WriteTree) -> None:
    kinds = ("html", "css", "js", "json", "xml", "svg", "txt")
    names = [f"agder/2026.1/fil.{kind}" for kind in kinds]
    folder = write_tree(dict.fromkeys(names, LONG))
    assert pack(folder, names) == tuple(sorted(f"{name}.gz" for name in names))
    for name in names:
        assert gzip.decompress((folder / f"{name}.gz").read_bytes()).decode() == LONG
        assert (folder / name).read_text(encoding="utf-8") == LONG


@pytest.mark.parametrize("name", ["ark.pdf", "bilde.png", "kart.js.map", "README", "x.html.gz"])
def test_what_is_no_text_is_left(name: str, write_tree: WriteTree) -> None:
    folder = write_tree({name: LONG})
    assert pack(folder, [name]) == ()
    assert [path.name for path in folder.iterdir()] == [name]


def test_only_what_is_over_a_kilobyte_is_packed(write_tree: WriteTree) -> None:
    folder = write_tree({"a.html": "a" * LEAST, "b.html": "b" * (LEAST + 1)})
    assert pack(folder, ["a.html", "b.html"]) == ("b.html.gz",)


def test_what_does_not_shrink_is_not_packed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(random.Random(1).randbytes(5000))
    assert pack(tmp_path, ["a.txt"]) == ()
    assert not (tmp_path / "a.txt.gz").exists()


def test_the_same_text_gives_the_same_bytes_at_any_time_and_in_any_place(
    write_tree: WriteTree,
) -> None:
    folder = write_tree({"a.html": LONG, "nn/b.html": LONG})
    os.utime(folder / "a.html", (1, 1))
    pack(folder, ["nn/b.html", "a.html"])
    one, other = ((folder / f"{name}.gz").read_bytes() for name in ("a.html", "nn/b.html"))
    assert one == other
    # Neither name nor time (RFC 1952: flags, then four bytes of time), nor the system's name.
    assert one[3:8] == bytes(5)
    assert one[9] == 255


def test_links_to_one_text_become_links_to_one_packed_text(write_tree: WriteTree) -> None:
    folder = write_tree({"agder/a.css": LONG})
    (folder / "vestland").mkdir()
    os.link(folder / "agder/a.css", folder / "vestland/a.css")
    names = ["agder/a.css", "vestland/a.css"]
    for _ in range(2):
        assert pack(folder, names) == ("agder/a.css.gz", "vestland/a.css.gz")
        assert (folder / "agder/a.css.gz").samefile(folder / "vestland/a.css.gz")


def test_a_site_of_its_own_is_not_touched_through_a_link(write_tree: WriteTree) -> None:
    folder = write_tree({"frozen.html": LONG})
    pack(folder, ["frozen.html"])
    before = (folder / "frozen.html.gz").read_bytes()
    os.link(folder / "frozen.html.gz", folder / "latest.html.gz")
    (folder / "latest.html").write_text(LONG.upper(), encoding="utf-8")
    pack(folder, ["latest.html"])
    assert (folder / "frozen.html.gz").read_bytes() == before
    assert gzip.decompress((folder / "latest.html.gz").read_bytes()).decode() == LONG.upper()


def test_packed_files_of_an_earlier_time_do_not_outlive_their_text(write_tree: WriteTree) -> None:
    folder = write_tree({"a.html": LONG, "b.html": LONG})
    pack(folder, ["a.html", "b.html"])
    write_tree({"a.html": "short", "b.html": f"{LONG}!"})
    assert pack(folder, ["a.html", "b.html"]) == ("b.html.gz",)
    assert not (folder / "a.html.gz").exists()
    assert gzip.decompress((folder / "b.html.gz").read_bytes()).decode() == f"{LONG}!"


def test_the_sitemap_that_is_packed_already_is_left_alone(write_tree: WriteTree) -> None:
    folder = write_tree({"sitemap.xml": LONG, "sitemap.xml.gz": "as it was"})
    assert pack(folder, ["sitemap.xml", "sitemap.xml.gz"]) == ()
    assert (folder / "sitemap.xml.gz").read_text(encoding="utf-8") == "as it was"


@given(st.binary(max_size=5000))
def test_whatever_is_packed_comes_out_again(content: bytes) -> None:
    small = packed(content)
    assert small is None or (gzip.decompress(small) == content and len(small) < len(content))
