"""One report: what must be mended first, then advice; silenced with a reason, mended where safe."""

from __future__ import annotations

import datetime
import json
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest
from PIL import Image
from pypdf import PdfWriter
from world import Run, WriteTree

from samloft.checks.external import FILE, Places, check_links, is_public
from samloft.checks.personal_numbers import numbers_in

LESSON = "modules/deling/01-deling.md"
MADE_UP = "17858610044"
"""A synthetic number: its month is 80 too high, as Skatteetaten makes them."""


def told(run: Run, *arguments: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run("check", "--format", "json", *arguments).out)
    return found


def places(found: list[dict[str, Any]]) -> dict[str, list[str]]:
    """Return each rule with the files it is told of."""
    by_rule: dict[str, list[str]] = {}
    for each in found:
        by_rule.setdefault(each["rule"], []).append(each["path"])
    return by_rule


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_what_nothing_uses_and_what_is_too_heavy_is_told(
    small_course: Path, run: Run, write_tree: WriteTree
) -> None:
    root = small_course
    change(root / LESSON, "summary: ", f"summary: {'Et svært langt sammendrag. ' * 9}")
    change(root / "networks/nordvik/network.yml", "values: {", "values: {ubrukt: noe, ")
    write_tree({"docs/alene.md": "---\ntitle: Alene\n---\n\nTekst.\n"}, root)
    terms = root / "modules/deling/terms.yml"
    before = terms.read_text(encoding="utf-8") if terms.exists() else ""
    terms.write_text(f"{before}\nglemt:\n  term: {{nb: glemt}}\n  definition: {{nb: Noe.}}\n")
    picture = Image.effect_noise((4100, 300), 90).convert("RGB")
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    picture.save(root / "modules/deling/stor.jpg", exif=exif, quality=95)
    outcome = run("check", "--format", "json")
    assert outcome.code == 0
    found = places(json.loads(outcome.out))
    assert found["summary-is-short"] == [LESSON]
    assert found["value-is-used"][0] == "networks/nordvik/network.yml"
    assert "modules/deling/terms.yml" in found["term-is-used"]
    for rule in ("picture-is-light", "picture-tells-no-place", "file-is-used"):
        assert "modules/deling/stor.jpg" in found[rule], rule
    assert found["file-is-a-page"] == ["modules/course.yml"]


def test_a_text_no_edition_has_is_told_and_looked_through(
    small_course: Path, run: Run, write_tree: WriteTree
) -> None:
    lesson = "---\ntitle: D\nobjective: D.\nminutes: 5\nsummary: D.\n---\n\n{{ netwrk.name }}\n"
    write_tree({"modules/deling/01-deling.en.md": lesson}, small_course)
    found = told(run)
    assert found[0]["rule"] == "name-exists"
    assert (found[0]["path"], found[0]["line"]) == ("modules/deling/01-deling.en.md", 8)
    assert not any(each["is_warning"] for each in found[:1])
    assert "modules/deling/01-deling.en.md" in places(found)["text-is-offered"]


def test_silence_has_a_reason_and_a_use(small_course: Path, run: Run) -> None:
    path = small_course / LESSON
    change(path, "---\n", "---\n# silence summary-is-short: loven siteres\n")
    change(path, "summary: ", f"summary: {'Et svært langt sammendrag. ' * 9}")
    body = "\n<!-- silence text-is-readable: i vente -->\n\n<!-- silence text-is-tpyeset: x -->\n"
    path.write_text(path.read_text(encoding="utf-8") + body, encoding="utf-8")
    change(small_course / "modules/course.yml", "title:", "# silence term-is-used\ntitle:")
    found = places(told(run))
    assert "summary-is-short" not in found
    assert found["silence-is-needed"] == [LESSON]
    assert found["silence-names-a-rule"] == [LESSON]
    assert found["silence-has-a-reason"] == ["modules/course.yml"]


def test_a_picture_is_silenced_from_a_file_beside_it(small_course: Path, run: Run) -> None:
    folder = small_course / "modules/deling"
    Image.effect_noise((4100, 300), 90).convert("RGB").save(folder / "stort kart.jpg", quality=95)
    listed = folder / "module.yml"
    before = listed.read_text(encoding="utf-8")
    silences = (
        "# silence picture-is-light stort kart.jpg: gatenavnene skal kunne leses\n"
        "# silence file-is-used ../deling/stort kart.jpg: lenket til fra intranettet\n"
    )
    listed.write_text(silences + before, encoding="utf-8")
    found = places(told(run))
    assert not {"picture-is-light", "file-is-used", "silence-is-needed"} & found.keys()
    listed.write_text(silences.replace(".jpg", ".jgp", 1) + before, encoding="utf-8")
    (unneeded,) = [each for each in told(run) if each["rule"] == "silence-is-needed"]
    assert "modules/deling/stort kart.jgp" in unneeded["what"]


def test_a_mistake_cannot_be_silenced(small_course: Path, run: Run) -> None:
    change(small_course / LESSON, "---\n", "---\n# silence image-has-alt: haster\n")
    path = small_course / LESSON
    path.write_text(path.read_text(encoding="utf-8") + "\n![](x.png)\n", encoding="utf-8")
    found = places(told(run))
    assert "image-has-alt" in found
    assert "silence-is-needed" in found


