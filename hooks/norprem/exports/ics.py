"""Calendars (RFC 5545): runs to the bytes of an `.ics` file.

`event` writes one run in one language, `deadline_event` its registration deadline; `calendar` puts a frame around any
number of such events. Many calendars share the same events, so each is written once and joined as often as needed.

What subscribers rely on: one UID per run in all languages and all builds; stamps from the record, never the clock; a
header that never changes, because some clients take a changed header for a change of every event; no empty calendar,
because some clients take that for a fault; no alarm, no person, no time marked as busy.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta

from norprem.exports import headline, labels, marked
from norprem.model import Mode, Session, Status
from norprem.select import Run, deadline
from norprem.site import Site, course_address
from norprem.vocabulary import Vocabulary
from norprem.words import Words

MEDIA_TYPE = "text/calendar; charset=utf-8"
"""What a server must say it is: without the character set some clients read the letters æ, ø and å wrongly."""

_LINE = 75
"""Octets a physical line may have, without its line end."""


def _lines(*lines: str) -> bytes:
    """Return short lines that are the same in every calendar, as they stand in a file."""
    return "".join(f"{line}\r\n" for line in lines).encode()


_HEADER = _lines(
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//NorPreM//Kurs//NB",
    "CALSCALE:GREGORIAN",
    "REFRESH-INTERVAL;VALUE=DURATION:PT12H",
    "X-PUBLISHED-TTL:PT12H",
)
"""No METHOD: it makes the file a message (RFC 5546), which must name an organiser and is stamped when it is sent."""
_ZONE = _lines(
    "BEGIN:VTIMEZONE",
    "TZID:Europe/Oslo",
    "BEGIN:DAYLIGHT",
    "DTSTART:19960331T020000",
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
    "TZOFFSETFROM:+0100",
    "TZOFFSETTO:+0200",
    "TZNAME:CEST",
    "END:DAYLIGHT",
    "BEGIN:STANDARD",
    "DTSTART:19961027T030000",
    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    "TZOFFSETFROM:+0200",
    "TZOFFSETTO:+0100",
    "TZNAME:CET",
    "END:STANDARD",
    "END:VTIMEZONE",
)
"""The rule in force since 1996. A missing zone shifts the hour; a long history was reported to be refused."""

_STATUS: Mapping[str, str] = {
    Status.PLANNED: "TENTATIVE",
    Status.CONFIRMED: "CONFIRMED",
    Status.CANCELLED: "CANCELLED",
    Status.POSTPONED: "TENTATIVE",
}
_CALLED_OFF = frozenset({Status.CANCELLED, Status.POSTPONED})
_ANYWHERE = frozenset({Mode.ONLINE, Mode.SELF_PACED})

_NOTICE_DAY = date(2026, 1, 1)
"""Day of the event that stands in a calendar without runs; it lies behind, where it disturbs nobody's week."""


def feed(runs: Iterable[Run], *, site: Site, words: Words, vocabulary: Vocabulary, name: str) -> bytes:
    """Return a whole calendar of runs in one language; `name` must stay the same from build to build."""
    events = (event(run, site=site, words=words, vocabulary=vocabulary) for run in runs)
    return calendar(events, name=name, otherwise=notice(site=site, words=words))


def calendar(events: Iterable[bytes], *, name: str, otherwise: bytes) -> bytes:
    """Join written events to a calendar file; `otherwise` is the event that stands in it when there are none."""
    title = _escaped(name)
    head = b"".join((_HEADER, _folded((f"X-WR-CALNAME:{title}", f"NAME:{title}")), _ZONE))
    return b"".join((head, *(tuple(events) or (otherwise,)), b"END:VCALENDAR\r\n"))


def event(run: Run, *, site: Site, words: Words, vocabulary: Vocabulary) -> bytes:
    """Write one run as an event, ready to stand in any calendar of that language."""
    session = run.session
    address = site.url(words.locale, course_address(run.course.id, session.id))
    lines = (
        f"UID:{uid(run, site)}",
        *_revised(session.updated, session.revision),
        *_time(session),
        f"SUMMARY:{_escaped(headline(run, words))}",
        f"STATUS:{_STATUS[session.status]}",
        f"URL:{address}",
        *_location(run, words, vocabulary),
        f"CATEGORIES:{','.join(map(_escaped, _categories(run, words, vocabulary)))}",
        f"DESCRIPTION:{_escaped(_description(run, address, words, vocabulary))}",
    )
    return _framed(lines)


