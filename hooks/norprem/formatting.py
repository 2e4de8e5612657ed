"""Put a file of the catalogue into its one form: keys in the order of the model, quotation marks, blanks, line ends.

What it says stays the same, and so does every comment: the new text is read again, and where it would say anything else
the old one is kept. A library that writes YAML anew would have to be trusted with both; here whole lines are moved, and
a comment that stands above a key, or behind it, moves with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Any, get_args

import yaml

from norprem import source
from norprem.kinds import Shape, inner
from norprem.model import Record, fields

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MARK = "\ufeff"
_LINE_END = re.compile("\r\n|\r")
_BLANKS = re.compile(r"[ \t]+$", re.MULTILINE)
_FENCE = "---\n"

Edit = tuple[int, int, str]
"""Where a piece of the text begins and ends, and what takes its place."""


@dataclass(frozen=True, slots=True)
class Form:
    """What decides the form of a file.

    Attributes:
        shape: the records it holds; None leaves the order of keys as it is.
        locales: the languages of a text, in their order.
    """

    shape: Shape | None
    locales: tuple[str, ...] = ("nb", "en")


def formatted(file: str, data: bytes, form: Form) -> bytes:
    """Return the bytes of a file in its one form; a file that cannot be read as YAML is returned as it is.

    Args:
        file: its name; of a page (`.md`), only the head is looked at.
        data: its bytes.
        form: what decides.
    """
    try:
        text = _LINE_END.sub("\n", data.decode("utf-8").removeprefix(_MARK))
    except UnicodeDecodeError:
        return data
    head, body, _ = source.cut(text) if file.endswith(".md") else (text, "", 1)
    if source.parse(file, head.encode()).tree is None:
        return data
    if file.endswith(".md"):
        return (_FENCE + _formed(head.removeprefix(_FENCE), form) + _FENCE + body).encode() if head else data
    return _formed(head, form).encode()


def _formed(text: str, form: Form) -> str:
    text = _kept(text, lambda old: old.rstrip("\n ") + "\n")
    for step in (_trimmed, lambda old: _applied(old, _quotes(old, form)), lambda old: _ordered(old, form)):
        text = _kept(text, step)
    return text


def _kept(text: str, step: Callable[[str], str]) -> str:
    """Take a step, unless the text would say something else or lose a comment."""
    new = step(text)
    if new == text:
        return text
    return new if _said(new) == _said(text) and _comments(new) == _comments(text) else text


def _said(text: str) -> Any:
    return source.parse("", text.encode()).tree


def _comments(text: str) -> list[str]:
    """Return all comments, sorted: what follows a # outside the values."""
    ends: list[tuple[int, int]] = [(one.start_mark.index, one.end_mark.index) for one in _scalars(_root(text))]
    outside, last = [], 0
    for start, end in [*sorted(ends), (len(text), len(text))]:
        outside.append(text[last:start])
        last = end
    return sorted(found.rstrip() for piece in outside for found in re.findall(r"#.*", piece))


def _root(text: str) -> Any:
    return yaml.compose(text, Loader=_Loader)


def _scalars(node: Any) -> Iterator[Any]:
    if isinstance(node, yaml.ScalarNode):
        yield node
        return
    for one in node.value if node else ():
        for part in one if isinstance(one, tuple) else (one,):
            yield from _scalars(part)


def _applied(text: str, edits: Sequence[Edit]) -> str:
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _trimmed(text: str) -> str:
    """Take the blanks from the ends of lines, but for those of a text that is kept line by line."""
    blocks = [(one.start_mark.index, one.end_mark.index) for one in _scalars(_root(text)) if one.style in ("|", ">")]
    return _BLANKS.sub(
        lambda found: found[0] if any(start < found.start() < end for start, end in blocks) else "", text
    )


# Quotation marks: one kind, and where another program would take a text for a number, a day or a yes.

_RESOLVER = yaml.resolver.Resolver()
_TEXT = "tag:yaml.org,2002:str"
_WORDS = tuple(get_args(one)[1] for one in (fields.Word, fields.Id, fields.FormerId, fields.Edition, fields.Localised))
"""How the fields are read that hold words; a number or a day may stand without quotation marks in all others."""


