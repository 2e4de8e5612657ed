"""Family K5: people and privacy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from norprem.findings import Path, Severity, Spot
from norprem.model import Catalogue, Confirmation, Entry, Kind, Record
from norprem.rules.table import Context, Manual, rule, rules_in


@rule(
    "K501",
    Severity.ERROR,
    nb=Manual(
        what="Oppføringen gjelder en person, men mangler et rettslig grunnlag (`basis`).",
        why="Personopplysninger kan bare vises når det finnes et rettslig grunnlag.",
        how="Legg til `basis: consent` (personen har samtykket), `basis: public-task` (arbeidsgiverens offentlige"
        " oppgave) eller `basis: published-role` (nettverket har selv publisert vervet).",
    ),
    en=Manual(
        what="The entry is about a person but lacks a legal ground (`basis`).",
        why="Personal data may only be shown where there is a legal ground.",
        how="Add `basis: consent` (the person has consented), `basis: public-task` (the employer’s public task) or"
        " `basis: published-role` (the network itself has published the role).",
    ),
)
def missing_basis(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look for the legal ground of each person; units need none."""
    for entry in catalogue.people:
        if entry.record.kind == Kind.PERSON and not entry.record.basis:
            yield entry.spot("kind")


@rule(
    "K502",
    Severity.WARNING,
    nb=Manual(
        what="Oppføringen skulle vært bekreftet på nytt senest {review_by}. Den vises ikke lenger på nettstedet.",
        why="Folk bytter jobb og verv. Det ingen har bekreftet, skal ikke vises.",
        how="Spør personen eller enheten. Skriv dagen i `confirmed_on` og en ny frist i `review_by`: `review_by:"
        " 2027-11-22`. Stemmer det ikke lenger, skriver du `status: withdrawn`.",
    ),
    en=Manual(
        what="The entry should have been confirmed again by {review_by}. It is no longer shown on the site.",
        why="People change jobs and roles. What nobody has confirmed must not be shown.",
        how="Ask the person or the unit. Put the day in `confirmed_on` and a new last day in `review_by`:"
        " `review_by: 2027-11-22`. If it is no longer true, write `status: withdrawn`.",
    ),
)
def lapsed_confirmation(catalogue: Catalogue, context: Context) -> Iterator[Spot]:
    """Compare the last day of each entry that is not withdrawn with today."""
    for entry in catalogue.people:
        person = entry.record
        if person.review_by < context.today and person.status != Confirmation.WITHDRAWN:
            yield entry.spot("review_by", review_by=str(person.review_by))


_EMAIL = re.compile(r"(?<![\w.+-])([\w.+-]+)@([\w-]+(?:\.[\w-]+)+)")
_PRIVATE_HOSTS = re.compile(
    r"(?:gmail|googlemail|hotmail|outlook|live|msn|yahoo|icloud|me|mac|proton|protonmail|aol|gmx)\.[a-z.]+"
    r"|pm\.me|online\.no|start\.no|broadpark\.no|getmail\.no|lyse\.net|altibox\.no|frisurf\.no",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"post|info|kontakt|contact|kurs|course|support|admin|sekret|office|mottak|resepsjon|avd|senter|center|centre|klinikk"
    r"|clinic|genet|genom|lab|patolog|patholog|mikrobiolog|onkolog|oncolog|sjeldne|rare|regut|utdanning|education"
    r"|nettverk|network|forskning|research|fag|team|group|gruppe|presse|personvern|privacy",
    re.IGNORECASE,
)


def _personal(name: str, host: str) -> bool:
    """Tell whether an address belongs to one human being, by the rule that the manual of K503 states."""
    if _PRIVATE_HOSTS.fullmatch(host):
        return True
    return bool(re.search(r"[^._][._][^._]", name)) and not _ROLE.search(name)


