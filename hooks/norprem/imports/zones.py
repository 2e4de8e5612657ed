"""Time zones of calendars: known names, Windows' own names, and zones that a calendar describes itself."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from zoneinfo import ZoneInfo

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from norprem.model import OSLO

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+){0,2}")
_RULE_DAY = re.compile(r"([+-]?[1-5])(MO|TU|WE|TH|FR|SA|SU)")
_OFFSET = re.compile(r"([+-])([01]\d|2[0-3])([0-5]\d)(?:[0-5]\d)?")
_LOCAL = re.compile(r"(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z?")

Fields = Mapping[str, Sequence[str]]
"""Values of the lines of one part of a calendar, by name."""


@dataclass(frozen=True, slots=True)
class Onset:
    """One half of a zone: from when it holds, year for year or once, and how far it is from UTC.

    Attributes:
        month, week, day: `week`-th `day` of `month`, counted from its end where negative; month 0 means once.
    """

    begins: datetime
    offset: timedelta
    month: int = 0
    week: int = 0
    day: int = 0
    until: datetime | None = None
    once: tuple[datetime, ...] = ()

    def before(self, moment: datetime) -> datetime | None:
        """Return the last time that it set in before a local time."""
        onsets = [one for one in self._around(moment.year) if self.begins <= one <= min(moment, self.until or moment)]
        return max(onsets, default=None)

    def _around(self, year: int) -> Iterator[datetime]:
        yield self.begins
        yield from self.once
        if self.month:
            for one in (year - 1, year):
                if one >= 1:
                    yield self._in(one)

    def _in(self, year: int) -> datetime:
        first, length = monthrange(year, self.month)
        if self.week > 0:
            number = 1 + (self.day - first) % 7 + 7 * (self.week - 1)
        else:
            number = length - (first + length - 1 - self.day) % 7 + 7 * (self.week + 1)
        number = number if 1 <= number <= length else number - 7 if number > length else number + 7
        return self.begins.replace(year=year, month=self.month, day=number)


@dataclass(frozen=True, slots=True)
class Own:
    """A zone that a calendar describes itself."""

    onsets: tuple[Onset, ...]

    def offset(self, moment: datetime) -> timedelta | None:
        """Return how far a local time is from UTC; before all onsets the earliest of them counts."""
        if not self.onsets:
            return None
        found = [(when, one.offset) for one in self.onsets if (when := one.before(moment))]
        return max(found)[1] if found else min(self.onsets, key=lambda one: one.begins).offset


Zone = ZoneInfo | timezone | Own


@cache
def named(name: str) -> ZoneInfo | None:
    """Return the zone of a name as the world or Windows knows it; some programs put their own name before it."""
    word = WINDOWS_TO_OLSON.get(name, name).strip()
    if word.startswith("/"):
        steps = word.split("/")
        return next((zone for count in (3, 2) if (zone := _known("/".join(steps[-count:])))), None)
    return _known(word)


def _known(word: str) -> ZoneInfo | None:
    if not _NAME.fullmatch(word):
        return None
    try:
        return ZoneInfo(word)
    except (KeyError, ValueError, OSError):
        return None


_CITIES = re.compile(r"(?:\((?:UTC|GMT) ?[+-]?[\d:]*\) )?([A-Z][a-z]+(?:, [A-Z][a-z]+)*)", re.ASCII)


@cache
def of_cities(name: str) -> ZoneInfo | None:
    """Return the zone that Windows calls by its cities, such as `(UTC+01:00) Amsterdam, Berlin, Bern`; Europe only."""
    found = _CITIES.fullmatch(name)
    cities = found[1].split(", ") if found else []
    return next((zone for city in cities if (zone := _known(f"Europe/{city}"))), None)


def to_oslo(moment: datetime, zone: Zone) -> datetime | None:
    """Return a local time of a zone as Norwegian local time; None where no clock can show it."""
    try:
        if isinstance(zone, Own):
            offset = zone.offset(moment)
            if offset is None:
                return None
            aware = (moment - offset).replace(tzinfo=UTC)
        else:
            aware = moment.replace(tzinfo=zone)
        return aware.astimezone(OSLO).replace(tzinfo=None)
    except (OverflowError, ValueError):
        return None


def from_utc(moment: datetime, zone: Zone) -> datetime | None:
    """Return a time in UTC as local time of a zone; None where no clock can show it."""
    try:
        if not isinstance(zone, Own):
            return moment.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)
        local: datetime | None = moment
        for _ in range(2):  # the offset depends on the local time, which depends on the offset
            offset = zone.offset(local) if local else None
            local = moment + offset if offset is not None else None
        return local
    except (OverflowError, ValueError):
        return None


def described(parts: Sequence[Fields]) -> Own | None:
    """Make a zone of a calendar's own description; None where it is missing something or is out of the ordinary."""
    onsets = [_onset(part) for part in parts]
    sound = tuple(one for one in onsets if one)
    return Own(sound) if sound and len(sound) == len(onsets) else None


def _onset(part: Fields) -> Onset | None:
    begins, offset = _moment(_first(part, "DTSTART")), _OFFSET.fullmatch(_first(part, "TZOFFSETTO").strip())
    if begins is None or offset is None:
        return None
    away = timedelta(hours=int(offset[2]), minutes=int(offset[3])) * (-1 if offset[1] == "-" else 1)
    once = tuple(found for text in part.get("RDATE", ()) for one in text.split(",") if (found := _moment(one)))
    if not (rule := _first(part, "RRULE")):
        return Onset(begins, away, once=once)
    said = dict(piece.upper().partition("=")[::2] for piece in rule.split(";"))
    day = _RULE_DAY.fullmatch(said.get("BYDAY", ""))
    month = said.get("BYMONTH", "")
    if said.get("FREQ") != "YEARLY" or not day or not month.isdigit() or not 1 <= int(month[:3]) <= 12:
        return None
    until = _moment(said.get("UNTIL", ""))
    return Onset(begins, away, int(month[:3]), int(day[1]), _DAYS.index(day[2]), until, once)


def _first(part: Fields, name: str) -> str:
    return next(iter(part.get(name, ())), "")


def _moment(text: str) -> datetime | None:
    found = _LOCAL.fullmatch(text.strip())
    try:
        return datetime(*map(int, found.groups())) if found else None  # type: ignore[arg-type]  # noqa: DTZ001
    except ValueError:
        return None
