"""What a released page says of the versions around it: a notice, and a word to search engines."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from markupsafe import Markup, escape

from samloft.addresses import LATEST
from samloft.catalogue import label, voice
from samloft.changes.compare import same_session
from samloft.changes.outline import Outline
from samloft.languages import Language
from samloft.versions.manifest import Line, Manifest, Role
from samloft.versions.redirects import counterparts
from samloft.versions.version_numbers import order_of

Outlines = Callable[[Manifest], Mapping[Language, Outline]]
"""Returns a version's outlines."""


def stamps_of(
    line: Line, manifest: Manifest, outlines: Outlines, site_url: str | None
) -> dict[str, tuple[str, str]]:
    """Return what belongs in the two places of each page of a version; see spots.py.

    Args:
        line: the edition's versions.
        manifest: the version.
        outlines: gives the outlines of a version; asked for old ones only.
        site_url: where the course is published, if it is known: pages can then tell search
            engines the address that holds for good.
    """
    role, newest = line.role_of(manifest.version), line.newest
    homes = counterparts(line.versions, manifest, newest)
    news: Mapping[Language, Mapping[str, str]] = {}
    if order_of(manifest.version) < order_of(newest.version):
        news = _news(outlines(manifest), outlines(newest), homes)
    found: dict[str, tuple[str, str]] = {}
    for name, entry in manifest.files.items():
        if not name.endswith(".html"):
            continue
        address = name.removesuffix("index.html")
        home = homes.get(address)
        head = Markup("" if role == "current" else '<meta name="robots" content="noindex">')
        if site_url and home is not None:
            root = f"{site_url.rstrip('/')}/{manifest.edition}/{LATEST}/"
            head += Markup('<link rel="canonical" href="{}">').format(root + home)
        language = entry.language or manifest.languages[0]
        said = news.get(language, {}).get(address)
        notice = "" if role == "current" else _notice(line, manifest, role, name, home, said)
        found[name] = (head, notice)
    return found


def _notice(
    line: Line, manifest: Manifest, role: Role, name: str, home: str | None, said: str | None
) -> str:
    """Return the notice of a page.

    Args:
        line: the edition's versions.
        manifest: the page's version.
        role: what that is to readers.
        name: the page's file.
        home: where the page is in the newest version; None when that lacks it.
        said: whether the page has changed since, where that can be told.
    """
    page_language = manifest.files[name].language or manifest.languages[0]
    language = voice(page_language)
    words = [Markup("<strong>{}</strong>").format(_word(language, role, version=manifest.version))]
    withdrawal = line.withdrawn.get(manifest.version)
    if withdrawal and withdrawal.reason:
        foreign = withdrawal.language != language
        mark = Markup(' lang="{}"').format(withdrawal.language) if foreign else ""
        words.append(Markup("<span{}>{}</span>").format(mark, withdrawal.reason))
    is_missing = home is None and not name.endswith("404.html")
    if is_missing and manifest is not line.newest:
        words.append(escape(_word(language, "gone")))
    elif said:
        words.append(escape(_word(language, said)))
    text = Markup("<p>{}</p>").format(Markup(" ").join(words))
    if manifest is not line.newest:
        front = f"{page_language}/" if page_language in line.newest.languages[1:] else ""
        # As all links of a 404 page, with ./ that the server puts the folder in for.
        start = "./" if name.endswith("404.html") else ""
        way = f"{start}{'../' * (name.count('/') + 1)}{LATEST}/{front if home is None else home}"
        lead = _word(language, "lead" if home is not None else "front")
        text += Markup('<p><a href="{}">{}</a></p>').format(way, lead)
    mark = Markup(' lang="{}"').format(language) if language != page_language else ""
    return Markup('<div class="sl-old sl-old--{}"{}>{}</div>').format(role, mark, text)


def _word(language: Language, key: str, /, **values: object) -> str:
    return label(language, f"old.{key}", **values)


def _news(
    before: Mapping[Language, Outline], now: Mapping[Language, Outline], homes: Mapping[str, str]
) -> dict[Language, dict[str, str]]:
    """Return what can be said of each lesson and session since, by its old address."""
    found: dict[Language, dict[str, str]] = {}
    for language, old in before.items():
        found[language] = {}
        for address, home in homes.items():
            form, new = _outline_at(home, now)
            start = address.removesuffix(address.removeprefix(f"{language}/"))
            plain, there = address[len(start) :].rstrip("/"), home.removeprefix(form).rstrip("/")
            if plain in old.lessons and there in new.lessons:
                was, is_now = old.lessons[plain], new.lessons[there]
                same = replace(was, moved_from=()) == replace(is_now, moved_from=())
                found[language][address] = "lesson_same" if same else "lesson_changed"
            elif plain in old.sessions and there in new.sessions:
                same = same_session(old.sessions[plain], new.sessions[there])
                found[language][address] = "session_same" if same else "session_changed"
    return found


def _outline_at(address: str, outlines: Mapping[Language, Outline]) -> tuple[str, Outline]:
    """Return the form an address is in, as it begins, and the outline of that form."""
    own = next(iter(outlines.items()))
    for language, outline in outlines.items():
        if language != own[0] and address.startswith(f"{language}/"):
            return f"{language}/", outline
    return "", own[1]
