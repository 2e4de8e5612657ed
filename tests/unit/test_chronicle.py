"""What happened from day to day: from real git repositories, and from the records where there is no history."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from norprem import chronicle, history
from norprem.changes import sentence
from norprem.chronicle import Basis, Chronicle, Told
from norprem.load import load
from norprem.model import Catalogue
from norprem.words import Words
from tests.fixture_catalogue import catalogue
from tests.unit.test_load import COURSE, PLAIN, SESSION

NB = Words.load("nb")
TODAY = date(2026, 11, 22)
SECOND = "courses/helse-nord/annet-kurs.yaml"
PERSON = "people/helse-vest/eksempelpersonen.yaml"
SOMEBODY: dict[str, Any] = {
    "id": "eksempelpersonen",
    "kind": "person",
    "name": {"nb": "Navn Navnesen", "en": "Navn Navnesen"},
    "role": {"nb": "overlege", "en": "consultant"},
    "organisation": "eksempelsenteret",
    "region": "helse-vest",
    "fields": ["medical-genetics"],
    "contact": {"email": "gammel@eksempel.example"},
    "basis": "consent",
    "status": "confirmed",
    "confirmed_on": "2026-10-01",
    "review_by": "2027-10-01",
    "source": {"title": "Eksempelsiden", "read": "2026-10-01"},
}


class Repository:
    """A real repository in which every commit has the moment it is given."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        self.git("init", "--quiet", "--initial-branch", "main")
        self.root = catalogue(folder)

    def git(self, *words: str, at: str = "2026-11-20T12:00:00Z", folder: Path | None = None) -> str:
        """Run git with nobody's settings but its own."""
        own = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "HOME": str(self.folder)}
        own |= {"GIT_AUTHOR_DATE": "2001-01-01T00:00:00Z", "GIT_COMMITTER_DATE": at}
        name = ("-c", "user.name=Prøve", "-c", "user.email=test@norprem.example", "-c", "commit.gpgsign=false")
        done = subprocess.run(
            ["git", *name, *words],
            cwd=folder or self.folder,
            env=os.environ | own,
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout.strip()

    def commit(self, at: str, files: Mapping[str, Any] | None = None) -> None:
        """Write files, None taking one away, and commit them at a moment; a day alone is its noon."""
        for file, tree in (files or {}).items():
            path = self.root / file
            if tree is None:
                path.unlink()
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(tree if isinstance(tree, str) else yaml_of(tree), "utf-8")
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "-m", "prøve", at=at if "T" in at else f"{at}T12:00:00Z")

    def told(self, today: date = TODAY) -> Chronicle:
        """Return what happened, as a build finds it."""
        return of(self.root, today)


def yaml_of(tree: Any) -> str:
    """Return a tree as JSON, which is YAML too, and in which nothing refers to anything."""
    return json.dumps(tree, ensure_ascii=False, indent=1)


def of(root: Path, today: date = TODAY) -> Chronicle:
    return chronicle.chronicle(root, load(root).catalogue, today)


def said(entries: tuple[Told, ...], *, but: tuple[str, ...] = ("standard/eksempelstandard",)) -> list[str]:
    """Return day, record and sentences of entries, as people read them."""
    return [
        f"{one.on} {one.kind}/{one.id}: {' '.join(sentence(change, NB) for change in one.changes)}"
        for one in entries
        if f"{one.kind}/{one.id}" not in but
    ]


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """Return a repository whose first commit, of 1 October, has the made-up catalogue."""
    one = Repository(tmp_path / "repository")
    one.commit("2026-10-01")
    return one


def session(**updates: Any) -> dict[str, Any]:
    return PLAIN | {"sessions": [SESSION | updates]}


def test_a_course_is_added_moved_cancelled_and_taken_away(repository: Repository) -> None:
    repository.commit("2026-10-02", {COURSE: session()})
    repository.commit("2026-10-05", {COURSE: session(start="2027-03-12", end="2027-03-12", revision="1")})
    repository.commit("2026-10-09", {COURSE: session(start="2027-03-12", end="2027-03-12", status="cancelled")})
    repository.commit("2026-11-01", {COURSE: None})
    told = repository.told()
    assert told.basis is Basis.HISTORY
    assert told.since == date(2026, 10, 1)
    assert said(told.entries) == [
        "2026-11-01 course/eksempelkurs: Kurset er fjernet.",
        "2026-10-09 course/eksempelkurs: Samlingen 12. mars 2027 er avlyst."
        " Samlingen 12. mars 2027: revisjonen er senket fra 1 til 0.",
        "2026-10-05 course/eksempelkurs: Samlingen 10.–11. mars 2027 er flyttet til 12. mars 2027."
        " Samlingen 12. mars 2027: revisjonen er hevet fra 0 til 1.",
        "2026-10-02 course/eksempelkurs: Kurset er lagt til.",
    ]
    assert [one.gone for one in told.entries if one.id == "eksempelkurs"] == [True] * 4
    assert {one.course.region for one in told.entries if one.course} == {"helse-vest"}


