"""Resource people, and the units, centres and networks they stand for."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from norprem.model.fields import Address, Day, Id, Localised, Record, Reference, Several, Word


class Confirmation(StrEnum):
    """How sure an entry about a person or a unit is."""

    AS_PUBLISHED = "as-published"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"


class Kind(StrEnum):
    """Whether an entry in the people list is one human being or a department, centre or network."""

    PERSON = "person"
    UNIT = "unit"


class Contact(Record):
    """How a unit is reached; only what a source states, and never a private address."""

    url: Address | None = None
    email: Word | None = None
    phone: Word | None = None
    address: Word | None = None


class Person(Record):
    """A resource person, or a unit (department, centre, network).

    Attributes:
        basis: legal ground for showing a person; units need none.
        confirmed_on: day the entry was confirmed, or the published page was read.
        review_by: last day the entry is shown without a new confirmation.
    """

    id: Id
    kind: Id
    name: Localised
    role: Localised
    organisation: Id
    region: Id
    fields: Several[Id] = Field(min_length=1)
    referral: Localised | None = None
    contact: Contact | None = None
    teaches: Several[Id] = ()
    basis: Id | None = None
    status: Id
    confirmed_on: Day
    review_by: Day
    source: Reference
