"""What the home page tells besides its text: what has happened lately, and the ways into each region."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from norprem.changes import What
from norprem.chronicle import Told
from norprem.edition import Edition
from norprem.exports import news as feed
from norprem.pages.methods import latest
from norprem.site import coverage_address, feed_address, feed_scope, method_address
from norprem.text import Text

MOST_NEWS = 5
"""Sentences on the home page; the feed and `changes.json` have the rest."""

_TOGETHER = 2
"""So many new records of a kind on one day are told in one sentence."""

_DAY = len("2026-11-22")


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that happened.

    Attributes:
        on: the day.
        address: path of the page that shows it.
        title: what it happened to; None where the sentence is the link.
        sentence: what happened, in the language of the page.
        text: the same in the languages of a record, where it was written there.
    """

    on: date
    address: str
    title: Text | None
    sentence: str = ""
    text: Text | None = None


def news(edition: Edition, locale: str, _: Mapping[str, str]) -> tuple[str, Mapping[str, Any]]:
    """Tell what has happened lately, newest first."""
    found = sorted((*_records(edition, locale), *_methods(edition)), key=lambda item: item.on, reverse=True)
    return "news.html", {"items": found[:MOST_NEWS]}


def _records(edition: Edition, locale: str) -> Iterator[Item]:
    """Yield what happened to records; entries of a day and a kind stand together in the chronicle."""
    words = edition.words[locale]
    for (on, kind), group in groupby(edition.chronicle.entries, key=lambda one: (one.on, one.kind)):
        told = [one for one in group if feed.loud(one.changes)]
        new = [one for one in told if _is_new(one)]
        together = new if len(new) >= _TOGETHER else []
        if together:
            said = words(f"front.added-{kind}", count=len(together))
            yield Item(on, feed.list_page(kind), None, said)
        for one in told:
            if one not in together:
                yield Item(on, feed.page(one), one.title, feed.line(one.changes, edition, locale))


def _is_new(told: Told) -> bool:
    return not told.gone and any(change.what is What.ADDED and not change.path for change in told.changes)


def _methods(edition: Edition) -> Iterator[Item]:
    """Yield what happened to the status of methods on a day that is known."""
    for method, change in latest(edition.catalogue.method.values()):
        if len(change.on) == _DAY and (on := date.fromisoformat(change.on)) <= edition.today:
            yield Item(on, method_address(method.id), method.name, text=change.note)


def regions(edition: Edition, _: str, __: Mapping[str, str]) -> tuple[str, Mapping[str, Any]]:
    """Show the ways into each health region: courses, units, what is taught there, calendar."""
    ways = [
        (
            region,
            {
                "courses": f"kurs/region/{region.id}/",
                "people": f"ressurspersoner/{region.id}/",
                "coverage": coverage_address(region.id),
                "calendar": feed_address(feed_scope(region.id)),
            },
        )
        for region in edition.catalogue.vocabulary.health_regions
    ]
    return "regions.html", {"ways": ways}
