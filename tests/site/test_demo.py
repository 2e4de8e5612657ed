"""The demonstration site: long listings, many sessions, and a notice on every page."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urldefrag

import pytest

from norprem.pages.listings import MOST_ROWS
from norprem.words import Words
from tests.building import BASE
from tests.site.pages import Seen, read_all


@pytest.fixture(scope="module")
def pages(demo_site: Path) -> dict[str, Seen]:
    """Every page of the demonstration site."""
    return read_all(demo_site)


def test_every_page_says_that_the_data_is_made_up(pages: dict[str, Seen]) -> None:
    notices = {locale: Words.load(locale)("site.demo") for locale in ("nb", "en")}
    assert [url for url, page in pages.items() if notices[page.language] not in page.text] == []


def test_the_real_site_says_nothing_of_the_kind(site: Path) -> None:
    notices = [Words.load(locale)("site.demo") for locale in ("nb", "en")]
    assert [url for url, page in read_all(site).items() if any(notice in page.text for notice in notices)] == []


@pytest.mark.parametrize("prefix", ["", "en/"])
def test_a_long_listing_goes_on_beside_itself_and_loses_nothing(pages: dict[str, Seen], prefix: str) -> None:
    first = f"{BASE}{prefix}kurs/"
    sheets = [first, *(f"{BASE}{prefix}kurs-{number}/" for number in range(2, 9))]
    there = [url for url in sheets if url in pages]
    assert len(there) > 2
    rows = [[link for link in pages[url].links if "/kurs/demo-" in link] for url in there]
    assert max(map(len, rows)) <= MOST_ROWS
    shown = {urldefrag(link).url for links in rows for link in links}
    assert len(shown) == 300
    for url in there:
        assert pages[url].canonical == [url]
        assert set(there) - {url} <= set(pages[url].links)
