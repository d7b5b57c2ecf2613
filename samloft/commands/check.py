"""`check`: tell what is wrong in the texts, and what could be better."""

from __future__ import annotations

import random

from samloft.building.order import default_jobs
from samloft.catalogue import name_of
from samloft.commands.command import Command, Number, Option, Options
from samloft.commands.options import FORMAT
from samloft.console import Console


def _check(options: Options, console: Console) -> int:
    from samloft.checks.whole_course import check_all
    from samloft.course.editions import languages_of

    course, networks, advice = check_all(console.root)
    if options.exact:
        from samloft.course.editions import find_editions, sites_of
        from samloft.stamping.proof import prove

        editions = find_editions((), networks, municipalities=True)
        sites = sites_of(editions, None)
        seed = options.seed or random.randrange(1_000_000)
        count = prove(course, sites, options.exact, seed=seed, jobs=default_jobs())
        console.tell("proved", count=count, seed=seed)
    if advice or options.format == "json":
        console.show(advice)
    if advice and options.strict:
        return 1
    if options.format == "json":
        return 0
    for language in languages_of(networks):
        lessons = [lesson for module in course.modules for lesson in module.lessons]
        there = sum(language in lesson.forms for lesson in lessons)
        name = name_of(console.language, language)
        console.tell("coverage", name=name, there=there, count=len(lessons))
    console.tell(
        "checked",
        modules=len(course.modules),
        lessons=sum(len(module.lessons) for module in course.modules),
        networks=len(networks),
    )
    return 0


COMMANDS = (
    Command(
        "check",
        "python3 build.py check --format github",
        _check,
        FORMAT,
        Option(["--strict"], is_flag=True, help="strict_help"),
        Option(["--exact"], type=Number(), metavar="N", help="prove_help"),
        Option(["--seed"], type=Number(), metavar="N", help="seed_help"),
    ),
)