def test_personal_numbers_are_found_wherever_they_stand_and_not_repeated(
    small_course: Path, run: Run, write_tree: WriteTree
) -> None:
    folder = small_course / "modules/deling"
    (folder / "liste.csv").write_text(f"navn,nummer\nKari,{MADE_UP}\n", encoding="utf-8")
    exif = Image.Exif()
    exif[0x010E] = f"Bilde av {MADE_UP}"
    Image.new("RGB", (4, 4)).save(folder / "kari.jpg", exif=exif)
    paper = PdfWriter()
    paper.add_blank_page(100, 100)
    paper.add_metadata({"/Author": f"Kari {MADE_UP[:6]} {MADE_UP[6:]}"})
    paper.write(folder / "kari.pdf")
    with zipfile.ZipFile(folder / "ark.zip", "w") as archive:
        archive.write(folder / "kari.pdf", "ark/kari.pdf")
    with zipfile.ZipFile(folder / "bok.epub", "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr("1.xhtml", f"<p>{MADE_UP}</p>")
    for name in ("ikke.docx", "ikke.pdf"):
        (folder / name).write_bytes(b"PK er ingen fil")
    with zipfile.ZipFile(folder / "halv.xlsx", "w") as archive:
        archive.writestr("xl/workbook.xml", f"<t>{MADE_UP}</t>")
        archive.writestr("b.xml", "<t/>" * 99)
    whole = (folder / "halv.xlsx").read_bytes()
    (folder / "halv.xlsx").write_bytes(whole.replace(b"<t/><t/>", b"<t/><u/>"))
    path = small_course / LESSON
    path.write_text(path.read_text(encoding="utf-8") + f"\nNr. {MADE_UP}.\n", encoding="utf-8")
    shown = run("check", "--format", "json").out
    found = [
        each for each in json.loads(shown) if each["rule"] == "no-personal-number-is-published"
    ]
    unread = [each["path"] for each in json.loads(shown) if each["rule"] == "file-is-looked-into"]
    # That two files are not what their names say is told of already.
    assert unread == ["modules/deling/halv.xlsx"]
    wanted = [
        LESSON,
        "modules/deling/ark.zip",
        "modules/deling/bok.epub",
        "modules/deling/halv.xlsx",
        "modules/deling/kari.jpg",
        "modules/deling/kari.pdf",
        "modules/deling/liste.csv",
    ]
    assert [each["path"] for each in found] == wanted
    assert MADE_UP not in shown
    assert run("build", "nordvik").code == 1


def test_numbers_that_do_not_add_up_are_nobodys() -> None:
    assert numbers_in(f"{MADE_UP} 17858697437 12345678901 tlf. 815 48 333") == [MADE_UP]
    assert numbers_in("orgnr. 974760673, konto 1234.56.78903, kid 00000000000") == []
    assert numbers_in(f"a{MADE_UP}1 {MADE_UP[:6]}-{MADE_UP[6:]}") == [MADE_UP]


def test_fix_mends_tells_and_keeps_translations_agreeing(small_course: Path, run: Run) -> None:
    run("translated")
    change(small_course / LESSON, "Alle som får", 'Alle "her" som får')
    run("translated")
    outcome = run("check", "--fix")
    assert f'{LESSON}:12: Alle "her" som → Alle «her» som\n' in outcome.err
    assert "Rettet: 1, filer: 1." in outcome.err
    assert "«her»" in (small_course / LESSON).read_text(encoding="utf-8")
    assert "translation-is-current" not in outcome.err
    again = run("check", "--fix")
    assert "Ingenting kunne rettes uten deg." in again.err


def test_a_rule_is_explained_from_its_words(run: Run) -> None:
    page = run("check", "--explain", "picture-is-light").out
    assert page.startswith("# picture-is-light\n\nbildet er <shape> punkter og <size> kB\n")
    assert "telefon" in page
    assert run("check", "--explain", "all").out.count("\n# ") > 200
    wrong = run("check", "--explain", "picture-is-ligt")
    assert (wrong.code, "mente du: picture-is-light?" in wrong.err) == (2, True)


class Site(BaseHTTPRequestHandler):
    asked: ClassVar[list[tuple[str, str]]] = []

    def do_HEAD(self) -> None:
        self.answer()

    def do_GET(self) -> None:
        self.answer()

    def answer(self) -> None:
        type(self).asked.append((self.command, self.path))
        status = {"/borte": 404, "/flyttet": 301, "/lokalt": 302}.get(self.path, 200)
        if self.path == "/uten-head" and self.command == "HEAD":
            status = 405
        self.send_response(status)
        if status in (301, 302):
            self.send_header("Location", "/" if status == 301 else "http://localhost:1/")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def site() -> Iterator[str]:
    Site.asked = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_each_link_is_asked_once_and_remembered(site: str, tmp_path: Path) -> None:
    names = ("/", "/borte", "/flyttet", "/uten-head", "/lokalt")
    found: Places = {f"{site}{name}": ("a.md", n) for n, name in enumerate(names, 1)}
    day = datetime.date(2026, 11, 28)

    def asked(when: datetime.date) -> list[tuple[int | None, str]]:
        Site.asked = []
        told = check_links(
            found, tmp_path, when, pause=0, wait=5, may_ask=lambda host: host == "127.0.0.1"
        )
        return [(each.line, each.rule) for each in told]

    wanted = [(2, "link-answers"), (3, "link-has-not-moved"), (5, "link-is-public")]
    assert asked(day) == wanted
    assert Site.asked.count(("HEAD", "/uten-head")) == 1
    assert ("GET", "/uten-head") in Site.asked
    assert asked(day + datetime.timedelta(days=1)) == wanted
    assert {path for _, path in Site.asked} == {"/borte", "/lokalt"}  # what was good is believed
    asked(day + datetime.timedelta(days=8))
    assert ("HEAD", "/") in Site.asked
    assert "2026-12-06" in (tmp_path / FILE).read_text(encoding="utf-8")


def test_nobody_inside_is_asked() -> None:
    assert not is_public("localhost")
    assert not is_public("10.0.0.1")
    assert is_public("1.1.1.1")
