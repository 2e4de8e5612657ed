"""Forms that people fill in: each ends in a file that passes, or in one answer that says what must be put otherwise."""

from __future__ import annotations

import json
import re
import tempfile
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from norprem import build, formdesk, report
from norprem.cli import main
from norprem.comment import code, plain
from norprem.form_templates import choices, templates
from norprem.imports import forms
from norprem.load import load
from norprem.words import Words
from tests.building import ROOT
from tests.road.examples import ISSUE, Example, examples, told
from tests.road.issues import COURSE, course, issue
from tests.road.world import TODAY, world


@pytest.mark.parametrize("example", examples(), ids=str)
def test_a_written_example_ends_as_it_is_written(example: Example, tmp_path: Path) -> None:
    assert example.came(tmp_path) == example.expected.read_text("utf-8")


def test_there_are_more_than_thirty_examples_and_none_is_left_over() -> None:
    assert len(examples()) > 30
    assert {one.expected for one in examples()} == set((ROOT / "tests" / "road" / "forms").glob("*.expected"))


@pytest.mark.parametrize("language", forms.LANGUAGES)
@pytest.mark.parametrize("kind", forms.forms())
def test_every_form_is_known_again_by_its_headings(kind: str, language: str) -> None:
    filled = forms.read(issue(kind, language))
    assert filled is not None
    assert (filled.form.kind, filled.language) == (kind, language)


def _templates() -> dict[str, str]:
    return dict(templates(load(ROOT / "curricula").catalogue, "https://norprem.example/"))


def test_the_issue_forms_are_as_the_closed_lists_have_them() -> None:
    folder = ROOT / ".github" / "ISSUE_TEMPLATE"
    assert {one.name: one.read_text("utf-8") for one in folder.glob("*")} == _templates()


def test_every_choice_of_every_form_can_be_read_back() -> None:
    catalogue = load(ROOT / "curricula").catalogue
    for form in forms.forms().values():
        for one in form.fields:
            for language in forms.LANGUAGES if one.listed else ():
                options = choices(one, language, catalogue)
                assert len(options) == len(set(options))
                assert not {"none", "true", "false"} & {option.casefold() for option in options}


@pytest.mark.parametrize("text", _templates().values(), ids=_templates().keys())
def test_an_issue_form_is_shaped_as_github_wants_it(text: str) -> None:
    form = yaml.safe_load(text)
    if "contact_links" in form:
        return
    assert form["name"]
    assert form["description"]
    assert "skjema" in form["labels"]
    asked = [one for one in form["body"] if one["type"] != "markdown"]
    labels = [one["attributes"]["label"] for one in asked]
    assert len({one["id"] for one in asked}) == len(set(labels)) == len(asked)
    assert {one["type"] for one in asked} <= {"input", "textarea", "dropdown", "checkboxes"}


WILD = st.text(max_size=120) | st.sampled_from(
    [
        "12. mars 2027 kl 9-15, Bergen",
        "12/3-27",
        "neste tirsdag",
        "1 500,-",
        "gratis",
        "7,5",
        "https://senteret.example/x",
        "### Temaer\n\nfarmakogenetikk",
        "<b>fet</b> & *stjerner*",
        "@octocat #1 https://evil.example",
        "a: {b: [c]}\n- d",
        "\u202etxen\u202c 👩🏽‍⚕️",
        "x" * 20_000,
    ]
)
FIELDS = [one.id for one in forms.forms()["course"].fields]


def _shown(body: str) -> str:
    with tempfile.TemporaryDirectory() as folder:
        root = world(Path(folder))
        filled = forms.read(body)
        assert filled is not None
        done = formdesk.outcome(filled, root, TODAY, ISSUE, Path(folder) / "docs")
        formdesk.write(root, done.files)
        found = build.check(root, TODAY).findings
        assert not [one for one in found if report.has_errors([one])]
        assert bool(done.files) is (done.result in ("written", "draft"))
        assert all(re.fullmatch(r"[a-z0-9-]+(?:/[a-z0-9-]+)*\.yaml", path) for path in done.files)
        return formdesk.answer(done, Words.load(filled.language))


def _is_safe(answer: str) -> bool:
    """Tell whether nothing outside code spans is a tag, a mention, a link or a number of an issue."""
    outside = re.sub(r"`[^`\n]*`", "", answer.replace(formdesk.MARK, ""))
    return answer.count(formdesk.MARK) == 1 and not re.search(r"<\w|(?<!\w)@\w|https?://\w|#\d|\]\(", outside)


