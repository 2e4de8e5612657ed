"""Needs of the service: competence, capacity or recognition that somebody has reported missing."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from norprem.model.fields import CompetenceRef, Day, Id, Localised, Record, Reference, Several, Whole


class Progress(StrEnum):
    """Where a need stands."""

    REPORTED = "reported"
    IN_PROGRESS = "in-progress"
    MET = "met"
    DECLINED = "declined"


class Need(Record):
    """Something the service lacks.

    Attributes:
        reported_by: who says so, as a role or a body, never a name.
        since: the year it was first reported.
        status_note: what has been done about it, or why that is not known.
    """

    id: Id
    title: Localised
    description: Localised
    kind: Id
    reported_by: Localised
    region: Id
    professions: Several[Id] = Field(min_length=1)
    fields: Several[Id] = Field(min_length=1)
    competences: Several[CompetenceRef] = ()
    since: Whole
    status: Id
    status_note: Localised | None = None
    source: Reference
    last_checked: Day
