"""The frame of every page: menu, light and dark, the way to a page, its twin, the list from A to Å, the home page."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.kinds import KINDS
from tests.browser.looking import faults, with_axe

STORE = "JSON.stringify({...localStorage})"
SCHEME = "document.documentElement.dataset.scheme ?? null"
PAPER = "getComputedStyle(document.body).backgroundColor"
WHITE, BLACK = "rgb(255, 255, 255)", "rgb(16, 25, 29)"
TOPIC = "pasient/lynch-syndrom/"
BARS = """
() => [...document.querySelectorAll(".np-tabs li, .np-menu summary")].map((one) => one.getBoundingClientRect().top)
"""

PHONES = [(390, 664), (360, 640)]
"""Pixels that common phones leave below and above the browser's own bars."""

FIRST = """
() => {
  const [text] = [...document.querySelectorAll("h1 ~ p, h1 ~ ul > li, h1 ~ form, .np-rows")]
    .filter((one) => !one.matches(".np-byline, .np-twin, [hidden]") && one.innerText.trim());
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  range.setStart(text, 0);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const end = node.data.search(/[.?!:](\\s|$)/);
    range.setEnd(node, end < 0 ? node.length : end + 1);
    if (end >= 0) break;
  }
  const boxes = [...range.getClientRects()].map(({bottom}) => bottom);
  return [document.querySelector("h1").getBoundingClientRect().top, Math.max(...boxes)].map(Math.round);
}
"""
"""Where the heading begins, and where the first sentence below it ends."""


@pytest.mark.parametrize("system", ["light", "dark"])
def test_the_button_goes_through_three_states_and_stores_only_when_pressed(
    new_context: Callable[..., BrowserContext], site: str, system: str
) -> None:
    page = new_context(color_scheme=system).new_page()
    page.goto(f"{site}ordliste/")
    own, other = (WHITE, BLACK) if system == "light" else (BLACK, WHITE)
    button = page.locator(".np-scheme")
    assert (page.evaluate(STORE), page.evaluate(SCHEME), page.evaluate(PAPER)) == ("{}", None, own)
    expect(page.get_by_role("button", name="Utseende: Auto")).to_be_visible()
    opposite = "dark" if system == "light" else "light"
    button.press("Enter")
    assert (page.evaluate(SCHEME), page.evaluate(PAPER)) == (opposite, other)
    assert json.loads(page.evaluate(STORE)) == {"norprem-scheme": opposite}
    button.press("Enter")
    assert (page.evaluate(SCHEME), page.evaluate(PAPER)) == (system, own)
    button.press("Enter")
    assert (page.evaluate(STORE), page.evaluate(SCHEME)) == ("{}", None)


def test_the_choice_holds_on_the_next_page_before_anything_is_drawn(page: Page, site: str) -> None:
    page.emulate_media(color_scheme="light")
    page.goto(site)
    page.locator(".np-scheme").click()
    page.add_init_script(
        "new MutationObserver((_, all) => { if (!document.body) return; all.disconnect();"
        " window.first = document.documentElement.dataset.scheme; })"
        ".observe(document, {childList: true, subtree: true})"
    )
    page.goto(f"{site}en/kurs/")
    assert page.evaluate("window.first") == "dark"
    assert page.evaluate(PAPER) == BLACK
    expect(page.get_by_role("button", name="Appearance: Dark")).to_be_visible()


def test_a_choice_that_makes_no_sense_is_left_alone_and_a_full_store_breaks_nothing(page: Page, site: str) -> None:
    page.goto(site)
    page.evaluate("localStorage.setItem('norprem-scheme', 'purple')")
    page.reload()
    assert page.evaluate(SCHEME) is None
    page.evaluate("() => { Storage.prototype.setItem = () => { throw new Error('no'); }; }")
    page.locator(".np-scheme").click()
    assert page.evaluate(SCHEME) == "dark"


def test_a_chosen_dark_page_is_printed_on_white(page: Page, site: str) -> None:
    page.goto(site)
    page.locator(".np-scheme").click()
    page.emulate_media(media="print")
    assert page.evaluate(PAPER) in (WHITE, "rgba(0, 0, 0, 0)")


@pytest.mark.parametrize("system", ["light", "dark"])
def test_axe_finds_nothing_in_the_scheme_that_was_chosen_or_in_the_open_menu(
    new_context: Callable[..., BrowserContext], site: str, system: str
) -> None:
    page = with_axe(new_context)
    page.emulate_media(color_scheme=system)
    page.goto(site)
    page.locator(".np-scheme").click()
    assert faults(page, (320, 1400)) == []
    page.locator(".np-menu summary").click()
    assert faults(page, (320, 1400)) == []


@pytest.mark.parametrize("prefix", ["", "en/"])
@pytest.mark.parametrize("width", [1024, 1200, 1400])
def test_the_bar_is_one_line_and_the_header_too(page: Page, site: str, width: int, prefix: str) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{site}{prefix}kurs/")
    tops = page.evaluate(BARS)
    assert len(tops) == 7
    assert max(tops) - min(tops) < 10
    assert page.locator(".np-masthead").bounding_box()["height"] < 100  # type: ignore[index]
    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("width", [320, 1400])
