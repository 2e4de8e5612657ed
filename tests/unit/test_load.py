"""From files to records: one fault does not hide another, and no file makes the check fail."""

from __future__ import annotations

import copy
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from norprem import build, report
from norprem.findings import Finding
from norprem.load import load
from norprem.vocabulary import LISTS
from tests.fixture_catalogue import TODAY, catalogue

COURSE = "courses/helse-vest/eksempelkurs.yaml"
PERSON = "people/helse-vest/eksempelenheten.yaml"
PLAIN: dict[str, Any] = {
    "id": "eksempelkurs",
    "title": {"nb": "Eksempelkurs", "en": "Example course"},
    "summary": {"nb": "Et kurs som er funnet på.", "en": "A made-up course."},
    "provider": "eksempelsenteret",
    "region": "helse-vest",
    "url": "https://kurs.example/",
    "audience": ["nurse"],
    "topics": ["rare-disease"],
    "level": "master",
    "languages": ["no"],
    "mode": "onsite",
    "availability": "unknown",
    "source": {"title": "Eksempelsiden", "read": "2026-11-20"},
    "last_checked": "2026-11-20",
}
SESSION = {
    "id": "2027-var",
    "start": "2027-03-10",
    "end": "2027-03-11",
    "place": {"nb": "Bergen", "en": "Bergen"},
    "status": "confirmed",
    "revision": "0",
    "updated": "2026-11-20",
}
STANDARD: dict[str, Any] = {
    "id": "eksempelyrket",
    "title": {"nb": "Eksempelyrket", "en": "The example profession"},
    "summary": {"nb": "En standard som er funnet på.", "en": "A made-up standard."},
    "issuer": {"name": "Eksempelsenteret", "role": "author"},
    "edition": "0.1",
    "status": "draft",
    "valid_from": "2026-11-20",
    "professions": ["nurse"],
    "fields": ["medical-genetics"],
    "sources": [{"id": "eksempelkilde", "title": "Eksempelkilden", "seen": "full", "read": "2026-11-20"}],
    "domains": [{"code": "A", "title": {"nb": "Forstå", "en": "Understand"}}],
    "competences": [
        {
            "id": "arvegang",
            "code": "A.1",
            "domain": "A",
            "kind": "knowledge",
            "statement": {"nb": "Forklarer arvegang.", "en": "Explains inheritance."},
            "target": "2",
            "topics": ["genomics-basics"],
            "maps": [{"source": "eksempelkilde", "code": "4", "relation": "close"}],
        }
    ],
    "credential": {"body": "Eksempelorganet", "name": {"nb": "a", "en": "b"}, "sources": ["eksempelkilde"]},
    "changes": [{"edition": "0.1", "on": "2026-11-20", "note": {"nb": "Første utgave.", "en": "First edition."}}],
    "last_checked": "2026-11-20",
    "next_review": "2027-11-20",
}
PLAN: dict[str, Any] = {
    "id": "eksempelplan",
    "title": {"nb": "Eksempelplanen", "en": "The example curriculum"},
    "summary": {"nb": "En læreplan som er funnet på.", "en": "A made-up curriculum."},
    "provider": "eksempelsenteret",
    "region": "national",
    "detail": "full",
    "status": "proposal",
    "version": "0.1",
    "changes": [{"edition": "0.1", "on": "2026-11-20", "note": {"nb": "Første versjon.", "en": "First version."}}],
    "audience": ["nurse"],
    "languages": ["no"],
    "ects": "1",
    "expects": [{"competence": "eksempelstandard/slektstre", "level": "1"}],
    "covers": [{"standard": "eksempelstandard", "edition": "1.1", "share": "0.1"}],
    "modules": [
        {
            "id": "m1",
            "title": {"nb": "Arv", "en": "Inheritance"},
            "ects": "1",
            "hours": {"contact": "5", "self_study": "21"},
            "outcomes": ["lo1", "lo2"],
        }
    ],
    "outcomes": [
        {
            "id": "lo1",
            "text": {"nb": "Kan forklare arvegang.", "en": "Can explain inheritance."},
            "kind": "knowledge",
            "level": "2",
            "serves": ["eksempelstandard/arvegang"],
        },
        {
            "id": "lo2",
            "text": {"nb": "Kan drøfte hvordan en møter pasienten.", "en": "Can discuss how to meet the patient."},
            "kind": "general-competence",
            "level": "2",
            "serves": ["eksempelstandard/samtale"],
        },
    ],
    "assessments": [
        {
            "id": "as1",
            "title": {"nb": "Skriftlig eksamen", "en": "Written examination"},
            "form": "written-exam",
            "level": "2",
            "tests": ["lo1", "lo2"],
        }
    ],
    "last_checked": "2026-11-20",
    "next_review": "2027-11-20",
}
NEED: dict[str, Any] = {
    "id": "eksempelbehov",
    "title": {"nb": "Eksempelbehovet", "en": "The example need"},
    "description": {"nb": "Et behov som er funnet på.", "en": "A made-up need."},
    "kind": "education",
    "reported_by": {"nb": "Eksempelsenteret", "en": "The Example Centre"},
    "region": "national",
    "professions": ["nurse"],
    "fields": ["medical-genetics"],
    "competences": ["eksempelstandard/arvegang"],
    "since": "2018",
    "status": "reported",
    "source": {"title": "Eksempelsiden", "read": "2026-11-20"},
    "last_checked": "2026-11-20",
}
UNIT: dict[str, Any] = {
    "id": "eksempelenheten",
    "kind": "unit",
    "name": {"nb": "Eksempelenheten", "en": "The Example Unit"},
    "role": {"nb": "Finnes bare i prøver.", "en": "Exists in tests only."},
    "organisation": "eksempelsenteret",
    "region": "helse-vest",
    "fields": ["medical-genetics"],
    "status": "as-published",
    "confirmed_on": "2026-11-20",
    "review_by": "2027-11-20",
    "source": {"title": "Eksempelsiden", "read": "2026-11-20"},
}


