"""Calendars of partners as they were met: each shape made up anew, as small as it can be."""

from __future__ import annotations

from pathlib import Path

import pytest

from norprem import report
from norprem.commands.imports import told
from norprem.imports import ics
from norprem.imports.events import Incoming
from norprem.words import Words
from tests.imports.helpers import calendar, desk, event

WORDS = {language: Words.load(language) for language in report.LANGUAGES}


def _read(text: str) -> Incoming:
    return ics.read(text.encode(), "kalender.ics")


def _times(*events: str, head: str = "") -> list[tuple[str, str]]:
    found = _read(calendar(*events, head=head)).events
    return sorted((str(one.start)[:16], str(one.end)[:16]) for one in found)


def _codes(text: str) -> list[tuple[str, int]]:
    return [(one.code, one.line) for one in _read(text).troubles]


def _oslo(start: str, **more: str) -> str:
    end = f"{start[:9]}{int(start[9:11]) + 1:02}{start[11:]}" if "T" in start else ""
    zone = ";TZID=Europe/Oslo:" if end else ";VALUE=DATE:"
    return event(DTSTART=f"{zone}{start}", DTEND=f"{zone}{end}" if end else "", **more)


@pytest.mark.parametrize("language", report.LANGUAGES)
def test_two_events_with_one_uid_are_told_in_words(language: str) -> None:
    for second in (event(LOCATION="Oslo"), event(LOCATION="Oslo", SEQUENCE="1"), event()):
        (trouble,) = _read(calendar(event(), second)).troubles
        assert "1@kurs.example" in told(trouble, WORDS[language])


def test_every_repetition_of_an_event_is_told_once() -> None:
    once = [code for code, _ in _codes(calendar(*[event()] * 4))]
    series = [code for code, _ in _codes(calendar(*[_oslo("20270310T090000", RRULE="FREQ=WEEKLY;COUNT=5")] * 3))]
    assert (once, series) == (["I109"] * 3, ["I109"] * 2)


def test_a_line_that_is_folded_behind_its_name_is_whole() -> None:
    folded = (
        calendar(event()).replace("DTSTART:", "DTSTART\r\n :").replace("SUMMARY:", "SUMMARY\r\n ;LANGUAGE=nb\r\n :")
    )
    (found,) = _read(folded).events
    assert (str(found.start), dict(found.title)) == ("2027-03-10 09:00:00", {"nb": "Kurs i genomikk"})


@pytest.mark.parametrize("strange", ["X_EGEN:verdi", "DES.CRIPTION:tekst", "tull og tøys", "X-,:a", "=:;"])
@pytest.mark.parametrize("before", ["UID", "SUMMARY", "DTSTART", "DTEND"])
def test_a_line_with_a_strange_name_spoils_no_event(strange: str, before: str) -> None:
    (found,) = _read(calendar(event().replace(before, f"{strange}\n{before}", 1))).events
    assert (str(found.start), str(found.end)) == ("2027-03-10 09:00:00", "2027-03-10 15:00:00")
    assert found.key == "1@kurs.example"


def test_a_description_that_is_broken_without_folding_keeps_its_lines() -> None:
    (found,) = _read(calendar(event(DESCRIPTION="Om gener,\n\nog om legemidler\nfor alle."))).events
    assert dict(found.summary) == {"nb": "Om gener, og om legemidler for alle."}


def test_line_ends_that_were_doubled_on_the_way_break_no_fold() -> None:
    text = calendar(event(SUMMARY="Kurs i genomikk for\n  leger")).replace("\r\n", "\r\r\n")
    (found,) = _read(text).events
    assert dict(found.title) == {"nb": "Kurs i genomikk for leger"}


def test_an_endless_description_is_cut_and_not_lost() -> None:
    (found,) = _read(calendar(event(DESCRIPTION="Et kurs om gener. " * 10_000))).events
    assert found.summary["nb"].startswith("Et kurs om gener.")
    assert len(found.summary["nb"]) <= 700


@pytest.mark.parametrize(
    ("start", "until", "last"),
    [
        ("20270310T090000", "20270324T080000Z", "2027-03-24 09:00"),
        ("20270310T090000", "20270324T075959Z", "2027-03-17 09:00"),
        ("20270317T090000", "20270331T070000Z", "2027-03-31 09:00"),
        ("20270310T003000", "20270323T233000Z", "2027-03-24 00:30"),
        ("20270310T223000", "20270324T212959Z", "2027-03-17 22:30"),
        ("20270310T090000", "20270324T090000", "2027-03-24 09:00"),
        ("20270310T090000", "20270324", "2027-03-24 09:00"),
        ("20270310", "20270323T230000Z", "2027-03-24"),
        ("20270310", "20270324T235959Z", "2027-03-24"),
        ("20270310", "20270324", "2027-03-24"),
    ],
)
def test_the_last_date_of_a_series_is_in_it_when_its_end_is_told_in_utc(start: str, until: str, last: str) -> None:
    assert _times(_oslo(start, RRULE=f"FREQ=WEEKLY;UNTIL={until}"))[-1][0] == last


