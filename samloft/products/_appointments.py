"""Gatherings as a calendar file (RFC 5545): when, where, how to prepare, the way to the page."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from samloft.course.model import Session, pick

if TYPE_CHECKING:
    from samloft.composing.page_kit import Desk
    from samloft.course.run import Run
    from samloft.products.registry import Commission

OSLO = "Europe/Oslo"


def entry(session: Session, run: Run, desk: Desk, *, page: str = "") -> dict[str, Any]:
    """Return a gathering as data; `page` is where its page is found from the file's own address."""
    said = session.before
    return {
        "uid": run.uid,
        "date": run.date.isoformat(),
        "starts": run.starts or session.starts,
        "minutes": session.minutes,
        "title": desk.plain(session.title),
        "place": run.whereabouts,
        "link": run.link,
        "summary": desk.plain(session.summary) if session.summary else "",
        "prepare": desk.label("session.before"),
        "before": list(said[pick(desk.language, said)]) if said else [],
        "page": page,
        "unknown": desk.label("product.calendar.unknown"),
        "stamp": desk.names["course"].day,
    }


def text_of(entries: Iterable[Mapping[str, Any]]) -> str:
    """Return gatherings as the text a calendar file is made from."""
    return json.dumps(list(entries), ensure_ascii=False)


def in_text(value: str) -> str:
    """Return a value of an edition as it stands in that text."""
    return json.dumps(value, ensure_ascii=False)[1:-1]


def build(commissions: Sequence[Commission], root: Path) -> Iterator[bytes]:
    """Yield calendar files in the order they are asked for."""
    from icalendar import Calendar  # a fifth of a second that most commands do not need

    for each in commissions:
        file = each.file
        calendar = Calendar()
        calendar.add("prodid", "-//Samloft//samloft//NO")
        calendar.add("version", "2.0")
        calendar.add("name", file.subject)
        calendar.add("x-wr-calname", file.subject)
        calendar.add_component(_norwegian_time())
        for said in json.loads(file.text):
            calendar.add_component(_event(said, file.facts.address))
        yield calendar.to_ical()


def _event(said: Mapping[str, Any], address: str) -> Any:
    from icalendar import Event

    event = Event()
    hours, minutes = map(int, said["starts"].split(":"))
    day = datetime.date.fromisoformat(said["date"])
    starts = datetime.datetime(day.year, day.month, day.day, hours, minutes, tzinfo=ZoneInfo(OSLO))
    stamp = datetime.datetime.fromisoformat(f"{said['stamp']}T00:00:00+00:00")
    event.add("uid", said["uid"])
    # Of the course's version: the same texts give the same file, whenever it is made.
    event.add("dtstamp", stamp)
    event.add("dtstart", starts)
    # By the clock on the wall, as the programme counts: no gathering is held in the night when
    # clocks are turned.
    event.add("dtend", starts + datetime.timedelta(minutes=said["minutes"]))
    event.add("summary", said["title"])
    page = f"https://{address}{said['page']}" if address else ""
    if said["place"] or said["link"]:
        event.add("location", said["place"] or said["link"])
    prepare = [f"{said['prepare']}:", *(f"- {each}" for each in said["before"])]
    parts = [said["summary"], said["link"], *(["\n".join(prepare)] if said["before"] else [])]
    parts.append(page or (said.get("unknown", "") if said["before"] else ""))
    event.add("description", "\n\n".join(part for part in parts if part))
    if page:
        event.add("url", page)
    return event


def _norwegian_time() -> Any:
    """Return Norway's time zone as it has been since 1996, by its rule rather than by its dates."""
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

    zone = Timezone()
    zone.add("tzid", OSLO)
    winter, summer = datetime.timedelta(hours=1), datetime.timedelta(hours=2)
    for kind, name, month, day, hour, before, after in (
        (TimezoneDaylight, "CEST", 3, 31, 2, winter, summer),
        (TimezoneStandard, "CET", 10, 27, 3, summer, winter),
    ):
        part = kind()
        part.add("tzname", name)
        part.add("dtstart", datetime.datetime(1996, month, day, hour))  # noqa: DTZ001 - by rule
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1su"})
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        zone.add_component(part)
    return zone
