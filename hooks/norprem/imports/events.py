"""What a calendar or a table says, in one form for both: events, and what is wrong with them."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from html import unescape
from typing import Literal

LARGEST = 5 * 1024 * 1024
"""Bytes of one calendar or table."""

MOST = 5000
"""Events or rows of one calendar or table."""

WARNINGS = frozenset({f"I{number}" for number in range(100, 200)})
"""Codes of what is worth a look but stops nothing; all other codes mean that something could not be taken in."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that is wrong with what came in, or worth a look.

    Attributes:
        code: `I` and three digits.
        line: line of the calendar or table, from 1; 0 where none is meant.
        values: what goes into the sentence, by name.
    """

    code: str
    line: int = 0
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def warning(self) -> bool:
        """Whether the import can go on as if nothing were wrong."""
        return self.code in WARNINGS


class Broken(Exception):
    """An event or a whole source that cannot be taken in; carries what is to be said of it."""

    def __init__(self, code: str, line: int = 0, **values: str) -> None:
        super().__init__(code)
        self.trouble = Trouble(code, line, values)


Status = Literal["planned", "confirmed", "cancelled", "postponed"]


@dataclass(frozen=True, slots=True)
class Event:
    """One date of a course, as a partner gives it.

    Attributes:
        key: what the event is known by: its UID, with the original start of a single date in a series.
        line: where it begins.
        title: wording by locale; of a calendar there is one.
        start: day or Norwegian local time; `end` is of the same kind, and the last day is included.
        status: None where the source says nothing.
        modified: the day it was last changed, where the source says so.
        order: of two events with one key the greater one counts: a single date of a series, then the newer one.
        series: what all dates of a series have in common; without a value it is none.
        facts: what a table says of the course with words of closed lists, by field.
    """

    key: str
    line: int
    title: Mapping[str, str]
    start: date
    end: date
    url: str | None = None
    summary: Mapping[str, str] = field(default_factory=dict)
    code: str | None = None
    place: str | None = None
    online: str | None = None
    status: Status | None = None
    registration: Mapping[str, str] = field(default_factory=dict)
    seats: str | None = None
    modified: date | None = None
    order: tuple[int, int, str] = (0, 0, "")
    series: str = ""
    facts: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def name(self) -> str:
        """The title as it is compared: without differences of case and spaces."""
        return " ".join(next(iter(self.title.values())).casefold().split())


@dataclass(frozen=True, slots=True)
class Incoming:
    """All that was read from one source.

    Attributes:
        name: what the source calls itself, or its file name.
        address: where it was fetched from; None for a file.
        whole: whether every event could be recognised, so that one which is missing really is missing.
        there: keys of events that are in the source but could not be read.
    """

    events: tuple[Event, ...]
    troubles: tuple[Trouble, ...]
    name: str
    address: str | None = None
    whole: bool = True
    there: frozenset[str] = frozenset()


_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff]"
)


def cleaned(text: str) -> str:
    """Return a text on one line, without characters that nobody sees."""
    return " ".join(_HIDDEN.sub("", unicodedata.normalize("NFC", _writable(text).replace("\t", " "))).split())


def _writable(text: str) -> str:
    """Replace halves of characters, which no file can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


_MEETING = re.compile(r"_{20,}|-::~:~::|\*{20,}|={20,}")
_TAG = re.compile(r"<[^<>]{0,2000}>")
_PRIVATE = re.compile(
    r"[\w.+-]{1,80}@[\w-]{1,80}\.\w|\bpasscode\b|\bpassord\b|\bpassword\b|\bpwd=|\bpin(?:-?kode)?\b\s*:"
    r"|\b(?:meeting|møte)[ -]?id\b|teams\.microsoft\.com|\bzoom\.us/|meet\.google\.com|\.webex\.com|\bwhereby\.com"
    r"|(?:\+47|\b0047)[ \d]{8,}|\b(?:tlf|telefon|phone|mobil|mob|tel)\b[ .:]{0,3}\d",
    re.IGNORECASE,
)


