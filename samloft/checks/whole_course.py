"""Read everything, compose every text, and say all that is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from samloft.cache import cache_of, digest_of_files, texts_of
from samloft.checks import advise, check_course
from samloft.composing.composer import Composer
from samloft.course.course import load_course
from samloft.course.editions import editions_with_texts, sites_of
from samloft.course.model import Course, Network
from samloft.course.networks import load_networks
from samloft.course.reader import Reader
from samloft.problems import CourseError, Problem


def read_all(reader: Reader) -> tuple[Course, tuple[Network, ...]]:
    """Return the course and its networks. Raises CourseError with everything that is wrong."""
    course = load_course(reader)
    if course is None:
        raise CourseError(reader.problems)
    networks = load_networks(reader, course)
    found = reader.problems + check_course(course, networks, reader.line)
    if found:
        raise CourseError(found + _found_in_texts(course, networks))
    return course, networks


def check_all(root: Path) -> tuple[Course, tuple[Network, ...], list[Problem]]:
    """Read everything and compose every site, without building.

    Returns the course, its networks and what is worth mending. Raises CourseError with what
    must be mended.
    """
    reader = Reader(root)
    course, networks = read_all(reader)
    problems = _found_in_texts(course, networks)
    if problems:
        raise CourseError(problems)
    return course, networks, advise(course, networks, reader.line)


@contextmanager
def named_in_texts(course: Course, networks: Sequence[Network]) -> Iterator[None]:
    """Raise CourseError with what is wrong in the texts, in place of an engine's words of it.

    An engine knows pages, and speaks English: the texts' own check knows the file and the line.
    """
    try:
        yield
    except CourseError as error:
        named = [each for each in error.problems if not _is_of_a_page(each)]
        if len(named) < len(error.problems):
            found = _found_in_texts(course, networks)
            raise CourseError([*named, *found] if found else error.problems) from None
        raise


def _is_of_a_page(problem: Problem) -> bool:
    """Tell whether a problem was found in what was made, where nobody wrote it."""
    return problem.rule == "engine-is-content" or (
        problem.line is None and problem.rule in ("html-is-safe", "html-is-whole")
    )


def _found_in_texts(course: Course, networks: Sequence[Network]) -> list[Problem]:
    """Return what is wrong in the texts of any network, as composed; remembered until one changes.

    That is all but what depends on the day, and on what else is on this machine.
    """
    cache = cache_of(course.root)
    texts = digest_of_files(texts_of(course.root), course.root)
    known: list[Problem] | None = cache.load("checked", texts)
    if known is not None:
        return known
    composer = Composer(course, cache)
    problems: list[Problem] = []
    editions = [edition for network in networks for edition in editions_with_texts(network)]
    for site in sites_of(editions, None):
        composer.look_through(site.edition, site.language, problems)
    cache.save("checked", texts, problems)
    return problems
