"""`norprem translated` and `norprem readability`, and what a release asks of pages."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from norprem import report
from norprem.cli import main
from norprem.findings import Finding, Position, Severity, Spot
from norprem.load import load
from norprem.rules import TABLE
from tests.fixture_catalogue import catalogue

PAGE = "pasient/eksempel.md"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return catalogue(tmp_path)


def run(root: Path, *arguments: str | Path) -> Result:
    command, *rest = arguments
    folders = ["--curricula", str(root), "--docs", str(root.parent / "docs")]
    return CliRunner().invoke(main, [str(command), *map(str, rest), *folders])


def page(root: Path, locale: str) -> Path:
    return root.parent / "docs" / locale / PAGE


def fingerprint(root: Path) -> str:
    return load(root, docs=root.parent / "docs").catalogue.article["nb", "pasient/eksempel"].fingerprint


def edit(file: Path, old: str, new: str) -> None:
    data = file.read_bytes()
    assert data.count(old.encode()) == 1
    file.write_bytes(data.replace(old.encode(), new.encode()))


def test_a_translation_gets_the_fingerprint_of_its_original_and_nothing_else_changes(root: Path) -> None:
    edit(page(root, "nb"), "Spør fastlegen.", "Spør fastlegen din.")
    before = page(root, "en").read_text("utf-8")
    done = run(root, "translated", page(root, "en"))
    assert (done.exit_code, done.stderr) == (0, "")
    assert f"(267e13852c36 → {fingerprint(root)})" in done.stdout
    assert page(root, "en").read_text("utf-8") == before.replace("267e13852c36", fingerprint(root))
    assert "K713" not in run(root, "check", "--today", "2026-11-22").stdout


def test_who_says_it_twice_changes_nothing_the_second_time(root: Path) -> None:
    edit(page(root, "nb"), "Spør fastlegen.", "Spør fastlegen din.")
    run(root, "translated", page(root, "en"))
    before = page(root, "en").read_bytes()
    again = run(root, "translated", page(root, "en"))
    assert again.exit_code == 0
    assert "samme som sist" in again.stdout
    assert page(root, "en").read_bytes() == before


def test_a_dry_run_writes_nothing(root: Path) -> None:
    edit(page(root, "nb"), "Spør fastlegen.", "Spør fastlegen din.")
    before = page(root, "en").read_bytes()
    done = run(root, "translated", "--dry-run", page(root, "en"))
    assert done.exit_code == 0
    assert fingerprint(root) in done.stdout
    assert page(root, "en").read_bytes() == before


@pytest.mark.parametrize(
    "written",
    ["translation: {of: nb, hash: 267e13852c36}", "translation:\n  hash: '267e13852c36'  # i fjor\n  of: nb"],
)
def test_the_field_may_be_written_in_other_ways(root: Path, written: str) -> None:
    edit(page(root, "nb"), "Spør fastlegen.", "Spør fastlegen din.")
    edit(page(root, "en"), 'translation: {of: nb, hash: "267e13852c36"}', written)
    assert run(root, "translated", page(root, "en")).exit_code == 0
    assert f'"{fingerprint(root)}"' in page(root, "en").read_text("utf-8")
    assert ("# i fjor" in page(root, "en").read_text("utf-8")) == ("# i fjor" in written)


def test_a_page_without_the_field_gets_it_at_the_end_of_its_head(root: Path) -> None:
    edit(page(root, "en"), 'translation: {of: nb, hash: "267e13852c36"}\n', "")
    before = page(root, "en").read_text("utf-8")
    assert run(root, "translated", page(root, "en")).exit_code == 0
    line = f'translation: {{of: nb, hash: "{fingerprint(root)}"}}'
    assert page(root, "en").read_text("utf-8") == before.replace("changes: []\n---", f"changes: []\n{line}\n---")


def test_line_ends_and_a_mark_at_the_beginning_stay_as_they_are(root: Path) -> None:
    edit(page(root, "nb"), "Spør fastlegen.", "Spør fastlegen din.")
    before = b"\xef\xbb\xbf" + page(root, "en").read_bytes().replace(b"\n", b"\r\n")
    page(root, "en").write_bytes(before)
    assert run(root, "translated", page(root, "en")).exit_code == 0
    assert page(root, "en").read_bytes() == before.replace(b"267e13852c36", fingerprint(root).encode())


def test_an_original_is_refused(root: Path) -> None:
    before = page(root, "nb").read_bytes()
    done = run(root, "translated", page(root, "nb"))
    assert done.exit_code == 1
    assert "er en original" in done.stderr
    assert page(root, "nb").read_bytes() == before


def test_what_is_no_page_or_has_no_original_is_told_and_the_others_are_done(root: Path) -> None:
    edit(page(root, "nb"), "Spør fastlegen.", "Spør fastlegen din.")
    (root.parent / "docs/nb/fastlege/eksempel.md").unlink()
    other = root.parent / "docs/en/fastlege/eksempel.md"
    done = run(root, "translated", root / "glossary.yaml", other, page(root, "en"))
    assert done.exit_code == 1
    assert "er ikke en side" in done.stderr
    assert "finnes ikke" in done.stderr
    assert fingerprint(root) in page(root, "en").read_text("utf-8")


def test_a_field_that_cannot_be_changed_in_place_is_left_to_a_person(root: Path) -> None:
    edit(page(root, "en"), '"267e13852c36"', '"267e1385\\\n  2c37"')
    before = page(root, "en").read_bytes()
    done = run(root, "translated", page(root, "en"))
    assert done.exit_code == 1
    assert fingerprint(root) in done.stderr
    assert page(root, "en").read_bytes() == before


# How hard the pages are to read.


def test_every_page_is_shown_with_its_measure_and_its_limit(root: Path) -> None:
    done = run(root, "readability", "--language", "en")
    lines = [line.split() for line in done.stdout.splitlines()]
    assert lines[0][:3] == ["Page", "Words", "Measure"]
    places = [f"{locale}/{section}/eksempel" for section in ("pasient", "fastlege") for locale in ("en", "nb")]
    assert [line[0] for line in lines[1:]] == places
    # Eksempelsykdom. Sykdommen er funnet på. Av 100 personer får 10 den. 90 får den ikke. Hvor du henvender deg. Spør
    # fastlegen.
    assert lines[2][1:3] == ["21", "LIX"]
    assert lines[2][4:] == ["40", "6"]


def test_a_page_above_its_limit_is_marked(root: Path) -> None:
    long = "Persontilpassede legemiddelvurderinger forutsetter tverrfaglige kompetansemiljøer. "
    edit(page(root, "nb"), "Spør fastlegen.", long * 3)
    told = json.loads(run(root, "readability", "--format", "json").stdout)["pages"]
    hard = {one["page"]: one["hard"] for one in told}
    assert hard == {
        "en/pasient/eksempel": False,
        "nb/pasient/eksempel": True,
        "en/fastlege/eksempel": False,
        "nb/fastlege/eksempel": False,
    }


# A release.

RELEASE = [rule for rule in TABLE if rule.release]


def test_what_a_release_asks_besides_is_a_warning_from_day_to_day() -> None:
    assert {"K711", "K713"} <= {rule.code for rule in RELEASE}
    for rule in RELEASE:
        assert rule.weight() is Severity.WARNING
        assert rule.weight(release=True) is Severity.ERROR
        assert "men feil ved utgivelse" in report.explanation(rule.code, "nb")
        assert "but an error in a release" in report.explanation(rule.code, "en")


@pytest.mark.parametrize("form", report.FORMATS)
def test_a_finding_weighs_more_in_a_release(form: str) -> None:
    overdue = Finding("K711", Spot("x.md", ("next_review",), {"found": "2026-11-21"}), Position(1, 1))
    told = [report.FORMATS[form]([overdue], "en", files=1, release=release) for release in (False, True)]
    error = re.compile(r'^::error|error K711|"(?:severity|level)": "error"')
    assert "warning" in told[0]
    assert not error.search(told[0])
    assert error.search(told[1])
    assert not report.has_errors([overdue])
    assert report.has_errors([overdue], release=True)


def test_the_check_of_a_release_fails_on_an_overdue_page(root: Path) -> None:
    daily = run(root, "check", "--today", "2027-11-23", root.parent / "docs")
    assert daily.exit_code == 0
    assert "advarsel K711" in daily.stdout
    release = run(root, "check", "--today", "2027-11-23", "--release", root.parent / "docs")
    assert release.exit_code == 1
    assert "feil K711" in release.stdout
