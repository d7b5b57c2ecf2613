"""An edition's values: as texts may use them, as files, and as marks where only they differ."""

from __future__ import annotations

from dataclasses import replace
from functools import cache, lru_cache
from pathlib import Path, PurePosixPath
from types import SimpleNamespace
from typing import Any

from samloft.catalogue import label
from samloft.composing.mkdocs_yml import LOGO, feedback_link, language_root
from samloft.course.colours import palette_of
from samloft.course.model import Course, Edition, Network, pick
from samloft.languages import Language
from samloft.languages.words import date_words
from samloft.slots.traced import Place, Slot, slot_of
from samloft.text.safety import cleaned_svg

CSS = PurePosixPath("assets/stylesheets/edition.css")
VARYING = ("edition", "network", "municipality", "values")
"""The names whose values differ between editions."""


def template_names(edition: Edition) -> dict[str, Any]:
    """Return what texts may use of an edition: plain values only, None for what is not known."""
    municipality = edition.municipality
    return {
        "edition": SimpleNamespace(name=edition.name, id=edition.id),
        **_network_names(_Same(edition.network)),
        "municipality": municipality
        and SimpleNamespace(
            name=municipality.name,
            number=municipality.number,
            website=municipality.website,
        ),
    }


class _Same:
    """A network as a key: itself only. Its editions share what is made from it."""

    def __init__(self, network: Network) -> None:
        self.network = network

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.network is other.network

    def __hash__(self) -> int:
        return id(self.network)


@lru_cache(maxsize=64)
def _network_names(same: _Same) -> dict[str, Any]:
    network = same.network
    return {
        "network": SimpleNamespace(
            name=network.name,
            url=network.url,
            host=network.host and network.host.name,
            feedback=network.feedback and feedback_link(network.feedback),
            accessibility_statement=network.accessibility_statement,
            municipalities=[
                SimpleNamespace(
                    name=m.name,
                    number=m.number,
                    other_names=m.other_names,
                    language=m.language,
                    website=m.website,
                    domain=m.website and m.website.removeprefix("https://").strip("/"),
                )
                for m in network.municipalities
            ],
        ),
        "values": SimpleNamespace(**network.values),
    }


def files_of(course: Course, network: Network) -> dict[PurePosixPath, Path | bytes]:
    """Return what stands in a plain tree beside the pages: pictures, the colours, the logo."""
    found: dict[PurePosixPath, Path | bytes] = {**course.files}
    for layer in network.layers:
        found |= {path: _safe(file) for path, file in layer.files.items()}
    found[CSS] = _css(network.colours.primary, network.colours.accent)
    if network.logo is not None:
        file = course.root / "networks" / network.slug / network.logo.file
        found[PurePosixPath(f"{LOGO}{file.suffix}")] = _safe(file)
    return found


def _safe(file: Path) -> Path | bytes:
    return cleaned_svg(file) if file.suffix.lower() == ".svg" else file


@cache
def _css(primary: str, accent: str) -> bytes:
    palette = palette_of(primary, accent)
    return (
        f":root {{\n  --sl-color-brand: {palette.brand};\n  --sl-color-accent: {palette.accent};\n"
        f"  --sl-color-brand-night: {palette.brand_night};\n"
        f"  --sl-color-accent-night: {palette.accent_night};\n}}\n"
    ).encode()


def shape_of(edition: Edition) -> tuple[object, ...]:
    """Return what has to be equal for editions to have the same texts, but for their values."""
    network = edition.network
    layers = tuple(layer.folder for layer in network.layers if not layer.is_empty)
    return (
        network.modules,
        network.without,
        bool(network.municipalities),
        network.slug if network.logo else "",
        layers,
    )


def settings_shape(edition: Edition) -> tuple[object, ...]:
    """Return what has to be equal for editions to have the same settings, but for their values."""
    marked = marked_edition(edition)
    network, place = marked.network, marked.municipality
    given = tuple(getattr(network, name) for name in _PRINTED_OF_NETWORK)
    return (edition.languages, network.languages, given, place and place.name)


_PRINTED_OF_NETWORK = {
    "name": Place.TEXT,
    "slug": Place.ADDRESS,
    "url": Place.ADDRESS,
    "accessibility_statement": Place.ADDRESS,
    "feedback": Place.ADDRESS,
}
"""What settings print of a network, and what kind of place it stands in."""


def marked_edition(edition: Edition) -> Edition:
    """Return the edition with marks for what its settings print, where a mark can stand for it."""
    network, municipality = edition.network, edition.municipality
    slots = slots_of(edition)

    def mark(path: str, place: Place) -> str | None:
        slot = slots.get(path)
        if slot is None:
            return None
        return slot.printed if slot.fits(place) else slot.whole

    given: dict[str, Any] = {
        name: mark(f"network.{name}", place) for name, place in _PRINTED_OF_NETWORK.items()
    }
    if given["feedback"]:
        given["feedback"] = given["feedback"].removeprefix("mailto:")
    return Edition(
        network=replace(network, **given),
        municipality=municipality
        and replace(
            municipality,
            name=mark("municipality.name", Place.TEXT) or municipality.name,
            slug=mark("municipality.slug", Place.ADDRESS) or municipality.slug,
        ),
    )


def slots_of(edition: Edition) -> dict[str, Slot]:
    """Return every place where an edition's own values may be printed, by the value's path."""
    names = template_names(edition)
    found = {
        f"{owner}.{name}": value
        for owner in VARYING
        if names[owner] is not None
        for name, value in vars(names[owner]).items()
        if isinstance(value, str)
    }
    found["network.slug"] = edition.network.slug
    if edition.municipality:
        found["municipality.slug"] = edition.municipality.slug
    return {path: slot_of(path, value) for path, value in found.items()}


def sheet_footer(course: Course, edition: Edition, page: PurePosixPath, language: Language) -> str:
    """Return what stands at the foot of each sheet, so an old paper can be told from a new one."""
    footer = label(
        language,
        "sheet.footer",
        course=course.title[pick(language, course.title)],
        edition=edition.name,
        version=course.version,
        date=date_words(course.date, language),
    )
    if course.site_url:
        own = language_root(edition, language)
        version = f"{course.version}/" if course.is_release else ""
        site = f"{course.site_url.rstrip('/')}/{edition.id}/{version}"
        address = f"{site}{own}{page.with_suffix('')}/"
        footer = f"{footer} · {address}"
    return footer