@rule(
    "K503",
    Severity.ERROR,
    nb=Manual(
        what="«{found}» ser ut til å være en personlig e-postadresse.",
        why="Personlige adresser blir samlet inn og brukt til søppelpost, og de blir liggende i historikken selv om"
        " de slettes.",
        how="Bruk en felles adresse: `email: post@example.org`. En adresse regnes som personlig når den ligger hos"
        " en privat e-posttjeneste, eller når det står to ord med punktum eller understrek mellom foran @, uten at"
        " noe av det er navnet på en funksjon (post, kontakt, kurs, genetikk og liknende).",
    ),
    en=Manual(
        what="“{found}” seems to be a personal e-mail address.",
        why="Personal addresses are harvested by senders of spam, and they stay in the history even when deleted.",
        how="Use a shared address: `email: post@example.org`. An address counts as personal when it is with a"
        " private e-mail service, or when there are two words with a full stop or an underscore between them before"
        " the @, and neither names a function (post, contact, course, genetics and the like).",
    ),
)
def personal_address(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look at every e-mail address in every wording."""
    for entry in catalogue.written:
        if "@" in entry.prose:
            for path, wording in entry.words:
                for found in _EMAIL.finditer(wording):
                    if _personal(found[1], found[2]):
                        yield entry.spot(*path, found=found[0])


_YEAR = 366


@rule(
    "K504",
    Severity.ERROR,
    nb=Manual(
        what="Oppføringen ble bekreftet {confirmed_on}, og fristen for neste bekreftelse er først {review_by}.",
        why="En oppføring om en person eller en enhet vises i høyst ett år uten ny bekreftelse.",
        how="Sett fristen til høyst ett år etter `confirmed_on`: `review_by: 2027-11-22`.",
    ),
    en=Manual(
        what="The entry was confirmed on {confirmed_on}, and need not be confirmed again until {review_by}.",
        why="An entry about a person or a unit is shown for at most a year without a new confirmation.",
        how="Set the last day to at most a year after `confirmed_on`: `review_by: 2027-11-22`.",
    ),
)
def review_too_late(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Count the days between confirmation and review."""
    for entry in catalogue.people:
        person = entry.record
        if (person.review_by - person.confirmed_on).days > _YEAR:
            yield entry.spot("review_by", confirmed_on=str(person.confirmed_on), review_by=str(person.review_by))


_LETTERS = bytes(set(range(128)) - set(b"0123456789 .-?\x1f"))
_RUN = re.compile(r"[0-9](?:[ \u00a0.-]?[0-9]){7}")
_SHORT_RUN = re.compile(rb"[0-9](?:[ ?.-]?[0-9]){7}")


@lru_cache(maxsize=1 << 15)
def _has_long_number(prose: str) -> bool:
    """Tell whether a text may have eight figures in a row: without its letters it is soon searched. Two rules ask."""
    return _SHORT_RUN.search(prose.encode("ascii", "replace").translate(None, _LETTERS)) is not None


def _long_numbers(catalogue: Catalogue) -> Iterator[tuple[Entry[Record], Path, str]]:
    """Yield the wordings with eight figures in a row."""
    for entry in catalogue.written:
        if _has_long_number(entry.prose):
            for path, wording in entry.words:
                if _RUN.search(wording):
                    yield entry, path, wording


_NOT_A_PHONE = r"\+(?!47)\d[\d .-]*|PMID:? ?\d+"
_GAP = "[ \u00a0.-]?"
_MOBILE = re.compile(
    rf"{_NOT_A_PHONE}|(?<![\w/.+-])((?:(?:\+|00)47{_GAP})?"
    rf"[49]\d(?:\d{_GAP}\d\d{_GAP}\d{{3}}|{_GAP}\d\d{_GAP}\d\d{_GAP}\d\d))(?!\w|[ .-]\d)"
)


@rule(
    "K505",
    Severity.ERROR,
    nb=Manual(
        what="Teksten inneholder det som ser ut som et mobilnummer.",
        why="Et mobilnummer tilhører som regel én person, og det blir liggende i historikken selv om det slettes.",
        how='Bruk nummeret til sentralbordet eller avdelingen: `phone: "800 41 710"`. Norske numre på åtte sifre som'
        " begynner med 4 eller 9, regnes som mobilnumre.",
    ),
    en=Manual(
        what="The text contains what looks like a mobile number.",
        why="As a rule a mobile number belongs to one person, and it stays in the history even when deleted.",
        how='Use the number of the switchboard or the department: `phone: "800 41 710"`. Norwegian numbers of eight'
        " figures that begin with 4 or 9 count as mobile numbers.",
    ),
)
def mobile_number(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look for Norwegian mobile numbers; the sentence does not repeat them."""
    for entry, path, wording in _long_numbers(catalogue):
        if any(found[1] for found in _MOBILE.finditer(wording)):
            yield entry.spot(*path)


_IDENTITY = re.compile(r"(?<![\w.])(\d{6})[ -]?(\d{5})(?!\w)")
_WEIGHTS = ((3, 7, 6, 1, 8, 9, 4, 5, 2, 1), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1))


def _is_identity(number: str) -> bool:
    """Check the date and both check digits; days and months may be raised by 40, and months of test numbers by 80."""
    figures = [int(figure) for figure in number]
    day, month = int(number[:2]) % 40, int(number[2:4]) % 40
    sums = (sum(weight * figure for weight, figure in zip(row, figures, strict=False)) for row in _WEIGHTS)
    return 1 <= day <= 31 and 1 <= month <= 12 and all(total % 11 == 0 for total in sums)


@rule(
    "K506",
    Severity.ERROR,
    nb=Manual(
        what="Teksten inneholder det som ser ut som et fødselsnummer.",
        why="Et fødselsnummer skal aldri publiseres. Når det først er lagt inn, blir det liggende i historikken.",
        how="Slett nummeret. Er endringen allerede sendt inn, sier du straks fra til nettverket, slik at historikken"
        " kan ryddes.",
    ),
    en=Manual(
        what="The text contains what looks like a national identity number.",
        why="An identity number must never be published. Once it has been entered, it stays in the history.",
        how="Delete the number. If the change has been sent in already, tell the network at once, so that the"
        " history can be cleaned.",
    ),
)
def national_identity_number(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look for eleven figures that pass the check of identity numbers; the sentence does not repeat them."""
    for entry, path, wording in _long_numbers(catalogue):
        if any(_is_identity(found[1] + found[2]) for found in _IDENTITY.finditer(wording)):
            yield entry.spot(*path)


@rule(
    "K507",
    Severity.ERROR,
    nb=Manual(
        what="Oppføringen gjelder en person, men har e-post eller telefon.",
        why="Nettstedet viser bare felles adresser og numre. De hører til enheten og gjelder også når personen"
        " slutter.",
        how="Flytt opplysningen til enheten personen hører til (`kind: unit`), og slett linjen her. En nettside kan"
        " stå: `url: https://www.uib.no/`.",
    ),
    en=Manual(
        what="The entry is about a person but has an e-mail address or a phone number.",
        why="The site shows shared addresses and numbers only. They belong to the unit and still hold when the"
        " person leaves.",
        how="Move it to the unit to which the person belongs (`kind: unit`), and delete the line here. A web page"
        " may stay: `url: https://www.uib.no/`.",
    ),
)
def person_with_contact(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look for ways to reach a person directly."""
    for entry in catalogue.people:
        contact = entry.record.contact
        if contact and entry.record.kind == Kind.PERSON:
            for key in ("email", "phone"):
                if getattr(contact, key):
                    yield entry.spot("contact", key)


@rule(
    "K508",
    Severity.WARNING,
    nb=Manual(
        what="Oppføringen er trukket tilbake, men filen ligger her fortsatt.",
        why="Den vises ikke på nettstedet, men alle kan lese den i filen.",
        how="Slett filen, og legg id-en inn i `retired.yaml`: `kind: person` og `id: navnet-paa-filen`.",
    ),
    en=Manual(
        what="The entry has been withdrawn, but the file is still here.",
        why="It is not shown on the site, but anybody can read it in the file.",
        how="Delete the file, and enter the id in `retired.yaml`: `kind: person` and `id: name-of-the-file`.",
    ),
)
def withdrawn_entry_still_there(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look for entries with the status withdrawn."""
    for entry in catalogue.people:
        if entry.record.status == Confirmation.WITHDRAWN:
            yield entry.spot("status")


RULES = rules_in(globals())
