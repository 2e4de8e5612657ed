"""Calendars keep what subscribers rely on: checked byte by byte, and read back by a program that is not ours."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import product
from pathlib import Path
from unicodedata import category

import pytest
from hypothesis import example, given, settings
from icalendar import Calendar, Event

from norprem import source
from norprem.exports import ics
from norprem.model import OSLO, Course
from norprem.select import Run
from norprem.site import Site
from tests.unit.strategies import SITE, VOCABULARY, WORDS, both, run, runs, texts

GOLDEN = Path(__file__).parents[1] / "golden" / "ics"
NAMES = {"nb": "Kurs i persontilpasset medisin – Alle kurs", "en": "Courses in personalised medicine – All courses"}
LOCALES = ("nb", "en")


def feed(runs: Iterable[Run], locale: str = "nb", site: Site = SITE) -> bytes:
    return ics.feed(runs, site=site, words=WORDS[locale], vocabulary=VOCABULARY, name=NAMES[locale])


def golden_runs() -> list[Run]:
    tree = source.read(GOLDEN, "courses.yaml").tree
    assert isinstance(tree, dict)
    courses = [Course.model_validate(one) for one in tree["courses"]]
    return [Run(course, session) for course in courses for session in course.sessions]


def read_event(one: Run, locale: str = "nb") -> Event:
    (event,) = Calendar.from_ical(feed([one], locale)).events
    return event


def by_session(data: bytes) -> dict[str, Event]:
    """Events by the session's id, which stands between the dot and the at sign of the UID."""
    return {str(event["UID"]).split("@")[0].split(".")[1]: event for event in Calendar.from_ical(data).events}


def as_read(text: str) -> str:
    """What a calendar may hold of a text: one kind of line end, and no control character but the tab."""
    lines = re.sub("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]", "\n", text)
    return "".join(mark for mark in lines if mark in "\t\n" or category(mark) != "Cc")


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


# The golden calendars, and what has to be in them


@pytest.mark.parametrize("locale", LOCALES)
def test_the_example_courses_make_the_example_calendar_byte_for_byte(locale: str) -> None:
    """To renew the files after an intended change, run with UPDATE_GOLDEN=1 and read the difference line by line."""
    file = GOLDEN / f"alle.{locale}.ics"
    data = feed(golden_runs(), locale)
    if os.environ.get("UPDATE_GOLDEN"):
        file.write_bytes(data)
    assert data == file.read_bytes()


WHEN = {
    "2027-vinter": (utc(2027, 1, 20, 8), utc(2027, 1, 20, 14, 30)),  # 09:00 in Oslo is 08:00 UTC in winter
    "2027-sommer": (utc(2027, 6, 16, 7), utc(2027, 6, 16, 13, 30)),  # and 07:00 UTC in summer
    "2027-avlyst": (utc(2027, 2, 3, 8), utc(2027, 2, 3, 14, 30)),
    "2027-en-dag": (date(2027, 3, 28), date(2027, 3, 29)),  # the end of whole days is the day after
    "2027-tre-dager": (date(2027, 9, 29), date(2027, 10, 2)),
    "2027-utsatt": (date(2027, 11, 10), date(2027, 11, 13)),
    "2027-natt": (utc(2027, 10, 30, 20), utc(2027, 10, 31, 5)),  # nine hours: the clock goes back that night
    "2027-uten-adresse": (utc(2027, 12, 1, 21), utc(2027, 12, 2, 1)),
}


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("zone", ["Europe/Oslo", "Own/Zone"])
def test_every_run_is_at_the_right_instant(locale: str, zone: str) -> None:
    """The second name is unknown to the reader, so that the hours must come from the zone within the file."""
    data = (GOLDEN / f"alle.{locale}.ics").read_bytes().replace(b"Europe/Oslo", zone.encode())
    found = {name: (event["DTSTART"].dt, event["DTEND"].dt) for name, event in by_session(data).items()}
    assert found.keys() == WHEN.keys()
    for name, moments in found.items():
        assert tuple(m.astimezone(UTC) if isinstance(m, datetime) else m for m in moments) == WHEN[name]


