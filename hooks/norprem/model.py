"""The records of the catalogue: what a course, a session, a person, a provider and a term are.

Every record is frozen and refuses keys it does not know. Numbers and dates are read from the text that was typed, in
one form each; what does not have that form is an error with a type of its own (`load` turns it into a finding).
Values from closed lists are plain ids here: whether they exist is a question for the rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any, Generic, TypeVar
from zoneinfo import ZoneInfo

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator, model_validator
from pydantic_core import PydanticCustomError

from norprem.findings import Path, Spot
from norprem.text import Text
from norprem.vocabulary import Vocabulary

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


class Confirmation(StrEnum):
    """How sure an entry about a person or a unit is."""

    AS_PUBLISHED = "as-published"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"


class Kind(StrEnum):
    """Whether an entry in the people list is one human being or a department, centre or network."""

    PERSON = "person"
    UNIT = "unit"


CODE_VALUES: Mapping[str, type[StrEnum]] = {
    "modes": Mode,
    "availability": Availability,
    "statuses": Status,
    "confirmations": Confirmation,
    "kinds": Kind,
}
"""Closed lists whose values the code itself knows."""


class Url(str):
    """An address on the web, as typed."""

    __slots__ = ()


_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2})")
_WHOLE = re.compile(r"0|[1-9]\d{0,8}")
_AMOUNT = re.compile(r"(?:0|[1-9]\d{0,8})(?:\.\d{1,4})?")


def _word(value: Any) -> str:
    if not isinstance(value, str):
        raise PydanticCustomError("expected_text", "a text is expected")
    stripped = value.strip()
    if not stripped:
        raise PydanticCustomError("empty", "there is no value")
    return stripped


def _id(value: Any) -> str:
    word = _word(value)
    if not _ID.fullmatch(word) or len(word) > 80:
        raise PydanticCustomError("bad_id", "not an id")
    return word


def _former_id(value: Any) -> str:
    """Read an id that is gone; a session's has its course before a full stop."""
    word = _word(value)
    for part in word.split(".", 1):
        _id(part)
    return word


def _day(value: Any) -> date:
    word = _word(value)
    if not _DAY.fullmatch(word):
        raise PydanticCustomError("bad_day", "not a date")
    try:
        return date(int(word[:4]), int(word[5:7]), int(word[8:]))
    except ValueError:
        raise PydanticCustomError("no_such_day", "there is no such day") from None


def _moment(value: Any) -> date | datetime:
    word = _word(value)
    parts = _TIME.fullmatch(word)
    if not parts:
        if _DAY.fullmatch(word):
            return _day(word)
        raise PydanticCustomError("bad_moment", "neither a date nor a time")
    hour, minute = int(parts[2]), int(parts[3])
    if hour > 23 or minute > 59:
        raise PydanticCustomError("bad_moment", "no such time of day")
    return datetime.combine(_day(parts[1]), time(hour, minute))


def _whole(value: Any) -> int:
    word = _word(value)
    if not _WHOLE.fullmatch(word):
        raise PydanticCustomError("bad_whole", "not a whole number")
    return int(word)


def _amount(value: Any) -> Decimal:
    word = _word(value)
    if not _AMOUNT.fullmatch(word):
        raise PydanticCustomError("bad_amount", "not a number")
    return Decimal(word)


def _text(value: Any) -> Text:
    if not isinstance(value, dict):
        raise PydanticCustomError("one_language", "a text in each language is expected")
    if not value:
        raise PydanticCustomError("empty", "there is no value")
    forms = []
    for locale, wording in value.items():
        if not isinstance(wording, str):
            raise PydanticCustomError("expected_text", "a text is expected", {"at": locale})
        stripped = wording.strip()
        if not stripped:
            raise PydanticCustomError("empty", "there is no value", {"at": locale})
        forms.append((locale, stripped))
    return Text(tuple(forms))


def _list(value: Any) -> Any:
    if not isinstance(value, list):
        raise PydanticCustomError("expected_list", "a list is expected")
    return value


def _labels(value: Any) -> Mapping[str, tuple[str, ...]]:
    if not isinstance(value, dict):
        raise PydanticCustomError("expected_mapping", "lists of words by language are expected")
    return {locale: _of_language(locale, words) for locale, words in value.items()}


