"""Clients of calendars: what each has fetched and holds, in one form.

Two of them are kept on a CalDAV server, where phones and hospital calendars would find them: vdirsyncer, which knows an
event by what is in it and gives it a UID of its own, and ics_caldav_sync, which knows it by its UID. khal shows what
vdirsyncer has put into a folder. The server itself is a client as well: it takes a calendar whole, and refuses one that
is not well made. ical.js and node-ical read the calendars as they are.
"""

from __future__ import annotations

import base64
import json
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

import icalendar

from tests.sync.expected import OSLO, Event, Feed, instant
from tests.sync.servers import CLIENTS, INSTALL, NODE, program

_HERE = Path(__file__).parent
_DIRECT = build_opener(ProxyHandler({}))
_LOGIN = base64.b64encode(b"regut:x").decode()
_MAKE_CALENDAR = (
    '<?xml version="1.0"?><C:mkcalendar xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:set><D:prop>'
    "<D:displayname>{name}</D:displayname></D:prop></D:set></C:mkcalendar>"
)


def ask(method: str, address: str, body: bytes | None = None, **headers: str) -> tuple[int, Mapping[str, str], bytes]:
    """Ask a server on this machine, and return status, headers and body; an error is an answer like any other."""
    request = Request(address, body, {name.replace("_", "-"): value for name, value in headers.items()}, method=method)
    try:
        with _DIRECT.open(request, timeout=30) as answer:
            return answer.status, answer.headers, answer.read()
    except HTTPError as answer:
        return answer.code, answer.headers, answer.read()


class Helper:
    """A process that answers a line with a line."""

    def __init__(self, command: Sequence[str | Path]) -> None:
        """Start it."""
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __call__(self, question: Any) -> Any:
        """Ask, and wait for the answer."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, f"no answer: {self._process.args}"
        return json.loads(line)

    def stop(self) -> None:
        """End it."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.wait(20)
        self._process.stdout.close()


@contextmanager
def helper(*command: str | Path) -> Iterator[Helper]:
    """Run a helper until the caller is done."""
    started = Helper(command)
    try:
        yield started
    finally:
        started.stop()


@contextmanager
def programs() -> Iterator[Helper]:
    """Run the calendar programs written in Python, in their own environment."""
    python = CLIENTS / "python"
    assert python.exists(), f"{python} is missing: {INSTALL}"
    with helper(python, _HERE / "runner.py") as runner:
        yield runner


@contextmanager
def parsers() -> Iterator[Helper]:
    """Run ical.js and node-ical."""
    assert NODE.exists(), f"{NODE} is missing: {INSTALL}"
    with helper(program("node"), _HERE / "reader.mjs", NODE) as reader:
        yield reader


def run(runner: Helper, name: str, *arguments: str, answers: str = "", **environment: str) -> str:
    """Run a calendar program, which must succeed, and return what it says."""
    order = {"run": name, "arguments": arguments, "answers": answers, "environment": environment}
    done = runner(order)
    assert done["code"] == 0, f"{name} {' '.join(arguments)}: {done['code']}\n{done['output']}"
    return str(done["output"])


class Dav:
    """The calendars on a CalDAV server."""

    def __init__(self, address: str) -> None:
        """Know them by the address of their user."""
        self.address = address

    def make(self, name: str) -> None:
        """Make an empty calendar."""
        body = _MAKE_CALENDAR.format(name=name).encode()
        status, _, said = self._ask("MKCALENDAR", f"{name}/", body, Content_Type="application/xml")
        assert status == 201, said

    def put(self, name: str, calendar: bytes) -> None:
        """Replace a calendar by another, whole; the server refuses what is not well made."""
        status, _, said = self._ask("PUT", name, calendar, Content_Type="text/calendar; charset=utf-8")
        assert status == 201, f"{status}: {said.decode(errors='replace')}"

    def events(self, name: str) -> list[Event]:
        """Return what is in a calendar."""
        status, _, body = self._ask("GET", f"{name}/")
        assert status == 200, body
        return sorted(_parsed(body))

    def _ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Any:
        return ask(method, self.address + path, body, Authorization=f"Basic {_LOGIN}", **headers)


def _parsed(calendar: bytes) -> Iterator[Event]:
    for event in icalendar.Calendar.from_ical(calendar).events:
        start, end = event.start, event.end
        yield Event(
            str(event["UID"]),
            str(event["URL"]),
            str(event["SUMMARY"]),
            moment(start),
            moment(end),
            str(event["STATUS"]),
        )


def moment(value: date | datetime) -> str:
    """Return a day, or the instant of a time, which must have a zone."""
    if not isinstance(value, datetime):
        return value.isoformat()
    assert value.tzinfo, f"{value} has no time zone"
    return instant(value)


