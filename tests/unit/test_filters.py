"""What a list can be narrowed by: only what occurs in it, and every line says what it is."""

from __future__ import annotations

import re
from datetime import date

import pytest

from norprem.model import Course
from norprem.pages import filters
from norprem.select import listing
from tests.exported import vocabulary
from tests.unit import strategies as made
from tests.unit.test_pages import RUNS
from tests.unit.test_pages import listing as drawn

TODAY = date(2026, 11, 22)
ROW = re.compile(r'<li class="np-row"([^>]*)>\s*<h3 class="np-row-title"><a href="[^"]*">([^<]*)</a>')


def rows(html: str) -> dict[str, dict[str, str]]:
    """What the lines of a list of courses say of themselves, by title; of several with one title, the first."""
    found: dict[str, dict[str, str]] = {}
    for attributes, title in ROW.findall(html):
        found.setdefault(title, dict(re.findall(r'data-([a-z]+)="([^"]*)"', attributes)))
    return found


def choices(*courses: Course, **given: str) -> dict[str, list[str]]:
    """The values of each choice, by its name."""
    made_of = filters.of_courses(listing(courses, TODAY), vocabulary(), given, TODAY)
    return {one.name: [value.id for value in one.values] for one in made_of}


def test_a_row_says_what_a_reader_chooses_by_and_leaves_out_what_fits_everybody() -> None:
    (html,) = drawn("nb", *RUNS)
    common = {"audience": "gp", "topic": "genetic-counselling", "language": "no", "level": "master"}
    found = rows(html)
    assert found["Tegn og slektstre"] == common | {
        "held": "helse-nord",
        "mode": "onsite",
        "status": "confirmed",  # registration opens on 1 December
        "from": "2027-03-10",
    }
    assert found["Bare i sør og øst"]["region"] == "helse-sor-ost"
    assert found["Genveiviser"]["status"] == "cancelled"
    assert "from" not in found["Nettkurs om gener"]  # one can begin on any day
    assert found["Kurs uten dato"]["from"] == ""  # nobody knows the day
    assert found["Nedlagt kurs"]["status"] == "closed"


def test_a_course_for_all_health_personnel_fits_every_profession() -> None:
    (html,) = drawn("nb", made.course(audience=["all-health-personnel"]))
    assert "data-audience" not in html.partition('<li class="np-row"')[2]


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ({"registration": {"deadline": "2026-11-22"}}, ("open", "confirmed")),
        ({"registration": {"deadline": "2026-11-21"}}, ("confirmed",)),
        ({"registration": {"deadline": "2026-12-01", "opens": "2026-11-23"}}, ("confirmed",)),
        ({"registration": {"deadline": "2026-12-01"}, "status": "cancelled"}, ("cancelled",)),
        ({"registration": {"url": "https://provider.example/apply"}, "status": "planned"}, ("planned",)),
        ({}, ("confirmed",)),
    ],
)
def test_a_run_is_open_where_a_deadline_is_known_and_registration_has_begun(
    changes: dict[str, object], wanted: tuple[str, ...]
) -> None:
    session = made.session(start="2027-03-10", end="2027-03-10", **changes)
    assert filters.states(made.course(session), session, TODAY) == wanted


def test_only_values_that_occur_can_be_chosen_in_the_order_of_the_closed_lists() -> None:
    found = choices(*RUNS)
    assert found["held"] == ["helse-nord", "helse-sor-ost", "national"]
    assert found["mode"] == ["onsite", "self-paced"]
    assert set(found) == {"region", "held", "mode", "status"}  # one profession, one topic, one language, one level
    assert found["status"] == ["open", "confirmed", "cancelled", "closed"]
    assert choices() == {}


def test_what_narrows_a_list_already_is_no_choice_any_more() -> None:
    assert "region" not in choices(*RUNS, region="helse-nord")


def test_no_choice_is_offered_for_a_profession_that_only_courses_for_all_would_fit() -> None:
    everybody = made.course(id="alle", audience=["all-health-personnel", "midwife"])
    some = made.course(id="noen", audience=["gp", "nurse"])
    assert choices(everybody, some)["audience"] == ["gp", "nurse"]


@pytest.mark.parametrize(
    ("region", "wanted"),
    [
        ("helse-vest", "helse-vest"),
        ("national", "national helse-nord helse-midt-norge helse-vest helse-sor-ost"),
    ],
)
def test_what_reaches_wider_than_a_region_is_there_for_each(region: str, wanted: str) -> None:
    assert filters.reach(region, vocabulary()) == wanted


def test_a_list_on_several_pages_offers_the_same_on_each() -> None:
    many = [made.course(id=f"kurs-{number}", region="national", level="phd") for number in range(200)]
    first, second = drawn("nb", *many, made.course(id="z", region="helse-nord", level="master"))
    assert re.findall(r'<form class="np-filter".*?</form>', first, re.DOTALL) == re.findall(
        r'<form class="np-filter".*?</form>', second, re.DOTALL
    )
    assert '<option value="master">' in first
