"""Lay a network's own files over the shared ones."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Generic, Literal

from samloft.languages import Language
from samloft.model import Course, Head, Lesson, Module, Network, Writing, pick
from samloft.templates import SUPER, extends_shared

Kind = Literal["part", "whole", "new"]
"""A page with the network's own blocks, in place of a shared one, or of the network alone."""


@dataclass(frozen=True, kw_only=True)
class Laid(Generic[Head]):
    """One page of an edition in one language: the text that makes it, and whose it is."""

    path: PurePosixPath
    """Where it stands in a plain tree."""
    writing: Writing[Head]
    owner: Literal["shared", "local"]
    blocks: Writing[Head] | None = None
    """The network's own blocks for this page."""
    kind: Kind | None = None
    """How the page differs from the shared one; None when it does not."""

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
        return self.blocks if self.blocks and self.blocks.head else self.writing


def lay(
    path: PurePosixPath,
    shared: Mapping[Language, Writing[Head]],
    local: Mapping[Language, Writing[Head]],
    language: Language,
) -> Laid[Head]:
    """Return the page a reader of `language` gets.

    A local page replaces the shared one, also when it lacks the language asked for: what the
    network decided stands. Local blocks go into the shared text of the language asked for.
    Raises KeyError when there is neither.
    """
    whole = {code: text for code, text in local.items() if not extends_shared(text.body)}
    parts = {code: text for code, text in local.items() if code not in whole}
    if whole:
        kind: Kind = "whole" if shared else "new"
        return Laid(path=path, writing=whole[pick(language, whole)], owner="local", kind=kind)
    return Laid(
        path=path,
        writing=shared[pick(language, shared)],
        owner="shared",
        blocks=parts[pick(language, parts)] if parts else None,
        kind="part" if parts else None,
    )


def modules_of(course: Course, network: Network) -> tuple[Module, ...]:
    """Return the modules a network offers, in its order: shared ones with its additions, its own.

    An own session or term in place of a shared one has its name. With a lesson that is left out
    go the parts of sessions it has.
    """
    by_slug = {module.slug: _added_to(module, network) for module in course.modules}
    by_slug |= {module.slug: module for module in network.own}
    return tuple(by_slug[slug] for slug in network.modules if slug in by_slug)


def _added_to(module: Module, network: Network) -> Module:
    kept = tuple(each for each in module.lessons if address_of(each) not in network.without)
    if len(kept) < len(module.lessons):
        gone = {each.slug for each in module.lessons} - {each.slug for each in kept}
        cut = (
            replace(each, parts=tuple(part for part in each.parts if part.lesson not in gone))
            for each in module.sessions
        )
        module = replace(module, lessons=kept, sessions=tuple(cut))
    addition = network.additions.get(module.slug)
    if addition is None:
        return module
    sessions = {session.slug: session for session in (*module.sessions, *addition.sessions)}
    return replace(
        module,
        sessions=tuple(sessions[slug] for slug in sorted(sessions)),
        terms={**module.terms, **addition.terms},
    )


def address_of(lesson: Lesson) -> str:
    """Return how a network names a shared lesson it leaves out: `ki/05-reglene`."""
    return f"{lesson.module}/{lesson.slug}"


def lesson_paths(network: Network, module: Module) -> tuple[PurePosixPath, ...]:
    """Return a module's lessons in a network: the shared ones, then the network's own by name."""
    shared = [lesson.path for lesson in module.lessons]
    own = [path for path in _whole(network.lessons) if path.parts[0] == module.slug]
    return (*shared, *sorted(path for path in own if path not in shared))


def page_paths(network: Network, course: Course) -> tuple[PurePosixPath, ...]:
    """Return an edition's pages outside the modules, the front page first."""
    shared = [page.path for page in course.pages]
    return (*shared, *sorted(path for path in _whole(network.pages) if path not in shared))


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
            back = f'\n<div lang="{around}" markdown="1">\n\\g<0>\n</div>\n'
            words = SUPER.sub(back, inside)
            return f'{opening}\n<div lang="{language}" markdown="1">\n{words}\n</div>\n{closing}'
        words = SUPER.sub(f'<span lang="{around}">\\g<0></span>', inside)
        return f'{opening}<span lang="{language}">{words}</span>{closing}'

    return _BLOCK.sub(mark, text)
