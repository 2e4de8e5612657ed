"""Family K6, standards: what holds a competence standard together, and what it may say about its sources."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from norprem.findings import Path, Severity, Spot
from norprem.model import (
    Catalogue,
    Competence,
    Correspondence,
    Course,
    Entry,
    Programme,
    Relation,
    Seen,
    Stage,
    Standard,
    Standing,
)
from norprem.rules.table import Context, Manual, rule, rules_in
from norprem.vocabulary import nearest


def _whole(catalogue: Catalogue) -> Iterator[Entry[Standard]]:
    """Yield the standards that could be read throughout; of the others one cannot tell what they have in all."""
    broken = {file for file, _ in catalogue.broken}
    return (entry for entry in catalogue.standards if entry.file not in broken)


def _edited(catalogue: Catalogue) -> Iterator[Entry[Standard] | Entry[Programme]]:
    """Yield the records that have editions and are reviewed."""
    yield from catalogue.standards
    yield from catalogue.programmes


def _competences(catalogue: Catalogue) -> Iterator[tuple[Entry[Standard], Path, Competence]]:
    """Yield every competence with the way to it."""
    for entry in catalogue.standards:
        for place, competence in enumerate(entry.record.competences):
            yield entry, ("competences", place), competence


def _maps(catalogue: Catalogue) -> Iterator[tuple[Entry[Standard], Path, Correspondence]]:
    """Yield every comparison of a competence with a source, with the way to it."""
    for entry, path, competence in _competences(catalogue):
        for place, compared in enumerate(competence.maps):
            yield entry, (*path, "maps", place), compared


def _spot(entry: Entry[Standard], path: Path, found: str, choices: Iterable[str], **values: str) -> Spot:
    """Return the place of a value that is not among the known ones."""
    values["found"] = found
    if near := nearest(found, choices):
        values["nearest"] = near
    return Spot(entry.file, (*entry.path, *path), values)


def _identities(standard: Standard) -> Iterator[tuple[str, Path, str, list[str]]]:
    """Yield each list whose items are known by a name: the list's own name, the way to it, the key, the names."""
    yield "sources", ("sources",), "id", [source.id for source in standard.sources]
    yield "domains", ("domains",), "code", [domain.code for domain in standard.domains]
    yield "competences", ("competences",), "id", [competence.id for competence in standard.competences]
    if standard.credential:
        yield "routes", ("credential", "routes"), "id", [route.id for route in standard.credential.routes]


