"""The register of methods: tests, treatments, tracers and procedures, and where each stands in the health service."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from norprem.model.fields import Day, Id, Localised, Record, Reference, RoughDay, Several, Word


class MethodStatus(StrEnum):
    """Where a method stands in the Norwegian public health service."""

    ESTABLISHED = "established"
    CONDITIONAL = "introduced-with-conditions"
    UNDER_ASSESSMENT = "under-assessment"
    EXPERIMENTAL = "experimental"
    NOT_INTRODUCED = "not-introduced"


class Offer(Record):
    """Somewhere a method is offered, as far as a source says."""

    where: Localised
    region: Id | None = None
    source: Reference


class MethodChange(Record):
    """Something that happened to a method's status, on a day, in a month or in a year."""

    on: RoughDay
    note: Localised


class Method(Record):
    """A test, treatment, tracer or procedure that the site names.

    Attributes:
        indications: what it is used for; the status holds for these and no others.
        status: where it stands; `decided_by` and `decided` say who found so and when, where anybody has.
        status_note: what the status means for a reader, its conditions, or what is not known.
        reference: the deciding body's own number, for example `ID2017_073`.
        changes: what happened to the status, newest last.
    """

    id: Id
    name: Localised
    kind: Id
    fields: Several[Id] = Field(min_length=1)
    summary: Localised
    indications: Several[Localised] = Field(min_length=1)
    status: Id
    status_note: Localised
    decided_by: Localised | None = None
    decided: RoughDay | None = None
    reference: Word | None = None
    offered: Several[Offer] = ()
    changes: Several[MethodChange] = ()
    sources: Several[Reference] = Field(min_length=1)
    last_checked: Day
    next_review: Day
