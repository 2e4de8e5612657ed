"""How the items of a list are known from one another, what they are called, and what is said of one that comes or goes.

An item is the same before and after where its key is: its id, or what it refers to.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from norprem.changes.values import CompetenceName, Label, Level, Share, Span, Value
from norprem.model import (
    Assessment,
    Catalogue,
    Change,
    Competence,
    CompetenceId,
    Consulted,
    Correspondence,
    Cover,
    Domain,
    Evidence,
    Expected,
    LisGoal,
    Module,
    Outcome,
    Placement,
    Programme,
    Recognition,
    Record,
    Route,
    Session,
    Standard,
    Step,
    Taught,
    Url,
)
from norprem.text import Text


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two things that are compared: a record, and the catalogue that knows what it refers to."""

    catalogue: Catalogue
    record: Record


LISTS: Mapping[str, str] = {
    "standard.issuer.role": "issuer-roles",
    "standard.status": "standard-statuses",
    "standard.professions": "professions",
    "standard.fields": "fields",
    "standard.sources.seen": "seen",
    "standard.competences.kind": "competence-kinds",
    "standard.competences.topics": "topics",
    "standard.competences.maps.relation": "relations",
    "standard.credential.routes.evidence.kind": "evidence",
    "standard.credential.renewal.evidence.kind": "evidence",
    "programme.original_title.language": "teaching-languages",
    "programme.region": "regions",
    "programme.detail": "programme-details",
    "programme.status": "programme-statuses",
    "programme.audience": "professions",
    "programme.languages": "teaching-languages",
    "programme.regut.arranging": "regions",
    "programme.regut.contact": "regions",
    "programme.recognition.kind": "recognition-kinds",
    "programme.outcomes.kind": "outcome-kinds",
    "programme.assessments.form": "assessment-forms",
    "course.original_title.language": "teaching-languages",
    "course.region": "regions",
    "course.open_to": "regions",
    "course.audience": "professions",
    "course.topics": "topics",
    "course.level": "levels",
    "course.languages": "teaching-languages",
    "course.mode": "modes",
    "course.availability": "availability",
    "course.regut.arranging": "regions",
    "course.regut.contact": "regions",
    "course.sessions.status": "statuses",
    "person.kind": "kinds",
    "person.region": "regions",
    "person.fields": "fields",
    "person.teaches": "topics",
    "person.basis": "bases",
    "person.status": "confirmations",
    "need.kind": "need-kinds",
    "need.region": "regions",
    "need.professions": "professions",
    "need.fields": "fields",
    "need.status": "need-statuses",
}
"""The closed list that a field's values are from."""


def shown(raw: Any, where: str, side: Side) -> Value:
    """Return a field's value as it is told, with the names that its own side has for what it refers to."""
    if isinstance(raw, CompetenceId):
        return _competence(raw, side.catalogue)
    if isinstance(raw, int) and where.endswith((".level", ".target")):
        return Level(raw)
    if where.endswith(".share"):
        return Share(raw)
    if isinstance(raw, str) and not isinstance(raw, Url):
        return _named(raw, where, side)
    value: Value = raw
    return value


def _competence(raw: CompetenceId, catalogue: Catalogue) -> Value:
    known = catalogue.competence.get(raw)
    standard = catalogue.standard.get(raw.standard)
    return CompetenceName(raw, known.code, standard.title) if known and standard else CompetenceName(raw)


def _named(raw: str, where: str, side: Side) -> Value:
    """Return a word with the name behind it, where it is the id of something."""
    if where in LISTS:
        return Label(raw, side.catalogue.vocabulary[LISTS[where]].label(raw))
    named = _NAMES.get(where)
    text = named(raw, side) if named else None
    return Label(raw, text, quoted=named is not _provider) if text else raw


def _provider(raw: str, side: Side) -> Text | None:
    known = side.catalogue.provider.get(raw)
    return known.name if known else None


def _standard(raw: str, side: Side) -> Text | None:
    known = side.catalogue.standard.get(raw)
    return known.title if known else None


