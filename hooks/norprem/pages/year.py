"""The year as a picture: how many courses start and how many deadlines fall in each month.

Positions across are per cent of the width, so that the picture fits any screen while its letters keep their size.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from norprem.select import Run, deadline
from norprem.words import Words

BEFORE = 6
"""Months before this one that the picture shows."""

AHEAD = 12
"""Months from this one on."""

TALLEST = 70
"""Height of the tallest column, in pixels."""

COURSES, DEADLINES = 106, 218
"""Where the columns of courses and those of deadlines stand, in pixels from the top."""

HEIGHT = 262

_COLUMN = Decimal(100) / (BEFORE + AHEAD)


@dataclass(frozen=True, slots=True)
class Column:
    """How many of one kind fall in a month, and where that stands: `top` and `height` in pixels."""

    count: int
    top: int
    height: int


@dataclass(frozen=True, slots=True)
class Place:
    """One month of the picture.

    Attributes:
        first: its first day.
        name: in full, for example "mars 2027".
        short: for the axis of a wide picture.
        letter: for the axis of a narrow one.
        left: per cent of the width at which its column starts.
        middle: likewise, its middle.
        year: the year, where the axis says it: below the first month, and below every January.
        over: the month has passed.
    """

    first: date
    name: str
    short: str
    letter: str
    left: Decimal
    middle: Decimal
    year: str
    over: bool
    runs: Column
    deadlines: Column


@dataclass(frozen=True, slots=True)
class Year:
    """The picture: its months, the width of a column and today's place in per cent."""

    months: tuple[Place, ...]
    width: Decimal
    today: Decimal
    height: int = HEIGHT

    @property
    def empty(self) -> bool:
        """Whether nothing falls in any of the months."""
        return not any(month.runs.count or month.deadlines.count for month in self.months)


def year(runs: Iterable[Run], due: Iterable[Run], today: date, words: Words) -> Year:
    """Count runs by the month they start in and deadlines by their own, and lay both out across the picture."""
    started = Counter(run.session.first_day.replace(day=1) for run in runs)
    closing = Counter(day.replace(day=1) for run in due if (day := deadline(run.session)))
    shown = tuple(_months_around(today))
    most = [max(1, *(counter[first] for first in shown)) for counter in (started, closing)]
    places = tuple(
        _place(number, first, today, words, _column(started[first], most[0], COURSES),
               _column(closing[first], most[1], DEADLINES))
        for number, first in enumerate(shown)
    )  # fmt: skip
    return Year(places, round(_COLUMN * 6 / 10, 2), _today(today))


def _months_around(today: date) -> Iterator[date]:
    this = today.year * 12 + today.month - 1
    return (date(month // 12, month % 12 + 1, 1) for month in range(this - BEFORE, this + AHEAD))


def _column(count: int, most: int, foot: int) -> Column:
    height = round(TALLEST * count / most)
    height = max(height, 2) if count else 0
    return Column(count, foot - height, height)


def _place(number: int, first: date, today: date, words: Words, runs: Column, deadlines: Column) -> Place:
    left = _COLUMN * number
    return Place(
        first,
        words.month(first),
        words.month_short(first),
        words.month_short(first)[0].upper(),
        round(left + _COLUMN * 2 / 10, 2),
        round(left + _COLUMN / 2, 2),
        str(first.year) if number == 0 or first.month == 1 else "",
        (first.year, first.month) < (today.year, today.month),
        runs,
        deadlines,
    )


def _today(today: date) -> Decimal:
    return round(_COLUMN * (BEFORE + Decimal(today.day - 1) / 31), 2)
