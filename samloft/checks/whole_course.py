"""Read everything, compose every text, and say all that is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from pathlib import Path

from samloft.cache import Cache
from samloft.checks import look, worst_first
from samloft.checks.kind import Kind
from samloft.checks.layouts import wrong_layouts
from samloft.checks.letters import MadeLetters
from samloft.checks.silenced import without_silenced
from samloft.checks.unused import texts_without_edition
from samloft.composing.composer import Composer
from samloft.composing.inspector import Inspector
from samloft.course.bases import every_page
from samloft.course.course import load_course
from samloft.course.editions import editions_of, sites_of
from samloft.course.model import Course, Edition, Layer, Network
from samloft.course.networks import load_networks
from samloft.course.reader import Reader
from samloft.problems import CourseError, Problem


@dataclass(frozen=True, kw_only=True)
class Read:
    """A course and its networks, and what is wrong in some networks alone."""

    course: Course
    networks: tuple[Network, ...]
    """Every one that could be read."""
    problems: tuple[Problem, ...]
    """Each in the folder of one network."""


def read_each(reader: Reader) -> Read:
    """Return the course and its networks, also where some of these are not as they must be.

    Raises CourseError with everything that is wrong where any of it lies in what they share.
    """
    course, networks = _load(reader)
    must = look(Kind.MUST, course, networks, reader.line)
    found = reader.problems + [each for each in must if not each.is_warning]
    if found:
        found += _wrong_in_texts(course, networks)
    if any(each.network is None for each in found):
        raise CourseError(found)
    return Read(course=course, networks=networks, problems=tuple(found))


def read_all(reader: Reader) -> tuple[Course, tuple[Network, ...]]:
    """Return the course and its networks. Raises CourseError with everything that is wrong."""
    read = read_each(reader)
    if read.problems:
        raise CourseError(read.problems)
    return read.course, read.networks


def read_course(reader: Reader) -> tuple[Course, tuple[Network, ...]]:
    """Return the course and its networks, so far as files go.

    Raises CourseError with all that is wrong where one of them is not as it must be.
    """
    course, networks = _load(reader)
    if reader.problems:
        found = reader.problems + look(Kind.MUST, course, networks, reader.line)
        raise CourseError(found + _wrong_in_texts(course, networks))
    return course, networks


def _load(reader: Reader) -> tuple[Course, tuple[Network, ...]]:
    """Return what could be read, with problems noted. Raises CourseError where that is nothing."""
    course = load_course(reader)
    if course is None:
        raise CourseError(reader.problems)
    return course, load_networks(reader, course)


@dataclass(frozen=True, kw_only=True)
class Checked:
    """A course that was looked through, and all that is to be said of it, worst first."""

    course: Course
    networks: tuple[Network, ...]
    problems: tuple[Problem, ...]


def look_through(root: Path) -> Checked:
    """Read everything and compose every site, without building.

    Raises CourseError where files cannot be read as what they are: what else would be said then
    is of a course that is not there.
    """
    reader = Reader(root)
    course, networks = read_course(reader)
    cache = course.cache

    def found_whatever_the_day() -> list[Problem]:
        must = look(Kind.MUST, course, networks, reader.line)
        should = look(Kind.SHOULD, course, networks, reader.line)
        return must + _found_in_texts(course, networks) + should

    known = cache.once_of_texts("looked-through", course.texts, root, found_whatever_the_day)
    found = [*known, *reader.advice, *look(Kind.TODAY, course, networks, reader.line)]
    said = worst_first(without_silenced(found, root))
    return Checked(course=course, networks=networks, problems=tuple(said))


def check_all(root: Path) -> None:
    """Do as `look_through`. Raises CourseError with what must be mended, if anything must."""
    wrong = [each for each in look_through(root).problems if not each.is_warning]
    if wrong:
        raise CourseError(wrong)


def named_in_texts(
    course: Course,
    networks: Sequence[Network],
    stopped: Mapping[str | None, Sequence[Problem]],
) -> tuple[list[Problem], set[str | None]]:
    """Return all that is wrong in the texts, where something stopped for it, and whose that is.

    What stops first may be one thing of many. An engine knows pages, and speaks English: the texts'
    own check knows the file and the line.

    Args:
        course: what was to be made.
        networks: every one that could be read.
        stopped: what was said of each network that stopped, or under None of what all share.
    """
    found = _wrong_in_texts(course, networks)
    named = {each.network for each in found}
    for network, problems in stopped.items():
        is_named = not named.isdisjoint({network, None})
        found += [each for each in problems if not (is_named and _is_of_a_page(each))]
    return found, named | stopped.keys()


_OF_PAGES = {
    "address-is-whole",
    "attribute-is-known",
    "html-is-safe",
    "html-is-whole",
    "name-is-not-the-pages",
    "text-can-be-printed",
}
"""Rules that pages, as made, are held to as well."""


def _is_of_a_page(problem: Problem) -> bool:
    """Tell whether a problem was found in what was made, where nobody wrote it."""
    is_held_to = problem.line is None and problem.rule in _OF_PAGES
    return is_held_to or problem.rule == "engine-is-content"


def _wrong_in_texts(course: Course, networks: Sequence[Network]) -> list[Problem]:
    """Return what must be mended in the texts of any network."""
    return [each for each in _found_in_texts(course, networks) if not each.is_warning]


def _found_in_texts(course: Course, networks: Sequence[Network]) -> list[Problem]:
    """Return what there is to say of any network's texts, as composed; kept until one changes.

    That is all but what depends on the day, and on what else is on this machine.
    """
    cache = course.cache
    look_at_all = partial(_inspected, course, networks, cache)
    return cache.once_of_texts("checked", course.texts, course.root, look_at_all)


def _inspected(course: Course, networks: Sequence[Network], cache: Cache) -> list[Problem]:
    letters = MadeLetters(course, networks, cache)
    inspector = Inspector(Composer(course, cache), letters.find)
    # A text may say something to one municipality alone.
    editions = chain.from_iterable(map(editions_of, networks))
    problems: list[Problem] = []
    for site in sites_of([*editions, *_editions_of_the_rest(course, networks)], None):
        problems += inspector.look_through(site.edition, site.language)
    return [*problems, *wrong_layouts(course, networks, cache)]


def _editions_of_the_rest(course: Course, networks: Sequence[Network]) -> Iterator[Edition]:
    """Yield an edition that has what no network offers, so that it is looked through too."""
    left = texts_without_edition(course, tuple(networks))
    if not left or not networks:
        return
    forms = [form for each in every_page(course) for form in each.values() if form.source in left]
    languages = tuple(dict.fromkeys((networks[0].language, *(form.language for form in forms))))
    nothing = Layer(folder="", lessons={}, pages={}, files={})
    yield Edition(
        network=replace(
            networks[0],
            languages=languages,
            modules=tuple(module.slug for module in course.modules),
            without=(),
            layers=(nothing,),
            local={},
        )
    )
