"""Editions that are the same but for printed values: what makes them alike, and their marks."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from samloft.composing.values import VARYING, template_names
from samloft.course.model import Edition
from samloft.slots.slot import Place, Slot, slot_of


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
