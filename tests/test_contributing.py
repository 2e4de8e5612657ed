"""The walks of CONTRIBUTING.md: their changes still fit the code, and following the first gives a rule that works."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.building import ROOT

TEXT = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
WALKS = dict(
    zip(("rule", "record", "page", "export"), re.findall(r"^```diff\n(.*?)^```$", TEXT, re.M | re.S), strict=True)
)
FIXTURES = ROOT / "tests" / "rules" / "K317-online-session-without-address"
NEW = "K318-session-without-seats"


def apply(walk: str, folder: Path, *options: str) -> None:
    """Make the change of a walk in a folder, as a reader would."""
    command = ["git", "apply", "--recount", *options, "-"]
    done = subprocess.run(command, cwd=folder, input=walk, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("walk", WALKS)
def test_the_change_of_every_walk_fits_the_code_as_it_is(walk: str) -> None:
    apply(WALKS[walk], ROOT, "--check")


def test_who_follows_the_first_walk_has_a_rule_with_an_example(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "hooks" / "norprem", tmp_path / "hooks" / "norprem")
    shutil.copytree(ROOT / "curricula" / "vocabulary", tmp_path / "curricula" / "vocabulary")
    shutil.copytree(ROOT / "tests" / "rules", tmp_path / "tests" / "rules")
    for name in ("__init__.py", "fixture_catalogue.py", "rule_examples.py", "test_rules.py"):
        shutil.copy(ROOT / "tests" / name, tmp_path / "tests" / name)
    apply(WALKS["rule"], tmp_path)
    plain = (FIXTURES / "passes.yaml").read_text("utf-8").split("  - id: 2026-var")[0]
    (line,) = re.findall(r"^    seats: 0 .*\n", TEXT, re.M)
    (tmp_path / "tests" / "rules" / NEW).mkdir()
    (tmp_path / "tests" / "rules" / NEW / "passes.yaml").write_text(f"{plain}    seats: 1\n", "utf-8")
    (tmp_path / "tests" / "rules" / NEW / "fails.yaml").write_text(plain + line, "utf-8")
    environment = os.environ | {"PYTHONPATH": f"{tmp_path / 'hooks'}{os.pathsep}{tmp_path}"}
    for command in (
        ["tests.rule_examples", "K318"],
        ["pytest", "-q", "-p", "no:cacheprovider", "tests/test_rules.py", "-k", "K318"],
    ):
        subprocess.run([sys.executable, "-m", *command], cwd=tmp_path, env=environment, check=True)
    code = "from norprem import report; print(report.explanation('K318', 'en'))"
    told = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    assert told.stdout.startswith("K318 session-without-seats (warning)\n\nExample: The session has no seats.\n")
