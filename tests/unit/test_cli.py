"""The command line: what it says, in which form and language, and how it ends."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from norprem import build, cli, report, rules
from norprem.load import Progress
from tests.fixture_catalogue import RULES, VOCABULARY, catalogue
from tests.unit.test_history import commit, git
from tests.unit.test_load import COURSE, PERSON, PLAIN, SESSION, UNIT, write

HOOKS = Path(cli.__file__).parent.parent
DAY = ("--today", "2026-11-22")
PAGES = len(list((RULES / "_docs").rglob("*.md")))
FILES = len(list(VOCABULARY.glob("*.yaml"))) + len(list((RULES / "_base").rglob("*.yaml"))) + PAGES

Run = Callable[..., Result]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return catalogue(tmp_path)


@pytest.fixture
def run(root: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs the command beside the made-up catalogue."""
    monkeypatch.chdir(root.parent)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    return lambda *words: CliRunner().invoke(cli.main, words, catch_exceptions=False)


def test_a_clean_catalogue_ends_with_0(run: Run) -> None:
    result = run("check", *DAY)
    assert (result.exit_code, result.output) == (0, f"Ingen feil i {FILES} filer.\n")


def test_an_error_ends_with_1_and_shows_where(root: Path, run: Run) -> None:
    write(root, COURSE, PLAIN | {"level": "masters"})
    result = run("check", *DAY)
    assert result.exit_code == 1
    assert f"curricula/{COURSE}:1:" in result.output
    assert "feil K201 «masters» finnes ikke" in result.output
    assert "^^^^" in result.output
    assert result.output.endswith("for å lese mer om en regel.\n")


def test_all_findings_come_at_once_in_the_order_of_files_and_lines(root: Path, run: Run) -> None:
    write(root, COURSE, "id: eksempelkurs\nlevel: masters\nmode: on-site\n")
    write(root, PERSON, UNIT | {"status": "sikker"})
    write(root, "courses/helse-nord/x.yml", "")
    told = json.loads(run("check", "--format", "json", *DAY).output)["findings"]
    places = [(one["file"], one["line"], one["column"], one["code"]) for one in told]
    assert places == sorted(places)
    assert {one["code"] for one in told} == {"K018", "K102", "K201"}


def test_warnings_fail_only_where_it_is_strict(root: Path, run: Run) -> None:
    write(root, COURSE, PLAIN | {"audience": ["nurse", "nurse"]})
    loose, strict = run("check", *DAY), run("check", "--strict", *DAY)
    assert (loose.exit_code, strict.exit_code) == (0, 1)
    assert "advarsel K118" in loose.output
    assert loose.output == strict.output


def test_json_of_a_clean_catalogue_is_json_too(run: Run) -> None:
    assert json.loads(run("check", "--format", "json", *DAY).output) == {"files": FILES, "findings": []}


def test_github_gets_annotations_and_nothing_else(root: Path, run: Run) -> None:
    assert run("check", "--format", "github", *DAY).output == ""
    write(root, COURSE, PLAIN | {"level": "100%", "mode": "on-site"})
    lines = run("check", "--format", "github", "--language", "en", *DAY).output.splitlines()
    assert len(lines) == 2
    assert all(line.startswith(f"::error file=curricula/{COURSE},line=1,col=") for line in lines)
    assert any("100%25" in line for line in lines)


def test_both_languages(root: Path, run: Run) -> None:
    write(root, COURSE, PLAIN | {"level": "masters"})
    assert "Did you mean “master”?" in run("check", "--language", "en", *DAY).output
    assert "Mente du «master»?" in run("check", "--language", "nb", *DAY).output


def test_paths_choose_what_is_shown(root: Path, run: Run) -> None:
    write(root, COURSE, PLAIN | {"level": "masters"})
    write(root, PERSON, UNIT | {"status": "sikker"})
    of_course = run("check", f"curricula/{COURSE}", *DAY)
    assert of_course.exit_code == 1
    assert PERSON not in of_course.output
    assert of_course.output.count("feil K") == 1
    assert "i 1 fil." in of_course.output
    of_folder = run("check", "curricula/people", *DAY)
    assert "sikker" in of_folder.output
    assert "masters" not in of_folder.output
    clean = run("check", "curricula/glossary.yaml", *DAY)
    assert (clean.exit_code, clean.output) == (0, "Ingen feil i 1 fil.\n")
    assert run("check", "curricula", *DAY).output == run("check", *DAY).output


