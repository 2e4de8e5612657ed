"""What stands around a page: the way to it, its neighbours, the link to its twin, where to tell what is missing."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from norprem.edition import Edition
from norprem.load import load
from norprem.pages.around import CARD_SIZE, Step, card_file, card_name, card_names, feedback, neighbours, trail
from norprem.pages.articles import Articles
from norprem.pages.templates import Templates
from tests.building import ROOT
from tests.exported import BASE, TODAY
from tests.fixture_catalogue import catalogue

TITLES = {"kompetanse/": "Kompetanse", "kompetanse/dekning/": "Dekning", "kurs/": "Kurs"}
DARK = re.compile(r"^ {4}(--[a-z0-9-]+: [^;]+;)", re.MULTILINE)


def edition(folder: Path, **options: str) -> Edition:
    root = catalogue(folder)
    for number in (2, 3):  # two more pages in the group
        for locale in ("nb", "en"):
            page = folder / "docs" / locale / "pasient" / "eksempel.md"
            text = re.sub(r"(?m)^(topic: eksempel)", rf"\g<1>-{number}", page.read_text("utf-8"))
            text = re.sub(r"(?m)^twin: .*", "twin: none", text)
            text = re.sub(r'(?m)^title: "?([^"\n]*)"?', rf'title: "\g<1> {number}"', text)
            page.with_name(f"eksempel-{number}.md").write_text(text, "utf-8")
    return Edition.of(load(root, docs=folder / "docs").catalogue, TODAY, base=BASE, **options)


def test_the_way_to_a_page_names_the_pages_it_lies_below_and_not_itself() -> None:
    assert trail("kompetanse/dekning/helse-nord/", TITLES) == (
        Step("kompetanse/", "Kompetanse"),
        Step("kompetanse/dekning/", "Dekning"),
    )
    assert trail("kurs/region/helse-nord/", TITLES) == (Step("kurs/", "Kurs"),)
    assert trail("kurs/", TITLES) == trail("", TITLES) == ()


def test_neighbours_are_those_of_the_same_group_in_the_order_of_the_list(tmp_path: Path) -> None:
    found = edition(tmp_path)
    first, second, third = (found.catalogue.article["nb", f"pasient/eksempel{end}"] for end in ("", "-2", "-3"))
    before, after = neighbours(found, second)
    assert (before, after) == (Step(first.address, first.meta.title), Step(third.address, third.meta.title))
    assert neighbours(found, first)[0] is None
    assert neighbours(found, third)[1] is None


def test_a_page_leads_to_its_twin_below_its_heading_and_one_without_a_twin_to_none(tmp_path: Path) -> None:
    found = edition(tmp_path)
    drawing, article = Articles(found, Templates(found)), found.catalogue.article["nb", "pasient/eksempel"]
    html = drawing.signed("<h1>Eksempel</h1><p>Tekst</p>", article)
    assert '<a href="../../fastlege/eksempel/">Samme tema for fastleger<span>: ' in html
    assert html.index("np-byline") < html.index("np-twin") < html.index("Tekst")
    alone = found.catalogue.article["nb", "pasient/eksempel-2"]
    assert "np-twin" not in drawing.signed("<h1>Eksempel</h1>", alone)


def test_an_issue_names_the_page_and_its_address(tmp_path: Path) -> None:
    found = edition(tmp_path, repository="https://git.example/norprem")
    told = feedback(found, found.words["nb"], 'Gen & "celle" +', f"{BASE}kurs/x/")
    address = urlsplit(told.issue)
    assert (address.netloc, address.path) == ("git.example", "/norprem/issues/new")
    query = parse_qs(address.query)
    assert query["title"] == ['Tilbakemelding: Gen & "celle" +']
    assert f'Side: Gen & "celle" +\nAdresse: {BASE}kurs/x/\n' in query["body"][0]
    assert told.mail == ""


def test_a_message_is_offered_where_an_address_is_configured_and_nothing_where_nothing_is(tmp_path: Path) -> None:
    found = edition(tmp_path, contact="post@example.org")
    told = feedback(found, found.words["en"], "Gene", f"{BASE}en/kurs/")
    assert told.issue == ""
    address = urlsplit(told.mail)
    assert (address.scheme, address.path) == ("mailto", "post@example.org")
    assert f"Address: {BASE}en/kurs/\r\n" in parse_qs(address.query)["body"][0]
    assert "+" not in address.query  # in a message it would be a plus


def test_every_section_has_a_picture_of_the_right_size_in_both_languages() -> None:
    for name in card_names():
        for locale in ("nb", "en"):
            data = (ROOT / "docs" / card_file(name, locale)).read_bytes()
            assert data.startswith(b"\x89PNG")
            assert (int.from_bytes(data[16:20]), int.from_bytes(data[20:24])) == CARD_SIZE
            assert len(data) < 64_000
    assert card_name("") == card_name("sok/") == "hjem"
    assert card_name("kurs/region/helse-nord/") == card_name("kurs-2/").replace("hjem", "kurs") == "kurs"


def test_dark_is_the_same_whether_the_system_or_the_reader_asks_for_it() -> None:
    sheet = (ROOT / "docs" / "assets" / "norprem.css").read_text("utf-8")
    blocks = [
        re.search(pattern, sheet, re.DOTALL)
        for pattern in (
            r':root:not\(\[data-scheme="light"\]\) \{\n(.*?)\n  \}',
            r':root\[data-scheme="dark"\] \{\n(.*?)\n  \}',
        )
    ]
    system, chosen = (DARK.findall(block[0]) for block in blocks if block)
    assert system == chosen
    assert len(system) > 10
