"""All that is there is used: values, words of the vocabulary, files, and texts themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from samloft.checks.kind import Kind
from samloft.checks.texts import AnyWriting, LineOf, every_file, every_text
from samloft.composing.overlay import layers_of, modules_of
from samloft.course.editions import languages_of
from samloft.course.media import FILE_KINDS
from samloft.course.model import Course, Network, Writing, pick
from samloft.course.practice import PRACTICE
from samloft.defaults import PARTS
from samloft.languages import BASE, Language
from samloft.problems import Problem, problem
from samloft.text.links import find_links, plain_path
from samloft.text.named_values import values_named

KIND = Kind.SHOULD


def find(course: Course, networks: Iterable[Network], line_of: LineOf) -> Iterator[Problem]:
    """Yield a warning for each thing nothing uses."""
    every = tuple(networks)
    texts = tuple(every_text(course, every))
    yield from _values(course, every, texts, line_of)
    yield from _terms(course, every, texts, line_of)
    yield from _files(course, every, texts)
    yield from _unpublished(course)
    for source in sorted(texts_without_edition(course, every)):
        yield problem(source, "text-is-offered", is_warning=True)


def _values(
    course: Course, networks: tuple[Network, ...], texts: Iterable[AnyWriting], line_of: LineOf
) -> Iterator[Problem]:
    named: set[str] = set()
    for text in texts:
        found = values_named(text.body)
        if found is None:  # all of them are gone through, or one is chosen while filling in
            return
        named |= found
    for network in networks:
        files = [f"networks/{network.slug}/network.yml"]
        files += [
            f"networks/{network.slug}/municipalities/{place}/municipality.yml"
            for place in network.local
        ]
        for file in files:
            is_own = file == files[0]
            seen = network if is_own else network.local[file.split("/")[3]]
            for name in seen.values:
                at = line_of(course.root / file, ("values", name))
                if name not in named and (is_own or at > 1):
                    yield problem(file, "value-is-used", line=at, is_warning=True, name=name)


def _terms(
    course: Course, networks: tuple[Network, ...], texts: Iterable[AnyWriting], line_of: LineOf
) -> Iterator[Problem]:
    linked = {
        link.target.removeprefix("term:").partition("#")[0]
        for text in texts
        for link in find_links(text.body)
        if link.is_term
    }
    linked |= {
        link.target.partition("#")[2]
        for text in texts
        for link in find_links(text.body)
        if "terms.yml#" in link.target
    }
    own = [module for layer, _ in layers_of(networks) for module in layer.own]
    every = [*course.modules, *own]
    linked |= {name for module in every for term in module.terms.values() for name in term.see}
    for module in every:
        file = f"{module.folder}/terms.yml"
        for slug in module.terms:
            if slug not in linked:
                at = line_of(course.root / file, (slug,))
                yield problem(file, "term-is-used", line=at, is_warning=True, name=slug)


def _files(
    course: Course, networks: tuple[Network, ...], texts: tuple[AnyWriting, ...]
) -> Iterator[Problem]:
    shown: set[PurePosixPath] = set()
    unsure = ""
    for text in texts:
        for link in find_links(text.body):
            if "{" in link.target:
                unsure += link.target
            elif link.is_inside and link.target:
                try:
                    shown.add(plain_path(text.source, link.target))
                except ValueError:  # leads out of the course: its own check says so
                    continue
        if "src=" in text.body or "href=" in text.body:
            unsure += text.body
    shown |= {
        PurePosixPath(module.slug, module.picture)
        for seen in (None, *networks)
        for module in (modules_of(course, seen) if seen else course.modules)
    }
    logos = {f"networks/{each.slug}/{each.logo.file}" for each in networks if each.logo is not None}
    places = {path: place for place, path in course.files.items()}
    for layer, _ in layers_of(networks):
        places |= {path: place for place, path in layer.files.items()}
    for name, path in every_file(course, networks):
        place = places.get(path)
        if place is None or place in shown or name in logos or path.name in unsure:
            continue
        if path.name == "municipalities.csv" or _is_form_of(place, shown):
            continue
        yield problem(name, "file-is-used", is_warning=True)


_KNOWN = frozenset({*FILE_KINDS, ".md", ".yml", ".txt", ".lock"})


def _unpublished(course: Course) -> Iterator[Problem]:
    """Yield the files beside the texts that are of a kind no site takes."""
    for folder in ("modules", "networks"):
        for path in sorted((course.root / folder).rglob("*")):
            is_known = path.suffix.lower() in _KNOWN or path.parent.name == PRACTICE
            is_known |= path.suffix == ".typ" and path.parent.name == PARTS
            if path.is_file() and not is_known and path.name[0] != ".":
                name = path.relative_to(course.root).as_posix()
                yield problem(name, "file-is-of-a-known-kind", is_warning=True, kind=path.suffix)


def _is_form_of(place: PurePosixPath, shown: set[PurePosixPath]) -> bool:
    """Tell whether a file is another language's form of one that is shown: `lag.nn.svg`."""
    stem = place.stem.partition(".")[0]
    return place.with_name(f"{stem}{place.suffix}") in shown or any(
        each.parent == place.parent and each.stem.partition(".")[0] == stem for each in shown
    )


def texts_without_edition(course: Course, networks: tuple[Network, ...]) -> set[str]:
    """Return the shared texts that no edition has: left out, or in a language nobody offers."""
    used: set[str] = set()
    for network in networks:
        for seen in (network, *network.local.values()):
            languages = languages_of([seen])
            for module in modules_of(course, seen):
                for lesson in module.lessons:
                    used |= {lesson.forms[pick(code, lesson.forms)].source for code in languages}
            for page in course.pages:
                used |= {page.forms[pick(code, page.forms)].source for code in languages}
    every: list[Mapping[Language, Writing[Any]]] = [page.forms for page in course.pages]
    every += [lesson.forms for module in course.modules for lesson in module.lessons]
    return {
        form.source
        for forms in every
        for form in forms.values()
        # A base is what the others are made from, also where nobody offers its language.
        if form.source not in used
        and (form.language != BASE or not used & {each.source for each in forms.values()})
    }
