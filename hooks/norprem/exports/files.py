"""Every file that machines read, as path and bytes."""

from __future__ import annotations

from collections.abc import Iterator

from norprem.edition import Edition
from norprem.exports import (
    addresses,
    api,
    atom,
    case,
    coverage,
    data,
    datasets,
    dcat,
    feeds,
    news,
    schema,
    security,
    shapes,
    sheets,
    sitemap,
    skos,
)
from norprem.model import Standard
from norprem.site import course_address, coverage_address


def calendars(edition: Edition) -> Iterator[tuple[str, bytes]]:
    """Yield the calendars of all languages."""
    yield from feeds.calendars(edition)


def robots(edition: Edition) -> bytes:
    """Return what search engines are told: everything may be read, and here is the list of it."""
    return f"User-agent: *\nAllow: /\nSitemap: {edition.site.base}sitemap.xml\n".encode()


def everything(edition: Edition) -> Iterator[tuple[str, bytes]]:
    """Yield all that machines read, but the list of pages, which is known only when they are written."""
    yield from calendars(edition)
    yield from records(edition)
    yield from tables(edition)
    yield from data_files(edition)
    yield from atom.feeds(edition)
    yield news.FILE, news.everything(edition)
    yield "robots.txt", robots(edition)
    yield from security.contacts(edition)


def records(edition: Edition) -> Iterator[tuple[str, bytes]]:
    """Yield what has no courses in it in every format, and the schemas of the files it is written in."""
    catalogue, site = edition.catalogue, edition.site
    vocabulary = catalogue.vocabulary
    standards = tuple(catalogue.standard.values())
    programmes = tuple(catalogue.programme.values())
    yield addresses.STANDARDS, api.standards(standards, site=site)
    yield addresses.PROGRAMMES, api.programmes(programmes, site=site)
    yield addresses.NEEDS, api.needs((entry.record for entry in catalogue.needs), site=site)
    yield addresses.METHODS, api.methods(catalogue.method.values(), site=site, demo=edition.demo)
    yield addresses.PATHWAYS, api.pathways(catalogue.pathway.values(), site=site, demo=edition.demo)
    yield addresses.CONCEPTS, skos.concepts(standards, site=site, tags=edition.tags, vocabulary=vocabulary)
    for standard in standards:
        yield addresses.standard_file(standard.id), api.standard(standard, site=site)
        yield from _packages(standard, edition)
    for programme in programmes:
        yield addresses.programme_file(programme.id), api.programme(programme, site=site)
    for kind, content in schema.schemas(vocabulary, site=site):
        yield addresses.schema_file(kind), content


def data_files(edition: Edition) -> Iterator[tuple[str, bytes]]:
    """Yield courses and all they refer to as JSON and as tables, and what describes these and all other data files."""
    yield addresses.COURSES, data.courses(edition)
    yield addresses.SESSIONS, data.sessions(edition)
    yield addresses.PEOPLE, data.people(edition)
    yield addresses.REGIONS, data.regions(edition)
    yield addresses.PROVIDERS, data.providers(edition)
    yield addresses.VOCABULARY, data.vocabulary(edition)
    yield addresses.GLOSSARY, data.glossary(edition)
    yield addresses.COURSE_SHEET, sheets.course_sheet(edition)
    yield addresses.SESSION_SHEET, sheets.session_sheet(edition)
    yield addresses.METHOD_SHEET, sheets.method_sheet(edition)
    yield from sheets.descriptions(edition)
    yield from sheets.books(edition)
    for kind, content in shapes.schemas(edition.catalogue.vocabulary, site=edition.site):
        yield addresses.output_schema(kind), content
    yield addresses.INDEX, datasets.index(edition)
    yield addresses.CATALOGUE, dcat.catalogue(edition)
    yield from course_maps(edition)


def course_maps(edition: Edition) -> Iterator[tuple[str, bytes]]:
    """Yield a list of the course pages of each language.

    A registry that reads all languages takes each course for as many courses as there are languages.
    """
    records = data.by_id(edition)
    for locale in edition.site.locales:
        pages = (sitemap.Page(course_address(record.id), (locale,), data.changed(record)) for record in records)
        content = sitemap.sitemap(pages, site=edition.site, tags=edition.tags)
        yield addresses.course_map(edition.site.prefix(locale)), content


def tables(edition: Edition) -> Iterator[tuple[str, bytes]]:
    """Yield the table of who teaches what where, in each language beside the page that shows it."""
    for locale in edition.site.locales:
        path = f"{edition.site.prefix(locale)}{coverage_address()}dekning.csv"
        lines, words = tuple(coverage.lines(edition.matrix, locale)), edition.words[locale]
        yield path, coverage.as_csv(lines).encode()
        yield sheets.book(edition, path, "coverage", coverage.columns(), lines)
        described = sheets.description(edition.site, path, "coverage", coverage.columns(), coverage.KEY, words)
        yield addresses.sheet_description(path), described


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
