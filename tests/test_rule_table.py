"""The rule table is whole: every code in order, told in both languages, and shown by fixtures."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from string import Formatter
from types import ModuleType

import pytest

from norprem import load, report, source
from norprem.rules import (
    TABLE,
    Rule,
    calendars,
    change,
    claims,
    dates,
    files,
    imports,
    language,
    levels,
    links,
    marks,
    methods,
    pages,
    pathways,
    people,
    programmes,
    prose,
    references,
    shape,
    standards,
)
from tests.fixture_catalogue import RULES, Fixture, fixtures

FAMILIES: Mapping[int, tuple[ModuleType, ...]] = {
    0: (files,),
    1: (shape,),
    2: (references, imports),
    3: (dates,),
    4: (language,),
    5: (people,),
    6: (standards, programmes, levels, claims),
    7: (pages, marks, prose, links),
    8: (methods, pathways),
    9: (change, calendars),
}
FAILING = [fixture for fixture in fixtures() if fixture.fails]


def _emitted(*modules: ModuleType) -> set[str]:
    """Return the codes that are spelled in the text of modules."""
    texts = (Path(str(module.__file__)).read_text("utf-8") for module in modules)
    return {code for text in texts for code in re.findall(r'"(K\d{3})"', text)}


def _fields(text: str) -> set[str]:
    return {field for _, field, _, _ in Formatter().parse(text) if field is not None}


def test_codes_ascend_and_none_is_there_twice() -> None:
    codes = [rule.code for rule in TABLE]
    assert codes == sorted(set(codes))
    assert all(re.fullmatch(r"K\d{3}", code) for code in codes)


def test_every_family_is_known() -> None:
    assert {rule.code[1] for rule in TABLE} == {str(digit) for digit in FAMILIES}


@pytest.mark.parametrize(("digit", "modules"), FAMILIES.items(), ids=str)
def test_a_family_has_its_modules_and_a_digit(digit: int, modules: tuple[ModuleType, ...]) -> None:
    for module in modules:
        assert {rule.code[1] for rule in module.RULES} == {str(digit)}


def test_slugs_are_unique() -> None:
    slugs = [rule.slug for rule in TABLE]
    assert len(set(slugs)) == len(slugs)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug) for slug in slugs)


@pytest.mark.parametrize("rule", TABLE, ids=lambda rule: rule.code)
def test_the_manual_is_complete_in_both_languages(rule: Rule) -> None:
    assert set(rule.manual) == set(report.LANGUAGES)
    for manual in rule.manual.values():
        for sentence in (manual.what, manual.why, manual.how):
            assert sentence == sentence.strip() != ""
            assert sentence[-1] in ".`"
        assert manual.what.endswith(".")
        assert manual.how.count("`") % 2 == 0


@pytest.mark.parametrize("rule", TABLE, ids=lambda rule: rule.code)
def test_every_example_line_is_yaml_that_can_be_copied(rule: Rule) -> None:
    for manual in rule.manual.values():
        for example in re.findall(r"`([^`]+: [^`]+)`", manual.how):
            assert source.parse("x.yaml", example.encode()).findings == ()


@pytest.mark.parametrize("rule", TABLE, ids=lambda rule: rule.code)
def test_each_language_has_its_own_quotation_marks_and_the_same_values(rule: Rule) -> None:
    nb, en = rule.manual["nb"], rule.manual["en"]
    assert _fields(nb.what) == _fields(en.what)
    assert not set("“”") & set("".join((nb.what, nb.why, nb.how)))
    assert not set("«»") & set("".join((en.what, en.why, en.how)))


@pytest.mark.parametrize("rule", TABLE, ids=lambda rule: rule.code)
def test_a_rule_has_fixtures_that_fail_and_fixtures_that_pass(rule: Rule) -> None:
    names = {path.name for path in (RULES / f"{rule.code}-{rule.slug}").iterdir()}
    assert any(name.startswith("fails") for name in names)
    assert any(name.startswith("passes") for name in names)


def test_there_are_no_fixtures_without_a_rule() -> None:
    folders = {path.name for path in RULES.iterdir() if not path.name.startswith("_")}
    assert folders == {f"{rule.code}-{rule.slug}" for rule in TABLE}


@pytest.mark.parametrize("fixture", FAILING, ids=str)
def test_a_finding_can_be_told_in_both_languages(fixture: Fixture, tmp_path: Path) -> None:
    found = fixture.check(tmp_path)
    assert found
    for finding in found:
        for wording in report.LANGUAGES:
            told = report.sentence(finding, wording)
            assert not re.search(r"\{[a-z_]+\}", told)
            assert "``" not in told
            assert "«»" not in told


def test_reading_reports_exactly_the_rules_without_a_check() -> None:
    assert _emitted(source, load) == {rule.code for rule in TABLE if rule.check is None}
