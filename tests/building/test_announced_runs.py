"""A network announces gatherings: a page, the front, calendar files; and all papers of each."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from icalendar import Calendar
from world import Run, copy_small_course

from samloft.building.build import build
from samloft.building.order import Order

SPRING = """session: trygghet/1-oppstart
date: 2027-04-13
starts: "13:00"
place: Rådhuset & <b>kantina</b>
people: 9
groups: 2
"""
WEB = """session: trygghet/1-oppstart
date: 2020-01-12
starts: "09:30"
link: https://mote.example/1?a=b&c=d
"""


def announce(root: Path, name: str, text: str) -> Path:
    path = root / "networks/nordvik/runs" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = copy_small_course(tmp_path_factory.mktemp("varsel") / "kurs")
    announce(root, "var.yml", SPRING)
    announce(root, "nett.yml", WEB)
    settings = root / "networks/nordvik/network.yml"
    settings.write_text(
        settings.read_text(encoding="utf-8") + "published_at: https://kurs.example\n",
        encoding="utf-8",
    )
    order = Order(names=["nordvik", "sorvik"], language="nb", addresses="folders")
    build(root, order, root / "site", say=lambda *_, **__: None)
    return root / "site"


def test_the_page_tells_all_of_them_in_the_order_of_days_also_those_that_have_been(
    site: Path,
) -> None:
    page = (site / "nordvik/samlinger/index.html").read_text(encoding="utf-8")
    web, spring = page.index("Søndag 12.\xa0januar 2020"), page.index("Tirsdag 13.\xa0april 2027")
    assert web < spring
    assert "Kl. 09.30–11.15" in page[web:spring]
    assert "Kl. 13.00–14.45" in page[spring:]
    assert 'href="https://mote.example/1?a=b&amp;c=d"' in page


def test_what_a_network_writes_is_text(site: Path) -> None:
    for page in ("samlinger/index.html", "index.html"):
        text = (site / "nordvik" / page).read_text(encoding="utf-8")
        assert "Rådhuset &amp; &lt;b&gt;kantina&lt;/b&gt;" in text


def test_the_front_leads_to_each(site: Path) -> None:
    assert 'href="samlinger/#var"' in (site / "nordvik/index.html").read_text(encoding="utf-8")


def test_the_calendar_has_all_and_each_has_its_file(site: Path) -> None:
    feed = Calendar.from_ical((site / "nordvik/samlinger.ics").read_bytes())
    one = Calendar.from_ical((site / "nordvik/samlinger/var.ics").read_bytes())
    assert [str(each["uid"]) for each in feed.walk("VEVENT")] == ["nordvik-nett", "nordvik-var"]
    (event,) = one.walk("VEVENT")
    assert event["uid"] == "nordvik-var"
    assert str(event["url"]) == "https://kurs.example/nordvik/latest/s/trygghet-1/"
    assert str(feed.walk("VEVENT")[1]["url"]) == str(event["url"])


def test_a_network_that_announces_nothing_has_no_page_of_it(site: Path) -> None:
    assert not (site / "sorvik/nb/samlinger").exists()
    assert not (site / "sorvik/nb/samlinger.ics").exists()
    assert "amlinger med dato" not in (site / "sorvik/nb/index.html").read_text(encoding="utf-8")


WRONG = (
    ("session: trygghet/1-oppstrt", "run-has-session", 1),
    ("date: 2027-02-30", "value-is-a-date", 2),
    ('starts: "25:00"', "value-is-clock", 3),
    ('starts: "22:30"', "run-ends-before-midnight", 3),
    ("people: 0", "value-is-a-whole-number", 5),
    ("groups: 10", "groups-have-people", 6),
    ("link: teams", "value-is-address", 7),
    ("municipality: oslo", "run-has-municipality", 7),
    ("plass: Rådhuset", "key-is-known", 7),
    (f"address: {'a' * 121}", "value-is-short", 7),
)


def test_what_build_would_refuse_check_refuses_with_its_line(small_course: Path, run: Run) -> None:
    expected = set()
    for number, (said, rule, line) in enumerate(WRONG):
        key = said.partition(":")[0]
        lines = [each for each in SPRING.splitlines() if not each.startswith(f"{key}:")]
        lines.insert(line - 1, said)
        announce(small_course, f"feil-{number}.yml", "\n".join(lines) + "\n")
        expected.add((f"networks/nordvik/runs/feil-{number}.yml", line, rule))
    announce(small_course, "Vår 1.yml", SPRING)
    expected.add(("networks/nordvik/runs/Vår 1.yml", None, "name-is-plain"))
    told = json.loads(run("check", "--format", "json").out)
    assert {(each["path"], each["line"], each["rule"]) for each in told} == expected


def test_check_advises_of_gatherings_that_have_been(small_course: Path, run: Run) -> None:
    announce(small_course, "var.yml", SPRING.replace("2027", "2020"))
    checked = run("check")
    assert checked.code == 0
    assert "networks/nordvik/runs/var.yml:2: råd: samlingen har vært: 2020-04-13" in checked.err


def test_other_commands_pass_over_the_folder(small_course: Path, run: Run) -> None:
    announce(small_course, "var.yml", SPRING)
    for command in (("show", "nordvik"), ("status",), ("handouts", "nordvik", "--language", "nb")):
        done = run(*command)
        assert done.code < 2
        assert "runs" not in done.out + done.err


@pytest.mark.slow
def test_all_of_an_announced_gathering_is_made_from_its_file(
    small_course: Path, run: Run, tmp_path: Path
) -> None:
    announce(small_course, "var.yml", SPRING)
    made = run("run", "networks/nordvik/runs/var.yml", "--groups", "3", "--out", tmp_path / "ut")
    assert made.code == 0, made.err
    assert "9 × Utdelingsark" in made.out
    assert "3 × Gruppeark" in made.out
    assert (tmp_path / "ut/trygghet-1-oppstart-kalender.ics").exists()


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        (("--date", "2027-01-12", "--starts", "25:00"), "option-is-a-clock-time"),
        (("--date", "2027-01-12", "--starts", "23:00"), "run-ends-before-midnight"),
        (("--date", "2027-01-32"), "option-is-a-day"),
        (("--date", "2027-01-12", "--people", "0"), "option-is-a-number"),
        (("--date", "2027-01-12", "--people", "2", "--groups", "3"), "groups-have-people"),
        (("--date", "2027-01-12", "--link", "teams"), "option-is-a-web-address"),
        (("--date", "2027-01-12", "--place", "a\u202eb"), "option-is-a-line"),
        ((), "argument-is-given"),
    ],
)
def test_a_run_that_cannot_be_is_refused_in_the_users_words(
    given: tuple[str, ...], rule: str, run: Run, tmp_path: Path
) -> None:
    asked = ("run", "trygghet/1-oppstart", "--edition", "nordvik", "--out", tmp_path / "ut")
    done = run(*asked, *given)
    assert done.code == 2
    assert f"[{rule}]" in done.err
    assert not (tmp_path / "ut").exists()


def test_an_unknown_session_is_answered_with_the_nearest(run: Run) -> None:
    done = run("run", "trygghet/1-oppstrt", "--edition", "nordvik", "--date", "2027-01-12")
    assert "mente du: trygghet/1-oppstart" in done.err
