"""A page that the theme rendered once, with marks in it, and the pages made by filling the marks.

Rendering the theme for every course costs ten times as much as filling one rendering of it. The pages must lie as deep
as the page they are made from, because the theme's addresses are relative.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_MARK = re.compile(r"@@norprem-([a-z-]+)@@")


def mark(name: str) -> str:
    """Return what the theme writes where `name` goes; it survives HTML escaping and addresses unchanged."""
    return f"@@norprem-{name}@@"


@dataclass(frozen=True, slots=True)
class Shell:
    """A rendered page cut at its marks: text, name, text, name, …, text."""

    pieces: tuple[str, ...]

    @classmethod
    def of(cls, html: str) -> Shell:
        """Cut a rendered page at its marks."""
        return cls(tuple(_MARK.split(html)))

    @property
    def marks(self) -> frozenset[str]:
        """The names that have to be filled."""
        return frozenset(self.pieces[1::2])

    def fill(self, values: Mapping[str, str]) -> str:
        """Return the page with each mark replaced; values are HTML already, a missing one is a KeyError."""
        filled = list(self.pieces)
        filled[1::2] = [values[name] for name in self.pieces[1::2]]
        return "".join(filled)
