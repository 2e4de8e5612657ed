"""Readers who set up their machine in their own way: forced colours, more space in the text, less motion."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.kinds import KINDS, PREFIXES
from tests.browser.looking import FOCUS, RUN_AXE, SHORTEN, TAGS, with_axe

SPACED = """
() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
    p { margin-bottom: 2em !important; }`);
  document.adoptedStyleSheets = [sheet];
}
"""
"""The spacing of WCAG 1.4.12, the way a reader's own style sheet sets it."""

OPEN = "() => { for (const one of document.querySelectorAll('details')) one.open = true; }"

CLIPPED = """
() => {
  const found = [];
  const unseen = (one) => one.closest(".np-unseen, .np-scheme-name, .np-skip, .np-scroll, [hidden], [popover]");
  for (const one of document.querySelectorAll("body *")) {
    if (!one.checkVisibility({visibilityProperty: true}) || unseen(one)) continue;
    const style = getComputedStyle(one);
    const cut = /hidden|clip/.test(`${style.overflowX} ${style.overflowY}`) && !one.closest("svg");
    if (cut && (one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1))
      found.push(`clipped: ${one.outerHTML.slice(0, 120)}`);
    if (one.closest("svg, pre")) continue; // spaces at the end of a line of code hang beside it, and are nothing
    for (const node of [...one.childNodes].filter(({nodeType, data}) => nodeType === 3 && data.trim())) {
      const range = document.createRange();
      range.selectNode(node);
      const beside = ({left, right, width}) =>
        width > 1 && (left < -1 || right > document.documentElement.clientWidth + 1);
      if ([...range.getClientRects()].some(beside)) found.push(`beside the page: ${node.data.slice(0, 120)}`);
    }
  }
  for (const picture of document.querySelectorAll("svg")) {
    if (getComputedStyle(picture).overflow === "visible") continue;
    const frame = picture.getBoundingClientRect();
    for (const text of picture.querySelectorAll("text")) {
      const box = text.getBoundingClientRect();
      const beside = box.left < frame.left - 2 || box.right > frame.right + 2;
      if (box.width && beside) found.push(`beside its picture: ${text.textContent}`);
    }
  }
  return found;
}
"""
"""Text that is cut by its own box, or lies beside the page or a picture that cuts it off."""

MOVING = """
() => [
  ...document.getAnimations().map((one) => `animation ${one.animationName ?? one.transitionProperty}`),
  ...[...document.querySelectorAll("*")].filter((one) => {
    const style = getComputedStyle(one);
    const lasts = parseFloat(style.transitionDuration) > 0;
    return lasts || style.animationName !== "none" || style.scrollBehavior === "smooth";
  }).map((one) => one.outerHTML.slice(0, 120)),
]
"""

SHAPELESS = """
() => [...document.querySelectorAll("button, input, select, textarea")].filter((one) => {
  if (!one.checkVisibility({visibilityProperty: true}) || one.closest(".np-unseen")) return false;
  const style = getComputedStyle(one);
  const framed = style.borderBottomStyle !== "none" && parseFloat(style.borderBottomWidth) > 0;
  return !framed && style.textDecorationLine === "none" && !/radio|checkbox|range|file/.test(one.type);
}).map((one) => one.outerHTML.slice(0, 120))
"""
"""Controls that only a background tells from text: where the system decides the colours, it is gone."""

KEPT = """
() => [...document.querySelectorAll("body *")]
  .filter((one) => !one.closest("svg") && getComputedStyle(one).forcedColorAdjust === "none")
  .map((one) => one.outerHTML.slice(0, 120))
"""
"""What keeps its own colours where the system decides them; pictures do, and draw in the system's."""

LOST = """
() => [...document.querySelectorAll("[aria-current], [aria-pressed=true], [aria-selected=true]")].filter((one) => {
  if (!one.checkVisibility()) return false;
  const other = [...(one.closest("ul, ol, div")?.querySelectorAll(one.tagName) ?? [])]
    .find((two) => !two.matches("[aria-current], [aria-pressed=true], [aria-selected=true]") && two.checkVisibility());
  if (!other) return false;
  const look = (element) => {
    const style = getComputedStyle(element);
    const told = ["fontWeight", "textDecorationLine", "borderWidth", "borderColor", "outlineStyle", "backgroundColor"];
    return [...told, "color"].map((name) => style[name]).join();
  };
  return look(one) === look(other) && look(one.parentElement) === look(other.parentElement);
}).map((one) => one.outerHTML.slice(0, 120))
"""
"""What is chosen, and looks like what is not."""


def open_kind(page: Page, site: str, language: str, kind: str) -> None:
    """Go to a page, and wait for its results where it is a search."""
    page.goto(f"{site}{PREFIXES[language]}{KINDS[kind]}")
    if kind == "results":
        page.wait_for_selector("#np-results a")


@pytest.mark.parametrize("language", PREFIXES)
@pytest.mark.parametrize("kind", KINDS)
def test_more_space_in_the_text_clips_nothing(
    new_context: Callable[..., BrowserContext], site: str, language: str, kind: str
) -> None:
    page = new_context(viewport={"width": 1280, "height": 900}).new_page()
    open_kind(page, site, language, kind)
    page.evaluate(SPACED)
    page.evaluate(OPEN)
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(CLIPPED) == [], width
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("kind", KINDS)
def test_in_forced_colours_everything_can_be_told_apart(
    new_context: Callable[..., BrowserContext], site: str, kind: str
) -> None:
    page = with_axe(new_context)
    for scheme in ("dark", "light"):
        page.emulate_media(forced_colors="active", color_scheme=scheme)
        open_kind(page, site, "nb", kind)
        page.evaluate(SHORTEN)
        # There axe takes the page's own colour of letters for the one that is shown, which is the system's.
        told = page.evaluate(RUN_AXE, TAGS)
        assert [one for one in told if not one.startswith("color-contrast")] == []
        assert page.evaluate(KEPT) == []
        assert page.evaluate(SHAPELESS) == []
        assert page.evaluate(LOST) == []
        for _ in range(6):
            page.keyboard.press("Tab")
            focus = page.evaluate(FOCUS)
            assert focus is None or (focus["seen"] and focus["outlined"]), focus


def test_nothing_moves_for_readers_who_ask_for_that(new_context: Callable[..., BrowserContext], site: str) -> None:
    page = new_context(reduced_motion="reduce").new_page()
    for kind in KINDS:
        open_kind(page, site, "nb", kind)
        page.evaluate(OPEN)
        assert page.evaluate(MOVING) == [], kind
