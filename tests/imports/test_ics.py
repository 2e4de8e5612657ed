"""Calendars as programs write them, and as they break."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Event

from norprem import report
from norprem.commands.imports import told
from norprem.imports import csv, ics
from norprem.imports.events import Incoming
from norprem.words import Words
from tests.imports.helpers import SHAPES, calendar, event

WORDS = {language: Words.load(language) for language in report.LANGUAGES}


def _read(text: str | bytes) -> Incoming:
    return ics.read(text if isinstance(text, bytes) else text.encode(), "kalender.ics")


def _times(text: str | bytes) -> list[tuple[str, str]]:
    return [(str(one.start)[:16], str(one.end)[:16]) for one in _read(text).events]


def _codes(text: str | bytes) -> list[tuple[str, int]]:
    return [(one.code, one.line) for one in _read(text).troubles]


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        ("outlook", [("2027-03-10 09:00", "2027-03-10 15:30"), ("2027-06-07", "2027-06-08")]),
        (
            "google",
            [
                ("2027-03-10 09:00", "2027-03-10 15:30"),
                ("2027-09-01", "2027-09-03"),
                ("2027-01-12 14:00", "2027-01-12 15:00"),
                ("2027-02-02 14:00", "2027-02-02 15:00"),
                ("2027-01-20 15:00", "2027-01-20 16:00"),
            ],
        ),
        ("indico", [("2027-04-12 09:00", "2027-04-14 16:00")]),
        ("tess", [("2027-05-18 09:00", "2027-05-19 16:00")]),
        ("apple", [("2027-02-10", "2027-02-10")]),
        ("moodle", [("2027-02-01 08:00", "2027-02-01 08:00")]),
    ],
)
def test_times_of_every_program_come_out_in_norwegian_time(shape: str, expected: list[tuple[str, str]]) -> None:
    assert sorted(_times((SHAPES / f"{shape}.ics").read_bytes())) == sorted(expected)


OWN = """BEGIN:VTIMEZONE
TZID:Vår egen
BEGIN:STANDARD
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZOFFSETFROM:+0300
TZOFFSETTO:+0200
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZOFFSETFROM:+0200
TZOFFSETTO:+0300
END:DAYLIGHT
END:VTIMEZONE"""


@pytest.mark.parametrize(
    ("zone", "hour"),
    [
        ("Europe/Oslo", "09"),
        ('"Europe/Oslo"', "09"),
        ("W. Europe Standard Time", "09"),
        ("GMT Standard Time", "10"),
        ("Europe/London", "10"),
        ("/freeassociation.sourceforge.net/Europe/Oslo", "09"),
        ("UTC", "11"),
        ("Vår egen", "08"),
    ],
)
def test_a_summer_time_in_every_kind_of_zone_is_right(zone: str, hour: str) -> None:
    start, end = f";TZID={zone}:20270610T090000", f";TZID={zone}:20270610T100000"
    assert _times(calendar(event(DTSTART=start, DTEND=end), head=OWN))[0][0] == f"2027-06-10 {hour}:00"


def test_a_zone_of_its_own_is_right_in_winter_and_on_both_days_of_the_change() -> None:
    for day, hour in (
        ("20270110", "08"),
        ("20270327", "08"),
        ("20270329", "08"),
        ("20271030", "08"),
        ("20271101", "08"),
    ):
        start = f";TZID=Vår egen:{day}T090000"
        assert _times(calendar(event(DTSTART=start, DTEND=""), head=OWN))[0][0][11:13] == hour


def test_an_unknown_zone_is_no_guess() -> None:
    found = _read(calendar(event(DTSTART=";TZID=Mars/Olympus:20270610T090000", DTEND="")))
    assert found.events == ()
    assert [(one.code, one.line) for one in found.troubles] == [("I012", 7)]


def test_a_time_without_zone_is_norwegian_and_told() -> None:
    text = calendar(event(DTSTART="20270310T090000", DTEND="20270310T100000"))
    assert _times(text) == [("2027-03-10 09:00", "2027-03-10 10:00")]
    assert _codes(text) == [("I101", 7)]


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("FREQ=DAILY;COUNT=3", ["2027-03-10", "2027-03-11", "2027-03-12"]),
        ("FREQ=WEEKLY;INTERVAL=2;UNTIL=20270407T220000Z", ["2027-03-10", "2027-03-24", "2027-04-07"]),
        ("FREQ=MONTHLY;COUNT=2;BYDAY=2WE", ["2027-03-10", "2027-04-14"]),
    ],
)
def test_a_simple_series_is_written_out(rule: str, days: list[str]) -> None:
    found = _read(
        calendar(
            event(DTSTART=";TZID=Europe/Oslo:20270310T090000", DTEND=";TZID=Europe/Oslo:20270310T100000", RRULE=rule)
        )
    )
    assert [str(one.start) for one in found.events] == [f"{day} 09:00:00" for day in days]
    assert {one.series for one in found.events} == {"1@kurs.example"}


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=WEEKLY",
        "FREQ=DAILY;COUNT=900",
        "FREQ=SECONDLY;COUNT=2",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=1",
        "TULL",
        "FREQ=WEEKLY;UNTIL=22000101",
        "FREQ=DAILY;COUNT=2;BYSETPOS=1",
        "FREQ=DAILY;COUNT=0",
        "FREQ=DAILY;UNTIL=20200101",
    ],
)
def test_a_series_without_end_or_out_of_the_ordinary_is_told(rule: str) -> None:
    assert [code for code, _ in _codes(calendar(event(RRULE=rule)))] == ["I013"]


def test_a_cancelled_date_of_a_series_is_cancelled_alone() -> None:
    series = event(DTSTART="20270310T080000Z", DTEND="20270310T090000Z", RRULE="FREQ=WEEKLY;COUNT=2")
    single = event(
        DTSTART="20270317T080000Z", DTEND="20270317T090000Z", RECURRENCE_ID="20270317T080000Z", STATUS="CANCELLED"
    )
    for text in (calendar(series, single), calendar(single, series)):
        assert sorted(one.status or "" for one in _read(text).events) == ["cancelled", "confirmed"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (event(DTSTART=""), [("I009", 4)]),
        (event(SUMMARY=""), [("I009", 4)]),
        (event(UID=""), [("I008", 4)]),
        (event(DTSTART="20271332T080000Z"), [("I010", 7)]),
        (event(DTSTART="00010101T000000Z", DTEND=""), [("I010", 7)]),
        (event(DTSTART="20270310T080000Z", DTEND="20270309T080000Z"), [("I011", 8)]),
        (event(DTSTART=";VALUE=DATE:20270310"), [("I010", 8)]),
        (event(DTEND="", DURATION="P"), [("I010", 10)]),
        (event(CLASS="PRIVATE"), [("I104", 4)]),
        (event(DTSTART=';TZID="åpen:20270310T080000'), [("I015", 7)]),
    ],
)
def test_a_broken_event_gets_one_finding_with_its_line_and_spoils_no_other(
    text: str, expected: list[tuple[str, int]]
) -> None:
    found = _read(calendar(text, event(UID="2", SUMMARY="Et helt kurs")))
    assert [(one.code, one.line) for one in found.troubles] == expected
    assert [one.key for one in found.events] == ["2"]


def test_an_event_without_end_is_told_and_the_next_is_read() -> None:
    text = calendar(event(), event(UID="2")).replace("END:VEVENT\r\n", "", 1)
    found = _read(text)
    assert [(one.code, one.line) for one in found.troubles] == [("I014", 4)]
    assert [one.key for one in found.events] == ["2"]


def test_a_calendar_that_stops_is_not_whole() -> None:
    text = calendar(event(), event(UID="2"))
    found = _read(text[: text.rindex("STATUS")])
    assert not found.whole
    assert {one.code for one in found.troubles} == {"I006", "I014"}
    assert [one.key for one in found.events] == ["1@kurs.example"]


def test_of_two_with_one_uid_the_newer_counts_and_rivals_are_told() -> None:
    older, newer = event(LOCATION="Oslo", SEQUENCE="1"), event(LOCATION="Bergen", SEQUENCE="2")
    for text in (calendar(older, newer), calendar(newer, older)):
        assert [one.place for one in _read(text).events] == ["Bergen"]
        assert {code for code, _ in _codes(text)} == {"I109"}
    assert {code for code, _ in _codes(calendar(event(), event(LOCATION="Oslo")))} == {"I016"}


@pytest.mark.parametrize(
    "change",
    [lambda t: b"\xef\xbb\xbf" + t, lambda t: t.replace(b"\r\n", b"\n"), lambda t: t.decode().encode("utf-16")],
)
def test_a_mark_at_the_beginning_other_line_ends_and_utf_16_do_no_harm(change: object) -> None:
    text = calendar(event(SUMMARY="Kurs på Årøya")).encode()
    assert [dict(one.title) for one in _read(change(text)).events] == [{"nb": "Kurs på Årøya"}]  # type: ignore[operator]


def test_windows_letters_are_read_and_told() -> None:
    found = _read(calendar(event(SUMMARY="Kurs på Årøya")).encode("cp1252"))
    assert [dict(one.title) for one in found.events] == [{"nb": "Kurs på Årøya"}]
    assert [(one.code, one.line) for one in found.troubles] == [("I105", 6)]


@pytest.mark.parametrize(
    "data", [b"", b"\0\1\2PK", b"<html>Logg inn</html>", b"BEGIN:VCARD\nEND:VCARD\n", bytes(range(256))]
)
def test_what_is_no_calendar_is_told_once(data: bytes) -> None:
    assert [code for code, _ in _codes(data) if code < "I100"] == ["I005"]


def test_ten_thousand_events_are_refused_at_once() -> None:
    began = time.monotonic()
    found = _read(calendar(*(event(UID=str(n)) for n in range(10_000))))
    assert ([one.code for one in found.troubles], found.events) == (["I004"], ())
    assert time.monotonic() - began < 20


def test_a_file_that_is_too_large_is_refused() -> None:
    assert _codes(b"BEGIN:VCALENDAR\r\n" + b"X" * 5 * 1024 * 1024) == [("I003", 0)]


@pytest.mark.parametrize(
    "bomb", ["DESCRIPTION:" + "\r\n x" * 1_200_000, "X\r\n" * 1_500_000, "BEGIN:VALARM\r\n" * 300_000]
)
def test_endless_folding_and_nesting_take_no_endless_time(bomb: str) -> None:
    began = time.monotonic()
    _read(calendar(event() + "\n" + bomb[:4_500_000], event(UID="2")))
    assert time.monotonic() - began < 20


def test_what_icalendar_writes_is_read() -> None:
    one = Event()
    one.add("uid", "bibliotek@kurs.example")
    one.add("summary", "Kurs; med, tegn og\nlinjer")
    one.add("dtstart", date(2027, 3, 10))
    one.add("dtend", date(2027, 3, 13))
    whole = Calendar()
    whole.add_component(one)
    found = _read(whole.to_ical())
    assert [dict(event.title) for event in found.events] == [{"nb": "Kurs; med, tegn og linjer"}]
    assert _times(whole.to_ical()) == [("2027-03-10", "2027-03-12")]


LINES = st.sampled_from(
    """BEGIN:VEVENT|END:VEVENT|BEGIN:VCALENDAR|END:VCALENDAR|BEGIN:VTIMEZONE|END:VTIMEZONE|BEGIN:STANDARD|END:STANDARD|TZID:x
