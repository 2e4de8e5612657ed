"""What a change is: a way into a record, what happened there, and the values before and after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from norprem.model import CompetenceId, Cost
from norprem.text import Text


class Kind(StrEnum):
    """Kinds of records that are compared, in the order they are told."""

    STANDARD = "standard"
    PROGRAMME = "programme"
    COURSE = "course"
    PERSON = "person"
    NEED = "need"


class What(StrEnum):
    """What happened."""

    ADDED = "added"
    REMOVED = "removed"
    ARCHIVED = "archived"
    RESTORED = "restored"
    RAISED = "raised"
    LOWERED = "lowered"
    REWORDED = "reworded"
    CANCELLED = "cancelled"
    POSTPONED = "postponed"
    MOVED = "moved"
    REORDERED = "reordered"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Label:
    """A value that has an id and a name: one of a closed list, or another record, whose title is quoted."""

    id: str
    text: Text
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class CompetenceName:
    """A competence of a standard, as its printed code; without one it is unknown, and its id is shown."""

    id: CompetenceId
    code: str = ""
    standard: Text | None = None


@dataclass(frozen=True, slots=True)
class Level:
    """One of Miller's four steps."""

    step: int


@dataclass(frozen=True, slots=True)
class Share:
    """A share of a whole, 0 to 1."""

    amount: Decimal


@dataclass(frozen=True, slots=True)
class Span:
    """When a session is held; both ends are days, or times in Norway."""

    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Reached:
    """How many of a standard's competences a curriculum brings to their target level."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Homes:
    """The modules an outcome is learnt in: one, where nothing is wrong."""

    modules: tuple[Label, ...]


Value = (
    str | int | Decimal | date | Text | Cost | Label | CompetenceName | Level | Share | Span | Reached | Homes | None
)
"""A value before or after; None where there was none, or where it is nobody's business."""


@dataclass(frozen=True, slots=True)
class Part:
    """A step into a record: a field, or with `key` one item of the list in that field, and what the item is called."""

    field: str
    key: str = ""
    name: Value = None


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is different.

    Attributes:
        id: of the record.
        title: of the record; of the newer one where there are two.
        path: way from the record to what changed; nothing where the record itself came or went.
        old: value before.
        new: value after.
    """

    kind: Kind
    id: str
    title: Text
    what: What
    path: tuple[Part, ...] = ()
    old: Value = None
    new: Value = None

    @property
    def field(self) -> str:
        """The names of the fields on the way, for example `competences.target`."""
        return ".".join(part.field for part in self.path)
