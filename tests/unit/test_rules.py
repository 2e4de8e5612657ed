"""What fixtures cannot show of the rules: near misses, what they leave alone, and what they cost."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest

from norprem import build, rules
from norprem.load import load
from norprem.rules.people import _is_identity, _personal
from norprem.rules.shape import _fault
from tests.fixture_catalogue import TODAY, catalogue
from tests.unit.test_load import COURSE, PLAIN, SESSION, write


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return catalogue(tmp_path)


def nearest(root: Path, **changes: object) -> str | None:
    write(root, COURSE, PLAIN | changes)
    (finding,) = build.check(root, TODAY).findings
    return finding.spot.values.get("nearest")


@pytest.mark.parametrize(
    ("changes", "meant"),
    [
        ({"topics": ["rare-diseases"]}, "rare-disease"),
        ({"topics": ["sjeldne-sykdommer"]}, "rare-disease"),
        ({"audience": ["fastlege"]}, "gp"),
        ({"audience": ["zzz"]}, None),
        ({"languages": ["nb"]}, None),
        ({"mode": "on-site"}, "onsite"),
        ({"provider": "eksempelsentret"}, "eksempelsenteret"),
        ({"provider": "the-example-centre"}, "eksempelsenteret"),
        ({"open_to": ["helse-vest", "helse-soer-oest"]}, "helse-sor-ost"),
        ({"title": {"no": "Eksempelkurs", "en": "Example course"}}, "nb"),
        ({"audiense": ["nurse"]}, "audience"),
    ],
)
def test_the_value_that_was_meant_is_proposed(root: Path, changes: dict[str, object], meant: str | None) -> None:
    assert nearest(root, **changes) == meant


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("https://www.uib.no", None),
        ("https://blåbær.example/æ?q=a%20b&c=d#e", None),
        ("https://xn--blbr-roah.xn--p1ai/", None),
        ("http://www.uib.no/", "K115"),
        ("HTTP://www.uib.no/", "K115"),
        ("ftp://www.uib.no/", "K116"),
        ("JavaScript:alert(1)", "K116"),
        ("vbscript:x", "K116"),
        ("mailto:post@senteret.example", "K116"),
        ("//www.uib.no/", "K117"),
        ("www.uib.no:443/x", "K117"),
        ("https:/www.uib.no", "K117"),
        ("http://", "K117"),
        ("https://localhost/", "K117"),
        ("https://www.uib.no\\@evil.example/", "K117"),
        ('https://www.uib.no/"onclick=x', "K117"),
        ("https://a@www.uib.no/", "K117"),
        ("https://www..no/", "K117"),
    ],
)
def test_addresses(url: str, code: str | None) -> None:
    assert _fault(url) == code


@pytest.mark.parametrize(
    ("name", "host", "personal"),
    [
        ("post", "senteret.example", False),
        ("sjeldne-diagnoser", "senteret.example", False),
        ("medisinsk.genetikk", "senteret.example", False),
        ("kurs.vest", "senteret.example", False),
        ("kari.eksempel", "senteret.example", True),
        ("k.eksempel", "senteret.example", True),
        ("kari_eksempel2", "senteret.example", True),
        ("post", "gmail.com", True),
        ("eksempelkurset", "hotmail.co.uk", True),
    ],
)
def test_personal_addresses(name: str, host: str, personal: bool) -> None:
    assert _personal(name, host) is personal


def test_identity_numbers_need_a_date_and_both_check_digits() -> None:
    assert _is_identity("01819050062")
    assert not _is_identity("01819050063")
    assert not _is_identity("01819050162")
    assert not _is_identity("00000000000")


def test_a_finding_where_something_could_not_be_read_is_dropped(root: Path) -> None:
    write(root, COURSE, PLAIN | {"region": "Helse Vest", "provider": "", "id": "Eksempel"})
    assert [finding.code for finding in build.check(root, TODAY).findings] == ["K110", "K104", "K110"]


@pytest.mark.parametrize("today", [date(1, 1, 1), date(9999, 12, 31)])
def test_no_day_makes_the_rules_fail(root: Path, today: date) -> None:
    ends = {"start": "0001-01-01 00:30", "end": "9999-12-31 23:59"}
    registration = {"opens": "9999-12-31", "deadline": "0001-01-01"}
    write(root, COURSE, PLAIN | {"sessions": [SESSION | ends | {"registration": registration}]})
    assert build.check(root, today).findings


@pytest.mark.parametrize(
    "text",
    [
        "<a" * 20_000,
        "[" * 40_000,
        "**" * 20_000,
        "_a" * 20_000,
        "*a" * 20_000,
        "a" * 40_000 + "@",
        "a." * 20_000 + "@",
        "4 " * 20_000,
        "+4" * 20_000,
        "1" * 40_000,
        "&a" * 20_000,
        "og " * 13_000,
    ],
)
def test_no_text_takes_long_to_judge(root: Path, text: str) -> None:
    """A pattern that starts over at every letter would take minutes for these."""
    write(root, COURSE, PLAIN | {"summary": {"nb": text, "en": f"{text} x"}, "url": f"https://{text}"})
    loaded = load(root)
    before = time.perf_counter()
    list(rules.run(loaded.catalogue, rules.Context(TODAY)))
    assert time.perf_counter() - before < 2


def test_the_same_slip_in_many_files_is_soon_told(root: Path) -> None:
    for number in range(300):
        own = {"id": f"kurs-{number}", "url": f"https://kurs.example/{number}", "topics": ["rare-diseses"]}
        write(root, f"courses/helse-vest/kurs-{number}.yaml", PLAIN | own)
    loaded = load(root)
    before = time.perf_counter()
    assert len(list(rules.run(loaded.catalogue, rules.Context(TODAY)))) == 300
    assert time.perf_counter() - before < 2
