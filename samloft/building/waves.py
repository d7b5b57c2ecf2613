"""Which sites are made first, and which by the same process."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from samloft.course.editions import Site

Rest = TypeVar("Rest")
BATCH = 24
"""Sites in one piece of work: small enough to share out, large enough to share a frame."""
Item = tuple[Site, Rest]
Piece = tuple[Item[Rest], ...]


def in_waves(
    items: Sequence[Item[Rest]],
    likeness: Callable[[Site], tuple[str, ...]],
    jobs: int,
    most: int,
    *,
    is_new: bool,
) -> list[list[Piece[Rest]]]:
    """Return sites, each with what goes with it, as pieces of work in two waves.

    First one site of each kind, those most alike by the same process: it renders what they have
    in common once, and leaves it in the cache. Then all the others, which find it there.

    Args:
        items: the sites.
        likeness: what sites have in common that are of one kind, but for their language.
        jobs: how many processes share the work.
        most: how many sites may be in one piece of the second wave.
        is_new: True where most texts have to be converted: each process then takes one language.
            Otherwise setting up frames takes most of the time, and is shared evenly.
    """
    alike: dict[tuple[str, ...], list[Item[Rest]]] = {}
    for item in items:
        site = item[0]
        shape = likeness(site)
        key = (site.language, *shape) if is_new else (*shape, site.language)
        alike.setdefault(key, []).append(item)
    groups = [group for _, group in sorted(alike.items())]
    first = [group[0] for group in groups]
    others = [item for group in groups for item in group[1:]]
    share = -(-len(others) // jobs)
    return [_cut(first, -(-len(first) // jobs)), _cut(others, min(most, share))]


def _cut(items: Sequence[Item[Rest]], size: int) -> list[Piece[Rest]]:
    return [tuple(items[at : at + size]) for at in range(0, len(items), max(size, 1))]
