"""How hard every page is to read, as a table and as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

from norprem.model import Catalogue
from norprem.prose import readability
from norprem.words import Words


@dataclass(frozen=True, slots=True)
class Row:
    """One page.

    Attributes:
        page: language and path, `nb/pasient/lynch-syndrom`.
        measure: `LIX` or `Flesch-Kincaid`.
        limit: the highest value for its audience; None where no measure fits the language.
        longest: words of its longest sentence.
        longest_limit: the most that a sentence should have; None where that is not laid down.
    """

    page: str
    audience: str
    words: int
    measure: str
    value: float
    limit: float | None
    longest: int
    longest_limit: int | None

    @property
    def is_hard(self) -> bool:
        """Whether the page or its longest sentence is above its limit."""
        too_long = self.longest_limit is not None and self.longest > self.longest_limit
        return too_long or (self.limit is not None and self.value > self.limit)


def rows(catalogue: Catalogue) -> Iterator[Row]:
    """Yield every page, in the order of the catalogue."""
    for article in catalogue.articles:
        audience = article.meta.audience
        found = readability.reading(article.counts, article.locale, audience)
        yield Row(
            page=f"{article.locale}/{article.path}",
            audience=audience,
            words=article.counts.words,
            measure=found.measure,
            value=round(found.value, 1),
            limit=found.limit,
            longest=readability.longest(article.blocks),
            longest_limit=readability.LONGEST.get(audience),
        )


_COLUMNS = ("page", "words", "measure", "value", "limit", "longest", "mark")
_OF_WORDS = frozenset({"page", "measure", "mark"})
"""Columns that stand to the left; numbers stand to the right."""


def as_table(found: Sequence[Row], words: Words) -> str:
    """Return the pages as a table with a mark for those above a limit."""
    lines = [[words(f"readability.{name}") for name in _COLUMNS], *(_cells(row, words) for row in found)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(_line(line, widths) for line in lines)


def _cells(row: Row, words: Words) -> list[str]:
    limit = f"{row.limit:g}" if row.limit is not None else "–"
    mark = words("readability.hard") if row.is_hard else ""
    return [row.page, str(row.words), row.measure, f"{row.value:.1f}", limit, str(row.longest), mark]


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    columns = zip(_COLUMNS, cells, widths, strict=True)
    aligned = (cell.ljust(width) if name in _OF_WORDS else cell.rjust(width) for name, cell, width in columns)
    return "  ".join(aligned).rstrip()


def as_json(found: Sequence[Row], _: Words) -> str:
    """Return the pages as one JSON document."""
    told = [{**asdict(row), "hard": row.is_hard} for row in found]
    return json.dumps({"pages": told}, ensure_ascii=False, indent=2)


FORMATS: Mapping[str, Callable[[Sequence[Row], Words], str]] = {"text": as_table, "json": as_json}
