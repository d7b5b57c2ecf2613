"""What stands around an edition's versions: lists of them, and the way from old addresses."""

from __future__ import annotations

import json
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

from samloft.addresses import LATEST, MOVES_FILE, VERSIONS, VERSIONS_FILE
from samloft.building.front_page import front_assets, front_templates
from samloft.catalogue import label, labels, voice
from samloft.changes.compare import changes_between, in_words
from samloft.course.model import Course, pick
from samloft.languages import LANGUAGES, Language, about
from samloft.languages.words import date_words
from samloft.versions.feed import FEED, feed
from samloft.versions.manifest import Line, Manifest
from samloft.versions.notices import Outlines
from samloft.versions.redirects import lost_files, lost_pages, trace

SCRIPTS = ("moved.js",)


class Around:
    """Makes the pages around an edition's versions."""

    def __init__(self, course: Course) -> None:
        """Take the course whose words and looks the pages have."""
        self._course = course
        self._templates = front_templates(course.root)

    def files(self, line: Line, outlines: Outlines) -> Iterator[tuple[str, bytes]]:
        """Yield the files beside an edition's versions, by their names in its folder."""
        yield VERSIONS_FILE, versions_json(line)
        yield MOVES_FILE, pages_json(line)
        own, *others = line.newest.languages
        yield "index.html", self._moved(own, f"{VERSIONS}/", f"{LATEST}/", "front")
        for path, content in front_assets(self._course.root, SCRIPTS):
            yield f"{VERSIONS}/{path}", content
        for language in (own, *others):
            folder = f"{VERSIONS}/" if language == own else f"{VERSIONS}/{language}/"
            yield f"{folder}index.html", self._list(line, language, folder)
            if self._course.site_url:
                form = _form_of(line.newest, language)
                course = self._course.title[pick(language, self._course.title)]
                spoken, site_url = voice(language), self._course.site_url
                yield f"{folder}{FEED}", feed(line, spoken, form, course, site_url)
            for manifest in line.versions:
                before = line.before(manifest.version)
                if before:
                    page = self._changes(line, before, manifest, language, folder, outlines)
                    yield f"{folder}{manifest.version}/index.html", page

    def carried(self, line: Line, version: Manifest) -> Iterator[tuple[str, bytes | str]]:
        """Yield what a version has at addresses that only earlier ones had.

        Pages lead on to where they are now, or say that they are gone. For a paper or a picture
        the place of what is there instead is given, in the published tree.
        """
        until = line.until(version.version)
        for address, found in lost_pages(until).items():
            name = f"{address}index.html"
            up = "../" * name.count("/")
            form = next((code for code in LANGUAGES if address.startswith(f"{code}/")), None)
            language = voice(form or version.languages[0])
            styles = f"{up}../{VERSIONS}/"
            if found.last is version:
                page = self._moved(language, styles, up + found.address or "./", "moved")
            else:
                page = self._gone(language, styles, f"{up}../", found.last, found.address, version)
            yield name, page
        yield from sorted(lost_files(until).items())

    def leading_on(self, line: Line, heir: Manifest) -> Iterator[tuple[str, bytes]]:
        """Yield what stands in `latest/` of an edition that another has the readers of now.

        Each page there ever was leads to where it is in the other, or to that one's front page.
        """
        traces = trace((*line.versions, heir))
        theirs = {address for manifest in line.versions for address in manifest.pages}
        for address in sorted(theirs):
            name = f"{address}index.html"
            depth = f"{line.edition}/{LATEST}/{name}".count("/")
            form = next((code for code in LANGUAGES if address.startswith(f"{code}/")), None)
            language = form or line.newest.languages[0]
            found = traces[address]
            home = found.address if found.last is heir else _form_of(heir, language)
            way = f"{'../' * depth}{heir.edition}/{LATEST}/{home}"
            styles = f"{'../' * (name.count('/') + 1)}{VERSIONS}/"
            yield name, self._moved(language, styles, way, "moved")

    def _moved(self, language: Language, styles: str, link: str, kind: str) -> bytes:
        heading = label(language, f"versions.{kind}")
        lead = label(language, "versions.moved_lead") if kind == "moved" else heading
        return self._page("moved", language, styles, heading=heading, lead=lead, link=link, text="")

    def _gone(
        self,
        language: Language,
        styles: str,
        root: str,
        last: Manifest,
        address: str,
        version: Manifest,
    ) -> bytes:
        values = {"version": version.version, "last": last.version}
        return self._page(
            "moved",
            language,
            styles,
            heading=label(language, "versions.gone"),
            text=label(language, "versions.gone_text", **values),
            link=f"{root}{last.version}/{address}",
            lead=label(language, "versions.gone_lead", **values),
            front=f"{root}{LATEST}/",
            is_moved=False,
        )

    def _list(self, line: Line, language: Language, folder: str) -> bytes:
        up = "../" * folder.count("/")
        spoken = voice(language)
        shown = []
        for manifest in reversed(line.versions):
            before = line.before(manifest.version)
            withdrawal = line.withdrawn.get(manifest.version)
            role = line.role_of(manifest.version)
            foreign = withdrawal and withdrawal.language != spoken
            shown.append(
                SimpleNamespace(
                    name=manifest.version,
                    link=f"{up}{manifest.version}/{_form_of(manifest, language)}",
                    date=date_words(manifest.date, spoken),
                    state=label(spoken, f"versions.state.{role}"),
                    reason=withdrawal.reason if withdrawal else "",
                    reason_language=withdrawal.language if withdrawal and foreign else "",
                    changes=f"{manifest.version}/" if before else "",
                    since=before and label(spoken, "versions.since", before=before.version),
                )
            )
        return self._page(
            "versions",
            spoken,
            "../" * (folder.count("/") - 1),
            heading=f"{label(spoken, 'versions.title')} – {line.newest.name}",
            newest=f"{up}{LATEST}/{_form_of(line.newest, language)}",
            versions=shown,
            feed=FEED if self._course.site_url else "",
            languages=_languages(line, language, folder, ""),
        )

    def _changes(
        self,
        line: Line,
        before: Manifest,
        manifest: Manifest,
        language: Language,
        folder: str,
        outlines: Outlines,
    ) -> bytes:
        was, now = outlines(before), outlines(manifest)
        both = changes_between(was[pick(language, was)], now[pick(language, now)])
        values = {"before": before.version, "version": manifest.version}
        return self._page(
            "changes",
            voice(language),
            "../" * folder.count("/"),
            heading=label(voice(language), "versions.changes", **values),
            list="../",
            lines=in_words(both, voice(language)),
            languages=_languages(line, language, folder, f"{manifest.version}/"),
        )

    def _page(self, name: str, language: Language, styles: str, **values: Any) -> bytes:
        """Return a page made of a template; `styles` is the way to the folder with assets/."""
        course = self._course
        defaults = {
            "title": course.title[pick(language, course.title)],
            "labels": labels(language, "front"),
            "words": labels(language, "versions"),
            "languages": [],
            "version": "",
            "front": "",
            "is_moved": True,
        }
        template = self._templates.get_template(f"{name}.html.jinja")
        page = template.render({**defaults, **values}, language=language, up=styles)
        return page.encode()


