"""The language link leads to the same page, and every page says which language it is in."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.kinds import KINDS, PREFIXES


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in ("missing", "results")])
def test_the_language_link_stays_on_the_page(page: Page, site: str, kind: str) -> None:
    page.goto(site + KINDS[kind])
    assert page.locator("html").get_attribute("lang") == "nb"
    page.get_by_role("link", name="English", exact=True).click()
    assert page.url == f"{site}en/{KINDS[kind]}"
    assert page.locator("html").get_attribute("lang") == "en"
    page.get_by_role("link", name="Norsk", exact=True).click()
    assert page.url == f"{site}{KINDS[kind]}"


@pytest.mark.parametrize(("language", "words"), [("nb", "Fant ikke siden"), ("en", "Page not found")])
def test_a_missing_page_answers_in_the_language_that_was_asked_in(
    page: Page, site: str, language: str, words: str
) -> None:
    answer = page.goto(f"{site}{PREFIXES[language]}{KINDS['missing']}")
    assert answer is not None
    assert answer.status == 404
    assert page.get_by_role("heading", level=1).inner_text() == words
    page.get_by_role("main").get_by_role("link").first.click()
    assert page.url == f"{site}{PREFIXES[language]}"
