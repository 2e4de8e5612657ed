"""A record and the place where it is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any, Generic, TypeVar

from norprem.findings import Path, Spot
from norprem.model.fields import CompetenceId, Record, Url
from norprem.text import Text

R = TypeVar("R", bound=Record, covariant=True)


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
_SILENT = frozenset({date, datetime, int, Decimal, type(None), CompetenceId})


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
