"""The slides of one run, to be opened from a disk: for the room, and with notes beside."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from html import escape
from pathlib import Path
from urllib.parse import urlencode

from samloft.building.order import ENGINES
from samloft.composing.composer import Composer
from samloft.composing.for_a_run import compose_slides
from samloft.composing.plain_tree import PlainTree, write_tree
from samloft.course.editions import Site
from samloft.course.model import Course
from samloft.course.run import Run
from samloft.products.registry import Product, find_products
from samloft.rendering.engines import render

FOLDER = "skjermfiler"
"""What the pages need, beside those that one opens."""
_ENTRY = """<!doctype html>
<html lang="{language}">
<meta charset="utf-8">
<meta name="robots" content="noindex">
<meta http-equiv="refresh" content="0; url={link}">
<title>{title}</title>
<p><a href="{link}">{title}</a></p>
"""


def write_screens(course: Course, site: Site, run: Run, out: Path, work: Path) -> dict[str, str]:
    """Write the slides of a run; return what each page is called, by the file one opens.

    Args:
        course: the course.
        site: whose they are.
        run: the run: its day, clock, place and groups go along.
        out: the run's folder.
        work: a folder to work in.

    Raises CourseError for what is wrong in the texts.
    """
    products = [each for each in find_products() if each.frame and each.made_from == "session"]
    composer = Composer(replace(course, addresses="files"), course.cache, products)
    tree = compose_slides(composer, site.edition, site.language, run)
    write_tree(tree, work)
    made = work / "made"
    render(
        work,
        made,
        edition=site.edition.id,
        date=course.date,
        engine=ENGINES[0],
        code=course.cache.compiled("theme"),
    )
    pages = [made / path.with_suffix(".html") for path in tree.pages]
    html = "".join(page.read_text(encoding="utf-8") for page in pages)
    for path in sorted(path for path in made.rglob("*") if path.is_file()):
        inside = path.relative_to(made)
        if path in pages or inside.parts[0] == "assets" or path.name in html:
            target = out / FOLDER / inside
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(path, target)
    return dict(_entries(tree, site, run, products, out))


def _entries(
    tree: PlainTree, site: Site, run: Run, products: list[Product], out: Path
) -> Iterator[tuple[str, str]]:
    """Write the files that one opens, which lead to the pages with the run's facts."""
    facts = {
        "start": run.starts,
        "dato": run.date.isoformat(),
        "sted": run.whereabouts,
        "personer": run.people,
        "grupper": run.groups,
    }
    place = urlencode({name: value for name, value in facts.items() if value})
    for product in products:
        for path in tree.pages:
            if path.stem != product.kind:
                continue
            file, title = f"{product.kind}.html", product.name(site.language)
            link = f"{FOLDER}/{path.with_suffix('.html')}#{place}"
            said = {"language": site.language, "link": escape(link), "title": escape(title)}
            (out / file).write_text(_ENTRY.format(**said), encoding="utf-8")
            yield file, title
