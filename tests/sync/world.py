"""The scenario's world: a catalogue, a web server, a CalDAV server, and clients that keep what they have fetched."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from tests.sync import clients, servers
from tests.sync.book import Book
from tests.sync.expected import FEEDS, LOCALES, Event, Feed, differences, events


@dataclass(frozen=True, slots=True)
class Subscribers:
    """Which client holds which calendar, by the name that the calendar has there; all names are different.

    Attributes:
        vdirsyncer: on the CalDAV server.
        by_uid: there too, by ics_caldav_sync.
        whole: there too, put there whole.
        khal: in a folder, where vdirsyncer puts them.
        read: calendars that ical.js and node-ical read, those of single courses besides.
    """

    vdirsyncer: Mapping[str, Feed]
    by_uid: Mapping[str, Feed]
    whole: Mapping[str, Feed]
    khal: Mapping[str, Feed]
    read: tuple[Feed, ...]


OTHERS = tuple(
    feed
    for locale in LOCALES
    for feed in (
        Feed(locale, profession="nurse"),
        Feed(locale, profession="pharmacist"),
        Feed(locale, "helse-nord", "nurse"),
        Feed(locale, deadlines=True),
    )
)
"""Calendars that are for neither all nor a region."""

SUBSCRIBERS = Subscribers(
    vdirsyncer={"vds_alle": Feed("nb"), "vds_english": Feed("en"), "vds_nord": Feed("nb", "helse-nord")},
    by_uid={"uid_alle": Feed("nb")},
    whole={"whole_alle": Feed("nb"), "whole_vest": Feed("en", "helse-vest")},
    khal={"khal": Feed("nb", "helse-vest")},
    read=(*FEEDS, *OTHERS),
)
FIRST, DAYS = date(2026, 1, 1), 1600
"""What khal is asked to show: more than the scenario ever holds."""

_MEMORY = Path("/dev/shm")
_T = TypeVar("_T")


class World:
    """Catalogue, servers and clients together.

    Attributes:
        book: the catalogue.
        site: address of the web server.
        calendars: the calendars as last written, by path.
    """

    def __init__(
        self, stack: ExitStack, folder: Path, today: date, course: Mapping[str, Any], subscribers: Subscribers
    ) -> None:
        """Start everything; `stack` stops it."""
        (folder / "server").mkdir()
        self.book = Book(folder, today, course)
        self.book.site.mkdir()
        self.site = stack.enter_context(servers.nginx(self.book.site, folder / "server"))
        # Programs that keep calendars wait for the disk after each event; in memory there is nothing to wait for.
        kept = Path(stack.enter_context(TemporaryDirectory(dir=_MEMORY if _MEMORY.is_dir() else folder)))
        self.dav = clients.Dav(stack.enter_context(servers.radicale(kept)))
        self._side_by_side = stack.enter_context(ThreadPoolExecutor())
        self._by_uid, self._by_content = (stack.enter_context(clients.programs()) for _ in range(2))
        self._reader = stack.enter_context(clients.parsers())
        self._vdirsyncer = clients.Vdirsyncer(self._by_content, kept, self.dav.address)
        self._khal = {name: clients.Khal(self._by_content, kept, name) for name in subscribers.khal}
        self._to = subscribers
        self._subscribed = {
            **subscribers.vdirsyncer,
            **subscribers.by_uid,
            **subscribers.whole,
            **subscribers.khal,
        }
        for name in (*subscribers.vdirsyncer, *subscribers.by_uid):
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
        patch, lists = step.get("courses", {}), step.get("lists", {})
        if "refused" in step:
            assert step["refused"] in self.book.merge(patch, lists)
        else:
            self.book.edit(patch)
            self.book.edit_lists(lists)

    def sync(self) -> None:
        """Let every client fetch what it subscribes to, different programs at the same time."""
        fetching = [self._start(one) for one in (self._sync_by_content, self._sync_by_uid, self._put_whole)]
        for one in fetching:
            one.result()

    def _start(self, work: Callable[[], _T]) -> Future[_T]:
        return self._side_by_side.submit(work)

    def _sync_by_content(self) -> None:
        on_server, in_folder = (
            {name: self._subscribed[name] for name in names} for names in (self._to.vdirsyncer, self._to.khal)
        )
        self._vdirsyncer.sync(self.site, on_server, in_folder)

    def _sync_by_uid(self) -> None:
        for name in self._to.by_uid:
            clients.ics_caldav_sync(self._by_uid, self.site, self._subscribed[name], self.dav.address, name)

    def _put_whole(self) -> None:
        for name in self._to.whole:
            calendar = self.calendars[self._subscribed[name].path]
            if self._put.get(name) != calendar:  # else a server says 304, and nobody puts anything anywhere
                self.dav.put(name, calendar)
                self._put[name] = calendar

    def wrong(self) -> list[str]:
        """Return where any client holds something else than the catalogue says."""
        return [f"{client}: {difference}" for client, difference in self._wrong()]

    def _wrong(self) -> Iterator[tuple[str, str]]:
        own = (Feed(locale, course=name) for locale in LOCALES for name in self.book.courses)
        feeds = (*self._to.read, *own)
        parsed = self._start(lambda: clients.read(self._reader, self.site, feeds))
        shown = self._start(lambda: {name: khal.events(FIRST, DAYS) for name, khal in self._khal.items()})
        for name in (*self._to.by_uid, *self._to.whole):
            for difference in differences(self.dav.events(name), self.wanted(self._subscribed[name])):
                yield name, difference
        for name in self._to.vdirsyncer:
            for difference in _by_content(self.dav.events(name), self.wanted(self._subscribed[name])):
                yield name, difference
        for name, held in shown.result().items():
            for difference in _by_content(held, self.wanted(self._subscribed[name])):
                yield name, difference
        for (parser, feed), held in parsed.result().items():
            for difference in differences(held, self.wanted(feed)):
                yield f"{parser} {feed.path}", difference

    def wanted(self, feed: Feed) -> list[Event]:
        """Return what the catalogue says is in a calendar."""
        return events(self.book.courses, feed, self.book.today)


def _by_content(held: list[Event], wanted: list[Event]) -> Iterator[str]:
    return differences([event.nameless for event in held], [event.nameless for event in wanted])


@contextmanager
def world(
    folder: Path, today: date, course: Mapping[str, Any], subscribers: Subscribers = SUBSCRIBERS
) -> Iterator[World]:
    """Start a world below a folder, and stop all of it when the caller is done."""
    with ExitStack() as stack:
        yield World(stack, folder, today, course, subscribers)
