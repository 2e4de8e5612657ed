"""Compare what came in with what was read last and with what the files say now; nothing is written here.

Of every value a fingerprint is kept as it was taken in. A value in a file that differs from its fingerprint was changed
by a person, and stays. A value that the source gives as it did before is left alone. So an import can be run any number
of times.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from pathlib import Path as FilePath
from typing import Any

from norprem import source
from norprem.imports.csv import FACTS
from norprem.imports.events import Event, Incoming, Trouble, typed
from norprem.imports.writing import Edit, block, edited, flow
from norprem.model import Catalogue, Course, Draft, Entry, Imported, Remembered, day_of

_HEAD = """\
# Utkast fra en kalender eller et regneark. Det vises ikke på nettstedet. Fyll ut det som mangler, og flytt filen til
# courses/{region}/. Skal kurset ikke med, sletter du filen; det kommer ikke inn igjen.
# A draft from a calendar or a table. It is not published. Fill in what is missing and move the file to
# courses/{region}/. If the course does not belong here, delete the file; it will not come back.
"""
_MEMORY = """\
# Skrevet av norprem import; skal ikke redigeres. Written by norprem import; not to be edited.
"""


@dataclass(frozen=True, slots=True)
class Aim:
    """Where an import goes.

    Attributes:
        calendar: id of the source, and of the folder that remembers what it said.
        since: what ended before that day, and was not known, is left out.
    """

    calendar: str
    region: str
    provider: str
    today: date
    since: date


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do.

    Attributes:
        files: new text by path below the catalogue's folder; only of files that change.
        troubles: what was wrong with the source or is worth a look, in the order of its lines.
        counts: how many dates are `new`, `changed`, `same`, `kept`, `gone`, and how many drafts are new (`drafts`).
    """

    files: Mapping[str, str]
    troubles: tuple[Trouble, ...]
    counts: Mapping[str, int]


