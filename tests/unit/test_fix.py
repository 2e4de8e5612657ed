"""A catalogue against the one that was published: what `check --base` refuses, what `fix` writes and leaves alone."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from norprem import build, cli, select
from norprem.fix import repaired
from norprem.load import load
from norprem.model import Catalogue, Session
from norprem.revision import Stamp, changed, due
from norprem.select import Run
from tests.fixture_catalogue import TODAY, catalogue
from tests.unit import strategies as made
from tests.unit.test_history import commit, git
from tests.unit.test_load import COURSE, PLAIN, SESSION, STANDARD, write

DAY = ("--today", "2026-11-22")
ONLY = ("--only", "revision")
Command = Callable[..., Result]

TEXT = """\
# Ett kurs, skrevet som folk skriver.
id: eksempelkurs
title: {nb: Eksempelkurs, en: Example course}
summary:
    nb: Et kurs som er funnet på.   # med blanke bak
    en: "A made-up course."
provider: eksempelsenteret
region: helse-vest
url: https://kurs.example/
audience: [nurse]
topics: [rare-disease]
level: master
languages: ["no"]
mode: onsite
availability: unknown
source: {title: Eksempelsiden, read: 2026-11-20}
last_checked: 2026-11-20
sessions:
  - id: 2027-var
    updated:   2026-11-20      # dagen
    revision: '9'   # tallet
    start: 2027-03-10 09:00
    end: 2027-03-10 15:00
    place: {nb: Blåbærtunet 😀, en: Bergen}
    status: confirmed
  - {id: 2027-host, start: 2027-09-10, end: 2027-09-11, note: {nb: 😀, en: a}, revision: 0, "updated": "2026-11-20",
     status: planned}
  -   { "id": "2028", "start": "2028-09-10",
        "end": "2028-09-11", "revision": "0", "status": "planned",
        "updated": 2026-11-20 }
