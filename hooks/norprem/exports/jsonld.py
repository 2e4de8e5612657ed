"""Linked data for course pages and lists: schema.org, in the shape of Bioschemas Course 1.0 and CourseInstance 1.0.

Facts that are not stated are left out, with one exception: the profile demands a place for every run, and where none is
known the place says so in words. The licence (CC BY 4.0) is that of this description (`sdLicense`), not of the course:
the course belongs to its provider.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from norprem.exports import headline, labels
from norprem.exports.addresses import LICENCE
from norprem.exports.linked import SCHEMA, Node, credits, duration, one_or_more, organisation, script, stated, term
from norprem.model import (
    OSLO,
    Availability,
    Competence,
    CompetenceId,
    Cost,
    Course,
    Load,
    Mode,
    Provider,
    Session,
    Status,
)
from norprem.select import Run
from norprem.site import Site, course_address
from norprem.text import Text
from norprem.vocabulary import Vocabulary
from norprem.words import Words

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


@dataclass(frozen=True, slots=True)
class _View:
    """A course as the readers of one language are told about it."""

    course: Course
    site: Site
    words: Words
    vocabulary: Vocabulary
    provider: Provider | None
    competences: Mapping[CompetenceId, Competence]

    def address(self, session_id: str | None = None) -> str:
        """Return the absolute address of the course, or of one of its sessions."""
        return self.site.url(self.words.locale, course_address(self.course.id, session_id))

    def text(self, text: Text | None) -> str | None:
        """Return a text in the reader's language."""
        return text.best(self.words.locale)[1] if text else None

    def labels(self, name: str, values: Iterable[str]) -> tuple[str, ...]:
        """Return the names of values of a closed list."""
        return labels(values, self.vocabulary[name], self.words.locale)


_NO_COMPETENCES: Mapping[CompetenceId, Competence] = MappingProxyType({})


def course(
    record: Course,
    *,
    site: Site,
    words: Words,
    vocabulary: Vocabulary,
    provider: Provider | None = None,
    competences: Mapping[CompetenceId, Competence] = _NO_COMPETENCES,
) -> str:
    """Return a course with its runs as JSON-LD, safe inside `<script type="application/ld+json">`.

    Args:
        record: the course.
        site: where its page lives.
        words: those of the page's language.
        vocabulary: names of the values of closed lists.
        provider: who gives it, where that is known.
        competences: those of all standards; what the course teaches is looked up there.
    """
    return script({"@context": SCHEMA, **_course(_View(record, site, words, vocabulary, provider, competences))})


_ON_ITS_PAGE = frozenset(
    {
        "courseCode",
        "eventAttendanceMode",
        "identifier",
        "inDefinedTermSet",
        "isAccessibleForFree",
        "numberOfCredits",
        "sameAs",
        "sdLicense",
        "termCode",
    }
)
"""Facts that lists leave to the page of the course: neither profile recommends them, and no registry reads them."""


@dataclass(frozen=True, slots=True)
class Item:
    """A course as lists tell of it, written once for all of them.

    Attributes:
        address: of its page, as JSON-LD.
        facts: the course as JSON-LD without its runs and without the brace at its end.
        runs: its runs that are not over as JSON-LD, by id of the session; the one without dates has no id.
    """

    address: str
    facts: str
    runs: Mapping[str, str]


def item(
    record: Course,
    *,
    today: date,
    site: Site,
    words: Words,
    vocabulary: Vocabulary,
    provider: Provider | None = None,
    competences: Mapping[CompetenceId, Competence] = _NO_COMPETENCES,
) -> Item:
    """Write a course for lists: what both profiles recommend and what registries read, as its own page has it.

    Args:
        record: the course.
        today: what is over on that day is left out.
        site: where its page lives.
        words: those of the page's language.
        vocabulary: names of the values of closed lists.
        provider: who gives it, where that is known.
        competences: those of all standards; what the course teaches is looked up there.
    """
    view = _View(record, site, words, vocabulary, provider, competences)
    over = {session.id for session in record.sessions if session.last_day < today}
    runs = {name: script(_briefly(run)) for name, run in _instances(view) if name not in over}
    return Item(script(view.address()), script(_briefly(_facts(view))).removesuffix("}") if runs else "", runs)


def _briefly(fact: Any) -> Any:
    """Return a fact, and all it is made of, without what only the page of the course says."""
    if isinstance(fact, dict):
        return {name: _briefly(one) for name, one in fact.items() if name not in _ON_ITS_PAGE}
    return tuple(map(_briefly, fact)) if isinstance(fact, tuple) else fact


def listed(told: Iterable[tuple[Item, Collection[str]]]) -> str:
    """Return a list of courses as JSON-LD, in the order given, safe inside `<script type="application/ld+json">`.

    Args:
        told: each course, and the ids of the runs that the list tells of. A course without any is told by its address:
            registries look for runs, and find the rest on the page.
    """
    links = [_link(position, *one) for position, one in enumerate(told, start=1)]
    items = ",".join(links)
    return f'{{"@context":"{SCHEMA}","@type":"ItemList","numberOfItems":{len(links)},"itemListElement":[{items}]}}'