def deadline_event(run: Run, *, site: Site, words: Words, vocabulary: Vocabulary) -> bytes:
    """Write the last day to register for a run as an event of a whole day, under a name of its own.

    It stands where the run stands: a run that is called off has no deadline any more, and the event says so instead of
    vanishing from calendars that have it.

    Raises:
        ValueError: the run has no deadline.
    """
    session, day = run.session, deadline(run.session)
    if day is None:
        raise ValueError(f"{run.course.id}.{session.id} has no registration deadline")
    address = site.url(words.locale, course_address(run.course.id, session.id))
    title = words("feeds.deadline", title=run.course.title.best(words.locale)[1])
    lines = (
        f"UID:{deadline_uid(run, site)}",
        *_revised(session.updated, session.revision),
        *_whole_days(day, day),
        f"SUMMARY:{_escaped(marked(title, session.status, words))}",
        f"STATUS:{_STATUS[session.status]}",
        f"URL:{address}",
        f"CATEGORIES:{','.join(map(_escaped, _categories(run, words, vocabulary)))}",
        f"DESCRIPTION:{_escaped(_deadline_description(run, address, words, vocabulary))}",
    )
    return _framed(lines)


def notice(*, site: Site, words: Words, about: str = "kurs") -> bytes:
    """Write the event that says that no course has a date yet; it never changes, and every calendar has the same.

    Args:
        site: addresses.
        words: the reader's words.
        about: what there is none of: `kurs`, or `frist` in the calendar of deadlines.
    """
    address = site.url(words.locale, "kurs/")
    table = "feeds" if about == "frist" else "calendar"
    lines = (
        f"UID:ingen-{about}@{site.host}",
        *_revised(_NOTICE_DAY, 0),
        *_whole_days(_NOTICE_DAY, _NOTICE_DAY),
        f"SUMMARY:{_escaped(words(f'{table}.empty-title'))}",
        "STATUS:CONFIRMED",
        f"URL:{address}",
        f"DESCRIPTION:{_escaped(words(f'{table}.empty-description', url=address))}",
    )
    return _framed(lines)


def uid(run: Run, site: Site) -> str:
    """Return what calendars know a run by: the same in every language and every build."""
    return f"{run.course.id}.{run.session.id}@{site.host}"


def deadline_uid(run: Run, site: Site) -> str:
    """Return what calendars know the registration deadline of a run by; no id has a dot, so no run is called that."""
    return f"{run.course.id}.{run.session.id}.frist@{site.host}"


def _framed(lines: Iterable[str]) -> bytes:
    return _folded(("BEGIN:VEVENT", *lines, "TRANSP:TRANSPARENT", "END:VEVENT"))


def _revised(day: date, revision: int) -> tuple[str, ...]:
    stamp = f"{_compact(day)}T000000Z"
    return f"DTSTAMP:{stamp}", f"LAST-MODIFIED:{stamp}", f"SEQUENCE:{revision}"


def _time(session: Session) -> Iterator[str]:
    start, end = session.start, session.end
    if not (isinstance(start, datetime) and isinstance(end, datetime)):
        yield from _whole_days(session.first_day, session.last_day)
        return
    yield f"DTSTART;TZID=Europe/Oslo:{_compact(start)}"
    if end > start:  # an end that is not later than the start is not allowed; without one the event has no length
        yield f"DTEND;TZID=Europe/Oslo:{_compact(end)}"


def _whole_days(first: date, last: date) -> tuple[str, str]:
    # A calendar's end is the first day after the event.
    return f"DTSTART;VALUE=DATE:{_compact(first)}", f"DTEND;VALUE=DATE:{_compact(last + timedelta(days=1))}"


def _compact(moment: date) -> str:
    return moment.isoformat().replace("-", "").replace(":", "")


