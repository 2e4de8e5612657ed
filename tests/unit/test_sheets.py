"""The CSV files read back as they were, in a spreadsheet and in a program, and calculate nothing."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from norprem.exports import files, sheets
from norprem.model import Course
from tests import exported
from tests.unit.strategies import both, course, courses, session, texts
from tests.unit.test_data import edition

COURSES = "api/v1/courses.csv"
SESSIONS = "api/v1/sessions.csv"


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))


def of_course(record: Course) -> dict[str, str]:
    (row,) = rows(sheets.course_sheet(edition(record)))
    return row


def of_session(**changes: Any) -> dict[str, str]:
    (row,) = rows(sheets.session_sheet(edition(course(session(**changes)))))
    return row


@pytest.mark.parametrize("write", [sheets.course_sheet, sheets.session_sheet])
def test_a_table_is_comma_separated_utf_8_with_a_byte_order_mark_and_the_line_ends_of_the_standard(write: Any) -> None:
    content = write(exported.edition())
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\xef\xbb\xbf") == 1
    text = content.decode("utf-8-sig")
    assert text.endswith("\r\n")
    assert re.fullmatch(r"[a-z_,]+", text.split("\r\n")[0])
    records = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert {len(record) for record in records} == {len(records[0])}


def test_there_is_a_row_for_every_course_and_every_session_of_the_real_catalogue() -> None:
    written = dict(files.data_files(exported.edition()))
    for sheet, name, key in ((COURSES, "courses", "id"), (SESSIONS, "sessions", "uid")):
        told = json.loads(written[f"api/v1/{name}.json"])[name]
        assert [row[key] for row in rows(written[sheet])] == [one[key] for one in told]


def test_the_columns_are_those_that_were_promised() -> None:
    """A column may be added at the end; a name that goes, or moves, breaks somebody's sheet."""
    heads = [content.decode("utf-8-sig").split("\r\n")[0] for content in (course_head(), session_head())]
    assert heads[0].startswith(
        "id,title_nb,title_en,original_title,original_language,code,summary_nb,summary_en,provider,provider_name_nb,"
        "provider_name_en,region,open_to,url,page_nb,page_en,audience,topics,level,languages,mode,ects,hours,cost,"
        "currency,prerequisites_nb,prerequisites_en,teaches,availability,availability_note_nb,availability_note_en,"
        "sessions,source_title,source_url,source_read,last_checked,changed"
    )
    assert heads[1].startswith(
        "uid,course,session,title_nb,title_en,provider,provider_name_nb,provider_name_en,region,mode,status,start_date,"
        "start_time,end_date,end_time,time_zone,place_nb,place_en,online,registration_opens,registration_deadline,"
        "registration_url,seats,note_nb,note_en,revision,updated,course_url,page_nb,page_en"
    )


def course_head() -> bytes:
    return sheets.course_sheet(edition())


def session_head() -> bytes:
    return sheets.session_sheet(edition())


@pytest.mark.parametrize(
    "evil",
    [
        '=HYPERLINK("https://evil.example","x")',
        "+1+1",
        "-1+1",
        "@SUM(A1)",
        "\t=1+1",
        "\r=1+1",
        "\n=1+1",
        " =1+1",
        "\ufeff=1+1",
        "\u200b@x",
        "＝1+1",
        "＋1",
        "＠x",
        "－1",
        "=cmd|' /C calc'!A0",
    ],
)
def test_a_text_that_a_spreadsheet_would_calculate_gets_an_apostrophe(evil: str) -> None:
    assert sheets.defused(evil) == f"'{evil}"
    record = course(session(place=both(f"={evil}")), title=both(f"={evil}"), code=f"={evil}")
    assert of_course(record)["title_nb"].startswith("'=")
    assert of_course(record)["code"].startswith("'=")


@pytest.mark.parametrize("plain", ["Genetikk", "10 – 12", "a=b", "5. semester", "«=»", "epost@example.org", "'t"])
def test_a_text_that_is_only_a_text_stays_as_it_is(plain: str) -> None:
    assert sheets.defused(plain) == plain


