"""Findings as code scanning and editors read them, and the line put right that every rendering shows."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from norprem import remedy, report
from norprem.findings import Finding, Position, Spot
from norprem.rules import TABLE
from norprem.rules.examples import FILE, example
from tests.exported import ROOT
from tests.fixture_catalogue import Fixture, fixtures
from tests.rule_examples import chosen, shown
from tests.unit.test_report import finding

SCHEMA = json.loads((ROOT / "tests" / "sarif-2.1.0.schema.json").read_text("utf-8"))
FAILING = [fixture for fixture in fixtures() if fixture.fails]


def told(*findings: Finding, language: str = "nb", **how: Any) -> dict[str, Any]:
    document = json.loads(report.as_sarif(findings, language, prefix="curricula/", files=1, **how))
    assert list(Draft202012Validator(SCHEMA).iter_errors(document)) == []
    return dict(document)


def test_a_finding_is_a_result_with_its_rule_its_place_and_what_mends_it() -> None:
    run = told(finding())["runs"][0]
    (result,) = run["results"]
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == "K201"
    assert result["level"] == "error"
    assert result["message"]["text"].startswith("«masters» finnes ikke i listen `levels`")
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "curricula/courses/helse-vest/x.yaml"
    assert place["region"]["startLine"] == 7
    assert (place["region"]["startColumn"], place["region"]["endColumn"]) == (8, 15)
    (change,) = result["fixes"][0]["artifactChanges"]
    assert change["replacements"][0]["insertedContent"]["text"] == "master"


def test_nothing_found_is_a_run_without_results() -> None:
    assert told()["runs"][0]["results"] == []


def test_a_release_weighs_more() -> None:
    overdue = next(rule.code for rule in TABLE if rule.release)
    one = example(overdue)
    assert told(one)["runs"][0]["results"][0]["level"] == "warning"
    assert told(one, release=True)["runs"][0]["results"][0]["level"] == "error"


def test_odd_names_of_files_are_addresses() -> None:
    odd = Finding("K018", Spot("å b#?%.yaml", (), {"file": "å b#?%.yaml"}), Position(1, 1))
    uri = told(odd)["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == "curricula/%C3%A5%20b%23%3F%25.yaml"


def test_a_finding_is_known_again_where_it_has_moved_in_the_file() -> None:
    here, there = finding(), Finding("K201", finding().spot, Position(9, 8, 7, "level: masters"))
    prints = [one["partialFingerprints"] for one in told(here, there)["runs"][0]["results"]]
    assert prints[0] == prints[1]


@pytest.mark.parametrize("fixture", FAILING, ids=str)
def test_the_findings_of_a_fixture_can_be_told_without_an_unfilled_place(fixture: Fixture, tmp_path: Path) -> None:
    found = fixture.check(tmp_path)
    for language in report.LANGUAGES:
        told(*found, language=language)
        for form in ("text", "github", "json"):
            shown_as = report.FORMATS[form](found, language, files=1)
            assert not re.search(r"(?<!\{)\{[a-z_]+\}(?!\})", shown_as), shown_as


@pytest.mark.parametrize("code", chosen())
def test_the_example_of_a_rule_is_that_of_its_fixture(code: str, tmp_path: Path) -> None:
    kept = json.loads(FILE.read_text("utf-8"))[code]
    fresh = dict(shown(chosen()[code], tmp_path))
    assert kept == fresh, "run: python -m tests.rule_examples"


def test_every_rule_has_an_example() -> None:
    assert [*json.loads(FILE.read_text("utf-8"))] == sorted(rule.code for rule in TABLE)


@pytest.mark.parametrize(
    ("found", "wanted"),
    [
        ("20.11.2026", "2026-11-20"),
        ("1/3/2027", "2027-03-01"),
        ("2027-3-1", "2027-03-01"),
        ("3. mars 2027", "2027-03-03"),
        ("3 March 2027", "2027-03-03"),
        ("17. mai 2027", "2027-05-17"),
        ("31.02.2027", None),
        ("i mars", None),
        ("", None),
    ],
)
def test_a_day_as_people_write_it(found: str, wanted: str | None) -> None:
    assert remedy.day(found) == wanted


@pytest.mark.parametrize(
    ("found", "wanted"),
    [
        ("10.3.2027 kl. 09.00", "2027-03-10 09:00"),
        ("2027-03-10 9:00", "2027-03-10 09:00"),
        ("10. mars 2027, kl 13.30", "2027-03-10 13:30"),
        ("10.3.2027", "2027-03-10"),
        ("2027-03-10 25:00", None),
        ("2027-03-10T09:00:00", "2027-03-10 09:00"),
    ],
)
def test_a_time_as_people_write_it(found: str, wanted: str | None) -> None:
    assert remedy.moment(found) == wanted


@pytest.mark.parametrize(
    ("found", "wanted"),
    [
        ("gratis", "free"),
        ("3500 kr", "{amount: 3500, currency: NOK}"),
        ("kr 3 500,-", "{amount: 3500, currency: NOK}"),
        ("2,50 euro", "{amount: 2.50, currency: EUR}"),
        ("3500", None),
        ("3500 dollar", None),
        ("etter avtale", None),
    ],
)
def test_a_price_as_people_write_it(found: str, wanted: str | None) -> None:
    assert remedy.cost(found) == wanted


@pytest.mark.parametrize(
    ("found", "wanted"),
    [
        ("Innføring på Øya: gen & arv", "innforing-pa-oya-gen-arv"),
        ("ÅRSMØTE 2027", "arsmote-2027"),
        ("😀", ""),
        ("a" * 200, "a" * 80),
        ("ord " * 40, ("ord-" * 20)[:-1]),
    ],
)
def test_a_name_as_an_id(found: str, wanted: str) -> None:
    assert remedy.folded(found) == wanted


@given(st.text(max_size=40))
def test_what_people_write_never_makes_it_stumble(found: str) -> None:
    for mended in (remedy.day, remedy.moment, remedy.amount, remedy.whole, remedy.cost, remedy.folded):
        mended(found)


def test_the_line_put_right_keeps_quotation_marks_and_comments() -> None:
    quoted = finding(line='level: "masters"  # her', length=9)
    assert remedy.right_line(quoted) == 'level: "master"  # her'


def test_a_line_is_left_where_the_value_does_not_stand_as_it_was_read() -> None:
    assert remedy.right_line(finding(line='level: "mas\\x74ers"', length=12)) is None
