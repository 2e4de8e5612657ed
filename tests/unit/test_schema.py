"""The schemas accept every file that is right, as an editor reads it, and see the common mistakes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from norprem.exports import schema
from norprem.model import Record
from norprem.site import Site
from norprem.vocabulary import LISTS
from tests.exported import CURRICULA, ROOT, as_an_editor, vocabulary
from tests.unit.strategies import SITE

SCHEMAS = {kind: json.loads(content) for kind, content in schema.schemas(vocabulary(), site=SITE)}
FOLDERS = {
    "courses": "course",
    "people": "person",
    "standards": "standard",
    "programmes": "programme",
    "needs": "need",
    "methods": "method",
    "pathways": "pathway",
}
TEMPLATES = sorted((CURRICULA / "_templates").glob("*.yaml"))


def files() -> Iterator[tuple[str, Path]]:
    """Yield the kind and the place of every file of the catalogue."""
    for folder, kind in FOLDERS.items():
        yield from ((kind, file) for file in sorted((CURRICULA / folder).rglob("*.yaml")))
    yield from ((name, CURRICULA / f"{name}.yaml") for name in ("providers", "glossary", "retired"))
    yield from (("vocabulary", CURRICULA / "vocabulary" / f"{name}.yaml") for name in LISTS)


def faults(kind: str, content: Any) -> list[str]:
    validator = Draft202012Validator(SCHEMAS[kind], format_checker=FormatChecker())
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(content)]


def template(kind: str) -> Any:
    return as_an_editor((CURRICULA / "_templates" / f"{kind}.yaml").read_text("utf-8"))


@pytest.mark.parametrize("kind", [*schema.RECORDS, *schema.LISTS])
def test_there_is_a_schema_for_every_kind_of_file(kind: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[kind])
    assert SCHEMAS[kind]["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert SCHEMAS[kind]["$id"] == schema.address(kind, SITE) == f"https://norprem.example/api/v1/schema/{kind}.json"


def test_every_file_of_the_catalogue_follows_its_schema() -> None:
    found = {
        str(file.relative_to(CURRICULA)): wrong
        for kind, file in files()
        if (wrong := faults(kind, as_an_editor(file.read_text("utf-8"))))
    }
    assert found == {}


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: file.stem)
def test_every_template_follows_its_schema(file: Path) -> None:
    assert faults(file.stem, as_an_editor(file.read_text("utf-8"))) == []


def test_the_made_up_standard_of_the_fixtures_follows_its_schema() -> None:
    file = ROOT / "tests" / "rules" / "_base" / "standards" / "eksempelstandard.yaml"
    assert faults("standard", as_an_editor(file.read_text("utf-8"))) == []


@pytest.mark.parametrize("kind", schema.RECORDS)
def test_a_key_that_no_record_has_is_seen(kind: str) -> None:
    assert faults(kind, template(kind) | {"titel": "x"})


@pytest.mark.parametrize("kind", schema.RECORDS)
def test_a_missing_key_is_seen(kind: str) -> None:
    content = template(kind)
    del content["topic" if kind == "pathway" else "id"]
    assert faults(kind, content)


WRONG = [
    ("standard", ("competences", 0, "target"), 5),
    ("standard", ("competences", 0, "target"), "3.5"),
    ("standard", ("competences", 0, "maps", 0, "relation"), "wider"),
    ("standard", ("competences", 0, "topics"), ["knitting"]),
    ("standard", ("competences", 0, "statement"), "Bare norsk."),
    ("standard", ("edition",), "1"),
    ("standard", ("credential", "renewal", "fee"), {"amount": 150}),
    ("standard", ("title",), {"nb": "Uten engelsk"}),
    ("standard", ("title", "sv"), "Svenska"),
    ("programme", ("outcomes", 0, "serves"), ["family-history"]),
    ("programme", ("covers", 0, "share"), "most"),
    ("programme", ("assessments", 0, "tests"), []),
    ("need", ("since",), "long ago"),
    ("need", ("region",), "vestlandet"),
    ("method", ("status",), "introduced"),
    ("method", ("decided",), "21.10.2019"),
    ("method", ("decided",), "2019-13"),
    ("method", ("indications",), []),
    ("method", ("sources",), []),
    ("pathway", ("answers", 0, "region"), "nord"),
    ("pathway", ("answers", 0, "phone"), ""),
    ("pathway", ("answers",), []),
    ("course", ("sessions", 0, "start"), "10.03.2027"),
    ("course", ("sessions", 0, "revision"), -1),
    ("course", ("load",), {}),
    ("course", ("cost",), "cheap"),
    ("course", ("url",), "www.uib.no"),
    ("course", ("id",), "Stor-Bokstav"),
    ("person", ("confirmed_on",), "2026-02-30"),
    ("person", ("fields",), None),
]


@pytest.mark.parametrize(("kind", "path", "value"), WRONG)
def test_a_wrong_value_is_seen(kind: str, path: tuple[str | int, ...], value: Any) -> None:
    content = template(kind)
    assert faults(kind, content) == []
    holder = content
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = value
    assert faults(kind, content)


ALSO_RIGHT = [
    ("standard", ("competences", 0, "target"), "3"),
    ("standard", ("edition",), 0.1),
    ("standard", ("sources", 0, "edition"), 2023),
    ("course", ("sessions", 0, "id"), 2027),
    ("course", ("sessions", 0, "start"), "2027-03-10T09:00"),
    ("course", ("sessions", 0, "revision"), "12"),
    ("course", ("cost",), {"amount": "3500.50", "currency": "NOK"}),
    ("course", ("title",), {"nb": 2027, "en": True}),
    ("programme", ("lis_goals", 0, "code"), 12),
    ("method", ("decided",), 2019),
    ("method", ("changes", 0, "on"), "2019-10"),
]


@pytest.mark.parametrize(("kind", "path", "value"), ALSO_RIGHT)
def test_what_an_editor_takes_for_a_number_is_as_right_as_the_text(
    kind: str, path: tuple[str | int, ...], value: Any
) -> None:
    content = template(kind)
    holder = content
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = value
    assert faults(kind, content) == []


def test_a_list_of_records_may_say_when_it_was_checked_and_nothing_else() -> None:
    good = {"last_checked": "2026-11-22", "retired": []}
    assert faults("retired", good) == []
    assert faults("retired", good | {"note": "x"})
    assert faults("retired", {"last_checked": "2026-11-22"})


def test_closed_lists_are_offered_in_the_order_of_their_files() -> None:
    assert SCHEMAS["need"]["properties"]["status"]["enum"] == list(vocabulary()["need-statuses"].by_id)
    assert SCHEMAS["course"]["properties"]["topics"]["items"]["enum"] == list(vocabulary()["topics"].by_id)


def test_every_field_with_a_closed_list_is_a_field_of_its_record() -> None:
    kinds = {kind.__name__: kind for kind in _all_records(Record)}
    for name, fields in schema.CLOSED.items():
        assert set(fields) <= set(kinds[name].model_fields), name
        assert set(fields.values()) <= set(LISTS), name


def _all_records(kind: type[Record]) -> Iterator[type[Record]]:
    for child in kind.__subclasses__():
        yield child
        yield from _all_records(child)


def test_fields_are_explained_where_the_record_explains_them() -> None:
    competence = SCHEMAS["standard"]["$defs"]["Competence"]
    assert competence["description"] == "One thing that a member of the profession masters."
    assert competence["properties"]["code"]["description"].startswith("what is printed")
    assert competence["properties"]["topics"]["description"].endswith("can be asked to teach it.")


def test_no_schema_allows_an_empty_value_or_fills_one_in() -> None:
    text = json.dumps(SCHEMAS)
    assert '"null"' not in text
    assert '"default"' not in text


def test_the_line_for_editors_names_the_schema() -> None:
    line = schema.modeline("course", SITE)
    assert line == "# yaml-language-server: $schema=https://norprem.example/api/v1/schema/course.json"


def test_the_same_lists_give_the_same_bytes() -> None:
    again = schema.schemas(vocabulary(), site=SITE)
    assert {kind: json.loads(content) for kind, content in again} == SCHEMAS
    assert list(schema.schemas(vocabulary(), site=SITE)) == list(schema.schemas(vocabulary(), site=SITE))


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: file.stem)
def test_every_template_names_its_schema_to_the_editor(file: Path) -> None:
    site = Site(re.search(r"NORPREM_SITE_URL, \"(.+?)\"", (ROOT / "mkdocs.yml").read_text("utf-8"))[1], ("nb", "en"))  # type: ignore[index]
    assert file.read_text("utf-8").splitlines()[0] == schema.modeline(file.stem, site)
