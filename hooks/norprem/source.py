"""The only reader of files: YAML in which every value stays the text that was typed, and its line on demand.

YAML 1.1 guesses (`no` is false, `12:30` is 750, `010` is 8). Nothing is guessed here: a tree is made of `str`, `list`
and `dict` only, and the model reads numbers and dates from the text. Positions cost time, so the tree has none; `place`
reads a file a second time, and only when something in it is reported.
"""

from __future__ import annotations

import io
import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path as FilePath
from typing import Any

import yaml

from norprem.findings import Finding, Path, Position, Spot

try:
    from yaml.cyaml import CParser as _Parser  # type: ignore[attr-defined]
except ImportError:  # PyYAML without libyaml: ten times slower, same events
    from yaml import Loader as _Parser  # type: ignore[assignment]

Tree = str | list[Any] | dict[str, Any]
"""What a file holds: text, lists and mappings of text, nothing else."""

LARGEST = 256 * 1024
"""Bytes; a file of facts is a hundredth of it."""

DEEPEST = 12
"""Levels of nesting; the deepest record has six."""

_BOM = b"\xef\xbb\xbf"
_BOM_TEXT = "\ufeff"
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_ORDINARY = bytes(sorted({*b"\n", *range(0x20, 0x7F), *range(0x80, 0x100)} - {0xC2, 0xD8, 0xE2, 0xEF}))
"""Bytes that no turning or control character begins with: deleting them is the fastest way to see if others remain."""

_ENOUGH = 100
"""Keys of one file that are told to stand twice."""