def write(root: Path, file: str, content: object) -> None:
    """Write a file as JSON, which is YAML too, or as it is."""
    path = root / file
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
        path.write_text(text, "utf-8", newline="")


def found(root: Path) -> list[tuple[str, str]]:
    return [(finding.code, ".".join(map(str, finding.spot.path))) for finding in build.check(root, TODAY).findings]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return catalogue(tmp_path)


def test_one_broken_field_does_not_hide_the_other_faults(root: Path) -> None:
    broken = {
        "title": "Eksempelkurs",
        "summary": {"nb": "", "en": "A <b>made-up</b> course."},
        "level": "masters",
        "url": "http://kurs.example/",
        "last_checked": "i dag",
        "audiense": ["nurse"],
        "load": {"ects": "mye"},
    }
    write(root, COURSE, PLAIN | broken)
    assert sorted(found(root)) == [
        ("K101", "audiense"),
        ("K104", "summary.nb"),
        ("K105", "last_checked"),
        ("K109", "load.ects"),
        ("K111", "title"),
        ("K113", "summary.en"),
        ("K115", "url"),
        ("K201", "level"),
    ]


def test_figures_are_those_from_0_to_9_and_of_no_other_script(root: Path) -> None:
    registration = {"opens": "２０２７-01-01", "deadline": "2027-0٢-01"}
    session = SESSION | {"seats": "１２", "registration": registration}
    write(root, COURSE, PLAIN | {"last_checked": "202６-01-01", "load": {"hours": "1٢"}, "sessions": [session]})
    standard = STANDARD | {"edition": "1.２"}
    write(root, "standards/eksempelyrket.yaml", standard)
    assert sorted(found(root)) == [
        ("K105", "last_checked"),
        ("K105", "sessions.0.registration.deadline"),
        ("K105", "sessions.0.registration.opens"),
        ("K108", "sessions.0.seats"),
        ("K109", "load.hours"),
        ("K126", "edition"),
    ]


