"""Tables as spreadsheets save them."""

from __future__ import annotations

from pathlib import Path

import pytest

from norprem.imports import csv
from norprem.imports.csv import COLUMNS
from norprem.imports.events import Incoming
from tests.building import ROOT
from tests.imports.helpers import codes, desk

NB = "id;tittel_nb;tittel_en;start;slutt;sted;status;nettside\n"


def _read(text: str | bytes) -> Incoming:
    return csv.read(text if isinstance(text, bytes) else text.encode(), "kurs.csv")


def _one(cells: str, head: str = NB) -> Incoming:
    return _read(head + cells + "\n")


@pytest.mark.parametrize(
    "data",
    [
        (NB + "1;Kurs på Årøya;;10.03.2027;11.03.2027;Årøya;bekreftet;\n").encode(),
        (NB + "1;Kurs på Årøya;;10.03.2027;11.03.2027;Årøya;bekreftet;\n").encode("utf-8-sig"),
        (NB + "1;Kurs på Årøya;;10.03.2027;11.03.2027;Årøya;bekreftet;\n").encode("cp1252"),
        (NB + "1;Kurs på Årøya;;10.03.2027;11.03.2027;Årøya;bekreftet;\n").replace("\n", "\r\n").encode(),
        (NB + "1;Kurs på Årøya;;2027-03-10;2027-03-11;Årøya;confirmed;\n").replace(";", ",").encode(),
        (NB + "1;Kurs på Årøya;;2027-03-10;2027-03-11;Årøya;Bekreftet;\n").replace(";", "\t").encode("utf-16"),
        "ID,Title NB,Start,End,Place,Status\n1,Kurs på Årøya,2027-03-10,2027-03-11,Årøya,confirmed\n".encode(),
    ],
    ids=["utf-8", "mark", "windows", "crlf", "comma", "tab-utf-16", "english"],
)
def test_every_way_to_save_the_table_says_the_same(data: bytes) -> None:
    (event,) = _read(data).events
    assert (dict(event.title), event.place, event.status) == ({"nb": "Kurs på Årøya"}, "Årøya", "confirmed")
    assert (str(event.start), str(event.end)) == ("2027-03-10", "2027-03-11")


@pytest.mark.parametrize(
    "start", ["10.03.2027 kl. 09.00", "10.3.2027 09:00", "2027-03-10 09:00", "2027-03-10T09:00:00"]
)
def test_times_are_read_as_norwegians_and_computers_write_them(start: str) -> None:
    (event,) = _one(f"1;Kurs;;{start};10.03.2027 15.30;;;").events
    assert (str(event.start), str(event.end)) == ("2027-03-10 09:00:00", "2027-03-10 15:30:00")


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ('1;"=HYPERLINK(""https://x.example"")";;10.03.2027;;;;', "I017"),
        ("1;Kurs;;10.03.2027;;+CMD|' /C calc'!A0;;", "I017"),
        ("1;@SUM(A1);;10.03.2027;;;;", "I017"),
        ("1;Kurs;;31.02.2027;;;;", "I010"),
        ("1;Kurs;;10.03.2027;09.03.2027;;;", "I011"),
        ("1;Kurs;;10.03.2027;10.03.2027 12.00;;;", "I010"),
        ("1;Kurs;;10.03.2027;;;kanskje;", "I010"),
        ("1;Kurs;;10.03.2027;;;;ftp://x.example/", "I010"),
        ("1;;;10.03.2027;;;;", "I009"),
        ("1;Kurs;;;;;;", "I009"),
        (";Kurs;;10.03.2027;;;;", "I008"),
    ],
)
def test_a_broken_row_gets_one_finding_with_its_line_and_spoils_no_other(row: str, code: str) -> None:
    found = _one(f"{row}\n2;Et helt kurs;;10.03.2027;;;;")
    assert [(one.code, one.line) for one in found.troubles] == [(code, 2)]
    assert [one.key for one in found.events] == ["2"]


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "I018"), ("a;b;c\n1;2;3\n", "I018"), (NB, "I007"), ("id;tittel;start\n" + "1;x;2027-03-10\n" * 5001, "I004")],
)
def test_a_table_that_cannot_be_used_is_told_once(text: str, code: str) -> None:
    found = _read(text)
    assert [one.code for one in found.troubles if one.code in ("I018", "I007", "I004")] == [code]
    assert not found.whole


