"""The training registry TeSS finds every run of a course, with its own address, and tells of it what we tell."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings

from norprem.exports import jsonld
from norprem.model import CompetenceId, Course
from tests import exported, tess
from tests.unit.strategies import PROVIDER, SITE, VOCABULARY, WORDS, both, course, courses, session

JOIN = "https://provider.example/join"
COMPETENCES = {
    CompetenceId("eksempelstandard", one.id): one for one in exported.standard().competences if not one.archived
}


def found(record: Course, locale: str = "nb") -> list[tess.Event]:
    text = jsonld.course(
        record, site=SITE, words=WORDS[locale], vocabulary=VOCABULARY, provider=PROVIDER, competences=COMPETENCES
    )
    return tess.events(tess.graph(text, SITE.url(locale, f"kurs/{record.id}/")))


def test_a_run_has_its_own_facts_and_those_of_its_course() -> None:
    own = session(
        start="2027-01-20 09:00", end="2027-01-20 15:30", place=both("Bodø"), seats="30", registration={"url": JOIN}
    )
    record = course(
        own,
        audience=["gp", "nurse"],
        topics=["rare-disease", "genetic-counselling"],
        prerequisites=both("Autorisasjon.", "A licence."),
        outcomes=[both("Kan veilede.", "Can counsel."), both("Kan tegne.", "Can draw.")],
        original_title={"language": "sv", "text": "Genetisk vägledning"},
    )
    assert found(record, "en") == [
        {
            "title": "Genetic counselling",
            "description": "A course made up for a test.",
            "url": "https://norprem.example/en/kurs/veiledning/#2027-var",
            "keywords": ["rare disease", "genetic counselling"],
            "scientific_topic_names": ["genetic counselling", "rare disease"],
            "node_names": ["Eksempelsykehuset"],
            "subtitle": "Genetisk vägledning",
            "start": "2027-01-20T09:00:00+01:00",
            "end": "2027-01-20T15:30:00+01:00",
            "online": False,
            "organizer": "Eksempelsykehuset (https://provider.example/)",
            "capacity": "30",
            "prerequisites": "A licence.",
            "learning_objectives": " * Can counsel.\n * Can draw.",
            "target_audience": ["GP", "nurse"],
            "language": "no",
            "venue": "Bodø",
        }
    ]


def test_every_run_is_an_event_of_its_own_because_each_has_its_own_address() -> None:
    record = course(session(id="var"), session(id="host", start="2027-09-29", end="2027-10-01"))
    assert [(one["url"], one["start"], one["end"]) for one in found(record)] == [
        ("https://norprem.example/kurs/veiledning/#host", "2027-09-29", "2027-10-01"),
        ("https://norprem.example/kurs/veiledning/#var", "2027-03-10", "2027-03-10"),
    ]


def test_what_a_run_says_comes_before_what_its_course_says() -> None:
    """TeSS reads no state, so that a cancelled run must say it in its name and in its description."""
    (event,) = found(course(session(status="cancelled", note=both("For få påmeldte."))))
    assert event["title"] == "AVLYST: Genetisk veiledning"
    assert event["description"].startswith("For få påmeldte.")


@pytest.mark.parametrize(
    ("mode", "stated", "online", "venue"),
    [
        ("onsite", {"place": both("Bodø")}, False, "Bodø"),
        ("onsite", {}, False, "Ikke oppgitt av arrangøren"),
        ("online", {"online": JOIN}, True, f"på nett - {JOIN}"),
        ("online", {}, True, "på nett"),
        ("hybrid", {"place": both("Bodø"), "online": JOIN}, True, f"Bodø, på nett - {JOIN}"),
        ("self-paced", {}, True, "på nett"),
    ],
)
def test_a_run_is_online_when_one_can_follow_it_there(mode: str, stated: Any, online: bool, venue: str) -> None:
    (event,) = found(course(session(**stated), mode=mode))
    assert (event["online"], event["venue"]) == (online, venue)


def test_the_language_is_one_of_those_the_course_is_taught_in() -> None:
    assert found(course(session(), languages=["no", "en"]))[0]["language"] in ("no", "en")


def test_a_competence_is_told_by_what_it_says_and_not_by_its_address() -> None:
    record = course(session(), teaches=[{"competence": "eksempelstandard/slektstre", "level": "3"}])
    assert found(record)[0]["learning_objectives"] == "Tegner et slektstre over tre ledd."


def test_a_course_without_dates_is_no_event_and_one_for_any_time_is_one_without_dates() -> None:
    assert found(course()) == []
    (event,) = found(course(mode="self-paced"))
    assert event["url"] == "https://norprem.example/kurs/veiledning/"
    assert "start" not in event


def listed(told: Iterable[tuple[Course, set[str]]], locale: str) -> list[tess.Event]:
    written = [
        (
            jsonld.item(
                record,
                today=date(1900, 1, 1),
                site=SITE,
                words=WORDS[locale],
                vocabulary=VOCABULARY,
                provider=PROVIDER,
                competences=COMPETENCES,
            ),
            shown,
        )
        for record, shown in told
    ]
    return tess.events(tess.graph(jsonld.listed(written), SITE.url(locale, "kurs/")))


def test_courses_that_a_list_names_by_their_address_are_no_events() -> None:
    assert listed([(course(session()), set()), (course(id="andre"), {""})], "nb") == []


@settings(deadline=None, max_examples=60)
@given(courses())
def test_a_list_gives_the_same_events_as_the_page_of_the_course(record: Course) -> None:
    for locale in SITE.locales:
        found_in_list = listed([(record, {"", *(own.id for own in record.sessions)})], locale)
        assert found_in_list == found(record, locale)


@settings(deadline=None, max_examples=60)
@given(courses())
def test_any_course_is_well_formed_and_loses_no_run(record: Course) -> None:
    for locale in SITE.locales:
        events = found(record, locale)
        page = SITE.url(locale, f"kurs/{record.id}/")
        if record.sessions:
            assert {one["url"] for one in events} == {f"{page}#{own.id}" for own in record.sessions}
        assert all(one["title"] and one["url"] and one["description"] for one in events)
