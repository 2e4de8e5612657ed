"""Nothing moves on a page while it arrives, on a slow phone and on a desk, on a slow network."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.kinds import PREFIXES
from tests.browser.layout import PAGES
from tests.sync.servers import nginx

SIZES = [(412, 823), (1400, 900)]
SLOW = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 90_000}
"""Slow 4G, as Lighthouse has it: milliseconds, and bytes a second."""

SLOWER = 4
"""Times that the processor is slower than this machine's."""

LEAST = 0.005
"""Lighthouse tells less as 0.00."""

WATCH = """
window.moved = [];
const told = (node) => (node?.outerHTML ?? node?.data ?? "what is gone").slice(0, 100);
const box = ({x, y, width, height}) => [x, y, width, height].map(Math.round).join(" ");
window.watching = new PerformanceObserver((list) => window.moved.push(...list.getEntries()));
window.watching.observe({type: "layout-shift", buffered: true});
window.tell = () => {
  window.moved.push(...window.watching.takeRecords());
  const nodes = window.moved.flatMap(({sources}) => sources);
  return [window.moved.reduce((sum, {value}) => sum + value, 0),
    nodes.map(({node, previousRect, currentRect}) => `${box(previousRect)} -> ${box(currentRect)} ${told(node)}`)];
};
"""
"""Note what moves; for `add_init_script`. `tell` returns how much in all, and from where to where each node."""


@pytest.fixture(scope="module")
def site(site_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site as it is deployed, compressed: most of a page is there before its sheet is."""
    with nginx(site_folder, tmp_path_factory.mktemp("served")) as address:
        yield address


def begun(context: BrowserContext, address: str) -> Page:
    """Begin to read a page on a slow network and a slow processor, and note what moves."""
    context.add_init_script(WATCH)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(address, wait_until="commit")
    return page


@pytest.mark.parametrize("kind", PAGES)
def test_nothing_moves_while_a_page_arrives(new_context: Callable[..., BrowserContext], site: str, kind: str) -> None:
    pages = {}
    for (language, prefix), (width, height) in product(PREFIXES.items(), SIZES):
        context = new_context(viewport={"width": width, "height": height})
        pages[language, width] = begun(context, f"{site}{prefix}{PAGES[kind]}")
    found = {}
    for view, page in pages.items():
        page.wait_for_load_state("networkidle", timeout=60_000)
        if kind == "results":
            page.locator("#np-more").wait_for(timeout=60_000)  # it comes with the last of them
        page.wait_for_timeout(100)  # for the last frame
        amount, nodes = page.evaluate("window.tell()")
        if amount >= LEAST:
            found[view] = [f"{amount:.3f}", *nodes]
    assert found == {}


@pytest.mark.parametrize("width", [width for width, _ in SIZES])
def test_nothing_moves_where_answers_were_kept(
    new_context: Callable[..., BrowserContext], site: str, width: int
) -> None:
    context = new_context(viewport={"width": width, "height": dict(SIZES)[width]})
    address = f"{site}{PAGES['self-assessment']}"
    first = context.new_page()
    first.goto(address)
    first.locator("#np-assess-form input[type=radio]").first.check()
    first.locator("#np-assess-save").click()
    page = begun(context, address)
    page.wait_for_load_state("networkidle", timeout=60_000)
    assert page.locator("#np-assess-found").is_visible()
    amount, nodes = page.evaluate("window.tell()")
    assert amount < LEAST, nodes
