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
    | {"LAST-MODIFIED", "RECURRENCE-ID", "RRULE", "EXRULE", "RDATE", "EXDATE", "TZID", "TZOFFSETTO", "METHOD", "NAME"}
    | {"X-WR-CALNAME", "X-MICROSOFT-CDO-ALLDAYEVENT", "BEGIN", "END"}
)
_TEXTS = frozenset({"SUMMARY", "DESCRIPTION", "LOCATION"})
"""Lines that some programs break without folding, and whose beginning is enough where they are endless."""


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
            _begin(stack, Part(_kind(content), number), calendar)
        elif name == "END":
            _end(stack, _kind(content), calendar)
        elif stack:
            content = content[:_LONGEST_LINE] if name in _TEXTS else content
            line = _parsed(content, number) if len(content) <= _LONGEST_LINE else None
            stack[-1].lines.setdefault(name, []).append(line or Line(number, {"X-BROKEN": "1"}, ""))
    if stack or not calendar.heads:
        _unended(stack, calendar)
        calendar.whole = False
        calendar.troubles.append(Trouble("I006", text.count("\n") + 1))


def _kind(content: str) -> str:
    """Return what a line begins or ends."""
    return content.rpartition(":")[2].strip().upper()


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
    """Yield the lines of a calendar with their numbers; what can be no line of its own goes on with a text before it.

    Behind anything else such a line is left out, so that it spoils neither a time nor the beginning of an event.
    """
    began, content, size = 0, "", 0
    pieces: list[str] = []
    for number, line in _joined(text):
        found = _LINE.match(line)
        if not found:
            size += len(line)
            if content.partition(":")[0].partition(";")[0].upper() in _TEXTS and size <= 2 * _LONGEST_LINE:
                pieces.append(f"\\n{line}")
            continue
        if began:
            yield began, "".join((content, *pieces))
        began, content, size, pieces = number, line, 0, []
    if began:
        yield began, "".join((content, *pieces))


