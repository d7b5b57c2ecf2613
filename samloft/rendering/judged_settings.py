"""Ask MkDocs, and what it is to use, whether they can do with some settings."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from samloft.rendering.engines import listening


def complaints_about(settings: Mapping[str, Any]) -> list[str]:
    """Return what MkDocs says is wrong with settings, or one of the extensions they name."""
    from markdown import Markdown
    from mkdocs.config import load_config

    with tempfile.TemporaryDirectory(prefix="samloft-settings-") as folder:
        project = Path(folder)
        (project / "docs").mkdir()
        written = yaml.safe_dump({"site_name": "x", **settings}, sort_keys=False)
        (project / "mkdocs.yml").write_text(written, encoding="utf-8")
        with listening() as heard:
            try:
                config = load_config(config_file=str(project / "mkdocs.yml"), strict=True)
                extensions, given = config.markdown_extensions, config.mdx_configs
                Markdown(extensions=extensions, extension_configs=given).convert("# A\n")
            except SystemExit:  # it has said why
                pass
            except Exception as error:  # whatever a plugin or an extension raises
                heard.said.append(f"{type(error).__name__}: {error}")
    return [_in_short(each) for each in heard.said]


def _in_short(said: str) -> str:
    """Return a complaint on one line: of a traceback what it begins and ends with."""
    first, *rest = [line.strip() for line in said.splitlines() if line.strip()] or [said]
    return f"{first} {rest[-1]}" if rest else first