def _quotes(text: str, form: Form) -> list[Edit]:
    return [edit for node, wordy in _values(text, form) if (edit := _quoted(text, node, wordy=wordy))]


def _quoted(text: str, node: Any, *, wordy: bool) -> Edit | None:
    start, end = node.start_mark.index, node.end_mark.index
    typed, value = text[start:end], node.value
    safe = not set('"\\') & set(value) and value.isprintable() and "\n" not in typed
    single = node.style == "'" and safe
    bare = not node.style and wordy and safe and bool(value) and _read_elsewhere(value) != _TEXT
    return (start, end, f'"{value}"') if single or bare else None


def _read_elsewhere(value: str) -> str:
    """Return what a reader that guesses takes a value without quotation marks for."""
    return str(_RESOLVER.resolve(yaml.ScalarNode, value, (True, False)))  # type: ignore[no-untyped-call]


def _values(text: str, form: Form) -> Iterator[tuple[Any, bool]]:
    """Yield every scalar of a file that is a value, and whether its field holds words."""
    for model, node in _records(_root(text), form):
        for key, value in node.value:
            field = model.model_fields.get(key.value)
            if field is None or not inner(field.annotation):
                wordy = field is not None and any(one in _WORDS for one in _read_by(field.annotation, field.metadata))
                yield from ((one, wordy) for one in _own(value))


def _read_by(annotation: Any, metadata: Sequence[Any]) -> Iterator[Any]:
    """Yield what reads a field or the items of one."""
    yield from metadata
    for part in getattr(annotation, "__args__", ()):
        yield from _read_by(part, getattr(part, "__metadata__", ()))


def _own(node: Any) -> Iterator[Any]:
    """Yield the scalars that are values, not keys, in a field without records."""
    if isinstance(node, yaml.ScalarNode):
        yield node
    for one in node.value if not isinstance(node, yaml.ScalarNode) else ():
        yield from _own(one[1] if isinstance(one, tuple) else one)


def _records(root: Any, form: Form) -> Iterator[tuple[type[Record], Any]]:
    """Yield the mapping of every record in a file, the outer before the inner, with its type."""
    if form.shape is None or not isinstance(root, yaml.MappingNode):
        return
    if not form.shape.key:
        yield from _within(form.shape.model, root)
        return
    for key, value in root.value:
        if key.value == form.shape.key and isinstance(value, yaml.SequenceNode):
            for one in value.value:
                yield from _within(form.shape.model, one)


def _within(model: type[Record], node: Any) -> Iterator[tuple[type[Record], Any]]:
    if isinstance(node, yaml.SequenceNode):
        for one in node.value:
            yield from _within(model, one)
    if not isinstance(node, yaml.MappingNode):
        return
    yield model, node
    for key, value in node.value:
        field = model.model_fields.get(key.value)
        below = inner(field.annotation) if field else None
        if below:
            yield from _within(below, value)


# The order of keys.


def _ordered(text: str, form: Form) -> str:
    """Put the keys of every record, and the languages of every text, in their order: the innermost first."""
    for depth in range(source.DEEPEST, 0, -1):
        found = [one for one in _disordered(text, form) if one[0] <= depth]
        if not found:
            return text
        deepest = max(level for level, _ in found)
        edits = [edit for level, edit in found if level == deepest]
        text = _kept(text, partial(_applied, edits=edits))
    return text


def _disordered(text: str, form: Form) -> Iterator[tuple[int, Edit]]:
    """Yield what puts each mapping in order that is not, and how deep it lies."""
    for order, node, level in _mappings(_root(text), form):
        if edit := _in_order(text, node, order):
            yield level, edit


def _mappings(root: Any, form: Form) -> Iterator[tuple[Sequence[str], Any, int]]:
    """Yield what has an order: the keys it should have, the mapping, and how deep it lies."""
    depths = dict(_depths(root, 1))
    for model, node in _records(root, form):
        yield tuple(model.model_fields), node, depths[id(node)]
        for key, value in node.value:
            if not inner(model.model_fields[key.value].annotation if key.value in model.model_fields else None):
                texts = (one for one in _maps(value) if {key.value for key, _ in one.value} <= set(form.locales))
                yield from ((form.locales, one, depths[id(one)]) for one in texts)


