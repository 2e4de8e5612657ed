"""Family K6, curricula: whether their parts fit together: what refers to what, and what adds up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from norprem.findings import Path, Severity, Spot
from norprem.model import (
    Catalogue,
    CompetenceId,
    Detail,
    Programme,
)
from norprem.rules.plans import Plan, at, plain, sound, steps, whole
from norprem.rules.table import Context, Manual, rule, rules_in
from norprem.vocabulary import nearest


def _repeated(values: Iterable[object]) -> Iterator[int]:
    """Yield the places of values that have been there before."""
    seen = set()
    for place, value in enumerate(values):
        if value in seen:
            yield place
        seen.add(value)


def _ids(one: Programme) -> Iterator[tuple[str, str, list[str]]]:
    """Yield the lists whose values have a name of their own: list, key of the name, names."""
    yield "modules", "id", [module.id for module in one.modules]
    yield "outcomes", "id", [outcome.id for outcome in one.outcomes]
    yield "assessments", "id", [assessment.id for assessment in one.assessments]
    yield "covers", "standard", [cover.standard for cover in one.covers]


@rule(
    "K620",
    Severity.ERROR,
    nb=Manual(
        what="«{found}» står to ganger i `{list}`.",
        why="Modulene, læringsutbyttene og vurderingene viser til hverandre med id. Er to like, vet ingen hvilken som"
        " er ment.",
        how="Gi den ene en egen id, `id: lo2`, og rett henvisningene til den. En standard nevnes bare én gang i"
        " `covers`.",
    ),
    en=Manual(
        what="“{found}” is in `{list}` twice.",
        why="Modules, outcomes and assessments refer to each other by id. With two the same, nobody knows which one is"
        " meant.",
        how="Give one of them an id of its own, `id: lo2`, and correct what refers to it. A standard is named only"
        " once in `covers`.",
    ),
)
def duplicate_id_in_programme(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Compare the ids within each list of a curriculum."""
    for entry in sound(catalogue):
        for key, name, ids in _ids(entry.record):
            for place in _repeated(ids):
                yield entry.spot(key, place, name, found=ids[place], list=key)


def _stray(entry: Plan, path: Path, found: str, known: Iterable[str]) -> Spot:
    """Return the place of an id that leads nowhere, with the one that was probably meant."""
    near = nearest(found, known)
    return at(entry, *path, found=found, **({"nearest": near} if near else {}))


def _outcomes_named(one: Programme) -> Iterator[tuple[Path, str]]:
    """Yield every mention of an outcome."""
    for place, module in enumerate(one.modules):
        for number, found in enumerate(module.outcomes):
            yield ("modules", place, "outcomes", number), found
    for place, assessment in enumerate(one.assessments):
        for number, found in enumerate(assessment.tests):
            yield ("assessments", place, "tests", number), found


