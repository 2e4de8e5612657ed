"""Every file that machines read, as path and bytes."""

from __future__ import annotations

from collections.abc import Iterator

from norprem.edition import Edition
from norprem.exports import ics
from norprem.model import Course
from norprem.select import Run, calendar_runs, courses_for
from norprem.site import ALL, feed_address
from norprem.words import Words


def calendars(edition: Edition) -> Iterator[tuple[str, bytes]]:
    """Yield the calendars of all languages: one that holds every course, and one for each health region."""
    for locale in edition.site.locales:
        words = edition.words[locale]
        everything = _runs(edition, courses_for(edition.catalogue))
        written = {_key(run): _event(run, edition, words) for run in everything}
        otherwise = ics.notice(site=edition.site, words=words)
        for scope, name, courses in _scopes(edition, words):
            events = (written[_key(run)] for run in _runs(edition, courses))
            title = words("calendar.name", scope=name)
            yield (
                edition.site.prefix(locale) + feed_address(scope),
                ics.calendar(events, name=title, otherwise=otherwise),
            )


def robots(edition: Edition) -> bytes:
    """Return what search engines are told: everything may be read, and here is the list of it."""
    return f"User-agent: *\nAllow: /\nSitemap: {edition.site.base}sitemap.xml\n".encode()


def _key(run: Run) -> tuple[str, str]:
    # Two ids and not the run itself: to hash a record is to hash all that is in it, which takes longer than writing it.
    return run.course.id, run.session.id


def _event(run: Run, edition: Edition, words: Words) -> bytes:
    return ics.event(run, site=edition.site, words=words, vocabulary=edition.catalogue.vocabulary)


def _runs(edition: Edition, courses: tuple[Course, ...]) -> tuple[Run, ...]:
    return calendar_runs(courses, edition.today)


def _scopes(edition: Edition, words: Words) -> Iterator[tuple[str, str, tuple[Course, ...]]]:
    """Yield the path, the name and the courses of each calendar of a language."""
    yield ALL, words("calendar.all"), courses_for(edition.catalogue)
    for region in edition.catalogue.vocabulary.health_regions:
        yield region.id, region.label.best(words.locale)[1], courses_for(edition.catalogue, region.id)
