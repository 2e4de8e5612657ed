"""Courses, sessions and methods as tables, one row a record: CSV, the description that belongs to it, and a workbook.

The CSV files are comma-separated (RFC 4180), UTF-8 with a byte order mark, so that spreadsheets read æ, ø and å. Column
names are English and stay. Ids of closed lists are joined with a blank. A text that a spreadsheet would take for a
formula gets an apostrophe in front. The description follows CSV on the Web (W3C): licence, and the type of each column.
A workbook has the same rows and needs no apostrophe; a second sheet says what it is and gives the licence.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import partial
from itertools import chain
from typing import Any

from norprem.edition import Edition
from norprem.exports import addresses, data, workbook
from norprem.exports.ics import uid
from norprem.exports.linked import Node, document, stated
from norprem.model import Course, Reference
from norprem.site import Site, course_address, method_address
from norprem.text import Text
from norprem.words import Words

MEDIA_TYPE = "text/csv"

_FORMULA = re.compile(r"[\t\r\n]|[\s\x00-\x1f\u200b-\u200f\ufeff]*[=+\-@＝＋－＠]")
"""How a cell begins that some spreadsheet would calculate; wide signs and hidden characters are tried on purpose."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Attributes:
        name: heading, the same for ever.
        read: from a run or a course to the value of the cell; None leaves it empty.
        datatype: as CSV on the Web names it.
        locale: language of the texts; empty where they have none.
        several: a cell holds any number of ids, with blanks between them.
    """

    name: str
    read: Callable[[Any], object]
    datatype: str = "string"
    locale: str = ""
    several: bool = False


def course_sheet(edition: Edition) -> bytes:
    """Return every course as a row, in the order of ids."""
    return _written(_course_columns(edition), data.by_id(edition))


def session_sheet(edition: Edition) -> bytes:
    """Return every session as a row, by start."""
    return _written(_session_columns(edition), data.runs(edition))


def method_sheet(edition: Edition) -> bytes:
    """Return every method as a row, in the order of ids."""
    return _written(_method_columns(edition), edition.catalogue.method.values())


def descriptions(edition: Edition) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of the description of each table."""
    english = edition.words[edition.site.locales[-1]]
    columns = {
        addresses.COURSE_SHEET: ("courses", _course_columns(edition), "id"),
        addresses.SESSION_SHEET: ("sessions", _session_columns(edition), "uid"),
        addresses.METHOD_SHEET: ("methods", _method_columns(edition), "id"),
    }
    for sheet, (phrase, found, key) in columns.items():
        yield addresses.sheet_description(sheet), description(edition.site, sheet, phrase, found, key, english)


