"""What there is below `/api/v1/`, told to programs: the index that describes every file.

It is for whoever has found one file and looks for the others. The catalogue in DCAT, for portals, is `dcat`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from norprem.edition import Edition
from norprem.exports import addresses, news, schema, shapes, sheets, workbook
from norprem.exports.linked import Node
from norprem.exports.plain import Writer, listing
from norprem.select import shown_people

JSON, TURTLE = "application/json", "text/turtle"
SCHEMA = "application/schema+json"
CSVW = "application/csvm+json"


@dataclass(frozen=True, slots=True)
class File:
    """One file below `/api/v1/`.

    Attributes:
        path: where it lies.
        phrase: what it is called in the interface words, `data.<phrase>`; `data.<phrase>-about` says what it holds.
        name: what the phrase is about, by locale, where it is about one thing.
        kind: `data`, `record` (one standard, one curriculum) or `schema`.
        schema: name of the JSON Schema it follows; empty where it is not JSON of ours.
        count: records in it.
        open_: published under the licence.
    """

    path: str
    phrase: str
    media_type: str = JSON
    name: Mapping[str, str] | None = None
    kind: str = "data"
    schema: str = ""
    count: int = 1
    open_: bool = True


def files(edition: Edition) -> Iterator[File]:
    """Yield every file below `/api/v1/` in the order the index tells them, itself included."""
    yield File(addresses.INDEX, "index", schema="index")
    yield from _lists(edition)
    yield from _records(edition)
    for kind in (*schema.RECORDS, *schema.LISTS):
        yield File(addresses.schema_file(kind), "typed", SCHEMA, _everywhere(edition, kind), kind="schema")
    for kind in shapes.KINDS:
        yield File(addresses.output_schema(kind), "shape", SCHEMA, _everywhere(edition, kind), kind="schema")


def _lists(edition: Edition) -> Iterator[File]:
    catalogue = edition.catalogue
    courses, sessions = len(catalogue.courses), len(catalogue.sessions)
    people = sum(1 for _ in shown_people(catalogue, edition.today))
    lists = catalogue.vocabulary.lists
    yield File(addresses.COURSES, "courses", schema="courses", count=courses)
    yield File(addresses.COURSE_SHEET, "courses", sheets.MEDIA_TYPE, count=courses)
    yield _description(addresses.COURSE_SHEET, edition)
    yield File(addresses.workbook(addresses.COURSE_SHEET), "courses", workbook.MEDIA_TYPE, count=courses)
    yield File(addresses.SESSIONS, "sessions", schema="sessions", count=sessions)
    yield File(addresses.SESSION_SHEET, "sessions", sheets.MEDIA_TYPE, count=sessions)
    yield _description(addresses.SESSION_SHEET, edition)
    yield File(addresses.workbook(addresses.SESSION_SHEET), "sessions", workbook.MEDIA_TYPE, count=sessions)
    yield File(addresses.PEOPLE, "people", schema="people", count=people, open_=False)
    yield File(addresses.REGIONS, "regions", schema="regions", count=len(catalogue.vocabulary.regions))
    yield File(addresses.PROVIDERS, "providers", schema="providers", count=len(catalogue.providers))
    yield File(addresses.VOCABULARY, "vocabulary", schema="vocabulary", count=len(lists))
    yield File(addresses.GLOSSARY, "glossary", schema="glossary", count=len(catalogue.terms))
    yield File(addresses.STANDARDS, "standards", schema="standards", count=len(catalogue.standards))
    yield File(addresses.CONCEPTS, "concepts", TURTLE, count=len(catalogue.standards))
    yield File(addresses.PROGRAMMES, "programmes", schema="programmes", count=len(catalogue.programmes))
    yield File(addresses.NEEDS, "needs", schema="needs", count=len(catalogue.needs))
    methods = len(catalogue.methods)
    yield File(addresses.METHODS, "methods", schema="methods", count=methods)
    yield File(addresses.METHOD_SHEET, "methods", sheets.MEDIA_TYPE, count=methods)
    yield _description(addresses.METHOD_SHEET, edition)
    yield File(addresses.workbook(addresses.METHOD_SHEET), "methods", workbook.MEDIA_TYPE, count=methods)
    yield File(addresses.PATHWAYS, "pathways", schema="pathways", count=len(catalogue.pathways))
    yield File(news.FILE, "changes", schema="changes", count=len(edition.chronicle.entries))


def _description(sheet: str, edition: Edition) -> File:
    name = _everywhere(edition, sheet.rsplit("/", 1)[-1])
    return File(addresses.sheet_description(sheet), "description", CSVW, name, kind="schema")


def _records(edition: Edition) -> Iterator[File]:
    for standard in edition.catalogue.standard.values():
        name, file = dict(standard.title), addresses.standard_file(standard.id)
        yield File(file, "standard", name=name, kind="record", schema="standard")
        for locale in edition.site.locales:
            language = edition.words[locale]("language.name")
            told = {one: f"{title} ({language})" for one, title in name.items()}
            yield File(addresses.case_file(standard.id, locale), "case", name=told, kind="record")
    for programme in edition.catalogue.programme.values():
        file = addresses.programme_file(programme.id)
        yield File(file, "programme", name=dict(programme.title), kind="record", schema="programme")


def _everywhere(edition: Edition, name: str) -> Mapping[str, str]:
    """Return a name that is the same in all languages."""
    return dict.fromkeys(edition.site.locales, name)


def index(edition: Edition) -> bytes:
    """Return the index: what every file holds, in what form, and where its schema is."""
    nodes = [_told(file, edition) for file in files(edition)]
    return listing(
        edition.site,
        addresses.INDEX,
        "files",
        nodes,
        schema="index",
        version="v1",
        documentation=Writer(edition.site).pages(addresses.ABOUT),
        catalogue=edition.site.base + addresses.CATALOGUE,
        demo=edition.demo,
    )


def _told(file: File, edition: Edition) -> Node:
    base = edition.site.base
    return {
        "address": base + file.path,
        "kind": file.kind,
        "title": _phrase(file, edition, ""),
        "about": _phrase(file, edition, "-about"),
        "media_type": file.media_type,
        "schema": base + addresses.output_schema(file.schema) if file.schema else None,
        "licence": addresses.LICENCE if file.open_ else None,
        "count": file.count,
    }


def _phrase(file: File, edition: Edition, ending: str) -> Mapping[str, str]:
    """Return what a file is called, or what it holds, in every language."""
    return {
        locale: words(f"data.{file.phrase}{ending}", name=file.name[locale] if file.name else "")
        for locale, words in edition.words.items()
    }
