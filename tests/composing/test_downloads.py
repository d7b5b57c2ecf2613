"""A link to a file says what it is and how large, in the reader's language."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from samloft.composing.downloads import downloads_of, told_of
from samloft.course.media import DOWNLOADS, FILE_KINDS, SHOWN
from samloft.languages import Language
from samloft.text.parse import parse
from samloft.text.write import write

PAGE = PurePosixPath("ki/01-hva.md")


def told(text: str, files: dict[str, Path], language: str = "nb") -> str:
    places = {PurePosixPath(place): file for place, file in files.items()}
    return write(told_of(parse(text), PAGE, downloads_of(places, Language(language)))).strip()


def file(path: Path, size: int) -> Path:
    path.write_bytes(b"x" * size)
    return path


def test_kind_and_size_stand_in_the_link(tmp_path: Path) -> None:
    form = file(tmp_path / "ark æ.docx", 24_300)
    table = file(tmp_path / "tall.XLSX", 2_450_000)
    files = {"ki/ark æ.docx": form, "tall.XLSX": table}
    text = "[Ark](ark%20%C3%A6.docx) og [tall](../tall.XLSX)"
    assert told(text, files) == (
        "[Ark (Word, 24\u00a0kB)](ark%20%C3%A6.docx) og [tall (Excel, 2,4\u00a0MB)](../tall.XLSX)"
    )
    assert "2.4\u00a0MB" in told(text, files, "en")


def test_pages_pictures_and_what_is_not_there_are_left_alone(tmp_path: Path) -> None:
    files = {"ki/a.png": file(tmp_path / "a.png", 9), "ki/b.pdf": file(tmp_path / "b.pdf", 9)}
    text = "[side](02-ord.md) [bilde](a.png) [ute](https://x.no/b.pdf) [borte](c.pdf)"
    assert told(text, files) == text
    assert told("[b](b.pdf#page=2)", files) == "[b (PDF, 1\u00a0kB)](b.pdf#page=2)"


def test_every_kind_that_is_published_and_not_shown_is_told(tmp_path: Path) -> None:
    for kind in FILE_KINDS - SHOWN - {".vtt"}:  # captions come with their film
        assert f"{DOWNLOADS[kind]}, 1\u00a0kB" in told(
            f"[a](a{kind})", {f"ki/a{kind}": file(tmp_path / f"a{kind}", 9)}
        )
