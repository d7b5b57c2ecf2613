"""Which sites are made by the same process, and in which order."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

from samloft.course.editions import Site

Rest = TypeVar("Rest")
BATCH = 48
"""Sites in one piece of work: small enough to share out, large enough to share trees."""
_TURNS = 3
"""Pieces that each process gets at least, so that all are done at about the same time."""
_A_TREE = 20
"""How many sites are stamped while one tree is composed."""
Item = tuple[Site, Rest]
Piece = tuple[Item[Rest], ...]


def in_queues(
    items: Sequence[Item[Rest]],
    likeness: Callable[[Site], Hashable],
    jobs: int,
    most: int,
    *,
    is_new: bool,
) -> list[list[Piece[Rest]]]:
    """Return sites, each with what goes with it, as pieces of work in a queue for each language.

    Forms in one language share texts, those of one kind a frame too: what the process that has
    made one need not make again. What takes long comes first, so that small pieces are left to
    share out evenly at the end.

    Args:
        items: the sites.
        likeness: what sites have in common that are of one kind, but for their language.
        jobs: how many processes share the work.
        most: how many sites may be in one piece.
        is_new: True where most texts have to be converted: one site of each kind is then made
            first, and whoever helps with the others finds in the cache what they have in common.
    """
    most = min(most, -(-len(items) // (_TURNS * jobs)))
    spoken: dict[str, dict[Hashable, list[Item[Rest]]]] = {}
    for item in items:
        kinds = spoken.setdefault(item[0].language, {})
        kinds.setdefault(likeness(item[0]), []).append(item)
    return [
        _queue(list(kinds.values()), -(-jobs // len(spoken)), most, is_new)
        for kinds in spoken.values()
    ]


def _queue(
    kinds: Sequence[Sequence[Item[Rest]]], jobs: int, most: int, is_new: bool
) -> list[Piece[Rest]]:
    first = 1 if is_new else 0
    heads = [item for kind in kinds for item in kind[:first]]
    others = sorted((kind[first:] for kind in kinds), key=_work_on, reverse=True)
    rest = [piece for kind in others for piece in _cut(kind, most)]
    return [*_cut(heads, min(most, -(-len(heads) // jobs))), *rest]


def _work_on(kind: Sequence[Item[Rest]]) -> int:
    """Return about how long some sites of a kind take: each network's text is composed anew."""
    networks = {site.edition.network.slug for site, _ in kind}
    return len(kind) + _A_TREE * len(networks)


def _cut(items: Sequence[Item[Rest]], size: int) -> list[Piece[Rest]]:
    return [tuple(items[at : at + size]) for at in range(0, len(items), max(size, 1))]
