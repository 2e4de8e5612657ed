"""The JSON files say everything that the records say, in a shape that programs can rely on."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid5

import pytest

from norprem import identity
from norprem.exports import addresses, api, files
from norprem.model import CompetenceId, Record
from norprem.text import Text
from tests import exported
from tests.unit.strategies import SITE

STANDARD = exported.full()
PROGRAMME = exported.programme(ects="2.5", expects=[{"competence": "eksempelstandard/arvegang", "level": "1"}])


def standard() -> Any:
    return json.loads(api.standard(STANDARD, site=SITE))


def programme() -> Any:
    return json.loads(api.programme(PROGRAMME, site=SITE))


def plain(value: Any) -> Any:
    """Return a value of a record as JSON should have it, by another way than the code's."""
    if isinstance(value, Record):
        return {name: plain(one) for name, one in value}
    if isinstance(value, CompetenceId):
        return str(value)
    if isinstance(value, Text):
        return dict(value.forms)
    if isinstance(value, (tuple, list)):
        return [plain(one) for one in value]
    if isinstance(value, date):
        return str(value)
    return float(value) if isinstance(value, Decimal) else value


def without_additions(node: Any, record: Any) -> Any:
    """Return what a node says beyond what the site adds to its record."""
    if isinstance(record, CompetenceId):
        return node["id"]
    if isinstance(record, Record):
        return {name: without_additions(node[name], value) for name, value in record}
    if isinstance(record, tuple):
        return [without_additions(one, value) for one, value in zip(node, record, strict=True)]
    return node


@pytest.mark.parametrize(("read", "record"), [(standard, STANDARD), (programme, PROGRAMME)])
def test_a_file_holds_the_whole_record(read: Any, record: Record) -> None:
    assert without_additions(read(), record) == plain(record)


def test_every_real_record_comes_back_whole() -> None:
    for one in exported.real().standard.values():
        assert without_additions(json.loads(api.standard(one, site=SITE)), one) == plain(one)
    for other in exported.real().programme.values():
        assert without_additions(json.loads(api.programme(other, site=SITE)), other) == plain(other)


def test_a_standard_begins_with_what_the_site_knows_of_it() -> None:
    node = standard()
    assert list(node)[:9] == ["self", "schema", "licence", "attribution", "uuid", "page", "changed", "case", "id"]
    assert node["self"] == "https://norprem.example/api/v1/standards/eksempelstandard.json"
    assert node["uuid"] == str(identity.standard("eksempelstandard"))
    assert node["page"] == {
        "nb": "https://norprem.example/kompetanse/eksempelstandard/",
        "en": "https://norprem.example/en/kompetanse/eksempelstandard/",
    }
    assert node["changed"] == "2026-06-01"
    assert node["edition"] == "1.1"
    assert node["case"]["en"] == "https://norprem.example/api/v1/case/eksempelstandard.en.json"


def test_a_competence_has_a_uuid_and_its_own_place_on_the_page_in_every_language() -> None:
    node = standard()
    found = node["competences"][1]
    assert found["uuid"] == str(uuid5(identity.standard("eksempelstandard"), "slektstre"))
    assert found["page"]["en"] == "https://norprem.example/en/kompetanse/eksempelstandard/#slektstre"
    assert found["statement"] == {
        "nb": "Tegner et slektstre over tre ledd.",
        "en": "Draws a family tree of three generations.",
    }
    assert found["target"] == 3


def test_values_have_types_and_what_is_not_known_is_null() -> None:
    node = programme()
    assert node["edition"] == node["version"] == "0.2"
    assert node["ects"] == 2.5
    assert node["hours"] == 20
    assert isinstance(node["hours"], int)
    assert node["url"] is None
    assert node["requires"] == []


def test_a_reference_to_a_competence_can_be_followed() -> None:
    assert programme()["expects"][0]["competence"] == {
        "id": "eksempelstandard/arvegang",
        "uuid": str(identity.competence(CompetenceId("eksempelstandard", "arvegang"))),
        "page": {
            "nb": "https://norprem.example/kompetanse/eksempelstandard/#arvegang",
            "en": "https://norprem.example/en/kompetanse/eksempelstandard/#arvegang",
        },
    }


def test_two_records_of_a_kind_have_the_same_keys_in_the_same_order() -> None:
    other = exported.standard(reviewed={"by": {"nb": "Fagråd", "en": "Council"}, "on": "2026-06-02"})
    assert list(json.loads(api.standard(other, site=SITE))) == list(standard())
    assert [list(one) for one in standard()["competences"]] == [list(standard()["competences"][0])] * 4


def test_the_lists_lead_to_the_files() -> None:
    listed = json.loads(api.standards([STANDARD], site=SITE))
    assert listed["self"] == "https://norprem.example/api/v1/standards.json"
    assert listed["count"] == 1
    for key in ("self", "uuid", "page", "id", "title", "edition", "status", "changed"):
        assert listed["standards"][0][key] == standard()[key]
    (found,) = json.loads(api.programmes([PROGRAMME], site=SITE))["programmes"]
    assert (found["self"], found["edition"], found["changed"]) == (programme()["self"], "0.2", "2026-06-15")


def test_needs_stand_whole_in_their_list() -> None:
    need = exported.need()
    (found,) = json.loads(api.needs([need], site=SITE))["needs"]
    assert found["uuid"] == str(identity.need("eksempelbehov"))
    assert found["page"]["en"] == "https://norprem.example/en/behov/#eksempelbehov"
    assert without_additions(found, need) == plain(need)


def test_an_empty_list_is_a_list() -> None:
    assert json.loads(api.needs([], site=SITE)) == {
        "self": "https://norprem.example/api/v1/needs.json",
        "schema": "https://norprem.example/api/v1/schema/output/needs.json",
        "licence": "https://creativecommons.org/licenses/by/4.0/",
        "attribution": "NorPreM, Nasjonalt kompetansenettverk for persontilpasset medisin",
        "count": 0,
        "needs": [],
    }


def test_every_file_of_the_real_catalogue_is_written_once_and_the_same_each_time() -> None:
    edition = exported.edition()
    first, second = list(files.records(edition)), list(files.records(edition))
    assert first == second
    paths = [path for path, _ in first]
    assert len(paths) == len(set(paths))
    assert {addresses.STANDARDS, addresses.PROGRAMMES, addresses.NEEDS, addresses.CONCEPTS} <= set(paths)
    for standard_id in edition.catalogue.standard:
        assert {addresses.standard_file(standard_id), addresses.case_file(standard_id, "en")} <= set(paths)
    assert all(path.startswith("api/v1/") for path in paths)


def test_no_file_knows_what_day_it_was_written() -> None:
    later = exported.Edition.of(exported.real(), date(2031, 5, 17), base=exported.BASE)
    assert list(files.records(exported.edition())) == list(files.records(later))
