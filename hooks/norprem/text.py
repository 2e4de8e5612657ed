"""A text in several languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """The same statement in one or more languages.

    Attributes:
        forms: (locale, wording) pairs in the order of the file, for example `(("nb", "gen"), ("en", "gene"))`.
    """

    forms: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, forms: Mapping[str, str]) -> Text:
        """Make a text from a mapping of locale to wording."""
        return cls(tuple(forms.items()))

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self.forms)

    def get(self, locale: str) -> str | None:
        """Return the wording in `locale`, or None where there is none."""
        for own, wording in self.forms:
            if own == locale:
                return wording
        return None

    def best(self, locale: str) -> tuple[str, str]:
        """Return (locale, wording) for a reader of `locale`: her own language, else the first one there is."""
        for form in self.forms:
            if form[0] == locale:
                return form
        return self.forms[0] if self.forms else (locale, "")