STATES = {
    "2027-vinter": ("CONFIRMED", 0, "Arvelig kreft i allmennpraksis", "Hereditary cancer in general practice"),
    "2027-sommer": ("TENTATIVE", 2, "Arvelig kreft i allmennpraksis", "Hereditary cancer in general practice"),
    "2027-avlyst": (
        "CANCELLED",
        1,
        "AVLYST: Arvelig kreft i allmennpraksis",
        "CANCELLED: Hereditary cancer in general practice",
    ),
    "2027-utsatt": (
        "TENTATIVE",
        3,
        "UTSATT: Sjeldne sykdommer: fra mistanke til diagnose",
        "POSTPONED: Rare disease: from suspicion to diagnosis",
    ),
}


@pytest.mark.parametrize("locale", LOCALES)
def test_a_run_says_where_it_stands_in_its_state_and_in_its_title(locale: str) -> None:
    events = by_session((GOLDEN / f"alle.{locale}.ics").read_bytes())
    for name, (state, revision, *titles) in STATES.items():
        event = events[name]
        found = (str(event["STATUS"]), event["SEQUENCE"], str(event["SUMMARY"]))
        assert found == (state, revision, titles[LOCALES.index(locale)])


def test_both_languages_hold_the_same_runs_under_the_same_names_with_the_same_stamps() -> None:
    stamps = [
        {(str(e["UID"]), e["DTSTAMP"].dt, e["SEQUENCE"]) for e in Calendar.from_ical(feed(golden_runs(), one)).events}
        for one in LOCALES
    ]
    assert stamps[0] == stamps[1]
    assert ("arvelig-kreft.2027-sommer@norprem.example", utc(2026, 11, 22), 2) in stamps[0]
    assert len(stamps[0]) == len(golden_runs())


def test_the_description_tells_a_subscriber_what_the_page_tells() -> None:
    event = by_session(feed(golden_runs()))["2027-vinter"]
    assert str(event["DESCRIPTION"]).splitlines() == [
        "Når bør du tenke på arvelig kreft; hva gjør du da, og hvem ringer du?",
        "",
        "Sted: Rikshospitalet, Oslo",
        "Påmeldingsfrist: 6. januar 2027",
        "Påmelding: https://provider.example/signup?run=1&lang=no",
        "For: fastlege, farmasøyt, også på sykehus",
        "Kurssiden gjelder hvis noe er annerledes der: https://norprem.example/kurs/arvelig-kreft/#2027-vinter",
    ]


@pytest.mark.parametrize("state", ["cancelled", "postponed"])
def test_nobody_is_asked_to_register_for_a_run_that_is_called_off(state: str) -> None:
    registration = {"deadline": "2027-01-15", "url": "https://provider.example/signup"}
    text = str(
        read_event(run(status=state, registration=registration, note=both("Kurslederen er syk.")))["DESCRIPTION"]
    )
    assert "signup" not in text
    assert "2027" not in text.replace("#2027-var", "")
    assert text.startswith("Kurslederen er syk.\n\n")


def test_an_event_leads_to_its_own_place_on_the_course_page() -> None:
    addresses = [str(read_event(run(), locale)["URL"]) for locale in LOCALES]
    assert addresses == [
        "https://norprem.example/kurs/veiledning/#2027-var",
        "https://norprem.example/en/kurs/veiledning/#2027-var",
    ]


def test_categories_are_region_audience_and_topics_in_the_readers_language() -> None:
    one = run({"audience": ["gp", "pharmacist"]})
    assert [str(name) for name in read_event(one, "nb")["CATEGORIES"].cats] == [
        "Helse Sør-Øst",
        "fastlege",
        "farmasøyt, også på sykehus",
        "genetisk veiledning",
    ]
    assert b"CATEGORIES:South-Eastern Norway,GP,pharmacist\\, in hospitals too,genetic" in feed([one], "en")


