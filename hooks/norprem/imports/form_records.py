"""From a form that somebody filled in to files of the catalogue, or to what must be asked back.

A file is written only where every answer could be read in one way. What the rules say of it is not known here yet:
`formdesk` finds that out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path as FilePath
from typing import Any, TypeVar
from urllib.parse import urlsplit

from norprem import source
from norprem.findings import Path
from norprem.imports.answers import Unclear, When, chosen, cost, day, days, number
from norprem.imports.events import cleaned, language_of, private, typed, web_address
from norprem.imports.forms import Fault, Filled, lines
from norprem.imports.merge import free, slug
from norprem.imports.writing import Edit, block, edited
from norprem.model import Catalogue, Course, Entry, Kind, Session
from norprem.vocabulary import HEALTH_REGION, NATIONAL, nearest

OTHER = {"nb": "En annen (skriv under)", "en": "Another (write below)"}
"""What is chosen where a list does not have it."""

_LONGEST = {"line": 200, "text": 1200, "lines": 12_000}
_MOST_LINES = 40

T = TypeVar("T")


@dataclass(slots=True)
class Proposal:
    """What a form turns into.

    Attributes:
        files: new text by path below the catalogue's folder.
        fields: the field of the form that each place in the record came from.
        drafts: the same as `files`, as it is where only a translation is missing.
        seen: what was read of the answers, to be shown to the sender: field and value; of dates, what they mean.
        title: what the record is called.
    """

    files: dict[str, str] = field(default_factory=dict)
    fields: dict[Path, str] = field(default_factory=dict)
    drafts: dict[str, str] = field(default_factory=dict)
    seen: list[tuple[str, str | date | When]] = field(default_factory=list)
    title: str = ""
    faults: list[Fault] = field(default_factory=list)


@dataclass(slots=True)
class _Desk:
    """A form on somebody's desk."""

    filled: Filled
    catalogue: Catalogue
    root: FilePath
    today: date
    issue: int
    made: Proposal

    def ask(self, code: str, own: str = "", **values: str) -> None:
        """Ask back; the same is asked once."""
        fault = Fault(code, own, values)
        if fault not in self.made.faults:
            self.made.faults.append(fault)

    def tried(self, own: str, read: Callable[[str], T]) -> T | None:
        """Read an answer; what is unclear is asked back."""
        answer = self.filled.answers.get(own, "")
        if not answer:
            return None
        try:
            return read(answer)
        except Unclear as unclear:
            self.ask(unclear.code, own, **unclear.values)
            return None

    def line(self, own: str) -> str:
        """Return an answer on one line."""
        kind = next(one.kind for one in self.filled.form.fields if one.id == own)
        text = cleaned(self.filled.answers.get(own, ""))
        if len(text) > _LONGEST[kind]:
            self.ask("too-long", own, length=str(len(text)), limit=str(_LONGEST[kind]))
            return text[: _LONGEST[kind]]
        return text

    def one(self, own: str) -> str:
        """Return the id that was chosen; nothing where none was."""
        found = self.several(own)
        if len(found) > 1:
            self.ask("one-choice", own)
        return found[0] if found else ""

    def several(self, own: str) -> tuple[str, ...]:
        """Return the ids that were chosen."""
        return self.tried(own, lambda answer: chosen(answer, self.choices(own))) or ()

    def choices(self, own: str) -> Mapping[str, str]:
        """Return what may be chosen in a field: ids, and names in both languages."""
        asked = next(one for one in self.filled.form.fields if one.id == own)
        found = {wording: value for value, wording in options(self.catalogue, asked.listed)}
        found |= {value: value for value in found.values()}
        return found | (dict.fromkeys(OTHER.values(), "") if asked.other else {})

    def text(self, own: str, needed: tuple[str, ...] = ("nb", "en")) -> dict[str, str]:
        """Return what was written in both languages; a language that is mixed with the other is asked back."""
        found = {locale: wording for locale in ("nb", "en") if (wording := self.line(f"{own}_{locale}"))}
        for locale in found:
            if _is_mixed(self.filled.answers[f"{own}_{locale}"]):
                self.ask("mixed", f"{own}_{locale}")
            self.made.fields[own, locale] = f"{own}_{locale}"
        for locale in needed:
            if locale not in found:
                self.ask("missing", f"{own}_{locale}")
        self.made.fields[own,] = f"{own}_nb"
        return found

    def address(self, own: str) -> str:
        """Return an address on the web."""
        word = self.line(own)
        if not word:
            return ""
        found = web_address(f"https://{word}" if word.lower().startswith("www.") else word)
        if not found or private(found) or not found.lower().startswith("https://"):
            self.ask("address", own, found=word[:80])
            return ""
        return found


