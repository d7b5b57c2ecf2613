"""A paper is typeset once and filled in for every edition that it fits, and nobody can tell."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from kit import commissions, made, made_together
from world import ROOT, copy_small_course

from samloft.products.paper import PaperBuilder
from samloft.products.paper.papers import layout_of
from samloft.products.paper.proof import same
from samloft.products.paper.setting import set_texts
from samloft.products.paper.stamp import key_of, letters_for, make_base
from samloft.products.registry import Commission, product_of

NAMES = (
    "Bø",
    "Kristiansand kommune",
    "Porsanger – Porsáŋgu – Porsanki",
    "Kárášjohka-Karasjok",
    "Guovdageaidnu",
    "Nordre Follo (ny) & co",
    "AVATAR To. fjeldfly",
)
COLOURS = ("#1d4e6b", "#14532d", "#7a1f1f")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_small_course(tmp_path_factory.mktemp("kurs") / "kurs")


@pytest.fixture(
    scope="module", params=[None, "https://kurs.example"], ids=["no address", "address"]
)
def asked(
    request: pytest.FixtureRequest, root: Path, tmp_path_factory: pytest.TempPathFactory
) -> list[Commission]:
    """The handout of an edition, as many others would have it."""
    folder = tmp_path_factory.mktemp("tre")
    every = commissions(root, folder, "nordvik", "nb", published=request.param)
    first = next(each for each in every if each.file.kind == "utdelingsark")
    facts = first.file.facts
    return [
        replace(
            first,
            file=replace(
                first.file,
                facts=replace(
                    facts,
                    edition=name,
                    brand=COLOURS[number % 3],
                    address=facts.address and f"kurs.example/nordvik/{number}/latest/s/trygghet-1/",
                ),
            ),
        )
        for number, name in enumerate(NAMES)
    ]


@pytest.mark.slow
def test_every_paper_is_the_one_that_would_have_been_typeset(
    asked: list[Commission], root: Path, tmp_path: Path
) -> None:
    together = made_together(asked, root, tmp_path)
    for commission, paper in zip(asked, together, strict=True):
        is_exact = product_of(commission.file.kind).is_exact
        assert is_exact is not None
        assert is_exact(commission, root), commission.file.facts.edition
        assert same(paper, made(commission, root)), commission.file.facts.edition


def test_every_kind_of_paper_is_filled_in_and_not_typeset(root: Path, tmp_path: Path) -> None:
    kinds = set()
    for each in commissions(root, tmp_path, "nordvik", "nb"):
        file, build = each.file, product_of(each.file.kind).build
        if file.kind in kinds or not isinstance(build, PaperBuilder):
            continue
        kinds.add(file.kind)
        facts = replace(
            file.facts, course="Kompetanseløft, kaffe og tøffthet"
        )  # ties of three kinds
        layout = layout_of(root, each.network, build.main, is_large=build.is_large)
        base = make_base(key_of(file), layout, each.pictures, letters_for(facts))
        assert base is not None
        assert base.stamped(facts, set_texts(base.texts(facts))), file.kind
    assert len(kinds) > 7


def test_a_name_with_a_hyphen_is_filled_in_where_a_line_ends_in_one(
    asked: list[Commission], root: Path
) -> None:
    first = asked[0]
    facts = replace(first.file.facts, edition="Aurskog-Høland")
    cells = " | ".join(["Digitaliseringsstrategien"] * 6)
    text = f"{first.file.text}\n\n| {cells} |\n|{'---|' * 6}\n| {cells} |\n"
    file = replace(first.file, facts=facts, text=text)
    layout = layout_of(root, first.network, "handout.typ", is_large=False)
    base = make_base(key_of(file), layout, first.pictures, letters_for(facts))
    assert base is not None
    stamped = base.stamped(facts, set_texts(base.texts(facts)))
    assert stamped is not None
    assert same(stamped, made(replace(first, file=file), root))


def test_papers_of_two_editions_are_told_apart(
    asked: list[Commission], root: Path, tmp_path: Path
) -> None:
    one, other, *_ = made_together(asked, root, tmp_path)
    assert not same(one, other)


def test_a_paper_in_another_colour_is_told_apart(asked: list[Commission], root: Path) -> None:
    first = asked[0]
    facts = replace(first.file.facts, brand="#1d4e6c")
    other = replace(first, file=replace(first.file, facts=facts))
    assert not same(made(first, root), made(other, root))


def test_nothing_of_one_edition_is_left_in_anothers_paper(
    asked: list[Commission], root: Path, tmp_path: Path
) -> None:
    for paper in made_together(asked, root, tmp_path)[1:]:
        with pikepdf.open(BytesIO(paper)) as pdf:
            said = [str(each) for each in pdf.trailer.Info.values()]
            said.append(pdf.Root.Metadata.read_bytes().decode())
            assert not [text for text in said if "Qx" in text or "Bø" in text]


@pytest.mark.slow("each")
@pytest.mark.parametrize("name", ["W" * 60, "Navn på gresk: αβγ", "Et navn " * 12])
def test_a_name_that_does_not_fit_is_typeset(
    name: str, asked: list[Commission], root: Path, tmp_path: Path
) -> None:
    first = asked[0]
    facts = replace(first.file.facts, edition=name)
    odd = replace(first, file=replace(first.file, facts=facts))
    *_, paper = made_together([*asked, odd], root, tmp_path)
    assert same(paper, made(odd, root))


def test_the_same_papers_are_the_same_bytes(
    asked: list[Commission], root: Path, tmp_path: Path
) -> None:
    first = made_together(asked, root, tmp_path / "en")
    assert made_together(asked, root, tmp_path / "to") == first


def test_what_is_filled_in_is_a_sound_file(
    asked: list[Commission], root: Path, tmp_path: Path
) -> None:
    for paper in made_together(asked, root, tmp_path):
        with pikepdf.open(BytesIO(paper)) as pdf:
            assert pdf.check_pdf_syntax() == []


def test_papers_of_the_course_are_typeset_once_whatever_the_network(tmp_path: Path) -> None:
    """A network's name in a running text would have every paper typeset once for each network."""
    networks = [each for each in sorted((ROOT / "networks").iterdir()) if each.is_dir()]
    alike = [each.name for each in networks if not (each / "modules").exists()][::3]
    texts: dict[str, set[str]] = {}
    for edition in alike:
        for each in commissions(ROOT, tmp_path / edition, edition, "nb"):
            if product_of(each.file.kind).is_exact:
                texts.setdefault(str(each.file.path), set()).add(key_of(each.file).text)
    assert len(alike) > 2
    assert len(texts) > 20
    assert [path for path, forms in texts.items() if len(forms) > 1] == []
