"""Family K6, curricula: what they say of themselves: credits, approval, sources, versions, length."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from graphlib import CycleError, TopologicalSorter

from norprem.findings import Severity, Spot
from norprem.model import (
    Catalogue,
    Detail,
    Programme,
    Stage,
)
from norprem.rules.plans import MOST_TOLD, after, at, loops, plain, sound, steps, whole
from norprem.rules.table import Context, Manual, rule, rules_in


@rule(
    "K645",
    Severity.ERROR,
    nb=Manual(
        what="Læreplanen er plassert på nivå {found} i kvalifikasjonsrammeverket (NKR), men gir ikke studiepoeng.",
        why="Bare utdanning som gir studiepoeng, har et slikt nivå. Leseren tror at kurset er en del av en grad.",
        how="Gir en høyskole eller et universitet studiepoeng, skriver du dem: `ects: 2.5`. Ellers sletter du `nkr`.",
    ),
    en=Manual(
        what="The curriculum is placed at level {found} of the qualifications framework (NKR) but gives no credits.",
        why="Only education that gives credits has such a level. The reader believes that the course is part of a"
        " degree.",
        how="If a university or university college gives credits, write them: `ects: 2.5`. Otherwise delete `nkr`.",
    ),
)
def nkr_without_credits(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look for the credits of whole curricula that have a level."""
    for entry in whole(catalogue):
        if entry.record.nkr is not None and not entry.record.ects:
            yield entry.spot("nkr", found=str(entry.record.nkr))


_HIGHER_EDUCATION = range(6, 9)


