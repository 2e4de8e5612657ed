"""A curriculum's modules as a picture: when each runs, how long, and what must be done before it.

Positions across are per cent of the width, so that the picture fits any screen while its letters keep their size.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from norprem.model import Module, Programme

ROW = 46
"""Height of a module's row, in pixels: its name above, its bar below."""

_LONGEST_NAME = 44


@dataclass(frozen=True, slots=True)
class Bar:
    """One module on the line of time.

    Attributes:
        number: its place in the curriculum, from 1.
        name: its title, cut where it is too long for a phone.
        start: in months or hours from the beginning.
        end: likewise.
        left: per cent of the width at which it starts.
        width: per cent of the width.
        top: pixels from the top of the picture.
    """

    id: str
    number: int
    name: str
    start: Decimal
    end: Decimal
    left: Decimal
    width: Decimal
    top: int


@dataclass(frozen=True, slots=True)
class Link:
    """The way from the end of a module to the start of one that builds on it; `x` in per cent, `y` in pixels."""

    x: Decimal
    to_x: Decimal
    y: int
    to_y: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A line across the picture: after so many months or hours."""

    x: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Timeline:
    """The picture: bars, links and marks, its height in pixels and whether it is measured in months or in hours."""

    bars: tuple[Bar, ...]
    links: tuple[Link, ...]
    marks: tuple[Mark, ...]
    height: int
    unit: str


def timeline(programme: Programme, locale: str) -> Timeline | None:
    """Lay out the modules, or return None where not every module says how long it is.

    Months are laid out by what builds on what; hours one after the other, as the file has them.
    """
    by_month = all(module.months for module in programme.modules)
    if not programme.modules or not (by_month or all(module.hours for module in programme.modules)):
        return None
    spans = _in_months(programme) if by_month else _in_hours(programme)
    total = max(end for _, end in spans.values())
    if not total:
        return None
    bars = tuple(_bars(programme, spans, total, locale))
    unit = "months" if by_month else "hours"
    return Timeline(bars, tuple(_links(programme, bars)), _marks(total, unit), len(bars) * ROW + 24, unit)


Span = tuple[Decimal, Decimal]


def _in_hours(programme: Programme) -> dict[str, Span]:
    spans: dict[str, Span] = {}
    start = Decimal(0)
    for module in programme.modules:
        end = start + (module.hours.total if module.hours else 0)
        spans[module.id] = (start, end)
        start = end
    return spans


def _in_months(programme: Programme) -> dict[str, Span]:
    """Start each module when all it builds on are done; what goes round in a ring starts at nought."""
    modules, spans = programme.module, dict[str, Span]()

    def span(module: Module, way: tuple[str, ...]) -> Span:
        if module.id not in spans:
            before = (modules[name] for name in module.after if name in modules and name not in way)
            start = max((span(one, (*way, one.id))[1] for one in before), default=Decimal(0))
            spans[module.id] = (start, start + (module.months or 0))
        return spans[module.id]

    for module in programme.modules:
        span(module, (module.id,))
    return spans


def _bars(programme: Programme, spans: dict[str, Span], total: Decimal, locale: str) -> Iterator[Bar]:
    for number, module in enumerate(programme.modules, start=1):
        start, end = spans[module.id]
        name = module.title.best(locale)[1]
        shown = name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1].rstrip()}…"
        yield Bar(
            module.id,
            number,
            shown,
            start,
            end,
            _percent(start, total),
            _percent(end - start, total),
            (number - 1) * ROW + 24,
        )


def _links(programme: Programme, bars: tuple[Bar, ...]) -> Iterator[Link]:
    by_id = {bar.id: bar for bar in bars}
    for module in programme.modules:
        for name in module.after:
            before, after = by_id.get(name), by_id[module.id]
            if before and before.top < after.top:
                yield Link(before.left + before.width, after.left, before.top + 32, after.top + 26)


def _marks(total: Decimal, unit: str) -> tuple[Mark, ...]:
    """Mark every year of a long curriculum, every quarter of a short one."""
    step = Decimal(12) if unit == "months" and total > 12 else total / 4
    count = int(total / step)
    return tuple(Mark(_percent(step * number, total), _tidy(step * number)) for number in range(count + 1))


def _percent(part: Decimal, whole: Decimal) -> Decimal:
    return round(part * 100 / whole, 2)


def _tidy(amount: Decimal) -> Decimal:
    return round(amount, 1).normalize() + 0