def printed(value: Any) -> str:
    """Return the fingerprint of a value."""
    return hashlib.sha256(json.dumps(value, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:12]


def calendar_of(provider: str, region: str, form: str) -> str:
    """Return the id of a source that was given none."""
    return f"{provider}-{region}-{form}"


@dataclass(slots=True)
class _File:
    """A course or a draft that the source has to do with, and what is to be changed in it."""

    id: str
    path: str
    tree: dict[str, Any]
    memory: dict[str, str]
    known: dict[str, Remembered]
    text: str = ""
    edits: list[Edit] = field(default_factory=list)
    fresh: bool = False

    @property
    def sessions(self) -> list[dict[str, Any]]:
        found = self.tree.get("sessions")
        return found if isinstance(found, list) else []

    def session(self, own: str) -> tuple[int, dict[str, Any]] | None:
        """Return a session and its place; None where a person has taken it out."""
        numbered = enumerate(self.sessions)
        return next(((n, one) for n, one in numbered if isinstance(one, dict) and one.get("id") == own), None)


@dataclass(slots=True)
class _Work:
    """An import that is being planned."""

    root: FilePath
    catalogue: Catalogue
    aim: Aim
    incoming: Incoming
    files: dict[str, _File] = field(default_factory=dict)
    dropped: dict[str, Imported] = field(default_factory=dict)
    memories: dict[str, Imported] = field(default_factory=dict)
    troubles: list[Trouble] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    by_key: dict[str, tuple[str, Remembered]] = field(default_factory=dict)
    shared: set[str] = field(default_factory=set)
    taken: set[str] = field(default_factory=set)
    claimed: set[str] = field(default_factory=set)
    hosts: dict[str, list[str]] = field(default_factory=dict)
    paths: dict[str, str] = field(default_factory=dict)
    series: dict[str, str] = field(default_factory=dict)


def planned(root: FilePath, catalogue: Catalogue, aim: Aim, incoming: Incoming) -> Plan:
    """Say what an import would change.

    Args:
        root: the catalogue's folder, whose files are read again where they are to be changed.
        catalogue: the same as it was loaded.
        aim: where to.
        incoming: what the source says.
    """
    work = _Work(root, catalogue, aim, incoming, troubles=list(incoming.troubles))
    if broken := _broken_memory(work):
        work.troubles.extend(broken)
        return Plan({}, tuple(work.troubles), {})
    _recall(work)
    wanted = [event for event in incoming.events if _timely(work, event)]
    for event, found in _matched(work, wanted):
        _take(work, event, found)
    if incoming.events:
        _missing(work)
    _elsewhere(work, wanted)
    return Plan(_written(work), tuple(sorted(work.troubles, key=lambda one: one.line)), work.counts)


def _broken_memory(work: _Work) -> list[Trouble]:
    """Return the files without which nobody can say what is known: then nothing may be changed."""
    start = f"imported/{work.aim.calendar}/"
    return [Trouble("I019", 0, {"file": file}) for file, _ in sorted(work.catalogue.broken) if file.startswith(start)]


def _recall(work: _Work) -> None:
    start = f"imported/{work.aim.calendar}/"
    holders: tuple[Entry[Course] | Entry[Draft], ...] = (*work.catalogue.drafts, *work.catalogue.courses)
    work.paths = files = {entry.record.id: entry.file for entry in holders}
    for entry in work.catalogue.imported:
        if not entry.file.startswith(start):
            continue
        memory = entry.record
        work.memories[memory.course] = memory
        for one in memory.sessions:
            work.by_key[one.uid] = (memory.course, one)
        if memory.course not in files:
            work.dropped[memory.course] = memory
    retired = {entry.record.id for entry in work.catalogue.retired}
    every = {entry.record.course for entry in work.catalogue.imported}
    work.taken = set(files) | retired | every
    for holder in holders:
        record: Course | Draft = holder.record
        if record.url and record.provider == work.aim.provider:
            work.hosts.setdefault(str(record.url), []).append(record.id)


def _timely(work: _Work, event: Event) -> bool:
    """Tell whether an event is known or not long over."""
    if event.key in work.by_key or day_of(event.end) >= work.aim.since:
        return True
    work.counts["over"] += 1
    return False


Found = tuple[str, Remembered | None] | None
"""The course of an event and what is remembered of it; None where it is a new course."""


def _matched(work: _Work, events: Sequence[Event]) -> Iterator[tuple[Event, Found]]:
    """Yield every event with what it was last time: known by its UID, or else by its address; never by its title."""
    names: dict[str, set[str]] = defaultdict(set)
    for event in events:
        if event.url:
            names[event.url].add(event.name)
    work.shared = {url for url, titles in names.items() if len(titles) > 1 or _bare(url)}
    present = {event.key for event in work.incoming.events} | work.incoming.there
    strangers = [event for event in events if event.key not in work.by_key]
    again = dict(_renamed(work, strangers, present))
    for event in events:
        known = work.by_key.get(event.key) or again.get(event.key) or _same_time(work, event)
        yield event, known or _course_of(work, event)


def _same_time(work: _Work, event: Event) -> tuple[str, Remembered] | None:
    """Return a known event that has become a date of a series, or was one, where its time is the same."""
    known = work.by_key.get(event.series or f"{event.key} {day_of(event.start)}")
    return known if known and known[1].fields.get("time") == printed(_time(event)) else None


def _bare(url: str) -> bool:
    """Tell whether an address is the front page of a site, which says nothing of a course."""
    return url.split("://", 1)[1].strip("/").count("/") == 0


def _renamed(
    work: _Work, strangers: Sequence[Event], present: Collection[str]
) -> Iterator[tuple[str, tuple[str, Remembered]]]:
    """Yield known events that have got a new UID: the same address, and the same time or no other choice."""
    waiting: dict[str, list[tuple[str, Remembered]]] = defaultdict(list)
    for key, known in work.by_key.items():
        if known[1].url and key not in present:
            waiting[str(known[1].url)].append(known)
    arriving: dict[str, list[Event]] = defaultdict(list)
    for event in strangers:
        if event.url and event.url not in work.shared:
            arriving[event.url].append(event)
    for url, events in arriving.items():
        left = waiting[url]
        pending = []
        for event in events:
            same = next((one for one in left if one[1].fields.get("time") == printed(_time(event))), None)
            if same:
                left.remove(same)
                yield event.key, same
            else:
                pending.append(event)
        if len(pending) == len(left) == 1:
            yield pending[0].key, left[0]


def _course_of(work: _Work, event: Event) -> Found:
    """Return the course that a new date belongs to: that of its series, or the only one with its address."""
    if event.series and (own := work.series.get(event.series) or _sibling(work, event.series)):
        return own, None
    if event.url and event.url not in work.shared:
        hosts = work.hosts.get(event.url, [])
        if len(hosts) == 1:
            return hosts[0], None
        dropped = [own for own, memory in work.dropped.items() if any(one.url == event.url for one in memory.sessions)]
        if dropped and not hosts:
            return dropped[0], None
    return None


def _sibling(work: _Work, series: str) -> str | None:
    known = (course for key, (course, _) in work.by_key.items() if key == series or key.startswith(f"{series} "))
    return next(known, None)


def _take(work: _Work, event: Event, found: Found) -> None:
    """Take one event in."""
    own, known = found or (_new(work, event), None)
    if event.series:
        work.series.setdefault(event.series, own)
    if own in work.dropped:
        work.counts["dropped"] += 1
        return
    file = _file(work, own)
    if file is None:
        work.troubles.append(Trouble("I020", event.line, {"course": own}))
        return
    if known is None:
        known = _adopted(file, event)
    if known:
        _revise(work, file, event, known)
    else:
        _add(work, file, event)


def _new(work: _Work, event: Event) -> str:
    """Begin a draft, with what is known and nothing else."""
    own = free(f"{work.aim.provider}-{slug(next(iter(event.title.values())))}"[:70].strip("-"), work.taken)
    work.taken.add(own)
    tree: dict[str, Any] = {"id": own, "title": dict(event.title)}
    if event.code:
        tree["code"] = event.code
    if event.summary:
        tree["summary"] = dict(event.summary)
    tree |= {"provider": work.aim.provider, "region": work.aim.region}
    if event.url:
        tree["url"] = event.url
        work.hosts.setdefault(event.url, []).append(own)
    tree |= dict(_facts(work, event))
    tree["source"] = {"title": work.incoming.name[:140]}
    if work.incoming.address:
        tree["source"]["url"] = work.incoming.address
    tree["source"]["read"] = work.aim.today.isoformat()
    tree["sessions"] = []
    memory = {name: printed(value) for name, value in _of_course(event)}
    work.files[own] = _File(own, f"drafts/{work.aim.region}/{own}.yaml", tree, memory, {}, fresh=True)
    work.counts["drafts"] += 1
    return own


def _facts(work: _Work, event: Event) -> Iterator[tuple[str, str | list[str]]]:
    """Yield what a table says of a new course with words of closed lists; a word that no list has is told."""
    for name, words in event.facts:
        fact = FACTS[name]
        known = {value.id: value.id for value in work.catalogue.vocabulary[fact.listed].values}
        for value in work.catalogue.vocabulary[fact.listed].values:
            known |= {wording.casefold(): value.id for _, wording in value.label}
        for word in words:
            if word.casefold() not in known:
                work.troubles.append(Trouble("I115", event.line, {"field": fact.nb, "found": word[:60]}))
        found = list(dict.fromkeys(known[word.casefold()] for word in words if word.casefold() in known))
        if found:
            yield name, found if fact.most > 1 else found[0]


_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "aa", "ß": "ss", "đ": "d", "ð": "d", "ł": "l", "þ": "th"})