@rule(
    "K621",
    Severity.ERROR,
    nb=Manual(
        what="Læreplanen har ikke noe læringsutbytte med id-en «{found}».",
        why="Modulen eller vurderingen viser til noe som ikke finnes. Da er det uklart hva som læres og prøves.",
        how="Bruk id-en til et læringsutbytte som står under `outcomes`: `outcomes: [lo1]` i modulen, `tests: [lo1]` i"
        " vurderingen.",
    ),
    en=Manual(
        what="The curriculum has no outcome with the id “{found}”.",
        why="The module or the assessment refers to something that is not there. The reader does not learn what is"
        " taught or tested.",
        how="Use the id of an outcome that is listed under `outcomes`: `outcomes: [lo1]` in the module, `tests: [lo1]`"
        " in the assessment.",
    ),
)
def unknown_outcome(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look up the outcomes that modules and assessments name."""
    for entry in sound(catalogue):
        known = entry.record.outcome
        for path, found in _outcomes_named(entry.record):
            if known and found not in known:
                yield _stray(entry, path, found, known)


@rule(
    "K622",
    Severity.ERROR,
    nb=Manual(
        what="Læreplanen har ingen modul med id-en «{found}».",
        why="Leseren får ikke vite hva som må være gjort før modulen.",
        how="Bruk id-en til en modul i den samme læreplanen: `after: [m1]`. Kan modulen tas fra starten, sletter du"
        " feltet.",
    ),
    en=Manual(
        what="The curriculum has no module with the id “{found}”.",
        why="The reader does not learn what must be done before the module.",
        how="Use the id of a module of the same curriculum: `after: [m1]`. If the module can be taken from the start,"
        " delete the field.",
    ),
)
def unknown_module(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look up the modules that others come after."""
    for entry in sound(catalogue):
        known = entry.record.module
        for place, number, found in steps(entry.record):
            if found not in known:
                yield _stray(entry, ("modules", place, "after", number), found, known)


def _never_named(one: Programme, named: Iterable[str]) -> Iterator[int]:
    """Yield the places of outcomes that are not named; one that is misspelled there may be any of them."""
    mentioned, known = set(named), one.outcome.keys()
    if mentioned and mentioned <= known:
        yield from (place for place, outcome in enumerate(one.outcomes) if outcome.id not in mentioned)


@rule(
    "K623",
    Severity.ERROR,
    nb=Manual(
        what="Læringsutbyttet «{found}» står ikke i noen modul.",
        why="Læreplanen lover noe som ikke blir undervist noe sted.",
        how="Legg det til i modulen der det læres: `outcomes: [lo1, lo2]`. Skal det ikke læres, sletter du det.",
    ),
    en=Manual(
        what="The outcome “{found}” is in no module.",
        why="The curriculum promises something that is not taught anywhere.",
        how="Add it to the module in which it is learnt: `outcomes: [lo1, lo2]`. If it is not to be learnt, delete it.",
    ),
)
def outcome_in_no_module(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look for each outcome of a whole curriculum in its modules."""
    for entry in whole(catalogue):
        one = entry.record
        for place in _never_named(one, (found for module in one.modules for found in module.outcomes)):
            yield entry.spot("outcomes", place, "id", found=one.outcomes[place].id)


@rule(
    "K624",
    Severity.ERROR,
    nb=Manual(
        what="Læringsutbyttet «{found}» står i flere moduler: {modules}.",
        why="Når det hører til flere steder, er det uklart hvilken modul som har ansvaret for at det læres.",
        how="La det stå i den modulen der deltakeren når nivået, `outcomes: [lo1]`, og ta det ut av de andre. Bygger"
        " modulene på hverandre, deler du det i to læringsutbytter med hvert sitt nivå.",
    ),
    en=Manual(
        what="The outcome “{found}” is in several modules: {modules}.",
        why="When it belongs in several places, it is not clear which module answers for its being learnt.",
        how="Leave it in the module in which the participant reaches the level, `outcomes: [lo1]`, and take it out of"
        " the others. If the modules build on each other, divide it into two outcomes with a level each.",
    ),
)
def outcome_in_several_modules(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Count the modules of each outcome."""
    for entry in whole(catalogue):
        one = entry.record
        modules: dict[str, dict[str, None]] = {}
        for module in one.modules:
            for found in module.outcomes:
                modules.setdefault(found, {})[module.id] = None
        for place, outcome in enumerate(one.outcomes):
            if len(own := modules.get(outcome.id, {})) > 1:
                yield entry.spot("outcomes", place, "id", found=outcome.id, modules=", ".join(own))


@rule(
    "K625",
    Severity.ERROR,
    nb=Manual(
        what="Ingen vurdering prøver læringsutbyttet «{found}».",
        why="Ingen kan vise at deltakeren har lært det, og da kan læreplanen heller ikke love det.",
        how="Legg det til i en vurdering som kan vise nivået: `tests: [lo1, lo2]`.",
    ),
    en=Manual(
        what="No assessment tests the outcome “{found}”.",
        why="Nobody can show that the participant has learnt it, so the curriculum cannot promise it either.",
        how="Add it to an assessment that can show its level: `tests: [lo1, lo2]`.",
    ),
)
def outcome_not_assessed(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look for each outcome of a whole curriculum in its assessments."""
    for entry in whole(catalogue):
        one = entry.record
        for place in _never_named(one, (found for assessment in one.assessments for found in assessment.tests)):
            yield entry.spot("outcomes", place, "id", found=one.outcomes[place].id)


@rule(
    "K626",
    Severity.ERROR,
    nb=Manual(
        what="Læringsutbyttet «{found}» bringer ikke deltakeren nærmere noen kompetanse.",
        why="Da vet ingen hvorfor det læres, og det teller ikke med i det læreplanen dekker.",
        how="Skriv hvilken kompetanse det tjener, som standard og kompetanse: `serves: [gp/family-history]`.",
    ),
    en=Manual(
        what="The outcome “{found}” brings the participant closer to no competence.",
        why="Then nobody knows why it is learnt, and it does not count towards what the curriculum covers.",
        how="Write which competence it serves, as standard and competence: `serves: [gp/family-history]`.",
    ),
)
def outcome_serves_nothing(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look for the competences of each outcome of a whole curriculum."""
    for entry in whole(catalogue):
        for place, outcome in enumerate(entry.record.outcomes):
            if not outcome.serves:
                yield entry.spot("outcomes", place, "id", found=outcome.id)


_MOST_SERVED = 3


@rule(
    "K627",
    Severity.WARNING,
    nb=Manual(
        what="Læringsutbyttet «{found}» skal tjene {number} kompetanser.",
        why="Et læringsutbytte som tjener så mange, er som regel så vidt at ingen vurdering kan vise at det er nådd.",
        how="Behold de kompetansene det virkelig prøves i, høyst tre, eller del det i flere:"
        " `serves: [gp/family-history]`.",
    ),
    en=Manual(
        what="The outcome “{found}” is to serve {number} competences.",
        why="An outcome that serves so many is usually so wide that no assessment can show that it has been reached.",
        how="Keep the competences in which it is really tested, three at most, or divide it into several:"
        " `serves: [gp/family-history]`.",
    ),
)
def outcome_serves_too_much(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Count the competences of each outcome."""
    for entry in whole(catalogue):
        for place, outcome in enumerate(entry.record.outcomes):
            if (number := len(set(outcome.serves))) > _MOST_SERVED:
                yield entry.spot("outcomes", place, "serves", on_key=True, found=outcome.id, number=str(number))


def _competences_named(one: Programme) -> Iterator[tuple[Path, CompetenceId]]:
    """Yield every mention of a competence."""
    for place, expected in enumerate(one.expects):
        yield ("expects", place, "competence"), expected.competence
    for place, outcome in enumerate(one.outcomes):
        for number, found in enumerate(outcome.serves):
            yield ("outcomes", place, "serves", number), found


@rule(
    "K628",
    Severity.ERROR,
    nb=Manual(
        what="Kompetansen «{found}» ble tatt ut av bruk {on}.",
        why="Standarden krever den ikke lenger. Læreplanen bruker tid på noe yrket ikke trenger.",
        how="Vis til kompetansen som har tatt over, `serves: [gp/family-history]`, eller ta bort henvisningen."
        " Standarden sier hvorfor den gikk ut av bruk.",
    ),
    en=Manual(
        what="The competence “{found}” was taken out of use on {on}.",
        why="The standard no longer asks for it. The curriculum spends time on something the profession does not need.",
        how="Refer to the competence that replaced it, `serves: [gp/family-history]`, or take the reference out."
        " The standard says why it went out of use.",
    ),
)
def serves_archived_competence(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look up the competences that outcomes serve and learners bring along."""
    for entry in sound(catalogue):
        for path, found in _competences_named(entry.record):
            competence = catalogue.competence.get(found)
            if competence and (archived := competence.archived):
                by = {"nearest": f"{found.standard}/{archived.replaced_by}"} if archived.replaced_by else {}
                yield at(entry, *path, found=str(found), on=str(archived.on), **by)


def _sum_besides(one: Programme, stated: Decimal | None, parts: Sequence[Decimal | None]) -> Decimal | None:
    """Return the sum of the modules where it is not the one stated; of facts, only where both sides are given."""
    if not parts or (one.detail != Detail.FULL and (stated is None or None in parts)):
        return None
    total = sum((part for part in parts if part is not None), Decimal(0))
    return total if total != (stated or 0) else None


@rule(
    "K629",
    Severity.ERROR,
    nb=Manual(
        what="Modulene gir `{total}` studiepoeng til sammen, men læreplanen gir `{stated}`.",
        why="Deltakeren og arbeidsgiveren får to ulike svar på hvor mye læreplanen er verdt.",
        how="Rett summen eller modulene, slik at de stemmer: `ects: 2.5`. Gir læreplanen ikke studiepoeng, skal"
        " modulene heller ikke gjøre det.",
    ),
    en=Manual(
        what="The modules give `{total}` credits in all, but the curriculum gives `{stated}`.",
        why="The participant and the employer get two different answers about what the curriculum is worth.",
        how="Correct the total or the modules so that they agree: `ects: 2.5`. If the curriculum gives no credits, its"
        " modules must not do so either.",
    ),
)
def ects_do_not_add_up(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Add up the credits of the modules."""
    for entry in sound(catalogue):
        one = entry.record
        total = _sum_besides(one, one.ects, [module.ects for module in one.modules])
        if total is not None:
            key = "modules" if one.ects is None else "ects"
            yield entry.spot(key, on_key=one.ects is None, total=plain(total), stated=plain(one.ects or Decimal(0)))


@rule(
    "K630",
    Severity.ERROR,
    nb=Manual(
        what="Modulene har `{total}` timer til sammen, men læreplanen oppgir `{stated}`.",
        why="Den som planlegger fri og vakter, regner med feil tid.",
        how="Rett summen eller modulene, slik at de stemmer: `hours: 70`. Undervisning, praksis og egen lesing regnes"
        " med.",
    ),
    en=Manual(
        what="The modules have `{total}` hours in all, but the curriculum states `{stated}`.",
        why="Whoever plans leave and rotas reckons with the wrong time.",
        how="Correct the total or the modules so that they agree: `hours: 70`. Teaching, practice and self-study all"
        " count.",
    ),
)
def hours_do_not_add_up(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Add up the hours of the modules; a curriculum measured otherwise need not state its hours."""
    for entry in sound(catalogue):
        one = entry.record
        total = _sum_besides(one, one.hours, [module.hours.total if module.hours else None for module in one.modules])
        if total is not None and one.hours is not None:
            yield entry.spot("hours", total=plain(total), stated=plain(one.hours))


_USUAL = (25, 30)
_POSSIBLE = (20, 40)


def _rates(catalogue: Catalogue) -> Iterator[tuple[Plan, Path, Decimal, Decimal]]:
    """Yield where both are stated, for the whole and for each module: curriculum, path of the hours, hours, credits."""
    for entry in whole(catalogue):
        one = entry.record
        if one.hours is not None and one.ects:
            yield entry, ("hours",), one.hours, one.ects
        for place, module in enumerate(one.modules):
            if module.hours and module.ects:
                yield entry, ("modules", place, "hours"), module.hours.total, module.ects


def _within(hours: Decimal, ects: Decimal, limits: tuple[int, int]) -> bool:
    return limits[0] * ects <= hours <= limits[1] * ects


def _rate(entry: Plan, path: Path, hours: Decimal, ects: Decimal) -> Spot:
    values = {"hours": plain(hours), "ects": plain(ects), "rate": plain(round(hours / ects, 2))}
    return Spot(entry.file, (*entry.path, *path), values, on_key=len(path) > 1)


@rule(
    "K631",
    Severity.WARNING,
    nb=Manual(
        what="`{hours}` timer for `{ects}` studiepoeng er `{rate}` timer for hvert. Vanlig er 25 til 30.",
        why="Et studiepoeng skal bety omtrent like mye arbeid overalt.",
        how="Regn med alt arbeidet, også egen lesing: `hours: {contact: 8, practice: 12, self_study: 50}`. Er tallene"
        " riktige, kan de stå.",
    ),
    en=Manual(
        what="`{hours}` hours for `{ects}` credits is `{rate}` hours for each. The usual figure is 25 to 30.",
        why="A credit should mean about the same amount of work everywhere.",
        how="Count all the work, self-study too: `hours: {contact: 8, practice: 12, self_study: 50}`. If the figures"
        " are right, leave them.",
    ),
)
def hours_per_credit_unusual(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Divide hours by credits, for the curriculum and for each module that states both."""
    for entry, path, hours, ects in _rates(catalogue):
        if _within(hours, ects, _POSSIBLE) and not _within(hours, ects, _USUAL):
            yield _rate(entry, path, hours, ects)


@rule(
    "K632",
    Severity.ERROR,
    nb=Manual(
        what="`{hours}` timer for `{ects}` studiepoeng er `{rate}` timer for hvert. Det kan ikke stemme.",
        why="Et studiepoeng er 25 til 30 timers arbeid. Her er enten timene eller studiepoengene feil.",
        how="Rett det som er feil. Til 2,5 studiepoeng hører om lag 70 timer:"
        " `hours: {contact: 8, practice: 12, self_study: 50}`.",
    ),
    en=Manual(
        what="`{hours}` hours for `{ects}` credits is `{rate}` hours for each. That cannot be right.",
        why="A credit is 25 to 30 hours of work. Here either the hours or the credits are wrong.",
        how="Correct what is wrong. About 70 hours belong to 2.5 credits:"
        " `hours: {contact: 8, practice: 12, self_study: 50}`.",
    ),
)
def hours_per_credit_impossible(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Divide hours by credits, for the curriculum and for each module that states both."""
    for entry, path, hours, ects in _rates(catalogue):
        if not _within(hours, ects, _POSSIBLE):
            yield _rate(entry, path, hours, ects)


RULES = rules_in(globals())
