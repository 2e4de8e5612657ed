"""Family K9: what has been published is changed so that calendars, links and curricula can follow.

These rules compare the catalogue with an earlier one and find nothing where there is none. A file that could not be
read as it stands, on either side, is compared once it can: until then it would seem to have lost what it holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from norprem.findings import Severity, Spot
from norprem.model import (
    Catalogue,
    Course,
    Detail,
    Entry,
    Mode,
    Need,
    Person,
    Programme,
    Provider,
    Record,
    Session,
    Standard,
    Status,
    Term,
)
from norprem.revision import Both, both, changed, due, readable, sessions
from norprem.rules.table import Context, Manual, rule, rules_in
from norprem.select import KEPT
from norprem.text import Text

_CALLED_OFF = frozenset({Status.CANCELLED, Status.POSTPONED})


_Lost = tuple[Entry[Course], Session, int | None]


def _lost(catalogue: Catalogue, before: Catalogue | None) -> Iterator[_Lost]:
    """Yield each session that is gone from a course that is not: what it was, and the place of one on the same days.

    Sessions of courses at one's own pace were in no calendar.
    """
    for old, new in both(catalogue, before, "courses"):
        if old.record.mode == Mode.SELF_PACED:
            continue
        known = {session.id for session in old.record.sessions}
        fresh = [(place, one) for place, one in enumerate(new.record.sessions) if one.id not in known]
        here = {session.id for session in new.record.sessions}
        for session in old.record.sessions:
            if session.id not in here:
                days = (session.start, session.end)
                twin = next((place for place, one in fresh if (one.start, one.end) == days), None)
                fresh = [(place, one) for place, one in fresh if place != twin]
                yield new, session, twin


def _when(moment: date) -> str:
    """Return a day or a time as one types it."""
    return str(moment)[:16]


@rule(
    "K901",
    Severity.ERROR,
    nb=Manual(
        what="Samlingen «{session}» ({start}) er tatt ut av filen før den er holdt.",
        why="I noen kalendere blir avtalen stående, i andre forsvinner den. Ingen får vite at samlingen er avlyst.",
        how="Sett samlingen inn igjen med samme id. Er den avlyst, skriver du `status: cancelled`; er den flyttet,"
        " retter du datoene. Etter at datoen er passert, kan en avlyst samling slettes.",
    ),
    en=Manual(
        what="The session “{session}” ({start}) has been taken out of the file before it was held.",
        why="In some calendars the appointment stays, in others it vanishes. Nobody learns that it is cancelled.",
        how="Put the session back with the same id. If it is cancelled, write `status: cancelled`; if it has been"
        " moved, correct its dates. Once its date has passed, a cancelled session may be deleted.",
    ),
)
def published_session_gone(catalogue: Catalogue, context: Context) -> Iterator[Spot]:
    """Look for sessions that are ahead."""
    for entry, session, twin in _lost(catalogue, context.before):
        if twin is None and session.last_day >= context.today:
            yield entry.spot("sessions", on_key=True, session=session.id, start=_when(session.start))


@rule(
    "K902",
    Severity.WARNING,
    nb=Manual(
        what="Samlingen «{session}» ble holdt for mindre enn ett år siden (til {end}) og er tatt ut av filen.",
        why="Kalenderne viser en samling i tolv måneder etterpå. Deltakere mister avtalen før den tiden.",
        how="Sett samlingen inn igjen. Når det er gått mer enn tolv måneder, viser ingen kalender den lenger.",
    ),
    en=Manual(
        what="The session “{session}” was held less than a year ago (until {end}) and has been taken out of the file.",
        why="Calendars show a session for twelve months afterwards. Participants lose the appointment too early.",
        how="Put the session back. After more than twelve months no calendar shows it any longer.",
    ),
)
def past_session_gone_too_early(catalogue: Catalogue, context: Context) -> Iterator[Spot]:
    """Look for sessions that were held and that calendars still show; what was called off may go after its date."""
    for entry, session, twin in _lost(catalogue, context.before):
        shown = context.today - KEPT <= session.last_day < context.today
        if twin is None and shown and session.status not in _CALLED_OFF:
            yield entry.spot("sessions", on_key=True, session=session.id, end=str(session.last_day))


@rule(
    "K903",
    Severity.ERROR,
    nb=Manual(
        what="`{fields}` er endret, men `revision` er fortsatt {revision}.",
        why="Noen kalendere tar bare imot en endring når `revision` er høyere enn før. De viser den gamle avtalen.",
        how="Legg til 1, for eksempel `revision: 1`, og sett dagens dato i `updated`. `norprem fix --base main` gjør"
        " begge deler for deg.",
    ),
    en=Manual(
        what="`{fields}` has changed, but `revision` is still {revision}.",
        why="Some calendars accept a change only when `revision` is higher than before. They show the old appointment.",
        how="Add 1, for example `revision: 1`, and put today’s date in `updated`. `norprem fix --base main` does both"
        " for you.",
    ),
)
def revision_not_raised(catalogue: Catalogue, context: Context) -> Iterator[Spot]:
    """Compare time, place, status and revision of each session."""
    for entry, place, was, now in sessions(catalogue, context.before):
        if now.revision == was.revision < due(was, now, context.today).revision:
            fields = "`, `".join(changed(was, now))
            yield entry.spot("sessions", place, "revision", fields=fields, revision=str(now.revision))


@rule(
    "K904",
    Severity.ERROR,
    nb=Manual(
        what="`revision` er senket fra {before} til {now}.",
        why="Kalendere som har sett det høyeste tallet, tar ikke imot flere endringer av samlingen.",
        how="Sett tallet tilbake, og legg til 1 om tid, sted, påmeldingsfrist eller status er endret: `revision: 3`."
        " `norprem fix --base main` gjør det for deg.",
    ),
    en=Manual(
        what="`revision` has been lowered from {before} to {now}.",
        why="Calendars that have seen the higher number accept no further changes to the session.",
        how="Put the number back, and add 1 if time, place, registration deadline or status has changed: `revision: 3`."
        " `norprem fix --base main` does it for you.",
    ),
)
def revision_lowered(catalogue: Catalogue, context: Context) -> Iterator[Spot]:
    """Compare the revisions of each session."""
    for entry, place, was, now in sessions(catalogue, context.before):
        if now.revision < was.revision:
            yield entry.spot("sessions", place, "revision", before=str(was.revision), now=str(now.revision))


@rule(
    "K905",
    Severity.ERROR,
    nb=Manual(
        what="`{fields}` er endret, men `updated` er fortsatt {updated}.",
        why="Kalendere og lesere ser ikke at opplysningene er nye.",
        how="Skriv dagen du gjorde endringen: `updated: 2026-11-22`. `norprem fix --base main` gjør det for deg.",
    ),
    en=Manual(
        what="`{fields}` has changed, but `updated` is still {updated}.",
        why="Calendars and readers cannot see that the facts are new.",
        how="Write the day on which you made the change: `updated: 2026-11-22`. `norprem fix --base main` does it for"
        " you.",
    ),
)
def updated_not_moved(catalogue: Catalogue, context: Context) -> Iterator[Spot]:
    """Compare time, place, status and the day of the change; two changes on one day are no fault on that day."""
    for entry, place, was, now in sessions(catalogue, context.before):
        if now.updated == was.updated < due(was, now, context.today).updated:
            fields = "`, `".join(changed(was, now))
            yield entry.spot("sessions", place, "updated", fields=fields, updated=str(now.updated))


@rule(
    "K906",
    Severity.ERROR,
    nb=Manual(
        what="`updated` er flyttet tilbake fra {before} til {now}.",
        why="Kalendere kan ta den nye utgaven for en gammel og la være å vise den.",
        how="Sett datoen tilbake, eller skriv dagen for endringen: `updated: 2026-11-22`. `norprem fix --base main`"
        " gjør det for deg.",
    ),
    en=Manual(
        what="`updated` has been moved back from {before} to {now}.",
        why="Calendars may take the new version for an old one and not show it.",
        how="Put the date back, or write the day of the change: `updated: 2026-11-22`. `norprem fix --base main` does"
        " it for you.",
    ),
)
def updated_moved_back(catalogue: Catalogue, context: Context) -> Iterator[Spot]:
    """Compare the days of the last change of each session."""
    for entry, place, was, now in sessions(catalogue, context.before):
        if now.updated < was.updated and now.updated != due(was, now, context.today).updated:
            yield entry.spot("sessions", place, "updated", before=str(was.updated), now=str(now.updated))


@rule(
    "K907",
    Severity.ERROR,
    nb=Manual(
        what="Samlingen var avlyst og er det ikke lenger, men ingen ny beskjed forklarer hvorfor.",
        why="De som så avlysningen, har lagt andre planer. De må få vite at samlingen holdes likevel.",
        how="Skriv en beskjed: `note: {nb: Samlingen holdes likevel., en: The session will be held after all.}`.",
    ),
    en=Manual(
        what="The session was cancelled and no longer is, but no new note explains why.",
        why="Those who saw the cancellation have made other plans. They must be told that the session will be held.",
        how="Write a note: `note: {nb: Samlingen holdes likevel., en: The session will be held after all.}`.",
    ),
)
def cancelled_session_revived_without_note(catalogue: Catalogue, context: Context) -> Iterator[Spot]:
    """Look for sessions ahead that are no longer cancelled; the note about the cancelling does not count."""
    for entry, place, was, now in sessions(catalogue, context.before):
        revived = was.status == Status.CANCELLED != now.status
        if revived and now.last_day >= context.today and (now.note is None or now.note == was.note):
            yield entry.spot("sessions", place, "status")


def _next(course: Course, today: date) -> Session | None:
    """Return the first session of a course that is not over, whether it is called off or not."""
    ahead = [session for session in course.sessions if session.last_day >= today]
    return min(ahead, key=lambda session: (session.first_day, session.id), default=None)


_KINDS: Mapping[str, str] = {
    "course": "courses",
    "person": "people",
    "standard": "standards",
    "programme": "programmes",
    "need": "needs",
    "provider": "providers",
    "term": "terms",
}
"""Kinds of records that are retired when they go, and the collection each is in."""

_Gone = tuple[str, Entry[Any], Entry[Any] | None]


def _gone(catalogue: Catalogue, before: Catalogue | None) -> Iterator[_Gone]:
    """Yield each record that is gone: its kind, what it was, and the new record that says the same.

    Where the file is still there and only the id in it is another, the id does not fit the file: that is told already.
    """
    if before is None:
        return
    readable_then, readable_now = readable(before), readable(catalogue)
    for kind, name in _KINDS.items():
        then, now = getattr(before, name), getattr(catalogue, name)
        known, here = {entry.record.id for entry in then}, {entry.record.id for entry in now}
        files = {entry.file for entry in now if not entry.path}
        twins = {mark: entry for entry in now if entry.record.id not in known for mark in _marks(entry.record)}
        for old in then:
            there = old.record.id in here or old.file in files
            if not there and readable_then(old.file) and readable_now(old.file):
                twin = next((twins[mark] for mark in _marks(old.record) if mark in twins), None)
                yield kind, old, twin


_NAMES: Mapping[type[Record], tuple[str, ...]] = {
    Course: ("title", "summary"),
    Person: ("name",),
    Standard: ("title", "summary"),
    Programme: ("title", "summary"),
    Need: ("title", "description"),
    Provider: ("name",),
    Term: ("term", "definition"),
}
"""Texts that no two records of a kind share, except a unit's name, which goes with where it belongs."""