def test_the_first_commit_adds_what_is_in_it(repository: Repository) -> None:
    assert said(repository.told().entries, but=()) == ["2026-10-01 standard/eksempelstandard: Standarden er lagt til."]


def test_a_day_is_told_by_what_it_came_to(repository: Repository) -> None:
    repository.commit("2026-10-02T08:00:00Z", {COURSE: PLAIN, SECOND: PLAIN | {"id": "annet-kurs"}})
    repository.commit("2026-10-02T09:00:00Z", {COURSE: PLAIN | {"code": "X1"}, SECOND: None})
    repository.commit("2026-10-03T08:00:00Z", {COURSE: PLAIN | {"code": "X2"}})
    repository.commit("2026-10-03T09:00:00Z", {COURSE: PLAIN | {"code": "X1"}})
    assert said(repository.told().entries) == ["2026-10-02 course/eksempelkurs: Kurset er lagt til."]


def test_the_day_is_the_day_in_norway(repository: Repository) -> None:
    repository.commit("2026-10-02T21:59:59Z", {COURSE: PLAIN})
    repository.commit("2026-10-02T22:00:00Z", {COURSE: PLAIN | {"code": "X1"}})
    repository.commit("2026-11-02T22:59:59Z", {COURSE: PLAIN | {"code": "X2"}})
    repository.commit("2026-11-02T23:00:00Z", {COURSE: PLAIN | {"code": "X3"}})
    days = [one.on.isoformat() for one in repository.told().entries if one.id == "eksempelkurs"]
    assert days == ["2026-11-03", "2026-11-02", "2026-10-03", "2026-10-02"]


def test_a_file_in_another_folder_is_the_same_course_and_under_another_name_another(repository: Repository) -> None:
    repository.commit("2026-10-02", {COURSE: PLAIN})
    moved = COURSE.replace("helse-vest", "helse-nord")
    repository.commit("2026-10-03", {COURSE: None, moved: PLAIN | {"region": "helse-nord"}})
    repository.commit("2026-10-04", {moved: None, SECOND: PLAIN | {"region": "helse-nord", "id": "annet-kurs"}})
    assert said(repository.told().entries) == [
        "2026-10-04 course/annet-kurs: Kurset er lagt til.",
        "2026-10-04 course/eksempelkurs: Kurset er fjernet.",
        "2026-10-03 course/eksempelkurs: Regionen er endret fra Helse Vest til Helse Nord.",
        "2026-10-02 course/eksempelkurs: Kurset er lagt til.",
    ]


def test_a_new_edition_of_a_standard_is_told_with_what_it_brought(repository: Repository) -> None:
    file = "standards/eksempelstandard.yaml"
    tree: Any = yaml.load((repository.root / file).read_text("utf-8"), Loader=yaml.BaseLoader)
    first = tree["competences"][0]
    assert (tree["edition"], first["code"], first["target"]) == ("1.1", "A.1", "2")
    line = {"edition": "1.2", "on": "2026-10-20", "note": {"nb": "Hevet nivå.", "en": "Raised a level."}}
    first["target"] = "3"
    repository.commit("2026-10-20", {file: tree | {"edition": "1.2", "changes": [*tree["changes"], line]}})
    assert said(repository.told().entries, but=()) == [
        "2026-10-20 standard/eksempelstandard: Utgaven er hevet fra 1.1 til 1.2."
        " Kompetanse A.1 er hevet fra nivå 2 til nivå 3."
        " Linjen om 1.2 i endringsloggen er lagt til: «Hevet nivå.»",
        "2026-10-01 standard/eksempelstandard: Standarden er lagt til.",
    ]


def test_a_version_that_cannot_be_read_is_no_change(repository: Repository) -> None:
    repository.commit("2026-10-02", {COURSE: PLAIN})
    repository.commit("2026-10-03", {COURSE: "id: ["})
    repository.commit("2026-10-04", {COURSE: PLAIN | {"code": "X1"}})
    assert said(repository.told().entries) == [
        "2026-10-04 course/eksempelkurs: Emnekoden er lagt til: X1.",
        "2026-10-02 course/eksempelkurs: Kurset er lagt til.",
    ]


