"""Two catalogues, or two versions of a record, side by side, field by field: whatever differs is a change."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from norprem.changes.items import Side, item, module, shown, wordings
from norprem.changes.values import Change, Homes, Kind, Label, Part, Reached, Span, Value, What
from norprem.coverage import reached
from norprem.model import (
    Archived,
    Catalogue,
    Competence,
    Cost,
    Course,
    Credential,
    Module,
    Need,
    Person,
    Programme,
    Record,
    Renewal,
    Session,
    Standard,
    Status,
)
from norprem.text import Text

Path = tuple[Part, ...]
Shared = Standard | Programme | Course | Person | Need
"""A record that is compared."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A change before it is known whose it is."""

    what: What
    path: Path
    old: Value = None
    new: Value = None


@dataclass(frozen=True, slots=True)
class _Sides:
    """Both sides of a comparison."""

    kind: Kind
    old: Side
    new: Side

    def where(self, path: Path) -> str:
        """Return the name of a field as the tables of values have it."""
        return ".".join((self.kind, *(part.field for part in path)))


def compare(old: Catalogue, new: Catalogue) -> tuple[Change, ...]:
    """Return all that differs between two catalogues.

    Returns:
        Changes in the order of kinds, of ids within a kind, and of fields within a record.
    """
    return tuple(change for kind in Kind for change in _of_kind(kind, old, new))


def between(old: Shared, new: Shared, catalogue: Catalogue) -> tuple[Change, ...]:
    """Return all that differs between two versions of a record, both of them seen with what is known now."""
    kind = _KINDS[type(new)]
    return tuple(_of_record(_Sides(kind, Side(catalogue, old), Side(catalogue, new)), old, new))


_KINDS: Mapping[type[Record], Kind] = {
    Standard: Kind.STANDARD,
    Programme: Kind.PROGRAMME,
    Course: Kind.COURSE,
    Person: Kind.PERSON,
    Need: Kind.NEED,
}


def _records(kind: Kind, catalogue: Catalogue) -> dict[str, Shared]:
    """Return the records of a kind by id."""
    records = (entry.record for entry in catalogue.entries)
    return {one.id: one for one in records if isinstance(one, Shared) and _KINDS[type(one)] is kind}


def _of_kind(kind: Kind, old: Catalogue, new: Catalogue) -> Iterator[Change]:
    before, after = _records(kind, old), _records(kind, new)
    for own in sorted(before.keys() | after.keys()):
        if own not in before:
            yield Change(kind, own, _title(after[own]), What.ADDED)
        elif own not in after:
            yield Change(kind, own, _title(before[own]), What.REMOVED)
        else:
            sides = _Sides(kind, Side(old, before[own]), Side(new, after[own]))
            yield from _of_record(sides, before[own], after[own])


def _title(record: Shared) -> Text:
    return record.name if isinstance(record, Person) else record.title


def _of_record(sides: _Sides, old: Shared, new: Shared) -> Iterator[Change]:
    """Yield what differs in one record."""
    found: Iterable[_Found] = _fields(sides, (), old, new)
    if isinstance(old, Programme) and isinstance(new, Programme):
        found = [*found, *_homes(sides, old, new), *_reached(sides, old, new)]
    if isinstance(new, Person) and isinstance(old, Person) and "person" in (old.kind, new.kind):
        found = _discreet(found)
    for one in found:
        yield Change(sides.kind, new.id, _title(new), one.what, one.path, one.old, one.new)


def _discreet(found: Iterable[_Found]) -> Iterator[_Found]:
    """Yield which fields of a human being's entry differ: of her nothing is repeated but the name that is shown."""
    for field in dict.fromkeys(one.path[0].field for one in found):
        yield _Found(What.CHANGED, (Part(field),))


def _fields(sides: _Sides, path: Path, old: Record | None, new: Record | None) -> Iterator[_Found]:
    """Yield what differs between two records of one type; one that is missing counts as one that says nothing."""
    model = next(type(one) for one in (old, new) if one is not None)
    for name in model.model_fields:
        before, after = _read(old, model, name), _read(new, model, name)
        special = _SPECIAL.get((model, name))
        if special:
            yield from special(path, old, new)
        elif before != after:
            yield from _field(sides, (*path, Part(name)), before, after)


def _read(record: Record | None, model: type[Any], name: str) -> Any:
    if record is not None:
        return getattr(record, name)
    field = model.model_fields[name]
    return None if field.is_required() else field.get_default()


def _field(sides: _Sides, path: Path, before: Any, after: Any) -> Iterator[_Found]:
    """Yield what differs in one field, whose values are not equal."""
    either = before if after is None else after
    if isinstance(either, tuple):
        yield from _list(sides, path, before, after)
    elif isinstance(either, Credential | Renewal) and None in (before, after):
        told = [one and (one.name if isinstance(one, Credential) else one.years) for one in (before, after)]
        yield _Found(_came(before), path, *told)
    elif isinstance(either, Record) and not isinstance(either, Cost):
        inner = tuple(_fields(sides, path, before, after))
        yield from inner or (_Found(_came(before), path),) * (None in (before, after))
    elif not (isinstance(before, Text) and isinstance(after, Text) and wordings(before) == wordings(after)):
        where = sides.where(path)
        yield _Found(_turn(path, before, after), path, shown(before, where, sides.old), shown(after, where, sides.new))


