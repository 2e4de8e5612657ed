"""What happened in the catalogue, day by day: from what git keeps of it, or from the dates that its records have.

A record has one entry for each day, which says what the day came to: what is put in and taken out again between one
day and the next is not told. Nothing here asks what time it is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from norprem import history, source
from norprem.changes import Change, Kind, Part, What, compare
from norprem.changes.values import Label, Span, Value
from norprem.load import no_collection
from norprem.model import Catalogue, Course, Entry, Need, Person, Programme, Record, Session, Standard, Status
from norprem.model import Kind as Sort
from norprem.select import shown_people
from norprem.text import Text

R = TypeVar("R", bound=Record)


class Basis(StrEnum):
    """Where it is known from what happened."""

    HISTORY = "git-history"
    RECORDS = "record-dates"


@dataclass(frozen=True, slots=True)
class Told:
    """What happened to one record on one day.

    Attributes:
        title: what the record is called now, or was called at last.
        course: the course as it is now, or was at last; None for other kinds.
        gone: the record is no longer there.
    """

    on: date
    kind: Kind
    id: str
    title: Text
    changes: tuple[Change, ...]
    course: Course | None = None
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Chronicle:
    """What happened.

    Attributes:
        since: the day from which nothing is missing that the basis knows.
        entries: newest day first, then by kind and id.
    """

    basis: Basis
    since: date
    entries: tuple[Told, ...] = ()


VERSIONS = 5000
"""How many earlier versions of files are read; the days before that are not told, so that a build stays quick."""


def chronicle(root: Path, catalogue: Catalogue, today: date) -> Chronicle:
    """Return what happened up to a day, from the folder's history where all of it is here, else from its records."""
    past = history.past(root, today)
    if past is not None:
        try:
            return of_history(root, past, catalogue, today)
        except history.NotFound:  # a clone that lacks files has no history to tell from
            pass
    return of_records(catalogue, today)


def of_history(root: Path, past: history.Past, catalogue: Catalogue, today: date) -> Chronicle:
    """Return what git knows.

    Raises:
        NotFound: git does not have all it should have.
    """
    versions = _Versions(root, catalogue)
    days = tuple(versions.bounded(past.days))
    since = days[0].on if len(days) < len(past.days) else past.since
    replay = _Replay(catalogue, versions.read(days))
    replay.begin(days)
    with no_collection():
        found = [(day.on, change) for day in days for change in replay.day(day)]
    return Chronicle(Basis.HISTORY, since, _entries(found, catalogue, replay.courses, today))


_HOME: Mapping[str, tuple[type[Record], int]] = {
    "courses": (Course, 3),
    "people": (Person, 3),
    "standards": (Standard, 2),
    "programmes": (Programme, 2),
    "needs": (Need, 2),
}
"""What lies in a folder, and the steps to a file there."""


def _model(file: str) -> type[Record] | None:
    parts = file.split("/")
    model, steps = _HOME.get(parts[0], (None, 0))
    return model if len(parts) == steps and file.endswith(".yaml") else None


@dataclass(frozen=True, slots=True)
class _Broken:
    """A version of a file that is no record, or not one as records are today."""


_BROKEN = _Broken()
_Version = tuple[str, str]
"""A file and the object that git keeps of it."""

_Records = Mapping[_Version, Record | _Broken]


@dataclass(frozen=True)
class _Versions:
    """The versions of files; those of today are not read again."""

    root: Path
    catalogue: Catalogue
    now: dict[_Version, Record] = field(default_factory=dict)

    def __post_init__(self) -> None:
        heads = history.heads(self.root)
        for entry in self.catalogue.entries:
            if _model(entry.file) and entry.file in heads:
                self.now[entry.file, heads[entry.file]] = entry.record

    def bounded(self, days: tuple[history.Day, ...]) -> list[history.Day]:
        """Return the newest days that can be told without reading more than is allowed, and at least one."""
        kept: list[history.Day] = []
        unread: set[_Version] = set()
        for day in reversed(days):
            unread.update(one for one in _of_day(day) if one not in self.now)
            if kept and len(unread) > VERSIONS:
                break
            kept.insert(0, day)
        return kept

    def read(self, days: Iterable[history.Day]) -> _Records:
        """Read all versions that the days speak of, each once."""
        wanted = dict.fromkeys(one for day in days for one in _of_day(day) if one not in self.now)
        data = history.contents(self.root, tuple({name: None for _, name in wanted}))
        return {**self.now, **{(file, name): _record(file, data[name]) for file, name in wanted}}


def _of_day(day: history.Day) -> Iterator[_Version]:
    for file, names in day.files.items():
        if _model(file):
            yield from ((file, name) for name in names if name)


