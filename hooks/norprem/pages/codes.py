"""Pages opened by a diagnosis code, so that a record system can link to them: which pages the code leads to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from norprem.edition import Edition
from norprem.model import Article, Audience, Code, Entry, Record
from norprem.pages.articles import twin
from norprem.pages.records import RecordPages
from norprem.site import code_address

_ORDER = (Audience.GP, Audience.PATIENT, Audience.PROFESSIONAL)


class Coded(Record):
    """A code that pages name.

    Attributes:
        id: system and code, as in the address: `icpc2/X76`.
        articles: the pages and their twins, in all languages, those for GPs first.
    """

    id: str
    code: Code
    articles: tuple[Article, ...]


def coded(edition: Edition) -> tuple[Coded, ...]:
    """Return every code that a page names, by system and code."""
    found: dict[str, tuple[Code, dict[str, Article]]] = {}
    for article in edition.catalogue.articles:
        for code in article.meta.codes:
            _, pages = found.setdefault(f"{code.system}/{code.code}", (code, {}))
            pages |= {one.entry.file: one for one in (article, twin(edition, article)) if one}
    return tuple(
        Coded(id=key, code=code, articles=tuple(sorted(pages.values(), key=_place)))
        for key, (code, pages) in sorted(found.items())
    )


def _place(article: Article) -> tuple[int, str]:
    return _ORDER.index(Audience(article.meta.audience)), article.entry.file


class CodePages(RecordPages):
    """Draws a page for every code that a page names."""

    shell: ClassVar[str] = "kode/skall/skall/"
    section: ClassVar[str] = "fastlege/"

    @property
    def entries(self) -> tuple[Entry[Coded], ...]:
        """The codes; each stands in the heads of pages, and in no file of its own."""
        return tuple(Entry("", one) for one in coded(self.edition))

    def address(self, record_id: str) -> str:
        """Return the path of a code's page; the mark for any of them stands for system and code."""
        return code_address(*record_id.split("/")) if "/" in record_id else f"kode/{record_id}/"

    def changed(self, record: Coded) -> date:
        """Return the last day one of the pages changed."""
        return max(article.changed for article in record.articles)

    def title(self, record: Coded, locale: str) -> str:
        """Return the title of a code's page: the system and the code."""
        system = self.edition.catalogue.vocabulary["code-systems"].label(record.code.system)
        return f"{system.best(locale)[1]} {record.code.code}"

    def description(self, record: Coded, locale: str) -> str:
        """Return a sentence for search engines."""
        return self.edition.words[locale]("codes.description", code=self.title(record, locale))

    def linked_data(self, entry: Entry[Coded], locale: str) -> str:  # noqa: ARG002
        """Return nothing: the pages the code leads to say more."""
        return ""

    def content(self, entry: Entry[Coded], locale: str) -> str:
        """Return the text of a code's page."""
        return self.templates.render(
            "code.html",
            locale,
            self.address(entry.record.id),
            title=self.title(entry.record, locale),
            articles=[article for article in entry.record.articles if article.locale == locale],
        )


def codes(edition: Edition, locale: str, _: Mapping[str, str]) -> tuple[str, Mapping[str, Any]]:
    """List all codes with the pages they lead to."""
    systems: dict[str, list[tuple[Coded, list[Article]]]] = {}
    for one in coded(edition):
        own = [article for article in one.articles if article.locale == locale]
        systems.setdefault(one.code.system, []).append((one, own))
    return "codes.html", {"systems": systems}
