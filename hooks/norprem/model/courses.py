"""Courses and the dates they run."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from norprem.model.fields import (
    Address,
    Amount,
    CompetenceRef,
    Day,
    Id,
    Level,
    Localised,
    Moment,
    OriginalTitle,
    Record,
    Reference,
    Regut,
    Several,
    Whole,
    Word,
    day_of,
)

OSLO = ZoneInfo("Europe/Oslo")
"""All times in the catalogue are Norwegian local time."""


class Mode(StrEnum):
    """How a course is taught."""

    ONSITE = "onsite"
    ONLINE = "online"
    HYBRID = "hybrid"
    SELF_PACED = "self-paced"


class Availability(StrEnum):
    """Whether a course can be taken now."""

    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"
    UNKNOWN = "unknown"


class Status(StrEnum):
    """Where a session stands."""

    PLANNED = "planned"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    POSTPONED = "postponed"


class Load(Record):
    """How much work a course is, as its provider states it: credits (ECTS), hours, or both."""

    ects: Amount | None = None
    hours: Amount | None = None

    @model_validator(mode="after")
    def _one_of_them(self) -> Load:
        if self.ects is None and self.hours is None:
            raise PydanticCustomError("empty", "neither ects nor hours")
        return self


class Cost(Record):
    """What a participant pays: an amount in a currency (ISO 4217), or nothing."""

    amount: Amount
    currency: Word | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_word(cls, value: Any) -> Any:
        if value == "free":
            return {"amount": "0"}
        if isinstance(value, str):
            raise PydanticCustomError("bad_cost", "neither free nor an amount")
        if isinstance(value, dict) and "amount" in value and "currency" not in value:
            raise PydanticCustomError("bad_cost", "an amount without a currency")
        return value

    @property
    def free(self) -> bool:
        """Whether taking part costs nothing."""
        return not self.amount


class Registration(Record):
    """When and where one signs up; the deadline is the last day."""

    opens: Day | None = None
    deadline: Day | None = None
    url: Address | None = None


class Session(Record):
    """One run of a course.

    Attributes:
        start: first day, or first moment in Norwegian local time.
        end: last day (inclusive), or last moment; of the same kind as `start`.
        revision: raised whenever time, place, registration deadline or status changes.
        updated: day of that change.
    """

    id: Id
    start: Moment
    end: Moment
    place: Localised | None = None
    online: Address | None = None
    registration: Registration | None = None
    seats: Whole | None = None
    status: Word
    revision: Whole
    updated: Day
    note: Localised | None = None

    @property
    def all_day(self) -> bool:
        """Whether the session is given in whole days."""
        return not isinstance(self.start, datetime)

    @property
    def first_day(self) -> date:
        """The day it starts."""
        return day_of(self.start)

    @property
    def last_day(self) -> date:
        """The day it ends."""
        return day_of(self.end)


class Taught(Record):
    """A competence that a course teaches, and the level it brings a participant to."""

    competence: CompetenceRef
    level: Level


class Course(Record):
    """A course, a programme of study or a conference that health personnel can attend."""

    id: Id
    title: Localised
    original_title: OriginalTitle | None = None
    code: Word | None = None
    summary: Localised
    provider: Id
    region: Id
    open_to: Several[Id] = ()
    url: Address
    audience: Several[Id] = Field(min_length=1)
    topics: Several[Id] = Field(min_length=1)
    level: Id
    languages: Several[Id] = Field(min_length=1)
    mode: Id
    load: Load | None = None
    cost: Cost | None = None
    prerequisites: Localised | None = None
    outcomes: Several[Localised] = ()
    teaches: Several[Taught] = ()
    availability: Id
    availability_note: Localised | None = None
    regut: Regut | None = None
    source: Reference
    last_checked: Day
    sessions: Several[Session] = ()
