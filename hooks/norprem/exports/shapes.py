"""JSON Schemas of the files below `/api/v1/`: what a program that reads them can rely on.

They are made from the records, as the files are, and so cannot tell another story. A field that is not listed may come:
programs must not take a key they do not know for a fault. A value of a closed list is any text here, because the lists
grow; `vocabulary.json` holds them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pydantic.json_schema import JsonSchemaValue
from pydantic_core import core_schema

from norprem.exports import addresses
from norprem.exports.data import SHOWN
from norprem.exports.linked import Node, document
from norprem.exports.schema import CLOSED, Generator
from norprem.model import (
    Course,
    Listed,
    Method,
    Need,
    Pathway,
    Person,
    Programme,
    Provider,
    Record,
    Standard,
    Term,
)
from norprem.site import Site
from norprem.vocabulary import Vocabulary

_TEXT: Node = {"type": "string"}
_URI: Node = {"type": "string", "format": "uri"}
_DAY: Node = {"type": "string", "format": "date"}
_ROUGH_DAY: Node = {
    "description": "A day, a month or a year, as far as it is known.",
    "type": "string",
    "pattern": r"^[0-9]{4}(-[0-9]{2}){0,2}$",
}
_UUID: Node = {"type": "string", "format": "uuid"}
_COUNT: Node = {"type": "integer", "minimum": 0}
_YES_OR_NO: Node = {"type": "boolean"}
_MOMENT: Node = {
    "description": "A day, the last one of a session included, or a time with its distance from UTC.",
    "anyOf": [_DAY, {"type": "string", "format": "date-time"}],
}
_EDITION: Node = {"type": "string", "pattern": r"^[0-9]+\.[0-9]+$"}


def _object(properties: Mapping[str, Any], **facts: Any) -> Node:
    """Return the schema of an object that has all of these keys, and may get more."""
    return {"type": "object", **facts, "properties": dict(properties), "required": list(properties)}


def _array(items: Node) -> Node:
    return {"type": "array", "items": items}


def _or_null(schema: Node) -> Node:
    return {"anyOf": [schema, {"type": "null"}]}


class _Shapes(Generator):
    """Makes schemas of records as they are published: every key is there, and what is not known is null."""

    def form(self, name: str) -> JsonSchemaValue:
        """Return the form of a field by the name of its type."""
        made = {
            "Localised": self.by_language(_TEXT),
            "Words": {"type": "object", "additionalProperties": _array(_TEXT)},
            "Day": _DAY,
            "Moment": _MOMENT,
            "Whole": _COUNT,
            "Amount": {"type": "number", "minimum": 0},
            "Level": {"enum": [1, 2, 3, 4]},
            "Edition": _EDITION,
            "RoughDay": _ROUGH_DAY,
            "CompetenceRef": _object({"id": _TEXT, "uuid": _UUID, "page": self.by_language(_URI)}),
            "Address": _URI,
        }
        return dict(made.get(name, _TEXT))

    def by_language(self, schema: Node) -> Node:
        """Return the schema of an object with a value for every language."""
        return _object(dict.fromkeys(self.locales, schema))

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        """Return a form that may be null."""
        return _or_null(self.generate_inner(schema["schema"]))

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        """Return a record: no key is missing, and more may come."""
        made = super().model_schema(schema)
        made.pop("additionalProperties", None)
        made["required"] = list(made["properties"])
        for key, name in CLOSED.get(schema["cls"].__name__, {}).items():
            told = made["properties"][key].get("description")
            made["properties"][key]["description"] = f"{f'{told} ' if told else ''}See {name} in vocabulary.json."
        return made

    def record(self, model: type[Record]) -> Node:
        """Return the schema of a record, with those of its parts under `$defs`."""
        return self.generate(model.__pydantic_core_schema__, mode="validation")


def schemas(vocabulary: Vocabulary, *, site: Site) -> Iterator[tuple[str, bytes]]:
    """Yield the kind and the JSON Schema of every kind of JSON file.

    Args:
        vocabulary: the closed lists, and the languages that every text has.
        site: where the files are published.
    """
    for kind, build in KINDS.items():
        schema = build(vocabulary.locales, _Shapes(vocabulary))
        known = schema.pop("$defs", {})
        head = {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": site.base + addresses.output_schema(kind),
            "title": kind,
        }
        yield kind, document({**head, **schema, **({"$defs": known} if known else {})})


_Locales = tuple[str, ...]


def _pages(locales: _Locales) -> Node:
    return _object(dict.fromkeys(locales, _URI))


def _text(locales: _Locales) -> Node:
    return _object(dict.fromkeys(locales, _TEXT))


_HEAD: Mapping[str, Node] = {"self": _URI, "schema": _URI, "licence": _or_null(_URI), "attribution": _TEXT}


def _file(properties: Mapping[str, Node], known: Node) -> Node:
    return {**_object({**_HEAD, **properties}), "$defs": known}


def _list(kind: str, item: Node, **facts: Node) -> Node:
    """Return the schema of a file that holds a list under its own name."""
    known = item.pop("$defs", {})
    return _file({**facts, "count": _COUNT, kind: _array({"$ref": "#/$defs/item"})}, {"item": item, **known})


def _added(record: Node, /, **properties: Node) -> Node:
    """Return the schema of a record with what the site adds to it."""
    made = {**properties, **record["properties"]}
    return {**record, "properties": made, "required": list(made)}


def _of_site(locales: _Locales) -> dict[str, Node]:
    return {"uuid": _UUID, "page": _pages(locales)}


_SESSION_ADDED: dict[str, Node] = {"uid": _TEXT, "all_day": _YES_OR_NO, "time_zone": _TEXT}


def _course_record(locales: _Locales, shapes: _Shapes) -> Node:
    made = shapes.record(Course)
    pages = _pages(locales)
    made["$defs"]["Session"] = _added(made["$defs"]["Session"], page=pages, **_SESSION_ADDED)
    return _added(made, page=pages, calendar=pages, changed=_DAY)


def _courses(locales: _Locales, shapes: _Shapes) -> Node:
    return _list("courses", _course_record(locales, shapes), demo=_YES_OR_NO)


def _sessions(locales: _Locales, shapes: _Shapes) -> Node:
    known = _course_record(locales, shapes)["$defs"]
    course = _object({"id": _TEXT, "title": _text(locales), "page": _pages(locales)})
    used = {name: known[name] for name in ("Registration",)}
    return _list("sessions", {**_added(known["Session"], course=course), "$defs": used}, demo=_YES_OR_NO)


def _people(locales: _Locales, shapes: _Shapes) -> Node:
    made = shapes.record(Person)
    own = ("id", "kind", "region", "organisation", *SHOWN)
    properties = {"page": _pages(locales), **{name: made["properties"][name] for name in own}}
    properties["organisation"] = _or_null(_TEXT)
    item = {**_object(properties, description=made["description"]), "$defs": made["$defs"]}
    return _list("people", item, rights=_text(locales), demo=_YES_OR_NO)


def _regions(locales: _Locales, shapes: _Shapes) -> Node:
    made = shapes.record(Listed)
    own = {name: made["properties"][name] for name in ("id", "label", "kind", "regut")}
    pages = {name: _or_null(_pages(locales)) for name in ("page", "people", "calendar")}
    return _list("regions", {**_object({**pages, **own}), "$defs": made["$defs"]}, demo=_YES_OR_NO)


def _vocabulary(_: _Locales, shapes: _Shapes) -> Node:
    made = shapes.record(Listed)
    own = {name: made["properties"][name] for name in ("id", "label", "explanation", "proves")}
    return _list("vocabulary", _object({"id": _TEXT, "values": _array(_object(own))}), demo=_YES_OR_NO)


def _providers(_: _Locales, shapes: _Shapes) -> Node:
    return _list("providers", shapes.record(Provider), demo=_YES_OR_NO)


def _glossary(locales: _Locales, shapes: _Shapes) -> Node:
    return _list("glossary", _added(shapes.record(Term), page=_pages(locales)), demo=_YES_OR_NO)


def _needs(locales: _Locales, shapes: _Shapes) -> Node:
    return _list("needs", _added(shapes.record(Need), **_of_site(locales)))


def _methods(locales: _Locales, shapes: _Shapes) -> Node:
    return _list("methods", _added(shapes.record(Method), **_of_site(locales)), demo=_YES_OR_NO)


def _pathways(_: _Locales, shapes: _Shapes) -> Node:
    return _list("pathways", _added(shapes.record(Pathway), uuid=_UUID), demo=_YES_OR_NO)


def _standard(locales: _Locales, shapes: _Shapes) -> Node:
    made = shapes.record(Standard)
    known = made.pop("$defs")
    known["Domain"] = _added(known["Domain"], uuid=_UUID)
    known["Competence"] = _added(known["Competence"], **_of_site(locales))
    return {**_added(made, **_HEAD, **_of_site(locales), changed=_DAY, case=_pages(locales)), "$defs": known}


def _programme(locales: _Locales, shapes: _Shapes) -> Node:
    made = shapes.record(Programme)
    known = made.pop("$defs")
    for part in ("Module", "Outcome", "Assessment"):
        known[part] = _added(known[part], uuid=_UUID)
    return {**_added(made, **_HEAD, **_of_site(locales), changed=_DAY, edition=_EDITION), "$defs": known}


def _linked(kind: str) -> _Build:
    """Return a maker of the schema for a list that leads to a file for each record."""

    def made(locales: _Locales, _: _Shapes) -> Node:
        told = {"id": _TEXT, "title": _text(locales), "edition": _EDITION, "status": _TEXT, "changed": _DAY}
        return _list(kind, _object({"self": _URI, **_of_site(locales), **told}))

    return made


def _index(locales: _Locales, _: _Shapes) -> Node:
    item = _object(
        {
            "address": _URI,
            "kind": {"enum": ["data", "record", "schema"]},
            "title": _text(locales),
            "about": _text(locales),
            "media_type": _TEXT,
            "schema": _or_null(_URI),
            "licence": _or_null(_URI),
            "count": {**_COUNT, "description": "Records in the file; 1 for a file that is about one thing."},
        }
    )
    return _list("files", item, version=_TEXT, documentation=_pages(locales), catalogue=_URI, demo=_YES_OR_NO)


def _changes(locales: _Locales, _: _Shapes) -> Node:
    step = {"type": "object", "properties": {"field": _TEXT, "key": _TEXT}, "required": ["field"]}
    change = _object({"what": _TEXT, "field": _TEXT, "path": _array(step), "sentence": _text(locales)})
    item = _object(
        {
            "id": _TEXT,
            "day": _DAY,
            "kind": _TEXT,
            "record": _TEXT,
            "title": {"type": "object", "additionalProperties": _TEXT},
            "page": _pages(locales),
            "gone": _YES_OR_NO,
            "summary": _text(locales),
            "changes": _array(change),
        }
    )
    return _list("changes", item, basis=_TEXT, basis_note=_text(locales), since=_DAY, demo=_YES_OR_NO)


_Build = Callable[[_Locales, _Shapes], Node]

KINDS: Mapping[str, _Build] = {
    "index": _index,
    "courses": _courses,
    "sessions": _sessions,
    "people": _people,
    "regions": _regions,
    "providers": _providers,
    "vocabulary": _vocabulary,
    "glossary": _glossary,
    "standards": _linked("standards"),
    "standard": _standard,
    "programmes": _linked("programmes"),
    "programme": _programme,
    "needs": _needs,
    "methods": _methods,
    "pathways": _pathways,
    "changes": _changes,
}
"""How the schema of each kind of file is made."""
