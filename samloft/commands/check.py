"""`check`: tell what is wrong in the texts, and what could be better; mend what is safe."""

from __future__ import annotations

import datetime
import random
from typing import TYPE_CHECKING

from samloft.building.order import default_jobs
from samloft.catalogue import name_of, rules
from samloft.commands.command import Command, Number, Option, Options
from samloft.commands.options import FORMAT
from samloft.console import Console
from samloft.problems import UsageError, problem
from samloft.suggest import nearest

if TYPE_CHECKING:
    from samloft.checks.whole_course import Checked


def _check(options: Options, console: Console) -> int:
    if options.explain:
        return _explain(options.explain, console)
    from samloft.checks import worst_first
    from samloft.checks.whole_course import look_through, read_course
    from samloft.course.reader import Reader

    if options.fix:
        _fix(console)
    checked = look_through(console.root)
    problems = list(checked.problems)
    if options.external:
        from samloft.checks.external import check_links, find_addresses

        reader = Reader(console.root)
        places = find_addresses(*read_course(reader), reader.line)
        console.note("asking", count=len(places))
        today = datetime.date.today()  # noqa: DTZ011 - the day it is here
        problems = worst_first([*problems, *check_links(places, console.root, today)])
    is_wrong = any(not each.is_warning for each in problems)
    if options.exact and not is_wrong:
        _prove(checked, options, console)
    if problems or options.format in ("json", "gitlab"):
        console.show(problems)
    if is_wrong or (problems and options.strict):
        return 1
    if options.format in ("text", "github"):
        _sum_up(checked, console)
    return 0


def _explain(name: str, console: Console) -> int:
    """Tell what a rule asks for."""
    from samloft.checks.rules import explain

    known = rules()
    if name != "all" and name not in known:
        raise UsageError(
            [problem("build.py", "rule-exists", name=name, nearest=nearest(name, known))]
        )
    pages = (explain(rule, console.language) for rule in (known if name == "all" else (name,)))
    console.tell_raw(console.called("\n".join(pages)))
    return 0


def _fix(console: Console) -> None:
    """Mend what is safe, and tell what it was."""
    from samloft.checks.mending import mend_all
    from samloft.checks.whole_course import read_course
    from samloft.course.reader import Reader

    done = list(mend_all(*read_course(Reader(console.root))))
    for each in done:
        mend = each.mend
        console.note("fixed", path=each.path, line=mend.line, old=mend.old, new=mend.new)
    if done:
        console.note("fixed_all", count=len(done), files=len({each.path for each in done}))
    else:
        console.note("fixed_none")


def _prove(checked: Checked, options: Options, console: Console) -> None:
    """Build some editions in both ways, and compare."""
    from samloft.course.editions import find_editions, sites_of
    from samloft.stamping.proof import prove

    editions = find_editions((), checked.networks, municipalities=True)
    sites = sites_of(editions, None)
    seed = options.seed or random.randrange(1_000_000)
    count = prove(checked.course, sites, options.exact, seed=seed, jobs=default_jobs())
    console.tell("proved", count=count, seed=seed)


def _sum_up(checked: Checked, console: Console) -> None:
    """Tell what was looked through."""
    from samloft.course.editions import languages_of

    course = checked.course
    lessons = [lesson for module in course.modules for lesson in module.lessons]
    for language in languages_of(checked.networks):
        there = sum(language in lesson.forms for lesson in lessons)
        name = name_of(console.language, language)
        console.tell("coverage", name=name, there=there, count=len(lessons))
    console.tell(
        "checked",
        modules=len(course.modules),
        lessons=len(lessons),
        networks=len(checked.networks),
    )


COMMANDS = (
    Command(
        "check",
        "python3 build.py check --fix",
        _check,
        FORMAT,
        Option(["--fix"], is_flag=True, help="fix_help"),
        Option(["--external"], is_flag=True, help="external_help"),
        Option(["--explain"], metavar="RULE", help="explain_rule_help"),
        Option(["--strict"], is_flag=True, help="strict_help"),
        Option(["--exact"], type=Number(), metavar="N", help="prove_help"),
        Option(["--seed"], type=Number(), metavar="N", help="seed_help"),
    ),
)
