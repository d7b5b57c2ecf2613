"""What the preview puts into a page on its way to a browser, and what it lets the browser keep."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from mkdocs.livereload import _timestamp

from samloft.addresses import ASSETS
from samloft.building.rule_pages import REPORT
from samloft.cache import digest
from samloft.catalogue import label
from samloft.languages import Language
from samloft.problems import Problem

STYLE = PurePosixPath("assets/strip.css")
STRIP = """\
<link rel="stylesheet" href="/{style}">
<p class="sl-strip"><a href="/{report}/">{words}</a></p>
"""
"""What stands at the foot of every page while one writes."""
LOOKS = b"""\
html { scroll-padding-block-end: 4rem }
.sl-strip { background: Canvas; border-block-start: 1px solid; color: CanvasText;
inset-block-end: 0; margin: 0; padding: .5rem 1rem; position: sticky }
.sl-strip a { color: LinkText; font: 1rem/1.5 system-ui, sans-serif; text-decoration: underline }
@media print { .sl-strip { display: none } }
"""
_PART = re.compile(
    rb'((?:src|href)="[^"?#]*assets/(?:javascripts|stylesheets)/[^"?#]+\.(?:js|css))"'
)


def with_strip(content: bytes, advice: Sequence[Problem], language: Language) -> bytes:
    """Return a page that says at its foot how much `check` has to say."""
    count = sum(not each.is_warning for each in advice)
    words = label(language, "rules.report_link", must=count, should=len(advice) - count)
    return _at_end(content, STRIP.format(style=STYLE, report=REPORT, words=words).encode())


def with_script(content: bytes, epoch: int) -> bytes:
    """Return a page that waits for what is new, by a file: no script may be in it."""
    script = f'<script src="/livereload/{epoch}-{_timestamp()}.js"></script>'
    return _at_end(content, script.encode())


def with_version(content: bytes, version: str) -> bytes:
    """Return a page that asks for its scripts and styles by their version.

    A browser may then keep them: after each save it would ask for twenty, one by one.
    """
    return _PART.sub(rb"\1?" + _asked_by(version).encode() + rb'"', content)


def may_be_kept(query: str, version: str) -> bool:
    """Tell whether what is asked for is asked for by its version."""
    return query == _asked_by(version)


def version_of(site: Path) -> str:
    """Return one name for the scripts and styles of a site as they are now."""
    files = sorted(path for path in (site / ASSETS).rglob("*") if path.is_file())
    stats = ((path, path.stat()) for path in files)
    return digest(*(f"{path} {stat.st_mtime_ns} {stat.st_size}" for path, stat in stats))[:12]


def _asked_by(version: str) -> str:
    return f"v={version}"


def _at_end(content: bytes, more: bytes) -> bytes:
    start, end, rest = content.rpartition(b"</body>")
    return start + more + end + rest if end else content + more