def test_one_broken_record_does_not_hide_the_others(root: Path) -> None:
    write(root, COURSE, "title: [")
    write(root, "courses/helse-vest/et-kurs-til.yaml", PLAIN | {"id": "et-kurs-til", "level": "masters"})
    assert sorted(code for code, _ in found(root)) == ["K009", "K201"]


def test_a_broken_session_does_not_hide_the_next(root: Path) -> None:
    sessions = [SESSION | {"start": "i mars"}, "2028", SESSION | {"id": "2027-host", "end": "2027-03-09"}]
    write(root, COURSE, PLAIN | {"sessions": sessions})
    assert found(root) == [("K107", "sessions.0.start"), ("K121", "sessions.1"), ("K301", "sessions.2.end")]


@pytest.mark.parametrize("changes", [{"start": "i mars"}, {"end": "i mars"}, {"start": "i mars", "end": "2027-02-30"}])
def test_an_unreadable_time_is_not_compared_with_others(root: Path, changes: dict[str, str]) -> None:
    registration = {"opens": "2027-01-01", "deadline": "2027-03-01"}
    write(root, COURSE, PLAIN | {"sessions": [SESSION | changes | {"registration": registration}]})
    assert sorted(path for _, path in found(root)) == [f"sessions.0.{key}" for key in sorted(changes)]


def test_an_unreadable_day_of_confirmation_is_not_compared(root: Path) -> None:
    write(root, PERSON, UNIT | {"confirmed_on": "i fjor"})
    assert found(root) == [("K105", "confirmed_on")]


@pytest.mark.parametrize(
    ("file", "plain"),
    [
        ("standards/eksempelyrket.yaml", STANDARD),
        ("programmes/eksempelplan.yaml", PLAN),
        ("needs/eksempelbehov.yaml", NEED),
    ],
    ids=["standard", "programme", "need"],
)
def test_a_record_that_is_whole_has_nothing_to_object_to(root: Path, file: str, plain: dict[str, Any]) -> None:
    write(root, file, plain)
    assert found(root) == []


def test_an_unreadable_value_in_a_list_does_not_hide_the_record(root: Path) -> None:
    write(root, COURSE, PLAIN | {"audience": ["Sykepleier"], "level": "masters"})
    assert found(root) == [("K110", "audience.0"), ("K201", "level")]


def test_a_broken_competence_does_not_hide_the_next(root: Path) -> None:
    competence = STANDARD["competences"][0]
    broken = ["A.1", competence | {"id": "slektstre", "code": "A.2", "target": "5", "domain": "B"}]
    write(root, "standards/eksempelyrket.yaml", STANDARD | {"competences": [*broken, competence]})
    assert found(root) == [
        ("K121", "competences.0"),
        ("K603", "competences.1.domain"),
        ("K125", "competences.1.target"),
    ]


@pytest.mark.parametrize("competences", ["x", [], {}, ["x"]])
def test_a_standard_whose_competences_cannot_be_read_is_told_once(root: Path, competences: object) -> None:
    write(root, "standards/eksempelyrket.yaml", STANDARD | {"competences": competences, "status": "drafts"})
    assert [path.partition(".")[0] for _, path in found(root)] == ["status", "competences"]


def test_who_refers_to_a_standard_that_cannot_be_read_is_not_blamed(root: Path) -> None:
    write(root, "standards/eksempelstandard.yaml", "- x\n")
    write(root, "programmes/eksempelplan.yaml", PLAN)
    write(root, "needs/eksempelbehov.yaml", NEED)
    write(root, COURSE, PLAIN | {"teaches": [{"competence": "eksempelstandard/arvegang", "level": "1"}]})
    found = build.check(root, TODAY).findings
    assert {(finding.spot.file, finding.code) for finding in found} == {("standards/eksempelstandard.yaml", "K122")}


def test_values_found_are_shown_and_cut(root: Path) -> None:
    write(root, COURSE, PLAIN | {"last_checked": "x" * 100, "cost": {"amount": "3500"}})
    values = {finding.code: finding.spot.values["found"] for finding in load(root).findings}
    assert values == {"K105": "x" * 59 + "…", "K112": "{amount: 3500}"}


