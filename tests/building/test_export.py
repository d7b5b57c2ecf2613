"""An exported edition is an ordinary project: other engines build it, and MkDocs to the byte.

What may differ between the engines, and why:

- `mkdocs` and our own build: nothing. It is the same program with the same settings.
- `properdocs` is MkDocs gone on under another name: the main text of every page is the same.
- `zensical` is another program. Its pages have the same words in the main text; the places of
  white space and the marks it draws beside headings and footnotes differ, so the comparison is
  of words. It makes no 404.html and no sitemap of ours, so the comparison is of the pages that
  a reader navigates to.
"""

from __future__ import annotations

import datetime
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath

import pikepdf
import pytest
from world import ROOT, copy_small_course, files_in

from samloft.addresses import SEARCH_INDEX
from samloft.cli import main
from samloft.rendering.engines import INDEX_END, INDEX_START

pytestmark = pytest.mark.slow


def engine(name: str, project: Path, *arguments: str) -> None:
    """Run an engine in a project, as a person would."""
    day = datetime.datetime(2026, 2, 1, 12, tzinfo=datetime.UTC)
    done = subprocess.run(
        [sys.executable, "-m", name, "build", *arguments],
        cwd=project,
        env={**os.environ, "SOURCE_DATE_EPOCH": str(int(day.timestamp()))},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = copy_small_course(tmp_path_factory.mktemp("eksport") / "kurs")
    assert main(["build", "nordvik", "--jobs", "1"], root) == 0
    return root


def exported(course: Path, language: str, folder: Path) -> Path:
    assert main(["export", "nordvik", str(folder), "--language", language], course) == 0
    return folder


def site_of(course: Path, language: str) -> dict[PurePosixPath, bytes]:
    """Return our own build of one form, without the forms in folders below it."""
    if language == "nn":
        return files_in(course / "site/nordvik/nn")
    every = files_in(course / "site/nordvik")
    return {path: content for path, content in every.items() if path.parts[0] != "nn"}


def with_script(files: dict[PurePosixPath, bytes]) -> dict[PurePosixPath, bytes]:
    """Return a site with its search index as our own builds have it."""
    index = files.pop(PurePosixPath("search/search_index.json"))
    return {**files, SEARCH_INDEX: INDEX_START.encode() + index + INDEX_END.encode()}


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_plain_mkdocs_builds_our_site_to_the_byte(
    language: str, course: Path, tmp_path: Path
) -> None:
    project = exported(course, language, tmp_path / "prosjekt")
    engine("mkdocs", project, "--strict")
    theirs, ours = with_script(files_in(project / "site")), site_of(course, language)
    assert set(theirs) == set(ours)
    assert [str(path) for path in ours if theirs[path] != ours[path]] == []


@pytest.mark.slow("each")
@pytest.mark.parametrize("name", ["properdocs", "zensical"])
def test_another_engine_builds_the_same_pages(name: str, course: Path, tmp_path: Path) -> None:
    project = exported(course, "nb", tmp_path / "prosjekt")
    engine(name, project)
    theirs, ours = pages_of(files_in(project / "site")), pages_of(site_of(course, "nb"))
    assert set(theirs) == set(ours)
    assert "Hvorlangterpassordetditt?" in ours[PurePosixPath("trygghet/01-passord.html")]
    different = [path for path in ours if theirs[path] != ours[path]]
    assert different == []


def test_the_real_course_leaves_with_all_its_pages(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if main(["check"], ROOT):
        pytest.skip("the course has mistakes; test_real_course tells which")
    assert main(["build", "agder", "--language", "nb", "--out", str(tmp_path / "ut")], ROOT) == 0
    project = tmp_path / "prosjekt"
    assert main(["export", "agder", str(project)], ROOT) == 0
    capsys.readouterr()
    day = re.search(r"^date: (\S+)$", (ROOT / "modules/course.yml").read_text("utf-8"), re.M)
    assert day is not None
    noon = datetime.datetime.fromisoformat(f"{day[1]}T12:00:00+00:00")
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"],
        cwd=project,
        env={**os.environ, "SOURCE_DATE_EPOCH": str(int(noon.timestamp()))},
        check=True,
        timeout=120,
    )
    theirs, ours = with_script(files_in(project / "site")), files_in(tmp_path / "ut/agder")
    assert set(theirs) == set(ours)
    assert [str(path) for path in ours if theirs[path] != ours[path]] == []


class _Article(HTMLParser):
    """Reads the words in a page's article, without the marks an engine draws."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._depth = 0
        self._skip = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kind = dict(attrs).get("class") or ""
        if tag == "article":
            self._depth += 1
        if self._skip or "headerlink" in kind or "footnote-backref" in kind or tag == "svg":
            self._skip += tag not in {"br", "hr", "img", "input", "path", "link", "meta"}

    def handle_endtag(self, tag: str) -> None:
        if tag == "article":
            self._depth -= 1
        if self._skip and tag not in {"br", "hr", "img", "input", "path", "link", "meta"}:
            self._skip -= 1

    def handle_data(self, data: str) -> None:
        if self._depth and not self._skip:
            self.words += data.split()


def pages_of(files: dict[PurePosixPath, bytes]) -> dict[PurePosixPath, str]:
    """Return the main text of every page of a site."""
    found = {}
    for path, content in files.items():
        if path.suffix == ".html":
            reader = _Article()
            reader.feed(content.decode())
            found[path] = "".join(reader.words)
    return found


def test_pages_tell_how_long_and_how_large_papers_are(course: Path) -> None:
    session = course / "site/nordvik/trygghet/samling/1-oppstart"
    page = (session / "index.html").read_text(encoding="utf-8")
    papers = sorted(session.glob("*.pdf"))
    assert papers
    for paper in papers:
        with pikepdf.open(paper) as pdf:
            pages = len(pdf.pages)
        size = round(paper.stat().st_size / 1000)
        told = "1 side" if pages == 1 else f"{pages} sider"
        assert re.search(rf'{paper.name}">[^<]*</a> <span [^>]*>{told}, {size} kB<', page)


def test_the_heads_of_tables_say_what_they_are_heads_of(course: Path) -> None:
    page = (course / "site/nordvik/trygghet/samling/1-oppstart/index.html").read_text("utf-8")
    table = page[page.index("<table>") : page.index("</table>")]
    assert table.count('<th scope="col"') == 4
    rows = table[table.index("<tbody>") :]
    assert rows.count("<tr>") == rows.count('<tr>\n<th scope="row"><span class="sl-clock"') > 2
    assert rows.count("<th") == rows.count("</th>")
    assert "align=" not in table
    assert '<td><a href="../../01-passord.html#reflect-1">' in table