def described(text: str) -> tuple[str, bool]:
    """Return a description that may be published, and whether anything was left out.

    Lines with an e-mail address, a telephone number or the way into a meeting are left out whole, and so is what
    meeting programs put below the text.
    """
    plain = unescape(_TAG.sub("\n", text)) if "<" in text else text
    cut = _MEETING.split(plain, maxsplit=1)
    lines = [cleaned(line) for line in re.split(r"[\r\n\x0b\x0c\u2028\u2029]+", cut[0])]
    kept = [line for line in lines if line and not _PRIVATE.search(line)]
    left_out = len(cut) > 1 or len(kept) < sum(map(bool, lines))
    return _shortened(" ".join(kept)), left_out


_LONGEST = 700


def _shortened(text: str) -> str:
    """Cut a long text behind a whole sentence, or behind a word where there is none."""
    if len(text) <= _LONGEST:
        return text
    head = text[: _LONGEST - 1]
    end = max(head.rfind(mark) for mark in (". ", "! ", "? "))
    return head[: end + 1] if end > _LONGEST // 3 else f"{head.rsplit(' ', 1)[0]} …"


def private(text: str) -> bool:
    """Tell whether a text has what must not be published: a personal address or the way into a meeting."""
    return bool(_PRIVATE.search(text))


_WEB = re.compile(r"https?://[^\s<>\"\\`{}|^\x00-\x20]{3,1000}", re.IGNORECASE)


def web_address(text: str | None) -> str | None:
    """Return an address on the web, or None where the text is none; whitespace and a closing bracket are cut."""
    word = cleaned(text or "").strip("<>")
    return word if _WEB.fullmatch(word) and "@" not in word.split("/", 3)[2] else None


_NAMED = re.compile(r"[a-zæøå]+\.[a-zæøå]+@", re.IGNORECASE)


def key_of(text: str) -> str:
    """Return what an event is remembered by: its UID, or a fingerprint of one that is too long or names a person."""
    word = cleaned(text)
    if len(word) > 250 or _NAMED.search(word):
        return f"sha256:{hashlib.sha256(word.encode()).hexdigest()[:32]}"
    return word


def typed(moment: date) -> str:
    """Return a day or a time as a course file has it."""
    return moment.strftime("%Y-%m-%d %H:%M") if isinstance(moment, datetime) else moment.isoformat()


EARLIEST, LATEST = 1970, 2100
"""Years that a course may be in."""


def plausible(moment: date) -> bool:
    """Tell whether a course can be on that day."""
    return EARLIEST <= moment.year < LATEST


_ENGLISH = frozenset(
    [
        "a",
        "an",
        "and",
        "at",
        "by",
        "course",
        "for",
        "from",
        "in",
        "introduction",
        "is",
        "of",
        "on",
        "the",
        "to",
        "with",
        "workshop",
        "your",
    ]
)
_NORWEGIAN = frozenset(
    [
        "av",
        "den",
        "det",
        "en",
        "er",
        "et",
        "fra",
        "for",
        "i",
        "ikke",
        "innføring",
        "kurs",
        "med",
        "og",
        "om",
        "på",
        "samling",
        "som",
        "til",
        "ved",
    ]
)


def language_of(text: str) -> str:
    """Return the locale of the site that a text belongs under; where nothing tells, it is Norwegian."""
    words = re.findall(r"[^\W\d_]+", text.casefold())
    norwegian = sum(word in _NORWEGIAN or bool(set(word) & set("æøå")) for word in words)
    return "en" if sum(word in _ENGLISH for word in words) > norwegian else "nb"


_STANDING = re.compile(
    r"\s*[\[(]?(?:(avlyst|kansellert|cancelled|canceled)|(utsatt|postponed))[\])]?\s*(?:[:!–—-]+\s*|(?<=[\])])\s*)",
    re.IGNORECASE,
)


def standing(title: str) -> tuple[str, Status | None]:
    """Return a title without a word such as `AVLYST:` before it, and the status that the word stands for."""
    found = _STANDING.match(title)
    if not found or not title[found.end() :].strip():
        return title, None
    return title[found.end() :].strip(), "cancelled" if found[1] else "postponed"
