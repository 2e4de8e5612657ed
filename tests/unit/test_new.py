"""A new record: asked for or given in options, written with the template's own explanations, and passing the checks."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path, PureWindowsPath

import pytest
import yaml
from click.shell_completion import ShellComplete
from click.testing import CliRunner, Result

from norprem import cli
from norprem.commands.asking import OFFERED
from norprem.exports import schema
from norprem.formatting import Form, formatted
from norprem.kinds import KINDS, Kind, Shape
from norprem.questions import questions
from norprem.sheet import Sheet, template
from tests.exported import CURRICULA, ROOT
from tests.fixture_catalogue import catalogue
from tests.unit.strategies import SITE

DAY = ("--today", "2026-11-22")
COURSE = {
    "title-nb": "Innføring i genetikk på øya",
    "title-en": "Introduction to genetics",
    "summary-nb": "Kurset gir sykepleiere en innføring i arv og genetikk.",
    "summary-en": "The course gives nurses an introduction to heredity and genetics.",
    "provider": "Eksempelsenteret",
    "region": "Helse Vest",
    "url": "https://kurs.example/genetikk",
    "audience": "Sykepleier",
    "topics": "rare-disease",
    "level": "master",
    "languages": "no",
    "mode": "onsite",
    "availability": "unknown",
    "source-title": "Kurssiden",
    "source-read": "20.11.2026",
    "last-checked": "2026-11-22",
}
GIVEN: Mapping[str, Mapping[str, str]] = {
    "course": COURSE,
    "person": {
        "kind": "unit",
        "name-nb": "Senter for eksempler",
        "name-en": "Centre for examples",
        "role-nb": "Gir råd til familier med arvelig sykdom.",
        "role-en": "Advises families with hereditary disease.",
        "organisation": "eksempelsenteret",
        "region": "helse-vest",
        "fields": "medical-genetics",
        "confirmed-on": "2026-11-22",
        "source-title": "Siden",
        "source-url": "https://kurs.example/senter",
        "source-read": "2026-11-22",
    },
    "standard": {
        "title-nb": "Ny standard",
        "title-en": "New standard",
        "summary-nb": "Hva en sykepleier må mestre.",
        "summary-en": "What a nurse must master.",
        "issuer-name": "Eksempelorganet",
        "issuer-role": "author",
        "professions": "nurse",
        "fields": "medical-genetics",
        "sources-title": "Et rammeverk",
        "sources-seen": "none",
        "sources-read": "2026-11-22",
        "domains-title-nb": "Finne og henvise",
        "domains-title-en": "Find and refer",
        "competences-kind": "skill",
        "competences-statement-nb": "Tegner slektstre over tre ledd.",
        "competences-statement-en": "Draws a family tree over three generations.",
        "competences-target": "3",
        "competences-topics": "rare-disease",
        "last-checked": "2026-11-22",
    },
    "programme": {
        "title-nb": "Ny læreplan",
        "title-en": "New curriculum",
        "summary-nb": "Deltakeren lærer om arv.",
        "summary-en": "The participant learns about heredity.",
        "provider": "eksempelsenteret",
        "region": "national",
        "detail": "facts",
        "status": "running",
        "audience": "nurse",
        "languages": "no",
        "source-title": "Studieplanen",
        "source-url": "https://kurs.example/plan",
        "source-read": "2026-11-22",
        "last-checked": "2026-11-22",
    },
    "method": {
        "name-nb": "Ny metode",
        "name-en": "New method",
        "kind": "test",
        "fields": "molecular-pathology",
        "summary-nb": "En test som viser noe.",
        "summary-en": "A test that shows something.",
        "indications-nb": "Pasienter med kreft.",
        "indications-en": "Patients with cancer.",
        "status": "established",
        "status-note-nb": "Metoden er i bruk.",
        "status-note-en": "The method is in use.",
        "sources-title": "Siden",
        "sources-read": "2026-11-22",
        "last-checked": "2026-11-22",
    },
    "pathway": {
        "topic": "eksempel",
        "title-nb": "Eksempel",
        "title-en": "Example",
        "answers-region": "helse-nord",
        "answers-checked": "2026-11-22",
    },
    "need": {
        "title-nb": "Mangel på veiledere",
        "title-en": "Lack of counsellors",
        "description-nb": "Tjenesten mangler genetiske veiledere.",
        "description-en": "The service lacks genetic counsellors.",
        "kind": "capacity",
        "reported-by-nb": "Arbeidsgruppen",
        "reported-by-en": "The working group",
        "region": "national",
        "professions": "nurse",
        "fields": "medical-genetics",
        "since": "2018",
        "status": "reported",
        "source-title": "Rapporten",
        "source-read": "2026-11-22",
        "last-checked": "2026-11-22",
    },
}
"""What makes a record of each kind: the least there can be."""

Command = Callable[..., Result]


def flags(given: Mapping[str, str]) -> list[str]:
    return [part for key, value in given.items() for part in (f"--{key}", value)]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    catalogue(tmp_path)
    monkeypatch.chdir(tmp_path)
    return lambda *words, typed=None: CliRunner().invoke(cli.main, words, input=typed, catch_exceptions=False)


def new(run: Command, kind: str, **changes: str) -> Result:
    given = {**GIVEN[kind], **{key.replace("_", "-"): value for key, value in changes.items()}}
    return run("new", kind, "--no-input", *DAY, *flags(given))


def written() -> list[Path]:
    """Return the new files: those that begin with the line of a template."""
    return [path for path in Path("curricula").rglob("*.yaml") if path.read_text("utf-8").startswith("# yaml-language")]


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_file_passes_the_checks_and_has_its_one_form(run: Command, kind: str) -> None:
    before = run("check", "--docs", "none", *DAY).stdout
    if kind == "pathway":
        Path("curricula/pathways/eksempel.yaml").unlink(missing_ok=True)
    result = new(run, kind)
    assert result.exit_code == 0, result.output
    (path,) = written()
    assert path.as_posix() in result.stdout
    assert f"norprem preview {path.as_posix()}" in result.stdout
    assert run("check", "--strict", "--docs", "none", *DAY).exit_code == 0, before
    assert run("fmt", "--check").exit_code == 0
    assert b"\r" not in path.read_bytes()


def test_the_file_lies_where_its_region_and_title_say(run: Command) -> None:
    new(run, "course")
    assert written() == [Path("curricula/courses/helse-vest/innforing-i-genetikk-pa-oya.yaml")]
    tree = yaml.load(written()[0].read_text("utf-8"), Loader=yaml.BaseLoader)
    assert (tree["region"], tree["provider"], tree["audience"]) == ("helse-vest", "eksempelsenteret", ["nurse"])
    assert tree["source"]["read"] == "2026-11-20"


def test_what_is_missing_is_told_at_once_and_nothing_is_written(run: Command) -> None:
    result = run("new", "course", "--no-input", "--title-nb", "x", "--language", "en")
    assert result.exit_code == 2
    assert "These are missing: --title-en --summary-nb --summary-en --provider" in result.output
    assert "--id" not in result.output
    assert written() == []


def test_a_file_that_is_there_is_never_touched(run: Command) -> None:
    new(run, "course")
    before = written()[0].read_bytes()
    result = new(run, "course", title_en="Another")
    assert result.exit_code == 1
    assert "finnes fra før" in result.output
    assert written()[0].read_bytes() == before


def test_a_value_that_is_not_known_is_told_with_the_nearest(run: Command) -> None:
    result = new(run, "course", level="masters")
    assert result.exit_code == 2
    assert "Mente du «master»?" in result.output


def test_what_the_checks_refuse_is_not_left_behind(run: Command) -> None:
    result = new(run, "course", url="ftp://kurs.example/")
    assert result.exit_code == 1
    assert "K11" in result.output
    assert 'url: "ftp://kurs.example/"' in result.output
    assert written() == []


def test_a_session_needs_no_more_than_its_facts(run: Command) -> None:
    dates = {"sessions_start": "10.3.2027 kl. 09.00", "sessions_end": "2027-03-10 15:00", "sessions_status": "planned"}
    assert new(run, "course", **dates).exit_code == 0
    (session,) = yaml.load(written()[0].read_text("utf-8"), Loader=yaml.BaseLoader)["sessions"]
    assert session == {
        "id": "2027-03",
        "start": "2027-03-10 09:00",
        "end": "2027-03-10 15:00",
        "status": "planned",
        "revision": "0",
        "updated": "2026-11-22",
    }


def test_half_a_session_says_what_it_lacks(run: Command) -> None:
    result = new(run, "course", sessions_start="2027-03-10")
    assert result.exit_code == 2
    assert "--sessions-end --sessions-status" in result.output


ANSWERS = (
    "Innføring i genetikk",
    "Introduction to genetics",
    "Kurset gir sykepleiere en innføring i arv og genetikk.",
    "The course gives nurses an introduction to heredity and genetics.",
    "eksempelsnteret",  # a misspelling …
    "j",  # … and what was meant
    "Helse Vest",
    "https://kurs.example/genetikk",
    "Sykepleier, fastlege",
    "sjeldne sykdommer",
    "master",
    "norsk",
    "1",  # the first in the list
    "",  # credits
    "",  # hours
    "etter avtale",  # no price …
    "3500 kr",
    "unknown",
    "Kurssiden",
    "",  # no address
    "",  # today
    "",  # today
    "n",  # no dates
    "",  # the id as proposed
)


def test_it_asks_in_the_readers_language_until_an_answer_can_be_right(run: Command) -> None:
    result = run("new", "course", *DAY, typed="\n".join(ANSWERS) + "\n")
    assert result.exit_code == 0, result.output
    assert "Mente du «eksempelsenteret»?" in result.output
    assert "Prisen skal være `free` eller et beløp med valuta" in result.output
    tree = yaml.load(written()[0].read_text("utf-8"), Loader=yaml.BaseLoader)
    assert tree["id"] == "innforing-i-genetikk"
    assert tree["audience"] == ["nurse", "gp"]
    assert tree["cost"] == {"amount": "3500", "currency": "NOK"}
    assert tree["languages"] == ["no"]
    assert tree["last_checked"] == tree["source"]["read"] == "2026-11-22"


def test_what_the_checks_object_to_is_asked_for_again(run: Command) -> None:
    answers = list(ANSWERS)
    answers[7] = "ftp://kurs.example/genetikk"
    result = run("new", "course", *DAY, typed="\n".join([*answers, "https://kurs.example/genetikk"]) + "\n")
    assert result.exit_code == 0, result.output
    assert yaml.load(written()[0].read_text("utf-8"), Loader=yaml.BaseLoader)["url"] == "https://kurs.example/genetikk"


def test_stopping_half_way_writes_nothing(run: Command) -> None:
    assert run("new", "course", *DAY, typed="Innføring\n").exit_code == 1
    assert written() == []


def test_an_option_is_not_asked_for(run: Command) -> None:
    result = run("new", "need", *DAY, *flags(GIVEN["need"]), typed="\n\n\n")
    assert result.exit_code == 0, result.output
    assert "Sammendraget" not in result.output


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [("helse-", ["helse-midt-norge", "helse-nord", "helse-sor-ost", "helse-vest"]), ("vest", ["helse-vest"])],
)
def test_the_shell_completes_ids_and_names(run: Command, typed: str, wanted: list[str]) -> None:
    completer = ShellComplete(cli.main, {}, "norprem", "_NORPREM_COMPLETE")
    found = completer.get_completions(["new", "course", "--region"], typed)
    assert sorted(one.value for one in found) == wanted


# The template is the one truth.


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_a_template_has_every_field_in_the_order_of_the_model(kind: Kind) -> None:
    sheet = Sheet(template(CURRICULA, kind.name))
    assert [way[0] for way in sheet.spans if len(way) == 1] == list(kind.model.model_fields)


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_every_template_can_be_filled_and_keeps_every_explanation(kind: Kind) -> None:
    text = template(CURRICULA, kind.name)
    tree = yaml.load(text, Loader=yaml.BaseLoader)
    filled = Sheet(text).filled(tree)
    assert yaml.load(filled, Loader=yaml.BaseLoader) == tree
    for line in text.splitlines():
        if not line.startswith("#") and (note := re.search(r"\s(# .*)$", line)) and not line.lstrip().startswith("- {"):
            assert note[1] in filled, note[1]


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_what_is_left_out_stays_as_the_comment_that_it_was_and_can_be_used(kind: Kind) -> None:
    text = template(CURRICULA, kind.name)
    tree = yaml.load(text, Loader=yaml.BaseLoader)
    first = next(iter(tree))
    bare = Sheet(text).filled({first: tree[first]})
    used = re.sub(r"^# (?=[ a-z_-])(?!yaml-language|Write only|A )", "", bare, flags=re.MULTILINE)
    found = yaml.load(
        "\n".join(line for line in used.splitlines() if not line.startswith("Lines")), Loader=yaml.BaseLoader
    )
    assert found == tree


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_a_template_names_its_own_schema_and_has_its_one_form(kind: Kind) -> None:
    text = template(CURRICULA, kind.name)
    assert text.splitlines()[0] == schema.modeline(kind.name, SITE)
    assert formatted(kind.template, text.encode(), Form(Shape(kind.model))) == text.encode()


def test_there_is_a_template_for_every_kind_and_no_other() -> None:
    assert {path.stem for path in (CURRICULA / "_templates").glob("*.yaml")} == set(KINDS) == set(schema.RECORDS)


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_no_two_questions_share_a_flag_and_all_that_is_offered_can_be_asked(kind: Kind) -> None:
    flags_ = [question.flag for question in questions(kind)]
    assert len(set(flags_)) == len(flags_)
    first = {question.keys[0] for question in questions(kind)}
    assert all(f"--{one}" in flags_ or one in first for one in OFFERED[kind.name])


# Elsewhere than in the repository, and on other systems.


def test_a_file_is_named_with_forward_slashes_on_windows_too() -> None:
    assert KINDS["course"].file("x", "helse-vest") == "courses/helse-vest/x.yaml"
    assert PureWindowsPath(KINDS["course"].file("x", "helse-vest")).parts == ("courses", "helse-vest", "x.yaml")


def test_it_works_where_the_system_does_not_speak_utf_8(tmp_path: Path) -> None:
    catalogue(tmp_path)
    done = subprocess.run(
        [sys.executable, "-X", "utf8=0", "-m", "norprem.cli", "new", "course", "--no-input", *DAY, *flags(COURSE)],
        cwd=tmp_path,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT / "hooks"),
            "LC_ALL": "C",
            "PYTHONCOERCECLOCALE": "0",
            "PYTHONUTF8": "0",
            "PYTHONIOENCODING": "cp1252",
        },
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    text = (tmp_path / "curricula/courses/helse-vest/innforing-i-genetikk-pa-oya.yaml").read_bytes().decode("utf-8")
    assert "nb: Innføring i genetikk på øya\n" in text


def test_nothing_of_one_system_alone_is_used() -> None:
    modules = r"^\s*(?:import|from) (?:fcntl|pwd|grp|termios|resource|readline)\b"
    signals = r"\bsignal\.(?:SIG(?!INT\b|TERM\b)\w+|alarm|pause|setitimer|pthread_kill|sigwait)\b"
    unix = re.compile(f"{modules}|{signals}", re.MULTILINE)
    guessed = re.compile(r"(?:(?<!source)\.(?:read|write)_text|(?<![.\w])open)\(")
    for file in sorted((ROOT / "hooks" / "norprem").rglob("*.py")):
        text = file.read_text("utf-8")
        assert not unix.search(text), file
        lines = [line for line in text.splitlines() if guessed.search(line)]
        assert [line for line in lines if "utf-8" not in line and "encoding" not in line] == [], file


def wheel_in(folder: Path) -> Path:
    """Build a wheel without a network and return it."""
    build = "import sys, hatchling.build as b; print(b.build_wheel(sys.argv[1]))"
    command = [sys.executable, "-c", build, str(folder)]
    made = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return folder / made.stdout.strip().splitlines()[-1]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install a wheel into an environment of its own, without a network; return the folder of its programs."""
    folder = tmp_path_factory.mktemp("wheel")
    wheel = wheel_in(folder)
    own = folder / "env"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(own)], check=True)
    uv = Path(sys.executable).with_name("uv")
    python = own / "bin" / "python"
    subprocess.run(
        [
            str(uv),
            "pip",
            "install",
            "--quiet",
            "--offline",
            "--no-deps",
            "--no-index",
            "--python",
            str(python),
            str(wheel),
        ],
        check=True,
    )
    shared = Path(sysconfig.get_path("purelib"))  # the locked libraries, but not the package itself
    paths = own / "lib" / f"python{sys.version_info.major}.{sys.version_info.minor}" / "site-packages"
    for library in shared.iterdir():
        if "norprem" not in library.name and not (paths / library.name).exists():
            (paths / library.name).symlink_to(library)
    return own / "bin"


