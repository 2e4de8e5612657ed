"""CASE packages hold to the published data model of CASE 1.1, and lose nothing on the way."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from norprem.exports import case
from norprem.model import Standard
from tests import exported
from tests.unit.strategies import SITE, WORDS, both

SCHEMA = json.loads((exported.ROOT / "tests" / "case-1.1.schema.json").read_text("utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=FormatChecker())
LOCALES = SITE.locales


def written(standard: Standard, locale: str = "nb", **more: Any) -> bytes:
    return case.package(standard, site=SITE, words=WORDS[locale], vocabulary=exported.vocabulary(), **more)


def package(standard: Standard, locale: str = "nb", **more: Any) -> Any:
    return json.loads(written(standard, locale, **more))


def links(package: Any, kind: str) -> list[Any]:
    return [link for link in package["CFAssociations"] if link["associationType"] == kind]


def item(package: Any, anchor: str) -> Any:
    (found,) = (one for one in package["CFItems"] if one["uri"].endswith(f"#{anchor}"))
    return found


def identifiers(node: Any) -> list[str]:
    """Return the identifiers that a package gives, not those it refers to."""
    definitions = (one for group in node["CFDefinitions"].values() for one in group)
    holders = [node["CFDocument"], *node["CFItems"], *node["CFAssociations"], *definitions]
    return [one["identifier"] for one in holders]


@pytest.mark.parametrize("locale", LOCALES)
def test_a_package_holds_to_case_1_1(locale: str) -> None:
    assert list(VALIDATOR.iter_errors(package(exported.full(), locale, successor=exported.standard(id="ny")))) == []


@pytest.mark.parametrize("locale", LOCALES)
def test_every_real_standard_makes_a_valid_package(locale: str) -> None:
    for standard in exported.real().standard.values():
        assert list(VALIDATOR.iter_errors(package(standard, locale))) == []


SPOILED: dict[str, Callable[[Any], Any]] = {
    "a key of our own": lambda node: node["CFItems"][0].update(target=3),
    "no statement": lambda node: node["CFItems"][0].pop("fullStatement"),
    "no end": lambda node: node["CFAssociations"][0].pop("destinationNodeURI"),
    "a match that CASE does not have": lambda node: node["CFAssociations"][0].update(associationType="closeMatchOf"),
    "an identifier in capitals": lambda node: node["CFDocument"].update(
        identifier="1F83FEB8-49F7-5FFD-A3BD-557E16F0DA8F"
    ),
    "a day for a moment": lambda node: node["CFDocument"].update(lastChangeDateTime="2026-06-01"),
    "an impossible day": lambda node: node["CFDocument"].update(statusStartDate="2026-02-30"),
    "a version to come": lambda node: node["CFDocument"].update(caseVersion="1.2"),
}


@pytest.mark.parametrize("spoil", SPOILED.values(), ids=SPOILED)
def test_the_schema_of_these_tests_refuses_what_case_refuses(spoil: Callable[[Any], Any]) -> None:
    node = package(exported.full())
    spoil(node)
    assert not VALIDATOR.is_valid(node)


def test_the_document_says_what_the_standard_says() -> None:
    assert package(exported.full(), "en")["CFDocument"] == {
        "identifier": str(case.identity.in_language(case.identity.standard("eksempelstandard"), "en")),
        "uri": "https://norprem.example/en/kompetanse/eksempelstandard/",
        "caseVersion": "1.1",
        "creator": "Eksempelsenteret",
        "title": "The example profession",
        "lastChangeDateTime": "2026-06-01T00:00:00+00:00",
        "officialSourceURL": "https://norprem.example/en/kompetanse/eksempelstandard/",
        "description": "A made-up standard.",
        "subject": [exported.vocabulary()["fields"].label("medical-genetics").get("en")],
        "language": "en",
        "version": "1.1",
        "adoptionStatus": "Draft",
        "statusStartDate": "2026-01-01",
        "licenseURI": {
            "title": "CC BY 4.0",
            "identifier": package(exported.full(), "en")["CFDefinitions"]["CFLicenses"][0]["identifier"],
            "uri": "https://creativecommons.org/licenses/by/4.0/",
        },
        "notes": "draft",
    }


@pytest.mark.parametrize(
    ("status", "adoption"),
    [("draft", "Draft"), ("consultation", "Draft"), ("adopted", "Adopted"), ("superseded", "Deprecated")],
)
def test_a_standard_in_consultation_is_an_open_draft_and_a_superseded_one_is_deprecated(
    status: str, adoption: str
) -> None:
    document = package(exported.standard(status=status), "en")["CFDocument"]
    assert document["adoptionStatus"] == adoption
    assert document["notes"] == exported.vocabulary()["standard-statuses"].label(status).get("en")


def test_domains_and_competences_are_items_with_the_address_of_their_place_on_the_page() -> None:
    items = package(exported.full())["CFItems"]
    page = "https://norprem.example/kompetanse/eksempelstandard/"
    assert [(one["CFItemType"], one["humanCodingScheme"], one["uri"].removeprefix(page)) for one in items] == [
        ("Domain", "A", "#domain-A"),
        ("Domain", "B", "#domain-B"),
        ("Competence", "A.1", "#arvegang"),
        ("Competence", "A.2", "#slektstre"),
        ("Competence", "A.3", "#gammel-regel"),
        ("Competence", "B.1", "#samtale"),
        ("Level", "1", "#level-1"),
        ("Level", "2", "#level-2"),
        ("Level", "3", "#level-3"),
        ("Level", "4", "#level-4"),
    ]
    assert items[3]["fullStatement"] == "Tegner et slektstre over tre ledd."


def test_an_archived_competence_stays_with_the_day_it_ended_its_reason_and_its_successor() -> None:
    node = package(exported.full(), "en")
    gone = item(node, "gammel-regel")
    assert gone["statusEndDate"] == "2026-06-01"
    assert gone["lastChangeDateTime"] == "2026-06-01T00:00:00+00:00"
    assert gone["notes"] == "The rule has been repealed."
    (link,) = links(node, "replacedBy")
    assert link["originNodeURI"]["identifier"] == gone["identifier"]
    assert link["destinationNodeURI"]["identifier"] == item(node, "arvegang")["identifier"]


def test_a_superseded_standard_names_its_successor() -> None:
    (link,) = links(package(exported.standard(), "en", successor=exported.standard(id="ny")), "replacedBy")
    assert link["destinationNodeURI"]["uri"] == "https://norprem.example/en/kompetanse/ny/"


def test_the_tree_is_in_the_order_of_the_file() -> None:
    node = package(exported.full())
    titles = [(one["originNodeURI"]["title"], one["sequenceNumber"]) for one in links(node, "isChildOf")]
    assert titles == [
        ("Forstå", 1),
        ("Møte pasienten", 2),
        ("vet", 3),
        ("vet hvordan", 4),
        ("viser hvordan", 5),
        ("gjør", 6),
        ("Forklarer hvordan en egenskap arves.", 1),
        ("Tegner et slektstre over tre ledd.", 2),
        ("Gjengir en regel som ikke gjelder lenger.", 3),
        ("Møter pasienten uten å dømme.", 1),
    ]


def test_every_item_hangs_in_the_tree_and_every_link_of_the_package_leads_somewhere() -> None:
    node = package(exported.full())
    known = {node["CFDocument"]["identifier"], *(one["identifier"] for one in node["CFItems"])}
    children = {link["originNodeURI"]["identifier"] for link in links(node, "isChildOf")}
    assert children == known - {node["CFDocument"]["identifier"]}
    for link in node["CFAssociations"]:
        ends = (link["originNodeURI"], link["destinationNodeURI"])
        assert {end["identifier"] for end in ends if end["targetType"] == "CASE"} <= known


def test_a_competence_has_the_level_that_the_profession_needs() -> None:
    node = package(exported.full(), "en")
    levels = {link["originNodeURI"]["identifier"]: link["destinationNodeURI"] for link in links(node, "hasSkillLevel")}
    assert levels[item(node, "arvegang")["identifier"]]["title"] == "knows how"
    assert levels[item(node, "slektstre")["identifier"]]["identifier"] == item(node, "level-3")["identifier"]


def test_only_an_exact_match_is_called_so_and_the_others_say_what_they_are() -> None:
    node = package(exported.full(), "en")
    (exact,) = links(node, "exactMatchOf")
    assert exact["destinationNodeURI"] == {
        "title": "Eksempelkilden, 1.exact",
        "identifier": "eksempelkilde/1.exact",
        "uri": "https://kilde.example/",
        "targetType": "ext:source",
    }
    assert "notes" not in exact
    related = [(one["destinationNodeURI"]["title"], one["notes"]) for one in links(node, "isRelatedTo")]
    assert related == [
        ("Eksempelkilden, 1.close", "skos:closeMatch: says nearly the same"),
        ("Eksempelkilden, 1.broad", "skos:broadMatch: is wider than our wording"),
        ("Eksempelkilden, 1.narrow", "skos:narrowMatch: is narrower than our wording"),
        ("Eksempelkilden, 1.related", "skos:relatedMatch: is about the same thing"),
        ("Eksempelkilden, page 4", "skos:broadMatch: is wider than our wording"),
        ("Eksempelkilden, page 5", "skos:broadMatch: is wider than our wording"),
        ("Eksempelkilden, 1", "skos:relatedMatch: is about the same thing"),
    ]


def test_a_source_without_an_address_is_named_in_a_note() -> None:
    assert item(package(exported.full(), "en"), "arvegang")["notes"].splitlines() == [
        "Kilden ingen har lest (skos:closeMatch: says nearly the same)",
        "Kilden ingen har lest, chapter 2 (skos:exactMatch: says the same)",
    ]


def test_the_second_language_translates_every_item_of_the_first_which_translates_none() -> None:
    first, second = (package(exported.full(), locale) for locale in LOCALES)
    own = {one["identifier"] for one in (first["CFDocument"], *first["CFItems"])}
    found = links(second, "isTranslationOf")
    assert {link["destinationNodeURI"]["identifier"] for link in found} == own
    assert links(first, "isTranslationOf") == []
    pairs = {link["originNodeURI"]["title"]: link["destinationNodeURI"]["title"] for link in found}
    assert pairs["Draws a family tree of three generations."] == "Tegner et slektstre over tre ledd."


def test_no_identifier_is_given_twice_not_even_in_another_language() -> None:
    given = [*identifiers(package(exported.full())), *identifiers(package(exported.full(), "en"))]
    assert len(given) == len(set(given))


def test_what_case_has_no_place_for_stands_under_extensions() -> None:
    assert item(package(exported.full()), "slektstre")["extensions"] == {
        "norprem:id": "eksempelstandard/slektstre",
        "norprem:uuid": str(case.identity.competence(case.CompetenceId("eksempelstandard", "slektstre"))),
        "norprem:kind": "skill",
        "norprem:target": 3,
    }


def test_identifiers_do_not_follow_code_edition_wording_or_level() -> None:
    before = exported.full()
    tree = exported.competence(0, code="A.9", statement=both("Noe annet.", "Something else."), target="4", maps=[])
    after = exported.standard(competences=tree, edition="2.0", title=both("Nytt navn", "New name"))
    for locale in LOCALES:
        old, new = package(before, locale), package(after, locale)
        assert [one["identifier"] for one in old["CFItems"]] == [one["identifier"] for one in new["CFItems"]]
        assert old["CFDocument"]["identifier"] == new["CFDocument"]["identifier"]


def test_two_builds_are_the_same_to_the_byte() -> None:
    assert written(exported.full()) == written(exported.full())
    assert written(exported.full()).endswith(b"}\n")
