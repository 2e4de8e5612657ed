"""Choose, sort and group records for a region, an audience and a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from norprem.model import Availability, Catalogue, Confirmation, Course, Kind, Mode, Person, Session, Status
from norprem.vocabulary import NATIONAL, Region

ANYBODY = frozenset({"all-health-personnel", "public"})
"""Audiences that include every profession."""

_MIDNIGHT = time()


@dataclass(frozen=True, slots=True)
class Run:
    """A session with the course it is a run of."""

    course: Course
    session: Session


@dataclass(frozen=True, slots=True)
class Listing:
    """Courses in the order a reader wants them; no course is in none of the groups.

    Attributes:
        upcoming: runs that are not over, soonest first.
        self_paced: courses that can be taken at any time.
        undated: courses whose provider has announced no coming run.
        past: runs that are over, latest first, then courses that are closed.
    """

    upcoming: tuple[Run, ...]
    self_paced: tuple[Course, ...]
    undated: tuple[Course, ...]
    past: tuple[Run | Course, ...]

    @property
    def courses(self) -> frozenset[str]:
        """Ids of all courses in the listing."""
        runs = (run.course if isinstance(run, Run) else run for run in (*self.upcoming, *self.past))
        return frozenset(course.id for course in (*runs, *self.self_paced, *self.undated))


def listing(courses: Iterable[Course], today: date) -> Listing:
    """Group courses by when they can be taken, seen from `today`."""
    upcoming: list[Run] = []
    over: list[Run] = []
    self_paced: list[Course] = []
    undated: list[Course] = []
    closed: list[Course] = []
    for course in courses:
        ahead = [Run(course, session) for session in course.sessions if session.last_day >= today]
        upcoming.extend(ahead)
        over.extend(Run(course, session) for session in course.sessions if session.last_day < today)
        if course.availability == Availability.CLOSED:
            closed.append(course)
        elif course.mode == Mode.SELF_PACED:
            self_paced.append(course)
        elif not ahead:
            undated.append(course)
    upcoming.sort(key=lambda run: (_moment(run.session.start), run.course.id, run.session.id))
    over.sort(key=lambda run: (run.session.last_day, run.course.id, run.session.id), reverse=True)
    return Listing(tuple(upcoming), tuple(self_paced), tuple(undated), (*over, *closed))


def _moment(start: date) -> datetime:
    return start if isinstance(start, datetime) else datetime.combine(start, _MIDNIGHT)


def courses_for(catalogue: Catalogue, region: str | None = None, audience: str | None = None) -> tuple[Course, ...]:
    """Return the courses that people of a region and a profession may attend, those of their own region first.

    A course elsewhere is left out only where it says itself that the region may not attend (`open_to`).
    """
    found = (entry.record for entry in catalogue.courses)
    chosen = [course for course in found if open_to(course, region) and meant_for(course, audience)]
    order = catalogue.vocabulary["regions"].order
    return tuple(sorted(chosen, key=lambda course: (course.region != region, order(course.region), course.id)))


def open_to(course: Course, region: str | None) -> bool:
    """Tell whether people of a region may attend: every course is open to all regions unless it says otherwise."""
    return region is None or not course.open_to or region == course.region or region in course.open_to


def meant_for(course: Course, audience: str | None) -> bool:
    """Tell whether a course is meant for a profession, by name or because it is meant for all health personnel."""
    return audience is None or audience in course.audience or not ANYBODY.isdisjoint(course.audience)


def deadlines(courses: Iterable[Course], today: date, most: int) -> tuple[Run, ...]:
    """Return the next runs one can still register for, by deadline."""
    runs = (Run(course, session) for course in courses for session in course.sessions)
    ahead = [(deadline, run) for run in runs if (deadline := open_deadline(run.session, today))]
    ahead.sort(key=lambda pair: (pair[0], pair[1].course.id, pair[1].session.id))
    return tuple(run for _, run in ahead[:most])


def open_deadline(session: Session, today: date) -> date | None:
    """Return the registration deadline of a session that one can still sign up for, where it has one."""
    deadline = session.registration.deadline if session.registration else None
    return deadline if deadline and can_register(session, today) else None


def can_register(session: Session, today: date) -> bool:
    """Tell whether one can still sign up: not past, not called off, and no deadline has passed."""
    deadline = session.registration.deadline if session.registration else None
    called_off = session.status in (Status.CANCELLED, Status.POSTPONED)
    return session.first_day >= today and not called_off and (deadline is None or deadline >= today)


def shown_people(catalogue: Catalogue, today: date) -> Iterator[Person]:
    """Yield the people and units that may be shown on a day: not withdrawn, and confirmation not lapsed."""
    for entry in catalogue.people:
        person = entry.record
        if person.status != Confirmation.WITHDRAWN and person.review_by >= today:
            yield person


def units_for(catalogue: Catalogue, today: date, fields: Iterable[str], region: str) -> tuple[Person, ...]:
    """Return the units of a region that work in any of the fields."""
    wanted = frozenset(fields)
    shown = (person for person in shown_people(catalogue, today) if person.kind == Kind.UNIT)
    return tuple(person for person in shown if person.region == region and not wanted.isdisjoint(person.fields))


def people_for(
    catalogue: Catalogue, today: date, region: str | None = None, field: str | None = None
) -> tuple[tuple[Region, tuple[Person, ...]], ...]:
    """Return people and units by region, units first; every health region is there, also one with nobody."""
    shown = [person for person in shown_people(catalogue, today) if field is None or field in person.fields]
    wanted = [one for one in catalogue.vocabulary.regions if region is None or one.id in (region, NATIONAL)]
    groups = ((one, tuple(sorted(_of(shown, one), key=_units_first))) for one in wanted)
    health = {one.id for one in catalogue.vocabulary.health_regions}
    return tuple((one, group) for one, group in groups if group or one.id in health)


def _of(people: Iterable[Person], region: Region) -> Iterator[Person]:
    return (person for person in people if person.region == region.id)


def _units_first(person: Person) -> tuple[bool, bool, str]:
    """Sort units before persons, and among units those that a patient is referred to."""
    return (person.kind == Kind.PERSON, person.referral is None, person.id)


KEPT = timedelta(days=366)
"""How long a calendar keeps what is over; one that loses all its entries at once looks broken to some clients."""


def calendar_runs(courses: Iterable[Course], today: date, kept: timedelta = KEPT) -> tuple[Run, ...]:
    """Return the runs a calendar shows: all that are ahead, and those that ended at most a year ago, by start."""
    shown = [run for run in _dated(courses) if run.session.last_day >= today - kept]
    return tuple(sorted(shown, key=lambda run: (_moment(run.session.start), run.course.id, run.session.id)))


def calendar_deadlines(courses: Iterable[Course], today: date, kept: timedelta = KEPT) -> tuple[Run, ...]:
    """Return the runs whose registration deadline a calendar shows, by deadline; as long as a run itself is kept.

    Those of runs that are called off are among them: whoever has the deadline in a calendar must see it marked.
    """
    dated = ((deadline(run.session), run) for run in _dated(courses))
    shown = [(day, run) for day, run in dated if day and day >= today - kept]
    shown.sort(key=lambda pair: (pair[0], pair[1].course.id, pair[1].session.id))
    return tuple(run for _, run in shown)


def deadline(session: Session) -> date | None:
    """Return the last day to register for a session, where it has one."""
    return session.registration.deadline if session.registration else None


def _dated(courses: Iterable[Course]) -> Iterator[Run]:
    """Yield the runs of courses that are held on certain days; a course at one's own pace has none."""
    taught = (course for course in courses if course.mode != Mode.SELF_PACED)
    return (Run(course, session) for course in taught for session in course.sessions)
