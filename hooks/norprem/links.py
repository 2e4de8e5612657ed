"""Whether the addresses that the catalogue and the pages name still answer: asked politely, judged slowly.

A server may be down for a day. An address is told of only when it has failed in several runs in a row; how often it has
is kept in a small file between the runs.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote, urlsplit, urlunsplit

from norprem.imports.events import Broken
from norprem.imports.fetch import Net, status
from norprem.model import Catalogue
from norprem.prose.text import LINK

AGENT = "norprem-links (checks that the sources of a public health site still exist)"
_AT_ONCE = 8
"""Hosts that are asked at the same time; of each, one address at a time."""

_WEB = re.compile(r"https?://", re.IGNORECASE)
_RESERVED = frozenset({401, 403, 405, 406, 407, 429, 451, 999})
"""Answers of servers that are there but will not talk to a program."""

_FAILED = 400
_SAFE = "%/:=&?~+!$,;'@()*"


@dataclass(frozen=True, slots=True)
class Strike:
    """How an address has failed.

    Attributes:
        count: runs in a row.
        since: the day of the first of them.
        reason: what the last one got.
    """

    count: int
    since: date
    reason: str


def addresses(catalogue: Catalogue) -> Mapping[str, tuple[str, ...]]:
    """Return every address on the web outside the site, without its anchor, with the files that name it."""
    found: dict[str, dict[str, None]] = {}
    for file, address in _named(catalogue):
        if _WEB.match(address):
            found.setdefault(address.partition("#")[0], {})[file] = None
    return {address: tuple(files) for address, files in sorted(found.items())}


def _named(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """Yield each file with an address in it."""
    for entry in catalogue.written:
        for _, url in entry.urls:
            yield entry.file, str(url)
    for article in catalogue.articles:
        for block in article.blocks:
            for link in LINK.finditer(block.raw) if "](" in block.raw else ():
                yield article.entry.file, link[3]


Ask = Callable[[str], str | None]
"""Asks an address: None where it answers, else what is wrong with it."""


def asker(net: Net) -> Ask:
    """Return what asks an address: for its head first, and for the whole where that fails."""

    def ask(address: str) -> str | None:
        return _fault(address, "HEAD", net) and _fault(address, "GET", net)

    return ask


def _fault(address: str, method: str, net: Net) -> str | None:
    try:
        found = status(_plain(address), method, AGENT, net)
    except Broken as error:
        return error.trouble.values.get("reason") or "not a public address"
    return None if found < _FAILED or found in _RESERVED else f"HTTP {found}"


def _plain(address: str) -> str:
    """Return an address in letters that a server understands."""
    try:
        parts = urlsplit(address)
        host = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode()
    except (ValueError, UnicodeError):
        return address
    return urlunsplit((parts.scheme, host, quote(parts.path, safe=_SAFE), quote(parts.query, safe=_SAFE), ""))


def asked(wanted: Iterable[str], ask: Ask, rest: Callable[[], None]) -> dict[str, str | None]:
    """Ask addresses: those of a host one after the other with a rest between, several hosts at the same time.

    Returns:
        What is wrong with each; None where it answers.
    """
    by_host: dict[str, list[str]] = {}
    for address in wanted:
        by_host.setdefault(_host(address), []).append(address)

    def of_host(own: list[str]) -> list[tuple[str, str | None]]:
        told = []
        for place, address in enumerate(own):
            if place:
                rest()
            told.append((address, ask(address)))
        return told

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return dict(one for told in pool.map(of_host, by_host.values()) for one in told)


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def judged(before: Mapping[str, Strike], answers: Mapping[str, str | None], today: date) -> dict[str, Strike]:
    """Return how the addresses that failed have failed so far; those that answer, or are gone, begin anew."""
    failed = {address: reason for address, reason in answers.items() if reason is not None}
    return {address: _struck(before.get(address), reason, today) for address, reason in failed.items()}


def _struck(before: Strike | None, reason: str, today: date) -> Strike:
    return Strike(before.count + 1, before.since, reason) if before else Strike(1, today, reason)


def read(text: str) -> dict[str, Strike]:
    """Read the file that is kept between the runs.

    Raises:
        ValueError: it is not such a file.
    """
    try:
        failing = json.loads(text)["failing"]
        return {address: _strike(one) for address, one in failing.items()}
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise ValueError(f"not a file of failing addresses: {error}") from None


def _strike(kept: Mapping[str, str]) -> Strike:
    return Strike(int(kept["count"]), date.fromisoformat(kept["since"]), str(kept["reason"]))


def written(strikes: Mapping[str, Strike]) -> str:
    """Return the file that is kept between the runs."""
    failing = {
        address: {"count": one.count, "since": one.since.isoformat(), "reason": one.reason}
        for address, one in sorted(strikes.items())
    }
    return json.dumps({"failing": failing}, ensure_ascii=False, indent=2) + "\n"
