"""The Markdown the site generator reads, and what it makes of it."""

from __future__ import annotations

import functools
from typing import Any

from markdown import Markdown
from markdown.extensions.toc import slugify

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

OURS = ("sl-", "md-", "__")
"""How the page's own ids and classes begin: a style or a script looks for them."""


def heading_id(words: str, separator: str = "-") -> str:
    """Return the id of a heading: as the site generator makes it, but never one of our own."""
    made = slugify(words, separator)
    return f"h{separator}{made.lstrip('_')}" if made.startswith(OURS) else made


@functools.cache
def _engine() -> Markdown:
    configs = {**CONFIGS, "toc": {"slugify": heading_id}}
    return Markdown(extensions=list(EXTENSIONS), extension_configs=configs)


@functools.lru_cache(maxsize=8)
def engine_html(text: str) -> str:
    """Return what the site generator's parser makes of a text."""
    return _engine().reset().convert(text)
