"""Which records a reader of a region, on a day, is shown."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from norprem.model import Catalogue, Entry, Person
from norprem.select import (
    calendar_runs,
    can_register,
    courses_for,
    deadlines,
    listing,
    open_deadline,
    people_for,
    shown_people,
)
from tests.unit import strategies as made

TODAY = date(2026, 11, 22)


def person(**changes: object) -> Person:
    """Make a person who is shown today."""
    plain = {
        "id": "enhet",
        "kind": "unit",
        "name": made.both("Enhet"),
        "role": made.both("Oppdiktet"),
        "organisation": "oslo-example",
        "region": "helse-nord",
        "fields": ["medical-genetics"],
        "status": "as-published",
        "confirmed_on": "2026-01-01",
        "review_by": "2026-11-22",
        "source": {"title": "x", "read": "2026-01-01"},
    }
    return Person.model_validate(plain | changes)


def catalogue(*people: Person) -> Catalogue:
    """A catalogue of people."""
    return Catalogue(made.VOCABULARY, people=tuple(Entry("people/x.yaml", one) for one in people))


@pytest.mark.parametrize(
    ("changes", "shown"),
    [
        ({}, True),
        ({"review_by": "2026-11-21"}, False),
        ({"status": "withdrawn"}, False),
        ({"status": "confirmed"}, True),
    ],
)
def test_a_person_is_shown_until_the_last_day_of_the_confirmation(changes: dict[str, str], shown: bool) -> None:
    assert bool(list(shown_people(catalogue(person(**changes)), TODAY))) is shown


def test_a_health_region_with_nobody_is_still_there() -> None:
    groups = people_for(catalogue(person()), TODAY)
    assert [(region.id, len(people)) for region, people in groups] == [("helse-nord", 1), ("helse-sor-ost", 0)]


def test_units_stand_before_persons_and_those_with_a_referral_first() -> None:
    referral = made.both("Lege henviser.")
    all_three = catalogue(person(id="a", kind="person"), person(id="b"), person(id="c", referral=referral))
    assert [one.id for one in people_for(all_three, TODAY)[0][1]] == ["c", "b", "a"]


@pytest.mark.parametrize(
    ("last", "group"), [("2026-11-22", "upcoming"), ("2026-11-21", "past"), ("2027-01-01", "upcoming")]
)
def test_a_session_is_ahead_until_its_last_day_is_over(last: str, group: str) -> None:
    course = made.course(made.session(start="2026-11-20", end=last))
    assert len(getattr(listing([course], TODAY), group)) == 1


def test_a_course_whose_sessions_are_all_over_is_undated_too() -> None:
    course = made.course(made.session(start="2025-05-24", end="2025-05-27"))
    found = listing([course], TODAY)
    assert ([one.id for one in found.undated], len(found.past)) == ([course.id], 1)


@pytest.mark.parametrize(
    ("changes", "can"),
    [
        ({}, True),
        ({"registration": {"deadline": "2026-11-22"}}, True),
        ({"registration": {"deadline": "2026-11-21"}}, False),
        ({"status": "cancelled"}, False),
        ({"status": "postponed"}, False),
        ({"start": "2026-11-21", "end": "2026-12-01"}, False),
    ],
)
def test_one_can_register_until_the_deadline_of_what_is_not_called_off(changes: dict[str, object], can: bool) -> None:
    assert can_register(made.session(**changes), TODAY) is can


def test_deadlines_come_in_order_and_only_open_ones() -> None:
    def with_deadline(course: str, day: str) -> object:
        return made.course(made.session(registration={"deadline": day}), id=course)

    courses = [with_deadline("c", "2027-02-01"), with_deadline("a", "2026-12-01"), with_deadline("b", "2026-11-01")]
    assert [run.course.id for run in deadlines(courses, TODAY, most=5)] == ["a", "c"]  # type: ignore[arg-type]
    assert open_deadline(made.session(), TODAY) is None


def test_own_region_comes_first_and_others_follow() -> None:
    courses = [
        made.course(id="n", region="national"),
        made.course(id="s", region="helse-sor-ost"),
        made.course(id="h", region="helse-nord"),
    ]
    one = Catalogue(made.VOCABULARY, courses=tuple(Entry("x", course) for course in courses))
    assert [course.id for course in courses_for(one, "helse-sor-ost")] == ["s", "h", "n"]


@pytest.mark.parametrize(("audience", "ids"), [("gp", ["alle", "gp"]), ("nurse", ["alle"]), (None, ["alle", "gp"])])
def test_a_course_for_everyone_is_for_each_profession(audience: str | None, ids: list[str]) -> None:
    courses = [made.course(id="gp", audience=["gp"]), made.course(id="alle", audience=["all-health-personnel"])]
    one = Catalogue(made.VOCABULARY, courses=tuple(Entry("x", course) for course in courses))
    assert sorted(course.id for course in courses_for(one, audience=audience)) == ids


def test_a_calendar_keeps_what_is_over_for_a_year() -> None:
    ends = {"old": TODAY - timedelta(days=367), "kept": TODAY - timedelta(days=366)}
    courses = [made.course(made.session(start=str(end), end=str(end)), id=name) for name, end in ends.items()]
    assert [run.course.id for run in calendar_runs(courses, TODAY)] == ["kept"]
