"""What must be asked to make a new record: derived from the model, so that a new field asks for itself.

A question is about one value. Its way through the record gives its flag on the command line (`--source-title`); what
the model says of the field gives how an answer is read, and the closed lists what it may be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Annotated, Any

from pydantic import TypeAdapter, ValidationError

from norprem import remedy
from norprem.exports.schema import CLOSED
from norprem.findings import Finding, Path, Spot
from norprem.kinds import Kind, inner
from norprem.load import SHAPES
from norprem.model import Catalogue, Cost, Record, fields
from norprem.renamed import id_of
from norprem.text import Text
from norprem.vocabulary import ClosedList, Value, Vocabulary, nearest

LOCALES = ("nb", "en")
"""Languages that a text is asked for in; a catalogue with more has the rest filled in by hand."""

_REFERS: Mapping[tuple[str, str], str] = {
    ("Course", "provider"): "providers",
    ("Person", "organisation"): "providers",
    ("Programme", "provider"): "providers",
    ("Programme", "course"): "courses",
    ("Pathway", "topic"): "page-topics",
    ("Standard", "replaced_by"): "standards",
    ("Cover", "standard"): "standards",
    ("Programme", "requires"): "programmes",
}
"""Fields that hold the id of another record, and where those are found."""


@dataclass(frozen=True, slots=True)
class Question:
    """One value of a new record.

    Attributes:
        path: the way to it; of a list, the first item is asked for.
        annotation: how the model reads it.
        closed: the closed list, or the kind of records, that it is chosen from; empty where it is free.
        several: more than one may be chosen.
        required: the model wants it, with all that it stands in.
        group: the way to the optional record that it belongs to; empty where there is none.
    """

    path: Path
    annotation: Any
    closed: str = ""
    several: bool = False
    required: bool = True
    group: Path = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys on the way, without places in lists."""
        return tuple(step for step in self.path if isinstance(step, str))

    @property
    def flag(self) -> str:
        """The option of the command line."""
        return "--" + "-".join(self.keys).replace("_", "-")

    @property
    def name(self) -> str:
        """What click calls the option's value."""
        return "value_" + "_".join(self.keys)

    @property
    def locale(self) -> str:
        """The language of a text; empty where it has none."""
        return self.keys[-1] if self.annotation is fields.Localised else ""


_DEEP = 3
"""Steps to a record below which parts that may be missing are not asked for: they are filled in by hand."""


def questions(kind: Kind) -> tuple[Question, ...]:
    """Return every value that a new record of a kind can be given at once, in the order of the model."""
    return tuple(_of(kind.model, (), required=True, group=()))


def _of(model: type[Record], path: Path, *, required: bool, group: Path) -> Iterator[Question]:
    for key, field in model.model_fields.items():
        needed = required and field.is_required()
        below, several = inner(field.annotation), _several(field.annotation)
        below = None if below is Cost else below  # a price is one answer: free, or an amount and a currency
        way = (*path, key, 0) if several and (below or _texts(field)) else (*path, key)
        if below:
            own = group if field.is_required() else way
            if field.is_required() or len(path) < _DEEP:
                yield from _of(below, way, required=needed, group=own)
            continue
        closed = CLOSED.get(model.__name__, {}).get(key) or _REFERS.get((model.__name__, key), "")
        base = Question(way, _read(field), closed, several and not _texts(field), field.is_required(), group)
        for locale in LOCALES if _texts(field) else ("",):
            yield _told(base, locale)


def _told(question: Question, locale: str) -> Question:
    """Return the question about a text in one language, or the question itself where it has none."""
    if not locale:
        return question
    return Question((*question.path, locale), fields.Localised, required=question.required, group=question.group)


def _several(annotation: Any) -> bool:
    return getattr(annotation, "__origin__", annotation) is tuple


def _texts(field: Any) -> bool:
    """Tell whether a field holds a text in several languages, or a list of them."""
    return Text in _parts(field.annotation)


def _parts(annotation: Any) -> Iterator[Any]:
    yield annotation
    for part in getattr(annotation, "__args__", ()):
        yield from _parts(part)


def _read(field: Any) -> Any:
    """Return how a value, or one item of a list, is read."""
    if _several(field.annotation):
        return field.annotation.__args__[0]
    return Annotated[(field.annotation, *field.metadata)] if field.metadata else field.annotation


# Answers.


