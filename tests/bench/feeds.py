"""Calendars and data of a large catalogue, and the same events written by icalendar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain
from pathlib import Path

import icalendar

from norprem.edition import Edition
from norprem.exports import files, headline, ics
from norprem.load import load
from norprem.model import OSLO
from norprem.select import Run, calendar_runs
from tests import demo
from tests.building import BASE


def edition(folder: Path, today: date, *, courses: int, sessions: int) -> Edition:
    """Make up a catalogue and put an edition of it together."""
    demo.write(folder, today, courses=courses, sessions=sessions)
    return Edition.of(load(folder).catalogue, today, base=BASE)


def calendars(edition: Edition) -> Iterator[bytes]:
    """Yield every calendar in every language."""
    return (content for _, content in files.calendars(edition))


def data(edition: Edition) -> Iterator[bytes]:
    """Yield records, tables and data files, without the calendars."""
    parts = (files.records(edition), files.tables(edition), files.data_files(edition))
    return (content for _, content in chain.from_iterable(parts))


def by_icalendar(edition: Edition) -> Iterator[bytes]:
    """Yield the calendar of all courses in each language, written by icalendar: every event once, not once a feed."""
    runs = calendar_runs((entry.record for entry in edition.catalogue.courses), edition.today)
    for locale in edition.site.locales:
        calendar = icalendar.Calendar()
        calendar.add("VERSION", "2.0")
        calendar.add("PRODID", "-//NorPreM//Kurs//NB")
        for run in runs:
            calendar.add_component(_event(run, edition, locale))
        yield calendar.to_ical()


def _event(run: Run, edition: Edition, locale: str) -> icalendar.Event:
    session, words = run.session, edition.words[locale]
    stamp = datetime.combine(session.updated, time(), UTC)
    timed = isinstance(session.start, datetime)
    event = icalendar.Event()
    event.add("UID", ics.uid(run, edition.site))
    event.add("DTSTAMP", stamp)
    event.add("LAST-MODIFIED", stamp)
    event.add("SEQUENCE", session.revision)
    event.add("DTSTART", session.start.replace(tzinfo=OSLO) if timed else session.start)
    event.add("DTEND", session.end.replace(tzinfo=OSLO) if timed else session.end + timedelta(days=1))
    event.add("SUMMARY", headline(run, words))
    event.add("STATUS", "CONFIRMED")
    event.add("URL", edition.site.url(locale, f"kurs/{run.course.id}/#{session.id}"))
    event.add("LOCATION", session.place.best(locale)[1] if session.place else "")
    event.add("CATEGORIES", [*run.course.audience, *run.course.topics])
    event.add("DESCRIPTION", run.course.summary.best(locale)[1])
    event.add("TRANSP", "TRANSPARENT")
    return event
