"""A page for every record of a kind, filled into the one page that the theme has rendered for that kind."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from markupsafe import Markup, escape

from norprem.edition import Edition
from norprem.exports.linked import element
from norprem.exports.sitemap import Page
from norprem.model import CompetenceId, Entry
from norprem.pages.around import Feedback, Step, feedback, trail
from norprem.pages.shell import Shell, mark
from norprem.pages.templates import Templates, home
from norprem.pages.view import View, view
from norprem.site import standard_address

_DESCRIPTION = 155
"""Characters of a description that search engines show."""


@dataclass(frozen=True)
class RecordPages(ABC):
    """Draws the pages of one kind of records.

    Attributes:
        shell: path, in every language, of the page that the theme renders for all of them; equally deep.
        section: path of the page they stand under in the menu.
    """

    shell: ClassVar[str]
    section: ClassVar[str]

    edition: Edition
    templates: Templates

    @property
    @abstractmethod
    def entries(self) -> tuple[Entry[Any], ...]:
        """The records, each of which gets a page."""

    @abstractmethod
    def address(self, record_id: str) -> str:
        """Return the path of a record's page."""

    @abstractmethod
    def changed(self, record: Any) -> date | None:
        """Return the last day something on a record's page changed, None where nobody knows."""

    @abstractmethod
    def content(self, entry: Entry[Any], locale: str) -> str:
        """Return the text of a record's page as HTML."""

    @abstractmethod
    def linked_data(self, entry: Entry[Any], locale: str) -> str:
        """Return what a record's page tells machines: JSON-LD, safe inside `<script>`; may be empty."""

    def title(self, record: Any, locale: str) -> str:
        """Return the title of a record's page."""
        return str(record.title.best(locale)[1])

    def description(self, record: Any, locale: str) -> str:
        """Return a sentence for search engines, cut between words."""
        summary = str(record.summary.best(locale)[1])
        return summary if len(summary) <= _DESCRIPTION else f"{summary[: _DESCRIPTION - 1].rsplit(' ', 1)[0]} …"

    def trail(self, titles: Mapping[str, str]) -> tuple[Step, ...]:
        """Return the pages that every record's page lies below; `titles` are those of all pages by path."""
        return trail(self.address(mark("id")), titles)

    def view(self, locale: str, titles: Mapping[str, str]) -> View:
        """Describe the page for all of them to the theme: everything that differs is a mark."""
        site = self.edition.site
        return view(
            self.edition,
            locale,
            self.address(mark("id")),
            title=mark("title"),
            description=mark("description"),
            written_in=dict.fromkeys(self.edition.site.locales, True),
            head=mark("head"),
            trail=self.trail(titles),
            feedback=Feedback(mark("issue") if site.repository else "", mark("mail") if self.edition.contact else ""),
        )

    def fill(self, shell: Shell, locale: str) -> Iterator[tuple[str, str]]:
        """Yield the path within the language and the HTML of every record's page."""
        for entry in self.entries:
            yield self.address(entry.record.id), shell.fill(self.values(entry, locale))

    def values(self, entry: Entry[Any], locale: str) -> Mapping[str, str]:
        """Return what goes into the marks, as HTML."""
        title, words = self.title(entry.record, locale), self.edition.words[locale]
        told = feedback(self.edition, words, title, self.edition.site.url(locale, self.address(entry.record.id)))
        return {
            "issue": str(escape(told.issue)),
            "mail": str(escape(told.mail)),
            "id": entry.record.id,
            "title": str(escape(title)),
            "description": str(escape(self.description(entry.record, locale))),
            "content": self.content(entry, locale),
            "head": element(self.linked_data(entry, locale)),
        }

    def site_map(self) -> Iterator[Page]:
        """Yield the pages for the site map."""
        for entry in self.entries:
            yield Page(self.address(entry.record.id), self.edition.site.locales, self.changed(entry.record))

    def competence_link(self, one: CompetenceId, locale: str, *, told: bool = False) -> Markup:
        """Link to a competence by its standard and code; `told` adds what it says."""
        catalogue = self.edition.catalogue
        competence = catalogue.competence.get(one)
        if competence is None:
            return Markup("{}").format(str(one))
        address = f"{home(self.address('x'))}{standard_address(one.standard, one.competence)}"
        statement = competence.statement.best(locale)[1]
        name = f"{catalogue.standard[one.standard].title.best(locale)[1]} {competence.code}"
        return Markup('<a href="{}">{}</a>').format(address, f"{name}: {statement}" if told else name)

    def edit_url(self, entry: Entry[Any]) -> str:
        """Return where a record's file can be edited."""
        return self.edition.site.edit_url(f"{self.edition.curricula}/{entry.file}")