def _record(file: str, data: bytes) -> Record | _Broken:
    model, tree = _model(file), source.parse(file, data).tree
    try:
        return model.model_validate(tree) if model and isinstance(tree, dict) else _BROKEN
    except ValidationError:
        return _BROKEN


_REFERRED_TO = frozenset({Standard, Programme})
"""Kinds of which all records must be known, because others refer to them."""


@dataclass(frozen=True)
class _Replay:
    """The catalogue as it went from day to day.

    A version that cannot be read counts as no change: what was there before it stays. Where that could not be read
    either, the first version that can is taken as what had been there from the beginning.

    Attributes:
        records: every version, read.
        state: by file, the record that is there.
        lost: files that were there from the beginning, but could not be read so far.
        referred_to: the files of standards and curricula, which others refer to.
        courses: every course by id, as it was last seen.
    """

    catalogue: Catalogue
    records: _Records
    state: dict[str, Record] = field(default_factory=dict)
    lost: set[str] = field(default_factory=set)
    referred_to: set[str] = field(default_factory=set)
    courses: dict[str, Course] = field(default_factory=dict)

    def begin(self, days: Iterable[history.Day]) -> None:
        """Go back to where the days begin: what they do not touch is as it is today."""
        self.state.update((entry.file, entry.record) for entry in self.catalogue.entries if _model(entry.file))
        first: dict[str, str | None] = {}
        for day in days:
            for file, (before, _) in day.files.items():
                first.setdefault(file, before)
        for file, name in first.items():
            self.state.pop(file, None)
            self._put(self.state, file, name)
            if name and file not in self.state:
                self.lost.add(file)
        self.referred_to.update(file for file in self.state if _model(file) in _REFERRED_TO)

    def day(self, day: history.Day) -> tuple[Change, ...]:
        """Go on by a day, and return what it changed."""
        touched = [file for file in day.files if _model(file)]
        before = {file: self.state[file] for file in touched if file in self.state}
        after = dict(before)
        for file in touched:
            self._put(after, file, day.files[file][1])
            if file in self.lost and file in after:
                before[file] = after[file]
            if file in after or day.files[file][1] is None:
                self.lost.discard(file)
        return self._compared(touched, before, after)

    def _put(self, state: dict[str, Record], file: str, name: str | None) -> None:
        """Let a file be what an object holds; nothing happens to it where that cannot be read."""
        record = self.records.get((file, name)) if name else None
        if name is None:
            state.pop(file, None)
        elif isinstance(record, Record):
            state[file] = record

    def _compared(
        self, touched: Iterable[str], before: Mapping[str, Record], after: Mapping[str, Record]
    ) -> tuple[Change, ...]:
        """Return what differs between two states of some files, and let the second be what is there now."""
        for file in touched:
            self.state.pop(file, None)
        still = {file: self.state[file] for file in sorted(self.referred_to & self.state.keys())}
        self.state.update(after)
        self.referred_to.update(file for file in after if _model(file) in _REFERRED_TO)
        courses = [one for one in (*before.values(), *after.values()) if isinstance(one, Course)]
        self.courses.update((one.id, one) for one in courses)
        programmes = [one for own in (still, before, after) for one in own.values() if isinstance(one, Programme)]
        named = self._named({one.course for one in programmes} - {one.id for one in courses})
        return compare(self._side(still, before, named), self._side(still, after, named))

    def _named(self, wanted: Collection[str | None]) -> dict[str, Record]:
        """Return courses of today that curricula speak of: they have to be there so that their titles can be told."""
        found = (self.catalogue.course.get(one) for one in sorted(filter(None, wanted)))
        return {f"courses/{one.region}/{one.id}.yaml": one for one in found if one}

    def _side(self, *files: Mapping[str, Record]) -> Catalogue:
        """Return a catalogue of records; what all of them refer to is as it is today."""
        entries = [Entry(file, record) for own in files for file, record in own.items()]
        entries.sort(key=lambda entry: entry.file)
        return Catalogue(
            self.catalogue.vocabulary,
            providers=self.catalogue.providers,
            courses=tuple(_of(Course, entries)),
            people=tuple(_of(Person, entries)),
            standards=tuple(_of(Standard, entries)),
            programmes=tuple(_of(Programme, entries)),
            needs=tuple(_of(Need, entries)),
        )


def _of(model: type[R], entries: Iterable[Entry[Record]]) -> Iterator[Entry[R]]:
    return (Entry(entry.file, entry.record) for entry in entries if isinstance(entry.record, model))


def of_records(catalogue: Catalogue, today: date) -> Chronicle:
    """Return what the dates in the records say: editions, sessions, and when the facts were read from their source."""
    since = today - history.LONGEST
    found = (*_editions(catalogue), *_sessions(catalogue), *_readings(catalogue))
    within = sorted((one for one in found if since <= one[0] <= today), key=lambda one: one[0])
    return Chronicle(Basis.RECORDS, since, _entries(within, catalogue, {}, today))


