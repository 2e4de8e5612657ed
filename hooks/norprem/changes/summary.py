"""The changes of one record in one line: "two outcomes added, one raised to level 3"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from norprem.changes.sentences import sentence
from norprem.changes.values import Change, Level, What
from norprem.words import Words

_COUNTED = ("competences", "outcomes", "modules", "assessments", "domains", "sources", "sessions")
"""Parts that are counted, in the order they are told; all else is an "other change"."""

_UNSAID = frozenset({"edition", "version", "changes", "last_checked", "next_review", "reached"})
"""What stands beside the line already, and what follows from the rest."""


class _Group(NamedTuple):
    """What one number is said of: one kind of part, one sort of change, one level; they are told in that order."""

    noun: int
    what: int
    level: int


def summary(changes: Sequence[Change], words: Words) -> str:
    """Return one line on the changes of one record, without a capital or a full stop.

    Returns:
        Nothing where only the edition and what goes with it changed.
    """
    whole = next((change for change in changes if not change.path), None)
    if whole:
        told = sentence(whole, words).rstrip(".")
        return told[:1].lower() + told[1:]
    return ", ".join(_clauses(_counts(changes), words))


def _counts(changes: Sequence[Change]) -> dict[_Group, int]:
    """Return how many parts each thing happened to; a part that was raised, say, is not counted as changed too."""
    parts: dict[_Group, set[str]] = {}
    for number, change in enumerate(changes):
        if change.path[0].field not in _UNSAID:
            group = _group(change)
            own = change.path[0].key if group.noun < len(_COUNTED) else str(number)
            parts.setdefault(group, set()).add(own)
    definite = {(group.noun, own) for group, found in parts.items() if group.what != _CHANGED for own in found}
    for group, found in parts.items():
        if group.what == _CHANGED:
            found -= {own for noun, own in definite if noun == group.noun}
    return {group: len(parts[group]) for group in sorted(parts) if parts[group]}


_ORDER = tuple(What)
_CHANGED = _ORDER.index(What.CHANGED)
_FIELDS = {
    What.RAISED: ("level", "target"),
    What.LOWERED: ("level", "target"),
    What.REWORDED: ("text", "statement"),
    What.MOVED: ("modules", "dates"),
    What.ARCHIVED: ("archived",),
    What.RESTORED: ("archived",),
    What.CANCELLED: ("status",),
    What.POSTPONED: ("status",),
}
"""Fields of a part in which something definite can happen to the part itself."""


def _group(change: Change) -> _Group:
    first, *rest = change.path
    if first.field not in _COUNTED or not first.key:
        return _Group(len(_COUNTED), _CHANGED, 0)
    definite = not rest or (len(rest) == 1 and rest[0].field in _FIELDS.get(change.what, ()))
    what = _ORDER.index(change.what) if definite else _CHANGED
    level = change.new.step if definite and isinstance(change.new, Level) and change.old is not None else 0
    return _Group(_COUNTED.index(first.field), what, level)


def _clauses(counts: dict[_Group, int], words: Words) -> Iterator[str]:
    for noun, groups in groupby(counts, lambda group: group.noun):
        if noun == len(_COUNTED):
            key = "only" if len(counts) == 1 else "others"
            count = sum(counts[group] for group in groups)
            yield words(f"changes-summary.{key}", count=count, number=_number(count, words))
            continue
        for place, group in enumerate(groups):
            items = _items(_COUNTED[noun], counts[group], words, named=place == 0)
            yield words(f"changes-summary.{_ORDER[group.what]}", items=items, level=group.level)


def _items(noun: str, count: int, words: Words, *, named: bool) -> str:
    """Return a number with its noun, or alone where the noun has just been said."""
    if named:
        return words(f"changes-summary.{noun}", count=count, number=_number(count, words))
    return words(f"changes-summary.{noun}-alone") if count == 1 else _number(count, words)


def _number(count: int, words: Words) -> str:
    """Return a number as a word up to twelve."""
    return words.phrases.get(f"changes-numbers.{count}", str(count))
