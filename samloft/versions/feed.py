"""The versions of an edition as a feed (Atom, RFC 4287): who asks it hears of new ones."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from samloft.addresses import VERSIONS
from samloft.catalogue import label
from samloft.languages import Language
from samloft.versions.manifest import Line

FEED = "feed.xml"
ATOM = "http://www.w3.org/2005/Atom"


def feed(line: Line, language: Language, form: str, course: str, site_url: str) -> bytes:
    """Return the feed of an edition's versions, the newest first.

    Args:
        line: the versions.
        language: what it is in.
        form: the folder of that language below a version: empty for the edition's own.
        course: who it is by: the course, as it is called.
        site_url: where the published tree lies; a feed's addresses are whole.
    """
    root = f"{site_url.rstrip('/')}/{line.edition}"
    home = f"{root}/{VERSIONS}/{form}"
    whole = Element("feed", {"xmlns": ATOM, "xml:lang": language})
    SubElement(whole, "id").text = f"{home}{FEED}"
    SubElement(whole, "title").text = f"{course} – {line.newest.name}"
    SubElement(whole, "link", {"rel": "self", "href": f"{home}{FEED}"})
    SubElement(whole, "link", {"href": home})
    author = SubElement(whole, "author")
    SubElement(author, "name").text = course
    newest = max(manifest.date for manifest in line.versions)
    SubElement(whole, "updated").text = f"{newest.isoformat()}T12:00:00Z"
    for manifest in reversed(line.versions):
        role = line.role_of(manifest.version)
        name = f"{label(language, 'versions.version')} {manifest.version}"
        state = label(language, f"versions.state.{role}")
        entry = SubElement(whole, "entry")
        own = f"{root}/{manifest.version}/{form}"
        SubElement(entry, "id").text = own
        SubElement(entry, "title").text = f"{name} ({state})" if state else name
        SubElement(entry, "updated").text = f"{manifest.date.isoformat()}T12:00:00Z"
        SubElement(entry, "link", {"href": own})
        before = line.before(manifest.version)
        if before:
            news = label(language, "versions.since", before=before.version)
            SubElement(
                entry,
                "link",
                {"rel": "related", "title": news, "href": f"{home}{manifest.version}/"},
            )
            SubElement(entry, "summary").text = news
        else:
            SubElement(entry, "summary").text = name
    indent(whole)
    content: bytes = tostring(whole, encoding="utf-8", xml_declaration=True)
    return content + b"\n"
