"""Family K2 as well: what partners' calendars brought, and the list of calendars that are read on a schedule."""

from __future__ import annotations

from collections.abc import Iterator

from norprem.findings import Severity, Spot
from norprem.model import Catalogue, Course, Status
from norprem.rules.table import Context, Manual, rule, rules_in
from norprem.vocabulary import nearest

_NEEDED = tuple(name for name, field in Course.model_fields.items() if field.is_required())
"""Fields that every course must have."""


@rule(
    "K223",
    Severity.WARNING,
    nb=Manual(
        what="Utkastet er ikke publisert. Det mangler: {missing}.",
        why="En kalender vet bare tid og sted. Hvem kurset passer for, og hva det handler om, må en person fylle ut.",
        how="Fyll ut det som mangler på begge språk, flytt filen til `courses/` med samme navn, og kjør kontrollen."
        " Skal kurset ikke med, sletter du filen.",
    ),
    en=Manual(
        what="The draft is not published. It lacks: {missing}.",
        why="A calendar knows only time and place. Whom the course suits, and what it is about, a person must fill in.",
        how="Fill in what is missing in both languages, move the file to `courses/` under the same name, and run the"
        " check. If the course does not belong here, delete the file.",
    ),
)
def draft_waits(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """List what every draft lacks; one that is complete has yet to be moved."""
    for entry in catalogue.drafts:
        missing = [name for name in _NEEDED if not getattr(entry.record, name)]
        missing += [
            f"{name}.{locale}"
            for name in ("title", "summary")
            for locale in catalogue.vocabulary.locales
            if (text := getattr(entry.record, name)) and not text.get(locale)
        ]
        yield entry.spot("id", missing=", ".join(missing) or "–")


@rule(
    "K224",
    Severity.WARNING,
    nb=Manual(
        what="Samlingen kom fra en kalender, men har ikke stått der siden {since}.",
        why="Den kan være avlyst uten at noen har sagt fra. Leserne ser den fortsatt.",
        how="Spør arrangøren. Er den avlyst, skriver du `status: cancelled` og øker `revision`. Ellers lar du den stå.",
    ),
    en=Manual(
        what="The session came from a calendar but has not been there since {since}.",
        why="It may have been cancelled without notice. Readers still see it.",
        how="Ask the provider. If it is cancelled, write `status: cancelled` and raise `revision`. Otherwise leave it.",
    ),
)
def gone_from_its_source(catalogue: Catalogue, context: Context) -> Iterator[Spot]:
    """Look for sessions ahead that their calendar does not have any more."""
    gone = {
        (entry.record.course, one.session): one.gone_since
        for entry in catalogue.imported
        for one in entry.record.sessions
        if one.gone_since
    }
    for entry, place, session in catalogue.sessions if gone else ():
        since = gone.get((entry.record.id, session.id))
        if since and session.last_day >= context.today and session.status != Status.CANCELLED:
            yield entry.spot("sessions", place, "id", since=since.isoformat())


@rule(
    "K225",
    Severity.ERROR,
    nb=Manual(
        what="Kilden kan ikke importeres: `{key}` har verdien «{found}».",
        why="Den planlagte importen stopper, og ingen av kildene blir lest.",
        how="Bruk en id fra `providers.yaml` og `vocabulary/regions.yaml`, formatet `ics` eller `csv`, og en adresse"
        " som begynner slik: `address: https://`.",
    ),
    en=Manual(
        what="The source cannot be imported: `{key}` has the value “{found}”.",
        why="The scheduled import stops, and none of the sources are read.",
        how="Use an id from `providers.yaml` and `vocabulary/regions.yaml`, the format `ics` or `csv`, and an address"
        " that begins like this: `address: https://`.",
    ),
)
def import_cannot_run(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look up what the list of sources names."""
    known = {
        "provider": list(catalogue.provider),
        "region": [one.id for one in catalogue.vocabulary["regions"].values],
        "format": ["ics", "csv"],
    }
    for entry in catalogue.feeds:
        for key, choices in known.items():
            found = getattr(entry.record, key)
            if choices and found not in choices:
                near = nearest(found, choices)
                values = {"key": key, "found": found} | ({"nearest": near} if near else {})
                yield Spot(entry.file, (*entry.path, key), values)
        if not entry.record.address.startswith("https://"):
            yield entry.spot("address", key="address", found=str(entry.record.address)[:60])


RULES = rules_in(globals())
