"""Every page, the style sheet and the pictures of the site before the Nu Html Checker: no error and no warning."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.building import ROOT

CHECKER = ROOT / ".cache" / "vnu" / "vnu.jar"
UNKNOWN = ("“paint-order”: Property “paint-order” doesn't exist.",)
"""What the checker's list of CSS properties lacks, although standards and browsers have it."""


def told(*arguments: str) -> list[str]:
    """Return all that the checker objects to: file, line, message, extract."""
    java = shutil.which("java")
    if java is None or not CHECKER.exists():
        pytest.fail("no HTML checker: sh tests/site/install-vnu.sh .cache/vnu", pytrace=False)
    command = [java, "-jar", str(CHECKER), "--format", "json", "--stdout", "--exit-zero-always", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    messages = json.loads(done.stdout)["messages"]
    return [
        f"{one.get('url')}:{one.get('lastLine')}: {one['message']} {one.get('extract', '')!r}"
        for one in messages
        if not one["message"].endswith(UNKNOWN)
    ]


def test_the_checker_finds_nothing_on_any_page(site: Path) -> None:
    assert len(list(site.rglob("*.html"))) > 400
    assert told("--skip-non-html", str(site)) == []


def test_the_checker_finds_nothing_in_the_style_sheet_and_the_pictures(site: Path) -> None:
    assert told("--skip-non-css", *map(str, sorted(site.glob("assets/*.css")))) == []
    assert told("--skip-non-svg", *map(str, sorted(site.glob("assets/*.svg")))) == []


def test_the_checker_does_find_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(
        '<!doctype html><html lang="en"><title>x</title><p id="a">a<p id="a">b</p><details><p>c</p></details></html>'
    )
    found = " ".join(told("--skip-non-html", str(tmp_path)))
    assert "Duplicate ID" in found
    assert "missing a required instance of child element “summary”" in found