JOIN = "https://provider.example/join"
PLACES = [
    ("a place", run(place=both("Bodø")), "Bodø"),
    ("a place before an address", run(place=both("Bodø"), online=JOIN), "Bodø"),
    ("an address where there is no place", run({"mode": "online"}, online=JOIN), JOIN),
    ("that it is online, where no address is known", run({"mode": "online"}), "på nett"),
    ("nothing where nothing is known", run({"mode": "onsite"}), None),
]


@pytest.mark.parametrize(("one", "wanted"), [case[1:] for case in PLACES], ids=[case[0] for case in PLACES])
def test_the_location_is(one: Run, wanted: str | None) -> None:
    assert read_event(one).get("LOCATION") == wanted


def test_a_run_that_ends_when_it_starts_has_no_end() -> None:
    """An end that is not later than the start is not allowed in a calendar."""
    event = read_event(run(start="2027-03-10 09:00", end="2027-03-10 09:00"))
    assert "DTEND" not in event
    assert event["DTSTART"].dt.astimezone(UTC) == utc(2027, 3, 10, 8)


# The frame


def test_a_calendar_begins_with_constant_lines_and_its_name() -> None:
    head = feed(golden_runs(), "en").split(b"BEGIN:VTIMEZONE")[0]
    assert head.decode().split("\r\n") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//NorPreM//Kurs//NB",
        "CALSCALE:GREGORIAN",
        "REFRESH-INTERVAL;VALUE=DURATION:PT12H",
        "X-PUBLISHED-TTL:PT12H",
        "X-WR-CALNAME:Courses in personalised medicine – All courses",
        "NAME:Courses in personalised medicine – All courses",
        "",
    ]


def test_a_calendar_is_no_message() -> None:
    """One with a METHOD must name an organiser in each event, and its DTSTAMP is the moment at which it was written."""
    assert b"\r\nMETHOD:" not in feed(golden_runs())


def test_the_header_does_not_depend_on_what_is_in_the_calendar() -> None:
    heads = {feed(some).split(b"BEGIN:VEVENT")[0] for some in ([], golden_runs(), golden_runs()[:1])}
    assert len(heads) == 1


def test_the_time_zone_of_the_file_agrees_with_the_worlds_around_every_change_of_ten_years() -> None:
    """Asked hour by hour in March and October; hours that do not exist or exist twice have no one right answer."""
    (zone,) = Calendar.from_ical(feed([]).replace(b"Europe/Oslo", b"Own/Zone")).timezones
    own = zone.to_tz(lookup_tzid=False)
    for year, month in product(range(2026, 2036), (3, 10)):
        for number in range(31 * 24):
            hour = datetime(year, month, 1) + timedelta(hours=number)
            if OSLO.utcoffset(hour) == OSLO.utcoffset(hour.replace(fold=1)):
                assert own.utcoffset(hour) == OSLO.utcoffset(hour), hour


def test_a_calendar_without_runs_holds_one_event_that_says_so() -> None:
    events = Calendar.from_ical(feed([])).events
    assert [str(event["UID"]) for event in events] == ["ingen-kurs@norprem.example"]
    assert str(events[0]["SUMMARY"]) == "Ingen kurs kunngjort ennå"
    assert str(events[0]["DESCRIPTION"]) == "Kalenderen fylles når et kurs får dato. Se https://norprem.example/kurs/"
    assert events[0]["DTEND"].dt - events[0]["DTSTART"].dt == timedelta(days=1)


def test_events_written_once_can_be_joined_to_any_calendar() -> None:
    chosen = golden_runs()
    written = {one: ics.event(one, site=SITE, words=WORDS["nb"], vocabulary=VOCABULARY) for one in chosen}
    notice = ics.notice(site=SITE, words=WORDS["nb"])
    for some in (chosen, chosen[:2], []):
        events = (written[one] for one in some)
        assert ics.calendar(events, name=NAMES["nb"], otherwise=notice) == feed(some)