def _marks(record: Record) -> Iterator[object]:
    """Yield what a record is recognised by under another id."""
    for name in _NAMES[type(record)]:
        text: Text = getattr(record, name)
        yield name, tuple(sorted(text.forms)), getattr(record, "organisation", None)


def _retired(catalogue: Catalogue) -> frozenset[tuple[str, str]]:
    return frozenset((entry.record.kind, entry.record.id) for entry in catalogue.retired)


def _where(old: Entry[Any]) -> Spot:
    """Return the place of a record that is gone: its list, or the beginning of the file it was."""
    return Spot(old.file, old.path[:1], {"found": old.record.id}, on_key=True)


@rule(
    "K908",
    Severity.ERROR,
    nb=Manual(
        what="Kurset «{found}» er slettet, men samlingen «{session}» ({start}) er ikke holdt ennå.",
        why="Samlingen forsvinner fra noen kalendere og blir stående i andre. Ingen får vite at den er avlyst.",
        how="Sett filen inn igjen, avlys samlingene med `status: cancelled`, og skriv `availability: closed`. Når"
        " datoene er passert, kan filen slettes og id-en føres i `retired.yaml`.",
    ),
    en=Manual(
        what="The course “{found}” has been deleted, but the session “{session}” ({start}) has not been held yet.",
        why="The session vanishes from some calendars and stays in others. Nobody learns that it is cancelled.",
        how="Put the file back, cancel the sessions with `status: cancelled`, and write `availability: closed`. Once"
        " the dates have passed, the file may be deleted and its id entered in `retired.yaml`.",
    ),
)
def course_gone_with_sessions_ahead(catalogue: Catalogue, context: Context) -> Iterator[Spot]:
    """Look for sessions ahead in courses that are gone, retired or not; of one that was renamed K909 tells."""
    retired = _retired(catalogue)
    for kind, old, twin in _gone(catalogue, context.before):
        ahead = _ahead(kind, old, context.today)
        if ahead and (twin is None or (kind, old.record.id) in retired):
            values = {"found": old.record.id, "session": ahead.id, "start": _when(ahead.start)}
            yield Spot(old.file, values=values)


