"""The keyboard alone: what opens closes with Escape and traps nothing; Tab goes through each kind of page to its end.

Filters, calendar, search, regions and self-assessment are walked in the tests of their own.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.kinds import KINDS, PREFIXES
from tests.browser.looking import SHORTEN, tabbed

INSIDE = "(name) => document.activeElement.closest(name) !== null"
MOST = 400
"""Steps after which a page that has not come to its end holds the focus."""


@pytest.mark.parametrize("language", PREFIXES)
@pytest.mark.parametrize("kind", KINDS)
def test_tab_goes_through_the_page_to_its_end(
    new_context: Callable[..., BrowserContext], site: str, language: str, kind: str
) -> None:
    page = new_context(viewport={"width": 320, "height": 640}).new_page()
    page.goto(f"{site}{PREFIXES[language]}{KINDS[kind]}")
    if kind == "results":
        page.wait_for_selector("#np-results a")
    page.evaluate(SHORTEN)
    steps = 0
    while tabbed(page) and steps < MOST:
        steps += 1
    assert 10 < steps < MOST


@pytest.mark.parametrize("width", [320, 1400])
def test_the_open_menu_traps_nothing_and_closes_with_escape(page: Page, site: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{site}kurs/")
    summary, menu = page.locator(".np-menu summary"), page.locator(".np-menu nav")
    summary.focus()
    page.keyboard.press("Enter")
    expect(menu).to_be_visible()
    for _ in range(menu.get_by_role("link").locator("visible=true").count()):
        tabbed(page)
        assert page.evaluate(INSIDE, ".np-menu nav")
    tabbed(page)
    assert not page.evaluate(INSIDE, ".np-menu")
    tabbed(page, "Shift+Tab")
    assert page.evaluate(INSIDE, ".np-menu nav")
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(summary).to_be_focused()


@pytest.mark.parametrize("address", ["pasient/lynch-syndrom/", "en/pasient/lynch-syndrom/"])
def test_an_explained_word_traps_nothing_and_closes_with_escape(page: Page, site: str, address: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(site + address)
    word, meaning = page.locator(".np-term").first, page.locator(".np-meaning").first
    word.focus()
    page.keyboard.press("Enter")
    expect(meaning).to_be_visible()
    tabbed(page)
    assert page.evaluate(INSIDE, ".np-meaning")
    tabbed(page)
    assert not page.evaluate(INSIDE, ".np-meaning")
    tabbed(page, "Shift+Tab")
    page.keyboard.press("Escape")
    expect(meaning).to_be_hidden()
    expect(word).to_be_focused()
