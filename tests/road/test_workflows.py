"""The workflows: they call, they do not think; they are pinned, and may do no more than they must."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from norprem import labels
from norprem.load import load
from tests.building import ROOT

GITHUB = ROOT / ".github"
FILES = sorted((GITHUB / "workflows").glob("*.yml"))
CALLS = ("make ", ".venv/bin/norprem ", "git ", "gh ")
UNTRUSTED = re.compile(r"head_ref|\.(?:title|body|label|email|name|message|ref)\b")


def _tree(file: Path) -> Any:
    return yaml.load(file.read_text("utf-8"), Loader=yaml.BaseLoader)


def _jobs() -> Iterator[tuple[str, dict[str, Any]]]:
    for file in FILES:
        for name, job in _tree(file)["jobs"].items():
            yield f"{file.stem}.{name}", job


def _steps() -> Iterator[tuple[str, dict[str, Any]]]:
    for name, job in _jobs():
        for place, step in enumerate(job["steps"]):
            yield f"{name}.{place}", step


RUNS = [(name, step) for name, step in _steps() if "run" in step]
USES = [(name, step) for name, step in _steps() if "uses" in step]


def test_all_workflows_are_there() -> None:
    assert {file.stem for file in FILES} == {
        "check",
        "preview",
        "preview-comment",
        "publish",
        "scheduled",
        "forms",
        "import",
    }


@pytest.mark.parametrize(("name", "step"), RUNS, ids=[name for name, _ in RUNS])
def test_a_step_is_one_call_of_make_norprem_git_or_gh(name: str, step: dict[str, Any]) -> None:
    command = step["run"].strip()
    assert command.startswith(CALLS)
    assert "\n" not in command
    assert not re.search(r"[;|`]|&&|\$\(|\$\{\{", command)


@pytest.mark.parametrize(("name", "step"), RUNS, ids=[name for name, _ in RUNS])
def test_what_a_stranger_may_have_typed_never_reaches_the_environment_of_a_step(
    name: str, step: dict[str, Any]
) -> None:
    for value in step.get("env", {}).values():
        for expression in re.findall(r"\$\{\{(.*?)\}\}", value):
            assert not UNTRUSTED.search(expression) or "github.ref_name" in expression


@pytest.mark.parametrize(("name", "step"), USES, ids=[name for name, _ in USES])
def test_an_action_is_githubs_own_and_pinned_to_a_whole_commit(name: str, step: dict[str, Any]) -> None:
    assert re.fullmatch(r"actions/[a-z-]+(?:/[a-z-]+)?@[0-9a-f]{40}", step["uses"])
    if step["uses"].startswith("actions/checkout@"):
        assert step["with"]["persist-credentials"] == "false"
        assert step["with"]["fetch-depth"] == "0"
        assert "ref" not in step["with"]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_pin_names_its_version_and_is_written_down(file: Path) -> None:
    known = (GITHUB / "SETTINGS.md").read_text("utf-8")
    for line in file.read_text("utf-8").splitlines():
        if "uses:" in line:
            found = re.fullmatch(r"\s*-? uses: (actions/[a-z-]+)(?:/[a-z]+)?@([0-9a-f]{40}) # (v\d+\.\d+\.\d+)", line)
            assert found, line
            assert f"| {found[1]} | {found[3]} | `{found[2]}` |" in known


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_workflow_has_no_right_of_its_own_no_secret_and_no_dangerous_trigger(file: Path) -> None:
    tree, text = _tree(file), file.read_text("utf-8")
    assert tree["permissions"] == {}
    assert "concurrency" in tree
    assert "secrets." not in text
    assert "pull_request_target" not in text


@pytest.mark.parametrize(("name", "job"), list(_jobs()), ids=[name for name, _ in _jobs()])
def test_a_job_asks_for_its_rights_and_has_an_end(name: str, job: dict[str, Any]) -> None:
    assert job["permissions"]
    assert int(job["timeout-minutes"]) <= 90
    assert job["runs-on"] == "ubuntu-24.04"


def test_what_runs_a_proposal_may_only_read() -> None:
    for name, job in _jobs():
        if name.startswith(("check.", "preview.")):
            assert job["permissions"] == {"contents": "read"}
            assert not any("GH_TOKEN" in step.get("env", {}) for step in job["steps"])


def test_the_trusted_step_has_no_file_of_the_proposal_beside_the_code() -> None:
    text = (GITHUB / "workflows" / "preview-comment.yml").read_text("utf-8")
    assert "download-artifact" not in text
    assert "git checkout" not in text
    assert "git switch" not in text
    assert "git merge" not in text


def test_new_versions_are_proposed_after_a_while() -> None:
    updates = _tree(GITHUB / "dependabot.yml")["updates"]
    assert {one["package-ecosystem"] for one in updates} == {"pip", "github-actions", "npm"}
    assert all(int(one["cooldown"]["default-days"]) >= 7 for one in updates)
    assert all((ROOT / one["directory"].lstrip("/")).is_dir() for one in updates)


def test_lint_checks_the_workflows_and_the_checks_are_locked() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    recipe = re.search(r"^lint:.*\n((?:\t.*\n)+)", makefile, re.MULTILINE)
    assert recipe
    for command in ("zizmor --offline", ".github/lint/run.mjs", "norprem forms --check"):
        assert command in recipe[1]
    assert re.search(r"^zizmor==[\d.]+ \\\n    --hash", (ROOT / "requirements" / "dev.txt").read_text(), re.MULTILINE)


def test_every_target_that_a_workflow_calls_is_there() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for _, step in RUNS:
        if found := re.match(r"make (\S+)", step["run"]):
            assert re.search(rf"^{re.escape(found[1])}:", makefile, re.MULTILINE)


def test_the_checks_that_must_pass_are_the_jobs_that_are_there() -> None:
    jobs = _tree(GITHUB / "workflows" / "check.yml")["jobs"]
    assert all(f"`{job['name']}`" in (GITHUB / "SETTINGS.md").read_text("utf-8") for job in jobs.values())


def test_every_health_region_owns_its_files_and_maintainers_own_the_workflows() -> None:
    owners = (GITHUB / "CODEOWNERS").read_text("utf-8")
    for region in load(ROOT / "curricula").catalogue.vocabulary.health_regions:
        for folder in ("courses", "people", "drafts"):
            assert re.search(rf"^/curricula/{folder}/{region.id}/ +@norprem/{region.id}$", owners, re.MULTILINE)
    assert re.search(r"^/\.github/workflows/ +@norprem/maintainers$", owners, re.MULTILINE)


def test_every_label_that_is_set_is_one_that_was_made() -> None:
    settings = (GITHUB / "SETTINGS.md").read_text("utf-8")
    regions = [one.id for one in load(ROOT / "curricula").catalogue.vocabulary.regions]
    for label in (*labels.NAMES, *regions, "skjema", "vedlikehold", "course", "session", "person", "need", "page"):
        assert re.search(rf"(?<![\w-]){label}(?![\w-])", settings)