def _came(before: object) -> What:
    return What.ADDED if before is None else What.REMOVED


_NAMES = frozenset({"title", "name", "role", "place", "where", "locator", "reported_by", "by"})
"""Texts that are names: they change, where others are reworded."""

_RISING = frozenset({"edition", "version", "level", "target", "share", "revision"})
_CALLED_OFF = {Status.CANCELLED: What.CANCELLED, Status.POSTPONED: What.POSTPONED}
_NUMBERS = re.compile(r"(\d+)\.(\d+)")


def _turn(path: Path, before: Any, after: Any) -> What:
    """Tell what has become of a single value."""
    name = path[-1].field
    if before is None or after is None:
        return _came(before)
    if isinstance(after, Text):
        return What.CHANGED if name in _NAMES else What.REWORDED
    if name == "status" and after in _CALLED_OFF and path[-2:-1] and path[-2].field == "sessions":
        return _CALLED_OFF[after]
    low, high = _rank(before), _rank(after)
    if name in _RISING and low and high:
        return What.RAISED if low < high else What.LOWERED if low > high else What.CHANGED
    return What.CHANGED


def _rank(value: Any) -> tuple[Decimal | int, ...]:
    """Return a value as numbers that can be compared; nothing where it is none."""
    if isinstance(value, int | Decimal):
        return (value,)
    found = _NUMBERS.fullmatch(value) if isinstance(value, str) else None
    return (int(found[1]), int(found[2])) if found else ()


_Key = tuple[object, int]


def _keyed(items: tuple[Any, ...]) -> dict[_Key, Any]:
    """Return items by key; where two have the same, the second is the second of them."""
    seen: Counter[object] = Counter()
    keyed = {}
    for one in items:
        key = item(one).key(one)
        keyed[key, seen[key]] = one
        seen[key] += 1
    return keyed


def _list(sides: _Sides, path: Path, before: tuple[Any, ...], after: tuple[Any, ...]) -> Iterator[_Found]:
    """Yield what was removed from a list, what was added, what changed in the items that stay, and their order."""
    old, new = _keyed(before), _keyed(after)
    gone, come = [key for key in old if key not in new], [key for key in new if key not in old]
    if len(gone) == len(come) and all(isinstance(old[key], Text) for key in gone):
        for one, two in zip(gone, come, strict=True):
            yield _Found(What.REWORDED, _inside(sides, path, new[two], sides.new), old[one], new[two])
        gone, come = [], []
    for key in gone:
        yield _Found(What.REMOVED, _inside(sides, path, old[key], sides.old), _says(sides, path, old[key], sides.old))
    for key in come:
        added = _says(sides, path, new[key], sides.new)
        yield _Found(What.ADDED, _inside(sides, path, new[key], sides.new), None, added)
    for key in new:
        if key in old and isinstance(new[key], Record) and old[key] != new[key]:
            yield from _fields(sides, _inside(sides, path, new[key], sides.new), old[key], new[key])
    yield from _order(sides, path, old, new)


def _inside(sides: _Sides, path: Path, one: Any, side: Side) -> Path:
    """Return the way to an item of the list that a path leads to."""
    known = item(one)
    return (*path[:-1], Part(path[-1].field, _flat(known.key(one)), known.name(one, sides.where(path), side)))


def _says(sides: _Sides, path: Path, one: Any, side: Side) -> Value:
    return item(one).says(one, sides.where(path), side)


def _flat(key: object) -> str:
    """Return a key as one word; a text is known by its first wording."""
    if not isinstance(key, tuple):
        return str(key)
    if key and isinstance(key[0], tuple):
        return _flat(key[0][-1])
    return "/".join(_flat(part) for part in key if part is not None)


def _order(sides: _Sides, path: Path, old: Mapping[_Key, Any], new: Mapping[_Key, Any]) -> Iterator[_Found]:
    """Yield what stands in another order: each module that was moved, or the list as a whole."""
    before, after = [key for key in old if key in new], [key for key in new if key in old]
    if before == after:
        return
    if not isinstance(new[after[0]], Module):
        yield _Found(What.REORDERED, path)
        return
    stay = _longest([before.index(key) for key in after])
    for place, key in enumerate(after):
        if place not in stay:
            old_place, new_place = list(old).index(key) + 1, list(new).index(key) + 1
            yield _Found(What.MOVED, _inside(sides, path, new[key], sides.new), old_place, new_place)


