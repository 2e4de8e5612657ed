"""Family K8 as well: the regional answers, who stands behind each, and the pages that show them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import PurePosixPath

from norprem.findings import Severity, Spot
from norprem.model import Answer, Audience, Catalogue, Confirmation, Entry, Kind, Pathway, Person
from norprem.rules.table import Context, Manual, rule, rules_in
from norprem.vocabulary import NATIONAL, nearest

GENERAL = "medisinsk-genetikk"
"""Topic of the answers about referral in general; pages of many topics show them."""

_READERS = frozenset({Audience.PATIENT, Audience.GP})


def _sound(catalogue: Catalogue) -> Iterator[Entry[Pathway]]:
    """Yield the pathways that could be read in full: an answer that could not be read is not a missing one."""
    ill = {file for file, _ in catalogue.broken}
    return (entry for entry in catalogue.pathways if entry.file not in ill)


def _answers(catalogue: Catalogue) -> Iterator[tuple[Entry[Pathway], int, Answer]]:
    """Yield every answer with its place."""
    for entry in catalogue.pathways:
        for place, answer in enumerate(entry.record.answers):
            yield entry, place, answer


def _stranger(found: str, known: Iterable[str]) -> dict[str, str]:
    """Return what is said of a value that nobody knows, and the one that was most likely meant."""
    near = nearest(found, known)
    return {"found": found, **({"nearest": near} if near else {})}


@rule(
    "K811",
    Severity.ERROR,
    nb=Manual(
        what="Ingen side for pasienter eller fastleger har temaet «{found}».",
        why="Svarene i filen blir ikke vist noe sted, og ingen merker at de blir gamle.",
        how="Bruk temaet til en side: `topic: lynch-syndrom`. Gjelder svarene henvisning i sin alminnelighet, skriver"
        " du `topic: medisinsk-genetikk`. Filen skal ha samme navn.",
    ),
    en=Manual(
        what="No page for patients or GPs has the topic “{found}”.",
        why="The answers in the file are shown nowhere, and nobody notices when they grow old.",
        how="Use the topic of a page: `topic: lynch-syndrom`. If the answers are about referral in general, write"
        " `topic: medisinsk-genetikk`. The file has the same name.",
    ),
)
def pathway_without_page(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look up the topic of every pathway among the pages, where there are pages."""
    topics = {article.meta.topic for article in catalogue.article.values() if article.meta.audience in _READERS}
    for entry in catalogue.pathways:
        found = entry.record.topic
        if catalogue.article and found not in (*topics, GENERAL):
            yield Spot(entry.file, (*entry.path, "topic"), _stranger(found, topics))


