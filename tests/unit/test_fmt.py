"""One form for every file, and nothing that it says or explains is lost; what needs no judgement is mended."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from norprem import cli, source
from norprem.commands.mending import below
from norprem.formatting import Form, formatted
from norprem.kinds import shape_of
from norprem.renamed import id_of, settled
from norprem.text import Text
from norprem.vocabulary import ClosedList, Value
from tests.exported import CURRICULA
from tests.fixture_catalogue import catalogue
from tests.unit.test_load import COURSE

FILES = [
    *sorted(CURRICULA.rglob("*.yaml")),
    *sorted((CURRICULA.parent / "docs").glob("*/*/*.md")),
]

MESSY = """\
# Øverst
title: {en: Example course, nb: Eksempelkurs}\x20\x20
id: eksempelkurs
summary:
    en: "A made-up course."
    # norsk
    nb: Et kurs som er funnet på.   # med blanke bak\x20
provider: eksempelsenteret
# om adressen
url: https://kurs.example/
region: helse-vest
audience: [nurse]
topics:
  - rare-disease
level: master
languages: [no]
mode: 'onsite'
source: {read: 2026-11-20, title: Eksempelsiden}
availability: unknown

sessions:
  - start: 2027-03-10 09:00
    id: 2027
    # om slutten
    end: 2027-03-10 15:00
    status: confirmed
    place: {en: Bergen, nb: Blåbærtunet 😀}
    updated:   2026-11-20      # dagen
    revision: '9'   # tallet
  - {id: 2027-host, end: 2027-09-11, start: 2027-09-10, note: {nb: 😀, en: a}, revision: 0, "updated": "2026-11-20",
     status: planned}
# foran
last_checked: 2026-11-20 # sist
# Nederst


"""
TIDY = """\
# Øverst
id: eksempelkurs
title: {nb: Eksempelkurs, en: Example course}
summary:
    # norsk
    nb: Et kurs som er funnet på.   # med blanke bak
    en: "A made-up course."
provider: eksempelsenteret
region: helse-vest
# om adressen
url: https://kurs.example/
audience: [nurse]
topics:
  - rare-disease
level: master
languages: ["no"]
mode: "onsite"
availability: unknown

source: {title: Eksempelsiden, read: 2026-11-20}
# foran
last_checked: 2026-11-20 # sist
sessions:
  - id: "2027"
    start: 2027-03-10 09:00
    # om slutten
    end: 2027-03-10 15:00
    place: {nb: Blåbærtunet 😀, en: Bergen}
    status: confirmed
    revision: "9"   # tallet
    updated:   2026-11-20      # dagen
  - {id: 2027-host, start: 2027-09-10, end: 2027-09-11, status: planned, revision: 0, "updated": "2026-11-20",
     note: {nb: 😀, en: a}}
