"""The empty table that a partner fills in, as a workbook with lists to choose from and as CSV.

A list to choose from stands on a second sheet, because a cell can hold only a short one.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from norprem.imports.csv import COLUMNS, FACTS
from norprem.vocabulary import Vocabulary
from norprem.words import Words

ROWS = 500
"""Rows below the headings in which one can choose."""

_MADE = datetime(1980, 1, 1)  # noqa: DTZ001 - a workbook must hold a day, and has no zones
_WIDE = 24


def headings(language: str) -> tuple[str, ...]:
    """Return the heading of every column in a language."""
    place = 0 if language == "nb" else 1
    return (*(both[place] for both in COLUMNS.values()), *(heading for heading, _ in _facts(place)))


def _facts(place: int) -> Iterator[tuple[str, str]]:
    """Yield the headings of what is chosen from a closed list, each with its list."""
    for fact in FACTS.values():
        for number in range(1, fact.most + 1):
            yield fact.heading(place, number), fact.listed


def as_csv(language: str) -> bytes:
    """Return the table with its headings only, as Norwegian spreadsheets want it."""
    target = io.StringIO()
    csv.writer(target, delimiter=";", lineterminator="\r\n").writerow(headings(language))
    return target.getvalue().encode("utf-8-sig")


def as_xlsx(language: str, vocabulary: Vocabulary) -> bytes:
    """Return the table as a workbook in which one chooses from the closed lists."""
    words, target = Words.load(language), io.BytesIO()
    with Workbook(target, {"in_memory": True}) as made:
        made.set_properties({"created": _MADE})
        sheet, lists = made.add_worksheet(words("sheet.courses")), made.add_worksheet(words("sheet.lists"))
        bold, text = made.add_format({"bold": True, "num_format": "@"}), made.add_format({"num_format": "@"})
        names = headings(language)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(names) - 1, _WIDE, text)
        for column, name in enumerate(names):
            sheet.write_string(0, column, name, bold)
        for place, (name, values) in enumerate(_choices(language, vocabulary)):
            _choose(sheet, lists, (names.index(name), place), name, values, words)
    return target.getvalue()


def _choices(language: str, vocabulary: Vocabulary) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield each heading below which one chooses, with what there is to choose from."""
    place = 0 if language == "nb" else 1
    yield COLUMNS["status"][place], _labels("statuses", language, vocabulary)
    for heading, listed in _facts(place):
        yield heading, _labels(listed, language, vocabulary)


def _labels(listed: str, language: str, vocabulary: Vocabulary) -> list[str]:
    return [value.label.best(language)[1] for value in vocabulary[listed].values]


def _choose(
    sheet: Worksheet, lists: Worksheet, at: tuple[int, int], name: str, values: Sequence[str], words: Words
) -> None:
    """Write a list on the second sheet, and let the cells of a column be chosen from it."""
    column, place = at
    for row, value in enumerate((name, *values)):
        lists.write_string(row, place, value)
    letter = xl_col_to_name(place)
    rule: Mapping[str, object] = {
        "validate": "list",
        "source": f"='{words('sheet.lists')}'!${letter}$2:${letter}${len(values) + 1}",
        "error_type": "warning",
        "error_title": words("sheet.strange"),
        "error_message": words("sheet.choose"),
    }
    sheet.data_validation(1, column, ROWS, column, dict(rule))
