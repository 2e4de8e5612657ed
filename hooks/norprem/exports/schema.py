"""JSON Schemas of the YAML files, so that an editor completes keys and values and marks mistakes while one types.

They are made from the records themselves and from the closed lists. An editor sees numbers where the catalogue's own
reader keeps the text that was typed; both forms are therefore allowed. The schemas help, they do not decide:
`norprem check` does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, get_args

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from norprem.exports.addresses import schema_file
from norprem.exports.linked import Node, document
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
    Retired,
    Standard,
    Synonyms,
    Term,
    fields,
)
from norprem.site import Site
from norprem.vocabulary import Vocabulary

RECORDS: Mapping[str, type[Record]] = {
    "course": Course,
    "person": Person,
    "standard": Standard,
    "programme": Programme,
    "need": Need,
    "method": Method,
    "pathway": Pathway,
}
"""Kinds of files that hold one record."""

LISTS: Mapping[str, tuple[str, type[Record]]] = {
    "providers": ("providers", Provider),
    "glossary": ("terms", Term),
    "retired": ("retired", Retired),
    "vocabulary": ("values", Listed),
    "synonyms": ("synonyms", Synonyms),
}
"""Kinds of files that hold a list of records, and the key it stands under."""

CLOSED: Mapping[str, Mapping[str, str]] = {
    "Course": {
        "region": "regions",
        "open_to": "regions",
        "audience": "professions",
        "topics": "topics",
        "level": "levels",
        "languages": "teaching-languages",
        "mode": "modes",
        "availability": "availability",
    },
    "Session": {"status": "statuses"},
    "Regut": {"arranging": "regions", "contact": "regions"},
    "Person": {
        "kind": "kinds",
        "region": "regions",
        "fields": "fields",
        "teaches": "topics",
        "basis": "bases",
        "status": "confirmations",
    },
    "Provider": {"country": "countries"},
    "Standard": {"status": "standard-statuses", "professions": "professions", "fields": "fields"},
    "Issuer": {"role": "issuer-roles"},
    "Consulted": {"seen": "seen"},
    "Competence": {"kind": "competence-kinds", "topics": "topics"},
    "Correspondence": {"relation": "relations"},
    "Evidence": {"kind": "evidence"},
    "Programme": {
        "region": "regions",
        "detail": "programme-details",
        "status": "programme-statuses",
        "audience": "professions",
        "languages": "teaching-languages",
    },
    "Outcome": {"kind": "outcome-kinds"},
    "Assessment": {"form": "assessment-forms"},
    "Recognition": {"kind": "recognition-kinds"},
    "Need": {
        "kind": "need-kinds",
        "region": "regions",
        "professions": "professions",
        "fields": "fields",
        "status": "need-statuses",
    },
    "Method": {"kind": "method-kinds", "fields": "fields", "status": "method-statuses"},
    "Offer": {"region": "regions"},
    "Answer": {"region": "regions"},
}
"""Fields whose values stand in a closed list, by record."""

_ID = "[a-z0-9]+(-[a-z0-9]+)*"
_DAY = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_WORD: Node = {"type": ["string", "number", "boolean"], "pattern": r"\S"}
_WHOLE = {"anyOf": [{"type": "integer", "minimum": 0}, {"type": "string", "pattern": r"^(0|[1-9][0-9]{0,8})$"}]}
_AMOUNT = {
    "anyOf": [{"type": "number", "minimum": 0}, {"type": "string", "pattern": r"^(0|[1-9][0-9]{0,8})(\.[0-9]{1,4})?$"}]
}
_YEAR: Node = {"type": "integer", "minimum": 1000, "maximum": 9999}
_NUMBERED_ID: Node = {"type": "integer", "minimum": 0}
"""An id of digits alone, such as that of a session in 2027."""


def address(kind: str, site: Site) -> str:
    """Return the absolute address of the schema for a kind of file, for example `course`."""
    return site.base + schema_file(kind)


def modeline(kind: str, site: Site) -> str:
    """Return the comment that tells an editor, in the first line of a file, which schema the file follows."""
    return f"# yaml-language-server: $schema={address(kind, site)}"


def schemas(vocabulary: Vocabulary, *, site: Site) -> Iterator[tuple[str, bytes]]:
    """Yield the kind and the schema of every kind of file.

    Args:
        vocabulary: the closed lists, and the languages that every text has.
        site: where the schemas are published.
    """
    for kind, model in RECORDS.items():
        yield kind, _file(kind, site, _made(model, vocabulary))
    for kind, (key, model) in LISTS.items():
        yield kind, _file(kind, site, _listing(key, model, _made(model, vocabulary)))


def _file(kind: str, site: Site, schema: Node) -> bytes:
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": address(kind, site)}
    return document({**head, **schema})


def _made(model: type[Record], vocabulary: Vocabulary) -> Node:
    schema = Generator(vocabulary).generate(model.__pydantic_core_schema__, mode="validation")
    for name, made in ((model.__name__, schema), *schema.get("$defs", {}).items()):
        _close(made, CLOSED.get(name, {}), vocabulary)
    if "Cost" in schema.get("$defs", {}):
        cost = schema["$defs"]["Cost"]
        schema["$defs"]["Cost"] = {
            "description": cost.pop("description"),
            "anyOf": [{"const": "free"}, {**cost, "required": ["amount", "currency"]}],
        }
    if "Load" in schema.get("$defs", {}):
        schema["$defs"]["Load"]["minProperties"] = 1
    return schema


def _listing(key: str, model: type[Record], schema: Node) -> Node:
    """Return the schema of a file that holds a list of records under one key."""
    known = schema.pop("$defs", {})
    items = {"type": "array", "items": {"$ref": f"#/$defs/{model.__name__}"}}
    return {
        "title": key,
        "type": "object",
        "additionalProperties": False,
        "properties": {"last_checked": _form("Day"), key: items},
        "required": [key],
        "$defs": {**known, model.__name__: schema},
    }


def _close(made: Node, lists: Mapping[str, str], vocabulary: Vocabulary) -> None:
    """Say of each field of a record which values its closed list has; a list without values closes nothing."""
    for key, name in lists.items():
        values = list(vocabulary[name].by_id)
        if values:
            field = made["properties"][key]
            target = field["items"] if field.get("type") == "array" else field
            kept = {"description": target["description"]} if "description" in target else {}
            target.clear()
            target.update(kept, enum=values)


def _form(name: str) -> Node:
    """Return the schema of a field that has the same form in every language."""
    day = {"type": "string", "pattern": f"^{_DAY}$"}
    forms: Mapping[str, Node] = {
        "Word": _WORD,
        "Yes": {"enum": ["yes", True]},
        "Id": {"anyOf": [{"type": "string", "pattern": f"^{_ID}$", "maxLength": 80}, _NUMBERED_ID]},
        "FormerId": {"anyOf": [{"type": "string", "pattern": rf"^{_ID}(\.{_ID})?$"}, _NUMBERED_ID]},
        "Day": {**day, "format": "date"},
        "Moment": {"type": "string", "pattern": f"^{_DAY}([T ]([01][0-9]|2[0-3]):[0-5][0-9])?$"},
        "Whole": _WHOLE,
        "Amount": _AMOUNT,
        "Level": {"enum": [1, 2, 3, 4, "1", "2", "3", "4"]},
        "RoughDay": {"anyOf": [{"type": "string", "pattern": f"^({_DAY}|[0-9]{{4}}(-(0[1-9]|1[0-2]))?)$"}, _YEAR]},
        "Edition": {"anyOf": [{"type": "string", "pattern": r"^[0-9]{1,4}\.[0-9]{1,4}$"}, {"type": "number"}]},
        "CompetenceRef": {"type": "string", "pattern": f"^{_ID}/{_ID}$"},
        "Address": {"type": "string", "pattern": r"^https?://\S+$"},
    }
    return dict(forms[name])


def _texts(locales: tuple[str, ...]) -> Node:
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {locale: dict(_WORD) for locale in locales},
        "required": list(locales),
    }


def _words(locales: tuple[str, ...]) -> Node:
    several = {"type": "array", "items": dict(_WORD)}
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": dict.fromkeys(locales, several),
    }


_FIELDS = (
    "Word",
    "Yes",
    "Id",
    "FormerId",
    "Day",
    "Moment",
    "Whole",
    "Amount",
    "Level",
    "Edition",
    "RoughDay",
    "CompetenceRef",
    "Address",
    "Localised",
    "Words",
)
_READERS: Mapping[Any, str] = {get_args(getattr(fields, name))[1].func: name for name in _FIELDS}
"""The forms of fields, by the function that reads them from text."""


class Generator(GenerateJsonSchema):
    """Makes schemas of records as they are typed: fields by their form, and explanations from the docstrings."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        super().__init__()
        self.locales = vocabulary.locales

    def function_plain_schema(self, schema: core_schema.PlainValidatorFunctionSchema) -> JsonSchemaValue:
        """Return the form of a field that is read from text."""
        return self.form(_READERS[schema["function"]["function"]])

    def form(self, name: str) -> JsonSchemaValue:
        """Return the form of a field by the name of its type, for example `Day`."""
        if name == "Localised":
            return _texts(self.locales)
        return _words(self.locales) if name == "Words" else _form(name)

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        """Return the form alone: what is not known is left out, never empty."""
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """Return the form alone: editors must not fill in what nobody has said."""
        return self.generate_inner(schema["schema"])

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 - pydantic gives it
        """Leave titles out: the keys say it."""
        return False

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        """Return a record, explained by its docstring."""
        made = super().model_schema(schema)
        about, explained = _explained(schema["cls"].__doc__ or "")
        made["description"] = about
        for key, text in explained.items():
            if key in made["properties"]:
                made["properties"][key]["description"] = text
        return made


_ATTRIBUTE = re.compile(r"(\w+): (.+)")


def _explained(docstring: str) -> tuple[str, dict[str, str]]:
    """Return what a docstring says of a record, and of its fields."""
    about, _, attributes = docstring.partition("Attributes:")
    explained: dict[str, str] = {}
    key = ""
    for line in filter(None, map(str.strip, attributes.splitlines())):
        if found := _ATTRIBUTE.fullmatch(line):
            key, text = found.groups()
            explained[key] = text
        elif key:
            explained[key] += f" {line}"
    return " ".join(about.split()), explained
