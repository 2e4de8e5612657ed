"""From a page the theme rendered to the pages that are written: itself, further sheets of its list, or all records."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from operator import add
from pathlib import Path

import yaml

from norprem.edition import Edition
from norprem.exports.linked import element
from norprem.exports.sitemap import Page
from norprem.exports.webpage_jsonld import webpage
from norprem.model import SECTIONS, Article, Audience
from norprem.pages.around import card_name, feedback, neighbours, trail
from norprem.pages.articles import Articles
from norprem.pages.assessment import AssessmentPages
from norprem.pages.codes import CodePages
from norprem.pages.course import CoursePages
from norprem.pages.listings import Listings, Place, UnknownListing, markers, sheet_address
from norprem.pages.paper import told_once
from norprem.pages.programme import ProgrammePages
from norprem.pages.records import RecordPages
from norprem.pages.rules import RulePages
from norprem.pages.shell import Shell, mark
from norprem.pages.standard import StandardPages
from norprem.pages.templates import Templates
from norprem.pages.view import View, view

__all__ = ["Press", "UnknownListing"]

_KINDS = (CoursePages, StandardPages, AssessmentPages, ProgrammePages, CodePages, RulePages)
"""Kinds of records that have a page each."""

_TITLE = re.compile(r"\A---\n(?:.*\n)*?title: (.+)\n")
"""What a page is called, at its head."""

_VOID = re.compile(r"(<(?:img|br|hr)\b[^<>]*?) ?/>")
"""What Markdown ends as XML does; in HTML the slash means nothing."""


def _plain(scalar: str) -> str:
    """Return a title as it reads, without the quotation marks of YAML."""
    return str(yaml.load(scalar, Loader=yaml.CSafeLoader))


@dataclass(frozen=True)
class Press:
    """Draws the pages of one edition; the adapter hands it what MkDocs has, and writes what it returns.

    Attributes:
        sheets: drawn listings that are longer than one page, by the place they are shown at.
        titles: of every page that somebody wrote, by language and path; a page may list the others.
        written: every page there is, for the site map: by path, the languages it is truly written in and its day.
    """

    edition: Edition
    sheets: dict[Place, tuple[str, ...]] = field(default_factory=dict)
    titles: dict[str, dict[str, str]] = field(default_factory=dict)
    written: dict[str, tuple[tuple[str, ...], date | None]] = field(default_factory=dict)

    @cached_property
    def _templates(self) -> Templates:
        return Templates(self.edition)

    @cached_property
    def _listings(self) -> Listings:
        return Listings(self.edition, self._templates, self.titles)

    @cached_property
    def _articles(self) -> Articles:
        return Articles(self.edition, self._templates)

    @cached_property
    def records(self) -> Mapping[str, RecordPages]:
        """The pages of records, by the path of the page that the theme renders for each kind."""
        return {kind.shell: kind(self.edition, self._templates) for kind in _KINDS}

    def meet(self, locale: str, pages: Mapping[str, Path]) -> None:
        """Learn what the pages of a language are called.

        Args:
            locale: the language.
            pages: the Markdown file of each page, by path; those that records are filled into are no pages themselves.
        """
        own = {address: file for address, file in pages.items() if address not in self.records}
        found = {address: _TITLE.match(file.read_text("utf-8")) for address, file in own.items()}
        self.titles[locale] = {address: _plain(title[1]) for address, title in found.items() if title}

    def belongs(self, addresses: Iterable[str]) -> Mapping[str, str]:
        """Return, for every page that the menu does not name, the page of the menu that it belongs to."""
        records = {kind.shell: kind.section for kind in self.records.values()}
        sections = tuple(f"{section}/" for section in SECTIONS)
        written = {one: section for one in addresses for section in sections if one.startswith(section)}
        written |= {one: "fastlege/" for one in addresses if one == "kode/"}  # codes are for GPs
        return {one: section for one, section in written.items() if one != section} | records

    def content(self, html: str, locale: str, address: str) -> str:
        """Put listings in place of the markers in a page's own HTML.

        Raises:
            UnknownListing: where a marker names a listing or a value that does not exist.
        """
        if address in self.records:
            return f"{mark('content')}<!-- <h1 -->"
        html = _VOID.sub(r"\1>", html)
        if article := self._articles.at(locale, address):
            html = self._articles.signed(self._articles.marked(html, article), article)
        if "data-listing" not in html:
            return html
        place = Place(locale, address)
        for marker in tuple(markers(html)):
            drawn = self._listings.draw(marker, place)
            if linked := self._listings.linked(marker, place):
                drawn = tuple(map(add, drawn, linked))
            if len(drawn) > 1:
                self.sheets[place] = drawn
            html = html.replace(marker.text, mark("listing") if len(drawn) > 1 else drawn[0])
        return html

    def view(
        self, locale: str, address: str, meta: Mapping[str, object], written_in: Mapping[str, bool], file: str
    ) -> View:
        """Describe a page to the theme.

        Args:
            locale: language of the build.
            address: path within the language.
            meta: the page's front matter, with `title`.
            written_in: for each language, whether the page is written in it.
            file: path of the page's source in the repository.
        """
        if address in self.records:
            return self.records[address].view(locale, self.titles.get(locale, {}))
        article = self._articles.at(locale, address)
        day = article.changed if article else meta.get("reviewed")
        day = day if isinstance(day, date) else None
        self.written[address] = (tuple(other for other in self.edition.site.locales if written_in.get(other)), day)
        many = Place(locale, address) in self.sheets
        title, url = str(meta["title"]), self.edition.site.url(locale, address)
        return view(
            self.edition,
            locale,
            mark("address") if many else address,
            title=f"{title}{mark('sheet') if many else ''}",
            description=str(meta.get("description", "")),
            written_in=written_in,
            file=file,
            head=self._told(article),
            foot=self._articles.trust(article) if article else "",
            notices=self._articles.notices(article) if article else (),
            contents=article is None or article.meta.audience != Audience.GP,  # who has ten seconds wants the text
            trail=trail(address, self.titles.get(locale, {})),
            around=neighbours(self.edition, article) if article else (None, None),
            feedback=feedback(self.edition, self.edition.words[locale], title, url),
            card=card_name(address),
        )

    def _told(self, article: Article | None) -> str:
        """Return what a page for patients, GPs or professionals tells machines, as HTML for its head."""
        if article is None:
            return ""
        site, tag = self.edition.site, self.edition.words[article.locale].tag
        return element(webpage(article, site=site, tag=tag))

    def site_map(self) -> Iterator[Page]:
        """Yield every page of the site, by address."""
        for kind in self.records.values():
            yield from kind.site_map()
        for address, (locales, day) in self.written.items():
            sheets = max((len(drawn) for place, drawn in self.sheets.items() if place.address == address), default=1)
            for number in range(1, sheets + 1):
                yield Page(sheet_address(address, number), locales, day)

    def pages(self, html: str, locale: str, address: str) -> Iterator[tuple[str, str]]:
        """Yield path within the language and HTML of everything a rendered page turns into."""
        if address in self.records:
            drawn = self.records[address].fill(Shell.of(html), locale)
        elif sheets := self.sheets.get(Place(locale, address)):
            drawn = self._sheets(Shell.of(html), sheets, locale, address)
        else:
            drawn = iter([(address, html)])
        yield from ((path, told_once(page)) for path, page in drawn)

    def _sheets(self, shell: Shell, sheets: tuple[str, ...], locale: str, address: str) -> Iterator[tuple[str, str]]:
        words = self.edition.words[locale]
        for number, sheet in enumerate(sheets, start=1):
            own = sheet_address(address, number)
            title = f" – {words('listing.page', number=number, total=len(sheets))}" if number > 1 else ""
            yield own, shell.fill({"address": own, "sheet": title, "listing": sheet})
