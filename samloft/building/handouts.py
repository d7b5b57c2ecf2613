"""Write the papers of some editions to a folder, without their sites."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from samloft.building.project import Wanted, write_products
from samloft.cache import cache_of
from samloft.checks.whole_course import read_all
from samloft.composing.composer import Composer
from samloft.composing.plain_tree import write_tree
from samloft.course.editions import find_editions, sites_of
from samloft.course.reader import Reader
from samloft.disk import aside
from samloft.languages import Language
from samloft.problems import CourseError, Problem, UsageError, problem
from samloft.products.registry import find_products
from samloft.stamping.output import move_in
from samloft.suggest import nearest

PAPER = ".pdf"


def write_handouts(
    root: Path, names: Sequence[str], out: Path, *, session: str | None, language: Language | None
) -> int:
    """Write every paper of some editions, those made on demand too; return how many.

    Args:
        root: the course.
        names: editions; none for every network's.
        out: where each edition gets a folder; what is there already is written over.
        session: only this one's, as `ki/1-forsta-ki`.
        language: only this form; all of them when left out.

    Raises CourseError for mistakes in the texts, UsageError for a session there is not.
    """
    course, networks = read_all(Reader(root))
    sites = sites_of(find_editions(names, networks), language)
    composer = Composer(course, offers=find_products(on_demand=True))
    cache = cache_of(root)
    wanted: list[Wanted] = []
    known: dict[str, None] = {}
    with aside(out) as place:
        ready = place / "ready"
        for site in sites:
            problems: list[Problem] = []
            tree = composer.compose(site.edition, site.language, problems)
            if problems:
                raise CourseError(problems)
            trees = place / "trees" / site.address
            write_tree(tree, trees)
            network = root / "networks" / site.edition.network.slug
            for file in tree.products:
                of = f"{file.path.parts[0]}/{file.path.parent.name}"
                known[of] = None
                if file.path.suffix == PAPER and session in (None, of):
                    target = ready / site.address / file.path.name
                    wanted.append(Wanted(file, trees / "docs", network, target))
        if session and not wanted:
            near = nearest(session, list(known))
            raise UsageError([problem(session, "session-exists", name=session, nearest=near)])
        write_products(wanted, composer, cache)
        if wanted:
            move_in(ready, out)
    return len(wanted)
