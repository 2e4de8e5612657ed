"""The fields that records are made of: each is read from the text that was typed, in one form.

What does not have that form is an error with a type of its own, which `load` turns into a finding.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainValidator
from pydantic_core import PydanticCustomError

from norprem.text import Text


class Url(str):
    """An address on the web, as typed."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, order=True)
class CompetenceId:
    """The way to one competence: the id of its standard and its own, `genetic-counsellor/family-history`."""

    standard: str
    competence: str

    def __str__(self) -> str:
        return f"{self.standard}/{self.competence}"


_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2}):([0-9]{2})")
_WHOLE = re.compile(r"0|[1-9][0-9]{0,8}")
_LEVELS = {"1": 1, "2": 2, "3": 3, "4": 4}
_LOCALE = re.compile(r"[a-z]{2,3}")
_EDITION = re.compile(r"(?:0|[1-9][0-9]{0,3})\.(?:0|[1-9][0-9]{0,3})")
_ROUGH = re.compile(r"[0-9]{4}(?:-[0-9]{2})?")
_AMOUNT = re.compile(r"(?:0|[1-9][0-9]{0,8})(?:\.[0-9]{1,4})?")


def _word(value: Any) -> str:
    if not isinstance(value, str):
        raise PydanticCustomError("expected_text", "a text is expected")
    stripped = value.strip()
    if not stripped:
        raise PydanticCustomError("empty", "there is no value")
    return stripped


@lru_cache(maxsize=1 << 12)
def _known_id(typed: str) -> str:
    """Read an id; most are those of closed lists, again and again."""
    word = _word(typed)
    if len(word) > 80 or not _ID.fullmatch(word):
        raise PydanticCustomError("bad_id", "not an id")
    return word


def _id(value: Any) -> str:
    return _known_id(value if type(value) is str else _word(value))


def _former_id(value: Any) -> str:
    """Read an id that is gone; a session's has its course before a full stop."""
    word = _word(value)
    for part in word.split(".", 1):
        _id(part)
    return word


@lru_cache(maxsize=1 << 12)
def _known_day(typed: str) -> date:
    """Read a day; there are few, and many records were checked on the same one."""
    word = _word(typed)
    if not _DAY.fullmatch(word):
        raise PydanticCustomError("bad_day", "not a date")
    try:
        return date.fromisoformat(word)
    except ValueError:
        raise PydanticCustomError("no_such_day", "there is no such day") from None


def _day(value: Any) -> date:
    return _known_day(value if type(value) is str else _word(value))


def _rough_day(value: Any) -> str:
    """Read a day, a month or a year: some sources do not say more."""
    word = _word(value)
    if _ROUGH.fullmatch(word):
        _day(f"{word}-01" if "-" in word else f"{word}-01-01")
    else:
        _day(word)
    return word


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


def _yes(value: Any) -> str:
    word = _word(value)
    if word != "yes":
        raise PydanticCustomError("bad_yes", "neither yes nor missing")
    return word


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


def _level(value: Any) -> int:
    level = _LEVELS.get(_word(value))
    if level is None:
        raise PydanticCustomError("bad_level", "not a level")
    return level


def _edition(value: Any) -> str:
    word = _word(value)
    if not _EDITION.fullmatch(word):
        raise PydanticCustomError("bad_edition", "not an edition")
    return word


def _competence(value: Any) -> CompetenceId:
    standard, slash, competence = _word(value).partition("/")
    if not (slash and _ID.fullmatch(standard) and _ID.fullmatch(competence)):
        raise PydanticCustomError("bad_competence", "not the way to a competence")
    return CompetenceId(standard, competence)


def _text(value: Any) -> Text:
    if not isinstance(value, dict):
        raise PydanticCustomError("one_language", "a text in each language is expected")
    if not value:
        raise PydanticCustomError("empty", "there is no value")
    forms: list[tuple[str, str]] = []
    for locale, wording in value.items():
        if not isinstance(wording, str):
            raise PydanticCustomError("expected_text", "a text is expected", {"at": locale})
        stripped = wording.strip()
        if not stripped:
            # In `{nb: Art, type og svar, en: …}` what follows the comma is a key without a value.
            cut = bool(forms) and not wording and not _LOCALE.fullmatch(locale)
            raise PydanticCustomError("cut_text" if cut else "empty", "there is no value", {"at": locale})
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
RoughDay = Annotated[str, PlainValidator(_rough_day)]
"""A day, a month or a year as its source gives it: `2019-10-21`, `2019-10` or `2019`."""

Yes = Annotated[str, PlainValidator(_yes)]
"""The word `yes`; what is not so is left out."""

Moment = Annotated[date | datetime, PlainValidator(_moment)]
Whole = Annotated[int, PlainValidator(_whole)]
Amount = Annotated[Decimal, PlainValidator(_amount)]
Level = Annotated[int, PlainValidator(_level)]
"""How well one masters something, in Miller's steps: 1 knows, 2 knows how, 3 shows how, 4 does."""

Edition = Annotated[str, PlainValidator(_edition)]
"""Two numbers with a full stop, `1.10`: a text, because as a number it would be 1.1."""

CompetenceRef = Annotated[CompetenceId, PlainValidator(_competence)]
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


def day_of(moment: date | datetime) -> date:
    """Return the day of a date or a time."""
    return moment.date() if isinstance(moment, datetime) else moment


class Regut(Record):
    """Regional education centres of a course for doctors in specialisation: who arranges it, whom the planners ask."""

    arranging: Id
    contact: Id | None = None


class OriginalTitle(Record):
    """The provider's own title where it is in a language the site is not written in."""

    language: Id
    text: Word


class Change(Record):
    """What an edition brought, and the day it was made."""

    edition: Edition
    on: Day
    note: Localised


class Review(Record):
    """Who has gone through a record, as a role or a body, and when."""

    by: Localised
    on: Day
