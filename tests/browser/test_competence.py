"""Standards, curricula, needs and coverage as readers meet them: by keyboard, on a phone, in the dark, on paper."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.kinds import PREFIXES
from tests.browser.looking import SHORTEN, faults, with_axe

KINDS = {
    "standards": "kompetanse/",
    "standard": "kompetanse/genetic-counsellor/",
    "coverage": "kompetanse/dekning/",
    "coverage-region": "kompetanse/dekning/helse-nord/",
    "curricula": "laereplaner/",
    "curriculum": "laereplaner/praksislop-klinisk-laboratoriegenetikk/",
    "curriculum-in-hours": "laereplaner/innforing-genomikk-fastleger/",
    "needs": "behov/",
}
"""Name of the kind and an address of it within its language."""

CURRICULA = (
    "praksislop-klinisk-laboratoriegenetikk",
    "praksislop-genetisk-veiledning",
    "praksislop-molekylaer-patologi",
    "innforing-genomikk-fastleger",
)
"""Curricula with pictures in years, in months and in hours."""

PAPER = 680
"""The width of A4 in CSS pixels between margins of 15 mm."""


TOO_WIDE = """
() => [...document.querySelectorAll("main, main *")]
  .filter((one) => {
    const region = one.parentElement.closest(".np-scroll");
    const unseen = one.closest(".np-unseen") || !one.checkVisibility();
    return !region && !unseen && one.getBoundingClientRect().right > innerWidth + 0.5;
  })
  .map((one) => one.outerHTML.slice(0, 120))