@pytest.mark.parametrize(
    "file", ["vocabulary/topics.yaml", "vocabulary/locales.yaml", "providers.yaml", "vocabulary/regions.yaml"]
)
@pytest.mark.parametrize("content", ["", "values: [", "[]", "x", "values:\n", "values: []\n"])
def test_a_broken_list_is_reported_once_and_not_for_every_course(root: Path, file: str, content: str) -> None:
    write(root, COURSE, PLAIN | {"sessions": [SESSION]})
    write(root, file, content)
    findings = build.check(root, TODAY).findings
    assert {finding.spot.file for finding in findings} <= {file}


@pytest.mark.parametrize(
    "file", ["providers.yaml", "glossary.yaml", "retired.yaml", "vocabulary/locales.yaml", "vocabulary/regions.yaml"]
)
def test_a_missing_file_is_a_finding(root: Path, file: str) -> None:
    write(root, COURSE, PLAIN | {"sessions": [SESSION]})
    (root / file).unlink()
    findings = build.check(root, TODAY).findings
    assert [(finding.code, finding.spot.file) for finding in findings] == [("K019", file)]


def test_an_empty_closed_list_is_a_finding(root: Path) -> None:
    (root / "vocabulary" / "locales.yaml").write_text("values: []\n", "utf-8")
    found = [(one.code, one.spot.file) for one in load(root).findings]
    assert found == [("K104", "vocabulary/locales.yaml")]


def test_an_empty_folder_lacks_every_list_and_nothing_else(tmp_path: Path) -> None:
    findings = build.check(tmp_path, TODAY).findings
    assert {finding.code for finding in findings} == {"K019"}
    assert {finding.spot.file for finding in findings} == {
        "providers.yaml",
        "glossary.yaml",
        "retired.yaml",
        *(f"vocabulary/{name}.yaml" for name in LISTS),
    }


def test_a_folder_without_courses_and_people_is_no_fault(root: Path) -> None:
    assert found(root) == []
    assert load(root).catalogue.courses == ()


