"""What is wrong, where, and which rule says so; imports nothing of ours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import ClassVar


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One thing to mend. Its words are put together in the reader's language when it is shown."""

    path: str
    """From the root of the repository, with forward slashes."""
    line: int | None
    """Counted from 1; None where the problem is the whole file or its absence."""
    rule: str
    """True when all is well, as in `image-has-alt`; also the key of its text in the catalogue."""
    values: Mapping[str, str] = field(default_factory=dict)
    """What the text needs: values as the author wrote them."""

    is_warning: bool = False
    """Worth mending, but nothing stops for it."""

    @property
    def order(self) -> tuple[str, int, str]:
        """Sorts problems by path and line."""
        return (self.path, self.line or 0, self.rule)

    @property
    def network(self) -> str | None:
        """The network in whose folder it lies; None where it lies in what all of them share."""
        top, _, rest = self.path.partition("/")
        return rest.partition("/")[0] or None if top == "networks" else None


def problem(
    path: str, rule: str, /, *, line: int | None = None, is_warning: bool = False, **values: str
) -> Problem:
    """Return what is wrong at a place; `values` are what its words name."""
    return Problem(path=path, line=line, rule=rule, values=values, is_warning=is_warning)


class CourseError(Exception):
    """Base of every error the engine raises on purpose; carries all the problems of one run."""

    exit_code: ClassVar[int] = 1
    """Something to mend in content."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set_of(problems), key=lambda problem: problem.order))
        super().__init__("; ".join(f"{p.path}:{p.line}: {p.rule}" for p in self.problems))

    def __reduce__(self) -> tuple[type[CourseError], tuple[tuple[Problem, ...]]]:
        """Let an error travel back from another process whole."""
        return (type(self), (self.problems,))


class UsageError(CourseError):
    """The command line itself is off."""

    exit_code = 2


def set_of(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems without repetitions: two editions may share one cause.

    What is nearest to a name may differ between them: it is the same problem.
    """
    seen: dict[tuple[object, ...], Problem] = {}
    for problem in problems:
        said = sorted(pair for pair in problem.values.items() if pair[0] != "nearest")
        seen.setdefault((*problem.order, *said), problem)
    return list(seen.values())
