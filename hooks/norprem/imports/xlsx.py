"""Read the first sheet of a workbook (Office Open XML) as a table; nothing in it makes this raise.

A workbook is a packed folder of XML. Five of its parts are opened, each is unpacked up to a limit, and a document type,
with which XML brings entities, is refused. Nothing is calculated: a formula is handed on as one, and refused later like
that of a table. Days and times are handed on as ISO 8601, whatever the workbook makes of them.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from xml.parsers import expat

from norprem.imports import csv as tables
from norprem.imports.events import LARGEST, MOST, Broken, Incoming

_LARGEST_PART = 20 * 1024 * 1024
"""Bytes of one part, unpacked."""

_PARTS = 500
_COLUMNS = 200
_CELL = 20_000


def read(data: bytes, name: str, address: str | None = None) -> Incoming:
    """Read the rows of the first sheet; each is one date of a course.

    Args:
        data: the bytes of the file.
        name: what to call it.
        address: where it was fetched from.
    """
    try:
        text = _as_text(data)
    except Broken as broken:
        return Incoming((), (broken.trouble,), name, address, whole=False)
    return tables.read(text.encode(), name, address)


def _as_text(data: bytes) -> str:
    """Return a workbook's first sheet as a table with commas, one line a row, so that lines keep their numbers."""
    if len(data) > LARGEST:
        raise Broken("I003", limit=str(LARGEST // 1024 // 1024))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if len(packed.infolist()) > _PARTS:
                raise Broken("I026")
            rows = list(_rows(packed))
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, LookupError, ValueError, NotImplementedError, EOFError):
        raise Broken("I026") from None
    except (RuntimeError, OverflowError):  # a part that needs a password; a number that is no day
        raise Broken("I026") from None
    target = io.StringIO()
    csv.writer(target, lineterminator="\n").writerows(rows)
    return target.getvalue()


def _part(packed: zipfile.ZipFile, name: str) -> bytes:
    with packed.open(name) as stream:
        data = stream.read(_LARGEST_PART + 1)
    if len(data) > _LARGEST_PART:
        raise Broken("I003", limit=str(LARGEST // 1024 // 1024))
    return data


def _parsed(data: bytes, reader: Any) -> None:
    """Tell a reader of the elements of a part; a document type is refused."""

    def refused(*_: object) -> None:
        raise Broken("I026")

    def local(name: str, attributes: Mapping[str, str]) -> None:
        reader.begins(name.rpartition(" ")[2], attributes)

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = refused
    parser.EntityDeclHandler = refused
    parser.StartElementHandler = local
    parser.EndElementHandler = lambda name: reader.ends(name.rpartition(" ")[2])
    parser.CharacterDataHandler = reader.says
    parser.buffer_text = True
    parser.Parse(data, True)


@dataclass(slots=True)
class _Strings:
    """The texts that the cells of all sheets share; how a word is pronounced is none of them."""

    found: list[str] = field(default_factory=list)
    inside: bool = False
    silent: bool = False

    def begins(self, name: str, _: Mapping[str, str]) -> None:
        if name == "si":
            self.found.append("")
        self.silent = self.silent or name == "rPh"
        self.inside = name == "t" and not self.silent

    def ends(self, name: str) -> None:
        self.silent = self.silent and name != "rPh"
        self.inside = False

    def says(self, text: str) -> None:
        if self.inside and self.found and len(self.found[-1]) < _CELL:
            self.found[-1] += text


_DAY_FORMATS = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
"""Numbers of the formats for days and times that every program knows without being told."""

_NOT_DAYS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


@dataclass(slots=True)
class _Styles:
    """Which styles of cells show a number as a day or a time."""

    formats: dict[int, str] = field(default_factory=dict)
    days: list[bool] = field(default_factory=list)
    inside: bool = False

    def begins(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "numFmt":
            self.formats[int(attributes["numFmtId"])] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            self.inside = True
        elif name == "xf" and self.inside:
            self.days.append(self._is_day(int(attributes.get("numFmtId", "0"))))

    def ends(self, name: str) -> None:
        self.inside = self.inside and name != "cellXfs"

    def says(self, _: str) -> None:
        """Take no notice of text."""

    def _is_day(self, number: int) -> bool:
        if number in self.formats:
            return bool(re.search(r"[ymdh]", _NOT_DAYS.sub("", self.formats[number]), re.IGNORECASE))
        return number in _DAY_FORMATS


@dataclass(slots=True)
class _Book:
    """Where the first sheet is, and from which year days are counted."""

    first: str = ""
    later: bool = False

    def begins(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "workbookPr":
            self.later = attributes.get("date1904") in ("1", "true")
        elif name == "sheet" and not self.first:
            own = (value for key, value in attributes.items() if key.rpartition(" ")[2] == "id" and " " in key)
            self.first = next(own, "")

    def ends(self, name: str) -> None:
        """Take no notice of ends."""

    def says(self, _: str) -> None:
        """Take no notice of text."""


@dataclass(slots=True)
class _Links:
    """The parts that the workbook names, by the name it has for them."""

    found: dict[str, str] = field(default_factory=dict)

    def begins(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            self.found[attributes["Id"]] = attributes["Target"]

    def ends(self, name: str) -> None:
        """Take no notice of ends."""

    def says(self, _: str) -> None:
        """Take no notice of text."""


@dataclass(slots=True)
class _Sheet:
    """The cells of a sheet, row by row."""

    strings: Sequence[str]
    days: Sequence[bool]
    origin: datetime
    rows: dict[int, dict[int, str]] = field(default_factory=dict)
    row: int = 0
    column: int = 0
    kind: str = ""
    style: int = 0
    text: str = ""
    formula: bool = False
    inside: bool = False

    def begins(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "row":
            self.row, self.column = int(attributes.get("r", self.row + 1)), 0
        elif name == "c":
            self.column = _column(attributes["r"]) if "r" in attributes else self.column + 1
            self.kind, self.style = attributes.get("t", "n"), int(attributes.get("s", "0"))
            self.text, self.formula = "", False
        self.formula = self.formula or name == "f"
        self.inside = name in ("v", "t")

    def says(self, text: str) -> None:
        if self.inside and len(self.text) < _CELL:
            self.text += text

    def ends(self, name: str) -> None:
        self.inside = False
        if name == "c" and (self.text or self.formula) and self.column <= _COLUMNS:
            if self.row > 10 * MOST:
                raise Broken("I004", limit=str(MOST))
            self.rows.setdefault(self.row, {})[self.column] = "=" if self.formula else self._shown()

    def _shown(self) -> str:
        if self.kind == "s":
            return self.strings[int(self.text)]
        is_day = self.kind == "n" and self.style < len(self.days) and self.days[self.style]
        return _moment(float(self.text), self.origin) if is_day else _figure(self.text, self.kind)


def _figure(text: str, kind: str) -> str:
    """Return a number as it is typed: a whole one is stored as `30.0` by some programs."""
    return re.sub(r"\.0+$", "", text) if kind == "n" else text


def _moment(number: float, origin: datetime) -> str:
    moment = origin + timedelta(minutes=round(number * 24 * 60))
    return moment.strftime("%Y-%m-%d") if moment.time() == moment.min.time() else moment.strftime("%Y-%m-%d %H:%M")


def _column(place: str) -> int:
    """Return the number of a column, from 1, of a place such as `AB12`."""
    found = re.match(r"[A-Z]{1,3}", place)
    if not found:
        raise ValueError(place)
    number = 0
    for letter in found[0]:
        number = 26 * number + ord(letter) - 64
    return number


def _rows(packed: zipfile.ZipFile) -> Iterator[list[str]]:
    """Yield the rows of the first sheet, empty ones too."""
    names = set(packed.namelist())
    book, links, strings, styles = _Book(), _Links(), _Strings(), _Styles()
    for name, reader in (
        ("xl/workbook.xml", book),
        ("xl/_rels/workbook.xml.rels", links),
        ("xl/sharedStrings.xml", strings),
        ("xl/styles.xml", styles),
    ):
        if name in names or name.startswith(("xl/w", "xl/_")):
            _parsed(_part(packed, name), reader)
    origin = datetime(1904, 1, 1) if book.later else datetime(1899, 12, 30)  # noqa: DTZ001 - days have no zone
    sheet = _Sheet(strings.found, styles.days, origin)
    target = links.found[book.first]
    _parsed(_part(packed, target.lstrip("/") if target.startswith("/") else f"xl/{target}"), sheet)
    last = max(sheet.rows, default=0)
    for number in range(1, last + 1):
        cells = sheet.rows.get(number, {})
        yield [" ".join(cells.get(column, "").split()) for column in range(1, max(cells, default=0) + 1)]
