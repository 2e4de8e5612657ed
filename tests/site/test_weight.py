"""What a reader's first view of each page weighs, from the built files: packed bytes, requests, rows in a list."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urldefrag, urljoin

import pytest

from tests.building import BASE
from tests.site.pages import target, url_of

MOST_BYTES = 70_000
MOST_REQUESTS = 10
MOST_ROWS = 200
HEADERS = 1_000
"""More than those of an answer."""

IMPORT = re.compile(r'^import [^"]*"(\.[^"]+)";$', re.MULTILINE)
FETCHED = re.compile(r"@import|url\((?!data:)")
"""What a sheet would make the browser fetch besides."""

LISTS = ("ul", "ol", "dl", "tbody", "table", "section", "div", "article", "main")
HEADINGS = ("h2", "h3", "h4")
EMPTY = ("br", "img", "input", "meta", "link", "hr", "wbr", "source")


@dataclass
class View(HTMLParser):
    """What a page fetches before it is shown, and how many rows its longest list has."""

    url: str
    fetched: list[str] = field(default_factory=list)
    rows: int = 0
    _open: list[dict[str, int]] = field(default_factory=lambda: [{}])
    _tags: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag in ("script", "img") and values.get("src"):
            self.fetched.append(urljoin(self.url, values["src"]))
        elif tag == "link" and values.get("rel") in ("stylesheet", "icon", "preload", "modulepreload"):
            self.fetched.append(urljoin(self.url, values["href"]))
        self._count(tag, values.get("class") or "")
        if tag not in EMPTY:
            self._tags.append(tag)
            self._open.append({})

    def handle_endtag(self, tag: str) -> None:
        while tag in self._tags:
            self._open.pop()
            if self._tags.pop() == tag:
                break

    def _count(self, tag: str, name: str) -> None:
        """Count what is drawn alike in one place; a heading begins another list."""
        alike = self._open[-1]
        if tag in HEADINGS:
            alike.clear()
        if not self._tags or self._tags[-1] not in LISTS:
            return
        alike[f"{tag}.{name}"] = alike.get(f"{tag}.{name}", 0) + 1
        self.rows = max(self.rows, alike[f"{tag}.{name}"])


@pytest.fixture(scope="module")
def views(site: Path) -> dict[Path, View]:
    """Every page of the real site."""
    return dict(_views(site))


def _views(site: Path) -> Iterator[tuple[Path, View]]:
    for file in sorted(site.rglob("*.html")):
        view = View(url_of(site, file))
        view.feed(file.read_text("utf-8"))
        yield file, view


@cache
def packed(file: Path) -> int:
    """Return the bytes of a file packed with gzip, as a server without brotli sends it; with it they are fewer."""
    return len(gzip.compress(file.read_bytes(), 6, mtime=0)) + HEADERS


def needed(site: Path, view: View) -> set[Path]:
    """Return the files that a page fetches, with what its modules import."""
    todo = {target(site, urldefrag(url).url) for url in view.fetched if url.startswith(BASE)}
    done: set[Path] = set()
    while todo:
        file = todo.pop()
        done.add(file)
        if file.suffix == ".js":
            todo |= {(file.parent / name).resolve() for name in IMPORT.findall(file.read_text("utf-8"))} - done
    return done


def test_the_first_view_of_every_page_is_below_70_kilobytes(site: Path, views: dict[Path, View]) -> None:
    weights = {view.url: packed(file) + sum(map(packed, needed(site, view))) for file, view in views.items()}
    assert len(weights) > 400
    assert {url: weight for url, weight in weights.items() if weight >= MOST_BYTES} == {}


def test_every_page_is_at_most_ten_requests(site: Path, views: dict[Path, View]) -> None:
    requests = {view.url: 1 + len(needed(site, view)) for view in views.values()}
    assert min(requests.values()) >= 5
    assert {url: number for url, number in requests.items() if number > MOST_REQUESTS} == {}
    assert [sheet for sheet in site.glob("assets/*.css") if FETCHED.search(sheet.read_text("utf-8"))] == []


def test_no_list_has_more_than_200_rows(views: dict[Path, View]) -> None:
    assert max(view.rows for view in views.values()) > 20
    assert {view.url: view.rows for view in views.values() if view.rows > MOST_ROWS} == {}


def test_what_a_page_fetches_and_how_long_its_lists_are_is_seen() -> None:
    view = View("https://norprem.example/kurs/")
    view.feed(
        '<link rel="stylesheet" href="../a.css"><script src="../b.js"></script><main><ul><li>1</li><li>2</li></ul>'
        '<section class="x"></section><section class="x"></section><h2>3</h2><section class="x"></section></main>'
    )
    assert view.fetched == ["https://norprem.example/a.css", "https://norprem.example/b.js"]
    assert view.rows == 2
