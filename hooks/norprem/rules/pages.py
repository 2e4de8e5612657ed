"""Family K7, pages for patients, GPs and professionals: head, twins, languages and reviews."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import groupby

from norprem.findings import Severity, Spot
from norprem.model import NONE, SECTIONS, Article, Audience, Catalogue
from norprem.prose import marks
from norprem.rules.table import Context, Manual, reported, rule, rules_in
from norprem.rules.texts import ORIGINAL, cut, sound
from norprem.vocabulary import nearest

page_without_head = reported(
    "K701",
    "page-without-head",
    Severity.ERROR,
    nb=Manual(
        what="Siden mangler feltene øverst, mellom to linjer med `---`.",
        why="Uten tittel, målgruppe, kilder og dato kan siden verken kontrolleres eller finnes.",
        how="Begynn filen med `---`, skriv feltene, for eksempel `audience: patient`, og avslutt dem med `---`.",
    ),
    en=Manual(
        what="The page lacks the fields at the top, between two lines with `---`.",
        why="Without a title, an audience, sources and a date the page can neither be checked nor found.",
        how="Begin the file with `---`, write the fields, for example `audience: patient`, and end them with `---`.",
    ),
)


@rule(
    "K702",
    Severity.ERROR,
    nb=Manual(
        what="Siden ligger i mappen `{folder}`, men er skrevet for `{found}`.",
        why="Mappen avgjør hvem som finner siden. Reglene for språk og lengde følger målgruppen.",
        how="Skriv målgruppen til mappen, for eksempel `audience: patient` i `pasient`, eller flytt filen.",
    ),
    en=Manual(
        what="The page lies in the folder `{folder}` but is written for `{found}`.",
        why="The folder decides who finds the page. The rules about language and length follow the audience.",
        how="Write the audience of the folder, for example `audience: patient` in `pasient`, or move the file.",
    ),
)
def audience_not_of_folder(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Compare the audience of each page with its folder."""
    for article in catalogue.articles:
        if article.meta.audience != SECTIONS[article.section]:
            yield article.entry.spot("audience", folder=article.section, found=article.meta.audience)