def _maps(node: Any) -> Iterator[Any]:
    if isinstance(node, yaml.MappingNode):
        yield node
    for one in node.value if isinstance(node, yaml.SequenceNode) else ():
        yield from _maps(one)


def _depths(node: Any, depth: int) -> Iterator[tuple[int, int]]:
    yield id(node), depth
    for one in node.value if not isinstance(node, yaml.ScalarNode) else ():
        for part in one if isinstance(one, tuple) else (one,):
            yield from _depths(part, depth + 1)


def _in_order(text: str, node: Any, order: Sequence[str]) -> Edit | None:
    """Return what puts one mapping in order, or None where it is; unknown keys come last, as they stand."""
    names = [key.value for key, _ in node.value]
    places = {name: place for place, name in enumerate(order)}
    wanted = sorted(range(len(names)), key=lambda one: places.get(names[one], len(order)))
    if wanted == list(range(len(names))):
        return None
    return _moved_in_line(text, node, wanted) if node.flow_style else _moved_lines(text, node, wanted)


def _moved_in_line(text: str, node: Any, wanted: Sequence[int]) -> Edit:
    """Move the items of a mapping in braces; what stands between them stays."""
    spans = [(key.start_mark.index, max(key.end_mark.index, value.end_mark.index)) for key, value in node.value]
    start, end = spans[0][0], spans[-1][1]
    between = [text[one[1] : other[0]] for one, other in pairwise(spans)]
    items = [text[slice(*spans[one])] for one in wanted]
    return start, end, "".join(item + gap for item, gap in zip(items, [*between, ""], strict=True))


def _moved_lines(text: str, node: Any, wanted: Sequence[int]) -> Edit | None:
    """Move the lines of keys below one another, each with the comments right above it."""
    starts = [key.start_mark.index for key, _ in node.value]
    ends = [_line_end(text, max(_last(key), _last(value))) for key, value in node.value]
    column = node.value[0][0].start_mark.column
    chunks, lead = [], ""
    for place, start in enumerate(starts):
        after = starts[place + 1] - column if place + 1 < len(starts) else ends[place]
        gap = text[ends[place] : after]
        own, lead_of_next = _shared(gap, column)
        chunks.append((lead, text[start : ends[place]] + own))
        lead = lead_of_next
    if chunks[wanted[0]][0] and wanted[0] != 0:
        return None if text[starts[0] - column : starts[0]].strip() else _joined(text, starts, ends, chunks, wanted)
    return _joined(text, starts, ends, chunks, wanted)


def _joined(
    text: str, starts: Sequence[int], ends: Sequence[int], chunks: Sequence[tuple[str, str]], wanted: Sequence[int]
) -> Edit:
    """Put the pieces together: the first one begins where the first key stood, the others on lines of their own."""
    column = starts[0] - (text.rfind("\n", 0, starts[0]) + 1)
    first, *rest = wanted
    lead = chunks[first][0]
    pieces = [lead.lstrip(" ") + " " * column * bool(lead) + _ended(chunks[first][1])]
    pieces += [chunks[one][0] + " " * column + _ended(chunks[one][1]) for one in rest]
    return starts[0], ends[-1], "".join(pieces)


def _ended(piece: str) -> str:
    return piece if piece.endswith("\n") else piece + "\n"


def _shared(gap: str, column: int) -> tuple[str, str]:
    """Part what stands between two keys: what belongs to the one above, and the comments right above the one below."""
    lines = gap.splitlines(keepends=True)
    place = len(lines)
    while place and lines[place - 1].strip() and lines[place - 1].index("#") == column:
        place -= 1
    return "".join(lines[:place]), "".join(lines[place:])


def _last(node: Any) -> int:
    """Return where a node really ends: what the parser calls the end of a block may lie after comments below it."""
    if isinstance(node, yaml.ScalarNode) or node.flow_style or not node.value:
        return int(node.end_mark.index)
    last = node.value[-1]
    return max(map(_last, last)) if isinstance(last, tuple) else _last(last)


def _line_end(text: str, at: int) -> int:
    """Return where the line ends that something ends on, with its line break."""
    if at and text[at - 1] == "\n":
        return at
    end = text.find("\n", at)
    return len(text) if end < 0 else end + 1
