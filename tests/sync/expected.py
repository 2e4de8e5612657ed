"""What every calendar must hold, said a second time: from the YAML itself, without the code that writes calendars."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

BASE = "https://norprem.example/"
HOST = "norprem.example"
OSLO = ZoneInfo("Europe/Oslo")
LOCALES = ("nb", "en")
REGIONS = ("helse-nord", "helse-midt-norge", "helse-vest", "helse-sor-ost")
MARKS = {
    ("nb", "cancelled"): "AVLYST: ",
    ("en", "cancelled"): "CANCELLED: ",
    ("nb", "postponed"): "UTSATT: ",
    ("en", "postponed"): "POSTPONED: ",
}
STATUSES = {"planned": "TENTATIVE", "confirmed": "CONFIRMED", "cancelled": "CANCELLED", "postponed": "TENTATIVE"}
NOTHING = {"nb": "Ingen kurs kunngjort ennå", "en": "No courses announced yet"}
KEPT = timedelta(days=366)
"""How long a run that is over stays: twelve months, with a day to spare for leap years."""

Tree = Mapping[str, Any]


@dataclass(frozen=True, slots=True, order=True)
class Event:
    """What a client must know of an event.

    Attributes:
        start: `2027-03-10` for whole days, else the instant, `2027-03-10T08:00:00Z`.
        end: likewise; the first day after it where it is in whole days.
    """

    uid: str
    url: str
    summary: str
    start: str
    end: str
    status: str

    @property
    def nameless(self) -> tuple[str, str, str, str, str]:
        """All but the UID, for clients that make one of their own."""
        return self.url, self.summary, self.start, self.end, self.status


@dataclass(frozen=True, slots=True)
class Feed:
    """A calendar: its language, and the health region it is for; without one, for all."""

    locale: str
    region: str | None = None

    @property
    def path(self) -> str:
        return f"{_prefix(self.locale)}kalender/{self.region or 'alle'}.ics"

    @classmethod
    def at(cls, path: str) -> Feed:
        return next(feed for feed in FEEDS if feed.path == path)


def _prefix(locale: str) -> str:
    return "" if locale == LOCALES[0] else f"{locale}/"


FEEDS = tuple(Feed(locale, region) for locale in LOCALES for region in (None, *REGIONS))


def events(courses: Tree, feed: Feed, today: date) -> list[Event]:
    """Return what a calendar holds on a day, in order; `courses` are trees by id, their sessions by id."""
    found = [
        _event(name, course, session_id, session, feed.locale)
        for name, course in courses.items()
        if feed.region is None
        or feed.region in (course.get("open_to") or [feed.region])
        or feed.region == course["region"]
        for session_id, session in course["sessions"].items()
        if date.fromisoformat(session["end"][:10]) >= today - KEPT
    ]
    return sorted(found) or [_nothing(feed.locale)]


def _event(name: str, course: Tree, session_id: str, session: Tree, locale: str) -> Event:
    status = session["status"]
    return Event(
        uid=f"{name}.{session_id}@{HOST}",
        url=f"{BASE}{_prefix(locale)}kurs/{name}/#{session_id}",
        summary=MARKS.get((locale, status), "") + course["title"][locale],
        start=_moment(session["start"]),
        end=_end(session["end"]),
        status=STATUSES[status],
    )


def _moment(written: str) -> str:
    if len(written) == len("2027-03-10"):
        return written
    return instant(datetime.fromisoformat(written).replace(tzinfo=OSLO))


def _end(written: str) -> str:
    if len(written) == len("2027-03-10"):
        return (date.fromisoformat(written) + timedelta(days=1)).isoformat()
    return _moment(written)


def instant(moment: datetime) -> str:
    """Return a moment with a zone as an instant."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _nothing(locale: str) -> Event:
    url = f"{BASE}{_prefix(locale)}kurs/"
    return Event(f"ingen-kurs@{HOST}", url, NOTHING[locale], "2026-01-01", "2026-01-02", "CONFIRMED")


def differences(held: list[Any], wanted: list[Any]) -> Iterator[str]:
    """Tell what is missing, what is too much and what is there twice."""
    for one in sorted({*held, *wanted}):
        has, should = held.count(one), wanted.count(one)
        if has != should:
            yield f"{has} times instead of {should}: {one}"
