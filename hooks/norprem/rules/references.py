"""Family K2: ids, closed lists and what refers to what."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import chain
from operator import attrgetter

from norprem.findings import Path, Severity, Spot
from norprem.model import CODE_VALUES, Catalogue, CompetenceId, Course, Entry, Person, Programme, Record
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


def _nameless(ids: Iterable[str]) -> Iterator[tuple[str, Text]]:
    """Return ids as choices of which no name is known."""
    return ((known, Text()) for known in ids)


def _named(closed: ClosedList) -> Iterator[tuple[str, Text]]:
    for value in closed.values:
        yield value.id, Text((*value.label, *(("und", former) for former in value.formerly)))


_LISTS: Mapping[str, Mapping[str, str]] = {
    "courses": {
        "audience": "professions",
        "topics": "topics",
        "level": "levels",
        "languages": "teaching-languages",
        "mode": "modes",
        "availability": "availability",
        "sessions.status": "statuses",
    },
    "people": {
        "kind": "kinds",
        "fields": "fields",
        "teaches": "topics",
        "basis": "bases",
        "status": "confirmations",
    },
    "providers": {"country": "countries"},
    "standards": {
        "status": "standard-statuses",
        "issuer.role": "issuer-roles",
        "professions": "professions",
        "fields": "fields",
        "sources.seen": "seen",
        "competences.kind": "competence-kinds",
        "competences.topics": "topics",
        "competences.maps.relation": "relations",
        "credential.routes.evidence.kind": "evidence",
        "credential.renewal.evidence.kind": "evidence",
    },
    "programmes": {
        "detail": "programme-details",
        "status": "programme-statuses",
        "audience": "professions",
        "languages": "teaching-languages",
        "outcomes.kind": "outcome-kinds",
        "outcomes.bloom": "bloom",
        "assessments.form": "assessment-forms",
        "recognition.kind": "recognition-kinds",
    },
    "needs": {"kind": "need-kinds", "professions": "professions", "fields": "fields", "status": "need-statuses"},
    "methods": {"kind": "method-kinds", "fields": "fields", "status": "method-statuses"},
    "heads": {
        "audience": "page-audiences",
        "group": "page-groups",
        "sources.kind": "source-kinds",
        "codes.system": "code-systems",
    },
}
"""The closed list behind a field, by the way to it from each kind of record; lists on the way are gone through."""


def _listed_values(catalogue: Catalogue) -> Iterator[tuple[Entry[Record], Path, str, str]]:
    """Yield every value that must be in a closed list and is not: entry, path, value, list."""
    for kind, lists in _LISTS.items():
        ways = tuple(_ways(catalogue, lists))
        for entry in getattr(catalogue, kind):
            for key, get, rest, name, known in ways:
                value = get(entry.record)
                # thousands of courses have nothing wrong: this asks them without taking their lists apart
                if not value or (not rest and (known.issuperset(value) if type(value) is tuple else value in known)):
                    continue
                for path, found in _reached(value, rest, (key,)):
                    if found not in known:
                        yield entry, path, found, name


_Way = tuple[str, Callable[[Record], object], tuple[str, ...], str, frozenset[str]]


def _ways(catalogue: Catalogue, lists: Mapping[str, str]) -> Iterator[_Way]:
    """Yield first key, its getter, further keys, list and known ids; a list without values could not be read."""
    for way, name in lists.items():
        first, *rest = way.split(".")
        if known := frozenset(catalogue.vocabulary[name].by_id):
            yield first, attrgetter(first), tuple(rest), name, known


def _reached(value: object, rest: tuple[str, ...], path: Path) -> Iterator[tuple[Path, str]]:
    """Yield what the rest of a way leads to, each with its path; what is left out leads nowhere."""
    if type(value) is tuple:
        for place, one in enumerate(value):
            yield from _reached(one, rest, (*path, place))
    elif value is not None and rest:
        yield from _reached(getattr(value, rest[0]), rest[1:], (*path, rest[0]))
    elif value is not None:
        yield path, str(value)


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
    for programme in catalogue.programmes:
        yield programme, ("provider",), programme.record.provider
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
    """Look up who gives courses and curricula, who employs people and who hosts RegUt."""
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
    for programme in catalogue.programmes:
        yield programme, ("region",), programme.record.region
    for need in catalogue.needs:
        yield need, ("region",), need.record.region
    for method in catalogue.methods:
        for place, offer in enumerate(method.record.offered):
            if offer.region:
                yield method, ("offered", place, "region"), offer.region
    for pathway in catalogue.pathways:
        for place, answer in enumerate(pathway.record.answers):
            yield pathway, ("answers", place, "region"), answer.region
    yield from _regut_named(catalogue)


def _regut_named(catalogue: Catalogue) -> Iterator[tuple[Entry[Record], Path, str]]:
    """Yield the regions whose RegUt arranges a course or a curriculum, or answers for it."""
    for entry in _for_trainees(catalogue):
        if regut := entry.record.regut:
            yield entry, ("regut", "arranging"), regut.arranging
            if regut.contact:
                yield entry, ("regut", "contact"), regut.contact


def _for_trainees(catalogue: Catalogue) -> Iterator[Entry[Course] | Entry[Programme]]:
    """Yield the records that may have `regut`."""
    yield from catalogue.courses
    yield from catalogue.programmes


@rule(
    "K203",
    Severity.ERROR,
    nb=Manual(
        what="Regionen «{found}» finnes ikke.",
        why="Oppføringen kommer ikke med på noen regionside.",
        how="Bruk en id fra `vocabulary/regions.yaml`: `region: helse-vest`.",
    ),
    en=Manual(
        what="There is no region “{found}”.",
        why="The entry does not appear on any region’s page.",
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


def _in_region_folders(catalogue: Catalogue) -> Iterator[Entry[Course] | Entry[Person]]:
    """Yield the records whose files are sorted by region."""
    yield from catalogue.courses
    yield from catalogue.people


def _in_files(catalogue: Catalogue) -> Iterator[Entry[Record]]:
    """Yield the records that have a file of their own."""
    yield from _in_region_folders(catalogue)
    yield from catalogue.standards
    yield from catalogue.programmes
    yield from catalogue.needs
    yield from catalogue.methods


@rule(
    "K204",
    Severity.ERROR,
    nb=Manual(
        what="Id-en er «{found}», men filen heter `{file}`.",
        why="Den som skal rette noe, finner ikke filen, og to filer kan få samme id.",
        how="Gjør id og filnavn like. Har oppføringen vært publisert, beholder du id-en og endrer filnavnet: `id:"
        " genetikk` i `genetikk.yaml`.",
    ),
    en=Manual(
        what="The id is “{found}”, but the file is called `{file}`.",
        why="Whoever has to correct something does not find the file, and two files may get the same id.",
        how="Make the id and the file name the same. If the entry has been published, keep the id and rename the"
        " file: `id: genetics` in `genetics.yaml`.",
    ),
)
def id_differs_from_file_name(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Compare each id with the name of its file."""
    for entry in _in_files(catalogue):
        found = _id_of(entry)
        if not entry.file.endswith(f"/{found}.yaml"):
            yield entry.spot("id", found=found, file=entry.file.rpartition("/")[2])


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
    for entry in _in_region_folders(catalogue):
        found = entry.record.region
        if f"/{found}/" not in entry.file and found in regions:
            yield entry.spot("region", found=found, folder=entry.file.split("/")[1])


