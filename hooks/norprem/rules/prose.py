"""Family K7, pages for patients, GPs and professionals: figures and their sources, how hard a text is, its words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from norprem.findings import Position, Severity, Spot
from norprem.model import SECTIONS, Article, Audience, Catalogue
from norprem.prose import marks, readability
from norprem.prose.numbers import Figure, figures, hidden, numbers
from norprem.prose.text import Block, Role, Sentence
from norprem.rules.table import Context, Manual, rule, rules_in
from norprem.rules.texts import FOR_READERS, ORIGINAL, at, at_top, cut, running, sentences, whole_word


@rule(
    "K710",
    Severity.ERROR,
    nb=Manual(
        what="Tallet «{found}» har ingen kilde i samme setning.",
        why="Leseren skal kunne se hvor hvert tall kommer fra. Et tall uten kilde kan ingen etterprøve.",
        how="Sett merket for kilden rett etter punktum: `Av 100 får omtrent 10 sykdommen.[^gut17]` I en tabell holder"
        " det med ett merke, i tabellen eller i avsnittet rett etter den.",
    ),
    en=Manual(
        what="The figure “{found}” has no source in the same sentence.",
        why="Readers must be able to see where every figure comes from. Nobody can check a figure without a source.",
        how="Put the mark of the source right after the full stop: `Of 100, about 10 get the disease.[^gut17]` In a"
        " table one mark is enough, in the table or in the paragraph right after it.",
    ),
)
def number_without_source(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look for figures in sentences and tables that name no source; one is told of each."""
    for article in catalogue.articles:
        for block, sentence in sentences(article):
            if not sentence.sources and (figure := next(figures(sentence.raw), None)):
                yield _at_figure(article, block, sentence.start, figure)
        for block, figure in _unfounded_tables(article.blocks):
            yield _at_figure(article, block, 0, figure)


def _at_figure(article: Article, block: Block, start: int, figure: Figure) -> Spot:
    return at(article, block, start + figure.start, len(figure.text), found=cut(figure.text))


def _unfounded_tables(blocks: Sequence[Block]) -> Iterator[tuple[Block, Figure]]:
    """Yield the first figure of each table that names no source and is not followed by a paragraph that does."""
    place = 0
    for table, group in groupby(blocks, key=lambda block: block.table):
        cells = list(group)
        place += len(cells)
        after = blocks[place : place + 1]
        own = [*cells, *(block for block in after if block.role is Role.PARAGRAPH)]
        if table and not any(marks.SOURCE.search(block.raw) for block in own):
            found = ((block, figure) for block in cells for figure in figures(block.raw))
            yield from [first for first in [next(found, None)] if first]


_FEWEST = 50
"""Words from which on a measure says something."""


