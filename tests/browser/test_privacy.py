"""Nothing leaves the site, nothing is stored, and the strict policy holds without an exception."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import BrowserContext, ConsoleMessage, Page

from norprem.serving import POLICY
from tests.browser.kinds import KINDS, PREFIXES
from tests.browser.looking import LISTEN, NOTHING, STORED


def test_the_policy_allows_nothing_inline() -> None:
    assert "default-src 'none'" in POLICY
    assert "'unsafe-" not in POLICY
    assert "data:" not in POLICY.replace("img-src 'self' data:", "")
    assert "require-trusted-types-for 'script'" in POLICY


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
            assert page.evaluate(STORED) == NOTHING, kind
    assert [address for address in asked if not address.startswith((site, "data:"))] == []
    assert said == []
    assert context.cookies() == []


def test_a_page_is_five_requests_and_the_scripts_of_the_frame(page: Page, site: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for kind in ("course", "gp-page", "glossary", "contribute", "missing"):
        asked.clear()
        page.goto(site + KINDS[kind])
        scripts = {address.rsplit("/", 1)[-1] for address in asked if address.endswith(".js")}
        assert len(asked) <= 5, (kind, asked)
        assert scripts == {"frame.js", "region.js"}