@rule(
    "K646",
    Severity.ERROR,
    nb=Manual(
        what="Nivå {found} i kvalifikasjonsrammeverket (NKR) er ikke høyere utdanning.",
        why="Bachelor er nivå 6, master nivå 7 og ph.d. nivå 8. Studiepoeng gis på disse nivåene.",
        how="Skriv nivået, ett av de tre: `nkr: 7`.",
    ),
    en=Manual(
        what="Level {found} of the qualifications framework (NKR) is not higher education.",
        why="Bachelor is level 6, master level 7 and PhD level 8. Credits are given at these levels.",
        how="Write the level, one of the three: `nkr: 7`.",
    ),
)
def nkr_out_of_range(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look at the levels of curricula in the qualifications framework."""
    for entry in sound(catalogue):
        if entry.record.nkr is not None and entry.record.nkr not in _HIGHER_EDUCATION:
            yield entry.spot("nkr", found=str(entry.record.nkr))


_APPROVED = "approved"


@rule(
    "K647",
    Severity.ERROR,
    nb=Manual(
        what="Læreplanen står som godkjent av {body}, men `{missing}` mangler.",
        why="En godkjenning som ingen kan etterprøve, kan villede dem som søker.",
        how="Skriv siden der godkjenningen står, og dagen den går ut: `{body: EBMG, kind: approved, until:"
        ' 2027-12-31, url: "https://www.example.org/"}`. Ellers skriver du `kind: aligned`.',
    ),
    en=Manual(
        what="The curriculum is said to be approved by {body}, but the file lacks `{missing}`.",
        why="An approval that nobody can verify may mislead those who apply.",
        how="Write the page that says so, and the day on which the approval ends: `{body: EBMG, kind:"
        ' approved, until: 2027-12-31, url: "https://www.example.org/"}`. Otherwise write `kind: aligned`.',
    ),
)
def approved_without_proof(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look for address and last day of approvals."""
    for entry in sound(catalogue):
        for place, one in enumerate(entry.record.recognition):
            missing = [key for key, value in (("url", one.url), ("until", one.until)) if value is None]
            if one.kind == _APPROVED and missing:
                yield entry.spot("recognition", place, "kind", body=one.body, missing="`, `".join(missing))


@rule(
    "K648",
    Severity.WARNING,
    nb=Manual(
        what="Læringsmålene for leger i spesialisering er ikke kontrollert: {codes}.",
        why="Listen i vedlegg 2 til spesialistforskriften er ikke hentet inn her. Ingen vet om kodene finnes i den"
        " utgaven.",
        how="Sammenlign hver kode med vedlegg 2 selv, og skriv dagen for utgaven du leste:"
        " `lis_goals: [{code: FKM 001, edition: 2024-01-01}]`. Advarselen står til listen er hentet inn.",
    ),
    en=Manual(
        what="The learning goals for doctors in specialisation have not been checked: {codes}.",
        why="The list in Annex 2 of the regulation on specialists has not been imported here. Nobody knows whether the"
        " codes are in that edition.",
        how="Compare each code with Annex 2 yourself, and write the day of the edition you read:"
        " `lis_goals: [{code: FKM 001, edition: 2024-01-01}]`. The warning stays until the list is imported.",
    ),
)
def lis_goal_cannot_be_checked(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Say of the goals of each curriculum that they could not be looked up."""
    for entry in sound(catalogue):
        if goals := entry.record.lis_goals:
            yield entry.spot("lis_goals", on_key=True, codes=_first(goal.code for goal in goals))


def _first(names: Iterable[str]) -> str:
    """Return the first names of a list, with a sign that there are more."""
    told = list(names)
    return ", ".join((*told[:MOST_TOLD], "…") if len(told) > MOST_TOLD else told)


@rule(
    "K649",
    Severity.ERROR,
    nb=Manual(
        what="Læreplanen inneholder bare opplysninger fra en kilde (`facts`), men kilden er ikke oppgitt.",
        why="Leseren kan ikke kontrollere opplysningene eller se hvor gamle de er.",
        how="Skriv kilden og dagen du leste den:"
        ' `source: {title: Studieplan, url: "https://www.example.org/", read: 2026-11-22}`.',
    ),
    en=Manual(
        what="The curriculum holds only what a source states (`facts`), but the source is not given.",
        why="The reader cannot check the facts or see how old they are.",
        how="Write the source and the day you read it:"
        ' `source: {title: Study plan, url: "https://www.example.org/", read: 2026-11-22}`.',
    ),
)
def facts_without_source(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look for the source of curricula of which only facts are known."""
    for entry in sound(catalogue):
        if entry.record.detail == Detail.FACTS and entry.record.source is None:
            yield entry.spot("detail")


def _lacking(one: Programme) -> Iterator[str]:
    """Yield the fields without which a curriculum is not whole; one of three measures is enough."""
    for key, parts in (("modules", one.modules), ("outcomes", one.outcomes), ("assessments", one.assessments)):
        if not parts:
            yield key
    if one.ects is None and one.hours is None and one.months is None:
        yield "hours"


@rule(
    "K650",
    Severity.ERROR,
    nb=Manual(
        what="Filen skal inneholde hele læreplanen (`full`), men mangler `{missing}`.",
        why="Ingen kan gjennomføre eller vurdere en læreplan uten innhold, og ingenting i den blir kontrollert.",
        how="Fyll ut det som mangler; omfanget står i `ects`, `hours` eller `months`. Vet du bare det en kilde oppgir,"
        " skriver du `detail: facts`.",
    ),
    en=Manual(
        what="The file is to hold the whole curriculum (`full`) but lacks `{missing}`.",
        why="Nobody can carry out or judge a curriculum without content, and nothing in it is checked.",
        how="Fill in what is missing; its size goes into `ects`, `hours` or `months`. If you know only what a source"
        " states, write `detail: facts`.",
    ),
)
def full_without_modules(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look for the parts of whole curricula."""
    for entry in whole(catalogue):
        if missing := "`, `".join(_lacking(entry.record)):
            yield entry.spot("detail", missing=missing)


@rule(
    "K651",
    Severity.ERROR,
    nb=Manual(
        what="Andelen `{found}` er større enn 1, altså mer enn hele standarden.",
        why="Andelen skrives som et tall fra 0 til 1. Skrevet i prosent blir den hundre ganger for stor.",
        how="Skriv 80 prosent slik: `share: 0.8`.",
    ),
    en=Manual(
        what="The share `{found}` is greater than 1, that is more than the whole standard.",
        why="The share is written as a number from 0 to 1. Written in per cent it becomes a hundred times too large.",
        how="Write 80 per cent like this: `share: 0.8`.",
    ),
)
def share_out_of_range(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look at each promised share; the reading of files lets no negative number through."""
    for entry in sound(catalogue):
        for place, cover in enumerate(entry.record.covers):
            if cover.share > 1:
                yield entry.spot("covers", place, "share", found=plain(cover.share))


def _number(version: str) -> tuple[int, ...]:
    """Return a version as what can be compared: 1.10 is newer than 1.9."""
    return tuple(map(int, version.split(".")))


@rule(
    "K652",
    Severity.ERROR,
    nb=Manual(
        what="Versjonen er {found}, men den nyeste endringen beskriver {newest}.",
        why="Leseren får ikke vite hva som er nytt, eller hvilken versjon hun leser.",
        how='Legg til en linje nederst i `changes` for hver ny versjon, og la `version` følge med: `version: "0.2"`.',
    ),
    en=Manual(
        what="The version is {found}, but the newest change describes {newest}.",
        why="The reader does not learn what is new, or which version she is reading.",
        how='Add a line at the end of `changes` for each new version, and let `version` follow it: `version: "0.2"`.',
    ),
)
def version_without_change(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Compare the version with the newest one in the list of changes."""
    for entry in sound(catalogue):
        one = entry.record
        newest = max((change.edition for change in one.changes), key=_number)
        if one.version != newest:
            yield entry.spot("version", found=one.version, newest=newest)


_IN_USE = frozenset({Stage.ADOPTED.value, Stage.RUNNING.value})


@rule(
    "K653",
    Severity.ERROR,
    nb=Manual(
        what="Læreplanen har status `{found}`, men ingen har gått gjennom den.",
        why="Leseren stoler på at fagfolk har vurdert en læreplan som er vedtatt eller i drift.",
        how="Skriv hvilket organ som har gått gjennom den, og når: `reviewed: {by: {nb: Fagråd, en: Professional"
        " council}, on: 2026-11-20}`. Er det ikke gjort, skriver du `status: proposal`.",
    ),
    en=Manual(
        what="The curriculum has the status `{found}`, but nobody has reviewed it.",
        why="The reader trusts that professionals have judged a curriculum that is adopted or running.",
        how="Write which body has reviewed it, and when: `reviewed: {by: {nb: Fagråd, en: Professional council}, on:"
        " 2026-11-20}`. If that has not been done, write `status: proposal`.",
    ),
)
def programme_adopted_without_review(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look for the review of whole curricula that are in use."""
    for entry in whole(catalogue):
        if entry.record.status in _IN_USE and entry.record.reviewed is None:
            yield entry.spot("status", found=entry.record.status)


_DAYS_IN_WEEK = 7
_DAYS_IN_MONTH = 31
"""The longest month: what does not fit into that fits into none."""


@rule(
    "K654",
    Severity.WARNING,
    nb=Manual(
        what="Praksisstedene i modulen «{found}» krever flere uker (`{weeks}`) enn det er plass til i månedene den"
        " varer (`{months}`).",
        why="Den som lager vaktplanen, setter av for lite tid til praksisen.",
        how="Rett ukene, `weeks: 8`, eller månedene, `months: 3`.",
    ),
    en=Manual(
        what="The placements of the module “{found}” need more weeks (`{weeks}`) than fit into the months it lasts"
        " (`{months}`).",
        why="Whoever plans the rota sets too little time aside for the practice.",
        how="Correct the weeks, `weeks: 8`, or the months, `months: 3`.",
    ),
)
def placement_longer_than_module(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Add up the weeks of the placements of each module that is measured in months."""
    for entry in sound(catalogue):
        for place, module in enumerate(entry.record.modules):
            weeks = sum((placement.weeks for placement in module.placements), Decimal(0))
            if module.months is not None and weeks * _DAYS_IN_WEEK > module.months * _DAYS_IN_MONTH:
                numbers = {"weeks": plain(weeks), "months": plain(module.months)}
                path = (*entry.path, "modules", place, "placements")
                yield Spot(entry.file, path, {"found": module.id, **numbers}, on_key=True)


@rule(
    "K655",
    Severity.ERROR,
    nb=Manual(
        what="Godkjenningen fra {body} gikk ut {until}.",
        why="Den som søker, tror at utdanningen fortsatt er godkjent.",
        how="Les siden til den som godkjente den, på nytt. Er godkjenningen forlenget, skriver du den nye"
        " dagen: `until: 2030-12-31`. Ellers sletter du den.",
    ),
    en=Manual(
        what="The approval by {body} ended on {until}.",
        why="Whoever applies believes that the programme is still approved.",
        how="Read the page of the body that approved it again. If the approval has been extended, write the new"
        " day: `until: 2030-12-31`. Otherwise delete it.",
    ),
)
def approval_expired(catalogue: Catalogue, context: Context) -> Iterator[Spot]:
    """Compare the last day of approvals with today."""
    for entry in sound(catalogue):
        for place, one in enumerate(entry.record.recognition):
            if one.kind == _APPROVED and one.until and one.until < context.today:
                yield entry.spot("recognition", place, "until", body=one.body, until=str(one.until))


def _longest(one: Programme) -> tuple[Decimal, tuple[str, ...]] | None:
    """Return the months of the longest way through the modules, and that way; None where they go round in a ring."""
    known = one.module
    best: dict[str, tuple[Decimal, tuple[str, ...]]] = {}
    graph = {module.id: [name for name in module.after if name in known] for module in one.modules}
    try:
        for name in TopologicalSorter(graph).static_order():
            months, way = max((best[earlier] for earlier in graph[name]), default=(Decimal(0), ()))
            best[name] = (months + (known[name].months or 0), (*way, name))
    except CycleError:
        return None
    return max(best.values(), default=None)


@rule(
    "K656",
    Severity.WARNING,
    nb=Manual(
        what="Modulene {way} må tas etter hverandre og tar flere måneder (`{total}`) enn læreplanen varer"
        " (`{months}`).",
        why="Deltakeren blir ikke ferdig i tide, og arbeidsgiveren planlegger med for kort tid.",
        how="Rett lengden, `months: 18`. Kan noen av modulene tas samtidig, sletter du `after` i den ene.",
    ),
    en=Manual(
        what="The modules {way} must be taken one after the other, and take more months (`{total}`) than the curriculum"
        " lasts (`{months}`).",
        why="The participant does not finish in time, and the employer plans for too short a time.",
        how="Correct the length, `months: 18`. If some of the modules can be taken side by side, delete `after` in one"
        " of them.",
    ),
)
def modules_longer_than_programme(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Add up the months along the longest way through the modules."""
    for entry in sound(catalogue):
        stated = entry.record.months
        longest = _longest(entry.record) if stated is not None else None
        if stated is not None and longest and longest[0] > stated:
            values = {"way": " → ".join(longest[1]), "total": plain(longest[0]), "months": plain(stated)}
            yield at(entry, "months", **values)


@rule(
    "K657",
    Severity.WARNING,
    nb=Manual(
        what="Modulen «{found}» står foran «{earlier}», som må tas først.",
        why="Leseren tror at modulene tas i den rekkefølgen de står i.",
        how="Flytt modulen ned, eller rett henvisningen: `after: [m1]`.",
    ),
    en=Manual(
        what="The module “{found}” stands before “{earlier}”, which must be taken first.",
        why="The reader believes that the modules are taken in the order in which they stand.",
        how="Move the module down, or correct the reference: `after: [m1]`.",
    ),
)
def module_before_what_it_needs(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Compare the order of the modules with what they come after; a ring has no order (K642)."""
    for entry in sound(catalogue):
        one = entry.record
        places = {module.id: place for place, module in enumerate(one.modules)}
        early = [step for step in steps(one) if places.get(step[2], 0) > step[0]]
        if early and not any(loops(after(one))):
            for place, number, earlier in early:
                yield entry.spot("modules", place, "after", number, found=one.modules[place].id, earlier=earlier)


RULES = rules_in(globals())
