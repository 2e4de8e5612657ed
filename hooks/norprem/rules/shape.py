"""Family K1: the shape of a record, its texts and its addresses; what has no check is reported while reading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from norprem.findings import Path, Severity, Spot
from norprem.model import Catalogue, Entry, Record, Url
from norprem.rules.table import Context, Manual, reported, rule, rules_in

unknown_key = reported(
    "K101",
    "unknown-key",
    Severity.ERROR,
    nb=Manual(
        what="Feltet `{key}` finnes ikke. Her kan disse feltene stå: {known}.",
        why="Det som står i et ukjent felt, vises ikke noe sted.",
        how="Rett skrivemåten eller slett linjen. Feltnavn er på engelsk, med små bokstaver: `audience: [nurse]`.",
    ),
    en=Manual(
        what="There is no field `{key}`. These fields can stand here: {known}.",
        why="What stands in an unknown field is shown nowhere.",
        how="Correct the spelling or delete the line. Field names are English, in small letters: `audience: [nurse]`.",
    ),
)

missing_key = reported(
    "K102",
    "missing-key",
    Severity.ERROR,
    nb=Manual(
        what="Feltet `{key}` mangler.",
        why="Siden, listene og kalenderen trenger feltet for å bli riktige.",
        how="Legg til en linje med feltet, for eksempel `last_checked: 2026-11-21`. Malene i `_templates/` viser"
        " hvordan hvert felt skrives.",
    ),
    en=Manual(
        what="The field `{key}` is missing.",
        why="The page, the listings and the calendar need the field to be right.",
        how="Add a line with the field, for example `last_checked: 2026-11-21`. The templates in `_templates/` show"
        " how each field is written.",
    ),
)

not_a_text = reported(
    "K103",
    "not-a-text",
    Severity.ERROR,
    nb=Manual(
        what="Feltet `{key}` skal være én enkel tekst, men her står `{found}`.",
        why="Verdien kan ikke vises slik den står.",
        how="Skriv verdien rett etter feltnavnet, uten parenteser og bindestrek: `provider: uib`. Inneholder teksten"
        " kolon, setter du den i anførselstegn.",
    ),
    en=Manual(
        what="The field `{key}` takes one plain text, but here it says `{found}`.",
        why="The value cannot be shown as it stands.",
        how="Write the value right after the field name, without brackets or hyphens: `provider: uib`. If the text"
        " contains a colon, put it in quotation marks.",
    ),
)

empty_value = reported(
    "K104",
    "empty-value",
    Severity.ERROR,
    nb=Manual(
        what="Feltet `{key}` er tomt.",
        why="Leseren kan ikke se om verdien er ukjent eller bare glemt.",
        how="Fyll inn verdien: `seats: 30`. Er den ukjent, sletter du hele linjen hvis malen i `_templates/` sier at"
        " feltet kan utelates. En liste uten verdier skrives slik: `retired: []`.",
    ),
    en=Manual(
        what="The field `{key}` is empty.",
        why="The reader cannot tell whether the value is unknown or merely forgotten.",
        how="Fill in the value: `seats: 30`. If it is unknown, delete the whole line, where the template in"
        " `_templates/` says that the field may be left out. A list without values is written `retired: []`.",
    ),
)

not_a_date = reported(
    "K105",
    "not-a-date",
    Severity.ERROR,
    nb=Manual(
        what="Feltet `{key}` skal være en dato, men her står «{found}».",
        why="Uten en sikker dato kan ikke kalenderen og listene sorteres riktig.",
        how="Skriv år, måned og dag med sifre og bindestrek: `last_checked: 2026-11-21`.",
    ),
    en=Manual(
        what="The field `{key}` takes a date, but here it says “{found}”.",
        why="Without a certain date the calendar and the listings cannot be sorted correctly.",
        how="Write year, month and day in figures with hyphens: `last_checked: 2026-11-21`.",
    ),
)

no_such_day = reported(
    "K106",
    "no-such-day",
    Severity.ERROR,
    nb=Manual(
        what="Datoen «{found}» i feltet `{key}` finnes ikke.",
        why="En deltaker kan møte opp på feil dag.",
        how="Sjekk datoen mot kilden. Rekkefølgen er år, måned, dag: `start: 2027-03-10` er 10. mars 2027.",
    ),
    en=Manual(
        what="The date “{found}” in the field `{key}` does not exist.",
        why="A participant may turn up on the wrong day.",
        how="Check the date against the source. The order is year, month, day: `start: 2027-03-10` is 10 March 2027.",
    ),
)

not_a_time = reported(
    "K107",
    "not-a-time",
    Severity.ERROR,
    nb=Manual(
        what="Feltet `{key}` skal være en dato, med eller uten klokkeslett, men her står «{found}».",
        why="Kalenderen må vite dagen, og klokkeslettet når det er kjent.",
        how="Skriv dato og klokkeslett i norsk tid: `start: 2027-03-10 09:00`. Gjelder det hele dager, skriver du"
        " bare datoen: `start: 2027-03-10`.",
    ),
    en=Manual(
        what="The field `{key}` takes a date, with or without a time of day, but here it says “{found}”.",
        why="The calendar must know the day, and the time where it is known.",
        how="Write date and time as the clock shows in Norway: `start: 2027-03-10 09:00`. For whole days write only"
        " the date: `start: 2027-03-10`.",
    ),
)

not_a_whole_number = reported(
    "K108",
    "not-a-whole-number",
    Severity.ERROR,
    nb=Manual(
        what="Feltet `{key}` skal være et helt tall, men her står «{found}».",
        why="Andre systemer leser verdien som et tall.",
        how="Skriv bare sifre, uten mellomrom, komma, benevning eller nuller foran: `seats: 30`.",
    ),
    en=Manual(
        what="The field `{key}` takes a whole number, but here it says “{found}”.",
        why="Other systems read the value as a number.",
        how="Write figures only, without spaces, commas, units or zeros in front: `seats: 30`.",
    ),
)

not_a_number = reported(
    "K109",
    "not-a-number",
    Severity.ERROR,
    nb=Manual(
        what="Feltet `{key}` skal være et tall, men her står «{found}».",
        why="Andre systemer leser verdien som et tall.",
        how="Skriv tallet uten mellomrom og benevning, med punktum foran desimalene: `ects: 7.5`.",
    ),
    en=Manual(
        what="The field `{key}` takes a number, but here it says “{found}”.",
        why="Other systems read the value as a number.",
        how="Write the number without spaces or units, with a full stop before the decimals: `ects: 7.5`.",
    ),
)

not_an_id = reported(
    "K110",
    "not-an-id",
    Severity.ERROR,
    nb=Manual(
        what="Feltet `{key}` skal være en id, men her står «{found}».",
        why="En id blir til nettadresser og filnavn og må skrives likt overalt.",
        how="Bruk små bokstaver fra a til z, sifre og bindestrek, høyst 80 tegn: `id: medisinsk-genetikk`. Skriv"
        " «ae», «o» og «a» for æ, ø og å.",
    ),
    en=Manual(
        what="The field `{key}` takes an id, but here it says “{found}”.",
        why="An id turns into web addresses and file names and must be written the same way everywhere.",
        how="Use small letters from a to z, figures and hyphens, at most 80 characters: `id: medical-genetics`."
        " Write “ae”, “o” and “a” for æ, ø and å.",
    ),
)

text_in_one_language = reported(
    "K111",
    "text-in-one-language",
    Severity.ERROR,
    nb=Manual(
        what="Feltet `{key}` skal ha en tekst for hvert språk, men her står «{found}».",
        why="Uten språket vet ikke nettstedet hvem teksten er for, og skjermlesere leser den med feil uttale.",
        how="Skriv teksten på bokmål og engelsk: `title: {nb: Medisinsk genetikk, en: Medical genetics}`.",
    ),
    en=Manual(
        what="The field `{key}` takes a text for each language, but here it says “{found}”.",
        why="Without the language the site does not know whom the text is for, and screen readers mispronounce it.",
        how="Write the text in Norwegian bokmål and English: `title: {nb: Medisinsk genetikk, en: Medical genetics}`.",
    ),
)

bad_cost = reported(
    "K112",
    "bad-cost",
    Severity.ERROR,
    nb=Manual(
        what="Prisen skal være `free` eller et beløp med valuta, men her står `{found}`.",
        why="Leseren må kunne stole på prisen, og andre systemer leser den som et tall.",
        how="Skriv `cost: free` eller `cost: {amount: 3500, currency: NOK}`. Er prisen ukjent, sletter du linjen.",
    ),
    en=Manual(
        what="The cost must be `free` or an amount with a currency, but here it says `{found}`.",
        why="The reader must be able to trust the price, and other systems read it as a number.",
        how="Write `cost: free` or `cost: {amount: 3500, currency: NOK}`. If the price is unknown, delete the line.",
    ),
)

_MARKUP = re.compile(
    r"</?[a-zA-Z][^<>]*>|<!--"  # HTML
    r"|&(?:[a-zA-Z]{2,}|#\d+);"
    r"|!?\[[^\[\]]+\]\([^()\s]*\)"  # a Markdown link or picture
    r"|\*\*[^*\s][^*]*\*\*|(?<![\w*])\*\w[^*\n]*[\w.!?]\*(?![\w*])"  # emphasis, but not CYP2D6*4/*10
    r"|__[^_\s][^_]*__|(?<!\w)_\w[^_\n]*[\w.!?]_(?!\w)"
    r"|`+[^`\n]*`*"
    r"|^#{1,6} ",
    re.MULTILINE,
)


@rule(
    "K113",
    Severity.ERROR,
    nb=Manual(
        what="Teksten inneholder formateringskoden `{found}`.",
        why="Teksten vises nøyaktig slik den står. I kalendere og lister ser leseren stjerner og parenteser.",
        how="Skriv teksten uten koder: `nb: Les mer hos arrangøren.` Nettadresser hører hjemme i feltet `url`.",
    ),
    en=Manual(
        what="The text contains the formatting code `{found}`.",
        why="The text is shown exactly as it stands. In calendars and listings the reader sees asterisks and brackets.",
        how="Write the text without codes: `en: Read more at the provider.` Web addresses belong in the field `url`.",
    ),
)
def markup_in_plain_text(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look for HTML and Markdown in every wording."""
    for entry in catalogue.written:
        prose = entry.prose
        if "<" in prose or "&" in prose or "[" in prose or "*" in prose or "_" in prose or "`" in prose or "#" in prose:
            for path, wording in entry.words:
                if found := _MARKUP.search(wording):
                    yield entry.spot(*path, found=found[0][:40].replace("`", "'"))