EVERY_EVENT = {"UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "STATUS", "TRANSP", "URL"}
EVERY_RUN = EVERY_EVENT | {"CATEGORIES", "DESCRIPTION"}


@pytest.mark.parametrize("locale", LOCALES)
def test_an_event_carries_what_it_must_and_nothing_that_subscribers_dislike(locale: str) -> None:
    """No alarm, no organiser or attendee, no address of a person, no time marked as busy."""
    data = feed(golden_runs(), locale)
    calendar = Calendar.from_ical(data)
    for event in calendar.events:
        assert set(event) - {"LOCATION"} == EVERY_RUN
        assert event["TRANSP"] == "TRANSPARENT"
        assert event.subcomponents == []
    assert {part.name for part in calendar.subcomponents} == {"VEVENT", "VTIMEZONE"}
    rest = b"".join(line for line in data.splitlines(keepends=True) if not line.startswith(b"UID:"))
    assert b"@" not in rest


def test_another_host_gives_other_uids_and_addresses() -> None:
    data = feed(golden_runs(), site=Site("https://kurs.example.org:8080/under/", ("nb", "en")))
    assert b"norprem.example" not in data
    assert b"UID:arvelig-kreft.2027-vinter@kurs.example.org\r\n" in data
    assert b"URL:https://kurs.example.org:8080/under/kurs/arvelig-kreft/#2027-vinter\r\n" in data


# The bytes, for any run


def assert_well_formed(data: bytes) -> None:
    assert data.startswith(b"BEGIN:VCALENDAR\r\n")
    assert data.endswith(b"\r\nEND:VCALENDAR\r\n")
    lines = data.split(b"\r\n")[:-1]
    for line in lines:
        assert len(line) <= 75
        text = line.decode("utf-8")  # no character is cut
        assert not re.search(
            "[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]", text
        )  # nor does any program see a line end here
        backslashes = len(line) - len(line.rstrip(b"\\"))
        assert backslashes % 2 == 0  # nor is a backslash parted from what it escapes


@pytest.mark.parametrize("locale", LOCALES)
def test_the_example_calendars_are_well_formed(locale: str) -> None:
    data = (GOLDEN / f"alle.{locale}.ics").read_bytes()
    assert_well_formed(data)
    assert any(line.startswith(b" ") for line in data.split(b"\r\n")), "no line is long enough to be folded"


@settings(deadline=None)
@given(runs)
def test_any_run_makes_a_well_formed_calendar_and_the_same_one_twice(one: Run) -> None:
    for locale in LOCALES:
        assert_well_formed(feed([one], locale))
        assert feed([one], locale) == feed([one], locale)


@settings(deadline=None)
@given(texts)
@example("æ" * 200)
@example("x" * 66 + "æøå")
@example("\\" * 200)
@example("\\n\\N\\,\\;,;%2C%3A")
@example("a\r\nb\rc\x85d\u2028e\vf\x00g\x7fh\x9bi\tj\ufeffk")
@example("END:VEVENT\r\nEND:VCALENDAR")
@example("{title} {0} %s")
def test_any_wording_comes_back_as_it_was(text: str) -> None:
    both_ways = both(text)
    event = read_event(run({"title": both_ways, "summary": both_ways}, place=both_ways))
    assert str(event["SUMMARY"]) == as_read(text)
    assert str(event["LOCATION"]) == as_read(text)
    assert str(event["DESCRIPTION"]).startswith(as_read(text) + "\n\nSted: " + as_read(text) + "\nFor: fastlege\n")


@settings(deadline=None)
@given(runs)
def test_any_time_comes_back_as_it_was(one: Run) -> None:
    event, session = read_event(one), one.session
    if session.all_day:
        assert event["DTSTART"].dt == session.start
        assert event["DTEND"].dt == session.end + timedelta(days=1)
    else:
        local: Callable[[datetime], datetime] = lambda moment: moment.replace(tzinfo=None)  # noqa: E731
        assert local(event["DTSTART"].dt) == session.start
        assert local(event.get("DTEND", event["DTSTART"]).dt) == session.end
