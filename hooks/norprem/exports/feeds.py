"""Which calendars there are, what is in each, and all of them as files.

A calendar never goes away: there is one for every health region, for every profession a person can have, for every
pair of the two and for every course, whether or not anything is in it today. Their names are made of what never
changes, because a changed name makes some clients take every event for a new one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from norprem.edition import Edition
from norprem.exports import ics
from norprem.model import Course
from norprem.select import ANYBODY, Run, calendar_deadlines, calendar_runs, meant_for, open_to
from norprem.site import DEADLINES, course_scope, feed_address, feed_scope
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


def calendars(edition: Edition) -> Iterator[tuple[str, bytes]]:
    """Yield the path and the bytes of every calendar in every language.

    Which runs go where is found once, each run is written once for each language, and a calendar is only joined.
    """
    vocabulary = edition.catalogue.vocabulary
    courses = [entry.record for entry in edition.catalogue.courses]
    runs = calendar_runs(courses, edition.today)
    due = calendar_deadlines(courses, edition.today)
    shared, own = _by_feed(runs, vocabulary), _by_course(runs)
    for locale in edition.site.locales:
        writing = _Writing(edition, edition.words[locale])
        events = writing.events(runs)
        for feed in feeds(vocabulary):
            chosen = (events[place] for place in shared.get(feed.scope, ()))
            yield writing.file(feed.scope, feed.title(writing.words), chosen)
        yield writing.deadlines(due)
        for course in courses:
            chosen = (events[place] for place in own.get(course.id, ()))
            yield writing.file(course_scope(course.id), course.id, chosen)


@dataclass(frozen=True, slots=True)
class _Writing:
    """The writing of calendars in one language."""

    edition: Edition
    words: Words

    def events(self, runs: Iterable[Run]) -> list[bytes]:
        site, vocabulary = self.edition.site, self.edition.catalogue.vocabulary
        return [ics.event(run, site=site, words=self.words, vocabulary=vocabulary) for run in runs]

    def file(self, scope: str, title: str, events: Iterable[bytes]) -> tuple[str, bytes]:
        otherwise = ics.notice(site=self.edition.site, words=self.words)
        name = self.words("calendar.name", scope=title)
        return self._path(scope), ics.calendar(events, name=name, otherwise=otherwise)

    def deadlines(self, runs: Iterable[Run]) -> tuple[str, bytes]:
        site, vocabulary = self.edition.site, self.edition.catalogue.vocabulary
        events = (ics.deadline_event(run, site=site, words=self.words, vocabulary=vocabulary) for run in runs)
        name = self.words("calendar.name", scope=self.words("feeds.deadlines"))
        otherwise = ics.notice(site=site, words=self.words, about="frist")
        return self._path(DEADLINES), ics.calendar(events, name=name, otherwise=otherwise)

    def _path(self, scope: str) -> str:
        return self.edition.site.prefix(self.words.locale) + feed_address(scope)


def _by_feed(runs: Sequence[Run], vocabulary: Vocabulary) -> Mapping[str, list[int]]:
    """Return the places of the runs of each feed, by scope; a course is asked once, however many runs it has."""
    found: dict[str, list[int]] = {}
    scopes: dict[str, tuple[str, ...]] = {}
    for place, run in enumerate(runs):
        if run.course.id not in scopes:
            scopes[run.course.id] = tuple(_scopes_of(run.course, vocabulary))
        for scope in scopes[run.course.id]:
            found.setdefault(scope, []).append(place)
    return found


def _scopes_of(course: Course, vocabulary: Vocabulary) -> Iterator[str]:
    regions = [region.id for region in vocabulary.health_regions if open_to(course, region.id)]
    meant = [profession.id for profession in professions(vocabulary) if meant_for(course, profession.id)]
    return (feed_scope(region, profession) for region, profession in product((None, *regions), (None, *meant)))


def _by_course(runs: Sequence[Run]) -> Mapping[str, list[int]]:
    found: dict[str, list[int]] = {}
    for place, run in enumerate(runs):
        found.setdefault(run.course.id, []).append(place)
    return found


def _label(value: Value | None, words: Words) -> str:
    return value.label.best(words.locale)[1] if value else ""
