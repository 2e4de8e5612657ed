"""The commented templates in `_templates/`, and new files made of them: the explanations are theirs, word for word.

A field that is filled in keeps its explanation; one that is left out stays as a comment, ready to be used. So a new
file cannot say anything but what the template says, and a template that is changed changes the new files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from norprem.imports.writing import scalar

_COLUMN = 34
"""Where explanations begin in the templates."""

_WIDEST = 100
"""Characters of a value that stands on one line in braces."""

_COPY = re.compile(r"#.*\bCopy\b")
_COMMENT = re.compile(r"\s(# .*)$")
_OPTIONAL = "(optional)"

Way = tuple[str, ...]
"""The way to a field by its keys; the places in lists are left out."""


def template(curricula: Path, name: str) -> str:
    """Return the template of a kind of file: the catalogue's own, or the one that came with the package.

    Args:
        curricula: the catalogue's folder.
        name: `course`, `person` and so on.
    """
    own = curricula / "_templates" / f"{name}.yaml"
    if own.is_file():
        return own.read_text("utf-8")
    packed = files("norprem") / "_templates" / f"{name}.yaml"
    if packed.is_file():
        return packed.read_text("utf-8")
    return (Path(__file__).parents[2] / "curricula" / "_templates" / f"{name}.yaml").read_text("utf-8")


@dataclass(frozen=True)
class Sheet:
    """A template.

    Attributes:
        text: as it lies in `_templates/`.
    """

    text: str

    @cached_property
    def _lines(self) -> list[str]:
        return self.text.splitlines()

    @cached_property
    def _root(self) -> Any:
        return yaml.compose(self.text, Loader=yaml.SafeLoader)

    @cached_property
    def spans(self) -> Mapping[Way, tuple[int, int]]:
        """The lines of every field that has lines of its own: the first, and the one after the last."""
        found: dict[Way, tuple[int, int]] = {}
        for way, span in _spans(self._root, (), len(self._lines)):
            found.setdefault(way, span)
        return found

    @cached_property
    def flowing(self) -> frozenset[Way]:
        """The fields that are written on one line, in braces or brackets."""
        return frozenset(_flowing(self._root, ()))

    @property
    def head(self) -> list[str]:
        """The lines above the first field, but for those that say where to copy the template."""
        first = min(start for start, _ in self.spans.values())
        return [line for line in self._lines[:first] if line and not _COPY.match(line)]

    def comment(self, way: Way) -> str:
        """Return the explanation of a field, with its #; empty where there is none."""
        span = self.spans.get(way)
        found = _COMMENT.search(self._lines[span[0]]) if span else None
        return found[1] if found else ""

    def unused(self, way: Way) -> list[str]:
        """Return the lines of a field that is left out, as comments without an indent."""
        start, end = self.spans[way]
        lines = self._lines[start:end]
        dash = lines[0].replace("- ", "  ", 1) if lines[0].lstrip().startswith("- ") else lines[0]
        depth = len(dash) - len(dash.lstrip())
        return [f"# {line[depth:]}".rstrip() for line in [dash, *lines[1:]] if line.strip()]

    def filled(self, tree: Mapping[str, Any]) -> str:
        """Return the text of a new file.

        Args:
            tree: what it says, as text, lists and mappings; keys that the template does not know are an error.
        """
        return "\n".join([*self.head, "", *self._fields(tree, (), "")]) + "\n"

    def _fields(
        self, tree: Mapping[str, Any], way: Way, indent: str, *, whole: bool = True, noted: bool = True
    ) -> Iterator[str]:
        """Yield the lines of a record: its fields in the template's order, those left out as comments.

        Args:
            tree: what it says.
            way: the way to it.
            indent: blanks in front of its lines.
            whole: show what is left out.
            noted: explain what is there.
        """
        known = [one for one in self.spans if len(one) == len(way) + 1 and one[: len(way)] == way]
        strange = [key for key in tree if (*way, key) not in known]
        for one in [*known, *((*way, key) for key in strange)]:
            if one[-1] in tree:
                yield from self._field(one, tree[one[-1]], indent, noted=noted)
            elif whole and one in self.spans:
                yield from (f"{indent}{line}" for line in self.unused(one))

    def _field(self, way: Way, value: Any, indent: str, *, noted: bool) -> Iterator[str]:
        key, note = way[-1], self.comment(way) if noted else ""
        shown = flow(value)
        if not isinstance(value, (dict, list)):
            yield _noted(f"{indent}{key}: {_line(shown, value)}", note)
        elif _plain(value) or (self._in_line(way, value) and len(indent) + len(key) + len(shown) < _WIDEST):
            yield _noted(f"{indent}{key}: {shown}", note)
        elif isinstance(value, dict):
            yield _noted(f"{indent}{key}:", note)
            yield from self._fields(value, way, f"{indent}  ", whole=False, noted=noted)
        else:
            yield _noted(f"{indent}{key}:", note)
            for place, one in enumerate(value):
                yield from self._item(way, one, f"{indent}  ", first=place == 0)

    def _in_line(self, way: Way, value: Any) -> bool:
        """Tell whether a field stands on one line; where the template does not show it, a record without lists does."""
        return way in self.flowing or (isinstance(value, dict) and not self._tall(way))

    def _tall(self, way: Way) -> bool:
        """Tell whether the template gives the parts of a field lines of their own."""
        return any(one[: len(way)] == way and one != way for one in self.spans)

    def _item(self, way: Way, value: Any, indent: str, *, first: bool) -> Iterator[str]:
        """Yield the lines of an item of a list; what it leaves out is explained once, with the first."""
        shown = flow(value)
        if not isinstance(value, dict) or (not self._tall(way) and len(indent) + len(shown) < _WIDEST):
            yield f"{indent}- {shown}"
            return
        inner = list(self._fields(value, way, f"{indent}  ", whole=first, noted=first))
        ahead = next(place for place, line in enumerate(inner) if not line.lstrip().startswith("#"))
        start = inner.pop(ahead)
        yield f"{indent}- {start.lstrip()}"
        yield from inner


