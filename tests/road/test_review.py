"""What is said of a proposal, of upkeep and of a release: complete, bounded, and safe whatever the files say."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import re
import tarfile
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from norprem import build, release, review, upkeep
from norprem.cli import main
from norprem.comment import LARGEST, marker
from norprem.history import NotFound, fork, tree
from norprem.labels import labels
from norprem.links import Strike
from norprem.load import load
from norprem.words import Words
from tests.building import ROOT
from tests.road.actions import git
from tests.road.world import COURSE, TEXT, TODAY, world

SPOKEN = [Words.load("nb"), Words.load("en")]
BASE = "https://norprem.example/"


def _proposal(folder: Path, files: dict[str, str | None]) -> review.Proposal:
    """Return the proposal to write, or delete, some files of the made-up catalogue."""
    (folder / "old").mkdir()
    (folder / "new").mkdir()
    old, new = world(folder / "old"), world(folder / "new")
    for path, text in files.items():
        if text is None:
            (new / path).unlink()
        else:
            (new / path).parent.mkdir(parents=True, exist_ok=True)
            (new / path).write_text(text, "utf-8")
    before = load(old).catalogue
    checked = build.check(new, TODAY, before=before)
    return review.Proposal(before, checked, review.differing(folder / "old", folder / "new", ("curricula",)), BASE)


def _said(folder: Path, files: dict[str, str | None]) -> str:
    return review.markdown(_proposal(folder, files), SPOKEN)


def test_a_cancelled_session_is_told_in_both_languages_with_its_pages(tmp_path: Path) -> None:
    text = TEXT.replace("status: planned", "status: cancelled").replace("revision: 0", "revision: 1")
    said = _said(tmp_path, {COURSE: text.replace("updated: 2026-11-20", "updated: 2026-11-22")})
    assert said.startswith(marker("review"))
    assert "Avlyst: Varianttolkning for nybegynnere: 10.–11. mars 2027, 09.00–15.00, Bergen" in said
    assert "Cancelled: Variant interpretation for beginners: 10–11 March 2027, 09:00–15:00, Bergen" in said
    assert f"`{BASE}kurs/eksempelsenteret-varianttolkning/`" in said
    assert f"`{BASE}kurs/region/helse-vest/`" in said


def test_findings_name_their_file_and_line_as_the_repository_has_them(tmp_path: Path) -> None:
    said = _said(tmp_path, {COURSE: TEXT.replace("topics: [variant-interpretation]", "topics: [varianttolkning]")})
    line = TEXT.splitlines().index("topics: [variant-interpretation]") + 1
    assert f"`curricula/{COURSE}:{line}`" in said
    assert "**Feil** K201" in said


def test_a_session_that_vanishes_is_told(tmp_path: Path) -> None:
    assert "Borte: Varianttolkning for nybegynnere" in _said(tmp_path, {COURSE: None})


WICKED = "@octocat #1 https://evil.example </details><script>x</script> [a](https://evil.example) `b` www.evil.example"


def test_what_a_file_says_can_notify_nobody_link_nowhere_and_close_nothing(tmp_path: Path) -> None:
    said = _said(tmp_path, {COURSE: TEXT.replace("Varianttolkning for nybegynnere", f'"{WICKED}"')})
    outside = re.sub(r"`[^`\n]*`", "", said.replace(marker("review"), ""))
    assert not re.search(r"(?<![\u200b\\])<script|@octocat|#1\b|https?://|(?<!\\)\]\(|www\.evil", outside)
    assert len(re.findall(r"(?<!\\)</details>", outside)) == 1


def test_a_comment_on_a_thousand_changes_fits_and_says_that_more_was_left_out(tmp_path: Path) -> None:
    many = {
        COURSE.replace("varianttolkning", f"kurs-{number}"): TEXT.replace(
            "eksempelsenteret-varianttolkning", f"eksempelsenteret-kurs-{number}"
        ).replace("Varianttolkning for nybegynnere", f"Kurs {number} {'x' * 120}")
        for number in range(300)
    }
    said = _said(tmp_path, many)
    assert len(said) < LARGEST
    assert re.search(r"… og \d+ til\.", said)
    assert said.count("<details>") == said.count("</details>") == 1


def test_the_command_reads_a_proposal_from_git_without_checking_it_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = world(tmp_path)
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message", "start")
    git(tmp_path, "switch", "--quiet", "--create", "other")
    (root / COURSE).write_text(TEXT.replace("helse-vest\nurl", "helse-vst\nurl"), "utf-8")
    (root / "link.yaml").symlink_to("/etc/passwd")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message", "bad")
    git(tmp_path, "switch", "--quiet", "main")
    monkeypatch.chdir(tmp_path)
    words = ["review", "--base", "main", "--head", "other", "--today", "2026-11-22", "--preview"]
    done = CliRunner().invoke(main, [*words, "https://git.norprem.example/runs/1"], catch_exceptions=False)
    assert done.exit_code == 0
    assert "K203" in done.output
    assert "root:" not in done.output
    assert "](https://git.norprem.example/runs/1)" in done.output
    assert (root / COURSE).read_text("utf-8") == TEXT
    assert CliRunner().invoke(main, [*words, "https://x.example/) <b>"]).exit_code == 2
    assert CliRunner().invoke(main, ["review", "--base", "nowhere"]).exit_code == 2


def test_a_reference_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    with pytest.raises(NotFound), tree("nowhere", ("curricula",), tmp_path):
        pass
    with pytest.raises(NotFound):
        fork("--output=x", None, tmp_path)


@pytest.mark.parametrize(
    ("file", "pages"),
    [
        ("docs/nb/pasient/lynch-syndrom.md", ["pasient/lynch-syndrom/"]),
        ("docs/en/om/index.md", ["en/om/"]),
        ("docs/nb/index.md", [""]),
        ("curricula/standards/gp.yaml", ["kompetanse/gp/", "en/kompetanse/gp/"]),
        ("curricula/people/helse-nord/x.yaml", ["ressurspersoner/helse-nord/"]),
        ("curricula/vocabulary/topics.yaml", []),
        ("docs/assets/x.png", []),
    ],
)
def test_the_pages_of_a_file_are_those_a_reader_opens(file: str, pages: list[str]) -> None:
    assert [page.lstrip("/") for page in review.pages_of(file)] == pages


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (["curricula/courses/helse-vest/x.yaml"], ("helse-vest", "kurs")),
        (["curricula/courses/../../x/y.yaml"], ("kurs",)),
        (["docs/en/om/index.md"], ("engelsk", "sider")),
        (["Makefile", ".github/workflows/check.yml"], ("drift", "kode")),
        (["curricula/providers.yaml", "curricula/vocabulary/topics.yaml"], ("lister",)),
        ([], ()),
    ],
)
def test_labels_follow_the_files(files: list[str], expected: tuple[str, ...]) -> None:
    assert labels(files, ["helse-vest"]) == expected


def _checked(folder: Path) -> build.Checked:
    root = world(folder)
    person = root / "people" / "helse-vest" / "enhet.yaml"
    person.parent.mkdir(parents=True, exist_ok=True)
    text = (ROOT / "curricula" / "people" / "helse-vest" / "helse-bergen-medisinsk-genetikk.yaml").read_text("utf-8")
    person.write_text(text.replace("id: helse-bergen-medisinsk-genetikk", "id: enhet"), "utf-8")
    return build.check(root, TODAY)


@pytest.mark.parametrize(
    ("today", "heading"),
    [
        (date(2027, 11, 1), "Bekreftelser som går ut innen 30 dager"),
        (date(2027, 12, 1), "Samtykker og bekreftelser som har gått ut"),
    ],
)
def test_upkeep_tells_of_consents_before_and_after_they_lapse(today: date, heading: str, tmp_path: Path) -> None:
    checked = build.check(world(tmp_path).parent / "curricula", today)
    assert heading not in upkeep.markdown(checked, {}, 4, "", SPOKEN[0])
    (tmp_path / "more").mkdir()
    root = tmp_path / "more"
    _checked(root)
    assert heading in upkeep.markdown(build.check(root / "curricula", today), {}, 4, "", SPOKEN[0])


def test_an_address_is_told_of_after_four_failures_in_a_row(tmp_path: Path) -> None:
    checked = build.check(world(tmp_path), TODAY)
    strikes = {f"https://x.example/{count}": Strike(count, TODAY, "HTTP 404") for count in (3, 4)}
    said = upkeep.markdown(checked, strikes, 4, "I002 @octocat <b>\n", SPOKEN[1])
    assert "https://x.example/4" in said
    assert "https://x.example/3" not in said
    assert "`I002 @octocat <b>`" in said


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        ([[{"id": 1, "user": {"login": "kari"}, "body": marker("review")}]], "id=\n"),
        ([[{"id": 2, "user": {"login": "github-actions[bot]"}, "body": f"> {marker('review')}"}]], "id=\n"),
        (
            [[], [{"id": 3, "number": 8, "user": {"login": "github-actions[bot]"}, "body": marker("review")}]],
            "id=3\nnumber=8\n",
        ),
        ([[{"id": "4; rm", "user": {"login": "github-actions[bot]"}, "body": marker("review")}]], "id=\n"),
        ([None, [None, 3, {"user": None}]], "id=\n"),
    ],
)
def test_only_a_comment_that_the_workflow_wrote_is_updated(listed: object, expected: str, tmp_path: Path) -> None:
    file, output = tmp_path / "comments.json", tmp_path / "output"
    file.write_text(json.dumps(listed))
    words = ["comment", "review", "--among", str(file), "--output", str(output)]
    assert CliRunner().invoke(main, words, catch_exceptions=False).exit_code == 0
    assert output.read_text() == expected


@pytest.mark.parametrize(
    ("names", "told", "code"),
    [
        (["pull-7", "preview"], {"number": 7, "head": {"sha": "a" * 40}}, 0),
        (["pull-7"], {"number": 8, "head": {"sha": "a" * 40}}, 1),
        (["pull-7"], {"number": 7, "head": {"sha": "b" * 40}}, 1),
        (["pull-7"], {"number": 7, "head": None}, 1),
        (["pull-7", "pull-8"], None, 1),
        (["pull-7\nnumber=8"], None, 1),
        (["pull-0"], None, 1),
        ([], None, 1),
    ],
)
def test_the_number_of_a_pull_request_is_believed_only_with_its_commit(
    names: list[str], told: object, code: int, tmp_path: Path
) -> None:
    artifacts, pull, output = tmp_path / "a.json", tmp_path / "p.json", tmp_path / "output"
    artifacts.write_text(json.dumps({"artifacts": [{"name": name} for name in names]}))
    words = ["pull", "--artifacts", str(artifacts), "--output", str(output)]
    if told:
        pull.write_text(json.dumps(told))
        words += ["--pull", str(pull), "--head", "a" * 40]
    assert CliRunner().invoke(main, words).exit_code == code
    assert (output.read_text() if output.exists() else "") == ("number=7\n" if code == 0 else "")


def test_the_bill_of_materials_has_every_locked_package_once() -> None:
    text = (ROOT / "requirements" / "site.txt").read_text("utf-8")
    bill = json.loads(release.bill(text, "norprem", "1"))
    names = [one["bom-ref"] for one in bill["components"]]
    assert len(names) == len(set(names)) == len(re.findall(r"^[a-z0-9].*==", text, re.MULTILINE))
    assert all(one["hashes"] and one["purl"].startswith("pkg:pypi/") for one in bill["components"])
    assert bill["specVersion"] == "1.6"
    assert set(bill["dependencies"][0]["dependsOn"]) == {one["bom-ref"] for one in bill["components"]}


def test_an_archive_is_the_same_bytes_whenever_it_is_made_and_follows_no_link(tmp_path: Path) -> None:
    for name in ("a", "b"):
        folder = tmp_path / name
        (folder / "in").mkdir(parents=True)
        (folder / "in" / "x.txt").write_text("x")
        (folder / "link").symlink_to("/etc/passwd")
    both = [release.archive(tmp_path / name, (tmp_path / name).rglob("*"), "top") for name in ("a", "b")]
    assert both[0] == both[1]
    with tarfile.open(fileobj=io.BytesIO(gzip.decompress(both[0]))) as packed:
        assert packed.getnames() == ["top/in/x.txt"]


def test_the_checksums_are_those_of_the_files() -> None:
    told = release.checksums({"b": b"2", "a": b"1"}).decode()
    assert told == "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in (("a", b"1"), ("b", b"2")))
