"""Linked data for course pages and lists: schema.org, in the shape of Bioschemas Course 1.0 and CourseInstance 1.0.

Facts that are not stated are left out, with one exception: the profile demands a place for every run, and where none is
known the place says so in words. The licence (CC BY 4.0) is that of this description (`sdLicense`), not of the course:
the course belongs to its provider.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from norprem.exports import headline, labels
from norprem.model import OSLO, Availability, Cost, Course, Load, Mode, Provider, Session, Status
from norprem.select import Run
from norprem.site import Site, course_address
from norprem.text import Text
from norprem.vocabulary import Vocabulary
from norprem.words import Words

Node = dict[str, Any]
"""An object of the linked data, ready for JSON."""

LICENCE = "https://creativecommons.org/licenses/by/4.0/"

_SCHEMA = "https://schema.org/"
_PROFILE = "https://bioschemas.org/profiles/{}/1.0-RELEASE"
_CONFORMS_TO = "http://purl.org/dc/terms/conformsTo"

_MODES: Mapping[str, tuple[str, ...]] = {
    Mode.ONSITE: ("onsite",),
    Mode.ONLINE: ("online",),
    Mode.HYBRID: ("blended", "online"),
    Mode.SELF_PACED: ("online", "asynchronous"),
}
"""Registries take any mode with `online` in it as online, and everything else as on site."""

_ATTENDANCE: Mapping[str, str] = {
    Mode.ONSITE: "OfflineEventAttendanceMode",
    Mode.ONLINE: "OnlineEventAttendanceMode",
    Mode.HYBRID: "MixedEventAttendanceMode",
    Mode.SELF_PACED: "OnlineEventAttendanceMode",
}
_STATUS: Mapping[str, str] = {
    Status.PLANNED: "EventScheduled",
    Status.CONFIRMED: "EventScheduled",
    Status.CANCELLED: "EventCancelled",
    Status.POSTPONED: "EventPostponed",
}

_UNSAFE = "<>&\u2028\u2029"
"""Marks that could end a script element or a line of script; in JSON they only stand inside texts."""


@dataclass(frozen=True, slots=True)
class _View:
    """A course as the readers of one language are told about it."""

    course: Course
    site: Site
    words: Words
    vocabulary: Vocabulary
    provider: Provider | None

    def address(self, session_id: str | None = None) -> str:
        """Return the absolute address of the course, or of one of its sessions."""
        return self.site.url(self.words.locale, course_address(self.course.id, session_id))

    def text(self, text: Text | None) -> str | None:
        """Return a text in the reader's language."""
        return text.best(self.words.locale)[1] if text else None

    def labels(self, name: str, values: Iterable[str]) -> tuple[str, ...]:
        """Return the names of values of a closed list."""
        return labels(values, self.vocabulary[name], self.words.locale)


def course(
    record: Course, *, site: Site, words: Words, vocabulary: Vocabulary, provider: Provider | None = None
) -> str:
    """Return a course with its runs as JSON-LD, safe inside `<script type="application/ld+json">`."""
    return _script({"@context": _SCHEMA, **_course(_View(record, site, words, vocabulary, provider))})


def items(records: Iterable[Course], *, site: Site, words: Words) -> str:
    """Return a list of courses as JSON-LD: the address and the name of each, in the order given."""
    links = tuple(
        {
            "@type": "ListItem",
            "position": position,
            "url": site.url(words.locale, course_address(record.id)),
            "name": record.title.best(words.locale)[1],
        }
        for position, record in enumerate(records, start=1)
    )
    return _script({"@context": _SCHEMA, "@type": "ItemList", "numberOfItems": len(links), "itemListElement": links})


def _script(node: Node) -> str:
    text = json.dumps(node, ensure_ascii=False, separators=(",", ":"))
    for mark in _UNSAFE:
        text = text.replace(mark, f"\\u{ord(mark):04x}")
    return text


def _stated(**facts: Any) -> Node:
    """Return the facts that are there; nought and false are facts."""
    return {name: fact for name, fact in facts.items() if fact not in (None, "", (), {})}


def _one_or_more(values: tuple[str, ...]) -> str | tuple[str, ...]:
    return values[0] if len(values) == 1 else values


def _node(kind: str, name: str, url: str) -> Node:
    """Begin an object that is known by an address and follows the profile of its kind."""
    return {"@type": kind, "@id": name, _CONFORMS_TO: {"@id": _PROFILE.format(kind)}, "url": url}


def _course(view: _View) -> Node:
    record = view.course
    return {
        **_node("Course", view.address(), view.address()),
        **_stated(
            name=view.text(record.title),
            alternateName=record.original_title.text if record.original_title else None,
            courseCode=record.code,
            sameAs=record.url,
            provider=_organisation(view),
            inLanguage=_one_or_more(record.languages),
        ),
        **_content(view),
        **_workload(record.load),
        **_stated(
            isAccessibleForFree=record.cost.free if record.cost else None,
            offers=_offer(_price(record.cost)),
            citation={"@type": "WebPage", **_stated(name=record.source.title, url=record.source.url)},
            sdLicense=LICENCE,
            hasCourseInstance=tuple(_instances(view)),
        ),
    }


