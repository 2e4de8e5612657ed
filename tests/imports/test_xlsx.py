"""Workbooks as spreadsheets save them, and the empty one that partners fill in."""

from __future__ import annotations

import csv as tables
import io
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from norprem import mailmerge
from norprem.cli import main
from norprem.imports import csv, xlsx
from norprem.imports.csv import FACTS
from norprem.load import load
from tests.building import ROOT
from tests.imports.helpers import codes, desk

VOCABULARY = load(ROOT / "curricula").catalogue.vocabulary
ROW = {
    "id": "gen-2027-1",
    "tittel_nb": "Genetikk for fastleger",
    "tittel_en": "Genetics for GPs",
    "nettside": "https://senteret.example/genetikk",
    "start": datetime(2027, 3, 12, 9, 0),
    "slutt": datetime(2027, 3, 12, 15, 30),
    "sted": "Bergen",
    "status": "bekreftet",
    "påmeldingsfrist": date(2027, 2, 1),
    "plasser": 30,
    "målgruppe": "fastlege",
    "målgruppe_2": "sykepleier",
    "tema": "farmakogenetikk",
    "nivå": "etter- og videreutdanning",
    "undervisningsspråk": "norsk",
    "undervisningsform": "på stedet",
    "tilgjengelighet": "åpent for opptak",
}


def _filled(language: str = "nb", **cells: object) -> bytes:
    """Return the empty workbook with one row filled in, as another program saves it."""
    book = openpyxl.load_workbook(io.BytesIO(mailmerge.as_xlsx(language, VOCABULARY)))
    sheet = book.worksheets[0]
    names = [cell.value for cell in sheet[1]]
    for name, value in (cells or ROW).items():
        sheet.cell(2, names.index(name) + 1, value)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


WHOLE = _filled()


