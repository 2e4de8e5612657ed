"""Family K7, pages for patients, GPs and professionals: headings, links and pictures."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from markdown.extensions.toc import slugify

from norprem.findings import Severity, Spot
from norprem.model import SECTIONS, Article, Audience, Catalogue
from norprem.prose.text import LINK, Block, Role, plain
from norprem.rules.table import Context, Manual, rule, rules_in
from norprem.rules.texts import at, at_top, cut, sound, topical
from norprem.vocabulary import nearest


def _headings(article: Article) -> list[Block]:
    return [block for block in article.blocks if block.role is Role.HEADING]


_ATTRIBUTES = re.compile(r"\s*\{:?\s*([^{}]{0,200})\}\s*$")
_OWN_ANCHOR = re.compile(r"(?:^|\s)#([^\s#]+)")


def _worded(heading: Block) -> str:
    """Return what a heading says, without the attributes that may follow it."""
    return plain(_ATTRIBUTES.sub("", heading.raw))


@rule(
    "K725",
    Severity.ERROR,
    nb=Manual(
        what="Overskriften «{found}» står ikke på sitt nivå.",
        why="Den som hører siden lest opp, finner frem etter overskriftene. De må ha rekkefølge, og den øverste må si"
        " hva siden heter.",
        how="Siden skal ha én overskrift med `#`, først og lik feltet `title`. Under den kommer `##`, og `###` bare"
        " under `##`.",
    ),
    en=Manual(
        what="The heading “{found}” does not stand at its level.",
        why="Those who hear the page read out find their way by the headings. They need an order, and the topmost must"
        " say what the page is called.",
        how="The page must have one heading with `#`, first and the same as the field `title`. Below it come `##`, and"
        " `###` only below `##`.",
    ),
)
def heading_order(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look at the levels of the headings, and compare the first with the title."""
    for article in sound(catalogue, "title"):
        headings = _headings(article)
        if not headings or headings[0].level != 1:
            yield at_top(article, found=cut(article.meta.title))
        before = 1
        for place, heading in enumerate(headings):
            wrong_title = place == 0 and heading.level == 1 and _worded(heading) != plain(article.meta.title)
            if wrong_title or (place and (heading.level == 1 or heading.level > before + 1)):
                yield at(article, heading, 0, len(heading.raw), found=cut(_worded(heading)))
            before = heading.level


_VAGUE = {
    "nb": frozenset(
        {"her", "klikk her", "trykk her", "les mer", "les mer her", "mer", "denne siden", "lenke", "lenken", "siden"}
    ),
    "en": frozenset({"here", "click here", "read more", "more", "this page", "link", "this link", "learn more"}),
}