def slug(title: str) -> str:
    """Return a title as an id: small letters a to z, digits and hyphens; `kurs` where nothing is left of it."""
    plain = unicodedata.normalize("NFKD", title.casefold().translate(_LETTERS)).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:48].strip("-") or "kurs"


def free(own: str, taken: Collection[str]) -> str:
    """Return an id that nobody has."""
    return own if own not in taken else next(one for n in count(2) if (one := f"{own}-{n}") not in taken)


def _file(work: _Work, own: str) -> _File | None:
    """Return the file of a course or a draft; None where it cannot be read and so must not be touched."""
    if own in work.files:
        return work.files[own]
    path = work.paths.get(own, "")
    if not path or any(file == path for file, _ in work.catalogue.broken):
        return None
    tree = source.read(work.root, path).tree
    if not isinstance(tree, dict) or tree.get("id") != own:
        return None
    memory = work.memories.get(own)
    known = {one.uid: one for one in memory.sessions} if memory else {}
    text = source.read_text(work.root, path)
    work.files[own] = _File(own, path, tree, dict(memory.fields) if memory else {}, known, text)
    return work.files[own]


def _time(event: Event) -> list[str]:
    return [typed(event.start), typed(event.end)]


def _of_course(event: Event) -> Iterator[tuple[str, Any]]:
    """Yield what an event says of its course, by field."""
    for locale, wording in event.title.items():
        yield f"title.{locale}", wording
    for locale, wording in event.summary.items():
        yield f"summary.{locale}", wording
    if event.code:
        yield "code", event.code
    if event.url:
        yield "url", event.url