def _plain(value: Any) -> bool:
    """Tell whether a value is a list of words."""
    return isinstance(value, list) and not any(isinstance(one, (dict, list)) for one in value)


def _noted(line: str, note: str) -> str:
    return f"{line.ljust(_COLUMN - 2)}  {note}" if note else line


_ADDRESS = re.compile(r"https?://[!-~]*[\w/]", re.ASCII)


def _line(shown: str, value: Any) -> str:
    """Return a value that has a line to itself: an address needs no quotation marks there."""
    return str(value) if _ADDRESS.fullmatch(str(value)) and " #" not in str(value) else shown


def flow(value: Any) -> str:
    """Return a value on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_within(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_within, value)) + "]"
    return scalar(str(value))


def _within(value: Any) -> str:
    """Return a value that stands between commas."""
    shown = flow(value)
    return f'"{shown}"' if isinstance(value, str) and "," in value and not shown.startswith('"') else shown


def _spans(node: Any, way: Way, end: int) -> Iterator[tuple[Way, tuple[int, int]]]:
    if isinstance(node, yaml.SequenceNode) and not node.flow_style:
        starts = [one.start_mark.line for one in node.value]
        for one, after in zip(node.value, [*starts[1:], end], strict=True):
            yield from _spans(one, way, after)
    if not isinstance(node, yaml.MappingNode) or node.flow_style:
        return
    starts = [key.start_mark.line for key, _ in node.value]
    for (key, value), start, after in zip(node.value, starts, [*starts[1:], end], strict=True):
        yield (*way, key.value), (start, after)
        yield from _spans(value, (*way, key.value), after)


def _flowing(node: Any, way: Way) -> Iterator[Way]:
    if isinstance(node, yaml.SequenceNode) and not node.flow_style and node.value:
        yield from _flowing(node.value[0], way)
    if not isinstance(node, yaml.MappingNode) or node.flow_style:
        return
    for key, value in node.value:
        if getattr(value, "flow_style", None):
            yield (*way, key.value)
        yield from _flowing(value, (*way, key.value))


def optional(sheet: Sheet, way: Sequence[str]) -> bool:
    """Tell whether the template says that a field may be left out."""
    return _OPTIONAL in sheet.comment(tuple(way))
