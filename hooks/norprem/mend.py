"""Mend a record that cannot be read, so that the rest of it can still be checked.

What is wrong has been reported by then. A value that may be missing is taken out; one that must be there gets a
stand-in, and findings about stand-ins are dropped (`rules.run`). A mended record is never shown to a reader.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic_core import ErrorDetails

from norprem.findings import Path
from norprem.model import CompetenceId, Record
from norprem.text import Text

_TEXT = {"nb": "–", "en": "–"}
_BY_TYPE: Mapping[Any, str] = {date: "2000-01-01", int: "1", Decimal: "0", CompetenceId: "x/x"}
_BY_NAME = {"edition": "0.0", "version": "0.0", "start": "2100-01-01", "end": "2100-01-01"}  # after every deadline
"""What stands in for a value of a type, or else of a field with a name; for all others an `x` will do."""


_TWINS = {"start": "end", "end": "start", "confirmed_on": "review_by", "review_by": "confirmed_on"}
"""Of two days that are compared, the one that can be read stands in for the other: then they agree."""


def mend(model: type[Record], tree: Any, fault: ErrorDetails, *, twins: bool) -> None:
    """Take out, or replace by a stand-in, the value that is wrong; findings about it are dropped later."""
    loc = tuple(fault["loc"])
    at = (fault.get("ctx") or {}).get("at")
    holder = _holder(tree, (*loc, at) if at is not None else loc)
    last = loc[-1] if loc else ""
    if fault["type"] == "cut_text":
        _drop_empty(holder)
    elif at is not None:
        _mend_wording(holder, at, last)
    elif isinstance(holder, list) and isinstance(last, int) and last < len(holder):
        owner = owner_of(model, loc[:-2])
        holder[last] = _stand_in(str(loc[-2]), _inner(owner, str(loc[-2]))) if owner else "x"
    elif isinstance(holder, dict) and isinstance(last, str):
        owner = None if fault["type"] == "extra_forbidden" else owner_of(model, loc[:-1])
        if owner and last in owner.model_fields and owner.model_fields[last].is_required():
            twin = holder.get(_TWINS.get(last, "")) if twins else None
            holder[last] = twin or _stand_in(last, owner.model_fields[last].annotation)
        else:
            holder.pop(last, None)


def _inner(owner: type[Record], name: str) -> Any:
    """Return the type of the items of a list."""
    return next(iter(getattr(owner.model_fields[name].annotation, "__args__", ())), str)


def _stand_in(name: str, annotation: Any) -> Any:
    """Return a value that can be read as one of the type; of a record, no more than it must have."""
    kind = getattr(annotation, "__origin__", annotation)
    if kind is tuple:
        return [_stand_in(name, annotation.__args__[0])]
    if isinstance(kind, type) and issubclass(kind, Record):
        fields = kind.model_fields.items()
        return {key: _stand_in(key, field.annotation) for key, field in fields if field.is_required()}
    return dict(_TEXT) if kind is Text else _BY_TYPE.get(kind) or _BY_NAME.get(name, "x")


def _drop_empty(holder: dict[str, Any]) -> None:
    """Take out the keys without a value that commas have made of a text."""
    for name in [name for name, wording in holder.items() if wording == ""]:
        del holder[name]


def _mend_wording(holder: Any, locale: str, field_name: str | int) -> None:
    """Mend one language of a field and leave the others to be judged."""
    if field_name == "synonyms":
        holder.pop(locale, None)
    else:
        holder[locale] = "–"


def _holder(tree: Any, loc: Path) -> Any:
    """Return the list or mapping that the last step of `loc` is in, or None where there is none."""
    for step in loc[:-1]:
        try:
            tree = tree[step]
        except (KeyError, IndexError, TypeError):
            return None
    return tree


def owner_of(model: type[Record], loc: Path) -> type[Record] | None:
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
