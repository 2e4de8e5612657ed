"""Linked data of standards and curricula use properties only where schema.org allows them, and survive the page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given

from norprem import identity
from norprem.exports import competence_jsonld, jsonld
from norprem.model import Competence, CompetenceId, Programme, Standard
from tests import exported
from tests.unit.strategies import PROVIDER, SITE, VOCABULARY, WORDS, both, course, texts

LOCALES = SITE.locales
STANDARD = exported.full()
COMPETENCES: dict[CompetenceId, Competence] = {CompetenceId(STANDARD.id, one.id): one for one in STANDARD.competences}
PAGE = "https://norprem.example/en/kompetanse/eksempelstandard/"
PLAN = "https://norprem.example/en/laereplaner/eksempelplan/"

PARENTS = {
    "Course": ("LearningResource", "CreativeWork", "Thing"),
    "Syllabus": ("LearningResource", "CreativeWork", "Thing"),
    "DefinedTermSet": ("CreativeWork", "Thing"),
    "WebPage": ("CreativeWork", "Thing"),
    "CreativeWork": ("Thing",),
    "DefinedTerm": ("Thing",),
    "EducationalOccupationalProgram": ("Thing",),
    "Organization": ("Thing",),
    "Audience": ("Thing",),
    "QuantitativeValue": ("Thing",),
}
DOMAINS = {
    **dict.fromkeys(("name", "url", "identifier", "description", "alternateName", "sameAs", "subjectOf"), "Thing"),
    **dict.fromkeys(("inLanguage", "version", "dateModified", "license", "sdLicense", "citation"), "CreativeWork"),
    **dict.fromkeys(("creator", "audience", "keywords", "workTranslation", "creativeWorkStatus"), "CreativeWork"),
    **dict.fromkeys(("educationalLevel", "teaches", "timeRequired"), "CreativeWork"),
    "provider": "CreativeWork EducationalOccupationalProgram",
    "numberOfCredits": "Course EducationalOccupationalProgram",
    "coursePrerequisites": "Course",
    "syllabusSections": "Course",
    "hasCourse": "EducationalOccupationalProgram",
    "timeToComplete": "EducationalOccupationalProgram",
    "programPrerequisites": "EducationalOccupationalProgram",
    "occupationalCategory": "EducationalOccupationalProgram",
    "hasDefinedTerm": "DefinedTermSet",
    "inDefinedTermSet": "DefinedTerm",
    "termCode": "DefinedTerm",
    "audienceType": "Audience",
    "value": "QuantitativeValue",
    "unitText": "QuantitativeValue",
}
"""Where schema.org 30.0 (19 March 2026) allows each property, as far as it is used here."""


def of_standard(standard: Standard = STANDARD, locale: str = "en") -> Any:
    return json.loads(
        competence_jsonld.standard(standard, site=SITE, words=WORDS[locale], vocabulary=exported.vocabulary())
    )


def of_programme(programme: Programme, locale: str = "en") -> Any:
    return json.loads(
        competence_jsonld.programme(
            programme,
            site=SITE,
            words=WORDS[locale],
            vocabulary=exported.vocabulary(),
            provider=PROVIDER,
            competences=COMPETENCES,
        )
    )


def nodes(node: Any) -> Iterator[dict[str, Any]]:
    """Yield every object of linked data."""
    if isinstance(node, dict):
        if "@type" in node:
            yield node
        for value in node.values():
            yield from nodes(value)
    elif isinstance(node, list):
        for value in node:
            yield from nodes(value)


def strangers(node: Any) -> list[tuple[str, str]]:
    """Return the properties that stand where schema.org does not have them."""
    return [
        (one["@type"], name)
        for one in nodes(node)
        for name in one
        if not name.startswith("@") and not {one["@type"], *PARENTS[one["@type"]]} & set(DOMAINS.get(name, "").split())
    ]


def short(**changes: Any) -> Programme:
    return exported.programme(**{"entry": both("Autorisasjon", "A licence"), "nkr": "7", "ects": "2.5"} | changes)


def long(**changes: Any) -> Programme:
    return short(**{"months": "24", "url": "https://provider.example/plan"} | changes)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("programme", [short(), long()], ids=["short", "long"])
def test_every_property_of_a_curriculum_stands_where_schema_org_has_it(programme: Programme, locale: str) -> None:
    assert strangers(of_programme(programme, locale)) == []


@pytest.mark.parametrize("locale", LOCALES)
def test_every_property_of_a_standard_stands_where_schema_org_has_it(locale: str) -> None:
    assert strangers(of_standard(locale=locale)) == []


def test_real_records_use_no_property_where_it_does_not_belong() -> None:
    real = exported.real()
    for standard in real.standard.values():
        assert strangers(of_standard(standard)) == []
    for programme in real.programme.values():
        assert strangers(of_programme(programme)) == []


def test_a_standard_is_a_set_of_the_competences_in_use() -> None:
    node = of_standard()
    assert (node["@type"], node["@id"], node["url"]) == ("DefinedTermSet", PAGE, PAGE)
    assert node["identifier"] == identity.standard("eksempelstandard").urn
    assert (node["version"], node["dateModified"], node["inLanguage"]) == ("1.1", "2026-06-01", "en")
    assert node["workTranslation"] == [
        {"@type": "DefinedTermSet", "@id": "https://norprem.example/kompetanse/eksempelstandard/"}
    ]
    assert [term["termCode"] for term in node["hasDefinedTerm"]] == ["A.1", "A.2", "B.1"]
    assert node["hasDefinedTerm"][1] == {
        "@type": "DefinedTerm",
        "@id": f"{PAGE}#slektstre",
        "identifier": identity.competence(CompetenceId("eksempelstandard", "slektstre")).urn,
        "termCode": "A.2",
        "name": "Draws a family tree of three generations.",
        "url": f"{PAGE}#slektstre",
        "inDefinedTermSet": PAGE,
    }


def test_a_source_that_nobody_has_read_is_not_cited() -> None:
    assert of_standard()["citation"] == [
        {"@type": "CreativeWork", "name": "Eksempelkilden", "url": "https://kilde.example/"}
    ]


@pytest.mark.parametrize(
    ("load", "kind"),
    [
        ({"hours": "20"}, "Course"),
        ({"hours": None, "ects": "29.5"}, "Course"),
        ({"hours": None, "ects": "30"}, "EducationalOccupationalProgram"),
        ({"hours": None, "ects": None, "months": "11"}, "Course"),
        ({"hours": None, "ects": None, "months": "12"}, "EducationalOccupationalProgram"),
    ],
)
def test_a_curriculum_of_a_year_or_30_credits_is_a_programme(load: dict[str, str | None], kind: str) -> None:
    assert of_programme(exported.programme(**load))["@type"] == kind


def test_a_short_curriculum_teaches_each_known_competence_once() -> None:
    node = of_programme(short())
    assert [one["@id"] for one in node["teaches"]] == [f"{PAGE}#slektstre", f"{PAGE}#arvegang"]
    assert node["numberOfCredits"] == {"@type": "QuantitativeValue", "value": 2.5, "unitText": "ECTS"}
    assert (node["timeRequired"], node["coursePrerequisites"]) == ("PT20H", "A licence")
    assert node["educationalLevel"] == "NKR 7"
    assert node["syllabusSections"] == [{"@type": "Syllabus", "name": "Family tree", "timeRequired": "PT20H"}]
    assert node["license"] == "https://creativecommons.org/licenses/by/4.0/"


def test_a_long_curriculum_teaches_nothing_itself_but_its_modules_do() -> None:
    node = of_programme(long())
    assert "teaches" not in node
    assert (node["timeToComplete"], node["programPrerequisites"]) == ("P24M", "A licence")
    assert node["numberOfCredits"]["value"] == 2.5
    assert node["sameAs"] == "https://provider.example/plan"
    (module,) = node["hasCourse"]
    assert (module["@type"], module["name"], module["timeRequired"]) == ("Course", "Family tree", "PT20H")
    assert len(module["teaches"]) == 2
    assert (node["subjectOf"]["url"], node["subjectOf"]["dateModified"]) == (PLAN, "2026-06-15")


def test_the_licence_of_somebody_elses_curriculum_is_that_of_our_description() -> None:
    source = {"title": "Studieplan", "url": "https://provider.example/plan", "read": "2026-11-20"}
    node = of_programme(short(source=source))
    assert "license" not in node
    assert node["sdLicense"] == "https://creativecommons.org/licenses/by/4.0/"
    assert node["citation"] == {"@type": "WebPage", "name": "Studieplan", "url": "https://provider.example/plan"}


def test_a_course_teaches_its_outcomes_and_the_known_competences_of_its_file() -> None:
    record = course(
        outcomes=[both("Tegner.", "Draws.")],
        teaches=[
            {"competence": "eksempelstandard/slektstre", "level": "3"},
            {"competence": "ukjent/noe", "level": "1"},
        ],
    )
    text = jsonld.course(record, site=SITE, words=WORDS["en"], vocabulary=VOCABULARY, competences=COMPETENCES)
    outcome, taught = json.loads(text)["teaches"]
    assert outcome == "Draws."
    known = of_standard()["hasDefinedTerm"][1]
    assert taught == {name: fact for name, fact in known.items() if name != "@id"}


@given(texts)
def test_no_wording_ends_the_script_it_stands_in(text: str) -> None:
    standard = exported.standard(title=both(f"</script>{text}"))
    script = competence_jsonld.standard(standard, site=SITE, words=WORDS["nb"], vocabulary=exported.vocabulary())
    assert not set("<>&\u2028\u2029") & set(script)
    assert json.loads(script)["name"] == f"</script>{text}"