def _programme(raw: str, side: Side) -> Text | None:
    known = side.catalogue.programme.get(raw)
    return known.title if known else None


def _course(raw: str, side: Side) -> Text | None:
    known = side.catalogue.course.get(raw)
    return known.title if known else None


def module(raw: str, side: Side) -> Text | None:
    """Return the title of a module of the curriculum itself."""
    known = side.record.module.get(raw) if isinstance(side.record, Programme) else None
    return known.title if known else None


def _outcome(raw: str, side: Side) -> Text | None:
    known = side.record.outcome.get(raw) if isinstance(side.record, Programme) else None
    return known.text if known else None


_NAMES: Mapping[str, Callable[[str, Side], Text | None]] = {
    "standard.replaced_by": _standard,
    "programme.provider": _provider,
    "programme.course": _course,
    "programme.requires": _programme,
    "programme.covers.standard": _standard,
    "programme.modules.after": module,
    "programme.assessments.tests": _outcome,
    "course.provider": _provider,
    "person.organisation": _provider,
}


@dataclass(frozen=True, slots=True)
class Item:
    """What is to be known of a kind of item.

    Attributes:
        key: what it is known by.
        name: what it is called.
        says: what is told with it when it comes or goes.
    """

    key: Callable[[Any], object]
    name: Callable[[Any, str, Side], Value]
    says: Callable[[Any, str, Side], Value] = field(default=lambda *_: None)


def _of(name: str) -> Callable[[Any, str, Side], Value]:
    """Return what shows one field of an item."""
    return lambda one, where, side: shown(getattr(one, name), f"{where}.{name}", side)


def wordings(text: Text) -> tuple[tuple[str, str], ...]:
    """Return what a text says in each language, whatever the order of the languages."""
    return tuple(sorted(text.forms))


def _place(one: Correspondence) -> object:
    return one.source, one.code, one.locator and wordings(one.locator)


def _source(one: Correspondence, _: str, side: Side) -> Value:
    """Return where a source says something: its title and number, or its title alone."""
    sources = side.record.source if isinstance(side.record, Standard) else {}
    title = sources[one.source].title if one.source in sources else one.source
    return f"{title}, {one.code}" if one.code else title


ITEMS: Mapping[type[Record], Item] = {
    Assessment: Item(lambda one: one.id, _of("title"), _of("level")),
    Change: Item(lambda one: one.edition, _of("edition"), _of("note")),
    Competence: Item(lambda one: one.id, _of("code"), _of("statement")),
    Consulted: Item(lambda one: one.id, _of("title"), _of("seen")),
    Correspondence: Item(_place, _source, _of("locator")),
    Cover: Item(lambda one: one.standard, _of("standard"), _of("share")),
    Domain: Item(lambda one: one.code, _of("code"), _of("title")),
    Evidence: Item(lambda one: one.kind, _of("kind"), _of("amount")),
    Expected: Item(lambda one: one.competence, _of("competence"), _of("level")),
    LisGoal: Item(lambda one: one.code, _of("code")),
    Module: Item(lambda one: one.id, _of("title")),
    Outcome: Item(lambda one: one.id, _of("text"), _of("level")),
    Placement: Item(lambda one: wordings(one.where), _of("where")),
    Recognition: Item(lambda one: one.body, _of("body"), _of("kind")),
    Route: Item(lambda one: one.id, _of("name"), _of("who")),
    Session: Item(lambda one: one.id, lambda one, *_: Span(one.start, one.end), _of("status")),
    Step: Item(lambda one: wordings(one.text), _of("text")),
    Taught: Item(lambda one: one.competence, _of("competence"), _of("level")),
}


def item(one: Any) -> Item:
    """Return what is to be known of an item; a plain value is its own key and name."""
    return ITEMS.get(type(one)) or (_TEXT if isinstance(one, Text) else _PLAIN)


_TEXT = Item(wordings, lambda one, *_: one)
_PLAIN = Item(lambda one: one, shown)
