"""Which calendars there are and what is in each: the promises that hold for every calendar of a site, byte by byte.

The checks that need the history of the records (a session that vanished, a revision that was not raised) are rules.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Event

from norprem import source
from norprem.edition import Edition
from norprem.exports import feeds, ics
from norprem.load import load
from norprem.model import Catalogue, Course, Entry, Retired, Session
from norprem.pages.course import CoursePages
from norprem.pages.listings import Listings, Marker, Place
from norprem.pages.templates import Templates
from norprem.select import calendar_deadlines, courses_for
from norprem.site import course_scope, feed_address
from tests.unit import strategies as made
from tests.unit.test_ics import assert_well_formed, utc

VOCABULARY = load(Path(__file__).parents[2] / "curricula").catalogue.vocabulary
GOLDEN = Path(__file__).parents[1] / "golden" / "ics"
TODAY = date(2026, 11, 22)
PREFIXES = {"nb": "", "en": "en/"}
REGIONS = ("helse-nord", "helse-midt-norge", "helse-vest", "helse-sor-ost")

Files = Mapping[str, bytes]


def edition(courses: Iterable[Course], today: date = TODAY) -> Edition:
    entries = tuple(Entry(f"courses/{one.region}/{one.id}.yaml", one) for one in courses)
    provider = Entry("providers.yaml", made.PROVIDER)
    return Edition(Catalogue(VOCABULARY, providers=(provider,), courses=entries), today, made.SITE, made.WORDS)


def written(*courses: Course, today: date = TODAY) -> Files:
    return dict(feeds.calendars(edition(courses, today)))


def events(data: bytes) -> dict[str, Event]:
    """Events by what stands before the host in their UID."""
    return {str(event["UID"]).split("@")[0]: event for event in Calendar.from_ical(data).events}


def feed(files: Files, scope: str, locale: str = "nb") -> dict[str, Event]:
    return events(files[PREFIXES[locale] + feed_address(scope)])


def golden() -> list[Course]:
    tree: Any = source.read(GOLDEN, "courses.yaml").tree
    return [Course.model_validate(one) for one in tree["courses"]]


def registration(deadline: str) -> dict[str, str]:
    return {"deadline": deadline, "url": "https://provider.example/signup"}


def course(name: str, *sessions: Session, **changes: Any) -> Course:
    return made.course(*sessions, id=name, **changes)


def examples() -> list[Course]:
    """One course for every question: who may attend, when it is, what became of it."""
    session = made.session
    return [
        *golden(),
        course("apent", session(registration=registration("2027-02-10")), region="helse-vest"),
        course("bare-vest", session(), region="helse-vest", open_to=["helse-vest"]),
        course("nord-og-vest", session(), region="helse-vest", open_to=["helse-nord"]),
        course("nasjonalt", session(), region="national", audience=["nurse", "midwife"]),
        course("for-alle", session(), region="international", audience=["all-health-personnel"]),
        course("eget-tempo", session(registration=registration("2027-02-10")), mode="self-paced"),
        course("uten-dato"),
        course("avlyst", session(status="cancelled", revision="1", registration=registration("2027-02-10"))),
        course("utsatt", session(status="postponed", revision="1", registration=registration("2027-02-10"))),
        course("over", session(id="over", start="2026-01-10", end="2026-01-12", updated="2025-11-01")),
        course("lenge-over", session(id="over", start="2025-10-10", end="2025-10-12", updated="2025-06-01")),
    ]


@pytest.fixture(scope="module")
def files() -> Files:
    return written(*examples())


def every_event(files: Files) -> Iterator[tuple[str, Event]]:
    for path, data in files.items():
        for event in Calendar.from_ical(data).events:
            yield path, event


# The eleven checks


def test_check_1_every_calendar_is_utf_8_without_a_mark_in_short_lines_that_end_alike(files: Files) -> None:
    for path, data in files.items():
        assert not data.startswith(b"\xef\xbb\xbf"), path
        assert b"\n" not in data.replace(b"\r\n", b""), path
        assert_well_formed(data)


def test_check_2_every_event_has_what_it_must_and_a_name_that_stands_once_in_its_calendar(files: Files) -> None:
    for path, event in every_event(files):
        assert {"UID", "DTSTAMP", "DTSTART", "SUMMARY", "URL"} <= set(event), path
        assert re.fullmatch(r"[A-Za-z0-9._-]+@norprem\.example", str(event["UID"]))
    for path, data in files.items():
        names = [str(event["UID"]) for event in Calendar.from_ical(data).events]
        assert len(set(names)) == len(names), path


def test_check_2_no_run_leaves_a_calendar_before_a_year_has_passed() -> None:
    """Built every fortieth day for three years: whatever is not over is there, and what is over stays for a year."""
    courses = examples()
    dated = [(one.id, own) for one in courses if one.mode != "self-paced" for own in one.sessions]
    for number in range(0, 1100, 40):
        today = TODAY - timedelta(days=300) + timedelta(days=number)
        there = {name for name in feed(written(*courses, today=today), "alle") if not name.startswith("ingen-")}
        kept = {f"{name}.{own.id}" for name, own in dated if own.last_day >= today - timedelta(days=366)}
        assert there == kept


def test_check_3_the_same_records_make_the_same_bytes(files: Files) -> None:
    assert written(*examples()) == files
    assert written(*reversed(examples())).items() == files.items()


def test_check_3_another_day_changes_no_event_that_is_there_on_both(files: Files) -> None:
    """Stamps are the record's: a build tomorrow sends nobody a change."""
    later = written(*examples(), today=TODAY + timedelta(days=1))
    assert later == files