@rule(
    "K703",
    Severity.ERROR,
    nb=Manual(
        what="Temaet er `{found}`, men filen heter `{name}.md`.",
        why="Sider om det samme finner hverandre ved hjelp av temaet, og adressen følger filnavnet.",
        how="Skriv filnavnet uten `.md`: `topic: lynch-syndrom` i `lynch-syndrom.md`.",
    ),
    en=Manual(
        what="The topic is `{found}`, but the file is called `{name}.md`.",
        why="Pages on the same matter find each other by their topic, and the address follows the name of the file.",
        how="Write the name of the file without `.md`: `topic: lynch-syndrom` in `lynch-syndrom.md`.",
    ),
)
def topic_not_file_name(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Compare the topic of each page with the name of its file."""
    for article in catalogue.articles:
        if article.meta.topic != article.name:
            yield article.entry.spot("topic", found=article.meta.topic, name=article.name)


@rule(
    "K704",
    Severity.ERROR,
    nb=Manual(
        what="Siden finnes ikke på `{locale}`: filen `{file}` mangler.",
        why="Den som leser det andre språket, får ikke vite det samme.",
        how="Oversett siden, og legg oversettelsen i en fil med samme navn i mappen for det andre språket. Skriv"
        " hvilket språk den er oversatt fra: `translation: {of: nb, hash: 000000000000}`.",
    ),
    en=Manual(
        what="The page does not exist in `{locale}`: the file `{file}` is missing.",
        why="Those who read the other language do not learn the same.",
        how="Translate the page, and put the translation into a file of the same name in the folder of the other"
        " language. Say which language it was translated from: `translation: {of: nb, hash: 000000000000}`.",
    ),
)
def page_not_translated(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look for each page in the other languages of the site; one that could not be read is there all the same."""
    unread = {file for file, path in catalogue.broken if not path}
    for article in catalogue.articles:
        for locale in catalogue.vocabulary.locales:
            file = _in_language(article, locale)
            if locale != article.locale and (locale, article.path) not in catalogue.article and file not in unread:
                yield article.entry.spot("title", locale=locale, file=f"{locale}/{article.path}.md")


def _in_language(article: Article, locale: str) -> str:
    """Return what the file of the same page in another language is called."""
    own = f"{article.locale}/{article.path}.md"
    return f"{article.entry.file.removesuffix(own)}{locale}/{article.path}.md"


@rule(
    "K705",
    Severity.ERROR,
    nb=Manual(
        what="`{key}` er {found} her, men {original} på originalspråket.",
        why="De to sidene skal si det samme. Ellers får leserne ulike svar alt etter språket.",
        how="Skriv det samme i begge filene, for eksempel `next_review: 2027-11-22`. Kildene skal ha samme id og"
        " rekkefølge.",
    ),
    en=Manual(
        what="`{key}` is {found} here but {original} in the original language.",
        why="The two pages must say the same. Otherwise readers get different answers depending on their language.",
        how="Write the same in both files, for example `next_review: 2027-11-22`. The sources must have the same ids"
        " and the same order.",
    ),
)
def languages_disagree(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Compare the head of each translation with that of the original, but for what is worded."""
    unread = {(file, path[0]) for file, path in catalogue.broken if path}
    for article, original in _translations(catalogue):
        own, first = _facts(article), _facts(original)
        for key, found in own.items():
            if found != first[key] and (original.entry.file, key) not in unread:
                yield article.entry.spot(key, key=key, found=cut(found), original=cut(first[key]))


def _translations(catalogue: Catalogue) -> Iterator[tuple[Article, Article]]:
    """Yield each translation with its original."""
    for article in catalogue.articles:
        original = catalogue.article.get((ORIGINAL, article.path))
        if article.locale != ORIGINAL and original:
            yield article, original


def _facts(article: Article) -> Mapping[str, str]:
    """Return what the head says that is the same in all languages, by key."""
    meta = article.meta
    return {
        "audience": meta.audience,
        "topic": meta.topic,
        "group": meta.group,
        "twin": meta.twin,
        "codes": ", ".join(f"{one.system} {one.code}" for one in meta.codes) or NONE,
        "sources": ", ".join(one.id for one in meta.sources) or NONE,
        "evidence": str(len(meta.evidence)),
        "written": str(meta.written),
        "review": str(meta.review.date) if meta.review else NONE,
        "next_review": str(meta.next_review),
    }


_FACING = {Audience.PATIENT: "fastlege", Audience.GP: "pasient"}
"""The folder that holds the page on the same matter for the other reader."""


def _facing(catalogue: Catalogue, article: Article) -> Article | None:
    """Return the page with the same topic for the other reader."""
    folder = _FACING.get(SECTIONS[article.section])
    return catalogue.article.get((article.locale, f"{folder}/{article.name}")) if folder else None


@rule(
    "K706",
    Severity.ERROR,
    nb=Manual(
        what="`twin: {found}` leder ikke til siden om det samme for den andre leseren.",
        why="Legen skal kunne gi pasienten siden, og pasienten skal kunne vise legen sin.",
        how="Skriv mappen og filnavnet til siden: `twin: fastlege/lynch-syndrom`. `twin: none` passer bare for en"
        " pasientside som ingen fastlegeside hører til, og for sider for fagfolk.",
    ),
    en=Manual(
        what="`twin: {found}` does not lead to the page on the same matter for the other reader.",
        why="The doctor should be able to give the patient the page, and the patient to show the doctor the other.",
        how="Write folder and file name of the page: `twin: fastlege/lynch-syndrom`. `twin: none` is only right for a"
        " patient page that no GP page belongs to, and for pages for professionals.",
    ),
)
def page_without_twin(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Follow the twin of each page; where it has none, see whether it ought to."""
    unread = {file for file, path in catalogue.broken if not path}
    named = {(one.locale, one.meta.twin) for one in catalogue.article.values() if SECTIONS[one.section] == Audience.GP}
    for article in catalogue.articles:
        twin = article.meta.twin
        if twin == NONE:
            is_gp = SECTIONS[article.section] == Audience.GP
            if is_gp or _facing(catalogue, article) or (article.locale, article.path) in named:
                yield article.entry.spot("twin", found=twin)
        else:
            other = catalogue.article.get((article.locale, twin))
            known = other or any(file.endswith(f"/{article.locale}/{twin}.md") for file in unread)
            if not known or (other and other.section != _FACING.get(SECTIONS[article.section])):
                yield Spot(article.entry.file, ("twin",), _meant(catalogue, article))


def _meant(catalogue: Catalogue, article: Article) -> dict[str, str]:
    """Return what the twin says, and the page it was probably meant to name."""
    folder = _FACING.get(SECTIONS[article.section])
    known = [one.path for one in catalogue.article.values() if (one.locale, one.section) == (article.locale, folder)]
    near = nearest(article.meta.twin, known)
    return {"found": cut(article.meta.twin), **({"nearest": near} if near else {})}


@rule(
    "K707",
    Severity.ERROR,
    nb=Manual(
        what="Siden heter det samme som `{facing}`, men viser til `{found}`.",
        why="To sider om det samme skal vise til hverandre. Ellers leser pasient og lege ikke om det samme.",
        how="Skriv siden med samme navn i den andre mappen: `twin: fastlege/lynch-syndrom` i"
        " `pasient/lynch-syndrom.md`.",
    ),
    en=Manual(
        what="The page has the same name as `{facing}` but points to `{found}`.",
        why="Two pages on the same matter must point to each other. Otherwise patient and doctor do not read about"
        " the same.",
        how="Write the page of the same name in the other folder: `twin: fastlege/lynch-syndrom` in"
        " `pasient/lynch-syndrom.md`.",
    ),
)
def twin_does_not_answer(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Compare the twin of each page with the page of the same topic on the other side."""
    for article in catalogue.articles:
        facing = _facing(catalogue, article)
        twin = article.meta.twin
        if facing and twin not in (facing.path, NONE) and (article.locale, twin) in catalogue.article:
            yield article.entry.spot("twin", facing=facing.path, found=twin)


@rule(
    "K711",
    Severity.WARNING,
    release=True,
    nb=Manual(
        what="Siden skulle vært gått gjennom innen {found}.",
        why="Leseren får se at siden er over tiden, og kan ikke vite om innholdet fortsatt stemmer.",
        how="Les kildene på nytt, rett teksten, og skriv når den skal leses igjen: `next_review: 2027-11-22`.",
    ),
    en=Manual(
        what="The page should have been reviewed by {found}.",
        why="Readers are told that the page is overdue, and cannot know whether it still holds.",
        how="Read the sources again, correct the text, and write when it must be read again: `next_review:"
        " 2027-11-22`.",
    ),
)
def page_review_overdue(catalogue: Catalogue, context: Context) -> Iterator[Spot]:
    """Compare the day of the next review with today."""
    for article in catalogue.articles:
        if article.meta.next_review < context.today:
            yield article.entry.spot("next_review", found=str(article.meta.next_review))


_YEARLY = frozenset({"law", "guideline"})
_MONTHS, _MONTHS_YEARLY = 36, 12


@rule(
    "K712",
    Severity.WARNING,
    nb=Manual(
        what="Neste gjennomgang er {found}, mer enn {months} måneder etter at siden sist ble skrevet eller gått"
        " gjennom ({last}).",
        why="Lover, retningslinjer og beslutninger om metoder kan endre seg på et år. Annet stoff foreldes på tre.",
        how="Skriv en tidligere dag: `next_review: 2027-11-22`.",
    ),
    en=Manual(
        what="The next review is on {found}, more than {months} months after the page was last written or reviewed"
        " ({last}).",
        why="Acts, guidelines and decisions on methods may change within a year. Other matter goes out of date in"
        " three.",
        how="Write an earlier day: `next_review: 2027-11-22`.",
    ),
)
def page_review_too_far(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Measure the time from the last reading of a page to the next; what rests on law or methods has a year."""
    for article in sound(catalogue, "written", "review", "next_review", "sources"):
        meta = article.meta
        last = max(meta.written, meta.review.date) if meta.review else meta.written
        yearly = any(one.kind in _YEARLY for one in meta.sources) or marks.METHOD.search(article.body)
        months = _MONTHS_YEARLY if yearly else _MONTHS
        if meta.next_review > _later(last, months):
            yield article.entry.spot("next_review", found=str(meta.next_review), months=str(months), last=str(last))


def _later(day: date, months: int) -> date:
    """Return the same day so many whole years later; 29 February becomes 1 March."""
    year = day.year + months // 12
    return date(year, 3, 1) if (day.month, day.day) == (2, 29) else day.replace(year=year)


@rule(
    "K713",
    Severity.WARNING,
    release=True,
    nb=Manual(
        what="Originalen er endret siden oversettelsen ble kontrollert: `hash` er `{found}`, men skal være"
        " `{expected}`.",
        why="Oversettelsen kan si noe annet enn originalen, og leseren får se at den henger etter.",
        how="Sammenlign de to tekstene og rett oversettelsen. Kjør deretter `norprem translated` på filen, eller skriv"
        " verdien selv: `translation: {of: nb, hash: 0123456789ab}`.",
    ),
    en=Manual(
        what="The original has changed since the translation was checked: `hash` is `{found}` but should be"
        " `{expected}`.",
        why="The translation may say something else than the original, and readers are told that it is behind.",
        how="Compare the two texts and correct the translation. Then run `norprem translated` on the file, or write"
        " the value yourself: `translation: {of: nb, hash: 0123456789ab}`.",
    ),
)
def translation_behind(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Compare the fingerprint that each translation remembers with that of its original."""
    for article, original in _translations(catalogue):
        translation = article.meta.translation
        if translation and translation.of == ORIGINAL and article.is_behind(original):
            found = cut(translation.hash)
            yield article.entry.spot("translation", "hash", found=found, expected=original.fingerprint)


@rule(
    "K714",
    Severity.ERROR,
    nb=Manual(
        what="Siden er på `{locale}`, og `translation` er `{found}`.",
        why="Uten språket den er oversatt fra, kan ingen se om oversettelsen fortsatt hører til originalen.",
        how="På andre språk enn bokmål skriver du `translation: {of: nb, hash: 000000000000}` og kjører `norprem"
        " translated` på filen. På bokmål sletter du linjen.",
    ),
    en=Manual(
        what="The page is in `{locale}`, and `translation` is `{found}`.",
        why="Without the language it was translated from, nobody can see whether the translation still belongs to its"
        " original.",
        how="In other languages than Norwegian bokmål write `translation: {of: nb, hash: 000000000000}` and run"
        " `norprem translated` on the file. In bokmål delete the line.",
    ),
)
def translation_without_hash(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look at what each page says about its original."""
    for article in sound(catalogue, "translation"):
        translation = article.meta.translation
        found = f"of: {cut(translation.of)}" if translation else NONE
        expected = NONE if article.locale == ORIGINAL else f"of: {ORIGINAL}"
        if found != expected:
            path = ("translation", "of") if translation else ("title",)
            yield article.entry.spot(*path, locale=article.locale, found=found)


@rule(
    "K728",
    Severity.ERROR,
    nb=Manual(
        what="Tittelen er den samme som på `{other}`.",
        why="I søk, faner og lister er det tittelen som skiller to sider.",
        how="Skriv hva nettopp denne siden handler om, og hvem den er for: `title: Lynch-syndrom i fastlegepraksis`.",
    ),
    en=Manual(
        what="The title is the same as on `{other}`.",
        why="In searches, tabs and lists the title is what tells two pages apart.",
        how="Write what this very page is about, and for whom: `title: Lynch syndrome in general practice`.",
    ),
)
def title_twice(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look for titles that two pages of a language share."""
    articles = sorted(sound(catalogue, "title"), key=lambda one: (one.locale, one.meta.title.casefold()))
    for _key, group in groupby(articles, key=lambda one: (one.locale, one.meta.title.casefold())):
        first, *others = group
        for article in others:
            yield article.entry.spot("title", other=f"{first.path}.md")


_CODES = {
    "icpc2": re.compile(r"[A-Z]\d\d"),
    "icd10": re.compile(r"[A-Z]\d\d(?:\.\d{1,2})?"),
    "orpha": re.compile(r"[1-9]\d{0,6}"),
    "nlk": re.compile(r"[A-Z]{3}\d{5}"),
}
"""What a code looks like in each system; a system that is not here may look like anything."""


@rule(
    "K732",
    Severity.ERROR,
    nb=Manual(
        what="«{found}» er ikke skrevet som en kode i `{system}`.",
        why="Journalsystemet slår opp siden med koden, og finner den ikke.",
        how="Skriv koden slik systemet har den: `{system: icpc2, code: T93, source: kith}`. ICD-10 har punktum etter to"
        " sifre, `E78.0`, og ORPHA bare sifre.",
    ),
    en=Manual(
        what="“{found}” is not written as a code of `{system}`.",
        why="The record system looks the page up by its code, and does not find it.",
        how="Write the code as the system has it: `{system: icpc2, code: T93, source: kith}`. ICD-10 has a full stop"
        " after two digits, `E78.0`, and ORPHA digits only.",
    ),
)
def code_malformed(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look at the form of every code."""
    for article in catalogue.articles:
        for place, one in enumerate(article.meta.codes):
            form = _CODES.get(one.system)
            if form and not form.fullmatch(one.code):
                yield article.entry.spot("codes", place, "code", found=cut(one.code), system=one.system)


@rule(
    "K735",
    Severity.ERROR,
    nb=Manual(
        what="Dagen {found} har ikke vært ennå.",
        why="Ingen kan ha skrevet, lest eller gått gjennom noe i fremtiden. Leseren mister tilliten til datoene.",
        how="Skriv dagen det faktisk skjedde: `read: 2026-11-22`.",
    ),
    en=Manual(
        what="The day {found} has not come yet.",
        why="Nobody can have written, read or reviewed anything in the future. Readers lose trust in the dates.",
        how="Write the day on which it really happened: `read: 2026-11-22`.",
    ),
)
def day_ahead(catalogue: Catalogue, context: Context) -> Iterator[Spot]:
    """Compare the days on which something was done with today."""
    for article in catalogue.articles:
        for path, day in _days(article):
            if day > context.today:
                yield article.entry.spot(*path, found=str(day))


def _days(article: Article) -> Iterator[tuple[tuple[str | int, ...], date]]:
    """Yield the days on which something has been done, each with its place in the head."""
    meta = article.meta
    yield ("written",), meta.written
    if meta.review:
        yield ("review", "date"), meta.review.date
    for place, source in enumerate(meta.sources):
        yield ("sources", place, "read"), source.read
    for place, change in enumerate(meta.changes):
        yield ("changes", place, "on"), change.on


RULES = rules_in(globals())
