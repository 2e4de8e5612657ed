"""The site in a stock Firefox: what a reader does most, by key and mouse, and a console that stays silent."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.browser.firefox import Firefox, Reader, running
from tests.browser.kinds import KINDS, PREFIXES

HEADING = "document.querySelector('h1').innerText"
STORED = "Promise.resolve([localStorage.length, sessionStorage.length, document.cookie])"
PHONE = 390


@pytest.fixture(scope="module")
def firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    """Start the system's Firefox; without one the tests fail."""
    with running(tmp_path_factory.mktemp("firefox")) as started:
        yield started


@pytest.fixture
def phone(firefox: Firefox) -> Iterator[Reader]:
    """Return the page of a fresh reader with a phone."""
    with firefox.reader(PHONE) as reader:
        yield reader


def test_the_menu_opens_by_key_closes_with_escape_and_leads_on(phone: Reader, site: str) -> None:
    phone.goto(site)
    assert not phone.seen(".np-menu nav")
    phone.focus(".np-menu summary")
    phone.press("Enter")
    assert phone.seen(".np-menu nav a")
    phone.press("Escape")
    assert not phone.seen(".np-menu nav")
    phone.click(".np-menu summary")
    phone.click(".np-menu nav a[href='kurs/']")
    phone.until("location.pathname === '/kurs/' && document.readyState === 'complete'")
    assert phone.tell(HEADING) == "Kurs og studier"


def test_the_language_link_leads_to_the_same_page_in_the_other_language(phone: Reader, site: str) -> None:
    phone.goto(f"{site}pasient/lynch-syndrom/")
    phone.click(".np-language")
    phone.until("location.pathname === '/en/pasient/lynch-syndrom/' && document.readyState === 'complete'")
    assert phone.tell("document.documentElement.lang") == "en"


def test_a_word_is_explained_by_click_and_by_key_within_the_screen_and_escape_closes_it(
    phone: Reader, site: str
) -> None:
    phone.goto(f"{site}pasient/lynch-syndrom/")
    phone.click(".np-term")
    assert phone.seen(".np-meaning:popover-open")
    left, right = phone.tell(
        "((box) => [box.left, box.right])(document.querySelector('.np-meaning:popover-open').getBoundingClientRect())"
    )
    assert 0 <= left < right <= PHONE
    phone.press("Escape")
    assert not phone.seen(".np-meaning:popover-open")
    phone.focus(".np-term")
    phone.press("Enter")
    assert phone.seen(".np-meaning:popover-open")


def test_a_region_that_is_chosen_opens_its_answer_and_is_kept_and_nothing_was_before(phone: Reader, site: str) -> None:
    phone.goto(f"{site}pasient/arvelig-bryst-og-eggstokkreft/")
    assert phone.tell(STORED) == [0, 0, ""]
    phone.click("[data-choose] button[value='helse-nord']")
    assert phone.tell("document.querySelector('.np-answers > details').open")
    assert "Nord-Norge" in phone.tell("document.querySelector('.np-answers > details').innerText")
    phone.goto(f"{site}en/pasient/arvelig-bryst-og-eggstokkreft/")
    assert phone.tell("document.querySelector('.np-answers > details').open")
    assert phone.tell("document.documentElement.dataset.region") == "helse-nord"


@pytest.mark.parametrize(("prefix", "query"), [("", "brystkreftgen"), ("en/", "breast cancer")])
def test_a_search_gives_results_of_the_language(phone: Reader, site: str, prefix: str, query: str) -> None:
    phone.goto(f"{site}{prefix}sok/")
    phone.focus("#np-query")
    phone.press(*query, "Enter")
    phone.until("document.querySelector('#np-results a')")
    found = phone.tell("[...document.querySelectorAll('#np-results a')].map((one) => new URL(one.href).pathname)")
    assert all(path.startswith(f"/{prefix}") for path in found)
    assert "arvelig-bryst-og-eggstokkreft" in "".join(found[:5])


def test_the_console_stays_silent_on_every_kind_of_page_and_none_is_wider_than_a_phone(
    firefox: Firefox, site: str
) -> None:
    wide = []
    with firefox.reader(320) as reader:
        for prefix in PREFIXES.values():
            for kind, address in KINDS.items():
                reader.goto(f"{site}{prefix}{address}")
                if kind == "results":
                    reader.until("document.querySelector('#np-results a')")
                if reader.tell("document.documentElement.scrollWidth") > 320:
                    wide.append(f"{prefix}{address}")
                assert reader.tell(STORED) == [0, 0, ""], kind
        told = [one for one in firefox.said if KINDS["missing"] not in one]
    assert told == []
    assert wide == []