def _ahead(kind: str, old: Entry[Any], today: date) -> Session | None:
    """Return the next session that a course had in the calendars."""
    return _next(old.record, today) if kind == "course" and old.record.mode != Mode.SELF_PACED else None


@rule(
    "K909",
    Severity.ERROR,
    nb=Manual(
        what="Id-en er endret fra «{before}» til «{found}».",
        why="En id endres aldri. Kalendere får avtalen to ganger, og lenker og læreplaner som viser hit, fører ingen"
        " steder.",
        how="Sett tilbake id-en, og filnavnet om det følger id-en: `id: eksempelkurs`. Er dette virkelig noe annet,"
        " skal det gamle stå: en samling som avlyst, en annen oppføring i `retired.yaml`.",
    ),
    en=Manual(
        what="The id has been changed from “{before}” to “{found}”.",
        why="An id never changes. Calendars get the appointment twice, and links and curricula that refer here lead"
        " nowhere.",
        how="Put the id back, and the file name where it follows the id: `id: example-course`. If this really is"
        " something else, the old one stays: a session as cancelled, any other record in `retired.yaml`.",
    ),
)
def id_renamed(catalogue: Catalogue, context: Context) -> Iterator[Spot]:
    """Look for new ids with the title, name or dates of something that is gone."""
    retired = _retired(catalogue)
    for kind, old, twin in _gone(catalogue, context.before):
        if twin and (kind, old.record.id) not in retired:
            yield twin.spot("id", before=old.record.id, found=twin.record.id)
    for entry, session, place in _lost(catalogue, context.before):
        if place is not None:
            found = entry.record.sessions[place].id
            yield entry.spot("sessions", place, "id", before=session.id, found=found)


