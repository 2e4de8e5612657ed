"""Importing again and again: what changes, what is kept, and what is never done."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from norprem import build
from tests.imports.helpers import SHAPES, Desk, calendar, codes, desk, event


@pytest.fixture
def at(tmp_path: Path) -> Desk:
    return desk(tmp_path)


@pytest.mark.parametrize("shape", sorted(SHAPES.glob("*.ics")), ids=lambda path: path.stem)
def test_the_same_calendar_twice_changes_no_byte_even_on_another_day(at: Desk, shape: Path) -> None:
    first = at.take(shape.read_bytes())
    assert first.files
    assert not any(not one.warning for one in first.troubles)
    before = at.files()
    at.today = date(2026, 12, 24)
    assert at.take(shape.read_bytes()).files == {}
    assert at.files() == before


@pytest.mark.parametrize("shape", sorted(SHAPES.glob("*.ics")), ids=lambda path: path.stem)
def test_drafts_load_without_errors_and_are_told_to_be_incomplete(at: Desk, shape: Path) -> None:
    at.take(shape.read_bytes())
    assert {finding.code for finding in build.check(at.root, at.today).findings} == {"K223"}


def test_a_moved_event_raises_the_revision_and_takes_the_day_of_the_change(at: Desk) -> None:
    at.take(calendar(event()))
    at.today = date(2026, 12, 1)
    moved = event(DTSTART="20270311T080000Z", DTEND="20270311T140000Z", LAST_MODIFIED="20261128T100000Z", SEQUENCE="1")
    at.take(calendar(moved))
    session = at.only()
    assert (session["start"], session["end"]) == ("2027-03-11 09:00", "2027-03-11 15:00")
    assert (session["revision"], session["updated"], session["id"]) == ("1", "2026-11-28", "2027-03")


def test_a_change_the_calendar_does_not_date_is_dated_today(at: Desk) -> None:
    at.take(calendar(event()))
    at.today = date(2026, 12, 1)
    at.take(calendar(event(LOCATION="Stavanger")))
    session = at.only()
    assert (session["place"], session["revision"], session["updated"]) == (
        {"nb": "Stavanger", "en": "Stavanger"},
        "1",
        "2026-12-01",
    )


@pytest.mark.parametrize(
    "changed",
    [
        event(STATUS="CANCELLED"),
        event(STATUS="", SUMMARY="AVLYST: Kurs i genomikk"),
        event(SUMMARY="Canceled: Kurs i genomikk", STATUS=""),
    ],
    ids=["status", "avlyst", "canceled"],
)
def test_a_cancelled_event_stays_as_a_cancelled_session_under_its_old_title(at: Desk, changed: str) -> None:
    at.take(calendar(event()))
    at.take(calendar(changed))
    assert (at.only()["status"], at.only()["revision"]) == ("cancelled", "1")
    assert at.draft()["title"] == {"nb": "Kurs i genomikk"}


def test_a_new_title_alone_raises_no_revision(at: Desk) -> None:
    at.take(calendar(event()))
    at.take(calendar(event(SUMMARY="Kurs i klinisk genomikk")))
    assert at.draft()["title"] == {"nb": "Kurs i klinisk genomikk"}
    assert at.only()["revision"] == "0"


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        ("  nb: Kurs i genomikk", "  nb: Genomikk for alle", event(SUMMARY="Noe annet")),
        ("place: {nb: Bergen, en: Bergen}", "place: {nb: Bergen, en: Bergen (Norway)}", event(LOCATION="Voss")),
        ("end: 2027-03-10 15:00", "end: 2027-03-10 16:00", event(DTSTART="20270311T080000Z", DTEND="20270311T140000Z")),
        ("status: confirmed", "status: cancelled", event(STATUS="TENTATIVE")),
    ],
    ids=["title", "place", "time", "status"],
)
def test_what_a_person_edited_stays_and_is_told_when_the_source_moves_on(
    at: Desk, old: str, new: str, changed: str
) -> None:
    at.take(calendar(event()))
    at.edit(old, new)
    before = at.files()
    done = at.take(calendar(changed))
    assert at.files() == before
    assert codes(done) == ["I102"]


def test_an_edited_field_locks_itself_only(at: Desk) -> None:
    at.take(calendar(event()))
    at.edit("place: {nb: Bergen, en: Bergen}", "place: {nb: Auditoriet, en: The auditorium}  # riktig rom")
    at.take(calendar(event(LOCATION="Voss", STATUS="CANCELLED")))
    session = at.only()
    assert (session["place"], session["status"]) == ({"nb": "Auditoriet", "en": "The auditorium"}, "cancelled")
    (file,) = (at.root / "drafts").rglob("*.yaml")
    assert "# riktig rom" in file.read_text("utf-8")


def test_comments_order_and_other_fields_of_a_completed_course_survive(at: Desk) -> None:
    at.take(calendar(event()))
    (file,) = (at.root / "drafts").rglob("*.yaml")
    text = file.read_text("utf-8").split("source:")[1]
    course = at.root / "courses" / "helse-vest" / file.name
    course.parent.mkdir(parents=True, exist_ok=True)
    course.write_text(
        "# Ferdig utfylt\n"
        f"id: {file.stem}\ntitle: {{nb: Kurs i genomikk, en: A course in genomics}}\n"
        "summary:\n  nb: >-\n    Et kurs som er funnet på.\n  en: A made-up course.  # read twice\n"
        "provider: eksempelsenteret\nregion: helse-vest\nurl: https://kurs.example/genomikk\naudience: [nurse]\n"
        'topics: [rare-disease]\nlevel: master\nlanguages: ["no"]\nmode: onsite\navailability: unknown\n'
        "last_checked: 2026-11-22\n" + "source:" + text,
        "utf-8",
    )
    file.unlink()
    assert build.check(at.root, at.today).findings == ()
    before = course.read_text("utf-8")
    at.take(
        calendar(
            event(DTSTART="20270311T080000Z", DTEND="20270311T140000Z"),
            event(UID="2", URL="https://kurs.example/genomikk", DTSTART="20280311T080000Z", DTEND="20280311T140000Z"),
        )
    )
    after = course.read_text("utf-8").splitlines()
    assert not list((at.root / "drafts").rglob("*.yaml"))
    gone = [line for line in before.splitlines() if line not in after]
    assert gone == ["    start: 2027-03-10 09:00", "    end: 2027-03-10 15:00"]
    assert at.tree(f"courses/helse-vest/{file.name}")["sessions"][0]["revision"] == "1"
    assert [one["id"] for one in at.tree(f"courses/helse-vest/{file.name}")["sessions"]] == ["2027-03", "2028-03"]
    assert build.check(at.root, at.today).findings == ()


def test_what_disappeared_is_marked_once_and_stays(at: Desk) -> None:
    at.take(calendar(event(), event(UID="2", SUMMARY="Et annet kurs")))
    before = {name: data for name, data in at.files().items() if name.startswith("drafts")}
    done = at.take(calendar(event(UID="2", SUMMARY="Et annet kurs")))
    assert codes(done) == ["I111"]
    assert {name: data for name, data in at.files().items() if name.startswith("drafts")} == before
    marked = b"gone_since: 2026-11-22"
    assert sum(marked in data for data in at.files().values()) == 1
    at.today = date(2026, 12, 1)
    assert at.take(calendar(event(UID="2", SUMMARY="Et annet kurs"))).files == {}
    assert codes(at.take(calendar(event(), event(UID="2", SUMMARY="Et annet kurs")))) == ["I112"]
    assert not any(marked in data for data in at.files().values())


def test_a_past_date_that_disappeared_is_not_marked(at: Desk) -> None:
    at.take(calendar(event(), event(UID="2", SUMMARY="Et annet kurs")))
    at.today = date(2027, 6, 1)
    assert at.take(calendar(event(UID="2", SUMMARY="Et annet kurs"))).files == {}


@pytest.mark.parametrize("data", [calendar(), calendar(event(UID="2"))[:150], "<html>Logg inn</html>"])
def test_an_empty_cut_or_wrong_calendar_marks_nothing_as_gone(at: Desk, data: str) -> None:
    at.take(calendar(event()))
    before = at.files()
    done = at.take(data)
    assert at.files() == before
    assert any(not one.warning for one in done.troubles)


def test_an_event_that_became_unreadable_is_not_gone(at: Desk) -> None:
    at.take(calendar(event(), event(UID="2", SUMMARY="Et annet kurs")))
    before = at.files()
    assert codes(at.take(calendar(event(DTSTART="i morgen"), event(UID="2", SUMMARY="Et annet kurs")))) == ["I010"]
    assert at.files() == before


def test_a_new_uid_every_time_is_the_same_event_by_its_address(at: Desk) -> None:
    one = event(URL="https://kurs.example/kurs/1")
    at.take(calendar(one))
    at.take(calendar(one.replace("UID:1@", "UID:ny@")))
    assert len(at.draft()["sessions"]) == 1
    moved = event(
        UID="enda-en", URL="https://kurs.example/kurs/1", DTSTART="20270401T070000Z", DTEND="20270401T130000Z"
    )
    at.take(calendar(moved))
    assert (at.only()["start"], at.only()["revision"]) == ("2027-04-01 09:00", "1")


def test_the_same_title_alone_is_never_the_same_event(at: Desk) -> None:
    at.take(calendar(event()))
    done = at.take(calendar(event(UID="2")))
    assert sorted(one["id"] for one in at.drafts()) == [
        "eksempelsenteret-kurs-i-genomikk",
        "eksempelsenteret-kurs-i-genomikk-2",
    ]
    assert "I111" in codes(done)


def test_an_address_that_stands_for_many_courses_binds_none_together(at: Desk) -> None:
    front = "https://kurs.example/alle/kurs"
    at.take(calendar(event(URL=front), event(UID="2", SUMMARY="Et annet kurs", URL=front)))
    assert len(at.drafts()) == 2


def test_a_deleted_draft_does_not_come_back(at: Desk) -> None:
    at.take(calendar(event()))
    for file in (at.root / "drafts").rglob("*.yaml"):
        file.unlink()
    done = at.take(calendar(event(LOCATION="Voss")))
    assert (done.files, done.counts["dropped"]) == ({}, 1)


def test_a_session_that_a_person_took_out_does_not_come_back(at: Desk) -> None:
    url = "https://kurs.example/kurs/1"
    at.take(calendar(event(URL=url), event(UID="2", URL=url, DTSTART="20280310T080000Z", DTEND="20280310T140000Z")))
    (file,) = (at.root / "drafts").rglob("*.yaml")
    file.write_text(file.read_text("utf-8").split("  - id: 2028-03")[0], "utf-8")
    at.take(calendar(event(URL=url), event(UID="2", URL=url, DTSTART="20280311T080000Z", DTEND="20280311T140000Z")))
    assert [one["id"] for one in at.draft()["sessions"]] == ["2027-03"]


def test_the_same_course_from_another_provider_is_told(at: Desk) -> None:
    at.take(calendar(event()))
    at.calendar = "en-annen"
    assert codes(at.take(calendar(event(UID="7")))) == ["I107"]


def test_a_broken_memory_stops_everything(at: Desk) -> None:
    at.take(calendar(event()))
    (file,) = (at.root / "imported").rglob("*.yaml")
    file.write_text("course: [\n", "utf-8")
    done = at.take(calendar(event(LOCATION="Voss")))
    assert (codes(done), done.files) == (["I019"], {})


def test_long_past_events_are_counted_and_left_out(at: Desk) -> None:
    done = at.take(calendar(event(DTSTART="20200310T080000Z", DTEND="20200310T140000Z")))
    assert (done.files, done.counts["over"]) == ({}, 1)


def test_nothing_private_reaches_a_file(at: Desk) -> None:
    at.take((SHAPES / "outlook.ics").read_bytes())
    written = b"".join(at.files().values()).decode().casefold()
    for secret in ("nordmann", "hemmelig", "passkode", "møte-id", "123 456"):
        assert secret not in written


def test_a_file_with_thousands_of_events_is_taken_in(at: Desk) -> None:
    events = [
        event(UID=str(n), SUMMARY=f"Kurs {n}", DTSTART=f"2027{1 + n % 12:02}10T080000Z", DTEND="") for n in range(1500)
    ]
    assert at.take(calendar(*events)).counts["new"] == 1500
    assert at.take(calendar(*events)).files == {}


def test_a_date_that_becomes_a_series_and_a_date_again_stays_the_same_session(at: Desk) -> None:
    at.take(calendar(event()))
    done = at.take(calendar(event(RRULE="FREQ=WEEKLY;COUNT=2")))
    assert (codes(done), [one["id"] for one in at.draft()["sessions"]]) == ([], ["2027-03", "2027-03-2"])
    done = at.take(calendar(event()))
    assert (codes(done), done.counts["same"], done.counts["gone"]) == (["I111"], 1, 1)
