"""The list of all pages, for search engines and registries: each page in each language, and its translations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from norprem.site import Site

_URLSET = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
_KEPT = "/:?#[]@!$&'()*+,;=%~"
"""What has a meaning in an address, and what is percent-encoded already."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page and the languages it truly exists in.

    Attributes:
        address: path after the language, for example `kurs/`.
        locales: languages with a text of their own, not those that show another language's.
        lastmod: day of the last change, from the record; None where it is not known.
    """

    address: str
    locales: tuple[str, ...]
    lastmod: date | None = None


def sitemap(pages: Iterable[Page], *, site: Site, tags: Mapping[str, str]) -> bytes:
    """Return a sitemap, ordered by address and then by language.

    Args:
        pages: in any order.
        site: where they live.
        tags: what `hreflang` calls each language; the same as on the pages themselves.
    """
    ordered = sorted(pages, key=lambda page: page.address)
    entries = (entry for page in ordered for entry in _entries(page, site, tags))
    lines = ('<?xml version="1.0" encoding="UTF-8"?>', f"<urlset {_URLSET}>", *entries, "</urlset>", "")
    return "\n".join(lines).encode()


def _entries(page: Page, site: Site, tags: Mapping[str, str]) -> Iterator[str]:
    locales = [locale for locale in site.locales if locale in page.locales]
    addresses = {locale: quote(site.url(locale, page.address), safe=_KEPT) for locale in locales}
    links = [_link(tags[locale], address) for locale, address in addresses.items()]
    if site.locales[0] in addresses:
        links.append(_link("x-default", addresses[site.locales[0]]))
    changed = f"<lastmod>{page.lastmod.isoformat()}</lastmod>" if page.lastmod else ""
    for address in addresses.values():
        yield f"<url><loc>{escape(address)}</loc>{changed}{''.join(links)}</url>"


def _link(tag: str, address: str) -> str:
    return f'<xhtml:link rel="alternate" hreflang={quoteattr(tag)} href={quoteattr(address)}/>'
