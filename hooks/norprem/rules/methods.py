"""Family K8: the register of methods, where each stands, who decided it and when."""

from __future__ import annotations

import re
from collections.abc import Iterator

from norprem.findings import Path, Severity, Spot
from norprem.model import Catalogue, Entry, Method, MethodStatus
from norprem.prose.marks import METHOD
from norprem.rules.table import Context, Manual, rule, rules_in


def _sound(catalogue: Catalogue) -> Iterator[Entry[Method]]:
    """Yield the methods that could be read in full: a field that could not be read is not a missing one."""
    ill = {file for file, _ in catalogue.broken}
    return (entry for entry in catalogue.methods if entry.file not in ill)


_DATED = frozenset({MethodStatus.ESTABLISHED, MethodStatus.CONDITIONAL, MethodStatus.NOT_INTRODUCED})


@rule(
    "K801",
    Severity.ERROR,
    nb=Manual(
        what="`{given}` er oppgitt, men ikke `{missing}`.",
        why="En status gjelder fra en dag, og noen har bestemt den. Leseren må kunne se begge deler.",
        how="Skriv begge linjene: `decided_by: {nb: Beslutningsforum for nye metoder, en: Decision Forum for New"
        " Methods}` og `decided: 2019-10-21`. Er bare måneden eller året kjent, skriver du `decided: 2019-10` eller"
        " `decided: 2019`. Er ingenting kjent, sletter du begge.",
    ),
    en=Manual(
        what="`{given}` is given, but not `{missing}`.",
        why="A status holds from a day, and somebody decided it. The reader must be able to see both.",
        how="Write both lines: `decided_by: {nb: Beslutningsforum for nye metoder, en: Decision Forum for New"
        " Methods}` and `decided: 2019-10-21`. If only the month or the year is known, write `decided: 2019-10` or"
        " `decided: 2019`. If nothing is known, delete both.",
    ),
)
def decision_without_date(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look for decisions that have a body and no day, or a day and no body."""
    for entry in _sound(catalogue):
        method = entry.record
        if method.status in _DATED and (method.decided_by is None) != (method.decided is None):
            given, missing = ("decided", "decided_by") if method.decided else ("decided_by", "decided")
            yield entry.spot(given, on_key=True, given=given, missing=missing)


_DECIDED = frozenset({MethodStatus.CONDITIONAL, MethodStatus.NOT_INTRODUCED})


@rule(
    "K802",
    Severity.ERROR,
    nb=Manual(
        what="Statusen er `{status}`, men filen sier ikke hvem som har bestemt det.",
        why="Et vilkår eller et nei er en beslutning. Uten den kan ikke leseren vite om statusen stemmer.",
        how="Oppgi organet: `decided_by: {nb: Beslutningsforum for nye metoder, en: Decision Forum for New Methods}`."
        " Er det en lov som stenger, er det loven eller den som forvalter den. Finnes det ingen beslutning, skriver du"
        " `status: experimental` eller `status: under-assessment`.",
    ),
    en=Manual(
        what="The status is `{status}`, but the file does not say who decided so.",
        why="A condition or a no is a decision. Without it, the reader cannot know whether the status is right.",
        how="Name the body: `decided_by: {nb: Beslutningsforum for nye metoder, en: Decision Forum for New Methods}`."
        " If a law stands in the way, it is the law, or whoever administers it. If there is no decision, write"
        " `status: experimental` or `status: under-assessment`.",
    ),
)
def status_without_decision(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look for who decided, where a status is a decision; that there is a source, the shape of the record demands."""
    for entry in _sound(catalogue):
        if entry.record.status in _DECIDED and entry.record.decided_by is None:
            yield entry.spot("status", status=entry.record.status)


def _is_later(day: str, other: str) -> bool:
    """Tell whether a day, month or year is later than another, as far as both are known."""
    known = min(len(day), len(other))
    return day[:known] > other[:known]


@rule(
    "K803",
    Severity.ERROR,
    nb=Manual(
        what="Datoen {found} er senere enn {limit}.",
        why="Det som ikke har skjedd ennå, er ingen status, og endringer i feil rekkefølge blir lest feil.",
        how="Rett året: `decided: 2019-10-21`. I `changes` står den eldste endringen først og den nyeste sist.",
    ),
    en=Manual(
        what="The date {found} is later than {limit}.",
        why="What has not happened yet is no status, and changes in the wrong order are misread.",
        how="Correct the year: `decided: 2019-10-21`. In `changes`, the oldest change comes first, the newest last.",
    ),
)
def method_dates_out_of_order(catalogue: Catalogue, context: Context) -> Iterator[Spot]:
    """Compare the decision and every change with today, and each change with the next."""
    today = context.today.isoformat()
    for entry in catalogue.methods:
        days = [change.on for change in entry.record.changes]
        limits = (*days[1:], today)
        told: list[tuple[Path, str, str]] = [
            (("changes", place, "on"), day, min(today, limit))
            for place, (day, limit) in enumerate(zip(days, limits, strict=False))
        ]
        told.append((("decided",), entry.record.decided or "", today))
        for path, day, limit in told:
            if _is_later(day, limit):
                yield entry.spot(*path, found=day, limit=limit)


@rule(
    "K804",
    Severity.WARNING,
    nb=Manual(
        what="Statusen skulle vært kontrollert på nytt senest {day}.",
        why="Beslutninger kommer hver måned. Leseren ser at fristen er gått ut, og kan ikke stole på statusen.",
        how="Se etter hos den som bestemmer. Skriv dagen i `last_checked`, og sett en ny frist: `next_review:"
        " 2027-11-22`.",
    ),
    en=Manual(
        what="The status should have been checked again by {day}.",
        why="Decisions are made every month. The reader sees that the check is overdue and cannot rely on the status.",
        how="Look it up with whoever decides. Put the day in `last_checked`, and set a new one: `next_review:"
        " 2027-11-22`.",
    ),
    release=True,
)
def method_check_overdue(catalogue: Catalogue, context: Context) -> Iterator[Spot]:
    """Compare the next check of every method with today."""
    for entry in catalogue.methods:
        if entry.record.next_review < context.today:
            yield entry.spot("next_review", day=str(entry.record.next_review))


_NUMBER = re.compile(r"ID\d{4}_\d{3}")


@rule(
    "K805",
    Severity.ERROR,
    nb=Manual(
        what="«{found}» er ikke et saksnummer fra Nye metoder.",
        why="Leseren søker med nummeret på nyemetoder.no. Et nummer i feil form gir ingen treff.",
        how="Skriv ID, årstallet, understrek og tre siffer: `reference: ID2017_073`. Er nummeret ukjent, sletter du"
        " linjen.",
    ),
    en=Manual(
        what="“{found}” is not a case number from Nye metoder (New Methods).",
        why="The reader searches nyemetoder.no for the number. One in the wrong form finds nothing.",
        how="Write ID, the year, an underscore and three digits: `reference: ID2017_073`. If the number is unknown,"
        " delete the line.",
    ),
)
def malformed_decision_number(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look at the form of the number of every decision."""
    for entry in catalogue.methods:
        found = entry.record.reference
        if found and not _NUMBER.fullmatch(found):
            yield entry.spot("reference", found=found)


@rule(
    "K806",
    Severity.WARNING,
    nb=Manual(
        what="Ingen side nevner metoden `{found}`.",
        why="Registeret skal vise hvor det som sidene omtaler, står. Det ingen nevner, blir ikke lest og ikke"
        " vedlikeholdt.",
        how="Skriv merket `[[metode:prosigna]]`, med id-en til metoden, på siden som omtaler den. Omtaler ingen side"
        " den, sletter du filen.",
    ),
    en=Manual(
        what="No page names the method `{found}`.",
        why="The register is to show where the things stand that the pages speak of. What nobody names is not read and"
        " not kept up.",
        how="Write the mark `[[metode:prosigna]]`, with the id of the method, on the page that speaks of it. If no page"
        " does, delete the file.",
    ),
)
def method_nobody_names(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look for every method among the marks of the pages, where there are pages."""
    named = {found for article in catalogue.article.values() for found in METHOD.findall(article.body)}
    for entry in catalogue.methods:
        if catalogue.article and entry.record.id not in named:
            yield entry.spot("id", found=entry.record.id)


RULES = rules_in(globals())
