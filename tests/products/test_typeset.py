import os
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml
from pypdf import PdfReader

from samloft.composing.plain_tree import Facts, ProductFile
from samloft.problems import CourseError
from samloft.products.paper.page import read_page
from samloft.products.paper.typeset import Layout, parts_of, typeset
from samloft.text.blocks import dressed
from samloft.text.markdown import EXTENSIONS
from samloft.text.parse import parse
from samloft.text.write import write

ROOT = Path(__file__).resolve().parent.parent.parent
LAYOUT = Layout(parts_of((ROOT / "overrides" / "paper",)), "handout.typ")
PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><path d="M0 0h40v20H0z"/></svg>'
)
HANDOUT = """# Samling 1: Forstå KI

Utdelingsark · Kl. 09.00–12.30
{: .sl-facts }

## Program

| Kl. | Hva | Minutter |
|:--|:--|--:|
| 09.00 | Velkommen | 10 |
| 09.10 | «KI er …» | 15 |

## Oppgaver

!!! group "Gruppeoppgave: KI-kart"

    - **Tid:** 15 minutter
        - først hver for seg

    Sitt i ring.

<div class="sl-lines" data-lines="4"></div>

Se [begrepene](../../begreper.md) og [Datatilsynet](https://www.datatilsynet.no/).
"""

Press = Callable[..., PdfReader]


FACTS = Facts(
    course="Digitalt kompetanseløft",
    edition="Digi Agder",
    network="Digi Agder",
    version="2026.1",
    date="23. november 2026",
    address="",
    brand="#1d4e6b",
    kind="Utdelingsark",
)


def sheet(markdown: str, *, edition: str = FACTS.edition, **values: Any) -> ProductFile:
    given = {
        "kind": "utdelingsark",
        "path": PurePosixPath("ki/samling/1/ki-1-utdelingsark.pdf"),
        "page": PurePosixPath("ki/samling/1/utdelingsark.md"),
        "title": "Utdelingsark: Samling 1: Forstå KI",
        "subject": "Samling 1: Forstå KI",
        "language": "nb",
        "text": markdown,
        "facts": replace(FACTS, edition=edition),
    }
    return ProductFile(**{**given, **values})


def read(markdown: str, files: Path) -> ElementTree.Element:
    return read_page(markdown, "T", "ki/samling/1/utdelingsark.md", files)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    picture = tmp_path / "docs/ki/images/kart.svg"
    picture.parent.mkdir(parents=True)
    picture.write_text(PICTURE, encoding="utf-8")
    return tmp_path / "docs"


@pytest.fixture
def printed(files: Path) -> Press:
    def press(markdown: str, **values: Any) -> PdfReader:
        return PdfReader(BytesIO(typeset(sheet(markdown, **values), LAYOUT, files)))

    return press


def problems(markdown: str, files: Path, layout: Layout = LAYOUT, **values: Any) -> list[Any]:
    with pytest.raises(CourseError) as error:
        typeset(sheet(markdown, **values), layout, files)
    return [(problem.path, problem.rule, dict(problem.values)) for problem in error.value.problems]


def tags(reader: PdfReader) -> list[dict[str, Any]]:
    """Every structure element, in reading order."""

    def walk(node: Any) -> Iterator[dict[str, Any]]:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for child in node:
                yield from walk(child)
        elif isinstance(node, dict):
            if "/S" in node:
                yield node
            yield from walk(node.get("/K"))

    return list(walk(reader.trailer["/Root"]["/StructTreeRoot"]))


def names(reader: PdfReader) -> list[str]:
    return [element["/S"] for element in tags(reader)]


def text(reader: PdfReader) -> str:
    joined = " ".join(page.extract_text() for page in reader.pages)
    return re.sub(r"\s+", " ", joined)


