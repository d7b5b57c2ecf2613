"""A broken mkdocs.yml is named with its line by `check` and `build` alike."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from world import ROOT, Run

SETTINGS = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
EXTENSIONS = SETTINGS[: SETTINGS.index("markdown_extensions:")]


def line_of(words: str) -> int:
    return SETTINGS[: SETTINGS.index(words)].count("\n") + 1


def changed(old: str, new: str) -> str:
    assert SETTINGS.count(old) == 1
    return SETTINGS.replace(old, new)


AT_END = SETTINGS.count("\n") + 1
BROKEN = {
    "left out": (EXTENSIONS, "site-is-set-up", 3),
    "an extension there is not": (
        changed("  - tables\n", "  - tabels\n"),
        "setting-is-accepted",
        line_of("markdown_extensions"),
    ),
    "an extension's own setting": (
        changed("preserve_tabs", "preserve_tab"),
        "setting-is-accepted",
        line_of("markdown_extensions"),
    ),
    "a number for an extension": (
        changed("  - tables\n", "  - 7\n"),
        "site-is-set-up",
        line_of("markdown_extensions"),
    ),
    "a plugin there is not": (
        changed("  - search\n", "  - serch\n"),
        "setting-is-accepted",
        line_of("plugins"),
    ),
    "no theme": (changed("name: material", "name:"), "site-is-set-up", line_of("  name: mat")),
    "a theme there is not": (
        changed("name: material", "name: materiall"),
        "setting-is-accepted",
        line_of("theme:"),
    ),
    "a scheme without a word": (
        changed("scheme: slate", "scheme: sand"),
        "site-is-set-up",
        line_of("  palette:"),
    ),
    "a script that is none": (
        changed("  - assets/javascripts/page.js", "  - {tull: 1}"),
        "site-is-set-up",
        line_of("extra_javascript"),
    ),
    "a level there is not": (
        changed("anchors: warn", "anchors: tull"),
        "setting-is-accepted",
        line_of("validation"),
    ),
    "an unknown key": (f"{SETTINGS}tulleball: 1\n", "setting-is-accepted", AT_END),
    "a key said twice": (f"{SETTINGS}extra: {{}}\n", "key-is-said-once", AT_END),
    "what each edition says": (f"{SETTINGS}docs_dir: /etc\n", "setting-is-left-out", AT_END),
    "a program": (
        f"{SETTINGS}copyright: !!python/object/apply:os.getcwd []\n",
        "text-with-sign-is-quoted",
        AT_END,
    ),
    "too deep": (f"{SETTINGS}watch: {'[' * 3000}{']' * 3000}\n", "yaml-is-readable", 1),
}


@pytest.mark.slow("each")
@pytest.mark.parametrize("name", BROKEN)
def test_what_is_wrong_with_the_settings_is_told_with_its_line(
    name: str, small_course: Path, run: Run
) -> None:
    text, rule, line = BROKEN[name]
    (small_course / "mkdocs.yml").write_text(text, encoding="utf-8")
    for command in (("check",), ("build", "nordvik")):
        outcome = run(*command, "--format", "json")
        wrong = [each for each in json.loads(outcome.out) if not each["is_warning"]]
        assert outcome.code == 1, outcome.err
        assert [(each["path"], each["line"], each["rule"]) for each in wrong] == [
            ("mkdocs.yml", line, rule)
        ]


def test_a_day_that_is_none_is_text(small_course: Path, run: Run) -> None:
    text = f"{SETTINGS}copyright: 2026-99-99\n"
    (small_course / "mkdocs.yml").write_text(text, encoding="utf-8")
    assert run("check").code == 0
