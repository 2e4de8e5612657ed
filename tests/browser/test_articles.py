"""The pages for patients and GPs in a browser: words explained, sources one step away, one sheet of A4 in print."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

ROOT = Path(__file__).parents[2]
PATIENT = "pasient/lynch-syndrom/"
PREFIXES = {"nb": "", "en": "en/"}
SHEETS = sorted(
    f"{PREFIXES[locale]}fastlege/{file.stem}/"
    for locale in PREFIXES
    for file in (ROOT / "docs" / locale / "fastlege").glob("*.md")
    if file.stem != "index"
)


def opened(page: Page) -> list[str]:
    """Return the meanings that are open."""
    return page.evaluate("[...document.querySelectorAll('.np-meaning:popover-open')].map((one) => one.innerText)")


@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without-scripts"])
def test_a_word_is_explained_by_click_and_by_key_and_escape_closes_it(
    new_context: Callable[..., BrowserContext], site: str, scripts: bool
) -> None:
    page = new_context(viewport={"width": 390, "height": 800}, java_script_enabled=scripts).new_page()
    page.goto(f"{site}{PATIENT}")
    word = page.locator(".np-term").first
    meaning = page.locator(".np-meaning").first
    expect(meaning).to_be_hidden()
    word.click()
    expect(meaning).to_be_visible()
    box = meaning.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    page.keyboard.press("Escape")
    expect(meaning).to_be_hidden()
    word.press("Enter")
    expect(meaning).to_be_visible()
    expect(meaning.get_by_role("link")).to_be_visible()


def test_only_one_meaning_is_open_at_a_time_and_a_tap_beside_it_closes_it(page: Page, site: str) -> None:
    page.goto(f"{site}{PATIENT}")
    first, second = page.locator(".np-term").nth(0), page.locator(".np-term").nth(1)
    first.click()
    second.dispatch_event("click")
    assert len(opened(page)) == 1
    page.mouse.click(5, 5)
    assert opened(page) == []


def test_a_mark_leads_to_its_source_and_the_source_to_its_page(page: Page, site: str) -> None:
    page.goto(f"{site}{PATIENT}")
    mark = page.locator(".np-mark a").first
    mark.click()
    assert re.search(r"#kilde-[a-z0-9-]+$", page.url)
    target = page.locator(":target")
    expect(target).to_be_in_viewport()
    expect(target.get_by_role("link")).to_have_attribute("href", re.compile("^https://"))


@pytest.mark.parametrize("prefix", PREFIXES.values(), ids=PREFIXES)
def test_every_page_says_that_no_clinician_has_reviewed_it(page: Page, site: str, prefix: str) -> None:
    told = {"": "Ingen navngitt lege eller annen kliniker", "en/": "No named doctor or other clinician"}[prefix]
    for address in (PATIENT, "fastlege/lynch-syndrom/"):
        page.goto(f"{site}{prefix}{address}")
        expect(page.locator(".np-trust")).to_contain_text(told)


def test_every_gp_page_is_one_sheet_of_a4_in_both_languages(page: Page, site: str) -> None:
    assert len(SHEETS) >= 40
    sheets = {}
    for address in SHEETS:
        page.goto(f"{site}{address}")
        printed = page.pdf(format="A4", prefer_css_page_size=True)
        sheets[address] = len(re.findall(rb"/Type\s*/Page\b", printed))
    assert {address: number for address, number in sheets.items() if number != 1} == {}


def test_a_patient_in_tromso_finds_whom_to_turn_to_from_the_list_of_pages(page: Page, site: str) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{site}pasient/")
    page.get_by_role("link", name=re.compile("Arvelig bryst")).first.click()
    page.get_by_role("button", name="Helse Nord").click()
    answer = page.locator(".np-answers > details").first
    expect(answer).to_have_attribute("open", "")
    expect(answer).to_contain_text("Universitetssykehuset Nord-Norge")