@pytest.mark.parametrize(
    "words",
    [
        ("check", "finnes-ikke.yaml"),
        ("check", "outside.yaml"),
        ("check", "--curricula", "finnes-ikke"),
        ("check", "--curricula", "outside.yaml"),
        ("check", "--today", "2026-02-30"),
        ("check", "--format", "xml"),
        ("check", "--language", "nn"),
        ("check", "--finnes-ikke"),
        ("explain", "K999"),
        ("explain",),
        ("forklar",),
    ],
    ids=" ".join,
)
def test_what_is_not_understood_ends_with_2(run: Run, words: tuple[str, ...]) -> None:
    result = run(*words)
    assert result.exit_code == 2
    assert "Usage" in result.output
    assert "Traceback" not in result.output


def test_no_catalogue_here_ends_with_2(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    result = run("check")
    assert result.exit_code == 2
    assert "curricula" in result.output


def test_a_catalogue_that_may_not_be_read_ends_with_2(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_, **__: False)
    result = run("check")
    assert result.exit_code == 2
    assert "not readable" in result.output


def test_missing_lists_are_findings(root: Path, run: Run) -> None:
    write(root, COURSE, PLAIN)
    for file in ("vocabulary/topics.yaml", "providers.yaml", "glossary.yaml"):
        (root / file).unlink()
    result = run("check", *DAY)
    assert result.exit_code == 1
    assert result.output.count("feil K") == result.output.count("feil K019") == 3


def test_the_day_can_come_from_the_environment(root: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    write(root, COURSE, PLAIN)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert "K309" in run("check").output
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795305600")
    assert run("check").exit_code == 0


@pytest.mark.parametrize("epoch", ["i dag", "1e9", "9" * 30, "-" + "9" * 17])
def test_a_day_in_the_environment_that_is_none_ends_with_2(
    run: Run, monkeypatch: pytest.MonkeyPatch, epoch: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    result = run("check")
    assert result.exit_code == 2
    assert "SOURCE_DATE_EPOCH" in result.output


@pytest.mark.parametrize("code", rules.BY_CODE)
def test_every_rule_is_explained(run: Run, code: str) -> None:
    for language in report.LANGUAGES:
        result = run("explain", code.lower(), "--language", language)
        assert result.exit_code == 0
        assert result.output.startswith(code)
        assert len(result.output.strip().split("\n\n")) == 4
        assert not re.search(r"\{[a-z_]+\}", result.output)


def test_a_misspelled_code_is_guessed(run: Run) -> None:
    assert "Did you mean K301" in run("explain", "K3O1").output


def test_a_terminal_that_lacks_a_letter_gets_another_for_it(root: Path) -> None:
    write(root, COURSE, PLAIN | {"level": "mæster"})
    result = command(root.parent, "check", *DAY, PYTHONIOENCODING="ascii")
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    assert "K110" in result.stdout


def command(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command as its users do."""
    return subprocess.run(
        [sys.executable, "-m", "norprem.cli", *words],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(HOOKS), "PYTHONIOENCODING": "utf-8"} | environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_the_real_command(root: Path) -> None:
    clean = command(root.parent, "check", *DAY)
    assert (clean.returncode, clean.stdout, clean.stderr) == (0, f"Ingen feil i {FILES} filer.\n", "")
    write(root, COURSE, PLAIN | {"level": "masters"})
    broken = command(root.parent, "check", *DAY)
    assert (broken.returncode, broken.stderr) == (1, "")
    assert command(root.parent, "check", "finnes-ikke").returncode == 2


@pytest.fixture
def versions(root: Path) -> Path:
    """Return a repository: no catalogue at first, then one, then a course, and in the work tree a changed course."""
    folder = root.parent
    git(folder, "init", "--quiet", "--initial-branch", "main")
    root.rename(folder / "elsewhere")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", "prøve")
    (folder / "elsewhere").rename(root)
    commit(folder)
    write(root, COURSE, PLAIN | {"sessions": [SESSION]})
    commit(folder)
    write(root, COURSE, PLAIN | {"sessions": [SESSION | {"status": "cancelled"}]})
    return folder


@pytest.mark.usefixtures("versions")
def test_two_references_are_compared(run: Run) -> None:
    told = run("diff", "HEAD~1", "main", "--language", "en")
    assert (told.exit_code, told.output) == (0, "Course: Example course (eksempelkurs)\n  The course was added.\n")
    back = run("diff", "main", "HEAD~1")
    assert (back.exit_code, back.output) == (0, "Kurs: Eksempelkurs (eksempelkurs)\n  Kurset er fjernet.\n")


@pytest.mark.usefixtures("versions")
def test_a_reference_is_compared_with_a_folder(run: Run) -> None:
    told = run("diff", "HEAD", "curricula")
    assert told.exit_code == 0
    assert told.output.splitlines()[1:] == ["  Samlingen 10.–11. mars 2027 er avlyst."]


@pytest.mark.usefixtures("versions")
def test_before_the_catalogue_began_there_was_nothing(run: Run) -> None:
    told = "Standard: Eksempelyrket (eksempelstandard)\n  Standarden er lagt til.\n"
    assert run("diff", "HEAD~2", "HEAD~1").output == told
    assert run("diff", "main", "main").output == "Ingen endringer.\n"


@pytest.mark.usefixtures("versions")
def test_differences_can_be_had_as_json_and_markdown(run: Run) -> None:
    (one,) = json.loads(run("diff", "HEAD", "curricula", "--format", "json").output)["changes"]
    assert (one["kind"], one["what"], one["field"]) == ("course", "cancelled", "sessions.status")
    assert run("diff", "HEAD", "curricula", "--format", "md").output.startswith("### Kurs: Eksempelkurs")


def test_errors_on_either_side_are_listed_with_their_side(versions: Path, run: Run) -> None:
    write(versions / "curricula", COURSE, PLAIN | {"last_checked": "i dag"})
    commit(versions)
    old, new = run("diff", "HEAD", "HEAD~1"), run("diff", "HEAD~1", "curricula", "--language", "en")
    assert old.exit_code == new.exit_code == 1
    assert "Den gamle versjonen, HEAD:curricula, har feil:" in old.stderr
    assert f"HEAD:curricula/{COURSE}:1:" in old.stderr
    assert "The new version, curricula, has errors:" in new.stderr
    assert f"curricula/{COURSE}:1:" in new.stderr
    assert old.stdout == new.stdout == ""
    both = run("diff", "HEAD", "curricula")
    assert both.stderr.count("K105") == 2 * old.stderr.count("K105")


def test_a_closed_list_that_did_not_exist_yet_is_no_error(versions: Path, run: Run) -> None:
    (versions / "curricula" / "vocabulary" / "statuses.yaml").unlink()
    told = run("diff", "curricula", "HEAD")
    assert told.exit_code == 0
    assert "Samlingen 10.–11. mars 2027: statusen er endret fra cancelled til bekreftet." in told.output


@pytest.mark.parametrize(
    "words",
    [
        ("finnes-ikke", "HEAD"),
        ("HEAD", "HEAD~9"),
        ("-x", "HEAD"),
        ("--", "-x", "HEAD"),
        ("HEAD",),
        ("HEAD", "HEAD", "--curricula", "../curricula"),
        ("HEAD", "HEAD~1", "--curricula", "finnes-ikke"),
        ("HEAD", "HEAD", "--format", "xml"),
    ],
    ids=" ".join,
)
@pytest.mark.usefixtures("versions")
def test_a_comparison_that_is_not_understood_ends_with_2(run: Run, words: tuple[str, ...]) -> None:
    result = run("diff", *words)
    assert result.exit_code == 2
    assert "Usage" in result.output


def test_a_folder_without_a_catalogue_has_errors(versions: Path, run: Run) -> None:
    (versions / "empty").mkdir()
    result = run("diff", "HEAD", "empty")
    assert result.exit_code == 1
    assert "K019" in result.output


class _Terminal:
    """What passes for a terminal that somebody looks at, and keeps what is drawn on it."""

    encoding = "utf-8"

    def __init__(self) -> None:
        self.drawn = ""

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self.drawn += text
        return len(text)

    def flush(self) -> None:
        pass


@contextmanager
def _shown(monkeypatch: pytest.MonkeyPatch, terminal: object) -> Iterator[Progress | None]:
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stderr", terminal)
        patch.setenv("TERM", "xterm")
        with cli._bar("nb") as told:
            yield told


def test_a_bar_is_drawn_on_a_terminal_when_it_takes_long(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = _Terminal()
    monkeypatch.setattr(cli, "_SLOW", 0.01)
    with _shown(monkeypatch, terminal) as told:
        assert told
        time.sleep(0.02)
        told(50, 200)
        time.sleep(0.2)
    assert "Leser filer" in terminal.drawn
    assert "25%" in terminal.drawn


def test_no_bar_is_drawn_when_it_is_soon_done(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = _Terminal()
    with _shown(monkeypatch, terminal) as told:
        assert told
        told(50, 200)
    assert terminal.drawn == ""


def test_no_bar_is_drawn_where_nobody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    with Path(os.devnull).open("w") as nobody, _shown(monkeypatch, nobody) as told:
        assert told is None


def test_the_build_and_the_command_find_the_same(root: Path, run: Run) -> None:
    write(root, COURSE, PLAIN | {"level": "masters"})
    checked = build.check(root, build.build_day({"SOURCE_DATE_EPOCH": "1795305600"}), docs=root.parent / "docs")
    assert (
        run("check", *DAY).output
        == report.as_text(checked.findings, "nb", prefix="curricula/", files=checked.files) + "\n"
    )
