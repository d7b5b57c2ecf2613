"""Read networks/<network>/runs/: the gatherings that a network announces, a file each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from samloft.course.model import Network
from samloft.course.names import check_name
from samloft.course.reader import Reader
from samloft.course.run import USUAL_PEOPLE, Run, groups_for
from samloft.course.schema import RunForm
from samloft.languages.words import time_after
from samloft.problems import Problem, problem
from samloft.suggest import nearest

FOLDER = "runs"
MOST_RUNS = 500


def load_runs(reader: Reader, folder: Path, network: Network) -> tuple[Run, ...]:
    """Return the gatherings in a network's folder, in the order of their days."""
    paths = sorted((folder / FOLDER).glob("*.yml"))
    if len(paths) > MOST_RUNS:
        reader.report(folder / FOLDER, None, "runs-are-few", most=MOST_RUNS)
        return ()
    found = [load_run(reader, path, network) for path in paths]
    return tuple(sorted((run for run in found if run), key=lambda run: (run.date, run.slug)))


def load_run(reader: Reader, path: Path, network: Network) -> Run | None:
    """Return one gathering; None with problems noted."""
    check_name(reader, path.stem, path)
    read = reader.yaml(path, RunForm)
    if read is None:
        return None
    form, lines = read
    known = [place.slug for place in network.municipalities]
    if form.municipality and form.municipality not in known:
        line, near = lines.line(("municipality",)), nearest(form.municipality, known)
        reader.report(path, line, "run-has-municipality", name=form.municipality, nearest=near)
        return None
    people = form.people or USUAL_PEOPLE
    return Run(
        session=form.session.strip("/"),
        date=form.date,
        starts=form.starts or "",
        people=people,
        groups=form.groups or groups_for(people),
        place=form.place or "",
        address=form.address or "",
        link=form.link or "",
        uid=f"{network.slug}-{path.stem}",
        slug=path.stem,
        municipality=form.municipality or "",
    )


def file_of(network: Network, run: Run) -> str:
    """Return the file that announces a gathering, from the root of the course."""
    return f"networks/{network.slug}/{FOLDER}/{run.slug}.yml"


def faults(
    run: Run, minutes: int, path: str, line_of: Callable[[str], int | None]
) -> Iterator[Problem]:
    """Yield what is wrong with a run whose session takes so long.

    Args:
        run: the run.
        minutes: how long its session takes.
        path: where the run is described.
        line_of: returns the line that a field stands on there.
    """
    if run.groups > run.people:
        yield problem(
            path,
            "groups-have-people",
            line=line_of("groups"),
            groups=str(run.groups),
            people=str(run.people),
        )
    hours, rest = run.starts.split(":")
    if int(hours) * 60 + int(rest) + minutes > 24 * 60:
        yield problem(
            path,
            "run-ends-before-midnight",
            line=line_of("starts"),
            starts=run.starts,
            last=time_after("00:00", 24 * 60 - minutes),
        )
