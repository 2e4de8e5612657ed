"""Pictures of the site: `make shots` for the eye, `make pictures` for README.md.

`make shots` draws every kind of page at three widths in both schemes into site-shots/, which git ignores, and takes
where everything stands (tests/browser/layout.json) and small pictures (tests/browser/shots/) as the new reference. Look
at the pictures and at `git diff` before you commit it.
"""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from norprem.serving import server
from tests.browser import pictures
from tests.browser.layout import PAGES, keep, measured
from tests.browser.looking import launched
from tests.building import ROOT, built

SHOTS = ROOT / "site-shots"
PICTURES = ROOT / ".github"
TALLEST = 3000
"""Pixels of a page that are drawn; what is below looks the same."""

MOST = 80_000
"""Bytes of a picture in README.md."""

SHEET = {"width": 794, "height": 1123}
"""A4 at 96 pixels to the inch."""

MARGINS = "html { padding: 34px 42px; background: #fff; }"
"""Those of the style sheet's `@page`, which only a printer draws."""


@contextmanager
def served() -> Iterator[str]:
    """Build the site as of the day the tests take for today, serve it, and give its address."""
    with tempfile.TemporaryDirectory() as folder:
        serving = server(built(Path(folder) / "site"), 0)
        threading.Thread(target=serving.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{serving.server_port}/"
        serving.shutdown()
        serving.server_close()


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the Chromium that the tests use."""
    with sync_playwright() as playwright:
        browser = launched(playwright)
        yield browser
        browser.close()


def shots(browser: Browser, site: str) -> None:
    """Draw every kind of page, and take how all stands and looks as the new reference."""
    shutil.rmtree(SHOTS, ignore_errors=True)
    shutil.rmtree(pictures.FOLDER, ignore_errors=True)
    SHOTS.mkdir()
    drawn: dict[str, pictures.Pictures] = {kind: {} for kind in PAGES}

    def draw(page: Page, kind: str, scheme: str, width: int) -> None:
        drawn[kind][scheme, width] = pictures.small(page.screenshot(), width)
        height = page.evaluate("document.documentElement.scrollHeight")
        clip = {"x": 0, "y": 0, "width": width, "height": min(height, TALLEST)}
        page.screenshot(path=SHOTS / f"{kind}-{width}-{scheme}.png", clip=clip, full_page=True)

    keep(measured(browser.new_context, site, draw))
    for kind, views in drawn.items():
        pictures.keep(kind, views)


def shown(browser: Browser, site: str) -> None:
    """Draw the four pictures of README.md: two on a screen, one on paper, one on a phone."""
    page = browser.new_page(viewport={"width": 1200, "height": 800})
    page.goto(site)
    _small(page.screenshot(), "forside.png")
    page.goto(f"{site}pasient/arvelig-bryst-og-eggstokkreft/")
    _small(page.screenshot(), "pasient.png")
    page = browser.new_page(viewport={"width": 390, "height": 800})
    page.goto(f"{site}kurs/")
    _small(page.screenshot(), "kurs-telefon.png")
    page = browser.new_page(viewport=SHEET, bypass_csp=True)
    page.emulate_media(media="print")
    page.goto(f"{site}fastlege/lynch-syndrom/")
    page.add_style_tag(content=MARGINS)
    _small(page.screenshot(), "fastlege-utskrift.png")


def _small(drawn: bytes, name: str) -> None:
    """Keep a picture in as many colours as its size allows.

    Raises:
        ValueError: where even few are too many.
    """
    picture = Image.open(io.BytesIO(drawn)).convert("RGB")
    for colours in (64, 32, 16, 8):
        few = picture.quantize(colours, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        kept = io.BytesIO()
        few.save(kept, "PNG", optimize=True)
        if len(kept.getvalue()) <= MOST:
            (PICTURES / name).write_bytes(kept.getvalue())
            return
    raise ValueError(f"{name}: larger than {MOST} bytes")


if __name__ == "__main__":
    with served() as address, chromium() as started:
        (shown if sys.argv[1:] == ["pictures"] else shots)(started, address)
