"""Links lead somewhere, and pictures have a file and a text that says what they show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from samloft.addresses import MUNICIPALITIES, VOCABULARY
from samloft.checks.texts import LineOf, every_text, problem
from samloft.course.model import Course, Layer, Module, Network, Session
from samloft.problems import Problem
from samloft.suggest import nearest
from samloft.text.links import find_links, home_of, plain_path


def find(course: Course, networks: Iterable[Network], line_of: LineOf) -> Iterator[Problem]:
    """Yield a problem for each link to nowhere, unknown term, and picture without a text."""
    networks = tuple(networks)
    terms = {slug for module in course.modules for slug in module.terms}
    shared = _paths(course)
    local = {
        seen.top.folder: (
            set().union(*map(_own_paths, seen.layers)),
            set().union(*map(_own_terms, seen.layers)),
        )
        for network in networks
        for seen in (network, *network.local.values())
    }
    for writing in every_text(course, networks):
        own_paths, own_terms = local.get(home_of(writing.source), (set(), set()))
        there = shared | own_paths
        for link in find_links(writing.body):
            if link.is_image and not link.text.strip():
                yield problem(writing, link.line, "image-has-alt", target=link.target)
            if link.is_term:
                slug = link.target.removeprefix("term:")
                known = terms | own_terms
                if slug not in known:
                    close = nearest(slug, sorted(known)) if known else ""
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
        found |= _module_paths(module)
    return found


def _module_paths(module: Module) -> set[PurePosixPath]:
    lessons = {lesson.path for lesson in module.lessons}
    return {PurePosixPath(module.slug, "index.md"), *lessons, *_session_paths(module.sessions)}


def _session_paths(sessions: Iterable[Session]) -> set[PurePosixPath]:
    return {session.folder / "index.md" for session in sessions}


def _own_paths(layer: Layer) -> set[PurePosixPath]:
    """Return what only texts of a layer, and those above, may link to."""
    added = (_session_paths(addition.sessions) for addition in layer.additions.values())
    here = {*layer.lessons, *layer.pages, *layer.files}
    return here.union(*map(_module_paths, layer.own), *added)


def _own_terms(layer: Layer) -> set[str]:
    added = {slug for addition in layer.additions.values() for slug in addition.terms}
    return added | {slug for module in layer.own for slug in module.terms}
