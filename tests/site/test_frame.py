"""Around every page of the real site: the list from A to Å, the way to it, its card, a place to tell faults."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urldefrag

import pytest

from norprem.pages.around import CARDS
from norprem.words import Words
from tests.building import BASE, REPOSITORY
from tests.site.pages import Seen, read_all, target

LOCALES = {"nb": "", "en": "en/"}
META = re.compile(r'<meta property="(og:[a-z:_]+)" content="([^"]*)">')
CRUMBS = re.compile(r'<nav class="np-crumbs".*?</nav>', re.DOTALL)


@pytest.fixture(scope="module")
def real(site: Path) -> dict[str, Seen]:
    """Every page of the real site without the error pages."""
    return {url: page for url, page in read_all(site).items() if not url.endswith("404.html")}


def own(real: dict[str, Seen], locale: str) -> set[str]:
    """Return the addresses of a language within it."""
    prefix = BASE + LOCALES[locale]
    other = f"{BASE}en/" if locale == "nb" else "\n"
    return {url.removeprefix(prefix) for url in real if url.startswith(prefix) and not url.startswith(other)}


@pytest.mark.parametrize("locale", LOCALES)
def test_every_page_is_in_the_list_from_a_to_z(real: dict[str, Seen], locale: str) -> None:
    prefix = BASE + LOCALES[locale]
    listed = {urldefrag(link).url.removeprefix(prefix) for link in real[f"{prefix}a-aa/"].links}
    assert own(real, locale) - listed - {"", "a-aa/"} == set()


def test_every_page_leads_to_the_list_from_a_to_z(real: dict[str, Seen]) -> None:
    for locale, prefix in LOCALES.items():
        address = f"{BASE}{prefix}a-aa/"
        assert [one for one in own(real, locale) if address not in real[f"{BASE}{prefix}{one}"].links] == []


def test_every_page_has_a_card_of_its_section_that_is_there(site: Path, real: dict[str, Seen]) -> None:
    for url in real:
        told = dict(META.findall(target(site, url).read_text("utf-8")))
        locale = "en" if url.startswith(f"{BASE}en/") else "nb"
        section = url.removeprefix(BASE + LOCALES[locale]).split("/")[0]
        assert told["og:image"] == f"{BASE}assets/cards/{CARDS.get(section, 'hjem')}-{locale}.png"
        assert (site / told["og:image"].removeprefix(BASE)).is_file()
        assert (told["og:image:width"], told["og:image:height"]) == ("1200", "630")
        assert told["og:image:alt"].startswith("NorPreM: ")
        assert told["og:url"] == url
        assert told["og:title"]


def test_every_page_but_home_says_where_it_lies(site: Path, real: dict[str, Seen]) -> None:
    for url in real:
        found = CRUMBS.search(target(site, url).read_text("utf-8"))
        assert (found is None) == (url in (BASE, f"{BASE}en/")), url
    deep = CRUMBS.search(target(site, f"{BASE}kompetanse/gp/egenvurdering/").read_text("utf-8"))
    assert deep is not None
    assert re.findall(r'href="([^"]*)"', deep[0]) == ["../../../", "../../", "../../gp/"]


def test_every_page_offers_an_issue_that_names_it(real: dict[str, Seen]) -> None:
    for url, page in real.items():
        assert any(link.startswith(f"{REPOSITORY}/issues/new?title=") for link in page.links), url
        locale = "en" if url.startswith(f"{BASE}en/") else "nb"
        assert Words.load(locale)("feedback.heading") in page.text
