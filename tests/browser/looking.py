"""How the browser tests look at a page: with axe, in both schemes and at three widths, and where the focus is."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from itertools import product
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Response

NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = ("--no-sandbox", "--disable-background-networking", "--disable-component-update")

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (320, 768, 1400)
SCHEMES = ("light", "dark")

RUN_AXE = """
async (tags) => {
  const result = await axe.run({runOnly: tags, resultTypes: ["violations"]});
  const told = (found, node) => `${found.id}: ${node.html.slice(0, 160)} ${node.failureSummary}`;
  return result.violations.flatMap((found) => found.nodes.map((node) => told(found, node)));
}
"""

RUN_AXE_QUICKLY = RUN_AXE.replace("axe.run({", "axe.run({preload: false, selectors: false, iframes: false, ")
"""The same without reading the style sheet once more, which one rule needs, and without what only its reports show."""

FOCUS = """
() => {
  const one = document.activeElement;
  if (one === document.body) return null;
  const box = one.getBoundingClientRect();
  const style = getComputedStyle(one);
  const outlined = one.matches("main") || (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 3);
  const seen = one.checkVisibility({visibilityProperty: true, opacityProperty: true}) && box.width > 0 && box.height > 0
    && box.left >= 0 && box.right <= innerWidth && box.bottom > 0 && box.top < innerHeight;
  return {what: one.outerHTML.slice(0, 120), outlined, seen};
}
"""

REACHABLE = """
() => {
  const used = "a[href], button:enabled, input:enabled, select:enabled, textarea:enabled, summary, [tabindex='0']";
  const isOther = (one) => one.matches("[type=radio]:not(:checked)"); // arrow keys lead to the others of a group
  window.left = new Set([...document.querySelectorAll(used)].filter((one) => one.checkVisibility() && !isOther(one)));
  return window.left.size;
}
"""
REACHED = "() => void window.left.delete(document.activeElement)"
LEFT = "() => [...window.left].map((one) => one.outerHTML.slice(0, 120))"
"""All that Tab must reach; that it has reached something; what it has not reached."""

SHORTEN = """
() => {
  const told = (one) => `${one.tagName}.${one.className}`;
  for (const list of document.querySelectorAll("main *")) {
    const all = [...list.children].filter((one) => one.className || one.matches("li, tr, td, dt, dd"));
    for (const kind of new Set(all.map(told))) {
      const alike = all.filter((one) => told(one) === kind);
      if (alike.length > (alike[0].className ? 6 : 12)) for (const one of alike.slice(2, -2)) one.remove();
    }
  }
}
"""
"""Leave the first two and the last two of what one template drew: axe needs seconds for the longest lists."""

DRAWN = "() => document.adoptedStyleSheets.length === 0"
"""Whether no part of the page waits to be drawn (docs/assets/frame.js)."""

LISTEN = """
addEventListener("securitypolicyviolation", (event) => {
  console.error(`refused ${event.blockedURI} ${event.violatedDirective}`);
});
"""
"""Say in the console what the policy refused; for `add_init_script`."""

STORED = """
async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length,
  (await caches.keys()).length, (await navigator.serviceWorker?.getRegistrations() ?? []).length, document.cookie]
"""
NOTHING = [0, 0, 0, 0, 0, ""]
"""What `STORED` returns where nothing is kept in the browser."""


def launched(playwright: Playwright, *more: str) -> Browser:
    """Start Chromium: the system's, else playwright's own; without either the tests fail."""
    path = next(filter(None, map(shutil.which, NAMES)), playwright.chromium.executable_path)
    if not Path(path).exists():
        pytest.fail("no Chromium: apt-get install chromium, or: playwright install chromium", pytrace=False)
    return playwright.chromium.launch(executable_path=path, args=[*QUIET, *more])


def until_drawn(context: BrowserContext) -> BrowserContext:
    """Have the pages of a context wait, once they have arrived, until a phone has drawn the last part of them."""
    context.on("page", _until_drawn)
    return context


def _until_drawn(page: Page) -> None:
    go, again = page.goto, page.reload

    def drawn(answer: Response | None, how: dict[str, Any]) -> Response | None:
        if how.get("wait_until") != "commit":
            page.wait_for_function(DRAWN)
        return answer

    setattr(page, "goto", lambda address, **how: drawn(go(address, **how), how))  # noqa: B010
    setattr(page, "reload", lambda **how: drawn(again(**how), how))  # noqa: B010


def tabbed(page: Page, key: str = "Tab") -> bool:
    """Press a key and tell whether the focus is on something; what has it must be seen."""
    page.keyboard.press(key)
    focus = page.evaluate(FOCUS)
    assert focus is None or (focus["seen"] and focus["outlined"]), focus
    return focus is not None


def with_axe(new_context: Callable[..., BrowserContext]) -> Page:
    """Open a reader's page that axe can look at."""
    context = new_context()
    context.add_init_script(path=AXE)
    return context.new_page()


def faults(page: Page, widths: Iterable[int] = WIDTHS) -> list[str]:
    """Return all that axe objects to, and where the page is wider than the screen, in both schemes at all widths."""
    return faults_in(page, product(SCHEMES, widths))


def faults_in(page: Page, views: Iterable[tuple[str, int]]) -> list[str]:
    """Return the same in the schemes and at the widths that are named."""
    found = []
    for scheme, width in views:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 800})
        wide = page.evaluate("document.documentElement.scrollWidth")
        told = [*page.evaluate(RUN_AXE, TAGS), *([f"{wide} pixels wide"] if wide > width else [])]
        found += [f"{scheme} {width}: {one}" for one in told]
    return found