# Slutt
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a repository whose branch `main` has the made-up catalogue and one course; a branch of ours is current."""
    path = tmp_path / "repository"
    path.mkdir()
    git(path, "init", "--quiet", "--initial-branch", "main")
    commit(path)
    catalogue(path)
    put(path, TEXT)
    commit(path)
    git(path, "checkout", "--quiet", "-b", "mitt")
    return path


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    monkeypatch.chdir(folder)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    return lambda *words: CliRunner().invoke(cli.main, words, catch_exceptions=False)


def put(folder: Path, text: str) -> Path:
    path = folder / "curricula" / COURSE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


def codes(result: Result) -> list[str]:
    return [one["code"] for one in json.loads(result.stdout)["findings"]]


def checked(run: Command, *words: str) -> list[str]:
    return codes(run("check", "--format", "json", *DAY, *words))


MOVED = (
    TEXT.replace("2027-03-10", "2027-03-17")
    .replace("end: 2027-09-11", "end: 2027-09-12")
    .replace("planned", "cancelled")
)
MENDED = (
    MOVED.replace("updated:   2026-11-20 ", "updated:   2026-11-22 ")
    .replace("revision: '9'", "revision: '10'")
    .replace('revision: 0, "updated": "2026-11-20"', 'revision: 1, "updated": "2026-11-22"')
    .replace('"revision": "0"', '"revision": "1"')
    .replace('"updated": 2026-11-20 }', '"updated": 2026-11-22 }')
)


def test_nothing_is_found_where_nothing_has_changed(run: Command) -> None:
    assert checked(run, "--base", "main") == []


def test_without_a_base_nothing_is_compared(folder: Path, run: Command) -> None:
    put(folder, MOVED)
    assert checked(run) == []


@pytest.mark.parametrize("base", ["main", "HEAD", "HEAD~0", "mitt"])
def test_a_change_without_a_revision_ends_with_1(folder: Path, run: Command, base: str) -> None:
    put(folder, MOVED)
    result = run("check", *DAY, "--base", base)
    assert result.exit_code == 1
    assert result.output.count("feil K903") == result.output.count("feil K905") == 3
    assert "`start`, `end` er endret, men `revision` er fortsatt 9." in result.output
    assert f"curricula/{COURSE}:21:15:" in result.output


def test_a_folder_will_do_as_base(folder: Path, run: Command) -> None:
    shutil.copytree(folder / "curricula", folder / "før")
    put(folder, MOVED)
    assert checked(run, "--base", "før") == ["K905", "K903", *["K903", "K905"] * 2]


def test_the_catalogue_may_be_anywhere_in_the_repository(
    folder: Path, run: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(folder, MOVED)
    monkeypatch.chdir(folder / "curricula" / "courses")
    assert len(checked(run, "--base", "main", "--curricula", "..")) == 6
    monkeypatch.chdir(folder.parent)
    assert len(checked(run, "--base", "main", "--curricula", str(folder / "curricula"))) == 6


def test_what_others_did_on_the_base_meanwhile_is_not_ours(folder: Path, run: Command) -> None:
    git(folder, "checkout", "--quiet", "main")
    put(folder, MENDED)
    write(
        folder / "curricula", "courses/helse-nord/nytt-kurs.yaml", PLAIN | {"id": "nytt-kurs", "region": "helse-nord"}
    )
    commit(folder)
    git(folder, "checkout", "--quiet", "mitt")
    assert checked(run, "--base", "main") == []
    assert run("fix", *ONLY, "--base", "main", *DAY).stdout == "Ingenting å rette.\n"


@pytest.mark.parametrize("words", [("check",), ("fix",)], ids=" ".join)
@pytest.mark.parametrize("base", ["finnes-ikke", "HEAD~9", "-x", "", "tom"])
def test_an_unknown_base_ends_with_2(folder: Path, run: Command, words: tuple[str, ...], base: str) -> None:
    (folder / "tom").mkdir()
    result = run(*words, "--base", base)
    assert result.exit_code == 2
    assert "--base" in result.stderr
    assert result.stdout == ""


def test_outside_a_repository_only_folders_can_be_compared(tmp_path: Path, run: Command, folder: Path) -> None:
    shutil.move(folder / "curricula", tmp_path / "curricula")
    result = run("check", "--base", "main", "--curricula", str(tmp_path / "curricula"))
    assert result.exit_code == 2
    assert "no git repository" in result.stderr


def test_a_base_without_a_catalogue_says_so_and_all_is_new(run: Command) -> None:
    result = run("check", *DAY, "--base", "main~1")
    assert result.exit_code == 0
    assert "I main~1 var det ingen katalog ennå" in result.stderr


def test_a_file_of_the_base_that_cannot_be_read_is_named_and_the_rest_is_compared(folder: Path, run: Command) -> None:
    nord = "courses/helse-nord/nytt-kurs.yaml"
    write(folder / "curricula", nord, "id: [nytt-kurs\n")
    commit(folder)
    (folder / "curricula" / nord).unlink()
    put(folder, MOVED)
    result = run("check", "--format", "json", *DAY, "--base", "HEAD")
    assert result.stderr == f"Disse filene i HEAD kan ikke leses og er ikke sammenlignet: {nord}.\n"
    assert sorted(set(codes(result))) == ["K903", "K905"]


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace("sessions:", "sesjoner:"),
        TEXT.replace("id: 2027-var", "id: 2027 vår"),
        TEXT.replace("id: eksempelkurs", "id: Eksempelkurs"),
        TEXT.replace("revision: '9'", "revision: ni"),
        TEXT + "\t- [",
        "",
    ],
    ids=["misspelt key", "bad session id", "bad id", "bad number", "no YAML", "empty"],
)
def test_a_file_with_a_fault_of_shape_is_not_said_to_have_lost_anything(folder: Path, run: Command, text: str) -> None:
    put(folder, text)
    found = checked(run, "--base", "main")
    assert found
    assert not [code for code in found if code.startswith("K9")]


def test_a_folder_that_cannot_be_read_has_lost_nothing(folder: Path, run: Command) -> None:
    shutil.move(folder / "curricula" / "courses", folder / "andre")
    (folder / "curricula" / "courses").symlink_to(folder / "andre")
    assert "K908" not in checked(run, "--base", "main")


def test_a_change_of_place_in_the_file_is_no_change(folder: Path, run: Command) -> None:
    lines = TEXT.splitlines(keepends=True)
    put(folder, "".join((*lines[:18], *lines[25:27], *lines[18:25], *lines[27:])))
    assert checked(run, "--base", "main") == []


def test_a_shallow_clone_without_the_reference_says_what_to_fetch(folder: Path, tmp_path: Path, run: Command) -> None:
    git(tmp_path, "clone", "--quiet", "--depth", "1", "--branch", "mitt", f"file://{folder}", "grunn")
    result = run("check", "--base", "origin/main", "--curricula", str(tmp_path / "grunn" / "curricula"))
    assert result.exit_code == 2
    assert "git fetch --unshallow" in " ".join(result.stderr.split())


def test_a_shallow_clone_with_both_tips_compares_them_and_says_so(folder: Path, tmp_path: Path, run: Command) -> None:
    put(folder, MOVED)
    commit(folder)
    git(tmp_path, "clone", "--quiet", "--depth", "1", "--no-single-branch", f"file://{folder}", "grunn")
    result = run("check", *DAY, "--base", "origin/main", "--curricula", str(tmp_path / "grunn" / "curricula"))
    assert result.exit_code == 1
    assert "Git finner ikke ut hvor arbeidet ditt skilte lag med origin/main." in result.stderr
    assert result.stdout.count("feil K903") == 3


def test_a_vanished_file_is_told_at_its_first_line(folder: Path, run: Command) -> None:
    (folder / "curricula" / COURSE).unlink()
    result = run("check", *DAY, "--base", "main", "--format", "github")
    assert result.exit_code == 1
    assert result.stdout.startswith(f"::error file=curricula/{COURSE},line=1,col=1,title=K908 ")


def test_fix_changes_the_values_and_no_other_byte(folder: Path, run: Command) -> None:
    path = put(folder, MOVED)
    result = run("fix", *ONLY, "--base", "main", *DAY)
    assert result.exit_code == 0
    assert path.read_bytes() == MENDED.encode()
    assert checked(run, "--base", "main") == []
    assert git(folder, "status", "--porcelain") == f"M curricula/{COURSE}"


@pytest.mark.parametrize("end", ["\r\n", "\r"], ids=["Windows", "old Mac"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["no mark", "mark"])
def test_fix_keeps_line_ends_and_marks(folder: Path, run: Command, end: str, mark: str) -> None:
    path = put(folder, mark + MOVED.rstrip("\n").replace("\n", end))
    assert run("fix", *ONLY, "--base", "main", *DAY).exit_code == 0
    assert path.read_bytes() == (mark + MENDED.rstrip("\n").replace("\n", end)).encode()


def test_fix_shows_what_it_did(folder: Path, run: Command) -> None:
    put(folder, TEXT.replace("2027-03-10", "2027-03-17"))
    told = run("fix", *ONLY, "--base", "main", *DAY, "--language", "en").stdout
    assert told == (
        "eksempelkurs, session 2027-var: revision 9 → 10, updated 2026-11-20 → 2026-11-22\n"
        f"--- curricula/{COURSE}\n"
        f"+++ curricula/{COURSE}\n"
        "@@ -19,4 +19,4 @@\n"
        "   - id: 2027-var\n"
        "-    updated:   2026-11-20      # dagen\n"
        "-    revision: '9'   # tallet\n"
        "+    updated:   2026-11-22      # dagen\n"
        "+    revision: '10'   # tallet\n"
        "     start: 2027-03-17 09:00\n"
        "\n"
        "Mended one file.\n"
    )


def test_a_second_fix_does_nothing_that_day_or_later(folder: Path, run: Command) -> None:
    path = put(folder, MOVED)
    run("fix", *ONLY, "--base", "main", *DAY)
    for day in ("2026-11-22", "2026-11-23", "2027-11-23"):
        assert run("fix", *ONLY, "--base", "main", "--today", day).stdout == "Ingenting å rette.\n"
        assert path.read_bytes() == MENDED.encode()


def test_a_dry_run_writes_nothing(folder: Path, run: Command) -> None:
    path = put(folder, MOVED)
    result = run("fix", *ONLY, "--base", "main", "--dry-run", *DAY)
    assert result.exit_code == 1
    assert result.stdout.endswith("Én fil ville blitt rettet. Ingenting er skrevet.\n")
    assert path.read_bytes() == MOVED.encode()


def test_the_day_of_a_fix_can_come_from_the_environment(
    folder: Path, run: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(folder, MOVED)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795305600")  # 22 November 2026, 00:00 UTC
    run("fix", *ONLY, "--base", "main")
    assert path.read_bytes() == MENDED.encode()


def test_fix_keeps_a_higher_revision_and_a_day_that_was_moved(folder: Path, run: Command) -> None:
    own = MENDED.replace("revision: '10'", "revision: '12'").replace("updated:   2026-11-22", "updated:   2026-11-21")
    path = put(folder, own)
    assert run("fix", *ONLY, "--base", "main", *DAY).stdout == "Ingenting å rette.\n"
    assert path.read_bytes() == own.encode()


def test_fix_leaves_a_value_on_several_lines_to_a_person(folder: Path, run: Command) -> None:
    text = MOVED.replace("revision: '9'   # tallet", "revision: >-\n      9")
    path = put(folder, text)
    result = run("fix", *ONLY, "--base", "main", *DAY)
    assert result.exit_code == 1
    assert "må rettes for hånd" in result.stderr
    assert path.read_bytes() == text.encode()


def test_fix_names_files_with_faults_and_does_the_others(folder: Path, run: Command) -> None:
    write(folder / "curricula", "courses/helse-nord/nytt-kurs.yaml", "id: [nytt\n")
    path = put(folder, MOVED)
    result = run("fix", *ONLY, "--base", "main", *DAY)
    assert result.exit_code == 1
    assert "courses/helse-nord/nytt-kurs.yaml" in result.stderr
    assert path.read_bytes() == MENDED.encode()


def test_a_file_that_cannot_be_written_is_told_without_a_traceback(
    folder: Path, run: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(folder, MOVED)

    def refused(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "write_bytes", refused)
    shutil.copytree(folder / "curricula", folder / "før")
    (folder / "før" / COURSE).write_text(TEXT)
    result = run("fix", *ONLY, "--base", "før", *DAY)
    assert result.exit_code == 1
    assert "cannot be written: Permission denied" in result.stderr


@pytest.mark.parametrize(
    ("before", "after", "fields"),
    [
        ({}, {}, ()),
        ({}, {"note": made.both("a")}, ()),
        ({}, {"seats": "3"}, ()),
        ({"start": "2027-03-10 09:00"}, {"start": "2027-03-10T09:00"}, ()),
        ({"place": {"nb": "a", "en": "b"}}, {"place": {"en": "b", "nb": "a"}}, ()),
        ({}, {"place": made.both("a")}, ("place",)),
        ({"place": made.both("a")}, {}, ("place",)),
        ({}, {"registration": {"deadline": "2027-01-01"}}, ()),
        ({"registration": {"deadline": "2027-01-01"}}, {}, ("deadline",)),
        ({}, {"start": "2027-03-09", "status": "postponed"}, ("start", "status")),
    ],
)
def test_time_place_and_status_are_what_counts(
    before: dict[str, Any], after: dict[str, Any], fields: tuple[str, ...]
) -> None:
    assert changed(made.session(**before), made.session(**after)) == fields


def test_the_year_that_a_session_must_stay_is_that_of_the_calendars(tmp_path: Path) -> None:
    for ago in (365, 366, 367):
        day = (TODAY - timedelta(days=ago)).isoformat()
        session = made.session(start=day, end=day)
        shown = select.calendar_runs([made.course(session)], TODAY) == (Run(made.course(session), session),)
        root = catalogue(tmp_path / str(ago))
        write(root, COURSE, PLAIN | {"sessions": [SESSION | {"start": day, "end": day}]})
        before = load(root).catalogue
        write(root, COURSE, PLAIN)
        found = [one.code for one in build.check(root, TODAY, before=before).findings]
        assert found == (["K902"] if shown else [])


def test_archived_and_removed_competences_are_told_in_the_same_order_every_time(tmp_path: Path) -> None:
    root = catalogue(tmp_path)
    first = STANDARD["competences"][0]
    many = [first | {"id": f"k{number}", "code": f"A.{number}"} for number in range(9)]
    write(root, "standards/eksempelyrket.yaml", STANDARD | {"competences": many})
    before = load(root).catalogue
    write(root, "standards/eksempelyrket.yaml", STANDARD | {"competences": many[:1]})
    found = [one.spot.values["found"] for one in build.check(root, TODAY, before=before).findings if one.code == "K912"]
    assert found == [f"k{number}" for number in range(1, 9)]


days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
sessions = st.builds(
    lambda first, length, **rest: rest | {"start": str(first), "end": str(first + timedelta(days=length))},
    days,
    st.integers(0, 3),
    status=st.sampled_from(("planned", "confirmed", "cancelled", "postponed")),
    place=st.sampled_from(("{nb: Bergen, en: Bergen}", "{nb: Ås, en: Ås}")),
    revision=st.integers(0, 12).map(str),
    updated=days.map(str),
)
styles = st.sampled_from(("block", "flow", "json"))
quotes = st.sampled_from(("", "'", '"'))


def drawn(session: dict[str, str], own: str, style: str, quote: str) -> str:
    """Write a session as YAML in one of the ways people do."""
    values = {key: value if key == "place" else f"{quote}{value}{quote}" for key, value in session.items()}
    values = {"id": own} | values
    if style == "block":
        return "  - " + "\n    ".join(f"{key}: {value}  # æ {key}" for key, value in values.items()) + "\n"
    if style == "flow":
        return "  - {" + ", ".join(f"{key}: {value}" for key, value in values.items()) + "}  # 😀\n"
    return "  - {" + ",\n     ".join(f'"{key}": {value}' for key, value in values.items()) + "}\n"


HEAD = TEXT[: TEXT.index("  - id: 2027-var")]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(sessions, sessions, styles, quotes), min_size=1, max_size=4), st.sampled_from(("\n", "\r\n")))
def test_after_a_fix_nothing_is_wrong_with_versions_and_nothing_else_differs(
    drawn_sessions: list[tuple[dict[str, str], dict[str, str], str, str]], end: str
) -> None:
    with tempfile.TemporaryDirectory() as name:
        root = catalogue(Path(name))
        lines = [
            (drawn(old, f"s{n}", *way), drawn(new, f"s{n}", *way)) for n, (old, new, *way) in enumerate(drawn_sessions)
        ]
        put(root.parent, HEAD + "".join(old for old, _ in lines))
        before = load(root).catalogue
        path = put(root.parent, (HEAD + "".join(new for _, new in lines)).replace("\n", end))
        edited, as_text = load(root).catalogue, path.read_bytes()
        for one in repaired(root, edited, before, TODAY):
            assert one.after is not None
            path.write_bytes(one.after)
        found = [one.code for one in build.check(root, TODAY, before=before).findings]
        assert not {"K903", "K904", "K905", "K906"} & set(found)
        fixed = load(root).catalogue
        assert plain(fixed) == plain(edited)
        assert skeleton(path.read_bytes()) == skeleton(as_text)
        assert list(repaired(root, fixed, before, TODAY)) == []


def plain(one: Catalogue) -> list[Session]:
    """Return all sessions without what says which version they are."""
    same = {"revision": 0, "updated": TODAY}
    return [session.model_copy(update=same) for _, _, session in one.sessions]


def skeleton(data: bytes) -> bytes:
    """Return a file with the values of revision and updated taken out."""
    return re.sub(rb"(revision\"?: ['\"]?)\d+|(updated\"?: ['\"]?)[\d-]+", rb"\1\2", data)


@given(sessions, sessions, days)
def test_what_is_due_is_enough_and_never_less_than_there_was(
    old: dict[str, str], new: dict[str, str], today: date
) -> None:
    place = made.both("Bergen")
    was, now = (made.session(**(one | {"place": place})) for one in (old, new))
    stamp = due(was, now, today)
    mended = now.model_copy(update={"revision": stamp.revision, "updated": stamp.updated})
    assert due(was, mended, today) == stamp
    assert stamp.revision >= max(was.revision + bool(changed(was, now)), now.revision)
    assert stamp in (Stamp(stamp.revision, day) for day in (now.updated, was.updated, today))
