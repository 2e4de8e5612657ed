"""The register of methods, the chip in the text, and the regional answers: as golden HTML, and rule by rule."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from norprem.edition import Edition
from norprem.exports import files
from norprem.model import Article, Catalogue, Entry, Meta, Method, Pathway, Person
from norprem.pages.articles import Articles
from norprem.pages.chips import chip
from norprem.pages.listings import Listings, Marker, Place, UnknownListing
from norprem.pages.methods import latest
from norprem.pages.pathways import pathways
from norprem.pages.templates import Templates
from tests.exported import vocabulary
from tests.unit.strategies import SITE, WORDS, both

TODAY = date(2026, 11, 22)
GOLDEN = Path(__file__).parents[1] / "golden" / "listings"
SOURCE = {"title": "Oppdiktet kilde", "url": "https://example.org/kilde", "read": "2026-11-20"}
BODY = both("Et utvalg som ikke finnes", "A committee that does not exist")


METHOD = {
    "id": "svulsttest",
    "name": both("Svulsttest", "Tumour test"),
    "kind": "test",
    "fields": ["molecular-pathology", "oncology"],
    "summary": both("En test som er funnet på.", "A made-up test."),
    "indications": [both("Eksempelsvulst", "Example tumour")],
    "status": "established",
    "status_note": both("Brukes ikke, for den finnes ikke.", "Not used, for it does not exist."),
    "sources": [SOURCE],
    "last_checked": "2026-11-20",
    "next_review": "2027-11-20",
}

TRACER = METHOD | {
    "id": "sporstoff-x",
    "name": both("Sporstoff X & Y", "Tracer X & Y"),
    "kind": "tracer",
    "fields": ["molecular-imaging"],
    "indications": [both("Én ting", "One thing"), both("En ting til", "Another thing")],
    "status": "not-introduced",
    "decided_by": BODY,
    "decided": "2019-10-21",
    "reference": "ID2017_073",
    "offered": [{"where": both("Eksempelsykehuset", "The Example Hospital"), "region": "helse-vest", "source": SOURCE}],
    "changes": [
        {"on": "2017", "note": both("Bestilt vurdert.", "Assessment commissioned.")},
        {"on": "2019-10-21", "note": both("Avslått.", "Turned down.")},
    ],
    "next_review": "2026-11-21",
}


def method(**changes: Any) -> Method:
    """Make a method; without changes it is established, and nobody has decided so."""
    return Method.model_validate(METHOD | changes)


BOTH = (method(), method(**TRACER))

UNIT = {
    "id": "eksempelenheten",
    "kind": "unit",
    "name": both("Eksempelenheten", "The example unit"),
    "role": both("Finnes ikke.", "Does not exist."),
    "organisation": "unn",
    "region": "helse-nord",
    "fields": ["medical-genetics"],
    "contact": {
        "url": "https://www.enheten.example/lang/vei/",
        "phone": "22 22 22 22",
        "email": "post@enheten.example",
    },
    "status": "as-published",
    "confirmed_on": "2026-11-20",
    "review_by": "2027-11-20",
    "source": SOURCE,
}

ANSWERS = [
    {"region": "helse-sor-ost", "checked": "2026-11-20"},
    {
        "region": "helse-nord",
        "unit": "eksempelenheten",
        "refer_to": both("Merk henvisningen «eksempel».", "Mark the referral “example”."),
        "self_referral": both("Ring selv.", "Call yourself."),
        "form": {"title": both("Skjema A", "Form A"), "url": "https://example.org/skjema"},
        "checked": "2026-11-20",
        "sources": [SOURCE],
    },
    {
        "region": "national",
        "sample": both("Blod i EDTA-rør.", "Blood in an EDTA tube."),
        "checked": "2026-11-19",
        "sources": [SOURCE],
    },
    {"region": "helse-midt-norge", "phone": "33 33 33 33", "checked": "2026-11-20", "sources": [SOURCE]},
    {"region": "helse-vest", "refer_to": both("Nærmeste sykehus", "The nearest hospital"), "checked": "2026-11-20"},
]


PATHWAY = {
    "topic": "eksempel",
    "title": both("Eksempel", "Example"),
    "note": both("Legen henviser.", "The doctor refers."),
    "answers": ANSWERS,
}


def pathway(*answers: Any) -> Pathway:
    """Make regional answers."""
    return Pathway.model_validate(PATHWAY | {"answers": list(answers or ANSWERS)})


def edition(*, methods: tuple[Method, ...] = (), paths: tuple[Pathway, ...] = (), **facts: Any) -> Edition:
    """An edition of some methods and pathways, and one unit."""
    unit = Person.model_validate(UNIT | facts.pop("unit", {}))
    catalogue = Catalogue(
        vocabulary(),
        people=(Entry("people/helse-nord/eksempelenheten.yaml", unit),),
        methods=tuple(Entry(f"methods/{one.id}.yaml", one) for one in methods),
        pathways=tuple(Entry(f"pathways/{one.topic}.yaml", one) for one in paths),
        articles=facts.pop("articles", ()),
    )
    return Edition(catalogue, TODAY, SITE, WORDS, **facts)


def drawn(one: Edition, marker: str, locale: str, address: str, **arguments: str) -> str:
    templates = Templates(one)
    listings = Listings(one, templates, Articles(one, templates))
    (html,) = listings.draw(Marker(marker, arguments, ""), Place(locale, address))
    return html


def article(body: str, **changes: Any) -> Article:
    """Make a page for patients with a text."""
    head = {
        "title": "Om svulster",
        "description": "Om svulster.",
        "audience": "patient",
        "topic": "svulster",
        "group": "conditions",
        "twin": "none",
        "sources": [],
        "written": "2026-11-20",
        "review": "none",
        "next_review": "2027-11-20",
    }
    meta = Meta.model_validate(head | changes)
    return Article("nb", "pasient", "svulster", Entry("../docs/nb/pasient/svulster.md", meta), body, 20)


ARTICLE = article("# Om svulster\n\nVi har en test. [[metode:svulsttest]] Den er grei. [[metode:svulsttest]]\n")


@pytest.mark.parametrize("locale", ["nb", "en"])
def test_the_register_is_the_golden_one(locale: str) -> None:
    html = drawn(edition(methods=BOTH, articles=(ARTICLE,)), "methods", locale, "metoder/")
    assert html == (GOLDEN / f"methods.{locale}.html").read_text("utf-8")


@pytest.mark.parametrize("locale", ["nb", "en"])
def test_the_regional_block_is_the_golden_one(locale: str) -> None:
    html = drawn(edition(paths=(pathway(),)), "pathways", locale, "pasient/eksempel/", topic="eksempel")
    assert html == (GOLDEN / f"pathways.{locale}.html").read_text("utf-8")


def test_every_method_is_there_once_with_an_anchor_and_a_word_for_its_status() -> None:
    html = drawn(edition(methods=BOTH), "methods", "nb", "metoder/")
    assert re.findall(r'<section class="np-method" id="([^"]+)"', html) == ["svulsttest", "sporstoff-x"]
    assert '<span class="np-chip np-chip--not-introduced">ikke innført</span>' in html
    assert "Sporstoff X &amp; Y" in html
    anchors = re.findall(r' id="([^"]+)"', html)
    assert len(anchors) == len(set(anchors))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(anchors)


def test_a_register_without_methods_says_so() -> None:
    assert WORDS["nb"]("methods.none") in drawn(edition(), "methods", "nb", "metoder/")


def test_the_latest_changes_come_first_and_a_year_alone_counts_as_its_last_day() -> None:
    days = ("2019", "2019-10-21", "2020-01", "2018-12-31", "2019-10")
    one = method(changes=[{"on": day, "note": both("Noe.", "Something.")} for day in days])
    assert [change.on for _, change in latest([one])] == ["2020-01", "2019", "2019-10", "2019-10-21", "2018-12-31"]


@pytest.mark.parametrize(
    ("locale", "changes", "told"),
    [
        ("nb", {}, "Svulsttest: etablert"),
        (
            "nb",
            {"decided_by": BODY, "decided": "2019-10-21"},
            "Svulsttest: etablert (Et utvalg som ikke finnes, 21. oktober 2019)",
        ),
        ("en", {"decided": "2019-10", "status": "experimental"}, "Tumour test: experimental (October 2019)"),
        ("en", {"decided_by": BODY}, "Tumour test: established (A committee that does not exist)"),
    ],
)
def test_a_chip_tells_status_body_and_day_as_far_as_they_are_known(
    locale: str, changes: dict[str, Any], told: str
) -> None:
    one = method(**changes)
    html = chip(one, WORDS[locale], vocabulary(), "../../")
    assert html == f'<a class="np-chip np-chip--{one.status}" href="../../metoder/#svulsttest">{told}</a>'


def test_a_chip_escapes_what_a_record_says() -> None:
    assert "Sporstoff X &amp; Y: ikke innført" in chip(BOTH[1], WORDS["nb"], vocabulary(), "")


def lacking(one: Pathway, **facts: Any) -> dict[str, tuple[str, ...]]:
    _, values = pathways(edition(paths=(one,), **facts), "nb", {"topic": one.topic})
    return {shown.region.id: shown.lacking for shown in values["regional"]}


def test_what_the_unit_or_the_whole_country_tells_is_not_said_to_be_missing() -> None:
    found = lacking(pathway())
    assert list(found) == ["helse-nord", "helse-midt-norge", "helse-vest", "helse-sor-ost"]
    assert found["helse-nord"] == ("laboratory", "waiting_time", "owner_role")
    assert "sample" not in found["helse-sor-ost"]
    assert found["helse-sor-ost"][0] == "unit"
    assert "phone" not in found["helse-midt-norge"]


@pytest.mark.parametrize("change", [{"review_by": "2026-11-21"}, {"status": "withdrawn"}, {"kind": "person"}])
def test_a_unit_that_the_site_does_not_show_is_not_named_and_is_missing(change: dict[str, str]) -> None:
    one = pathway({"region": "helse-nord", "unit": "eksempelenheten", "checked": "2026-11-20"})
    assert lacking(one, unit=change)["helse-nord"][0] == "unit"
    html = drawn(edition(paths=(one,), unit=change), "pathways", "nb", "pasient/eksempel/", topic="eksempel")
    assert "Eksempelenheten" not in html
    assert "enheten.example" not in html


def test_how_a_unit_is_reached_is_told_where_the_answer_does_not_say_it() -> None:
    unit = {"referral": both("Be legen om henvisning.", "Ask your doctor for a referral.")}
    one = pathway({"region": "helse-nord", "unit": "eksempelenheten", "checked": "2026-11-20"})
    assert "self_referral" not in lacking(one, unit=unit)["helse-nord"]
    for paths, told in (((one,), True), ((pathway(),), False)):
        html = drawn(edition(paths=paths, unit=unit), "pathways", "nb", "pasient/eksempel/", topic="eksempel")
        assert ("Be legen om henvisning." in html) is told


def test_an_answer_for_the_whole_country_alone_has_nothing_to_choose() -> None:
    one = pathway({"region": "national", "checked": "2026-11-20"})
    html = drawn(edition(paths=(one,)), "pathways", "nb", "pasient/eksempel/", topic="eksempel")
    assert "<button" not in html
    assert "<details" not in html
    assert WORDS["nb"]("pathways.national") in html


@pytest.mark.parametrize("arguments", [{}, {"topic": "finnes-ikke"}, {"topic": ""}])
def test_a_block_without_a_topic_that_exists_stops_the_build(arguments: dict[str, str]) -> None:
    with pytest.raises(UnknownListing, match="topic"):
        drawn(edition(paths=(pathway(),)), "pathways", "nb", "pasient/eksempel/", **arguments)


def test_the_data_say_what_the_files_say_and_null_for_what_nobody_has_provided() -> None:
    made = dict(files.records(edition(methods=BOTH, paths=(pathway(),))))
    methods = json.loads(made["api/v1/methods.json"])
    assert [one["id"] for one in methods["methods"]] == ["svulsttest", "sporstoff-x"]
    assert methods["methods"][0]["decided"] is None
    assert methods["methods"][1]["page"]["en"] == "https://norprem.example/en/metoder/#sporstoff-x"
    (told,) = json.loads(made["api/v1/pathways.json"])["pathways"]
    assert [one["waiting_time"] for one in told["answers"]] == [None] * len(ANSWERS)
    assert told["answers"][1]["form"]["title"]["en"] == "Form A"