def test_check_4_the_first_lines_are_the_same_everywhere_but_for_the_name(files: Files) -> None:
    heads = {re.sub(rb"(NAME:)[^\r]*(\r\n [^\r]*)*", rb"\1", data.split(b"BEGIN:VEVENT")[0]) for data in files.values()}
    assert len(heads) == 1


def test_check_5_every_zone_is_in_the_file_and_nine_is_eight_in_winter_and_seven_in_summer(files: Files) -> None:
    for path, data in files.items():
        asked = set(re.findall(rb"TZID=([^:;]+)", data))
        assert asked <= set(re.findall(rb"TZID:([^\r]+)", data)), path
    found = feed(files, "helse-nord")
    at = {name: found[f"arvelig-kreft.2027-{name}"]["DTSTART"].dt.astimezone(UTC) for name in ("vinter", "sommer")}
    assert at == {"vinter": utc(2027, 1, 20, 8), "sommer": utc(2027, 6, 16, 7)}


def test_check_6_the_end_of_whole_days_is_the_day_after(files: Files) -> None:
    whole = [event for _, event in every_event(files) if not isinstance(event["DTSTART"].dt, datetime)]
    assert whole
    assert all(event["DTEND"].dt > event["DTSTART"].dt for event in whole)
    found = feed(files, "alle")
    lengths = {name: found[f"sjeldne-sykdommer.{name}"] for name in ("2027-en-dag", "2027-tre-dager")}
    assert {name: (one["DTEND"].dt - one["DTSTART"].dt).days for name, one in lengths.items()} == {
        "2027-en-dag": 1,
        "2027-tre-dager": 3,
    }


@pytest.mark.parametrize(("locale", "title"), [("nb", "AVLYST: "), ("en", "CANCELLED: ")])
def test_check_8_a_cancelled_run_stays_in_every_calendar_it_was_in_and_says_so(
    files: Files, locale: str, title: str
) -> None:
    for scope in ("alle", *REGIONS, "profesjon-gp", "helse-nord-gp", "kurs-avlyst"):
        event = feed(files, scope, locale)["avlyst.2027-var"]
        assert (str(event["STATUS"]), event["SEQUENCE"]) == ("CANCELLED", 1)
        assert str(event["SUMMARY"]).startswith(title)


def test_check_9_no_calendar_holds_an_address_of_a_person_an_alarm_or_an_organiser(files: Files) -> None:
    for path, data in files.items():
        unfolded = data.replace(b"\r\n ", b"")
        assert b"@" not in re.sub(rb"\r\nUID:[^\r]*", b"", unfolded), path
        assert not re.search(rb"\r\n(ORGANIZER|ATTENDEE|CONTACT|BEGIN:VALARM)", unfolded), path


def test_check_10_no_calendar_is_ever_empty(files: Files) -> None:
    for some in (files, written(), written(course("uten-dato"))):
        assert all(data.count(b"BEGIN:VEVENT") >= 1 for data in some.values())
    assert set(feed(written(), "helse-vest-midwife")) == {"ingen-kurs"}
    assert set(feed(written(), "frister")) == {"ingen-frist"}
    assert set(feed(files, "kurs-uten-dato")) == {"ingen-kurs"}


