"""The JSON files of courses and all they refer to: everything their files say, the same bytes each time."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings

from norprem.edition import Edition
from norprem.exports import data, files
from norprem.exports.ics import uid
from norprem.model import Catalogue, Course, Entry, Person
from norprem.select import Run, shown_people
from tests import exported
from tests.unit.strategies import VOCABULARY, both, course, courses, session
from tests.unit.test_api import plain

LATER = date(2027, 11, 22)


def edition(*records: Course, people: tuple[Person, ...] = (), today: date = exported.TODAY) -> Edition:
    catalogue = Catalogue(
        exported.vocabulary() if people else VOCABULARY,
        courses=tuple(Entry(f"courses/{one.region}/{one.id}.yaml", one) for one in records),
        people=tuple(Entry(f"people/{one.region}/{one.id}.yaml", one) for one in people),
    )
    # The languages of the made-up lists are those of the real ones.
    return Edition(catalogue, today, exported.edition().site, exported.edition().words)


def of(*records: Course) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(data.courses(edition(*records)))["courses"]
    return found


@cache
def written() -> dict[str, bytes]:
    return dict(files.data_files(exported.edition()))


def test_every_real_course_comes_back_whole() -> None:
    told = {one["id"]: one for one in json.loads(written()["api/v1/courses.json"])["courses"]}
    assert list(told) == sorted(exported.real().course)
    for record in exported.real().course.values():
        expected = plain(record)
        expected.pop("sessions")
        expected["teaches"] = [one["competence"] for one in expected["teaches"]]
        found = dict(told[record.id]) | {"teaches": [one["competence"]["id"] for one in told[record.id]["teaches"]]}
        assert {name: found[name] for name in expected} == expected


@settings(deadline=None, max_examples=50)
@given(courses())
def test_any_course_comes_back_with_every_session_under_the_uid_that_calendars_know(record: Course) -> None:
    (node,) = of(record)
    site = exported.edition().site
    assert [one["uid"] for one in node["sessions"]] == [uid(Run(record, own), site) for own in record.sessions]
    for told, own in zip(node["sessions"], record.sessions, strict=True):
        assert (told["start"][:10], told["end"][:10]) == (str(own.first_day), str(own.last_day))
        assert told["all_day"] is own.all_day is (len(told["start"]) == 10)
        assert told["page"]["en"] == f"https://norprem.example/en/kurs/{record.id}/#{own.id}"


@pytest.mark.parametrize(
    ("when", "told"),
    [
        (("2027-01-20 09:00", "2027-01-20 15:30"), ("2027-01-20T09:00:00+01:00", "2027-01-20T15:30:00+01:00")),
        (("2027-06-16 09:00", "2027-06-16 15:30"), ("2027-06-16T09:00:00+02:00", "2027-06-16T15:30:00+02:00")),
        (("2027-03-27 22:00", "2027-03-28 04:00"), ("2027-03-27T22:00:00+01:00", "2027-03-28T04:00:00+02:00")),
        (("2027-03-10", "2027-03-12"), ("2027-03-10", "2027-03-12")),
    ],
)
def test_a_time_has_its_distance_from_utc_and_the_last_of_whole_days_is_included(when: Any, told: Any) -> None:
    (node,) = of(course(session(start=when[0], end=when[1])))
    assert (node["sessions"][0]["start"], node["sessions"][0]["end"]) == told


def test_sessions_stand_by_start_whatever_file_they_are_in_and_none_is_left_out() -> None:
    first = course(session(id="sen", start="2027-05-01", end="2027-05-01"), id="aa")
    second = course(
        session(id="tidlig", start="2020-01-01 08:00", end="2020-01-01 09:00", status="cancelled"),
        session(id="samme", start="2027-05-01 08:00", end="2027-05-01 09:00"),
        id="bb",
    )
    told = json.loads(data.sessions(edition(second, first)))
    assert told["count"] == 3
    assert [one["uid"].split("@")[0] for one in told["sessions"]] == ["bb.tidlig", "aa.sen", "bb.samme"]
    assert told["sessions"][0]["course"]["title"] == {"nb": "Genetisk veiledning", "en": "Genetic counselling"}


def test_the_order_of_courses_is_that_of_their_ids_and_not_of_their_folders() -> None:
    records = course(id="b", region="helse-nord"), course(id="a", region="national")
    assert [one["id"] for one in of(*records)] == [one["id"] for one in of(*reversed(records))] == ["a", "b"]


def test_a_course_has_changed_when_a_session_has() -> None:
    record = course(session(updated="2026-12-24"), session(id="b", updated="2026-10-01"))
    assert of(record)[0]["changed"] == "2026-12-24"
    assert of(course())[0]["changed"] == "2026-11-21"


def person(**changes: Any) -> Person:
    told = {
        "id": "ola-eksempel",
        "kind": "person",
        "name": both("Ola Eksempel"),
        "role": both("Overlege", "Consultant"),
        "organisation": "ous",
        "region": "helse-sor-ost",
        "fields": ["medical-genetics"],
        "basis": "published-role",
        "status": "as-published",
        "confirmed_on": "2026-01-01",
        "review_by": "2027-01-01",
        "source": {"title": "Eksempelkilden", "read": "2026-01-01"},
    }
    return Person.model_validate(told | changes)


def test_of_a_person_only_that_is_told_which_the_page_shows() -> None:
    (told,) = json.loads(data.people(edition(people=(person(),))))["people"]
    assert set(told) == {"page", "id", "kind", "region", "organisation", *data.SHOWN}
    assert not {"basis", "review_by", "fields"} & set(told)


@pytest.mark.parametrize("gone", [person(status="withdrawn"), person(review_by="2026-11-21")])
def test_a_person_who_is_not_shown_is_nowhere_in_the_data(gone: Person) -> None:
    made = edition(people=(gone,))
    assert json.loads(data.people(made))["count"] == 0
    found = [path for path, content in files.data_files(made) if gone.id.encode() in content]
    assert found == []


def test_a_person_stays_until_the_last_day_of_the_confirmation() -> None:
    last = edition(people=(person(),), today=date(2027, 1, 1))
    after = edition(people=(person(),), today=date(2027, 1, 2))
    assert (json.loads(data.people(last))["count"], json.loads(data.people(after))["count"]) == (1, 0)


def test_information_about_people_carries_no_licence_and_says_so_in_both_languages() -> None:
    read = json.loads(written()["api/v1/people.json"])
    assert read["licence"] is None
    assert set(read["rights"]) == {"nb", "en"}
    assert read["count"] == len(list(shown_people(exported.real(), exported.TODAY)))


def test_every_other_file_names_licence_attribution_schema_and_itself() -> None:
    for path, content in written().items():
        if path.startswith("api/v1/") and path.endswith(".json") and "/schema/" not in path and "metadata" not in path:
            read = json.loads(content)
            assert list(read)[:4] == ["self", "schema", "licence", "attribution"]
            assert read["self"] == f"https://norprem.example/{path}"
            assert read["attribution"].startswith("NorPreM, ")
            assert (read["licence"] is None) is (path == "api/v1/people.json")


def test_every_address_in_the_data_is_absolute() -> None:
    def addresses(value: Any, name: str = "") -> Any:
        if isinstance(value, dict):
            for key, one in value.items():
                yield from addresses(one, key if key not in ("nb", "en") else name)
        elif isinstance(value, list):
            for one in value:
                yield from addresses(one, name)
        elif name in ("self", "schema", "page", "calendar", "people", "url", "licence", "online") and value:
            yield value

    for path, content in written().items():
        if path.endswith(".json") and "/schema/" not in path and "metadata" not in path:
            assert [one for one in addresses(json.loads(content)) if not one.startswith(("http://", "https://"))] == []


def test_two_builds_give_the_same_bytes_and_only_people_depend_on_the_day() -> None:
    assert dict(files.data_files(exported.edition())) == written()
    later = dict(files.data_files(Edition.of(exported.real(), LATER, base=exported.BASE)))
    moved = {path for path in written() if written()[path] != later[path]}
    assert moved <= {"api/v1/people.json", "api/v1/index.json"}


def test_a_made_up_catalogue_says_so_in_every_list() -> None:
    demo = Edition.of(exported.real(), exported.TODAY, base=exported.BASE, demo=True)
    for path, content in files.data_files(demo):
        if path.startswith("api/v1/") and path.endswith("s.json") and "schema" not in path:
            assert json.loads(content)["demo"] is True, path


def test_a_region_leads_to_its_pages_and_its_calendar() -> None:
    told = {one["id"]: one for one in json.loads(written()["api/v1/regions.json"])["regions"]}
    assert told["helse-vest"]["page"]["en"] == "https://norprem.example/en/kurs/region/helse-vest/"
    assert told["helse-vest"]["calendar"]["nb"] == "https://norprem.example/kalender/helse-vest.ics"
    assert told["helse-vest"]["regut"]["host"] == "helse-bergen"
    assert told["national"]["page"] is None


def test_the_closed_lists_have_every_value_in_the_order_readers_see() -> None:
    told = {one["id"]: one["values"] for one in json.loads(written()["api/v1/vocabulary.json"])["vocabulary"]}
    for name, closed in exported.vocabulary().lists.items():
        assert [one["id"] for one in told[name]] == [value.id for value in closed.values]


def test_a_term_has_its_place_in_the_glossary() -> None:
    told = json.loads(written()["api/v1/glossary.json"])["glossary"]
    assert told[0]["page"]["en"] == f"https://norprem.example/en/ordliste/#{told[0]['id']}"
    assert len(told) == len(exported.real().terms)
