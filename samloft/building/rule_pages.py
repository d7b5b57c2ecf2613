"""A page for each rule of `check`, and the report while one writes; in the dress of the front page.

They are of the engine, not of a course: what stands on them changes only when the engine does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from samloft.addresses import RULES
from samloft.building.front_page import front_assets, front_templates
from samloft.cache import Cache
from samloft.catalogue import describe, label, labels, rules, spoken, voice
from samloft.checks.rules import rule_of
from samloft.console import OURS, program_of
from samloft.languages import Language, about
from samloft.problems import Problem

NAME = "Samløft"
REPORT = "_check"
"""The folder of the report, while one writes: no network can be called so."""


Files = dict[PurePosixPath, bytes]


def rule_files(root: Path, cache: Cache) -> Files:
    """Return a page for each rule, and one that lists them all, in every language."""
    program = program_of(root)

    def make() -> Files:
        return {path: page.replace(OURS, program).encode() for path, page in _rule_pages(root)}

    return cache.once("rules", program, make)


def _rule_pages(root: Path) -> Iterator[tuple[PurePosixPath, str]]:
    templates = front_templates(root)
    one, all_of_them = (templates.get_template(f"{name}.html.jinja") for name in ("rule", "rules"))
    for language in spoken():
        folder = rules_folder(language)
        words = _words(language, _up(folder))
        every = [rule_of(name, language) for name in rules()]
        listed = _choices(folder, "index.html")
        page = all_of_them.render(rules=every, languages=listed, **words)
        yield folder / "index.html", page
        for rule in every:
            name = f"{rule.name}.html"
            page = one.render(rule=rule, languages=_choices(folder, name), **words)
            yield folder / name, page


def rules_folder(language: Language) -> PurePosixPath:
    """Return where the rules stand in a language, from the front page's folder."""
    return PurePosixPath(RULES) if language == spoken()[0] else PurePosixPath(language, RULES)


def report_files(root: Path, problems: Sequence[Problem], language: Language) -> Files:
    """Return the report of `check` as a page for any address of its host, and its styles."""
    ours = voice(language)
    told = [(each, *describe(each, ours)) for each in problems]
    wrong = [one for one in told if not one[0].is_warning]
    advice = [one for one in told if one[0].is_warning]
    nothing = "rules.report_lead" if told else "rules.report_none"
    page = (
        front_templates(root)
        .get_template("report.html.jinja")
        .render(
            heading=label(ours, "preview.title" if wrong else "rules.report"),
            lead=label(ours, "preview.lead" if wrong else nothing),
            parts=((label(ours, "rules.must"), wrong), (label(ours, "rules.should"), advice)),
            folder=f"/{rules_folder(ours)}/",
            languages=(),
            **_words(ours, "/"),
        )
    )
    page = page.replace(OURS, program_of(root))
    return {PurePosixPath(REPORT, "index.html"): page.encode(), **dict(front_assets(root, ()))}


def _choices(folder: PurePosixPath, name: str) -> list[tuple[Language, str, str]]:
    """Return each language's code, own name, and the way to a page about rules in it."""
    up = _up(folder)
    return [(code, about(code).name, f"{up}{rules_folder(code)}/{name}") for code in spoken()]


def _words(language: Language, up: str) -> dict[str, object]:
    """Return what the templates of the front page need, for pages of ours."""
    return {
        "language": language,
        "title": NAME,
        "labels": labels(language, "front"),
        "w": labels(language, "rules"),
        "up": up,
        "version": "",
    }


def _up(folder: PurePosixPath) -> str:
    return "../" * len(folder.parts)