def _longest(numbers: list[int]) -> set[int]:
    """Return the places of a longest rising row among numbers that are all different."""
    tails: list[int] = []
    last: list[int] = []
    back: list[int | None] = []
    for place, number in enumerate(numbers):
        length = bisect_left(tails, number)
        tails[length:], last[length:] = [number, *tails[length + 1 :]], [place, *last[length + 1 :]]
        back.append(last[length - 1] if length else None)
    kept: set[int] = set()
    place_now = last[-1] if last else None
    while place_now is not None:
        kept.add(place_now)
        place_now = back[place_now]
    return kept


def _dates(path: Path, old: Session, new: Session) -> Iterator[_Found]:
    """Yield that a session, which is called by the day it had, was moved, whichever of its two ends that shows in."""
    before, after = Span(old.start, old.end), Span(new.start, new.end)
    if before != after:
        was = Part(path[-1].field, path[-1].key, before)
        yield _Found(What.MOVED, (*path[:-1], was, Part("dates")), before, after)


def _archived(path: Path, old: Competence, new: Competence) -> Iterator[_Found]:
    """Yield that a competence was taken out of use or back into it, or that something else is said of that."""
    before, after = old.archived, new.archived
    here = (*path, Part("archived"))
    if before is None and after:
        yield _Found(What.ARCHIVED, here, None, after.reason)
        if after.replaced_by:
            yield _Found(What.ADDED, (*here, Part("replaced_by")), None, after.replaced_by)
    elif before and after is None:
        yield _Found(What.RESTORED, here, before.reason)
        if before.replaced_by:
            yield _Found(What.REMOVED, (*here, Part("replaced_by")), before.replaced_by)
    elif before and after:
        yield from _reasons(here, before, after)


def _reasons(path: Path, old: Archived, new: Archived) -> Iterator[_Found]:
    if wordings(old.reason) != wordings(new.reason):
        yield _Found(What.REWORDED, (*path, Part("reason")), old.reason, new.reason)
    for name in ("on", "replaced_by"):
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield _Found(_turn((Part(name),), before, after), (*path, Part(name)), before, after)


def _nothing(*_: object) -> Iterator[_Found]:
    """Yield nothing: the field is told together with another."""
    yield from ()


_SPECIAL: Mapping[tuple[type[Record], str], Callable[[Path, Any, Any], Iterator[_Found]]] = {
    (Session, "start"): _dates,
    (Session, "end"): _nothing,
    (Competence, "archived"): _archived,
    (Module, "outcomes"): _nothing,
}
"""Fields that are not told one by one."""


def _homes(sides: _Sides, old: Programme, new: Programme) -> Iterator[_Found]:
    """Yield outcomes that are learnt in another module; one that came or went is told already."""
    before, after = _modules(old), _modules(new)
    lone = old.outcome.keys() ^ new.outcome.keys()
    for own in dict.fromkeys([*after, *before]):
        homes = before.get(own, ()), after.get(own, ())
        if own not in lone and homes[0] != homes[1]:
            name = new.outcome[own].text if own in new.outcome else None
            yield _Found(
                What.MOVED,
                (Part("outcomes", own, name), Part("modules")),
                _titles(homes[0], sides.old),
                _titles(homes[1], sides.new),
            )
    for one in new.modules:
        if one.id in old.module and _turned(old.module[one.id].outcomes, one.outcomes):
            yield _Found(What.REORDERED, (Part("modules", one.id, one.title), Part("outcomes")))


def _turned(before: tuple[str, ...], after: tuple[str, ...]) -> bool:
    """Tell whether what two lists share stands in another order."""
    return [one for one in before if one in after] != [one for one in after if one in before]


def _modules(programme: Programme) -> dict[str, tuple[str, ...]]:
    """Return the modules that every outcome is learnt in."""
    homes: dict[str, tuple[str, ...]] = {}
    for one in programme.modules:
        for outcome in one.outcomes:
            homes[outcome] = (*homes.get(outcome, ()), one.id)
    return homes


def _titles(modules: tuple[str, ...], side: Side) -> Homes:
    return Homes(tuple(Label(own, module(own, side) or Text((("und", own),))) for own in modules))


def _reached(sides: _Sides, old: Programme, new: Programme) -> Iterator[_Found]:
    """Yield where a curriculum comes further or less far in a standard that it promises before and after."""
    promised = {cover.standard for cover in old.covers}
    for own in dict.fromkeys(cover.standard for cover in new.covers if cover.standard in promised):
        before, after = _reach(old, own, sides.old), _reach(new, own, sides.new)
        if before and after and before != after:
            title = sides.new.catalogue.standard[own].title
            yield _Found(What.CHANGED, (Part("reached", own, Label(own, title, quoted=True)),), before, after)


def _reach(programme: Programme, standard: str, side: Side) -> Reached | None:
    known = side.catalogue.standard.get(standard)
    if known is None:
        return None
    reach = reached(programme, known)
    return Reached(reach.done, len(reach.levels))
