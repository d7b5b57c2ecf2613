"""Pictures are published as large as they are shown, upright, and without where they were taken."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup
from PIL import ExifTags, Image, ImageCms
from world import Run

from samloft.composing.pictures import WIDEST, for_the_web, published, size_of, sized, sizes_of
from samloft.text.markdown import engine_html
from samloft.text.parse import parse
from samloft.text.safety import Unsafe, clean
from samloft.text.write import write

TURNED = 6
"""EXIF's word for a camera held on its side."""


def photo(path: Path, size: tuple[int, int], **how: object) -> Path:
    """Write a picture whose left half is red, as a camera does: with where it was taken."""
    picture = Image.new("RGB", size, "blue")
    picture.paste("red", (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = TURNED
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (58.0, 8.0, 0.0)
    picture.save(path, exif=exif, **how)
    return path


@pytest.mark.parametrize("name", ["foto.jpg", "foto.png", "foto.webp"])
def test_a_photograph_is_scaled_upright_and_says_nothing_of_where_it_was_taken(
    name: str, tmp_path: Path
) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    source = photo(tmp_path / name, (1000, 2000), icc_profile=profile)
    made = for_the_web(source, tmp_path)
    with Image.open(made) as picture:
        assert picture.size == (WIDEST, WIDEST // 2)
        assert not picture.getexif()
        assert picture.info.get("icc_profile") == profile
        red, _, blue = picture.convert("RGB").getpixel((WIDEST // 2, 20))
        assert red > 200 > 50 > blue
    assert b"GPS" not in made.read_bytes()
    assert made.read_bytes() == for_the_web(source, tmp_path).read_bytes()
    assert size_of(made) == (1600, 800)


def test_narrow_screens_are_offered_narrower_copies(tmp_path: Path) -> None:
    source = photo(tmp_path / "foto.jpg", (1000, 2000))
    small, plan = tmp_path / "liten.png", tmp_path / "plan.svg"
    Image.new("RGB", (480, 20)).save(small)
    plan.write_text('<svg xmlns="http://www.w3.org/2000/svg" width="900" height="9"/>')
    files = {
        PurePosixPath("ki/foto.jpg"): source,
        PurePosixPath("ki/liten.png"): small,
        PurePosixPath("ki/plan.svg"): plan,
    }
    made = dict(published(tmp_path, files))
    copies = [PurePosixPath("ki/foto.480w.jpg"), PurePosixPath("ki/foto.960w.jpg")]
    assert {*made} == {*files, *copies}
    assert [size_of(made[copy]) for copy in copies] == [(480, 240), (960, 480)]
    assert not any(b"GPS" in made[copy].read_bytes() for copy in copies)
    sizes = sizes_of(tmp_path, files)
    text = parse("![Rom](foto.jpg)\n\n![Rom](foto.jpg){width=300}\n\n![Liten](liten.png)")
    ways = [("ki/01-hva.md", True, "../"), ("ki/index.md", True, ""), ("ki/01-hva.md", False, "")]
    for page, in_folders, up in ways:
        told = sized(text, PurePosixPath(page), sizes, in_folders=in_folders)
        wide, narrow, plain = (node.attrs for node in told.all("image"))
        assert wide["srcset"] == (
            f"{up}foto.480w.jpg 480w, {up}foto.960w.jpg 960w, {up}foto.jpg 1600w"
        )
        assert (wide["sizes"], narrow["sizes"]) == ("min(38rem, 100vw)", "min(300px, 100vw)")
        assert "srcset" not in plain


def test_a_copy_that_would_take_more_room_is_none(tmp_path: Path) -> None:
    lines = Image.new("P", (1000, 200))
    lines.putpalette([0, 0, 0, 255, 255, 255])
    lines.putdata([(x // 3 + y // 3) % 2 for y in range(200) for x in range(1000)])
    lines.save(tmp_path / "ruter.png", optimize=True)
    path = PurePosixPath("ruter.png")
    assert [*dict(published(tmp_path, {path: tmp_path / "ruter.png"}))] == [path]


def test_a_picture_that_needs_nothing_is_published_as_it_is(tmp_path: Path) -> None:
    small = tmp_path / "liten.png"
    Image.new("RGBA", (40, 30)).save(small)
    broken = tmp_path / "ødelagt.jpg"
    broken.write_bytes(b"ikke et bilde")
    moving = tmp_path / "gang.webp"
    frames = [Image.new("RGB", (2000, 10), shade) for shade in ("red", "blue")]
    frames[0].save(moving, save_all=True, append_images=frames[1:])
    for file in (small, broken, moving):
        assert for_the_web(file, tmp_path) == file


@pytest.mark.parametrize("mode", ["P", "1", "LA", "CMYK", "I;16"])
def test_any_kind_of_points_can_be_scaled(mode: str, tmp_path: Path) -> None:
    kind = "foto.jpg" if mode == "CMYK" else "foto.png"
    Image.new(mode, (2 * WIDEST, 200)).save(tmp_path / kind)
    assert size_of(for_the_web(tmp_path / kind, tmp_path)) == (WIDEST, 100)


def test_greys_of_sixteen_bits_stay_as_grey(tmp_path: Path) -> None:
    Image.new("I;16", (2 * WIDEST, 200), 30_000).save(tmp_path / "skann.png")
    with Image.open(for_the_web(tmp_path / "skann.png", tmp_path)) as picture:
        assert picture.convert("L").getpixel((0, 0)) == 30_000 // 256


def test_pages_say_how_large_a_picture_is_and_load_later_ones_late(tmp_path: Path) -> None:
    drawing, picture = tmp_path / "plan.svg", tmp_path / "foto.png"
    drawing.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="400" height="300"/>',
        encoding="utf-8",
    )
    Image.new("L", (400, 200)).save(picture)
    sizes = sizes_of(
        tmp_path, {PurePosixPath("ki/plan.svg"): drawing, PurePosixPath("foto.png"): picture}
    )
    text = parse("![Plan](plan.svg)\n\n![Foto](../foto.png){width=300}\n\n![Nett](https://x.no/a)")
    told = [node.attrs for node in sized(text, PurePosixPath("ki/01-hva.md"), sizes).all("image")]
    assert told == [
        {"width": "400", "height": "300"},
        {"width": "300", "height": "150", "loading": "lazy"},
        {"loading": "lazy"},
    ]


def test_a_photograph_in_a_lesson_is_built_with_its_copies(small_course: Path, run: Run) -> None:
    module = small_course / "modules/trygghet"
    photo(module / "foto.jpg", (1000, 600))
    lesson = module / "01-passord.md"
    text = lesson.read_text(encoding="utf-8").replace(
        "!!! reflect", "![Rom](foto.jpg)\n\n!!! reflect"
    )
    lesson.write_text(text, encoding="utf-8")
    assert run("build", "nordvik").code == 0
    page = small_course / "site/nordvik/trygghet/01-passord.html"
    picture = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser").find("img", alt="Rom")
    assert picture
    for way in str(picture["srcset"]).split(", "):
        assert (page.parent / way.split(" ")[0]).is_file()


def test_what_has_a_norwegian_name_is_found_where_check_finds_it(
    small_course: Path, run: Run
) -> None:
    folder = small_course / "modules/trygghet"
    (folder / "laas.svg").rename(folder / "lås her.svg")
    lesson = folder / "01-passord.md"
    text = lesson.read_text(encoding="utf-8").replace("laas.svg", "l%C3%A5s%20her.svg")
    written = "## Råd\n\n## Økonomi & plan {#økonomi}\n\nSe [rådet](#råd), [deg](#økonomi).\n"
    lesson.write_text(f"{text}\n{written}", encoding="utf-8")
    assert "l%C3%A5s" in text
    assert run("check").code == 0
    assert run("build", "nordvik", "--language", "nb").code == 0
    page = (small_course / "site/nordvik/trygghet/01-passord.html").read_text(encoding="utf-8")
    soup = BeautifulSoup(page, "html.parser")
    for words in ("rådet", "deg"):
        link = next(each for each in soup.find_all("a") if each.text == words)
        assert soup.find(id=unquote(str(link["href"])[1:]))


@pytest.mark.parametrize("way", ["https://evil.example/x.png", "//evil.example/x.png", "/x.png"])
def test_copies_of_a_picture_lie_with_the_course(way: str) -> None:
    found = clean(
        f'<img alt="" src="a.png" srcset="a.png 1w, {way} 2w">', is_ours=True, has_fields=True
    )
    assert found.lost == (Unsafe("attribute-is-known", "srcset"),)
    assert "srcset" not in found.html


def test_no_text_offers_copies_of_a_picture() -> None:
    assert clean('<img alt="" src="a.png" srcset="b.png 2x">').lost == (
        Unsafe("attribute-is-known", "srcset"),
    )


@pytest.mark.parametrize(
    "html",
    [
        '<img src="foto.jpg" alt="Foto">',
        '<figure>\n<img src="foto.jpg" alt="Foto">\n<figcaption>Bordet</figcaption>\n</figure>',
        'Her er <img src="foto.jpg" alt="et foto"> i en linje.',
        '- Et punkt\n\n    <img src="foto.jpg" alt="Foto">',
        '<div>\n\n<p><a href="01-hva.md"><img src="foto.jpg" alt="Foto"></a></p>\n\n</div>',
    ],
)
def test_pictures_in_html_are_told_of_like_all_others(html: str, tmp_path: Path) -> None:
    source = photo(tmp_path / "foto.jpg", (1000, 2000))
    sizes = sizes_of(tmp_path, {PurePosixPath("ki/foto.jpg"): source})
    page = PurePosixPath("ki/01-hva.md")
    written = engine_html(write(sized(parse(html), page, sizes)))
    assert written.count("<img") == 1
    assert 'width="1600"' in written
    assert 'height="800"' in written
    assert "foto.480w.jpg 480w, foto.960w.jpg 960w, foto.jpg 1600w" in written
