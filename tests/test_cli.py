"""The command line: read by click, answered in the user's own language, and quick to start."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from world import ROOT, Run

from samloft.catalogue import describe, say, spoken
from samloft.cli import NAMES, main
from samloft.commands import COMMANDS
from samloft.commands.command import SHARED, Command
from samloft.console import Console, is_listened_to
from samloft.languages import Language
from samloft.problems import UsageError

GONE = (
    "networks/nordvik/docs/borte.md: "
    "{base: docs/om.md, digest: 37b894a67da4de46bfe7f5c12b909f0108e96c70}\n"
)
MISTAKES = {
    "check nordvik": (
        "check tar ikke imot «nordvik»",
        "check tek ikkje imot «nordvik»",
        "check does not take “nordvik”",
    ),
    "adapt nordvik": ("SIDE mangler", "SIDE manglar", "PAGE is missing"),
    "serve nordvik --port": (
        "--port mangler en verdi",
        "--port manglar ein verdi",
        "--port lacks a value",
    ),
    "status --json=ja": (
        "--json tar ingen verdi",
        "--json tek ingen verdi",
        "--json takes no value",
    ),
    "build --engine mkdoc": (
        "--engine kan ikke være «mkdoc»",
        "--engine kan ikkje vere «mkdoc»",
        "--engine cannot be “mkdoc”",
    ),
    "build --jobs mange": (
        "--jobs kan ikke være «mange»",
        "--jobs kan ikkje vere «mange»",
        "--jobs cannot be “mange”",
    ),
    "build --jobs 0": (
        "--jobs kan ikke være «0»",
        "--jobs kan ikkje vere «0»",
        "--jobs cannot be “0”",
    ),
    "redirects ngin": (
        "{nginx,apache,netlify,caddy} kan ikke være «ngin»",
        "{nginx,apache,netlify,caddy} kan ikkje vere «ngin»",
        "{nginx,apache,netlify,caddy} cannot be “ngin”",
    ),
    "status -q": ("valget -q finnes ikke", "valet -q finst ikkje", "the option -q does not exist"),
    "--root": ("--root mangler en verdi", "--root manglar ein verdi", "--root lacks a value"),
}
"""What is typed, and what is said of it in each language."""


@pytest.mark.parametrize("typed", MISTAKES)
def test_every_mistake_on_the_command_line_is_told_in_the_users_language(
    typed: str, run: Run
) -> None:
    for language, told in zip(spoken(), MISTAKES[typed], strict=True):
        outcome = run("--lang", language, *typed.split())
        assert outcome.err.startswith(f"build.py: {told} [")
        assert f"\n  {say(language, 'hint')}: " in outcome.err
        assert (outcome.code, outcome.out) == (2, "")


NEEDS = [each for each in COMMANDS if any(one.required for one in each.params)]


@pytest.mark.parametrize("command", NEEDS, ids=lambda command: command.name)
def test_who_leaves_out_what_a_command_needs_is_shown_a_right_one(
    command: Command, run: Run
) -> None:
    for language in spoken():
        outcome = run("--lang", language, command.name)
        assert "[argument-is-given]" in outcome.err
        assert f": {command.example}\n" in outcome.err
        assert outcome.code == 2


@pytest.mark.parametrize("typed", ["export nordvik", "run trygghet/1-passord"])
def test_what_a_command_needs_at_times_only_is_shown_too(typed: str, run: Run) -> None:
    name = typed.split()[0]
    example = next(each.example for each in COMMANDS if each.name == name)
    outcome = run(*typed.split())
    assert f"  tips: skriv for eksempel: {example}\n" in outcome.err
    assert outcome.code == 2


def test_the_program_is_called_as_it_is_where_one_stands(
    small_course: Path, tmp_path: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    root = ("--root", str(small_course))
    assert main(["status", "--json=ja", *root], tmp_path, program="samloft") == 2
    assert capsys.readouterr().err.startswith("samloft: --json tar ingen verdi")
    lock = small_course / "networks/nordvik/adaptations.lock"
    lock.write_text(f"{lock.read_text('utf-8')}{GONE}", encoding="utf-8")
    main(["status", "nordvik", *root], tmp_path, program="samloft")
    assert f"kjør samloft --root {small_course} update\n" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("word", "offered"),
    [
        ("nordvik", "build nordvik"),
        ("nordvik/anes", "build nordvik/anes"),
        ("nordvk", "build nordvik"),
        ("bild", "build"),
    ],
)
def test_an_edition_in_a_commands_place_is_answered_with_how_to_build_it(
    word: str, offered: str, run: Run
) -> None:
    outcome = run(word, "--language", "nn")
    assert f"«{word}» finnes ikke" in outcome.err
    assert f"mente du: {offered}?" in outcome.err
    assert outcome.code == 2


def test_what_every_command_takes_may_stand_before_its_name_or_after(run: Run) -> None:
    assert run("--lang", "en", "check") == run("check", "--lang", "en") == run("check", "--lang=en")
    assert run("--lang", "nn", "check", "--lang", "en") == run("check", "--lang", "en")


def test_options_without_a_command_are_for_build(run: Run) -> None:
    assert run("--language", "en") == run("build", "--language", "en")
    assert "[edition-has-language]" in run("--language", "en").err


@pytest.mark.parametrize("language", spoken())
def test_help_names_every_command_and_what_it_is_for(
    language: Language, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        run("--help", "--lang", language)
    shown = " ".join(capsys.readouterr().out.split())
    for name in NAMES:
        assert f"{name} {say(language, f'{name}_help')}" in shown


def test_a_choice_in_help_lists_what_there_is(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run("redirects", "--help")
    assert "{nginx,apache,netlify,caddy}" in capsys.readouterr().out


WORDS = st.sampled_from(
    sorted(
        {name for each in COMMANDS for one in each.params for name in one.opts if name[0] == "-"}
        - {"-h", "--help", "--debug", "--lang"}
    )
) | st.text(max_size=12)


@settings(max_examples=300)
@given(words=st.lists(WORDS, min_size=1, max_size=4), command=st.sampled_from(COMMANDS))
def test_whatever_is_typed_is_read_or_refused_in_our_own_words(
    words: list[str], command: Command
) -> None:
    try:
        command.make_context(command.name, words, obj=Console("en", Path()))
    except UsageError as error:
        for problem in error.problems:
            assert all(describe(problem, language) for language in spoken())


def test_what_many_commands_take_is_said_once() -> None:
    """Two parameters of one name and one explanation are one and the same."""
    by_look: dict[tuple[object, ...], set[int]] = {}
    for each in (one for command in COMMANDS for one in command.params if one not in SHARED):
        by_look.setdefault((each.name, each.help), set()).add(id(each))
    assert {look: len(ids) for look, ids in by_look.items() if len(ids) > 1} == {}


def test_an_unchanged_course_is_told_so_without_the_heavy_libraries(
    small_course: Path, run: Run
) -> None:
    assert run("build").code == 0
    code = (
        "import sys; from pathlib import Path; from samloft.cli import main\n"
        "code = main(['build', '--jobs', '1'], Path(sys.argv[1]))\n"
        "print(code, *sorted({module.split('.')[0] for module in sys.modules}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(small_course)], cwd=ROOT, capture_output=True, text=True
    )
    code, *loaded = done.stdout.splitlines()[-1].split()
    heavy = {"pydantic", "jinja2", "yaml", "mkdocs", "typst", "coloraide", "markdown", "boto3"}
    assert (code, heavy & set(loaded)) == ("0", set()), done.stderr


@pytest.mark.slow("each")
@pytest.mark.parametrize("typed", ["serve", "build"])
@pytest.mark.parametrize(
    ("spoken", "told"),
    [
        ("nb_NO.UTF-8", "MkDocs kjenner ikke nettverkene. Skriv: "),
        ("nn_NO.UTF-8", "MkDocs kjenner ikkje nettverka. Skriv: "),
        ("en_GB.UTF-8", "MkDocs does not know the networks. Type: "),
    ],
)
def test_mkdocs_typed_at_the_root_is_told_what_to_type(spoken: str, told: str, typed: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", typed, "--quiet"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={**os.environ, "LC_ALL": spoken, "NO_MKDOCS_2_WARNING": "true"},
    )
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == f"{told}python3 build.py serve agder"
    assert "site_name" not in done.stderr
    assert not (ROOT / "site" / "sitemap.xml").exists()


@pytest.mark.parametrize("command", ["build", "check", "status", "versions"])
def test_a_folder_without_a_course_is_told_so(command: str, tmp_path: Path, run: Run) -> None:
    empty = tmp_path / "tom"
    empty.mkdir()
    outcome = run(command, "--root", empty)
    assert outcome.err.startswith(
        f"{empty}: her er det ikke noe kurs (modules/course.yml mangler) [course-is-there]"
    )
    assert (outcome.code, list(empty.iterdir())) == (2, [])


def test_after_a_build_of_one_edition_one_is_told_to_open_that(
    small_course: Path, run: Run
) -> None:
    site = small_course / "site"
    said = run("build", "nordvik", "--without-sheets").out
    assert f"Åpne {site / 'nordvik/index.html'} i en nettleser." in said


def test_whoever_stops_reading_is_told_nothing_more(small_course: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from samloft.cli import main\n"
        "sys.stdin.read(); sys.exit(main(['check'], Path(sys.argv[1])))"
    )
    begun = subprocess.Popen(
        [sys.executable, "-c", code, str(small_course)],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert begun.stdout
    begun.stdout.close()
    begun.stdout = None
    _, errors = begun.communicate("go")
    assert begun.returncode == 0, errors


def test_a_pipe_that_breaks_elsewhere_is_no_reader_that_is_gone() -> None:
    reading, writing = os.pipe()
    with os.fdopen(writing, "w", encoding="utf-8") as stream:
        assert is_listened_to(stream)
        os.close(reading)
        assert not is_listened_to(stream)
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        assert is_listened_to(nowhere)
