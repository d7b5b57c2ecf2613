"""A module's lessons as an edition has them, before their values are in place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from samloft.composing.overlay import lay, lesson_paths, lessons_at
from samloft.course.model import Lesson, Module, Network, Writing
from samloft.course.schema import LessonForm
from samloft.languages import Language
from samloft.text.template_blocks import bodies_of, with_body
from samloft.text.templates import SUPER


def laid_lessons(network: Network, module: Module) -> Iterator[Lesson]:
    """Yield a module's lessons in a network, with local texts and blocks in their places."""
    shared = {lesson.path: lesson.forms for lesson in module.lessons}
    for path in lesson_paths(network, module):
        below, layers = shared.get(path, {}), lessons_at(network, path)
        forms: dict[Language, Writing[LessonForm]] = {}
        for language in dict.fromkeys(code for layer in (below, *layers) for code in layer):
            laid = lay(path, below, layers, language)
            body = laid.writing.body
            for blocks in laid.blocks:
                body = _with_blocks(body, bodies_of(blocks.body))
            forms.setdefault(laid.writing.language, replace(laid.writing, body=body))
        yield Lesson(module=module.slug, slug=path.stem, forms=forms)


def _with_blocks(body: str, local: Mapping[str, str]) -> str:
    """Return a text with other bodies in its blocks; `super()` is what was there."""
    for name, text in local.items():
        if name in (beneath := bodies_of(body)):
            body = with_body(body, name, beneath[name].join(SUPER.split(text)))
    return body
