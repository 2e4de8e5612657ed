"""Linked data follows the profiles of the training registries and survives the page it stands on."""

from __future__ import annotations

import json
import re
from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import example, given, settings

from norprem.exports import jsonld
from norprem.model import Course
from tests.unit.strategies import PROVIDER, SITE, VOCABULARY, WORDS, both, course, courses, session, texts

LOCALES = ("nb", "en")
TODAY = date(2026, 11, 22)
JOIN = "https://provider.example/join"
SIGN_UP = "https://provider.example/signup"


def written(record: Course, locale: str = "nb") -> str:
    return jsonld.course(record, site=SITE, words=WORDS[locale], vocabulary=VOCABULARY, provider=PROVIDER)


def data(record: Course, locale: str = "nb") -> dict[str, Any]:
    read: dict[str, Any] = json.loads(written(record, locale))
    return read


def the_run(record: Course, locale: str = "nb") -> dict[str, Any]:
    (run,) = data(record, locale)["hasCourseInstance"]
    return dict(run)


class _Scripts(HTMLParser):
    """Collects what stands in the script elements of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.within = False
        self.found: list[str] = []

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        self.within = tag == "script"
        self.found.extend([""] if self.within else [])

    def handle_endtag(self, _tag: str) -> None:
        self.within = False

    def handle_data(self, data: str) -> None:
        if self.within:
            self.found[-1] += data


def from_page(text: str) -> Any:
    """Put linked data into a page as the site does, and read it back as a browser would."""
    page = f'<!doctype html><head><script type="application/ld+json">{text}</script></head><body>after</body>'
    reader = _Scripts()
    reader.feed(page)
    reader.close()
    (script,) = reader.found
    return json.loads(script)


FULL = course(
    session(
        id="2027-vinter",
        start="2027-01-20 09:00",
        end="2027-01-20 15:30",
        place=both("Rikshospitalet, Oslo"),
        registration={"opens": "2026-12-01", "deadline": "2027-01-06", "url": SIGN_UP},
        seats="30",
    ),
    session(id="2027-sommer", start="2027-06-16 09:00", end="2027-06-18 15:30", place=both("Bodø"), status="planned"),
    session(id="2027-dager", start="2027-09-29", end="2027-10-01", status="cancelled", note=both("For få påmeldte.")),
    session(id="2027-senere", start="2027-11-10", end="2027-11-10", status="postponed"),
    original_title={"language": "sv", "text": "Genetisk vägledning"},
    code="GEN-101",
    topics=["rare-disease", "genetic-counselling"],
    audience=["gp", "nurse"],
    languages=["no", "en"],
    load={"ects": "7.5", "hours": "40.5"},
    cost={"amount": "3500", "currency": "NOK"},
    prerequisites=both("Autorisasjon.", "A licence."),
    outcomes=[both("Kan tegne et slektstre.", "Can draw a family tree."), both("Kan veilede.", "Can counsel.")],
)

# The profiles (Bioschemas Course and CourseInstance, 1.0-RELEASE of 2022-09-13), minimum first, then recommended.
COURSE = {"name", "description", "keywords"} | {
    "about", "abstract", "citation", "coursePrerequisites", "educationalLevel",
    "hasCourseInstance", "provider", "teaches", "timeRequired", "url",
}  # fmt: skip
INSTANCE = {"courseMode", "location"} | {"startDate", "endDate", "inLanguage", "offers", "url"}
NOT_OURS = {
    "aggregateRating": "nobody rates the courses",
    "license": "the course belongs to its provider; sdLicense is the licence of our description",
    "mentions": "no file says what a course mentions",
    "instructor": "no person is named without a basis",
}


@pytest.mark.parametrize("locale", LOCALES)
def test_a_fully_described_course_has_all_of_the_profiles_that_we_know(locale: str) -> None:
    read = data(FULL, locale)
    conforms_to = "http://purl.org/dc/terms/conformsTo"
    assert read.keys() >= COURSE
    assert read[conforms_to] == {"@id": "https://bioschemas.org/profiles/Course/1.0-RELEASE"}
    for run in read["hasCourseInstance"]:
        assert run.keys() >= INSTANCE
        assert run[conforms_to] == {"@id": "https://bioschemas.org/profiles/CourseInstance/1.0-RELEASE"}
        assert not run.keys() & NOT_OURS.keys()
    assert not read.keys() & NOT_OURS.keys()


def test_a_course_says_what_its_file_says() -> None:
    read = data(FULL, "en")
    runs = read.pop("hasCourseInstance")
    assert len(runs) == 4
    assert read == {
        "@context": "https://schema.org/",
        "@type": "Course",
        "@id": "https://norprem.example/en/kurs/veiledning/",
        "http://purl.org/dc/terms/conformsTo": {"@id": "https://bioschemas.org/profiles/Course/1.0-RELEASE"},
        "url": "https://norprem.example/en/kurs/veiledning/",
        "name": "Genetic counselling",
        "alternateName": "Genetisk vägledning",
        "courseCode": "GEN-101",
        "sameAs": "https://provider.example/veiledning",
        "provider": {"@type": "Organization", "name": "Eksempelsykehuset", "url": "https://provider.example/"},
        "inLanguage": ["no", "en"],
        "description": "A course made up for a test.",
        "abstract": "A course made up for a test.",
        "keywords": "rare disease, genetic counselling",
        "about": [
            {"@type": "DefinedTerm", "termCode": "rare-disease", "name": "rare disease"},
            {"@type": "DefinedTerm", "termCode": "genetic-counselling", "name": "genetic counselling"},
        ],
        "audience": [
            {"@type": "Audience", "audienceType": "GP"},
            {"@type": "Audience", "audienceType": "nurse"},
        ],
        "educationalLevel": "master level",
        "coursePrerequisites": "A licence.",
        "teaches": ["Can draw a family tree.", "Can counsel."],
        "timeRequired": "PT40H30M",
        "numberOfCredits": {"@type": "QuantitativeValue", "value": 7.5, "unitText": "ECTS"},
        "isAccessibleForFree": False,
        "offers": {"@type": "Offer", "price": "3500", "priceCurrency": "NOK"},
        "citation": {"@type": "WebPage", "name": "Kurssiden", "url": "https://provider.example/veiledning"},
        "sdLicense": "https://creativecommons.org/licenses/by/4.0/",
    }


def test_a_run_says_what_its_session_says() -> None:
    run = data(FULL)["hasCourseInstance"][0]
    assert run == {
        "@type": "CourseInstance",
        "@id": "https://norprem.example/kurs/veiledning/#2027-vinter",
        "http://purl.org/dc/terms/conformsTo": {"@id": "https://bioschemas.org/profiles/CourseInstance/1.0-RELEASE"},
        "url": "https://norprem.example/kurs/veiledning/#2027-vinter",
        "name": "Genetisk veiledning",
        "courseMode": ["onsite"],
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "inLanguage": ["no", "en"],
        "organizer": {"@type": "Organization", "name": "Eksempelsykehuset", "url": "https://provider.example/"},
        "startDate": "2027-01-20T09:00:00+01:00",
        "endDate": "2027-01-20T15:30:00+01:00",
        "eventStatus": "https://schema.org/EventScheduled",
        "location": {
            "@type": "Place",
            "name": "Rikshospitalet, Oslo",
            "address": {"@type": "PostalAddress", "name": "Rikshospitalet, Oslo"},
        },
        "maximumAttendeeCapacity": 30,
        "offers": {
            "@type": "Offer",
            "price": "3500",
            "priceCurrency": "NOK",
            "validFrom": "2026-12-01",
            "validThrough": "2027-01-06",
            "url": SIGN_UP,
        },
    }


def test_times_have_the_distance_from_utc_of_their_season_and_the_last_day_counts() -> None:
    moments = [(run["startDate"], run["endDate"]) for run in data(FULL)["hasCourseInstance"]]
    assert moments == [
        ("2027-01-20T09:00:00+01:00", "2027-01-20T15:30:00+01:00"),
        ("2027-06-16T09:00:00+02:00", "2027-06-18T15:30:00+02:00"),
        ("2027-09-29", "2027-10-01"),
        ("2027-11-10", "2027-11-10"),
    ]


def test_a_run_that_is_called_off_says_so_in_its_state_and_in_its_name() -> None:
    """Registries do not read the state, so that the name must carry it too."""
    states = [(run["eventStatus"].rsplit("/")[-1], run["name"]) for run in data(FULL)["hasCourseInstance"]]
    assert states == [
        ("EventScheduled", "Genetisk veiledning"),
        ("EventScheduled", "Genetisk veiledning"),
        ("EventCancelled", "AVLYST: Genetisk veiledning"),
        ("EventPostponed", "UTSATT: Genetisk veiledning"),
    ]
    note = data(FULL)["hasCourseInstance"][2]["description"]
    assert note == "For få påmeldte.\n\nEt kurs som er funnet på for en prøve."


def test_what_is_not_stated_is_left_out() -> None:
    sparse = data(course())
    optional = (
        "alternateName courseCode coursePrerequisites teaches timeRequired numberOfCredits isAccessibleForFree offers"
    )
    assert not sparse.keys() & {*optional.split(), "hasCourseInstance"}
    assert sparse["inLanguage"] == "no"
    run = the_run(course(session()))
    assert not run.keys() & {"offers", "maximumAttendeeCapacity", "description"}


def test_a_course_of_an_unknown_provider_has_none() -> None:
    text = jsonld.course(course(session()), site=SITE, words=WORDS["nb"], vocabulary=VOCABULARY)
    assert "provider" not in json.loads(text)
    assert "organizer" not in json.loads(text)["hasCourseInstance"][0]


def test_a_free_course_is_free_without_a_currency() -> None:
    read = data(course(session(), cost="free"))
    assert read["isAccessibleForFree"] is True
    assert read["offers"] == read["hasCourseInstance"][0]["offers"] == {"@type": "Offer", "price": "0"}


@pytest.mark.parametrize(
    ("hours", "duration"), [("1", "PT1H"), ("0.5", "PT30M"), ("1.25", "PT1H15M"), ("200", "PT200H"), ("0.001", "PT0H")]
)
def test_hours_are_a_duration(hours: str, duration: str) -> None:
    assert data(course(load={"hours": hours}))["timeRequired"] == duration


PLACE = {"@type": "Place", "name": "Bodø", "address": {"@type": "PostalAddress", "name": "Bodø"}}
NET = {"@type": "VirtualLocation", "name": "på nett"}
WHERE = [
    ("onsite", {"place": both("Bodø")}, PLACE),
    ("onsite", {}, "Ikke oppgitt av arrangøren"),
    ("online", {"online": JOIN}, {**NET, "url": JOIN}),
    ("online", {}, NET),
    ("hybrid", {"place": both("Bodø"), "online": JOIN}, [PLACE, {**NET, "url": JOIN}]),
    ("hybrid", {"place": both("Bodø")}, [PLACE, NET]),
    ("self-paced", {}, NET),
]


@pytest.mark.parametrize(("mode", "stated", "location"), WHERE)
def test_every_run_has_a_place_or_says_that_none_is_stated(mode: str, stated: dict[str, Any], location: Any) -> None:
    assert the_run(course(session(**stated), mode=mode))["location"] == location


@pytest.mark.parametrize(
    ("mode", "online"), [("onsite", False), ("online", True), ("hybrid", True), ("self-paced", True)]
)
def test_a_registry_takes_a_run_as_online_when_one_can_follow_it_there(mode: str, online: bool) -> None:
    """TeSS asks whether any value of the mode has the word in it, and files all others as on site."""
    modes = the_run(course(session(), mode=mode))["courseMode"]
    assert any("online" in value for value in modes) is online


def test_a_course_for_any_time_has_one_run_without_dates_unless_it_is_closed() -> None:
    run = the_run(course(mode="self-paced", cost="free"), "en")
    assert run["@id"] == "https://norprem.example/en/kurs/veiledning/#any-time"
    assert run["url"] == "https://norprem.example/en/kurs/veiledning/"
    assert run["location"] == {
        "@type": "VirtualLocation",
        "name": "online",
        "url": "https://provider.example/veiledning",
    }
    assert run["offers"] == {"@type": "Offer", "price": "0"}
    assert not run.keys() & {"startDate", "endDate", "eventStatus"}
    assert "hasCourseInstance" not in data(course(mode="self-paced", availability="closed"))
    assert "hasCourseInstance" not in data(course(mode="online"))


def listed(*told: tuple[Course, set[str]], locale: str = "en", today: date = TODAY) -> Any:
    words = WORDS[locale]
    written = [
        (jsonld.item(one, today=today, site=SITE, words=words, vocabulary=VOCABULARY, provider=PROVIDER), runs)
        for one, runs in told
    ]
    return from_page(jsonld.listed(written))


def test_a_list_names_its_courses_in_order() -> None:
    read = listed((course(), set()), (course(id="andre", title=both("Andre <kurs>", "Other <courses>")), set()))
    assert read["@type"] == "ItemList"
    assert read["numberOfItems"] == 2
    assert read["itemListElement"] == [
        {"@type": "ListItem", "position": 1, "url": "https://norprem.example/en/kurs/veiledning/"},
        {"@type": "ListItem", "position": 2, "url": "https://norprem.example/en/kurs/andre/"},
    ]
    assert listed()["itemListElement"] == []


def plain(page: Any, brief: Any) -> Any:
    """Return what a page says, cut down to what a list says."""
    if isinstance(brief, dict):
        return {name: plain(page[name], one) for name, one in brief.items()}
    return [plain(*pair) for pair in zip(page, brief, strict=True)] if isinstance(brief, list) else page


@pytest.mark.parametrize("locale", LOCALES)
def test_a_list_says_of_a_course_and_its_runs_what_the_profiles_recommend_as_its_page_says_it(locale: str) -> None:
    names = {own.id for own in FULL.sessions}
    (item,) = listed((FULL, names), locale=locale)["itemListElement"]
    page = data(FULL, locale)
    assert item["url"] == page["@id"]
    assert item["item"].keys() >= COURSE
    assert all(run.keys() >= INSTANCE for run in item["item"]["hasCourseInstance"])
    assert item["item"] == plain(page, item["item"])


def test_a_list_tells_of_the_runs_it_shows_that_are_not_over() -> None:
    def runs(shown: set[str], today: date = TODAY) -> list[str]:
        (item,) = listed((FULL, shown), today=today)["itemListElement"]
        return [run["url"].partition("#")[2] for run in item.get("item", {}).get("hasCourseInstance", [])]

    assert runs({"2027-sommer", "2027-vinter"}) == ["2027-vinter", "2027-sommer"]
    assert runs({"2027-vinter"}, date(2027, 1, 20)) == ["2027-vinter"]
    assert runs({"2027-vinter", "2027-sommer"}, date(2027, 1, 21)) == ["2027-sommer"]
    assert runs({"2027-vinter"}, date(2027, 1, 21)) == runs(set()) == []


def test_a_course_for_any_time_is_told_in_full_where_it_stands_in_a_list_itself() -> None:
    (item,) = listed((course(mode="self-paced"), {""}))["itemListElement"]
    assert [run["url"] for run in item["item"]["hasCourseInstance"]] == [item["url"]]
    (item,) = listed((course(mode="online"), {""}))["itemListElement"]
    assert "item" not in item


@settings(deadline=None)
@given(texts)
@example("</script><script>alert(1)</script>")
@example("<!--<script>")
@example("]]>&amp;&lt;\u2028\u2029\\u003c")
@example("\x00\x01\x7f\x85\ufeff\uffff")
@example("{title} {0} %s \\")
def test_any_wording_comes_back_from_the_page_as_it_was(text: str) -> None:
    record = course(
        session(place=both(text), note=both(text)),
        title=both(text),
        summary=both(text),
        prerequisites=both(text),
        outcomes=[both(text)],
    )
    read = from_page(written(record))
    run = read["hasCourseInstance"][0]
    assert {read["name"], read["description"], read["coursePrerequisites"], *read["teaches"]} == {text}
    assert run["name"] == run["location"]["name"] == text
    assert run["description"] == f"{text}\n\n{text}"


@settings(deadline=None)
@given(courses())
def test_any_course_has_the_minimum_of_the_profiles_and_an_address_for_each_run(record: Course) -> None:
    for locale in LOCALES:
        text = written(record, locale)
        assert text == written(record, locale)
        assert not re.search("[<>&\u2028\u2029]", text)
        read = from_page(text)
        assert all(read[name] for name in ("name", "description", "keywords"))
        runs = read.get("hasCourseInstance", [])
        assert all(run[name] for run in runs for name in ("courseMode", "location", "name"))
        assert len({read["@id"], *(run["@id"] for run in runs)}) == 1 + len(runs)
        if record.sessions:
            prefix = SITE.url(locale, f"kurs/{record.id}/")
            assert [run["url"] for run in runs] == [f"{prefix}#{own.id}" for own in record.sessions]


def test_the_same_facts_stand_in_both_languages() -> None:
    """Only what is wording differs: addresses, names, labels, texts."""
    nb, en = (data(FULL, locale) for locale in LOCALES)
    assert nb.keys() == en.keys()
    facts = ("startDate", "endDate", "eventStatus", "courseMode", "offers", "inLanguage")
    for mine, yours in zip(nb["hasCourseInstance"], en["hasCourseInstance"], strict=True):
        assert mine.keys() == yours.keys()
        assert [mine[fact] for fact in facts if fact in mine] == [yours[fact] for fact in facts if fact in yours]
        assert yours["@id"] == mine["@id"].replace("/kurs/", "/en/kurs/")