@rule(
    "K726",
    Severity.ERROR,
    nb=Manual(
        what="Lenketeksten «{found}» sier ikke hvor lenken fører.",
        why="Den som hører lenkene lest opp en for en, får bare høre «her».",
        how="Skriv navnet på siden den fører til: `[Å fortelle familien](fortelle-familien.md)`.",
    ),
    en=Manual(
        what="The link text “{found}” does not say where the link leads.",
        why="Those who hear the links read out one by one hear only “here”.",
        how="Write the name of the page it leads to: `[Telling your family](fortelle-familien.md)`.",
    ),
)
def vague_link_text(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look for link texts that say nothing."""
    for article in catalogue.articles:
        vague = _VAGUE.get(article.locale, frozenset())
        for block, found in _links(article):
            text = plain(found[2])
            if not found[1] and text.casefold().strip(" .,:;!?…→»") in vague:
                yield at(article, block, found.start(), len(found[0]), found=cut(text))


def _links(article: Article) -> Iterator[tuple[Block, re.Match[str]]]:
    """Yield the links and pictures of a page, each with its block."""
    for block in article.blocks:
        if "](" in block.raw:
            for found in LINK.finditer(block.raw):
                yield block, found


@rule(
    "K727",
    Severity.ERROR,
    nb=Manual(
        what="Bildet `{found}` mangler en tekst som sier hva det viser.",
        why="Den som ikke ser bildet, får ikke vite det bildet forteller.",
        how="Skriv mellom klammene hva bildet viser: `![Veien fra prøve til svar](veien.svg)`.",
    ),
    en=Manual(
        what="The picture `{found}` has no text that says what it shows.",
        why="Those who do not see the picture do not learn what it tells.",
        how="Write between the brackets what the picture shows: `![From sample to result](veien.svg)`.",
    ),
)
def picture_without_alternative(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Look for pictures with nothing between their brackets."""
    for article in catalogue.articles:
        for block, found in _links(article):
            if found[1] and not found[2].strip():
                yield at(article, block, found.start(), len(found[0]), found=cut(found[3]) or "!")


_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//|/", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Target:
    """What a link names: the path of a page in the folder of all languages, and the anchor on it."""

    path: str
    anchor: str


@rule(
    "K729",
    Severity.ERROR,
    nb=Manual(
        what="Lenken `{found}` fører ingen steder.",
        why="Leseren kommer til en feilside, eller til toppen av en side uten å finne det hun skulle.",
        how="Skriv veien fra denne filen til den andre: `../fastlege/lynch-syndrom.md`, og et anker som en av"
        " overskriftene der har: `#henvis`.",
    ),
    en=Manual(
        what="The link `{found}` leads nowhere.",
        why="Readers come to an error page, or to the top of a page without finding what they were to find.",
        how="Write the way from this file to the other: `../fastlege/lynch-syndrom.md`, and an anchor that one of the"
        " headings there has: `#refer`.",
    ),
)
def dead_link(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Follow the links between these pages and to their headings; the build follows those to all other pages."""
    unread = {file for file, path in catalogue.broken if not path}
    known = {f"{article.locale}/{article.path}.md": article for article in catalogue.article.values()}
    anchors: dict[str, frozenset[str]] = {}
    for article in catalogue.articles:
        for block, found in _links(article):
            target = _target(article, found[3])
            if target is None or any(file.endswith(f"/{target.path}") for file in unread):
                continue
            page = known.get(target.path)
            if page and target.anchor and target.path not in anchors:
                anchors[target.path] = _anchors(page)
            if page is None or (target.anchor and target.anchor not in anchors[target.path]):
                near = nearest(target.path, known) if page is None else None
                values = {"found": cut(found[3]), **({"nearest": _relative(article, near)} if near else {})}
                yield at(article, block, found.start(3), len(found[3]), **values)


def _target(article: Article, written: str) -> _Target | None:
    """Return what a link names, or None where it leads to another kind of page, a file or another site."""
    path, _, anchor = unquote(written).partition("#")
    if _ELSEWHERE.match(written) or (path and not path.endswith(".md")) or not written:
        return None
    here = f"{article.locale}/{article.section}"
    full = posixpath.normpath(posixpath.join(here, path)) if path else f"{article.locale}/{article.path}.md"
    return _Target(full, anchor) if re.fullmatch(rf"[^/]+/(?:{'|'.join(SECTIONS)})/[^/]+", full) else None


def _relative(article: Article, path: str) -> str:
    return posixpath.relpath(path, f"{article.locale}/{article.section}")


def _anchors(article: Article) -> frozenset[str]:
    """Return the anchors of the headings of a page, made as the build makes them; a second one alike gets a number."""
    used: Counter[str] = Counter()
    found: set[str] = set()
    for heading in _headings(article):
        attributes = _ATTRIBUTES.search(heading.raw)
        own = _OWN_ANCHOR.search(attributes[1]) if attributes else None
        name = own[1] if own else slugify(_worded(heading), "-")
        found.add(f"{name}_{used[name]}" if used[name] else name)
        used[name] += 1
    return frozenset(found)


_SHAPE = {
    "nb": (
        "På ett minutt",
        "Når bør du tenke på det?",
        "Gjør dette, og la være dette",
        "Henvis",
        "Si til pasienten",
        "Fallgruver",
        "Kunnskapsgrunnlag",
        "Kurs om temaet",
    ),
    "en": (
        "In one minute",
        "When to think of it",
        "What to do, and what not to do",
        "Refer",
        "Tell the patient",
        "Pitfalls",
        "Evidence",
        "Courses on this topic",
    ),
}
"""The headings of every page for GPs, in order."""


@rule(
    "K730",
    Severity.ERROR,
    nb=Manual(
        what="Her skulle overskriften «{expected}» stått, ikke «{found}».",
        why="En fastlege har ti sekunder. Sidene er til å finne frem i fordi alle er bygd likt.",
        how="Skriv de åtte overskriftene med `##` i denne rekkefølgen: På ett minutt, Når bør du tenke på det?, Gjør"
        " dette, og la være dette, Henvis, Si til pasienten, Fallgruver, Kunnskapsgrunnlag, Kurs om temaet.",
    ),
    en=Manual(
        what="Here the heading “{expected}” should stand, not “{found}”.",
        why="A GP has ten seconds. One finds one's way about the pages because all are built alike.",
        how="Write the eight headings with `##` in this order: In one minute, When to think of it, What to do, and"
        " what not to do, Refer, Tell the patient, Pitfalls, Evidence, Courses on this topic.",
    ),
)
def gp_page_out_of_shape(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Compare the headings of each page for GPs with those it must have; one is told, the others follow from it."""
    for article in catalogue.articles:
        if SECTIONS[article.section] == Audience.GP and topical(article) and article.locale in _SHAPE:
            yield from _first_astray(article, _SHAPE[article.locale])


def _first_astray(article: Article, expected: Sequence[str]) -> Iterator[Spot]:
    """Yield the first heading that is not the one that should stand there."""
    headings = [block for block in _headings(article) if block.level == 2]
    for place in range(max(len(headings), len(expected))):
        wanted = expected[place] if place < len(expected) else "–"
        found = _worded(headings[place]) if place < len(headings) else "–"
        if found != wanted:
            values = {"expected": wanted, "found": cut(found)}
            last = headings[min(place, len(headings) - 1)] if headings else None
            yield at(article, last, 0, len(last.raw), **values) if last else at_top(article, **values)
            return


RULES = rules_in(globals())