"""

CUT = """
(width) => {
  const parts = [...document.querySelectorAll("main :is(table, th, td, p, li, h1, h2, h3, svg, dd)")]
    .filter((one) => one.checkVisibility() && !one.closest(".np-unseen"));
  return parts
    .filter((one) => one.getBoundingClientRect().right > width + 0.5
      || (one.tagName !== "svg" && one.clientWidth && one.scrollWidth > one.clientWidth + 1))
    .map((one) => `${one.tagName} ${one.getBoundingClientRect().right} ${one.textContent.trim().slice(0, 80)}`);
}
"""

PICTURE = """
(svg) => {
  const box = (one) => {
    const {left, right, top, bottom} = one.getBoundingClientRect();
    return {left, right, top, bottom, told: one.textContent};
  };
  const all = (name) => [...svg.querySelectorAll(`.np-timeline-${name}`)].map(box);
  return {frame: box(svg), names: all("name"), units: all("unit"), bars: all("bar")};
}
"""

Box = dict[str, float]


def overlap(one: Box, other: Box) -> bool:
    """Tell whether two boxes lie over each other."""
    across = one["left"] < other["right"] - 0.5 and other["left"] < one["right"] - 0.5
    return across and one["top"] < other["bottom"] - 0.5 and other["top"] < one["bottom"] - 0.5


@pytest.mark.parametrize("language", PREFIXES)
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "curriculum-in-hours"])
def test_axe_finds_nothing(new_context: Callable[..., BrowserContext], site: str, language: str, kind: str) -> None:
    page = with_axe(new_context)
    page.goto(f"{site}{PREFIXES[language]}{KINDS[kind]}")
    page.evaluate(SHORTEN)
    page.eval_on_selector_all("details", "all => all.forEach((one) => { one.open = true; })")
    assert faults(page) == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_fits_320_pixels_and_wide_tables_scroll_within_their_own_region(
    new_context: Callable[..., BrowserContext], site: str, kind: str
) -> None:
    page = new_context(viewport={"width": 320, "height": 640}).new_page()
    for prefix in PREFIXES.values():
        page.goto(f"{site}{prefix}{KINDS[kind]}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        assert page.evaluate(TOO_WIDE) == []
        tables = page.locator("main table")
        regions = page.locator("main div.np-scroll[role=region][tabindex='0'][aria-label]")
        assert regions.locator("table").count() == tables.count()
        names = regions.evaluate_all("all => all.map((one) => one.getAttribute('aria-label'))")
        assert len(names) == len(set(names))
        assert all(names)


@pytest.mark.parametrize("language", PREFIXES)
def test_a_wide_table_is_scrolled_by_keyboard_alone(
    new_context: Callable[..., BrowserContext], site: str, language: str
) -> None:
    page = new_context(viewport={"width": 320, "height": 640}).new_page()
    page.goto(f"{site}{PREFIXES[language]}{KINDS['coverage']}")
    region = page.locator(".np-scroll").first
    for _ in range(60):
        page.keyboard.press("Tab")
        if region.evaluate("(one) => one === document.activeElement"):
            break
    expect(region).to_be_focused()
    assert region.evaluate("(one) => parseFloat(getComputedStyle(one).outlineWidth)") >= 3
    assert region.evaluate("(one) => one.scrollWidth > one.clientWidth")
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => document.activeElement.scrollLeft > 0")


def test_the_holes_of_a_standard_open_and_close_with_enter(page: Page, site: str) -> None:
    page.goto(f"{site}{KINDS['coverage']}")
    details = page.locator("main details").first
    holes = details.locator("li")
    expect(holes.first).to_be_hidden()
    details.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(holes.first).to_be_visible()
    told = details.locator("summary").inner_text()
    assert str(holes.count()) in told.split()
    page.keyboard.press("Enter")
    expect(holes.first).to_be_hidden()


@pytest.mark.parametrize("kind", ["standard", "coverage", "curriculum"])
def test_the_skip_link_leads_to_the_text_and_the_next_link_is_in_it(
    new_context: Callable[..., BrowserContext], site: str, kind: str
) -> None:
    page = new_context(viewport={"width": 320, "height": 640}).new_page()
    page.goto(f"{site}en/{KINDS[kind]}")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_a_link_to_a_competence_leads_to_its_place_and_marks_it(page: Page, site: str) -> None:
    page.goto(f"{site}{KINDS['coverage']}")
    link = page.locator("tbody th a[href*='genetic-counsellor/#']").first
    name = str(link.get_attribute("href")).split("#")[1]
    link.click()
    competence = page.locator(f"[id='{name}']")
    expect(competence).to_be_in_viewport()
    plain = page.locator(".np-competence:not(:target)").first
    colour = "(one) => getComputedStyle(one).backgroundColor"
    assert competence.evaluate(colour) != plain.evaluate(colour)


@pytest.mark.parametrize("language", PREFIXES)
@pytest.mark.parametrize("curriculum", CURRICULA)
def test_the_picture_of_a_curriculum_is_told_in_words_and_its_letters_stand_free(
    new_context: Callable[..., BrowserContext], site: str, curriculum: str, language: str
) -> None:
    page = new_context().new_page()
    page.goto(f"{site}{PREFIXES[language]}laereplaner/{curriculum}/")
    title = page.get_by_role("heading", level=1).inner_text()
    picture = page.locator("main svg")
    expect(picture).to_have_role("img")
    name = str(picture.locator("title").text_content())
    assert title in name
    told = str(picture.locator("desc").text_content())
    assert told.strip()
    expect(picture).to_have_accessible_name(" ".join(f"{name} {told}".split()))
    for width in (320, 768, 1400):
        page.set_viewport_size({"width": width, "height": 800})
        seen = picture.evaluate(PICTURE)
        texts = [*seen["names"], *seen["units"]]
        frame = seen["frame"]
        outside = [one for one in texts if one["left"] < frame["left"] - 1 or one["right"] > frame["right"] + 1]
        assert outside == [], width
        over = [(one, bar) for one in texts for bar in seen["bars"] if overlap(one, bar)]
        over += [(one, other) for place, one in enumerate(texts) for other in texts[:place] if overlap(one, other)]
        assert over == [], width
        assert len(seen["bars"]) == len(seen["names"])


@pytest.mark.parametrize("language", PREFIXES)
@pytest.mark.parametrize("kind", KINDS)
def test_on_paper_every_column_is_within_the_page_and_no_text_is_cut(
    new_context: Callable[..., BrowserContext], site: str, kind: str, language: str
) -> None:
    page = new_context(viewport={"width": PAPER, "height": 960}).new_page()
    page.goto(f"{site}{PREFIXES[language]}{KINDS[kind]}")
    page.emulate_media(media="print")
    assert page.evaluate(CUT, PAPER) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PAPER


def test_on_paper_a_table_begins_with_its_head_on_every_sheet_and_keeps_its_colours(page: Page, site: str) -> None:
    page.goto(f"{site}{KINDS['coverage-region']}")
    page.emulate_media(media="print")
    assert page.locator("thead").first.evaluate("(one) => getComputedStyle(one).display") == "table-header-group"
    cells = page.locator(".np-heat td[class*=np-heat--]")
    assert set(cells.evaluate_all("all => all.map((one) => getComputedStyle(one).printColorAdjust)")) == {"exact"}
    expect(page.locator(".np-screen:visible")).to_have_count(0)