@pytest.mark.parametrize("locale", PREFIXES)
def test_check_11_page_linked_data_and_calendar_know_the_same_runs_on_the_same_days(locale: str) -> None:
    courses = [one for one in examples() if one.mode != "self-paced" and one.id != "lenge-over"]
    one = edition(courses)
    html = "".join(Listings(one, Templates(one)).draw(Marker("courses", {}, ""), Place(locale, "kurs/")))
    listed = set(re.findall(r'href="\.\./kurs/([a-z0-9-]+)/#([a-z0-9-]+)"', html))
    found = feed(dict(feeds.calendars(one)), "alle", locale)
    assert {tuple(name.split(".")) for name in found} == listed
    linked = dict(told_by_linked_data(one, locale))
    assert len(linked) > 10
    assert {name: days(event) for name, event in found.items()} == linked


def test_check_11_one_run_has_one_name_in_all_languages_and_all_calendars(files: Files) -> None:
    for path in (path for path in files if not path.startswith("en/")):
        assert set(events(files[path])) == set(events(files[f"en/{path}"]))
    known: dict[str, set[str]] = {}
    for _, event in every_event(files):
        name = str(event["UID"])
        if name.count(".") == 2:  # course.session@norprem.example; deadlines and notices have names of other shapes
            known.setdefault(str(event["URL"]).replace("/en/", "/"), set()).add(name)
    assert len(known) > 10
    assert {len(names) for names in known.values()} == {1}


def days(event: Event) -> tuple[str, str]:
    """First and last day as ISO 8601, the last one inclusive."""
    start, end = event["DTSTART"].dt, event["DTEND"].dt
    if not isinstance(end, datetime):
        end -= timedelta(days=1)
    return start.isoformat()[:10], end.isoformat()[:10]


def told_by_linked_data(one: Edition, locale: str) -> Iterator[tuple[str, tuple[str, str]]]:
    pages = CoursePages(one, Templates(one))
    for entry in one.catalogue.courses:
        told = json.loads(pages.linked_data(entry, locale))
        parts = told.get("@graph", [told])
        for run in instances(parts):
            session = urldefrag(run["url"]).fragment
            if session:
                yield f"{entry.record.id}.{session}", (run["startDate"][:10], run["endDate"][:10])


def instances(value: Any) -> Iterator[dict[str, Any]]:
    """Find every run, wherever it stands."""
    if isinstance(value, list):
        for one in value:
            yield from instances(one)
    elif isinstance(value, dict):
        if value.get("@type") == "CourseInstance" or "CourseInstance" in value.get("@type", ()):
            yield value
        for one in value.values():
            yield from instances(one)


# Which calendars there are


def test_there_is_a_calendar_for_everybody_each_region_each_profession_each_pair_deadlines_and_each_course() -> None:
    """17 professions: whoever works in health has one; "all health personnel" and "the public" are not among them."""
    paths = list(written(course("et-kurs"), course("et-annet")))
    professions = {value.id for value in VOCABULARY["professions"].values} - {"all-health-personnel", "public"}
    assert len(professions) == 17
    scopes = {"alle", "frister", *REGIONS, "kurs-et-kurs", "kurs-et-annet"}
    scopes |= {f"profesjon-{one}" for one in professions}
    scopes |= {f"{region}-{one}" for region in REGIONS for one in professions}
    wanted = [f"{prefix}kalender/{scope}.ics" for prefix in PREFIXES.values() for scope in scopes]
    assert Counter(paths) == Counter(wanted)


@pytest.mark.parametrize("region", REGIONS)
def test_a_regions_calendar_holds_what_its_people_may_attend_wherever_it_is(files: Files, region: str) -> None:
    there = {name.split(".")[0] for name in feed(files, region)}
    assert {"apent", "nasjonalt", "for-alle"} <= there
    assert ("bare-vest" in there) is (region == "helse-vest")
    assert ("nord-og-vest" in there) is (region in ("helse-nord", "helse-vest"))


@pytest.mark.parametrize("region", [None, *REGIONS])
@pytest.mark.parametrize("profession", [None, "gp", "nurse", "midwife"])
def test_a_calendar_holds_the_courses_of_the_listing_for_the_same_reader(
    files: Files, region: str | None, profession: str | None
) -> None:
    one = edition(examples()).catalogue
    shown = {item.id for item in courses_for(one, region, profession) if item.mode != "self-paced"}
    scope = feeds.feed_scope(region, profession)
    assert {name.split(".")[0] for name in feed(files, scope)} - {"ingen-kurs"} == shown - {"uten-dato", "lenge-over"}


