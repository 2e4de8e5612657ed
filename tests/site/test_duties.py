"""The accessibility statement: every page links to it once it is made, and it is said to be missing until then."""

from __future__ import annotations

from pathlib import Path

import pytest

from norprem.words import Words
from tests.building import built
from tests.site.pages import read_all

STATEMENT = "https://uustatus.no/nb/erklaringer/publisert/eksempel"
PAGES = {"nb": "om/tilgjengelighet", "en": "en/om/tilgjengelighet"}


@pytest.fixture(scope="module")
def declared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of an owner who has made a statement."""
    folder = tmp_path_factory.mktemp("declared") / "site"
    return built(folder, NORPREM_ACCESSIBILITY_STATEMENT=STATEMENT)


def test_every_page_links_to_the_statement(declared: Path) -> None:
    pages = read_all(declared)
    assert len(pages) > 400
    assert [url for url, page in pages.items() if STATEMENT not in page.links] == []


@pytest.mark.parametrize("locale", PAGES)
def test_the_page_on_accessibility_says_whether_there_is_a_statement(locale: str, site: Path, declared: Path) -> None:
    missing = Words.load(locale)("duties.statement-missing")
    assert missing in (site / PAGES[locale] / "index.html").read_text("utf-8")
    assert missing not in (declared / PAGES[locale] / "index.html").read_text("utf-8")


def test_every_page_links_to_the_pages_on_privacy_and_accessibility(site: Path) -> None:
    for url, page in read_all(site).items():
        prefix = "en/" if "/en/" in url else ""
        for name in ("personvern", "tilgjengelighet"):
            assert any(link.endswith(f"/{prefix}om/{name}/") for link in page.links), (url, name)


def test_no_page_that_a_statement_is_missing_for_links_to_one(site: Path) -> None:
    assert [url for url, page in read_all(site).items() if any("uustatus.no" in link for link in page.links)] == []
