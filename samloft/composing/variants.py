"""Editions that are the same but for printed values: what makes them alike, and their marks."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from samloft.composing.base_settings import read_base
from samloft.composing.mkdocs_yml import site_config
from samloft.composing.own_words import MarkedOwn, Own, own_facts, own_of, own_slots
from samloft.composing.values import VARYING, Same, network_names, template_names
from samloft.course.editions import Site
from samloft.course.model import Course, Edition, Network
from samloft.slots.settings import in_print, setting_facts, setting_slots, settings
from samloft.slots.slot import Slot, slot_of
from samloft.slots.traced import Lookups, facts_of

SETTINGS = "settings"
"""How the paths of an edition's settings begin, which are not the names that texts use."""


def marked_edition(edition: Edition, lookups: Lookups) -> Edition:
    """Return the edition seen through: what is read of it prints as its mark, or is noted."""
    return settings(edition, SETTINGS, lookups)


def all_values_of(edition: Edition, names: Mapping[str, Any], own: Own) -> dict[str, Any]:
    """Return everything there is to look at in an edition, for texts and for our own code."""
    whole = _of_network(Same(edition.network))
    others = facts_of({name: names[name] for name in VARYING if name not in whole.names})
    settings_of_it = setting_facts(edition, SETTINGS, _facts_in)
    return {**whole.facts, **others, **settings_of_it, **own_facts(own)}


def slots_of(edition: Edition, own: Own) -> dict[str, Slot]:
    """Return every place where an edition's own values may be printed, by the value's path."""
    names, whole = template_names(edition), _of_network(Same(edition.network))
    slots = _text_slots({name: names[name] for name in VARYING if name not in whole.names})
    return {**whole.slots, **slots, **setting_slots_of(edition, own)}


def setting_slots_of(edition: Edition, own: Own) -> dict[str, Slot]:
    """Return every place where our own code may print an edition's settings, by path."""
    return setting_slots(edition, SETTINGS, _slots_in) | own_slots(own)


@dataclass(frozen=True)
class _OfNetwork:
    """What a network's editions have in common."""

    names: Mapping[str, Any]
    """What texts may use."""
    facts: Mapping[str, Any]
    slots: Mapping[str, Slot]


@lru_cache(maxsize=64)
def _of_network(same: Same) -> _OfNetwork:
    names = network_names(same)
    return _OfNetwork(names, facts_of(names), _text_slots(names))


def _text_slots(names: Mapping[str, Any]) -> dict[str, Slot]:
    return {
        f"{owner}.{name}": slot_of(f"{owner}.{name}", value)
        for owner, values in names.items()
        if values is not None
        for name, value in vars(values).items()
        if isinstance(value, str)
    }


@lru_cache(maxsize=64)
def _settings_of(same: Same, path: str) -> tuple[Mapping[str, Any], Mapping[str, Slot]]:
    return setting_facts(same.network, path), setting_slots(same.network, path)


def _facts_in(record: Any, path: str) -> Mapping[str, Any]:
    """Return everything there is to look at in a record of an edition; a network has hundreds."""
    is_network = isinstance(record, Network)
    return _settings_of(Same(record), path)[0] if is_network else setting_facts(record, path)


def _slots_in(record: Any, path: str) -> Mapping[str, Slot]:
    is_network = isinstance(record, Network)
    return _settings_of(Same(record), path)[1] if is_network else setting_slots(record, path)


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
        facts = all_values_of(site.edition, template_names(site.edition), own)

        def settings_looked_at() -> str:
            marked = marked_edition(site.edition, lookups)
            with lookups.watch() as seen:
                itself = MarkedOwn(own, lookups)
                # As it is composed: a setting is looked at when it is printed.
                in_print(site_config(base, course, marked, itself, site.language, [], []))
            return str(sorted(seen.items()))

        return texts, lookups.once(site.language, facts, settings_looked_at)

    return kind_of


def likely_kinds(course: Course) -> Callable[[Site], Hashable]:
    """Return what most likely tells a site's kind: that of the first municipality for all of them.

    Good enough for who makes what; hundreds need not be looked at for it.
    """
    kind_of = kinds_of_sites(course)
    known: dict[Hashable, Hashable] = {}

    def likely(site: Site) -> Hashable:
        edition = site.edition
        of = edition.network.slug, edition.municipality is None, site.language
        if of not in known:
            known[of] = kind_of(site)
        return known[of]

    return likely
