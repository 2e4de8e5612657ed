"""Competence standards: what a profession must master, how well, and where that is said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum

from pydantic import Field

from norprem.model.courses import Cost
from norprem.model.fields import (
    Address,
    Change,
    Day,
    Edition,
    Id,
    Level,
    Localised,
    Record,
    Review,
    Several,
    Whole,
    Word,
)


class Seen(StrEnum):
    """How much of a source somebody has really read."""

    FULL = "full"
    PARTIAL = "partial"
    ABSTRACT = "abstract"
    NONE = "none"


class Relation(StrEnum):
    """How a competence of ours compares with a statement of a source; the names are those of SKOS."""

    EXACT = "exact"
    CLOSE = "close"
    BROAD = "broad"
    NARROW = "narrow"
    RELATED = "related"


class Standing(StrEnum):
    """Where a standard stands on its way to being used."""

    DRAFT = "draft"
    CONSULTATION = "consultation"
    ADOPTED = "adopted"
    SUPERSEDED = "superseded"


class Issuer(Record):
    """Who answers for a standard: as its author, or as the one who describes another body's standard."""

    name: Word
    role: Id


class Consulted(Record):
    """A source of a standard.

    Attributes:
        seen: how much of it was read; only what was read may be cited by its own number.
        read: the day it was read, or looked for.
    """

    id: Id
    title: Word
    url: Address | None = None
    edition: Word | None = None
    seen: Id
    read: Day
    note: Localised | None = None


class Domain(Record):
    """A part of a standard; a curriculum that covers the standard needs at least `min_outcomes` outcomes in it."""

    code: Word
    title: Localised
    min_outcomes: Whole = 1


class Correspondence(Record):
    """Where a source says something like a competence.

    Attributes:
        code: the source's own number; only where that text was read.
        locator: where in the source, in words, where it has no numbers.
        relation: what the source's statement is, seen from ours: `broad` means that the source says more than we do.
    """

    source: Id
    code: Word | None = None
    locator: Localised | None = None
    relation: Id


class Archived(Record):
    """When and why a competence was taken out of use, and what replaced it; it stays in the file for ever."""

    on: Day
    reason: Localised
    replaced_by: Id | None = None


class Competence(Record):
    """One thing that a member of the profession masters.

    Attributes:
        id: never changes and is never reused; curricula refer to it.
        code: what is printed; may change from edition to edition.
        target: the level the profession needs.
        topics: what it is about; people and units that teach these topics can be asked to teach it.
        maps: what it corresponds to; without any it is ours alone.
    """

    id: Id
    code: Word
    domain: Word
    kind: Id
    statement: Localised
    target: Level
    topics: Several[Id] = Field(min_length=1)
    maps: Several[Correspondence] = ()
    archived: Archived | None = None


class Evidence(Record):
    """Something an applicant must show; without an amount none is stated."""

    kind: Id
    amount: Whole | None = None


class Route(Record):
    """A way to a credential.

    Attributes:
        who: whom the way is for; left out where that was not read.
        years: years of practice in full time.
    """

    id: Word
    name: Localised
    who: Localised | None = None
    years: Whole | None = None
    evidence: Several[Evidence] = ()


class Renewal(Record):
    """How a credential is kept: every how many years, for what fee, by showing what."""

    years: Whole
    fee: Cost | None = None
    evidence: Several[Evidence] = ()
    note: Localised | None = None


class Step(Record):
    """One step on the way to a credential from Norway, and the source that says so."""

    text: Localised
    source: Id


class Credential(Record):
    """The credential of a profession, only as far as it was read.

    Attributes:
        entry: what one must have before applying; left out where that was not read.
        steps: what to do, in order.
        ask: what was not read and must be asked of the body before anyone relies on it.
    """

    body: Word
    name: Localised
    url: Address | None = None
    entry: Localised | None = None
    routes: Several[Route] = ()
    renewal: Renewal | None = None
    steps: Several[Step] = ()
    ask: Several[Localised] = ()
    sources: Several[Id] = Field(min_length=1)


class Standard(Record):
    """What a profession must master.

    Attributes:
        edition: of the text in this file; earlier ones stand in `changes`, the newest last.
        professions: whom it is for.
        fields: the professional fields whose units know most about it.
    """

    id: Id
    title: Localised
    summary: Localised
    issuer: Issuer
    edition: Edition
    status: Id
    valid_from: Day
    replaced_by: Id | None = None
    professions: Several[Id] = Field(min_length=1)
    fields: Several[Id] = Field(min_length=1)
    sources: Several[Consulted] = Field(min_length=1)
    domains: Several[Domain] = Field(min_length=1)
    competences: Several[Competence] = Field(min_length=1)
    credential: Credential | None = None
    changes: Several[Change] = Field(min_length=1)
    reviewed: Review | None = None
    last_checked: Day
    next_review: Day

    @property
    def current(self) -> Iterator[Competence]:
        """The competences in use, in the order of the file."""
        return (competence for competence in self.competences if competence.archived is None)

    @property
    def competence(self) -> dict[str, Competence]:
        """Competences by id, archived ones included."""
        return {competence.id: competence for competence in self.competences}

    @property
    def source(self) -> dict[str, Consulted]:
        """Sources by id."""
        return {source.id: source for source in self.sources}

    @property
    def changed(self) -> date:
        """The day of its newest edition."""
        return max(change.on for change in self.changes)
