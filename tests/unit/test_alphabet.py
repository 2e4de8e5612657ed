"""The list from A to Å: every page by its title, other words that lead to it, the order of the Norwegian alphabet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from norprem.edition import Edition
from norprem.load import load
from norprem.pages.alphabet import DIGITS, Line, a_to_z, collated, initial
from norprem.pages.listings import Listings, Marker, Place
from norprem.pages.templates import Templates
from tests.exported import BASE, TODAY
from tests.fixture_catalogue import catalogue

TITLES = {
    "": "Forsiden",
    "a-aa/": "Alle sider",
    "kurs/": "Kurs",
    "om/": "Om nettverket",
    "pasient/eksempel/": "Eksempel",
}


@pytest.fixture
def edition(tmp_path: Path) -> Edition:
    """The made-up catalogue, with another word for its patient page."""
    root = catalogue(tmp_path)
    file = tmp_path / "docs" / "nb" / "pasient" / "eksempel.md"
    text = file.read_text("utf-8")
    file.write_text(text.replace("\ngroup: ", '\nalso: ["Ålesundsyke", "X-syndrom"]\ngroup: ', 1), "utf-8")
    found = load(root, docs=tmp_path / "docs")
    assert found.findings == ()
    return Edition.of(found.catalogue, TODAY, base=BASE)


def lines(edition: Edition, locale: str = "nb") -> dict[str, Line]:
    _, values = a_to_z(edition, locale, TITLES)
    return {line.word: line for _, group in values["letters"] for line in group}


def test_the_norwegian_letters_come_last_and_signs_do_not_count() -> None:
    words = ["åpen", "ære", "«zebra»", "øye", "Alfa", "zulu", "äpple"]
    assert sorted(words, key=collated) == ["Alfa", "«zebra»", "zulu", "äpple", "ære", "øye", "åpen"]


def test_a_word_stands_under_its_letter_a_swedish_one_under_the_norwegian_letter_and_a_number_apart() -> None:
    assert [initial(word) for word in ("«sitat»", "ärlig", "öga", "åpen", "16S")] == ["S", "Æ", "Ø", "Å", DIGITS]


def test_every_kind_of_record_and_every_written_page_is_there(edition: Edition) -> None:
    listed = {target.address for line in lines(edition).values() for target in line.targets}
    found = edition.catalogue
    wanted = {
        *(f"kurs/{entry.record.id}/" for entry in found.courses),
        *(f"kompetanse/{one}/" for one in found.standard),
        *(f"kompetanse/{one}/egenvurdering/" for one in found.standard),
        *(f"laereplaner/{one}/" for one in found.programme),
        *(f"metoder/#{one}" for one in found.method),
        *(f"ordliste/#{one}" for one in found.term),
        *(article.address for article in found.articles),
        "kurs/",
        "om/",
    }
    assert wanted <= listed
    assert {"", "a-aa/"} & listed == set()


def test_another_word_leads_to_the_page_and_names_its_title_and_whom_it_is_for(edition: Edition) -> None:
    line = lines(edition)["Ålesundsyke"]
    assert not line.is_title("nb")
    (target,) = line.targets
    assert (target.address, target.kind) == ("pasient/eksempel/", "patient")
    assert "Ålesundsyke" not in lines(edition, "en")


def test_words_that_differ_in_capitals_alone_are_one_line_with_all_they_lead_to(edition: Edition) -> None:
    _, values = a_to_z(edition, "nb", {**TITLES, "bidra/": "om NETTVERKET"})
    (line,) = [one for _, group in values["letters"] for one in group if one.word.casefold() == "om nettverket"]
    assert [target.address for target in line.targets] == ["om/", "bidra/"]


def drawn(edition: Edition, locale: str) -> str:
    titles = dict.fromkeys(edition.site.locales, TITLES)
    listings = Listings(edition, Templates(edition), titles)
    (sheet,) = listings.draw(Marker("index-a-z", {}, ""), Place(locale, "a-aa/"))
    return sheet


def test_the_list_is_drawn_with_letters_to_go_to_and_kinds_in_the_language_of_the_page(edition: Edition) -> None:
    nb, en = drawn(edition, "nb"), drawn(edition, "en")
    assert '<a href="#Å">Å</a>' in nb
    assert '<h2 id="Å">Å</h2>' in nb
    assert '<li>Ålesundsyke: <a href="../pasient/eksempel/">' in nb
    assert '<span class="np-kind">for pasienter</span>' in nb
    assert '<span class="np-kind">for patients</span>' in en
    assert "data-pagefind-ignore" in nb


def test_codes_stand_apart_by_system(edition: Edition) -> None:
    values: dict[str, Any] = dict(a_to_z(edition, "nb", TITLES)[1])
    codes = [address for members in values["codes"].values() for _, address in members]
    assert all(address.startswith("kode/") for address in codes)
    assert not [line for line in lines(edition).values() for one in line.targets if one.address.startswith("kode/")]
