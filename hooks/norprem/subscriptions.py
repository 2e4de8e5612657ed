"""Which calendars people subscribe to, at which addresses and under which names.

Some programs take every event for a new one where the name of a calendar has changed, and none follows a calendar to
another address. The files are written with these names, and the rules compare them with those that were published.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from norprem.select import ANYBODY
from norprem.site import DEADLINES, Site, feed_address, feed_scope
from norprem.vocabulary import Value, Vocabulary
from norprem.words import Words


@dataclass(frozen=True, slots=True)
class Feed:
    """The calendar for a region, a profession, both, or everybody.

    Attributes:
        region: health region; without one, all.
        profession: likewise.
    """

    region: Value | None = None
    profession: Value | None = None

    @property
    def scope(self) -> str:
        """What its file is called, without the ending."""
        return feed_scope(*(value.id if value else None for value in (self.region, self.profession)))

    def title(self, words: Words) -> str:
        """Return what it holds, in the reader's language: courses elsewhere too, where the region may attend."""
        region, profession = _label(self.region, words), _label(self.profession, words)
        if self.region and self.profession:
            return words("feeds.open-to-profession", region=region, profession=profession)
        if self.region:
            return words("feeds.open-to", region=region)
        return words("feeds.for-profession", profession=profession) if profession else words("calendar.all")


def feeds(vocabulary: Vocabulary) -> tuple[Feed, ...]:
    """Return the calendars that are not of one course: for all, by region, by profession, by both."""
    regions = (None, *vocabulary.health_regions)
    return tuple(Feed(region, profession) for region, profession in product(regions, (None, *professions(vocabulary))))


def professions(vocabulary: Vocabulary) -> tuple[Value, ...]:
    """Return what a person can be; "all health personnel" and "the public" are nobody's profession."""
    return tuple(value for value in vocabulary["professions"].values if value.id not in ANYBODY)


def address(site: Site, locale: str, scope: str) -> str:
    """Return the path of a calendar in a language, below the root of the site."""
    return site.prefix(locale) + feed_address(scope)


def name(title: str, words: Words) -> str:
    """Return the name by which calendar programs show a calendar; `title` is what it holds, of a course its id."""
    return words("calendar.name", scope=title)


@dataclass(frozen=True, slots=True)
class Subscription:
    """A calendar in one language.

    Attributes:
        feed: whom it is for; that of the registration deadlines is for everybody.
        name: what calendar programs call it.
    """

    locale: str
    feed: Feed
    name: str


def subscriptions(vocabulary: Vocabulary, words: Mapping[str, Words]) -> dict[str, Subscription]:
    """Return the calendars that are not of one course by address, the plain ones before those made of two lists.

    Args:
        vocabulary: the closed lists, the languages of the site among them.
        words: interface words by locale; a language without them has no calendars.
    """
    return dict(_subscriptions(vocabulary, words))


def _subscriptions(vocabulary: Vocabulary, words: Mapping[str, Words]) -> Iterator[tuple[str, Subscription]]:
    site = Site("", vocabulary.locales)
    for locale in site.locales:
        if locale in words:
            for feed in feeds(vocabulary):
                called = name(feed.title(words[locale]), words[locale])
                yield address(site, locale, feed.scope), Subscription(locale, feed, called)
            called = name(words[locale]("feeds.deadlines"), words[locale])
            yield address(site, locale, DEADLINES), Subscription(locale, Feed(), called)


def _label(value: Value | None, words: Words) -> str:
    return value.label.best(words.locale)[1] if value else ""
