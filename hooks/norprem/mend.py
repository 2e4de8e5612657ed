"""Mend a record that cannot be read, so that the rest of it can still be checked.

What is wrong has been reported by then. A value that may be missing is taken out; one that must be there gets a
stand-in, and findings about stand-ins are dropped (`rules.run`). A mended record is never shown to a reader.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic_core import ErrorDetails

from norprem.findings import Path
from norprem.model import Record

_TEXT = {"nb": "–", "en": "–"}
_DAY = "2000-01-01"
_STAND_INS: Mapping[str, Any] = {
    **dict.fromkeys(("title", "summary", "name", "role", "label", "term", "definition", "reason", "outcomes"), _TEXT),
    **dict.fromkeys(("statement", "text", "note", "description", "reported_by", "by", "where", "ask"), _TEXT),
    **dict.fromkeys(("read", "last_checked", "updated", "confirmed_on", "review_by", "on"), _DAY),
    **dict.fromkeys(("valid_from", "next_review"), _DAY),
    **dict.fromkeys(("edition", "version"), "0.0"),
    **dict.fromkeys(("level", "target"), "1"),
    **dict.fromkeys(("since", "share", "years", "weeks"), "0"),
    **dict.fromkeys(("competence", "serves", "competences"), "x/x"),
    **dict.fromkeys(("start", "end"), "2100-01-01"),  # after every deadline
    "audience": ["x"],
    "topics": ["x"],
    "languages": ["x"],
    "fields": ["x"],
    "source": {"title": "x", "read": _DAY},
    "revision": "0",
    "amount": "0",
}
"""What stands in for a value that is missing or unreadable, so that the rest of its record can still be checked."""


_TWINS = {"start": "end", "end": "start", "confirmed_on": "review_by", "review_by": "confirmed_on"}
"""Of two days that are compared, the one that can be read stands in for the other: then they agree."""


def mend(model: type[Record], tree: Any, fault: ErrorDetails, *, twins: bool) -> None:
    """Take out, or replace by a stand-in, the value that is wrong; findings about it are dropped later."""
    loc = tuple(fault["loc"])
    at = (fault.get("ctx") or {}).get("at")
    holder = _holder(tree, (*loc, at) if at is not None else loc)
    last = loc[-1] if loc else ""
    if at is not None:
        _mend_wording(holder, at, last)
    elif isinstance(holder, list) and isinstance(last, int) and last < len(holder):
        holder[last] = _STAND_INS.get(str(loc[-2]), "x") if loc[-2] != "sessions" else dict(_SESSION)
    elif isinstance(holder, dict) and isinstance(last, str):
        owner = None if fault["type"] == "extra_forbidden" else owner_of(model, loc[:-1])
        if owner and last in owner.model_fields and owner.model_fields[last].is_required():
            twin = holder.get(_TWINS.get(last, "")) if twins else None
            holder[last] = twin or _STAND_INS.get(last, "x")
        else:
            holder.pop(last, None)


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


_SESSION = {"id": "x", "start": _DAY, "end": _DAY, "status": "planned", "revision": "0", "updated": _DAY}


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