def _of_language(locale: str, words: Any) -> tuple[str, ...]:
    try:
        return tuple(_word(word) for word in _list(words))
    except PydanticCustomError as error:
        raise PydanticCustomError(error.type, "not a list of words", {"at": locale}) from None


Word = Annotated[str, PlainValidator(_word)]
Id = Annotated[str, PlainValidator(_id)]
FormerId = Annotated[str, PlainValidator(_former_id)]
Day = Annotated[date, PlainValidator(_day)]
Moment = Annotated[date | datetime, PlainValidator(_moment)]
Whole = Annotated[int, PlainValidator(_whole)]
Amount = Annotated[Decimal, PlainValidator(_amount)]
Localised = Annotated[Text, PlainValidator(_text)]
Address = Annotated[Url, PlainValidator(lambda value: Url(_word(value)))]
Words = Annotated[Mapping[str, tuple[str, ...]], PlainValidator(_labels)]
_Item = TypeVar("_Item")
Several = Annotated[tuple[_Item, ...], BeforeValidator(_list)]


class Record(BaseModel):
    """What all records share: they never change, and a key they do not know is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Reference(Record):
    """Where a fact comes from: `url` may be missing for a printed document; `read` is the day somebody read it."""

    title: Word
    url: Address | None = None
    read: Day


class OriginalTitle(Record):
    """The provider's own title where it is in a language the site is not written in."""

    language: Id
    text: Word


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


class Regut(Record):
    """Regional education centres of a course for doctors in specialisation: who arranges it, whom the planners ask."""

    arranging: Id
    contact: Id | None = None


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
        revision: raised whenever time, place or status changes.
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
    availability: Id
    availability_note: Localised | None = None
    regut: Regut | None = None
    source: Reference
    last_checked: Day
    sessions: Several[Session] = ()


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


class Provider(Record):
    """Who gives courses or employs people."""

    id: Id
    name: Localised
    country: Word
    url: Address | None = None


class Term(Record):
    """A word of the glossary and what it means."""

    id: Id
    term: Localised
    definition: Localised
    synonyms: Words = Field(default_factory=dict)
    source: Reference | None = None


class Host(Record):
    """The provider that hosts a region's RegUt, and who says so."""

    host: Id
    source: Reference


class Listed(Record):
    """A value of a closed list as its file has it; `kind` and `regut` belong to regions."""

    id: Word
    label: Localised
    kind: Word | None = None
    regut: Host | None = None


class Retired(Record):
    """An id that was used once and must not be used again; that of a session is `<course>.<session>`."""

    kind: Word
    id: FormerId
    on: Day
    reason: Localised


R = TypeVar("R", bound=Record, covariant=True)


def day_of(moment: date | datetime) -> date:
    """Return the day of a date or a time."""
    return moment.date() if isinstance(moment, datetime) else moment


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
_SILENT = frozenset({date, datetime, int, Decimal, type(None)})


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
    """

    vocabulary: Vocabulary
    listed: tuple[Entry[Listed], ...] = ()
    providers: tuple[Entry[Provider], ...] = ()
    courses: tuple[Entry[Course], ...] = ()
    people: tuple[Entry[Person], ...] = ()
    terms: tuple[Entry[Term], ...] = ()
    retired: tuple[Entry[Retired], ...] = ()
    broken: frozenset[tuple[str, Path]] = frozenset()

    @property
    def entries(self) -> Iterator[Entry[Record]]:
        """Every record a reader may see."""
        yield from self.courses
        yield from self.people
        yield from self.providers
        yield from self.terms
        yield from self.listed
        yield from self.retired

    @cached_property
    def provider(self) -> Mapping[str, Provider]:
        """Providers by id."""
        return {entry.record.id: entry.record for entry in self.providers}

    @cached_property
    def sessions(self) -> tuple[tuple[Entry[Course], int, Session], ...]:
        """Every session, with its course and its place in the course's list."""
        return tuple(
            (entry, place, session) for entry in self.courses for place, session in enumerate(entry.record.sessions)
        )