def _content(view: _View) -> Node:
    """Return what the course is about, whom it is for and what one learns."""
    record = view.course
    topics = view.labels("topics", record.topics)
    audience = view.labels("professions", record.audience)
    summary = view.text(record.summary)
    return _stated(
        description=summary,
        abstract=summary,
        keywords=", ".join(topics),
        about=tuple(_term(*pair) for pair in zip(record.topics, topics, strict=True)),
        audience=tuple({"@type": "Audience", "audienceType": name} for name in audience),
        educationalLevel=view.labels("levels", (record.level,))[0],
        coursePrerequisites=view.text(record.prerequisites),
        teaches=tuple(view.text(outcome) for outcome in record.outcomes),
    )


def _term(code: str, name: str) -> Node:
    return {"@type": "DefinedTerm", "termCode": code, "name": name}


def _organisation(view: _View) -> Node:
    provider = view.provider
    return {"@type": "Organization", **_stated(name=view.text(provider.name), url=provider.url)} if provider else {}


def _workload(load: Load | None) -> Node:
    if load is None:
        return {}
    credits = {"@type": "QuantitativeValue", "value": _number(load.ects), "unitText": "ECTS"} if load.ects else None
    return _stated(timeRequired=_duration(load.hours) if load.hours else None, numberOfCredits=credits)


def _number(amount: Decimal) -> int | float:
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def _duration(hours: Decimal) -> str:
    """Return hours as an ISO 8601 duration, to the nearest minute."""
    whole, minutes = divmod(round(hours * 60), 60)
    return "PT" + (f"{whole}H" if whole or not minutes else "") + (f"{minutes}M" if minutes else "")


def _price(cost: Cost | None) -> Node:
    return _stated(price=str(cost.amount), priceCurrency=cost.currency) if cost else {}


def _offer(terms: Node) -> Node:
    return {"@type": "Offer", **terms} if terms else {}


def _instances(view: _View) -> Iterator[Node]:
    """Yield the runs; a course one can take at any time has one without dates, as long as it is not closed."""
    record = view.course
    for session in record.sessions:
        address = view.address(session.id)
        yield {**_node("CourseInstance", address, address), **_run(view, session)}
    if not record.sessions and record.mode == Mode.SELF_PACED and record.availability != Availability.CLOSED:
        address = view.address()
        yield {**_node("CourseInstance", f"{address}#any-time", address), **_any_time(view)}


def _run(view: _View, session: Session) -> Node:
    return {
        **_shared(view, headline(Run(view.course, session), view.words)),
        **_stated(
            description=_news(view, session),
            startDate=_moment(session.start),
            endDate=_moment(session.end),
            eventStatus=_SCHEMA + _STATUS[session.status],
            location=_location(view, session),
            maximumAttendeeCapacity=session.seats,
            offers=_offer({**_price(view.course.cost), **_registration(session)}),
        ),
    }


def _news(view: _View, session: Session) -> str | None:
    """Return a run's own message, followed by the summary: registries let it replace the course's description."""
    note = view.text(session.note)
    return f"{note}\n\n{view.text(view.course.summary)}" if note else None


def _any_time(view: _View) -> Node:
    place = {"@type": "VirtualLocation", "name": _online(view), "url": view.course.url}
    return {
        **_shared(view, view.text(view.course.title)),
        "location": place,
        **_stated(offers=_offer(_price(view.course.cost))),
    }


def _shared(view: _View, name: str | None) -> Node:
    """Return what every run of a course says."""
    record = view.course
    return _stated(
        name=name,
        courseMode=_MODES[record.mode],
        eventAttendanceMode=_SCHEMA + _ATTENDANCE[record.mode],
        inLanguage=_one_or_more(record.languages),
        organizer=_organisation(view),
    )


def _moment(moment: date) -> str:
    """Return a day, or a time with its distance from UTC."""
    return (moment.replace(tzinfo=OSLO) if isinstance(moment, datetime) else moment).isoformat()


def _registration(session: Session) -> Node:
    registration = session.registration
    if registration is None:
        return {}
    opens, deadline = registration.opens, registration.deadline
    return _stated(
        validFrom=opens.isoformat() if opens else None,
        validThrough=deadline.isoformat() if deadline else None,
        url=registration.url,
    )


def _location(view: _View, session: Session) -> Node | tuple[Node, ...] | str:
    places = tuple(_places(view, session))
    if not places:
        return view.words("course.not-stated")
    return places[0] if len(places) == 1 else places


def _places(view: _View, session: Session) -> Iterator[Node]:
    name = view.text(session.place)
    if name:  # registries look for the name in the address
        yield {"@type": "Place", "name": name, "address": {"@type": "PostalAddress", "name": name}}
    if session.online or "online" in _MODES[view.course.mode]:
        yield {"@type": "VirtualLocation", "name": _online(view), **_stated(url=session.online)}


def _online(view: _View) -> str:
    return view.labels("modes", (Mode.ONLINE,))[0]
