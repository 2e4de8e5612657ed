"""Dates and series of dates in a calendar: only what ends, and soon, is written out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from itertools import islice

from dateutil.rrule import rrulestr  # type: ignore[import-untyped]

from norprem.imports.events import Broken

_VALUE = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})(Z?))?", re.IGNORECASE)
_SIMPLE = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTH", "BYMONTHDAY", "WKST"})
_NUMBERS = re.compile(r"-?\d{1,3}")
_DAYS = re.compile(r"(?:[+-]?\d{1,2})?(?:MO|TU|WE|TH|FR|SA|SU)")

MOST_DATES = 60
"""Dates of one series; a course that has more is no series of dates to sign up for."""

_AHEAD = timedelta(days=3 * 366)


def local(value: str) -> date:
    """Return a day or a time as it stands, without its zone.

    Raises:
        Broken: it is neither.
    """
    found = _VALUE.fullmatch(value.strip())
    try:
        if not found:
            raise ValueError(value)
        year, month, day = int(found[1]), int(found[2]), int(found[3])
        if found[4] is None:
            return date(year, month, day)
        return datetime(year, month, day, int(found[4]), int(found[5]))  # noqa: DTZ001
    except ValueError:
        raise Broken("I010", field="", found=value[:40]) from None


def typed(moment: date, like: str) -> str:
    """Write a day or a time as a calendar has it, in UTC where the original was."""
    if not isinstance(moment, datetime):
        return moment.strftime("%Y%m%d")
    return moment.strftime("%Y%m%dT%H%M%S") + ("Z" if like.strip().upper().endswith("Z") else "")


def dates(first: date, rule: str, line: int) -> list[date]:
    """Return the dates of a simple series that ends within three years and has at most sixty.

    Raises:
        Broken: the series has no end, too many dates, or a rule that is out of the ordinary.
    """
    refused = Broken("I013", line, rule=rule[:60])
    said = dict(piece.upper().strip().partition("=")[::2] for piece in rule.split(";") if piece.strip())
    if not _simple(said):
        raise refused
    wanted = int(said.pop("COUNT", "0") or 0)
    begin = first if isinstance(first, datetime) else datetime.combine(first, datetime.min.time())
    try:
        last = local(said.pop("UNTIL")) if "UNTIL" in said else begin + _AHEAD
        end = last if isinstance(last, datetime) else datetime.combine(last, datetime.max.time())
        text = ";".join(f"{name}={value}" for name, value in said.items())
        until = min(end, begin + _AHEAD)
        series = rrulestr(f"{text};UNTIL={until:%Y%m%dT%H%M%S}", dtstart=begin)
        found = list(islice(series, min(wanted, MOST_DATES + 1) if wanted else MOST_DATES + 1))
    except (ValueError, OverflowError, TypeError, Broken):
        raise refused from None
    if len(found) > MOST_DATES or len(found) < max(wanted, 1) or (not wanted and end > begin + _AHEAD):
        raise refused
    if begin not in found:  # the first date is a date of the series, whatever the rule says (RFC 5545, 3.8.5.3)
        found = [begin, *found][: wanted or None]
    return found if isinstance(first, datetime) else [one.date() for one in found]


def _simple(said: Mapping[str, str]) -> bool:
    lists = (said.get(name, "1").split(",") for name in ("BYMONTH", "BYMONTHDAY"))
    return (
        said.keys() <= _SIMPLE
        and said.get("FREQ") in ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
        and ("COUNT" in said) != ("UNTIL" in said)
        and said.get("COUNT", "1").isdecimal()
        and 1 <= int(said.get("COUNT", "1")[:6]) <= 999
        and bool(re.fullmatch(r"[1-9]\d{0,2}", said.get("INTERVAL", "1")))
        and all(_NUMBERS.fullmatch(one) for numbers in lists for one in numbers)
        and all(_DAYS.fullmatch(one) for one in said.get("BYDAY", "MO").split(","))
    )
