"""Editions that are the same but for printed values: what makes them alike, and their marks."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Any

from samloft.composing.base_settings import read_base
from samloft.composing.mkdocs_yml import site_config
from samloft.composing.own_words import MarkedOwn, Own, own_facts, own_of, own_slots
from samloft.composing.values import VARYING, template_names
from samloft.course.editions import Site
from samloft.course.model import Course, Edition
from samloft.slots.settings import setting_facts, setting_slots, settings
from samloft.slots.slot import Slot, slot_of
from samloft.slots.traced import Lookups, facts_of

SETTINGS = "settings"
"""How the paths of an edition's settings begin, which are not the names that texts use."""


def marked_edition(edition: Edition, lookups: Lookups) -> Edition:
    """Return the edition seen through: what is read of it prints as its mark, or is noted."""
    return settings(edition, SETTINGS, lookups)


def all_values_of(edition: Edition, names: Mapping[str, Any]) -> dict[str, Any]:
    """Return everything there is to look at in an edition, for texts and for our own code."""
    return {
        **facts_of({name: names[name] for name in VARYING}),
        **setting_facts(edition, SETTINGS),
    }


def slots_of(edition: Edition, own: Own) -> dict[str, Slot]:
    """Return every place where an edition's own values may be printed, by the value's path."""
    names = template_names(edition)
    texts = {
        f"{owner}.{name}": value
        for owner in VARYING
        if names[owner] is not None
        for name, value in vars(names[owner]).items()
        if isinstance(value, str)
    }
    slots = {path: slot_of(path, value) for path, value in texts.items()}
    return slots | setting_slots_of(edition, own)


def setting_slots_of(edition: Edition, own: Own) -> dict[str, Slot]:
    """Return every place where our own code may print an edition's settings, by path."""
    return setting_slots(edition, SETTINGS) | own_slots(own)


def kinds_of_sites(course: Course) -> Callable[[Site], Hashable]:
    """Return what tells a site's kind: those of one kind are likely to share texts and frame.

    It tells which to make together, and which to compare; what is made does not hang on it.
    """
    base = read_base(course.root)
    lookups = Lookups()

    def kind_of(site: Site) -> Hashable:
        network = site.edition.network
        layers = tuple(layer.folder for layer in network.layers if not layer.is_empty)
        texts = (network.modules, network.without, bool(network.municipalities), layers)
        own = own_of(course, site.edition, site.language)
        facts = {**all_values_of(site.edition, template_names(site.edition)), **own_facts(own)}

        def settings_looked_at() -> str:
            marked = marked_edition(site.edition, lookups)
            with lookups.watch() as seen:
                site_config(base, course, marked, MarkedOwn(own, lookups), site.language, [], [])
            return str(sorted(seen.items()))

        return texts, lookups.once(site.language, facts, settings_looked_at)

    return kind_of
