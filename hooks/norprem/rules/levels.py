"""Family K6, curricula: whether they reach the levels they claim: assessment, coverage, order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from norprem.coverage import Reach, reached
from norprem.findings import Severity, Spot
from norprem.model import (
    Assessment,
    Catalogue,
    CompetenceId,
    Cover,
    Outcome,
    Programme,
    Standing,
)
from norprem.rules.plans import MOST_TOLD, Plan, after, at, loops, plain, sound, whole
from norprem.rules.table import Context, Manual, rule, rules_in

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
    for entry in sound(catalogue):
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
    for entry in sound(catalogue):
        for place, assessment in enumerate(entry.record.assessments):
            proves = _proves(catalogue, assessment.form)
            if assessment.level > proves:
                values = {"form": assessment.form, "level": str(assessment.level), "proves": str(proves)}
                yield at(entry, "assessments", place, "level", **values)


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
    for entry in sound(catalogue):
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
    for entry in sound(catalogue):
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
    for entry in whole(catalogue):
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


def _missing(reach: Reach) -> str:
    """Name what is missing, with the level reached and the level wanted."""
    names = [f"{one.id} ({reach.levels[one.id]} → {one.target})" for one in reach.missing[:MOST_TOLD]]
    return ", ".join((*names, "…") if len(reach.missing) > MOST_TOLD else names)


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
                "promised": plain(cover.share * 100),
                "reached": str(int(reach.share * 100)),
                "standard": cover.standard,
                "done": str(reach.done),
                "all": str(len(reach.levels)),
                "missing": _missing(reach),
            }
            yield at(entry, "covers", place, "share", **values)


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
                yield at(entry, "covers", place, "standard", **values, **numbers)


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
    for entry in sound(catalogue):
        for place, cover in enumerate(entry.record.covers):
            if standard := catalogue.standard.get(cover.standard):
                known = dict.fromkeys((*(change.edition for change in standard.changes), standard.edition))
                if cover.edition not in known:
                    values = {"standard": cover.standard, "found": cover.edition, "known": ", ".join(known)}
                    yield at(entry, "covers", place, "edition", **values)


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
    for entry in sound(catalogue):
        for place, cover in enumerate(entry.record.covers):
            standard = catalogue.standard.get(cover.standard)
            if standard is None:
                continue
            gone = standard.status == Standing.SUPERSEDED
            earlier = cover.edition in {change.edition for change in standard.changes} - {standard.edition}
            if gone or earlier:
                newer = (standard.replaced_by or "–") if gone else standard.edition
                values = {"found": cover.edition, "standard": cover.standard, "newer": newer}
                yield at(entry, "covers", place, "edition", **values)


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
    entries = {entry.record.id: entry for entry in sound(catalogue)}
    for way in loops({name: entry.record.requires for name, entry in entries.items()}):
        last = entries[way[-2]]
        yield last.spot("requires", last.record.requires.index(way[-1]), way=" → ".join(way))


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
    for entry in sound(catalogue):
        one = entry.record
        places = {module.id: place for place, module in enumerate(one.modules)}
        for way in loops(after(one)):
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
    for entry in whole(catalogue):
        before: dict[CompetenceId, tuple[int, Outcome]] = {}
        for touched in _module_by_module(entry.record):
            for competence, outcomes in touched.items():
                best = max(outcomes, key=_level)
                highest = before.setdefault(competence, best)
                if _level(best) < _level(highest):
                    names = {"found": best[1].id, "competence": str(competence), "earlier": highest[1].id}
                    levels = {"level": str(_level(best)), "higher": str(_level(highest))}
                    yield at(entry, "outcomes", best[0], "level", **names, **levels)
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
    for entry in whole(catalogue):
        before = _groundwork(catalogue, entry.record)
        for touched in _module_by_module(entry.record):
            for competence, outcomes in touched.items():
                place, first = min(outcomes, key=_level)
                if competence not in before and first.level >= _SHOWS_HOW:
                    values = {"found": first.id, "level": str(first.level), "competence": str(competence)}
                    yield at(entry, "outcomes", place, "level", **values)
            before |= touched.keys()


RULES = rules_in(globals())
