"""A thousand random edits, fetched in batches by every client: `make soak`. The same edits each time."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from tests.sync.expected import REGIONS
from tests.sync.test_scenario import SCENARIO
from tests.sync.world import World, world

SEED = 20270101
EDITS, BATCH, MOST = 1000, 25, 25
"""How many edits, how many between two fetches, and how many sessions there are at most."""

TODAY = date(2026, 11, 22)
LETTERS = ("æøå", "a,b;c", "\\", "–", "«x»", "ß€", "é", "\u4e2d\u6587", "\U0001f9ec")
"""What titles are made of: what must be escaped, and characters of one to four bytes."""


class Editor:
    """Makes edits; each is a patch for the catalogue as it then is."""

    def __init__(self, chance: random.Random) -> None:
        """Draw from a source of chance."""
        self._chance = chance
        self._made = 0

    def edit(self, courses: dict[str, Any]) -> dict[str, Any]:
        """Return one edit: of a session that is there, or a new one."""
        there = [(name, session_id) for name, course in courses.items() for session_id in course["sessions"]]
        kind = self._chance.choice(
            ("add", "add", "time", "time", "time", "status", "status", "title", "place", "open", "gone")
        )
        if not there or (kind == "add" and len(there) < MOST):
            return self._added(courses)
        name, session_id = self._chance.choice(there)
        if kind == "title":
            return {name: {"title": self._title()}}
        if kind == "open":
            return {name: {"open_to": sorted({courses[name]["region"], *self._regions()})}}
        if kind == "gone" or kind == "add":
            return {name: {"sessions": {session_id: None}}}
        return {name: {"sessions": {session_id: self._change(kind)}}}

    def _added(self, courses: dict[str, Any]) -> dict[str, Any]:
        self._made += 1
        session = {**self._span(), "status": self._status(), "place": self._place()}
        if courses and self._chance.random() < 0.6:
            return {self._chance.choice(list(courses)): {"sessions": {f"s{self._made}": session}}}
        region = self._chance.choice([*REGIONS, "national"])
        return {
            f"kurs-{self._made}": {"title": self._title(), "region": region, "sessions": {f"s{self._made}": session}}
        }

    def _change(self, kind: str) -> dict[str, Any]:
        if kind == "time":
            return self._span()
        return {"status": self._status()} if kind == "status" else {"place": self._place()}

    def _span(self) -> dict[str, str]:
        """Return a time: whole days or hours, often on a day or a night on which clocks change."""
        first = self._chance.choice(
            (date(2027, 3, 27), date(2027, 10, 30), TODAY + timedelta(self._chance.randrange(800)))
        )
        if self._chance.random() < 0.4:
            return {"start": str(first), "end": str(first + timedelta(self._chance.randrange(5)))}
        # Neither the hour that there is not, nor the one that there is twice: the catalogue refuses both.
        start = datetime.combine(first, datetime.min.time()) + timedelta(
            hours=self._chance.choice((0, 1, 6, 9, 13, 20, 23))
        )
        end = start + timedelta(hours=self._chance.choice((1, 4, 9, 30)), minutes=self._chance.choice((0, 30, 45)))
        if end.hour in (2, 3) or start.hour in (2, 3):
            end += timedelta(hours=2)
        return {"start": start.strftime("%Y-%m-%d %H:%M"), "end": end.strftime("%Y-%m-%d %H:%M")}

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


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[World, Editor]]:
    with world(tmp_path_factory.mktemp("soak"), TODAY, SCENARIO["course"]) as one:
        yield one, Editor(random.Random(SEED))


@pytest.mark.parametrize("last", range(BATCH, EDITS + 1, BATCH))
def test_every_client_holds_what_the_catalogue_says_after_so_many_edits(
    last: int, started: tuple[World, Editor]
) -> None:
    one, editor = started
    for _ in range(BATCH):
        one.book.edit(editor.edit(one.book.courses))
    one.calendars = one.book.publish(compared=False)  # chance respects no rule about changes
    one.sync()
    assert not one.wrong()
