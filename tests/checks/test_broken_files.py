"""Whatever becomes of a file, `check` and `build` say the same, and what was built stays."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from PIL import Image
from world import ROOT, SMALL, Outcome, Run, WriteTree, files_in

from samloft.problems import problem

BESIDE = {
    "modules/words.nb.txt": "# Ord\nsamling\n",
    "modules/other-words.yml": "passord: [kode]\n",
    "modules/translations.lock": 'docs/index.nn.md: {base: docs/index.md, digest: "00"}\n',
    "modules/words.lock": "modules/trygghet/terms.yml@nn: {digest: '00', words: '00'}\n",
    "modules/trygghet/practice/side.html": "<p>Hei</p>\n",
    "modules/deling/film.vtt": "WEBVTT\n\n00:00.000 --> 00:01.000\nHei\n",
    "modules/deling/tall.csv": "a,b\n1,2\n",
    "networks/nordvik/runs/oppstart.yml": (
        'session: trygghet/1-oppstart\ndate: 2027-01-12\nstarts: "09:00"\n'
    ),
    "networks/nordvik/modules/trygghet/terms.yml": (
        "passord:\n  term: {nb: passord}\n  definition: {nb: Et ord.}\n"
    ),
}
"""Files that the small course does without."""
PICTURE, LAYOUT = "modules/deling/bilde.png", "networks/sorvik/paper/tokens.typ"
FILES = sorted(
    {
        *(
            path.relative_to(SMALL).as_posix()
            for path in SMALL.rglob("*")
            if path.is_file()
            and path.relative_to(SMALL).parts[0] in ("modules", "docs", "networks")
        ),
        *BESIDE,
        PICTURE,
        LAYOUT,
        "mkdocs.yml",
    }
)
WAYS: dict[str, Callable[[bytes], bytes]] = {
    "binary": lambda _: b"\x00\x01\x02\xff\xfe\x00PK\x03\x04" * 9,
    "empty": lambda _: b"",
    "half": lambda whole: whole[: len(whole) // 2],
    "conflict": lambda whole: b"<<<<<<< HEAD\n" + whole + b"=======\nannet\n>>>>>>> deres\n",
    "with signs nobody sees": lambda whole: whole.replace(b"e", b"e\x18"),
    "of another kind": lambda _: b"[1, {a: 2}]\n",
    "not UTF-8": lambda whole: (
        b"# bl\xe5b\xe6r\n" + whole.decode(errors="replace").encode("cp1252", "replace")
    ),
}


@pytest.fixture
def course(small_course: Path, write_tree: WriteTree) -> Path:
    write_tree(BESIDE, small_course)
    Image.new("RGB", (9, 9)).save(small_course / PICTURE)
    (small_course / LAYOUT).parent.mkdir()
    shutil.copy(ROOT / "overrides/paper/tokens.typ", small_course / LAYOUT)
    write_tree({"index.html": "forside", "nordvik/index.html": "før"}, small_course / "site")
    return small_course


def must(outcome: Outcome) -> list[Any]:
    """Return what must be mended, as tools are told it; a build that is done tells no list."""
    return [each for each in json.loads(outcome.out) if not each["is_warning"]]


def held(name: str, site: dict[PurePosixPath, bytes]) -> dict[PurePosixPath, bytes]:
    """Return what a mistake in a file holds back: its network's, or all where they share it."""
    network = problem(name, "").network
    return {path: each for path, each in site.items() if network in (None, path.parts[0])}


@pytest.mark.slow("each")
@pytest.mark.parametrize("name", FILES)
def test_check_and_build_agree_about_a_broken_file(name: str, course: Path, run: Run) -> None:
    path = course / name
    whole = path.read_bytes()
    for way, broken in WAYS.items():
        path.write_bytes(broken(whole))
        checked = run("check", "--format", "json")
        before = files_in(course / "site")
        built = run("build", "--municipalities", "--format", "json")
        assert checked.code in (0, 1), (way, checked.err)
        assert "Traceback" not in checked.err + built.err
        assert (checked.code, must(checked)) == (built.code, must(built) if built.code else []), way
        after = files_in(course / "site")
        assert not built.code or held(name, after) == held(name, before), way


@pytest.mark.parametrize("sign", ["\u202e", "\u2028", "\x85", "\ufeff"])
def test_a_sign_nobody_sees_is_nothing_in_yaml(sign: str, small_course: Path, run: Run) -> None:
    path = small_course / "modules/trygghet/terms.yml"
    path.write_text(path.read_text("utf-8").replace("oye:", f"oye: {sign}", 1), "utf-8")
    assert run("check").code == 0


def test_what_is_broken_here_is_whole_before(course: Path, run: Run) -> None:
    assert run("check").code == 0


@pytest.mark.parametrize(
    "make", [os.mkfifo, lambda path: path.symlink_to("ingensteds")], ids=["pipe", "link"]
)
def test_what_is_no_file_is_told_of_though_all_is_built(
    make: Callable[[Path], None], small_course: Path, run: Run
) -> None:
    assert run("build", "--without-sheets").code == 0
    make(small_course / "modules/trygghet/film.mp4")
    checked = run("check", "--format", "json")
    built = run("build", "--without-sheets", "--format", "json")
    assert (checked.code, must(checked)) == (built.code, must(built) if built.code else [])