_LINE_END = re.compile("\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Source:
    """One file as read: its tree, or none when it cannot be read as YAML, and what is wrong with it."""

    file: str
    tree: Tree | None
    findings: tuple[Finding, ...] = ()


class _Refused(Exception):
    """The file cannot be turned into a tree; carries the finding that says why."""

    def __init__(self, code: str, mark: Any, **values: str) -> None:
        super().__init__(code)
        self.code, self.values = code, values
        self.place = _position(mark) if mark else Position(1, 1)


def read(root: FilePath, file: str) -> Source:
    """Read one file below `root`; whatever is wrong with it becomes a finding."""
    try:
        data = _bytes(root, file)
    except _Refused as refused:
        return Source(file, None, (Finding(refused.code, Spot(file, values=refused.values), refused.place),))
    except OSError as error:
        missing = isinstance(error, FileNotFoundError) and not (root / file).is_symlink()
        values = {"file": file, "reason": error.strerror or type(error).__name__}
        return Source(file, None, (Finding("K019" if missing else "K001", Spot(file, values=values), Position(1, 1)),))
    return parse(file, data)


def _bytes(root: FilePath, file: str) -> bytes:
    """Return the beginning of a file; a link out of the catalogue or a pipe is not opened."""
    path = os.path.join(root, file)  # noqa: PTH118  # a Path for each of thousands costs as much as opening them
    mode = os.lstat(path).st_mode
    if stat.S_ISLNK(mode):
        mode = os.stat(path).st_mode  # noqa: PTH116
        if not (root / file).resolve().is_relative_to(root.resolve()):
            raise _Refused("K020", None)
    if not stat.S_ISREG(mode):
        raise OSError(None, "Not a regular file")
    with io.FileIO(path) as stream:
        return stream.read(LARGEST + 1)


def read_text(root: FilePath, file: str) -> str:
    """Return the text of a file that is shown as it is."""
    return (root / file).read_text("utf-8")


@dataclass(frozen=True, slots=True)
class Page:
    """A page as read: its head, its text, and the number of the line that the text begins on."""

    head: Source
    body: str
    line: int


_HEAD = re.compile(r"---\n(.*?\n)---[ \t]*(?:\n|$)", re.DOTALL)


def read_page(root: FilePath, file: str) -> Page:
    """Read a page of Markdown that begins with a head in YAML; whatever is wrong with either becomes a finding."""
    try:
        data = _bytes(root, file)
        text = data.decode("utf-8")
    except (_Refused, OSError, UnicodeDecodeError):
        return Page(read(root, file), "", 1)  # which says what is wrong
    faults = [Finding(code, Spot(file, values=values), at) for code, values, at in _text_faults(data, text)]
    head, body, line = cut(_LINE_END.sub("\n", text.removeprefix(_BOM_TEXT)))
    if len(data) > LARGEST:
        return Page(parse(file, data), "", 1)
    if not head:
        return Page(Source(file, None, (*faults, Finding("K701", Spot(file), Position(1, 1)))), body, line)
    parsed = parse(file, head.encode())
    own = [finding for finding in parsed.findings if finding not in faults]
    return Page(replace(parsed, findings=(*faults, *own)), body, line)


def cut(text: str) -> tuple[str, str, int]:
    """Cut a page into its head and its text.

    Returns:
        The head, opened by its line of dashes so that lines keep their numbers, empty where the page has none; the
        text; the number of the line that the text begins on.
    """
    found = _HEAD.match(text)
    if found is None:
        return "", text, 1
    return f"---\n{found[1]}", text[found.end() :], text.count("\n", 0, found.end()) + 1


def parse(file: str, data: bytes) -> Source:
    """Turn the bytes of a file into a tree of text, with findings for all that is wrong with bytes and YAML."""
    if len(data) > LARGEST:
        values = {"limit": str(LARGEST // 1024)}
        return Source(file, None, (Finding("K002", Spot(file, values=values), Position(1, 1)),))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        place = _at(data[: error.start].decode("utf-8"), error.start)
        values = {"byte": f"0x{data[error.start]:02x}"}
        return Source(file, None, (Finding("K003", Spot(file, values=values), place),))
    faults = [Finding(code, Spot(file, values=values), place) for code, values, place in _text_faults(data, text)]
    if any(finding.code == "K008" for finding in faults):
        return Source(file, None, tuple(faults))
    try:
        tree, repeated = _build(text.removeprefix(_BOM_TEXT))
    except _Refused as refused:
        return Source(file, None, (*faults, Finding(refused.code, Spot(file, values=refused.values), refused.place)))
    if "\\" in text:
        faults.extend(Finding(code, Spot(file, path, values)) for code, path, values in _escaped_faults(tree, ()))
    return Source(file, tree, (*faults, *_duplicates(file, text, repeated)))


def place(root: FilePath, findings: Iterable[Finding]) -> list[Finding]:
    """Give every finding its line and column, and sort them by file and place."""
    by_file: dict[str, list[Finding]] = {}
    for finding in findings:
        by_file.setdefault(finding.spot.file, []).append(finding)
    placed = [done for file, group in by_file.items() for done in _place_file(root, file, group)]
    return sorted(placed, key=lambda finding: finding.order)


def _place_file(root: FilePath, file: str, findings: list[Finding]) -> Iterator[Finding]:
    try:
        text = _bytes(root, file).decode("utf-8", "replace").removeprefix(_BOM_TEXT)
    except (OSError, ValueError, _Refused):
        text = ""
    lines = [""] if "\0" in text else _LINE_END.split(text)  # nobody wants to see a line of a picture
    marks: _Marks | None = None
    for finding in findings:
        position = finding.position
        if position is None:
            marks = marks or _Marks.of(cut(_LINE_END.sub("\n", text))[0] if file.endswith(".md") else text)
            position = marks.find(finding.spot.path, on_key=finding.spot.on_key)
        yield replace(finding, position=_with_line(position, lines))


def _with_line(position: Position, lines: list[str]) -> Position:
    text = lines[position.line - 1] if position.line <= len(lines) else ""
    length = max(1, min(position.length, len(text) - position.column + 1))
    return replace(position, text=text, length=length)


def _text_faults(data: bytes, text: str) -> Iterator[tuple[str, dict[str, str], Position]]:
    """Faults of the bytes that a reader cannot see: mark, line ends, tabs, turning and control characters."""
    if not data.translate(None, _ORDINARY):
        return
    if data.startswith(_BOM):
        yield "K004", {}, Position(1, 1)
    text = text.removeprefix(_BOM_TEXT)
    if b"\r" in data:
        yield "K005", {}, _at(text, text.index("\r"))
    if b"\t" in data:
        yield "K006", {}, _at(text, text.index("\t"))
    for code, pattern in _HIDDEN:
        if found := pattern.search(text):
            yield code, _character(found[0]), _at(text, found.start())


_HIDDEN = (("K007", _BIDI), ("K008", _CONTROL))


def _character(character: str) -> dict[str, str]:
    return {"character": f"U+{ord(character):04X}"}


def _escaped_faults(tree: Tree, path: Path) -> Iterator[tuple[str, Path, dict[str, str]]]:
    r"""Yield the same characters where the file spells them, for example `"\u202e"`."""
    if isinstance(tree, str):
        for code, pattern in _HIDDEN:
            if found := pattern.search(tree):
                yield code, path, _character(found[0])
        return
    for key, value in tree.items() if isinstance(tree, dict) else enumerate(tree):
        yield from _escaped_faults(str(key), (*path, key))
        yield from _escaped_faults(value, (*path, key))


def _at(text: str, offset: int) -> Position:
    """Turn an offset into line and column, counting lines as editors do."""
    before = text[:offset].replace("\r\n", "\n").replace("\r", "\n")
    return Position(before.count("\n") + 1, len(before) - before.rfind("\n"))


def _position(mark: Any, length: int = 1) -> Position:
    """Turn a parser's mark (from 0) into a position (from 1)."""
    return Position(mark.line + 1, mark.column + 1, length)


Keep = Callable[[Path, Any, bool], None]
"""Called with the path and the event of every key (True) and value (False), where positions are wanted."""


def _build(text: str, keep: Keep | None = None) -> tuple[Tree, list[tuple[Path, Position]]]:
    """Return the tree of the only document in `text` and the keys that stand twice; `_Refused` where it has none."""
    try:
        parser = _Parser(text)
        try:
            return _document(parser.get_event, keep)
        finally:
            parser.dispose()
    except yaml.reader.ReaderError as error:
        raise _Refused("K009", None, problem=error.reason) from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _Refused("K009", mark, problem=error.problem or "") from error


def _document(next_event: Callable[[], Any], keep: Keep | None) -> tuple[Tree, list[tuple[Path, Position]]]:
    next_event()  # the stream starts
    if isinstance(next_event(), yaml.StreamEndEvent):
        raise _Refused("K010", None)
    repeated: list[tuple[Path, Position]] = []
    tree = _node(next_event, keep, repeated)
    next_event()  # the document ends
    after = next_event()
    if not isinstance(after, yaml.StreamEndEvent):
        raise _Refused("K011", after.start_mark)
    if tree == "":
        raise _Refused("K010", None)
    return tree, repeated


_SCALAR, _MAPPING, _SEQUENCE = yaml.ScalarEvent, yaml.MappingStartEvent, yaml.SequenceStartEvent
_ENDS = (yaml.MappingEndEvent, yaml.SequenceEndEvent)
_NO_KEYS = ("", "<<")


def _node(next_event: Callable[[], Any], keep: Keep | None, repeated: list[tuple[Path, Position]]) -> Any:
    """Build the next node in one loop: a call for every value would cost as much as the parser itself."""
    root: list[Any] = []
    here: Any = root  # the container that is being filled, and in `key` the key whose value comes next
    key: str | None = None
    stack: list[tuple[Any, str | None]] = []
    while True:
        event = next_event()
        kind = type(event)
        if kind is _SCALAR:
            value: Any = event.value
        elif kind in _ENDS:
            here, key = stack.pop()
            if here is root:
                return root[0]
            key = None
            continue
        elif kind is _MAPPING:
            value = {}
        elif kind is _SEQUENCE:
            value = []
        else:
            raise _Refused("K012", event.start_mark)
        if event.anchor is not None or event.tag is not None:
            raise _Refused("K012" if event.anchor is not None else "K013", event.start_mark)
        if key is None and type(here) is dict:
            if kind is not _SCALAR or value in _NO_KEYS:
                raise _Refused("K014" if value == "<<" else "K015", event.start_mark)
            key = value
            if key in here:
                repeated.append(((*_path(stack), key), _position(event.start_mark, len(key))))
            if keep:
                keep((*_path(stack), key), event, True)
            continue
        if keep:
            keep((*_path(stack), len(here) if key is None else key) if stack else (), event, False)
        if type(here) is dict:
            here.setdefault(key, value)
        else:
            here.append(value)
        if kind is _SCALAR:
            if here is root:
                return root[0]
            key = None
            continue
        if len(stack) == DEEPEST:
            raise _Refused("K016", event.start_mark, limit=str(DEEPEST))
        stack.append((here, key))
        here, key = value, None


def _path(stack: list[tuple[Any, str | None]]) -> Path:
    """Return the way to the container that is being filled; the first level is the root's own holder."""
    return tuple(key if key is not None else len(holder) - 1 for holder, key in stack[1:])


def _duplicates(file: str, text: str, repeated: list[tuple[Path, Position]]) -> Iterator[Finding]:
    marks = _Marks.of(text) if repeated else None
    for path, position in repeated[:_ENOUGH]:
        first = marks.find(path, on_key=True).line if marks else 0
        yield Finding("K017", Spot(file, path, {"key": str(path[-1]), "first": str(first)}, on_key=True), position)


@dataclass(slots=True)
class _Marks:
    """Where each key and each value of one file begins; of a key that stands twice, the first."""

    keys: dict[Path, Position] = field(default_factory=dict)
    values: dict[Path, Position] = field(default_factory=dict)

    @classmethod
    def of(cls, text: str) -> _Marks:
        """Read the positions of a file; of one that cannot be read, as far as it goes."""
        marks = cls()
        try:
            _build(text.removeprefix(_BOM_TEXT), marks.keep)
        except _Refused:
            return marks
        return marks

    def keep(self, path: Path, event: Any, is_key: bool) -> None:
        """Remember the first place of a key or a value."""
        one_line = event.start_mark.line == event.end_mark.line
        length = event.end_mark.column - event.start_mark.column if one_line else 1
        (self.keys if is_key else self.values).setdefault(path, _position(event.start_mark, max(1, length)))

    def find(self, path: Path, *, on_key: bool) -> Position:
        """Return the place of a value; of what is not there, the place of the nearest key around it."""
        if not on_key and path in self.values and path:
            return self.values[path]
        for length in range(len(path), 0, -1):
            for places in (self.keys, self.values):
                if path[:length] in places:
                    return places[path[:length]]
        return Position(1, 1)
