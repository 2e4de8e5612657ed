"""The pages for patients, GPs and professionals: what stands at their head, and their text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any

from pydantic import BeforeValidator

from norprem.model.entries import Entry
from norprem.model.fields import Address, Day, Id, Record, Several, Whole, Word
from norprem.prose.readability import Counts, count
from norprem.prose.text import Block, blocks
from norprem.prose.translation import fingerprint


class Audience(StrEnum):
    """Whom a page is for."""

    PATIENT = "patient"
    GP = "gp"
    PROFESSIONAL = "professional"


SECTIONS = {"pasient": Audience.PATIENT, "fastlege": Audience.GP, "fagfolk": Audience.PROFESSIONAL}
"""The folders that hold such pages, and whom each is for."""

INDEX = "index"
"""Name of the page that opens a section; it has no topic of its own."""

NONE = "none"
"""What a page says where it has no twin, or nobody has reviewed it."""


class PageSource(Record):
    """Where a page has something from; a mark `[^id]` in the text names it.

    Attributes:
        year: when it was published; missing where it does not say.
        read: the day somebody read it.
        note: how much of it was read, where that is not all.
    """

    id: Id
    title: Word
    url: Address | None = None
    year: Whole | None = None
    kind: Id
    read: Day
    note: Word | None = None


class Code(Record):
    """A diagnosis or laboratory code that leads to a page, and the source that gives it."""

    system: Id
    code: Word
    source: Id


class Support(Record):
    """What a page rests on: a statement, the sources behind it, and what is uncertain about it."""

    says: Word
    sources: Several[Id]
    limits: Word | None = None


class PageReview(Record):
    """Who in a role has gone through the whole page, and when."""

    by_role: Word
    date: Day


class PageChange(Record):
    """What was changed on a page after it was written."""

    on: Day
    note: Word


class Translation(Record):
    """The language a page was translated from, and the fingerprint of the text it was checked against."""

    of: Id
    hash: Word


class Meta(Record):
    """What stands at the head of a page.

    Attributes:
        also: other words that people look for the page by; they lead to it in the list from A to Å.
        topic: what the page is about, the same for patients and GPs; also its file name.
        twin: path of the page on the same matter for the other side, or `none`.
        review: who has reviewed the page; None (written `none`) where nobody has.
    """

    title: Word
    description: Word
    audience: Id
    topic: Id
    group: Id
    also: Several[Word] = ()
    twin: Word
    codes: Several[Code] = ()
    sources: Several[PageSource]
    evidence: Several[Support] = ()
    written: Day
    review: Annotated[PageReview | None, BeforeValidator(lambda value: _unless_none(value))]
    next_review: Day
    changes: Several[PageChange] = ()
    translation: Translation | None = None


def _unless_none(value: Any) -> Any:
    """Read the word that says that there is nothing."""
    return None if value == NONE else value


@dataclass(frozen=True)
class Article:
    """A page: its head, and its text as written.

    Attributes:
        locale: language of the page.
        section: folder it lies in, one of `SECTIONS`.
        name: file name without its ending; `index` for the page that opens the section.
        entry: what stands at its head, and its file.
        body: text below the head, in Markdown.
        line: number of the line in the file that the text begins on.
    """

    locale: str
    section: str
    name: str
    entry: Entry[Meta]
    body: str
    line: int

    @property
    def meta(self) -> Meta:
        """What stands at the head."""
        return self.entry.record

    @property
    def path(self) -> str:
        """The way to the page within its language, as `twin` names it: `pasient/lynch-syndrom`."""
        return f"{self.section}/{self.name}"

    @property
    def address(self) -> str:
        """The page's address within its language: `pasient/lynch-syndrom/`."""
        return f"{self.section}/" if self.name == INDEX else f"{self.path}/"

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The headings, paragraphs, items and cells of the text."""
        return blocks(self.body, self.line)

    @cached_property
    def counts(self) -> Counts:
        """What says how hard the text is to read."""
        return count(self.blocks)

    @cached_property
    def fingerprint(self) -> str:
        """What a translation remembers of the text it was checked against."""
        return fingerprint(self.meta.title, self.meta.description, self.body)

    def is_behind(self, original: Article) -> bool:
        """Tell whether the original has moved on since this translation of it was checked."""
        return self.meta.translation is not None and self.meta.translation.hash != original.fingerprint

    @property
    def changed(self) -> date:
        """The last day something about the page changed: it was written, reviewed or mended."""
        days = [self.meta.written, *(change.on for change in self.meta.changes)]
        return max([*days, self.meta.review.date] if self.meta.review else days)
