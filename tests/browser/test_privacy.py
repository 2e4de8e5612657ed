"""Nothing leaves the site, nothing is stored, and the strict policy holds without an exception."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import BrowserContext, ConsoleMessage, Page

from norprem.serving import POLICY
from tests.browser.kinds import KINDS, PREFIXES

LISTEN = """
addEventListener("securitypolicyviolation", (event) => {
  console.error(`refused ${event.blockedURI} ${event.violatedDirective}`);
});
"""

STORED = """
async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length, document.cookie]
"""


WITH_SCRIPT = {"search", "calendar", "methods", "patient", "gp", "patient-page", "gp-page", "inheritance"}
"""Kinds of page that have a script: to search, to filter, to put the reader's region first."""


def test_the_policy_allows_nothing_inline() -> None:
    assert "default-src 'none'" in POLICY
    assert "'unsafe-" not in POLICY
    assert "data:" not in POLICY.replace("img-src 'self' data:", "")


def test_no_request_leaves_the_site_nothing_is_refused_and_nothing_is_stored(
    new_context: Callable[..., BrowserContext], site: str
) -> None:
    context = new_context()
    context.add_init_script(LISTEN)
    page = context.new_page()
    asked: list[str] = []
    said: list[str] = []

    def note(message: ConsoleMessage) -> None:
        expected = message.location["url"].endswith(KINDS["missing"])  # the error page itself answers 404
        if message.type in ("error", "warning") and not expected:
            said.append(f"{page.url}: {message.text}")

    page.on("request", lambda request: asked.append(request.url))
    page.on("console", note)
    page.on("pageerror", lambda error: said.append(f"{page.url}: {error}"))
    for prefix in PREFIXES.values():
        for kind, address in KINDS.items():
            page.goto(f"{site}{prefix}{address}")
            if kind == "results":
                page.wait_for_selector("#np-results a")
            assert page.evaluate(STORED) == [0, 0, 0, ""], kind
    assert [address for address in asked if not address.startswith((site, "data:"))] == []
    assert said == []
    assert context.cookies() == []


def test_a_page_is_three_requests_and_no_script(page: Page, site: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.resource_type))
    for kind in set(KINDS) - WITH_SCRIPT - {"results", "figures"}:
        asked.clear()
        page.goto(site + KINDS[kind])
        assert len(asked) <= 3, (kind, asked)
        assert "script" not in asked
