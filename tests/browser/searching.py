"""What the tests and the measurements of the search share: the fixed list of searches, and what a search fetches."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import yaml
from playwright.sync_api import CDPSession


class Wanted(NamedTuple):
    """What somebody types, and the pages of which one must be among the first three."""

    search: str
    pages: list[str]


def wanted(language: str) -> list[Wanted]:
    """Return the fixed list of searches in a language."""
    groups = yaml.safe_load(Path(__file__).with_name(f"searches.{language}.yaml").read_text("utf-8"))
    return [Wanted(one["search"], one["page"]) for group in groups.values() for one in group]


class Traffic:
    """What a page fetches from now on, in bytes as they cross the network, heads of answers included."""

    def __init__(self, session: CDPSession) -> None:
        """Begin to count, in a session of the browser's own protocol."""
        self._names: dict[str, str] = {}
        self.sizes: dict[str, int] = {}
        session.on("Network.requestWillBeSent", self._asked)
        session.on("Network.loadingFinished", self._got)
        session.send("Network.enable")

    def _asked(self, event: dict[str, Any]) -> None:
        self._names[event["requestId"]] = event["request"]["url"]

    def _got(self, event: dict[str, Any]) -> None:
        name = self._names.get(event["requestId"])
        if name:
            self.sizes[name] = self.sizes.get(name, 0) + round(event["encodedDataLength"])

    @property
    def size(self) -> int:
        """All bytes until now."""
        return sum(self.sizes.values())