@rule(
    "K601",
    Severity.ERROR,
    nb=Manual(
        what="«{found}» er brukt to ganger i listen `{key}`.",
        why="Det som viser til id-en, kan ha ment den ene eller den andre, og bare den ene blir vist.",
        how="Gi den nyeste en egen id, for eksempel `id: family-history-2`. Det som er publisert, beholder sin.",
    ),
    en=Manual(
        what="“{found}” is used twice in the list `{key}`.",
        why="Whatever refers to the id may mean either of them, and only one is shown.",
        how="Give the newer one an id of its own, for example `id: family-history-2`. What has been published keeps"
        " its id.",
    ),
)
def duplicate_id_in_standard(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Compare the ids within each list of a standard; archived competences keep theirs."""
    for entry in catalogue.standards:
        for name, path, key, ids in _identities(entry.record):
            for place, found in enumerate(ids):
                if found in ids[:place]:
                    yield entry.spot(*path, place, key, found=found, key=name)


@rule(
    "K602",
    Severity.ERROR,
    nb=Manual(
        what="Nummeret «{found}» er allerede brukt av kompetansen `{first}`.",
        why="Den som slår opp nummeret i en utskrift, finner to ulike krav.",
        how="Gi kompetansen neste ledige nummer i området: `code: A.4`. Id-en skal ikke endres.",
    ),
    en=Manual(
        what="The number “{found}” is already used by the competence `{first}`.",
        why="Whoever looks the number up in print finds two different requirements.",
        how="Give the competence the next free number in its domain: `code: A.4`. The id must not change.",
    ),
)
def duplicate_competence_code(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Compare the printed numbers of the competences in use."""
    for entry in catalogue.standards:
        first: dict[str, str] = {}
        for place, competence in enumerate(entry.record.competences):
            if competence.archived:
                continue
            known = first.setdefault(competence.code, competence.id)
            if known != competence.id:
                yield entry.spot("competences", place, "code", found=competence.code, first=known)


@rule(
    "K603",
    Severity.ERROR,
    nb=Manual(
        what="Området «{found}» finnes ikke i standarden ({known}).",
        why="Kompetansen kommer ikke med under noen overskrift, og læreplanene kan ikke måles område for område.",
        how="Skriv koden til et område som står under `domains`: `domain: A`.",
    ),
    en=Manual(
        what="There is no domain “{found}” in the standard ({known}).",
        why="The competence appears below no heading, and curricula cannot be measured domain by domain.",
        how="Write the code of a domain that is listed under `domains`: `domain: A`.",
    ),
)
def unknown_domain(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look up the domain of each competence."""
    for entry, path, competence in _competences(catalogue):
        known = [domain.code for domain in entry.record.domains]
        if competence.domain not in known:
            yield _spot(entry, (*path, "domain"), competence.domain, known, known=", ".join(known))


@rule(
    "K604",
    Severity.ERROR,
    nb=Manual(
        what="Området «{found}» har ingen kompetanser i bruk.",
        why="Leseren ser en overskrift uten innhold, og ingen læreplan kan dekke området.",
        how="Legg inn en kompetanse i området, `domain: A`, eller slett området.",
    ),
    en=Manual(
        what="The domain “{found}” has no competences in use.",
        why="The reader sees a heading with nothing below it, and no curriculum can cover the domain.",
        how="Add a competence in the domain, `domain: A`, or delete the domain.",
    ),
)
def domain_without_competence(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look for the domains that no competence in use belongs to."""
    for entry in _whole(catalogue):
        used = {competence.domain for competence in entry.record.current}
        for place, domain in enumerate(entry.record.domains):
            if domain.code not in used:
                yield entry.spot("domains", place, "code", found=domain.code)


def _sources_named(catalogue: Catalogue) -> Iterator[tuple[Entry[Standard], Path, str]]:
    """Yield every mention of a source within its standard."""
    for entry, path, compared in _maps(catalogue):
        yield entry, (*path, "source"), compared.source
    for entry in catalogue.standards:
        if credential := entry.record.credential:
            for place, step in enumerate(credential.steps):
                yield entry, ("credential", "steps", place, "source"), step.source
            for place, source in enumerate(credential.sources):
                yield entry, ("credential", "sources", place), source


@rule(
    "K605",
    Severity.ERROR,
    nb=Manual(
        what="Kilden «{found}» står ikke under `sources`.",
        why="Leseren kan ikke se hvor opplysningen kommer fra, eller om noen har lest den.",
        how="Bruk id-en til en kilde i den samme filen, `source: uk-nurse-2023`, eller legg kilden inn under `sources`"
        " først.",
    ),
    en=Manual(
        what="The source “{found}” is not listed under `sources`.",
        why="The reader cannot see where the statement comes from, or whether anybody has read it.",
        how="Use the id of a source in the same file, `source: uk-nurse-2023`, or add the source under `sources`"
        " first.",
    ),
)
def unknown_source(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look up the sources that comparisons and the credential name."""
    for entry, path, found in _sources_named(catalogue):
        known = entry.record.source
        if found not in known:
            yield _spot(entry, path, found, known)


_UNREAD = frozenset({Seen.NONE.value, Seen.ABSTRACT.value})


@rule(
    "K606",
    Severity.ERROR,
    nb=Manual(
        what="Nummeret «{found}» er hentet fra kilden `{source}`, som står med `seen: {seen}`.",
        why="Et nummer fra en tekst vi ikke har lest, kan være feil, og leseren tror at vi har sammenlignet.",
        how="Les kilden og oppgi hvor mye som er lest: `seen: partial`. Ellers sletter du `code` og sier med ord hva du"
        " bygger på: `locator: {nb: sammendraget, en: the abstract}`.",
    ),
    en=Manual(
        what="The number “{found}” is taken from the source `{source}`, which has `seen: {seen}`.",
        why="A number from a text that we have not read may be wrong, and the reader believes that we have compared.",
        how="Read the source and say how much of it was read: `seen: partial`. Otherwise delete `code` and say in words"
        " what you rely on: `locator: {nb: sammendraget, en: the abstract}`.",
    ),
)
def code_of_unread_source(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look for numbers of sources of which the text itself was not read."""
    for entry, path, compared in _maps(catalogue):
        source = entry.record.source.get(compared.source)
        if source and compared.code and source.seen in _UNREAD:
            yield entry.spot(*path, "code", found=compared.code, source=source.id, seen=source.seen)


@rule(
    "K607",
    Severity.WARNING,
    nb=Manual(
        what="Her står det ikke hvor i kilden `{source}` dette er sagt.",
        why="Den som vil kontrollere sammenligningen, må lete gjennom hele kilden.",
        how='Skriv kildens eget nummer, `code: "4"`, eller stedet med ord: `locator: {nb: side 4, en: page 4}`.',
    ),
    en=Manual(
        what="It does not say where in the source `{source}` this is stated.",
        why="Whoever wants to verify the comparison has to search the whole source.",
        how='Write the source’s own number, `code: "4"`, or the place in words: `locator: {nb: side 4, en: page 4}`.',
    ),
)
def map_without_place(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look for comparisons with neither a number nor a place in words."""
    for entry, path, compared in _maps(catalogue):
        if not compared.code and not compared.locator:
            yield entry.spot(*path, "source", source=compared.source)


_MONTHS_18 = 548


@rule(
    "K608",
    Severity.WARNING,
    nb=Manual(
        what="Kilden ble lest {read}, for mer enn 18 måneder siden.",
        why="Standarder kommer i nye utgaver. Kanskje viser vi til numre og krav som ikke gjelder lenger.",
        how="Åpne kilden igjen, se etter en ny utgave, rett det som er endret, og skriv dagens dato: `read:"
        " 2026-11-21`.",
    ),
    en=Manual(
        what="The source was read on {read}, more than 18 months ago.",
        why="Standards come in new editions. We may be citing numbers and requirements that no longer hold.",
        how="Open the source again, look for a new edition, correct what has changed, and put today’s date: `read:"
        " 2026-11-21`.",
    ),
)
def long_unread_source(catalogue: Catalogue, context: Context) -> Iterator[Spot]:
    """Compare the reading of each source with today, in standards that still hold."""
    for entry in catalogue.standards:
        if entry.record.status == Standing.SUPERSEDED:
            continue
        for place, source in enumerate(entry.record.sources):
            if (context.today - source.read).days > _MONTHS_18:
                yield entry.spot("sources", place, "read", read=str(source.read))


def _number(edition: str) -> tuple[int, ...]:
    """Return an edition as what can be compared: 1.10 is newer than 1.9."""
    return tuple(map(int, edition.split(".")))


@rule(
    "K609",
    Severity.ERROR,
    nb=Manual(
        what="Utgaven er {found}, men den nyeste i `changes` er {newest}.",
        why="Leseren får ikke vite hva som er nytt, og læreplaner viser til en utgave som ikke finnes.",
        how='Legg utgaven til nederst i `changes`: `- {edition: "1.1", on: 2026-11-22, note: {nb: Et område er lagt'
        " til., en: A domain has been added.}}`. Er den der allerede, retter du `edition`.",
    ),
    en=Manual(
        what="The edition is {found}, but the newest one in `changes` is {newest}.",
        why="The reader does not learn what is new, and curricula refer to an edition that does not exist.",
        how='Add the edition at the bottom of `changes`: `- {edition: "1.1", on: 2026-11-22, note: {nb: Et område er'
        " lagt til., en: A domain has been added.}}`. If it is there already, correct `edition`.",
    ),
)
def edition_without_change(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Compare the edition of each standard with the newest one in its list of changes."""
    for entry in _whole(catalogue):
        newest = max((change.edition for change in entry.record.changes), key=_number)
        if entry.record.edition != newest:
            yield entry.spot("edition", found=entry.record.edition, newest=newest)


@rule(
    "K610",
    Severity.ERROR,
    nb=Manual(
        what="Kompetansen skal være erstattet av «{found}», men standarden har ingen slik kompetanse i bruk.",
        why="Læreplaner og kurs som viser til den gamle kompetansen, får ikke vite hva de skal bruke i stedet.",
        how="Skriv id-en til en kompetanse i bruk i den samme standarden: `replaced_by: family-history`. Har den ingen"
        " etterfølger, sletter du linjen.",
    ),
    en=Manual(
        what="The competence is said to be replaced by “{found}”, but the standard has no such competence in use.",
        why="Curricula and courses that refer to the old competence do not learn what to use instead.",
        how="Write the id of a competence in use in the same standard: `replaced_by: family-history`. If it has no"
        " successor, delete the line.",
    ),
)
def archived_replacement_unknown(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look up what replaces each archived competence."""
    for entry, path, competence in _competences(catalogue):
        successor = competence.archived and competence.archived.replaced_by
        current = {one.id for one in entry.record.current}
        if successor and successor not in current:
            yield _spot(entry, (*path, "archived", "replaced_by"), successor, current)


@rule(
    "K611",
    Severity.ERROR,
    nb=Manual(
        what="`status: {status}` og etterfølgeren «{successor}» stemmer ikke med hverandre.",
        why="Leseren får ikke vite hvilken standard som gjelder nå.",
        how="En erstattet standard har begge linjene, `status: superseded` og `replaced_by: gp-2028`, og viser til en"
        " annen standard enn seg selv. Andre standarder har ikke `replaced_by`.",
    ),
    en=Manual(
        what="`status: {status}` and the successor “{successor}” contradict each other.",
        why="The reader does not learn which standard is in force now.",
        how="A standard that has been replaced has both lines, `status: superseded` and `replaced_by: gp-2028`, and"
        " points to a standard other than itself. Other standards do not have `replaced_by`.",
    ),
)
def superseded_without_successor(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Compare the status of each standard with its successor; a known status only."""
    for entry in _whole(catalogue):
        standard = entry.record
        has_successor = standard.replaced_by not in (None, standard.id)
        is_replaced = standard.status == Standing.SUPERSEDED
        if is_replaced != has_successor or standard.replaced_by == standard.id:
            key = "replaced_by" if standard.replaced_by else "status"
            yield entry.spot(key, status=standard.status, successor=standard.replaced_by or "–")


@rule(
    "K612",
    Severity.ERROR,
    nb=Manual(
        what="Standarden står som vedtatt (`adopted`), men ingen har gått gjennom den.",
        why="Et vedtak gir tyngde. Leseren må kunne se hvem som står bak det, og når.",
        how="Oppgi organet og dagen: `reviewed: {by: {nb: Fagråd, en: Professional council}, on: 2026-11-15}`. Har"
        " ingen gått gjennom den, skriver du `status: draft`.",
    ),
    en=Manual(
        what="The standard is said to be `adopted`, but nobody has reviewed it.",
        why="Adoption carries weight. The reader must be able to see who is behind it, and when.",
        how="Name the body and the day: `reviewed: {by: {nb: Fagråd, en: Professional council}, on: 2026-11-15}`. If"
        " nobody has reviewed it, write `status: draft`.",
    ),
)
def adopted_without_review(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look for a review in adopted standards."""
    for entry in _whole(catalogue):
        if entry.record.status == Standing.ADOPTED and not entry.record.reviewed:
            yield entry.spot("status")


_PAST = frozenset({Standing.SUPERSEDED.value, Stage.ENDED.value})


@rule(
    "K613",
    Severity.WARNING,
    nb=Manual(
        what="Innholdet skulle vært gått gjennom på nytt senest {day}.",
        why="Faget går fort framover, og leseren ser at fristen er gått ut.",
        how="Gå gjennom innholdet, rett det som er endret, og sett en ny frist: `next_review: 2027-11-22`.",
    ),
    en=Manual(
        what="The content should have been reviewed again by {day}.",
        why="The field moves fast. The reader sees that the text is overdue.",
        how="Go through the content, correct what has changed, and set a new day: `next_review: 2027-11-22`.",
    ),
)
def review_overdue(catalogue: Catalogue, context: Context) -> Iterator[Spot]:
    """Compare the next review of standards and curricula that still hold with today."""
    for entry in _edited(catalogue):
        if entry.record.next_review < context.today and entry.record.status not in _PAST:
            yield entry.spot("next_review", day=str(entry.record.next_review))


_COMPETENCES = (8, 20)
_DOMAINS = (3, 6)
_SETTLED = frozenset({Standing.CONSULTATION.value, Standing.ADOPTED.value})


@rule(
    "K614",
    Severity.WARNING,
    nb=Manual(
        what="Listen `{key}` har {number} i bruk. En standard bør ha fra {least} til {most}.",
        why="Med for få sier standarden lite om yrket. Med for mange får ingen oversikt, og ingen læreplan dekker alt.",
        how="Slå sammen det som ligger nær hverandre, og del det som sier to ting. Et utkast, `status: draft`, kan ha"
        " færre mens det skrives.",
    ),
    en=Manual(
        what="The list `{key}` has {number} in use. A standard should have from {least} to {most}.",
        why="With too few the standard says little about the profession. With too many nobody keeps the overview, and"
        " no curriculum covers them all.",
        how="Merge what lies close together, and divide what says two things. A draft, `status: draft`, may have fewer"
        " while it is being written.",
    ),
)
def unusual_size(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Count the domains and the competences in use; drafts may have too few, and what is superseded stays as it is."""
    for entry in _whole(catalogue):
        standard = entry.record
        counted = (
            ("competences", len(list(standard.current)), _COMPETENCES),
            ("domains", len(standard.domains), _DOMAINS),
        )
        for key, number, (least, most) in counted:
            is_large = number > most and standard.status != Standing.SUPERSEDED
            if is_large or (number < least and standard.status in _SETTLED):
                yield entry.spot(key, on_key=True, key=key, number=str(number), least=str(least), most=str(most))


_KNOWING = 2


@rule(
    "K615",
    Severity.WARNING,
    nb=Manual(
        what="Kompetansen er kunnskap, men målet er nivå {target}.",
        why="Nivå 3 og 4 må vises i handling. Ingen kunnskapsprøve når dit, og ingen læreplan kan nå målet.",
        how="Skriv `kind: skill` hvis den handler om å gjøre noe. Er den kunnskap, er målet høyst nivå 2: `target: 2`.",
    ),
    en=Manual(
        what="The competence is knowledge, but its target is level {target}.",
        why="Levels 3 and 4 must be shown in action. No test of knowledge reaches them, and no curriculum can meet the"
        " target.",
        how="Write `kind: skill` if it is about doing something. If it is knowledge, its target is 2 at most: `target:"
        " 2`.",
    ),
)
def knowledge_beyond_knowing(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Compare the kind of each competence in use with its target."""
    for entry, path, competence in _competences(catalogue):
        if competence.kind == "knowledge" and competence.target > _KNOWING and not competence.archived:
            yield entry.spot(*path, "target", target=str(competence.target))


_BODY = "EBMG"
_APPROVED = "(?:godkjente?|akkrediterte?|approved|accredited)"
_CLAIM = re.compile(
    rf"\bEBMG(?:[- \u2011]| har | has ){_APPROVED}\b|\b{_APPROVED} (?:av|by) (?:the )?EBMG\b", re.IGNORECASE
)
_SENTENCE = re.compile(r"[^.!?]*[.!?]*")
_DENIAL = re.compile(
    r"\b(?:ikke|ingen|verken|hverken|aldri|unntatt|bortsett|not|no|none|never|neither|nor|except)\b|\?", re.IGNORECASE
)
_OF_OTHERS = frozenset({"credential", "sources", "source"})
"""Where a record tells what a body demands or what a document is called, and claims nothing of itself."""


def _claim(wording: str) -> str | None:
    """Return the words that claim an approval; a sentence that denies it or asks for it claims nothing."""
    for sentence in _SENTENCE.findall(wording):
        found = _CLAIM.search(sentence)
        if found and not _DENIAL.search(sentence):
            return found[0]
    return None


def _approved(programme: Programme, context: Context) -> bool:
    """Tell whether a curriculum shows where its approval is stated and until when it holds."""
    return any(
        one.kind == "approved" and one.url and one.until and one.until >= context.today
        for one in programme.recognition
        if _BODY in one.body
    )


def _claimants(catalogue: Catalogue, context: Context) -> Iterator[Entry[Course] | Entry[Standard] | Entry[Programme]]:
    """Yield the records that must not claim to be approved: those without a curriculum that is."""
    approved = [entry.record for entry in catalogue.programmes if _approved(entry.record, context)]
    courses = {programme.course for programme in approved}
    programmes = {programme.id for programme in approved}
    yield from (entry for entry in catalogue.courses if entry.record.id not in courses)
    yield from (entry for entry in catalogue.programmes if entry.record.id not in programmes)
    yield from catalogue.standards


@rule(
    "K616",
    Severity.ERROR,
    nb=Manual(
        what="Teksten sier «{found}», men ingen gyldig godkjenning er ført opp.",
        why="En deltaker kan velge utdanning i tillit til en godkjenning som ikke finnes. EBMG sertifiserer personer og"
        " vurderer masterutdanninger, ikke kurs eller standarder.",
        how="Skriv hva som er sant, for eksempel `nb: Innholdet er i tråd med kravene til EBMG.` Er læreplanen virkelig"
        " godkjent, fører du det opp der: `recognition: [{body: EBMG, kind: approved, until: 2028-12-31, url:"
        ' "https://www.ebmg.eu/"}]`.',
    ),
    en=Manual(
        what="The text says “{found}”, but no valid approval is recorded.",
        why="A participant may choose an education in reliance on an approval that does not exist. EBMG certifies"
        " people and assesses Master programmes, not courses or standards.",
        how="Write what is true, for example `en: The content is aligned with the rules of EBMG.` If the curriculum"
        " really is approved, record it there: `recognition: [{body: EBMG, kind: approved, until: 2028-12-31, url:"
        ' "https://www.ebmg.eu/"}]`.',
    ),
)
def approval_without_proof(catalogue: Catalogue, context: Context) -> Iterator[Spot]:
    """Look for claims of approval in courses, curricula and standards."""
    for entry in _claimants(catalogue, context):
        if _BODY in entry.prose:
            for path, wording in entry.words:
                if path[0] not in _OF_OTHERS and (found := _claim(wording)):
                    yield entry.spot(*path, found=found)


@rule(
    "K617",
    Severity.ERROR,
    nb=Manual(
        what="Utgave {found} ({on}) står etter utgave {before} ({before_on}), men er ikke nyere.",
        why="Historikken vises i den rekkefølgen den står. Leseren får feil bilde av hva som gjelder.",
        how='Sett den nyeste utgaven nederst, med høyere tall og senere dato enn den over: `- {edition: "1.1", on:'
        " 2026-11-22, note: {nb: Et område er lagt til., en: A domain has been added.}}`.",
    ),
    en=Manual(
        what="Edition {found} ({on}) comes after edition {before} ({before_on}), but is not newer.",
        why="The history is shown in the order in which it stands. The reader gets a wrong idea of what is in force.",
        how="Put the newest edition at the bottom, with a higher number and a later day than the one above: `-"
        ' {edition: "1.1", on: 2026-11-22, note: {nb: Et område er lagt til., en: A domain has been added.}}`.',
    ),
)
def changes_out_of_order(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Compare each change with the one before it; two editions may have been made on the same day."""
    for entry in _edited(catalogue):
        for place, (before, change) in enumerate(pairwise(entry.record.changes), 1):
            if _number(change.edition) <= _number(before.edition) or change.on < before.on:
                values = {"found": change.edition, "on": str(change.on)}
                values |= {"before": before.edition, "before_on": str(before.on)}
                yield Spot(entry.file, ("changes", place, "edition"), values)


_COMPARED = frozenset({Relation.EXACT.value, Relation.CLOSE.value, Relation.BROAD.value, Relation.NARROW.value})


@rule(
    "K618",
    Severity.ERROR,
    nb=Manual(
        what="Kompetansen er sammenlignet med kilden `{source}` (`{relation}`), men ingen har lest den.",
        why="Uten å ha lest kilden kan ingen vite om den sier det samme, mer eller mindre.",
        how="Les kilden og oppgi hvor mye som er lest, `seen: full`, eller slett sammenligningen. Det eneste som kan"
        " sies om en ulest kilde, er `relation: related`.",
    ),
    en=Manual(
        what="The competence is compared with the source `{source}` (`{relation}`), but nobody has read it.",
        why="Without having read the source nobody can know whether it says the same, more or less.",
        how="Read the source and say how much of it was read, `seen: full`, or delete the comparison. All that can be"
        " said of an unread source is `relation: related`.",
    ),
)
def compared_with_unread_source(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look for comparisons with sources that nobody has opened."""
    for entry, path, compared in _maps(catalogue):
        source = entry.record.source.get(compared.source)
        if source and source.seen == Seen.NONE and compared.relation in _COMPARED:
            yield entry.spot(*path, "relation", source=source.id, relation=compared.relation)


@rule(
    "K619",
    Severity.WARNING,
    nb=Manual(
        what="Gjennomgangen er fra {reviewed}, men den nyeste utgaven er fra {changed}.",
        why="Leseren tror at fagfolk har sett på teksten slik den er nå.",
        how="Be organet om å gå gjennom den nye utgaven, og skriv den nye dagen: `reviewed: {by: {nb: Fagråd, en:"
        " Professional council}, on: 2026-11-15}`.",
    ),
    en=Manual(
        what="The review is of {reviewed}, but the newest edition is of {changed}.",
        why="The reader believes that professionals have looked at the text as it is now.",
        how="Ask the body to review the new edition, and write the new day: `reviewed: {by: {nb: Fagråd, en:"
        " Professional council}, on: 2026-11-15}`.",
    ),
)
def review_of_an_older_edition(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Compare the review of each adopted standard with its newest edition."""
    for entry in _whole(catalogue):
        standard = entry.record
        if standard.status == Standing.ADOPTED and standard.reviewed and standard.reviewed.on < standard.changed:
            yield entry.spot("reviewed", "on", reviewed=str(standard.reviewed.on), changed=str(standard.changed))


RULES = rules_in(globals())
