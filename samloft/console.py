"""Where commands speak: results on standard output, all else on standard error."""

from __future__ import annotations

import codecs
import hashlib
import io
import json
import select
import sys
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from samloft.catalogue import describe, say
from samloft.languages import Language
from samloft.problems import Problem

DOOR = "build.py"
"""The program's file in the repository of a course; problems of the command line are told of it."""
OURS = f"python3 {DOOR}"
"""How the program is called there, and in every sentence of the catalogue."""
INSTALLED = "samloft"
"""How it is called where it is installed as a package."""
_PLAIN = str.maketrans(
    {"æ": "ae", "ø": "o", "å": "a", "Æ": "AE", "Ø": "O", "Å": "A", "–": "-", "…": "...", "·": "-"}
    | {"«": '"', "»": '"', "“": '"', "”": '"', "’": "'", "→": "->"}
)


def _spelt(error: UnicodeError) -> tuple[str, int]:
    """Return letters a terminal lacks in those it has: å as a, others as their number."""
    assert isinstance(error, UnicodeEncodeError)
    letters = error.object[error.start : error.end]
    plain = unicodedata.normalize("NFKD", letters.translate(_PLAIN))
    kept = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return kept.encode("ascii", "backslashreplace").decode(), error.end


def program_of(root: Path) -> str:
    """Return how the program is called in a course's folder, whoever stands there."""
    return OURS if (root / DOOR).is_file() else INSTALLED


def speak_anywhere() -> None:
    """Have words come out on any terminal and in any pipe, also where it knows ASCII only."""
    codecs.register_error("spelt", _spelt)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="spelt")


def is_listened_to(stream: IO[str]) -> bool:
    """Tell whether a stream's reader is there; where the system cannot tell, as if it were not."""
    if not hasattr(select, "poll"):
        return False
    asked = select.poll()
    asked.register(stream, 0)  # that it is gone is told without being asked for
    return not any(told & (select.POLLERR | select.POLLHUP) for _, told in asked.poll(0))


@dataclass
class Console:
    """Where commands speak from."""

    language: Language
    root: Path
    form: str = "text"
    program: str = OURS
    """How the program is called here: with the way to it, and to the course where it is named."""

    def _said(self, key: str, values: Mapping[str, object]) -> str:
        return self.called(say(self.language, key, **values))

    def called(self, text: str) -> str:
        """Return a text of ours with the program named as it is called here."""
        return text.replace(OURS, self.program)

    def note(self, key: str, /, **values: object) -> None:
        """Say how it goes, on standard error: standard output is for results."""
        print(self._said(key, values), file=sys.stderr, flush=True)

    def tell(self, key: str, /, **values: object) -> None:
        """Say the result."""
        print(self._said(key, values), flush=True)

    def words(self, key: str, /, **values: object) -> str:
        """Return a sentence, to be said as part of a result."""
        return self._said(key, values)

    def tell_raw(self, text: str) -> None:
        """Say the result as it is."""
        print(text, end="", flush=True)

    def tell_data(self, data: object) -> None:
        """Say the result to a program."""
        print(json.dumps(data, ensure_ascii=False), flush=True)

    def show(self, problems: Sequence[Problem], end: str = "problems", **values: object) -> None:
        """Print problems in the form asked for, how many there are, and what comes of them."""
        if self.form in ("json", "gitlab"):
            shown = self._as_data if self.form == "json" else self._for_gitlab
            self.tell_data([shown(problem) for problem in problems])
            return
        for problem in problems:
            what, mend = describe(problem, self.language)
            path = problem.path if problem.path != DOOR else self._door
            place = path if problem.line is None else f"{path}:{problem.line}"
            if self.form == "github":
                print(self.called(_for_github(problem, what, mend)))
            else:
                kind = say(self.language, "advice") if problem.is_warning else ""
                print(f"{place}: {kind}{what} [{problem.rule}]", file=sys.stderr)
                hint = f"  {say(self.language, 'hint')}: {mend}"
                print(self.called(hint), file=sys.stderr)
        for kind, is_warning in ((end, False), ("advised", True)):
            alike = [problem for problem in problems if problem.is_warning == is_warning]
            count, files = len(alike), len({problem.path for problem in alike})
            if alike:
                key = f"{kind}.{'one' if count == 1 else 'many'}"
                self.note(key, count=count, files=files, **values)

    @property
    def _door(self) -> str:
        return INSTALLED if self.program.split()[0] == INSTALLED else DOOR

    def _as_data(self, problem: Problem) -> dict[str, object]:
        what, mend = describe(problem, self.language)
        return {
            "path": problem.path,
            "line": problem.line,
            "rule": problem.rule,
            "is_warning": problem.is_warning,
            "what": what,
            "mend": mend,
        }

    def _for_gitlab(self, problem: Problem) -> dict[str, object]:
        """Return a problem as GitLab's Code Quality report has it."""
        what, mend = describe(problem, self.language)
        place = f"{problem.path} {problem.rule} {sorted(problem.values.items())}"
        return {
            "description": f"{what} – {mend}",
            "check_name": problem.rule,
            # Not the line: a mistake that has moved is the same one.
            "fingerprint": hashlib.sha256(place.encode()).hexdigest(),
            "severity": "minor" if problem.is_warning else "blocker",
            "location": {"path": problem.path, "lines": {"begin": problem.line or 1}},
        }


def _for_github(problem: Problem, what: str, mend: str) -> str:
    """Return a problem as a workflow command, with the signs escaped that would end it."""
    kind = "warning" if problem.is_warning else "error"
    path = _escaped(problem.path).replace(":", "%3A").replace(",", "%2C")
    line = "" if problem.line is None else f",line={problem.line}"
    return f"::{kind} file={path}{line},title={problem.rule}::{_escaped(f'{what} – {mend}')}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
