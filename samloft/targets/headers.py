"""The type of each file and how long readers keep it, as samloft/serving/nginx.conf has it.

For storage that hands out files with the headers they were stored with. Change both together; a
test holds them to each other.
"""

from __future__ import annotations

import re

from samloft.addresses import LATEST

TYPES = {
    "html": "text/html",
    "css": "text/css",
    "js": "text/javascript",
    "mjs": "text/javascript",
    "json": "application/json",
    "map": "application/json",
    "xml": "application/xml",
    "svg": "image/svg+xml",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "avif": "image/avif",
    "txt": "text/plain",
    "vtt": "text/vtt",
    "csv": "text/csv",
    "ics": "text/calendar",
    "mp4": "video/mp4",
    "m4a": "audio/mp4",
    "mp3": "audio/mpeg",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "epub": "application/epub+zip",
    "zip": "application/zip",
    "gz": "application/gzip",
    "woff2": "font/woff2",
}
OTHER = "application/octet-stream"
WITH_CHARSET = frozenset(
    {
        "text/html",
        "text/calendar",
        "text/css",
        "text/csv",
        "text/javascript",
        "text/plain",
        "text/vtt",
        "application/xml",
        "image/svg+xml",
    }
)
"""Not JSON, which is UTF-8 and knows no charset."""

ASK_EACH_TIME = "no-cache"
KEEPING = (
    # Material puts a digest of the content into the names of its files: other content, other name.
    (
        re.compile(r"/assets/(javascripts|stylesheets)/[^ ]+\.[0-9a-f]{8}\.min\.(css|js)(\.map)?$"),
        "public, max-age=31536000, immutable",
    ),
    # What lies in latest/ is another version tomorrow, papers too.
    (re.compile(f"/{LATEST}/"), ASK_EACH_TIME),
    (re.compile(r"\.pdf$"), "public, max-age=3600"),
)
"""Patterns for addresses, and how long to keep what fits; the first that fits counts."""


def content_type(name: str) -> str:
    """Return a file's type, with its charset where it has one."""
    last = name.rpartition("/")[2]
    kind = TYPES.get(last.rpartition(".")[2].lower(), OTHER) if "." in last else OTHER
    return f"{kind}; charset=utf-8" if kind in WITH_CHARSET else kind


def cache_control(name: str) -> str:
    """Return how long a browser may keep a file before it asks again."""
    address = f"/{name}"
    return next((keep for pattern, keep in KEEPING if pattern.search(address)), ASK_EACH_TIME)