def test_a_file_that_was_broken_when_it_came_came_when_it_was_mended(repository: Repository) -> None:
    repository.commit("2026-10-03", {COURSE: "id: ["})
    repository.commit("2026-10-04", {COURSE: PLAIN})
    assert said(repository.told().entries) == ["2026-10-04 course/eksempelkurs: Kurset er lagt til."]


def test_a_file_of_an_older_shape_was_there_all_the_same(tmp_path: Path) -> None:
    one = Repository(tmp_path / "repository")
    one.commit("2024-01-01", {COURSE: {"id": "eksempelkurs", "name": "slik det var før"}})
    one.commit("2026-10-04", {COURSE: PLAIN})
    one.commit("2026-10-05", {COURSE: PLAIN | {"code": "X1"}})
    assert said(one.told().entries) == ["2026-10-05 course/eksempelkurs: Emnekoden er lagt til: X1."]
    assert one.told().since == TODAY - history.LONGEST


def test_only_the_days_of_the_window_are_told(repository: Repository) -> None:
    repository.commit("2026-10-02", {COURSE: PLAIN})
    repository.commit("2026-10-03", {COURSE: PLAIN | {"code": "X1"}})
    on = date(2026, 10, 3)
    last, after = repository.told(on + history.LONGEST), repository.told(date(2027, 11, 8))
    assert said(last.entries) == ["2026-10-03 course/eksempelkurs: Emnekoden er lagt til: X1."]
    assert (last.since, after.entries, after.basis) == (on, (), Basis.HISTORY)


