"""A gathering that a network announces is one of its sessions, and ends the day it begins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial

from samloft.checks.kind import Kind
from samloft.checks.texts import LineOf
from samloft.composing.overlay import modules_of
from samloft.course.model import Course, Network
from samloft.course.runs import faults, file_of
from samloft.problems import Problem, problem
from samloft.suggest import nearest

KIND = Kind.MUST


def find(course: Course, networks: Iterable[Network], line_of: LineOf) -> Iterator[Problem]:
    """Yield what is wrong with the gatherings that networks announce."""
    for network in networks:
        sessions = {
            f"{session.module}/{session.slug}": session
            for module in modules_of(course, network)
            for session in module.sessions
        }
        for run in network.runs:
            path = file_of(network, run)
            at = partial(_line, line_of, course, path)
            if run.session not in sessions:
                near = nearest(run.session, list(sessions))
                line = at("session")
                yield problem(path, "run-has-session", line=line, name=run.session, nearest=near)
                continue
            session = sessions[run.session]
            held = replace(run, starts=run.starts or session.starts)
            yield from faults(held, session.minutes, path, at)


def _line(line_of: LineOf, course: Course, path: str, field: str) -> int:
    return line_of(course.root / path, (field,))
