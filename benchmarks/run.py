"""Time us and the peers on the same course in one run; print figures, ratios and targets.

.venv/bin/python benchmarks/run.py [--editions 1 11 100 357 1000] [--write]
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

from course import ROOT, copy_course, cut_to
from peers import hugo, hugo_site

REPORT = Path(__file__).with_name("README.md")
START, END = "<!-- figures -->", "<!-- /figures -->"
LESSON = "modules/ki/02-sprakmodeller.md"
PYTHON = str(ROOT / ".venv" / "bin" / "python")
MANY_HUGO_MOST = 357
"""Editions in one Hugo; beyond that it takes the machine's memory."""


@dataclass
class Took:
    """What a command took."""

    seconds: float
    peak: int
    """Megabytes of its largest process."""


@dataclass
class Report:
    """What was measured, in lines of Markdown."""

    lines: list[str] = field(default_factory=list)

    def say(self, line: str = "") -> None:
        """Print a line and keep it."""
        print(line, flush=True)
        self.lines.append(line)

    def target(self, what: str, value: float, limit: float, unit: str, *, least: bool) -> None:
        """Say whether a target is met."""
        met = value >= limit if least else value <= limit
        sign = "≥" if least else "≤"
        self.say(
            f"- {'met' if met else '**not met**'}: {what}: {value:.3g} {unit} ({sign} {limit:g})"
        )


def away(*paths: Path) -> None:
    """Put what is there out of the way; a disk that has just deleted much writes slowly (ext4)."""
    for path in paths:
        if path.exists():
            path.rename(path.with_name(f"gone-{time.time_ns()}"))