class Refused(Exception):
    """An answer that cannot be right; carries the finding that says why, with `nearest` where a value is near."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.code)
        self.finding = finding


@dataclass(frozen=True, slots=True)
class Known:
    """What answers are chosen from.

    Attributes:
        catalogue: as it is.
    """

    catalogue: Catalogue

    def choices(self, question: Question) -> ClosedList | None:
        """Return the values that an answer is chosen from, or None where it is free."""
        if not question.closed:
            return None
        return self._records(question.closed) or self.catalogue.vocabulary[question.closed]

    def _records(self, name: str) -> ClosedList | None:
        one = self.catalogue
        named: Mapping[str, Iterator[Value]] = {
            "providers": (Value(entry.record.id, entry.record.name) for entry in one.providers),
            "courses": (Value(entry.record.id, entry.record.title) for entry in one.courses),
            "standards": (Value(entry.record.id, entry.record.title) for entry in one.standards),
            "programmes": (Value(entry.record.id, entry.record.title) for entry in one.programmes),
            "page-topics": (value for value in topics(one) if value.id not in one.pathway),
        }
        return ClosedList(name, tuple(named[name])) if name in named else None

    def answer(self, question: Question, typed: str) -> Any:
        """Return what an answer means, as it is written in the file.

        Raises:
            Refused: it cannot be right.
        """
        if not question.several:
            return self._one(question, typed)
        return list(dict.fromkeys(self._one(question, part) for part in typed.split(",") if part.strip()))

    def _one(self, question: Question, typed: str) -> Any:
        word, closed = " ".join(typed.split()), self.choices(question)
        if closed is not None and closed.values:
            return chosen(question, word, closed)
        return read(question, word)


def topics(catalogue: Catalogue) -> Iterator[Value]:
    """Yield the topics of the pages for patients and GPs, each with the title of its page."""
    found = dict.fromkeys(article.meta.topic for article in catalogue.articles if article.section != "fagfolk")
    for topic in found:
        titles = {one.locale: one.meta.title for one in catalogue.articles if one.meta.topic == topic}
        yield Value(topic, Text.of(titles))


def chosen(question: Question, word: str, closed: ClosedList) -> str:
    """Return the id of the value that a word means.

    Raises:
        Refused: none, with the nearest one where there is any.
    """
    meant = id_of(word, closed)
    if meant:
        return meant
    names = {form: value.id for value in closed.values for form in (value.id, *(one for _, one in value.label))}
    near = nearest(word, names)
    values = {"found": word, "list": closed.name, "known": _some(closed)}
    told = {**values, "nearest": names[near]} if near else values
    raise Refused(Finding(_UNKNOWN.get(closed.name, "K201"), Spot("", question.path, told)))


_UNKNOWN = {
    "providers": "K202",
    "regions": "K203",
    "standards": "K218",
    "programmes": "K220",
    "courses": "K221",
    "page-topics": "K811",
}
"""The rule that tells of an unknown value, by what it is chosen from."""

_SHOWN = 12


def _some(closed: ClosedList) -> str:
    """Return the values of a list, or the file they are in where there are many."""
    return ", ".join(closed.by_id) if len(closed.by_id) <= _SHOWN else f"vocabulary/{closed.name}.yaml"


def containing(closed: ClosedList, word: str) -> tuple[Value, ...]:
    """Return the values whose id or name in any language has a word in it."""
    wanted = word.casefold()
    return tuple(
        value
        for value in closed.values
        if wanted and any(wanted in form.casefold() for form in (value.id, *(name for _, name in value.label)))
    )


_CLEANED = {"bad_day": remedy.day, "bad_moment": remedy.moment, "bad_whole": remedy.whole, "bad_amount": remedy.amount}
"""What turns what people write into the form of the catalogue, by what is wrong with it."""


_PRICES = frozenset({"cost", "fee"})
_PRICED = re.compile(r"\{amount: ([\d.]+), currency: ([A-Z]{3})\}")


def _price(question: Question, word: str) -> Any:
    price = word if word == "free" or _PRICED.fullmatch(word) else remedy.cost(word)
    if price is None:
        raise Refused(Finding("K112", Spot("", question.path, {"found": word})))
    parts = _PRICED.fullmatch(price)
    return {"amount": parts[1], "currency": parts[2]} if parts else price


def read(question: Question, word: str) -> Any:
    """Return a free answer in the form the catalogue has.

    Raises:
        Refused: it cannot be read.
    """
    if question.locale:
        return word
    if question.keys[-1] in _PRICES:
        return _price(question, word)
    try:
        TypeAdapter(question.annotation).validate_python(word)
    except ValidationError as error:
        kind = error.errors()[0]["type"]
        cleaned = _CLEANED.get(kind, lambda _: None)(word)
        if cleaned:
            return read(question, cleaned)
        key = ".".join(question.keys)
        raise Refused(Finding(SHAPES.get(kind, "K121"), Spot("", question.path, {"key": key, "found": word}))) from None
    return word


# The record.


def tree_of(kind: Kind, answers: Mapping[Path, Any]) -> dict[str, Any]:
    """Return the tree of a record, its keys in the order of the model."""
    tree: dict[str, Any] = {}
    for question in questions(kind):
        if question.path in answers:
            _put(tree, question.path, answers[question.path])
    return tree


def _put(holder: Any, path: Path, value: Any) -> None:
    for step, after in pairwise(path):
        fresh: Any = [] if isinstance(after, int) else {}
        if isinstance(holder, list):
            if not holder:
                holder.append(fresh)
            holder = holder[0]
        else:
            holder = holder.setdefault(str(step), fresh)
    if isinstance(holder, list):
        holder.append(value)
    else:
        holder[path[-1]] = value


def guessed(kind: Kind, answers: Mapping[Path, Any], today: date) -> dict[Path, Any]:
    """Return what follows from other answers, or from the day: nothing that a source would have to say."""
    found: dict[Path, Any] = {}
    name = next((answers[(key, "nb")] for key in ("title", "name") if (key, "nb") in answers), "")
    if kind.key == "id" and name:
        found["id",] = remedy.folded(name)
    checked = next((answers[key,] for key in ("confirmed_on", "last_checked") if (key,) in answers), None)
    if checked:
        due = _year_after(date.fromisoformat(checked)).isoformat()
        found |= {("review_by",): due, ("next_review",): due}
    begun = {path[0] for path in answers}
    for path, value in _GUESSED.get(kind.name, {}).items():
        if path[0] in begun or kind.model.model_fields[str(path[0])].is_required():
            found[path] = today.isoformat() if value == _TODAY else value
    found |= dict(_own_ids(kind, answers))
    known = {question.path for question in questions(kind)}
    return {path: value for path, value in found.items() if path in known and path not in answers}


def _own_ids(kind: Kind, answers: Mapping[Path, Any]) -> Iterator[tuple[Path, str]]:
    """Yield ids of parts of a record, made of what they are called."""
    if kind.name == "course" and (start := answers.get(("sessions", 0, "start"))):
        yield ("sessions", 0, "id"), start[:7]
    if kind.name == "standard":
        for key, of in (("sources", ("title",)), ("competences", ("statement", "nb"))):
            if word := answers.get((key, 0, *of)):
                yield (key, 0, "id"), remedy.folded(word)[:40].rstrip("-")
        yield ("competences", 0, "domain"), answers.get(("domains", 0, "code"), "A")


def _year_after(day: date) -> date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:  # 29 February
        return date(day.year + 1, 2, 28)


_FOLLOW: frozenset[Path] = frozenset(
    {
        ("id",),
        ("review_by",),
        ("next_review",),
        ("sources", 0, "id"),
        ("competences", 0, "id"),
        ("competences", 0, "domain"),
        ("sessions", 0, "id"),
    }
)
"""What need not be asked for as long as something else is missing that it follows from."""

_TODAY = "today"
_FIRST: Mapping[Path, str] = {
    ("changes", 0, "on"): _TODAY,
    ("changes", 0, "note", "nb"): "Første utkast.",
    ("changes", 0, "note", "en"): "First draft.",
}
_GUESSED: Mapping[str, Mapping[Path, str]] = {
    "course": {("sessions", 0, "revision"): "0", ("sessions", 0, "updated"): _TODAY},
    "person": {("status",): "as-published"},
    "standard": {
        ("edition",): "0.1",
        ("status",): "draft",
        ("valid_from",): _TODAY,
        ("domains", 0, "code"): "A",
        ("competences", 0, "code"): "A.1",
        ("changes", 0, "edition"): "0.1",
        **_FIRST,
    },
    "programme": {("version",): "0.1", ("changes", 0, "edition"): "0.1", **_FIRST},
}
"""What a new record says of itself, by kind."""


def wanted(kind: Kind, answers: Mapping[Path, Any]) -> tuple[Question, ...]:
    """Return what must be answered: what the model wants, and what other answers make necessary."""
    found = []
    for question in questions(kind):
        began = question.group and any(path[: len(question.group)] == question.group for path in answers)
        inside = question.required and (not question.group or began)
        if inside or _follows(kind, question, answers):
            found.append(question)
    return tuple(found)


def _follows(kind: Kind, question: Question, answers: Mapping[Path, Any]) -> bool:
    """Tell whether an optional value is needed because of what has been answered."""
    first = (kind.name, question.keys[0])
    if first == ("person", "basis"):
        return answers.get(("kind",)) == "person"
    if first in (("method", "decided_by"), ("method", "decided")):
        return answers.get(("status",)) in ("introduced-with-conditions", "not-introduced")
    if first == ("programme", "source"):
        return answers.get(("detail",)) == "facts" and question.keys[-1] in ("title", "url", "read")
    other = question.path[:-1] + tuple(one for one in LOCALES if one != question.locale)
    return bool(question.locale) and other in answers


def missing(kind: Kind, answers: Mapping[Path, Any], today: date) -> tuple[Question, ...]:
    """Return what has neither been answered nor follows from what has."""
    known = {**guessed(kind, answers, today), **answers}
    left = tuple(question for question in wanted(kind, known) if known.get(question.path) in (None, ""))
    return tuple(question for question in left if question.path not in _FOLLOW) or left


def complete(kind: Kind, answers: Mapping[Path, Any], today: date, vocabulary: Vocabulary) -> dict[str, Any]:
    """Return the tree of a new record with all that follows from the answers."""
    known = {**guessed(kind, answers, today), **answers}
    needed = {question.path for question in wanted(kind, known)}
    tree = tree_of(kind, {path: value for path, value in known.items() if path in answers or path in needed})
    if kind.name == "pathway" and tree["answers"][0]["region"] != "national":
        given = tree["answers"][0]
        others = [one.id for one in vocabulary.health_regions if one.id != given["region"]]
        tree["answers"] += [{"region": one, "checked": given["checked"]} for one in others]
    return tree
