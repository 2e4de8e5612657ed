"""What the reader of a list can choose by: only values that occur in the list, and what each line says of itself.

The choices are drawn by the template `filter.html`; the script `filter.js` shows the lines that fit. A line says what
it is in `data-` attributes named like the choices. A line without one fits every value: it is for everybody.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from norprem.model import Availability, Course, Method, Need, Person, Session
from norprem.select import ANYBODY, Listing, Run, can_register
from norprem.subscriptions import professions
from norprem.vocabulary import HEALTH_REGION, ClosedList, Value, Vocabulary

OPEN = str(Availability.OPEN)
"""What the state of a line says where one can sign up today."""

_FEWEST = 2
"""Values that make a choice."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing a reader can choose by.

    Attributes:
        name: parameter in the address; with `data-` before it, the attribute of the lines.
        label: key of what it is called.
        every: key of what no choice is called.
        values: what can be chosen.
        main: it is shown at once, not only with the further choices.
    """

    name: str
    label: str
    every: str
    values: tuple[Value, ...]
    main: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What a line of a list of courses says of itself: values separated by blanks, nothing where all fit.

    Attributes:
        region: regions that may attend.
        audience: professions it is meant for.
        status: where the run stands, or whether the course can be taken; `open` where one can sign up today.
    """

    region: str
    audience: str
    status: str


def facts(course: Course, session: Session | None, today: date) -> Facts:
    """Return what a line about a course, or about one run of it, says of itself on a day."""
    return Facts(_regions(course), _audience(course), " ".join(states(course, session, today)))


def _regions(course: Course) -> str:
    return " ".join(dict.fromkeys((course.region, *course.open_to))) if course.open_to else ""


def _audience(course: Course) -> str:
    return " ".join(course.audience) if ANYBODY.isdisjoint(course.audience) else ""


def states(course: Course, session: Session | None, today: date) -> tuple[str, ...]:
    """Return where a course or a run stands; what takes applications today is `open` as well."""
    if session is None:
        return (str(course.availability),)
    return (*((OPEN,) if _takes_applications(session, today) else ()), str(session.status))


def _takes_applications(session: Session, today: date) -> bool:
    """Tell whether a deadline is known and ahead, and registration has begun."""
    registration = session.registration
    if registration is None or registration.deadline is None or not can_register(session, today):
        return False
    return registration.opens is None or registration.opens <= today


def of_courses(found: Listing, vocabulary: Vocabulary, given: Mapping[str, str], today: date) -> tuple[Choice, ...]:
    """Return what a list of courses can be narrowed by.

    Args:
        found: the courses of the list, on all its pages.
        vocabulary: the closed lists.
        given: what narrows the list already, such as its region; that is no choice any more.
        today: day of the build.
    """
    rows = tuple(_rows(found))
    courses = tuple({course.id: course for course, _ in rows}.values())
    states_of = {state for course, session in rows for state in states(course, session, today)}
    choices = (
        *_of_all(courses, vocabulary),
        _choice("mode", "course.mode", vocabulary["modes"], (one.mode for one in courses)),
        _choice("language", "course.languages", vocabulary["teaching-languages"], _each(courses, "languages")),
        _choice("level", "course.level", vocabulary["levels"], (one.level for one in courses)),
        Choice("status", "filter.status", "filter.all", _states(vocabulary, states_of)),
    )
    return tuple(one for one in choices if one.name not in given and len(one.values) >= _FEWEST)


def of_calendar(courses: Iterable[Course], vocabulary: Vocabulary) -> tuple[Choice, ...]:
    """Return what the calendar can be narrowed by, apart from courses or deadlines."""
    return tuple(one for one in _of_all(tuple(courses), vocabulary) if len(one.values) >= _FEWEST)