def options(catalogue: Catalogue, listed: str) -> Iterator[tuple[str, str]]:
    """Yield what may be chosen from a list: id and name, in every language that a form has."""
    if listed == "providers":
        for own, provider in sorted(catalogue.provider.items()):
            yield from ((own, wording) for _, wording in provider.name)
    for value in catalogue.vocabulary[listed].values if listed else ():
        yield from ((value.id, wording) for _, wording in value.label)


_HALVES = re.compile(r"\n+|\s/\s|\s\|\s|(?<=[.!?])\s+")


def _is_mixed(answer: str) -> bool:
    """Tell whether some sentences of an answer are Norwegian and some English."""
    halves = [half for half in _HALVES.split(answer) if len(re.findall(r"[^\W\d_]{2,}", half)) > 3]
    return len({language_of(half) for half in halves if _tells(half)}) > 1


_SIGNS = re.compile(
    r"\b(?:og|ikke|som|til|på|er|med|det|kurset|deltakerne|lærer|å|the|and|of|is|are|with|this|course|participants|learn)\b",
    re.IGNORECASE,
)


def _tells(half: str) -> bool:
    """Tell whether a sentence has enough common words to show its language."""
    return len(_SIGNS.findall(half)) > 1


def proposed(filled: Filled, root: FilePath, catalogue: Catalogue, today: date, issue: int) -> Proposal:
    """Turn a form into files, or into what must be asked back; a fault in a page becomes neither.

    Args:
        filled: the form.
        root: the catalogue's folder; nothing is written to it.
        catalogue: the same as it was loaded.
        today: the day of the form.
        issue: number of the issue.
    """
    made = Proposal(faults=list(filled.faults))
    desk = _Desk(filled, catalogue, root, today, issue, made)
    _KINDS[filled.form.kind](desk)
    if made.faults:
        made.files, made.drafts = {}, {}
        order = [one.id for one in filled.form.fields]
        made.faults.sort(key=lambda fault: order.index(fault.about) if fault.about else len(order))
    return made


def _free_id(desk: _Desk, wanted: str) -> str:
    """Return an id that nothing has, or had."""
    catalogue = desk.catalogue
    taken = {str(getattr(entry.record, "id", "")) for entry in (*catalogue.entries, *catalogue.drafts)}
    taken |= {entry.record.course for entry in catalogue.imported}
    return free(wanted.strip("-"), taken)


def _write(desk: _Desk, path: str, tree: dict[str, Any]) -> str:
    """Return the text of a new file; read again, it must say exactly what is wanted."""
    text = f"{block(tree)}\n"
    if source.parse(path, text.encode()).tree != tree:
        desk.ask("unwritable")
    return text