def run(command: Sequence[str], folder: Path) -> Took:
    """Run a command and measure it. Raises CalledProcessError when it fails."""
    os.sync()  # what was written before is not to be paid for now
    started = time.perf_counter()
    # What Python compiles is kept, as it is for whoever has not asked for anything else.
    kept = {name: each for name, each in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    process = subprocess.Popen(
        command, cwd=folder, env=kept, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    peak = [0]
    over = threading.Event()
    watcher = threading.Thread(target=_watch, args=(process.pid, peak, over))
    watcher.start()
    _, errors = process.communicate()
    took = time.perf_counter() - started
    over.set()
    watcher.join()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, stderr=errors)
    return Took(took, peak[0] // 1024)


def _watch(pid: int, peak: list[int], over: threading.Event) -> None:
    """Note the most memory any process below this one has held, in kilobytes."""
    while not over.wait(0.1):
        for child in (pid, *_children(pid)):
            try:
                status = Path(f"/proc/{child}/status").read_text(encoding="ascii")
            except OSError:
                continue
            held = status.partition("VmHWM:")[2].split()
            peak[0] = max(peak[0], int(held[0]) if held else 0)


def _children(pid: int) -> Iterator[int]:
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found = task.read_text(encoding="ascii").split()
        except OSError:
            continue
        for child in map(int, found):
            yield child
            yield from _children(child)


def median(times: int, measure: Callable[[], Took]) -> Took:
    """Return the run in the middle of several."""
    return sorted((measure() for _ in range(times)), key=lambda took: took.seconds)[times // 2]


@dataclass
class Ours:
    """What we took for a number of editions."""

    clean: Took
    nothing: Took
    first: Took
    """After the first change, when a copy of all links is made, too."""
    changed: Took
    """After a later one."""
    copied: Took
    pages: int
    megabytes: float


def ours(root: Path, repeat: int, *, sheets: bool = False) -> Ours:
    """Build every edition of a course: from nothing, again, and after a change."""
    build = [PYTHON, "build.py", "build", "--municipalities"]
    build += [] if sheets else ["--without-sheets"]

    def clean() -> Took:
        away(root / "site", root / ".samloft")
        return run(build, root)

    lesson = root / LESSON
    text = lesson.read_text(encoding="utf-8")

    def changed() -> Took:
        line = f"\nEndret {time.time()}.\n\n## "
        lesson.write_text(text.replace("\n## ", line, 1), encoding="utf-8")
        return run(build, root)

    def copied() -> Took:
        away(root / "copy")
        return run(["cp", "-r", "--preserve=links", "site", "copy"], root)

    # In pairs: a disk that is slow for one is slow for the other.
    pairs = [(clean(), copied()) for _ in range(repeat)]
    cleaned, copies = sorted(pairs, key=lambda pair: pair[0].seconds / pair[1].seconds)[repeat // 2]
    result = Ours(
        clean=cleaned,
        copied=copies,
        nothing=median(repeat, lambda: run(build, root)),
        first=changed(),
        changed=median(3, changed),
        pages=sum(1 for _ in (root / "site").rglob("*.html")),
        megabytes=_megabytes(root / "site"),
    )
    lesson.write_text(text, encoding="utf-8")
    return result


def _megabytes(folder: Path) -> float:
    done = subprocess.run(["du", "-sm", folder], capture_output=True, text=True, check=True)
    return float(done.stdout.split()[0])


def one_by_one(command: Sequence[str], folder: Path, times: int, clean: str) -> Took:
    """Run a command so many times, from nothing each time."""

    def once() -> Took:
        away(folder / clean)
        return run(command, folder)

    return median(times, once)


def main() -> None:
    """Measure, print, and write down where asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--editions", type=int, nargs="+", default=[1, 11, 100, 357, 1000])
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--without-peers", action="store_true")
    parser.add_argument("--without-sheets", action="store_true")
    parser.add_argument("--write", action="store_true", help="put the figures into README.md")
    options = parser.parse_args()
    report = Report()
    with tempfile.TemporaryDirectory(prefix="samloft-bench-") as place:
        measure(Path(place), options, report)
    if options.write:
        before, _, rest = REPORT.read_text(encoding="utf-8").partition(START)
        after = rest.partition(END)[2]
        figures = "\n".join(report.lines)
        REPORT.write_text(f"{before}{START}\n\n{figures}\n\n{END}{after}", encoding="utf-8")


def measure(place: Path, options: argparse.Namespace, report: Report) -> None:
    """Measure everything in turn."""
    machine(report)
    project = place / "project"
    whole = copy_course(place / "whole")
    run([PYTHON, "build.py", "export", "agder", str(project)], whole)
    alone: dict[str, Took] = {}
    tool = None if options.without_peers else hugo(place)
    if not options.without_peers:
        bins = ROOT / ".venv" / "bin"
        mkdocs = [str(bins / "mkdocs"), "build", "--quiet", "--site-dir", "made"]
        alone["mkdocs"] = one_by_one(mkdocs, project, options.repeat, "made")
        zensical = [str(bins / "zensical"), "build", "--clean"]
        alone["zensical"] = one_by_one(zensical, project, options.repeat, "site")
        if tool:
            site = hugo_site(project, place / "hugo-1", 1)
            alone["hugo"] = one_by_one([str(tool)], site, options.repeat, "public")
    report.say(
        "| Editions | Clean | Pages/s | MB | `cp` | Clean/`cp` | Nothing | The first lesson "
        "| A lesson | Peak |"
    )
    report.say("|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|")
    found: dict[int, Ours] = {}
    many: dict[int, Took] = {}
    for editions in options.editions:
        root = copy_course(place / f"course-{editions}")
        cut_to(root, editions)
        done = found[editions] = ours(root, options.repeat if editions < 1000 else 1)
        report.say(row(editions, done))
        if tool and editions <= MANY_HUGO_MOST:
            site = hugo_site(project, place / "hugo-many", editions)
            many[editions] = one_by_one([str(tool)], site, 1, "public")
            away(site)
    report.say()
    sheets, rate = None, 0.0
    if not options.without_sheets:
        sheets = ours(whole, 1, sheets=True)
        papers = sum(1 for _ in (whole / "site").rglob("*.pdf"))
        rate = papers / (sheets.clean.seconds - found_rest(whole))
        report.say("All networks in all their forms, all 357 municipalities, with papers:")
        report.say()
        report.say("| Sites | Papers | Clean | MB | Nothing | The first lesson | A lesson | Peak |")
        report.say("|--:|--:|--:|--:|--:|--:|--:|--:|")
        sites = sum(1 for _ in (whole / "site").rglob("404.html"))
        report.say(
            f"| {sites} | {papers} | {sheets.clean.seconds:.1f} s | {sheets.megabytes:.0f} "
            f"| {sheets.nothing.seconds:.2f} s | {sheets.first.seconds:.2f} s "
            f"| {sheets.changed.seconds:.2f} s | {sheets.clean.peak} MB |"
        )
        report.say()
    compare(alone, many, found, report)
    targets(alone, many, found, report)
    if sheets:
        report.target("papers a second", rate, 600, "", least=True)
        changed = sheets.changed.seconds
        report.target("one lesson changed, papers kept", changed, 2, "s", least=False)
        part = changed / sheets.clean.seconds
        report.target("… as a part of the clean build", part, 0.1, "", least=False)
        report.target("all of it on disk", sheets.megabytes / 1024, 1.5, "GB", least=False)


def found_rest(root: Path) -> float:
    """Return the seconds that the same build takes without papers."""
    away(root / "site", root / ".samloft")
    build = [PYTHON, "build.py", "build", "--municipalities"]
    rest = run([*build, "--without-sheets"], root).seconds
    run(build, root)
    return rest


def machine(report: Report) -> None:
    """Say when, on what and with what."""
    cpu = Path("/proc/cpuinfo").read_text(encoding="utf-8").partition("model name\t: ")[2]
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    tools = {"mkdocs", "mkdocs-material", "zensical", "typst"}
    there = {tool.name: tool.version for tool in metadata.distributions() if tool.name in tools}
    versions = ", ".join(f"{name} {version}" for name, version in sorted(there.items()))
    facts = (
        f"{datetime.now(UTC):%Y-%m-%d}",
        cpu.splitlines()[0] if cpu else platform.machine(),
        f"{os.cpu_count()} cores",
        f"{pages:.0f} GB",
        f"Python {platform.python_version()}",
        versions,
    )
    report.say(" · ".join(facts))
    report.say()


def row(editions: int, done: Ours) -> str:
    """Return a line of the table."""
    return (
        f"| {editions} | {done.clean.seconds:.2f} s | {done.pages / done.clean.seconds:.0f} "
        f"| {done.megabytes:.0f} | {done.copied.seconds:.2f} s "
        f"| {done.clean.seconds / done.copied.seconds:.1f} | {done.nothing.seconds:.2f} s "
        f"| {done.first.seconds:.2f} s | {done.changed.seconds:.2f} s | {done.clean.peak} MB |"
    )


def compare(
    alone: dict[str, Took], many: dict[int, Took], found: dict[int, Ours], report: Report
) -> None:
    """Say what the others take for as many editions. One after another is one, times as many."""
    if not alone:
        return
    report.say("| The same editions with | One | " + " | ".join(str(n) for n in found) + " |")
    report.say("|:--|--:|" + "--:|" * len(found))
    for name, took in alone.items():
        cells = [f"{took.seconds * n / done.clean.seconds:.0f} ×" for n, done in found.items()]
        report.say(f"| {name}, one process each | {took.seconds:.2f} s | {' | '.join(cells)} |")
    if many:
        cells = [
            f"{many[n].seconds:.1f} s, {many[n].seconds / done.clean.seconds:.1f} ×"
            if n in many else "–"
            for n, done in found.items()
        ]  # fmt: skip
        report.say(f"| hugo, all in one process | | {' | '.join(cells)} |")
    report.say()
    report.say("× is their time over ours, from nothing in both.")
    report.say()


def targets(
    alone: dict[str, Took], many: dict[int, Took], found: dict[int, Ours], report: Report
) -> None:
    """Say which targets are met."""
    sizes = sorted(found)
    most = max(n for n in sizes if n <= MANY_HUGO_MOST)
    done = found[most]
    report.target(f"{most} editions over `cp`", done.clean.seconds / done.copied.seconds, 3, "×",
                  least=False)  # fmt: skip
    if "mkdocs" in alone:
        ratio = alone["mkdocs"].seconds * most / done.clean.seconds
        report.target(f"faster than {most} `mkdocs build`", ratio, 30, "×", least=True)
    if "hugo" in alone:
        best = alone["hugo"].seconds * most
        best = min(best, many[most].seconds) if most in many else best
        ratio = best / done.clean.seconds
        report.target("faster than Hugo's best way", ratio, 8, "×", least=True)
    if len(sizes) > 1:
        first, last = max(sizes[0], min(11, most)), most
        if last > first and first in found:
            more = (done.clean.seconds - found[first].clean.seconds) / (last - first) * 1000
            report.target("one more edition", more, 15, "ms", least=False)
    nothing = statistics.median(found[n].nothing.seconds for n in sizes if n <= most)
    report.target("nothing changed", nothing, 0.5, "s", least=False)
    peak = max(took.peak for each in found.values() for took in (each.clean, each.changed))
    report.target("peak memory of a process", peak, 500, "MB", least=False)


if __name__ == "__main__":
    main()
