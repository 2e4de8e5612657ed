"""Measure the search as readers on a phone meet it: bytes of a first search, and time from the last key to the results.

Repeat it with the site built: `.venv/bin/python -m tests.bench.searching site`. Every listed search is typed key by key
into Chromium with its processor slowed four times (`Emulation.setCPUThrottlingRate`), on nginx with the configuration
in `deploy/`, compression included. Warm: one reader searches for one thing after another. Cold: each search is a
reader's first. Slow: cold, on a slow 4G (150 ms, 1.6 Mbit/s). `--every 4` takes every fourth search, for a quick look;
`--between 330` types as fast as people do on phones (36 words a minute, the mean of 37,000 of them in "How do people
type on mobile devices?", MobileHCI 2019) and not three times as fast. The program is fetched from the moment a reader
enters the field; `--before 500` lets her look for the first key for half a second, where none is allowed otherwise.

Milliseconds run from the last `input` event to the frame that shows the results. Bytes are those that crossed the
network, heads of answers included, from entering the field on. Times swing with what else the machine does: no test
judges them. Bytes do not, and `tests/browser/test_search.py` does.
"""

from __future__ import annotations

import argparse
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.kinds import PREFIXES
from tests.browser.looking import launched
from tests.browser.searching import Traffic, wanted
from tests.sync.servers import nginx

SLOWED = 4
SLOW_4G = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 90_000}
_CLOCK = """
addEventListener("input", (event) => { globalThis.npKey = event.timeStamp; }, true);
addEventListener("DOMContentLoaded", () => {
  const list = document.getElementById("np-results");
  const look = () => {
    const shown = list.dataset.shown;
    requestAnimationFrame(() => setTimeout(() => { globalThis.npShown = [shown, performance.now()]; }));
  };
  new MutationObserver(look).observe(list, {attributeFilter: ["data-shown"]});
});
"""


@dataclass(frozen=True, slots=True)
class Pace:
    """How a reader types: milliseconds from entering the field to the first key, and between two keys."""

    before: int
    between: int


@dataclass(frozen=True, slots=True)
class Search:
    """What a search took: milliseconds from its last key to its results, and bytes."""

    text: str
    milliseconds: float
    size: int


def typed(page: Page, text: str, pace: Pace) -> float:
    """Type a search; return the milliseconds from its last key until its results are shown."""
    box = page.get_by_role("searchbox")
    box.fill("")
    page.wait_for_timeout(pace.before)
    page.wait_for_function("() => document.getElementById('np-results').children.length === 0")
    page.evaluate("() => { globalThis.npShown = undefined; }")
    box.press_sequentially(text, delay=pace.between)
    page.wait_for_function("(text) => globalThis.npShown?.[0] === text", arg=text)
    return float(page.evaluate("() => globalThis.npShown[1] - globalThis.npKey"))


def opened(browser: Browser, address: str, network: dict[str, object] | None) -> tuple[Page, Traffic]:
    """Open the search page of a fresh reader, and count what she fetches from then on."""
    page = browser.new_context().new_page()
    page.add_init_script(_CLOCK)
    page.goto(address, wait_until="networkidle")
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
    traffic = Traffic(session)
    if network:
        session.send("Network.emulateNetworkConditions", network)
    return page, traffic


def warm(browser: Browser, address: str, searches: Sequence[str], pace: Pace) -> Iterator[Search]:
    """Yield the searches of one reader, without the first, which fetches the program."""
    page, traffic = opened(browser, address, None)
    typed(page, "gen", pace)
    for text in searches:
        before = traffic.size
        milliseconds = typed(page, text, pace)
        yield Search(text, milliseconds, traffic.size - before)
    page.context.close()


def cold(
    browser: Browser, address: str, searches: Sequence[str], pace: Pace, network: dict[str, object] | None
) -> Iterator[Search]:
    """Yield first searches, each of a fresh reader."""
    for text in searches:
        page, traffic = opened(browser, address, network)
        milliseconds = typed(page, text, pace)
        page.wait_for_load_state("networkidle")
        yield Search(text, milliseconds, traffic.size)
        page.context.close()


def told(what: str, searches: Sequence[Search]) -> str:
    """Return a line on what searches took: median, 95th percentile and most, and which took longest."""
    times, sizes = (sorted(values) for values in zip(*((one.milliseconds, one.size) for one in searches), strict=True))
    late = int(0.95 * (len(searches) - 1))
    longest = max(searches, key=lambda one: one.milliseconds).text
    return (
        f"{what:8} {len(searches):4} searches  ms {statistics.median(times):4.0f} {times[late]:4.0f} {times[-1]:4.0f}  "
        f"kB {statistics.median(sizes) / 1000:4.0f} {sizes[late] / 1000:4.0f} {sizes[-1] / 1000:4.0f}  "
        f"longest: {longest}"
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("site", type=Path, help="folder of the built site")
    parser.add_argument("--every", type=int, default=1, help="take every so many searches")
    parser.add_argument("--between", type=int, default=100, help="milliseconds between two keys")
    parser.add_argument("--before", type=int, default=0, help="milliseconds from entering the field to the first key")
    asked = parser.parse_args()
    pace = Pace(asked.before, asked.between)
    print("median, 95th percentile, most")
    with TemporaryDirectory() as folder, nginx(asked.site.resolve(), Path(folder)) as address, sync_playwright() as run:
        browser = launched(run)
        for language, prefix in PREFIXES.items():
            page = f"{address}{prefix}sok/"
            searches = [one.search for one in wanted(language)][:: asked.every]
            print(told(f"{language} warm", list(warm(browser, page, searches, pace))), flush=True)
            print(told(f"{language} cold", list(cold(browser, page, searches, pace, None))), flush=True)
            print(told(f"{language} slow", list(cold(browser, page, searches[::10], pace, SLOW_4G))), flush=True)
        browser.close()


if __name__ == "__main__":
    main()