def test_the_wheel_holds_all_that_the_package_reads(tmp_path: Path) -> None:
    names = set(zipfile.ZipFile(wheel_in(tmp_path)).namelist())
    package = ROOT / "hooks" / "norprem"
    wanted = {
        f"norprem/{path.relative_to(package).as_posix()}"
        for path in package.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert wanted <= names
    assert {f"norprem/_templates/{kind}.yaml" for kind in KINDS} <= names


def test_installed_from_the_wheel_it_runs_outside_the_repository(installed: Path, tmp_path: Path) -> None:
    catalogue(tmp_path)

    def norprem(*words: str) -> subprocess.CompletedProcess[str]:
        clean = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
        return subprocess.run(
            [str(installed / "norprem"), *words],
            cwd=tmp_path,
            env=clean,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )

    assert norprem("--version").stdout.startswith("norprem, version ")
    made = norprem("new", "course", "--no-input", *DAY, *flags(COURSE))
    assert made.returncode == 0, made.stderr
    assert "# the file name without .yaml" in (
        tmp_path / "curricula/courses/helse-vest/innforing-i-genetikk-pa-oya.yaml"
    ).read_text("utf-8")
    assert norprem("check", "--strict", *DAY).returncode == 0
    assert norprem("fmt", "--check").returncode == 0
    assert norprem("explain", "K201").returncode == 0


def test_every_library_that_is_imported_is_asked_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = {re.split(r"[<>=]", one)[0].replace("-", "_").lower() for one in project["dependencies"]}
    named = {"yaml": "pyyaml", "dateutil": "python_dateutil", "markdown_it": "markdown_it_py"}
    own = {*sys.stdlib_module_names, "norprem", "pydantic_core"}
    found = set()
    for file in (ROOT / "hooks" / "norprem").rglob("*.py"):
        found |= set(re.findall(r"^(?:from|import) ([a-z_A-Z0-9]+)", file.read_text("utf-8"), re.MULTILINE))
    assert {named.get(one, one).lower() for one in found - own} <= asked