def _form_of(manifest: Manifest, language: Language) -> str:
    """Return the folder of a language in a version; empty where it has it not, or is its own."""
    return f"{language}/" if language in manifest.languages[1:] else ""


def _languages(
    line: Line, here: Language, folder: str, page: str
) -> list[tuple[Language, str, str]]:
    """Return each language's code, own name, and the way to a page of the list in it."""
    own, *others = line.newest.languages
    up = "../" * (folder.count("/") - 1 + page.count("/"))
    return [
        (
            code,
            about(code).name,
            f"{up}{'' if code == own else f'{code}/'}{page}" or "./",
        )
        for code in (own, *others)
    ]


def versions_json(line: Line) -> bytes:
    """Return the versions readers can choose, newest first, as mike writes them.

    https://github.com/jimporter/mike: `version`, `title`, `aliases`. Withdrawn ones are left out.
    """
    newest = line.newest.version
    listed = [
        {
            "version": each.version,
            "title": each.version,
            "aliases": [LATEST] if each.version == newest else [],
        }
        for each in reversed(line.versions)
        if each.version not in line.withdrawn
    ]
    return json.dumps(listed, indent=2).encode() + b"\n"


def pages_json(line: Line) -> bytes:
    """Return, for each version, its pages, each with a name that it has in every version.

    With it the list of versions in a page's head leads to the same page, wherever that was then.
    """
    found = {}
    for number, manifest in enumerate(line.versions):
        traces = trace(line.versions[number:])
        found[manifest.version] = {
            address: _name(traces[address].address, traces[address].last, line)
            for address in sorted(manifest.pages)
        }
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _name(address: str, last: Manifest, line: Line) -> str:
    # Another page may stand today where one that is gone was last.
    return address if last is line.versions[-1] else f"{address}@{last.version}"
