"""The catalogue: every record with the place where it is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from norprem.findings import Path
from norprem.model.courses import Availability, Course, Mode, Session, Status
from norprem.model.entries import Entry
from norprem.model.fields import CompetenceId, Record, Url
from norprem.model.imports import Draft, Feed, Imported
from norprem.model.lists import Listed, Provider, Retired, Synonyms, Term
from norprem.model.methods import Method, MethodStatus
from norprem.model.needs import Need, Progress
from norprem.model.pages import Article, Audience, Meta
from norprem.model.pathways import Pathway
from norprem.model.people import Confirmation, Kind, Person
from norprem.model.programmes import Detail, Programme, Stage
from norprem.model.standards import Competence, Relation, Seen, Standard, Standing
from norprem.text import Text
from norprem.vocabulary import Vocabulary

CODE_VALUES: Mapping[str, type[StrEnum]] = {
    "modes": Mode,
    "availability": Availability,
    "statuses": Status,
    "confirmations": Confirmation,
    "kinds": Kind,
    "seen": Seen,
    "relations": Relation,
    "standard-statuses": Standing,
    "programme-details": Detail,
    "programme-statuses": Stage,
    "need-statuses": Progress,
    "page-audiences": Audience,
    "method-statuses": MethodStatus,
}
"""Closed lists whose values the code itself knows."""


@dataclass(frozen=True)
class Catalogue:
    """Everything in `curricula/`, in the order of its files.

    Attributes:
        listed: the values behind `vocabulary`, each with its place.
        broken: places that could not be read; records there are mended guesses, good for nothing but further checks.
        drafts: courses from partners' calendars that are not complete; no reader sees them.
        imported: what was last read from those calendars.
        feeds: the calendars that are read on a schedule.
        articles: the pages for patients, GPs and professionals; they lie outside the catalogue's folder.
        synonyms: words that readers search for, by language.
    """

    vocabulary: Vocabulary
    listed: tuple[Entry[Listed], ...] = ()
    providers: tuple[Entry[Provider], ...] = ()
    courses: tuple[Entry[Course], ...] = ()
    people: tuple[Entry[Person], ...] = ()
    terms: tuple[Entry[Term], ...] = ()
    standards: tuple[Entry[Standard], ...] = ()
    programmes: tuple[Entry[Programme], ...] = ()
    needs: tuple[Entry[Need], ...] = ()
    retired: tuple[Entry[Retired], ...] = ()
    drafts: tuple[Entry[Draft], ...] = ()
    imported: tuple[Entry[Imported], ...] = ()
    feeds: tuple[Entry[Feed], ...] = ()
    methods: tuple[Entry[Method], ...] = ()
    pathways: tuple[Entry[Pathway], ...] = ()
    articles: tuple[Article, ...] = ()
    synonyms: tuple[Entry[Synonyms], ...] = ()
    broken: frozenset[tuple[str, Path]] = frozenset()

    @cached_property
    def entries(self) -> tuple[Entry[Record], ...]:
        """Every record a reader may see."""
        return (
            *self.courses,
            *self.people,
            *self.standards,
            *self.programmes,
            *self.needs,
            *self.methods,
            *self.providers,
            *self.terms,
            *self.listed,
            *self.retired,
        )

    @cached_property
    def written(self) -> tuple[Entry[Record], ...]:
        """Everything somebody has written: the records, and what stands at the head of the pages."""
        return (*self.entries, *self.pathways, *self.synonyms, *self.heads)

    @cached_property
    def texts(self) -> tuple[tuple[Entry[Record], Path, Text], ...]:
        """Every text in several languages that somebody has written, with the place where it stands."""
        return tuple((entry, path, text) for entry in self.written for path, text in entry.texts)

    @cached_property
    def urls(self) -> frozenset[Url]:
        """Every web address in what somebody has written, once."""
        return frozenset(url for entry in self.written for _, url in entry.urls)

    @property
    def heads(self) -> tuple[Entry[Meta], ...]:
        """What stands at the head of each page for patients, GPs and professionals."""
        return tuple(article.entry for article in self.articles)

    @cached_property
    def provider(self) -> Mapping[str, Provider]:
        """Providers by id."""
        return {entry.record.id: entry.record for entry in self.providers}

    @cached_property
    def standard(self) -> Mapping[str, Standard]:
        """Standards by id."""
        return {entry.record.id: entry.record for entry in self.standards}

    @cached_property
    def competence(self) -> Mapping[CompetenceId, Competence]:
        """Every competence of every standard, archived ones included."""
        return {
            CompetenceId(standard.id, competence.id): competence
            for standard in self.standard.values()
            for competence in standard.competences
        }

    @cached_property
    def programme(self) -> Mapping[str, Programme]:
        """Curricula by id."""
        return {entry.record.id: entry.record for entry in self.programmes}

    @cached_property
    def course(self) -> Mapping[str, Course]:
        """Courses by id."""
        return {entry.record.id: entry.record for entry in self.courses}

    @cached_property
    def method(self) -> Mapping[str, Method]:
        """Methods by id."""
        return {entry.record.id: entry.record for entry in self.methods}

    @cached_property
    def pathway(self) -> Mapping[str, Pathway]:
        """Regional answers by topic."""
        return {entry.record.topic: entry.record for entry in self.pathways}

    @cached_property
    def term(self) -> Mapping[str, Term]:
        """Words of the glossary by id."""
        return {entry.record.id: entry.record for entry in self.terms}

    @cached_property
    def article(self) -> Mapping[tuple[str, str], Article]:
        """The pages for patients, GPs and professionals, by language and path, for example `("nb", "pasient/x")`."""
        return {(article.locale, article.path): article for article in self.articles}

    @cached_property
    def sessions(self) -> tuple[tuple[Entry[Course], int, Session], ...]:
        """Every session, with its course and its place in the course's list."""
        return tuple(
            (entry, place, session) for entry in self.courses for place, session in enumerate(entry.record.sessions)
        )