def test_no_more_than_so_many_commits_are_looked_at(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    for day in range(2, 8):
        repository.commit(f"2026-10-0{day}", {COURSE: PLAIN | {"code": f"X{day}"}})
    monkeypatch.setattr(history, "COMMITS", 2)
    told = repository.told()
    assert told.since == date(2026, 10, 6)
    assert said(told.entries) == [
        "2026-10-07 course/eksempelkurs: Emnekoden er endret fra X6 til X7.",
        "2026-10-06 course/eksempelkurs: Emnekoden er endret fra X5 til X6.",
    ]


def test_no_more_than_so_many_versions_are_read(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    for day in range(2, 8):
        repository.commit(f"2026-10-0{day}", {COURSE: PLAIN | {"code": f"X{day}"}})
    monkeypatch.setattr(chronicle, "VERSIONS", 2)
    told = repository.told()
    assert told.since == date(2026, 10, 6)
    assert len(said(told.entries)) == 2
    monkeypatch.setattr(chronicle, "VERSIONS", 0)
    assert said(repository.told().entries) == ["2026-10-07 course/eksempelkurs: Emnekoden er endret fra X6 til X7."]


def test_what_is_not_committed_has_not_happened(repository: Repository) -> None:
    repository.commit("2026-10-02", {COURSE: PLAIN})
    before = said(repository.told().entries)
    path = repository.root / COURSE
    path.write_text(yaml_of(PLAIN | {"code": "X9"}), "utf-8")
    (repository.root / SECOND).parent.mkdir(parents=True)
    (repository.root / SECOND).write_text(yaml_of(PLAIN | {"id": "annet-kurs"}), "utf-8")
    assert said(repository.told().entries) == before
    repository.commit("2026-10-03", {COURSE: PLAIN | {"code": "X1"}})
    path.write_text(yaml_of(PLAIN | {"code": "X9"}), "utf-8")
    assert "2026-10-03 course/eksempelkurs: Emnekoden er lagt til: X1." in said(repository.told().entries)


def test_a_clock_that_is_wrong_moves_no_other_day(repository: Repository) -> None:
    repository.commit("2026-10-02", {COURSE: PLAIN})
    repository.commit("2037-01-01", {COURSE: PLAIN | {"code": "X1"}})
    repository.commit("2026-10-05", {COURSE: PLAIN | {"code": "X2"}})
    repository.commit("1971-01-01", {COURSE: PLAIN | {"code": "X3"}})
    repository.commit("2026-10-07", {COURSE: PLAIN | {"code": "X4"}})
    assert said(repository.told().entries) == [
        "2026-10-07 course/eksempelkurs: Emnekoden er endret fra X3 til X4.",
        "2026-10-05 course/eksempelkurs: Emnekoden er endret fra X1 til X3.",
        "2026-10-02 course/eksempelkurs: Kurset er lagt til.",
    ]


def test_what_a_branch_brings_comes_on_the_day_it_is_merged(repository: Repository) -> None:
    repository.git("switch", "--quiet", "--create", "gren")
    repository.commit("2026-10-02", {COURSE: PLAIN})
    repository.commit("2026-10-03", {COURSE: PLAIN | {"code": "X1"}})
    repository.git("switch", "--quiet", "main")
    repository.commit("2026-10-04", {SECOND: PLAIN | {"id": "annet-kurs", "region": "helse-nord"}})
    repository.git("merge", "--quiet", "--no-ff", "-m", "prøve", "gren", at="2026-10-06T12:00:00Z")
    assert said(repository.told().entries) == [
        "2026-10-06 course/eksempelkurs: Kurset er lagt til.",
        "2026-10-04 course/annet-kurs: Kurset er lagt til.",
    ]


def test_settings_for_git_log_change_nothing(repository: Repository, tmp_path: Path) -> None:
    repository.commit("2026-10-02", {COURSE: PLAIN})
    before = repository.told()
    for setting in (
        "log.showRoot=false",
        "log.follow=true",
        "log.showSignature=true",
        "log.diffMerges=separate",
        "log.decorate=full",
        "log.date=relative",
        "diff.renames=copies",
        "diff.noprefix=true",
        "core.abbrev=4",
        "core.quotePath=true",
        "diff.relative=false",
        "format.pretty=fuller",
        "color.ui=always",
    ):
        repository.git("config", *setting.split("=", 1))
    assert repository.told() == before


def test_of_a_human_being_nothing_is_told(repository: Repository) -> None:
    repository.commit("2026-10-02", {PERSON: SOMEBODY})
    repository.commit("2026-10-03", {PERSON: SOMEBODY | {"contact": {"email": "ny@eksempel.example"}}})
    assert said(repository.told().entries) == said(chronicle.of_records(_catalogue(repository), TODAY).entries) == []
    repository.commit("2026-10-04", {PERSON: None})
    assert said(repository.told().entries) == []


def _catalogue(repository: Repository) -> Catalogue:
    return load(repository.root).catalogue


def test_of_a_unit_no_value_is_told_and_nothing_once_it_is_not_shown(repository: Repository) -> None:
    unit = SOMEBODY | {"kind": "unit"}
    repository.commit("2026-10-02", {PERSON: unit})
    repository.commit("2026-10-03", {PERSON: unit | {"contact": {"email": "ny@eksempel.example"}}})
    repository.commit("2026-10-04", {PERSON: unit | {"name": {"nb": "Nytt navn", "en": "New name"}}})
    told = repository.told()
    assert said(told.entries) == [
        "2026-10-04 person/eksempelpersonen: Navnet er endret. Kontaktopplysningene er endret.",
        "2026-10-03 person/eksempelpersonen: Kontaktopplysningene er endret.",
        "2026-10-02 person/eksempelpersonen: Oppføringen er lagt til.",
    ]
    assert {one.title.best("nb")[1] for one in told.entries if one.kind == "person"} == {"Nytt navn"}
    assert said(chronicle.of_records(_catalogue(repository), TODAY).entries) == [
        "2026-10-01 person/eksempelpersonen: Opplysningene er lest hos kilden 1. oktober 2026."
    ]
    assert said(repository.told(date(2027, 10, 2)).entries) == []
    repository.commit("2026-10-05", {PERSON: unit | {"status": "withdrawn"}})
    assert said(repository.told().entries) == []
    repository.commit("2026-10-06", {PERSON: None})
    assert said(repository.told().entries) == []


def test_a_curriculum_names_a_course_by_its_title_though_that_did_not_change(repository: Repository) -> None:
    tree: Any = yaml.load(
        (Path(__file__).parents[2] / "curricula/_templates/programme.yaml").read_text("utf-8"), Loader=yaml.BaseLoader
    )
    file = f"programmes/{tree['id']}.yaml"
    plain = {key: value for key, value in tree.items() if key != "course"}
    repository.commit("2026-10-02", {COURSE: PLAIN, file: plain})
    repository.commit("2026-10-03", {file: plain | {"course": "eksempelkurs"}})
    first = repository.told().entries[0]
    assert [sentence(change, NB) for change in first.changes] == ["Kurset i katalogen er lagt til: «Eksempelkurs»."]


def test_names_with_letters_and_quotes_are_no_obstacle(repository: Repository) -> None:
    repository.commit("2026-10-02", {"courses/helse-vest/blåbær «'\"\tx.yaml": PLAIN})
    assert said(of(repository.root).entries)[:1] == ["2026-10-02 course/eksempelkurs: Kurset er lagt til."]


def test_without_git_the_records_own_dates_are_told(tmp_path: Path) -> None:
    root = catalogue(tmp_path)
    sessions = [
        SESSION,
        SESSION | {"id": "b", "status": "cancelled", "revision": "1", "updated": "2026-11-21"},
        SESSION | {"id": "c", "status": "postponed", "revision": "1", "updated": "2026-11-21"},
        SESSION | {"id": "d", "start": "2027-04-01", "end": "2027-04-01", "revision": "2", "updated": "2026-11-22"},
        SESSION | {"id": "e", "updated": "2026-11-23"},
        SESSION | {"id": "f", "updated": "2025-10-17"},
    ]
    path = root / COURSE
    path.parent.mkdir(parents=True)
    path.write_text(yaml_of(PLAIN | {"sessions": sessions}), "utf-8")
    told = of(root)
    assert (told.basis, told.since) == (Basis.RECORDS, date(2025, 10, 18))
    assert said(told.entries) == [
        "2026-11-22 course/eksempelkurs: Samlingen 1. april 2027 er endret.",
        "2026-11-21 course/eksempelkurs: Samlingen 10.–11. mars 2027 er avlyst. Samlingen 10.–11. mars 2027 er utsatt.",
        "2026-11-20 course/eksempelkurs: Samlingen 10.–11. mars 2027 er lagt til: bekreftet."
        " Opplysningene er lest hos kilden 20. november 2026.",
    ]


def test_without_git_a_standard_is_known_by_its_editions(tmp_path: Path) -> None:
    root = catalogue(tmp_path)
    file = root / "standards/eksempelstandard.yaml"
    tree: Any = yaml.load(file.read_text("utf-8"), Loader=yaml.BaseLoader)
    note = {"nb": "Hevet nivå.", "en": "Raised a level."}
    lines = [{"edition": "1.0", "on": "2026-02-01", "note": note}, {"edition": "1.1", "on": "2026-03-01", "note": note}]
    file.write_text(yaml_of(tree | {"edition": "1.1", "changes": lines}), "utf-8")
    assert said(of(root).entries, but=()) == [
        "2026-03-01 standard/eksempelstandard: Utgaven er hevet fra 1.0 til 1.1."
        " Linjen om 1.1 i endringsloggen er lagt til: «Hevet nivå.»",
        "2026-02-01 standard/eksempelstandard: Standarden er lagt til.",
    ]


def test_a_shallow_clone_tells_the_records_dates_and_a_whole_one_the_history(
    repository: Repository, tmp_path: Path
) -> None:
    repository.commit("2026-10-02", {COURSE: PLAIN})
    for name, depth in (("shallow", ("--depth", "1")), ("whole", ())):
        repository.git("clone", "--quiet", *depth, f"file://{repository.folder}", str(tmp_path / name))
    assert of(tmp_path / "shallow" / "curricula").basis is Basis.RECORDS
    assert of(tmp_path / "whole" / "curricula") == repository.told()


def test_a_catalogue_that_git_does_not_have_tells_the_records_dates(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (repository.folder / ".gitignore").write_text("ny\n", "utf-8")
    repository.commit("2026-10-02")
    (repository.folder / "ny").mkdir()
    assert of(catalogue(repository.folder / "ny")).basis is Basis.RECORDS
    (tmp_path / "uten").mkdir()
    assert of(catalogue(tmp_path / "uten")).basis is Basis.RECORDS
    monkeypatch.setenv("PATH", str(tmp_path))
    assert repository.told().basis is Basis.RECORDS


def test_a_repository_that_has_lost_a_file_tells_the_records_dates(repository: Repository) -> None:
    repository.commit("2026-10-02", {COURSE: PLAIN})
    name = repository.git("rev-parse", f"HEAD:curricula/{COURSE}")
    repository.commit("2026-10-03", {COURSE: PLAIN | {"code": "X1"}})
    (repository.folder / ".git" / "objects" / name[:2] / name[2:]).unlink()
    assert repository.told().basis is Basis.RECORDS


def test_an_unborn_branch_tells_the_records_dates(tmp_path: Path) -> None:
    assert Repository(tmp_path / "repository").told().basis is Basis.RECORDS


def test_the_same_commits_tell_the_same_in_another_clone_whatever_their_names(
    repository: Repository, tmp_path: Path
) -> None:
    repository.commit("2026-10-02", {COURSE: PLAIN})
    repository.commit("2026-10-02T20:00:00Z", {SECOND: PLAIN | {"id": "annet-kurs", "region": "helse-nord"}})
    before, name = repository.told(), repository.git("rev-parse", "HEAD")
    repository.git("commit", "--amend", "--quiet", "-m", "et annet ord", at="2026-10-02T21:00:00Z")
    assert repository.git("rev-parse", "HEAD") != name
    assert repository.told() == before
