"""Everything one build of the site is made from: records, day, addresses, words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property, partial

from norprem.changes import Change, sentence
from norprem.chronicle import Chronicle, of_records
from norprem.matrix import Matrix
from norprem.model import Catalogue, Programme, Record, Standard
from norprem.site import Site
from norprem.words import Words


@dataclass(frozen=True)
class Edition:
    """One build of the site.

    Attributes:
        catalogue: checked records.
        today: the day the build is made for, in Norway.
        site: addresses and languages.
        words: interface words by locale.
        curricula: path of the catalogue's folder within the repository, for links to its files.
        course_template: commented template of a course file.
        earlier: standards and curricula as they were before their newest version, by kind and id.
        history: what happened in the catalogue, where the history of its files was asked.
        demo: the records are made up, and every page must say so.
        statement: address of the site's official accessibility statement; empty until its owner has made one.
        contact: e-mail address that readers may write to; empty where there is none.
        security_contact: where faults in security are told of, `https:`, `mailto:` or `tel:`; empty for the repository.
    """

    catalogue: Catalogue
    today: date
    site: Site
    words: Mapping[str, Words]
    curricula: str = "curricula"
    course_template: str = ""
    earlier: Mapping[tuple[type[Record], str], Standard | Programme] = field(default_factory=dict)
    history: Chronicle | None = None
    demo: bool = False
    statement: str = ""
    security_contact: str = ""
    contact: str = ""

    @classmethod
    def of(
        cls,
        catalogue: Catalogue,
        today: date,
        *,
        base: str,
        repository: str = "",
        curricula: str = "curricula",
        course_template: str = "",
        earlier: Mapping[tuple[type[Record], str], Standard | Programme] | None = None,
        history: Chronicle | None = None,
        demo: bool = False,
        statement: str = "",
        security_contact: str = "",
        contact: str = "",
    ) -> Edition:
        """Put an edition together; the languages are those of the catalogue's vocabulary.

        Raises:
            ValueError: the accessibility statement or the contact is no address that a reader can follow.
        """
        _follow("accessibility_statement", statement, "https://")
        _follow("security_contact", security_contact, "https://", "mailto:", "tel:")
        locales = catalogue.vocabulary.locales
        words = {locale: Words.load(locale) for locale in locales}
        site = Site(base, locales, repository)
        return cls(
            catalogue,
            today,
            site,
            words,
            curricula,
            course_template,
            earlier or {},
            history,
            demo,
            statement,
            security_contact,
            contact,
        )

    @cached_property
    def matrix(self) -> Matrix:
        """Who teaches which competence in which region."""
        return Matrix(self.catalogue, self.today)

    @cached_property
    def chronicle(self) -> Chronicle:
        """What happened in the catalogue: what its history says, or else its records."""
        return self.history or of_records(self.catalogue, self.today)

    @cached_property
    def say(self) -> Mapping[str, Callable[[Change], str]]:
        """What says a change as a sentence in each language; it remembers, for several files say the same."""
        return {locale: cache(partial(sentence, words=words)) for locale, words in self.words.items()}

    @property
    def synonyms(self) -> Mapping[str, tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]]:
        """Words that readers search for and what they mean, by the tag of their language."""
        lists = (entry.record for entry in self.catalogue.synonyms if entry.record.language in self.words)
        return {
            self.words[one.language].tag: tuple((group.words, group.means) for group in one.groups) for one in lists
        }

    @property
    def audiences(self) -> Mapping[str, tuple[tuple[str, str], ...]]:
        """Ids and names of those that pages are written for, by the tag of the language."""
        values = self.catalogue.vocabulary["page-audiences"].values
        return {
            words.tag: tuple((value.id, value.label.best(locale)[1]) for value in values)
            for locale, words in self.words.items()
        }

    @property
    def tags(self) -> Mapping[str, str]:
        """What `lang` and `hreflang` call each language."""
        return {locale: words.tag for locale, words in self.words.items()}


def _follow(name: str, address: str, *ways: str) -> None:
    """Raise where a configured address does not begin as it must; an empty one is no address yet."""
    if address and (not address.startswith(ways) or not address.isprintable() or " " in address):
        raise ValueError(f"mkdocs.yml, extra.{name}: {address!r} must begin with {' or '.join(ways)}")
