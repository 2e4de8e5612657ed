"""Who teaches what where: the matrix agrees with a count made by hand, and nothing that does not count is counted."""

from __future__ import annotations

import csv
import io
import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from norprem import build
from norprem.exports import coverage
from norprem.matrix import Matrix, counts, holes
from norprem.model import CompetenceId
from norprem.words import Words
from tests.fixture_catalogue import catalogue

GOLDEN = Path(__file__).parents[1] / "golden" / "coverage"
TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def matrix(tmp_path_factory: pytest.TempPathFactory) -> Matrix:
    root = catalogue(tmp_path_factory.mktemp("coverage"))
    shutil.copytree(GOLDEN / "catalogue", root, dirs_exist_ok=True)
    checked = build.check(root, TODAY)
    assert [finding for finding in checked.findings if finding.code != "K614"] == []
    return Matrix(checked.catalogue, TODAY)


def _by_hand() -> list[tuple[str, ...]]:
    rows = [line for line in (GOLDEN / "by-hand.md").read_text("utf-8").splitlines() if line.startswith("|")]
    return [tuple(cell.strip() for cell in row.strip("|").split("|")) for row in rows[2:]]


def test_every_cell_is_what_was_counted_by_hand(matrix: Matrix) -> None:
    told = [
        (line.competence, str(line.target), line.region, str(line.level_here), str(line.level_elsewhere), line.state)
        for line in coverage.lines(matrix, "nb")
    ]
    assert told == _by_hand()


def test_the_counts_of_a_region_add_up_to_the_competences_in_use(matrix: Matrix) -> None:
    standard = matrix.catalogue.standards[0].record
    found = {count.region: (count.here, count.elsewhere, count.holes) for count in counts(matrix.rows(standard))}
    assert found == {
        "helse-nord": (2, 1, 0),
        "helse-midt-norge": (1, 2, 0),
        "helse-vest": (1, 2, 0),
        "helse-sor-ost": (0, 3, 0),
    }


def test_a_competence_that_nobody_teaches_is_a_hole_in_every_region(matrix: Matrix) -> None:
    whole = matrix.catalogue
    bare = Matrix(type(whole)(whole.vocabulary, standards=whole.standards), TODAY)
    rows = bare.rows(whole.standards[0].record)
    assert [(row.competence.id, where) for row, where in holes(rows)] == [
        (name, bare.regions) for name in ("arvegang", "slektstre", "samtale")
    ]


def test_a_proposal_is_told_apart_and_fills_no_hole(matrix: Matrix) -> None:
    standard = matrix.catalogue.standards[0].record
    rows = {row.competence.id: row for row in matrix.rows(standard)}
    assert [offer.id for offer in rows["samtale"].proposed] == ["foreslatt-lop"]
    assert "foreslatt-lop" not in {offer.id for offer in rows["samtale"].offers}
    assert {offer.id for offer in matrix.offers[CompetenceId("eksempelstandard", "samtale")]} == {
        "foreslatt-lop",
        "nettkurs",
        "vest-egen",
    }


def test_people_are_found_by_what_they_teach_and_units_by_their_field(matrix: Matrix) -> None:
    found = {(line.competence, line.region): (line.teachers, line.units) for line in coverage.lines(matrix, "nb")}
    assert found["arvegang", "helse-nord"] == (("nord-enhet",), ("nord-enhet",))
    assert found["samtale", "helse-nord"] == ((), ("nord-enhet",))
    assert found["arvegang", "helse-vest"] == ((), ())


def test_csv_json_and_markdown_hold_the_same_lines(matrix: Matrix) -> None:
    words = Words.load("en")
    lines = tuple(coverage.lines(matrix, "en"))
    as_csv = list(csv.DictReader(io.StringIO(coverage.as_csv(lines).removeprefix("\ufeff"))))
    as_json = json.loads(coverage.as_json(lines))
    rows = coverage.as_markdown(lines, words).splitlines()[2:]
    assert len(as_csv) == len(as_json) == len(rows) == 12
    for told, plain, row in zip(as_csv, as_json, rows, strict=True):
        assert (told["competence"], told["region"], told["state"]) == (
            plain["competence"],
            plain["region"],
            plain["state"],
        )
        assert told["here"].split() == plain["here"]
        assert f"| {plain['region']} |" in row


def test_a_cell_that_a_spreadsheet_would_run_is_made_harmless(matrix: Matrix) -> None:
    line = next(coverage.lines(matrix, "nb"))
    harmful = coverage.Line(
        **{name: getattr(line, name) for name in coverage.COLUMNS if name != "statement"}, statement="=1+1"
    )
    assert ",'=1+1," in coverage.as_csv([harmful])
