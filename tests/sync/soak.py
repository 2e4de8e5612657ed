"""A thousand random edits, fetched in batches by every client: `make soak`. The same edits each time.

Each is made as a pull request is: `norprem fix --base` raises what it raises, and what a rule refuses does not get in.
Those come on top of the thousand. Chance respects no rule, so every rule about sessions must have refused something.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import icalendar
import pytest

from tests.sync.clients import moment
from tests.sync.expected import REGIONS, Feed
from tests.sync.test_scenario import SCENARIO
from tests.sync.world import World, world

SEED = 20270101
EDITS, BATCH, MOST = 1000, 25, 25
"""How many edits, how many between two fetches, and how many sessions there are at most."""

TODAY = date(2026, 11, 22)
LETTERS = ("æøå", "a,b;c", "\\", "–", "«x»", "ß€", "é", "\u4e2d\u6587", "\U0001f9ec")
"""What titles are made of: what must be escaped, and characters of one to four bytes."""

KINDS = {
    "add": 4,
    "time": 6,
    "status": 5,
    "deadline": 3,
    "title": 2,
    "place": 2,
    "open": 2,
    "audience": 2,
    "gone": 3,
    "renamed": 1,
    "closed": 1,
}
"""How often each kind of edit is made, compared with the others."""

REFUSED = {"K303", "K304", "K305", "K901", "K907", "K908", "K909"}
"""Hours that do not exist or come twice, late deadlines; what calendars would lose, or show twice, without a word."""


class Editor:
    """Makes edits; each is a patch for the catalogue as it then is."""

    def __init__(self, chance: random.Random) -> None:
        """Draw from a source of chance."""
        self._chance = chance
        self._made = 0
        self.today = TODAY

    def edit(self, courses: dict[str, Any]) -> dict[str, Any]:
        """Return one edit: of a session that is there, or a new one."""
        there = [(name, session_id) for name, course in courses.items() for session_id in course["sessions"]]
        (kind,) = self._chance.choices(list(KINDS), weights=list(KINDS.values()))
        if not there or (kind == "add" and len(there) < MOST):
            return self._added(courses)
        name, session_id = self._chance.choice(there)
        if kind in ("title", "open", "audience", "closed"):
            return {name: self._of_course(kind, courses[name])}
        session = courses[name]["sessions"][session_id]
        if kind == "renamed":
            return {name: {"sessions": {session_id: None, f"{session_id}-ny": dict(session)}}}
        return {name: {"sessions": {session_id: None if kind in ("gone", "add") else self._change(kind, session)}}}

    def _of_course(self, kind: str, course: dict[str, Any]) -> dict[str, Any] | None:
        if kind == "title":
            return {"title": self._title()}
        if kind == "open":
            return {"open_to": sorted({course["region"], *self._regions()})}
        return {"audience": self._audience()} if kind == "audience" else None

    def _added(self, courses: dict[str, Any]) -> dict[str, Any]:
        self._made += 1
        session = {**self._span(), "status": self._status(), "place": self._place()}
        session |= self._change("deadline", session)
        if courses and self._chance.random() < 0.6:
            return {self._chance.choice(list(courses)): {"sessions": {f"s{self._made}": session}}}
        course = {"title": self._title(), "region": self._chance.choice([*REGIONS, "national"])}
        return {f"kurs-{self._made}": {**course, "audience": self._audience(), "sessions": {f"s{self._made}": session}}}

    def _change(self, kind: str, session: dict[str, Any]) -> dict[str, Any]:
        if kind == "time":
            return self._span()
        if kind == "status":
            note = {"nb": f"Beskjed {self._made}", "en": f"Note {self._made}"}
            return {"status": self._status(), **({"note": note} if self._chance.random() < 0.7 else {})}
        if kind == "deadline":
            day = date.fromisoformat(session["start"][:10]) - timedelta(self._chance.randrange(-5, 60))
            return {"registration": {"deadline": str(day)}}
        return {"place": self._place()}

    def _span(self) -> dict[str, str]:
        """Return a time: whole days or hours, often on a day or a night on which clocks change."""
        first = self._chance.choice((self._clocks(3), self._clocks(10), self._some_day(), self._some_day()))
        if self._chance.random() < 0.4:
            return {"start": str(first), "end": str(first + timedelta(self._chance.randrange(5)))}
        hour = self._chance.choice((0, 1, 2, 6, 9, 13, 20, 23))
        start = datetime.combine(first, datetime.min.time()) + timedelta(hours=hour)
        end = start + timedelta(hours=self._chance.choice((1, 4, 9, 30)), minutes=self._chance.choice((0, 30, 45)))
        return {"start": start.strftime("%Y-%m-%d %H:%M"), "end": end.strftime("%Y-%m-%d %H:%M")}

    def _some_day(self) -> date:
        return self.today + timedelta(self._chance.randrange(-30, 400))

    def _clocks(self, month: int) -> date:
        """Return the Saturday or the Sunday of the night on which clocks change in a month of 31 days next year."""
        last = date(self.today.year + 1, month, 31)
        return last - timedelta((last.weekday() + 1) % 7 + self._chance.randrange(2))

    def _title(self) -> dict[str, str]:
        words = [self._chance.choice(LETTERS) for _ in range(self._chance.randrange(1, 40))]
        return {"nb": f"Kurs {' '.join(words)}", "en": f"Course {' '.join(words)}"}

    def _place(self) -> dict[str, str]:
        town = self._chance.choice(("Tromsø", "Ålesund", "Bærum; øst", "Mo i Rana"))
        return {"nb": town, "en": town}

    def _status(self) -> str:
        return self._chance.choice(("planned", "confirmed", "confirmed", "cancelled", "postponed"))

    def _regions(self) -> list[str]:
        return self._chance.sample(REGIONS, self._chance.randrange(1, len(REGIONS) + 1))

    def _audience(self) -> list[str]:
        return self._chance.sample(("nurse", "midwife", "gp", "all-health-personnel"), self._chance.randrange(1, 4))


class Believer:
    """A client that takes a new time or status only with a higher SEQUENCE or, with the same one, a later DTSTAMP."""

    def __init__(self) -> None:
        """Hold nothing."""
        self.held: dict[str, tuple[tuple[int, str], tuple[str, ...]]] = {}

    def take(self, calendar: bytes) -> list[str]:
        """Fetch a calendar; return what it would show wrongly from now on."""
        shown = {str(event["UID"]): event for event in icalendar.Calendar.from_ical(calendar).events}
        wrong = []
        for uid, event in shown.items():
            stamp = int(event["SEQUENCE"]), moment(event["DTSTAMP"].dt)
            told = moment(event.start), moment(event.end), str(event["STATUS"]), str(event.get("LOCATION", ""))
            known = self.held.get(uid, (stamp, told))
            if stamp >= known[0] and (stamp > known[0] or told == known[1]):
                known = stamp, told
            self.held[uid] = known
            if known != (stamp, told):
                wrong.append(f"{uid}: {known} is not {stamp, told}")
        return wrong


@dataclass
class Soak:
    """The world, what is done to it, and what was refused."""

    world: World
    editor: Editor
    refused: Counter[str] = field(default_factory=Counter)
    believers: dict[str, Believer] = field(default_factory=dict)

    def batch(self) -> None:
        """Make edits until enough of them got in, publish, and let every client fetch."""
        book, accepted = self.world.book, 0
        while accepted < BATCH:
            codes = book.merge(self.editor.edit(book.courses), {})
            self.refused.update(set(codes))
            accepted += not codes
            book.today += timedelta(accepted % 2)
            self.editor.today = book.today
        self.world.calendars = book.publish()
        self.world.sync()


@pytest.fixture(scope="module")
def soak(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Soak]:
    with world(tmp_path_factory.mktemp("soak"), TODAY, SCENARIO["course"]) as one:
        yield Soak(one, Editor(random.Random(SEED)))


@pytest.mark.parametrize("last", range(BATCH, EDITS + 1, BATCH))
def test_every_client_holds_what_the_catalogue_says_after_so_many_edits(last: int, soak: Soak) -> None:
    soak.batch()
    assert not soak.world.wrong()
    for path in (Feed("nb").path, Feed("en", deadlines=True).path):
        believer = soak.believers.setdefault(path, Believer())
        assert not believer.take(soak.world.calendars[path])


def test_every_rule_about_sessions_has_refused_something(soak: Soak) -> None:
    print(dict(sorted(soak.refused.items())))
    assert soak.refused.keys() >= REFUSED