def _provider(desk: _Desk, own: str) -> str:
    """Return the provider that was chosen; one that is new is added to the list of providers."""
    found = desk.one(own)
    if found or not desk.filled.answers.get(own):
        return found
    name, url = desk.line("provider_name"), desk.address("provider_url")
    if not name:
        desk.ask("missing", "provider_name")
        return ""
    known = {wording.casefold(): value for value, wording in options(desk.catalogue, "providers")}
    if name.casefold() in known:
        return known[name.casefold()]
    country = desk.one("provider_country") or ("NO" if _is_norwegian(desk, desk.one("region")) else "")
    if not country:
        desk.ask("missing", "provider_country")
        return ""
    new = _free_id(desk, slug(name))
    tree = {"id": new, "name": {"nb": name, "en": name}, "country": country} | ({"url": url} if url else {})
    text = edited(
        "providers.yaml", source.read_text(desk.root, "providers.yaml"), [Edit(("providers",), tree, more=True)]
    )
    if text is None:
        desk.ask("unwritable")
    else:
        desk.made.files["providers.yaml"] = text
    return new


def _is_norwegian(desk: _Desk, region: str) -> bool:
    of_health = {one.id for one in desk.catalogue.vocabulary.regions if one.kind == HEALTH_REGION}
    return region in of_health or region == NATIONAL


def _course(desk: _Desk) -> None:
    """Turn the form of a course into its file, or into a draft where a translation is missing."""
    own_language = (desk.filled.language,)
    title, summary = desk.text("title", own_language), desk.text("summary", own_language)
    provider, region, url = _provider(desk, "provider"), desk.one("region"), desk.address("url")
    if not desk.filled.ticked("checked"):
        desk.ask("not-ticked", "checked")
    name = next(iter(title.values()), "")
    own = _free_id(desk, f"{provider}-{slug(name)}"[:70])
    _known_course(desk, url, title)
    tree: dict[str, Any] = {"id": own, "title": title, "summary": summary, "provider": provider, "region": region}
    tree |= {"url": url}
    tree |= {name: list(desk.several(name)) for name in ("audience", "topics")}
    tree |= {"level": desk.one("level"), "languages": list(desk.several("languages")), "mode": desk.one("mode")}
    tree |= dict(_workload(desk, region))
    tree |= {"availability": desk.one("availability")}
    read = desk.today.isoformat()
    tree |= {"source": {"title": name, "url": url, "read": read}, "last_checked": read}
    if sessions := _sessions(desk):
        tree["sessions"] = sessions
    desk.made.title = title.get(desk.filled.language, name)
    desk.made.fields |= {(key,): key for key in ("url", "cost", "sessions", "audience", "mode", "availability")}
    desk.made.fields |= {
        ("source",): "url",
        ("source", "title"): "title_nb",
        ("load",): "ects",
        ("outcomes",): "outcomes_nb",
        ("provider",): "provider",
    }
    desk.made.fields |= {
        ("sessions", 0, "registration"): "deadline",
        ("sessions", 0, "registration", "url"): "register",
    }
    _file(desk, "courses" if region else "", f"{region}/{own}.yaml", tree)


def _file(desk: _Desk, folder: str, name: str, tree: dict[str, Any]) -> None:
    """Put the file of a course into the proposal, and beside it the draft that it may have to be."""
    text = _write(desk, name, tree)
    desk.made.drafts = {**desk.made.files, f"drafts/{name}": text}
    desk.made.files[f"{folder}/{name}"] = text


def _known_course(desk: _Desk, url: str, title: Mapping[str, str]) -> None:
    """Ask back where the course seems to be there already: the same address and the same name."""
    names = {wording.casefold() for wording in title.values()}
    for entry in desk.catalogue.courses:
        course = entry.record
        if names & {wording.casefold() for _, wording in course.title} and str(course.url) == url:
            desk.ask("exists", "title_nb", id=course.id)


