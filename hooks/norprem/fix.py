"""Put the revision and the day of the change right in course files: these values, and not a byte besides."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from difflib import unified_diff
from itertools import groupby
from pathlib import Path

from norprem import source
from norprem.findings import Finding, Position, Spot
from norprem.findings import Path as Way
from norprem.model import Catalogue
from norprem.revision import Held, Stamp, due, sessions, stamp

_LINE_END = re.compile("(\r\n|\r|\n)")
_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class Repair:
    """A session of a course, what it says of its version, and what it must say."""

    course: str
    session: str
    old: Stamp
    new: Stamp


@dataclass(frozen=True, slots=True)
class Repaired:
    """One file.

    Attributes:
        file: path below the catalogue's folder.
        before: the file's bytes.
        after: what they become; None where the values are written in a way that cannot be changed in place.
        repairs: in the order of the file.
    """

    file: str
    before: bytes
    after: bytes | None
    repairs: tuple[Repair, ...]

    def diff(self, prefix: str = "") -> str:
        """Return the lines that differ, as a patch without context; `prefix` is put before the file's name."""
        old, new = (_LINE_END.split(data.decode())[::2] for data in (self.before, self.after or b""))
        name = f"{prefix}{self.file}"
        return "\n".join(unified_diff(old, new, fromfile=name, tofile=name, n=0, lineterm=""))


def repaired(root: Path, catalogue: Catalogue, before: Catalogue, today: date) -> Iterator[Repaired]:
    """Yield each file in which a session lacks a higher revision or a later day, as it is and as it must be.

    Args:
        root: the catalogue's folder, from which `catalogue` was read; nothing is written to it.
        catalogue: as it is.
        before: as it was published.
        today: the day put into `updated`.
    """
    wrong = (held for held in sessions(catalogue, before) if stamp(held[3]) != due(held[2], held[3], today))
    for file, group in groupby(wrong, key=lambda held: held[0].file):
        yield _file(root, file, tuple(group), today)


def _file(root: Path, file: str, wrong: tuple[Held, ...], today: date) -> Repaired:
    repairs: list[Repair] = []
    values: dict[Way, tuple[str, str]] = {}
    for entry, place, was, now in wrong:
        old, new = stamp(now), due(was, now, today)
        repairs.append(Repair(entry.record.id, now.id, old, new))
        for name in ("revision", "updated"):
            if getattr(old, name) != getattr(new, name):
                values["sessions", place, name] = str(getattr(old, name)), str(getattr(new, name))
    data = (root / file).read_bytes()
    return Repaired(file, data, _edited(root, file, data, values), tuple(repairs))


def _edited(root: Path, file: str, data: bytes, values: Mapping[Way, tuple[str, str]]) -> bytes | None:
    """Return a file with values replaced where they stand, or None where one does not stand on one line as typed."""
    text = data.decode()
    mark = _MARK if text.startswith(_MARK) else ""
    parts = _LINE_END.split(text.removeprefix(_MARK))  # lines, and between them their ends
    for found in reversed(source.place(root, [Finding("", Spot(file, way)) for way in values])):
        place = found.position or Position(1, 1)
        old, new = values[found.spot.path]
        line, start, end = 2 * (place.line - 1), place.column - 1, place.column - 1 + place.length
        typed = parts[line][start:end]
        if typed.strip("'\"") != old:
            return None
        parts[line] = parts[line][:start] + typed.replace(old, new) + parts[line][end:]
    edited = (mark + "".join(parts)).encode()
    return edited if source.parse(file, edited).tree == _wanted(source.parse(file, data).tree, values) else None


def _wanted(tree: source.Tree | None, values: Mapping[Way, tuple[str, str]]) -> source.Tree | None:
    """Return a tree with values replaced: what the edited file must be read as, and nothing else."""
    tree = deepcopy(tree)
    for way, (_, new) in values.items():
        holder = tree
        for step in way[:-1]:
            holder = holder[step]  # type: ignore[index]
        holder[way[-1]] = new  # type: ignore[index]
    return tree