@given(st.dictionaries(st.sampled_from(FIELDS), WILD, max_size=6))
@settings(max_examples=40)
def test_whatever_is_typed_ends_in_a_file_that_passes_or_in_a_safe_answer(answers: dict[str, str]) -> None:
    answer = _shown(course(**answers))
    assert _is_safe(answer)
    assert len(answer) < 65_536


@given(st.sampled_from(["session", "person", "need", "page"]), st.sampled_from(forms.LANGUAGES), st.data())
@settings(max_examples=40)
def test_so_does_whatever_is_typed_into_the_other_forms(kind: str, language: str, data: st.DataObject) -> None:
    fields = [one.id for one in forms.forms()[kind].fields]
    answers = data.draw(st.dictionaries(st.sampled_from(fields), WILD))
    assert _is_safe(_shown(issue(kind, language, **answers)))


@given(st.text())
@settings(max_examples=200)
def test_any_text_at_all_is_read_without_a_traceback(text: str) -> None:
    filled = forms.read(text)
    assert filled is None or filled.form.kind in forms.forms()


@given(st.text())
def test_what_is_quoted_is_one_code_span_on_one_line(text: str) -> None:
    quoted = code(text)
    assert quoted.count("`") == 2
    assert "\n" not in quoted
    assert len(quoted) <= 82


@pytest.mark.parametrize(
    "text", ["@octocat", "#12", "https://evil.example", "www.evil.example", "GH-1", "a@b.example", "org/repo#1"]
)
def test_running_text_links_to_nothing_and_notifies_nobody(text: str) -> None:
    assert "\u200b" in plain(text)
    assert plain(text).replace("\u200b", "").replace("\\", "") == text


def _run(folder: Path, body: str | bytes, *words: str) -> tuple[int, str]:
    root = world(folder)
    file = folder / "issue"
    file.write_bytes(body if isinstance(body, bytes) else body.encode())
    given_ = ["import", "form", "--issue", str(file), "--curricula", str(root), "--docs", str(folder / "docs")]
    done = CliRunner().invoke(main, [*given_, "--today", "2026-11-22", *words], catch_exceptions=False)
    return done.exit_code, done.output


@pytest.mark.parametrize(
    ("body", "words", "expected"),
    [
        (course(), ("--number", "17"), 0),
        (course(url=""), ("--number", "17"), 1),
        (course(url=""), ("--number", "17", "--always"), 0),
        (course(), (), 2),
        (course(), ("--number", "17", "--sender", "a b"), 2),
        (course(), ("--number", "17", "--kind", "need"), 3),
        ("Hei!", ("--number", "17"), 3),
        (issue("page", address="https://norprem.example/om/", fault="Gammelt."), ("--number", "17"), 3),
        (b"\xff\xfe\x00", ("--number", "17"), 3),
        (b"{", ("--number", "17"), 3),
        (b'{"body": null, "number": 3}', (), 3),
        (b'{"body": "x", "number": true}', (), 3),
        (b'{"body": "x", "number": "1; rm"}', (), 2),
    ],
)
def test_the_command_says_by_its_exit_code_what_came_of_it(
    body: str | bytes, words: tuple[str, ...], expected: int, tmp_path: Path
) -> None:
    assert _run(tmp_path, body, *words)[0] == expected


def test_the_sender_is_credited_and_nothing_typed_reaches_the_message_or_the_outputs(tmp_path: Path) -> None:
    body = json.dumps({"body": course(), "number": 17, "user": {"login": "kari-n", "id": 42}})
    files = {name: tmp_path / name for name in ("message", "body", "output")}
    words = [word for name, file in files.items() for word in (f"--{name}", str(file))]
    assert _run(tmp_path, body, *words)[0] == 0
    assert files["message"].read_text() == (
        "data: from a form: course (issue 17)\n\nCo-authored-by: kari-n <42+kari-n@users.noreply.github.com>\n"
    )
    assert files["output"].read_text() == "result=written\n"
    assert "#17" in files["body"].read_text()


def test_a_file_that_is_there_is_never_written_over_by_a_new_course(tmp_path: Path) -> None:
    shown = told(course(title_nb="Varianttolkning", url="https://senteret.example/y"), tmp_path)
    assert "eksempelsenteret-varianttolkning-2.yaml" in shown
    assert "=== courses/helse-vest/eksempelsenteret-varianttolkning.yaml" not in shown


def test_the_made_up_course_is_complete() -> None:
    needed = {one.id for one in forms.forms()["course"].fields if "nb" in one.required}
    assert needed <= COURSE.keys()