def _workload(desk: _Desk, region: str) -> Iterator[tuple[str, Any]]:
    load = {unit: desk.tried(unit, lambda answer, unit=unit: number(answer, unit)) for unit in ("ects", "hours")}  # type: ignore[misc]
    if any(load.values()):
        yield "load", {unit: amount for unit, amount in load.items() if amount}
    otherwise = "NOK" if _is_norwegian(desk, region) else None
    if price := desk.tried("cost", lambda answer: cost(answer, otherwise)):
        yield "cost", price
        desk.made.seen.append(("cost", price if isinstance(price, str) else " ".join(price.values())))
    if outcomes := _outcomes(desk):
        yield "outcomes", outcomes


def _outcomes(desk: _Desk) -> list[dict[str, str]]:
    found = {locale: lines(desk.filled.answers.get(f"outcomes_{locale}", ""), numbered=True) for locale in ("nb", "en")}
    for locale, told in found.items():
        if len(told) > _MOST_LINES or any(len(one) > _LONGEST["text"] for one in told):
            desk.ask("too-many", f"outcomes_{locale}", limit=str(_MOST_LINES))
            return []
    if len(found["nb"]) != len(found["en"]):
        desk.ask("not-as-many", "outcomes_en", nb=str(len(found["nb"])), en=str(len(found["en"])))
        return []
    return [{"nb": nb, "en": en} for nb, en in zip(found["nb"], found["en"], strict=True)]


def _sessions(desk: _Desk) -> list[dict[str, Any]]:
    """Return the dates, one for each line."""
    told = lines(desk.filled.answers.get("sessions", ""))
    if len(told) > _MOST_LINES:
        desk.ask("too-many", "sessions", limit=str(_MOST_LINES))
        return []
    registration = dict(_registration(desk))
    if registration and not told:
        desk.ask("missing", "sessions")
    found: list[dict[str, Any]] = []
    for line in told:
        try:
            when = days(line, desk.filled.language)
        except Unclear as unclear:
            desk.ask(unclear.code, "sessions", **unclear.values)
            continue
        taken = {session["id"] for session in found}
        session: dict[str, Any] = {"id": free(f"{when.start:%Y-%m}", taken)}
        session |= {"start": typed(when.start), "end": typed(when.end)}
        if when.rest:
            session["place"] = {"nb": when.rest[:120], "en": when.rest[:120]}
        own = registration if not found else {key: value for key, value in registration.items() if key == "url"}
        session |= {"registration": own} if own else {}
        found.append(session | {"status": "planned", "revision": "0", "updated": desk.today.isoformat()})
        desk.made.seen.append(("sessions", when))
    return found


def _registration(desk: _Desk) -> Iterator[tuple[str, str]]:
    if deadline := desk.tried("deadline", lambda answer: day(answer, desk.filled.language)):
        yield "deadline", deadline.isoformat()
        desk.made.seen.append(("deadline", deadline))
    if url := desk.address("register"):
        yield "url", url


def _session(desk: _Desk) -> None:
    """Turn the report of a changed date into an edit of the course's file."""
    found = _named_session(desk)
    status = desk.one("status")
    when = desk.tried("when", lambda answer: days(answer, desk.filled.language))
    deadline = desk.tried("deadline", lambda answer: day(answer, desk.filled.language))
    note = {locale: text for locale in ("nb", "en") if (text := desk.line(f"note_{locale}"))}
    if len(note) == 1:
        desk.ask("missing", f"note_{'en' if 'nb' in note else 'nb'}")
    place = desk.line("place") or (when.rest if when else "")
    desk.line("basis")
    if found is None or desk.made.faults:
        return
    entry, at, session = found
    edits = [Edit(("sessions", at, "status"), status)] if status != session.status else []
    if when:
        pairs = (("start", when.start), ("end", when.end))
        edits += [Edit(("sessions", at, key), typed(value)) for key, value in pairs if value != getattr(session, key)]
        desk.made.seen.append(("when", when))
    if place and (session.place is None or place not in dict(session.place).values()):
        edits += _both(("sessions", at, "place"), {"nb": place, "en": place}, there=session.place is not None)
    if deadline:
        edits.append(Edit(("sessions", at, "registration", "deadline"), deadline.isoformat()))
    if not edits and not note:
        desk.ask("nothing-new")
        return
    _edit(desk, entry, at, session, edits, note)


