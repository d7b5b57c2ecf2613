"""Make a patch of a network's improvement, so that the shared text can take it in."""

from __future__ import annotations

import difflib
import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from samloft.adapting.fields import with_fields, written
from samloft.adapting.start import home_of_edition, plain_name
from samloft.adapting.update import standings
from samloft.adapting.values_to_names import turned_back, values_of
from samloft.checks.whole_course import check_all
from samloft.course.bases import Derived, find_adaptations
from samloft.course.editions import find_editions
from samloft.course.model import Course, Network
from samloft.course.reader import Reader, read_lf
from samloft.languages import LANGUAGES
from samloft.problems import CourseError, Problem, UsageError, problem
from samloft.suggest import nearest
from samloft.text.links import home_of
from samloft.text.template_blocks import bodies_of, with_body
from samloft.text.templates import SUPER

INPUTS = ("modules", "docs", "networks", "overrides", "mkdocs.yml")


def offer(reader: Reader, course: Course, networks: Sequence[Network], name: str, page: str) -> str:
    """Return a patch for `git apply` that gives everyone what an edition has of its own.

    Args:
        reader: of the course.
        course: the shared texts.
        networks: every network.
        name: of the edition whose improvement it is.
        page: its file, or the one beneath.

    The edition's own values stand as `{{ … }}` in it. A municipality's improvement of its
    network's text is for its network. Raises UsageError for a page that is not adapted, that has
    fallen behind, or that says nothing new; CourseError when the text would not do in some other
    edition.
    """
    edition = find_editions([name], networks)[0]
    home = home_of_edition(edition)
    page = plain_name(page, home)
    every = [each for network in networks for each in find_adaptations(course, network)]
    adapted = [each for each in every if home_of(each.source) == home]
    found = [each for each in adapted if page in (each.source, each.base)]
    if not found:
        close = nearest(page, [each.source for each in adapted])
        raise UsageError([problem(page, "page-is-adapted", nearest=close)])
    derived = found[0]
    standing = next(each for each in standings(reader, course, networks) if each.derived == derived)
    if standing.state != "current":
        raise UsageError([problem(derived.source, "adaptation-is-settled")])
    shared, local = (read_lf(reader.root / name) for name in (derived.base, derived.source))
    offered = _offered(shared, local, derived, values_of(edition))
    if offered == shared:
        raise UsageError([problem(derived.source, "offer-has-something-new", base=derived.base)])
    _check(reader.root, derived, offered)
    before, after = shared.splitlines(keepends=True), offered.splitlines(keepends=True)
    return "".join(difflib.unified_diff(before, after, f"a/{derived.base}", f"b/{derived.base}"))


def _offered(shared: str, local: str, derived: Derived, values: Mapping[str, str]) -> str:
    """Return the shared text with what is local in it."""
    if derived.is_fields:
        said = written(local)
        return with_fields(shared, {name: said[name] for name in derived.blocks or ()})
    if derived.blocks is None:
        return "".join(turned_back(shared, local, values))
    before, own = bodies_of(shared), bodies_of(local)
    for name in derived.blocks:
        if name in before:
            body = before[name].strip("\n").join(SUPER.split(own[name]))
            shared = with_body(shared, name, "".join(turned_back(before[name], body, values)))
    return shared


def _check(root: Path, derived: Derived, offered: str) -> None:
    """Look through the course as it would be with the text. Raises CourseError."""
    with tempfile.TemporaryDirectory(prefix="samloft-") as place:
        for name in INPUTS:
            source, target = root / name, Path(place, name)
            if source.is_dir():
                shutil.copytree(source, target)
            elif source.exists():  # what a course has not, the engine has
                shutil.copy(source, target)
        Path(place, derived.base).write_text(offered, encoding="utf-8")
        if not home_of(derived.base):
            _add_bare_network(Path(place))
        try:
            check_all(Path(place))
        except CourseError as error:
            found = [each for each in error.problems if each.path == derived.base]
            raise CourseError(
                [_for_all(each, derived) for each in found] or error.problems
            ) from None


def _add_bare_network(root: Path) -> None:
    """Put in a network that has nothing of its own: in a fork, no other is there to try."""
    bare = root / "networks" / f"bare-{os.getpid()}"
    bare.mkdir()
    languages = ", ".join(LANGUAGES)
    colours = '{primary: "#000000", accent: "#000000"}'
    text = f"name: Bare\nlanguage: nb\nlanguages: [{languages}]\ncolours: {colours}\n"
    (bare / "network.yml").write_text(text, encoding="utf-8")


def _for_all(found: Problem, derived: Derived) -> Problem:
    """Return what is wrong with an offered text as the one who offers it has to mend it."""
    if found.rule not in ("name-exists", "value-exists"):
        return found
    return problem(derived.source, "offer-suits-all", name=found.values["name"])