OWN = """BEGIN:VTIMEZONE
TZID:Customized Time Zone
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE"""


@pytest.mark.parametrize(("until", "dates"), [("20270331T070000Z", 3), ("20270331T065959Z", 2)])
def test_the_end_of_a_series_in_a_zone_of_its_own_is_on_the_same_clock(until: str, dates: int) -> None:
    zone = ";TZID=Customized Time Zone:20270317T"
    series = event(DTSTART=f"{zone}090000", DTEND=f"{zone}100000", RRULE=f"FREQ=WEEKLY;UNTIL={until}")
    assert len(_times(series, head=OWN)) == dates


@pytest.mark.parametrize("sequence", ["", "0", "1", "7"])
@pytest.mark.parametrize("first", ["series", "single"])
def test_a_moved_date_stays_moved_whatever_number_its_series_has(sequence: str, first: str) -> None:
    series = _oslo("20270310T090000", RRULE="FREQ=WEEKLY;COUNT=2", SEQUENCE="5", LAST_MODIFIED="20261101T100000Z")
    single = _oslo("20270318T120000", RECURRENCE_ID=";TZID=Europe/Oslo:20270317T090000", SEQUENCE=sequence)
    both = (series, single) if first == "series" else (single, series)
    assert [start for start, _ in _times(*both)] == ["2027-03-10 09:00", "2027-03-18 12:00"]


def test_an_older_edition_of_a_series_leaves_no_dates_behind() -> None:
    old = _oslo("20270310T090000", RRULE="FREQ=WEEKLY;COUNT=4", SEQUENCE="1")
    new = _oslo("20270310T090000", RRULE="FREQ=WEEKLY;COUNT=2", SEQUENCE="2")
    for both in ((old, new), (new, old)):
        assert [start for start, _ in _times(*both)] == ["2027-03-10 09:00", "2027-03-17 09:00"]
        assert [code for code, _ in _codes(calendar(*both))] == ["I109"]


def test_a_moved_date_in_a_zone_that_nobody_knows_is_found_by_its_day() -> None:
    series = _oslo("20270310", RRULE="FREQ=WEEKLY;COUNT=2")
    single = _oslo("20270318", RECURRENCE_ID=";TZID=UTC+01:20270317T000000")
    assert [start for start, _ in _times(series, single)] == ["2027-03-10", "2027-03-18"]


def test_a_date_on_the_list_has_the_length_it_is_given() -> None:
    listed = ";VALUE=PERIOD:20270401T080000Z/PT3H,20270402T080000Z/20270402T093000Z"
    assert _times(_oslo("20270310T090000", RDATE=listed)) == [
        ("2027-03-10 09:00", "2027-03-10 10:00"),
        ("2027-04-01 10:00", "2027-04-01 13:00"),
        ("2027-04-02 10:00", "2027-04-02 11:30"),
    ]


@pytest.mark.parametrize(("name", "found"), [("RDATE", 1), ("EXDATE", 1)])
def test_an_empty_list_of_dates_harms_no_event(name: str, found: int) -> None:
    assert len(_times(_oslo("20270310T090000", **{name: ";VALUE=DATE-TIME:"}))) == found


def test_the_first_date_is_a_date_of_the_series_though_its_rule_misses_it() -> None:
    until = _oslo("20270310T090000", RRULE="FREQ=WEEKLY;BYDAY=TH;UNTIL=20270318T220000Z")
    count = _oslo("20270310T090000", RRULE="FREQ=WEEKLY;BYDAY=TH;COUNT=3")
    for series in (until, count):
        assert [start[:10] for start, _ in _times(series)] == ["2027-03-10", "2027-03-11", "2027-03-18"]


def test_a_series_with_two_rules_has_the_dates_of_both() -> None:
    series = _oslo("20270310T090000", RRULE="FREQ=WEEKLY;COUNT=2\nRRULE:FREQ=MONTHLY;COUNT=2")
    assert [start[:10] for start, _ in _times(series)] == ["2027-03-10", "2027-03-17", "2027-04-10"]