@rule(
    "K812",
    Severity.ERROR,
    nb=Manual(
        what="Helseregionen `{found}` har ikke noe svar.",
        why="Nettstedet skal gi det samme i hele landet. Leseren i denne regionen får ikke vite hvor hun skal.",
        how="Legg til et svar, også når lite er kjent: `{region: helse-nord, checked: 2026-11-22}`. Det som mangler,"
        " vises som ikke oppgitt. Gjelder det samme for alle, holder ett svar med `region: national`.",
    ),
    en=Manual(
        what="The health region `{found}` has no answer.",
        why="The site is to give the same in the whole country. The reader in this region does not learn where to go.",
        how="Add an answer, even where little is known: `{region: helse-nord, checked: 2026-11-22}`. What is missing is"
        " shown as not provided. If the same holds for all, one answer with `region: national` will do.",
    ),
)
def region_missing(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look for an answer for each health region, or one for the whole country."""
    for entry in _sound(catalogue):
        given = {answer.region for answer in entry.record.answers}
        for region in catalogue.vocabulary.health_regions:
            if not given & {region.id, NATIONAL}:
                yield entry.spot("answers", on_key=True, found=region.id)


@rule(
    "K813",
    Severity.ERROR,
    nb=Manual(
        what="Regionen `{found}` har svart to ganger.",
        why="Leseren vet ikke hvilket av svarene som gjelder.",
        how="Slå svarene sammen til ett, eller rett regionen: `region: helse-vest`.",
    ),
    en=Manual(
        what="The region `{found}` has two answers.",
        why="The reader cannot know which of them holds.",
        how="Make one answer of the two, or correct the region: `region: helse-vest`.",
    ),
)
def region_twice(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look for regions that have been seen in the same file."""
    for entry in catalogue.pathways:
        seen: set[str] = set()
        for place, answer in enumerate(entry.record.answers):
            if answer.region in seen:
                yield entry.spot("answers", place, "region", found=answer.region)
            seen.add(answer.region)


def _is_withdrawn(person: Person) -> bool:
    return person.kind != Kind.UNIT or person.status == Confirmation.WITHDRAWN


@rule(
    "K814",
    Severity.ERROR,
    nb=Manual(
        what="`{found}` er ikke en enhet som nettstedet viser.",
        why="Navn og kontaktopplysninger hentes fra registeret over enheter. Siden ville sagt at svaret ikke er"
        " oppgitt.",
        how="Bruk id-en til en enhet (`kind: unit`) i `people/` som ikke er trukket tilbake: `unit:"
        " unn-medisinsk-genetikk`. Er det ikke én bestemt enhet, skriver du `refer_to` i stedet.",
    ),
    en=Manual(
        what="`{found}` is not a unit that the site shows.",
        why="Name and contact are taken from the register of units. The page would say that the answer is not"
        " provided.",
        how="Use the id of a unit (`kind: unit`) in `people/` that has not been withdrawn: `unit:"
        " unn-medisinsk-genetikk`. If it is not one certain unit, write `refer_to` instead.",
    ),
)
def unknown_unit(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look up every unit; a person is none, and of one whose confirmation has lapsed K502 tells."""
    units = {entry.record.id for entry in catalogue.people if not _is_withdrawn(entry.record)}
    for entry, place, answer in _answers(catalogue):
        if answer.unit and answer.unit not in units:
            yield Spot(entry.file, (*entry.path, "answers", place, "unit"), _stranger(answer.unit, units))


_FACTS = ("self_referral", "sample", "form", "laboratory", "phone", "waiting_time")


@rule(
    "K815",
    Severity.ERROR,
    nb=Manual(
        what="Svaret oppgir `{found}`, men ingen kilde.",
        why="Leseren ringer nummeret og sender prøven slik det står. Uten kilde kan ingen kontrollere det.",
        how='Skriv kilden: `sources: [{title: Henvisning, url: "https://www.example.org/", read: 2026-11-22}]`.'
        " Finnes det ingen, sletter du opplysningen.",
    ),
    en=Manual(
        what="The answer gives `{found}` but no source.",
        why="The reader calls the number and sends the sample as it says. Without a source nobody can check it.",
        how='Write the source: `sources: [{title: Referral, url: "https://www.example.org/", read: 2026-11-22}]`.'
        " If there is none, delete the fact.",
    ),
)
def fact_without_source(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look for sources behind the facts of every answer."""
    ill = catalogue.broken
    for entry, place, answer in _answers(catalogue):
        found = next((name for name in _FACTS if getattr(answer, name)), None)
        if found and not answer.sources and (entry.file, ("answers", place, "sources")) not in ill:
            yield entry.spot("answers", place, found, on_key=True, found=found)


_YEAR = timedelta(days=366)


@rule(
    "K816",
    Severity.WARNING,
    nb=Manual(
        what="Svaret ble sist kontrollert {day}, for mer enn ett år siden.",
        why="Telefonnumre, skjemaer og ventetider endrer seg. Leseren kan bli sendt feil vei.",
        how="Sammenlign svaret med kildene, rett det som er endret, og skriv dagen: `checked: 2026-11-22`.",
    ),
    en=Manual(
        what="The answer was last checked on {day}, more than a year ago.",
        why="Phone numbers, forms and waiting times change. The reader may be sent the wrong way.",
        how="Compare the answer with its sources, correct what has changed, and write the day: `checked: 2026-11-22`.",
    ),
    release=True,
)
def answer_long_unchecked(catalogue: Catalogue, context: Context) -> Iterator[Spot]:
    """Count the days since every answer was checked."""
    for entry, place, answer in _answers(catalogue):
        if context.today - answer.checked > _YEAR:
            yield entry.spot("answers", place, "checked", day=str(answer.checked))


_REGIONAL = frozenset({"conditions", "family-planning", "treatment"})
_SHOWN = re.compile(r'<div data-listing="pathways" data-topic="[a-z0-9-]+"></div>')


@rule(
    "K817",
    Severity.WARNING,
    nb=Manual(
        what="Siden viser ikke hvor leseren henvender seg i sin region.",
        why="Leseren vet hva det dreier seg om, men ikke hvor hun skal.",
        how='Skriv `<div data-listing="pathways" data-topic="{topic}"></div>` på en egen linje. Har temaet ingen egen'
        " fil i `pathways/`, bruker du `medisinsk-genetikk`.",
    ),
    en=Manual(
        what="The page does not show where the reader turns in her region.",
        why="The reader knows what it is about, but not where to go.",
        how='Write `<div data-listing="pathways" data-topic="{topic}"></div>` on a line of its own. If the topic has no'
        " file of its own in `pathways/`, use `medisinsk-genetikk`.",
    ),
)
def page_without_pathway(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look for the regional answers on the pages whose readers are sent somewhere, where there are any to show."""
    for article in catalogue.articles:
        meta = article.meta
        known = meta.topic in catalogue.pathway or GENERAL in catalogue.pathway
        asks = meta.audience in _READERS and meta.group in _REGIONAL
        if known and asks and not _SHOWN.search(article.body):
            yield article.entry.spot("group", topic=meta.topic)


@rule(
    "K818",
    Severity.ERROR,
    nb=Manual(
        what="Temaet er «{found}», men filen heter `{name}.yaml`.",
        why="Den som skal rette svaret, finner ikke filen.",
        how="Gi filen navn etter temaet, eller rett temaet: `topic: lynch-syndrom` ligger i `lynch-syndrom.yaml`.",
    ),
    en=Manual(
        what="The topic is “{found}”, but the file is called `{name}.yaml`.",
        why="Whoever wants to correct the answer does not find the file.",
        how="Name the file after the topic, or correct the topic: `topic: lynch-syndrom` lies in `lynch-syndrom.yaml`.",
    ),
)
def pathway_in_another_file(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Compare the topic of every pathway with the name of its file."""
    for entry in catalogue.pathways:
        name = PurePosixPath(entry.file).stem
        if entry.record.topic != name:
            yield entry.spot("topic", found=entry.record.topic, name=name)


RULES = rules_in(globals())
