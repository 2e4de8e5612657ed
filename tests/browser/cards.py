"""Draws the pictures that are shown where a page is shared: `python -m tests.browser.cards`, and look at what it made.

One for each section and language, kept with the site: to draw one for every page at build would need a library for
pictures and a font, and nothing the site is built with has either.
"""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import sync_playwright

from norprem.pages.around import CARD_SIZE, card_file, card_names
from norprem.words import Words
from tests.browser.looking import launched
from tests.building import ROOT

DRAWN = """<!doctype html><meta charset="utf-8"><style>
  body {{ box-sizing: border-box; width: {width}px; height: {height}px; margin: 0; padding: 84px 96px; display: flex;
    flex-direction: column; background: #0b3c49; color: #fff; font-family: "DejaVu Sans", sans-serif; }}
  b {{ font-size: 44px; }}
  h1 {{ flex: 1; margin: 0; display: flex; align-items: center; font-size: 76px; line-height: 1.15; }}
  p {{ margin: 0; padding-top: 28px; border-top: 6px solid #93d0ee; font-size: 28px; }}
</style><b>NorPreM</b><h1>{title}</h1><p>{about}</p>"""

ABOUT = {
    "nb": "Nasjonalt kompetansenettverk for persontilpasset medisin",
    "en": "Norway's national competence network for personalised medicine",
}


def draw(folder: Path) -> None:
    """Write every picture below a folder."""
    width, height = CARD_SIZE
    with sync_playwright() as playwright:
        browser = launched(playwright, "--disable-lcd-text")
        page = browser.new_page(viewport={"width": width, "height": height})
        for locale, about in ABOUT.items():
            words = Words.load(locale)
            for name in card_names():
                page.set_content(DRAWN.format(width=width, height=height, title=words(f"card.{name}"), about=about))
                file = folder / card_file(name, locale)
                file.parent.mkdir(parents=True, exist_ok=True)
                page.screenshot(path=file)
        browser.close()


if __name__ == "__main__":
    draw(ROOT / "docs")
