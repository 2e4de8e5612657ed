"""A workbook says of each cell what it is: another program reads back what the records say, and calculates nothing."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from norprem.exports import files, sheets, workbook
from norprem.model import Course
from tests import exported
from tests.unit.strategies import both, course, courses, session
from tests.unit.test_data import edition

BOOKS = (
    "api/v1/courses.xlsx",
    "api/v1/sessions.xlsx",
    "kompetanse/dekning/dekning.xlsx",
    "en/kompetanse/dekning/dekning.xlsx",
)


def read(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def one(*cells: workbook.Cell) -> list[Any]:
    """Return the cells of a row as another program has them."""
    found = read(workbook.workbook([("rows", [["head"] * len(cells), cells])]))["rows"]
    return [found.cell(2, place) for place in range(1, len(cells) + 1)]


def rows(content: bytes) -> list[dict[str, Any]]:
    head, *found = read(content).worksheets[0].iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in found]


def books(*records: Course) -> dict[str, list[dict[str, Any]]]:
    return {path: rows(content) for path, content in sheets.books(edition(*records))}


def told(value: Any) -> str:
    """Return what the CSV file says of a value."""
    match value:
        case None:
            return ""
        case datetime():
            return value.date().isoformat()
        case time():
            return f"{value:%H:%M}"
        case _:
            return str(value)


@pytest.mark.parametrize("path", BOOKS)
def test_a_workbook_has_the_rows_of_the_csv_file_beside_it(path: str) -> None:
    written = dict(files.everything(exported.edition()))
    text = written[path.replace(".xlsx", ".csv")].decode("utf-8-sig")
    plain = list(csv.DictReader(io.StringIO(text, newline="")))
    found = rows(written[path])
    assert [list(row) for row in found] == [list(row) for row in plain]
    for row, other in zip(found, plain, strict=True):
        numbers = {name for name, value in row.items() if isinstance(value, int | float)}
        assert {name: told(value) for name, value in row.items() if name not in numbers} == {
            name: value for name, value in other.items() if name not in numbers
        }
        assert all(float(row[name]) == float(other[name]) for name in numbers)


@pytest.mark.parametrize("path", BOOKS)
def test_a_workbook_says_what_it_is_and_under_which_licence(path: str) -> None:
    about = dict(read(dict(files.everything(exported.edition()))[path])["about"].iter_rows(values_only=True))
    assert about["self"] == f"{exported.BASE}{path}"
    assert about["licence"] == "https://creativecommons.org/licenses/by/4.0/"
    assert about["attribution"].startswith("NorPreM")
    assert about["documentation_nb"] == f"{exported.BASE}om/data/"
    assert about["title_en"]
    assert "demo_nb" not in about


@pytest.mark.parametrize(
    "text", ["007", "1.10", "1-2", "2/3", "1e5", "0,5", "MARCH1", "TRUE", "SANN", "12:30", "2027-01-02", "+4712345678"]
)
def test_a_code_that_looks_like_a_number_a_day_or_a_time_stays_the_text_it_is(text: str) -> None:
    ((row,), *_) = books(course(code=text)).values()
    assert row["code"] == text
    (cell,) = one(text)
    assert (cell.data_type, cell.number_format) == ("s", "@")


@pytest.mark.parametrize("evil", ['=HYPERLINK("https://evil.example","x")', "=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1"])
def test_a_text_that_looks_like_a_formula_is_that_text_and_nothing_is_calculated(evil: str) -> None:
    content = workbook.workbook([("rows", [["head"], [evil]])])
    assert read(content)["rows"]["A2"].value == evil
    archive = zipfile.ZipFile(io.BytesIO(content))
    elements = ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml")).iter()
    assert "f" not in {element.tag.rsplit("}", 1)[-1] for element in elements}
    assert {name for name in archive.namelist() if "macro" in name.lower() or "external" in name.lower()} == set()


def test_days_times_and_numbers_are_what_they_are() -> None:
    record = course(
        session(start="2027-03-10 09:00", end="2027-03-11 15:30", seats="30"),
        session(id="hele-dager", start="2027-05-20", end="2027-05-21"),
        load={"ects": "7.5"},
        cost={"amount": "3500.50", "currency": "NOK"},
    )
    (row,), (timed, whole), _ = books(record).values()
    assert (row["ects"], row["cost"], row["hours"], row["sessions"]) == (7.5, 3500.5, None, 2)
    assert [timed[name] for name in ("start_date", "start_time", "end_date", "end_time", "seats")] == [
        datetime(2027, 3, 10),
        time(9),
        datetime(2027, 3, 11),
        time(15, 30),
        30,
    ]
    assert [whole[name] for name in ("start_date", "start_time", "end_date", "end_time")] == [
        datetime(2027, 5, 20),
        None,
        datetime(2027, 5, 21),
        None,
    ]


@given(st.dates(min_value=date(1900, 3, 1)))
@example(date(2028, 2, 29))
def test_any_day_is_that_day(day: date) -> None:
    (cell,) = one(day)
    assert cell.value == datetime(day.year, day.month, day.day)
    assert cell.number_format == "yyyy-mm-dd"


@given(st.times().map(lambda value: value.replace(second=0, microsecond=0)))
def test_any_time_of_day_is_that_time(value: time) -> None:
    assert [cell.value for cell in one(value)] == [value]


def test_a_day_that_programs_count_differently_is_a_text() -> None:
    assert [cell.value for cell in one(date(1900, 2, 28))] == ["1900-02-28"]


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_any_amount_is_that_number(value: Decimal) -> None:
    (cell,) = one(value)
    assert cell.data_type == "n"
    assert Decimal(str(cell.value)) == value


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\ufffe\uffff"), min_size=1, max_size=60))
@example("to\nlinjer")
@example(" i kanten ")
@example("_x0041_ og _x000D_")
@example("<b> & \"'")
@example("æøå ÆØÅ 🧬")
def test_any_text_comes_back(text: str) -> None:
    (cell,) = one(text)
    assert cell.value == re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "\ufffd", text)


def test_a_text_is_no_longer_than_a_cell_may_be() -> None:
    (cell,) = one("å" * 40_000)
    assert cell.value == "å" * 32_767


@settings(deadline=None, max_examples=30)
@given(courses())
def test_any_course_makes_a_workbook_with_a_row_for_it_and_one_for_each_session(record: Course) -> None:
    of_courses, of_sessions, _ = books(record).values()
    assert [row["id"] for row in of_courses] == [record.id]
    assert len(of_sessions) == len(record.sessions)


def test_there_are_columns_beyond_the_alphabet() -> None:
    assert [cell.value for cell in one(*range(60))] == list(range(60))


def test_the_same_rows_are_the_same_bytes() -> None:
    record = course(session(), title=both("Genetikk"))
    assert dict(sheets.books(edition(record))) == dict(sheets.books(edition(record)))
    archive = zipfile.ZipFile(io.BytesIO(workbook.workbook([("rows", [["head"]])])))
    assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_made_up_records_are_called_so() -> None:
    made = dict(sheets.books(replace(exported.edition(), demo=True)))
    about = dict(read(made["api/v1/courses.xlsx"])["about"].iter_rows(values_only=True))
    assert about["demo_nb"]
    assert about["demo_en"]
