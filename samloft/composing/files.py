"""What stands in a plain tree beside its pages: pictures, the colours, the logo."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path, PurePosixPath

from samloft.addresses import COLOURS, LOGO, OTHER_WORDS
from samloft.cache import Cache, digest
from samloft.composing.other_words import other_words
from samloft.composing.pictures import for_the_web, published
from samloft.composing.script_words import as_script, script_words, script_words_address
from samloft.composing.stemmers import stemmer, stemmer_address
from samloft.composing.typeface import typeface
from samloft.course.colours import palette_of
from samloft.course.drawing_colours import coloured
from samloft.course.drawings import cleaned_svg
from samloft.course.model import Course, Edition, Network
from samloft.languages import about


def files_of(
    course: Course, network: Network, cache: Cache | None = None
) -> dict[PurePosixPath, Path | bytes]:
    """Return what stands in a plain tree beside the pages: pictures, the colours, the logo.

    What takes a network's colours is kept between builds, if there is a cache.
    """
    colours = (network.colours.primary, network.colours.accent)

    def kept(make: Callable[[], bytes], *of: str | bytes) -> bytes:
        return cache.once("coloured", digest(*colours, *of), make) if cache else make()

    def drawn(file: Path) -> bytes:
        return kept(lambda: coloured(cleaned_svg(file), palette_of(*colours)), file.read_bytes())

    found: dict[PurePosixPath, Path | bytes] = {
        path: drawn(file) if file.suffix.lower() == ".svg" else file
        for path, file in published(course.root, sources_of(course, network))
    }
    found |= typeface(course.root)
    found[COLOURS] = kept(lambda: _css(*colours))
    languages = Edition(network=network).languages
    found |= {script_words_address(language): script_words(language) for language in languages}
    stemmers = {about(language).stemmer for language in languages}
    found |= {stemmer_address(name): stemmer(name) for name in sorted(filter(None, stemmers))}
    found[OTHER_WORDS] = as_script("samloftOtherWords", other_words(course, network))
    if network.logo is not None:
        file = course.root / "networks" / network.slug / network.logo.file
        is_drawn = file.suffix.lower() == ".svg"
        logo = cleaned_svg(file) if is_drawn else for_the_web(file, course.root)
        found[PurePosixPath(f"{LOGO}{file.suffix}")] = logo
    return found


def sources_of(course: Course, network: Network) -> dict[PurePosixPath, Path]:
    """Return the files beside the texts, a network's over the shared ones, as they were written."""
    found = dict(course.files)
    for layer in network.layers:
        found |= layer.files
    return found


def file_places(course: Course, network: Network) -> Iterator[PurePosixPath]:
    """Yield where the files stand that a text may lead to, without reading any."""
    yield from course.files
    for layer in network.layers:
        yield from layer.files


def _css(primary: str, accent: str) -> bytes:
    palette = palette_of(primary, accent)
    light, dark = asdict(palette.light), asdict(palette.dark)
    lines = [
        f"  --sl-color-{name.replace('_', '-')}: light-dark({light[name]}, {dark[name]});"
        for name in light
    ]
    return "\n".join([":root {", *lines, "}", ""]).encode()
