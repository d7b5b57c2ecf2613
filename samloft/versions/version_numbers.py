"""Put versions in order: `2026.1`, `2026.1.1`, `2027.1-rc1`."""

from __future__ import annotations

import re

from packaging.version import Version

FORM = re.compile(r"[0-9]{4}\.[0-9]+(\.[0-9]+)?(-rc[0-9]+)?")
"""As in forms.VersionName."""


def order_of(version: str) -> Version:
    """Return what sorts a version among others: `2027.1-rc2` before `2027.1`."""
    return Version(version)


def is_preview(version: str) -> bool:
    """Tell whether a version is tried out before it is there for everyone."""
    return Version(version).is_prerelease
