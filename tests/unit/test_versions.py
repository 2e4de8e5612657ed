"""A page says what is new in a curriculum since its previous version, where git remembers it."""

from __future__ import annotations

import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from norprem import build, history
from norprem.edition import Edition
from norprem.pages.programme import ProgrammePages
from norprem.pages.templates import Templates
from tests.fixture_catalogue import catalogue

GOLDEN = Path(__file__).parents[1] / "golden" / "coverage" / "catalogue"
FILE = "programmes/midt-studium.yaml"
TODAY = date(2026, 11, 22)


def commit(root: Path, message: str) -> None:
    who = ("-c", "user.name=Eksempel", "-c", "user.email=eksempel@kurs.example", "-c", "commit.gpgsign=false")
    for words in (("add", "-A"), (*who, "commit", "-qm", message)):
        subprocess.run(("git", *words), cwd=root, check=True)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository in which a curriculum has had two versions."""
    root = catalogue(tmp_path)
    shutil.copytree(GOLDEN, root, dirs_exist_ok=True)
    subprocess.run(("git", "init", "-q"), cwd=root, check=True)
    commit(root, "first")
    file = root / FILE
    text = file.read_text("utf-8")
    text = text.replace('version: "1.0"', 'version: "1.1"').replace("    level: 3\n", "    level: 4\n")
    text = text.replace("audience:", '  - {edition: "1.1", on: 2026-11-21, note: {nb: Hevet., en: Raised.}}\naudience:')
    file.write_text(text, "utf-8")
    return root


def page(root: Path, locale: str) -> str:
    """The text of the curriculum's page."""
    checked = build.check(root, TODAY)
    edition = Edition.of(
        checked.catalogue,
        TODAY,
        base="https://norprem.example/",
        earlier=history.earlier(root, checked.catalogue),
    )
    pages = ProgrammePages(edition, Templates(edition))
    entry = next(entry for entry in pages.entries if entry.record.id == "midt-studium")
    return pages.content(entry, locale)


def test_the_page_says_what_was_raised_in_both_languages(root: Path) -> None:
    commit(root, "second")
    assert "Siden forrige versjon: ett læringsutbytte hevet til nivå 4." in page(root, "nb")
    assert "Since the previous version: one outcome raised to level 4." in page(root, "en")


def test_a_new_version_that_is_not_committed_yet_is_compared_as_well(root: Path) -> None:
    assert "hevet til nivå 4" in page(root, "nb")


def test_without_git_the_page_only_lists_the_versions(root: Path) -> None:
    shutil.rmtree(root / ".git")
    told = page(root, "nb")
    assert "Siden forrige versjon" not in told
    assert "Versjon 1.1, 21. november 2026: Hevet." in told