def _of_session(event: Event) -> Iterator[tuple[str, Any]]:
    """Yield what an event says of its date, by field."""
    yield "time", _time(event)
    if event.place:
        yield "place", {"nb": event.place, "en": event.place}
    if event.online:
        yield "online", event.online
    if event.registration:
        yield "registration", dict(event.registration)
    if event.seats:
        yield "seats", event.seats
    if event.status:
        yield "status", event.status


def _adopted(file: _File, event: Event) -> Remembered | None:
    """Return a session that a person wrote at the same time as a new event: it is the same one, and it stays hers."""
    known = {one.session for one in file.known.values()}
    for session in file.sessions:
        here = [str(session.get(key, "")).replace("T", " ") for key in ("start", "end")]
        if here == _time(event) and session.get("id") not in known:
            prints = {name: printed(value) for name, value in _of_session(event) if _there(session, name) == value}
            return Remembered(uid=event.key, url=event.url, session=session["id"], fields=prints)
    return None


def _add(work: _Work, file: _File, event: Event) -> None:
    """Add a date to a course."""
    own = free(f"{event.start:%Y-%m}", _session_ids(work, file))
    session: dict[str, Any] = {"id": own, "start": typed(event.start), "end": typed(event.end)}
    said = dict(_of_session(event))
    session |= {name: value for name, value in said.items() if name not in ("time", "status")}
    changed = event.modified if event.modified and event.modified <= work.aim.today else work.aim.today
    session |= {"status": event.status or "planned", "revision": "0", "updated": changed.isoformat()}
    file.tree.setdefault("sessions", []).append(session)
    if not file.fresh:
        file.edits.append(Edit(("sessions",), session, more=True))
    said.setdefault("status", "planned")
    _remember(file, event, own, {name: printed(value) for name, value in said.items()})
    work.counts["new"] += 1


def _session_ids(work: _Work, file: _File) -> set[str]:
    """Return the ids of sessions that are or were there."""
    prefix = f"{file.id}."
    retired = {entry.record.id.removeprefix(prefix) for entry in work.catalogue.retired}
    here = {str(one.get("id")) for one in file.sessions if isinstance(one, dict)}
    return here | retired | {one.session for one in file.known.values()}


def _remember(file: _File, event: Event, session: str, prints: Mapping[str, str]) -> None:
    fields: Any = {"uid": event.key, "url": event.url, "session": session, "fields": dict(sorted(prints.items()))}
    file.known[event.key] = Remembered.model_validate(fields)


