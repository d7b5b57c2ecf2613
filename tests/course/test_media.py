"""Files beside the texts are what their name says, do no harm, and ask for bounded work."""

from __future__ import annotations

import io
import os
import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from PIL import Image
from world import Run

from samloft.course.drawings import TooMuchError, cleaned_svg

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'


def png(width: int, height: int) -> bytes:
    """Return the first bytes of a picture that says how large it is, and holds nothing."""

    def chunk(kind: bytes, inside: bytes) -> bytes:
        return (
            struct.pack(">I", len(inside))
            + kind
            + inside
            + struct.pack(">I", zlib.crc32(kind + inside))
        )

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def picture(kind: str) -> bytes:
    """Return a small picture."""
    made = io.BytesIO()
    Image.new("RGB", (2, 2)).save(made, kind)
    return made.getvalue()


def half(kind: str) -> bytes:
    """Return a picture whose file ends too early."""
    made = io.BytesIO()
    Image.effect_noise((200, 200), 80).save(made, kind)
    return made.getvalue()[: made.tell() // 2]


def paper(script: str = "") -> bytes:
    """Return a PDF of one page, perhaps with a script."""
    opened = f"/OpenAction << /S /JavaScript /JS ({script}) >>" if script else ""
    parts = (
        f"1 0 obj << /Type /Catalog /Pages 2 0 R {opened} >> endobj",
        "2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj",
        "3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >> endobj",
    )
    body, places = "%PDF-1.7\n", []
    for part in parts:
        places.append(len(body))
        body += f"{part}\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 4\n0000000000 65535 f \n{table}trailer << /Size 4 /Root 1 0 R >>\n"
    return f"{body}{end}startxref\n{len(body)}\n%%EOF\n".encode()


def packed(*names: str) -> bytes:
    """Return an archive of small files."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in names:
            archive.writestr(name, "application/epub+zip" if name == "mimetype" else "x")
    return made.getvalue()


def used(times: int) -> str:
    """Return a drawing that draws twice what it draws twice, so many times."""
    parts = [
        f'<g id="a{n}"><use href="#a{n + 1}"/><use href="#a{n + 1}"/></g>' for n in range(times)
    ]
    return f'{HEAD}{"".join(parts)}<g id="a{times}"><rect/></g></svg>'


REFUSED = {
    "side.png": (b"<html><script>alert(1)</script>", "innholdet er ikke PNG"),
    "foto.png": (picture("JPEG"), "innholdet er ikke PNG"),
    "foto.jpg": (picture("PNG"), "innholdet er ikke JPG"),
    "foto.webp": (b"RIFF", "innholdet er ikke WEBP"),
    "tom.png": (b"", "innholdet er ikke PNG"),
    "bombe.png": (png(60_000, 60_000), "60000 × 60000"),
    "halvt.png": (half("PNG"), "bildet er ikke helt"),
    "halvt.jpg": (half("JPEG"), "bildet er ikke helt"),
    "halvt.webp": (half("WEBP"), "innholdet er ikke WEBP"),
    "film.mp4": (b"<script>", "innholdet er ikke MP4"),
    "lyd.mp3": (b"<script>", "innholdet er ikke MP3"),
    "lyd.m4a": (b"<script>", "innholdet er ikke M4A"),
    "tekst.vtt": (b"hei", "innholdet er ikke VTT"),
    "ark.pdf": (b"<html>", "innholdet er ikke PDF"),
    "odelagt.pdf": (b"%PDF-1.7\n1 0 obj\n", "innholdet er ikke PDF"),
    "skript.pdf": (paper("app.alert(1)"), "PDF-fila gjør mer enn å bli lest: /JavaScript"),
    "bok.epub": (packed("kapittel.xhtml"), "innholdet er ikke EPUB"),
    "dag.ics": (b"<html>", "innholdet er ikke ICS"),
    "ark.zip": (b"<html>", "innholdet er ikke ZIP"),
    "program.zip": (packed("a.pdf", "kjør.exe"), "ZIP-fila har noe som ikke blir publisert: kjør"),
    "ute.zip": (packed("../a.pdf"), "ZIP-fila har noe som ikke blir publisert: ../a.pdf"),
    "skjult.zip": (packed("b.zip"), "ZIP-fila har noe som ikke blir publisert: b.zip"),
    "dyp.svg": (f"{HEAD}{'<g>' * 900}{'</g>' * 900}</svg>".encode(), "for mye inni hverandre"),
    "dobling.svg": (used(30).encode(), "for mye inni hverandre"),
    "ring.svg": (f'{HEAD}<g id="a"><use href="#a"/></g></svg>'.encode(), "for mye inni hverandre"),
    "navn.svg": (
        b'<!DOCTYPE svg [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>' + f"{HEAD}&b;</svg>".encode(),
        "for mye inni hverandre",
    ),
    "tall.csv": (b"navn,sum\nA,=1+1\n", ":2: et regneark vil kjøre «=1+1» som en formel"),
    "annet.csv": (b"navn,sum\nA;=1+1,2\n", ":2: et regneark vil kjøre «=1+1,2»"),
    "eget.csv": (b"sep=|\nA|-cmd\n", ":2: et regneark vil kjøre «-cmd»"),
    "søk.csv": (b"navn;sum\nA;@SUM(1)\n", ":2: et regneark vil kjøre «@SUM(1)»"),
    'a"b.png': (picture("PNG"), ""),
}


@pytest.mark.parametrize("folder", ["docs", "networks/nordvik/docs"])
def test_every_file_that_is_not_what_it_seems_is_named(
    folder: str, small_course: Path, run: Run
) -> None:
    for name, (content, _) in REFUSED.items():
        (small_course / folder / name).write_bytes(content)
    done = run("check")
    assert done.code == 1
    lines = done.err.splitlines()
    named = {
        name
        for name, (_, said) in REFUSED.items()
        if any(line.startswith(f"{folder}/{name}:") and said in line for line in lines)
    }
    assert REFUSED.keys() - named == set()
    mistakes = [line for line in lines if line.startswith(folder) and ": råd: " not in line]
    assert len(mistakes) == len(REFUSED)
    assert run("build").code == 1


def test_files_that_are_what_they_seem_are_published(small_course: Path, run: Run) -> None:
    files = {
        **{f"a.{kind}": picture(kind.upper()) for kind in ("png", "jpeg", "webp")},
        "a.pdf": paper(),
        "a.csv": "\ufeffnavn;endring\nÅnes;-1,5 %\n+47 22 00 00 00;–\nKaffe;10,-\nTe;-\n".encode(),
        "a.mp4": b"\x00\x00\x00\x18ftypmp42",
        "a.m4a": b"\x00\x00\x00\x18ftypM4A ",
        "a.mp3": b"ID3\x04\x00",
        "b.mp3": b"\xff\xfb\x90\x00",
        "a.vtt": b"\xef\xbb\xbfWEBVTT\n",
        "a.svg": used(5).encode(),
        "a.epub": packed("mimetype", "kapittel.xhtml"),
        "a.ics": b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
        "a.zip": packed("ark/a.pdf", "b.DOCX"),
    }
    for name, content in files.items():
        (small_course / "docs" / name).write_bytes(content)
    done = run("build", "nordvik", "--without-sheets")
    assert done.code == 0, done.err
    assert {name for name in files if not (small_course / "site/nordvik" / name).exists()} == set()


def test_a_file_in_the_place_of_the_sites_own_is_refused(small_course: Path, run: Run) -> None:
    place = small_course / "networks/nordvik/docs/assets/logo.svg"
    place.parent.mkdir()
    place.write_text(f"{HEAD}</svg>", encoding="utf-8")
    done = run("check")
    assert "navnet «assets» bruker nettstedet selv [name-is-free]" in done.err


PIPES = ["docs/om.md", "networks/nordvik/docs/ny.md", "networks/nordvik/network.yml", "docs/x"]


@pytest.mark.parametrize("name", [*PIPES, "mkdocs.yml", "overrides/x.css"])
def test_a_pipe_in_the_place_of_a_file_stops_nobody(
    name: str, small_course: Path, run: Run
) -> None:
    (small_course / name).unlink(missing_ok=True)
    os.mkfifo(small_course / name)
    (small_course / "docs/index.md").write_text("---\ntitle: Hjem\n---\n\n{{ x }}\n", "utf-8")
    done = run("check")
    assert done.code == 1
    assert f"{name}: dette er ikke ei vanlig fil [file-is-ordinary]" in done.err
    assert "docs/index.md:5: " in done.err


def test_a_drawing_that_moves_is_named_with_its_line(small_course: Path, run: Run) -> None:
    drawing = f'{HEAD}\n<rect width="5"><animate attributeName="x" to="9" dur="1s"/></rect></svg>'
    (small_course / "docs/tegning.svg").write_text(drawing, encoding="utf-8")
    assert "docs/tegning.svg:2: tegningen har <animate>, og det som beveger" in run("check").err


def test_a_drawing_whose_style_moves_it_is_named_with_the_line(
    small_course: Path, run: Run
) -> None:
    style = "<style>\n/* @keyframes\n*/ a { fill: red }\n@keyframes b { to { x: 9 } }\n</style>"
    (small_course / "docs/tegning.svg").write_text(f"{HEAD}\n{style}\n</svg>", encoding="utf-8")
    assert "docs/tegning.svg:5: tegningen har @keyframes, og det som beveger" in run("check").err


def test_a_drawing_is_cleaned_wherever_it_lies(small_course: Path, run: Run) -> None:
    drawing = f'{HEAD}<script>alert(1)</script><rect onclick="x()" width="5"/></svg>'
    (small_course / "docs/tegning.svg").write_text(drawing, encoding="utf-8")
    assert run("build", "nordvik", "--without-sheets").code == 0
    shown = (small_course / "site/nordvik/tegning.svg").read_text(encoding="utf-8")
    assert "<rect" in shown
    assert "alert" not in shown
    assert "onclick" not in shown


def test_a_drawing_too_deep_for_the_cleaner_never_reaches_it(tmp_path: Path) -> None:
    file = tmp_path / "dyp.svg"
    file.write_text(f"{HEAD}{'<g>' * 200_000}", encoding="utf-8")
    with pytest.raises(TooMuchError):
        cleaned_svg(file)
