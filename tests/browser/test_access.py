"""Accessibility: axe on every kind of page at three widths in light and dark, keyboard and reflow at 320 pixels."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.kinds import KINDS, PREFIXES
from tests.browser.looking import FOCUS, LEFT, REACHABLE, REACHED, SHORTEN, faults_in, with_axe

VIEWS = {
    "nb": [("light", 320), ("dark", 768), ("light", 1400)],
    "en": [("dark", 320), ("light", 768), ("dark", 1400)],
}
"""Every width in both schemes; the languages share them, for axe takes a second. Every page: `test_every_page.py`."""

TARGETS = """
async () => {
  const {violations} = await axe.run({runOnly: {type: "rule", values: ["target-size"]}});
  return violations.flatMap(({nodes}) => nodes.map(({html, failureSummary}) => `${html} ${failureSummary}`));
}
"""
"""What is too small or too close on a page as it comes: what is far down is not laid out, and its height is guessed."""


def open_kind(page: Page, site: str, language: str, kind: str) -> None:
    """Go to a page, and wait for its results where it is a search."""
    page.goto(f"{site}{PREFIXES[language]}{KINDS[kind]}")
    if kind == "results":
        page.wait_for_selector("#np-results a")


@pytest.mark.parametrize("language", PREFIXES)
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing(new_context: Callable[..., BrowserContext], site: str, language: str, kind: str) -> None:
    page = with_axe(new_context)
    open_kind(page, site, language, kind)
    page.evaluate(SHORTEN)
    assert faults_in(page, VIEWS[language]) == []


@pytest.mark.parametrize("language", PREFIXES)
@pytest.mark.parametrize("kind", ["index", "glossary", "methods", "courses", "people", "rules"])
def test_what_is_not_laid_out_yet_lies_over_nothing(
    new_context: Callable[..., BrowserContext], site: str, language: str, kind: str
) -> None:
    page = with_axe(new_context)
    page.set_viewport_size({"width": 412, "height": 823})
    open_kind(page, site, language, kind)
    assert page.evaluate(TARGETS) == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_says_its_language_has_one_heading_and_one_main_part_and_fits_320_pixels(
    new_context: Callable[..., BrowserContext], site: str, kind: str
) -> None:
    page = new_context(viewport={"width": 320, "height": 640}).new_page()
    for language in PREFIXES:
        open_kind(page, site, language, kind)
        assert page.locator("html").get_attribute("lang") == language
        assert [page.locator(name).count() for name in ("h1", "main")] == [1, 1]
        assert page.locator("article").count() == (kind != "missing")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("kind", ["home", "region", "course", "people-region", "contribute", "results", "missing"])
def test_the_keyboard_reaches_everything_and_the_focus_is_always_seen(
    new_context: Callable[..., BrowserContext], site: str, kind: str
) -> None:
    page = new_context(viewport={"width": 320, "height": 640}).new_page()
    open_kind(page, site, "nb", kind)
    unseen = []
    for _ in range(3 * page.evaluate(REACHABLE)):  # a field for a date has several stops
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if focus is None:
            break
        page.evaluate(REACHED)
        unseen += [] if focus["seen"] and focus["outlined"] else [focus["what"]]
    assert unseen == []
    assert page.evaluate(LEFT) == []


def test_the_skip_link_comes_first_and_leads_past_the_navigation(
    new_context: Callable[..., BrowserContext], site: str
) -> None:
    page = new_context(viewport={"width": 320, "height": 640}).new_page()
    page.goto(f"{site}pasient/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_the_menu_opens_and_closes_by_keyboard_and_its_links_are_next(
    new_context: Callable[..., BrowserContext], site: str
) -> None:
    page = new_context(viewport={"width": 320, "height": 640}).new_page()
    page.goto(f"{site}kurs/")
    summary = page.locator(".np-menu summary")
    menu = page.get_by_role("navigation", name="Hovedmeny")
    summary.focus()
    page.keyboard.press("Enter")
    assert menu.is_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('nav') !== null")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    assert menu.is_hidden()
