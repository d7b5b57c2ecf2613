"""Time papers alone: how long a base takes, how many are filled in a second, how large they are.

PYTHONPATH=. .venv/bin/python benchmarks/papers.py [--sites 379]

Processor time of one process is printed too: it is the same however busy the machine is.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from course import ROOT

from samloft.cache import Cache
from samloft.checks.whole_course import read_all
from samloft.composing.composer import Composer
from samloft.composing.plain_tree import write_tree
from samloft.course.editions import find_editions, sites_of
from samloft.course.reader import Reader
from samloft.products.registry import Commission, find_products, product_of


def main() -> None:
    """Make all papers of some sites twice: from nothing, and with their bases there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sites", type=int, default=379)
    most = parser.parse_args().sites
    course, networks = read_all(Reader(ROOT))
    sites = sites_of(find_editions((), networks, municipalities=True), None)[:most]
    composer = Composer(course, offers=find_products())
    with tempfile.TemporaryDirectory() as place:
        folder, cache = Path(place), Cache(Path(place) / "cache", "")
        asked: dict[str, list[Commission]] = {}
        for site in sites:
            tree = composer.compose(site.edition, site.language, [])
            if not (folder / "docs").exists():
                write_tree(tree, folder)
            network = ROOT / "networks" / site.edition.network.slug
            for file in tree.products:
                one = Commission(file=file, pictures=folder / "docs", network=network, cache=cache)
                asked.setdefault(file.kind, []).append(one)
        for what in ("from nothing", "with bases there"):
            print(what, _told(asked))


def _told(asked: dict[str, list[Commission]]) -> str:
    began, used = time.perf_counter(), time.process_time()
    sizes = []
    for kind, alike in asked.items():
        sizes += [len(paper) for paper in product_of(kind).build(alike, ROOT)]
    took, work = time.perf_counter() - began, time.process_time() - used
    small = sum(size <= 50_000 for size in sizes)
    return (
        f"{len(sizes)} papers: {took:.1f} s, {len(sizes) / took:.0f} a second; "
        f"processor {work:.1f} s, {len(sizes) / work:.0f} a second; "
        f"{sum(sizes) // len(sizes)} bytes on average, {max(sizes)} at most, "
        f"{small / len(sizes):.0%} at most 50 KB"
    )


if __name__ == "__main__":
    main()
