"""How a build behaves: the same twice, stopped by bad data, honest about what is not translated."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.building import BASE, ROOT, built, mkdocs
from tests.site.pages import read_all


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the project that a test may change."""
    for name in ("curricula", "docs"):
        shutil.copytree(ROOT / name, tmp_path / name)
    for name in ("hooks", "overrides", "mkdocs.yml"):
        (tmp_path / name).symlink_to(ROOT / name)
    return tmp_path


def test_two_builds_are_identical_byte_for_byte(site: Path, tmp_path: Path) -> None:
    again = built(tmp_path / "site")
    files = {file.relative_to(site) for file in site.rglob("*") if file.is_file()}
    assert files == {file.relative_to(again) for file in again.rglob("*") if file.is_file()}
    assert [str(file) for file in files if (site / file).read_bytes() != (again / file).read_bytes()] == []


def test_bad_data_stops_the_build_with_the_text_of_the_check(project: Path) -> None:
    (file,) = list((project / "curricula" / "courses").rglob("uib-*.yaml"))[:1]
    file.write_text(file.read_text("utf-8").replace("summary:", "sumary:"), "utf-8")
    done = mkdocs(project / "site", project / "mkdocs.yml")
    assert done.returncode == 1
    assert f"curricula/{file.relative_to(project / 'curricula')}" in done.stdout + done.stderr
    assert "K101" in done.stdout + done.stderr
    assert "Mente du «summary»?" in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr


def test_a_language_without_interface_words_stops_the_build_and_says_what_to_add(project: Path) -> None:
    (project / "hooks").unlink()
    shutil.copytree(ROOT / "hooks", project / "hooks")
    (project / "hooks" / "norprem" / "wording" / "en.toml").unlink()
    done = mkdocs(project / "site", project / "mkdocs.yml")
    assert done.returncode == 1
    assert "add hooks/norprem/wording/en.toml" in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr


def test_an_unknown_listing_stops_the_build_and_is_named(project: Path) -> None:
    page = project / "docs" / "nb" / "kurs" / "index.md"
    page.write_text(page.read_text("utf-8") + '\n<div data-listing="kursene"></div>\n', "utf-8")
    done = mkdocs(project / "site", project / "mkdocs.yml")
    assert done.returncode == 1
    assert "nb/kurs/index.md" in done.stdout + done.stderr
    assert 'data-listing="kursene"' in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr


def test_an_untranslated_page_says_so_and_is_not_announced_as_a_translation(project: Path) -> None:
    (project / "docs" / "en" / "om" / "oppgaver.md").unlink()
    pages = read_all(built(project / "site", project / "mkdocs.yml"))
    norwegian, fallback = pages[f"{BASE}om/oppgaver/"], pages[f"{BASE}en/om/oppgaver/"]
    assert "This page exists only in Norwegian so far." in fallback.text
    assert fallback.canonical == [norwegian.url]
    assert fallback.metas["robots"] == "noindex, follow"
    assert fallback.alternates == {}
    assert norwegian.alternates == {}
    assert fallback.url not in (project / "site" / "sitemap.xml").read_text("utf-8")