def _edit(
    desk: _Desk, entry: Entry[Course], at: int, session: Session, edits: list[Edit], note: dict[str, str]
) -> None:
    """Put the edits of a session, and what tells calendars of them, into the proposal."""
    if edits:
        edits += [Edit(("sessions", at, "revision"), str(session.revision + 1))]
        edits += [Edit(("sessions", at, "updated"), desk.today.isoformat())] if session.updated != desk.today else []
    if note:
        edits += _both(("sessions", at, "note"), note, there=session.note is not None)
    text = edited(entry.file, source.read_text(desk.root, entry.file), edits)
    if text is None:
        desk.ask("unwritable")
        return
    desk.made.title = dict(entry.record.title).get("nb", entry.record.id)
    desk.made.files[entry.file] = text
    names = {"status": "status", "start": "when", "end": "when", "place": "place", "registration": "deadline"}
    desk.made.fields |= {("sessions", at, key): own for key, own in names.items()}
    desk.made.fields |= {("sessions", at): "when", ("sessions", at, "note"): "note_nb"}


def _both(path: Path, wordings: Mapping[str, str], *, there: bool) -> list[Edit]:
    """Return the edits that put a text in, wording by wording where there is one already."""
    if not there:
        return [Edit(path, dict(wordings))]
    return [Edit((*path, locale), wording) for locale, wording in wordings.items()]


def _named_session(desk: _Desk) -> tuple[Entry[Course], int, Session] | None:
    """Return the session that is meant: by the course's address or id, and the day it is said to be on."""
    word = desk.line("course")
    own = _course_id(word)
    entry = next((one for one in desk.catalogue.courses if one.record.id == own), None)
    if entry is None:
        if word:
            near = nearest(own, desk.catalogue.course) or ""
            desk.ask("no-course", "course", found=word[:80], nearest=near)
        return None
    ahead = [(at, one) for at, one in enumerate(entry.record.sessions) if one.last_day >= desk.today]
    wanted = desk.filled.answers.get("session", "")
    if wanted:
        ahead = [(at, one) for at, one in ahead if one.id == cleaned(wanted)] or _on_day(desk, ahead)
    if len(ahead) == 1:
        return entry, *ahead[0]
    known = ", ".join(typed(one.start) for one in entry.record.sessions if one.last_day >= desk.today)
    desk.ask("which-session" if known else "no-session", "session", known=known, id=entry.record.id)
    return None


def _on_day(desk: _Desk, ahead: list[tuple[int, Session]]) -> list[tuple[int, Session]]:
    when = desk.tried("session", lambda answer: days(answer, desk.filled.language))
    if when is None:
        return []
    first = date(when.start.year, when.start.month, when.start.day)
    return [(at, one) for at, one in ahead if one.first_day <= first <= one.last_day]


def _course_id(word: str) -> str:
    """Return the id that an address of the site, or a bare id, names."""
    try:
        parts = [part for part in urlsplit(word).path.split("/") if part]
    except ValueError:
        return ""
    if "kurs" in parts[:-1]:
        return parts[parts.index("kurs") + 1].casefold()
    return parts[-1].casefold() if len(parts) == 1 else ""