def _location(run: Run, words: Words, vocabulary: Vocabulary) -> Iterator[str]:
    session = run.session
    if session.place:
        yield f"LOCATION:{_escaped(session.place.best(words.locale)[1])}"
    elif session.online:
        yield f"LOCATION:{_escaped(session.online)}"
    elif run.course.mode in _ANYWHERE:
        yield f"LOCATION:{_escaped(vocabulary['modes'].label(run.course.mode).best(words.locale)[1])}"


def _categories(run: Run, words: Words, vocabulary: Vocabulary) -> Iterator[str]:
    course = run.course
    yield from labels((course.region,), vocabulary["regions"], words.locale)
    yield from labels(course.audience, vocabulary["professions"], words.locale)
    yield from labels(course.topics, vocabulary["topics"], words.locale)


def _description(run: Run, address: str, words: Words, vocabulary: Vocabulary) -> str:
    course, session = run.course, run.session
    told = (session.note, course.summary)
    facts = (
        *_old_date(session, words),
        *_where(session, words),
        *_registration(session, words),
        *_reader(run, address, words, vocabulary),
    )
    return "\n\n".join((*(text.best(words.locale)[1] for text in told if text), "\n".join(facts)))


def _deadline_description(run: Run, address: str, words: Words, vocabulary: Vocabulary) -> str:
    session = run.session
    facts = (
        *_old_date(session, words),
        words("feeds.dates", span=words.span(session.start, session.end)),
        *_where(session, words),
        *_registration(session, words),
        *_reader(run, address, words, vocabulary),
    )
    return "\n\n".join((*((session.note.best(words.locale)[1],) if session.note else ()), "\n".join(facts)))


def _reader(run: Run, address: str, words: Words, vocabulary: Vocabulary) -> Iterator[str]:
    """Say whom the course is for, and which page holds where the calendar and the page disagree."""
    audience = labels(run.course.audience, vocabulary["professions"], words.locale)
    yield words("calendar.audience", audience=", ".join(audience))
    yield words("calendar.authority", url=address)


def _old_date(session: Session, words: Words) -> Iterator[str]:
    """Say of a postponed session that its day is the old one: it stays there until a new one is known."""
    if session.status == Status.POSTPONED:
        yield words("feeds.old-date")


def _where(session: Session, words: Words) -> Iterator[str]:
    if session.place:
        yield words("calendar.place", place=session.place.best(words.locale)[1])
    if session.online:
        yield words("calendar.online", url=session.online)


def _registration(session: Session, words: Words) -> Iterator[str]:
    registration = session.registration
    if registration is None or session.status in _CALLED_OFF:
        return
    if registration.deadline:
        yield words("calendar.deadline", day=words.day(registration.deadline))
    if registration.url:
        yield words("calendar.register", url=registration.url)


_UNWRITABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters, which a calendar may not hold, and halves of characters, which no file can hold."""


def _escaped(text: str) -> str:
    """Return a text as a calendar value: line ends of every kind are one kind, control characters are left out.

    The line ends that only Unicode knows are among them: some clients cut the file there.
    """
    plain = text if text.isprintable() else _UNWRITABLE.sub("", "\n".join(text.splitlines()))
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(lines: Iterable[str]) -> bytes:
    """Return lines as bytes, the long ones folded, each with its line end."""
    encoded = (line.encode() for line in lines)
    return b"".join((line if len(line) <= _LINE else b"\r\n ".join(_pieces(line))) + b"\r\n" for line in encoded)


def _pieces(line: bytes) -> Iterator[bytes]:
    start, room = 0, _LINE
    while len(line) - start > room:
        cut = _cut(line, start, start + room)
        yield line[start:cut]
        start, room = cut, _LINE - 1  # the blank that marks a continuation counts as well
    yield line[start:]


def _cut(line: bytes, start: int, cut: int) -> int:
    """Return the last place not after `cut` that divides neither a character nor a backslash from what it escapes."""
    while line[cut] & 0b1100_0000 == 0b1000_0000:
        cut -= 1
    piece = line[start:cut]
    backslashes = len(piece) - len(piece.rstrip(b"\\"))
    return cut - backslashes % 2
