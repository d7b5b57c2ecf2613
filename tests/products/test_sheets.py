"""What a module gives to fill in and to practise on: its sheets, and files in a ZIP."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path, PurePosixPath

from kit import commissions, made
from pypdf import PdfReader
from world import Run, WriteTree

from samloft.checks.whole_course import read_all
from samloft.composing.composer import Composer
from samloft.composing.plain_tree import PlainTree
from samloft.course.editions import find_editions
from samloft.course.reader import Reader
from samloft.languages import NORWEGIAN, Language
from samloft.products.registry import Commission, find_products
from samloft.text.blocks import find_blocks
from samloft.text.sheets import about, is_to_fill, to_fill
from samloft.text.write import write

SHEET = """
!!! sheet "Passordkort"
    Ett kort for hver tjeneste.

    | Tjeneste | Hvem |
    |---|---|
    |  |  |
    | E-post |  |

    1. **Lengde:** Hvor langt er det?
    2. Hvor står det?

    - [ ] Det er nytt.
"""


def _tree(root: Path, language: Language = "nb") -> PlainTree:
    course, networks = read_all(Reader(root))
    edition = find_editions(["nordvik"], networks)[0]
    return Composer(course, offers=find_products()).compose(edition, language, [])


def _with(root: Path, text: str) -> None:
    for name in ("01-passord.md", "01-passord.nn.md"):
        path = root / "modules/trygghet" / name
        path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def _of(kind: str, root: Path, folder: Path, language: Language = "nb") -> list[Commission]:
    every = commissions(root, folder, "nordvik", language)
    return [each for each in every if each.file.kind == kind]


def test_everything_in_a_sheet_that_is_to_be_filled_in_has_a_field_with_a_name() -> None:
    (sheet,) = find_blocks(SHEET)
    text = "\n".join(map(write, to_fill(sheet.node, "nb")))
    for name in ("Tjeneste, rad 1", "Hvem, E-post"):
        assert f'<textarea rows="1" aria-label="{name}" data-field="{name}"></textarea>' in text
    assert "<label>1. **Lengde:** Hvor langt er det?<textarea" in text
    assert '<div class="sl-lines" data-lines="2" data-field="Lengde: Hvor langt er det?">' in text
    tick = (
        '<label><input type="checkbox" data-field="Det er nytt."><span>Det er nytt.</span></label>'
    )
    assert tick in text
    assert '<span class="sl-sheet__head" data-sl-head="Hvem"></span>' in text
    assert text.count("sl-lines") == 2
    assert [node.words for node in about(sheet.node)] == ["Ett kort for hver tjeneste."]


def test_what_is_said_of_a_line_stands_below_it_and_before_the_room_to_write() -> None:
    (sheet,) = find_blocks('!!! sheet "Ark"\n    2. Hva?\n\n        Skriv kort.\n')
    text = "\n".join(map(write, to_fill(sheet.node, "nb")))
    assert text.index("2. Hva?") < text.index("Skriv kort.") < text.index("sl-lines")


def test_lists_and_full_tables_are_nothing_to_fill_in() -> None:
    (block,) = find_blocks('!!! sheet "Ark"\n    - punkt\n\n    | A |\n    |---|\n    | b |\n')
    assert not any(map(is_to_fill, block.node.children))


def test_a_modules_sheets_are_a_page_and_a_paper_that_its_lessons_lead_to(
    small_course: Path, tmp_path: Path
) -> None:
    _with(small_course, SHEET)
    pages = _tree(small_course).pages
    assert "## Passordkort {: #01-passord-sheet-1 }" in pages[PurePosixPath("trygghet/ark.md")]
    lesson = pages[PurePosixPath("trygghet/01-passord.md")]
    assert "[Fyll ut arket: Passordkort](ark.md#01-passord-sheet-1)" in lesson
    assert "Ett kort for hver tjeneste." in lesson
    assert "Hvor langt er det?" not in lesson
    assert "(ark.md)" in pages[PurePosixPath("trygghet/index.md")]
    assert PurePosixPath("deling/ark.md") not in pages
    (paper,) = _of("ark", small_course, tmp_path / "tre")
    pdf = PdfReader(io.BytesIO(made(paper, small_course)))
    assert "Hvor langt er det?" in pdf.pages[0].extract_text()
    assert len(pdf.pages) == 1


def test_a_session_and_its_guide_lead_to_the_sheets_of_its_lessons(small_course: Path) -> None:
    _with(small_course, SHEET)
    tree = _tree(small_course)
    for page in ("index", "fasilitator"):
        text = tree.pages[PurePosixPath(f"trygghet/samling/1-oppstart/{page}.md")]
        link = "[Passordkort](../../ark.md#01-passord-sheet-1)"
        assert f"Ark til å fylle ut, på siden til modulen: {link}" in text


def test_no_sheet_comes_out_of_a_facilitators_note_and_one_without_a_title_has_the_lessons(
    small_course: Path,
) -> None:
    _with(small_course, '\n!!! facilitator\n    !!! sheet "Fasit"\n        1. Hemmelig?\n')
    assert PurePosixPath("trygghet/ark.md") not in _tree(small_course).pages
    _with(small_course, '\n<div lang="en" markdown="1">\n\n!!! sheet\n    1. Why?\n\n</div>\n')
    pages = _tree(small_course).pages
    page = pages[PurePosixPath("trygghet/ark.md")]
    assert "## Gode passord {: #01-passord-sheet-1 }" in page
    assert '<div lang="en"' in page
    assert "Hemmelig" not in page


def test_what_to_practise_on_is_one_file_and_a_letter_is_as_it_says(
    small_course: Path, write_tree: WriteTree, tmp_path: Path, run: Run
) -> None:
    letter = '#set document(title: "Brev")\n#set text(lang: "nb")\n= Brev\n'
    files = {
        "side.html": "<p>Klikk her</p>\n<script>1</script>\n",
        "side.nn.html": "<p>Trykk her</p>\n",
        "godt.typ": f"// pdf: ua-1\n{letter}",
        "vondt.typ": letter,
    }
    write_tree(
        {f"modules/trygghet/practice/{name}": text for name, text in files.items()}, small_course
    )
    found = {}
    for language in NORWEGIAN:
        (asked,) = _of("oving", small_course, tmp_path / language, language)
        found[language] = zipfile.ZipFile(io.BytesIO(made(asked, small_course)))
    assert found["nb"].namelist() == ["godt.pdf", "side.html", "vondt.pdf"]
    assert found["nb"].read("side.html").decode() == files["side.html"]
    assert found["nn"].read("side.html").decode() == files["side.nn.html"]
    tags = {
        name: "/StructTreeRoot" in PdfReader(found["nb"].open(name)).trailer["/Root"]
        for name in ("godt.pdf", "vondt.pdf")
    }
    assert tags == {"godt.pdf": True, "vondt.pdf": False}
    assert "practice" not in run("check").err


def test_a_letter_that_cannot_be_laid_out_is_named(
    small_course: Path, write_tree: WriteTree, run: Run
) -> None:
    write_tree({"modules/trygghet/practice/brev.typ": "#finnes-ikke\n"}, small_course)
    said = run("build", "nordvik")
    assert said.code == 1
    assert "modules/trygghet/practice/brev.typ: arket brev.typ kan ikke settes" in said.err


def test_only_the_shared_course_has_files_that_are_shipped_as_they_are(
    small_course: Path, write_tree: WriteTree
) -> None:
    own = "networks/nordvik/modules/fiskeri"
    text = (small_course / "modules/deling/module.yml").read_text(encoding="utf-8")
    lesson = (small_course / "modules/deling/01-deling.md").read_text(encoding="utf-8")
    write_tree(
        {
            f"{own}/module.yml": text.replace(", 02-norsk", ""),
            f"{own}/01-deling.md": lesson,
            f"{own}/practice/side.html": "<script>1</script>",
        },
        small_course,
    )
    _, networks = read_all(Reader(small_course))
    modules = [module for network in networks for module in network.own]
    assert [(module.slug, dict(module.practice)) for module in modules] == [("fiskeri", {})]