def test_a_rule_that_takes_dates_out_is_no_guess() -> None:
    series = _oslo("20270310T090000", RRULE="FREQ=WEEKLY;COUNT=4", EXRULE="FREQ=WEEKLY;INTERVAL=2;COUNT=2")
    assert [code for code, _ in _codes(calendar(series))] == ["I013"]


def test_a_series_without_any_date_left_is_told() -> None:
    gone = _oslo("20270310T090000", RRULE="FREQ=WEEKLY;COUNT=1", EXDATE=";TZID=Europe/Oslo:20270310T090000")
    assert _codes(calendar(gone, event(UID="2"))) == [("I113", 4)]


def test_a_message_that_calls_one_event_off_calls_off_no_other() -> None:
    text = calendar(event(), head="METHOD:PUBLISH") + calendar(event(UID="2"), head="METHOD:CANCEL")
    assert [one.status for one in _read(text).events] == ["confirmed", "cancelled"]


@pytest.mark.parametrize(
    ("start", "length", "end"),
    [
        (";TZID=Europe/Oslo:20270327T220000", "PT8H", "2027-03-28 07:00"),
        (";TZID=Europe/Oslo:20271030T220000", "PT8H", "2027-10-31 05:00"),
        (";TZID=Europe/Oslo:20270327T220000", "P1D", "2027-03-28 22:00"),
        (";TZID=Europe/Oslo:20270327T220000", "P1DT2H", "2027-03-29 00:00"),
        (";TZID=Europe/Oslo:20270310T090000", "P1W", "2027-03-17 09:00"),
        (";VALUE=DATE:20270310", "P3D", "2027-03-12"),
    ],
)
def test_a_length_is_right_also_when_the_clocks_change(start: str, length: str, end: str) -> None:
    assert _times(event(DTSTART=start, DTEND="", DURATION=length))[0][1] == end


@pytest.mark.parametrize(
    ("zone", "hour"),
    [
        ('"(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna"', "09"),
        ('"(GMT+01:00) Brussels, Copenhagen, Madrid, Paris"', "09"),
        ('"(UTC+00:00) Dublin, Edinburgh, Lisbon, London"', "10"),
        ('"(UTC+02:00) Helsinki, Kyiv, Riga, Sofia, Tallinn, Vilnius"', "08"),
        ("Oslo", "09"),
        ("/citadel.org/20210210_1/Europe/Oslo", "09"),
        ("/x.example/Tzfile/America/Argentina/Buenos_Aires", "14"),
    ],
)
def test_a_zone_that_is_named_by_its_cities_or_below_a_program_is_right(zone: str, hour: str) -> None:
    assert _times(event(DTSTART=f";TZID={zone}:20270610T090000", DTEND=""))[0][0] == f"2027-06-10 {hour}:00"


def test_a_zone_that_is_called_by_letters_is_as_the_calendar_describes_it() -> None:
    for name in ("GMT", "CET", "UTC", "EST"):
        start = f";TZID={name}:20270610T090000"
        described = OWN.replace("Customized Time Zone", name)
        assert _times(event(DTSTART=start, DTEND=""), head=described)[0][0] == "2027-06-10 09:00"
    assert _times(event(DTSTART=";TZID=GMT:20270610T090000", DTEND=""))[0][0] == "2027-06-10 11:00"


@pytest.mark.parametrize("zone", ["UTC+01", "(UTC-05:00) Eastern Time (US & Canada)", "Customized Time Zone", "Mars"])
def test_a_zone_that_could_be_several_is_no_guess(zone: str) -> None:
    assert [code for code, _ in _codes(calendar(event(DTSTART=f';TZID="{zone}":20270610T090000', DTEND="")))] == [
        "I012"
    ]


def test_a_calendar_of_every_shape_met_changes_nothing_the_second_time(tmp_path: Path) -> None:
    at = desk(tmp_path)
    text = calendar(
        _oslo("20270310T090000", RRULE="FREQ=WEEKLY;COUNT=3", SEQUENCE="5"),
        _oslo("20270318T120000", RECURRENCE_ID=";TZID=Europe/Oslo:20270317T090000"),
        _oslo("20270310", UID="2", RRULE="FREQ=WEEKLY;UNTIL=20270323T230000Z"),
        _oslo("20270310T090000", UID="3", RDATE=";VALUE=PERIOD:20270401T080000Z/PT3H"),
        _oslo("20270310T090000", UID="4"),
        _oslo("20270310T090000", UID="4", SEQUENCE="1"),
    )
    assert at.take(text).counts["new"] == 3 + 3 + 2 + 1
    assert at.take(text).files == {}
