"""Family K7, pages for patients, GPs and professionals: what the marks in a text name."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from norprem.findings import Path, Position, Severity, Spot
from norprem.model import Article, Catalogue
from norprem.prose import marks
from norprem.prose.text import LINK, Block, Role
from norprem.rules.table import Context, Manual, rule, rules_in
from norprem.rules.texts import at, cut, sound
from norprem.vocabulary import nearest


@rule(
    "K708",
    Severity.ERROR,
    nb=Manual(
        what="Merket `[^{found}]` viser til en kilde som ikke står øverst på siden.",
        why="Leseren kan ikke se hvor opplysningen kommer fra.",
        how="Skriv id-en til en av kildene under `sources`, eller legg til kilden: `id: gut17`.",
    ),
    en=Manual(
        what="The mark `[^{found}]` names a source that is not at the head of the page.",
        why="Readers cannot see where the statement comes from.",
        how="Write the id of one of the sources under `sources`, or add the source: `id: gut17`.",
    ),
)
def unknown_source_mark(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look up every mark of a source."""
    for article in sound(catalogue, "sources"):
        known = [source.id for source in article.meta.sources]
        for block, found in _found(article, marks.SOURCE):
            if found[1] not in known:
                yield at(article, block, found.start(), len(found[0]), **_near(found[1], known))


def _found(article: Article, pattern: re.Pattern[str]) -> Iterator[tuple[Block, re.Match[str]]]:
    """Yield each place in the text that a pattern fits."""
    for block in article.blocks:
        if "[" in block.raw:
            for found in pattern.finditer(block.raw):
                yield block, found


def _near(found: str, known: Collection[str]) -> dict[str, str]:
    """Return what was found, and what was probably meant."""
    near = nearest(found, known)
    return {"found": cut(found), **({"nearest": near} if near else {})}


