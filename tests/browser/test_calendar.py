"""The calendar page with many dates: choosing by keyboard, copying an address, reading it without a script."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from norprem.serving import server
from tests import demo
from tests.browser.looking import FOCUS, SHORTEN, faults, with_axe
from tests.building import built

SIZES = (320, 1400)


TOO_WIDE = """
() => [...document.querySelectorAll("main *")]
  .filter((one) => one.checkVisibility() && !one.closest(".np-unseen"))
  .filter((one) => one.getBoundingClientRect().right > innerWidth + 0.5)
  .map((one) => one.outerHTML.slice(0, 120))
"""

SHOWN = """
() => [...document.querySelectorAll(".np-date")]
  .filter((one) => one.checkVisibility())
  .map(({dataset}) => ({...dataset}))
"""


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Build a site from made-up courses, with a few hundred dates, and serve it; return its address."""
    folder = tmp_path_factory.mktemp("calendar")
    demo.write(folder / "curricula", date(2026, 11, 22), courses=80, sessions=160)
    site = built(folder / "site", NORPREM_CURRICULA=str(folder / "curricula"), NORPREM_DEMO="true")
    serving = server(site, 0)
    threading.Thread(target=serving.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{serving.server_port}/"
    serving.shutdown()
    serving.server_close()


@pytest.fixture
def page(new_context: Callable[..., BrowserContext], many: str) -> Page:
    """Return the Norwegian page, opened by a fresh reader."""
    page = new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.goto(f"{many}kalender/")
    return page


def shown(page: Page) -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] = page.evaluate(SHOWN)
    return lines


def found(page: Page) -> Locator:
    return page.locator("#np-found")


@pytest.mark.parametrize("prefix", ["", "en/"])
@pytest.mark.parametrize("opened", [False, True])
def test_axe_finds_nothing(new_context: Callable[..., BrowserContext], many: str, prefix: str, opened: bool) -> None:
    page = with_axe(new_context)
    page.goto(f"{many}{prefix}kalender/")
    if opened:
        page.locator("details").evaluate_all("all => all.forEach((one) => (one.open = true))")
        page.locator("#np-region").select_option("helse-nord")
    page.evaluate(SHORTEN)
    assert faults(page, SIZES) == []
    for width in SIZES:
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(TOO_WIDE) == []


def test_choosing_by_keyboard_shows_what_fits_counts_it_and_is_kept_in_the_address(page: Page) -> None:
    everything = shown(page)
    page.locator("#np-region").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")  # the first profession
    page.keyboard.press("Enter")
    fits = [one for one in everything if "gp" in one.get("audience", "gp").split()]
    assert shown(page) == fits
    assert 0 < len(fits) < len(everything)
    assert parse_qs(urlsplit(page.url).query) == {"audience": ["gp"]}
    ahead = page.locator("#kommende .np-date:visible")
    runs = page.locator("#kommende .np-date[data-kind=run]:visible").count()
    past = page.locator("#tidligere .np-date:visible").count()
    told = f"Kursdatoer framover: {runs}. Påmeldingsfrister: {ahead.count() - runs}. Tidligere: {past}."
    expect(found(page)).to_have_text(told)
    expect(found(page)).to_have_attribute("role", "status")


def test_choices_narrow_one_another_and_an_empty_month_goes(page: Page) -> None:
    page.locator(".np-filter summary").press("Enter")
    page.locator("#np-held").select_option("national")
    page.locator("#np-topic").select_option(index=1)
    page.locator("#np-kind").select_option("deadline")
    topic = page.locator("#np-topic").input_value()
    lines = shown(page)
    assert all(
        (one["held"], one["kind"]) == ("national", "deadline") and topic in one["topic"].split() for one in lines
    )
    for month in page.locator(".np-month:visible").all():
        assert month.locator(".np-date:visible").count()


def test_a_choice_in_the_address_is_made_when_the_page_opens_and_nonsense_is_left_alone(page: Page, many: str) -> None:
    everything = len(shown(page))
    page.goto(f"{many}kalender/?region=helse-nord&audience=nurse&topic=finnes-ikke")
    assert page.locator("#np-audience").input_value() == "nurse"
    assert page.locator("#np-topic").input_value() == ""
    assert 0 < len(shown(page)) < everything
    page.get_by_role("button", name="Vis alt").press("Enter")
    assert len(shown(page)) == everything
    assert urlsplit(page.url).query == ""


