"""Family K6, curricula: whether the parts of a curriculum fit together, and whether it keeps what it promises.

A curriculum of which only facts are known is judged by what it does state: what refers to what, sums and levels where
both sides are given. What is missing there is missing in the source.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from graphlib import CycleError, TopologicalSorter

from norprem.coverage import Reach, reached
from norprem.findings import Path, Severity, Spot
from norprem.model import (
    Assessment,
    Catalogue,
    CompetenceId,
    Cover,
    Detail,
    Entry,
    Outcome,
    Programme,
    Stage,
    Standing,
)
from norprem.rules.table import Context, Manual, rule, rules_in
from norprem.vocabulary import nearest

Plan = Entry[Programme]

_PARTS = frozenset(
    {"detail", "status", "version", "changes", "requires", "expects", "covers", "recognition", "source", "reviewed"}
    | {"ects", "hours", "months", "nkr", "lis_goals", "modules", "outcomes", "assessments"}
)
"""Fields that are judged together: where one of them could not be read, the others would seem wrong."""


def _sound(catalogue: Catalogue) -> Iterator[Plan]:
    """Yield the curricula whose parts could all be read; a key that nobody knows may be any of them, misspelled."""
    ill = {
        file for file, path in catalogue.broken if path and (path[0] in _PARTS or path[0] not in Programme.model_fields)
    }
    return (entry for entry in catalogue.programmes if entry.file not in ill)


def _whole(catalogue: Catalogue) -> Iterator[Plan]:
    """Yield the curricula that are held in full."""
    return (entry for entry in _sound(catalogue) if entry.record.detail == Detail.FULL)


def _plain(number: Decimal) -> str:
    """Return a number as one would type it, `2.5` for 2.50."""
    return f"{number.normalize():f}"


def _at(entry: Plan, *path: str | int, **values: str) -> Spot:
    """Return the place of a value in a curriculum, with what the sentence says."""
    return Spot(entry.file, (*entry.path, *path), values)


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
    for entry in _sound(catalogue):
        for key, name, ids in _ids(entry.record):
            for place in _repeated(ids):
                yield entry.spot(key, place, name, found=ids[place], list=key)


def _stray(entry: Plan, path: Path, found: str, known: Iterable[str]) -> Spot:
    """Return the place of an id that leads nowhere, with the one that was probably meant."""
    near = nearest(found, known)
    return _at(entry, *path, found=found, **({"nearest": near} if near else {}))


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
    for entry in _sound(catalogue):
        known = entry.record.outcome
        for path, found in _outcomes_named(entry.record):
            if known and found not in known:
                yield _stray(entry, path, found, known)


def _steps(one: Programme) -> Iterator[tuple[int, int, str]]:
    """Yield every module that must be done before another: place of that other, number in its list, id."""
    for place, module in enumerate(one.modules):
        for number, earlier in enumerate(module.after):
            yield place, number, earlier


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
    for entry in _sound(catalogue):
        known = entry.record.module
        for place, number, found in _steps(entry.record):
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
    for entry in _whole(catalogue):
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
    for entry in _whole(catalogue):
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
    for entry in _whole(catalogue):
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
    for entry in _whole(catalogue):
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
    for entry in _whole(catalogue):
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
    for entry in _sound(catalogue):
        for path, found in _competences_named(entry.record):
            competence = catalogue.competence.get(found)
            if competence and (archived := competence.archived):
                by = {"nearest": f"{found.standard}/{archived.replaced_by}"} if archived.replaced_by else {}
                yield _at(entry, *path, found=str(found), on=str(archived.on), **by)


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
    for entry in _sound(catalogue):
        one = entry.record
        total = _sum_besides(one, one.ects, [module.ects for module in one.modules])
        if total is not None:
            key = "modules" if one.ects is None else "ects"
            yield entry.spot(key, on_key=one.ects is None, total=_plain(total), stated=_plain(one.ects or Decimal(0)))


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
    for entry in _sound(catalogue):
        one = entry.record
        total = _sum_besides(one, one.hours, [module.hours.total if module.hours else None for module in one.modules])
        if total is not None and one.hours is not None:
            yield entry.spot("hours", total=_plain(total), stated=_plain(one.hours))


_USUAL = (25, 30)
_POSSIBLE = (20, 40)


def _rates(catalogue: Catalogue) -> Iterator[tuple[Plan, Path, Decimal, Decimal]]:
    """Yield where both are stated, for the whole and for each module: curriculum, path of the hours, hours, credits."""
    for entry in _whole(catalogue):
        one = entry.record
        if one.hours is not None and one.ects:
            yield entry, ("hours",), one.hours, one.ects
        for place, module in enumerate(one.modules):
            if module.hours and module.ects:
                yield entry, ("modules", place, "hours"), module.hours.total, module.ects


def _within(hours: Decimal, ects: Decimal, limits: tuple[int, int]) -> bool:
    return limits[0] * ects <= hours <= limits[1] * ects


def _rate(entry: Plan, path: Path, hours: Decimal, ects: Decimal) -> Spot:
    values = {"hours": _plain(hours), "ects": _plain(ects), "rate": _plain(round(hours / ects, 2))}
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


_DOES = 4
"""The level that only the workplace can show."""


def _proves(catalogue: Catalogue, form: str) -> int:
    """Return the highest level that a form can prove; of a form nobody knows, nothing is said."""
    value = catalogue.vocabulary["assessment-forms"].by_id.get(form)
    return value.proves if value and value.proves else _DOES


def _tests(one: Programme) -> Iterator[tuple[int, Assessment, Outcome]]:
    """Yield every outcome that is tested, with the assessment and its place."""
    known = one.outcome
    for place, assessment in enumerate(one.assessments):
        for found in assessment.tests:
            if outcome := known.get(found):
                yield place, assessment, outcome


@rule(
    "K633",
    Severity.ERROR,
    nb=Manual(
        what="Vurderingen er på nivå {level}, men læringsutbyttet «{found}» skal nå nivå {wanted}.",
        why="Den som består, har ikke vist at hun kan det læreplanen lover.",
        how="Hev nivået, `level: 3`, og velg en form som kan vise det, for eksempel `form: osce`. Er det"
        " læringsutbyttet som er satt for høyt, retter du nivået der.",
    ),
    en=Manual(
        what="The assessment is at level {level}, but the outcome “{found}” is to reach level {wanted}.",
        why="Whoever passes has not shown that she can do what the curriculum promises.",
        how="Raise the level, `level: 3`, and choose a form that can show it, for example `form: osce`. If it is the"
        " outcome that is set too high, correct its level.",
    ),
)
def assessment_below_outcome(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Compare levels; what only the workplace can show has a rule of its own (K636)."""
    for entry in _sound(catalogue):
        for place, assessment, outcome in _tests(entry.record):
            elsewhere = outcome.level == _DOES and _proves(catalogue, assessment.form) < _DOES
            if assessment.level < outcome.level and not elsewhere:
                yield entry.spot(
                    "assessments",
                    place,
                    "level",
                    level=str(assessment.level),
                    found=outcome.id,
                    wanted=str(outcome.level),
                )


