"""The site that is built from the real data, page by page."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from datetime import date
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest
from icalendar import Calendar

from norprem.build import check
from norprem.model import Catalogue
from norprem.rules import TABLE
from norprem.words import Words
from tests.building import BASE, REPOSITORY, ROOT
from tests.site.pages import Seen, read_all, target

LOCALES = {"nb": "", "en": "en/"}
ERRORS = frozenset(f"{BASE}{prefix}404.html" for prefix in LOCALES.values())


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Seen]:
    """Every page of the real site."""
    return read_all(site)


@pytest.fixture(scope="module")
def real(pages: dict[str, Seen]) -> dict[str, Seen]:
    """The same without the error pages."""
    return {url: page for url, page in pages.items() if url not in ERRORS}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The real data."""
    return check(ROOT / "curricula", date(2026, 11, 22)).catalogue


def _locale(url: str) -> str:
    return "en" if url.startswith(f"{BASE}en/") else "nb"


def test_every_page_is_in_the_language_of_its_address(pages: dict[str, Seen]) -> None:
    wrong = {url: page.language for url, page in pages.items() if page.language != _locale(url)}
    assert wrong == {}
    assert len(pages) > 200


def test_every_page_names_itself_as_canonical(real: dict[str, Seen]) -> None:
    assert {url: page.canonical for url, page in real.items() if page.canonical != [url]} == {}


def test_alternates_are_absolute_answer_and_point_back(real: dict[str, Seen]) -> None:
    for url, page in real.items():
        assert set(page.alternates) == {"nb", "en", "x-default"}, url
        assert page.alternates["x-default"] == page.alternates["nb"]
        assert page.alternates[_locale(url)] == url
        for other in page.alternates.values():
            assert real[other].alternates == page.alternates


def test_the_language_link_leads_to_the_same_page(real: dict[str, Seen]) -> None:
    for url, page in real.items():
        assert page.switch == page.alternates["en" if _locale(url) == "nb" else "nb"], url


def test_sitemap_lists_exactly_the_pages_and_their_alternates(site: Path, real: dict[str, Seen]) -> None:
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    root = ElementTree.parse(site / "sitemap.xml").getroot()
    listed = {
        entry.findtext("s:loc", namespaces=names): {
            link.attrib["hreflang"]: link.attrib["href"] for link in entry.findall("x:link", names)
        }
        for entry in root.findall("s:url", names)
    }
    assert listed == {url: page.alternates for url, page in real.items()}
    assert not (site / "sitemap.xml.gz").exists()


def test_robots_are_shown_the_sitemap(site: Path) -> None:
    assert f"Sitemap: {BASE}sitemap.xml" in (site / "robots.txt").read_text("utf-8").splitlines()


def test_every_link_within_the_site_leads_somewhere(site: Path, pages: dict[str, Seen]) -> None:
    broken = []
    for url, page in pages.items():
        for link in (*page.links, *page.resources):
            plain, anchor = urldefrag(link)
            if not plain.startswith(BASE) or "?" in plain:
                continue
            if not target(site, unquote(plain)).is_file() or (
                anchor and plain in pages and unquote(anchor) not in pages[plain].ids
            ):
                broken.append((url, link))
    assert broken == []


def test_no_page_loads_anything_from_elsewhere_or_runs_inline_script(pages: dict[str, Seen]) -> None:
    assert {
        url: page.resources for url, page in pages.items() if any(not one.startswith(BASE) for one in page.resources)
    } == {}
    assert {url: page.inline for url, page in pages.items() if page.inline} == {}


def test_titles_and_descriptions_are_there_and_unlike_each_other(real: dict[str, Seen]) -> None:
    assert [url for url, page in real.items() if not page.metas.get("description")] == []
    titles = [page.title for page in real.values()]
    assert [title for title in set(titles) if titles.count(title) > 2] == []  # two: one in each language


def test_every_page_has_one_main_heading_and_unique_ids(pages: dict[str, Seen]) -> None:
    assert [url for url, page in pages.items() if sum(one.startswith("h1 ") for one in page.headings) != 1] == []
    assert [url for url, page in pages.items() if len(page.ids) != len(set(page.ids))] == []


def test_headings_do_not_skip_a_level(pages: dict[str, Seen]) -> None:
    for url, page in pages.items():
        levels = [int(heading[1]) for heading in page.headings]
        assert all(after - before <= 1 for before, after in pairwise(levels)), (url, page.headings)


def test_no_mark_and_no_marker_is_left_over(site: Path) -> None:
    leftovers = re.compile(r"@@norprem|<div data-listing=|kurs/skall")
    files = [*site.rglob("*.html"), site / "sitemap.xml"]
    assert [file for file in files if leftovers.search(file.read_text("utf-8"))] == []
    assert not (site / "kurs" / "skall").exists()


def test_both_error_pages_speak_their_language(pages: dict[str, Seen]) -> None:
    for locale, prefix in LOCALES.items():
        assert f"h1 {Words.load(locale)('site.not-found')}" in pages[f"{BASE}{prefix}404.html"].headings


