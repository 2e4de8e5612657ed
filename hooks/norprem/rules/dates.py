"""Family K3: dates and what a calendar makes of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

from norprem.findings import Path, Severity, Spot
from norprem.model import (
    OSLO,
    Availability,
    Catalogue,
    Course,
    Entry,
    Mode,
    Need,
    Person,
    Programme,
    Progress,
    Record,
    Session,
    Stage,
    Standard,
    Standing,
    Status,
    Term,
)
from norprem.rules.table import Context, Manual, rule, rules_in


@rule(
    "K301",
    Severity.ERROR,
    nb=Manual(
        what="Samlingen slutter ({end}) før den begynner ({start}).",
        why="Kalendere avviser hendelser som slutter før de begynner, eller viser dem på feil dag.",
        how="Rett `start` eller `end`. Den siste dagen regnes med: et endagskurs har samme dato to ganger.",
    ),
    en=Manual(
        what="The session ends ({end}) before it starts ({start}).",
        why="Calendars refuse events that end before they start, or show them on the wrong day.",
        how="Correct `start` or `end`. The last day counts: a one-day course has the same date twice.",
    ),
)
def session_ends_before_it_starts(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Compare start and end where both are days or both are times."""
    for entry, place, session in catalogue.sessions:
        if not _mixed(session) and session.end < session.start:
            yield entry.spot("sessions", place, "end", start=_typed(session.start), end=_typed(session.end))


def _mixed(session: Session) -> bool:
    """Tell whether one end of a session is a day and the other a time."""
    return type(session.start) is not type(session.end)


def _typed(moment: date) -> str:
    """Return a day or a time as one types it."""
    return str(moment)[:16]


