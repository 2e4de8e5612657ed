"""The kinds of files in the catalogue: where each lies, what it holds, and which of its fields have a closed list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from norprem.exports.schema import CLOSED, RECORDS
from norprem.findings import Path
from norprem.model import Feed, Imported, Listed, Meta, Provider, Record, Retired, Synonyms, Term


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of records that have a file each.

    Attributes:
        name: what it is called on the command line, and its template and schema: `course`.
        folder: where its files lie below the catalogue's folder.
        model: what a file holds.
        by_region: the folder has a folder for each region.
        key: the field that names the file.
    """

    name: str
    folder: str
    model: type[Record]
    by_region: bool = False
    key: str = "id"

    def file(self, record_id: str, region: str = "") -> str:
        """Return the path of a record's file below the catalogue's folder, with forward slashes."""
        return "/".join((self.folder, *([region] if self.by_region else []), f"{record_id}.yaml"))

    @property
    def template(self) -> str:
        """Path of its commented template below the catalogue's folder."""
        return f"_templates/{self.name}.yaml"


KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("course", "courses", RECORDS["course"], by_region=True),
        Kind("person", "people", RECORDS["person"], by_region=True),
        Kind("standard", "standards", RECORDS["standard"]),
        Kind("programme", "programmes", RECORDS["programme"]),
        Kind("method", "methods", RECORDS["method"]),
        Kind("pathway", "pathways", RECORDS["pathway"], key="topic"),
        Kind("need", "needs", RECORDS["need"]),
    )
}
"""Kinds of records that have a file each, by name."""

_FOLDERS = {kind.folder: kind for kind in KINDS.values()}
_LISTS: Mapping[str, tuple[str, type[Record]]] = {
    "providers.yaml": ("providers", Provider),
    "glossary.yaml": ("terms", Term),
    "retired.yaml": ("retired", Retired),
    "imports.yaml": ("imports", Feed),
    "vocabulary/synonyms.yaml": ("synonyms", Synonyms),
}


@dataclass(frozen=True, slots=True)
class Shape:
    """What a file holds: one record, or a list of records under a key."""

    model: type[Record]
    key: str = ""


def kind_of(file: str) -> Kind | None:
    """Return the kind of a file by its path below the catalogue's folder; None for a list and for anything else."""
    return _FOLDERS.get(PurePosixPath(file).parts[0]) if file.endswith(".yaml") else None


def shape_of(file: str) -> Shape | None:
    """Return what a file holds, by its path below the catalogue's folder; None where that is not known."""
    path = PurePosixPath(file)
    if path.suffix == ".md":
        return Shape(Meta)
    if path.parts[:1] == ("_templates",) and path.stem in KINDS:
        return Shape(KINDS[path.stem].model)
    if kind := kind_of(file):
        return Shape(kind.model)
    if path.parts[:1] == ("imported",):
        return Shape(Imported)
    if path.parts[:1] == ("drafts",):
        return Shape(KINDS["course"].model)
    if file in _LISTS:
        return Shape(_LISTS[file][1], _LISTS[file][0])
    return Shape(Listed, "values") if path.parts[:1] == ("vocabulary",) and path.suffix == ".yaml" else None


def inner(annotation: Any) -> type[Record] | None:
    """Return the type of the records in a field such as `Session`, `Load | None` or `tuple[Session, ...]`."""
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return annotation
    found = (inner(part) for part in getattr(annotation, "__args__", ()))
    return next((part for part in found if part), None)


def listed(model: type[Record], tree: Any, path: Path = ()) -> Iterator[tuple[Path, str, str]]:
    """Yield every value of a record's tree that stands in a closed list: its path, the value as typed, the list."""
    if not isinstance(tree, dict):
        return
    closed = CLOSED.get(model.__name__, {})
    for key, field in model.model_fields.items():
        value = tree.get(key)
        several = list(enumerate(value)) if isinstance(value, list) else []
        if key in closed:
            own = [((*path, key, place), one) for place, one in several] if several else [((*path, key), value)]
            yield from ((at, one, closed[key]) for at, one in own if isinstance(one, str))
        elif below := inner(field.annotation):
            for place, one in several:
                yield from listed(below, one, (*path, key, place))
            yield from listed(below, value, (*path, key))
