"""The listings about competence: standards, the levels, who teaches what in which region, and reported needs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from norprem.edition import Edition
from norprem.matrix import Cell, Count, State, counts, holes
from norprem.model import Stage
from norprem.pages import filters
from norprem.pages.programme import load
from norprem.select import units_for


def standards(edition: Edition, _: str, __: Mapping[str, str]) -> tuple[str, Mapping[str, Any]]:
    """All standards, with how much of each is taught somewhere."""
    matrix = edition.matrix
    shown = []
    for entry in edition.catalogue.standards:
        rows = matrix.rows(entry.record)
        shown.append((entry.record, len(rows), sum(bool(row.offers) for row in rows)))
    return "standards.html", {"standards": shown}


def levels(_: Edition, __: str, ___: Mapping[str, str]) -> tuple[str, Mapping[str, Any]]:
    """What the four levels mean."""
    return "levels.html", {}


def programmes(edition: Edition, locale: str, _: Mapping[str, str]) -> tuple[str, Mapping[str, Any]]:
    """All curricula: those that are proposed, then those that exist."""
    records = [entry.record for entry in edition.catalogue.programmes]
    ours = [record for record in records if record.status == Stage.PROPOSAL]
    offered = [record for record in records if record.status != Stage.PROPOSAL]
    words = edition.words[locale]
    return "programmes.html", {
        "groups": (("ours", ours), ("offered", offered)),
        "provider": edition.catalogue.provider,
        "load": lambda programme: tuple(load(programme, words)),
    }


def needs(edition: Edition, _: str, __: Mapping[str, str]) -> tuple[str, Mapping[str, Any]]:
    """Reported needs, in the order of their files."""
    records = [entry.record for entry in edition.catalogue.needs]
    choices = filters.of_needs(records, edition.catalogue.vocabulary)
    told = {"choices": choices, "bins": (("needs", "filter.needs"),)}
    return "needs.html", {"needs": records, "competences": edition.catalogue.competence, **told}


def coverage(edition: Edition, locale: str, arguments: Mapping[str, str]) -> tuple[str, Mapping[str, Any]]:
    """Competences against regions: all of them, or one region with what it has and whom it can ask."""
    shared = {"today": edition.today, "plain": lambda standard: standard.title.best(locale)[1]}
    region = arguments.get("region")
    if region is None:
        return "coverage.html", {**shared, **_all_regions(edition)}
    label = edition.catalogue.vocabulary["regions"].label(region).best(locale)[1]
    return "coverage-region.html", {**shared, "plain_region": label, **_one_region(edition, region)}


def _all_regions(edition: Edition) -> Mapping[str, Any]:
    tables = []
    for entry in edition.catalogue.standards:
        rows = edition.matrix.rows(entry.record)
        tables.append((entry.record, rows, counts(rows), tuple(holes(rows))))
    regions = edition.catalogue.vocabulary.health_regions
    return {"standards": tables, "regions": regions, "parts": _parts, "shown_level": _shown_level}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a bar: in the colour of a state, from `left` and `width` wide, both in per cent."""

    state: int
    left: float
    width: float


def _parts(count: Count) -> Iterator[Part]:
    """Divide a bar by what is taught in the region, what only elsewhere, and what nowhere."""
    total = count.here + count.elsewhere + count.holes
    left = 0.0
    for state, amount in ((State.HERE, count.here), (State.ELSEWHERE, count.elsewhere), (State.NONE, count.holes)):
        width = round(amount * 100 / total, 2) if total else 0.0
        if width:
            yield Part(state.value, left, width)
        left = round(left + width, 2)


def _shown_level(cell: Cell) -> int:
    """Return the level that the words of a cell's state speak of."""
    return cell.level_here if cell.state.name.startswith("HERE") else cell.level_elsewhere


def _one_region(edition: Edition, region: str) -> Mapping[str, Any]:
    place = edition.matrix.regions.index(region)
    tables = []
    for entry in edition.catalogue.standards:
        rows = edition.matrix.rows(entry.record)
        cells = [(row, row.cells[place]) for row in rows]
        asked = units_for(edition.catalogue, edition.today, entry.record.fields, region)
        tables.append((entry.record, cells, counts(rows)[place], asked))
    found = next(one for one in edition.catalogue.vocabulary.health_regions if one.id == region)
    return {"standards": tables, "region": found}
