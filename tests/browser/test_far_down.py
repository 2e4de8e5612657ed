"""What is far down a long page is there when one goes straight to it: by keys from the end, and by its address.

Lists that are laid out only as the reader comes near (`content-visibility: auto`) fail here. For what a phone draws
later see `test_drawing.py`.
"""

from __future__ import annotations

from itertools import product

import pytest
from playwright.sync_api import Page

from tests.browser.looking import REACHABLE, tabbed

LONG = {
    "courses": "kurs/",
    "people": "ressurspersoner/",
    "competence": "kompetanse/",
    "methods": "metoder/",
    "glossary": "ordliste/",
    "index": "a-aa/",
    "codes": "kode/",
    "needs": "behov/",
    "rules": "bidra/regler/",
    "rule-family": "bidra/regler/k6/",
}
WIDTHS = (320, 1400)
STEPS = 60

TWO_FRAMES = "() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))"
NAMED = "() => [...document.querySelectorAll('main [id]')].filter((one) => one.checkVisibility()).map((one) => one.id)"
LANDED = """
(id) => {
  const top = document.getElementById(id).getBoundingClientRect().top;
  const isAtEnd = scrollY + innerHeight >= document.documentElement.scrollHeight - 2;
  return top >= -5 && (top <= 160 || (isAtEnd && top < innerHeight));
}
"""
"""Whether what an address names is at the top of the screen, or in sight where the page ends before it can be."""


@pytest.mark.parametrize(("kind", "width"), list(product(LONG, WIDTHS)))
def test_going_back_from_the_end_what_has_the_focus_is_in_sight(page: Page, site: str, kind: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 640})
    page.goto(site + LONG[kind])
    assert page.evaluate(REACHABLE) > 10
    for _ in range(STEPS):
        if not tabbed(page, "Shift+Tab"):
            break


@pytest.mark.parametrize(("kind", "width"), list(product(LONG, WIDTHS)))
def test_an_address_leads_to_what_it_names(page: Page, site: str, kind: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 640})
    page.goto(site + LONG[kind])
    names = page.evaluate(NAMED)
    for name in names[len(names) // 5 :: max(1, len(names) // 5)]:
        page.goto("about:blank")
        page.goto(f"{site}{LONG[kind]}#{name}")
        page.evaluate(TWO_FRAMES)
        assert page.evaluate(LANDED, name), name
