"""The catalogue: every record with the place where it is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Any, Generic, TypeVar

from norprem.findings import Path, Spot
from norprem.model.courses import Availability, Course, Mode, Session, Status
from norprem.model.fields import CompetenceId, Record, Url
from norprem.model.imports import Draft, Feed, Imported
from norprem.model.lists import Listed, Provider, Retired, Term
from norprem.model.needs import Need, Progress
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
}
"""Closed lists whose values the code itself knows."""


R = TypeVar("R", bound=Record, covariant=True)


@dataclass(frozen=True)
class Entry(Generic[R]):
    """A record and the place where it is written.

    Attributes:
        file: path of the file below the catalogue's folder.
        record: what the file says.
        path: way to the record within a file that holds several.
    """

    file: str
    record: R
    path: Path = ()

    def spot(self, *path: str | int, on_key: bool = False, **values: str) -> Spot:
        """Return a place in this record, with the values of a rule's sentence."""
        return Spot(self.file, (*self.path, *path), values, on_key)

    @cached_property
    def texts(self) -> tuple[tuple[Path, Text], ...]:
        """The texts in several languages, each with its path."""
        return tuple(self._found[0])

    @cached_property
    def urls(self) -> tuple[tuple[Path, Url], ...]:
        """The web addresses, each with its path."""
        return tuple(self._found[1])

    @property
    def words(self) -> Iterator[tuple[Path, str]]:
        """Every single wording a reader may see, each with its path; addresses are not among them."""
        for path, text in self.texts:
            for locale, wording in text:
                yield (*path, locale), wording
        yield from self._found[2]

    @cached_property
    def prose(self) -> str:
        """All wordings in one: a rule searches it first, and looks at each wording only where that finds something.

        What separates them is a character that no wording may have.
        """
        texts = [wording for _, text in self.texts for _, wording in text.forms]
        return "\x1f".join([*texts, *(word for _, word in self._found[2])])

    @cached_property
    def _found(self) -> _Found:
        found: _Found = ([], [], [])
        _collect(self.record, (), found)
        return found


_Found = tuple[list[tuple[Path, Text]], list[tuple[Path, Url]], list[tuple[Path, str]]]
_SILENT = frozenset({date, datetime, int, Decimal, type(None), CompetenceId})


def _collect(holder: Any, path: Path, found: _Found) -> None:
    """Sort what a record says into texts, addresses and words; it runs for every value, hence the exact types."""
    kind = type(holder)
    items = enumerate(holder) if kind is tuple else (holder if kind is dict else holder.__dict__).items()
    for name, value in items:
        kind = type(value)
        if kind is str:
            found[2].append(((*path, name), value))
        elif kind is Text:
            found[0].append(((*path, name), value))
        elif kind is Url:
            found[1].append(((*path, name), value))
        elif kind not in _SILENT and value != ():
            _collect(value, (*path, name), found)


@dataclass(frozen=True)
class Catalogue:
    """Everything in `curricula/`, in the order of its files.

    Attributes:
        listed: the values behind `vocabulary`, each with its place.
        broken: places that could not be read; records there are mended guesses, good for nothing but further checks.
        drafts: courses from partners' calendars that are not complete; no reader sees them.
        imported: what was last read from those calendars.
        feeds: the calendars that are read on a schedule.
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
    broken: frozenset[tuple[str, Path]] = frozenset()

    @property
    def entries(self) -> Iterator[Entry[Record]]:
        """Every record a reader may see."""
        yield from self.courses
        yield from self.people
        yield from self.standards
        yield from self.programmes
        yield from self.needs
        yield from self.providers
        yield from self.terms
        yield from self.listed
        yield from self.retired

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
    def sessions(self) -> tuple[tuple[Entry[Course], int, Session], ...]:
        """Every session, with its course and its place in the course's list."""
        return tuple(
            (entry, place, session) for entry in self.courses for place, session in enumerate(entry.record.sessions)
        )