def _revise(work: _Work, file: _File, event: Event, known: Remembered) -> None:
    """Bring what has changed at the source into the file, but for what a person has changed there."""
    file.known.pop(known.uid, None)
    _settle_course(work, file, event)
    found = file.session(known.session)
    if found is None:
        work.counts["dropped"] += 1
        _remember(file, event, known.session, known.fields)
        return
    place, session = found
    if known.gone_since:
        work.troubles.append(Trouble("I112", event.line, {"course": file.id, "session": known.session}))
    said = dict(_of_session(event))
    prints, moved = dict(known.fields), False
    before = len(file.edits)
    for name, value in said.items():
        old = _there(session, name)
        if _settled(work, file, event, name, value, old, prints):
            _put(file, place, session, name, value)
            moved = moved or _is_told(name, old, value)
    for name in prints.keys() - said.keys() - {"status"}:
        if _there(session, name) is not None:
            work.troubles.append(
                Trouble("I110", event.line, {"course": file.id, "session": known.session, "field": name})
            )
    if moved:
        _raise(work, file, place, session, event)
    _remember(file, event, known.session, prints)
    work.counts["changed" if len(file.edits) > before else "same"] += 1


_MARKED = frozenset({"time", "place", "online", "status"})
"""What subscribers must be told of."""


def _is_told(name: str, old: Any, value: Any) -> bool:
    """Tell whether subscribers must be told of a new value; a deadline is a date of its own in their calendar."""
    if name == "registration" and isinstance(old, dict) and "deadline" in old:
        return bool(old["deadline"] != value.get("deadline"))
    return name in _MARKED


def _settled(work: _Work, file: _File, event: Event, name: str, value: Any, old: Any, prints: dict[str, str]) -> bool:
    """Tell whether a value must be written; what a person has changed is kept, and told where the source moves on."""
    new = printed(value)
    if prints.get(name) == new:
        return False
    if old == value:
        prints[name] = new
        return False
    untouched = printed(old) == prints.get(name) if name in prints else old is None
    if untouched:
        prints[name] = new
        return True
    shown = value if isinstance(value, str) else flow(value) if isinstance(value, dict) else "–".join(value)
    values = {"course": file.id, "field": name, "found": shown[:80]}
    work.troubles.append(Trouble("I102", event.line, values))
    work.counts["kept"] += 1
    return False


def _settle_course(work: _Work, file: _File, event: Event) -> None:
    """Bring what the source says of the course itself into its file; the first event of a course speaks for it."""
    if file.id in work.claimed or file.fresh:
        return
    work.claimed.add(file.id)
    if not file.memory:
        return  # a person wrote the course; the calendar only has dates for it
    for name, value in _of_course(event):
        if name.partition(".")[0] != "url" or event.url not in work.shared:
            path = tuple(name.split("."))
            if _settled(work, file, event, name, value, _at(file.tree, path), file.memory):
                file.edits.append(Edit(path, value))


def _at(tree: Any, path: Sequence[str]) -> Any:
    for step in path:
        tree = tree.get(step) if isinstance(tree, dict) else None
    return tree


def _there(session: Mapping[str, Any], name: str) -> Any:
    """Return what a file says of a field of a session, in the form of `_of_session`; None where it says nothing."""
    if name == "time":
        return [str(session.get(key, "")).strip().replace("T", " ") for key in ("start", "end")]
    return session.get(name)


def _put(file: _File, place: int, session: dict[str, Any], name: str, value: Any) -> None:
    """Write a value into a session."""
    path = ("sessions", place)
    new = dict(zip(("start", "end"), value, strict=True)) if name == "time" else {name: value}
    for key, text in new.items():
        if isinstance(text, dict) and isinstance(session.get(key), dict):
            file.edits.extend(Edit((*path, key, part), inner) for part, inner in text.items())
        else:
            file.edits.append(Edit((*path, key), text))


def _raise(work: _Work, file: _File, place: int, session: Mapping[str, Any], event: Event) -> None:
    """Raise the revision, and say on which day: the source's own, where it lies between the last change and today."""
    number = str(session.get("revision", "0"))
    file.edits.append(Edit(("sessions", place, "revision"), str(int(number) + 1 if number.isdecimal() else 1)))
    last, today = str(session.get("updated", "")), work.aim.today
    own = event.modified
    day = own if own and own <= today and own.isoformat() > last else today
    if day.isoformat() != last:
        file.edits.append(Edit(("sessions", place, "updated"), day.isoformat()))