def _person(desk: _Desk) -> None:
    """Turn the form of a person or a unit into its file; a person only with her consent."""
    kind, region = desk.one("kind"), desk.one("region")
    is_person = kind == Kind.PERSON
    name = desk.line("name_nb")
    names = {"nb": name, "en": name if is_person else desk.line("name_en")}
    if not is_person and kind and not names["en"]:
        desk.ask("missing", "name_en")
    own = _free_id(desk, slug(name)[:70])
    if any(name.casefold() == wording.casefold() for one in desk.catalogue.people for _, wording in one.record.name):
        desk.ask("person-exists", "name_nb")
    _allowed(desk, is_person=is_person, kind=kind)
    tree: dict[str, Any] = {"id": own, "kind": kind, "name": names, "role": desk.text("role")}
    tree |= {"organisation": _provider(desk, "organisation"), "region": region}
    tree |= {"fields": list(desk.several("fields"))}
    contact = {"url": desk.address("url")} | {key: desk.line(key) for key in ("email", "phone")}
    if contact := {key: value for key, value in contact.items() if value}:
        tree["contact"] = contact
    if teaches := desk.several("teaches"):
        tree["teaches"] = list(teaches)
    tree |= {"basis": "consent"} if is_person else {}
    read = desk.today.isoformat()
    tree |= {"status": "confirmed", "confirmed_on": read, "review_by": _next_year(desk.today).isoformat()}
    tree |= {"source": {"title": f"Skjema, sak {desk.issue}", "read": read}}
    desk.made.title = name
    desk.made.fields |= {("name",): "name_nb", ("name", "en"): "name_en", ("contact", "url"): "url"}
    desk.made.fields |= {("contact", key): key for key in ("email", "phone")}
    path = f"people/{region}/{own}.yaml"
    desk.made.files[path] = _write(desk, path, tree)


def _allowed(desk: _Desk, *, is_person: bool, kind: str) -> None:
    """Ask for what the law wants: a person's own consent, or the approval of a unit."""
    if is_person:
        if not desk.filled.ticked("consent"):
            desk.ask("no-consent", "consent")
        for own in ("email", "phone"):
            if desk.filled.answers.get(own):
                desk.ask("person-contact", own)
    elif kind and not desk.filled.ticked("approval"):
        desk.ask("not-ticked", "approval")


def _next_year(today: date) -> date:
    try:
        return today.replace(year=today.year + 1)
    except ValueError:
        return date(today.year + 1, 2, 28)


def _need(desk: _Desk) -> None:
    """Turn the form of a need into its file."""
    title, description, by = desk.text("title"), desk.text("description"), desk.text("reported_by")
    own = _free_id(desk, slug(title.get("nb", ""))[:70])
    since = desk.line("since")
    if since and not (re.fullmatch(r"(?:19|20)\d\d", since) and int(since) <= desk.today.year):
        desk.ask("year-only", "since", found=since[:40])
    tree: dict[str, Any] = {"id": own, "title": title, "description": description, "kind": desk.one("kind")}
    tree |= {"reported_by": by, "region": desk.one("region")}
    tree |= {name: list(desk.several(name)) for name in ("professions", "fields")}
    read, url = desk.today.isoformat(), desk.address("source_url")
    reference = {"title": desk.line("source")} | ({"url": url} if url else {}) | {"read": read}
    tree |= {"since": since, "status": "reported", "source": reference, "last_checked": read}
    desk.made.title = title.get("nb", "")
    desk.made.fields |= {("source",): "source", ("source", "url"): "source_url", ("since",): "since"}
    path = f"needs/{own}.yaml"
    desk.made.files[path] = _write(desk, path, tree)


def _page(desk: _Desk) -> None:
    """Look at the report of a fault in a page: the address must be one of the site's."""
    word = desk.line("address")
    for own in ("fault", "instead", "source"):
        text = desk.line(own)
        if private(text):
            desk.ask("private", own)
    try:
        path = urlsplit(word).path.strip("/")
    except ValueError:
        path = ""
    if word and (".." in path or not re.fullmatch(r"[a-zA-Z0-9æøåÆØÅ%/._-]*", path) or "@" in word):
        desk.ask("page-address", "address", found=word[:80])
    desk.made.title = path or "/"


_KINDS: Mapping[str, Callable[[_Desk], None]] = {
    "course": _course,
    "session": _session,
    "person": _person,
    "need": _need,
    "page": _page,
}