def test_the_pdf_has_its_title_and_shows_it_in_the_window(printed: Press) -> None:
    reader = printed(HANDOUT)
    assert reader.metadata is not None
    assert reader.metadata.title == "Samling 1: Forstå KI – Utdelingsark, Digi Agder"
    assert reader.trailer["/Root"]["/ViewerPreferences"]["/DisplayDocTitle"]


@pytest.mark.parametrize(
    ("language", "number"), [("nb", "side 1 av 1"), ("nn", "side 1 av 1"), ("en", "page 1 of 1")]
)
def test_the_pdf_is_in_the_language_of_the_sheet(
    printed: Press, language: str, number: str
) -> None:
    reader = printed(HANDOUT, language=language)
    assert reader.trailer["/Root"]["/Lang"] == language
    assert number in text(reader)


def test_the_pdf_says_it_is_pdf_ua_1(printed: Press) -> None:
    root = printed(HANDOUT).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()


def test_headings_lists_tables_and_links_are_tagged_as_what_they_are(printed: Press) -> None:
    found = names(printed(HANDOUT))
    headings = [name for name in found if name.startswith("/H")]
    assert headings == ["/H1", "/H2", "/H2"]
    assert found.count("/TH") == 3
    assert found.count("/TD") == 6
    assert found.count("/L") == 2
    assert found.count("/Link") == 1


def test_text_is_in_reading_order(printed: Press) -> None:
    read = text(printed(HANDOUT))
    parts = ["Samling 1", "Program", "Minutter", "Velkommen", "«KI er …»", "Oppgaver"]
    parts += ["Gruppeoppgave: KI-kart", "15 minutter", "først hver for seg", "Sitt i ring."]
    places = [read.index(part) for part in parts]
    assert places == sorted(places)


def test_a_paper_says_of_which_day_it_is(printed: Press) -> None:
    assert FACTS.date in text(printed(HANDOUT))


def test_every_page_has_the_footer_and_its_number(printed: Press) -> None:
    reader = printed(HANDOUT * 12)
    count = len(reader.pages)
    assert count > 3
    for number, page in enumerate(reader.pages, start=1):
        foot = re.sub(r"\s+", " ", page.extract_text())
        assert "Samling 1: Forstå KI · Utdelingsark · versjon 2026.1 · Digi Agder" in foot
        assert f"side {number} av {count}" in foot


def test_the_same_sheet_gives_the_same_bytes(files: Path) -> None:
    first = typeset(sheet(HANDOUT), LAYOUT, files)
    typeset(sheet("# Noe annet", title="Noe annet", language="en"), LAYOUT, files)
    assert typeset(sheet(HANDOUT), LAYOUT, files) == first
    assert b"CreationDate" not in first


def test_text_is_shown_and_never_run(printed: Press) -> None:
    hostile = '#panic("x") #eval("1") $x$ @a <b> */ // \\ -- "rett" `#given`'
    reader = printed(f"# T\n\nTekst {hostile.replace('<b>', '&lt;b&gt;')}", edition=hostile)
    read = text(reader)
    assert read.count('#panic("x") #eval("1") $x$ @a <b> */ // \\ -- "rett"') == 3


def test_scripts_and_control_characters_are_left_out(printed: Press) -> None:
    read = text(printed("# T\x00\n\n<script>alert(1)</script>\n\na\x0bb &#1; <i>slutt\ud800"))
    assert "alert" not in read
    assert "ab" in read
    assert "slutt" in read


def test_the_caption_of_a_table_in_html_is_printed_above_it(printed: Press) -> None:
    table = "<table><caption>Kravene</caption><tr><th>Alfa</th></tr><tr><td>b</td></tr></table>"
    read = text(printed(f"# T\n\n{table}\n"))
    assert 0 <= read.find("Kravene") < read.find("Alfa")


def test_a_link_inside_the_course_is_text_on_paper(files: Path) -> None:
    page = read(HANDOUT, files)
    assert [link.get("href") for link in page.iter("a")] == ["https://www.datatilsynet.no/"]
    assert "begrepene" in "".join(page.itertext())


