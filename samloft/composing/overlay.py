"""Lay the files of a network, and of a municipality over them, over the shared ones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import PurePosixPath
from typing import Generic, Literal

from samloft.cache import digest
from samloft.course.model import (
    Addition,
    Course,
    Head,
    Layer,
    Module,
    Network,
    Session,
    Writing,
    pick,
)
from samloft.course.moved import address_of
from samloft.course.schema import LessonForm, ModuleForm, PageForm
from samloft.languages import BASE, Language
from samloft.text.templates import SUPER, extends_shared

Kind = Literal["part", "whole", "new"]
"""A page with local blocks, in place of a shared one, or there in this edition alone."""
By = Literal["network", "municipality"]
_BY: tuple[By, ...] = ("network", "municipality")


@dataclass(frozen=True, kw_only=True)
class Laid(Generic[Head]):
    """One page of an edition in one language: the text that makes it, and whose it is."""

    path: PurePosixPath
    """Where it stands in a plain tree."""
    writing: Writing[Head]
    owner: Literal["shared", "local"]
    blocks: tuple[Writing[Head], ...] = ()
    """The local blocks for this page: the network's, then the municipality's."""
    kind: Kind | None = None
    """How the page differs from the shared one; None when it does not."""
    by: By = "network"
    """Who had the last word."""

    @property
    def told(self) -> str:
        """The digest of all there is to it."""
        own = [blocks.told for blocks in self.blocks]
        return digest(str(self.path), self.writing.told, self.owner, str(self.kind), self.by, *own)

    @property
    def head(self) -> Head:
        """The front matter that holds for the page."""
        head = self._headed.head
        assert head is not None, "a whole page has front matter: its reader saw to that"
        return head

    @property
    def language(self) -> Language:
        """The language of the front matter."""
        return self._headed.language

    @property
    def _headed(self) -> Writing[Head]:
        return next((text for text in reversed(self.blocks) if text.head), self.writing)


def lay(
    path: PurePosixPath,
    shared: Mapping[Language, Writing[Head]],
    layers: Sequence[Mapping[Language, Writing[Head]]],
    language: Language,
) -> Laid[Head]:
    """Return the page a reader of `language` gets.

    A local page replaces the one beneath, also when it lacks the language asked for: what was
    decided locally stands. Local blocks go into the text beneath in the language asked for.
    Raises KeyError when there is no page at all.
    """
    writing = shared[pick(language, shared)] if shared else None
    blocks: tuple[Writing[Head], ...] = ()
    kind: Kind | None = None
    by: By = "network"
    for name, local in zip(_BY, layers, strict=False):
        whole = {code: text for code, text in local.items() if not extends_shared(text.body)}
        if whole:
            writing, blocks = whole[pick(language, whole)], ()
            kind, by = "whole" if shared else "new", name
        elif local:
            blocks = blocks + (local[pick(language, local)],)  # noqa: RUF005 - keeps the type
            kind, by = kind or "part", name
    if writing is None:
        raise KeyError(path)
    owner: Literal["shared", "local"] = "local" if kind in ("whole", "new") else "shared"
    return Laid(path=path, writing=writing, owner=owner, blocks=blocks, kind=kind, by=by)


def base_of(
    laid: Laid[Head],
    shared: Mapping[Language, Writing[Head]],
    layers: Sequence[Mapping[Language, Writing[Head]]],
) -> Laid[Head] | None:
    """Return the page in the form that others are made from; None where this is it, or alone."""
    if laid.writing.language == BASE:
        return None
    base = lay(laid.path, shared, layers, BASE)
    return base if base.writing.language == BASE else None


def layers_of(networks: Iterable[Network]) -> Iterator[tuple[Layer, str]]:
    """Yield each network's and each municipality's layer once, with the edition it is for."""
    for network in networks:
        yield network.top, network.slug
        for slug, seen in network.local.items():
            yield seen.top, f"{network.slug}/{slug}"


def lessons_at(
    network: Network, path: PurePosixPath
) -> tuple[Mapping[Language, Writing[LessonForm]], ...]:
    """Return what each layer has for a lesson, lowest first."""
    return tuple(layer.lessons.get(path, {}) for layer in network.layers)


def pages_at(
    network: Network, path: PurePosixPath
) -> tuple[Mapping[Language, Writing[PageForm]], ...]:
    """Return what each layer has for a page, lowest first."""
    return tuple(layer.pages.get(path, {}) for layer in network.layers)


def modules_of(course: Course, network: Network) -> tuple[Module, ...]:
    """Return the modules a network offers, in its order: shared ones with its additions, its own.

    An own session or term in place of another has its name. With a lesson that is left out go
    the parts of sessions it has.
    """
    by_slug = {module.slug: _without(module, network) for module in course.modules}
    for layer in network.layers:
        by_slug |= {module.slug: module for module in layer.own}
        for slug, addition in layer.additions.items():
            if slug in by_slug:
                by_slug[slug] = _added_to(by_slug[slug], addition, network.without)
    return tuple(by_slug[slug] for slug in network.modules if slug in by_slug)


def owner_of(network: Network, module: Module) -> By | None:
    """Return who has a module of its own; None for a shared one, also where something is added."""
    for by, layer in zip(_BY, network.layers, strict=False):
        if any(module.slug == own.slug for own in layer.own):
            return by
    return None


def _without(module: Module, network: Network) -> Module:
    """Return a module less the lessons a network leaves out."""
    kept = tuple(each for each in module.lessons if address_of(each) not in network.without)
    if len(kept) == len(module.lessons):
        return module
    sessions = tuple(_cut(each, network.without) for each in module.sessions)
    return replace(module, lessons=kept, sessions=sessions)


def _cut(session: Session, without: Sequence[str]) -> Session:
    """Return a session less the parts on lessons that are left out."""
    kept = (part for part in session.parts if f"{session.module}/{part.lesson}" not in without)
    return replace(session, parts=tuple(kept))


def _added_to(module: Module, addition: Addition, without: Sequence[str]) -> Module:
    if addition.settings:
        said = {each.name: getattr(addition.settings, each.name) for each in fields(ModuleForm)}
        module = replace(module, **{**said, "lessons": module.lessons})
    # A session all of a network's own holds what the network wrote, whatever it leaves out.
    own = (each if each.fields is None else _cut(each, without) for each in addition.sessions)
    sessions = {session.slug: session for session in (*module.sessions, *own)}
    return replace(
        module,
        sessions=tuple(sessions[slug] for slug in sorted(sessions)),
        terms={**module.terms, **addition.terms},
    )


def lesson_paths(network: Network, module: Module) -> tuple[PurePosixPath, ...]:
    """Return a module's lessons in a network: the shared ones, then the local ones by name."""
    shared = [lesson.path for lesson in module.lessons]
    every = {path for layer in network.layers for path in _whole(layer.lessons)}
    own = [path for path in every if path.parts[0] == module.slug]
    return (*shared, *sorted(path for path in own if path not in shared))