@rule(
    "K302",
    Severity.ERROR,
    nb=Manual(
        what="Bare den ene av `start` ({start}) og `end` ({end}) har klokkeslett.",
        why="En kalender kan vise hele dager eller klokkeslett, men ikke en blanding.",
        how="Skriv klokkeslett begge steder, `end: 2027-03-11 15:30`, eller ingen av dem, `end: 2027-03-11`.",
    ),
    en=Manual(
        what="Only one of `start` ({start}) and `end` ({end}) has a time of day.",
        why="A calendar can show whole days or times, but not a mixture.",
        how="Write the time in both places, `end: 2027-03-11 15:30`, or in neither, `end: 2027-03-11`.",
    ),
)
def day_mixed_with_time(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Compare the kinds of start and end."""
    for entry, place, session in catalogue.sessions:
        if _mixed(session):
            yield entry.spot("sessions", place, "end", start=_typed(session.start), end=_typed(session.end))


def _small_hours(catalogue: Catalogue) -> Iterator[tuple[Entry[Course], Path, datetime]]:
    """Yield the times at which a clock may be changed: before four in the morning, in years with known rules."""
    for entry, place, session in catalogue.sessions:
        for key, moment in (("start", session.start), ("end", session.end)):
            if isinstance(moment, datetime) and moment.hour < 4 and 1970 < moment.year < 2100:
                yield entry, ("sessions", place, key), moment


@rule(
    "K303",
    Severity.ERROR,
    nb=Manual(
        what="Tidspunktet {time} finnes ikke i Norge: den natten stilles klokken fram til sommertid.",
        why="Ulike kalendere flytter hendelsen til ulike klokkeslett.",
        how="Rett klokkeslettet. Står det slik hos arrangøren, spør du der: `start: 2027-03-28 09:00`.",
    ),
    en=Manual(
        what="The time {time} does not exist in Norway: that night the clocks go forward to summer time.",
        why="Different calendars move the event to different times.",
        how="Correct the time. If the provider has it so, ask there: `start: 2027-03-28 09:00`.",
    ),
)
def time_does_not_exist(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Send each time of night to UTC and back: one that does not exist comes back as another."""
    for entry, path, moment in _small_hours(catalogue):
        back = moment.replace(tzinfo=OSLO).astimezone(UTC).astimezone(OSLO)
        if back.replace(tzinfo=None) != moment:
            yield entry.spot(*path, time=_typed(moment))


@rule(
    "K304",
    Severity.ERROR,
    nb=Manual(
        what="Tidspunktet {time} kommer to ganger i Norge: den natten stilles klokken tilbake til normaltid.",
        why="Ingen kan vite hvilken av de to timene som gjelder, og kalendere velger ulikt.",
        how="Velg et klokkeslett utenfor timen som kommer to ganger: `start: 2027-10-31 09:00`.",
    ),
    en=Manual(
        what="The time {time} comes twice in Norway: that night the clocks go back to standard time.",
        why="Nobody can tell which of the two hours is meant, and calendars choose differently.",
        how="Choose a time outside the hour that comes twice: `start: 2027-10-31 09:00`.",
    ),
)
def time_exists_twice(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Compare the two readings of each time of night; in spring they differ too, but the other way round."""
    for entry, path, moment in _small_hours(catalogue):
        first = moment.replace(tzinfo=OSLO, fold=0).astimezone(UTC)
        second = moment.replace(tzinfo=OSLO, fold=1).astimezone(UTC)
        if first < second:
            yield entry.spot(*path, time=_typed(moment))


@rule(
    "K305",
    Severity.ERROR,
    nb=Manual(
        what="Påmeldingsfristen ({deadline}) er etter at samlingen begynner ({start}).",
        why="Leseren tror at det fortsatt er mulig å melde seg på.",
        how="Rett fristen etter kilden: `deadline: 2027-02-10`. Går det an å melde seg på underveis, sletter du"
        " fristen.",
    ),
    en=Manual(
        what="The deadline for registration ({deadline}) is after the session starts ({start}).",
        why="The reader believes that it is still possible to register.",
        how="Correct the deadline after the source: `deadline: 2027-02-10`. If people may join later, delete it.",
    ),
)
def deadline_after_start(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Compare the deadline with the first day."""
    for entry, place, session in catalogue.sessions:
        deadline = session.registration and session.registration.deadline
        if deadline and deadline > session.first_day:
            path = ("sessions", place, "registration", "deadline")
            yield entry.spot(*path, deadline=str(deadline), start=str(session.first_day))


@rule(
    "K306",
    Severity.ERROR,
    nb=Manual(
        what="Påmeldingen åpner ({opens}) etter at fristen er ute ({deadline}).",
        why="Da er det ingen dag der leseren kan melde seg på.",
        how="Rett datoene etter kilden: `registration: {opens: 2026-12-01, deadline: 2027-02-10}`.",
    ),
    en=Manual(
        what="Registration opens ({opens}) after the deadline ({deadline}).",
        why="Then there is no day on which the reader can register.",
        how="Correct the dates after the source: `registration: {opens: 2026-12-01, deadline: 2027-02-10}`.",
    ),
)
def registration_opens_after_deadline(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Compare the two days of registration where both are given."""
    for entry, place, session in catalogue.sessions:
        times = session.registration
        if times and times.opens and times.deadline and times.opens > times.deadline:
            path = ("sessions", place, "registration", "opens")
            yield entry.spot(*path, opens=str(times.opens), deadline=str(times.deadline))


_FIRST_YEAR = 2000
_YEARS_AHEAD = 6


def _implausible(moment: date, today: date) -> bool:
    """Tell whether a year is more likely a slip of the finger than a plan."""
    return not _FIRST_YEAR <= moment.year <= today.year + _YEARS_AHEAD


@rule(
    "K307",
    Severity.ERROR,
    nb=Manual(
        what="Årstallet {year} kan neppe stemme.",
        why="Samlingen havner øverst eller nederst i alle lister, og ingen finner den i kalenderen.",
        how="Rett årstallet: `start: 2027-03-10`. Godtatt er år fra 2000 til seks år fram i tid.",
    ),
    en=Manual(
        what="The year {year} can hardly be right.",
        why="The session ends up at the top or the bottom of all listings, and nobody finds it in the calendar.",
        how="Correct the year: `start: 2027-03-10`. Years from 2000 to six years ahead are accepted.",
    ),
)
def implausible_year(catalogue: Catalogue, context: Context) -> Iterator[Spot]:
    """Look at the years in which sessions start and end."""
    for entry, place, session in catalogue.sessions:
        for key, moment in (("start", session.start), ("end", session.end)):
            if _implausible(moment, context.today):
                yield entry.spot("sessions", place, key, year=f"{moment.year:04}")


_RECENT = 365


@rule(
    "K308",
    Severity.ERROR,
    nb=Manual(
        what="Kurset står som åpent (`open`), men ble sist kontrollert {checked}, for mer enn et år siden.",
        why="Leseren stoler på at kurset tar imot søkere. Det vi ikke vet, skal aldri vises som åpent.",
        how="Les arrangørens side på nytt og sett dagens dato i `last_checked`, eller skriv `availability: unknown`.",
    ),
    en=Manual(
        what="The course is said to be `open`, but was last checked on {checked}, more than a year ago.",
        why="The reader trusts that the course takes applications. What we do not know must never be shown as open.",
        how="Read the provider’s page again and put today’s date in `last_checked`, or write `availability: unknown`.",
    ),
)
def open_without_recent_check(catalogue: Catalogue, context: Context) -> Iterator[Spot]:
    """Compare the last check of open courses with today."""
    for entry in catalogue.courses:
        course = entry.record
        if course.availability == Availability.OPEN and (context.today - course.last_checked).days > _RECENT:
            yield entry.spot("last_checked", checked=str(course.last_checked))


_Done = tuple[Entry[Record], Path, date]


def _days_behind(catalogue: Catalogue) -> Iterator[_Done]:
    """Yield the days on which somebody read, checked or changed something."""
    for entry in _checked(catalogue):
        yield entry, ("last_checked",), entry.record.last_checked
    yield from _read(catalogue)
    for course, place, session in catalogue.sessions:
        yield course, ("sessions", place, "updated"), session.updated
    for person in catalogue.people:
        yield person, ("confirmed_on",), person.record.confirmed_on
    for retired in catalogue.retired:
        yield retired, ("on",), retired.record.on
    yield from _edited(catalogue)
    for standard in catalogue.standards:
        for place, competence in enumerate(standard.record.competences):
            if competence.archived:
                yield standard, ("competences", place, "archived", "on"), competence.archived.on
    yield from _registered(catalogue)


def _registered(catalogue: Catalogue) -> Iterator[_Done]:
    """Yield the days of the register of methods and of the regional answers."""
    for method in catalogue.methods:
        yield method, ("last_checked",), method.record.last_checked
        for place, source in enumerate(method.record.sources):
            yield method, ("sources", place, "read"), source.read
        for place, offer in enumerate(method.record.offered):
            yield method, ("offered", place, "source", "read"), offer.source.read
    for pathway in catalogue.pathways:
        for place, answer in enumerate(pathway.record.answers):
            yield pathway, ("answers", place, "checked"), answer.checked
            for number, source in enumerate(answer.sources):
                yield pathway, ("answers", place, "sources", number, "read"), source.read


def _checked(catalogue: Catalogue) -> Iterator[Entry[Course] | Entry[Standard] | Entry[Programme] | Entry[Need]]:
    """Yield the records that somebody checks from time to time."""
    yield from catalogue.courses
    yield from catalogue.standards
    yield from catalogue.programmes
    yield from catalogue.needs


def _read(catalogue: Catalogue) -> Iterator[_Done]:
    """Yield the days on which sources were read."""
    sourced: tuple[Entry[Course] | Entry[Person] | Entry[Term] | Entry[Programme] | Entry[Need], ...]
    sourced = (*catalogue.courses, *catalogue.people, *catalogue.terms, *catalogue.programmes, *catalogue.needs)
    for entry in sourced:
        if entry.record.source:
            yield entry, ("source", "read"), entry.record.source.read
    for standard in catalogue.standards:
        for place, source in enumerate(standard.record.sources):
            yield standard, ("sources", place, "read"), source.read
    for listed in catalogue.listed:
        if listed.record.regut:
            yield listed, ("regut", "source", "read"), listed.record.regut.source.read


def _edited(catalogue: Catalogue) -> Iterator[_Done]:
    """Yield the days on which standards and curricula were changed and reviewed."""
    entries: tuple[Entry[Standard] | Entry[Programme], ...] = (*catalogue.standards, *catalogue.programmes)
    for entry in entries:
        for place, change in enumerate(entry.record.changes):
            yield entry, ("changes", place, "on"), change.on
        if entry.record.reviewed:
            yield entry, ("reviewed", "on"), entry.record.reviewed.on


@rule(
    "K309",
    Severity.ERROR,
    nb=Manual(
        what="Datoen {day} er fram i tid.",
        why="Feltet forteller når noe ble gjort. Leseren tror at opplysningen er ferskere enn den er.",
        how="Skriv dagen da det ble gjort, senest i dag: `last_checked: 2026-11-21`.",
    ),
    en=Manual(
        what="The date {day} is in the future.",
        why="The field tells when something was done. The reader believes that the information is newer than it is.",
        how="Write the day on which it was done, today at the latest: `last_checked: 2026-11-21`.",
    ),
)
def date_in_the_future(catalogue: Catalogue, context: Context) -> Iterator[Spot]:
    """Compare the days of reading, checking and changing with today."""
    for entry, path, day in _days_behind(catalogue):
        if day > context.today:
            yield entry.spot(*path, day=str(day))


@rule(
    "K310",
    Severity.WARNING,
    nb=Manual(
        what="Innholdet ble sist kontrollert {checked}, men kilden ble lest senere, {read}.",
        why="Leseren tror at opplysningene er eldre enn de er.",
        how="Den som leser kilden, kontrollerer også innholdet. Sett samme dato begge steder: `last_checked:"
        " 2026-11-21`.",
    ),
    en=Manual(
        what="The content was last checked on {checked}, but the source was read later, on {read}.",
        why="The reader believes that the information is older than it is.",
        how="Whoever reads the source also checks the content. Put the same date in both places: `last_checked:"
        " 2026-11-21`.",
    ),
)
def checked_before_read(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Compare the last check with the reading of the source."""
    for entry in _checked(catalogue):
        checked, read = entry.record.last_checked, _last_read(entry.record)
        if read and checked < read:
            yield entry.spot("last_checked", checked=str(checked), read=str(read))


def _last_read(record: Course | Standard | Programme | Need) -> date | None:
    """Return the day on which a source of the record was last read."""
    if isinstance(record, Standard):
        return max((source.read for source in record.sources), default=None)
    return record.source.read if record.source else None


_AT_A_DISTANCE = frozenset({Mode.ONLINE.value, Mode.SELF_PACED.value})


@rule(
    "K311",
    Severity.ERROR,
    nb=Manual(
        what="Samlingen er bekreftet, men har verken sted eller nettadresse.",
        why="Deltakeren får en hendelse i kalenderen uten å vite hvor den er.",
        how="Skriv stedet: `place: {nb: Bergen, en: Bergen}`. Er det ikke bestemt ennå, skriver du `status: planned`.",
    ),
    en=Manual(
        what="The session is confirmed but has neither a place nor an online address.",
        why="The participant gets an event in the calendar without knowing where it is.",
        how="Write the place: `place: {nb: Bergen, en: Bergen}`. If it has not been decided yet, write `status:"
        " planned`.",
    ),
)
def session_without_place(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look for a place in the confirmed sessions of courses that one has to travel to."""
    for entry, place, session in catalogue.sessions:
        if session.place or session.online or session.status != Status.CONFIRMED:
            continue
        if entry.record.mode not in _AT_A_DISTANCE:
            yield entry.spot("sessions", place)


@rule(
    "K312",
    Severity.ERROR,
    nb=Manual(
        what="Kurset tas i eget tempo (`self-paced`), men har en samling med dato.",
        why="Leseren vet ikke om kurset kan begynne når som helst, eller om det er oppmøte på en bestemt dag.",
        how="Har kurset faste dager, skriver du `mode: online` eller `mode: hybrid`. Ellers sletter du samlingen.",
    ),
    en=Manual(
        what="The course is taken at one’s own pace (`self-paced`) but has a session with a date.",
        why="The reader does not know whether the course can begin at any time, or on a certain day only.",
        how="If the course has fixed days, write `mode: online` or `mode: hybrid`. Otherwise delete the session.",
    ),
)
def self_paced_with_session(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look for sessions in self-paced courses."""
    for entry in catalogue.courses:
        if entry.record.sessions and entry.record.mode == Mode.SELF_PACED:
            yield entry.spot("sessions", on_key=True)


_LONGEST = 400


@rule(
    "K313",
    Severity.WARNING,
    nb=Manual(
        what="Samlingen varer i {days} dager.",
        why="Den fyller kalenderen til leseren hver eneste dag. Ofte er det årstallet som er feil.",
        how="Rett årstallet i `end: 2027-03-11`. Er det et langt studium, lager du én samling for hver gang"
        " deltakerne møtes.",
    ),
    en=Manual(
        what="The session lasts {days} days.",
        why="It fills the reader’s calendar every single day. Often the year is wrong.",
        how="Correct the year in `end: 2027-03-11`. If it is a long programme, make one session for each time the"
        " participants meet.",
    ),
)
def very_long_session(catalogue: Catalogue, context: Context) -> Iterator[Spot]:
    """Count the days of each session whose years are plausible."""
    for entry, place, session in catalogue.sessions:
        days = (session.last_day - session.first_day).days + 1
        if days > _LONGEST and not any(_implausible(end, context.today) for end in (session.start, session.end)):
            yield entry.spot("sessions", place, "end", days=str(days))


_GOING_AHEAD = frozenset({Status.PLANNED.value, Status.CONFIRMED.value})


@rule(
    "K314",
    Severity.ERROR,
    nb=Manual(
        what="Kurset er lagt ned (`closed`), men har en samling som ikke er over: {start}.",
        why="Leseren ser samlingen i kalenderen og tror at kurset fortsatt går.",
        how="Går samlingen likevel, retter du `availability`. Ellers avlyser du den: `status: cancelled`.",
    ),
    en=Manual(
        what="The course is `closed` but has a session that is not over: {start}.",
        why="The reader sees the session in the calendar and believes that the course still runs.",
        how="If the session takes place all the same, correct `availability`. Otherwise cancel it: `status:"
        " cancelled`.",
    ),
)
def session_ahead_in_closed_course(catalogue: Catalogue, context: Context) -> Iterator[Spot]:
    """Look for sessions that go ahead in courses that do not."""
    for entry in catalogue.courses:
        if entry.record.availability == Availability.CLOSED:
            for place, session in enumerate(entry.record.sessions):
                if session.last_day >= context.today and session.status in _GOING_AHEAD:
                    yield entry.spot("sessions", place, "start", start=_typed(session.start))


_LONG_AGO = 730


@rule(
    "K315",
    Severity.WARNING,
    nb=Manual(
        what="Ingen har kontrollert innholdet siden {checked}.",
        why="Etter to år er det lite sannsynlig at opplysningene fortsatt stemmer.",
        how="Les kilden på nytt, rett det som er endret, og sett dagens dato: `last_checked: 2026-11-21`.",
    ),
    en=Manual(
        what="Nobody has checked the content since {checked}.",
        why="After two years the information is unlikely to be right still.",
        how="Read the source again, correct what has changed, and put today’s date: `last_checked: 2026-11-21`.",
    ),
)
def long_unchecked(catalogue: Catalogue, context: Context) -> Iterator[Spot]:
    """Compare the last check of what still holds with today; open courses have a stricter rule of their own."""
    for entry in _checked(catalogue):
        checked = entry.record.last_checked
        if (context.today - checked).days > _LONG_AGO and not _let_be(entry.record):
            yield entry.spot("last_checked", checked=str(checked))


_OVER = frozenset({Standing.SUPERSEDED.value, Stage.ENDED.value, Progress.MET.value, Progress.DECLINED.value})


def _let_be(record: Course | Standard | Programme | Need) -> bool:
    """Tell whether nobody need check a record, or another rule asks for it."""
    return record.availability == Availability.OPEN if isinstance(record, Course) else record.status in _OVER


@rule(
    "K316",
    Severity.WARNING,
    nb=Manual(
        what="To samlinger begynner samtidig på samme sted ({start}).",
        why="Kanskje er samlingen lagt inn to ganger. Da står den dobbelt i kalenderen.",
        how="Slett den ene. Er de ulike, skriver du stedet for hver av dem: `place: {nb: Sal 2, en: Room 2}`.",
    ),
    en=Manual(
        what="Two sessions start at the same time in the same place ({start}).",
        why="Perhaps the session has been entered twice. Then it is in the calendar twice.",
        how="Delete one of them. If they differ, write the place of each: `place: {nb: Sal 2, en: Room 2}`.",
    ),
)
def same_session_twice(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Compare start and place within each course that has more than one session."""
    for entry in catalogue.courses:
        if len(entry.record.sessions) < 2:
            continue
        seen = set()
        for place, session in enumerate(entry.record.sessions):
            key = (session.start, session.place, session.online)
            if key in seen and session.status != Status.CANCELLED:
                yield entry.spot("sessions", place, "start", start=_typed(session.start))
            seen.add(key)


@rule(
    "K317",
    Severity.WARNING,
    nb=Manual(
        what="Nettkurset har en bekreftet samling uten adresse, både for påmelding og for selve samlingen.",
        why="Leseren vet når det skjer, men ikke hvordan det går an å delta.",
        how="Skriv adressen til påmeldingen: `registration: {url: https://example.org/pamelding}`.",
    ),
    en=Manual(
        what="The online course has a confirmed session without an address, for registration or for the session"
        " itself.",
        why="The reader knows when it takes place, but not how to take part.",
        how="Write the address for registration: `registration: {url: https://example.org/register}`.",
    ),
)
def online_session_without_address(catalogue: Catalogue, context: Context) -> Iterator[Spot]:
    """Look for an address in the coming sessions of online courses."""
    for entry in catalogue.courses:
        if entry.record.mode != Mode.ONLINE:
            continue
        for place, session in enumerate(entry.record.sessions):
            known = session.online or (session.registration and session.registration.url)
            if not known and session.status == Status.CONFIRMED and session.last_day >= context.today:
                yield entry.spot("sessions", place)


RULES = rules_in(globals())
