"""Folders of YAML to a catalogue and what is wrong with its shape; nothing in a file makes this raise."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from norprem import source
from norprem.findings import Finding, Path, Spot
from norprem.model import (
    Catalogue,
    Course,
    Entry,
    Id,
    Localised,
    Person,
    Provider,
    Record,
    Reference,
    Retired,
    Several,
    Term,
)
from norprem.text import Text
from norprem.vocabulary import LISTS, ClosedList, Region, Value, Vocabulary, nearest

R = TypeVar("R", bound=Record)


class _Listed(Record):
    """A value of a closed list as its file has it."""

    id: str
    label: Localised
    kind: str | None = None
    regut: _Host | None = None


class _Host(Record):
    host: Id
    source: Reference


@dataclass(frozen=True, slots=True)
class Loaded:
    """A catalogue, the findings of reading it, and the number of files read."""

    catalogue: Catalogue
    findings: tuple[Finding, ...]
    files: int


@dataclass(slots=True)
class _Reading:
    """What has been read so far."""

    root: FilePath
    findings: list[Finding] = field(default_factory=list)
    broken: set[tuple[str, Path]] = field(default_factory=set)
    files: int = 0

    def tree(self, file: str) -> source.Tree | None:
        """Read a file; its faults are kept, and None says that there is nothing to go on with."""
        self.files += 1
        read = source.read(self.root, file)
        self.findings.extend(read.findings)
        return read.tree

    def report(self, code: str, spot: Spot) -> None:
        """Keep a fault of shape, and remember its place as one not to be judged further."""
        self.findings.append(Finding(code, spot))
        self.broken.add((spot.file, spot.path))

    def record(self, model: type[R], file: str, tree: Any, path: Path = ()) -> Entry[R] | None:
        """Read one record; where it is wrong, report it and mend it so that the rest can still be checked."""
        try:
            return Entry(file, model.model_validate(tree), path)
        except ValidationError as error:
            if not isinstance(tree, dict):
                self.report("K103", Spot(file, path, {"wanted": "mapping"}))
                return None
            for details in error.errors(include_url=False, include_input=False):
                self.report(*_shape_finding(model, details, file, path))
                _mend(model, tree, tuple(details["loc"]), details["type"])
            return self._mended(model, file, tree, path)

    def _mended(self, model: type[R], file: str, tree: Any, path: Path) -> Entry[R] | None:
        try:
            return Entry(file, model.model_validate(tree), path)
        except ValidationError:
            return None

    def records(self, model: type[R], file: str, key: str) -> tuple[Entry[R], ...]:
        """Read a file that holds a list of records under one key."""
        tree = self.tree(file)
        if tree is None:
            return ()
        if not isinstance(tree, dict) or not isinstance(tree.get(key), list):
            self.report("K104", Spot(file, (key,), {"key": key}))
            return ()
        for extra in tree.keys() - {key, "last_checked"}:
            self.report("K101", _unknown(file, (), extra, (key, "last_checked")))
        found = (self.record(model, file, item, (key, place)) for place, item in enumerate(tree[key]))
        return tuple(entry for entry in found if entry)


def load(root: FilePath) -> Loaded:
    """Read the whole catalogue below `root`.

    Returns:
        The catalogue and all findings of families K0 and K1, without positions (`source.place` looks those up).
    """
    with _no_collection():
        reading = _Reading(root)
        files = _files(root, reading)
        catalogue = Catalogue(
            vocabulary=_vocabulary(reading),
            providers=reading.records(Provider, "providers.yaml", "providers"),
            courses=tuple(_folder(reading, Course, files["courses"])),
            people=tuple(_folder(reading, Person, files["people"])),
            terms=reading.records(Term, "glossary.yaml", "terms"),
            retired=reading.records(Retired, "retired.yaml", "retired"),
            broken=frozenset(reading.broken),
        )
        return Loaded(catalogue, tuple(reading.findings), reading.files)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Keep the garbage collector from walking thousands of records that are all still wanted (it triples the time)."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


_SINGLE = frozenset({"providers.yaml", "glossary.yaml", "retired.yaml"})
_TEXT_FILES = frozenset({"README.md", ".gitkeep"})


def _files(root: FilePath, reading: _Reading) -> dict[str, list[str]]:
    """Return the files of each folder of records, sorted; whatever stands where nobody reads it is a finding."""
    folders: dict[str, list[str]] = {"courses": [], "people": []}
    for path in sorted(root.rglob("*")):
        parts = path.relative_to(root).parts
        if path.is_dir() or parts[0] == "_templates" or parts[-1] in _TEXT_FILES:
            continue
        file = "/".join(parts)
        if len(parts) == 3 and parts[0] in folders and path.suffix == ".yaml":
            folders[parts[0]].append(file)
        elif not _expected(parts):
            reading.report("K018", Spot(file, (), {"file": file}))
    return folders


def _expected(parts: tuple[str, ...]) -> bool:
    if len(parts) == 1:
        return parts[0] in _SINGLE
    return len(parts) == 2 and parts[0] == "vocabulary" and parts[1].removesuffix(".yaml") in LISTS


def _folder(reading: _Reading, model: type[R], files: list[str]) -> Iterator[Entry[R]]:
    for file in files:
        tree = reading.tree(file)
        entry = reading.record(model, file, tree) if tree is not None else None
        if entry:
            yield entry


def _vocabulary(reading: _Reading) -> Vocabulary:
    lists = {name: ClosedList(name, tuple(_values(reading, name))) for name in LISTS}
    return Vocabulary(lists)


def _values(reading: _Reading, name: str) -> Iterator[Value]:
    for entry in reading.records(_Listed, f"vocabulary/{name}.yaml", "values"):
        listed = entry.record
        if name == "regions":
            host = listed.regut.host if listed.regut else None
            yield Region(listed.id, listed.label, listed.kind or "scope", host)
        else:
            yield Value(listed.id, listed.label)


_CODES = {
    "extra_forbidden": "K101",
    "missing": "K102",
    "expected_text": "K103",
    "expected_list": "K103",
    "expected_mapping": "K103",
    "model_type": "K103",
    "empty": "K104",
    "too_short": "K104",
    "bad_day": "K105",
    "no_such_day": "K106",
    "bad_moment": "K107",
    "bad_whole": "K108",
    "bad_amount": "K109",
    "bad_id": "K110",
    "one_language": "K111",
    "bad_cost": "K112",
}
_WANTED = {"expected_list": "list", "expected_mapping": "mapping", "model_type": "mapping", "expected_text": "text"}


def _shape_finding(model: type[Record], error: ErrorDetails, file: str, path: Path) -> tuple[str, Spot]:
    """Turn one error of the model into a code and a place."""
    loc = tuple(error["loc"])
    kind = error["type"]
    at = (error.get("ctx") or {}).get("at")
    whole = (*path, *loc, at) if at else (*path, *loc)
    if kind == "extra_forbidden":
        owner = _owner(model, loc[:-1])
        return "K101", _unknown(file, whole[:-1], str(loc[-1]), owner.model_fields if owner else ())
    values = {"key": str(whole[-1]) if whole else ""}
    if kind in _WANTED:
        values["wanted"] = _WANTED[kind]
    return _CODES.get(kind, "K103"), Spot(file, whole, values)


def _unknown(file: str, parent: Path, key: str, known: Any) -> Spot:
    values = {"key": key, "known": ", ".join(known)}
    if near := nearest(key, known):
        values["nearest"] = near
    return Spot(file, (*parent, key), values, on_key=True)


def _owner(model: type[Record], loc: Path) -> type[Record] | None:
    """Return the model that a location within a record belongs to."""
    current: Any = model
    for step in loc:
        if isinstance(step, int):
            continue
        current = _model_within(current.model_fields[step].annotation)
        if current is None:
            return None
    return current  # type: ignore[no-any-return]


def _model_within(annotation: Any) -> type[Record] | None:
    """Find the record type in an annotation such as `Session`, `Load | None` or `tuple[Session, ...]`."""
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return annotation
    found = (_model_within(part) for part in getattr(annotation, "__args__", ()))
    return next((part for part in found if part), None)


_TEXT = {"nb": "–", "en": "–"}
_DAY = "2000-01-01"
_STAND_INS: Mapping[str, Any] = {
    **dict.fromkeys(("title", "summary", "name", "role", "label", "term", "definition", "reason", "outcomes"), _TEXT),
    **dict.fromkeys(("read", "last_checked", "updated", "start", "end", "confirmed_on", "review_by", "on"), _DAY),
    **dict.fromkeys(("audience", "topics", "languages", "fields"), ["x"]),
    "source": {"title": "x", "read": _DAY},
    "revision": "0",
    "amount": "0",
}
"""What stands in for a value that is missing or unreadable, so that the rest of its record can still be checked."""


def _mend(model: type[Record], tree: Any, loc: Path, kind: str) -> None:
    """Take out, or replace by a stand-in, the value at `loc`; findings about it are dropped later."""
    holder: Any = tree
    for step in loc[:-1]:
        try:
            holder = holder[step]
        except (KeyError, IndexError, TypeError):
            return
    last = loc[-1] if loc else ""
    if isinstance(holder, list) and isinstance(last, int) and last < len(holder):
        holder[last] = _STAND_INS.get(str(loc[-2]), "x") if loc[-2] != "sessions" else _SESSION
    elif isinstance(holder, dict) and isinstance(last, str):
        owner = None if kind == "extra_forbidden" else _owner(model, loc[:-1])
        if owner and last in owner.model_fields and owner.model_fields[last].is_required():
            holder[last] = _STAND_INS.get(last, "x")
        else:
            holder.pop(last, None)


_SESSION = {"id": "x", "start": _DAY, "end": _DAY, "status": "planned", "revision": "0", "updated": _DAY}
