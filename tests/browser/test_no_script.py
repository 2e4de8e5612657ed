"""The site without JavaScript: menu, lists and language work; the search says what it needs."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

WITHOUT = {"java_script_enabled": False}


@pytest.fixture
def narrow(new_context: Callable[..., BrowserContext]) -> Page:
    """Return a narrow page of a reader without JavaScript."""
    return new_context(**WITHOUT, viewport={"width": 320, "height": 700}).new_page()


def test_the_menu_opens_and_leads_on(narrow: Page, site: str) -> None:
    narrow.goto(site)
    menu = narrow.get_by_role("navigation", name="Hovedmeny")
    expect(menu).to_be_hidden()
    narrow.locator("summary").press("Enter")
    expect(menu).to_be_visible()
    menu.get_by_role("link", name="Kurs", exact=True).click()
    expect(narrow.get_by_role("heading", level=1)).to_have_text("Kurs og studier")


def test_the_course_list_is_there_and_leads_to_a_course(narrow: Page, site: str) -> None:
    narrow.goto(f"{site}kurs/")
    rows = narrow.locator(".np-row-title a")
    assert rows.count() >= 30
    title = rows.first.inner_text()
    rows.first.click()
    expect(narrow.get_by_role("heading", level=1)).to_have_text(title)


def test_every_region_is_reachable_from_a_region(narrow: Page, site: str) -> None:
    narrow.goto(f"{site}kurs/region/helse-nord/")
    regions = narrow.get_by_role("navigation", name="Helseregion")
    assert regions.get_by_role("link").count() == 5
    regions.get_by_role("link", name="Helse Vest").click()
    expect(narrow.get_by_role("heading", level=1)).to_have_text("Kurs i Helse Vest")


def test_the_language_link_works(narrow: Page, site: str) -> None:
    narrow.goto(f"{site}ordliste/")
    narrow.get_by_role("link", name="English", exact=True).click()
    assert narrow.url == f"{site}en/ordliste/"


def test_the_search_page_says_what_it_needs_and_leads_to_the_list_of_all_pages(narrow: Page, site: str) -> None:
    narrow.goto(f"{site}sok/?q=kreft")
    expect(narrow.get_by_text("Søket trenger JavaScript")).to_be_visible()
    narrow.get_by_role("status").get_by_role("link").click()
    assert narrow.url == f"{site}a-aa/"
