"""What to print for a run: every paper in order, how many copies, and one file with all of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from samloft.catalogue import label
from samloft.composing.plain_tree import ProductFile
from samloft.course.model import Session
from samloft.course.run import Run
from samloft.products._tasks import divided
from samloft.products.paper import PaperBuilder
from samloft.products.paper.pile import Paper, count_pages, first_pages, piled
from samloft.products.registry import Commission, Product
from samloft.text.escape import escape

KIND = "utskrift"
BUILD = PaperBuilder("singlesheets.typ")


@dataclass(frozen=True, kw_only=True)
class ToPrint:
    """A paper that is printed for a run."""

    file: ProductFile
    content: bytes
    copies: int

    @property
    def name(self) -> str:
        """What it is called: `Utdelingsark`."""
        return self.file.facts.kind

    @property
    def pages(self) -> int:
        """How many it has."""
        return count_pages(self.content)

    @property
    def sheets(self) -> int:
        """How many sheets of paper all copies take, printed on both sides."""
        return self.copies * -(-self.pages // 2)


def papers_of(
    made: Sequence[tuple[ProductFile, bytes]],
    products: Sequence[Product],
    run: Run,
    session: Session,
) -> list[ToPrint]:
    """Return the papers that are printed for a run, in the order of its products."""
    by_kind = {file.kind: (file, content) for file, content in made if file.path.suffix == ".pdf"}
    return [
        ToPrint(file=file, content=content, copies=product.copies(run, session))
        for product in products
        if product.copies and product.kind in by_kind
        for file, content in [by_kind[product.kind]]
    ]


def pile_of(papers: Sequence[ToPrint], rest: Sequence[str], first: Commission) -> bytes:
    """Return one file with all papers, and before them a sheet that says how many copies.

    Args:
        papers: what is printed.
        rest: what else was made, by name.
        first: how the sheet is to be made; `file` is what `sheet` gives.

    Raises CourseError for what cannot be laid out.
    """
    (content,) = BUILD([first], first.network.parent.parent)
    counts = [count_pages(content), *(each.pages for each in papers)]
    # What the sheet says hangs on how long it is itself.
    if counts[0] > 2:
        told = sheet(papers, rest, first.file, own_pages=counts[0])
        (content,) = BUILD([replace(first, file=told)], first.network.parent.parent)
    return piled(
        [
            Paper(name=first.file.facts.kind, content=content),
            *(Paper(name=each.name, content=each.content) for each in papers),
        ]
    )


def sheet(
    papers: Sequence[ToPrint], rest: Sequence[str], like: ProductFile, *, own_pages: int = 1
) -> ProductFile:
    """Return the first sheet of a pile: what lies in it, and how many copies to print.

    Args:
        papers: what lies in it.
        rest: what else was made, by name.
        like: any product of the same run.
        own_pages: how long the sheet itself is.
    """
    name = label(like.language, "to_print.title")
    lines = _lines(papers, rest, like, own_pages)
    return replace(
        like,
        kind=KIND,
        path=PurePosixPath(f"{like.path.name.removesuffix(f'{like.kind}.pdf')}{KIND}.pdf"),
        title=f"{name}: {like.subject}",
        text="\n".join(lines) + "\n",
        facts=replace(like.facts, kind=name),
    )


def _lines(
    papers: Sequence[ToPrint], rest: Sequence[str], like: ProductFile, own_pages: int
) -> Iterator[str]:
    def said(key: str, /, **values: object) -> str:
        return label(like.language, f"to_print.{key}", **values)

    run = like.run
    assert run is not None, "what is printed for a run was made for one"
    yield f"# {said('title')}\n"
    yield f"{escape(like.subject)}\n"
    yield f"{divided(run, like.language)}\n"
    heads = ("paper", "where", "copies", "sheets")
    yield "| " + " | ".join(said(head) for head in heads) + " |"
    yield "|:--|:--|--:|--:|"
    counts = [own_pages, *(each.pages for each in papers)]
    for each, start in zip(papers, list(first_pages(counts))[1:], strict=True):
        last = start + each.pages - 1
        where = f"{start}" if last == start else f"{start}–{last}"
        yield f"| {escape(each.name)} | {where} | {each.copies} | {each.sheets} |"
    total = sum(each.sheets for each in papers)
    yield f"\n**{said('total', count=total)}** {said('how')}\n"
    if rest:
        yield f"## {said('rest')}\n"
        for name in rest:
            yield f"- {escape(name)}"
