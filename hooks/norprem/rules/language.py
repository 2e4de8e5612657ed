"""Family K4: languages, translations and letters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from norprem.findings import Path, Severity, Spot
from norprem.model import Catalogue, Entry, Record
from norprem.rules.table import Context, Manual, rule, rules_in
from norprem.text import Text
from norprem.vocabulary import nearest

_GUESTS = ("nn", "se")
"""Languages a text may have besides those of the site: nynorsk and Northern Sámi."""

_MEANT = {
    "no": "nb",
    "nor": "nb",
    "nob": "nb",
    "bm": "nb",
    "norsk": "nb",
    "eng": "en",
    "english": "en",
    "engelsk": "en",
}
_MEANT |= {"nno": "nn", "nynorsk": "nn", "sme": "se", "smi": "se", "samisk": "se"}


def _other_than(catalogue: Catalogue) -> Iterator[tuple[Entry[Record], Path, Text, list[str]]]:
    """Yield the texts that are not in exactly the languages of the site, with the languages they are in."""
    usual = list(catalogue.vocabulary.locales)
    if usual:  # a list without values could not be read, which is reported already
        for entry, path, text in catalogue.texts:
            own = [locale for locale, _ in text.forms]
            if own != usual:
                yield entry, path, text, own


def _known(catalogue: Catalogue) -> tuple[str, ...]:
    """Return all languages a text may have."""
    return (*catalogue.vocabulary.locales, *_GUESTS)


@rule(
    "K401",
    Severity.ERROR,
    nb=Manual(
        what="Teksten mangler på språket `{locale}`.",
        why="De som leser det språket, får en tom plass eller en tekst på feil språk.",
        how="Legg til språket med samme innrykk som det andre: `en: Medical genetics`.",
    ),
    en=Manual(
        what="The text is missing in the language `{locale}`.",
        why="Readers of that language get an empty space, or a text in the wrong language.",
        how="Add the language with the same indentation as the other one: `en: Medical genetics`.",
    ),
)
def missing_translation(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look for each language of the site; an unknown language may be the missing one, and is reported as such."""
    known = _known(catalogue)
    for entry, path, _text, own in _other_than(catalogue):
        if set(own).issubset(known):
            for locale in catalogue.vocabulary.locales:
                if locale not in own:
                    yield entry.spot(*path, on_key=True, locale=locale)


def _languages(catalogue: Catalogue) -> Iterator[tuple[Entry[Record], Path, str]]:
    """Yield every language that a text or a list of words claims to be in."""
    for entry, path, _, own in _other_than(catalogue):
        for locale in own:
            yield entry, path, locale
    for term in catalogue.terms:
        for locale in term.record.synonyms:
            yield term, ("synonyms",), locale


