"""Records that others refer to: providers, terms, values of closed lists, and ids that are gone."""

from __future__ import annotations

from pydantic import Field

from norprem.model.fields import (
    Address,
    Day,
    FormerId,
    Id,
    Level,
    Localised,
    Record,
    Reference,
    Several,
    Word,
    Words,
    Yes,
)


class Provider(Record):
    """Who gives courses or employs people."""

    id: Id
    name: Localised
    country: Word
    url: Address | None = None


class Term(Record):
    """A word of the glossary and what it means.

    Attributes:
        everyday: everybody knows the word, and a page for patients may use it without explaining it.
    """

    id: Id
    term: Localised
    everyday: Yes | None = None
    definition: Localised
    synonyms: Words = Field(default_factory=dict)
    source: Reference | None = None


class Synonym(Record):
    """Words that readers use and the site does not, and what they mean in the words of the site."""

    words: Several[Word] = Field(min_length=1)
    means: Several[Word] = Field(min_length=1)


class Synonyms(Record):
    """The synonyms that the search knows in one language."""

    language: Word
    groups: Several[Synonym] = Field(min_length=1)


class Host(Record):
    """The provider that hosts a region's RegUt, and who says so."""

    host: Id
    source: Reference


class Listed(Record):
    """A value of a closed list as its file has it.

    `kind` and `regut` belong to regions; `proves` to forms of assessment: the highest level they can prove.

    Attributes:
        formerly: ids it had before; `norprem fix` puts the new one in their place.
    """

    id: Word
    formerly: Several[Word] = ()
    label: Localised
    explanation: Localised | None = None
    proves: Level | None = None
    kind: Word | None = None
    regut: Host | None = None


class Retired(Record):
    """An id that was used once and must not be used again; that of a session is `<course>.<session>`."""

    kind: Word
    id: FormerId
    on: Day
    reason: Localised