def books(edition: Edition) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of the workbook of each table."""
    courses, runs = data.by_id(edition), data.runs(edition)
    yield book(edition, addresses.COURSE_SHEET, "courses", _course_columns(edition), courses)
    yield book(edition, addresses.SESSION_SHEET, "sessions", _session_columns(edition), runs)
    methods = edition.catalogue.method.values()
    yield book(edition, addresses.METHOD_SHEET, "methods", _method_columns(edition), methods)


def book(
    edition: Edition, sheet: str, phrase: str, columns: Iterable[Column], records: Iterable[object]
) -> tuple[str, bytes]:
    """Return path and content of the workbook with the rows of a table.

    Args:
        edition: what is published where.
        sheet: path of the CSV file.
        phrase: what the table is called in the interface words, `data.<phrase>`, and in the workbook.
        columns: in their order.
        records: one for each row.
    """
    columns, path = tuple(columns), addresses.workbook(sheet)
    head = [column.name for column in columns]
    rows = ([_held(column.read(record)) for column in columns] for record in records)
    return path, workbook.workbook([(phrase, chain([head], rows)), ("about", _about(edition, path, phrase))])


def _about(edition: Edition, path: str, phrase: str) -> Iterator[tuple[str, str]]:
    """Yield what there is to know about a workbook: what it holds, its licence, and whom to name."""
    yield "self", edition.site.base + path
    for locale, words in edition.words.items():
        yield f"title_{locale}", words(f"data.{phrase}")
        yield f"about_{locale}", words(f"data.{phrase}-about")
        yield f"documentation_{locale}", edition.site.url(locale, addresses.ABOUT)
        if edition.demo:
            yield f"demo_{locale}", words("site.demo")
    yield "licence", addresses.LICENCE
    yield "attribution", addresses.ATTRIBUTION


def _held(value: object) -> workbook.Cell:
    """Return what a cell of a workbook holds."""
    match value:
        case None | str() | int() | Decimal() | date() | time():
            return value
        case tuple():
            return " ".join(map(str, value))
        case _:
            return str(value)


def defused(text: str) -> str:
    """Return a text with an apostrophe in front where a spreadsheet would calculate it."""
    return f"'{text}" if _FORMULA.match(text) else text


def _written(columns: tuple[Column, ...], rows: Iterable[object]) -> bytes:
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow([column.name for column in columns])
    writer.writerows([_cell(column.read(row)) for column in columns] for row in rows)
    return target.getvalue().encode("utf-8-sig")


def _cell(value: object) -> str:
    """Return the text of a cell; times of day are columns of their own, so that a moment is its day."""
    match value:
        case None:
            return ""
        case tuple():
            return defused(" ".join(map(str, value)))
        case datetime():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case time():
            return f"{value:%H:%M}"
        case _:
            return defused(str(value))


def _field(name: str, record: Any) -> object:
    return getattr(record, name)


def _plain(*names: str, datatype: str = "string", several: bool = False) -> Iterator[Column]:
    """Yield columns that are fields of the record."""
    return (Column(name, partial(_field, name), datatype, several=several) for name in names)


def _texts(edition: Edition, name: str, read: Callable[[Any], Text | None]) -> Iterator[Column]:
    """Yield a column for a text in each language."""
    for locale in edition.site.locales:
        yield Column(f"{name}_{locale}", partial(_wording, read, locale), locale=edition.tags[locale])


def _wording(read: Callable[[Any], Text | None], locale: str, record: Any) -> str | None:
    text = read(record)
    return text.get(locale) if text else None


def _pages(edition: Edition, read: Callable[[Any], str]) -> Iterator[Column]:
    """Yield a column for the address of a page in each language."""
    for locale in edition.site.locales:
        yield Column(f"page_{locale}", partial(_page, edition, read, locale), "anyURI")


def _page(edition: Edition, read: Callable[[Any], str], locale: str, record: Any) -> str:
    return edition.site.url(locale, read(record))


def _provider(edition: Edition, course: Course) -> Text | None:
    known = edition.catalogue.provider.get(course.provider)
    return known.name if known else None


def _course_columns(edition: Edition) -> tuple[Column, ...]:
    return (
        *_plain("id"),
        *_texts(edition, "title", lambda course: course.title),
        Column("original_title", lambda course: _of(course.original_title, "text")),
        Column("original_language", lambda course: _of(course.original_title, "language")),
        *_plain("code"),
        *_texts(edition, "summary", lambda course: course.summary),
        *_plain("provider"),
        *_texts(edition, "provider_name", partial(_provider, edition)),
        *_plain("region"),
        *_plain("open_to", several=True),
        *_plain("url", datatype="anyURI"),
        *_pages(edition, lambda course: course_address(course.id)),
        *_plain("audience", "topics", several=True),
        *_plain("level"),
        *_plain("languages", several=True),
        *_plain("mode"),
        Column("ects", lambda course: _of(course.load, "ects"), "decimal"),
        Column("hours", lambda course: _of(course.load, "hours"), "decimal"),
        Column("cost", lambda course: _of(course.cost, "amount"), "decimal"),
        Column("currency", lambda course: _of(course.cost, "currency")),
        *_texts(edition, "prerequisites", lambda course: course.prerequisites),
        Column("teaches", lambda course: tuple(taught.competence for taught in course.teaches), several=True),
        *_plain("availability"),
        *_texts(edition, "availability_note", lambda course: course.availability_note),
        Column("sessions", lambda course: len(course.sessions), "integer"),
        *_source(lambda course: course.source),
        *_plain("last_checked", datatype="date"),
        Column("changed", data.changed, "date"),
    )


def _source(read: Callable[[Any], Reference]) -> Iterator[Column]:
    yield Column("source_title", lambda record: read(record).title)
    yield Column("source_url", lambda record: read(record).url, "anyURI")
    yield Column("source_read", lambda record: read(record).read, "date")


def _session_columns(edition: Edition) -> tuple[Column, ...]:
    return (
        Column("uid", lambda run: uid(run, edition.site)),
        Column("course", lambda run: run.course.id),
        Column("session", lambda run: run.session.id),
        *_texts(edition, "title", lambda run: run.course.title),
        Column("provider", lambda run: run.course.provider),
        *_texts(edition, "provider_name", lambda run: _provider(edition, run.course)),
        Column("region", lambda run: run.course.region),
        Column("mode", lambda run: run.course.mode),
        Column("status", lambda run: run.session.status),
        *_when(),
        *_texts(edition, "place", lambda run: run.session.place),
        Column("online", lambda run: run.session.online, "anyURI"),
        Column("registration_opens", lambda run: _of(run.session.registration, "opens"), "date"),
        Column("registration_deadline", lambda run: _of(run.session.registration, "deadline"), "date"),
        Column("registration_url", lambda run: _of(run.session.registration, "url"), "anyURI"),
        Column("seats", lambda run: run.session.seats, "integer"),
        *_texts(edition, "note", lambda run: run.session.note),
        Column("revision", lambda run: run.session.revision, "integer"),
        Column("updated", lambda run: run.session.updated, "date"),
        Column("course_url", lambda run: run.course.url, "anyURI"),
        *_pages(edition, lambda run: course_address(run.course.id, run.session.id)),
    )


def _method_columns(edition: Edition) -> tuple[Column, ...]:
    return (
        *_plain("id"),
        *_texts(edition, "name", lambda method: method.name),
        *_plain("kind"),
        *_plain("fields", several=True),
        *_texts(edition, "summary", lambda method: method.summary),
        *_plain("status"),
        *_texts(edition, "status_note", lambda method: method.status_note),
        *_texts(edition, "decided_by", lambda method: method.decided_by),
        *_plain("decided", "reference"),
        *_pages(edition, lambda method: method_address(method.id)),
        *_source(lambda method: method.sources[0]),
        *_plain("last_checked", "next_review", datatype="date"),
    )


def _when() -> Iterator[Column]:
    yield Column("start_date", lambda run: run.session.start, "date")
    yield Column("start_time", lambda run: _clock(run.session.start), "time")
    yield Column("end_date", lambda run: run.session.end, "date")
    yield Column("end_time", lambda run: _clock(run.session.end), "time")
    yield Column("time_zone", lambda _: "Europe/Oslo")


def _clock(value: date) -> time | None:
    return value.time() if isinstance(value, datetime) else None


def _of(record: object, name: str) -> object:
    """Return a field of a part of a record that may be missing."""
    return getattr(record, name) if record else None


_FORMATS = {"time": {"base": "time", "format": "HH:mm"}}


def description(
    site: Site, sheet: str, phrase: str, columns: Iterable[Column], key: str | tuple[str, ...], words: Words
) -> bytes:
    """Describe a table: where it lies, its licence, and what each column holds.

    Args:
        site: where it is published.
        sheet: path of the table.
        phrase: what the table is called in the interface words, `data.<phrase>`.
        columns: in their order.
        key: the column, or the columns together, that no two rows have alike.
        words: those of the language the description is in.
    """
    node = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": words.locale}],
        "url": site.base + sheet,
        "dc:title": words(f"data.{phrase}"),
        "dc:description": f"{words(f'data.{phrase}-about')} {words('data.sheet')}",
        "dc:license": {"@id": addresses.LICENCE},
        "dc:creator": addresses.ATTRIBUTION,
        "dialect": {"encoding": "utf-8", "delimiter": ",", "lineTerminators": ["\r\n"], "header": True},
        "tableSchema": {"columns": [_described(column) for column in columns], "primaryKey": key},
    }
    return document(node)


def _described(column: Column) -> Node:
    return stated(
        name=column.name,
        titles=column.name,
        datatype=_FORMATS.get(column.datatype, column.datatype),
        lang=column.locale,
        separator=" " if column.several else None,
    )
