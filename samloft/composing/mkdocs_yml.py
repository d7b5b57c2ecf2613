"""Say what an edition's mkdocs.yml says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from samloft.addresses import (
    COLOURS,
    LATEST,
    LOGO,
    MINE,
    PRIVACY,
    SESSIONS,
    STYLES,
    VOCABULARY,
    opening,
)
from samloft.catalogue import borrowed, label, labels
from samloft.composing.own_words import NAME, Own, language_root, way_to
from samloft.composing.script_words import script_words_address
from samloft.course.model import Course, Edition, pick
from samloft.languages import LANGUAGES, Language, about, in_turn
from samloft.languages.words import date_words

NAMED = "sl-name:"
"""Before a title that is to be a name: a screen reader says an arrow, whatever its title is.

`main.html` puts the one in place of the other."""


def newest_root(course: Course, edition: Edition) -> str:
    """Return the folder where an edition stands as it is now, below the course's address."""
    return f"{edition.id}/{LATEST}" if course.is_release else edition.id


def root_of(course: Course, edition: Edition) -> str | None:
    """Return the address below which an edition is published, where that is known.

    What opens from a disk has none; what is published has the other form of addresses.
    """
    root = edition.network.published_at or course.site_url
    return root.rstrip("/") if root and course.addresses == "folders" else None


def _licence(course: Course) -> str | None:
    """Return the address of a Creative Commons licence, as machines know it."""
    found = re.fullmatch(r"CC-([A-Z-]+)-([0-9.]+)", course.licence)
    if found is None:
        return None
    return f"https://creativecommons.org/licenses/{found[1].lower()}/{found[2]}/"


def site_config(
    base: Mapping[str, Any],
    course: Course,
    edition: Edition,
    own: Own,
    language: Language,
    nav: list[Any],
    aside: Iterable[str],
) -> dict[str, Any]:
    """Return a complete mkdocs.yml.

    Args:
        base: what the course's own says.
        course: the course.
        edition: what the site is of.
        own: what its pages say of it alone.
        language: the form it is in.
        nav: the menu.
        aside: patterns for pages that are not in it.
    """
    network = edition.network
    title = course.title[pick(language, course.title)]
    theme = {**base["theme"], "language": language, "custom_dir": "theme"}
    theme["palette"] = [_scheme(entry, language) for entry in base["theme"]["palette"]]
    if network.logo:
        theme["logo"] = f"{LOGO}{PurePosixPath(network.logo.file).suffix}"
    extra = {
        "course": {
            "title": title,
            "version": course.version,
            "date": date_words(course.day, language),
            "day": course.day.isoformat(),
        },
        "edition": {"name": own[NAME], "network": network.name},
        "links": {
            # From the root of this site, so pages can lead there whatever the address is.
            "front": own[way_to("front")],
            "home": own[way_to("home")],
            "opening": opening(course.addresses),
            "url": network.url,
            "feedback": network.feedback,
            # Told by what a mark for it begins with too, so that editions share their pages.
            "writes": str(network.feedback).startswith("mailto:") or None,
            "host": network.host.name if network.host else None,
            "faults": course.faults,
            "licence": _licence(course),
            "accessibility_statement": network.accessibility_statement,
        },
        "logo_alt": network.logo.alt[pick(language, network.logo.alt)] if network.logo else "",
        "languages": list(_forms(course, edition, own)),
        "search": {
            "stemmer": about(language).stemmer or None,
            "vocabulary": VOCABULARY.stem,
            "sessions": SESSIONS,
        },
        "mine": MINE.stem,
        "privacy": PRIVACY.stem if any(page.path == PRIVACY for page in course.pages) else None,
        "labels": _labels(course, language),
        "footnote": {
            key: words.partition("{{")[0] for key, words in labels(language, "footnote").items()
        },
        "borrowed": borrowed(language, "site") or None,
        "theme_words": None if about(language).theme else _theme_words(language),
        "release": _release(own) if course.is_release else None,
    }
    return {
        "site_name": f"{title} – {own[NAME]}",
        "site_description": course.summary[pick(language, course.summary)],
        **_address(course, edition, language),
        "use_directory_urls": course.addresses == "folders",
        **{key: value for key, value in base.items() if key != "theme"},
        "theme": theme,
        "extra_javascript": [
            str(script_words_address(language)),
            *base.get("extra_javascript", []),
        ],
        "extra_css": [str(STYLES), *base.get("extra_css", []), str(COLOURS)],
        "extra": {**base.get("extra", {}), **_without_none(extra)},
        "markdown_extensions": [
            _extension(entry, language) for entry in base["markdown_extensions"]
        ],
        "nav": nav,
        "not_in_nav": "".join(f"{pattern}\n" for pattern in aside),
    }


def _labels(course: Course, language: Language) -> dict[str, str]:
    """Return the theme's words. The date of a version is the day it was released."""
    words = labels(language, "site")
    return {**words, "updated": label(language, "site.released")} if course.is_release else words


def _address(course: Course, edition: Edition, language: Language) -> dict[str, str]:
    """Return where a form of an edition stands, where that is known."""
    root = root_of(course, edition)
    if root is None:
        return {}
    own = language_root(edition, language)
    return {"site_url": f"{root}/{newest_root(course, edition)}/{own}"}


def _forms(course: Course, edition: Edition, own: Own) -> Iterator[dict[str, str]]:
    """Yield every form a reader can change to, with the way to it from the root of this site.

    In one order for all networks, whichever is theirs: so their pages have the same frame.
    """
    for code in sorted(Edition(network=edition.network).languages, key=LANGUAGES.index):
        form = {"code": code, "name": about(code).name, "link": own[way_to(code)]}
        # A page of another edition would not name this one back.
        if root_of(course, edition) and code in edition.languages:
            form["address"] = _address(course, edition, code)["site_url"]
        yield form


def _theme_words(language: Language) -> str | None:
    """Return which of its own languages the theme uses where it has not this one."""
    return next((name for code in in_turn(language) if (name := about(code).theme)), None)


def _release(own: Own) -> dict[str, str]:
    """Return what a released page knows of the versions beside it, from the root of its site."""
    return {"root": own[way_to("release")], "list": own[way_to("versions")]}


def _scheme(entry: Mapping[str, Any], language: Language) -> dict[str, Any]:
    found = dict(entry)
    if "toggle" in found:
        name = label(language, f"toggle.{found['scheme']}")
        found["toggle"] = {**found["toggle"], "name": name}
    return found


def _extension(entry: Any, language: Language) -> Any:
    """Return a Markdown extension with the words it puts on pages in their language."""
    words: dict[str, dict[str, Any]] = {
        # Not as a style, which a strict content security policy refuses.
        "tables": {"use_align_attribute": True},
        "footnotes": {
            # A text's own are written above those of its sources, which it may cite first.
            "USE_DEFINITION_ORDER": False,
            "BACKLINK_TITLE": NAMED + label(language, "footnote.back_to_note"),
            "SUPERSCRIPT_TEXT": label(language, "footnote.note"),
        },
        "toc": {"permalink": False, "title": label(language, "toc")},
    }
    name = entry if isinstance(entry, str) else next(iter(entry))
    if name not in words:
        return entry
    settings = {} if isinstance(entry, str) else entry[name]
    return {name: {**words[name], **settings}}


def _without_none(value: Mapping[str, Any]) -> dict[str, Any]:
    """Return settings without what is not known, so templates can simply ask for it."""
    return {
        key: _without_none(inner) if isinstance(inner, dict) else inner
        for key, inner in value.items()
        if inner is not None
    }