@rule(
    "K709",
    Severity.ERROR,
    nb=Manual(
        what="Kilden `{found}` er ikke brukt på siden.",
        why="En kilde som ingenting bygger på, får siden til å se bedre underbygd ut enn den er.",
        how="Sett merket, for eksempel `[^gut17]`, etter setningen som bygger på kilden, eller slett kilden.",
    ),
    en=Manual(
        what="The source `{found}` is not used on the page.",
        why="A source that nothing rests on makes the page look better founded than it is.",
        how="Put the mark, such as `[^gut17]`, after the sentence that rests on the source, or delete the source.",
    ),
)
def unused_source(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look for each source in the text, in the statements about evidence and behind the codes."""
    for article in sound(catalogue, "evidence", "codes"):
        used = {found[1] for found in marks.SOURCE.finditer(article.body)} | {name for _, name in _in_head(article)}
        for place, source in enumerate(article.meta.sources):
            if source.id not in used:
                yield article.entry.spot("sources", place, "id", found=cut(source.id))


def _in_head(article: Article) -> Iterator[tuple[Path, str]]:
    """Yield the sources that the head itself names, each with its place."""
    for place, one in enumerate(article.meta.evidence):
        for number, name in enumerate(one.sources):
            yield ("evidence", place, "sources", number), name
    for place, code in enumerate(article.meta.codes):
        yield ("codes", place, "source"), code.source


@rule(
    "K721",
    Severity.ERROR,
    nb=Manual(
        what="Ordlisten har ikke noe ord med id-en `{found}`.",
        why="Leseren ser et merke i klammer i stedet for en forklaring.",
        how="Skriv id-en slik den står i `glossary.yaml`: `id: penetrans` gir merket `[[ord:penetrans]]`.",
    ),
    en=Manual(
        what="The glossary has no term with the id `{found}`.",
        why="Readers see a mark in brackets instead of an explanation.",
        how="Write the id as it stands in `glossary.yaml`: `id: penetrans` gives the mark `[[ord:penetrans]]`.",
    ),
)
def unknown_term_mark(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look up every word that is to be explained."""
    for article in catalogue.articles:
        for block, found in _found(article, marks.TERM):
            if found[1] not in catalogue.term:
                yield at(article, block, found.start(), len(found[0]), **_near(found[1], catalogue.term))


@rule(
    "K722",
    Severity.ERROR,
    nb=Manual(
        what="Registeret over metoder har ingen metode med id-en `{found}`.",
        why="Leseren ser et merke i klammer i stedet for om metoden er innført.",
        how="Skriv id-en slik den står i filen under `methods`: `id: prosigna` gir merket `[[metode:prosigna]]`.",
    ),
    en=Manual(
        what="The register of methods has no method with the id `{found}`.",
        why="Readers see a mark in brackets instead of whether the method has been introduced.",
        how="Write the id as it stands in the file under `methods`: `id: prosigna` gives `[[metode:prosigna]]`.",
    ),
)
def unknown_method_mark(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look up every method whose status is to be shown."""
    for article in catalogue.articles:
        for block, found in _found(article, marks.METHOD):
            if found[1] not in catalogue.method:
                yield at(article, block, found.start(), len(found[0]), **_near(found[1], catalogue.method))


_MEANT_AS_MARK = re.compile(r"\[\[[^\[\]\n]{0,200}\]\]?|\[\^[^\[\]\n]{0,200}\]")
_MARK = re.compile(f"{marks.SOURCE.pattern}|{marks.TERM.pattern}|{marks.METHOD.pattern}")


@rule(
    "K723",
    Severity.ERROR,
    nb=Manual(
        what="Merket `{found}` virker ikke her.",
        why="Leseren ser merket slik det er skrevet. I overskrifter og lenketekster kan ikke noe forklares.",
        how="Skriv `[^gut17]` for en kilde, `[[ord:penetrans]]` eller `[[ord:penetrans|gjennomslag]]` for et ord og"
        " `[[metode:prosigna]]` for en metode, alltid i løpende tekst.",
    ),
    en=Manual(
        what="The mark `{found}` does not work here.",
        why="Readers see the mark as it is written. In headings and link texts nothing can be explained.",
        how="Write `[^gut17]` for a source, `[[ord:penetrans]]` or `[[ord:penetrans|come true]]` for a word and"
        " `[[metode:prosigna]]` for a method, always in running text.",
    ),
)
def malformed_mark(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look for marks that no pattern fits, and for those in headings and links."""
    for article in catalogue.articles:
        for block, found in _found(article, _MEANT_AS_MARK):
            if not _MARK.fullmatch(found[0]) or block.role is Role.HEADING or _in_link(block, found.start()):
                yield at(article, block, found.start(), len(found[0]), found=cut(found[0]))


def _in_link(block: Block, place: int) -> bool:
    return any(link.start() < place < link.end() for link in LINK.finditer(block.raw))


_PATHWAYS = re.compile(r'<div[^<>\n]*data-listing="pathways"[^<>\n]*data-topic="([^"\n]*)"')


@rule(
    "K724",
    Severity.ERROR,
    nb=Manual(
        what="Ingen har skrevet hvor man henvender seg om `{found}`.",
        why="Stedet der svarene fra regionene skulle stått, kan ikke fylles.",
        how="Skriv et tema som finnes under `pathways`, for eksempel `topic: medisinsk-genetikk` for henvisning i sin"
        " alminnelighet, som `data-topic`.",
    ),
    en=Manual(
        what="Nobody has written where to turn about `{found}`.",
        why="The place for the answers of the regions cannot be filled.",
        how="Write a topic that is there under `pathways`, for example `topic: medisinsk-genetikk` for referral in"
        " general, as `data-topic`.",
    ),
)
def unknown_pathway(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look up the topic of each block of regional answers; the build looks at all other listings."""
    for article in catalogue.articles:
        for number, line in enumerate(article.body.split("\n"), article.line):
            found = _PATHWAYS.search(line)
            if found and found[1] not in catalogue.pathway:
                position = Position(number, found.start(1) + 1, max(1, len(found[1])))
                yield Spot(article.entry.file, (), _near(found[1], catalogue.pathway), position=position)


@rule(
    "K733",
    Severity.ERROR,
    nb=Manual(
        what="`{found}` er ikke blant kildene på siden.",
        why="Leseren kan ikke se hva utsagnet eller koden bygger på.",
        how="Skriv id-en til en av kildene under `sources`: `sources: [gut17]`.",
    ),
    en=Manual(
        what="`{found}` is not among the sources of the page.",
        why="Readers cannot see what the statement or the code rests on.",
        how="Write the id of one of the sources under `sources`: `sources: [gut17]`.",
    ),
)
def evidence_names_unknown_source(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look up the sources behind statements about evidence and behind codes."""
    for article in sound(catalogue, "sources"):
        known = [source.id for source in article.meta.sources]
        for path, name in _in_head(article):
            if name not in known:
                yield Spot(article.entry.file, path, _near(name, known))


RULES = rules_in(globals())
