"""Family K2: ids, closed lists and what refers to what."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import chain
from operator import attrgetter

from norprem.findings import Path, Severity, Spot
from norprem.model import CODE_VALUES, Catalogue, Course, Entry, Person, Record
from norprem.rules.table import Context, Manual, rule, rules_in
from norprem.text import Text
from norprem.vocabulary import HEALTH_REGION, ClosedList, nearest

Names = tuple[tuple[str, str], ...]
"""(word, id) for every word that could have been meant: the ids themselves, and what readers call them."""

_SHORT = 8


@lru_cache(maxsize=4096)
def _meant(found: str, ids: tuple[str, ...], names: Names) -> str | None:
    """Return the id that was probably meant; thousands of files may have the same slip."""
    near = nearest(found, ids)
    if near is None:
        by_name = dict(names)
        near = by_name.get(nearest(found, by_name) or "")
    return near


def _stranger(entry: Entry[Record], path: Path, found: str, choices: Iterable[tuple[str, Text]], **values: str) -> Spot:
    """Return the place of a value that is not among the known ones, and what its sentence says."""
    pairs = tuple(choices)
    names = tuple((wording, value_id) for value_id, text in pairs for _, wording in text)
    near = _meant(found, tuple(value_id for value_id, _ in pairs), names)
    values["found"] = found
    if near:
        values["nearest"] = near
    return Spot(entry.file, (*entry.path, *path), values)


def _named(closed: ClosedList) -> Iterator[tuple[str, Text]]:
    return ((value.id, value.label) for value in closed.values)


_COURSE_LISTS = {
    "audience": "professions",
    "topics": "topics",
    "level": "levels",
    "languages": "teaching-languages",
    "mode": "modes",
    "availability": "availability",
}
_PERSON_LISTS = {"kind": "kinds", "fields": "fields", "teaches": "topics", "basis": "bases", "status": "confirmations"}
_PROVIDER_LISTS = {"country": "countries"}
_SESSION_LISTS = {"status": "statuses"}


def _listed_values(catalogue: Catalogue) -> Iterator[tuple[Entry[Record], Path, str, str]]:
    """Yield every value that must be in a closed list and is not: entry, path, value, list."""
    for entries, lists in (
        (catalogue.courses, _COURSE_LISTS),
        (catalogue.people, _PERSON_LISTS),
        (catalogue.providers, _PROVIDER_LISTS),
    ):
        checks = _checks(catalogue, lists)
        for entry in entries:
            for key, get, name, known in checks:
                yield from _unlisted(entry, (key,), get(entry.record), name, known)
    status = catalogue.vocabulary["statuses"].by_id
    for course, place, session in catalogue.sessions:
        if status and session.status not in status:
            yield course, ("sessions", place, "status"), session.status, "statuses"


def _checks(
    catalogue: Catalogue, lists: Mapping[str, str]
) -> list[tuple[str, Callable[[Record], object], str, frozenset[str]]]:
    """Return key, getter, list and known ids; a list without values could not be read, which is reported already."""
    known = {name: frozenset(catalogue.vocabulary[name].by_id) for name in lists.values()}
    return [(key, attrgetter(key), name, known[name]) for key, name in lists.items() if known[name]]


def _unlisted(
    entry: Entry[Record], path: Path, value: object, name: str, known: frozenset[str]
) -> Iterator[tuple[Entry[Record], Path, str, str]]:
    if type(value) is tuple:
        if not known.issuperset(value):
            for place, one in enumerate(value):
                if one not in known:
                    yield entry, (*path, place), one, name
    elif value is not None and value not in known:
        yield entry, path, str(value), name


@rule(
    "K201",
    Severity.ERROR,
    nb=Manual(
        what="«{found}» finnes ikke i listen `{list}` ({known}).",
        why="En verdi som ikke er i listen, har ikke noe navn på siden og kan ikke velges når leseren søker.",
        how="Velg en id fra listen i mappen `vocabulary/`: `topics: [genetic-counselling]`. Mangler listen en verdi,"
        " foreslår du den i en egen endring.",
    ),
    en=Manual(
        what="“{found}” is not in the list `{list}` ({known}).",
        why="A value that is not in the list has no name on the page, and cannot be chosen by a reader who searches.",
        how="Choose an id from the list in the folder `vocabulary/`: `topics: [genetic-counselling]`. If the list"
        " lacks a value, propose it in a change of its own.",
    ),
)
def unknown_value(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look every value of a closed list up in that list."""
    for entry, path, found, name in _listed_values(catalogue):
        closed = catalogue.vocabulary[name]
        short = len(closed.values) <= _SHORT
        known = ", ".join(closed.by_id) if short else f"vocabulary/{name}.yaml"
        yield _stranger(entry, path, found, _named(closed), list=name, known=known)