def test_when_nothing_ahead_fits_the_page_says_how_much_earlier_does(page: Page) -> None:
    past = page.locator("#tidligere .np-date").count()
    page.locator("#kommende .np-date").evaluate_all("all => all.forEach((one) => (one.dataset.topic = 'x'))")
    page.locator("#tidligere .np-date").evaluate_all("all => all.forEach((one) => (one.dataset.topic = 'genomics'))")
    page.locator("#np-topic").evaluate("(one) => one.append(new Option('genomics', 'genomics'))")
    page.locator("#np-topic").select_option(label="genomics")
    expect(found(page)).to_have_text(f"Ingen kommende datoer passer, men {past} tidligere gjør det.")
    page.get_by_role("button", name="Vis tidligere").press("Enter")
    expect(page.locator("#tidligere .np-date:visible")).to_have_count(past)


@pytest.mark.parametrize(
    ("chosen", "scope"),
    [
        ({"region": "helse-nord"}, "helse-nord"),
        ({"audience": "nurse"}, "profesjon-nurse"),
        ({"region": "helse-vest", "audience": "nurse"}, "helse-vest-nurse"),
        ({"kind": "deadline"}, "frister"),
        ({"kind": "run", "region": "helse-nord"}, "helse-nord"),
        ({"region": "helse-vest", "topic": 1}, "helse-vest"),
        ({"region": "helse-vest", "kind": "deadline"}, "frister"),
        ({}, None),
    ],
)
def test_the_calendar_that_fits_the_choice_or_the_nearest_one_is_offered(
    page: Page, many: str, chosen: dict[str, Any], scope: str | None
) -> None:
    for name, value in chosen.items():
        one = page.locator(f"#np-{name}")
        one.select_option(index=value) if isinstance(value, int) else one.select_option(value)
    offer = page.locator("#np-chosen")
    if scope is None:
        expect(offer).to_be_hidden()
        return
    expect(offer.locator("code")).to_have_text(f"https://norprem.example/kalender/{scope}.ics")
    expect(offer.locator("a")).to_have_attribute("href", f"webcal://norprem.example/kalender/{scope}.ics")
    assert page.request.get(f"{many}kalender/{scope}.ics").ok


def test_an_address_is_copied_and_the_page_says_so(new_context: Callable[..., BrowserContext], many: str) -> None:
    page = new_context(permissions=["clipboard-read", "clipboard-write"]).new_page()
    page.goto(f"{many}en/kalender/")
    page.get_by_role("button", name=re.compile("Copy the address ?: Registration deadlines")).press("Enter")
    expect(page.locator("#np-copied")).to_have_text("The address has been copied.")
    expect(page.locator("#np-copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == "https://norprem.example/en/kalender/frister.ics"


def test_where_nothing_may_be_copied_the_page_says_that(page: Page) -> None:
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }")
    page.get_by_role("button", name=re.compile("Kopier adressen ?: Alle kurs")).click()
    expect(page.locator("#np-copied")).to_have_text("Adressen ble ikke kopiert. Merk den og kopier den selv.")


def test_the_focus_is_seen_on_every_field_at_320_pixels(new_context: Callable[..., BrowserContext], many: str) -> None:
    page = new_context(viewport={"width": 320, "height": 640}).new_page()
    page.goto(f"{many}kalender/")
    page.locator(".np-year-table summary").focus()
    for _ in range(6):  # words, four choices, further ones; nothing to show again yet
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        assert focus["seen"], focus
        assert focus["outlined"], focus


def test_without_a_script_every_date_is_there_and_nothing_that_would_not_work(
    new_context: Callable[..., BrowserContext], many: str, page: Page
) -> None:
    plain = new_context(java_script_enabled=False).new_page()
    plain.goto(f"{many}kalender/")
    assert plain.locator(".np-date:visible").count() == len(shown(page)) > 100
    expect(plain.locator("#np-filter")).to_be_hidden()
    assert plain.locator("main button:visible, main select:visible, main input:visible").count() == 0
    expect(found(plain)).to_have_text(found(page).inner_text())
    assert plain.locator("a[href^='webcal:']:visible").count() == 6
    plain.locator(".np-subscribe summary").first.click()
    assert plain.locator("a[href^='webcal:']:visible").count() == 6 + 17
