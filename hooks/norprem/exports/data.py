"""Courses and all they refer to as JSON: dates, people, regions, providers, closed lists and the glossary.

Every file says whether its records are made up (`demo`). Courses stand in the order of their ids, sessions in
the order of time. A person is told of with what her page shows and nothing more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from norprem.edition import Edition
from norprem.exports import addresses
from norprem.exports.ics import uid
from norprem.exports.linked import Node
from norprem.exports.plain import Writer, listing
from norprem.model import Course, Kind, Listed, Person
from norprem.select import Run, shown_people
from norprem.site import course_address, course_scope, feed_address
from norprem.vocabulary import HEALTH_REGION, LISTS, Value

SHOWN = ("name", "role", "referral", "contact", "teaches", "status", "confirmed_on", "source")
"""What the page of resource people shows of everybody, by field; an employer is shown for persons only."""


def changed(record: Course) -> date:
    """Return the last day something that is said of a course, or of one of its sessions, was changed or checked."""
    return max(record.last_checked, *(session.updated for session in record.sessions), record.source.read)


def courses(edition: Edition) -> bytes:
    """Return every course with all that its file says, and its sessions."""
    writer = Writer(edition.site)
    nodes = [_course(record, writer) for record in by_id(edition)]
    return listing(edition.site, addresses.COURSES, "courses", nodes, demo=edition.demo)


def by_id(edition: Edition) -> tuple[Course, ...]:
    """Return the courses by id: the files lie in folders of regions, and a course may move to another."""
    return tuple(sorted((entry.record for entry in edition.catalogue.courses), key=lambda record: record.id))


def _course(record: Course, writer: Writer) -> Node:
    added = {
        "page": writer.pages(course_address(record.id)),
        "calendar": writer.pages(feed_address(course_scope(record.id))),
        "changed": changed(record).isoformat(),
    }
    runs = [_session(Run(record, session), writer) for session in record.sessions]
    return {**added, **writer.value(record.model_copy(update={"sessions": ()})), "sessions": runs}


def _session(run: Run, writer: Writer) -> Node:
    """Return a session; its UID is the one that calendars know it by."""
    page = writer.pages(course_address(run.course.id, run.session.id))
    return {
        "uid": uid(run, writer.site),
        "page": page,
        **writer.value(run.session),
        "all_day": run.session.all_day,
        "time_zone": "Europe/Oslo",
    }


def sessions(edition: Edition) -> bytes:
    """Return every session of every course, past and cancelled ones included, by start."""
    writer = Writer(edition.site)
    nodes = [{"course": _course_link(run.course, writer), **_session(run, writer)} for run in runs(edition)]
    return listing(edition.site, addresses.SESSIONS, "sessions", nodes, demo=edition.demo)


def runs(edition: Edition) -> tuple[Run, ...]:
    """Return every session with its course, by start and then by id."""
    every = (Run(entry.record, session) for entry, _, session in edition.catalogue.sessions)
    # As text, a whole day comes before the times of that day.
    return tuple(sorted(every, key=lambda run: (run.session.start.isoformat(), run.course.id, run.session.id)))


def _course_link(record: Course, writer: Writer) -> Node:
    page = writer.pages(course_address(record.id))
    return {"id": record.id, "title": writer.value(record.title), "page": page}


def people(edition: Edition) -> bytes:
    """Return the people and units that are shown on the day of the build; nobody may use them under a licence."""
    writer = Writer(edition.site)
    nodes = [_person(person, edition, writer) for person in shown_people(edition.catalogue, edition.today)]
    rights = {locale: words("data.people-rights") for locale, words in edition.words.items()}
    return listing(edition.site, addresses.PEOPLE, "people", nodes, open_=False, rights=rights, demo=edition.demo)


def _person(person: Person, edition: Edition, writer: Writer) -> Node:
    employed = person.kind == Kind.PERSON and person.organisation in edition.catalogue.provider
    return {
        "page": writer.pages(f"ressurspersoner/#{person.id}"),
        "id": person.id,
        "kind": person.kind,
        "region": person.region,
        "organisation": person.organisation if employed else None,
        **{name: writer.value(getattr(person, name)) for name in SHOWN},
    }


def regions(edition: Edition) -> bytes:
    """Return the regions: their pages, their calendars, and who hosts their education centre."""
    writer = Writer(edition.site)
    nodes = [_region(record, writer) for record in _listed(edition, "regions")]
    return listing(edition.site, addresses.REGIONS, "regions", nodes, demo=edition.demo)


def _region(record: Listed, writer: Writer) -> Node:
    told = {"id": record.id, "label": writer.value(record.label), "kind": record.kind}
    health = record.kind == HEALTH_REGION
    pages: Mapping[str, Any] = {
        "page": writer.pages(f"kurs/region/{record.id}/") if health else None,
        "people": writer.pages(f"ressurspersoner/{record.id}/") if health else None,
        "calendar": writer.pages(feed_address(record.id)) if health else None,
    }
    return {**pages, **told, "regut": writer.value(record.regut)}


def _listed(edition: Edition, name: str) -> Iterator[Listed]:
    """Yield the values of a closed list as its file has them."""
    return (entry.record for entry in edition.catalogue.listed if entry.file == f"vocabulary/{name}.yaml")


def providers(edition: Edition) -> bytes:
    """Return who gives courses and employs people."""
    writer = Writer(edition.site)
    nodes = [writer.value(entry.record) for entry in edition.catalogue.providers]
    return listing(edition.site, addresses.PROVIDERS, "providers", nodes, demo=edition.demo)


def vocabulary(edition: Edition) -> bytes:
    """Return all closed lists, each with its values in the order readers see them."""
    writer, lists = Writer(edition.site), edition.catalogue.vocabulary
    nodes = [{"id": name, "values": [_value(value, writer) for value in lists[name].values]} for name in LISTS]
    return listing(edition.site, addresses.VOCABULARY, "vocabulary", nodes, demo=edition.demo)


def _value(value: Value, writer: Writer) -> Node:
    return {name: writer.value(getattr(value, name)) for name in ("id", "label", "explanation", "proves")}


def glossary(edition: Edition) -> bytes:
    """Return the terms of the glossary."""
    writer = Writer(edition.site)
    terms = (entry.record for entry in edition.catalogue.terms)
    nodes = [{"page": writer.pages(f"ordliste/#{term.id}"), **writer.value(term)} for term in terms]
    return listing(edition.site, addresses.GLOSSARY, "glossary", nodes, demo=edition.demo)
