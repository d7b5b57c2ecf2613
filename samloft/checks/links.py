"""Links lead somewhere, and pictures have a file and a text that says what they show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from samloft.checks.texts import LineOf, every_text, problem
from samloft.links import VOCABULARY, find_links, plain_path
from samloft.model import Course, Network
from samloft.near import nearest
from samloft.problems import Problem

MUNICIPALITIES = PurePosixPath("kommuner.md")


def find(course: Course, networks: Iterable[Network], line_of: LineOf) -> Iterator[Problem]:
    """Yield a problem for each link to nowhere, unknown term, and picture without a text."""
    networks = tuple(networks)
    terms = {slug for module in course.modules for slug in module.terms}
    shared = _paths(course)
    local = {
        network.slug: set(network.lessons) | set(network.pages) | set(network.files)
        for network in networks
    }
    for writing in every_text(course, networks):
        parts = PurePosixPath(writing.source).parts
        there = shared | (local[parts[1]] if parts[0] == "networks" else set())
        for link in find_links(writing.body):
            if link.is_image and not link.text.strip():
                yield problem(writing, link.line, "image-has-alt", target=link.target)
            if link.is_term:
                slug = link.target.removeprefix("term:")
                if slug not in terms:
                    close = nearest(slug, sorted(terms)) if terms else ""
                    yield problem(writing, link.line, "term-is-defined", name=slug, nearest=close)
            elif link.is_inside and "{{" not in link.target:
                target = plain_path(writing.source, link.target)
                if target not in there:
                    if link.is_image:
                        yield problem(writing, link.line, "image-has-file", target=link.target)
                        continue
                    close = nearest(target.name, sorted({path.name for path in there}))
                    yield problem(
                        writing, link.line, "link-leads-somewhere",
                        target=link.target, nearest=close,
                    )  # fmt: skip


def _paths(course: Course) -> set[PurePosixPath]:
    """Return everything a shared text may link to, by its place in a plain tree."""
    found = {VOCABULARY, MUNICIPALITIES, *course.files}
    found |= {page.path for page in course.pages}
    for module in course.modules:
        found.add(PurePosixPath(module.slug, "index.md"))
        found |= {lesson.path for lesson in module.lessons}
        found |= {session.folder / "index.md" for session in module.sessions}
    return found
