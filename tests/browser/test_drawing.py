"""A phone draws a long page in parts: the first screen at once, the rest soon after, all for who goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from tests.browser.kinds import PREFIXES
from tests.browser.layout import PAGES
from tests.browser.looking import DRAWN

PHONE: ViewportSize = {"width": 412, "height": 823}
LONG = "pasient/gener-og-arv/"
PLACE = "#nar-mye-virker-sammen"

WAITING = """
(place) => {
  const within = (one) => [...one.cssRules];
  const rules = document.adoptedStyleSheets.flatMap(within).flatMap(within);
  const waiting = rules.flatMap(({selectorText}) => [...document.querySelectorAll(selectorText)]);
  const before = (one) => {
    do one = one.previousElementSibling; while (one && !one.checkVisibility());
    return one;
  };
  return waiting.filter((one) => one.closest(place) && one.parentElement.checkVisibility() && before(one))
    .map((one) => before(one).getBoundingClientRect().bottom);
}
"""
"""How far down the parts within a place would begin that are not drawn yet."""

PAGE, TEXT = "body", ".np-text"


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """Return the page of a reader on a phone."""
    with browser.new_context(viewport=PHONE) as context:
        yield context.new_page()


@pytest.fixture
def stopped(phone: Page) -> Page:
    """Return the same of a phone that stops after the first drawing."""
    phone.add_init_script("window.requestAnimationFrame = () => 0")
    return phone


@pytest.mark.parametrize("kind", PAGES)
def test_what_waits_of_the_text_begins_below_the_first_screen(stopped: Page, site: str, kind: str) -> None:
    for prefix in PREFIXES.values():
        stopped.goto(f"{site}{prefix}{PAGES[kind]}")
        assert min(stopped.evaluate(WAITING, TEXT), default=9_999) >= PHONE["height"], prefix


@pytest.mark.parametrize("kind", PAGES)
def test_all_of_a_page_is_drawn_soon(phone: Page, site: str, kind: str) -> None:
    for prefix in PREFIXES.values():
        phone.goto(f"{site}{prefix}{PAGES[kind]}")
        phone.wait_for_function(DRAWN)
        assert phone.evaluate(WAITING, PAGE) == [], prefix


def test_all_is_drawn_although_a_script_never_comes(phone: Page, site: str) -> None:
    phone.route("**/region.js", lambda route: None)
    phone.goto(site + LONG, wait_until="commit")
    phone.locator(".np-footer").wait_for()
    phone.wait_for_function(DRAWN)
    assert phone.evaluate("document.readyState") == "interactive"
    assert phone.evaluate(WAITING, PAGE) == []


def test_without_more_frames_a_long_page_waits(stopped: Page, site: str) -> None:
    stopped.goto(site + LONG)
    assert len(stopped.evaluate(WAITING, PAGE)) > 10


@pytest.mark.parametrize("act", [lambda page: page.keyboard.press("Tab"), lambda page: page.mouse.click(2, 2)])
def test_a_key_or_a_click_draws_all(stopped: Page, site: str, act: Callable[[Page], None]) -> None:
    stopped.goto(site + LONG)
    act(stopped)
    assert stopped.evaluate(WAITING, PAGE) == []


@pytest.mark.parametrize("place", [PLACE, "#:~:text=genet"])
def test_for_a_place_on_the_page_all_is_drawn(stopped: Page, site: str, place: str) -> None:
    stopped.goto(site + LONG + place)
    assert stopped.evaluate(WAITING, PAGE) == []


def test_read_again_or_gone_back_to_all_is_drawn(stopped: Page, site: str) -> None:
    stopped.goto(site + LONG)
    stopped.reload()
    assert stopped.evaluate(WAITING, PAGE) == []
    stopped.goto(f"{site}om/")
    stopped.go_back()
    assert stopped.evaluate(WAITING, PAGE) == []


@pytest.mark.parametrize("size", [{"width": 768, "height": 1024}, {"width": 1400, "height": 900}])
def test_a_larger_screen_is_drawn_whole(stopped: Page, site: str, size: ViewportSize) -> None:
    stopped.set_viewport_size(size)
    for address, prefix in product((LONG, PAGES["index"]), PREFIXES.values()):
        stopped.goto(site + prefix + address)
        assert stopped.evaluate(WAITING, PAGE) == []
