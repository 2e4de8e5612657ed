"""Every page of the built site, once: axe, 320 pixels, the policy, other hosts, storage.

The kinds of pages are looked at more closely in `test_access.py`; this walk finds what one page
has and its kind has not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import cycle
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from tests.browser.kinds import KINDS, PREFIXES
from tests.browser.looking import AXE, LISTEN, NOTHING, RUN_AXE_QUICKLY, SCHEMES, STORED, TAGS, launched

LOCATION = re.compile(r"<loc>https?://[^/]+/([^<]*)</loc>")
FOREIGN = """
() => ["[target]", "[ping]", "[style]", "style", "iframe", "object", "embed", "script:not([src], [type$=json])"]
  .flatMap((name) => [...document.querySelectorAll(name)])
  .map((one) => one.outerHTML.slice(0, 160))
"""
"""What no page may have: an opened window, a ping, anything inline, anything embedded."""


@dataclass
class Walk:
    """What was met on the way, by page."""

    pages: int = 0
    faults: list[str] = field(default_factory=list)
    wide: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    stored: list[str] = field(default_factory=list)
    inline: list[str] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)
    cookies: list[object] = field(default_factory=list)


def addresses(site: str) -> list[str]:
    """Return the paths of all pages, and of a page that is missing in each language."""
    with urlopen(f"{site}sitemap.xml") as answer:
        listed = LOCATION.findall(answer.read().decode())
    return [*listed, *(f"{prefix}{KINDS['missing']}" for prefix in PREFIXES.values())]


@pytest.fixture(scope="module")
def walks(site: str) -> list[Walk]:
    """Read all pages, with a browser for each of two cores."""
    pages = addresses(site)
    with ThreadPoolExecutor(2) as both:
        return list(both.map(lambda half: walked(site, half), (pages[::2], pages[1::2])))


def walked(site: str, pages: Sequence[str]) -> Walk:
    """Read pages in one tab, each in the other scheme than the one before."""
    met = Walk()
    with sync_playwright() as playwright:
        browser = launched(playwright)
        page = opened(browser, met)
        for address, scheme in zip(pages, cycle(SCHEMES), strict=False):
            page.goto(site + address)
            look(page, met, address, scheme)
        met.cookies = list(page.context.cookies())
        browser.close()
    return met


def opened(browser: Browser, met: Walk) -> Page:
    """Open a tab that axe can look into and that tells what it asks for and complains of."""
    context = browser.new_context()
    for script in (AXE.read_text("utf-8"), LISTEN):
        context.add_init_script(script)
    page = context.new_page()
    page.on("request", lambda request: met.asked.add(request.url))
    page.on("console", lambda message: note(message, met))
    page.on("pageerror", lambda error: met.said.append(f"{page.url}: {error}"))
    return page


def note(message: ConsoleMessage, met: Walk) -> None:
    """Keep what the browser complains of, but that a missing page is missing."""
    if message.type in ("error", "warning") and not message.location["url"].endswith(KINDS["missing"]):
        met.said.append(f"{message.location['url']}: {message.text}")


def look(page: Page, met: Walk, address: str, scheme: str) -> None:
    """Look at the page that is open, wide and then as narrow as 400 % makes it."""
    met.pages += 1
    met.stored += [f"{address}: {kept}"] if (kept := page.evaluate(STORED)) != NOTHING else []
    met.inline += [f"{address}: {one}" for one in page.evaluate(FOREIGN)]
    page.set_viewport_size({"width": 320, "height": 800})
    if (width := page.evaluate("document.documentElement.scrollWidth")) > 320:
        met.wide.append(f"{address}: {width} pixels")
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": 1280, "height": 900})
    met.faults += [f"{address} {scheme}: {one}" for one in page.evaluate(RUN_AXE_QUICKLY, TAGS)]


def test_axe_finds_nothing_on_any_page(walks: list[Walk]) -> None:
    assert sum(walk.pages for walk in walks) > 400
    assert [one for walk in walks for one in walk.faults] == []


def test_no_page_has_to_be_scrolled_sideways_at_400_per_cent(walks: list[Walk]) -> None:
    assert [one for walk in walks for one in walk.wide] == []


def test_no_page_meets_the_policy_or_an_error(walks: list[Walk]) -> None:
    assert [one for walk in walks for one in walk.said] == []


def test_no_page_asks_another_host(walks: list[Walk], site: str) -> None:
    asked = [one for walk in walks for one in walk.asked]
    assert len(asked) > 400
    assert [one for one in asked if not one.startswith((site, "data:"))] == []


def test_nothing_is_kept_in_the_browser_by_reading_all_pages(walks: list[Walk]) -> None:
    assert [one for walk in walks for one in (*walk.stored, *walk.cookies)] == []


def test_no_page_has_anything_inline_or_embedded_or_opens_a_window(walks: list[Walk]) -> None:
    assert [one for walk in walks for one in walk.inline] == []
