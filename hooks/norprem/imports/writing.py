"""Write YAML that people go on editing: whole new files, and small changes that leave the rest of a file as it was."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import yaml

from norprem import source
from norprem.findings import Path

_PLAIN = re.compile(r"[A-Za-zÆØÅæøå](?:[\w .()/+&'’–-]*[\w.)])?")
_ADDRESS = re.compile(r"https?://[!-~]*[\w/]", re.ASCII)
_WORDS = frozenset({"yes", "no", "on", "off", "y", "n", "true", "false", "null", "none"})
_NUMBER = re.compile(r"0|[1-9]\d{0,8}|\d{4}-\d{2}(?:-\d{2}(?: \d{2}:\d{2})?)?(?:-\d{1,3})?", re.ASCII)
_ESCAPE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff]")


def scalar(text: str) -> str:
    """Return a text as one writes it in YAML: plain where nothing can be mistaken, else in quotation marks."""
    plain = _NUMBER.fullmatch(text) or (_PLAIN.fullmatch(text) and text.casefold() not in _WORDS)
    if plain:
        return text
    return _ESCAPE.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))


def flow(value: Any) -> str:
    """Return a value on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_quoted(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_quoted, value)) + "]"
    return scalar(value)


def _quoted(value: Any) -> str:
    return flow(value) if isinstance(value, dict | list) or "," not in value else json.dumps(value, ensure_ascii=False)


def block(value: Mapping[str, Any], indent: str = "") -> str:
    """Return a mapping with a line for each key; lists of mappings below their key, all else on one line."""
    lines: list[str] = []
    for key, inner in value.items():
        if isinstance(inner, list) and not all(isinstance(one, str) for one in inner):
            lines.append(f"{indent}{key}:")
            lines.extend(item(one, f"{indent}  ") for one in inner)
        elif isinstance(inner, dict) and key in _TALL:
            lines.append(f"{indent}{key}:")
            lines.extend(f"{indent}  {name}: {scalar(text)}" for name, text in inner.items())
        else:
            plain = isinstance(inner, str) and _ADDRESS.fullmatch(inner)
            lines.append(f"{indent}{key}: {inner if plain else flow(inner)}")
    return "\n".join(lines)


_TALL = frozenset({"title", "summary", "role", "description"})


def item(value: Mapping[str, Any], indent: str) -> str:
    """Return a mapping as an item of a list."""
    return f"{indent}- {block(value, f'{indent}  ')[len(indent) + 2 :]}"


@dataclass(frozen=True, slots=True)
class Edit:
    """A value to be put at a path; with `more`, an item to be put at the end of the list there."""

    path: Path
    value: Any
    more: bool = False


def edited(file: str, text: str, edits: Sequence[Edit]) -> str | None:
    """Return the text of a file with some values changed and all else as it was.

    Returns:
        None where that cannot be done safely: the new text, read again, must say exactly what is wanted.
    """
    tree = source.parse(file, text.encode()).tree
    if "\r" in text or not isinstance(tree, dict):
        return None
    wanted = _changed(tree, edits)
    try:
        new = _spliced(text, edits)
    except (yaml.YAMLError, LookupError, AttributeError, TypeError):
        return None
    return new if source.parse(file, new.encode()).tree == wanted else None


def _changed(tree: dict[str, Any], edits: Sequence[Edit]) -> Any:
    """Return the tree as it must be afterwards."""
    wanted: Any = deepcopy(tree)
    for edit in edits:
        holder: Any = wanted
        for step in edit.path[:-1]:
            holder = holder[step] if isinstance(step, int) else holder.setdefault(step, {})
        last: Any = edit.path[-1]
        if edit.more:
            holder[last] = [*(holder.get(last) or []), edit.value]
        else:
            holder[last] = edit.value
    return wanted


def _spliced(text: str, edits: Sequence[Edit]) -> str:
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    pieces: dict[tuple[int, int], str] = {}
    more = [edit for edit in edits if edit.more]
    for edit in (one for one in edits if not one.more):
        start, end, new = _splice(text, root, edit)
        pieces[start, end] = pieces.get((start, end), "") + new
    if more:
        start, end, new = _appended(text, root, more)
        pieces[start, end] = pieces.get((start, end), "") + new
    for (start, end), new in sorted(pieces.items(), reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _splice(text: str, root: Any, edit: Edit) -> tuple[int, int, str]:
    """Return what is to be put in the place of which part of the text."""
    node, rest = root, list(edit.path)
    while rest and (inner := _child(node, rest[0])) is not None:
        node, rest = inner, rest[1:]
    start, end = node.start_mark.index, node.end_mark.index
    if rest:
        value = edit.value
        for step in reversed(rest[1:]):
            value = {step: value}
        anchor, _ = node.value[-1]
        at = anchor.start_mark.index
        behind = ", " if node.flow_style else "\n" + " " * anchor.start_mark.column
        return at, at, f"{rest[0]}: {flow(value)}{behind}"
    if isinstance(node, yaml.ScalarNode):
        new = _quoted(edit.value)
        return start, end, f"{new}\n" if text[start:end].endswith("\n") else new
    if not node.flow_style:
        raise LookupError(edit.path)
    return start, end, flow(edit.value)


def _child(node: Any, step: str | int) -> Any:
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int):
        return node.value[step]
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == step), None)
    return None


def _appended(text: str, root: Any, edits: Sequence[Edit]) -> tuple[int, int, str]:
    """Return where items go that are put at the end of a list at the top of the file."""
    key = str(edits[0].path[-1])
    node = _child(root, key)
    if node is None:
        lead = "" if text.endswith("\n") else "\n"
        return len(text), len(text), f"{lead}{key}:\n" + "".join(item(edit.value, "  ") + "\n" for edit in edits)
    if not node.value:
        start, end = node.start_mark.index, node.end_mark.index
        return start, end, "\n" + "\n".join(item(edit.value, "  ") for edit in edits)
    indent = " " * node.start_mark.column
    last = max(scalar_node.end_mark.index for scalar_node in _scalars(node))
    end = last if text[last - 1] == "\n" else text.find("\n", last) + 1
    lead = ""
    if end == 0:
        end, lead = len(text), "\n"
    return end, end, lead + "".join(item(edit.value, indent) + "\n" for edit in edits)


def _scalars(node: Any) -> Iterator[Any]:
    if isinstance(node, yaml.ScalarNode):
        yield node
    for inner in node.value if not isinstance(node, yaml.ScalarNode) else ():
        for part in inner if isinstance(inner, tuple) else (inner,):
            yield from _scalars(part)
