"""Read a calendar (RFC 5545) as programs really write them; nothing in it makes this raise.

The file is cut into events first, so that one which is broken spoils no other, and every event has its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby

from icalendar import vDuration
from icalendar.parser import Contentline

from norprem.imports import series, zones
from norprem.imports.events import (
    LARGEST,
    MOST,
    Broken,
    Event,
    Incoming,
    Status,
    Trouble,
    cleaned,
    described,
    key_of,
    language_of,
    plausible,
    private,
    standing,
    typed,
    web_address,
)
from norprem.model import OSLO, day_of

_LONGEST_LINE = 64 * 1024
_LINE = re.compile(r"([A-Za-z0-9-]{1,60})[;:]")
_WANTED = frozenset(
    {"UID", "SUMMARY", "DESCRIPTION", "LOCATION", "URL", "DTSTART", "DTEND", "DURATION", "STATUS", "CLASS", "SEQUENCE"}
    | {"LAST-MODIFIED", "RECURRENCE-ID", "RRULE", "RDATE", "EXDATE", "TZID", "TZOFFSETTO", "METHOD", "NAME"}
    | {"X-WR-CALNAME", "X-MICROSOFT-CDO-ALLDAYEVENT", "BEGIN", "END"}
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a calendar, unfolded: where it begins, its parameters, and its value as it stands."""

    number: int
    params: Mapping[str, str]
    value: str


@dataclass(slots=True)
class Part:
    """An event, a time zone or one of a zone's halves: its lines by name, and whether its end was seen."""

    kind: str
    number: int
    lines: dict[str, list[Line]] = field(default_factory=dict)
    parts: list[Part] = field(default_factory=list)
    ended: bool = False

    def first(self, name: str) -> Line | None:
        """Return the first line of a name."""
        return next(iter(self.lines.get(name, ())), None)

    def value(self, name: str) -> str:
        """Return the first value of a name; nothing where there is none."""
        line = self.first(name)
        return line.value if line else ""


@dataclass(slots=True)
class _Calendar:
    """A calendar that is being read."""

    events: list[Part] = field(default_factory=list)
    zones: dict[str, zones.Zone | None] = field(default_factory=dict)
    heads: list[Part] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    there: set[str] = field(default_factory=set)
    whole: bool = True

    def report(self, trouble: Trouble, part: Part) -> None:
        """Keep what is wrong with an event, at its first line where no other is known."""
        self.troubles.append(trouble if trouble.line else replace(trouble, line=part.number))
        if trouble.warning:
            return
        uid = part.value("UID")
        if uid.strip():
            self.there.add(key_of(_text(uid)))
        else:
            self.whole = False


def read(data: bytes, name: str, address: str | None = None) -> Incoming:
    """Read the events of a calendar.

    Args:
        data: the bytes of the file.
        name: what to call it where it has no name of its own.
        address: where it was fetched from.
    """
    calendar = _Calendar()
    try:
        text = decoded(data, calendar.troubles)
        _cut(text, calendar)
        events = _read_events(calendar)
    except Broken as broken:
        return Incoming((), (*calendar.troubles, broken.trouble), name, address, whole=False)
    own = next((cleaned(_text(head.value(key))) for head in calendar.heads for key in _NAMES if head.value(key)), "")
    troubles = tuple(sorted(calendar.troubles, key=lambda one: one.line))
    shown = own if own and not private(own) else name
    return Incoming(tuple(events), troubles, shown, address, calendar.whole, frozenset(calendar.there))


_NAMES = ("X-WR-CALNAME", "NAME")