@rule(
    "K910",
    Severity.ERROR,
    nb=Manual(
        what="«{found}» er slettet, men står ikke i `retired.yaml` som `{kind}`.",
        why="Uten den oppføringen kan noen bruke id-en om igjen. Gamle lenker ville ha vist feil innhold.",
        how="Legg til en oppføring i `retired.yaml` med `kind`, `id`, `on` og `reason`, eller sett filen inn igjen.",
    ),
    en=Manual(
        what="“{found}” has been deleted, but is not in `retired.yaml` as a `{kind}`.",
        why="Without that entry somebody may use the id again. Old links would show the wrong content.",
        how="Add an entry to `retired.yaml` with `kind`, `id`, `on` and `reason`, or put the file back.",
    ),
)
def gone_without_being_retired(catalogue: Catalogue, context: Context) -> Iterator[Spot]:
    """Look up what is gone among the ids that are; K908 and K909 tell of what should not have gone at all."""
    listed = readable(catalogue)("retired.yaml")
    retired = _retired(catalogue)
    for kind, old, twin in _gone(catalogue, context.before):
        excused = twin or _ahead(kind, old, context.today) or (kind, old.record.id) in retired
        if listed and not excused:
            spot = _where(old)
            yield Spot(spot.file, spot.path, {**spot.values, "kind": kind}, on_key=True)


