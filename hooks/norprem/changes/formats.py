"""All changes of a comparison as plain text, as Markdown and as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from norprem.changes.sentences import sentence
from norprem.changes.values import (
    Change,
    CompetenceName,
    Homes,
    Label,
    Level,
    Part,
    Reached,
    Share,
    Span,
    Value,
)
from norprem.model import Cost
from norprem.text import Text
from norprem.words import Words


def as_text(changes: Sequence[Change], words: Words) -> str:
    """Show each record with its title and what changed in it, for a terminal."""
    blocks = ("\n".join((head, *(f"  {line}" for line in lines))) for head, lines in _blocks(changes, words))
    return "\n\n".join(blocks) or words("changes.none")


def as_markdown(changes: Sequence[Change], words: Words) -> str:
    """Show each record as a heading with a list below it, for a comment or a release note."""
    blocks = (
        "\n".join((f"### {_escaped(head)}", "", *(f"- {_escaped(line)}" for line in lines)))
        for head, lines in _blocks(changes, words)
    )
    return "\n\n".join(blocks) or words("changes.none")


def as_json(changes: Sequence[Change], words: Words) -> str:
    """Return every change with its values and its sentence as one JSON document."""
    return json.dumps({"changes": [_fields(one, words) for one in changes]}, ensure_ascii=False, indent=2)


FORMATS: Mapping[str, Callable[[Sequence[Change], Words], str]] = {
    "text": as_text,
    "json": as_json,
    "md": as_markdown,
}
"""How changes can be told, by the name of the format."""


def _blocks(changes: Sequence[Change], words: Words) -> Iterator[tuple[str, list[str]]]:
    """Yield each record's heading and sentences."""
    for _, group in groupby(changes, lambda change: (change.kind, change.id)):
        own = list(group)
        yield _heading(own[0], words), [sentence(change, words) for change in own]


def _heading(change: Change, words: Words) -> str:
    title = " ".join(change.title.best(words.locale)[1].split())
    shown = "".join(char if char.isprintable() else "�" for char in title)
    return words("changes.heading", kind=words(f"changes.{change.kind}"), title=shown, id=change.id)


_MARKS = re.compile(r"([\\`*_\[\]<>#|~&@])")


def _escaped(text: str) -> str:
    """Return a text in which Markdown sees no marks, and GitHub nobody to notify."""
    return _MARKS.sub(lambda found: "@\u200b" if found[1] == "@" else f"\\{found[1]}", text)


def _fields(change: Change, words: Words) -> dict[str, object]:
    return {
        "kind": change.kind,
        "id": change.id,
        "title": dict(change.title),
        "what": change.what,
        "field": change.field,
        "path": [_step(part) for part in change.path],
        "old": _plain(change.old),
        "new": _plain(change.new),
        "sentence": sentence(change, words),
    }


def _step(part: Part) -> dict[str, object]:
    return {"field": part.field, "key": part.key, "name": _plain(part.name)} if part.key else {"field": part.field}


def _plain(value: Value) -> Any:
    """Return a value as JSON has it: ids, numbers, days as text, texts by language."""
    match value:
        case Text():
            return dict(value)
        case Label(own):
            return own
        case CompetenceName(own):
            return str(own)
        case Level(step):
            return step
        case Decimal() | Share():
            return _number(value.amount if isinstance(value, Share) else value)
        case Span(start, end):
            return {"start": start.isoformat(), "end": end.isoformat()}
        case Reached():
            return asdict(value)
        case Homes(modules):
            return [module.id for module in modules]
        case Cost():
            return {"amount": _number(value.amount), "currency": value.currency}
        case date():
            return value.isoformat()
        case _:
            return value


def _number(amount: Decimal) -> int | float:
    return int(amount) if amount == amount.to_integral_value() else float(amount)