def _missing(work: _Work) -> None:
    """Mark the dates ahead that the source does not have any more; they stay until a person calls them off."""
    seen = {event.key for event in work.incoming.events} | work.incoming.there
    for course, memory in sorted(work.memories.items()):
        if course in work.dropped:
            continue
        file = _file(work, course)
        for known in memory.sessions:
            if file is None or known.uid not in file.known or _is_there(known.uid, seen, work.incoming.there):
                continue
            found = file.session(known.session)
            if found is None or known.gone_since or not _ahead(found[1], work.aim.today):
                continue
            if not work.incoming.whole:
                work.counts["unsure"] += 1
                continue
            file.known[known.uid] = known.model_copy(update={"gone_since": work.aim.today})
            work.troubles.append(Trouble("I111", 0, {"course": course, "session": known.session}))
            work.counts["gone"] += 1


def _is_there(uid: str, seen: Collection[str], broken: Collection[str]) -> bool:
    """Tell whether an event, or the broken series that it is a date of, is in the source."""
    return uid in seen or re.sub(r" \d{4}-\d{2}-\d{2}$", "", uid) in broken


def _ahead(session: Mapping[str, Any], today: date) -> bool:
    """Tell whether a session is still to come and not called off."""
    return str(session.get("end", ""))[:10] >= today.isoformat() and session.get("status") != "cancelled"


def _elsewhere(work: _Work, events: Sequence[Event]) -> None:
    """Report what another provider, or another calendar, has as well: the same address, or the same title and day."""
    own = work.memories.keys() | work.files.keys()
    addresses: dict[str, str] = {}
    days: dict[tuple[str, str], str] = {}
    holders: tuple[Entry[Course] | Entry[Draft], ...] = (*work.catalogue.courses, *work.catalogue.drafts)
    for entry in holders:
        record: Course | Draft = entry.record
        if record.id in own:
            continue
        if record.url:
            addresses.setdefault(str(record.url), record.id)
        for session in record.sessions:
            for _, wording in record.title or ():
                days.setdefault((" ".join(wording.casefold().split()), session.first_day.isoformat()), record.id)
    for event in events:
        same = addresses.get(event.url or "") or days.get((event.name, typed(event.start)[:10]))
        if same:
            work.troubles.append(Trouble("I107", event.line, {"title": event.name[:60], "course": same}))


def _written(work: _Work) -> dict[str, str]:
    """Return the new text of every file that changes; a course and what is remembered of it change together."""
    files: dict[str, str] = {}
    for _, file in sorted(work.files.items()):
        changed: dict[str, str] = {}
        if file.fresh:
            changed[file.path] = f"{_HEAD.format(region=work.aim.region)}{block(file.tree)}\n"
        elif file.edits:
            new = edited(file.path, file.text, file.edits)
            if new is None:
                work.troubles.append(Trouble("I021", 0, {"file": file.path}))
                continue
            changed[file.path] = new
        path, text = f"imported/{work.aim.calendar}/{file.id}.yaml", _memory(file)
        if not _is_written(work.root / path, text):
            changed[path] = text
        if any(len(one.encode()) > source.LARGEST for one in changed.values()):
            work.troubles.append(Trouble("I022", 0, {"file": file.path}))
            continue
        files |= changed
    return files


def _is_written(path: FilePath, text: str) -> bool:
    try:
        return path.read_bytes() == text.encode()
    except OSError:
        return False


def _memory(file: _File) -> str:
    tree: dict[str, Any] = {"course": file.id, "fields": dict(sorted(file.memory.items()))}
    sessions = []
    for _, one in sorted(file.known.items()):
        said: dict[str, Any] = {"uid": one.uid}
        if one.url:
            said["url"] = str(one.url)
        said["session"] = one.session
        if one.gone_since:
            said["gone_since"] = one.gone_since.isoformat()
        sessions.append(said | {"fields": dict(one.fields)})
    if not tree["fields"]:
        del tree["fields"]
    if sessions:
        tree["sessions"] = sessions
    return f"{_MEMORY}{block(tree)}\n"


def earliest(today: date) -> date:
    """Return the day before which a date is too old to be taken in: a year ago."""
    return today - timedelta(days=365)