def page_paths(network: Network, course: Course) -> tuple[PurePosixPath, ...]:
    """Return an edition's pages outside the modules, the front page first."""
    shared = [page.path for page in course.pages]
    every = {path for layer in network.layers for path in _whole(layer.pages)}
    return (*shared, *sorted(path for path in every if path not in shared))


def _whole(local: Mapping[PurePosixPath, Mapping[Language, Writing[Head]]]) -> list[PurePosixPath]:
    """Return the overlay files that can stand alone."""
    return [
        path
        for path, forms in local.items()
        if not all(extends_shared(writing.body) for writing in forms.values())
    ]


_BLOCK = re.compile(r"(\{%-?\s*block\s+\w+[^%]*%\})(.*?)(\{%-?\s*endblock[^%]*%\})", re.DOTALL)


def marked_blocks(text: str, language: Language, around: Language) -> str:
    """Return an overlay's text with the language of each block marked, for a page in another.

    What a block takes over from the shared page is marked back.
    """

    def mark(match: re.Match[str]) -> str:
        opening, inside, closing = match.groups()
        if inside.startswith("\n"):
            by = _moved_in(inside)
            begin, end = f'\n{by}<div lang="{{}}">\n', f"\n\n{by}</div>\n"
            words = SUPER.sub(f"{begin.format(around)}\n{by}\\g<0>{end}", inside)
            return f"{opening}{begin.format(language)}{words}{end}\n{closing}"
        words = SUPER.sub(f'<span lang="{around}">\\g<0></span>', inside)
        return f'{opening}<span lang="{language}">{words}</span>{closing}'

    return _BLOCK.sub(mark, text)


def _moved_in(text: str) -> str:
    """Return the blanks that the first line of a text with any words begins with."""
    words = text.lstrip()
    return text[: len(text) - len(words)].rpartition("\n")[2]