def decoded(data: bytes, troubles: list[Trouble]) -> str:
    """Return the text of a file that may have been written by an old program.

    Raises:
        Broken: the file is too large or no text.
    """
    if len(data) > LARGEST:
        raise Broken("I003", limit=str(LARGEST // 1024 // 1024))
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    if b"\0" in data:
        raise Broken("I005", found="\\0")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        troubles.append(Trouble("I105", line))
        return data.decode("cp1252", "replace")


def _cut(text: str, calendar: _Calendar) -> None:
    """Cut a calendar into its events and time zones."""
    if not re.search(r"^\s*BEGIN:VCALENDAR\s*$", text[:100_000], re.IGNORECASE | re.MULTILINE):
        raise Broken("I005", found=cleaned(text[:200])[:40])
    stack: list[Part] = []
    for number, content in _unfolded(text):
        found = _LINE.match(content)
        if not found or found[1].upper() not in _WANTED:
            continue
        name = found[1].upper()
        if name == "BEGIN":
            _begin(stack, Part(content[6:].strip().upper(), number), calendar)
        elif name == "END":
            _end(stack, content[4:].strip().upper(), calendar)
        elif stack:
            line = _parsed(content, number) if len(content) <= _LONGEST_LINE else None
            stack[-1].lines.setdefault(name, []).append(line or Line(number, {"X-BROKEN": "1"}, ""))
    if stack or not calendar.heads:
        _unended(stack, calendar)
        calendar.whole = False
        calendar.troubles.append(Trouble("I006", text.count("\n") + 1))


def _begin(stack: list[Part], part: Part, calendar: _Calendar) -> None:
    if part.kind in ("VEVENT", "VCALENDAR"):
        _unended([one for one in stack if one.kind != "VCALENDAR"], calendar)
        del stack[1 if part.kind == "VEVENT" and stack and stack[0].kind == "VCALENDAR" else 0 :]
    if stack:
        stack[-1].parts.append(part)
    if part.kind == "VCALENDAR":
        calendar.heads.append(part)
    if part.kind == "VEVENT":
        calendar.events.append(part)
        if len(calendar.events) > MOST:
            raise Broken("I004", part.number, limit=str(MOST))
    if len(stack) < 20:
        stack.append(part)


def _end(stack: list[Part], kind: str, calendar: _Calendar) -> None:
    if not any(part.kind == kind for part in stack):
        return
    while stack:
        part = stack.pop()
        if part.kind == kind:
            part.ended = True
            break
        _unended([part], calendar)
    if kind == "VTIMEZONE":
        halves = [{name: [line.value for line in lines] for name, lines in one.lines.items()} for one in part.parts]
        calendar.zones[part.value("TZID").strip()] = zones.described(halves)


def _unended(parts: Iterable[Part], calendar: _Calendar) -> None:
    """Report the events that have no end; they may be cut off anywhere."""
    for part in parts:
        if part.kind == "VEVENT":
            calendar.report(Trouble("I014", part.number), part)


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines of a calendar with their numbers; what can be no line of its own belongs to the one before."""
    began, pieces = 0, [""]
    size = 0
    for number, line in enumerate(re.split("\r\n|\n|\r", text), 1):
        folded = line[:1] in (" ", "\t")
        if folded or (line and not _LINE.match(line) and began):
            size += len(line)
            if size <= 2 * _LONGEST_LINE:
                pieces.append(line[1:] if folded else f"\\n{line}")
            continue
        if began:
            yield began, "".join(pieces)
        began, pieces, size = (number, [line], len(line)) if line else (0, [""], 0)
    if began:
        yield began, "".join(pieces)


def _parsed(content: str, number: int) -> Line | None:
    try:
        _, params, value = Contentline(content).raw_parts()  # type: ignore[no-untyped-call]
        return Line(number, {str(key).upper(): str(one) for key, one in params.items()}, value.strip())
    except (ValueError, TypeError, KeyError, IndexError):
        return None


_ESCAPED = re.compile(r"\\([\\;,:nN\"])")


def _text(value: str) -> str:
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)


def _read_events(calendar: _Calendar) -> list[Event]:
    """Read every event; of those with one key the newest is kept."""
    if not calendar.events and calendar.whole:
        raise Broken("I007")
    cancelled = any(head.value("METHOD").strip().upper() == "CANCEL" for head in calendar.heads)
    found: list[Event] = []
    for part in (one for one in calendar.events if one.ended):
        try:
            found.extend(_events_of(part, calendar, "cancelled" if cancelled else None))
        except Broken as broken:
            calendar.report(broken.trouble, part)
    return _newest(found, calendar.troubles)


def _newest(events: Sequence[Event], troubles: list[Trouble]) -> list[Event]:
    """Keep one event of those with one key: what a single date says goes before its series, then the newer one."""
    kept: list[Event] = []
    for _, group in groupby(sorted(events, key=lambda one: one.key), key=lambda one: one.key):
        same = list(group)
        best = max(same, key=lambda one: one.order)
        rivals = [one for one in same if _said(one) != _said(best)]
        if any(one.order == best.order for one in rivals):
            troubles.append(
                Trouble("I016", max(one.line for one in same), {"key": best.key[:60], "line": str(best.line)})
            )
        elif any(one.order[1][:1] == best.order[1][:1] for one in same if one is not best):
            troubles.append(
                Trouble("I109", max(one.line for one in same), {"key": best.key[:60], "line": str(best.line)})
            )
        kept.append(best)
    return sorted(kept, key=lambda one: one.line)


def _said(event: Event) -> Event:
    return replace(event, line=0, order=(0, ""))


def _events_of(part: Part, calendar: _Calendar, status: Status | None) -> list[Event]:
    """Return the dates of one event: one, or those of a short series."""
    if part.value("CLASS").strip().upper() in ("PRIVATE", "CONFIDENTIAL"):
        calendar.report(Trouble("I104", part.number), part)
        return []
    event = _event(part, calendar, status)
    single = part.first("RECURRENCE-ID")
    if single:
        if "RANGE" in single.params:
            raise Broken("I013", single.number, rule=f"RECURRENCE-ID;RANGE={single.params['RANGE']}")
        original = day_of(_moment(single, calendar))
        return [
            replace(
                event, key=f"{event.key} {original}", series=event.key, order=(event.order[0], "1" + event.order[1])
            )
        ]
    if not (part.value("RRULE") or part.lines.get("RDATE")):
        return [event]
    return _dates(event, part, calendar)


def _dates(event: Event, part: Part, calendar: _Calendar) -> list[Event]:
    """Write a series out: each date at the same time of day, without those that were taken out."""
    start = part.first("DTSTART") or Line(0, {}, "")
    local = series.local(start.value)
    rule, line = part.value("RRULE"), (part.first("RRULE") or start).number
    onsets = series.dates(local, rule, line) if rule else [local]
    left_out = {day_of(one) for one in _listed(part, "EXDATE", calendar)}
    length = event.end - event.start
    shown = [_moment(replace(start, value=series.typed(one, start.value)), calendar, quiet=True) for one in onsets]
    shown = sorted({*shown, *_listed(part, "RDATE", calendar)}, key=str)
    if any(type(one) is not type(event.start) for one in shown):
        raise Broken("I010", line, field="RDATE", found=part.value("RDATE")[:40])
    return [
        replace(event, key=f"{event.key} {day_of(one)}", series=event.key, start=one, end=one + length)
        for one in shown
        if day_of(one) not in left_out
    ]


def _listed(part: Part, name: str, calendar: _Calendar) -> Iterator[date]:
    for line in part.lines.get(name, ()):
        for value in line.value.split(",")[:1000]:
            yield _moment(replace(line, value=value.split("/")[0].strip()), calendar, quiet=True)


def _event(part: Part, calendar: _Calendar, status: Status | None) -> Event:
    """Read one event as it stands, without its repetitions."""
    start, end = _span(part, calendar)
    title, word = standing(cleaned(_text(part.value("SUMMARY"))))
    if not title:
        raise Broken("I009", part.number, field="SUMMARY")
    summary, left_out = described(_text(part.value("DESCRIPTION")))
    place, online, hidden = _where(part)
    url = web_address(part.value("URL"))
    if url and private(url):
        url, hidden = None, True
    if left_out or hidden:
        calendar.troubles.append(Trouble("I103", part.number, {"title": title[:60]}))
    locale = _locale(part, f"{title} {summary}")
    return Event(
        key=_key(part, url, start),
        line=part.number,
        title={locale: title[:300]},
        start=start,
        end=end,
        url=url,
        summary={locale: summary} if summary else {},
        place=place,
        online=online,
        status=status or word or _status(part),
        modified=_modified(part),
        order=(_sequence(part), "0" + part.value("LAST-MODIFIED")[:20]),
    )


def _key(part: Part, url: str | None, start: date) -> str:
    if uid := cleaned(_text(part.value("UID"))):
        return key_of(uid)
    if url:
        return key_of(f"{url} {typed(start)}")
    raise Broken("I008", part.number)


_STATUSES: Mapping[str, Status] = {"CONFIRMED": "confirmed", "TENTATIVE": "planned", "CANCELLED": "cancelled"}


def _status(part: Part) -> Status | None:
    return _STATUSES.get(part.value("STATUS").strip().upper())


def _locale(part: Part, text: str) -> str:
    """Return the language of an event: what it says itself, or else what its words look like."""
    line = part.first("SUMMARY")
    said = (line.params.get("LANGUAGE", "") if line else "").casefold().replace("_", "-").partition("-")[0]
    return {"en": "en", "nb": "nb", "no": "nb", "nn": "nb"}.get(said) or language_of(text)


def _where(part: Part) -> tuple[str | None, str | None, bool]:
    """Return the place, the address on the web, and whether something was left out."""
    told = cleaned(_text(part.value("LOCATION")))
    if not told:
        return None, None, False
    if private(told):
        return None, None, True
    address = web_address(told)
    return (None, address, False) if address else (told[:300], None, False)


def _sequence(part: Part) -> int:
    word = part.value("SEQUENCE").strip()
    return int(word) if word.isascii() and word.isdigit() and len(word) < 12 else 0


def _modified(part: Part) -> date | None:
    try:
        moment = series.local(part.value("LAST-MODIFIED"))
    except Broken:
        return None
    if not plausible(moment):
        return None
    return moment.replace(tzinfo=UTC).astimezone(OSLO).date() if isinstance(moment, datetime) else moment


def _span(part: Part, calendar: _Calendar) -> tuple[date, date]:
    """Return the start and the end, both included; whole days where the calendar means whole days."""
    start_line, end_line = part.first("DTSTART"), part.first("DTEND")
    if not start_line:
        raise Broken("I009", part.number, field="DTSTART")
    start = _moment(start_line, calendar)
    end = _moment(end_line, calendar, quiet=True) if end_line else _after(start, part)
    line = (end_line or start_line).number
    if isinstance(start, datetime) is not isinstance(end, datetime):
        raise Broken("I010", line, field="DTEND", found=part.value("DTEND")[:40])
    if end < start:
        raise Broken("I011", line, start=typed(start), end=typed(end))
    if part.value("X-MICROSOFT-CDO-ALLDAYEVENT").upper() == "TRUE" and _midnights(start, end):
        start, end = day_of(start), day_of(end)
    if not isinstance(start, datetime) and end > start:
        end -= timedelta(days=1)  # the day after the last one is named
    return start, end


def _midnights(*moments: date) -> bool:
    return all(isinstance(one, datetime) and one.time() == time() for one in moments)


_DURATION = re.compile(r"\+?P(?:\d{1,4}W|(?:\d{1,4}D)?(?:T(?:\d{1,5}H)?(?:\d{1,6}M)?(?:\d{1,7}S)?)?)")


def _after(start: date, part: Part) -> date:
    """Return the end of an event that has none: by its length, else a day has one day and a moment none."""
    line = part.first("DURATION")
    if not line:
        return start
    if not _DURATION.fullmatch(line.value) or line.value.endswith(("P", "T")):
        raise Broken("I010", line.number, field="DURATION", found=line.value[:40])
    length: timedelta = vDuration.from_ical(line.value)  # type: ignore[no-untyped-call]
    try:
        return start + length
    except OverflowError:
        raise Broken("I010", line.number, field="DURATION", found=line.value[:40]) from None


def _moment(line: Line, calendar: _Calendar, *, quiet: bool = False) -> date:
    """Return a day, or a time on Norwegian clocks."""
    name = "DTSTART" if not quiet else "DTEND"
    if "X-BROKEN" in line.params:
        raise Broken("I015", line.number)
    try:
        local = series.local(line.value)
    except Broken:
        raise Broken("I010", line.number, field=name, found=line.value[:40]) from None
    if not isinstance(local, datetime):
        moment: date | None = local
    elif line.value.strip().upper().endswith("Z"):
        moment = zones.to_oslo(local, UTC)
    elif zone := line.params.get("TZID", "").strip().strip('"'):
        moment = _in_zone(local, zone, line, calendar)
    else:
        moment = local
        if not quiet:
            calendar.troubles.append(Trouble("I101", line.number, {"found": typed(local)}))
    if moment is None or not plausible(moment):
        raise Broken("I010", line.number, field=name, found=line.value[:40])
    return moment


def _in_zone(local: datetime, name: str, line: Line, calendar: _Calendar) -> datetime | None:
    zone = zones.named(name) or calendar.zones.get(name)
    if zone is None:
        raise Broken("I012", line.number, found=name[:60])
    return zones.to_oslo(local, zone)
