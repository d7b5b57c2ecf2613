"""The Markdown the site generator reads, and what it makes of it."""

from __future__ import annotations

import functools
from typing import Any

from markdown import Markdown

EXTENSIONS = (
    "admonition",
    "attr_list",
    "def_list",
    "footnotes",
    "md_in_html",
    "sane_lists",
    "tables",
    "toc",
    "pymdownx.details",
    "pymdownx.highlight",
    "pymdownx.superfences",
)
"""The Markdown extensions of mkdocs.yml; a test keeps them the same."""
CONFIGS: dict[str, dict[str, Any]] = {
    "tables": {"use_align_attribute": True},
    "pymdownx.highlight": {"stripnl": False},
    "pymdownx.superfences": {"preserve_tabs": True},
}
"""Their settings that change what is read."""


@functools.cache
def _engine() -> Markdown:
    return Markdown(extensions=list(EXTENSIONS), extension_configs=CONFIGS)


@functools.lru_cache(maxsize=8)
def engine_html(text: str) -> str:
    """Return what the site generator's parser makes of a text."""
    return _engine().reset().convert(text)
