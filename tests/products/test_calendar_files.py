"""A gathering's calendar file, read again by a library for them."""

from __future__ import annotations

import datetime
import json

import pytest
from icalendar import Calendar, Event

from samloft.composing.plain_tree import Facts, ProductFile
from samloft.languages import Language
from samloft.products._appointments import build
from samloft.products.registry import Commission

SAID = {
    "uid": "agder-ki-1",
    "date": "2027-01-12",
    "starts": "13:00",
    "minutes": 215,
    "title": "Samling 1: Forstå KI, og «mer»; med \\ og\nlinjeskift",
    "place": "Rådhuset, Rådhusgata 18",
    "link": "",
    "summary": "Dere går hjem med et kart.",
    "prepare": "Før samlingen",
    "before": ["Les leksjon 1.", "Skriv ned tre oppgaver."],
    "page": "",
    "stamp": "2026-11-23",
}


def content(address: str = "kurs.example/agder/latest/s/ki-1/", **said: object) -> bytes:
    """A calendar file with these facts."""
    facts = Facts(
        course="", edition="", network="", version="", date="", address=address, brand="", kind=""
    )
    file = ProductFile(
        kind="kalender",
        path=None,  # type: ignore[arg-type]
        page=None,  # type: ignore[arg-type]
        title="",
        subject="Samling 1",
        language=Language("nb"),
        text=json.dumps([{**SAID, **said}]),
        facts=facts,
    )
    asked = Commission(file=file, pictures=None, network=None)  # type: ignore[arg-type]
    (made,) = build([asked], None)  # type: ignore[arg-type]
    return made


def event(**said: object) -> Event:
    """The one event of a calendar file with these facts."""
    (found,) = Calendar.from_ical(content(**said)).walk("VEVENT")  # type: ignore[arg-type]
    assert isinstance(found, Event)
    return found


@pytest.mark.parametrize(("date", "offset"), [("2027-01-12", 1), ("2027-06-01", 2)])
def test_it_is_held_by_norwegian_clocks(date: str, offset: int) -> None:
    starts, ends = event(date=date).start, event(date=date).end
    assert starts.isoformat() == f"{date}T13:00:00+0{offset}:00"
    assert ends - starts == datetime.timedelta(minutes=215)


def test_it_says_where_how_to_prepare_and_where_the_page_is() -> None:
    found = event()
    assert str(found["location"]) == SAID["place"]
    assert str(found["url"]) == "https://kurs.example/agder/latest/s/ki-1/"
    assert "Før samlingen:\n- Les leksjon 1.\n- Skriv ned tre oppgaver." in str(
        found["description"]
    )


def test_letters_with_a_meaning_in_the_file_are_letters() -> None:
    assert str(event()["summary"]) == SAID["title"]


def test_without_a_place_on_the_web_nothing_leads_there() -> None:
    assert "url" not in event(address="")


def test_on_the_web_it_is_where_the_link_leads() -> None:
    link = "https://mote.example/1"
    assert str(event(place="", link=link)["location"]) == link


def test_no_value_makes_a_line_of_its_own() -> None:
    wild = "BEGIN:VEVENT\r\nATTENDEE:x\nUID:y;a,b\\\u2028c " + "ø" * 90
    text = content(title=wild, place=wild, link=wild, summary=wild, before=[wild])
    lines = text.split(b"\r\n")
    assert b"\n" not in b"".join(lines)
    assert max(map(len, lines)) <= 75
    assert [line.decode() for line in lines]  # no letter is cut in two
    names = {line.split(b":")[0] for line in lines if not line.startswith(b" ")}
    assert b"ATTENDEE" not in names
    assert text.count(b"\r\nBEGIN:VEVENT\r\n") == 1
    found = event(title=wild)
    assert found["summary"] == wild.replace("\r\n", "\n")
