"""Competences × regions: who teaches what where, to which level, and where nobody does.

A course counts where its file says that it teaches the competence, a curriculum where one of its outcomes serves it.
Closed courses and ended curricula do not count; curricula that are only proposed are told apart. Where a provider does
not say whether a course runs, it counts, because leaving it out would make a hole of what may be there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from functools import cached_property

from norprem.model import (
    Availability,
    Catalogue,
    Competence,
    CompetenceId,
    Kind,
    Person,
    Programme,
    Stage,
    Standard,
)
from norprem.select import shown_people
from norprem.site import course_address, programme_address
from norprem.text import Text
from norprem.vocabulary import NATIONAL


class State(IntEnum):
    """What a region has for a competence, from nothing to all that is needed."""

    NONE = 0
    ELSEWHERE_BELOW = 1
    HERE_BELOW = 2
    ELSEWHERE = 3
    HERE = 4


@dataclass(frozen=True, slots=True)
class Offer:
    """A course or a curriculum that teaches a competence.

    Attributes:
        kind: `course` or `programme`.
        level: the level it brings a learner to.
        open_to: regions that may attend, where not all may.
        proposed: it exists on paper only.
    """

    kind: str
    id: str
    title: Text
    region: str
    level: int
    open_to: tuple[str, ...] = ()
    proposed: bool = False

    @property
    def address(self) -> str:
        """The path of its page."""
        return course_address(self.id) if self.kind == "course" else programme_address(self.id)

    def reaches(self, region: str) -> bool:
        """Tell whether people of a region may take it."""
        return not self.open_to or region == self.region or region in self.open_to


@dataclass(frozen=True, slots=True)
class Cell:
    """What one region has for one competence.

    Attributes:
        target: the level the profession needs.
        here: offers in the region, the highest level first.
        elsewhere: offers in other places that people of the region may take, the highest level first.
        teachers: ids of people and units, in the region or national, that teach one of the competence's topics.
        units: ids of units in the region whose field the standard belongs to: they can be asked.
    """

    region: str
    target: int
    here: tuple[Offer, ...]
    elsewhere: tuple[Offer, ...]
    teachers: tuple[str, ...]
    units: tuple[str, ...]

    @property
    def level_here(self) -> int:
        """The highest level that is taught in the region; 0 for none."""
        return _highest(self.here)

    @property
    def level_elsewhere(self) -> int:
        """The highest level that is taught elsewhere; 0 for none."""
        return _highest(self.elsewhere)

    @property
    def state(self) -> State:
        """What the region has: enough here, enough elsewhere, too little here, too little elsewhere, nothing."""
        if self.level_here >= self.target:
            return State.HERE
        if self.level_elsewhere >= self.target:
            return State.ELSEWHERE
        if self.level_here:
            return State.HERE_BELOW
        return State.ELSEWHERE_BELOW if self.level_elsewhere else State.NONE


@dataclass(frozen=True, slots=True)
class Row:
    """One competence and what every region has for it.

    Attributes:
        proposed: curricula that would teach it if they were set up.
    """

    standard: Standard
    competence: Competence
    cells: tuple[Cell, ...]
    proposed: tuple[Offer, ...]

    @property
    def offers(self) -> tuple[Offer, ...]:
        """Everything that teaches it anywhere, the highest level first."""
        found = {(offer.kind, offer.id): offer for cell in self.cells for offer in (*cell.here, *cell.elsewhere)}
        return tuple(sorted(found.values(), key=_highest_first))


@dataclass(frozen=True)
class Matrix:
    """The competences of a catalogue against its health regions, as seen on one day."""

    catalogue: Catalogue
    today: date

    @property
    def regions(self) -> tuple[str, ...]:
        """Ids of the regions, in the order of their list."""
        return tuple(region.id for region in self.catalogue.vocabulary.health_regions)

    @cached_property
    def offers(self) -> Mapping[CompetenceId, tuple[Offer, ...]]:
        """What teaches each competence, the highest level first; of one course or curriculum only its highest."""
        highest: dict[CompetenceId, dict[tuple[str, str], Offer]] = defaultdict(dict)
        for competence, offer in (*_courses(self.catalogue), *_programmes(self.catalogue)):
            known = highest[competence].get((offer.kind, offer.id))
            if known is None or offer.level > known.level:
                highest[competence][offer.kind, offer.id] = offer
        return {one: tuple(sorted(found.values(), key=_highest_first)) for one, found in highest.items()}

    @cached_property
    def _people(self) -> tuple[Mapping[tuple[str, str], tuple[Person, ...]], Mapping[tuple[str, str], tuple[str, ...]]]:
        """People and units by (region, topic they teach), and units by (region, field)."""
        teaching: dict[tuple[str, str], tuple[Person, ...]] = defaultdict(tuple)
        units: dict[tuple[str, str], tuple[str, ...]] = defaultdict(tuple)
        for person in shown_people(self.catalogue, self.today):
            for topic in person.teaches:
                teaching[person.region, topic] += (person,)
            for field in person.fields if person.kind == Kind.UNIT else ():
                units[person.region, field] += (person.id,)
        return teaching, units

    def row(self, standard: Standard, competence: Competence) -> Row:
        """Return what every region has for a competence."""
        offers = self.offers.get(CompetenceId(standard.id, competence.id), ())
        taken = tuple(offer for offer in offers if not offer.proposed)
        cells = tuple(self._cell(region, standard, competence, taken) for region in self.regions)
        return Row(standard, competence, cells, tuple(offer for offer in offers if offer.proposed))

    def rows(self, standard: Standard) -> tuple[Row, ...]:
        """Return a row for every competence in use of a standard, in its order."""
        return tuple(self.row(standard, competence) for competence in standard.current)

    def _cell(self, region: str, standard: Standard, competence: Competence, offers: Iterable[Offer]) -> Cell:
        here, elsewhere = [], []
        for offer in offers:
            if offer.region == region:
                here.append(offer)
            elif offer.reaches(region):
                elsewhere.append(offer)
        teaching, units = self._people
        teachers = (
            person.id
            for place in (region, NATIONAL)
            for topic in competence.topics
            for person in teaching.get((place, topic), ())
        )
        asked = (unit for field in standard.fields for unit in units.get((region, field), ()))
        return Cell(
            region,
            competence.target,
            tuple(here),
            tuple(elsewhere),
            tuple(dict.fromkeys(teachers)),
            tuple(dict.fromkeys(asked)),
        )


@dataclass(frozen=True, slots=True)
class Count:
    """How many competences are taught in a region, only elsewhere, and nowhere that its people may go to."""

    region: str
    here: int
    elsewhere: int
    holes: int


def counts(rows: Iterable[Row]) -> tuple[Count, ...]:
    """Count the competences of rows, by region."""
    by_region: dict[str, list[Cell]] = {}
    for row in rows:
        for cell in row.cells:
            by_region.setdefault(cell.region, []).append(cell)
    return tuple(_count(region, cells) for region, cells in by_region.items())


def _count(region: str, cells: list[Cell]) -> Count:
    here = sum(bool(cell.here) for cell in cells)
    holes = sum(cell.state is State.NONE for cell in cells)
    return Count(region, here, len(cells) - here - holes, holes)


def holes(rows: Iterable[Row]) -> Iterator[tuple[Row, tuple[str, ...]]]:
    """Yield the rows that some region has nothing for, neither at home nor elsewhere, with the ids of those regions."""
    for row in rows:
        missing = tuple(cell.region for cell in row.cells if cell.state is State.NONE)
        if missing:
            yield row, missing


def _highest(offers: tuple[Offer, ...]) -> int:
    return offers[0].level if offers else 0


def _highest_first(offer: Offer) -> tuple[int, str, str]:
    return (-offer.level, offer.kind, offer.id)


def _courses(catalogue: Catalogue) -> Iterator[tuple[CompetenceId, Offer]]:
    for entry in catalogue.courses:
        course = entry.record
        if course.teaches and course.availability != Availability.CLOSED:
            for taught in course.teaches:
                yield (
                    taught.competence,
                    Offer("course", course.id, course.title, course.region, taught.level, course.open_to),
                )


def _programmes(catalogue: Catalogue) -> Iterator[tuple[CompetenceId, Offer]]:
    """Yield what curricula teach; where the catalogue has one as a course, too, both are told."""
    for entry in catalogue.programmes:
        programme = entry.record
        if programme.status != Stage.ENDED:
            yield from _outcomes(programme)


def _outcomes(programme: Programme) -> Iterator[tuple[CompetenceId, Offer]]:
    for outcome in programme.outcomes:
        offer = Offer(
            "programme",
            programme.id,
            programme.title,
            programme.region,
            outcome.level,
            proposed=programme.status == Stage.PROPOSAL,
        )
        for competence in outcome.serves:
            yield competence, offer