def test_a_link_that_runs_something_is_text(files: Path) -> None:
    page = read("# T\n\n[a](javascript:alert(1)) [b](data:text/html,x)", files)
    assert list(page.iter("a")) == []


def test_a_picture_keeps_its_alternative_text(printed: Press) -> None:
    reader = printed("# T\n\n![Et kart over ringen](../../images/kart.svg)")
    assert [tag["/Alt"] for tag in tags(reader) if tag["/S"] == "/Figure"] == [
        "Et kart over ringen"
    ]


def test_a_picture_without_alternative_text_is_decoration(printed: Press) -> None:
    assert "/Figure" not in names(printed("# T\n\n![](../../images/kart.svg)\n\nTekst"))


@pytest.mark.parametrize("name", ["b%C3%A5l%20her.svg", "bål%20her.svg", "bål%20her.svg#x"])
def test_a_picture_is_found_by_its_name_as_browsers_read_it(name: str, files: Path) -> None:
    (files / "ki/images/bål her.svg").write_text(PICTURE, encoding="utf-8")
    page = read(f"# T\n\n![Bål](../../images/{name})", files)
    assert [image.get("src") for image in page.iter("img")] == ["/ki/images/bål her.svg"]


def test_every_picture_that_is_not_there_is_a_problem(files: Path) -> None:
    (files.parent / "utenfor.svg").write_text(PICTURE, encoding="utf-8")
    targets = ["borte.png", "../../../../utenfor.svg", "/etc/passwd", "https://a.no/b.png"]
    targets.append(f"data:image/png;base64,{'A' * 5000}")
    text = "# T\n\n" + "\n\n".join(f"![Bilde]({target})" for target in targets)
    assert problems(text, files) == [
        ("ki/samling/1/utdelingsark.md", "image-has-file", {"target": target, "nearest": ""})
        for target in targets
    ]


def test_a_link_out_of_the_folder_is_not_followed(files: Path) -> None:
    (files.parent / "utenfor.svg").write_text(PICTURE, encoding="utf-8")
    (files / "snarvei.svg").symlink_to(files.parent / "utenfor.svg")
    found = problems("# T\n\n![Bilde](../../../snarvei.svg)", files)
    assert [rule for _, rule, _ in found] == ["image-has-file"]


def test_a_picture_that_has_changed_is_read_again(files: Path) -> None:
    page = sheet("# T\n\n![Bilde](../../images/kart.svg)")
    first = typeset(page, LAYOUT, files)
    (files / "ki/images/kart.svg").write_text(PICTURE.replace("40v20", "20v10"), encoding="utf-8")
    assert typeset(page, LAYOUT, files) != first


def test_lines_to_write_on_are_drawn_but_not_read(printed: Press) -> None:
    def drawn(reader: PdfReader) -> int:
        return reader.pages[0].get_contents().get_data().count(b"/Artifact")

    without = printed("# T\n\nHva vil du gjøre?")
    reader = printed('# T\n\nHva vil du gjøre?\n\n<div class="sl-lines" data-lines="4"></div>')
    assert names(reader) == names(without)
    assert drawn(reader) > drawn(without)


def test_a_part_in_another_language_says_so(printed: Press) -> None:
    reader = printed(
        '# T\n\n<div lang="nn" markdown="1">\n\nDette er nynorsk.\n\n</div>\n\n'
        'Et <span lang="en">borrowed word</span>, et <span lang="xx-!">annet</span>.'
    )
    assert [tag["/Lang"] for tag in tags(reader) if "/Lang" in tag] == ["nn"]
    assert b"/Lang(en)" in reader.pages[0].get_contents().get_data()


@pytest.mark.parametrize(
    ("markdown", "levels"),
    [
        ("# En\n\n#### Fire\n\n### Tre\n\n## To", [1, 2, 2, 2]),
        ("# En\n\n## To\n\n##### Fem\n\n# En til\n\n##", [1, 2, 3, 2]),
        ("Ingen overskrift", [1]),
        ("### Tre først", [1, 2]),
        ("", [1]),
    ],
)
def test_no_heading_level_is_skipped(printed: Press, markdown: str, levels: list[int]) -> None:
    found = names(printed(markdown))
    assert [int(name[2]) for name in found if re.fullmatch(r"/H\d", name)] == levels


