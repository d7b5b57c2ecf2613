"""Every citation has a source, and every source is cited."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from samloft.checks.kind import Kind
from samloft.checks.texts import LineOf
from samloft.composing.overlay import layers_of
from samloft.course.model import Course, Module, Network
from samloft.problems import Problem, problem
from samloft.suggest import nearest
from samloft.text.links import find_citations

KIND = Kind.MUST


def find(course: Course, networks: Iterable[Network], line_of: LineOf) -> Iterator[Problem]:
    """Yield a warning for a citation without a source, a problem for a source nobody cites."""
    layers = [layer for layer, _ in layers_of(networks)]
    own = (module for layer in layers for module in layer.own)
    # Read from each text once, not in every build that follows.
    with course.cache.once_each("citations") as once:
        for module in (*course.modules, *own):
            texts = [form for lesson in module.lessons for form in lesson.forms.values()]
            local = [
                form
                for layer in layers
                for path, forms in layer.lessons.items()
                if path.parts[0] == module.slug
                for form in forms.values()
            ]
            cited = {form.source: once(form.body, find_citations) for form in (*texts, *local)}
            yield from _in_module(course, module, cited, line_of)


def _in_module(
    course: Course, module: Module, cited: Mapping[str, Mapping[str, int]], line_of: LineOf
) -> Iterator[Problem]:
    """Yield what is wrong with a module's sources: `cited` has the line of each, by file."""
    file = f"{module.folder}/sources.yml"
    for source, lines in cited.items():
        for slug, line in lines.items():
            if slug not in module.sources:
                close = nearest(slug, list(module.sources))
                yield problem(
                    source, "citation-has-source", line=line, name=slug, nearest=close,
                    file=file, is_warning=True,
                )  # fmt: skip
    used = {slug for lines in cited.values() for slug in lines}
    for slug in module.sources:
        if slug not in used:
            yield Problem(
                path=file,
                line=line_of(course.root / file, (slug,)),
                rule="source-is-cited",
                values={"name": slug},
            )
