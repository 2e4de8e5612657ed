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
ANYBODY = {"all-health-personnel", "public"}
"""Audiences that are nobody's profession, and include all of them."""
MARKS = {
    ("nb", "cancelled"): "AVLYST: ",
    ("en", "cancelled"): "CANCELLED: ",
    ("nb", "postponed"): "UTSATT: ",
    ("en", "postponed"): "POSTPONED: ",
}
STATUSES = {"planned": "TENTATIVE", "confirmed": "CONFIRMED", "cancelled": "CANCELLED", "postponed": "TENTATIVE"}
NOTHING = {"nb": "Ingen kurs kunngjort ennå", "en": "No courses announced yet"}
DEADLINE = {"nb": "Påmeldingsfrist: ", "en": "Registration deadline: "}
NO_DEADLINE = {"nb": "Ingen påmeldingsfrist kunngjort ennå", "en": "No registration deadlines announced yet"}
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
    """A calendar: its language and whom or what it is for.

    Attributes:
        region: a health region; without one, all.
        profession: likewise.
        course: the one course it is of.
        deadlines: whether it holds registration deadlines, of all courses, instead of courses.
    """

    locale: str
    region: str | None = None
    profession: str | None = None
    course: str | None = None
    deadlines: bool = False

    @property
    def path(self) -> str:
        return f"{_prefix(self.locale)}kalender/{self._name}.ics"

    @property
    def _name(self) -> str:
        if self.deadlines:
            return "frister"
        if self.course:
            return f"kurs-{self.course}"
        if self.profession and not self.region:
            return f"profesjon-{self.profession}"
        return "-".join(filter(None, (self.region, self.profession))) or "alle"

    def holds(self, name: str, course: Tree) -> bool:
        """Tell whether the sessions of a course are in it."""
        open_to = course.get("open_to") or REGIONS
        return (
            self.course in (None, name)
            and self.region in (None, course["region"], *open_to)
            and (self.profession is None or not {self.profession, *ANYBODY}.isdisjoint(course["audience"]))
        )

    @classmethod
    def at(cls, path: str) -> Feed:
        return next(feed for feed in FEEDS if feed.path == path)


def _prefix(locale: str) -> str:
    return "" if locale == LOCALES[0] else f"{locale}/"


FEEDS = tuple(Feed(locale, region) for locale in LOCALES for region in (None, *REGIONS))


def events(courses: Tree, feed: Feed, today: date) -> list[Event]:
    """Return what a calendar holds on a day, in order; `courses` are trees by id, their sessions by id."""
    make = _deadline if feed.deadlines else _event
    last = _deadline_of if feed.deadlines else _last_day
    found = [
        make(name, course, session_id, session, feed.locale)
        for name, course in courses.items()
        if feed.holds(name, course) and course["mode"] != "self-paced"
        for session_id, session in course["sessions"].items()
        if (day := last(session)) and date.fromisoformat(day) >= today - KEPT
    ]
    return sorted(found) or [_nothing(feed)]


def _last_day(session: Tree) -> str:
    return str(session["end"])[:10]


def _deadline_of(session: Tree) -> str | None:
    return session.get("registration", {}).get("deadline")


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


def _deadline(name: str, course: Tree, session_id: str, session: Tree, locale: str) -> Event:
    day, status = session["registration"]["deadline"], session["status"]
    return Event(
        uid=f"{name}.{session_id}.frist@{HOST}",
        url=f"{BASE}{_prefix(locale)}kurs/{name}/#{session_id}",
        summary=MARKS.get((locale, status), "") + DEADLINE[locale] + course["title"][locale],
        start=day,
        end=_end(day),
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


def _nothing(feed: Feed) -> Event:
    url = f"{BASE}{_prefix(feed.locale)}kurs/"
    name, text = ("frist", NO_DEADLINE) if feed.deadlines else ("kurs", NOTHING)
    return Event(f"ingen-{name}@{HOST}", url, text[feed.locale], "2026-01-01", "2026-01-02", "CONFIRMED")


def differences(held: list[Any], wanted: list[Any]) -> Iterator[str]:
    """Tell what is missing, what is too much and what is there twice."""
    for one in sorted({*held, *wanted}):
        has, should = held.count(one), wanted.count(one)
        if has != should:
            yield f"{has} times instead of {should}: {one}"