def test_a_heading_never_ends_a_page(printed: Press) -> None:
    box = '## Overskrift\n\n!!! group "Boks"\n\n    Linje\n\n    Linje\n\n    Siste'
    split = set()
    for count in range(18, 34):
        reader = printed("# T\n\n" + "Avsnitt\n\n" * count + box)
        on = [
            number
            for number, page in enumerate(reader.pages)
            if "Overskrift" in page.extract_text()
        ]
        assert "Siste" in reader.pages[on[0]].extract_text()
        split.add(on[0])
    assert split == {0, 1}


def test_sami_letters_are_there_in_every_style(printed: Press) -> None:
    letters = "áčđŋšŧžÁČĐŊŠŦŽ"
    reader = printed(f"# {letters}\n\n{letters} *{letters}* **{letters}** ***{letters}***")
    assert text(reader).count(letters) == 5
    fonts = {
        font.get_object()["/BaseFont"].split("+")[-1]
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert {font.split("-")[0] for font in fonts} == {"SourceSansPro"}


def test_elements_of_their_own_have_lines_of_their_own(printed: Press) -> None:
    lines = printed("| a |\n|---|\n| <div>En</div><div>To</div> |").pages[0].extract_text()
    assert "En" in lines.splitlines()


def test_an_explanation_stands_further_in_than_its_term(printed: Press) -> None:
    pdf = printed("# T\n\nFør.\n\nSky\n:   Maskiner hos andre.\n\n    Mer om dem.\n")
    lines = pdf.pages[0].extract_text(extraction_mode="layout").split("\n")
    margins = {line.strip(): len(line) - len(line.lstrip()) for line in lines}
    assert margins["Maskiner hos andre."] == margins["Mer om dem."] > margins["Sky"]
    assert margins["Sky"] == margins["Før."]


def test_a_list_to_tick_needs_no_page_of_its_own(printed: Press) -> None:
    ticks = write(dressed(parse("- [ ] Les\n- [x] Skriv"), "nb", facilitator=False))
    part = f'<div class="sl-section" markdown="1">\n\n## Del\n\n{ticks}\n\n</div>'
    assert len(printed(f"# T\n\nFør.\n\n{part}\n\n{part}").pages) == 1


def test_an_item_to_tick_has_a_box_whose_state_is_read_aloud(printed: Press) -> None:
    ticks = write(dressed(parse("- [ ] Les\n- [x] Skriv\n- Vent\n\n1. [x] Send"), "nb"))
    reader = printed(f"# T\n\n{ticks}")
    boxes = [each["/Alt"] for each in tags(reader) if each["/S"] == "/Figure"]
    assert boxes == ["ikke krysset av", "krysset av", "krysset av"]
    assert "Les Skriv • Vent 1. Send" in text(reader)


def test_columns_of_code_stand_below_each_other(printed: Press) -> None:
    reader = printed("```\nNavn   Alder\nKari      43\niiii       7\nmŋ→       12\n```")
    fonts: dict[str, str] = {}

    def note(said: str, _: Any, at: list[float], font: Any, size: float) -> None:
        fonts[said.strip()] = font["/BaseFont"] if font else ""

    reader.pages[0].extract_text(visitor_text=note)
    for line in ("Navn   Alder", "Kari      43", "iiii       7", "mŋ→       12"):
        assert "DejaVuSansMono" in fonts[line]


def test_a_paper_without_blocks_of_code_has_no_font_for_them(printed: Press) -> None:
    fonts = printed("Skriv `dir`.").pages[0]["/Resources"]["/Font"].values()
    assert all("SourceSansPro" in font.get_object()["/BaseFont"] for font in fonts)


def test_a_letter_no_font_has_is_a_problem_that_shows_it(files: Path) -> None:
    assert problems("# T\n\nBra 👍", files) == [
        ("ki/samling/1/utdelingsark.md", "text-can-be-printed", {"text": "👍"})
    ]


def test_long_words_and_addresses_stay_on_the_page_and_can_be_copied(printed: Press) -> None:
    address = "https://eksempel.kommune.no/" + "enveldiglangmappe" * 12 + "/fil.pdf"
    table = f"| a | b | c | d |\n|--|--|--|--|\n| {'x1' * 40} | b | {address} | d |"
    reader = printed(f"# T\n\n{address}\n\n{table}")
    edge = 595 - 14 / 25.4 * 72
    for page in reader.pages:
        rightmost: list[float] = []
        page.extract_text(
            visitor_text=lambda shown, cm, tm, font, size: rightmost.append(cm[4] + tm[4])  # noqa: B023
        )
        assert max(rightmost) < edge
    assert address in "".join(page.extract_text() for page in reader.pages).replace("\n", "")


def test_thirty_pages_are_laid_out(printed: Press) -> None:
    assert len(printed(HANDOUT * 70).pages) >= 30


def own(text: str) -> Layout:
    return Layout((("eget.typ", text.encode()),), "eget.typ")


def test_a_layout_of_ones_own_is_used_and_its_mistakes_are_named(files: Path) -> None:
    today = own('#set document(title: json("given.json").title)\n= A\n#datetime.today().display()')
    assert "1970-01-01" in text(PdfReader(BytesIO(typeset(sheet(HANDOUT), today, files))))
    reason = "unknown variable: ukjent (eget.typ:2)"
    page = "ki/samling/1/utdelingsark.md"
    assert problems(HANDOUT, files, own("= Eget\n#ukjent")) == [
        (page, "sheet-can-be-typeset", {"page": page, "reason": reason})
    ]
    arial = own('#set document(title: "T")\n#set text(font: "Arial", lang: "nb")\n= Eget')
    assert "arial" in problems(HANDOUT, files, arial)[0][2]["reason"].lower()


@pytest.mark.parametrize("path", ["/etc/passwd", "../hemmelig.txt"])
def test_a_layout_reads_nothing_outside_the_folder(files: Path, path: str) -> None:
    (files.parent / "hemmelig.txt").write_text("hemmelig", encoding="utf-8")
    layout = own(f'#set document(title: "T")\n= T\n#read("{path}")')
    assert [rule for _, rule, _ in problems(HANDOUT, files, layout)] == ["sheet-can-be-typeset"]


def test_a_network_lays_one_part_over_the_others(files: Path, tmp_path: Path) -> None:
    local = tmp_path / "nettverk"
    local.mkdir()
    tokens = (ROOT / "overrides/paper/tokens.typ").read_text(encoding="utf-8")
    larger = tokens.replace("title: 27pt", "title: 40pt")
    assert larger != tokens
    (local / "tokens.typ").write_text(larger, encoding="utf-8")
    layout = Layout(parts_of((ROOT / "overrides/paper", local)), "handout.typ")
    assert typeset(sheet(HANDOUT), layout, files) != typeset(sheet(HANDOUT), LAYOUT, files)


def test_the_papers_read_markdown_as_the_site_does() -> None:
    site = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    named = [
        each if isinstance(each, str) else next(iter(each)) for each in site["markdown_extensions"]
    ]
    assert list(EXTENSIONS) == named


@pytest.mark.skipif(not hasattr(os, "fork"), reason="only where processes fork")
def test_a_forked_process_is_told_to_start_anew_instead_of_hanging(files: Path) -> None:
    typeset(sheet(HANDOUT), LAYOUT, files)
    child = os.fork()
    if child == 0:
        try:
            typeset(sheet(HANDOUT), LAYOUT, files)
        except RuntimeError:
            os._exit(7)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
