"""What is in each calendar, and all of them as files.

A calendar never goes away: there is one for every health region, for every profession a person can have, for every
pair of the two and for every course there is or was, whether or not anything is in it today. `subscriptions` says what
they are called, and the rules see to it that the names stay.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from norprem.edition import Edition
from norprem.exports import ics
from norprem.model import Catalogue, Course
from norprem.select import Run, calendar_deadlines, calendar_runs, meant_for, open_to
from norprem.site import DEADLINES, course_scope, feed_scope
from norprem.subscriptions import address, feeds, name, professions
from norprem.vocabulary import Vocabulary
from norprem.words import Words


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
        for gone in _gone(edition.catalogue):
            yield writing.file(course_scope(gone), gone, ())


def _gone(catalogue: Catalogue) -> Iterator[str]:
    """Yield the ids of the courses that are no more: whoever subscribes to one keeps a calendar, without dates."""
    for entry in catalogue.retired:
        if entry.record.kind == "course" and entry.record.id not in catalogue.course:
            yield entry.record.id


@dataclass(frozen=True)
class _Writing:
    """The writing of calendars in one language."""

    edition: Edition
    words: Words

    def events(self, runs: Iterable[Run]) -> list[bytes]:
        site, vocabulary = self.edition.site, self.edition.catalogue.vocabulary
        return [ics.event(run, site=site, words=self.words, vocabulary=vocabulary) for run in runs]

    @cached_property
    def _notice(self) -> bytes:
        return ics.notice(site=self.edition.site, words=self.words)

    def file(self, scope: str, title: str, events: Iterable[bytes]) -> tuple[str, bytes]:
        return self._path(scope), ics.calendar(events, name=name(title, self.words), otherwise=self._notice)

    def deadlines(self, runs: Iterable[Run]) -> tuple[str, bytes]:
        site, vocabulary = self.edition.site, self.edition.catalogue.vocabulary
        events = (ics.deadline_event(run, site=site, words=self.words, vocabulary=vocabulary) for run in runs)
        called = name(self.words("feeds.deadlines"), self.words)
        otherwise = ics.notice(site=site, words=self.words, about="frist")
        return self._path(DEADLINES), ics.calendar(events, name=called, otherwise=otherwise)

    def _path(self, scope: str) -> str:
        return address(self.edition.site, self.words.locale, scope)


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