# Nederst
"""

Command = Callable[..., Result]


def formed(text: str, file: str = COURSE) -> str:
    return formatted(file, text.encode(), Form(shape_of(file))).decode()


def test_keys_quotation_marks_blanks_and_line_ends_get_their_form_and_comments_go_along() -> None:
    assert formed(MESSY) == TIDY


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_and_marks_of_other_systems_go(end: str) -> None:
    assert formed("\ufeff" + MESSY.replace("\n", end)) == TIDY


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(CURRICULA.parent).as_posix())
def test_a_file_of_the_project_says_the_same_in_its_one_form(file: Path) -> None:
    name = file.relative_to(CURRICULA).as_posix() if file.suffix == ".yaml" else f"../{file.name}"
    data, form = file.read_bytes(), Form(shape_of(name))
    once = formatted(name, data, form)
    head, again = (source.cut(one.decode())[0].encode() if file.suffix == ".md" else one for one in (data, once))
    assert source.parse(name, again).tree == source.parse(name, head).tree
    assert comments(once) == comments(data)
    assert formatted(name, once, form) == once


def comments(data: bytes) -> list[str]:
    return sorted(line.strip() for line in data.decode().splitlines() if line.strip().startswith("#"))


def test_the_catalogue_has_its_one_form() -> None:
    wrong = [
        name
        for file in sorted(CURRICULA.rglob("*.yaml"))
        if (name := file.relative_to(CURRICULA).as_posix())
        and formatted(name, file.read_bytes(), Form(shape_of(name))) != file.read_bytes()
    ]
    assert wrong == []


@given(st.randoms(use_true_random=False))
def test_any_order_of_keys_comes_to_the_same(chance: random.Random) -> None:
    lines = [f"# om {key}\n{key}: {value}  # {value}\n" for key, value in PLAIN.items()]
    wanted = formed("id: x\n" + "".join(lines))
    chance.shuffle(lines)
    assert formed("id: x\n" + "".join(lines)) == wanted


PLAIN = {
    "title": "{en: B, nb: A}",
    "summary": "{nb: A, en: B}",
    "provider": "p",
    "region": "helse-vest",
    "url": "https://x.example/",
    "load": "{hours: 2, ects: 1}",
    "last_checked": "2026-11-20",
}

words = st.text(st.sampled_from("abæ0:#'\"\\,{}[]-&*!|>%@ \n\t?😀"), max_size=12)
values = st.recursive(
    words, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3), max_leaves=8
)
keys = st.sampled_from(("id", "title", "summary", "sessions", "source", "audience", "strange", "load", "url"))


@settings(max_examples=150)
@given(st.dictionaries(keys, values, min_size=1, max_size=6), st.sampled_from((None, True, False)))
def test_whatever_a_file_says_it_says_afterwards(tree: dict[str, Any], flow: bool | None) -> None:
    data = yaml.safe_dump(tree, allow_unicode=True, sort_keys=False, default_flow_style=flow).encode()
    form = Form(shape_of(COURSE))
    once = formatted(COURSE, data, form)
    assert source.parse(COURSE, once).tree == source.parse(COURSE, data).tree
    assert formatted(COURSE, once, form) == once


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_nothing_makes_it_stumble_and_what_cannot_be_read_stays(data: bytes) -> None:
    once = formatted(COURSE, data, Form(shape_of(COURSE)))
    if source.parse(COURSE, data).tree is None:
        assert once == data or source.parse(COURSE, once).tree is not None


def test_a_text_that_is_kept_line_by_line_keeps_its_blanks() -> None:
    text = "id: x\nsummary:\n  nb: |\n    en linje  \n    # ikke en kommentar\n  en: b\n"
    assert formed(text) == text


def test_keys_that_no_record_has_come_last_as_they_stand() -> None:
    assert formed("b: 1\nid: x\na: 2\n") == "id: x\nb: 1\na: 2\n"


def test_a_list_of_records_is_ordered_record_by_record() -> None:
    text = "last_checked: 2026-11-20\nproviders:\n  - name: {en: b, nb: a}\n    id: x\n    country: NO\n"
    wanted = 'last_checked: 2026-11-20\nproviders:\n  - id: x\n    name: {nb: a, en: b}\n    country: "NO"\n'
    assert formed(text, "providers.yaml") == wanted


CLOSED = ClosedList(
    "regions",
    (
        Value("helse-vest", Text.of({"nb": "Helse Vest", "en": "Western Norway"}), formerly=("bergen",)),
        Value("helse-nord", Text.of({"nb": "Helse Nord", "en": "Northern Norway"})),
    ),
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("helse-vest", "helse-vest"),
        ("Helse Vest", "helse-vest"),
        ("helse_vest", "helse-vest"),
        ("western norway", "helse-vest"),
        ("bergen", "helse-vest"),
        ("helse-vst", None),
        ("Norway", None),
        ("", None),
    ],
)
def test_a_value_is_known_by_its_id_a_former_one_or_its_name(typed: str, meant: str | None) -> None:
    assert id_of(typed, CLOSED) == meant


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    catalogue(tmp_path)
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "curricula" / COURSE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(MESSY.encode())
    return lambda *words: CliRunner().invoke(cli.main, words, catch_exceptions=False)


def test_fmt_shows_the_lines_and_writes_them(run: Command) -> None:
    result = run("fmt", "--language", "en")
    assert result.exit_code == 0
    assert "-languages: [no]\n" in result.stdout
    assert '+languages: ["no"]\n' in result.stdout
    assert result.stdout.endswith("Put one file into its one form.\n")
    assert Path("curricula", COURSE).read_bytes() == TIDY.encode()
    assert run("fmt").stdout == "Alle filene har fast form.\n"


@pytest.mark.parametrize("word", ["--check", "--dry-run"])
@pytest.mark.parametrize("command", ["fmt", "fix"])
def test_a_look_writes_nothing_and_ends_with_1(run: Command, command: str, word: str) -> None:
    assert run(command, word).exit_code == 1
    assert Path("curricula", COURSE).read_bytes() == MESSY.encode()


def test_paths_choose_the_files(run: Command) -> None:
    assert run("fmt", "curricula/providers.yaml").stdout == "Alle filene har fast form.\n"
    assert Path("curricula", COURSE).read_bytes() == MESSY.encode()
    assert run("fmt", f"curricula/{COURSE}").exit_code == 0
    assert run("fmt", "docs").exit_code == 2


def test_colours_only_where_somebody_looks_on(run: Command) -> None:
    assert "\x1b" not in run("fmt", "--check").output
    coloured = CliRunner().invoke(cli.main, ["fmt", "--check"], color=True)
    assert "\x1b[32m+languages" in coloured.output


def test_fix_puts_the_id_where_a_name_was_typed(run: Command) -> None:
    path = Path("curricula", COURSE)
    path.write_bytes(
        TIDY.replace("region: helse-vest", "region: Helse Vest  # her")
        .replace("[nurse]", "[Sykepleier, Nurse]")
        .encode()
    )
    result = run("fix")
    assert result.exit_code == 0
    assert "region: helse-vest  # her\n" in path.read_text("utf-8")
    assert "audience: [nurse, nurse]\n" in path.read_text("utf-8")


def test_fix_moves_a_value_that_has_moved(run: Command) -> None:
    topics = Path("curricula/vocabulary/topics.yaml")
    topics.write_text(
        topics.read_text("utf-8").replace("  - id: rare-disease\n", "  - id: rare-disease\n    formerly: [uvanlig]\n"),
        "utf-8",
    )
    path = Path("curricula", COURSE)
    path.write_bytes(TIDY.replace("  - rare-disease", "  - uvanlig  # før").encode())
    assert run("fix", "--only", "lists").exit_code == 0
    assert path.read_text("utf-8") == TIDY.replace("  - rare-disease", "  - rare-disease  # før")


def test_fix_leaves_a_misspelling_to_a_person(run: Command) -> None:
    path = Path("curricula", COURSE)
    path.write_bytes(TIDY.replace("rare-disease", "rare-diseas").encode())
    assert run("fix").stdout == "Ingenting å rette.\n"


def test_a_file_that_cannot_be_read_is_left_as_it_is() -> None:
    data = b"id: [x\n"
    assert settled(COURSE, data, shape_of(COURSE), None) == data  # type: ignore[arg-type]
    assert formatted(COURSE, data, Form(shape_of(COURSE))) == data


@pytest.mark.parametrize(
    ("path", "root"),
    [
        (
            PureWindowsPath(r"C:\Brukere\kari\curricula\courses\helse-vest\x.yaml"),
            PureWindowsPath(r"C:\Brukere\kari\curricula"),
        ),
        (PurePosixPath("/home/kari/curricula/courses/helse-vest/x.yaml"), PurePosixPath("/home/kari/curricula")),
    ],
    ids=["Windows", "POSIX"],
)
def test_a_path_is_named_with_forward_slashes_on_every_system(path: Any, root: Any) -> None:
    assert below(path, root) == COURSE.replace("eksempelkurs", "x")
    shape = shape_of(below(path, root))
    assert shape is not None
    assert shape.model.__name__ == "Course"
