"""What partners' calendars bring: courses that are not complete yet, what was last read, and the list of sources."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field, PlainValidator
from pydantic_core import PydanticCustomError

from norprem.model.courses import Cost, Load, Session, Taught
from norprem.model.fields import Address, Day, Id, Localised, OriginalTitle, Record, Reference, Regut, Several, Word


def _prints(value: Any) -> Mapping[str, str]:
    if not isinstance(value, dict):
        raise PydanticCustomError("expected_mapping", "a fingerprint for each field is expected")
    for name, print_ in value.items():
        if not isinstance(print_, str) or not print_.strip():
            raise PydanticCustomError("expected_text", "a fingerprint is expected", {"at": name})
    return {name: print_.strip() for name, print_ in value.items()}


Prints = Annotated[Mapping[str, str], PlainValidator(_prints)]
"""A fingerprint of each value that was read last, by the name of the field."""


class Draft(Record):
    """A course as a calendar knows it: any field but the id may be missing, and none of it is published."""

    id: Id
    title: Localised | None = None
    original_title: OriginalTitle | None = None
    code: Word | None = None
    summary: Localised | None = None
    provider: Id | None = None
    region: Id | None = None
    open_to: Several[Id] = ()
    url: Address | None = None
    audience: Several[Id] = ()
    topics: Several[Id] = ()
    level: Id | None = None
    languages: Several[Id] = ()
    mode: Id | None = None
    load: Load | None = None
    cost: Cost | None = None
    prerequisites: Localised | None = None
    outcomes: Several[Localised] = ()
    teaches: Several[Taught] = ()
    availability: Id | None = None
    availability_note: Localised | None = None
    regut: Regut | None = None
    source: Reference | None = None
    last_checked: Day | None = None
    sessions: Several[Session] = ()


class Remembered(Record):
    """What was last read of one event.

    Attributes:
        uid: the event's own, or what stands in for it.
        url: the event's address when it was last read.
        session: id of the session it became.
        gone_since: the first day the event was looked for and not found.
        fields: a fingerprint of each value as it was last taken in.
    """

    uid: Word
    url: Address | None = None
    session: Id
    gone_since: Day | None = None
    fields: Prints = Field(default_factory=dict)


class Imported(Record):
    """What was last read of one course from one calendar."""

    course: Id
    fields: Prints = Field(default_factory=dict)
    sessions: Several[Remembered] = ()


class Feed(Record):
    """A partner's calendar or table that is read on a schedule."""

    id: Id
    format: Word
    address: Address
    provider: Id
    region: Id
