"""What takes too long, is too much or half written is named like any mistake, beside all others."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from world import ROOT, Run

from samloft.checks.readability import _TEMPLATE
from samloft.checks.slips import _LINK
from samloft.checks.spelling import _SITE
from samloft.cli import main
from samloft.text import watch
from samloft.text.bare_addresses import _BARE
from samloft.text.faults import _FORMULA, Fault
from samloft.text.limits import TooMuchError
from samloft.text.looked_through import LookedThrough
from samloft.text.safety import Unsafe, unsafe_in
from samloft.text.stray_notes import _CLASS, _MARKED
from samloft.text.tidy import _KEPT, TEMPLATE

TABLE = "networks/nordvik/municipalities.csv"
HEAD = "number,name,language\n"


@pytest.mark.slow
def test_a_text_that_is_read_ever_more_slowly_is_named_and_so_is_the_rest(
    small_course: Path, run: Run
) -> None:
    page = "---\ntitle: Om\n---\n\n"
    (small_course / "docs/om.md").write_text(f"{page}{'![' * 40_000}\n", encoding="utf-8")
    (small_course / "docs/index.md").write_text(f"{page}{{{{ x }}}}\n", encoding="utf-8")
    done = run("check")
    assert done.code == 1
    assert "docs/om.md:5: teksten tar for lang tid å lese [text-is-bounded]" in done.err
    assert "docs/index.md:5: navnet «x» finnes ikke" in done.err


@pytest.mark.parametrize("sign", ["`", "[", "*", ">", "<", "|", "~", "\\", "&", "a", '"'])
def test_a_line_longer_than_anybody_writes_is_named_and_read_by_nobody(
    sign: str, small_course: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "SECONDS", 10)
    (small_course / "docs/om.md").write_text(
        f"---\ntitle: Om\n---\n\n## Her {{#her}}\n\n{sign * 600_000}\n", encoding="utf-8"
    )
    with watch.watched():
        done = run("check")
    told = [line for line in done.err.splitlines() if "om.md" in line and ": råd:" not in line]
    assert told[0] == "docs/om.md:7: teksten tar for lang tid å lese [text-is-bounded]"
    assert len([line for line in told if not line.startswith(" ")]) == 1


# The clock may strike where Python cannot raise, as it clears away; its next stroke does.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_text_stopped_by_the_clock_is_named_with_the_line_of_its_slowest_part(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(watch, "SECONDS", 0.25)
    slow = "*a **b " * 10_000
    found = LookedThrough().of(f"Tekst.\n\n## Mer\n\n{slow}\n\n- Slutt.\n")
    assert found.faults == (Fault(5, "text-is-bounded"),)
    assert found.is_too_much


def test_work_that_takes_too_much_time_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "SECONDS", 0.5)
    with pytest.raises(TooMuchError):
        _watched_for_ever(lambda: None)


def test_work_that_takes_too_much_memory_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "MEGABYTES", 50)
    held: list[bytes] = []
    with pytest.raises(TooMuchError):
        _watched_for_ever(lambda: held.append(bytes(range(256)) * 4096))


def _watched_for_ever(work: Callable[[], None]) -> None:
    with watch.watched():
        while True:
            work()


def test_after_a_text_nothing_is_watched() -> None:
    with watch.watched():
        assert unsafe_in("*a* [b](c.md)") == ()
    assert unsafe_in("<script>") == (Unsafe("html-is-safe", "<script>"),)


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (
            HEAD + "".join(f"{n % 9000 + 1000},Sted {n},nb\n" for n in range(40_000)),
            ":1002: tabellen har mer enn 1000 rader [table-is-short]",
        ),
        (f'{HEAD}0101,"{"x" * 200_000}",nb\n', ": tabellen kan ikke leses: field larger"),
    ],
    ids=["rows", "field"],
)
def test_a_table_that_is_too_much_is_named(
    table: str, said: str, small_course: Path, run: Run
) -> None:
    (small_course / TABLE).write_text(table, encoding="utf-8")
    done = run("check")
    assert done.code == 1
    assert any(line.startswith(TABLE) and said in line for line in done.err.splitlines())


@pytest.mark.parametrize("sign", [";", "\t"])
def test_a_table_as_a_spreadsheet_writes_it_is_read(
    sign: str, small_course: Path, run: Run
) -> None:
    rows = (HEAD + "0101,Ånes,nn\n\n0102,Nord-Vik,nb\n,,\n").replace(",", sign)
    text = "\ufeff" + rows.replace("\n", f"{sign}{sign}\r\n")
    (small_course / TABLE).write_text(text, encoding="utf-8", newline="")
    assert run("check").code == 0


def test_front_matter_may_have_spaces_after_its_dashes(small_course: Path, run: Run) -> None:
    (small_course / "docs/om.md").write_text("---  \ntitle: Om\n--- \t\n\nTekst.\n", "utf-8")
    assert run("check").code == 0


def told_in_ascii(root: Path) -> bytes:
    """Return what `check` says of a course on a terminal that knows ASCII only."""
    came = io.BytesIO()
    terminal = io.TextIOWrapper(came, encoding="ascii", write_through=True)
    with contextlib.redirect_stderr(terminal):
        assert main(["check"], root) == 1
    terminal.detach()
    return came.getvalue()


def test_a_terminal_that_knows_ascii_only_is_spoken_to(small_course: Path) -> None:
    (small_course / "docs/Blåbær–«x».md").write_text("x", encoding="utf-8")
    told = told_in_ascii(small_course)
    assert b'docs/Blabaer-"x".md: filnavnet "Blabaer-"x".md" kan ikke bli' in told


def test_a_name_that_is_no_text_is_told_of(small_course: Path) -> None:
    Path(os.fsdecode(os.fsencode(small_course) + b"/docs/a\xff.png")).write_bytes(b"x")
    assert b"adresse: \\udcff [file-name-can-be-linked]" in told_in_ascii(small_course)


def test_a_name_that_is_shown_turned_round_is_told_of(small_course: Path, run: Run) -> None:
    (small_course / "docs/plan\u202efdp.png").write_bytes(b"x")
    assert r"adresse: \u202e [file-name-can-be-linked]" in run("check").err


def test_a_machine_that_knows_ascii_only_checks_how_words_are_spelt(small_course: Path) -> None:
    import subprocess

    asked = "import sys; from pathlib import Path; from samloft.cli import main; "
    asked += "sys.exit(main(['check'], Path(sys.argv[1])))"
    done = subprocess.run(
        [sys.executable, "-c", asked, str(small_course)],
        cwd=ROOT,
        env={**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        capture_output=True,
    )
    assert done.returncode == 0, done.stderr


def test_the_front_door_speaks_to_any_terminal_too() -> None:
    import subprocess

    done = subprocess.run(
        [sys.executable, "-c", "import build; build.say('Gjør klar – nå')"],
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "nb_NO.UTF-8"},
        capture_output=True,
    )
    assert done.returncode == 0
    assert b"Gj?r klar" in done.stderr


@pytest.mark.parametrize(
    "signs", ["![", "](", "{{", "{%", "a@", "a-", "[^", "`", "<", "$_", "!", "\n"]
)
def test_no_pattern_of_a_check_turns_back_over_a_long_line(
    signs: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "SECONDS", 2)
    line = f"${signs * (60_000 // len(signs))}"
    notes = (_MARKED, _CLASS)
    with watch.watched():
        for pattern in (_SITE, _TEMPLATE, _KEPT, TEMPLATE, _LINK, _FORMULA, _BARE, *notes):
            pattern.sub("", line)