def test_the_calendar_of_a_course_that_is_no_more_stays_and_holds_no_dates() -> None:
    gone = Retired.model_validate(
        {"kind": "course", "id": "nedlagt-kurs", "on": "2026-01-31", "reason": made.both("Kurset er lagt ned.")}
    )
    one = edition(examples())
    found = replace(one, catalogue=replace(one.catalogue, retired=(Entry("retired.yaml", gone, ("retired", 0)),)))
    kept = dict(feeds.calendars(found))
    assert set(kept) - set(feeds_of(one)) == {f"{p}kalender/kurs-nedlagt-kurs.ics" for p in ("", "en/")}
    assert [str(event["SUMMARY"]) for event in feed(kept, "kurs-nedlagt-kurs").values()] != []


def feeds_of(one: Edition) -> Files:
    return dict(feeds.calendars(one))


def test_a_course_at_ones_own_pace_is_in_no_calendar(files: Files) -> None:
    assert not [path for path, event in every_event(files) if "eget-tempo." in str(event["UID"])]


def test_the_calendar_of_a_course_holds_its_runs_and_no_others(files: Files) -> None:
    assert set(feed(files, course_scope("over"))) == {"over.over"}
    assert set(feed(files, course_scope("lenge-over"))) == {"ingen-kurs"}


NAMES = {
    "alle": ("Alle kurs", "All courses"),
    "frister": ("Påmeldingsfrister", "Registration deadlines"),
    "helse-nord": ("Kurs åpne for Helse Nord", "Courses open to Northern Norway (Helse Nord)"),
    "profesjon-nurse": ("Kurs etter yrke: sykepleier", "Courses by profession: nurse"),
    "helse-vest-gp": (
        "Kurs åpne for Helse Vest: fastlege",
        "Courses open to Western Norway (Helse Vest): GP",
    ),
    "kurs-over": ("over", "over"),
}


@pytest.mark.parametrize("scope", NAMES)
def test_a_calendar_says_in_its_name_what_it_holds(files: Files, scope: str) -> None:
    for locale, name in zip(PREFIXES, NAMES[scope], strict=True):
        calendar = Calendar.from_ical(files[f"{PREFIXES[locale]}kalender/{scope}.ics"])
        # A name holds no comma: some programs show the backslash before it.
        start = {"nb": "Kurs i persontilpasset medisin – ", "en": "Courses in personalised medicine – "}[locale]
        assert str(calendar["X-WR-CALNAME"]) == str(calendar["NAME"]) == start + name


def test_a_new_title_changes_the_events_of_a_course_but_not_the_name_of_its_calendar() -> None:
    """A changed name makes some clients delete every event and add it anew."""
    before, after = (
        written(course("et-kurs", made.session(), title=made.both(title)))["kalender/kurs-et-kurs.ics"]
        for title in ("Gammel tittel", "Ny tittel")
    )
    assert before.split(b"BEGIN:VEVENT")[0] == after.split(b"BEGIN:VEVENT")[0]
    assert before.replace(b"Gammel", b"Ny") == after


@settings(deadline=None, max_examples=15)
@given(st.lists(made.courses(), max_size=4, unique_by=lambda one: one.id))
def test_any_courses_make_well_formed_calendars_with_the_same_events_in_both_languages(courses: list[Course]) -> None:
    files = written(*courses)
    for scope in ("alle", "frister", "helse-nord-gp"):
        assert_well_formed(files[f"kalender/{scope}.ics"])
        assert list(feed(files, scope)) == list(feed(files, scope, "en"))


# Deadlines


def test_a_deadline_is_a_whole_day_of_its_own_with_a_name_and_the_stamps_of_its_run(files: Files) -> None:
    event = feed(files, "frister")["apent.2027-var.frist"]
    run = feed(files, "alle")["apent.2027-var"]
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2027, 2, 10), date(2027, 2, 11))
    assert str(event["SUMMARY"]) == "Påmeldingsfrist: Genetisk veiledning"
    for name in ("DTSTAMP", "LAST-MODIFIED"):
        assert event[name].dt == run[name].dt == utc(2026, 11, 21)
    for name in ("SEQUENCE", "STATUS", "URL", "TRANSP"):
        assert event[name] == run[name]
    assert event["CATEGORIES"].cats == run["CATEGORIES"].cats


def test_a_deadline_tells_when_the_course_is_and_where_to_register(files: Files) -> None:
    told = str(feed(files, "frister", "en")["apent.2027-var.frist"]["DESCRIPTION"]).splitlines()
    assert told == [
        "Course dates: 10 March 2027",
        "Register by: 10 February 2027",
        "Registration: https://provider.example/signup",
        "For: GP",
        "The course page holds if anything differs there: https://norprem.example/en/kurs/apent/#2027-var",
    ]