def test_a_folder_that_cannot_be_opened_is_not_taken_for_an_empty_one(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(root, COURSE, PLAIN)
    scandir = os.scandir

    def refuse(path: Path) -> Any:
        if Path(path).name == "courses":
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    (finding,) = load(root).findings
    assert (finding.code, finding.spot.file, finding.spot.values["reason"]) == ("K001", "courses", "Permission denied")


def test_a_pipe_is_not_waited_for(root: Path) -> None:
    (root / "courses" / "helse-vest").mkdir(parents=True)
    os.mkfifo(root / COURSE)
    assert found(root) == [("K001", "")]


def test_files_of_the_system_and_read_me_files_are_no_fault(root: Path) -> None:
    for name in (".DS_Store", "Thumbs.db", "README.md", "courses/.gitkeep"):
        write(root, name, "x")
    assert found(root) == []


def test_a_file_name_that_no_terminal_can_show_is_reported(root: Path) -> None:
    folder = root / "courses" / "helse-vest"
    folder.mkdir(parents=True)
    (folder / os.fsdecode(b"\xff\n.yaml")).write_text("id: x\n", "utf-8")
    checked = build.check(root, TODAY)
    assert [finding.code for finding in checked.findings] == ["K018"]
    for form in report.FORMATS.values():
        form(checked.findings, "nb", files=1).encode("utf-8")


def test_every_file_is_told_to_who_waits(root: Path) -> None:
    write(root, COURSE, PLAIN)
    told: list[tuple[int, int]] = []
    files = load(root, lambda done, total: told.append((done, total))).files
    assert told == [(number, files) for number in range(1, files + 1)]


@pytest.mark.parametrize(
    "content",
    [
        "".join(f"felt{number}: x\n" for number in range(20_000)),
        "a: x\n" * 40_000,
        f"sessions: [{'{},' * 80_000}]",
        f"audience: [{'X,' * 80_000}]",
    ],
    ids=["unknown keys", "the same key", "empty sessions", "bad ids"],
)
def test_a_file_full_of_faults_is_soon_told_and_not_in_full(root: Path, content: str) -> None:
    write(root, COURSE, content)
    findings = build.check(root, TODAY).findings
    assert 100 <= len(findings) <= 200


_SHARED: dict[str, Path] = {}


def shared(factory: pytest.TempPathFactory) -> Path:
    """Return one catalogue for many examples; each of them writes the same file anew."""
    if "root" not in _SHARED:
        _SHARED["root"] = catalogue(factory.mktemp("shared"))
    return _SHARED["root"]


def judged(root: Path, file: str, content: object) -> None:
    """Check a catalogue with one strange file: something comes out, and it can be told in every way."""
    write(root, file, content)
    try:
        checked = build.check(root, TODAY)
    finally:
        (root / file).unlink()
    own = [finding for finding in checked.findings if finding.spot.file == file]
    assert own or any(entry.file == file for entry in checked.catalogue.entries)
    told_in_every_way(checked.findings)


def told_in_every_way(findings: tuple[Finding, ...]) -> None:
    for language in report.LANGUAGES:
        for form in report.FORMATS.values():
            form(findings, language, prefix="curricula/", files=1).encode("utf-8")


@settings(deadline=None, max_examples=60)
@given(content=st.binary(max_size=200))
def test_no_bytes_make_the_check_fail(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    judged(shared(tmp_path_factory), COURSE, content)


_TEXT = yaml.safe_dump(PLAIN | {"sessions": [SESSION]}, allow_unicode=True, sort_keys=False)
_SNIPPETS = st.text(st.sampled_from("ab0:- \n#'\"[]{},&*!|>%@`?~<\tøé\u202e\x00\u2028"), max_size=6)


@settings(deadline=None, max_examples=150)
@given(place=st.integers(0, len(_TEXT)), length=st.integers(0, 20), snippet=_SNIPPETS)
def test_no_slip_of_the_hand_makes_the_check_fail(
    tmp_path_factory: pytest.TempPathFactory, place: int, length: int, snippet: str
) -> None:
    judged(shared(tmp_path_factory), COURSE, _TEXT[:place] + snippet + _TEXT[place + length :])


_WORDS = st.sampled_from(
    [
        "",
        "x",
        "no",
        "nb",
        "free",
        "2026-02-30",
        "9999-12-31",
        "0001-01-01 00:00",
        "2027-10-31 02:30",
        "1" * 30,
        "[",
        "<<",
        "\u202e",
    ]
) | st.text(max_size=12)
_VALUES = st.recursive(
    _WORDS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["nb", "en", "no", "id", "url", "amount", "ects", "host", ""]) | _WORDS, inner, max_size=3
        )
    ),
    max_leaves=6,
)


