"""What changed in the courses, as feeds for news readers (Atom, RFC 4287): all courses, and those open to a region.

An entry has the same id in every build, and its time is the day of the change: a reader that asks often sees nothing
twice, and two builds of the same records are the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from xml.sax.saxutils import escape, quoteattr

from norprem import changes
from norprem.changes import Kind
from norprem.chronicle import Told
from norprem.edition import Edition
from norprem.exports import addresses, news
from norprem.select import open_to
from norprem.site import Site
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
    """Yield every feed in every language."""
    told = [one for one in edition.chronicle.entries if one.kind is Kind.COURSE and news.loud(one.changes)]
    for locale in edition.site.locales:
        for region in (None, *edition.catalogue.vocabulary.health_regions):
            own = [one for one in told if region is None or (one.course and open_to(one.course, region.id))]
            path = address(region.id if region else None)
            content = feed(own[:MOST], path, title(region, edition.words[locale]), edition, locale)
            yield edition.site.prefix(locale) + path, content


def title(region: Region | None, words: Words) -> str:
    """Return what a feed is called."""
    return words("news.of-region", region=region.label.best(words.locale)[1]) if region else words("news.of-all")


def feed(entries: Sequence[Told], path: str, name: str, edition: Edition, locale: str) -> bytes:
    """Return a feed of entries, newest first, in one language."""
    words, site = edition.words[locale], edition.site
    own = _attribute(site.url(locale, path))
    about = " ".join((*([words("site.demo")] if edition.demo else []), words(f"news.basis-{edition.chronicle.basis}")))
    lines = (
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={_attribute(words.tag)}>',
        f"<id>{_text(site.url(locale, path))}</id>",
        f"<title>{_text(name)}</title>",
        f"<subtitle>{_text(about)}</subtitle>",
        f"<updated>{_moment(entries[0].on if entries else _EPOCH)}</updated>",
        "<author><name>NorPreM</name></author>",
        f'<link rel="self" type="application/atom+xml" href={own}/>',
        f'<link rel="alternate" type="text/html" href={_attribute(site.url(locale, "kurs/"))}/>',
        f'<link rel="license" href={_attribute(addresses.LICENCE)}/>',
        *(part for one in entries for part in _entry(one, site, words)),
        "</feed>",
        "",
    )
    return "\n".join(lines).encode()


def _entry(told: Told, site: Site, words: Words) -> Iterator[str]:
    locale = words.locale
    yield "<entry>"
    yield f"<id>{_text(news.tag(told, site, site.prefix(locale)))}</id>"
    yield f"<title>{_text(told.title.best(locale)[1])}</title>"
    yield f"<updated>{_moment(told.on)}</updated>"
    yield f'<link rel="alternate" type="text/html" href={_attribute(site.url(locale, news.page(told)))}/>'
    yield f"<summary>{_text(news.line(told.changes, words))}</summary>"
    heard = news.loud(told.changes)
    if len(heard) > 1:
        items = "".join(f"<li>{_text(changes.sentence(one, words))}</li>" for one in heard)
        yield f'<content type="html">{escape(f"<ul>{items}</ul>")}</content>'
    yield "</entry>"


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _text(wording: str) -> str:
    return escape(news.plain(wording))


def _attribute(wording: str) -> str:
    return quoteattr(news.plain(wording))
