"""The real site, served with the policy it is meant for, and a Chromium to read it with."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from norprem.serving import server
from tests.browser.looking import launched, until_drawn

PATIENCE = 30_000
"""Milliseconds: what is expected of a page is waited for as long as a click is, since machines are busy at times."""


@pytest.fixture(scope="session")
def site(site_folder: Path) -> Iterator[str]:
    """Serve the site that all tests share; return its address."""
    serving = server(site_folder, 0)
    threading.Thread(target=serving.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{serving.server_port}/"
    serving.shutdown()
    serving.server_close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start Chromium: the system's, else playwright's own; without either the tests fail."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        started = launched(playwright)
        yield started
        started.close()


@pytest.fixture
def new_context(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Return a function that opens a fresh reader's context; they are closed after the test."""
    opened: list[BrowserContext] = []

    def open_context(**options: object) -> BrowserContext:
        context = until_drawn(browser.new_context(**options))
        opened.append(context)
        return context

    yield open_context
    for context in opened:
        context.close()


@pytest.fixture
def page(new_context: Callable[..., BrowserContext]) -> Page:
    """Return an empty page of a fresh reader."""
    return new_context().new_page()