TZOFFSETTO:+9900|TZOFFSETTO:+0100|DTSTART:20270310T080000Z|DTSTART:20270310|DTSTART;TZID=x:20270310T080000
DTEND:99991231T235959Z|DURATION:P9999W|RRULE:FREQ=DAILY;COUNT=3|RRULE:FREQ=YEARLY;BYMONTH=99;BYDAY=5SU|RDATE:20270401
EXDATE:x|UID:1|SUMMARY:Kurs| folded|URL:https://[|URL:https://a@b|RECURRENCE-ID:20270310|DTSTART:19700101T000000
SEQUENCE:²|LOCATION:\\|CLASS:PRIVATE""".replace("\n", "|").split("|")
)


@settings(deadline=None)
@given(st.lists(LINES | st.text(max_size=30), max_size=40))
def test_any_lines_are_survived_and_what_is_said_can_be_told(lines: list[str]) -> None:
    found = _read("\n".join(["BEGIN:VCALENDAR", *lines]).encode("utf-8", "replace"))
    for trouble in found.troubles:
        for language in report.LANGUAGES:
            assert told(trouble, WORDS[language])


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_survived(data: bytes) -> None:
    for head in (b"", b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n", b"id;title_nb;start\n"):
        ics.read(head + data, "x")
        for trouble in csv.read(head + data, "x").troubles:
            assert told(trouble, WORDS["nb"])
