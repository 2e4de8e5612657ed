"""A built page as tests look at it: its addresses, its languages, its headings, its text."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urljoin

from tests.building import BASE


@dataclass
class Seen(HTMLParser):
    """One page, read once."""

    url: str
    language: str = ""
    title: str = ""
    canonical: list[str] = field(default_factory=list)
    alternates: dict[str, str] = field(default_factory=dict)
    links: list[str] = field(default_factory=list)
    resources: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    metas: dict[str, str] = field(default_factory=dict)
    headings: list[str] = field(default_factory=list)
    inline: list[str] = field(default_factory=list)
    data: list[str] = field(default_factory=list)
    switch: str = ""
    text: str = ""
    _inside: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.ids += [values["id"]] if "id" in values else []
        self.inline += ["style="] if "style" in values else []
        if tag == "html":
            self.language = values.get("lang", "")
        elif tag == "link" and values.get("rel") == "canonical":
            self.canonical.append(values["href"])
        elif tag == "link" and values.get("rel") == "alternate" and "hreflang" in values:
            self.alternates[values["hreflang"]] = values["href"]
        elif tag in ("link", "img", "script", "source", "iframe"):
            self.resources += (
                [urljoin(self.url, values.get("src") or values["href"])] if values.keys() & {"src", "href"} else []
            )
        elif tag == "a" and "href" in values:
            self.links.append(urljoin(self.url, values["href"]))
            if "hreflang" in values:
                self.switch = urljoin(self.url, values["href"])
        elif tag == "meta" and "name" in values:
            self.metas[values["name"]] = values.get("content", "")
        if tag == "script" and "src" not in values:
            self._inside.append("json" if values.get("type") == "application/ld+json" else "inline")
        elif tag in ("title", "h1", "h2", "h3"):
            self._inside.append(tag)
            self.headings += [f"{tag} "] if tag != "title" else []

    def handle_endtag(self, tag: str) -> None:
        if self._inside and tag in ("script", "title", "h1", "h2", "h3"):
            self._inside.pop()

    def handle_data(self, data: str) -> None:
        where = self._inside[-1] if self._inside else ""
        if where == "json":
            self.data.append(data)
        elif where == "inline":
            self.inline.append(data)
        elif where == "title":
            self.title += data
        else:
            self.text += data
            if where:
                self.headings[-1] += data

    @property
    def linked_data(self) -> list[dict[str, Any]]:
        """The JSON-LD of the page."""
        return [json.loads(one) for one in self.data]


def url_of(site: Path, file: Path) -> str:
    """Return the absolute address of a built file."""
    path = file.relative_to(site).as_posix()
    return BASE + (path.removesuffix("index.html") if path.endswith("index.html") else path)


def read_all(site: Path) -> dict[str, Seen]:
    """Read every page of a built site, by address."""
    pages = {}
    for file in sorted(site.rglob("*.html")):
        page = Seen(url_of(site, file))
        page.feed(file.read_text("utf-8"))
        pages[page.url] = page
    return pages


def target(site: Path, url: str) -> Path:
    """Return the file that an address of the site leads to."""
    path = urldefrag(url).url.removeprefix(BASE)
    return site / path / "index.html" if path == "" or path.endswith("/") else site / path
