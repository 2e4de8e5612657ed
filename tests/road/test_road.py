"""The road played whole: a bad proposal is refused, a good one shown and merged, a cancelled session published.

The steps of the workflows run as they stand, on a copy of this repository with a bare one behind it. Only `gh` is a
stand-in, because it is somebody else's service: it answers what GitHub would and keeps what it was told.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import date

import pytest

from norprem.comment import marker
from norprem.load import load
from norprem.matrix import Matrix, State
from tests.building import ROOT
from tests.road.actions import Ran, World, git
from tests.road.issues import issue
from tests.road.world import TEXT

BOT = {"login": "github-actions[bot]"}
FILE = "curricula/courses/helse-vest/uib-varianttolkning-for-nybegynnere.yaml"
GOOD = (
    TEXT.replace("eksempelsenteret-varianttolkning", "uib-varianttolkning-for-nybegynnere")
    .replace("provider: eksempelsenteret", "provider: uib")
    .replace("availability: unknown", "teaches:\n  - {competence: TAUGHT, level: 4}\navailability: unknown")
)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """A copy of this repository as it lies here, with nothing of its history."""
    folder = tmp_path_factory.mktemp("road")
    start = folder / "start"
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    for name in listed.stdout.decode().split("\0"):
        if name and (ROOT / name).is_file():
            (start / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, start / name)
    git(start, "init", "--quiet")
    git(start, "add", ".")
    git(start, "commit", "--quiet", "--message", "start")
    git(folder, "clone", "--quiet", "--bare", str(start), str(folder / "bare"))
    return World(folder, folder / "bare")


def _propose(world: World, number: int, text: str) -> str:
    """Push a commit as a pull request has it, and return its name."""
    desk = world.folder / "desk"
    if not desk.exists():
        git(world.folder, "clone", "--quiet", str(world.bare), str(desk))
        git(desk, "switch", "--quiet", "--create", "kurs")
    (desk / FILE).write_text(text, "utf-8")
    git(desk, "add", ".")
    git(desk, "commit", "--quiet", "--allow-empty", "--message", "data: a course")
    git(desk, "push", "--quiet", "--force", "origin", f"HEAD:refs/pull/{number}/head")
    return git(desk, "rev-parse", "HEAD")


def _comment(world: World, number: int, head: str, comments: list[object]) -> None:
    """Answer as GitHub does about a pull request."""
    world.answers = {
        "actions/runs/1/artifacts": {"artifacts": [{"name": "preview"}, {"name": f"pull-{number}"}]},
        f"issues/{number}/comments": [comments],
        f"pulls/{number}/files": [[{"filename": FILE}]],
        f"pulls/{number}": {"number": number, "head": {"sha": head}},
    }


RUN = {"id": 1, "event": "pull_request", "html_url": "https://git.norprem.example/norprem/actions/runs/1"}


def _said(world: World, head: str) -> str:
    """Run the trusted step on a proposal, and return the one comment it wrote."""
    world.forget()
    github = {"repository": "norprem/norprem", "event": {"workflow_run": RUN | {"head_sha": head}}}
    ran = world.run("preview-comment.yml", "comment", "main", github)
    assert not ran.failed, ran.said(ran.failed)
    (written,) = [one for one in world.calls if "--field" in one["words"]]
    return str(written["bodies"][0])


def test_a_bad_proposal_is_refused_with_findings_on_its_lines(world: World) -> None:
    head = _propose(world, 7, TEXT.replace("region: helse-vest", "region: helse-vst"))
    ran = world.run("check.yml", "rules", head, {"base_ref": "main"})
    said = ran.said("Check the catalogue and the pages; findings stand on their lines")
    assert ran.failed
    line = TEXT.splitlines().index("region: helse-vest") + 1
    assert re.search(rf"^::error file={re.escape(FILE)},line={line},.*K203", said, re.MULTILINE)
    assert (
        world.run("preview.yml", "build", head, {"event": {"pull_request": {"number": 7}}}).failed == "Build the site"
    )


def test_its_comment_says_so_in_both_languages_and_labels_are_set(world: World) -> None:
    head = _propose(world, 7, TEXT.replace("region: helse-vest", "region: helse-vst"))
    _comment(world, 7, head, [])
    said = _said(world, head)
    assert said.startswith(marker("review"))
    assert "feil må rettes" in said
    assert "must be put right" in said
    assert world.called("--method", "POST", "issues/7/comments")
    assert world.called("pr", "edit", "7", "--add-label", "helse-vest,kurs")


def test_a_number_that_is_not_of_the_commit_is_not_believed(world: World) -> None:
    head = _propose(world, 7, GOOD)
    _comment(world, 7, "0" * 40, [])
    world.forget()
    github = {"repository": "norprem/norprem", "event": {"workflow_run": RUN | {"head_sha": head}}}
    ran = world.run("preview-comment.yml", "comment", "main", github)
    assert ran.failed == "Believe the number only if it has the commit"
    assert not world.called("--field")


def _taught() -> str:
    """Return a competence that nobody teaches up to its target."""
    catalogue = load(ROOT / "curricula").catalogue
    matrix = Matrix(catalogue, date(2026, 11, 22))
    rows = matrix.rows(catalogue.standard["genetic-counsellor"])
    reached = (State.HERE, State.ELSEWHERE)
    row = next(one for one in rows if not any(cell.state in reached for cell in one.cells))
    return f"genetic-counsellor/{row.competence.id}"


def test_a_good_proposal_is_shown_and_the_comment_updated_then_it_is_merged(world: World) -> None:
    head = _propose(world, 7, GOOD.replace("TAUGHT", _taught()))
    ran = world.run("check.yml", "rules", head, {"base_ref": "main"})
    assert not ran.failed, ran.said(ran.failed)
    shown = world.run("preview.yml", "build", head, {"event": {"pull_request": {"number": 7}}})
    assert not shown.failed, shown.said(shown.failed)
    assert [given["name"] for name, given in shown.used if name == "actions/upload-artifact"] == ["pull-7", "preview"]
    theirs = {"id": 4, "user": {"login": "somebody"}, "body": marker("review")}
    _comment(world, 7, head, [theirs, {"id": 5, "user": BOT, "body": f"{marker('review')}\nold"}])
    said = _said(world, head)
    assert world.called("--method", "PATCH", "issues/comments/5")
    assert not world.called("--method", "POST")
    assert "Ingen feil" in said
    assert re.search(r"\*\*[^*]*\*\*: \d+ % → \d+ %, nå \d+ av \d+ kompetanser", said)
    assert "Ny: Varianttolkning for nybegynnere: 10.–11. mars 2027, 09.00–15.00, Bergen" in said
    assert "New: Variant interpretation for beginners: 10–11 March 2027" in said
    assert "`https://norprem.example/kurs/uib-varianttolkning-for-nybegynnere/`" in said
    git(world.folder / "desk", "push", "--quiet", "origin", "HEAD:main")


CANCELLED = issue(
    "session",
    course="https://norprem.example/kurs/uib-varianttolkning-for-nybegynnere/",
    session="10. mars 2027",
    status="avlyst",
    note_nb="Kurset er avlyst.",
    note_en="The course is cancelled.",
    basis="Kursleder",
)


def _form(world: World, body: str, pulls: list[object]) -> None:
    world.forget()
    world.answers = {
        "issues/9/comments": [[]],
        "issues/9": {"number": 9, "body": body, "user": {"login": "kari-n", "id": 42}},
        "pr list": pulls,
    }
    github = {"repository": "norprem/norprem", "event": {"issue": {"number": 9}}}
    ran = world.run("forms.yml", "form", "main", github)
    assert not ran.failed, ran.said(ran.failed)


def test_a_form_that_cannot_be_read_is_answered_and_makes_no_branch(world: World) -> None:
    _form(world, CANCELLED.replace("10. mars 2027", "neste tirsdag"), [])
    (answered,) = world.called("--method", "POST", "issues/9/comments")
    assert "`neste tirsdag` kan vi ikke gjøre om til en dato" in answered["bodies"][0]
    assert not world.called("pr", "create")
    assert "form/9" not in git(world.bare, "branch", "--list")


def test_a_form_becomes_a_branch_a_pull_request_and_an_answer(world: World) -> None:
    _form(world, CANCELLED, [])
    (opened,) = world.called("pr", "create", "form/9")
    assert "Avlyst: Varianttolkning for nybegynnere" in opened["bodies"][0]
    assert "Kursleder" in opened["bodies"][0]
    assert world.called("workflow run check.yml", "form/9")
    assert world.called("--method", "POST", "issues/9/comments")
    assert git(world.bare, "diff", "--name-only", "main", "form/9") == FILE
    message = git(world.bare, "log", "-1", "--format=%B", "form/9")
    assert "Co-authored-by: kari-n <42+kari-n@users.noreply.github.com>" in message


def test_a_form_that_is_edited_updates_its_pull_request_unless_somebody_works_on_it(world: World) -> None:
    ours = {"number": 12, "headRefName": "form/9", "commits": [{"messageHeadline": "data: from a form: session"}]}
    _form(world, CANCELLED, [ours])
    assert world.called("pr", "edit", "12")
    assert not world.called("pr", "create")
    theirs = ours | {"commits": [*ours["commits"], {"messageHeadline": "Retter skrivefeil"}]}  # type: ignore[misc]
    before = git(world.bare, "rev-parse", "form/9")
    _form(world, CANCELLED.replace("Kurset er avlyst.", "Avlyst igjen."), [theirs])
    assert git(world.bare, "rev-parse", "form/9") == before


def test_the_cancelled_session_is_published(world: World) -> None:
    git(world.bare, "update-ref", "refs/heads/main", "refs/heads/form/9")
    ran = world.run("publish.yml", "build", "main", {"ref_type": "branch"})
    assert not ran.failed, ran.said(ran.failed)
    assert ("actions/upload-pages-artifact", {"path": "site"}) in ran.used
    work = world.folder / f"work-{world.runs}"
    text = (work / "site" / "kalender" / "kurs-uib-varianttolkning-for-nybegynnere.ics").read_text("utf-8")
    assert "STATUS:CANCELLED" in text
    assert "SEQUENCE:1" in text


def test_the_issue_about_upkeep_is_opened_once_and_then_written_anew(world: World) -> None:
    github = {"repository": "norprem/norprem", "run_id": 3}
    for known, wanted in (
        ([], "issue create"),
        ([{"id": 1, "number": 8, "user": BOT, "body": marker("upkeep")}], "issue edit 8"),
    ):
        world.forget()
        world.answers = {"issues?state=all": [known]}
        ran = _without_links(world, github)
        assert not ran.failed, ran.said(ran.failed)
        (written,) = world.called(wanted)
        assert written["bodies"][0].startswith(marker("upkeep"))


def _without_links(world: World, github: dict[str, object]) -> Ran:
    """Run the job with the question to the web left out: what it asks are other people's servers."""
    name = "Ask every address outside the site; four failures in a row are told"
    file = world.folder / "desk" / ".github" / "workflows" / "scheduled.yml"
    git(world.folder / "desk", "fetch", "--quiet", "origin", "main")
    git(world.folder / "desk", "checkout", "--quiet", "--detach", "FETCH_HEAD")
    text = file.read_text("utf-8").replace("run: .venv/bin/norprem links --strikes 4", "run: git --version")
    assert name in text
    file.write_text(text, "utf-8")
    git(world.folder / "desk", "commit", "--quiet", "--all", "--allow-empty", "--message", "no web")
    git(world.folder / "desk", "push", "--quiet", "--force", "origin", "HEAD:refs/heads/no-web")
    return world.run("scheduled.yml", "upkeep", "origin/no-web", github)