_LONGEST = {"title": 140, "summary": 700}
"""Characters of what is shown in listings, by field."""


@rule(
    "K114",
    Severity.WARNING,
    nb=Manual(
        what="Teksten er på {length} tegn. I feltet `{key}` bør det ikke være mer enn {limit}.",
        why="Lange titler og sammendrag brytes i lister og kuttes i søketreff og kalendere.",
        how="Ta med det leseren trenger for å velge: hva en lærer, og hvem kurset passer for. La arrangørens side"
        " fortelle resten.",
    ),
    en=Manual(
        what="The text has {length} characters. The field `{key}` should not have more than {limit}.",
        why="Long titles and summaries break in listings and are cut in search results and calendars.",
        how="Keep what the reader needs to choose: what one learns, and whom the course suits. Leave the rest to the"
        " provider’s page.",
    ),
)
def text_too_long(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Measure the titles and summaries of what has a page of its own."""
    for entry in (*catalogue.courses, *catalogue.standards, *catalogue.programmes):
        for key, limit in _LONGEST.items():
            for locale, wording in getattr(entry.record, key):
                if len(wording) > limit:
                    yield entry.spot(key, locale, key=key, length=str(len(wording)), limit=str(limit))


_ADDRESS = re.compile(
    r"https://[\w-]+(?:\.[\w-]+)*\.(?:[^\W\d_]{2,}|xn--[a-z0-9-]+)(?::\d{1,5})?(?:[/?#][^\s<>\"\\`]*)?", re.IGNORECASE
)
_SCHEME = re.compile(r"([a-z][a-z0-9+-]*):(?!\d{1,5}(?:/|$))", re.IGNORECASE)


@lru_cache(maxsize=1 << 15)
def _fault(url: str) -> str | None:
    """Return the code of what is wrong with an address, or None; three rules ask, one after the other."""
    if _ADDRESS.fullmatch(url):
        return None
    scheme = _SCHEME.match(url)
    if scheme and scheme[1].lower() not in ("http", "https"):
        return "K116"
    is_plain = url[:7].lower() == "http://" and _ADDRESS.fullmatch(f"https://{url[7:]}")
    return "K115" if is_plain else "K117"


def _addresses(catalogue: Catalogue, code: str) -> Iterator[tuple[Entry[Record], Path, Url]]:
    """Yield the addresses that are faulty in one way; where none is, the records need not be gone through."""
    if all(_fault(url) != code for url in catalogue.urls):
        return
    for entry in catalogue.written:
        for path, url in entry.urls:
            if _fault(url) == code:
                yield entry, path, url


@rule(
    "K115",
    Severity.ERROR,
    nb=Manual(
        what="Adressen `{found}` begynner med `http://`.",
        why="Uten kryptering kan andre se og endre det leseren får, også ved påmelding.",
        how="Bytt `http` ut med `https`, og se etter at siden åpner seg: `url: https://www.uib.no/`.",
    ),
    en=Manual(
        what="The address `{found}` begins with `http://`.",
        why="Without encryption others can see and change what the reader gets, even at registration.",
        how="Replace `http` by `https`, and make sure that the page opens: `url: https://www.uib.no/`.",
    ),
)
def address_not_secure(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Find addresses that only lack the s."""
    for entry, path, url in _addresses(catalogue, "K115"):
        yield entry.spot(*path, found=url[:80])


@rule(
    "K116",
    Severity.ERROR,
    nb=Manual(
        what="Adressen begynner med `{found}`, og en slik lenke er ikke tillatt.",
        why="Lenken kan kjøre skjult kode eller peke på noe som bare finnes på én maskin.",
        how="Bruk adressen til en vanlig nettside: `url: https://www.uib.no/`. E-postadresser hører hjemme i feltet"
        " `email`.",
    ),
    en=Manual(
        what="The address begins with `{found}`, and such a link is not allowed.",
        why="The link can run hidden code, or point to something that exists on one machine only.",
        how="Use the address of an ordinary web page: `url: https://www.uib.no/`. E-mail addresses belong in the"
        " field `email`.",
    ),
)
def unsafe_address(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Find addresses that do not lead to the web."""
    for entry, path, url in _addresses(catalogue, "K116"):
        yield entry.spot(*path, found=url[: url.index(":") + 1])


@rule(
    "K117",
    Severity.ERROR,
    nb=Manual(
        what="`{found}` er ikke en fullstendig nettadresse.",
        why="Lenken fører ikke fram.",
        how="Kopier adressen fra adressefeltet i nettleseren. Den begynner med `https://` og har verken mellomrom,"
        " brukernavn eller passord: `url: https://www.uib.no/studier`.",
    ),
    en=Manual(
        what="`{found}` is not a complete web address.",
        why="The link leads nowhere.",
        how="Copy the address from the address bar of the browser. It begins with `https://` and has no space, user"
        " name or password: `url: https://www.uib.no/studier`.",
    ),
)
def malformed_address(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Find addresses without a host, with spaces, or with a user name and a password."""
    for entry, path, url in _addresses(catalogue, "K117"):
        yield entry.spot(*path, found=url[:80])


def _lists(catalogue: Catalogue) -> Iterator[tuple[Entry[Record], Path, tuple[str, ...]]]:
    """Yield the lists of words in the catalogue."""
    for course in catalogue.courses:
        for key in ("audience", "topics", "languages", "open_to"):
            yield course, (key,), getattr(course.record, key)
    for person in catalogue.people:
        for key in ("fields", "teaches"):
            yield person, (key,), getattr(person.record, key)
    for standard in catalogue.standards:
        for key in ("professions", "fields"):
            yield standard, (key,), getattr(standard.record, key)
        for place, competence in enumerate(standard.record.competences):
            yield standard, ("competences", place, "topics"), competence.topics
    for programme in catalogue.programmes:
        for key in ("audience", "languages", "requires"):
            yield programme, (key,), getattr(programme.record, key)
    for need in catalogue.needs:
        for key in ("professions", "fields"):
            yield need, (key,), getattr(need.record, key)
    for term in catalogue.terms:
        for locale, words in term.record.synonyms.items():
            yield term, ("synonyms", locale), words


@rule(
    "K118",
    Severity.WARNING,
    nb=Manual(
        what="«{found}» står to ganger i den samme listen.",
        why="Verdien blir vist to ganger. Kanskje skulle det ha stått en annen verdi her.",
        how="Slett den ene, eller bytt den ut med verdien som var ment: `audience: [nurse, midwife]`.",
    ),
    en=Manual(
        what="“{found}” is in the same list twice.",
        why="The value is shown twice. Perhaps another value was meant.",
        how="Delete one of them, or replace it by the value that was meant: `audience: [nurse, midwife]`.",
    ),
)
def value_twice_in_a_list(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Compare each list with the set of its values."""
    for entry, path, values in _lists(catalogue):
        if len(values) > 1 and len(set(values)) < len(values):
            place = next(place for place, value in enumerate(values) if value in values[:place])
            yield entry.spot(*path, place, found=values[place])


_NAMES = frozenset({"title", "original_title", "name", "term", "label", "place", "code"})


@rule(
    "K119",
    Severity.ERROR,
    nb=Manual(
        what="Feltet `{key}` går over flere linjer.",
        why="Navn og titler blir til overskrifter, lenker og kalenderlinjer, og der er det bare plass til én linje.",
        how="Skriv hele navnet på én linje, uten `|` etter kolonet: `nb: Medisinsk genetikk for fastleger`.",
    ),
    en=Manual(
        what="The field `{key}` runs over several lines.",
        why="Names and titles turn into headings, links and calendar entries, which have room for one line only.",
        how="Write the whole name on one line, without `|` after the colon: `en: Medical genetics for GPs`.",
    ),
)
def line_break_in_name(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look for line breaks in what names something."""
    for entry in catalogue.written:
        if "\n" in entry.prose:
            for path, wording in entry.words:
                key = next((step for step in path if step in _NAMES), None)
                if key and "\n" in wording:
                    yield entry.spot(*path, key=str(key))


not_a_list = reported(
    "K120",
    "not-a-list",
    Severity.ERROR,
    nb=Manual(
        what="Feltet `{key}` skal være en liste.",
        why="Feltet kan ha flere verdier, og nettstedet leser dem én for én.",
        how="Sett verdiene i hakeparentes med komma mellom, også når det bare er én: `audience: [nurse]`.",
    ),
    en=Manual(
        what="The field `{key}` takes a list.",
        why="The field can have several values, and the site reads them one by one.",
        how="Put the values in square brackets with commas between, even when there is only one: `audience: [nurse]`.",
    ),
)

not_fields = reported(
    "K121",
    "not-fields",
    Severity.ERROR,
    nb=Manual(
        what="Under `{key}` skal det stå felt med navn og verdi.",
        why="Uten feltnavn er det umulig å vite hva verdien betyr.",
        how="Skriv feltene i krøllparentes eller på egne linjer med innrykk: `load: {ects: 7.5}`.",
    ),
    en=Manual(
        what="Below `{key}` there must be fields with a name and a value.",
        why="Without field names nobody can tell what the value means.",
        how="Write the fields in braces, or on indented lines of their own: `load: {ects: 7.5}`.",
    ),
)

file_without_fields = reported(
    "K122",
    "file-without-fields",
    Severity.ERROR,
    nb=Manual(
        what="Filen inneholder tekst eller en liste, men ingen felt på øverste nivå.",
        why="Uten feltnavn er det umulig å vite hva verdiene betyr.",
        how="Begynn hver linje med et feltnavn og kolon, slik malene i `_templates/` gjør: `id: medisinsk-genetikk`.",
    ),
    en=Manual(
        what="The file contains text or a list, but no fields at the top level.",
        why="Without field names nobody can tell what the values mean.",
        how="Begin each line with a field name and a colon, as the templates in `_templates/` do: `id:"
        " medical-genetics`.",
    ),
)

_CURRENCY = re.compile("[A-Z]{3}")


@rule(
    "K123",
    Severity.ERROR,
    nb=Manual(
        what="Valutaen er skrevet «{found}».",
        why="Andre systemer kjenner bare valutakodene på tre store bokstaver.",
        how="Bruk koden, for eksempel NOK, EUR, SEK eller DKK: `cost: {amount: 3500, currency: NOK}`.",
    ),
    en=Manual(
        what="The currency is written “{found}”.",
        why="Other systems know only the currency codes of three capital letters.",
        how="Use the code, for example NOK, EUR, SEK or DKK: `cost: {amount: 3500, currency: NOK}`.",
    ),
)
def malformed_currency(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Check the form of currency codes."""
    for entry in catalogue.courses:
        cost = entry.record.cost
        if cost and cost.currency and not _CURRENCY.fullmatch(cost.currency):
            yield entry.spot("cost", "currency", found=cost.currency)


_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


@rule(
    "K124",
    Severity.ERROR,
    nb=Manual(
        what="«{found}» er ikke en e-postadresse.",
        why="Leseren får ikke sendt noe til adressen.",
        how="Skriv bare adressen, uten navn og uten `mailto:`, slik: `email: post@example.org`.",
    ),
    en=Manual(
        what="“{found}” is not an e-mail address.",
        why="The reader cannot send anything to it.",
        how="Write the address alone, without a name and without `mailto:`, like this: `email: post@example.org`.",
    ),
)
def malformed_email(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Check the form of contact addresses."""
    for entry in catalogue.people:
        contact = entry.record.contact
        if contact and contact.email and not _EMAIL.fullmatch(contact.email):
            yield entry.spot("contact", "email", found=contact.email[:80])


not_a_level = reported(
    "K125",
    "not-a-level",
    Severity.ERROR,
    nb=Manual(
        what="Feltet `{key}` skal være et nivå fra 1 til 4, men her står «{found}».",
        why="Nivået forteller hvor godt noe skal mestres. Uten det kan ikke læreplaner og kurs måles mot standarden.",
        how="Skriv tallet alene: 1 er vet, 2 vet hvordan, 3 viser hvordan, 4 gjør: `level: 3`. Nivåene er forklart i"
        " `vocabulary/competence-levels.yaml`.",
    ),
    en=Manual(
        what="The field `{key}` takes a level from 1 to 4, but here it says “{found}”.",
        why="The level tells how well something must be mastered. Without it no curriculum or course can be measured"
        " against the standard.",
        how="Write the number alone: 1 is knows, 2 knows how, 3 shows how, 4 does: `level: 3`. The levels are explained"
        " in `vocabulary/competence-levels.yaml`.",
    ),
)

not_an_edition = reported(
    "K126",
    "not-an-edition",
    Severity.ERROR,
    nb=Manual(
        what="Feltet `{key}` skal være en utgave, to tall med punktum mellom, men her står «{found}».",
        why="Læreplaner viser til en bestemt utgave, og nettstedet må vite hvilken av to som er nyest.",
        how='Skriv to hele tall med punktum mellom, i anførselstegn: `edition: "1.0"`. Uten anførselstegn leser mange'
        " programmer 1.10 som 1.1.",
    ),
    en=Manual(
        what="The field `{key}` takes an edition, two numbers with a full stop between, but here it says “{found}”.",
        why="Curricula refer to one certain edition, and the site must know which of two is the newer.",
        how='Write two whole numbers with a full stop between, in quotation marks: `edition: "1.0"`. Without the marks'
        " many programs read 1.10 as 1.1.",
    ),
)

not_a_competence = reported(
    "K127",
    "not-a-competence",
    Severity.ERROR,
    nb=Manual(
        what="Feltet `{key}` skal vise til en kompetanse i en standard, men her står «{found}».",
        why="Uten både standard og kompetanse vet ikke nettstedet hva som læres eller trengs.",
        how="Skriv id-en til standarden, en skråstrek og id-en til kompetansen: `competence: gp/family-history`. Bruk"
        " id-en, ikke nummeret som er trykt.",
    ),
    en=Manual(
        what="The field `{key}` must point to a competence in a standard, but here it says “{found}”.",
        why="Without both the standard and the competence the site cannot tell what is taught or needed.",
        how="Write the id of the standard, a slash and the id of the competence: `competence: gp/family-history`. Use"
        " the id, not the printed number.",
    ),
)

text_cut_at_a_comma = reported(
    "K128",
    "text-cut-at-a-comma",
    Severity.ERROR,
    nb=Manual(
        what='Kommaet deler teksten i `{key}`. Skriv `{locale}: "{whole}"` med anførselstegn.',
        why="Mellom `{` og `}` skiller kommaet feltene fra hverandre, så resten av setningen blir til et nytt felt.",
        how='Sett teksten i anførselstegn, `nb: "Art, type og svar"`, eller skriv hvert språk på sin egen linje uten'
        " krøllparenteser.",
    ),
    en=Manual(
        what='The comma cuts the text in `{key}` in two. Write `{locale}: "{whole}"` with quotation marks.',
        why="Between `{` and `}` a comma separates fields, so the rest of the sentence becomes a field of its own.",
        how='Put the text in quotation marks, `en: "Species, type and answer"`, or write each language on a line of its'
        " own without the curly brackets.",
    ),
)

not_yes = reported(
    "K129",
    "not-yes",
    Severity.ERROR,
    nb=Manual(
        what="Feltet `{key}` kan bare være `yes`, men her står «{found}».",
        why="Nettstedet gjetter ikke på hva «true», «ja» eller «nei» betyr.",
        how="Skriv `everyday: yes`, eller slett linjen.",
    ),
    en=Manual(
        what="The field `{key}` can only be `yes`, but here it says “{found}”.",
        why="The site does not guess what “true”, “ja” or “no” means.",
        how="Write `everyday: yes`, or delete the line.",
    ),
)

RULES = rules_in(globals())