def _of_all(courses: Sequence[Course], vocabulary: Vocabulary) -> Iterator[Choice]:
    """Yield the choices of every list of courses; a course that is open to all is open to each region."""
    named = {profession for course in courses if ANYBODY.isdisjoint(course.audience) for profession in course.audience}
    everyone = tuple(value for value in professions(vocabulary) if value.id in named)
    regions = vocabulary.health_regions if courses else ()
    yield Choice("region", "calendar-page.open-to", "listing.all-regions", regions, main=True)
    yield Choice("audience", "calendar-page.profession", "filter.all", everyone, main=True)
    yield _choice("topic", "course.topics", vocabulary["topics"], _each(courses, "topics"), main=True)
    held = (course.region for course in courses)
    yield _choice("held", "calendar-page.held", vocabulary["regions"], held, "calendar-page.everywhere")


def of_methods(methods: Iterable[Method], vocabulary: Vocabulary) -> tuple[Choice, ...]:
    """Return what the register of methods can be narrowed by."""
    records = tuple(methods)
    choices = (
        _fields(records, vocabulary),
        _choice("status", "methods.status", vocabulary["method-statuses"], (one.status for one in records),
                "methods.all-statuses", main=True),
        _choice("kind", "filter.kind", vocabulary["method-kinds"], (one.kind for one in records), main=True),
    )  # fmt: skip
    return tuple(one for one in choices if len(one.values) >= _FEWEST)


def of_people(people: Iterable[Person], vocabulary: Vocabulary) -> tuple[Choice, ...]:
    """Return what the list of people and units can be narrowed by."""
    records = tuple(people)
    regions = (one.region for one in records)
    choices = (
        _choice("region", "course.region", vocabulary["regions"], regions, "listing.all-regions", main=True),
        _fields(records, vocabulary),
        _choice("kind", "filter.kind", vocabulary["kinds"], (one.kind for one in records), main=True),
    )
    return tuple(one for one in choices if len(one.values) >= _FEWEST)


def of_needs(needs: Iterable[Need], vocabulary: Vocabulary) -> tuple[Choice, ...]:
    """Return what the list of needs can be narrowed by."""
    records = tuple(needs)
    statuses, kinds = (one.status for one in records), (one.kind for one in records)
    named = _each(records, "professions")
    choices = (
        _choice("kind", "filter.kind", vocabulary["need-kinds"], kinds, main=True),
        _choice("status", "needs.status", vocabulary["need-statuses"], statuses, main=True),
        _choice("audience", "calendar-page.profession", vocabulary["professions"], named, main=True),
        _fields(records, vocabulary),
    )
    return tuple(one for one in choices if len(one.values) >= _FEWEST)


def _fields(records: Iterable[object], vocabulary: Vocabulary) -> Choice:
    named = _each(records, "fields")
    return _choice("field", "methods.field", vocabulary["fields"], named, "methods.all-fields", main=True)


def reach(region: str, vocabulary: Vocabulary) -> str:
    """Return the regions that somebody in a region is there for: what reaches wider than one is there for all."""
    own = [one.id for one in vocabulary.health_regions]
    wide = all(one.id != region or one.kind != HEALTH_REGION for one in vocabulary.regions)
    return " ".join((region, *own)) if wide else region


def _rows(found: Listing) -> Iterator[tuple[Course, Session | None]]:
    for row in (*found.upcoming, *found.self_paced, *found.undated, *found.past):
        yield (row.course, row.session) if isinstance(row, Run) else (row, None)


def _each(records: Iterable[object], name: str) -> Iterator[str]:
    return (value for record in records for value in getattr(record, name))


def _choice(
    name: str, label: str, known: ClosedList, named: Iterable[str], every: str = "filter.all", *, main: bool = False
) -> Choice:
    """Make a choice of the values of a closed list that are named, in the order of the list."""
    wanted = frozenset(map(str, named))
    return Choice(name, label, every, tuple(value for value in known.values if value.id in wanted), main)


def _states(vocabulary: Vocabulary, found: Iterable[str]) -> tuple[Value, ...]:
    """Return the states that occur: what can be signed up for, how runs stand, how courses without dates do."""
    wanted, kinds = frozenset(found), vocabulary["availability"].values
    known = (*(one for one in kinds if one.id == OPEN), *vocabulary["statuses"].values, *kinds)
    return tuple({value.id: value for value in known if value.id in wanted}.values())