def _changed(data: bytes, part: str, content: bytes) -> bytes:
    """Return a workbook in which one part is another."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))
    return target.getvalue()


def test_a_workbook_that_was_filled_in_becomes_a_draft_with_what_was_chosen(tmp_path: Path) -> None:
    at = desk(tmp_path)
    plan = at.take(_filled(), "xlsx")
    draft = at.draft()
    assert codes(plan) == []
    assert (draft["audience"], draft["topics"], draft["level"]) == (
        ["gp", "nurse"],
        ["pharmacogenetics"],
        "continuing-education",
    )
    assert (draft["languages"], draft["mode"], draft["availability"]) == (["no"], "onsite", "open")
    assert (at.only()["start"], at.only()["end"]) == ("2027-03-12 09:00", "2027-03-12 15:30")
    assert (at.only()["registration"], at.only()["seats"]) == ({"deadline": "2027-02-01"}, "30")


def test_the_same_row_as_a_table_says_the_same(tmp_path: Path) -> None:
    text = io.StringIO()
    writer = tables.writer(text, delimiter=";")
    names = mailmerge.headings("nb")
    writer.writerow(names)
    writer.writerow([ROW.get(name, "") for name in names])
    both = xlsx.read(_filled(), "x"), csv.read(text.getvalue().encode("utf-8-sig"), "x")
    assert both[0].events == both[1].events


def test_a_row_that_is_sent_again_changes_nothing(tmp_path: Path) -> None:
    at = desk(tmp_path)
    at.take(_filled(), "xlsx")
    assert at.take(_filled(), "xlsx").files == {}


@pytest.mark.parametrize("language", ["nb", "en"])
def test_every_column_one_can_choose_in_has_the_names_of_its_list(language: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(mailmerge.as_xlsx(language, VOCABULARY)))
    sheet, lists = book.worksheets
    rules = sheet.data_validations.dataValidation
    assert len(rules) == 1 + sum(fact.most for fact in FACTS.values())
    for rule in rules:
        area = rule.formula1.split("!")[1].replace("$", "")
        heading = sheet.cell(1, next(iter(rule.sqref.ranges)).min_col).value
        found = [cell.value for (cell,) in lists[area]]
        fact = next((one for one in FACTS.values() if heading.startswith((one.nb, one.en))), None)
        values = VOCABULARY[fact.listed if fact else "statuses"].values
        assert found == [value.label.best(language)[1] for value in values]


@pytest.mark.parametrize("name", ["ark.xlsx", "ark.csv"])
def test_the_command_writes_a_sheet_whose_headings_are_all_read(name: str, tmp_path: Path) -> None:
    file = tmp_path / name
    done = CliRunner().invoke(main, ["sheet", str(file), "--curricula", str(ROOT / "curricula")])
    assert done.exit_code == 0
    read = (xlsx if name.endswith("xlsx") else csv).read(file.read_bytes(), name)
    assert [one.code for one in read.troubles] == ["I007"]


def test_a_word_that_no_list_has_is_told_and_left_out(tmp_path: Path) -> None:
    at = desk(tmp_path)
    assert codes(at.take(_filled(**{**ROW, "nivå": "mesternivå"}), "xlsx")) == ["I115"]
    assert "level" not in at.draft()


def test_a_formula_is_refused_whatever_it_came_to(tmp_path: Path) -> None:
    assert codes(desk(tmp_path).plan(_filled(**{**ROW, "sted": '=HYPERLINK("https://evil.example")'}), "xlsx")) == [
        "I017"
    ]


_ENTITIES = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>
<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>&b;</t></si></sst>"""
_OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE x SYSTEM "file:///etc/passwd"><sst/>"""


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "I026"),
        (b"PK\x03\x04 cut", "I026"),
        (b"<html>", "I026"),
        (_changed(WHOLE, "xl/styles.xml", _ENTITIES), "I026"),
        (_changed(WHOLE, "xl/styles.xml", _OUTSIDE), "I026"),
        (_changed(WHOLE, "xl/workbook.xml", b"<workbook/>"), "I026"),
        (_changed(WHOLE, "xl/worksheets/sheet1.xml", b"<worksheet><row r='x'/></worksheet>"), "I026"),
        (_changed(WHOLE, "xl/worksheets/sheet1.xml", b"<a>" + b" " * (21 * 1024 * 1024) + b"</a>"), "I003"),
        (
            _changed(WHOLE, "xl/worksheets/sheet1.xml", b"<s><row r='99999999'><c r='A1'><v>1</v></c></row></s>"),
            "I004",
        ),
        (_changed(WHOLE, "xl/worksheets/sheet1.xml", b"<s><row><c t='s'><v>9999</v></c></row></s>"), "I026"),
        (_changed(WHOLE, "xl/worksheets/sheet1.xml", b"<s><row><c><v>1</v></c></row></s>"), "I018"),
        (b"x" * (5 * 1024 * 1024 + 1), "I003"),
    ],
    ids=[
        "empty",
        "cut",
        "page",
        "entities",
        "outside",
        "no-sheet",
        "no-row",
        "bomb",
        "far",
        "strings",
        "no-heads",
        "large",
    ],
)
def test_a_hostile_workbook_is_one_trouble_and_no_traceback(data: bytes, code: str) -> None:
    read = xlsx.read(data, "ark.xlsx")
    assert [one.code for one in read.troubles] == [code]
    assert not read.events


@given(st.data())
@settings(max_examples=60)
def test_a_workbook_with_broken_bytes_is_read_without_a_traceback(data: st.DataObject) -> None:
    broken = bytearray(WHOLE)
    for _ in range(data.draw(st.integers(1, 20))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    assert xlsx.read(bytes(broken), "ark.xlsx").name == "ark.xlsx"


@pytest.mark.parametrize(
    ("form", "shown"), [("dd.mm.yyyy", "2027-03-12"), ("[$-414]d. mmmm yyyy;@", "2027-03-12"), ('0" dager"', "46458")]
)
def test_a_number_is_a_day_where_its_format_says_so(form: str, shown: str) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["id", "tittel", "start", "sted"])
    sheet.append(["1", "Kurs", date(2027, 3, 12), 46458])
    sheet["D2"].number_format = form
    target = io.BytesIO()
    book.save(target)
    (event,) = xlsx.read(target.getvalue(), "x").events
    assert event.place == shown
