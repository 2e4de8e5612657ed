"""The index, the schemas and the catalogue tell the truth about the files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from rdflib import DCAT, DCTERMS, FOAF, RDF, Graph, Namespace, URIRef

from norprem.exports import files, shapes, workbook
from norprem.vocabulary import LISTS
from tests import exported
from tests.unit.strategies import SITE
from tests.unit.test_data import edition, person

BASE = exported.BASE
SCHEMAS = {kind: json.loads(content) for kind, content in shapes.schemas(exported.vocabulary(), site=SITE)}
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")


@cache
def written() -> dict[str, bytes]:
    return dict(files.everything(exported.edition()))


def index() -> Any:
    return json.loads(written()["api/v1/index.json"])


def closed(schema: Any) -> Any:
    """Return a schema that takes no key it does not list: what a file has must be described."""
    if isinstance(schema, list):
        return [closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    made = {name: closed(one) for name, one in schema.items()}
    named = isinstance(made.get("properties"), dict) and made.get("type") == "object"
    return {"additionalProperties": False, **made} if named else made


def faults(kind: str, content: Any) -> Iterator[str]:
    for error in Draft202012Validator(closed(SCHEMAS[kind]), format_checker=FormatChecker()).iter_errors(content):
        yield f"{error.json_path}: {error.message}"


def test_the_index_describes_every_file_of_the_interface_and_no_other() -> None:
    told = [one["address"].removeprefix(BASE) for one in index()["files"]]
    there = {path for path in written() if path.startswith("api/v1/")}
    assert len(told) == len(set(told)) == index()["count"]
    assert set(told) == there


def test_the_index_says_how_many_records_each_file_holds() -> None:
    for one in index()["files"]:
        path = one["address"].removeprefix(BASE)
        if one["kind"] == "data" and path.endswith(".json") and path != "api/v1/index.json":
            assert one["count"] == json.loads(written()[path])["count"], path
        elif path.endswith((".csv", ".xlsx")):
            name = path.rpartition(".")[0]
            assert one["count"] == len(json.loads(written()[f"{name}.json"])[name[7:]])
        assert all(one["title"][locale].strip() and one["about"][locale].strip() for locale in ("nb", "en"))


def test_every_file_follows_the_schema_that_the_index_names_to_the_last_key() -> None:
    checked = set()
    for one in index()["files"]:
        if one["schema"]:
            path = one["address"].removeprefix(BASE)
            kind = one["schema"].rsplit("/", 1)[-1].removesuffix(".json")
            assert list(faults(kind, json.loads(written()[path]))) == [], path
            checked.add(kind)
    assert checked == set(shapes.KINDS)


@pytest.mark.parametrize("kind", shapes.KINDS)
def test_a_schema_is_valid_is_at_its_address_and_lets_new_fields_come(kind: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[kind])
    assert SCHEMAS[kind]["$id"] == f"{BASE}api/v1/schema/output/{kind}.json"
    assert json.loads(written()[f"api/v1/schema/output/{kind}.json"]) == SCHEMAS[kind]
    assert 'additionalProperties": false' not in json.dumps(SCHEMAS[kind])


@pytest.mark.parametrize("kind", ["courses", "sessions", "people", "glossary", "providers", "regions", "vocabulary"])
def test_a_schema_sees_a_missing_field_and_a_wrong_type(kind: str) -> None:
    read = json.loads(written()[f"api/v1/{kind}.json"])
    assert list(faults(kind, read)) == []
    del read[kind][0]["id"]
    read["count"] = "many"
    read[kind][-1] = read[kind][-1] | {"id": 7}
    found = list(faults(kind, read))
    assert len(found) == 3, found


def test_a_made_up_person_follows_the_schema_too() -> None:
    made = dict(files.data_files(edition(people=(person(),))))
    assert list(faults("people", json.loads(made["api/v1/people.json"]))) == []


def test_the_schemas_explain_their_fields_and_name_the_closed_lists() -> None:
    item = SCHEMAS["courses"]["$defs"]["item"]["properties"]
    assert "vocabulary.json" in item["region"]["description"]
    assert all(name in LISTS for name in ("regions", "topics"))
    assert "Norwegian" in SCHEMAS["sessions"]["$defs"]["item"]["properties"]["start"]["description"]


def graph() -> Graph:
    return Graph().parse(data=written()["catalog.ttl"], format="turtle")


CATALOGUE = URIRef(f"{BASE}catalog.ttl")


def test_the_catalogue_has_what_the_norwegian_profile_demands() -> None:
    """DCAT-AP-NO 2: mandatory properties of a catalogue, a dataset and a distribution; DCAT-AP 3: what they lead to."""
    read = graph()
    for page in (*read.objects(None, DCAT.landingPage), *read.objects(None, FOAF.homepage)):
        assert (page, RDF.type, FOAF.Document) in read
    assert str(read.value(CATALOGUE, DCAT.themeTaxonomy)).endswith("/authority/data-theme")
    described = (DCTERMS.title, DCTERMS.description, DCTERMS.identifier, DCTERMS.publisher, DCAT.contactPoint)
    datasets = list(read.objects(CATALOGUE, DCAT.dataset))
    assert len(datasets) == 12
    for subject in (CATALOGUE, *datasets):
        assert [name for name in described if (subject, name, None) not in read] == []
        assert {title.language for title in read.objects(subject, DCTERMS.title)} == {"nb", "en"}  # type: ignore[attr-defined]
    for dataset in datasets:
        assert (dataset, RDF.type, DCAT.Dataset) in read
        assert len(list(read.objects(dataset, DCAT.theme))) == 1
        assert list(read.objects(dataset, DCAT.distribution))
    for publisher in set(read.objects(None, DCTERMS.publisher)):
        assert (publisher, RDF.type, FOAF.Agent) in read
    for contact in set(read.objects(None, DCAT.contactPoint)):
        assert list(read.objects(contact, VCARD.hasURL))
        assert list(read.objects(contact, VCARD.hasEmail)) == []


def test_every_distribution_is_a_file_that_is_there_in_the_type_it_says() -> None:
    read = graph()
    media = "https://www.iana.org/assignments/media-types/"
    endings = {
        "application/json": "json",
        "text/csv": "csv",
        "text/turtle": "ttl",
        "text/calendar": "ics",
        workbook.MEDIA_TYPE: "xlsx",
    }
    found = list(read.subjects(RDF.type, DCAT.Distribution))
    assert len(found) == len(set(found)) == len(set(read.objects(None, DCAT.distribution)))
    for one in found:
        address = str(read.value(one, DCAT.downloadURL))
        assert read.value(one, DCAT.accessURL) == URIRef(address)
        assert address.removeprefix(BASE) in written()
        kind = str(read.value(one, DCAT.mediaType)).removeprefix(media)
        assert address.endswith(f".{endings[kind]}")
        assert read.value(one, DCTERMS.format) is not None


def test_every_distribution_has_a_licence_but_that_of_people_which_says_why() -> None:
    read = graph()
    bare = [one for one in read.subjects(RDF.type, DCAT.Distribution) if (one, DCTERMS.license, None) not in read]
    assert [str(read.value(one, DCAT.downloadURL)) for one in bare] == [f"{BASE}api/v1/people.json"]
    assert read.value(bare[0], DCTERMS.rights) is not None


def test_the_index_leads_to_the_catalogue_and_to_the_page_that_explains_it() -> None:
    assert index()["catalogue"] == str(CATALOGUE)
    assert index()["documentation"] == {"nb": f"{BASE}om/data/", "en": f"{BASE}en/om/data/"}