def test_two_rows_with_one_id_are_told() -> None:
    found = _one("1;Kurs;;10.03.2027;;;;\n1;Kurs;;11.03.2027;;;;")
    assert [(one.code, one.line) for one in found.troubles] == [("I016", 3)]


def test_a_table_becomes_drafts_in_both_languages_and_twice_changes_nothing(tmp_path: Path) -> None:
    at = desk(tmp_path)
    head = ";".join(nb for nb, _ in COLUMNS.values())
    row = "k1;Kurs;Course;Om gener.;About genes.;https://kurs.example/k/1;G101;10.03.2027;11.03.2027;Bergen;;bekreftet;"
    text = f"{head}\n{row}01.12.2026;10.02.2027;https://kurs.example/p;30\n"
    at.take(text, "csv")
    draft = at.draft()
    assert draft["title"] == {"nb": "Kurs", "en": "Course"}
    assert (draft["code"], draft["url"]) == ("G101", "https://kurs.example/k/1")
    session = at.only()
    assert session["registration"] == {"opens": "2026-12-01", "deadline": "2027-02-10", "url": "https://kurs.example/p"}
    assert (session["seats"], session["status"]) == ("30", "confirmed")
    assert at.take(text, "csv").files == {}
    at.edit("seats: 30", "seats: 25")
    at.take(text.replace(";30", ";40").replace("10.02.2027", "11.02.2027").replace("bekreftet", "avlyst"), "csv")
    session = at.only()
    assert (session["seats"], session["status"], session["revision"]) == ("25", "cancelled", "1")
    assert session["registration"]["deadline"] == "2027-02-11"


def test_a_new_deadline_raises_the_revision_and_a_new_address_for_registration_does_not(tmp_path: Path) -> None:
    at = desk(tmp_path)
    head = ";".join(nb for nb, _ in COLUMNS.values())
    row = "k1;Kurs;Course;Om gener.;About genes.;https://kurs.example/k/1;G101;10.03.2027;11.03.2027;Bergen;;bekreftet;"
    text = f"{head}\n{row}01.12.2026;10.02.2027;https://kurs.example/p;30\n"
    at.take(text, "csv")
    at.take(text.replace("/p;30", "/pamelding;30"), "csv")
    assert at.only()["revision"] == "0"
    at.take(text.replace("/p;30", "/pamelding;30").replace("10.02.2027", "11.02.2027"), "csv")
    assert at.only()["revision"] == "1"


def test_english_headings_are_the_same_columns(tmp_path: Path) -> None:
    at = desk(tmp_path)
    rows = [";".join(both[n] for both in COLUMNS.values()) for n in (0, 1)]
    row = "\nk1;Kurs;Course;;;https://kurs.example/k/1;;10.03.2027;11.03.2027;Bergen;;confirmed;;;;\n"
    first = at.take(rows[0] + row, "csv")
    assert (codes(first), at.take(rows[1] + row, "csv").files) == ([], {})


@pytest.mark.parametrize("language", ["nb", "en"])
def test_the_page_about_the_table_has_every_column(language: str) -> None:
    page = (ROOT / "docs" / language / "bidra" / "import.md").read_text("utf-8")
    for nb, en in COLUMNS.values():
        assert f"| `{nb}` | `{en}` |" in page