def _joined(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines that have anything in them, each with those that it was folded into."""
    began, size = 0, 0
    pieces: list[str] = []
    for number, line in enumerate(re.split("\r*\n|\r", text), 1):
        if line[:1] in (" ", "\t") and began:
            size += len(line)
            if size <= 2 * _LONGEST_LINE:
                pieces.append(line[1:])
        elif line.strip():
            if began:
                yield began, "".join(pieces)
            began, pieces, size = number, [line], len(line)
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
    cancelling = [head for head in calendar.heads if head.value("METHOD").strip().upper() == "CANCEL"]
    called_off = {id(part) for head in cancelling for part in head.parts}
    found: list[Event] = []
    for part in (one for one in calendar.events if one.ended):
        try:
            found.extend(_events_of(part, calendar, "cancelled" if id(part) in called_off else None))
        except Broken as broken:
            calendar.report(broken.trouble, part)
    return _newest(_current(found, calendar.troubles), calendar.troubles)


def _current(events: Sequence[Event], troubles: list[Trouble]) -> list[Event]:
    """Leave out older editions of an event or a whole series, with the dates that the newer one has not any more."""
    newest: dict[str, Event] = {}
    whole = [one for one in events if not one.order[0]]
    for one in whole:
        other = newest.setdefault(one.series or one.key, one)
        newest[one.series or one.key] = max(one, other, key=lambda event: event.order)
    old = [one for one in whole if one.order < newest[one.series or one.key].order]
    for line, uid in sorted({one.line: one.series or one.key for one in old}.items()):
        troubles.append(Trouble("I109", line, {"uid": uid[:60], "line": str(newest[uid].line)}))
    lines = {one.line for one in old}
    return [one for one in events if one.line not in lines]


def _newest(events: Sequence[Event], troubles: list[Trouble]) -> list[Event]:
    """Keep one event of those with one key: what a single date says goes before its series, then the newer one."""
    kept: list[Event] = []
    told: dict[int, Trouble] = {}
    for _, group in groupby(sorted(events, key=lambda one: one.key), key=lambda one: one.key):
        same = list(group)
        best = max(same, key=lambda one: one.order)
        for one in same:
            if one.line != best.line and one.order[0] == best.order[0]:
                rival = one.order == best.order and _said(one) != _said(best)
                values = {"uid": best.key[:60], "line": str(best.line)}
                told.setdefault(one.line, Trouble("I016" if rival else "I109", one.line, values))
        kept.append(best)
    troubles.extend(told.values())
    return sorted(kept, key=lambda one: one.line)


def _said(event: Event) -> Event:
    return replace(event, line=0, order=(0, 0, ""))


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
        key = f"{event.key} {_original(single, calendar)}"
        return [replace(event, key=key, series=event.key, order=(1, *event.order[1:]))]
    if not {"RRULE", "RDATE", "EXRULE"} & part.lines.keys():
        return [event]
    dates = _dates(event, part, calendar)
    if not dates:
        calendar.report(Trouble("I113", part.number, {"title": next(iter(event.title.values()))[:60]}), part)
    return dates


def _original(single: Line, calendar: _Calendar) -> date:
    """Return the day that a single date of a series was to be on; in an unknown zone, the day as it is written."""
    try:
        return day_of(_moment(single, calendar, "RECURRENCE-ID"))
    except Broken as broken:
        if broken.trouble.code != "I012":
            raise
        return day_of(series.local(single.value))


def _dates(event: Event, part: Part, calendar: _Calendar) -> list[Event]:
    """Write a series out: each date at the same time of day, without those that were taken out."""
    start = part.first("DTSTART") or Line(0, {}, "")
    if out := part.first("EXRULE"):
        raise Broken("I013", out.number, rule=f"EXRULE:{out.value[:50]}")
    local = series.local(start.value)
    rules = part.lines.get("RRULE", ())
    found = {one for rule in rules for one in series.dates(local, _ended(rule.value, start, calendar), rule.number)}
    length = event.end - event.start
    times: dict[date, date] = {}
    for one in sorted(found or {local}, key=str):
        shown = _moment(replace(start, value=series.typed(one, start.value)), calendar, "RRULE")
        times[shown] = shown + length
    times |= _extra(part, calendar, length)
    line = (part.first("RRULE") or part.first("RDATE") or start).number
    if any(type(one) is not type(event.start) for one in times):
        raise Broken("I010", line, field="RDATE", found=part.value("RDATE")[:40])
    if len(times) > series.MOST_DATES:
        raise Broken("I013", line, rule=part.value("RRULE")[:60] or "RDATE")
    left_out = {day_of(one) for one, _ in _listed(part, "EXDATE", calendar)}
    return [
        replace(event, key=f"{event.key} {day_of(one)}", series=event.key, start=one, end=end)
        for one, end in sorted(times.items(), key=str)
        if day_of(one) not in left_out
    ]


_UNTIL = re.compile(r"(?<=UNTIL=)\d{8}T\d{6}Z", re.IGNORECASE)


def _ended(rule: str, start: Line, calendar: _Calendar) -> str:
    """Return a rule whose last moment is told on the same clock as its first; many programs write it in UTC."""
    found = _UNTIL.search(rule)
    if not found or start.value.strip().upper().endswith("Z"):
        return rule
    last = series.local(found[0])
    zone = _zone(start, calendar) or OSLO
    moment = zones.from_utc(last, zone) if isinstance(last, datetime) else None
    if moment is None:
        return rule
    if not isinstance(series.local(start.value), datetime):
        # Programs tell the last of several whole days as its midnight in UTC; any other time says nothing of a day.
        moment = moment if moment.time() == time() else datetime.combine(day_of(last), time())
    return _UNTIL.sub(moment.strftime("%Y%m%dT%H%M%S"), rule, count=1)


def _extra(part: Part, calendar: _Calendar, length: timedelta) -> dict[date, date]:
    """Return the dates that are listed one by one; one may have a length of its own."""
    found: dict[date, date] = {}
    for one, line in _listed(part, "RDATE", calendar):
        end = line.value.partition("/")[2].strip()
        if end[:1] in ("P", "p", "+"):
            found[one] = _later(one, replace(line, value=end))
        else:
            found[one] = _moment(replace(line, value=end), calendar, "RDATE") if end else one + length
        if type(found[one]) is not type(one):
            raise Broken("I010", line.number, field="RDATE", found=line.value[:40])
        if found[one] < one:
            raise Broken("I011", line.number, start=typed(one), end=typed(found[one]))
    return found


def _listed(part: Part, name: str, calendar: _Calendar) -> Iterator[tuple[date, Line]]:
    """Yield the days or times of a list, each with what is written of it."""
    for line in part.lines.get(name, ()):
        for value in filter(str.strip, line.value.split(",")[:1000]):
            begin = replace(line, value=value.partition("/")[0].strip())
            yield _moment(begin, calendar, name), replace(line, value=value.strip())


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
        order=(0, _sequence(part), part.value("LAST-MODIFIED")[:20]),
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
    end = _moment(end_line, calendar, "DTEND") if end_line else _after(start, part)
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
    return _later(start, line)


def _later(start: date, line: Line) -> date:
    """Return the end of a length: days are days of the calendar, hours are hours that pass, also when clocks change."""
    refused = Broken("I010", line.number, field="DURATION", found=line.value[:40])
    if not _DURATION.fullmatch(line.value) or line.value.endswith(("P", "T")):
        raise refused
    days, _, hours = line.value.partition("T")
    whole: timedelta = vDuration.from_ical(days) if days.strip("+") != "P" else timedelta()  # type: ignore[no-untyped-call]
    rest: timedelta = vDuration.from_ical(f"PT{hours}") if hours else timedelta()  # type: ignore[no-untyped-call]
    try:
        if not isinstance(start, datetime):
            return start + (whole + rest)
        return ((start + whole).replace(tzinfo=OSLO).astimezone(UTC) + rest).astimezone(OSLO).replace(tzinfo=None)
    except (OverflowError, ValueError):
        raise refused from None


def _moment(line: Line, calendar: _Calendar, name: str = "DTSTART") -> date:
    """Return a day, or a time on Norwegian clocks; that a time has no zone is told of the start alone."""
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
    elif zone := _zone(line, calendar):
        moment = zones.to_oslo(local, zone)
    else:
        moment = local
        if name == "DTSTART":
            calendar.troubles.append(Trouble("I101", line.number, {"found": typed(local)}))
    if moment is None or not plausible(moment):
        raise Broken("I010", line.number, field=name, found=line.value[:40])
    return moment


def _zone(line: Line, calendar: _Calendar) -> zones.Zone | None:
    """Return the zone of a time; None where it has none."""
    name = line.params.get("TZID", "").strip().strip('"')
    if not name:
        return None
    own = calendar.zones.get(name)
    # Some programs call a zone with summer time by the letters of its winter time, such as GMT or EST.
    zone = (own if name.isalpha() else None) or zones.named(name) or own or zones.of_cities(name)
    if zone is None:
        raise Broken("I012", line.number, found=name[:60])
    return zone