@rule(
    "K911",
    Severity.ERROR,
    nb=Manual(
        what="Id-en «{found}» er tatt ut av `retired.yaml`.",
        why="Listen hindrer at en id brukes om igjen. Gamle lenker og kalendere kjenner den fortsatt.",
        how="Sett oppføringen inn igjen slik den var: `kind: course` eller det den var, `id`, `on` og `reason`.",
    ),
    en=Manual(
        what="The id “{found}” has been taken out of `retired.yaml`.",
        why="The list keeps ids from being used again. Old links and calendars still know it.",
        how="Put the entry back as it was: `kind: course` or whatever it was, `id`, `on` and `reason`.",
    ),
)
def retired_id_taken_back(catalogue: Catalogue, context: Context) -> Iterator[Spot]:
    """Look for entries that are gone; one whose kind was corrected is not."""
    before = context.before
    if before and readable(catalogue)("retired.yaml") and readable(before)("retired.yaml"):
        here = {entry.record.id for entry in catalogue.retired}
        for old in before.retired:
            if old.record.id not in here:
                yield _where(old)


@rule(
    "K912",
    Severity.ERROR,
    nb=Manual(
        what="Kompetansen «{found}» er tatt ut av standarden i stedet for å bli arkivert.",
        why="Læreplaner, kurs og andres systemer viser til den. De får ikke vite hva som skjedde med den.",
        how="Sett kompetansen inn igjen med samme id, og legg til"
        " `archived: {on: 2026-11-22, reason: {nb: Regelen er opphevet., en: The rule has been repealed.}}`.",
    ),
    en=Manual(
        what="The competence “{found}” has been taken out of the standard instead of being archived.",
        why="Curricula, courses and other people’s systems refer to it. They do not learn what became of it.",
        how="Put the competence back with the same id, and add"
        " `archived: {on: 2026-11-22, reason: {nb: Regelen er opphevet., en: The rule has been repealed.}}`.",
    ),
)
def competence_removed(catalogue: Catalogue, context: Context) -> Iterator[Spot]:
    """Look for competences that are in no version of their standard any more."""
    for old, new in both(catalogue, context.before, "standards"):
        here = new.record.competence
        for own in old.record.competence:
            if own not in here:
                yield new.spot("competences", on_key=True, found=own)


def _of_standard(one: Standard) -> dict[str, object]:
    """Return what a new edition is for: the competences in use, where they belong and how well they are mastered."""
    found: dict[str, object] = {f"competences.{each.id}": _competence(each) for each in one.competences}
    return found | {f"domains.{domain.code}": domain.min_outcomes for domain in one.domains}


def _competence(one: Any) -> tuple[object, ...]:
    return one.archived is not None, one.domain, one.kind, one.target


_WHOLE = ("ects", "hours", "months", "nkr", "requires", "expects", "lis_goals")


def _of_programme(one: Programme) -> dict[str, object]:
    """Return what a new version is for: outcomes, modules, assessments, amounts, promises."""
    found: dict[str, object] = {name: getattr(one, name) for name in _WHOLE}
    found |= {f"outcomes.{each.id}": (each.kind, each.level, each.serves) for each in one.outcomes}
    found |= {
        f"modules.{each.id}": (each.ects, each.hours, each.months, each.after, each.outcomes) for each in one.modules
    }
    found |= {f"assessments.{each.id}": (each.form, each.level, each.tests) for each in one.assessments}
    return found | {f"covers.{cover.standard}": cover.share for cover in one.covers}


def _wordings(one: Standard | Programme) -> dict[str, Text]:
    """Return the texts that say what is to be mastered, by the place of each."""
    if isinstance(one, Standard):
        return {f"competences.{each.id}": each.statement for each in one.competences}
    return {f"outcomes.{each.id}": each.text for each in one.outcomes}


def _substance(old: Any, new: Any) -> list[str]:
    """Return the parts whose substance differs; a competence that is gone altogether is told by K912."""
    of: Callable[[Any], dict[str, object]] = _of_standard if isinstance(new, Standard) else _of_programme
    before, after = of(old), of(new)
    lost = {key for key in before.keys() - after.keys() if key.startswith("competences.")}
    return [key for key in {**after, **before} if key not in lost and before.get(key) != after.get(key)]


def _reworded(old: Any, new: Any) -> list[str]:
    """Return the parts that say what is to be mastered in other words."""
    before, after = _wordings(old), _wordings(new)
    return [key for key in after if key in before and sorted(before[key].forms) != sorted(after[key].forms)]


def _number(edition: str) -> tuple[int, ...]:
    """Return an edition as numbers that can be compared."""
    return tuple(map(int, edition.split(".")))


