"""The catalogue as it was: folders, references of a real git repository, and what is neither."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from norprem import history
from norprem.load import load
from norprem.model import Programme, Standard
from tests.fixture_catalogue import catalogue
from tests.unit.test_changes import TREES
from tests.unit.test_load import COURSE, PLAIN, write

DAY = {"GIT_AUTHOR_DATE": "2026-11-20T12:00:00Z", "GIT_COMMITTER_DATE": "2026-11-20T12:00:00Z"}


def git(folder: Path, *words: str) -> str:
    """Run git in a folder with nobody's settings but its own."""
    own = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "HOME": str(folder), **DAY}
    name = ("-c", "user.name=Prøve", "-c", "user.email=test@norprem.example", "-c", "commit.gpgsign=false")
    done = subprocess.run(
        ["git", *name, *words], cwd=folder, env=os.environ | own, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


def commit(folder: Path) -> str:
    """Commit all there is, and return the commit."""
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", "prøve")
    return git(folder, "rev-parse", "HEAD")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Return a repository without a catalogue in its first commit, and with one in its second."""
    folder = tmp_path / "repository"
    folder.mkdir()
    git(folder, "init", "--quiet", "--initial-branch", "main")
    commit(folder)
    catalogue(folder)
    commit(folder)
    return folder


def files(folder: Path | None) -> dict[str, bytes]:
    """Return every file below a folder with its bytes."""
    assert folder
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_reference_has_the_files_as_they_were(repository: Path) -> None:
    before = files(repository / "curricula")
    write(repository / "curricula", COURSE, PLAIN)
    commit(repository)
    with history.at("HEAD~1", "curricula", repository) as then, history.at("main", "./curricula/", repository) as now:
        assert files(then.folder) == before
        assert files(now.folder) == files(repository / "curricula")
        assert (then.name, now.name) == ("HEAD~1:curricula", "main:curricula")
        assert then.folder
    assert not then.folder.exists()


def test_the_work_tree_and_its_settings_are_not_touched(repository: Path) -> None:
    (repository / ".gitattributes").write_text("*.yaml export-ignore eol=crlf\n", "utf-8")
    commit(repository)
    write(repository / "curricula", COURSE, PLAIN)
    status = git(repository, "status", "--porcelain")
    with history.at("HEAD", "curricula", repository) as then:
        assert "providers.yaml" in files(then.folder)
        assert not any(b"\r" in content for content in files(then.folder).values())
    assert git(repository, "status", "--porcelain") == status


def test_any_kind_of_reference_will_do_from_any_folder_below(repository: Path) -> None:
    git(repository, "tag", "v1")
    for given in ("v1", "main", "HEAD", "@", git(repository, "rev-parse", "--short", "HEAD"), "main^0"):
        with history.at(given, "curricula", repository / "curricula") as then:
            assert files(then.folder) == files(repository / "curricula")


def test_a_folder_is_taken_as_it_is(repository: Path) -> None:
    with history.at("curricula", "somewhere", repository) as relative:
        assert (relative.name, relative.folder) == ("curricula", repository / "curricula")
    with history.at(str(repository), "somewhere", repository) as absolute:
        assert absolute.folder == repository


def test_a_commit_without_the_folder_has_no_catalogue(repository: Path) -> None:
    with history.at("HEAD~1", "curricula", repository) as then:
        assert then.folder is None
    with history.at("HEAD", "curricula/providers.yaml", repository) as file:
        assert file.folder is None


def test_names_with_letters_and_quotes_survive(repository: Path) -> None:
    write(repository / "curricula", "courses/helse-nord/blåbær «'\"\tx.yaml", "id: x\n")
    commit(repository)
    with history.at("HEAD", "curricula", repository) as then:
        assert files(then.folder) == files(repository / "curricula")


def test_a_link_out_of_the_catalogue_stays_one_and_is_not_followed(repository: Path) -> None:
    (repository / "curricula" / "courses" / "helse-vest").mkdir(parents=True)
    (repository / "curricula" / COURSE).symlink_to(repository / "outside.yaml")
    commit(repository)
    with history.at("HEAD", "curricula", repository) as then:
        assert then.folder
        assert (then.folder / COURSE).is_symlink()
        assert "K020" in {finding.code for finding in load(then.folder).findings}


def test_nothing_is_written_through_a_link(repository: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    content = git(repository, "hash-object", "-w", "outside.yaml")
    target = repository / "target"
    target.write_text(str(outside), "utf-8")
    link = git(repository, "hash-object", "-w", "target")
    below = _tree(repository, f"100644 blob {content}\tx.yaml", f"120000 blob {link}\ty.yaml")
    inner = _tree(repository, f"120000 blob {link}\ta", f"040000 tree {below}\ta", f"040000 tree {below}\t..")
    top = _tree(repository, f"040000 tree {inner}\tcurricula")
    evil = git(repository, "commit-tree", top, "-m", "prøve")
    with history.at(evil, "curricula", repository) as then:
        assert set(files(then.folder)) == {"a/x.yaml"}
    assert list(outside.iterdir()) == []


def _tree(folder: Path, *entries: str) -> str:
    """Store a tree that git itself would not make, and return its name."""
    raw = b"".join(
        entry.split(" ")[0].lstrip("0").encode()
        + b" "
        + entry.split("\t")[1].encode()
        + b"\0"
        + bytes.fromhex(entry.split(" ")[2].split("\t")[0])
        for entry in entries
    )
    command = ["git", "hash-object", "-t", "tree", "-w", "--stdin", "--literally"]
    return subprocess.run(command, cwd=folder, input=raw, capture_output=True, check=True).stdout.decode().strip()


@pytest.mark.parametrize(
    "given",
    ["finnes-ikke", "", "-x", "--output=x", "HEAD~99", "HEAD:curricula", "a\nb", "x" * 5000, "$(id)", "main;id"],
)
def test_what_is_neither_a_folder_nor_a_reference_is_refused(repository: Path, given: str) -> None:
    with pytest.raises(history.NotFound, match="folder"), history.at(given, "curricula", repository):
        pass
    assert not (repository / "x").exists()


@pytest.mark.parametrize("curricula", ["../curricula", "/curricula", "curricula/../.."])
def test_a_catalogue_outside_the_repository_is_refused(repository: Path, curricula: str) -> None:
    with pytest.raises(history.NotFound, match="within the repository"), history.at("HEAD", curricula, repository):
        pass


def test_without_a_repository_there_are_only_folders(tmp_path: Path) -> None:
    with pytest.raises(history.NotFound, match="no git repository"), history.at("main", "curricula", tmp_path):
        pass


def test_without_git_there_are_only_folders(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(repository))
    with pytest.raises(history.NotFound), history.at("main", "curricula", repository):
        pass
    assert history.previous_record(repository / "curricula", Programme, "planen", "0.2") is None


def test_as_a_hook_of_another_repository_it_still_looks_here(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    with history.at("HEAD", "curricula", repository) as then:
        assert then.folder


def programme(repository: Path, **updates: Any) -> None:
    """Write a version of a curriculum and commit it."""
    _write(repository, "programmes/planen.yaml", TREES[Programme] | {"id": "planen"} | updates)


def _write(repository: Path, file: str, tree: Any) -> None:
    path = repository / "curricula" / file
    path.parent.mkdir(exist_ok=True)
    path.write_text(tree if isinstance(tree, str) else yaml.safe_dump(tree, allow_unicode=True), "utf-8")
    commit(repository)


def test_the_previous_version_is_the_last_one_before_the_number_changed(repository: Path) -> None:
    root = repository / "curricula"
    programme(repository, version="0.1", nkr="6")
    programme(repository, version="0.1", nkr="7")
    programme(repository, version="0.2", nkr="7")
    programme(repository, version="0.2", nkr="8")
    found = history.previous_record(root, Programme, "planen", "0.2")
    assert found
    assert (found.version, found.nkr) == ("0.1", 7)
    not_yet_committed = history.previous_record(root, Programme, "planen", "0.3")
    assert not_yet_committed
    assert (not_yet_committed.version, not_yet_committed.nkr) == ("0.2", 8)


def test_of_a_standard_it_is_the_edition(repository: Path) -> None:
    tree = TREES[Standard] | {"id": "yrket"}
    _write(repository, "standards/yrket.yaml", tree | {"edition": "1.9"})
    _write(repository, "standards/yrket.yaml", tree | {"edition": "1.10"})
    found = history.previous_record(repository / "curricula", Standard, "yrket", "1.10")
    assert found
    assert found.edition == "1.9"


def test_versions_that_cannot_be_read_are_passed_over(repository: Path) -> None:
    programme(repository, version="0.1")
    _write(repository, "programmes/planen.yaml", "version: [")
    programme(repository, version="0.2", level="masters")
    (repository / "curricula" / "programmes" / "planen.yaml").unlink()
    commit(repository)
    programme(repository, version="0.3")
    found = history.previous_record(repository / "curricula", Programme, "planen", "0.3")
    assert found
    assert found.version == "0.1"


def test_without_history_there_is_no_previous_version(repository: Path, tmp_path: Path) -> None:
    programme(repository, version="0.1")
    root = repository / "curricula"
    assert history.previous_record(root, Programme, "planen", "0.1") is None
    assert history.previous_record(root, Programme, "finnes-ikke", "0.1") is None
    assert history.previous_record(tmp_path, Programme, "planen", "0.2") is None
    assert history.previous_record(tmp_path / "nowhere", Programme, "planen", "0.2") is None


def test_a_shallow_clone_says_nothing_of_what_it_may_not_have(repository: Path, tmp_path: Path) -> None:
    programme(repository, version="0.1")
    programme(repository, version="0.2")
    git(tmp_path, "clone", "--quiet", "--depth", "1", f"file://{repository}", "shallow")
    git(tmp_path, "clone", "--quiet", f"file://{repository}", "whole")
    assert history.previous_record(tmp_path / "shallow" / "curricula", Programme, "planen", "0.2") is None
    assert history.previous_record(tmp_path / "whole" / "curricula", Programme, "planen", "0.2") is not None
