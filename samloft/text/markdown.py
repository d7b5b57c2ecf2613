"""The Markdown the site generator reads."""

from __future__ import annotations

from typing import Any

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
    "pymdownx.superfences",
)
"""The Markdown extensions of mkdocs.yml; a test keeps them the same."""
CONFIGS: dict[str, dict[str, Any]] = {
    "tables": {"use_align_attribute": True},
    "pymdownx.superfences": {"preserve_tabs": True},
}
"""Their settings that change what is read."""
