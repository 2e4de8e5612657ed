"""Curricula: modules, outcomes and assessments, and the standards they promise to cover."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum

from pydantic import Field

from norprem.model.fields import (
    Address,
    Amount,
    Change,
    CompetenceRef,
    Day,
    Edition,
    Id,
    Level,
    Localised,
    OriginalTitle,
    Record,
    Reference,
    Regut,
    Review,
    Several,
    Whole,
    Word,
)


class Detail(StrEnum):
    """How much of a curriculum its file holds: all of it, which is checked as a whole, or what a source states."""

    FULL = "full"
    FACTS = "facts"


class Stage(StrEnum):
    """Where a curriculum stands."""

    PROPOSAL = "proposal"
    ADOPTED = "adopted"
    RUNNING = "running"
    UNKNOWN = "unknown"
    ENDED = "ended"


class Hours(Record):
    """The learner's hours: with a teacher, in practice under supervision, alone."""

    contact: Amount = Decimal(0)
    practice: Amount = Decimal(0)
    self_study: Amount = Decimal(0)

    @property
    def total(self) -> Decimal:
        """All of them together."""
        return self.contact + self.practice + self.self_study


class Placement(Record):
    """A rotation or a stay at a workplace."""

    where: Localised
    weeks: Amount
    purpose: Localised | None = None


class Module(Record):
    """A part of a curriculum.

    Attributes:
        months: how long it lasts, where the curriculum is measured in months.
        after: modules that must be done first; without any it can be taken from the start.
        outcomes: outcomes that are learnt in it.
    """

    id: Id
    title: Localised
    description: Localised | None = None
    ects: Amount | None = None
    hours: Hours | None = None
    months: Amount | None = None
    after: Several[Id] = ()
    outcomes: Several[Id] = ()
    placements: Several[Placement] = ()


class Outcome(Record):
    """What a learner can do afterwards.

    Attributes:
        kind: in the words of the Norwegian qualifications framework: knowledge, skill, general competence.
        level: Miller's step it reaches.
        bloom: Bloom's step, 1 to 6; advice only.
        serves: competences it brings the learner closer to.
    """

    id: Id
    text: Localised
    kind: Id
    level: Level
    bloom: Whole | None = None
    serves: Several[CompetenceRef] = ()


class Assessment(Record):
    """How outcomes are tested, and the level that the form can prove."""

    id: Id
    title: Localised
    form: Id
    level: Level
    tests: Several[Id] = Field(min_length=1)


class Expected(Record):
    """A competence that a learner must bring along."""

    competence: CompetenceRef
    level: Level


class Cover(Record):
    """A promise: this share (0 to 1) of a standard's competences is reached at their target level."""

    standard: Id
    edition: Edition
    share: Amount


class LisGoal(Record):
    """A learning goal for doctors in specialisation, exactly as Annex 2 of the regulation prints its code."""

    code: Word
    edition: Day


class Recognition(Record):
    """How a body stands to a curriculum: it is aligned with its rules, assessed or approved by it, until a day."""

    body: Word
    kind: Id
    until: Day | None = None
    url: Address | None = None


class Programme(Record):
    """A curriculum, of our own or of somebody else.

    Attributes:
        course: the course in the catalogue that offers it.
        detail: `full` is checked as a whole; `facts` holds only what the source states.
        hours: all hours together, where it is measured in hours.
        months: how long it lasts in all.
        requires: curricula that must be done first.
        expects: competences that a learner must bring along.
        note: whose figures these are, and what is not known.
        source: where the facts come from; a curriculum of our own needs none.
    """

    id: Id
    title: Localised
    original_title: OriginalTitle | None = None
    summary: Localised
    provider: Id
    region: Id
    url: Address | None = None
    course: Id | None = None
    detail: Id
    status: Id
    version: Edition
    changes: Several[Change] = Field(min_length=1)
    audience: Several[Id] = Field(min_length=1)
    languages: Several[Id] = Field(min_length=1)
    nkr: Whole | None = None
    ects: Amount | None = None
    hours: Amount | None = None
    months: Amount | None = None
    entry: Localised | None = None
    requires: Several[Id] = ()
    expects: Several[Expected] = ()
    covers: Several[Cover] = ()
    lis_goals: Several[LisGoal] = ()
    regut: Regut | None = None
    recognition: Several[Recognition] = ()
    modules: Several[Module] = ()
    outcomes: Several[Outcome] = ()
    assessments: Several[Assessment] = ()
    note: Localised | None = None
    source: Reference | None = None
    reviewed: Review | None = None
    last_checked: Day
    next_review: Day

    @property
    def outcome(self) -> dict[str, Outcome]:
        """Outcomes by id."""
        return {outcome.id: outcome for outcome in self.outcomes}

    @property
    def module(self) -> dict[str, Module]:
        """Modules by id."""
        return {module.id: module for module in self.modules}

    @property
    def changed(self) -> date:
        """The day of its newest version."""
        return max(change.on for change in self.changes)
