"""Every citation has a source, and every source is cited."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from samloft.cache import cache_of
from samloft.checks.kind import Kind
from samloft.checks.texts import LineOf
from samloft.composing.overlay import layers_of
from samloft.course.model import Course, Network
from samloft.problems import Problem, problem
from samloft.suggest import nearest
from samloft.text.links import find_citations

KIND = Kind.MUST


def find(course: Course, networks: Iterable[Network], line_of: LineOf) -> Iterator[Problem]:
    """Yield a warning for a citation without a source, a problem for a source nobody cites."""
    cache = cache_of(course.root)
    layers = [layer for layer, _ in layers_of(networks)]
    own = (module for layer in layers for module in layer.own)
    for module in (*course.modules, *own):
        cited: set[str] = set()
        texts = [form for lesson in module.lessons for form in lesson.forms.values()]
        local = [
            form
            for layer in layers
            for path, forms in layer.lessons.items()
            if path.parts[0] == module.slug
            for form in forms.values()
        ]
        for writing in (*texts, *local):
            # Read from each text once, not in every build that follows.
            find_in = partial(find_citations, writing.body)
            for slug, line in cache.once("citations", writing.body, find_in).items():
                cited.add(slug)
                if slug not in module.sources:
                    close = nearest(slug, list(module.sources))
                    yield problem(
                        writing.source, "citation-has-source", line=line, name=slug, nearest=close,
                        file=f"{module.folder}/sources.yml", is_warning=True,
                    )  # fmt: skip
        file = f"{module.folder}/sources.yml"
        for slug in module.sources:
            if slug not in cited:
                yield Problem(
                    path=file,
                    line=line_of(course.root / file, (slug,)),
                    rule="source-is-cited",
                    values={"name": slug},
                )
