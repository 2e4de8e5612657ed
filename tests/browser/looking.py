"""How the browser tests look at a page: with axe, in both schemes and at three widths, and where the focus is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import axe_playwright_python
from playwright.sync_api import BrowserContext, Page

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
() => [...document.querySelectorAll("a[href], button, input, summary, [tabindex='0']")]
  .filter((one) => one.checkVisibility()).length
"""


def with_axe(new_context: Callable[..., BrowserContext]) -> Page:
    """Open a reader's page that axe can look at."""
    context = new_context()
    context.add_init_script(path=AXE)
    return context.new_page()


def faults(page: Page, widths: Iterable[int] = WIDTHS) -> list[str]:
    """Return all that axe objects to, and where the page is wider than the screen, in both schemes at all widths."""
    found = []
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        for width in widths:
            page.set_viewport_size({"width": width, "height": 800})
            wide = page.evaluate("document.documentElement.scrollWidth")
            told = [*page.evaluate(RUN_AXE, TAGS), *([f"{wide} pixels wide"] if wide > width else [])]
            found += [f"{scheme} {width}: {one}" for one in told]
    return found