def _kinds(catalogue: Catalogue) -> Iterator[tuple[str, tuple[Entry[Record], ...]]]:
    """Yield the kinds of records, each of which has ids of its own."""
    yield "course", catalogue.courses
    yield "person", catalogue.people
    yield "standard", catalogue.standards
    yield "programme", catalogue.programmes
    yield "need", catalogue.needs
    yield "method", catalogue.methods
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
        how="Gi den nye oppføringen en egen id: `id: medisinsk-genetikk-2`. Handler begge om det samme, sletter du den"
        " ene. Et tall i parentes er oppføringens nummer i filen.",
    ),
    en=Manual(
        what="The id “{found}” is already in use in `{first}`.",
        why="Two entries with the same id get the same address, and only one of them is shown.",
        how="Give the new entry an id of its own: `id: medical-genetics-2`. If both are about the same thing,"
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
        what="Her står feltet `regut`, men leger i spesialisering er ikke i målgruppen.",
        why="De regionale utdanningssentrene henter bare kurs og læreplaner for leger i spesialisering.",
        how="Legg målgruppen til, `audience: [doctor-in-specialisation]`, eller slett feltet `regut`.",
    ),
    en=Manual(
        what="The field `regut` is here, but the audience leaves out doctors in specialisation.",
        why="The regional education centres take only courses and curricula for doctors in specialisation.",
        how="Add the audience, `audience: [doctor-in-specialisation]`, or delete the field `regut`.",
    ),
)
def regut_without_specialists(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look at the audience of what has `regut`, unless a misspelled value there may be the missing one."""
    known = catalogue.vocabulary["professions"].by_id.keys()
    for entry in _for_trainees(catalogue):
        record = entry.record
        if record.regut and _TRAINEE not in record.audience and known >= set(record.audience):
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


_RETIRED_KINDS = ("course", "need", "person", "programme", "provider", "session", "standard", "term")


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
            yield _stranger(entry, ("kind",), found, _nameless(_RETIRED_KINDS), known=", ".join(_RETIRED_KINDS))


@rule(
    "K216",
    Severity.ERROR,
    nb=Manual(
        what="«{found}» er ikke en helseregion ({known}) og har ikke noe regionalt utdanningssenter.",
        why="Bare de regionale helseforetakene har slike sentre. Planleggerne sender henvendelsen til feil sted.",
        how="Skriv regionen som står for opplæringen: `regut: {arranging: helse-vest}`.",
    ),
    en=Manual(
        what="“{found}” is not a health region ({known}) and has no regional education centre.",
        why="Only the regional health authorities have such centres. Planners would turn to the wrong place.",
        how="Write the region that arranges the training: `regut: {arranging: helse-vest}`.",
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
            yield _stranger(entry, ("kind",), found, _nameless(_REGION_KINDS), known=", ".join(_REGION_KINDS))


def _unreadable(catalogue: Catalogue, file: str) -> bool:
    """Tell whether a file is there but could not be read, which is reported already."""
    return (file, ()) in catalogue.broken


def _standards_named(catalogue: Catalogue) -> Iterator[tuple[Entry[Record], Path, str]]:
    """Yield every mention of a standard as a whole."""
    for standard in catalogue.standards:
        if standard.record.replaced_by:
            yield standard, ("replaced_by",), standard.record.replaced_by
    for programme in catalogue.programmes:
        for place, cover in enumerate(programme.record.covers):
            yield programme, ("covers", place, "standard"), cover.standard


@rule(
    "K218",
    Severity.ERROR,
    nb=Manual(
        what="Det finnes ingen standard med id-en «{found}».",
        why="Siden kan ikke lenke til standarden, og læreplanen kan ikke måles mot den.",
        how="Bruk filnavnet til en standard i mappen `standards/`, uten `.yaml`: `standard: gp`.",
    ),
    en=Manual(
        what="There is no standard with the id “{found}”.",
        why="The page cannot link to the standard, and the curriculum cannot be measured against it.",
        how="Use the file name of a standard in the folder `standards/`, without `.yaml`: `standard: gp`.",
    ),
)
def unknown_standard(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look up the standards that curricula cover, and those that replace others."""
    for entry, path, found in _standards_named(catalogue):
        if found not in catalogue.standard and not _unreadable(catalogue, f"standards/{found}.yaml"):
            yield _stranger(entry, path, found, ((known, one.title) for known, one in catalogue.standard.items()))


_Mention = tuple[Entry[Record], Path, CompetenceId]


def _taught(catalogue: Catalogue) -> Iterator[_Mention]:
    """Yield the competences that courses teach."""
    for course in catalogue.courses:
        for place, taught in enumerate(course.record.teaches):
            yield course, ("teaches", place, "competence"), taught.competence


def _served(catalogue: Catalogue) -> Iterator[_Mention]:
    """Yield the competences that curricula expect and bring a learner closer to."""
    for programme in catalogue.programmes:
        for place, expected in enumerate(programme.record.expects):
            yield programme, ("expects", place, "competence"), expected.competence
        for place, outcome in enumerate(programme.record.outcomes):
            for number, served in enumerate(outcome.serves):
                yield programme, ("outcomes", place, "serves", number), served


def _lacking(catalogue: Catalogue) -> Iterator[_Mention]:
    """Yield the competences that are missing in the service."""
    for need in catalogue.needs:
        for place, lacking in enumerate(need.record.competences):
            yield need, ("competences", place), lacking


@rule(
    "K219",
    Severity.ERROR,
    nb=Manual(
        what="Kompetansen «{found}» finnes ikke i `{where}`.",
        why="Ingen får vite hva som læres eller mangler, og dekningen av standarden blir regnet feil.",
        how="Skriv standardens id, en skråstrek og kompetansens id, slik den står i standarden: `competence:"
        " gp/family-history`. Bruk id-en, ikke nummeret som er trykt.",
    ),
    en=Manual(
        what="The competence “{found}” is not in `{where}`.",
        why="Nobody learns what is taught or lacking, and the coverage of the standard is worked out wrongly.",
        how="Write the id of the standard, a slash and the id of the competence as the standard has it: `competence:"
        " gp/family-history`. Use the id, not the printed number.",
    ),
)
def unknown_competence(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look up every competence that is mentioned: in its standard where there is one, else in all of them."""
    known = catalogue.competence
    for entry, path, found in chain(_taught(catalogue), _served(catalogue), _lacking(catalogue)):
        file = f"standards/{found.standard}.yaml"
        if found not in known and not _unreadable(catalogue, file):
            is_near = found.standard in catalogue.standard
            pool = (str(one) for one in known if not is_near or one.standard == found.standard)
            yield _stranger(entry, path, str(found), _nameless(pool), where=file if is_near else "standards/")


@rule(
    "K220",
    Severity.ERROR,
    nb=Manual(
        what="Det finnes ingen læreplan med id-en «{found}».",
        why="Leseren får ikke vite hva som må være gjort først.",
        how="Bruk filnavnet til en læreplan i mappen `programmes/`, uten `.yaml`: `requires: [grunnkurs-genomikk]`.",
    ),
    en=Manual(
        what="There is no curriculum with the id “{found}”.",
        why="The reader does not learn what must be done first.",
        how="Use the file name of a curriculum in the folder `programmes/`, without `.yaml`: `requires:"
        " [basic-genomics]`.",
    ),
)
def unknown_programme(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look up the curricula that others require."""
    for entry in catalogue.programmes:
        for place, found in enumerate(entry.record.requires):
            if found not in catalogue.programme and not _unreadable(catalogue, f"programmes/{found}.yaml"):
                choices = ((known, one.title) for known, one in catalogue.programme.items())
                yield _stranger(entry, ("requires", place), found, choices)


@rule(
    "K221",
    Severity.ERROR,
    nb=Manual(
        what="Det finnes ikke noe kurs med id-en «{found}».",
        why="Leseren av læreplanen finner ikke fram til kurset, og datoene vises ikke.",
        how="Bruk filnavnet til et kurs i mappen `courses/`, uten `.yaml`: `course: uib-genetisk-veiledning`. Er"
        " kurset ikke lagt inn ennå, sletter du linjen.",
    ),
    en=Manual(
        what="There is no course with the id “{found}”.",
        why="Readers of the curriculum do not find the course, and its dates are not shown.",
        how="Use the file name of a course in the folder `courses/`, without `.yaml`: `course:"
        " uib-genetisk-veiledning`. If the course has not been entered yet, delete the line.",
    ),
)
def unknown_course(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look up the course that offers a curriculum."""
    for entry in catalogue.programmes:
        found = entry.record.course
        if found and found not in catalogue.course:
            yield _stranger(entry, ("course",), found, ((known, one.title) for known, one in catalogue.course.items()))


@rule(
    "K222",
    Severity.WARNING,
    nb=Manual(
        what="Kompetansen «{found}» ble tatt ut av bruk {on}.",
        why="Standarden krever den ikke lenger, og verken kurset eller behovet kommer med i oversikten over dekning.",
        how="Vis til kompetansen som har tatt over, `competence: gp/family-history`, eller slett henvisningen."
        " Standarden sier hvorfor den gikk ut av bruk.",
    ),
    en=Manual(
        what="The competence “{found}” was taken out of use on {on}.",
        why="The standard no longer asks for it, and neither the course nor the need is counted in the coverage.",
        how="Refer to the competence that replaced it, `competence: gp/family-history`, or delete the reference. The"
        " standard says why it went out of use.",
    ),
)
def archived_competence(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look for archived competences in courses and needs; curricula have a stricter rule of their own."""
    for entry, path, found in chain(_taught(catalogue), _lacking(catalogue)):
        competence = catalogue.competence.get(found)
        if competence and (archived := competence.archived):
            values = {"found": str(found), "on": str(archived.on)}
            if archived.replaced_by:
                values["nearest"] = f"{found.standard}/{archived.replaced_by}"
            yield Spot(entry.file, (*entry.path, *path), values)


@rule(
    "K226",
    Severity.ERROR,
    nb=Manual(
        what="Søkeordet «{found}» står allerede i listen, eller det betyr seg selv.",
        why="Søket bruker bare den ene betydningen, og ingen ser hvilken.",
        how="La ordet stå ett sted, og samle betydningene der: `means: [BRCA1, BRCA2]`.",
    ),
    en=Manual(
        what="The search word “{found}” is in the list already, or means itself.",
        why="The search uses only one of the meanings, and nobody sees which.",
        how="Keep the word in one place, with all its meanings: `means: [BRCA1, BRCA2]`.",
    ),
)
def synonym_twice(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look for words that a language has several times, in whatever case, and for words that mean themselves."""
    seen: set[tuple[str, str]] = set()
    for entry in catalogue.synonyms:
        for place, group in enumerate(entry.record.groups):
            means = {wording.lower() for wording in group.means}
            for at, found in enumerate(group.words):
                key = (entry.record.language, found.lower())
                if key in seen or key[1] in means:
                    yield Spot(entry.file, (*entry.path, "groups", place, "words", at), {"found": found})
                seen.add(key)


RULES = rules_in(globals())
