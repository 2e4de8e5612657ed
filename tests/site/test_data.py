"""The data files of the built sites: valid, complete, and telling what the pages tell."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag
from xml.etree import ElementTree

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from tests import tess
from tests.building import BASE, TODAY
from tests.site.pages import Seen, read_all

LOCALES = {"nb": "", "en": "en/"}
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
COURSE = {"name", "description", "keywords"}
INSTANCE = {"courseMode", "location"}
PROFILE = "https://bioschemas.org/profiles/{}/1.0-RELEASE"


@pytest.fixture(scope="module", params=["site", "demo_site"])
def built(request: pytest.FixtureRequest) -> Path:
    """The real site, and the one that is made up."""
    folder: Path = request.getfixturevalue(request.param)
    return folder


@pytest.fixture(scope="module")
def pages(built: Path) -> dict[str, Seen]:
    """Every page of a site."""
    return read_all(built)


def data(built: Path, name: str) -> Any:
    return json.loads((built / "api" / "v1" / f"{name}.json").read_text("utf-8"))


def table(built: Path, name: str) -> list[dict[str, str]]:
    text = (built / "api" / "v1" / f"{name}.csv").read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def course_pages(built: Path, prefix: str) -> dict[str, str]:
    """Return the page of every course in one language, by id."""
    return {one["id"]: f"{BASE}{prefix}kurs/{one['id']}/" for one in data(built, "courses")["courses"]}


def test_every_file_follows_the_schema_that_is_published_beside_it(built: Path) -> None:
    index = data(built, "index")
    there = {file.relative_to(built).as_posix() for file in (built / "api").rglob("*") if file.is_file()}
    assert {one["address"].removeprefix(BASE) for one in index["files"]} == there
    for one in index["files"]:
        if one["schema"]:
            schema = json.loads((built / one["schema"].removeprefix(BASE)).read_text("utf-8"))
            read = json.loads((built / one["address"].removeprefix(BASE)).read_text("utf-8"))
            errors = Draft202012Validator(schema, format_checker=FormatChecker()).iter_errors(read)
            assert [f"{error.json_path}: {error.message}" for error in errors] == [], one["address"]


def test_every_page_and_calendar_that_the_data_names_is_there(built: Path, pages: dict[str, Seen]) -> None:
    def named(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            for name, one in value.items():
                yield from named(one, name if name not in LOCALES else key)
        elif isinstance(value, list):
            for one in value:
                yield from named(one, key)
        elif key in ("page", "calendar", "people", "documentation", "catalogue", "schema") and value:
            yield value

    kinds = ("index", "courses", "sessions", "people", "regions", "glossary", "standards", "programmes", "needs")
    missing = []
    for address in {address for kind in kinds for address in named(data(built, kind))}:
        plain, anchor = urldefrag(address)
        page = pages.get(plain)
        found = anchor in (*page.ids, "") if page else (built / plain.removeprefix(BASE)).is_file()
        missing += [] if found else [address]
    assert missing == []


def test_the_same_runs_are_in_the_json_the_table_the_linked_data_and_the_page(
    built: Path, pages: dict[str, Seen]
) -> None:
    told = data(built, "sessions")["sessions"]
    rows = {row["uid"]: row for row in table(built, "sessions")}
    assert [one["uid"] for one in told] == list(rows)
    for locale, prefix in LOCALES.items():
        linked = {
            run["url"]: run
            for url in course_pages(built, prefix).values()
            for run in pages[url].linked_data[0].get("hasCourseInstance", [])
            if "startDate" in run
        }
        assert len(linked) == len(told)
        for one in told:
            run, row = linked[one["page"][locale]], rows[one["uid"]]
            assert (run["startDate"], run["endDate"]) == (one["start"], one["end"])
            assert (row["start_date"], row["end_date"]) == (one["start"][:10], one["end"][:10])
            assert row["start_time"] == ("" if one["all_day"] else one["start"][11:16])
            plain, anchor = urldefrag(one["page"][locale])
            assert anchor in pages[plain].ids


def test_a_registry_finds_every_run_once_and_nothing_else(built: Path, pages: dict[str, Seen]) -> None:
    """The rules of TeSS, over every page that its list of course pages in one language leads to."""
    told = data(built, "sessions")["sessions"]
    for locale, prefix in LOCALES.items():
        root = ElementTree.parse(built / f"{prefix}sitemap-courses.xml").getroot()
        listed = [entry.findtext("s:loc", "", NAMES) for entry in root]
        assert sorted(listed) == sorted(course_pages(built, prefix).values())
        found = [
            event for url in listed for script in pages[url].data for event in tess.events(tess.graph(script, url))
        ]
        dated = {one["url"]: one for one in found if "start" in one}
        assert sorted(dated) == sorted(one["page"][locale] for one in told)
        for one in told:
            event = dated[one["page"][locale]]
            assert (event["start"], event["end"]) == (one["start"], one["end"])
            assert one["course"]["title"][locale] in event["title"]
            assert (event["title"] != one["course"]["title"][locale]) is (one["status"] in ("cancelled", "postponed"))
        assert len({one["url"] for one in found}) == len(found)


def test_every_course_and_every_run_has_the_minimum_of_its_profile(built: Path, pages: dict[str, Seen]) -> None:
    conforms_to = "http://purl.org/dc/terms/conformsTo"
    for prefix in LOCALES.values():
        for url in course_pages(built, prefix).values():
            (read,) = pages[url].linked_data
            assert all(read[name] for name in COURSE)
            assert read[conforms_to] == {"@id": PROFILE.format("Course")}
            for run in read.get("hasCourseInstance", []):
                assert all(run[name] for name in INSTANCE)
                assert run[conforms_to] == {"@id": PROFILE.format("CourseInstance")}
                assert run["url"].startswith(url)


def test_a_list_of_courses_tells_machines_the_courses_it_shows(built: Path, pages: dict[str, Seen]) -> None:
    lists = 0
    for url, page in pages.items():
        found = [one for one in page.linked_data if one["@type"] == "ItemList"]
        address = url.removeprefix(BASE).removeprefix("en/")
        if not address.startswith(("kurs/region/", "kurs-")) and address != "kurs/":
            if not address.startswith("kurs/"):
                assert not any("hasCourseInstance" in one for one in page.linked_data)
            assert found == [], url
            continue
        shown = {urldefrag(link).url for link in page.links} & set(
            course_pages(built, "en/" if url.startswith(f"{BASE}en/") else "").values()
        )
        (read,) = found
        lists += 1
        items = read["itemListElement"]
        assert {item["url"] for item in items} == shown
        assert [item["position"] for item in items] == list(range(1, len(items) + 1))
        assert read["numberOfItems"] == len(items) >= 3
        for item in items:
            if "item" in item:
                assert all(item["item"][name] for name in COURSE)
                assert all(run[name] for run in item["item"]["hasCourseInstance"] for name in INSTANCE)
        if address.startswith("kurs/region/"):  # they show the courses of the list of all, and name them
            assert not any("item" in item for item in items)
    assert lists >= 10


def test_a_registry_finds_in_the_list_of_all_courses_what_it_finds_on_their_pages(
    built: Path, pages: dict[str, Seen]
) -> None:
    """The rules of TeSS: every run ahead, once, with the same facts as on the page of its course."""
    day = datetime.fromtimestamp(int(TODAY), UTC).date().isoformat()
    ahead = [one for one in data(built, "sessions")["sessions"] if one["end"][:10] >= day]
    for locale, prefix in LOCALES.items():
        lists = [url for url in pages if re.fullmatch(re.escape(f"{BASE}{prefix}") + "kurs(-[0-9]+)?/", url)]
        found = [event for url in lists for text in pages[url].data for event in tess.events(tess.graph(text, url))]
        dated = [one["url"] for one in found if "start" in one]
        assert sorted(dated) == sorted(one["page"][locale] for one in ahead)
        for event in found:
            page = urldefrag(event["url"]).url
            assert event in tess.events(tess.graph(pages[page].data[0], page))


def test_linked_data_is_a_small_part_of_what_a_phone_loads(pages: dict[str, Seen]) -> None:
    """Bytes as the server packs them; the made-up list has 200 runs ahead on its first page, as many as it may have."""
    for url, page in pages.items():
        if url.startswith((f"{BASE}kurs/region/", f"{BASE}en/kurs/region/")):
            assert len(gzip.compress("".join(page.data).encode(), 6)) < 3_000, url
        elif url in (f"{BASE}kurs/", f"{BASE}en/kurs/"):
            assert len(gzip.compress("".join(page.data).encode(), 6)) < 20_000, url


def test_the_site_map_says_when_a_course_changed_as_the_data_does(built: Path) -> None:
    root = ElementTree.parse(built / "sitemap.xml").getroot()
    days = {entry.findtext("s:loc", "", NAMES): entry.findtext("s:lastmod", None, NAMES) for entry in root}
    for one in data(built, "courses")["courses"]:
        assert {days[one["page"][locale]] for locale in LOCALES} == {one["changed"]}
        assert one["changed"] >= max([one["last_checked"], *(run["updated"] for run in one["sessions"])])
    for prefix in LOCALES.values():
        own = ElementTree.parse(built / f"{prefix}sitemap-courses.xml").getroot()
        for entry in own:
            assert entry.findtext("s:lastmod", None, NAMES) == days[entry.findtext("s:loc", "", NAMES)]
        assert tess.accepted_sitemap(f"{BASE}{prefix}sitemap-courses.xml")


def test_no_word_about_a_person_is_in_the_data_that_is_not_on_the_page(built: Path, pages: dict[str, Seen]) -> None:
    read = data(built, "people")
    for locale, prefix in LOCALES.items():
        page = pages[f"{BASE}{prefix}ressurspersoner/"]
        text = " ".join(page.text.split())
        for one in read["people"]:
            contact = one["contact"] or {}
            told = [one[name][locale] for name in ("name", "role", "referral") if one[name]]
            told += [contact.get(name) for name in ("email", "phone", "address")]
            assert [word for word in told if word and " ".join(word.split()) not in text] == [], one["id"]
            assert one["id"] in page.ids


def test_the_page_about_the_data_leads_to_every_data_file(site: Path) -> None:
    index = {one["address"] for one in data(site, "index")["files"] if one["kind"] == "data"}
    everything = read_all(site)
    for prefix in LOCALES.values():
        links = set(everything[f"{BASE}{prefix}om/data/"].links)
        assert index - links == set()
        assert f"{BASE}catalog.ttl" in links
