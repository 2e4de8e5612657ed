"""The feeds and the file of changes in a built site, and how a reader's browser finds them."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from tests.building import BASE
from tests.unit.test_news import valid

REGIONS = ("helse-nord", "helse-midt-norge", "helse-vest", "helse-sor-ost")
_LINK = re.compile(r'<link rel="alternate" type="application/atom\+xml" title="([^"]+)" href="([^"]+)">')


def found(site: Path, page: str) -> list[tuple[str, str]]:
    """Return the titles of the feeds that a page names, and the files they are."""
    file = site / page / "index.html"
    links = _LINK.findall(file.read_text("utf-8"))
    return [(title, (file.parent / href).resolve().relative_to(site.resolve()).as_posix()) for title, href in links]


@pytest.mark.parametrize("prefix", ["", "en/"])
def test_every_feed_is_valid_and_leads_to_pages_that_are_there(site: Path, prefix: str) -> None:
    for name in ("kurs", *(f"kurs-{region}" for region in REGIONS)):
        root = ElementTree.fromstring((site / prefix / "feeds" / f"{name}.xml").read_bytes())
        valid(root)
        assert root.findtext("{*}id") == f"{BASE}{prefix}feeds/{name}.xml"
        for link in root.iterfind("{*}entry/{*}link"):
            assert (site / link.attrib["href"].removeprefix(BASE) / "index.html").is_file()


def test_pages_about_courses_name_the_feed_and_a_region_its_own(site: Path) -> None:
    everything = [("Endringer i kursene", "feeds/kurs.xml")]
    assert found(site, "kurs") == found(site, "kurs/gu-genetics") == everything
    assert found(site, "kurs/region/helse-nord") == [
        *everything,
        ("Endringer i kurs som er åpne for Helse Nord", "feeds/kurs-helse-nord.xml"),
    ]
    assert found(site, "en/kurs") == [("Changes to the courses", "en/feeds/kurs.xml")]
    assert found(site, "") == found(site, "kompetanse") == []


@pytest.mark.parametrize("page", ["kurs", "en/kurs"])
def test_the_page_of_courses_links_to_the_feed(site: Path, page: str) -> None:
    assert '<a href="../feeds/kurs.xml">' in (site / page / "index.html").read_text("utf-8")


def test_the_file_of_changes_says_what_it_was_made_from(site: Path, demo_site: Path) -> None:
    own, made_up = (json.loads((one / "api/v1/changes.json").read_bytes()) for one in (site, demo_site))
    assert own["basis"] in ("git-history", "record-dates")
    assert made_up["basis"] == "record-dates"
    assert made_up["count"] == len(made_up["changes"]) > 0
    days = [one["day"] for one in own["changes"]]
    assert days == sorted(days, reverse=True)
    assert not days or own["since"] <= days[-1]