@settings(deadline=None, max_examples=60)
@given(courses())
def test_no_cell_of_any_course_begins_as_a_formula(record: Course) -> None:
    found = [*rows(sheets.course_sheet(edition(record))), *rows(sheets.session_sheet(edition(record)))]
    assert [cell for row in found for cell in row.values() if cell.lstrip()[:1] in tuple("=+-@")] == []
    assert len(found) == 1 + len(record.sessions)


@settings(deadline=None)
@given(texts)
@example('Han sa: "ja", og gikk')
@example("to\nlinjer")
@example("æøå, ÆØÅ; 🧬")
def test_any_text_comes_back(text: str) -> None:
    row = of_course(course(title=both(text), summary=both(text)))
    assert row["title_nb"] in (text, f"'{text}")
    assert row["summary_en"] == row["title_en"] == row["title_nb"]


def test_a_session_has_day_and_time_in_cells_of_their_own() -> None:
    timed = of_session(start="2027-03-10 09:00", end="2027-03-11 15:30", seats="30", place=both("Bodø"))
    when = ("start_date", "start_time", "end_date", "end_time", "time_zone")
    assert [timed[name] for name in when] == ["2027-03-10", "09:00", "2027-03-11", "15:30", "Europe/Oslo"]
    assert (timed["seats"], timed["place_nb"]) == ("30", "Bodø")
    whole = of_session(start="2027-03-10", end="2027-03-11")
    assert [whole[name] for name in when] == ["2027-03-10", "", "2027-03-11", "", "Europe/Oslo"]
    assert whole["uid"] == "veiledning.2027-var@norprem.example"


def test_a_course_has_numbers_as_numbers_and_ids_apart() -> None:
    row = of_course(
        course(session(), cost={"amount": "3500.50", "currency": "NOK"}, load={"ects": "7.5"}, audience=["gp", "nurse"])
    )
    assert (row["cost"], row["currency"], row["ects"], row["hours"]) == ("3500.50", "NOK", "7.5", "")
    assert row["audience"].split() == ["gp", "nurse"]
    assert row["sessions"] == "1"


FORMS = {
    "string": r"[\s\S]*",
    "integer": r"[0-9]+",
    "decimal": r"[0-9]+(\.[0-9]+)?",
    "date": r"[0-9]{4}-[0-9]{2}-[0-9]{2}",
    "anyURI": r"https?://\S+",
    "HH:mm": r"([01][0-9]|2[0-3]):[0-5][0-9]",
}


@pytest.mark.parametrize("sheet", [COURSES, SESSIONS])
def test_the_description_of_a_table_names_its_columns_types_licence_and_key(sheet: str) -> None:
    written = dict(files.data_files(exported.edition()))
    told = json.loads(written[f"{sheet}-metadata.json"])
    assert told["@context"] == ["http://www.w3.org/ns/csvw", {"@language": "en"}]
    assert told["url"] == f"https://norprem.example/{sheet}"
    assert told["dc:license"] == {"@id": "https://creativecommons.org/licenses/by/4.0/"}
    assert told["dc:creator"].startswith("NorPreM")
    columns = told["tableSchema"]["columns"]
    table = rows(written[sheet])
    assert [column["titles"] for column in columns] == list(table[0])
    for column in columns:
        kind = column["datatype"]
        form = FORMS[kind["format"] if isinstance(kind, dict) else kind]
        assert [row[column["name"]] for row in table if not re.fullmatch(f"({form})?", row[column["name"]])] == []
    keys = [row[told["tableSchema"]["primaryKey"]] for row in table]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("prefix", ["", "en/"])
def test_the_table_of_coverage_is_described_too(prefix: str) -> None:
    written = dict(files.tables(exported.edition()))
    sheet = f"{prefix}kompetanse/dekning/dekning.csv"
    told = json.loads(written[f"{sheet}-metadata.json"])
    table = rows(written[sheet])
    assert told["@context"][1]["@language"] == (prefix.strip("/") or "nb")
    assert [column["name"] for column in told["tableSchema"]["columns"]] == list(table[0])
    keys = [tuple(row[name] for name in told["tableSchema"]["primaryKey"]) for row in table]
    assert len(set(keys)) == len(keys)


@given(st.text(max_size=20))
def test_defusing_changes_nothing_but_the_beginning(text: str) -> None:
    assert sheets.defused(text).removeprefix("'") == text.removeprefix("'")
