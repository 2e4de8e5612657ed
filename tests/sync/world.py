"""The scenario's world: a catalogue, a web server, a CalDAV server, and clients that keep what they have fetched."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from tests.sync import clients, servers
from tests.sync.book import Book
from tests.sync.expected import FEEDS, Event, Feed, differences, events

VDIRSYNCER = {"vds_alle": Feed("nb"), "vds_english": Feed("en"), "vds_nord": Feed("nb", "helse-nord")}
BY_UID = {"uid_alle": Feed("nb")}
WHOLE = {"whole_alle": Feed("nb"), "whole_vest": Feed("en", "helse-vest")}
KHAL = "khal"
FIRST, DAYS = date(2026, 1, 1), 1600
"""What khal is asked to show: more than the scenario ever holds."""


class World:
    """Catalogue, servers and clients together.

    Attributes:
        book: the catalogue.
        site: address of the web server.
        calendars: the calendars as last written, by path.
    """

    def __init__(self, stack: ExitStack, folder: Path, today: date, course: Mapping[str, Any]) -> None:
        """Start everything; `stack` stops it."""
        (folder / "server").mkdir()
        self.book = Book(folder, today, course)
        self.book.site.mkdir()
        self.site = stack.enter_context(servers.nginx(self.book.site, folder / "server"))
        self.dav = clients.Dav(stack.enter_context(servers.radicale(folder)))
        self._runner = stack.enter_context(clients.programs())
        self._reader = stack.enter_context(clients.parsers())
        self._vdirsyncer = clients.Vdirsyncer(self._runner, folder, self.dav.address)
        self._khal = clients.Khal(self._runner, folder, KHAL)
        self._subscribed = {**VDIRSYNCER, **BY_UID, **WHOLE, KHAL: Feed("nb", "helse-vest")}
        for name in (*VDIRSYNCER, *BY_UID):
            self.dav.make(name)
        self.calendars: Mapping[str, bytes] = {}
        self._put: dict[str, bytes] = {}

    def play(self, step: Mapping[str, Any]) -> None:
        """Carry out a step in the catalogue and write the calendars; no client knows of it yet."""
        self.book.today = date.fromisoformat(step.get("today", self.book.today.isoformat()))
        self._edit(step)
        for name, path in step.get("subscribe", {}).items():
            self._subscribed[name] = Feed.at(path)
        self.calendars = self.book.publish()

    def _edit(self, step: Mapping[str, Any]) -> None:
        patch = step.get("courses", {})
        if "refused" in step:
            assert step["refused"] in self.book.refusal(patch)
        else:
            self.book.edit(patch)

    def sync(self) -> None:
        """Let every client fetch what it subscribes to."""
        chosen = {name: self._subscribed[name] for name in VDIRSYNCER}
        self._vdirsyncer.sync(self.site, chosen, {KHAL: self._subscribed[KHAL]})
        for name in BY_UID:
            clients.ics_caldav_sync(self._runner, self.site, self._subscribed[name], self.dav.address, name)
        for name in WHOLE:
            calendar = self.calendars[self._subscribed[name].path]
            if self._put.get(name) != calendar:  # else a server says 304, and nobody puts anything anywhere
                self.dav.put(name, calendar)
                self._put[name] = calendar

    def wrong(self) -> list[str]:
        """Return where any client holds something else than the catalogue says."""
        return [f"{client}: {difference}" for client, difference in self._wrong()]

    def _wrong(self) -> Iterator[tuple[str, str]]:
        for name in (*BY_UID, *WHOLE):
            for difference in differences(self.dav.events(name), self.wanted(self._subscribed[name])):
                yield name, difference
        for name in VDIRSYNCER:
            for difference in _by_content(self.dav.events(name), self.wanted(self._subscribed[name])):
                yield name, difference
        for difference in _by_content(self._khal.events(FIRST, DAYS), self.wanted(self._subscribed[KHAL])):
            yield KHAL, difference
        for (parser, feed), held in clients.read(self._reader, self.site, FEEDS).items():
            for difference in differences(held, self.wanted(feed)):
                yield f"{parser} {feed.path}", difference

    def wanted(self, feed: Feed) -> list[Event]:
        """Return what the catalogue says is in a calendar."""
        return events(self.book.courses, feed, self.book.today)


def _by_content(held: list[Event], wanted: list[Event]) -> Iterator[str]:
    return differences([event.nameless for event in held], [event.nameless for event in wanted])


@contextmanager
def world(folder: Path, today: date, course: Mapping[str, Any]) -> Iterator[World]:
    """Start a world below a folder, and stop all of it when the caller is done."""
    with ExitStack() as stack:
        yield World(stack, folder, today, course)
