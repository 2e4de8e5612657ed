"""Every file that machines read, as path and bytes."""

from __future__ import annotations

from collections.abc import Iterator

from norprem.edition import Edition
from norprem.exports import addresses, api, case, coverage, ics, schema, skos
from norprem.model import Course, Standard
from norprem.select import Run, calendar_runs, courses_for
from norprem.site import ALL, coverage_address, feed_address
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


def everything(edition: Edition) -> Iterator[tuple[str, bytes]]:
    """Yield all that machines read, but the list of pages, which is known only when they are written."""
    yield from calendars(edition)
    yield from records(edition)
    yield from tables(edition)
    yield "robots.txt", robots(edition)


def records(edition: Edition) -> Iterator[tuple[str, bytes]]:
    """Yield standards, curricula and needs in every format, and the schemas of the files they are written in."""
    catalogue, site = edition.catalogue, edition.site
    vocabulary = catalogue.vocabulary
    standards = tuple(catalogue.standard.values())
    programmes = tuple(catalogue.programme.values())
    yield addresses.STANDARDS, api.standards(standards, site=site)
    yield addresses.PROGRAMMES, api.programmes(programmes, site=site)
    yield addresses.NEEDS, api.needs((entry.record for entry in catalogue.needs), site=site)
    yield addresses.CONCEPTS, skos.concepts(standards, site=site, tags=edition.tags, vocabulary=vocabulary)
    for standard in standards:
        yield addresses.standard_file(standard.id), api.standard(standard, site=site)
        yield from _packages(standard, edition)
    for programme in programmes:
        yield addresses.programme_file(programme.id), api.programme(programme, site=site)
    for kind, content in schema.schemas(vocabulary, site=site):
        yield addresses.schema_file(kind), content


def tables(edition: Edition) -> Iterator[tuple[str, bytes]]:
    """Yield the table of who teaches what where, in each language beside the page that shows it."""
    for locale in edition.site.locales:
        path = f"{edition.site.prefix(locale)}{coverage_address()}dekning.csv"
        yield path, coverage.as_csv(coverage.lines(edition.matrix, locale)).encode()


def _packages(standard: Standard, edition: Edition) -> Iterator[tuple[str, bytes]]:
    """Yield the CASE package of a standard in each language."""
    catalogue = edition.catalogue
    successor = catalogue.standard.get(standard.replaced_by or "")
    for locale in edition.site.locales:
        yield (
            addresses.case_file(standard.id, locale),
            case.package(
                standard,
                site=edition.site,
                words=edition.words[locale],
                vocabulary=catalogue.vocabulary,
                successor=successor,
            ),
        )


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
