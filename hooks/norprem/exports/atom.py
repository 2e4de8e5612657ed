"""What changed in the courses, as feeds for news readers (Atom, RFC 4287): all courses, and those open to a region.

An entry has the same id in every build, and its time is the day of the change: a reader that asks often sees nothing
twice, and two builds of the same records are the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain
from xml.sax.saxutils import escape, quoteattr

from norprem.changes import Kind
from norprem.chronicle import Told
from norprem.edition import Edition
from norprem.exports import addresses, news
from norprem.select import open_to
from norprem.vocabulary import Region
from norprem.words import Words

MEDIA_TYPE = "application/atom+xml; charset=utf-8"

MOST = 200
"""Entries in a feed, the newest; `changes.json` has them all."""

_EPOCH = date(2026, 1, 1)
"""When a feed in which nothing has happened was last updated."""


def address(region: str | None = None) -> str:
    """Return the path, after the language, of the feed of all courses or of those open to a health region."""
    return f"feeds/kurs-{region}.xml" if region else "feeds/kurs.xml"


def feeds(edition: Edition) -> Iterator[tuple[str, bytes]]:
    """Yield every feed in every language; an entry is written once for all feeds of its language."""
    told = [one for one in edition.chronicle.entries if one.kind is Kind.COURSE and news.loud(one.changes)]
    regions = (None, *edition.catalogue.vocabulary.health_regions)
    chosen = [(region, [place for place, one in enumerate(told) if _tells(one, region)][:MOST]) for region in regions]
    for locale in edition.site.locales:
        needed = frozenset(chain.from_iterable(own for _, own in chosen))
        written = {place: _entry(told[place], edition, locale) for place in needed}
        for region, own in chosen:
            path = address(region.id if region else None)
            updated = told[own[0]].on if own else _EPOCH
            entries = [written[place] for place in own]
            content = feed(entries, updated, path, title(region, edition.words[locale]), edition, locale)
            yield edition.site.prefix(locale) + path, content


def _tells(told: Told, region: Region | None) -> bool:
    return region is None or (told.course is not None and open_to(told.course, region.id))


def title(region: Region | None, words: Words) -> str:
    """Return what a feed is called."""
    return words("news.of-region", region=region.label.best(words.locale)[1]) if region else words("news.of-all")


def feed(entries: Iterable[str], updated: date, path: str, name: str, edition: Edition, locale: str) -> bytes:
    """Return a feed of written entries, newest first, in one language; `updated` is the day of the newest."""
    words, site = edition.words[locale], edition.site
    own = _attribute(site.url(locale, path))
    about = " ".join((*([words("site.demo")] if edition.demo else []), words(f"news.basis-{edition.chronicle.basis}")))
    lines = (
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={_attribute(words.tag)}>',
        f"<id>{_text(site.url(locale, path))}</id>",
        f"<title>{_text(name)}</title>",
        f"<subtitle>{_text(about)}</subtitle>",
        f"<updated>{_moment(updated)}</updated>",
        "<author><name>NorPreM</name></author>",
        f'<link rel="self" type="application/atom+xml" href={own}/>',
        f'<link rel="alternate" type="text/html" href={_attribute(site.url(locale, "kurs/"))}/>',
        f'<link rel="license" href={_attribute(addresses.LICENCE)}/>',
        *entries,
        "</feed>",
        "",
    )
    return "\n".join(lines).encode()


def _entry(told: Told, edition: Edition, locale: str) -> str:
    site, say = edition.site, edition.say[locale]
    heard = news.loud(told.changes)
    items = "".join(f"<li>{_text(say(one))}</li>" for one in heard) if len(heard) > 1 else ""
    lines = (
        "<entry>",
        f"<id>{_text(news.tag(told, site, site.prefix(locale)))}</id>",
        f"<title>{_text(told.title.best(locale)[1])}</title>",
        f"<updated>{_moment(told.on)}</updated>",
        f'<link rel="alternate" type="text/html" href={_attribute(site.url(locale, news.page(told)))}/>',
        f"<summary>{_text(news.line(told.changes, edition, locale))}</summary>",
        *([f'<content type="html">{escape(f"<ul>{items}</ul>")}</content>'] if items else []),
        "</entry>",
    )
    return "\n".join(lines)


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _text(wording: str) -> str:
    return escape(news.plain(wording))


def _attribute(wording: str) -> str:
    return quoteattr(news.plain(wording))