@rule(
    "K634",
    Severity.ERROR,
    nb=Manual(
        what="Formen `{form}` kan ikke vise nivå {level}, bare opp til nivå {proves}.",
        why="Nivåene er 1 vet, 2 vet hvordan, 3 viser hvordan og 4 gjør. En skriftlig prøve kan for eksempel ikke vise"
        " hvordan deltakeren fører en samtale.",
        how="Velg en form som kan vise nivået, for eksempel `form: simulation` for nivå 3 og"
        " `form: workplace-observation` for nivå 4, eller senk nivået. Listen `vocabulary/assessment-forms.yaml` sier"
        " hva hver form kan vise.",
    ),
    en=Manual(
        what="The form `{form}` cannot prove level {level}, only up to level {proves}.",
        why="The levels are 1 knows, 2 knows how, 3 shows how and 4 does. A written exam, for example, cannot prove"
        " that the participant shows how to hold a consultation.",
        how="Choose a form that can prove the level, for example `form: simulation` for level 3 and"
        " `form: workplace-observation` for level 4, or lower the level. The list `vocabulary/assessment-forms.yaml`"
        " says what each form can prove.",
    ),
)
def form_cannot_prove_level(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Compare the level of each assessment with what its form can prove."""
    for entry in _sound(catalogue):
        for place, assessment in enumerate(entry.record.assessments):
            proves = _proves(catalogue, assessment.form)
            if assessment.level > proves:
                values = {"form": assessment.form, "level": str(assessment.level), "proves": str(proves)}
                yield _at(entry, "assessments", place, "level", **values)


_KNOWS_HOW = 2


@rule(
    "K635",
    Severity.ERROR,
    nb=Manual(
        what="Læringsutbyttet «{found}» er kunnskap (`knowledge`), men skal nå nivå {level}.",
        why="Kunnskap er å vite (1) og å vite hvordan (2). Den som viser eller gjør noe, har en ferdighet.",
        how="Skriv `kind: skill` eller `kind: general-competence` hvis deltakeren skal vise eller gjøre noe. Ellers"
        " senker du nivået: `level: 2`.",
    ),
    en=Manual(
        what="The outcome “{found}” is `knowledge` but is to reach level {level}.",
        why="Knowledge is to know (1) and to know how (2). Whoever shows or does something has a skill.",
        how="Write `kind: skill` or `kind: general-competence` if the participant is to show or do something."
        " Otherwise lower the level: `level: 2`.",
    ),
)
def knowledge_above_its_level(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look at the levels of knowledge."""
    for entry in _sound(catalogue):
        for place, outcome in enumerate(entry.record.outcomes):
            if outcome.kind == "knowledge" and outcome.level > _KNOWS_HOW:
                yield entry.spot("outcomes", place, "level", found=outcome.id, level=str(outcome.level))


@rule(
    "K636",
    Severity.ERROR,
    nb=Manual(
        what="Læringsutbyttet «{found}» skal nå nivå 4, men blir ikke vurdert på arbeidsplassen ({forms}).",
        why="Nivå 4 betyr at deltakeren gjør det selvstendig i arbeidet. Det kan ingen se i en øvelse.",
        how="Legg til en vurdering på arbeidsplassen: `form: workplace-observation` med `level: 4`. Kan læreplanen ikke"
        " få det til, senker du nivået til 3.",
    ),
    en=Manual(
        what="The outcome “{found}” is to reach level 4 but is not assessed at the workplace ({forms}).",
        why="Level 4 means that the participant does it independently at work. Nobody can see that in an exercise.",
        how="Add an assessment at the workplace: `form: workplace-observation` with `level: 4`. If that cannot be"
        " arranged, lower the level to 3.",
    ),
)
def level_four_without_workplace(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look at how outcomes of level 4 are tested; an assessment that claims level 4 on paper is K634's affair."""
    for entry in _sound(catalogue):
        tested: dict[str, list[Assessment]] = {}
        for _place, assessment, outcome in _tests(entry.record):
            tested.setdefault(outcome.id, []).append(assessment)
        for place, outcome in enumerate(entry.record.outcomes):
            own = tested.get(outcome.id)
            if outcome.level < _DOES or not own:
                continue
            if all(one.level < _DOES and _proves(catalogue, one.form) < _DOES for one in own):
                forms = ", ".join(dict.fromkeys(one.form for one in own))
                yield entry.spot("outcomes", place, "level", found=outcome.id, forms=forms)


def _promises(catalogue: Catalogue) -> Iterator[tuple[Plan, int, Cover, Reach]]:
    """Yield the promises that can be checked: of the standard's edition in force, by outcomes that can be looked up."""
    for entry in _whole(catalogue):
        one = entry.record
        unknown = {
            served.standard
            for outcome in one.outcomes
            for served in outcome.serves
            if served not in catalogue.competence
        }
        for place, cover in enumerate(one.covers):
            standard = catalogue.standard.get(cover.standard)
            if standard and cover.edition == standard.edition and one.outcomes and standard.id not in unknown:
                yield entry, place, cover, reached(one, standard)


_TOLD = 5


def _missing(reach: Reach) -> str:
    """Name what is missing, with the level reached and the level wanted."""
    names = [f"{one.id} ({reach.levels[one.id]} → {one.target})" for one in reach.missing[:_TOLD]]
    return ", ".join((*names, "…") if len(reach.missing) > _TOLD else names)


@rule(
    "K637",
    Severity.ERROR,
    nb=Manual(
        what="Læreplanen lover {promised} % av kompetansene i «{standard}», men når {reached} % ({done} av {all})."
        " Dette mangler: {missing}.",
        why="Arbeidsgiveren tror at deltakeren kan mer enn læreplanen gir henne.",
        how="Legg til læringsutbytter som tjener kompetansene på nivået standarden krever, eller lov mindre:"
        " `share: 0.6`. I parentes står nivået som er nådd, og nivået som kreves.",
    ),
    en=Manual(
        what="The curriculum promises {promised} % of the competences of “{standard}” but reaches {reached} % ({done}"
        " of {all}). This is missing: {missing}.",
        why="The employer believes that the participant can do more than the curriculum teaches her.",
        how="Add outcomes that serve the competences at the level the standard asks for, or promise less:"
        " `share: 0.6`. In brackets are the level reached and the level asked for.",
    ),
)
def coverage_not_reached(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Compare each promise with what the outcomes reach; the share reached is rounded down, so as not to seem kept."""
    for entry, place, cover, reach in _promises(catalogue):
        if reach.share < Fraction(cover.share) <= 1:
            values = {
                "promised": _plain(cover.share * 100),
                "reached": str(int(reach.share * 100)),
                "standard": cover.standard,
                "done": str(reach.done),
                "all": str(len(reach.levels)),
                "missing": _missing(reach),
            }
            yield _at(entry, "covers", place, "share", **values)


@rule(
    "K638",
    Severity.ERROR,
    nb=Manual(
        what="Antallet læringsutbytter som tjener område {domain} i «{standard}», er {number}. Standarden krever minst"
        " {wanted}.",
        why="En læreplan som dekker en standard, skal være innom alle områdene i den.",
        how="Legg til et læringsutbytte som tjener en kompetanse i området, `serves: [gp/family-history]`, eller slett"
        " standarden fra `covers`.",
    ),
    en=Manual(
        what="The number of outcomes that serve domain {domain} of “{standard}” is {number}. The standard asks for at"
        " least {wanted}.",
        why="A curriculum that covers a standard must touch on all of its domains.",
        how="Add an outcome that serves a competence of the domain, `serves: [gp/family-history]`, or delete the"
        " standard from `covers`.",
    ),
)
def domain_below_minimum(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Count the outcomes in each domain of the standards covered."""
    for entry, place, cover, reach in _promises(catalogue):
        for one in reach.domains:
            if not one.enough:
                values = {"domain": one.domain.code, "standard": cover.standard}
                numbers = {"number": str(one.outcomes), "wanted": str(one.domain.min_outcomes)}
                yield _at(entry, "covers", place, "standard", **values, **numbers)


@rule(
    "K639",
    Severity.ERROR,
    nb=Manual(
        what="Standarden «{standard}» har ingen utgave {found} ({known}).",
        why="Ingen kan slå opp hva læreplanen lover å dekke.",
        how='Skriv utgaven læreplanen er laget etter, i anførselstegn: `edition: "1.1"`.',
    ),
    en=Manual(
        what="The standard “{standard}” has no edition {found} ({known}).",
        why="Nobody can look up what the curriculum promises to cover.",
        how='Write the edition that the curriculum was made for, in quotation marks: `edition: "1.1"`.',
    ),
)
def unknown_edition(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look up the editions of the standards covered."""
    for entry in _sound(catalogue):
        for place, cover in enumerate(entry.record.covers):
            if standard := catalogue.standard.get(cover.standard):
                known = dict.fromkeys((*(change.edition for change in standard.changes), standard.edition))
                if cover.edition not in known:
                    values = {"standard": cover.standard, "found": cover.edition, "known": ", ".join(known)}
                    yield _at(entry, "covers", place, "edition", **values)


@rule(
    "K640",
    Severity.WARNING,
    nb=Manual(
        what="Utgave {found} av «{standard}» gjelder ikke lenger. Avløst av: {newer}.",
        why="Læreplanen svarer til gamle krav. Hva den dekker av de nye, er ikke kontrollert.",
        how='Gå gjennom endringene i standarden, rett læringsutbyttene og skriv den nye utgaven: `edition: "1.1"`.',
    ),
    en=Manual(
        what="Edition {found} of “{standard}” is no longer in force. Superseded by: {newer}.",
        why="The curriculum answers to old requirements. What it covers of the new ones has not been checked.",
        how='Go through the changes in the standard, correct the outcomes and write the new edition: `edition: "1.1"`.',
    ),
)
def superseded_edition(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Compare the editions covered with those in force."""
    for entry in _sound(catalogue):
        for place, cover in enumerate(entry.record.covers):
            standard = catalogue.standard.get(cover.standard)
            if standard is None:
                continue
            gone = standard.status == Standing.SUPERSEDED
            earlier = cover.edition in {change.edition for change in standard.changes} - {standard.edition}
            if gone or earlier:
                newer = (standard.replaced_by or "–") if gone else standard.edition
                values = {"found": cover.edition, "standard": cover.standard, "newer": newer}
                yield _at(entry, "covers", place, "edition", **values)


def _loops(graph: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, ...]]:
    """Yield a way round, `a b a`, for every loop that a walk along the edges closes, in the order of the graph."""
    done: set[str] = set()
    for start in graph:
        trail: dict[str, Iterator[str]] = {} if start in done else {start: iter(graph[start])}
        while trail:
            here = next(reversed(trail))
            step = next(trail[here], None)
            if step is None:
                done.add(here)
                del trail[here]
            elif step in trail:
                way = list(trail)
                yield (*way[way.index(step) :], step)
            elif step in graph and step not in done:
                trail[step] = iter(graph[step])


@rule(
    "K641",
    Severity.ERROR,
    nb=Manual(
        what="Læreplanene krever hverandre i ring: {way}.",
        why="Ingen kan begynne, for hver av dem må være tatt før den andre.",
        how="Bryt ringen: slett læreplanen som ikke må være tatt først, fra `requires: [innforing]`.",
    ),
    en=Manual(
        what="The curricula require each other in a ring: {way}.",
        why="Nobody can begin, because each of them must be done before the other.",
        how="Break the ring: delete the curriculum that need not be done first from `requires: [introduction]`.",
    ),
)
def prerequisite_loop(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Follow what curricula require; the ring is shown where it closes."""
    entries = {entry.record.id: entry for entry in _sound(catalogue)}
    for way in _loops({name: entry.record.requires for name, entry in entries.items()}):
        last = entries[way[-2]]
        yield last.spot("requires", last.record.requires.index(way[-1]), way=" → ".join(way))


def _after(one: Programme) -> dict[str, tuple[str, ...]]:
    """Return, for each module, those that must be done first."""
    return {module.id: module.after for module in one.modules}


@rule(
    "K642",
    Severity.ERROR,
    nb=Manual(
        what="Modulene bygger på hverandre i ring: {way}.",
        why="Ingen av dem kan tas først, og læreplanen kan ikke gjennomføres.",
        how="Bryt ringen: la bare den senere modulen vise til den tidligere, `after: [m1]`.",
    ),
    en=Manual(
        what="The modules build on each other in a ring: {way}.",
        why="None of them can be taken first, and the curriculum cannot be carried out.",
        how="Break the ring: let only the later module refer to the earlier one, `after: [m1]`.",
    ),
)
def module_loop(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Follow what modules come after; the ring is shown where it closes."""
    for entry in _sound(catalogue):
        one = entry.record
        places = {module.id: place for place, module in enumerate(one.modules)}
        for way in _loops(_after(one)):
            place = places[way[-2]]
            number = one.modules[place].after.index(way[-1])
            yield entry.spot("modules", place, "after", number, way=" → ".join(way))


Touched = Mapping[CompetenceId, list[tuple[int, Outcome]]]
"""Which outcomes serve a competence, each with its place in the curriculum."""


def _module_by_module(one: Programme) -> Iterator[Touched]:
    """Yield what each module touches, in the order in which the modules are taken."""
    known = {outcome.id: (place, outcome) for place, outcome in enumerate(one.outcomes)}
    for module in one.modules:
        touched: dict[CompetenceId, list[tuple[int, Outcome]]] = {}
        for found in module.outcomes:
            if found in known:
                for competence in known[found][1].serves:
                    touched.setdefault(competence, []).append(known[found])
        yield touched


def _level(outcome: tuple[int, Outcome]) -> int:
    return outcome[1].level


@rule(
    "K643",
    Severity.WARNING,
    nb=Manual(
        what="Læringsutbyttet «{found}» er på nivå {level} i «{competence}», men «{earlier}» i en tidligere modul er"
        " alt på nivå {higher}.",
        why="Deltakeren går ned et trinn. Kanskje står modulene i feil rekkefølge, eller et nivå er feil.",
        how="Bytt om på modulene, eller rett nivået: `level: 3`. Er det ment som repetisjon, kan det stå.",
    ),
    en=Manual(
        what="The outcome “{found}” is at level {level} in “{competence}”, but “{earlier}” in an earlier module is"
        " already at level {higher}.",
        why="The participant takes a step down. Perhaps the modules are in the wrong order, or a level is wrong.",
        how="Change the order of the modules, or correct the level: `level: 3`. If it is meant as revision, leave it.",
    ),
)
def level_goes_down(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Compare the highest level of each competence in a module with the highest before it."""
    for entry in _whole(catalogue):
        before: dict[CompetenceId, tuple[int, Outcome]] = {}
        for touched in _module_by_module(entry.record):
            for competence, outcomes in touched.items():
                best = max(outcomes, key=_level)
                highest = before.setdefault(competence, best)
                if _level(best) < _level(highest):
                    names = {"found": best[1].id, "competence": str(competence), "earlier": highest[1].id}
                    levels = {"level": str(_level(best)), "higher": str(_level(highest))}
                    yield _at(entry, "outcomes", best[0], "level", **names, **levels)
                before[competence] = max(highest, best, key=_level)


_SHOWS_HOW = 3


def _groundwork(catalogue: Catalogue, one: Programme) -> set[CompetenceId]:
    """Return the competences that learners bring along: asked of them, or learnt in a curriculum done before."""
    earlier = (catalogue.programme[name] for name in one.requires if name in catalogue.programme)
    learnt = {served for programme in earlier for outcome in programme.outcomes for served in outcome.serves}
    return learnt | {expected.competence for expected in one.expects}


@rule(
    "K644",
    Severity.WARNING,
    nb=Manual(
        what="Læringsutbyttet «{found}» begynner på nivå {level} i «{competence}», uten at noe er lært først.",
        why="Den som skal vise noe eller gjøre det selv, må først vite hvordan.",
        how="Legg til et læringsutbytte på nivå 1 eller 2 i samme modul eller en tidligere. Har deltakeren det med seg,"
        " skriver du det: `expects: [{competence: gp/family-history, level: 1}]`.",
    ),
    en=Manual(
        what="The outcome “{found}” begins at level {level} in “{competence}”, with nothing learnt first.",
        why="Whoever is to show or do something must know how first.",
        how="Add an outcome at level 1 or 2 in the same module or an earlier one. If the participant brings it along,"
        " say so: `expects: [{competence: gp/family-history, level: 1}]`.",
    ),
)
def high_level_without_groundwork(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look at the first module that touches a competence: it must begin below level 3, or build on something."""
    for entry in _whole(catalogue):
        before = _groundwork(catalogue, entry.record)
        for touched in _module_by_module(entry.record):
            for competence, outcomes in touched.items():
                place, first = min(outcomes, key=_level)
                if competence not in before and first.level >= _SHOWS_HOW:
                    values = {"found": first.id, "level": str(first.level), "competence": str(competence)}
                    yield _at(entry, "outcomes", place, "level", **values)
            before |= touched.keys()


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
    for entry in _whole(catalogue):
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
    for entry in _sound(catalogue):
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
    for entry in _sound(catalogue):
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
    for entry in _sound(catalogue):
        if goals := entry.record.lis_goals:
            yield entry.spot("lis_goals", on_key=True, codes=_first(goal.code for goal in goals))


def _first(names: Iterable[str]) -> str:
    """Return the first names of a list, with a sign that there are more."""
    told = list(names)
    return ", ".join((*told[:_TOLD], "…") if len(told) > _TOLD else told)


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
    for entry in _sound(catalogue):
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
    for entry in _whole(catalogue):
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
    for entry in _sound(catalogue):
        for place, cover in enumerate(entry.record.covers):
            if cover.share > 1:
                yield entry.spot("covers", place, "share", found=_plain(cover.share))


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
    for entry in _sound(catalogue):
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
    for entry in _whole(catalogue):
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
    for entry in _sound(catalogue):
        for place, module in enumerate(entry.record.modules):
            weeks = sum((placement.weeks for placement in module.placements), Decimal(0))
            if module.months is not None and weeks * _DAYS_IN_WEEK > module.months * _DAYS_IN_MONTH:
                numbers = {"weeks": _plain(weeks), "months": _plain(module.months)}
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
    for entry in _sound(catalogue):
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
    for entry in _sound(catalogue):
        stated = entry.record.months
        longest = _longest(entry.record) if stated is not None else None
        if stated is not None and longest and longest[0] > stated:
            values = {"way": " → ".join(longest[1]), "total": _plain(longest[0]), "months": _plain(stated)}
            yield _at(entry, "months", **values)


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
    for entry in _sound(catalogue):
        one = entry.record
        places = {module.id: place for place, module in enumerate(one.modules)}
        early = [step for step in _steps(one) if places.get(step[2], 0) > step[0]]
        if early and not any(_loops(_after(one))):
            for place, number, earlier in early:
                yield entry.spot("modules", place, "after", number, found=one.modules[place].id, earlier=earlier)


RULES = rules_in(globals())