@rule(
    "K402",
    Severity.ERROR,
    nb=Manual(
        what="Språket `{found}` er ukjent. Nettstedet kjenner {known}.",
        why="Teksten vises ikke for noen.",
        how="Skriv `nb` for bokmål og `en` for engelsk, eventuelt også `nn` for nynorsk og `se` for nordsamisk: `nb:"
        " Medisinsk genetikk`.",
    ),
    en=Manual(
        what="The language `{found}` is unknown. The site knows {known}.",
        why="The text is shown to nobody.",
        how="Write `nb` for Norwegian bokmål and `en` for English, and if you wish `nn` for nynorsk and `se` for"
        " Northern Sámi: `en: Medical genetics`.",
    ),
)
def unknown_language(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look up the languages of texts and of synonyms."""
    known = _known(catalogue)
    for entry, path, found in _languages(catalogue):
        if catalogue.vocabulary.locales and found not in known:
            values = {"found": found[:60], "known": ", ".join(known)}
            if near := _MEANT.get(found.lower()) or nearest(found, known):
                values["nearest"] = near
            yield Spot(entry.file, (*entry.path, *path, found), values, on_key=True)


_RUNNING = frozenset(
    {"summary", "prerequisites", "outcomes", "role", "definition", "referral", "availability_note", "note", "reason"}
    | {"statement", "locator", "who", "entry", "steps", "ask", "text", "description", "purpose", "status_note"}
)
_LONG = 30


def _running(catalogue: Catalogue) -> Iterator[tuple[Entry[Record], Path, Text]]:
    """Yield the texts that consist of sentences; names and titles may well be the same in both languages."""
    for entry, path, text in catalogue.texts:
        if not _RUNNING.isdisjoint(path):
            yield entry, path, text


@rule(
    "K403",
    Severity.WARNING,
    nb=Manual(
        what="Teksten er den samme på `{first}` og `{second}`.",
        why="Den ene gruppen lesere får en tekst på feil språk, merket som om den var oversatt.",
        how="Oversett teksten: `nb: Kurset gir en innføring i genetikk.` og `en: The course is an introduction to"
        " genetics.`",
    ),
    en=Manual(
        what="The text is the same in `{first}` and `{second}`.",
        why="One group of readers gets a text in the wrong language, marked as if it were translated.",
        how="Translate the text: `nb: Kurset gir en innføring i genetikk.` and `en: The course is an introduction to"
        " genetics.`",
    ),
)
def same_in_both_languages(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Compare the languages of each text of some length."""
    for entry, path, text in _running(catalogue):
        first: dict[str, str] = {}
        for locale, wording in text.forms:
            other = first.setdefault(wording, locale)
            if other != locale and len(wording) > _LONG:
                yield entry.spot(*path, locale, first=other, second=locale)


_WORD = re.compile(r"[^\W\d_]+")
_NORWEGIAN = frozenset(
    _WORD.findall(
        "og er som til på av ikke med et det kan skal vil fra eller også blir har når hva seg være mellom gjennom etter"
        " hvordan både samt ved dette disse deres noen andre gir får må"
    )
)
_ENGLISH = frozenset(
    _WORD.findall(
        "the and of with is are that this you from or not which how they can be as have has these those their into what"
        " when between through about should"
    )
)
_SIGNS = {"nb": (" the ", " and ", " of "), "nn": (" the ", " and ", " of "), "en": (" og ", " som ", " er ", " til ")}
"""What a text in the wrong language will hardly do without; most texts need no closer look."""

_FEWEST = 3
_ENOUGH = 60


def _mostly(wording: str, wrong: frozenset[str], right: frozenset[str]) -> bool:
    """Tell whether a text has far more common words of the wrong language than of the right one."""
    words = _WORD.findall(wording.lower())
    against = sum(word in wrong for word in words)
    return against >= _FEWEST and against > 2 * sum(word in right for word in words)


@rule(
    "K404",
    Severity.WARNING,
    nb=Manual(
        what="Teksten under `{locale}` ser ut til å være på et annet språk.",
        why="Skjermlesere leser den med feil uttale, og leserne får ikke teksten på sitt eget språk.",
        how="Sjekk at `nb` og `en` ikke er byttet om, og oversett teksten: `en: The course is an introduction to"
        " genetics.`",
    ),
    en=Manual(
        what="The text below `{locale}` seems to be in another language.",
        why="Screen readers mispronounce it, and readers do not get the text in their own language.",
        how="Make sure that `nb` and `en` have not been swapped, and translate the text: `en: The course is an"
        " introduction to genetics.`",
    ),
)
def wrong_language(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Count common words where a text has a sign of the other language."""
    for entry, path, text in _running(catalogue):
        for locale, wording in text.forms:
            if len(wording) > _ENOUGH and any(sign in wording for sign in _SIGNS.get(locale, ())):
                wrong, right = (_NORWEGIAN, _ENGLISH) if locale == "en" else (_ENGLISH, _NORWEGIAN)
                if _mostly(wording, wrong, right):
                    yield entry.spot(*path, locale, locale=locale)


_BROKEN = re.compile("Ã[\u00a0-\u00bf\u0152-\u0178\u02c6\u02dc\u2013-\u203a\u20ac\u2122]|â€.?|Â[\u00a0-\u00bf]|\ufffd")


@rule(
    "K405",
    Severity.ERROR,
    nb=Manual(
        what="Teksten har ødelagte bokstaver: «{found}».",
        why="Ordene blir uleselige, og ingen finner dem i et søk.",
        how="Skriv bokstavene på nytt, for eksempel «å» for «Ã¥», «ø» for «Ã¸» og «æ» for «Ã¦»: `nb: Påmelding`.",
    ),
    en=Manual(
        what="The text has broken letters: “{found}”.",
        why="The words become unreadable, and nobody finds them in a search.",
        how="Type the letters again, for example “å” for “Ã¥”, “ø” for “Ã¸” and “æ” for “Ã¦”: `nb: Påmelding`.",
    ),
)
def broken_letters(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look for letters that were read in the wrong encoding once."""
    for entry in catalogue.written:
        prose = entry.prose
        if "Ã" in prose or "â€" in prose or "Â" in prose or "\ufffd" in prose:
            for path, wording in entry.words:
                if found := _BROKEN.search(wording):
                    yield entry.spot(*path, found=found[0])


@rule(
    "K406",
    Severity.WARNING,
    nb=Manual(
        what="Bokstaven «{found}» er satt sammen av to tegn.",
        why="Den ser riktig ut, men søk og sortering finner den ikke.",
        how="Slett bokstaven og skriv den på nytt. Det skjer ofte når tekst er kopiert fra en PDF eller en Mac: `nb:"
        " Påmelding`.",
    ),
    en=Manual(
        what="The letter “{found}” is made up of two characters.",
        why="It looks right, but searching and sorting do not find it.",
        how="Delete the letter and type it again. It often happens with text copied from a PDF or a Mac: `nb:"
        " Påmelding`.",
    ),
)
def decomposed_letters(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look for wordings that are not in the usual form of Unicode (NFC)."""
    for entry in catalogue.written:
        if not unicodedata.is_normalized("NFC", entry.prose):
            for path, wording in entry.words:
                if not unicodedata.is_normalized("NFC", wording):
                    yield entry.spot(*path, found=_first_change(wording))


def _first_change(wording: str) -> str:
    """Return the first letter that is written otherwise in NFC."""
    composed = unicodedata.normalize("NFC", wording)
    return next((new for old, new in zip(wording, composed, strict=False) if old != new), composed[-1:])


_INVISIBLE = re.compile("[\u00ad\u200b\u2060]")


@rule(
    "K407",
    Severity.WARNING,
    nb=Manual(
        what="Teksten inneholder {character}, et usynlig tegn som deler ord.",
        why="Ordet ser helt ut, men søk finner det ikke, og skjermlesere leser det oppdelt.",
        how="Slett ordet og skriv det på nytt. Tegnet følger ofte med når tekst er kopiert fra en nettside: `nb:"
        " Genterapi`.",
    ),
    en=Manual(
        what="The text contains {character}, an invisible character that divides words.",
        why="The word looks whole, but searches do not find it, and screen readers read it in pieces.",
        how="Delete the word and type it again. The character often comes with text copied from a web page: `en:"
        " Gene therapy`.",
    ),
)
def invisible_character(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look for soft hyphens and spaces without width."""
    for entry in catalogue.written:
        prose = entry.prose
        if "\u00ad" in prose or "\u200b" in prose or "\u2060" in prose:
            for path, wording in entry.words:
                if found := _INVISIBLE.search(wording):
                    yield entry.spot(*path, character=f"U+{ord(found[0]):04X}")


RULES = rules_in(globals())
