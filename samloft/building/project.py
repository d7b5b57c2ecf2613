"""Write an edition's plain tree to disk, and its papers: what `export` gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from samloft.checks.whole_course import read_all
from samloft.composing.composer import Composer
from samloft.composing.plain_tree import Sheet, write_tree
from samloft.course.editions import Site, find_editions, sites_of
from samloft.course.reader import Reader
from samloft.languages import Language
from samloft.problems import CourseError, Problem, UsageError


def export(root: Path, name: str, folder: Path, *, language: Language | None) -> Site:
    """Write one edition as a plain MkDocs project. Raises CourseError, UsageError."""
    if folder.exists() and any(folder.iterdir()):
        raise UsageError([Problem(path=str(folder), line=None, rule="folder-is-free")])
    course, networks = read_all(Reader(root))
    edition = find_editions([name], networks)[0]
    site = sites_of([edition], language or edition.language)[0]
    write_project(Composer(course), site, folder)
    return site


@dataclass(frozen=True)
class Paper:
    """A sheet to typeset, and where to write it."""

    sheet: Sheet
    files: Path
    """The folder with the pictures it may use."""
    target: Path


def write_project(composer: Composer, site: Site, folder: Path) -> tuple[int, int]:
    """Write a site's plain tree with its papers; return how many pages and papers it has.

    Raises CourseError with what is wrong in its texts.
    """
    problems: list[Problem] = []
    tree = composer.compose(site.edition, site.language, problems)
    if problems:
        raise CourseError(problems)
    write_tree(tree, folder)
    docs = folder / "docs"
    write_papers([Paper(sheet, docs, docs / sheet.path) for sheet in tree.sheets], composer)
    return len(tree.pages), len(tree.sheets)


def write_papers(papers: Sequence[Paper], composer: Composer) -> None:
    """Write papers, like after like: what they have in common is then laid out once.

    Raises CourseError for what cannot be laid out.
    """
    if not papers:
        return
    from samloft.products.paper import typeset  # Typst takes its time: only where it is needed

    layout = _layout(composer)
    for paper in sorted(
        papers, key=lambda paper: (paper.sheet.page, paper.sheet.brand, paper.sheet.markdown)
    ):
        paper.target.parent.mkdir(parents=True, exist_ok=True)
        paper.target.write_bytes(typeset(paper.sheet, layout, paper.files))


def _layout(composer: Composer) -> Path:
    return composer.course.root / "overrides" / "handout.typ"
