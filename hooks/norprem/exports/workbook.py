"""A table as a workbook for a spreadsheet (Office Open XML), the same in every language and region.

With a CSV file the settings of the reader's machine decide what parts the columns, what is a date and what is a
number: a Norwegian Excel puts a comma-separated file in one column, and may take `7.5` for the seventh of May. A
workbook says of each cell what it is: a text stays a text, and nothing in it is ever calculated. Two workbooks of the
same rows are the same bytes.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Cell = str | int | Decimal | date | time | None
"""What a cell may hold; of a moment, its day."""

_NO_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MOST = 32_767
"""Characters that a cell may hold."""

_FIRST = date(1900, 3, 1)
"""The first day on whose number all programs agree: one of them knows a 29 February 1900."""

_MADE = datetime(1980, 1, 1)  # noqa: DTZ001 - a workbook must hold a day, and has no zones
"""When every workbook says it was made, so that it is the same whenever it is made."""

_FORMATS = {"heading": {"bold": True, "num_format": "@"}, "text": {"num_format": "@"}}
_FORMATS |= {"day": {"num_format": "yyyy-mm-dd"}, "clock": {"num_format": "hh:mm"}, "number": {}}
_WIDE = 20
"""Width of every column, in characters."""


def workbook(sheets: Iterable[tuple[str, Iterable[Sequence[Cell]]]]) -> bytes:
    """Return sheets as a workbook; the first row of each is its headings.

    Args:
        sheets: name, at most 31 letters and digits, and rows.
    """
    target = io.BytesIO()
    with Workbook(target, {"in_memory": True}) as made:
        made.set_properties({"created": _MADE})
        formats = {name: made.add_format(form) for name, form in _FORMATS.items()}
        for name, rows in sheets:
            _fill(made.add_worksheet(name), rows, formats)
    return target.getvalue()


def _fill(sheet: Worksheet, rows: Iterable[Sequence[Cell]], formats: dict[str, Format]) -> None:
    """Write the rows of a sheet whose first row stays where it is when one scrolls."""
    sheet.freeze_panes(1, 0)
    columns = 0
    for number, row in enumerate(rows):
        columns = max(columns, len(row))
        for column, cell in enumerate(row):
            _write(sheet, number, column, cell, formats)
    if columns:
        sheet.set_column(0, columns - 1, _WIDE)


def _write(sheet: Worksheet, row: int, column: int, cell: Cell, formats: dict[str, Format]) -> None:
    match cell:
        case None | "":
            return
        case str():  # early, because most cells are texts
            sheet.write_string(row, column, _told(cell), formats["text" if row else "heading"])
        case datetime():
            _write(sheet, row, column, cell.date(), formats)
        case date() if cell < _FIRST:
            sheet.write_string(row, column, cell.isoformat(), formats["text"])
        case date():
            sheet.write_datetime(row, column, cell, formats["day"])
        case time():
            sheet.write_datetime(row, column, cell, formats["clock"])
        case _:
            sheet.write_number(row, column, cell, formats["number"])


def _told(text: str) -> str:
    """Return a text as a cell may hold it."""
    lines = text[:_MOST].replace("\r\n", "\n").replace("\r", "\n")
    return _NO_XML.sub("\ufffd", lines)
