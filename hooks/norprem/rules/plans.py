"""What the rules about curricula share: which curricula they judge, and how they name places and amounts.

A curriculum of which only facts are known is judged by what it does state: what refers to what, sums and levels where
both sides are given. What is missing there is missing in the source.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from norprem.findings import Spot
from norprem.model import (
    Catalogue,
    Detail,
    Entry,
    Programme,
)

Plan = Entry[Programme]


_PARTS = frozenset(
    {"detail", "status", "version", "changes", "requires", "expects", "covers", "recognition", "source", "reviewed"}
    | {"ects", "hours", "months", "nkr", "lis_goals", "modules", "outcomes", "assessments"}
)
"""Fields that are judged together: where one of them could not be read, the others would seem wrong."""


def sound(catalogue: Catalogue) -> Iterator[Plan]:
    """Yield the curricula whose parts could all be read; a key that nobody knows may be any of them, misspelled."""
    ill = {
        file for file, path in catalogue.broken if path and (path[0] in _PARTS or path[0] not in Programme.model_fields)
    }
    return (entry for entry in catalogue.programmes if entry.file not in ill)


def whole(catalogue: Catalogue) -> Iterator[Plan]:
    """Yield the curricula that are held in full."""
    return (entry for entry in sound(catalogue) if entry.record.detail == Detail.FULL)


def plain(number: Decimal) -> str:
    """Return a number as one would type it, `2.5` for 2.50."""
    return f"{number.normalize():f}"


def at(entry: Plan, *path: str | int, **values: str) -> Spot:
    """Return the place of a value in a curriculum, with what the sentence says."""
    return Spot(entry.file, (*entry.path, *path), values)


def steps(one: Programme) -> Iterator[tuple[int, int, str]]:
    """Yield every module that must be done before another: place of that other, number in its list, id."""
    for place, module in enumerate(one.modules):
        for number, earlier in enumerate(module.after):
            yield place, number, earlier


MOST_TOLD = 5


def loops(graph: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, ...]]:
    """Yield a way round, `a b a`, for every loop that a walk along the edges closes, in the order of the graph."""
    done: set[str] = set()
    for start in graph:
        trail: dict[str, Iterator[str]] = {} if start in done else {start: iter(graph[start])}
        while trail:
            here = next(reversed(trail))
            step = next(trail[here], None)
            if step is None:
                done.add(here)
                del trail[here]
            elif step in trail:
                way = list(trail)
                yield (*way[way.index(step) :], step)
            elif step in graph and step not in done:
                trail[step] = iter(graph[step])


def after(one: Programme) -> dict[str, tuple[str, ...]]:
    """Return, for each module, those that must be done first."""
    return {module.id: module.after for module in one.modules}
