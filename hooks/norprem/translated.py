"""Note in a translation which text it was checked against: these twelve digits, and not a byte besides."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from norprem import source
from norprem.findings import Finding, Position, Spot
from norprem.model import Article

_LINE_END = re.compile("(\r\n|\r|\n)")
_MARK = "\ufeff"
_FENCE = "---"
_PLACE = ("translation", "hash")


@dataclass(frozen=True, slots=True)
class Stamped:
    """A translation, the fingerprint it has, and the one of its original as it is now.

    Attributes:
        before: the file's bytes.
        after: what they become; None where the head is written in a way that cannot be changed in place.
        old: the fingerprint it has; None where it has none.
    """

    before: bytes
    after: bytes | None
    old: str | None
    new: str


def stamped(root: Path, article: Article, original: Article) -> Stamped:
    """Return the file of a translation with the fingerprint of its original in its head; nothing is written.

    Args:
        root: the catalogue's folder, from which the files of pages are named.
        article: the translation.
        original: the page it was translated from.
    """
    file, new = article.entry.file, original.fingerprint
    data = (root / file).read_bytes()
    old = article.meta.translation.hash if article.meta.translation else None
    text = data.decode()
    mark = _MARK if text.startswith(_MARK) else ""
    parts = _LINE_END.split(text.removeprefix(_MARK))  # lines, and between them their ends
    if old is None:
        edited = _added(parts, f'translation: {{of: {original.locale}, hash: "{new}"}}')
    else:
        place = source.place(root, [Finding("", Spot(file, _PLACE))])[0].position or Position(1, 1)
        edited = _replaced(parts, place, old, new)
    after = (mark + "".join(edited)).encode()
    wanted = {"of": original.locale, "hash": new}
    return Stamped(data, after if _differ_by(data, after, wanted) else None, old, new)


def _added(parts: list[str], line: str) -> list[str]:
    """Put a line at the end of the head."""
    ends = [place for place in range(2, len(parts), 2) if parts[place].rstrip() == _FENCE]
    return [*parts[: ends[0]], line, parts[1], *parts[ends[0] :]] if ends else parts


def _replaced(parts: list[str], place: Position, old: str, new: str) -> list[str]:
    """Put a value in the place of another on its line."""
    line, start, end = 2 * (place.line - 1), place.column - 1, place.column - 1 + place.length
    if parts[line][start:end].strip("'\"") != old:
        return parts
    return [*parts[:line], f'{parts[line][:start]}"{new}"{parts[line][end:]}', *parts[line + 1 :]]


def _differ_by(before: bytes, after: bytes, translation: dict[str, str]) -> bool:
    """Tell whether a page is read as it was but for what it says of its original."""
    old, new = _read(before), _read(after)
    if not isinstance(old[0], dict):
        return False
    return new == ({**old[0], "translation": translation}, old[1])


def _read(data: bytes) -> tuple[source.Tree | None, str]:
    """Return the head and the text of a page."""
    head, body, _ = source.cut(data.decode().removeprefix(_MARK).replace("\r\n", "\n"))
    return source.parse("", head.encode()).tree, body
