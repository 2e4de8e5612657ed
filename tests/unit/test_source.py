"""Reading a file: nothing is guessed, every place is right, and nothing in a file makes it fail."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from norprem import source
from norprem.findings import Finding, Position, Spot


def codes(data: bytes | str) -> list[str]:
    return [finding.code for finding in parsed(data).findings]


def parsed(data: bytes | str) -> source.Source:
    return source.parse("x.yaml", data.encode() if isinstance(data, str) else data)


def placed(folder: Path, text: str, *path: str | int, on_key: bool = False) -> Position:
    (folder / "x.yaml").write_text(text, "utf-8")
    (found,) = source.place(folder, [Finding("K101", Spot("x.yaml", path, on_key=on_key))])
    assert found.position
    return found.position


@pytest.mark.parametrize(
    "typed",
    [
        "no",
        "yes",
        "on",
        "12:30",
        "010",
        "1.10",
        "1e3",
        "2027-02-30",
        "2027-03-10 09:00",
        "~",
        "null",
        "0x10",
        "1_000",
        "=",
    ],
)
def test_a_plain_value_stays_the_text_that_was_typed(typed: str) -> None:
    assert parsed(f"a: {typed}\nb: [{typed}]\n").tree == {"a": typed, "b": [typed]}


def test_quotes_and_blocks_are_read_as_yaml_has_them() -> None:
    assert parsed("a: 'it''s'\nb: \"å\\n\\u00e5\"\nc: >\n  en\n  to\nd: |-\n  en\n  to\n").tree == {
        "a": "it's",
        "b": "å\nå",
        "c": "en to\n",
        "d": "en\nto",
    }


def test_a_key_without_a_value_is_an_empty_text() -> None:
    assert parsed("a:\nb: ''\n").tree == {"a": "", "b": ""}


@pytest.mark.parametrize("text", ["", "\n\n", "# bare en kommentar\n", "---\n", "--- ''\n"])
def test_a_file_without_content_is_empty(text: str) -> None:
    assert codes(text) == ["K010"]


def test_places_are_counted_in_characters(tmp_path: Path) -> None:
    text = "navn: {nb: Blåbærgrøt på Røst, en: Æsj 🧬 x}\nb: [å, ø]\n"
    assert placed(tmp_path, text, "navn", "en") == Position(1, text.index("Æsj") + 1, 7, text.split("\n")[0])
    assert placed(tmp_path, text, "navn", "en", on_key=True).column == text.index("en:") + 1
    assert placed(tmp_path, text, "b", 1) == Position(2, 8, 1, "b: [å, ø]")


def test_the_place_of_what_is_missing_is_that_of_what_should_hold_it(tmp_path: Path) -> None:
    text = "a: x\nsessions:\n  - id: en\n  - id: to\n"
    assert placed(tmp_path, text, "sessions", 1, "start").line == 4
    assert placed(tmp_path, text, "level").line == 1


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_lines_are_those_an_editor_shows(tmp_path: Path, newline: str) -> None:
    (tmp_path / "x.yaml").write_bytes(f"a: 1{newline}b: 2{newline}c: 3{newline}".encode())
    (found,) = source.place(tmp_path, [Finding("K101", Spot("x.yaml", ("c",)))])
    assert found.position == Position(3, 4, 1, "c: 3")


def test_a_mark_at_the_beginning_does_not_move_the_first_line(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_bytes(b"\xef\xbb\xbfa: x\n")
    (found,) = source.place(tmp_path, [Finding("K101", Spot("x.yaml", ("a",)))])
    assert found.position == Position(1, 4, 1, "a: x")


def test_a_picture_is_reported_without_a_line_of_it(tmp_path: Path) -> None:
    (tmp_path / "x.png").write_bytes(b"\x89PNG\r\n\x00\x00")
    (found,) = source.place(tmp_path, [Finding("K018", Spot("x.png"))])
    assert found.position == Position(1, 1)


def test_of_a_key_that_stands_three_times_the_later_two_are_reported() -> None:
    found = parsed("a: 1\nb: {c: 1}\na: 2\na: 3\n")
    assert found.tree == {"a": "1", "b": {"c": "1"}}
    assert [(one.code, one.position and one.position.line, one.spot.values["first"]) for one in found.findings] == [
        ("K017", 3, "1"),
        ("K017", 4, "1"),
    ]


def test_all_faults_of_the_bytes_are_told_at_once() -> None:
    assert codes("\ufeffa: x\r\nb:\ty\r\nc: '\u202e'\n") == ["K004", "K005", "K006", "K007"]


@pytest.mark.parametrize("character", ["\x00", "\x1b", "\x7f", "\x85", "\u2028", "\ufeff", "\uffff"])
def test_a_control_character_is_refused_however_it_is_written(character: str) -> None:
    assert codes(f"a: x{character}y\n") == ["K008"]
    assert codes(f'a: "x\\u{ord(character):04x}y"\n') == ["K008"]


def test_an_alias_bomb_costs_nothing() -> None:
    levels = "\n".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9) if n else 'x'}]" for n in range(20))
    assert len(levels) > 1000
    before = time.perf_counter()
    assert codes(levels) == ["K012"]
    assert time.perf_counter() - before < 1


@pytest.mark.parametrize("text", ["[" * 200_000, "{a: " * 60_000, "- " * 100_000, "? " * 100_000, "a: " + "[" * 13])
def test_deep_nesting_is_refused(text: str) -> None:
    assert codes(text)[0] in {"K016", "K015", "K009"}


def test_twelve_levels_are_read() -> None:
    assert codes("[" * 12 + "x" + "]" * 12) == []


def test_a_file_that_is_too_large_is_not_parsed() -> None:
    assert codes(b"a: 1\n" * 60_000) == ["K002"]
    assert codes(b"a: '" + b"x" * (source.LARGEST - 6) + b"'\n") == []


@pytest.mark.parametrize(
    "text", ["a: [", "a: 'x", "a: b: c", "a: @x", "%YAML 3.0\n--- x", "\t- x", "a: `x`", "!<x", "a: |9x"]
)
def test_what_is_not_yaml_is_reported(text: str) -> None:
    assert set(codes(text)) & {"K009", "K006"}
    assert parsed(text).tree is None


def test_a_folder_in_place_of_a_file_is_reported(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").mkdir()
    assert [finding.code for finding in source.read(tmp_path, "x.yaml").findings] == ["K001"]
    assert [finding.code for finding in source.read(tmp_path, "borte.yaml").findings] == ["K019"]


@given(st.binary(max_size=300))
def test_no_bytes_make_reading_fail(data: bytes) -> None:
    read = source.parse("x.yaml", data)
    assert read.findings or read.tree is not None


_YAMLISH = st.text(st.sampled_from("ab:- \n#'\"[]{},&*!|>%@`?~<\t\r\\é\u202e\x00"), max_size=60)


@given(_YAMLISH)
def test_no_text_makes_reading_fail(text: str) -> None:
    read = parsed(text)
    assert read.findings or read.tree is not None


_TREES = st.recursive(
    st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)


@given(_TREES, st.text(max_size=20))
def test_places_are_found_or_stood_in_for(tmp_path_factory: pytest.TempPathFactory, tree: object, key: str) -> None:
    folder = tmp_path_factory.getbasetemp()
    (folder / "tree.yaml").write_text(str(tree), "utf-8")
    (found,) = source.place(folder, [Finding("K101", Spot("tree.yaml", (key, 0)))])
    assert found.position
    assert found.position.line >= 1
