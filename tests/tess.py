"""What the training registry TeSS takes from a page: its published rules, written once more in Python.

The rules are those of ElixirTeSS/TeSS_RDF_Extractors (`lib/tess/rdf/`, version of 21 April 2026) and of
`lib/ingestors/bioschemas_ingestor.rb` in ElixirTeSS/TeSS, as read on 22 November 2026. Nothing is fetched: the context
of schema.org is replaced by a small one that treats the terms used here as the real one does.
"""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Callable, Iterable
from typing import Any

from rdflib import RDF, BNode, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

SCHEMA = Namespace("http://schema.org/")
CONTEXT = {
    "@vocab": str(SCHEMA),
    **{name: {"@type": "@id"} for name in ("sameAs", "url", "sdLicense", "inDefinedTermSet")},
    **{name: {"@type": f"{SCHEMA}Date"} for name in ("startDate", "endDate", "validFrom", "validThrough")},
}
Event = dict[str, Any]


def graph(script: str, page: str) -> Graph:
    """Read the linked data of a page as RDF; `https://schema.org` is taken for `http`, as TeSS does."""
    node = json.loads(script)
    assert node["@context"] in ("https://schema.org", "https://schema.org/")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # rdflib's reader uses a class that rdflib warns of
        read = Graph().parse(data=json.dumps({**node, "@context": CONTEXT}), format="json-ld", publicID=page)
    plain = Graph()
    for statement in read:
        plain.add(tuple(_plain(one) for one in statement))  # type: ignore[arg-type]
    return plain


def _plain(node: Node) -> Node:
    same = isinstance(node, URIRef) and str(node).startswith("https://schema.org/")
    return URIRef(f"http{str(node)[5:]}") if same else node


def events(read: Graph) -> list[Event]:
    """Return the events that TeSS stores from one page, each address once: the one that says most."""
    courses = [
        {**_event(read, course), **_event(read, run)}
        for course in sorted(read.subjects(RDF.type, SCHEMA.Course))
        for run in sorted(read.objects(course, SCHEMA.hasCourseInstance))
    ]
    alone = [_event(read, run) for run in sorted(read.subjects(RDF.type, SCHEMA.CourseInstance))]
    plain = [_event(read, one) for one in sorted(read.subjects(RDF.type, SCHEMA.Event))]
    return _deduplicated([*plain, *courses, *alone])


def _deduplicated(found: Iterable[Event]) -> list[Event]:
    best: dict[str, Event] = {}
    for event in found:
        url = event.get("url", "")
        if url not in best or len(event) > len(best[url]):
            best[url] = event
    return list(best.values())


def _event(read: Graph, subject: Node) -> Event:
    """Take what one resource says; what is blank is dropped, so that it does not hide what the course says."""
    values: Callable[[str], list[str]] = lambda name: _values(read, subject, name)  # noqa: E731
    one: Callable[[str], str | None] = lambda name: next(iter(values(name)), None)  # noqa: E731
    named: Callable[[str], list[str]] = lambda name: _names(read, subject, name)  # noqa: E731
    languages = sorted({*named("inLanguage"), *values("inLanguage")})
    taken = {
        "title": one("name"),
        "description": one("description"),
        "url": one("url") or (str(subject) if isinstance(subject, URIRef) else None),
        "keywords": _keywords(values("keywords"), named("keywords")),
        "scientific_topic_names": named("about"),
        "node_names": named("provider"),
        "subtitle": one("alternateName"),
        "start": one("startDate"),
        "end": one("endDate"),
        "online": any("online" in mode.lower() for mode in values("courseMode")) if values("courseMode") else None,
        "organizer": ", ".join(_organisers(read, subject)),
        "capacity": one("maximumAttendeeCapacity"),
        "prerequisites": _listed(values("coursePrerequisites")),
        "learning_objectives": _listed(sorted({*named("teaches"), *values("teaches")})),
        "target_audience": sorted(
            str(kind)
            for who in read.objects(subject, SCHEMA.audience)
            for kind in read.objects(who, SCHEMA.audienceType)
        ),
        "language": languages[0].split("-")[0] if languages else None,
        **_location(read, subject),
    }
    return {name: value for name, value in taken.items() if value not in (None, "", [])}


def _values(read: Graph, subject: Node, name: str) -> list[str]:
    """Return texts and addresses in the order of their letters; things without a name for machines have no value."""
    return sorted({str(value).strip() for value in read.objects(subject, SCHEMA[name]) if not isinstance(value, BNode)})


def _names(read: Graph, subject: Node, name: str) -> list[str]:
    things = [thing for thing in read.objects(subject, SCHEMA[name]) if not isinstance(thing, Literal)]
    return sorted({str(own) for thing in things for own in read.objects(thing, SCHEMA.name)})


def _keywords(texts: list[str], names: list[str]) -> list[str]:
    """Split a single text at its commas; several are taken as they are."""
    split = [word.strip() for word in texts[0].split(",")] if len(texts) == 1 else texts
    return [*names, *split]


def _listed(values: list[str]) -> str | None:
    return "\n".join(f" * {value}" for value in values) if len(values) > 1 else next(iter(values), None)


def _organisers(read: Graph, subject: Node) -> list[str]:
    return sorted(
        f"{name} ({url})" if url else str(name)
        for who in read.objects(subject, SCHEMA.organizer)
        for name in read.objects(who, SCHEMA.name)
        for url in [read.value(who, SCHEMA.url)]
    )


def _location(read: Graph, subject: Node) -> Event:
    """Find a place with a postal address, else a text; a place on the net is added, and makes the event online."""
    found: Event = {}
    places = list(read.objects(subject, SCHEMA.location))
    addressed = [place for place in places if (place, SCHEMA.address, None) in read]
    venue = [str(read.value(addressed[0], SCHEMA.name))] if addressed else _values(read, subject, "location")[:1]
    for place in places:
        if (place, RDF.type, SCHEMA.VirtualLocation) in read and (name := read.value(place, SCHEMA.name)):
            url = read.value(place, SCHEMA.url)
            venue.append(f"{name} - {url}" if url else str(name))
            found["online"] = True
    return {**found, "venue": ", ".join(venue)}


def accepted_sitemap(address: str) -> bool:
    """Tell whether TeSS takes an address for a list of pages, and not for a page."""
    return re.search(r"sitemap(.*)?\.xml\Z", address.lower()) is not None