class Vdirsyncer:
    """Keeps calendars of a CalDAV server, and folders, like calendars on the web; a pair for each."""

    def __init__(self, runner: Helper, folder: Path, dav: str) -> None:
        """Work in a folder, with the calendars below an address."""
        self._runner, self._folder, self._dav = runner, folder, dav
        self._settings = ""

    def sync(self, site: str, calendars: Mapping[str, Feed], folders: Mapping[str, Feed]) -> str:
        """Fetch calendars from a site into those of these names; return what was done."""
        to_server = (_pair(name, site, feed, self._server(name)) for name, feed in calendars.items())
        to_folder = (_pair(name, site, feed, self._local(name)) for name, feed in folders.items())
        settings = "\n".join((f'[general]\nstatus_path = "{self._folder / "status"}"', *to_server, *to_folder))
        file = self._folder / "vdirsyncer.ini"
        if settings != self._settings:
            file.write_text(settings, "utf-8")
            run(self._runner, "vdirsyncer", "-c", str(file), "discover", answers="y\n" * 20)
            self._settings = settings
        return run(self._runner, "vdirsyncer", "-c", str(file), "sync")

    def _server(self, name: str) -> str:
        return f'type = "caldav"\nurl = "{self._dav}{name}/"\nusername = "regut"\npassword = "x"'

    def _local(self, name: str) -> str:
        return f'type = "filesystem"\npath = "{self._folder / name}"\nfileext = ".ics"'


def _pair(name: str, site: str, feed: Feed, target: str) -> str:
    return (
        f'[pair {name}]\na = "{name}_web"\nb = "{name}_here"\ncollections = null\n'
        f'conflict_resolution = "a wins"\npartial_sync = "revert"\n'
        f'[storage {name}_web]\ntype = "http"\nurl = "{site}{feed.path}"\n'
        f"[storage {name}_here]\n{target}\n"
    )


def ics_caldav_sync(runner: Helper, site: str, feed: Feed, dav: str, calendar: str) -> None:
    """Bring a calendar of a CalDAV server up to one on the web."""
    run(
        runner,
        "ics_caldav_sync",
        REMOTE_URL=site + feed.path,
        LOCAL_URL=dav,
        LOCAL_CALENDAR_NAME=calendar,
        LOCAL_USERNAME="regut",
        LOCAL_PASSWORD="x",
        SYNC_ALL="1",
        IGNORED_COMPARE_FIELDS="SEQUENCE DTSTAMP",
    )


class Khal:
    """Shows the calendar in a folder, in Norwegian time."""

    def __init__(self, runner: Helper, folder: Path, calendar: str) -> None:
        """Look into a folder below another, which is khal's own."""
        self._runner, self._settings = runner, folder / f"{calendar}.ini"
        self._settings.write_text(
            f"[calendars]\n[[norprem]]\npath = {folder / calendar}\n[sqlite]\npath = {self._settings}.db\n"
            "[locale]\nlocal_timezone = Europe/Oslo\ndefault_timezone = Europe/Oslo\n"
            "timeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
            "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n",
            "utf-8",
        )

    def events(self, first: date, days: int) -> list[Event]:
        """Return what it shows from a day on."""
        fields = ("uid", "url", "title", "start-long-full", "end-long-full", "status", "all-day")
        asked = [word for field in fields for word in ("--json", field)]
        span = (first.isoformat(), f"{days}d")
        said = run(self._runner, "khal", "-c", str(self._settings), "list", "--once", *asked, *span)
        days_shown = (json.loads(line) for line in said.splitlines() if line.startswith("["))
        return sorted(_shown(event) for day in days_shown for event in day)


def _shown(event: Mapping[str, str]) -> Event:
    start, end = event["start-long-full"], event["end-long-full"]
    if event["all-day"] == "True":  # it shows the last day; calendars write the day after it
        start, end = start[:10], (date.fromisoformat(end[:10]) + timedelta(days=1)).isoformat()
    else:
        start, end = (instant(datetime.fromisoformat(shown).replace(tzinfo=OSLO)) for shown in (start, end))
    return Event(event["uid"], event["url"], event["title"], start, end, event["status"])


def read(reader: Helper, site: str, feeds: Iterable[Feed]) -> dict[tuple[str, Feed], list[Event]]:
    """Return what each parser makes of each calendar."""
    by_address = {site + feed.path: feed for feed in feeds}
    answer = reader(list(by_address))
    assert "error" not in answer, answer
    return {
        (parser, by_address[address]): sorted(Event(**event) for event in events)
        for parser, found in answer.items()
        for address, events in found.items()
    }