def test_the_menu_holds_every_section_and_closes_with_escape_or_beside_it(page: Page, site: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{site}kompetanse/")
    menu, summary = page.get_by_role("navigation", name="Hovedmeny"), page.locator(".np-menu summary")
    summary.press("Enter")
    for name in ("Pasient og pårørende", "Metoder", "Ordliste", "A–Å", "Om nettverket", "Bidra", "Læreplaner"):
        expect(menu.get_by_role("link", name=name, exact=True)).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(summary).to_be_focused()
    summary.press("Enter")
    expect(menu).to_be_visible()
    page.locator("main").dispatch_event("click")
    expect(menu).to_be_hidden()


@pytest.mark.parametrize(
    ("address", "way"),
    [
        (TOPIC, ["Forside", "Pasient og pårørende"]),
        ("kurs/region/helse-nord/", ["Forside", "Kurs"]),
        ("kurs/european-human-genetics-conference/", ["Forside", "Kurs"]),
        ("kompetanse/dekning/helse-nord/", ["Forside", "Kompetanse", "Dekning"]),
        ("kompetanse/gp/egenvurdering/", ["Forside", "Kompetanse", "Genomikk i fastlegens arbeid"]),
        ("kode/icpc2/A21/", ["Forside", "Fastlege", "Sider etter diagnosekode"]),
        ("ordliste/", ["Forside"]),
    ],
)
def test_the_way_to_a_page_is_shown_and_can_be_gone_back(page: Page, site: str, address: str, way: list[str]) -> None:
    page.goto(site + address)
    links = page.get_by_role("navigation", name="Her er du").get_by_role("link")
    assert links.all_inner_texts() == way
    target = links.last.evaluate("(one) => one.href")
    links.last.click()
    page.wait_for_url(target)
    expect(page.locator("h1")).to_have_count(1)


def test_a_topic_leads_to_the_same_topic_for_the_other_side_and_back(page: Page, site: str) -> None:
    page.goto(site + TOPIC)
    page.locator(".np-twin a").click()
    page.wait_for_url(f"{site}fastlege/lynch-syndrom/")
    page.locator(".np-twin a").click()
    page.wait_for_url(site + TOPIC)


def test_next_and_previous_lead_to_each_other(page: Page, site: str) -> None:
    page.goto(site + TOPIC)
    page.locator("a[rel=next]").click()
    page.wait_for_url(lambda address: address != site + TOPIC)
    page.locator("a[rel=prev]").click()
    page.wait_for_url(site + TOPIC)


@pytest.mark.parametrize(("prefix", "word"), [("", "HNPCC"), ("en/", "womb cancer, hereditary")])
def test_without_a_script_the_list_from_a_to_z_leads_to_a_page_by_another_word(
    new_context: Callable[..., BrowserContext], site: str, prefix: str, word: str
) -> None:
    page = new_context(java_script_enabled=False, viewport={"width": 320, "height": 700}).new_page()
    page.goto(site + prefix)
    expect(page.locator(".np-scheme")).to_be_hidden()
    page.locator(".np-footer").get_by_role("link", name="Alle sider" if not prefix else "All pages").click()
    page.locator(".np-letters").get_by_role("link", name=word[0].upper(), exact=True).click()
    line = page.locator(".np-index li", has_text=word).first
    expect(line).to_contain_text("for pasienter" if not prefix else "for patients")
    line.get_by_role("link").first.click()
    assert "lynch-syndrom/" in page.url


def test_the_home_page_has_a_door_for_each_reader_one_search_and_the_regions(page: Page, site: str) -> None:
    for prefix in ("", "en/"):
        page.goto(site + prefix)
        expect(page.locator("ul:has(> .doors:first-child) > li")).to_have_count(7)
        expect(page.get_by_role("search")).to_have_count(1)
        expect(page.locator(".np-news li")).to_have_count(5)
        expect(page.locator(".np-way")).to_have_count(4)
    page.goto(site)
    page.get_by_role("button", name="Helse Vest", exact=True).click()
    expect(page.locator(".np-way").first).to_contain_text("Helse Vest")
    page.get_by_role("searchbox").fill("kreft")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}sok/?q=kreft")


def test_a_fault_can_be_told_with_the_page_named(page: Page, site: str) -> None:
    page.goto(site + TOPIC)
    link = page.get_by_role("link", name="Opprett en sak om denne siden")
    address = link.get_attribute("href") or ""
    assert "/issues/new?title=" in address
    assert "Lynch-syndrom" in address


@pytest.mark.parametrize("size", PHONES, ids=str)
@pytest.mark.parametrize("prefix", ["", "en/"])
def test_the_first_screen_of_a_phone_shows_the_heading_and_the_first_sentence_with_a_region_too(
    new_context: Callable[..., BrowserContext], site: str, size: tuple[int, int], prefix: str
) -> None:
    page = new_context(viewport={"width": size[0], "height": size[1]}).new_page()
    below = {}
    for kind, address in KINDS.items():
        if kind == "results":
            continue
        page.goto(f"{site}{prefix}{address}")
        plain = page.evaluate(FIRST)
        page.goto(f"{site}{prefix}{address}?region=helse-midt-norge")
        expect(page.locator("#np-where")).to_be_visible()
        assert page.evaluate(FIRST) == plain, "the region moves the page"
        if plain[1] > size[1]:
            below[kind] = plain[1]
    assert below == {}
