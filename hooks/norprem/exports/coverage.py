"""Who teaches which competence in which region, as lines of a table: CSV, JSON, Markdown or plain text."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from operator import attrgetter

from norprem.exports.sheets import Column, defused
from norprem.matrix import Cell, Matrix, Offer, Row
from norprem.words import Words


@dataclass(frozen=True, slots=True)
class Line:
    """One competence in one region.

    Attributes:
        state: `here`, `elsewhere`, `here-below`, `elsewhere-below` or `none`, as `norprem.matrix.State` has them.
        level_here: the highest level taught in the region; 0 for none.
        here: ids of courses and curricula in the region.
        proposed: ids of curricula that are proposals only.
        teachers: ids of people and units that teach a topic of the competence.
        units: ids of units in the region that can be asked.
    """

    standard: str
    competence: str
    code: str
    statement: str
    target: int
    region: str
    state: str
    level_here: int
    level_elsewhere: int
    here: tuple[str, ...]
    elsewhere: tuple[str, ...]
    proposed: tuple[str, ...]
    teachers: tuple[str, ...]
    units: tuple[str, ...]


COLUMNS = tuple(field.name for field in fields(Line))


def lines(matrix: Matrix, locale: str, *, standard: str | None = None, region: str | None = None) -> Iterator[Line]:
    """Yield a line for every competence in use and every region, or only those of one standard or one region."""
    for entry in matrix.catalogue.standards:
        if standard in (None, entry.record.id):
            for row in matrix.rows(entry.record):
                yield from (_line(row, cell, locale) for cell in row.cells if region in (None, cell.region))


def _line(row: Row, cell: Cell, locale: str) -> Line:
    return Line(
        standard=row.standard.id,
        competence=row.competence.id,
        code=row.competence.code,
        statement=row.competence.statement.best(locale)[1],
        target=cell.target,
        region=cell.region,
        state=cell.state.name.lower().replace("_", "-"),
        level_here=cell.level_here,
        level_elsewhere=cell.level_elsewhere,
        here=_ids(cell.here),
        elsewhere=_ids(cell.elsewhere),
        proposed=_ids(row.proposed),
        teachers=cell.teachers,
        units=cell.units,
    )


def _ids(offers: Iterable[Offer]) -> tuple[str, ...]:
    return tuple(f"{offer.kind}/{offer.id}" for offer in offers)


COUNTED = frozenset({"target", "level_here", "level_elsewhere"})
SEVERAL = frozenset({"here", "elsewhere", "proposed", "teachers", "units"})
KEY = ("standard", "competence", "region")
"""Columns that no two lines have alike."""


def columns() -> Iterator[Column]:
    """Yield the columns of the table, to describe them."""
    for name in COLUMNS:
        kind = "integer" if name in COUNTED else "string"
        yield Column(name, attrgetter(name), kind, several=name in SEVERAL)


def as_csv(found: Iterable[Line], _: Words | None = None) -> str:
    """Return lines as CSV (RFC 4180), with a byte order mark so that spreadsheets read æ, ø and å.

    A cell that a spreadsheet would take for a formula gets an apostrophe in front.
    """
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for line in found:
        writer.writerow([_cell(getattr(line, name)) for name in COLUMNS])
    return "\ufeff" + target.getvalue()


def _cell(value: object) -> object:
    text = " ".join(map(str, value)) if isinstance(value, tuple) else value
    return defused(text) if isinstance(text, str) else text


def as_json(found: Iterable[Line], _: Words | None = None) -> str:
    """Return lines as a JSON list."""
    return json.dumps([asdict(line) for line in found], ensure_ascii=False, indent=1) + "\n"


def as_markdown(found: Iterable[Line], words: Words) -> str:
    """Return lines as a Markdown table of the columns a reader needs."""
    rows = [_told(line, words) for line in found]
    head = _headings(words)
    marked = (head, ["---"] * len(head), *rows)
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in marked) + "\n"


def as_table(found: Iterable[Line], words: Words) -> str:
    """Return lines as a table for a terminal."""
    rows = [_headings(words), *(_told(line, words) for line in found)]
    widths = [min(_WIDEST, max(len(row[place]) for row in rows)) for place in range(len(rows[0]))]
    return "\n".join(
        "  ".join(_fitted(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


_WIDEST = 60


def _fitted(text: str, width: int) -> str:
    return (text if len(text) <= width else f"{text[: width - 1]}…").ljust(width)


def _headings(words: Words) -> Sequence[str]:
    names = ("standard", "competence", "target", "region", "state")
    return [words(f"coverage.{name}") for name in names]


def _told(line: Line, words: Words) -> Sequence[str]:
    state = _STATES[line.state]
    return [
        line.standard,
        f"{line.code} {line.statement}",
        str(line.target),
        line.region,
        words(f"coverage.state-{state}"),
    ]


_STATES = {"none": 0, "elsewhere-below": 1, "here-below": 2, "elsewhere": 3, "here": 4}

FORMATS: Mapping[str, Callable[[Iterable[Line], Words], str]] = {
    "table": as_table,
    "csv": as_csv,
    "json": as_json,
    "md": as_markdown,
}
"""How coverage can be told, by the name of the format."""
