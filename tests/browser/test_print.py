"""What a page is on paper: courses on one sheet, curricula on a few, no buttons or menus, and every address once.

Sheets are counted in the PDF that Chromium makes. The machine's fonts differ in width, so the sheets leave some room.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.kinds import KINDS, PREFIXES

ROOT = Path(__file__).parents[2]
COURSES = sorted(file.stem for file in (ROOT / "curricula" / "courses").rglob("*.yaml"))
PROGRAMMES = sorted(file.stem for file in (ROOT / "curricula" / "programmes").glob("*.yaml"))
STANDARDS = sorted(file.stem for file in (ROOT / "curricula" / "standards").glob("*.yaml"))

PRINTED = """
() => [...document.querySelectorAll("a[href^=http]")]
  .filter((one) => one.checkVisibility() && getComputedStyle(one, "::after").content.includes("("))
  .map((one) => one.href)
"""

SEEN = """
(selector) => [...document.querySelectorAll(selector)].filter((one) => one.checkVisibility())
  .map((one) => one.outerHTML.slice(0, 120))
"""


def sheets(page: Page) -> int:
    """Return how many sides of A4 the open page fills."""
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4", prefer_css_page_size=True)))


def on_paper(page: Page, address: str) -> None:
    """Open a page as it is printed."""
    page.emulate_media(media="print")
    page.goto(address)


@pytest.mark.parametrize("prefix", PREFIXES.values(), ids=PREFIXES)
def test_every_course_is_one_sheet_of_a4(page: Page, site: str, prefix: str) -> None:
    assert len(COURSES) >= 50
    counted = {}
    for course in COURSES:
        on_paper(page, f"{site}{prefix}kurs/{course}/")
        counted[course] = sheets(page)
    assert {course: number for course, number in counted.items() if number != 1} == {}


@pytest.mark.parametrize("prefix", PREFIXES.values(), ids=PREFIXES)
def test_a_curriculum_is_two_sheets_of_a4_at_most_and_one_more_for_every_six_outcomes(
    page: Page, site: str, prefix: str
) -> None:
    assert len(PROGRAMMES) >= 10
    above = {}
    for programme in PROGRAMMES:
        on_paper(page, f"{site}{prefix}laereplaner/{programme}/")
        room = 2 + page.locator("ol[start] > li").count() // 6
        if sheets(page) > room:
            above[programme] = (sheets(page), room)
    assert above == {}


def test_a_printed_course_tells_who_when_where_for_whom_the_price_the_address_and_the_source(
    page: Page, site: str
) -> None:
    on_paper(page, f"{site}kurs/european-human-genetics-conference/")
    told = page.locator("main").inner_text()
    for wanted in (
        "Arrangør",
        "For hvem",
        "Pris",
        "Datoer",
        "Hvor:",
        "Opplysningene er hentet fra",
        "Sist sammenlignet",
    ):
        assert wanted in told
    assert page.locator(".np-button").evaluate("(one) => one.href") in page.evaluate(PRINTED)
    assert "/kurs/european-human-genetics-conference/" in page.locator(".np-address").inner_text()


def test_a_printed_curriculum_numbers_its_outcomes_and_its_modules_and_assessments_name_the_numbers(
    page: Page, site: str
) -> None:
    on_paper(page, f"{site}laereplaner/forberedelse-molekylaer-tumorboard/")
    outcomes = page.locator("ol[start] > li").count()
    numbers = re.compile(r"\d+(?:, \d+)*")
    for kind in ("p.np-paper", "li > .np-paper"):
        named = {
            int(one) for told in page.locator(kind).all_inner_texts() for one in numbers.findall(told)[-1].split(", ")
        }
        assert named == set(range(1, outcomes + 1)), kind
    starts = page.locator("ol[start]").evaluate_all("(all) => all.map((one) => [one.start, one.children.length])")
    assert [start for start, _ in starts] == [
        1 + sum(size for _, size in starts[:place]) for place in range(len(starts))
    ]
    assert page.locator(".np-blueprint").is_hidden()


@pytest.mark.parametrize("prefix", PREFIXES.values(), ids=PREFIXES)
def test_no_page_prints_an_address_twice_nor_a_menu_a_filter_or_a_button(page: Page, site: str, prefix: str) -> None:
    addresses = [
        *KINDS.values(),
        *(f"laereplaner/{one}/" for one in PROGRAMMES),
        *(f"kompetanse/{one}/" for one in STANDARDS),
        "om/historie-og-mandat/",
        "pasient/sjelden-sykdom/",
    ]
    twice, left = {}, {}
    for address in addresses:
        on_paper(page, f"{site}{prefix}{address}")
        printed = page.evaluate(PRINTED)
        if again := {one for one in printed if printed.count(one) > 1}:
            twice[address] = again
        if seen := page.evaluate(
            SEEN, "nav, form, button:not(.np-term), select, .np-skip, .np-menu, .np-feedback, .np-language"
        ):
            left[address] = seen
    assert twice == {}
    assert left == {}


@pytest.mark.parametrize("address", ["pasient/lynch-syndrom/", "fastlege/sjelden-sykdom/"])
def test_words_that_are_explained_on_the_screen_are_there_on_paper_too(page: Page, site: str, address: str) -> None:
    on_paper(page, f"{site}{address}")
    words = page.locator("button.np-term")
    assert words.count() > 0
    assert all(word.is_visible() for word in words.all())


def test_what_is_called_by_its_address_does_not_print_it_again(page: Page, site: str) -> None:
    on_paper(page, f"{site}ressurspersoner/")
    named = page.locator(".np-person dd a[data-told]").first
    assert named.evaluate("(one) => getComputedStyle(one, '::after').content") == "none"


def test_paper_is_light_also_for_who_reads_in_the_dark(page: Page, site: str) -> None:
    page.emulate_media(color_scheme="dark", media="print")
    page.goto(f"{site}kurs/european-human-genetics-conference/")
    colours = page.evaluate(
        "[document.body, document.querySelector('h1')].map((one) => getComputedStyle(one))"
        ".map((style) => [style.color, style.backgroundColor])"
    )
    assert colours[0] == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    assert colours[1][0] == "rgb(0, 0, 0)"