def _editions(catalogue: Catalogue, before: Catalogue | None) -> Iterator[tuple[Both, str]]:
    """Yield standards, and curricula that are held in full, before and after, with the field of their edition.

    Where only facts of a curriculum are known, a change is what we have learnt, not what its owner has changed.
    """
    for pair in both(catalogue, before, "standards"):
        yield pair, "edition"
    for old, new in both(catalogue, before, "programmes"):
        if old.record.detail == new.record.detail == Detail.FULL:
            yield (old, new), "version"


_MOST_TOLD = 3


def _kept(catalogue: Catalogue, before: Catalogue | None, differs: Callable[[Any, Any], list[str]]) -> Iterator[Spot]:
    """Yield the editions that stayed as they were although something differs, with the first parts that do."""
    for (old, new), field in _editions(catalogue, before):
        edition = getattr(new.record, field)
        parts = differs(old.record, new.record) if edition == getattr(old.record, field) else []
        if parts:
            shown = [f"`{part}`" for part in parts[:_MOST_TOLD]] + ["…"] * (len(parts) > _MOST_TOLD)
            yield new.spot(field, field=field, found=edition, parts=", ".join(shown))


@rule(
    "K913",
    Severity.ERROR,
    nb=Manual(
        what="Innholdet er endret ({parts}), men `{field}` er fortsatt {found}.",
        why="Den som har lovet å dekke denne utgaven, får ikke vite at noe er nytt.",
        how='Øk tallet, for eksempel `edition: "1.2"` (i en læreplan `version`), og legg til en linje nederst i'
        " `changes` om hva som er nytt.",
    ),
    en=Manual(
        what="The substance has changed ({parts}), but `{field}` is still {found}.",
        why="Whoever has promised to cover this edition does not learn that something is new.",
        how='Raise the number, for example `edition: "1.2"` (in a curriculum `version`), and add a line at the bottom'
        " of `changes` on what is new.",
    ),
)
def substance_changed_without_edition(catalogue: Catalogue, context: Context) -> Iterator[Spot]:
    """Compare competences, outcomes, modules and amounts where the edition is the same."""
    yield from _kept(catalogue, context.before, _substance)


@rule(
    "K914",
    Severity.WARNING,
    nb=Manual(
        what="Formuleringen er endret ({parts}), men `{field}` er fortsatt {found}.",
        why="En ny formulering kan endre hva som kreves. Den som viser til denne utgaven, ser ikke at den er ny.",
        how="Er det bare en skrivefeil som er rettet, kan tallet stå. Ellers øker du det og legger til en linje nederst"
        " i `changes`.",
    ),
    en=Manual(
        what="The wording has changed ({parts}), but `{field}` is still {found}.",
        why="A new wording can change what is required. Whoever refers to this edition cannot see that it is new.",
        how="If only a slip of the pen was corrected, the number may stay. Otherwise raise it, and add a line at the"
        " bottom of `changes`.",
    ),
)
def reworded_without_edition(catalogue: Catalogue, context: Context) -> Iterator[Spot]:
    """Compare statements and outcomes where nothing else is new; where more is, K913 asks for the edition."""
    yield from _kept(catalogue, context.before, _only_reworded)


def _only_reworded(old: Any, new: Any) -> list[str]:
    return [] if _substance(old, new) else _reworded(old, new)


@rule(
    "K915",
    Severity.ERROR,
    nb=Manual(
        what="`{field}` er senket fra {before} til {found}.",
        why="Utgaver telles oppover. En lavere utgave ser ut som en gammel tekst, og to tekster kan få samme nummer.",
        how='Skriv et høyere tall enn før, for eksempel `edition: "1.2"`.',
    ),
    en=Manual(
        what="`{field}` has been lowered from {before} to {found}.",
        why="Editions count upwards. A lower one looks like an old text, and two texts may get the same number.",
        how='Write a higher number than before, for example `edition: "1.2"`.',
    ),
)
def edition_lowered(catalogue: Catalogue, context: Context) -> Iterator[Spot]:
    """Compare the numbers of editions and versions."""
    for name, field in (("standards", "edition"), ("programmes", "version")):
        for old, new in both(catalogue, context.before, name):
            before, found = getattr(old.record, field), getattr(new.record, field)
            if _number(found) < _number(before):
                yield new.spot(field, field=field, before=before, found=found)


RULES = rules_in(globals())
