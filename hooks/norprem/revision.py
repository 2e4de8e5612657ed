"""What calendars must be told when a session changes: a higher revision, and a later day of the change.

The rules say where one of the two is missing, and `norprem fix` puts them in: both ask here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from norprem.model import Catalogue, Course, Entry, Session
from norprem.text import Text


@dataclass(frozen=True, slots=True)
class Stamp:
    """The two values by which a calendar tells versions of a session from one another."""

    revision: int
    updated: date


def stamp(session: Session) -> Stamp:
    """Return what a session says of its own version."""
    return Stamp(session.revision, session.updated)


def due(before: Session, after: Session, today: date) -> Stamp:
    """Return what a session must say of its version: its own values where they will do, else the least that will.

    Args:
        before: the session as it was published.
        after: the same session now.
        today: the day of a change that says no day of its own.
    """
    if changed(before, after):
        moved = after.updated > before.updated or after.updated >= today  # twice on one day is no fault
        return Stamp(max(after.revision, before.revision + 1), after.updated if moved else today)
    kept = after.updated >= before.updated or before.updated > today  # a day that is yet to come was a mistake
    return Stamp(max(after.revision, before.revision), after.updated if kept else before.updated)


def changed(before: Session, after: Session) -> tuple[str, ...]:
    """Return the fields that differ and make up time, place, registration deadline or status, as the file has them."""
    return tuple(_changed(before, after))


def _changed(before: Session, after: Session) -> Iterator[str]:
    for name in ("start", "end"):
        if getattr(before, name) != getattr(after, name):
            yield name
    if _wordings(before.place) != _wordings(after.place):
        yield "place"
    if before.online != after.online:
        yield "online"
    published = _deadline(before)
    if published and published != _deadline(after):  # an event of its own in the calendar of deadlines
        yield "deadline"
    if before.status != after.status:
        yield "status"


def _wordings(text: Text | None) -> list[tuple[str, str]]:
    """Return what a text says in each language, whatever the order of the languages."""
    return sorted(text.forms) if text else []


def _deadline(session: Session) -> date | None:
    return session.registration.deadline if session.registration else None


Both = tuple[Entry[Any], Entry[Any]]
"""A record as it was and as it is."""

Held = tuple[Entry[Course], int, Session, Session]
"""A session: its course now, its place there, as it was and as it is."""


def sessions(catalogue: Catalogue, before: Catalogue | None) -> Iterator[Held]:
    """Yield each session that is there before and after."""
    for old, new in both(catalogue, before, "courses"):
        was = {session.id: session for session in old.record.sessions}
        for place, session in enumerate(new.record.sessions):
            if session.id in was:
                yield new, place, was[session.id], session


def both(catalogue: Catalogue, before: Catalogue | None, name: str) -> Iterator[Both]:
    """Yield each record of a collection, such as `courses`, that is there before and after and could be read."""
    if before is None:
        return
    now = {entry.record.id: entry for entry in getattr(catalogue, name)}
    readable_then, readable_now = readable(before), readable(catalogue)
    then = {entry.record.id: entry for entry in getattr(before, name)}
    for old in then.values():
        new = now.get(old.record.id)
        if new and readable_then(old.file) and readable_now(new.file):
            yield old, new


def readable(catalogue: Catalogue) -> Callable[[str], bool]:
    """Return what tells whether a file, and every folder it lies in, could be read as it stands."""
    broken = {file for file, _ in catalogue.broken}

    def found(file: str) -> bool:
        parts = file.split("/")
        return broken.isdisjoint({"", *("/".join(parts[:length]) for length in range(1, len(parts) + 1))})

    return found
