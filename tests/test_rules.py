"""Every rule finds what its failing fixtures mark, there and nowhere else, and nothing in the passing ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from norprem import build
from tests.fixture_catalogue import TODAY, Fixture, catalogue, fixtures


@pytest.mark.parametrize("fixture", fixtures(), ids=str)
def test_findings_are_those_the_fixture_marks(fixture: Fixture, tmp_path: Path) -> None:
    found = {(one.spot.file, one.position.line, one.code) for one in fixture.check(tmp_path) if one.position}
    assert found == fixture.expected


@pytest.mark.parametrize("fixture", fixtures(), ids=str)
def test_a_failing_fixture_marks_its_own_rule_and_a_passing_one_nothing(fixture: Fixture) -> None:
    assert {code for _, _, code in fixture.expected} == ({fixture.code} if fixture.fails else set())


def test_the_catalogue_below_the_fixtures_is_clean(tmp_path: Path) -> None:
    assert build.check(catalogue(tmp_path), TODAY).findings == ()