def _providers_named(catalogue: Catalogue) -> Iterator[tuple[Entry[Record], Path, str]]:
    """Yield every mention of a provider."""
    for course in catalogue.courses:
        yield course, ("provider",), course.record.provider
    for person in catalogue.people:
        yield person, ("organisation",), person.record.organisation
    for listed in catalogue.listed:
        if listed.record.regut:
            yield listed, ("regut", "host"), listed.record.regut.host


@rule(
    "K202",
    Severity.ERROR,
    nb=Manual(
        what="«{found}» finnes ikke i `providers.yaml`.",
        why="Siden kan ikke fortelle hvem som står bak, eller lenke dit.",
        how="Bruk en id fra `providers.yaml`: `provider: uib`. Er arrangøren eller arbeidsgiveren ny, legger du den"
        " til der først.",
    ),
    en=Manual(
        what="“{found}” is not in `providers.yaml`.",
        why="The page cannot tell who is behind it, or link there.",
        how="Use an id from `providers.yaml`: `provider: uib`. If the provider or employer is new, add it there first.",
    ),
)
def unknown_provider(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look up who gives courses, who employs people and who hosts RegUt."""
    known = catalogue.provider
    for entry, path, found in _providers_named(catalogue):
        if known and found not in known:
            names = ((provider.id, provider.name) for provider in known.values())
            yield _stranger(entry, path, found, names)


def _regions_named(catalogue: Catalogue) -> Iterator[tuple[Entry[Record], Path, str]]:
    """Yield every mention of a region."""
    for course in catalogue.courses:
        yield course, ("region",), course.record.region
        for place, region in enumerate(course.record.open_to):
            yield course, ("open_to", place), region
    for person in catalogue.people:
        yield person, ("region",), person.record.region
    yield from _regut_named(catalogue)


def _regut_named(catalogue: Catalogue) -> Iterator[tuple[Entry[Record], Path, str]]:
    """Yield the regions whose RegUt arranges a course or answers for it."""
    for course in catalogue.courses:
        if regut := course.record.regut:
            yield course, ("regut", "arranging"), regut.arranging
            if regut.contact:
                yield course, ("regut", "contact"), regut.contact


@rule(
    "K203",
    Severity.ERROR,
    nb=Manual(
        what="Regionen «{found}» finnes ikke.",
        why="Kurset eller personen kommer ikke med på noen regionside.",
        how="Bruk en id fra `vocabulary/regions.yaml`: `region: helse-vest`.",
    ),
    en=Manual(
        what="There is no region “{found}”.",
        why="The course or the person does not appear on any region’s page.",
        how="Use an id from `vocabulary/regions.yaml`: `region: helse-vest`.",
    ),
)
def unknown_region(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look up every region that is mentioned."""
    regions = catalogue.vocabulary["regions"]
    known = regions.by_id
    for entry, path, found in _regions_named(catalogue):
        if known and found not in known:
            yield _stranger(entry, path, found, _named(regions))


def _in_files(catalogue: Catalogue) -> Iterator[Entry[Course] | Entry[Person]]:
    """Yield the records that have a file of their own."""
    yield from catalogue.courses
    yield from catalogue.people


@rule(
    "K204",
    Severity.ERROR,
    nb=Manual(
        what="Id-en er «{found}», men filen heter `{file}`.",
        why="Den som skal rette noe, finner ikke filen, og to filer kan få samme id.",
        how="Gjør id og filnavn like. Har kurset vært publisert, beholder du id-en og endrer filnavnet: `id:"
        " genetikk` i `genetikk.yaml`.",
    ),
    en=Manual(
        what="The id is “{found}”, but the file is called `{file}`.",
        why="Whoever has to correct something does not find the file, and two files may get the same id.",
        how="Make the id and the file name the same. If the course has been published, keep the id and rename the"
        " file: `id: genetics` in `genetics.yaml`.",
    ),
)
def id_differs_from_file_name(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Compare each id with the name of its file."""
    for entry in _in_files(catalogue):
        if not entry.file.endswith(f"/{entry.record.id}.yaml"):
            yield entry.spot("id", found=entry.record.id, file=entry.file.rpartition("/")[2])


@rule(
    "K205",
    Severity.ERROR,
    nb=Manual(
        what="Regionen er «{found}», men filen ligger i mappen `{folder}`.",
        why="Hver region ser etter filene sine i sin egen mappe.",
        how="Flytt filen til regionens mappe, eller rett feltet: `region: helse-vest` hører til i mappen `helse-vest`.",
    ),
    en=Manual(
        what="The region is “{found}”, but the file is in the folder `{folder}`.",
        why="Each region looks after the files in its own folder.",
        how="Move the file to the folder of the region, or correct the field: `region: helse-vest` belongs in the"
        " folder `helse-vest`.",
    ),
)
def wrong_region_folder(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Compare each region with the name of the folder; an unknown region has no folder to be in."""
    regions = catalogue.vocabulary["regions"]
    for entry in _in_files(catalogue):
        found = entry.record.region
        if f"/{found}/" not in entry.file and found in regions:
            yield entry.spot("region", found=found, folder=entry.file.split("/")[1])


def _kinds(catalogue: Catalogue) -> Iterator[tuple[str, tuple[Entry[Record], ...]]]:
    """Yield the kinds of records, each of which has ids of its own."""
    yield "course", catalogue.courses
    yield "person", catalogue.people
    yield "provider", catalogue.providers
    yield "term", catalogue.terms


def _id_of(entry: Entry[Record]) -> str:
    return str(getattr(entry.record, "id"))  # noqa: B009 - every kind that is asked here has one


def _place_of(entry: Entry[Record]) -> str:
    """Name the place of an entry: its file and, in a file of several, its number from the top."""
    number = entry.path[-1] if entry.path else None
    return entry.file if number is None else f"{entry.file} ({int(number) + 1})"


@rule(
    "K206",
    Severity.ERROR,
    nb=Manual(
        what="Id-en «{found}» er allerede brukt i `{first}`.",
        why="To oppføringer med samme id får samme adresse, og bare den ene blir vist.",
        how="Gi den nye oppføringen en egen id: `id: medisinsk-genetikk-2`. Er det samme kurs eller person, sletter"
        " du den ene. Et tall i parentes er oppføringens nummer i filen.",
    ),
    en=Manual(
        what="The id “{found}” is already in use in `{first}`.",
        why="Two entries with the same id get the same address, and only one of them is shown.",
        how="Give the new entry an id of its own: `id: medical-genetics-2`. If it is the same course or person,"
        " delete one of them. A number in brackets is the entry’s number in the file.",
    ),
)
def duplicate_id(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Remember each id with its kind; those of a closed list are a kind of their own."""
    grouped = chain(_kinds(catalogue), ((entry.file, (entry,)) for entry in catalogue.listed))
    first: dict[tuple[str, str], Entry[Record]] = {}
    for kind, entries in grouped:
        for entry in entries:
            found = _id_of(entry)
            known = first.setdefault((kind, found), entry)
            if known is not entry:
                yield entry.spot("id", found=found, first=_place_of(known))


@rule(
    "K207",
    Severity.ERROR,
    nb=Manual(
        what="Id-en «{found}» ble tatt ut av bruk {on} og kan ikke brukes igjen.",
        why="Kalendere, bokmerker og andre nettsteder kjenner den gamle id-en og ville ha vist feil innhold.",
        how="Velg en ny id, for eksempel med årstall: `id: medisinsk-genetikk-2027`.",
    ),
    en=Manual(
        what="The id “{found}” was retired on {on} and cannot be used again.",
        why="Calendars, bookmarks and other sites know the old id and would show the wrong content.",
        how="Choose a new id, for example with the year: `id: medical-genetics-2027`.",
    ),
)
def retired_id(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look up each id among those that are gone."""
    gone = {(entry.record.kind, entry.record.id): str(entry.record.on) for entry in catalogue.retired}
    if not gone:
        return
    for kind, entries in _kinds(catalogue):
        for entry in entries:
            if on := gone.get((kind, _id_of(entry))):
                yield entry.spot("id", found=_id_of(entry), on=on)
    for course, place, session in catalogue.sessions:
        if on := gone.get(("session", f"{course.record.id}.{session.id}")):
            yield course.spot("sessions", place, "id", found=session.id, on=on)


@rule(
    "K208",
    Severity.ERROR,
    nb=Manual(
        what="To samlinger i kurset har id-en «{found}».",
        why="Kalendere kjenner en samling på id-en og viser bare den ene.",
        how="Gi hver samling sin egen id, for eksempel med år og årstid: `id: 2027-host`.",
    ),
    en=Manual(
        what="Two sessions of the course have the id “{found}”.",
        why="Calendars know a session by its id and show only one of them.",
        how="Give each session an id of its own, for example with year and season: `id: 2027-autumn`.",
    ),
)
def duplicate_session_id(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Compare the ids within each course that has more than one session."""
    for entry in catalogue.courses:
        seen: set[str] = set()
        for place, session in enumerate(entry.record.sessions):
            if session.id in seen:
                yield entry.spot("sessions", place, "id", found=session.id)
            seen.add(session.id)


_TRAINEE = "doctor-in-specialisation"


@rule(
    "K209",
    Severity.ERROR,
    nb=Manual(
        what="Kurset har feltet `regut`, men er ikke rettet mot leger i spesialisering.",
        why="De regionale utdanningssentrene henter bare kurs for leger i spesialisering.",
        how="Legg målgruppen til, `audience: [doctor-in-specialisation]`, eller slett feltet `regut`.",
    ),
    en=Manual(
        what="The course has the field `regut`, but is not for doctors in specialisation.",
        why="The regional education centres take only courses for doctors in specialisation.",
        how="Add the audience, `audience: [doctor-in-specialisation]`, or delete the field `regut`.",
    ),
)
def regut_without_specialists(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look at the audience of each course with `regut`, unless a misspelled value there may be the missing one."""
    known = catalogue.vocabulary["professions"].by_id.keys()
    for entry in catalogue.courses:
        course = entry.record
        if course.regut and _TRAINEE not in course.audience and known >= set(course.audience):
            yield entry.spot("regut", on_key=True)


@rule(
    "K210",
    Severity.ERROR,
    nb=Manual(
        what="Listen mangler verdien «{missing}».",
        why="Nettstedet skiller mellom akkurat disse verdiene og må ha et navn på hver av dem.",
        how="Legg verdien til med navn på begge språk: `- {id: paused, label: {nb: satt på vent, en: paused}}`.",
    ),
    en=Manual(
        what="The list lacks the value “{missing}”.",
        why="The site distinguishes between exactly these values and needs a name for each of them.",
        how="Add the value with its name in both languages: `- {id: paused, label: {nb: satt på vent, en: paused}}`.",
    ),
)
def vocabulary_lacks_a_value(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look for each value that the code knows; an empty list could not be read, which is reported already."""
    for name, values in CODE_VALUES.items():
        known = catalogue.vocabulary[name].by_id
        for value in values:
            if known and value not in known:
                yield Spot(f"vocabulary/{name}.yaml", ("values",), {"missing": value.value}, on_key=True)


@rule(
    "K211",
    Severity.WARNING,
    nb=Manual(
        what="Adressen er den samme som i `{first}`.",
        why="Kanskje er kurset lagt inn to ganger, eller adressen er kopiert fra et annet kurs.",
        how="Bruk adressen til kursets egen side: `url: https://www.uib.no/studier/MAMD-HELSE`. Har arrangøren én"
        " side for flere kurs, kan adressen stå.",
    ),
    en=Manual(
        what="The address is the same as in `{first}`.",
        why="Perhaps the course has been entered twice, or the address was copied from another course.",
        how="Use the address of the course’s own page: `url: https://www.uib.no/studier/MAMD-HELSE`. If the provider"
        " has one page for several courses, leave it as it is.",
    ),
)
def same_address_twice(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Remember the address of each course."""
    first: dict[str, str] = {}
    for entry in catalogue.courses:
        known = first.setdefault(entry.record.url, entry.file)
        if known is not entry.file:
            yield entry.spot("url", first=known)


@rule(
    "K212",
    Severity.WARNING,
    nb=Manual(
        what="Kurset hører til i `{region}`, men er ikke åpent for den regionen.",
        why="Lesere i kursets egen region får beskjed om at de ikke kan delta.",
        how="Legg regionen til, `open_to: [helse-vest, helse-nord]`, eller slett feltet hvis alle kan delta.",
    ),
    en=Manual(
        what="The course belongs to `{region}`, but is not open to that region.",
        why="Readers in the course’s own region are told that they cannot attend.",
        how="Add the region, `open_to: [helse-vest, helse-nord]`, or delete the field if everyone may attend.",
    ),
)
def open_to_leaves_out_own_region(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Compare `open_to` with the region; what is open to a wider scope is open to the region too."""
    health = {region.id for region in catalogue.vocabulary.health_regions}
    for entry in catalogue.courses:
        course = entry.record
        own = course.region
        if course.open_to and own in health and own not in course.open_to and health.issuperset(course.open_to):
            yield entry.spot("open_to", on_key=True, region=own)


@rule(
    "K213",
    Severity.WARNING,
    nb=Manual(
        what="Helseregionen «{found}» har ingen vert for det regionale utdanningssenteret.",
        why="Leger i spesialisering ser ikke hvem de skal spørre i regionen.",
        how="Legg til verten med kilde: `regut: {host: ous, source: {title: Om de regionale utdanningssentrene,"
        " read: 2026-11-21}}`.",
    ),
    en=Manual(
        what="The health region “{found}” has no host for its regional education centre.",
        why="Doctors in specialisation do not see whom to ask in the region.",
        how="Add the host with a source: `regut: {host: ous, source: {title: Om de regionale utdanningssentrene,"
        " read: 2026-11-21}}`.",
    ),
)
def health_region_without_regut_host(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look at the health regions of the list of regions."""
    for entry in catalogue.listed:
        if entry.record.kind == HEALTH_REGION and not entry.record.regut:
            yield entry.spot("id", found=entry.record.id)


@rule(
    "K214",
    Severity.ERROR,
    nb=Manual(
        what="Verdien «{found}» kan ikke stå i denne listen ({known}).",
        why="Nettstedet vet ikke hvordan verdien skal vises, og siden kan ikke lages.",
        how="Rett id-en, `id: paused`, eller slett verdien. En helt ny verdi må først inn i programmet.",
    ),
    en=Manual(
        what="The value “{found}” cannot be in this list ({known}).",
        why="The site does not know how to show the value, and the page cannot be made.",
        how="Correct the id, `id: paused`, or delete the value. A wholly new value must first be built into the"
        " program.",
    ),
)
def value_the_code_does_not_know(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Compare the lists whose values the code itself knows with the code."""
    for entry in catalogue.listed:
        name = entry.file.removeprefix("vocabulary/").removesuffix(".yaml")
        values = [value.value for value in CODE_VALUES.get(name, ())]
        if values and entry.record.id not in values:
            yield entry.spot("id", found=entry.record.id, known=", ".join(values))


_RETIRED_KINDS = ("course", "person", "provider", "session", "term")


@rule(
    "K215",
    Severity.ERROR,
    nb=Manual(
        what="«{found}» er ikke en type oppføring ({known}).",
        why="Kontrollen vet ikke hva slags id som er borte, og kan ikke hindre at den brukes igjen.",
        how="Velg en av verdiene: `kind: course`.",
    ),
    en=Manual(
        what="“{found}” is not a kind of entry ({known}).",
        why="The check does not know what kind of id is gone, and cannot keep it from being used again.",
        how="Choose one of the values: `kind: course`.",
    ),
)
def unknown_retired_kind(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look up the kind of each retired id."""
    for entry in catalogue.retired:
        found = entry.record.kind
        if found not in _RETIRED_KINDS:
            known = ((kind, Text()) for kind in _RETIRED_KINDS)
            yield _stranger(entry, ("kind",), found, known, known=", ".join(_RETIRED_KINDS))


@rule(
    "K216",
    Severity.ERROR,
    nb=Manual(
        what="«{found}» er ikke en helseregion ({known}) og har ikke noe regionalt utdanningssenter.",
        why="Bare de regionale helseforetakene har slike sentre. Planleggerne sender henvendelsen til feil sted.",
        how="Skriv regionen som arrangerer kurset: `regut: {arranging: helse-vest}`.",
    ),
    en=Manual(
        what="“{found}” is not a health region ({known}) and has no regional education centre.",
        why="Only the regional health authorities have such centres. Planners would turn to the wrong place.",
        how="Write the region that arranges the course: `regut: {arranging: helse-vest}`.",
    ),
)
def regut_outside_the_health_regions(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look at the known regions in `regut`."""
    regions = catalogue.vocabulary["regions"]
    health = {region.id: True for region in catalogue.vocabulary.health_regions}
    for entry, path, found in _regut_named(catalogue):
        if found not in health and found in regions:
            yield entry.spot(*path, found=found, known=", ".join(health))


_REGION_KINDS = (HEALTH_REGION, "scope")


@rule(
    "K217",
    Severity.ERROR,
    nb=Manual(
        what="«{found}» er ikke en type region ({known}).",
        why="Nettstedet lager egne sider for helseregionene og må vite hvilke det er.",
        how="Skriv `kind: health-region` for et regionalt helseforetak og `kind: scope` for alt som favner videre.",
    ),
    en=Manual(
        what="“{found}” is not a kind of region ({known}).",
        why="The site makes pages for the health regions and must know which they are.",
        how="Write `kind: health-region` for a regional health authority, and `kind: scope` for what reaches wider.",
    ),
)
def unknown_region_kind(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look up the kind of each region."""
    for entry in catalogue.listed:
        found = entry.record.kind
        if found and found not in _REGION_KINDS:
            known = ((kind, Text()) for kind in _REGION_KINDS)
            yield _stranger(entry, ("kind",), found, known, known=", ".join(_REGION_KINDS))


RULES = rules_in(globals())