def test_every_course_has_a_page_with_all_its_facts(pages: dict[str, Seen], catalogue: Catalogue) -> None:
    vocabulary = catalogue.vocabulary
    for entry in catalogue.courses:
        course = entry.record
        for locale, prefix in LOCALES.items():
            page, words = pages[f"{BASE}{prefix}kurs/{course.id}/"], Words.load(locale)
            text = " ".join(page.text.split())
            told = [
                course.title.best(locale)[1],
                course.summary.best(locale)[1],
                catalogue.provider[course.provider].name.best(locale)[1],
                vocabulary["regions"].label(course.region).best(locale)[1],
                vocabulary["levels"].label(course.level).best(locale)[1],
                vocabulary["modes"].label(course.mode).best(locale)[1],
                vocabulary["availability"].label(course.availability).best(locale)[1],
                *(vocabulary["professions"].label(one).best(locale)[1] for one in course.audience),
                *(vocabulary["topics"].label(one).best(locale)[1] for one in course.topics),
                *(outcome.best(locale)[1] for outcome in course.outcomes),
                course.source.title,
                words.day(course.source.read),
                words.day(course.last_checked),
                *(words.span(session.start, session.end) for session in course.sessions),
            ]
            missing = [one for one in told if " ".join(one.split()) not in text]
            assert missing == [], (course.id, locale)
            assert f"{REPOSITORY}/edit/main/curricula/{entry.file}" in page.links
            assert course.url in page.links


def test_linked_data_of_a_course_agrees_with_its_record(pages: dict[str, Seen], catalogue: Catalogue) -> None:
    for entry in catalogue.courses:
        for locale, prefix in LOCALES.items():
            url = f"{BASE}{prefix}kurs/{entry.record.id}/"
            (data,) = pages[url].linked_data
            assert data["@type"] == "Course"
            assert data["url"] == url
            assert data["name"] == entry.record.title.best(locale)[1]


def test_every_listing_holds_every_course_the_region_may_attend(pages: dict[str, Seen], catalogue: Catalogue) -> None:
    everything = {f"kurs/{entry.record.id}/" for entry in catalogue.courses}
    regions = ("kurs/", *(f"kurs/region/{region.id}/" for region in catalogue.vocabulary.health_regions))
    for prefix in LOCALES.values():
        for address in regions:
            links = {
                urldefrag(link).url.removeprefix(BASE + prefix) for link in pages[f"{BASE}{prefix}{address}"].links
            }
            assert everything - links == set(), address


def test_every_rule_has_a_heading_on_the_page_of_its_family_and_a_row_in_the_list_that_leads_there(
    pages: dict[str, Seen],
) -> None:
    for prefix in LOCALES.values():
        rules = f"{BASE}{prefix}bidra/regler/"
        places = {one.code: f"{rules}{one.code[:2].lower()}/#{one.code.lower()}" for one in TABLE}
        assert {one.code.lower() for one in TABLE} <= set(pages[rules].ids)
        assert set(places.values()) <= set(pages[rules].links)
        assert [one.code for one in TABLE if one.code.lower() not in pages[urldefrag(places[one.code]).url].ids] == []
        headings = [heading for url, page in pages.items() if url.startswith(rules) for heading in page.headings]
        assert [one.slug for one in TABLE if not any(one.slug in heading for heading in headings)] == []


def test_every_term_and_every_person_is_shown(pages: dict[str, Seen], catalogue: Catalogue) -> None:
    for prefix in LOCALES.values():
        assert {entry.record.id for entry in catalogue.terms} <= set(pages[f"{BASE}{prefix}ordliste/"].ids)
        assert {entry.record.id for entry in catalogue.people} <= set(pages[f"{BASE}{prefix}ressurspersoner/"].ids)


def test_calendars_are_there_in_both_languages_with_the_same_events(site: Path, catalogue: Catalogue) -> None:
    for scope in ("alle", *(region.id for region in catalogue.vocabulary.health_regions)):
        found = [
            {
                str(event["UID"])
                for event in Calendar.from_ical((site / prefix / "kalender" / f"{scope}.ics").read_bytes()).walk(
                    "VEVENT"
                )
            }
            for prefix in LOCALES.values()
        ]
        assert found[0] == found[1]
        assert found[0]


def test_sessions_agree_between_page_and_calendar(site: Path, pages: dict[str, Seen]) -> None:
    calendar = Calendar.from_ical((site / "kalender" / "alle.ics").read_bytes())
    for event in calendar.walk("VEVENT"):
        page, anchor = urldefrag(str(event["URL"]))
        assert anchor in pages[page].ids


def test_english_pages_have_no_norwegian_interface_words_and_the_other_way(pages: dict[str, Seen]) -> None:
    nb, en = Words.load("nb").phrases, Words.load("en").phrases
    told = {
        key for key in nb if key.startswith("site.") and "{" not in nb[key] and nb[key] != en[key] and len(nb[key]) > 12
    }
    told -= {"site.other-language"}
    for url, page in pages.items():
        foreign = en if _locale(url) == "nb" else nb
        assert [foreign[key] for key in told if foreign[key] in page.text] == [], url