def _link(position: int, item: Item, shown: Collection[str]) -> str:
    runs = ",".join(item.runs[name] for name in item.runs if name in shown)
    course = f',"item":{item.facts},"hasCourseInstance":[{runs}]}}' if runs else ""
    return f'{{"@type":"ListItem","position":{position},"url":{item.address}{course}}}'


def _node(kind: str, name: str, url: str) -> Node:
    """Begin an object that is known by an address and follows the profile of its kind."""
    return {"@type": kind, "@id": name, _CONFORMS_TO: {"@id": _PROFILE.format(kind)}, "url": url}


def _course(view: _View) -> Node:
    return {**_facts(view), **stated(hasCourseInstance=tuple(run for _, run in _instances(view)))}


def _facts(view: _View) -> Node:
    """Return what is said of the course itself, without its runs."""
    record = view.course
    return {
        **_node("Course", view.address(), view.address()),
        **stated(
            name=view.text(record.title),
            alternateName=record.original_title.text if record.original_title else None,
            courseCode=record.code,
            sameAs=record.url,
            provider=organisation(view.provider, view.words.locale),
            inLanguage=one_or_more(record.languages),
        ),
        **_content(view),
        **_workload(record.load),
        **stated(
            isAccessibleForFree=record.cost.free if record.cost else None,
            offers=_offer(_price(record.cost)),
            citation={"@type": "WebPage", **stated(name=record.source.title, url=record.source.url)},
            sdLicense=LICENCE,
        ),
    }


def _content(view: _View) -> Node:
    """Return what the course is about, whom it is for and what one learns."""
    record = view.course
    topics = view.labels("topics", record.topics)
    audience = view.labels("professions", record.audience)
    summary = view.text(record.summary)
    return stated(
        description=summary,
        abstract=summary,
        keywords=", ".join(topics),
        about=tuple(_term(*pair) for pair in zip(record.topics, topics, strict=True)),
        audience=tuple({"@type": "Audience", "audienceType": name} for name in audience),
        educationalLevel=view.labels("levels", (record.level,))[0],
        coursePrerequisites=view.text(record.prerequisites),
        teaches=(*(view.text(outcome) for outcome in record.outcomes), *_taught(view)),
    )


def _taught(view: _View) -> Iterator[Node]:
    """Yield the competences that the course teaches, as terms of their standards.

    They have an address (`url`) and no name for machines (`@id`): registries show such a name among the outcomes.
    """
    for taught in view.course.teaches:
        if known := view.competences.get(taught.competence):
            told = term(taught.competence, known, site=view.site, locale=view.words.locale)
            yield {name: fact for name, fact in told.items() if name != "@id"}


def _term(code: str, name: str) -> Node:
    return {"@type": "DefinedTerm", "termCode": code, "name": name}


def _workload(load: Load | None) -> Node:
    if load is None:
        return {}
    return stated(
        timeRequired=duration(load.hours) if load.hours else None,
        numberOfCredits=credits(load.ects) if load.ects else None,
    )


def _price(cost: Cost | None) -> Node:
    return stated(price=str(cost.amount), priceCurrency=cost.currency) if cost else {}


def _offer(terms: Node) -> Node:
    return {"@type": "Offer", **terms} if terms else {}


def _instances(view: _View) -> Iterator[tuple[str, Node]]:
    """Yield the runs, each with the id of its session.

    A course one can take at any time has one without dates and without an id, as long as it is not closed.
    """
    record = view.course
    for session in record.sessions:
        address = view.address(session.id)
        yield session.id, {**_node("CourseInstance", address, address), **_run(view, session)}
    if not record.sessions and record.mode == Mode.SELF_PACED and record.availability != Availability.CLOSED:
        address = view.address()
        yield "", {**_node("CourseInstance", f"{address}#any-time", address), **_any_time(view)}


def _run(view: _View, session: Session) -> Node:
    return {
        **_shared(view, headline(Run(view.course, session), view.words)),
        **stated(
            description=_news(view, session),
            startDate=_moment(session.start),
            endDate=_moment(session.end),
            eventStatus=SCHEMA + _STATUS[session.status],
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
        **stated(offers=_offer(_price(view.course.cost))),
    }


def _shared(view: _View, name: str | None) -> Node:
    """Return what every run of a course says."""
    record = view.course
    return stated(
        name=name,
        courseMode=_MODES[record.mode],
        eventAttendanceMode=SCHEMA + _ATTENDANCE[record.mode],
        inLanguage=one_or_more(record.languages),
        organizer=organisation(view.provider, view.words.locale),
    )


def _moment(moment: date) -> str:
    """Return a day, or a time with its distance from UTC."""
    return (moment.replace(tzinfo=OSLO) if isinstance(moment, datetime) else moment).isoformat()


def _registration(session: Session) -> Node:
    registration = session.registration
    if registration is None:
        return {}
    opens, deadline = registration.opens, registration.deadline
    return stated(
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
        yield {"@type": "VirtualLocation", "name": _online(view), **stated(url=session.online)}


def _online(view: _View) -> str:
    return view.labels("modes", (Mode.ONLINE,))[0]