@rule(
    "K715",
    Severity.WARNING,
    nb=Manual(
        what="Teksten er tung å lese: {measure} er {found}, grensen er {limit}.",
        why="Den som er bekymret eller har det travelt, leser dårligere enn ellers.",
        how="Del lange setninger, og bytt lange ord mot korte. `norprem readability` viser alle sidene.",
    ),
    en=Manual(
        what="The text is hard to read: {measure} is {found}, the limit is {limit}.",
        why="Those who are worried or in a hurry read less well than usual.",
        how="Divide long sentences, and replace long words by short ones. `norprem readability` shows all pages.",
    ),
)
def hard_to_read(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Measure how hard each page is for its audience."""
    for article in catalogue.articles:
        found = readability.reading(article.counts, article.locale, article.meta.audience)
        if found.is_too_hard and article.counts.words >= _FEWEST:
            values = {"measure": found.measure, "found": f"{found.value:.1f}", "limit": f"{found.limit:g}"}
            yield at_top(article, **values)


@rule(
    "K716",
    Severity.WARNING,
    nb=Manual(
        what="Setningen har {found} ord, grensen er {limit}.",
        why="I en lang setning glemmer leseren begynnelsen før slutten.",
        how="Sett punktum tidligere, eller gjør leddene om til en liste.",
    ),
    en=Manual(
        what="The sentence has {found} words, the limit is {limit}.",
        why="In a long sentence readers forget the beginning before they reach the end.",
        how="Put a full stop earlier, or make a list of the parts.",
    ),
)
def long_sentence(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Count the words of each sentence."""
    for article in catalogue.articles:
        limit = readability.LONGEST.get(article.meta.audience)
        for block, sentence in sentences(article) if limit else ():
            if limit and sentence.raw.count(" ") + sentence.raw.count("\n") >= limit // 2:
                number = max(map(len, readability.parts(sentence)), default=0)
                if number > limit:
                    yield _at(article, block, sentence, found=str(number), limit=str(limit))


def _at(article: Article, block: Block, sentence: Sentence, **values: str) -> Spot:
    """Return the place of a sentence."""
    return at(article, block, sentence.start, len(sentence.raw), **values)


_PERCENTAGE = re.compile(r"\d[\d.,]*[ \u00a0\u202f]?(?:%|prosent|per cent|percent)", re.IGNORECASE)
_OUT_OF = re.compile(r"\b(?:av|of|in|per|blant|among)\s+(?:de\s+|the\s+|every\s+|hver\s+)?\d", re.IGNORECASE)


@rule(
    "K717",
    Severity.WARNING,
    nb=Manual(
        what="«{found}» står alene, uten hvor mange av hvor mange.",
        why="De fleste forstår 46 av 100 bedre enn 46 prosent, og misforstår prosent av en risiko.",
        how="Skriv hvor mange av hvor mange: `46 av 100`. Må prosenten stå, skriver du begge: `46 % (46 av 100)`.",
    ),
    en=Manual(
        what="“{found}” stands alone, without how many of how many.",
        why="Most people understand 46 of 100 better than 46 per cent, and misunderstand percentages of a risk.",
        how="Write how many of how many: `46 of 100`. If the percentage must stand, write both: `46% (46 of 100)`.",
    ),
)
def percentage_alone(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look for percentages in sentences that do not say of how many."""
    for article in _for_readers(catalogue):
        for block, sentence in sentences(article):
            if not _PERCENTAGE.search(sentence.raw):
                continue
            text = hidden(sentence.raw)
            found = _PERCENTAGE.search(text)
            if found and not _OUT_OF.search(text):
                yield at(article, block, sentence.start + found.start(), len(found[0]), found=cut(found[0]))


def _for_readers(catalogue: Catalogue) -> Iterator[Article]:
    """Yield the pages for patients and GPs."""
    return (article for article in catalogue.articles if article.meta.audience in FOR_READERS)


_SHARE = re.compile(
    r"(?:(?P<part>\b(?:\d[\d.,]*|én|en|ett|to|tre|fire|fem|one|two|three|four|five))\s+(?:av|of|in|out of)"
    r"|(?:^|(?<=[.!?:;(]\s)|(?<=\())(?:Av|Of|Out of|Blant|Among)(?: de| the| every)?)"
    r"\s+(?P<whole>\d{1,3}(?:[ \u00a0,]\d{3})+|\d+)(?![\d.,]*\d)",
)
_RANGE = re.compile(
    r"\b(?:mellom|fra|between|from)\s+\S+\s+(?:av|of|in)\s+[\d \u00a0,]+(?=\s*(?:og|til|and|to)\b)", re.IGNORECASE
)
"""`mellom 1 av 300 og 1 av 200`: one share, not known exactly."""


@rule(
    "K718",
    Severity.WARNING,
    nb=Manual(
        what="Avsnittet regner både av {first} og av {found}.",
        why="To andeler kan bare sammenlignes når de har samme nevner. De færreste regner om i hodet.",
        how="Regn om så begge er av det samme, for eksempel av 100, eller del avsnittet: `14 av 100` og `1 av 100`.",
    ),
    en=Manual(
        what="The paragraph reckons both of {first} and of {found}.",
        why="Two shares can only be compared when they have the same denominator. Few convert them in their heads.",
        how="Convert them so that both are of the same, for example of 100, or divide the paragraph: `14 of 100` and"
        " `1 of 100`.",
    ),
)
def different_denominators(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Compare the denominators of the shares in each paragraph and item."""
    for article in _for_readers(catalogue):
        for block in running(article):
            if len(_SHARE.findall(block.raw)) < 2:
                continue
            text = _RANGE.sub(lambda found: " " * len(found[0]), hidden(block.raw))
            shares = [(_bare(found["whole"]), found) for found in _SHARE.finditer(text)]
            other = next((share for share in shares if share[0] != shares[0][0]), None)
            if other:
                place, whole = other[1].start("whole"), other[1]["whole"]
                yield at(article, block, place, len(whole), first=shares[0][1]["whole"], found=whole)


def _bare(number: str) -> str:
    return re.sub(r"\D", "", number)


_ABBREVIATION = re.compile(r"(?<![\w*-])([A-ZÆØÅ]{2,6})(s?)(?![\w*]|[^\s,;()]{0,20}\d)")
_EVERYDAY = frozenset(
    {"DNA", "RNA", "OK", "EU", "EØS", "EEA", "USA", "US", "UK", "NAV", "HIV", "CT", "MR", "MRI", "GP"}
)
"""Abbreviations that say more than the words they stand for."""

_CLINICAL = frozenset({"CRP", "ECG", "EDTA", "EKG", "LDL"})
"""The same for everybody who works in a clinic."""

_ROMAN = re.compile(r"[IVX]+")
_EMPHASISED = re.compile(r"(?<!\*)\*(?!\*)[^*\n]{1,80}\*(?!\*)|(?<!\w)_(?!_)[^_\n]{1,80}_(?!\w)")


@rule(
    "K719",
    Severity.WARNING,
    nb=Manual(
        what="Forkortelsen «{found}» er ikke forklart på siden.",
        why="Det ene faget kjenner ikke det andre fagets forkortelser, og pasienten kjenner ingen av dem.",
        how="Skriv den helt ut første gang: `Oslo universitetssykehus (OUS)`. Navn på gener står i kursiv: `*APC*`.",
    ),
    en=Manual(
        what="The abbreviation “{found}” is not explained on the page.",
        why="One profession does not know the abbreviations of another, and patients know none of them.",
        how="Write it in full the first time: `Oslo University Hospital (OUS)`. Names of genes are in italics,"
        " `*APC*`.",
    ),
)
def undefined_abbreviation(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look for abbreviations that the page never spells out and the glossary does not know; each is told once."""
    usual = {locale: _EVERYDAY | _in_glossary(catalogue, locale) for locale in _locales(catalogue)}
    methods = [name for entry in catalogue.methods for _, name in entry.record.name]
    for article in catalogue.articles:
        known = usual[article.locale] | (frozenset() if article.meta.audience == Audience.PATIENT else _CLINICAL)
        met: set[str] = set()
        for block, found in _abbreviations(article, known):
            name = found[1]
            if name not in met and not _is_brand(block, found, methods):
                met.add(name)
                if f"*{name}" not in article.body and not _spelled_out(name, article):
                    yield at(article, block, found.start(), len(found[0]), found=found[0])


def _abbreviations(article: Article, known: frozenset[str]) -> Iterator[tuple[Block, re.Match[str]]]:
    """Yield the unknown abbreviations in running text and tables; names in italics and Roman numerals are none."""
    for block in article.blocks:
        if block.role is not Role.HEADING and any(name not in known for name, _ in _ABBREVIATION.findall(block.raw)):
            text = _EMPHASISED.sub(lambda found: " " * len(found[0]), hidden(block.raw))
            for found in _ABBREVIATION.finditer(text):
                if (
                    found[1] not in known
                    and not _ROMAN.fullmatch(found[1])
                    and (not found[2] or article.locale != ORIGINAL)
                ):
                    yield block, found


_WORD_BEFORE = re.compile(r"([A-ZÆØÅ][a-zæøå]+[ \u00a0])$")


def _is_brand(block: Block, found: re.Match[str], methods: Sequence[str]) -> bool:
    """Tell whether an abbreviation is the end of a name such as `Oncotype DX` that the register of methods has."""
    before = _WORD_BEFORE.search(block.raw, max(0, found.start() - 30), found.start())
    return bool(before) and any(f"{before[1]}{found[1]}" in name for name in methods if before)


def _locales(catalogue: Catalogue) -> frozenset[str]:
    """Return the languages that there are pages in."""
    return frozenset(article.locale for article in catalogue.articles)


def _in_glossary(catalogue: Catalogue, locale: str) -> frozenset[str]:
    """Return the abbreviations in terms of the glossary and their synonyms, and in the names of systems of codes."""
    labels = [entry.record.term.get(locale) or "" for entry in catalogue.terms]
    labels += (synonym for entry in catalogue.terms for synonym in entry.record.synonyms.get(locale, ()))
    labels += (value.label.best(locale)[1] for value in catalogue.vocabulary["code-systems"].values)
    return frozenset(found[1] for label in labels for found in _ABBREVIATION.finditer(label))


def _spelled_out(name: str, article: Article) -> bool:
    """Tell whether a page has the abbreviation in brackets after words, or words in brackets after it."""
    before = rf"\w{{2,}}[»”\"']?\s+\([^()]{{0,60}}\b{name}s?\b[^()]{{0,60}}\)"
    after = rf"\b{name}s?\b(?:-\w+)?[»”\"']?\s+\([^()]{{0,80}}[^\W\d_]{{4,}}"
    pattern = re.compile(f"{before}|{after}")
    return any(name in block.raw and pattern.search(block.plain) for block in article.blocks)


@rule(
    "K720",
    Severity.WARNING,
    nb=Manual(
        what="Ordet «{found}» er ikke forklart på siden.",
        why="En pasient som ikke kjenner ordet, mister tråden, og tør kanskje ikke spørre.",
        how="Sett merket for forklaringen første gang ordet står: `[[ord:penetrans]]`. Kjenner alle ordet, skriver du"
        " `everyday: yes` i ordlisten.",
    ),
    en=Manual(
        what="The word “{found}” is not explained on the page.",
        why="Patients who do not know the word lose the thread, and may not dare to ask.",
        how="Put the mark for the explanation where the word first stands: `[[ord:penetrans]]`. If everybody knows the"
        " word, write `everyday: yes` in the glossary.",
    ),
)
def term_never_explained(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look for words of the glossary on pages for patients that the page explains nowhere."""
    labels = {locale: _labels(catalogue, locale) for locale in _locales(catalogue)}
    for article in catalogue.articles:
        if article.meta.audience == Audience.PATIENT:
            explained = {article.meta.topic, *(found[1] for found in marks.TERM.finditer(article.body))}
            text = article.body.lower()
            for term, label in labels[article.locale].items():
                if term not in explained and label.lower() in text:
                    yield from _unexplained(article, label)


_SHORTEST = 4


def _labels(catalogue: Catalogue, locale: str) -> Mapping[str, str]:
    """Return the terms that not everybody knows, by id."""
    found = {entry.record.id: entry.record.term.get(locale) for entry in catalogue.terms if not entry.record.everyday}
    return {term: label for term, label in found.items() if label and len(label) >= _SHORTEST}


def _unexplained(article: Article, label: str) -> Iterator[Spot]:
    """Yield the first place where a term stands in the text; an abbreviation must be in capitals to be one."""
    for block in running(article):
        for found in whole_word(label).finditer(hidden(block.raw)) if label.lower() in block.raw.lower() else ():
            if not label.isupper() or found[0].isupper():
                yield at(article, block, found.start(), len(found[0]), found=found[0])
                return


_LOUD: Mapping[str, str] = {
    "nb": r"garanti\w*|garanterer\w*|garantert\w*|revolusjon\w*|skreddersy\w*|gjennombrudd\w*|mirak\w+|vidunder\w*|"
    r"100 (?:%|prosent) (?:sikker|trygg)\w*|dødsdom\w*|tikkende bombe\w*",
    "en": r"guarante\w+|revolution\w*|tailor-?made|breakthrough\w*|mirac\w+|wonder drug\w*|"
    r"100 ?(?:%|per cent) (?:certain|sure|safe)|death sentence\w*|ticking (?:time )?bomb\w*",
}
"""What promises or frightens, for every reader."""

_TO_PATIENTS: Mapping[str, str] = {
    "nb": r"mutasjon\w*|muter\w+|lide?r av|lidt av|offer|offeret|ofre|ofrene",
    "en": r"mutation\w*|mutat\w+|suffer(?:s|ed|ing)? from|victims?",
}
"""What frightens a patient besides."""

_DENIED = re.compile(
    r"\b(?:ingen|ikke|aldri|uten|no|not|never|without|cannot|nor|n[’']t)\b(?:\s+\w+){0,3}\s+$", re.IGNORECASE
)
_QUOTED = re.compile(r"«[^«»]{0,300}»|“[^“”]{0,300}”|‘[^‘’]{0,100}’")


@rule(
    "K731",
    Severity.WARNING,
    nb=Manual(
        what="«{found}» lover for mye, eller skremmer.",
        why="Nettstedet skal verken skape håp som ikke holder, eller frykt. Begge deler fører til dårlige valg.",
        how="Si hva som er målt, hos hvem, og hva som ikke er kjent. Skriv `genforandring` for «mutasjon» og `har` for"
        " «lider av».",
    ),
    en=Manual(
        what="“{found}” promises too much, or frightens.",
        why="The site must create neither hope that does not hold nor fear. Both lead to poor choices.",
        how="Say what was measured, in whom, and what is not known. Write `gene change` for “mutation” and `have` for"
        " “suffer from”.",
    ),
)
def promise_or_fear(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look for loud words; what is denied, quoted or explained is not loud."""
    for article in catalogue.articles:
        loud = _loud(article)
        for block in article.blocks:
            if not loud.search(block.raw):
                continue
            text = _QUOTED.sub(lambda found: " " * len(found[0]), hidden(block.raw))
            for found in loud.finditer(text):
                if not _DENIED.search(text, max(0, found.start() - 60), found.start()):
                    yield at(article, block, found.start(), len(found[0]), found=found[0])


def _loud(article: Article) -> re.Pattern[str]:
    """Return the pattern of the words that are too loud for the readers of a page."""
    words = [_LOUD.get(article.locale, "(?!)")]
    if SECTIONS[article.section] == Audience.PATIENT and article.locale in _TO_PATIENTS:
        words.append(_TO_PATIENTS[article.locale])
    return re.compile(rf"(?<![\w-])(?:{'|'.join(words)})(?!\w)", re.IGNORECASE)


@rule(
    "K734",
    Severity.ERROR,
    nb=Manual(
        what="Tallene er ikke de samme som på originalspråket: bare der {original}, bare her {found}.",
        why="To lesere får ulike tall om den samme risikoen, den samme fristen eller det samme telefonnummeret.",
        how="Sammenlign de to sidene setning for setning, og skriv hvert tall like mange ganger på begge. Skriv"
        " `8 811` og `0,5` på norsk, `8,811` og `0.5` på engelsk.",
    ),
    en=Manual(
        what="The figures are not the same as in the original language: only there {original}, only here {found}.",
        why="Two readers get different figures for the same risk, the same deadline or the same telephone number.",
        how="Compare the two pages sentence by sentence, and write every figure as often on both. Write `8 811` and"
        " `0,5` in Norwegian, `8,811` and `0.5` in English.",
    ),
)
def figures_differ(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Count the figures of each translation and of its original."""
    for article in catalogue.articles:
        original = catalogue.article.get((ORIGINAL, article.path))
        if original and article.locale != ORIGINAL:
            own, first = _numbers(article), _numbers(original)
            there, here = first - own, own - first
            if "".join(there.elements()) != "".join(here.elements()):  # 116117 is 116 117
                values = {"original": _listed(there), "found": _listed(here)}
                yield Spot(article.entry.file, (), values, position=Position(1, 1))


_DIGIT = re.compile(r"\d")


def _numbers(article: Article) -> Counter[str]:
    """Count the numbers a reader of a page meets."""
    found = Counter[str]()
    for block in article.blocks:
        if _DIGIT.search(block.raw):
            found.update(numbers(block.plain, article.locale))
    return found


_MOST = 8


def _listed(found: Counter[str]) -> str:
    """Name numbers; one that is there several times more, several times."""
    named = list(found.elements())
    return ", ".join((*named[:_MOST], "…") if len(named) > _MOST else named) or "–"


RULES = rules_in(globals())