_Found = tuple[date, Change]


def _editions(catalogue: Catalogue) -> Iterator[_Found]:
    """Yield the editions of standards and curricula: the first is when the record came, the others raise a number."""
    records: tuple[Standard | Programme, ...] = (*catalogue.standard.values(), *catalogue.programme.values())
    for record in records:
        kind = _OF_KIND[type(record)]
        name = "edition" if kind is Kind.STANDARD else "version"
        before = ""
        for one in record.changes:
            if before:
                yield one.on, Change(kind, record.id, record.title, What.RAISED, (Part(name),), before, one.edition)
                line = Part("changes", one.edition, one.edition)
                yield one.on, Change(kind, record.id, record.title, What.ADDED, (line,), None, one.note)
            else:
                yield one.on, Change(kind, record.id, record.title, What.ADDED)
            before = one.edition


_CALLED_OFF: Mapping[str, What] = {Status.CANCELLED: What.CANCELLED, Status.POSTPONED: What.POSTPONED}


def _sessions(catalogue: Catalogue) -> Iterator[_Found]:
    """Yield what became of each session at last."""
    for entry, _, session in catalogue.sessions:
        here = Part("sessions", session.id, Span(session.start, session.end))
        what, path, new = _outcome(session, here, catalogue)
        yield session.updated, Change(Kind.COURSE, entry.record.id, entry.record.title, what, path, None, new)


def _outcome(session: Session, here: Part, catalogue: Catalogue) -> tuple[What, tuple[Part, ...], Value]:
    status = Label(session.status, catalogue.vocabulary["statuses"].label(session.status))
    if session.status in _CALLED_OFF:
        return _CALLED_OFF[session.status], (here, Part("status")), status
    if session.revision == 0:
        return What.ADDED, (here,), status
    return What.CHANGED, (here, Part("revision")), session.revision


def _readings(catalogue: Catalogue) -> Iterator[_Found]:
    """Yield when the facts of a record were read; standards and curricula are known by their editions."""
    for record in _told_of(catalogue):
        if isinstance(record, Course | Person | Need):
            way, read = (Part("source"), Part("read")), record.source.read
            yield read, Change(_OF_KIND[type(record)], record.id, _title(record), What.ADDED, way, None, read)


_ORDER = tuple(Kind)
_OF_KIND: Mapping[type[Record], Kind] = {
    Course: Kind.COURSE,
    Person: Kind.PERSON,
    Standard: Kind.STANDARD,
    Programme: Kind.PROGRAMME,
    Need: Kind.NEED,
}


def _entries(
    found: Iterable[_Found], catalogue: Catalogue, courses: Mapping[str, Course], today: date
) -> tuple[Told, ...]:
    """Join changes, oldest first, to an entry for each record and day.

    Of human beings nothing is told, and of units only while they are shown: nobody is named for having withdrawn.
    """
    days: dict[tuple[date, Kind, str], list[Change]] = {}
    titles: dict[tuple[Kind, str], Text] = {}
    for on, change in found:
        days.setdefault((on, change.kind, change.id), []).append(change)
        titles[change.kind, change.id] = change.title
    now = {(_OF_KIND[type(one)], one.id): _title(one) for one in _told_of(catalogue)}
    shown = {person.id for person in shown_people(catalogue, today) if person.kind == Sort.UNIT}
    entries = [
        Told(
            on,
            kind,
            own,
            now.get((kind, own)) or titles[kind, own],
            tuple(_discreet(changes) if kind is Kind.PERSON else changes),
            (catalogue.course.get(own) or courses.get(own)) if kind is Kind.COURSE else None,
            gone=(kind, own) not in now,
        )
        for (on, kind, own), changes in days.items()
        if kind is not Kind.PERSON or own in shown
    ]
    return tuple(sorted(entries, key=lambda one: (-one.on.toordinal(), _ORDER.index(one.kind), one.id)))


_Titled = Course | Person | Standard | Programme | Need


def _told_of(catalogue: Catalogue) -> Iterator[_Titled]:
    kinds = (catalogue.courses, catalogue.people, catalogue.standards, catalogue.programmes, catalogue.needs)
    return (entry.record for entries in kinds for entry in entries)


def _title(record: _Titled) -> Text:
    return record.name if isinstance(record, Person) else record.title


def _discreet(changes: Iterable[Change]) -> Iterator[Change]:
    """Yield which fields changed, and no value but days: an address that was taken out must not be repeated."""
    seen: set[str] = set()
    for one in changes:
        if not one.path or (one.old is None and isinstance(one.new, date)):
            yield one
        elif one.path[0].field not in seen:
            seen.add(one.path[0].field)
            yield replace(one, what=What.CHANGED, path=(Part(one.path[0].field),), old=None, new=None)