@pytest.mark.parametrize(
    ("name", "state", "title"),
    [
        ("avlyst", "CANCELLED", "AVLYST: Påmeldingsfrist: Genetisk veiledning"),
        ("utsatt", "TENTATIVE", "UTSATT: Påmeldingsfrist: Genetisk veiledning"),
    ],
)
def test_the_deadline_of_a_run_that_is_called_off_stays_marked_and_asks_nobody_to_register(
    files: Files, name: str, state: str, title: str
) -> None:
    event = feed(files, "frister")[f"{name}.2027-var.frist"]
    assert (str(event["STATUS"]), str(event["SUMMARY"])) == (state, title)
    assert "signup" not in str(event["DESCRIPTION"])


def test_deadlines_are_for_dated_courses_and_stay_for_a_year_like_runs() -> None:
    own = [made.session(registration=registration("2026-11-22"), start="2026-12-01", end="2026-12-01")]
    for days_later, kept in ((0, True), (366, True), (367, False)):
        today = TODAY + timedelta(days=days_later)
        assert [run.course.id for run in calendar_deadlines([course("a", *own)], today)] == ["a"] * kept
    assert calendar_deadlines([course("a", *own, mode="self-paced"), course("b", made.session())], TODAY) == ()


def test_a_run_without_a_deadline_cannot_be_written_as_one() -> None:
    with pytest.raises(ValueError, match=r"veiledning\.2027-var has no registration deadline"):
        ics.deadline_event(made.run(), site=made.SITE, words=made.WORDS["nb"], vocabulary=VOCABULARY)


# Times that are easy to get wrong, in every calendar a run stands in


@pytest.mark.parametrize(
    ("start", "end", "wanted"),
    [
        ("2027-03-27 22:00", "2027-03-28 06:00", (utc(2027, 3, 27, 21), utc(2027, 3, 28, 4))),  # seven hours
        ("2027-10-30 22:00", "2027-10-31 06:00", (utc(2027, 10, 30, 20), utc(2027, 10, 31, 5))),  # nine hours
        ("2027-05-03 22:00", "2027-05-04 02:00", (utc(2027, 5, 3, 20), utc(2027, 5, 4))),  # across midnight
        ("2027-12-31 22:00", "2028-01-01 02:00", (utc(2027, 12, 31, 21), utc(2028, 1, 1, 1))),  # across the year
        ("2027-03-26 09:00", "2027-03-30 15:30", (utc(2027, 3, 26, 8), utc(2027, 3, 30, 13, 30))),  # several days
        ("2027-10-29", "2027-11-01", (date(2027, 10, 29), date(2027, 11, 2))),  # whole days over the change
        ("2028-02-28", "2028-02-29", (date(2028, 2, 28), date(2028, 3, 1))),  # to the end of a leap February
    ],
)
def test_a_run_is_at_the_same_instant_in_every_calendar(start: str, end: str, wanted: tuple[date, date]) -> None:
    files = written(course("et-kurs", made.session(start=start, end=end)))
    for scope in ("alle", "helse-nord", "helse-nord-gp", "profesjon-gp", "kurs-et-kurs"):
        for locale in PREFIXES:
            event = feed(files, scope, locale)["et-kurs.2027-var"]
            moments = (event["DTSTART"].dt, event["DTEND"].dt)
            assert tuple(m.astimezone(UTC) if isinstance(m, datetime) else m for m in moments) == wanted


def test_a_postponed_run_without_a_new_date_stays_on_the_old_one_marked_and_blocks_nobody(files: Files) -> None:
    event = feed(files, "alle")["utsatt.2027-var"]
    assert event["DTSTART"].dt == date(2027, 3, 10)
    assert (str(event["STATUS"]), str(event["TRANSP"])) == ("TENTATIVE", "TRANSPARENT")
    assert str(event["SUMMARY"]) == "UTSATT: Genetisk veiledning"
    assert "Kurset er utsatt. Datoen her er den opprinnelige, til en ny er kunngjort." in str(event["DESCRIPTION"])
    assert "utsatt" not in str(feed(files, "alle")["apent.2027-var"]["DESCRIPTION"])


def test_a_moved_run_keeps_its_name_in_every_calendar() -> None:
    before, after = (
        written(course("et-kurs", made.session(start=day, end=day, revision=revision)))
        for day, revision in (("2027-03-10", "0"), ("2027-04-20", "1"))
    )
    for path in before:
        assert set(events(before[path])) == set(events(after[path]))
