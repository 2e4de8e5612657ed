"""What code adds to a written page: marks, the box on trust, linked data, lists of pages, pages by code."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest

from norprem.edition import Edition
from norprem.exports.webpage_jsonld import webpage
from norprem.load import load
from norprem.model import Article, Catalogue
from norprem.pages import articles, codes, reviews
from norprem.pages.articles import Articles
from norprem.pages.press import Press
from norprem.pages.templates import Templates
from tests.exported import BASE, TODAY
from tests.fixture_catalogue import catalogue

CODED = 'codes: [{system: icpc2, code: "A01", source: oppdiktet}]'
MANY = "[^oppdiktet][^annen]"


def made(folder: Path, *changes: tuple[str, str], page: str = "nb/pasient") -> Catalogue:
    """Return the made-up catalogue with its made-up pages, one of them changed."""
    root = catalogue(folder)
    file = folder / "docs" / page / "eksempel.md"
    text = file.read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    file.write_text(text, "utf-8")
    loaded = load(root, docs=folder / "docs")
    assert loaded.findings == ()
    return loaded.catalogue


def published(found: Catalogue, today: date = TODAY) -> Edition:
    return Edition.of(found, today, base=BASE)


def drawing(edition: Edition) -> Articles:
    return Articles(edition, Templates(edition))


def patient(found: Catalogue, locale: str = "nb") -> Article:
    return found.article[locale, "pasient/eksempel"]


def test_a_source_mark_is_a_numbered_link_to_the_source_at_the_foot(tmp_path: Path) -> None:
    found = made(tmp_path)
    shown = drawing(published(found)).marked("<p>Av 100 får 10 den.[^oppdiktet]</p>", patient(found))
    assert shown == (
        '<p>Av 100 får 10 den.<sup class="np-mark"><a href="#kilde-oppdiktet" aria-label="Kilde 1">1</a></sup></p>'
    )
    assert 'id="kilde-oppdiktet"' in drawing(published(found)).trust(patient(found))


def test_marks_side_by_side_become_one_list_and_a_source_named_twice_stands_once(tmp_path: Path) -> None:
    more = "    read: 2026-11-20\n  - {id: annen, title: Annen, kind: study, read: 2026-11-20}\n"
    found = made(tmp_path, ("    read: 2026-11-20\n", more))
    shown = drawing(published(found)).marked(f"<p>Ja.{MANY}[^oppdiktet]</p>", patient(found))
    assert re.sub(r"<[^>]+>", "", shown) == "Ja.1, 2"


@pytest.mark.parametrize("mark", ["[^ukjent]", "[[ord:ukjent]]", "[[metode:ukjent]]"])
def test_a_mark_that_names_nothing_stays_for_the_rules_to_tell(tmp_path: Path, mark: str) -> None:
    found = made(tmp_path)
    assert drawing(published(found)).marked(f"<p>{mark}</p>", patient(found)) == f"<p>{mark}</p>"


def test_a_word_is_a_button_that_opens_its_meaning_without_a_script(tmp_path: Path) -> None:
    found = made(tmp_path)
    shown = drawing(published(found)).marked("<p>[[ord:eksempel]] og [[ord:eksempel|eksempler]]</p>", patient(found))
    buttons = re.findall(r'<button type="button" class="np-term" popovertarget="([^"]+)">([^<]+)</button>', shown)
    assert buttons == [("ord-1", "eksempel"), ("ord-2", "eksempler")]
    assert re.findall(r'<span popover id="([^"]+)"', shown) == ["ord-1", "ord-2"]
    assert "Noe som er funnet på." in shown
    assert 'href="../../ordliste/#eksempel"' in shown


def test_below_the_heading_stands_when_the_page_was_written_and_that_nobody_has_reviewed_it(tmp_path: Path) -> None:
    found = made(tmp_path)
    shown = drawing(published(found)).signed("<h1>Tittel</h1><p>Tekst</p>", patient(found))
    told = " ".join(re.sub(r"<[^>]+>", " ", shown).split())
    assert told.startswith("Tittel Skrevet 22. november 2026. Ingen kliniker har gått gjennom siden ennå. Om siden")
    assert 'href="#om-siden"' in shown


def test_a_page_nobody_has_reviewed_says_so_and_names_nobody(tmp_path: Path) -> None:
    found = made(tmp_path)
    trust = drawing(published(found)).trust(patient(found))
    assert "Ingen navngitt lege eller annen kliniker har gått gjennom siden ennå." in trust
    assert "22. november 2027" in trust
    told = json.loads(webpage(patient(found), site=published(found).site, tag="nb"))
    assert not {"lastReviewed", "reviewedBy"} & told.keys()


def test_a_reviewed_page_says_by_whom_and_when_to_readers_and_machines(tmp_path: Path) -> None:
    reviewed = 'review: {by_role: "overlege i medisinsk genetikk", date: 2026-11-23}'
    found = made(tmp_path, ("review: none", reviewed))
    assert "23. november 2026, av overlege i medisinsk genetikk." in drawing(published(found)).trust(patient(found))
    told = json.loads(webpage(patient(found), site=published(found).site, tag="nb"))
    assert (told["lastReviewed"], told["reviewedBy"]["name"]) == ("2026-11-23", "overlege i medisinsk genetikk")
    assert told["dateModified"] == "2026-11-23"


def test_an_overdue_page_says_so_before_its_text_from_the_day_after(tmp_path: Path) -> None:
    found = made(tmp_path)
    on_the_day, after = (published(found, day) for day in (date(2027, 11, 22), date(2027, 11, 23)))
    assert drawing(on_the_day).notices(patient(found)) == ()
    (notice,) = drawing(after).notices(patient(found))
    assert "22. november 2027" in notice


def test_a_translation_behind_its_original_says_so_and_one_that_keeps_up_does_not(tmp_path: Path) -> None:
    fresh = made(tmp_path / "fresh")
    assert drawing(published(fresh)).notices(patient(fresh, "en")) == ()
    moved = made(tmp_path / "moved", ("Spør fastlegen.", "Spør legen."))
    (notice,) = drawing(published(moved)).notices(patient(moved, "en"))
    assert notice == "The Norwegian page has changed since this translation was compared with it."


def test_linked_data_says_for_whom_the_page_is_and_what_it_rests_on(tmp_path: Path) -> None:
    found = made(tmp_path, ("codes: []", CODED))
    site = published(found).site
    told = json.loads(webpage(patient(found), site=site, tag="nb"))
    assert told["@type"] == "MedicalWebPage"
    assert told["audience"] == {"@type": "Patient"}
    assert told["url"] == f"{BASE}pasient/eksempel/"
    assert told["citation"] == [
        {
            "@type": "CreativeWork",
            "name": "Oppdiktet kilde",
            "url": "https://example.org/kilde",
            "datePublished": "2025",
        }
    ]
    assert told["about"]["code"] == [{"@type": "MedicalCode", "codeValue": "A01", "codingSystem": "ICPC-2"}]
    gp = json.loads(webpage(found.article["en", "fastlege/eksempel"], site=site, tag="en"))
    assert gp["audience"] == {"@type": "MedicalAudience", "audienceType": "Clinician"}
    assert gp["url"] == f"{BASE}en/fastlege/eksempel/"


def test_a_code_leads_to_the_gp_page_first_and_then_to_the_patient_page(tmp_path: Path) -> None:
    edition = published(made(tmp_path, ("codes: []", CODED)))
    (one,) = codes.coded(edition)
    assert one.id == "icpc2/A01"
    assert [article.path for article in one.articles] == ["fastlege/eksempel", "pasient/eksempel"]
    pages = Press(edition).records["kode/skall/skall/"]
    assert pages.address(one.id) == "kode/icpc2/A01/"
    (entry,) = pages.entries
    shown = pages.content(entry, "nb")
    assert re.findall(r'<li><a href="([^"]+)"', shown) == ["../../../fastlege/eksempel/", "../../../pasient/eksempel/"]


def test_the_list_of_a_section_names_each_page_once_under_its_group(tmp_path: Path) -> None:
    found = made(tmp_path)
    name, values = articles.pages(published(found), patient(found), {})
    assert name == "pages.html"
    assert [(group, [one.path for one in members]) for group, members in values["grouped"]] == [
        ("conditions", ["pasient/eksempel"])
    ]


def test_the_overview_counts_what_waits_for_the_editors(tmp_path: Path) -> None:
    found = made(tmp_path, ("Spør fastlegen.", "Spør legen."))
    _, values = reviews.review(published(found, date(2027, 11, 23)), "en", {})
    assert [row.article.path for row in values["overdue"]] == ["fastlege/eksempel", "pasient/eksempel"]
    assert [row.article.path for row in values["behind"]] == ["pasient/eksempel"]
    assert len(values["unreviewed"]) == 2
    _, soon = reviews.review(published(found, date(2027, 10, 1)), "nb", {})
    assert len(soon["soon"]) == 2
    assert not soon["overdue"]