SHORT = "id;tittel_nb;start;slutt;sted;plasser\n"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Kursoversikt 2027;;;;;\n;;;;;\n" + SHORT + "1;Kurs;10.03.2027;;Bergen;30\n", 4),
        ("Kurs, møter og samlinger\n" + SHORT + "1;Kurs;10.03.2027;;Bergen;30\n", 3),
        ("\n" + SHORT + "1;Kurs;10.03.2027;;Bergen;30\n", 3),
        ("sep=;\n" + SHORT + "1;Kurs;10.03.2027;;Bergen;30\n", 3),
        ((SHORT + "1;Kurs;10.03.2027;;Bergen;30\n").replace("\n", "\r"), 2),
        ("id;tittel_nb;start;sted;plasser;;\n1;Kurs;10.03.2027;Bergen;30;;\n;;;;;;\n", 2),
        ("ID;Tittel (nb);Start;Sted;Plasser\n1;Kurs;10. 3. 2027;Bergen;30\n", 2),
        (SHORT + "1;Kurs;10.03.2027;;Bergen;30,0\n", 2),
        (SHORT + '1;"Kurs";10.03.2027;;"Bergen";" 30 "\n', 2),
    ],
    ids=["title", "title-with-commas", "blank", "sep", "old-mac", "empty-columns", "brackets", "decimals", "quoted"],
)
def test_what_spreadsheets_put_around_a_table_does_it_no_harm(text: str, line: int) -> None:
    found = _read(text)
    (event,) = found.events
    assert (dict(event.title), str(event.start), event.place, event.seats) == (
        {"nb": "Kurs"},
        "2027-03-10",
        "Bergen",
        "30",
    )
    assert (event.line, found.troubles, found.whole) == (line, (), True)


def test_a_row_that_goes_over_several_lines_is_told_by_its_first() -> None:
    found = _one('1;"Kurs\r\ni to linjer";10.03.2027;;;\n2;"B\nC";tull;;;', SHORT)
    assert [dict(one.title) for one in found.events] == [{"nb": "Kurs i to linjer"}]
    assert [(one.code, one.line) for one in found.troubles] == [("I010", 4)]


def test_a_column_that_nobody_reads_is_named() -> None:
    found = _one("1;Kurs;10.03.2027;Professoren;100;", "id;tittel_nb;start;kursholder;pris;\n")
    assert [(one.code, one.values["columns"]) for one in found.troubles] == [("I114", "kursholder, pris")]
    assert len(found.events) == 1


@pytest.mark.parametrize("head", ["id;tittel_nb;start;Start\n", "id;tittel;tittel_nb;start\n"])
def test_a_column_that_is_there_twice_is_no_guess(head: str) -> None:
    found = _one("1;Kurs;10.03.2027;11.03.2027", head)
    assert ([one.code for one in found.troubles], found.events, found.whole) == (["I024"], (), False)


def test_a_row_whose_cells_have_moved_is_told_and_spoils_no_other() -> None:
    found = _one("1;Kurs; del 2;10.03.2027;;Bergen;30\n2;Et helt kurs;10.03.2027;;Bergen;30;;", SHORT)
    assert [(one.code, one.line) for one in found.troubles] == [("I023", 2)]
    assert ([one.key for one in found.events], found.whole) == (["2"], False)


def test_a_quotation_mark_that_is_missing_swallows_no_rows() -> None:
    found = _one('1;Kurs;10.03.2027;;Bergen;30\n2;"Kurs;10.03.2027;;Bergen;30\n3;Kurs;10.03.2027;;;', SHORT)
    assert [(one.code, one.line) for one in found.troubles] == [("I025", 3)]
    assert (found.events, found.whole) == ((), False)


@pytest.mark.parametrize(
    "data", ["<!DOCTYPE html><html>Logg inn</html>", "\n <html>", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]
)
def test_a_web_page_and_a_spreadsheet_of_its_own_kind_are_no_table(data: str | bytes) -> None:
    assert [one.code for one in _read(data).troubles if not one.warning] == ["I005"]


@pytest.mark.parametrize("start", ["3/10/2027", "10/03/2027", "10.03.27", "46456", "2027-03-10T09:00:00Z"])
def test_a_date_that_could_be_another_is_no_guess(start: str) -> None:
    assert [one.code for one in _one(f"1;Kurs;{start};;;", SHORT).troubles] == ["I010"]
