"""How findings are told: on a terminal, on GitHub, to programs."""

from __future__ import annotations

import json

from norprem import report
from norprem.findings import Finding, Position, Spot

LINE = "level: masters  # ærlig talt"


def finding(code: str = "K201", line: str = LINE, column: int = 8, length: int = 7, **values: str) -> Finding:
    told = {"found": "masters", "list": "levels", "known": "bachelor, master", "nearest": "master"} | values
    return Finding(code, Spot("courses/helse-vest/x.yaml", ("level",), told), Position(7, column, length, line))


def test_a_finding_shows_its_line_the_place_and_what_to_do() -> None:
    told = report.as_text([finding()], "nb", prefix="curricula/", files=17).split("\n")
    assert told[0] == (
        "curricula/courses/helse-vest/x.yaml:7:8: feil K201 «masters» finnes ikke i listen `levels` (bachelor, master)."
        " Mente du «master»?"
    )
    assert told[1] == "  7 | level: masters  # ærlig talt"
    assert told[2] == "    |        ^^^^^^^"
    assert told[3].startswith("  Slik retter du: ")
    assert told[-1] == "1 feil og 0 advarsler i 17 filer. Kjør `norprem explain K201` for å lese mer om en regel."


def test_the_same_finding_in_english() -> None:
    told = report.as_text([finding(), finding("K211", first="x.yaml")], "en", files=1)
    assert "error K201 “masters” is not in the list `levels` (bachelor, master). Did you mean “master”?" in told
    assert told.endswith("1 error and 1 warning in 1 file. Run `norprem explain K201` to read more about a rule.")


def test_nothing_found_is_said_too() -> None:
    assert report.as_text([], "nb", files=1) == "Ingen feil i 1 fil."
    assert report.as_text([], "en", files=2) == "No faults in 2 files."


def test_a_long_line_is_cut_around_the_place() -> None:
    line = "x" * 500 + "MASTERS" + "y" * 500
    lines = report.as_text([finding(line=line, column=501)], "nb", files=1).split("\n")
    start = lines[2].index("^")
    assert lines[1][start : start + 7] == "MASTERS"
    assert len(lines[1]) < 125


def test_the_underline_never_leaves_the_line() -> None:
    lines = report.as_text([finding(line="x" * 300, column=290, length=500)], "nb", files=1).split("\n")
    assert len(lines[2]) <= len(lines[1]) + 110


def test_what_a_terminal_would_act_on_is_not_shown() -> None:
    told = report.as_text([finding(line="level: \x1b[31mred\u202e", found="\x1b[2J\nx\u202e")], "nb", files=1)
    assert "\x1b" not in told
    assert "\u202e" not in told
    assert "«�[2J x�»" in told


def test_an_annotation_escapes_what_github_reads() -> None:
    bad = Finding("K018", Spot("a,b:c%.yaml", (), {"file": "100%\nx::y"}), Position(3, 1))
    told = report.as_github([bad], "en", prefix="curricula/", files=1)
    assert told.startswith("::error file=curricula/a%2Cb%3Ac%25.yaml,line=3,col=1,title=K018 file-nobody-reads::")
    assert told.count("\n") == 0
    assert "`100%25 x::y`" in told


def test_json_can_be_read_back() -> None:
    told = json.loads(report.as_json([finding()], "en", prefix="curricula/", files=17))
    assert told["files"] == 17
    (one,) = told["findings"]
    assert one["file"] == "curricula/courses/helse-vest/x.yaml"
    assert (one["line"], one["column"], one["path"]) == (7, 8, ["level"])
    assert (one["severity"], one["code"], one["slug"]) == ("error", "K201", "unknown-value")
    assert one["message"].endswith("Did you mean “master”?")
    assert one["how"]


def test_an_explanation_has_what_why_and_how() -> None:
    told = report.explanation("K301", "nb")
    head, shown, *_ = told.split("\n\n")
    assert head == "K301 session-ends-before-it-starts (feil)"
    assert shown.startswith("Eksempel: Samlingen slutter (2027-03-09) før den begynner (2027-03-10).\n  ")
    assert "\n\nHvorfor: " in told
    assert "\n\nSlik retter du: " in told


def test_warnings_stop_a_build_only_where_it_is_strict() -> None:
    warning = finding("K211")
    assert not report.has_errors([warning])
    assert report.has_errors([warning], strict=True)
    assert report.has_errors([warning, finding()])
    assert not report.has_errors([], strict=True)