def changed(plain: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Some fields of a record are replaced by anything, and some are gone."""
    keys = st.sampled_from([*plain, "sessions", "regut", "cost", "load", "contact", "registration", "open_to", "x"])
    replaced = st.dictionaries(keys, _VALUES, max_size=4)
    return st.builds(
        lambda new, gone: {key: value for key, value in (plain | new).items() if key not in gone},
        replaced,
        st.sets(keys, max_size=2),
    )


def distorted(plain: Any) -> st.SearchStrategy[Any]:
    """Values at any depth of a record are replaced by anything, taken away, doubled or given a key nobody knows."""
    ways = list(_ways(plain))
    return st.builds(_distort, st.just(plain), st.lists(st.tuples(st.sampled_from(ways), _SLIPS, _VALUES), max_size=4))


_SLIPS = st.sampled_from(["replace", "take away", "double", "add a key"])
_Way = tuple[str | int, ...]


def _ways(tree: Any, way: _Way = ()) -> Iterator[_Way]:
    """Yield the way to every value below the top."""
    for step, value in tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ():
        yield (*way, step)
        yield from _ways(value, (*way, step))


def _distort(plain: Any, slips: list[tuple[_Way, str, Any]]) -> Any:
    tree = copy.deepcopy(plain)
    for way, slip, value in slips:
        holder = tree
        for step in way[:-1]:
            holder = holder[step] if _has(holder, step) else None
        if not _has(holder, way[-1]):
            continue  # an earlier slip has changed what was there
        if slip == "replace":
            holder[way[-1]] = value
        elif slip == "take away":
            del holder[way[-1]]
        elif isinstance(holder, list):
            holder.append(copy.deepcopy(holder[way[-1]]))
        else:
            holder["x"] = value
    return tree


def _has(holder: Any, step: str | int) -> bool:
    if isinstance(holder, list):
        return isinstance(step, int) and step < len(holder)
    return isinstance(holder, dict) and step in holder


@settings(deadline=None, max_examples=150)
@given(content=changed(PLAIN) | changed(PLAIN).map(lambda course: course | {"sessions": [SESSION]}) | _VALUES)
def test_no_course_makes_the_check_fail(tmp_path_factory: pytest.TempPathFactory, content: object) -> None:
    judged(shared(tmp_path_factory), COURSE, content)


@settings(deadline=None, max_examples=100)
@given(content=changed(PLAIN | {"sessions": []}), session=changed(SESSION))
def test_no_session_makes_the_check_fail(
    tmp_path_factory: pytest.TempPathFactory, content: dict[str, Any], session: dict[str, Any]
) -> None:
    judged(shared(tmp_path_factory), COURSE, content | {"sessions": [session, SESSION]})


@settings(deadline=None, max_examples=100)
@given(content=changed(UNIT))
def test_no_person_makes_the_check_fail(tmp_path_factory: pytest.TempPathFactory, content: object) -> None:
    judged(shared(tmp_path_factory), PERSON, content)


@settings(deadline=None, max_examples=150)
@given(content=distorted(STANDARD))
def test_no_standard_makes_the_check_fail(tmp_path_factory: pytest.TempPathFactory, content: object) -> None:
    judged(shared(tmp_path_factory), "standards/eksempelyrket.yaml", content)


@settings(deadline=None, max_examples=150)
@given(content=distorted(PLAN))
def test_no_curriculum_makes_the_check_fail(tmp_path_factory: pytest.TempPathFactory, content: object) -> None:
    judged(shared(tmp_path_factory), "programmes/eksempelplan.yaml", content)


@settings(deadline=None, max_examples=80)
@given(content=distorted(NEED))
def test_no_need_makes_the_check_fail(tmp_path_factory: pytest.TempPathFactory, content: object) -> None:
    judged(shared(tmp_path_factory), "needs/eksempelbehov.yaml", content)


_LISTS: list[tuple[str, str, Callable[[], dict[str, Any]]]] = [
    ("providers.yaml", "providers", lambda: {"id": "uib", "name": {"nb": "a", "en": "b"}, "country": "NO"}),
    (
        "glossary.yaml",
        "terms",
        lambda: {"id": "gen", "term": {"nb": "a", "en": "b"}, "definition": {"nb": "c", "en": "d"}},
    ),
    (
        "retired.yaml",
        "retired",
        lambda: {"kind": "course", "id": "a", "on": "2026-01-01", "reason": {"nb": "a", "en": "b"}},
    ),
    ("vocabulary/regions.yaml", "values", lambda: {"id": "a", "label": {"nb": "a", "en": "b"}, "kind": "scope"}),
    ("vocabulary/modes.yaml", "values", lambda: {"id": "onsite", "label": {"nb": "a", "en": "b"}}),
]


@settings(deadline=None, max_examples=150)
@given(data=st.data(), chosen=st.sampled_from(_LISTS))
def test_no_list_makes_the_check_fail(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, chosen: tuple[str, str, Callable[[], dict[str, Any]]]
) -> None:
    root = shared(tmp_path_factory)
    file, key, plain = chosen
    before = (root / file).read_bytes()
    items = data.draw(st.lists(changed(plain()) | _VALUES, max_size=3) | _VALUES)
    write(root, file, data.draw(st.sampled_from([{key: items}, items, {key: items, "x": "y"}])))
    try:
        told_in_every_way(build.check(root, TODAY).findings)
    finally:
        (root / file).write_bytes(before)
