"""No page has the name of a module: on a server both would be at one address."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from samloft.checks.kind import Kind
from samloft.checks.texts import LineOf
from samloft.composing.overlay import layers_of, modules_of
from samloft.course.model import Course, Network
from samloft.problems import Problem, problem

KIND = Kind.MUST


def find(course: Course, networks: Iterable[Network], line_of: LineOf) -> Iterator[Problem]:
    """Yield a problem for each page, or module of a network's own, that takes another's place."""
    shared = {module.slug for module in course.modules}
    for page in course.pages:
        if page.slug in shared:
            yield from (_taken(form.source, page.slug) for form in page.forms.values())
    for network in networks:
        modules = {module.slug for module in modules_of(course, network)}
        for layer, _ in layers_of([network]):
            for path, forms in layer.pages.items():
                if path.stem in shared | modules:
                    yield from (_taken(form.source, path.stem) for form in forms.values())
        for slug in sorted((modules - shared) & {page.slug for page in course.pages}):
            yield _taken(f"networks/{network.slug}/modules/{slug}/module.yml", slug)


def _taken(source: str, name: str) -> Problem:
    return problem(source, "name-is-free", name=name, nearest=f"{name}-2")
