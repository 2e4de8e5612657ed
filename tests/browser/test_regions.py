"""The regional answers and the register of methods: choosing, what is stored and when, keyboard, no script, paper."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from norprem.serving import server
from tests import demo
from tests.browser.looking import FOCUS, SHORTEN, faults, with_axe
from tests.building import ROOT, built
from tests.unit import test_methods as made

PATIENT, GP = "pasient/eksempel/", "fastlege/eksempel/"
STORE = "JSON.stringify({...localStorage})"
REGIONS = ["helse-nord", "helse-midt-norge", "helse-vest", "helse-sor-ost"]
PAGES = ROOT / "tests" / "rules" / "K817-page-without-pathway" / "passes"
SIZES = (320, 1400)
MOVED = """
globalThis.npMoved = 0;
new MutationObserver((records) => {
  for (const { removedNodes } of records)
    for (const one of removedNodes) if (one.dataset?.answer ?? one.dataset?.first) globalThis.npMoved += 1;
}).observe(document, { childList: true, subtree: true });
"""
"""Counts the parts of regions that a script has taken from their place; what the page itself adds does not count."""


@pytest.fixture(scope="module")
def regional(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Build the site with a made-up topic, its regional answers and two methods, and serve it; return its address."""
    folder = tmp_path_factory.mktemp("regional")
    shutil.copytree(ROOT / "docs", folder / "docs")
    shutil.copy(ROOT / "mkdocs.yml", folder)
    for name in ("hooks", "overrides"):
        (folder / name).symlink_to(ROOT / name)
    for file in PAGES.glob("*.md"):
        section, locale, _ = file.name.split(".")
        text = "".join(line for line in file.read_text("utf-8").splitlines(True) if not line.startswith("# place"))
        (folder / "docs" / locale / section / "eksempel.md").write_text(text, "utf-8")
    records(folder / "curricula")
    site = built(folder / "site", folder / "mkdocs.yml", NORPREM_DEMO="true")
    serving = server(site, 0)
    threading.Thread(target=serving.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{serving.server_port}/"
    serving.shutdown()
    serving.server_close()


def records(root: Path) -> None:
    """Write the catalogue of the demonstration with the records that the tests speak of."""
    demo.write(root, date(2026, 11, 22), courses=3, sessions=3)
    wanted = {
        "pathways/eksempel.yaml": made.PATHWAY,
        "people/helse-nord/eksempelenheten.yaml": made.UNIT | {"organisation": "demo-sykehus"},
        "methods/svulsttest.yaml": made.METHOD,
        "methods/sporstoff-x.yaml": made.TRACER,
    }
    for name, record in wanted.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(json.dumps(record, ensure_ascii=False), "utf-8")  # YAML too, without anchors


@pytest.fixture
def page(new_context: Callable[..., BrowserContext], regional: str) -> Page:
    """Return the Norwegian patient page, opened by a fresh reader."""
    page = new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.goto(regional + PATIENT)
    return page


def order(page: Page) -> list[str]:
    found: list[str] = page.locator(".np-answers > details").evaluate_all("all => all.map((one) => one.dataset.answer)")
    return found


def opened(page: Page) -> list[str]:
    found: list[str] = page.locator(".np-answers > details[open]").evaluate_all(
        "all => all.map((one) => one.dataset.answer)"
    )
    return found


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def test_nothing_is_stored_and_nothing_is_chosen_before_a_button_is_pressed(page: Page) -> None:
    assert page.evaluate(STORE) == "{}"
    assert order(page) == REGIONS
    assert opened(page) == []
    page.locator("summary", has_text="Helse Vest").click()
    assert page.evaluate(STORE) == "{}"
    assert page.evaluate("document.documentElement.dataset.region") is None
    expect(button(page, "Glem valget mitt")).to_be_hidden()


def test_the_chosen_region_comes_first_and_is_open_on_every_page_until_it_is_forgotten(
    page: Page, regional: str
) -> None:
    button(page, "Helse Vest").click()
    assert page.evaluate(STORE) == '{"norprem-region":"helse-vest"}'
    expect(page.locator(".np-choose [role=status]")).to_contain_text("Helse Vest står først")
    for address in (PATIENT, GP, f"en/{PATIENT}"):
        page.goto(regional + address)
        assert order(page) == ["helse-vest", "helse-nord", "helse-midt-norge", "helse-sor-ost"]
        assert opened(page) == ["helse-vest"]
        assert page.evaluate("document.documentElement.dataset.region") == "helse-vest"
        expect(page.locator("[aria-pressed=true]")).to_have_count(1)
    button(page, "Forget my choice").click()
    assert page.evaluate(STORE) == "{}"
    assert order(page) == REGIONS
    assert opened(page) == []
    assert page.evaluate("document.documentElement.dataset.region") is None
    expect(page.locator("[aria-pressed=true]")).to_have_count(0)
    assert page.evaluate("document.activeElement.value") == "helse-nord"
    page.goto(regional + GP)
    assert opened(page) == []


def test_another_choice_closes_the_first_one(page: Page) -> None:
    button(page, "Helse Vest").click()
    button(page, "Helse Nord").click()
    assert order(page) == REGIONS
    assert opened(page) == ["helse-nord"]


def test_a_region_in_the_address_holds_for_this_page_and_is_not_stored(page: Page, regional: str) -> None:
    page.goto(f"{regional}{PATIENT}?region=helse-sor-ost")
    assert order(page)[0] == "helse-sor-ost"
    assert opened(page) == ["helse-sor-ost"]
    assert page.evaluate(STORE) == "{}"
    expect(page.locator(".np-choose [role=status]")).to_contain_text("Ingenting er lagret")
    page.goto(regional + GP)
    assert opened(page) == []


def test_a_region_in_the_address_comes_before_the_stored_one_and_a_button_before_both(
    page: Page, regional: str
) -> None:
    button(page, "Helse Vest").click()
    page.goto(f"{regional}{PATIENT}?region=helse-nord")
    assert opened(page) == ["helse-nord"]
    assert page.evaluate(STORE) == '{"norprem-region":"helse-vest"}'
    button(page, "Helse Midt-Norge").click()
    assert page.url == regional + PATIENT
    page.reload()
    assert opened(page) == ["helse-midt-norge"]


@pytest.mark.parametrize("wrong", ["?region=danmark", "?region=", "?region=<script>"])
def test_a_region_that_does_not_exist_is_left_alone(page: Page, regional: str, wrong: str) -> None:
    page.goto(f"{regional}{PATIENT}{wrong}")
    assert order(page) == REGIONS
    assert opened(page) == []


def test_where_nothing_can_be_stored_the_choice_holds_for_the_page_and_it_says_so(page: Page) -> None:
    page.evaluate("() => { Storage.prototype.setItem = () => { throw new Error('no'); }; }")
    button(page, "Helse Vest").click()
    assert opened(page) == ["helse-vest"]
    expect(page.locator(".np-choose [role=status]")).to_contain_text("huske valget")


def test_the_keyboard_chooses_and_the_focus_is_seen(new_context: Callable[..., BrowserContext], regional: str) -> None:
    page = new_context(viewport={"width": 320, "height": 640}).new_page()
    page.goto(regional + PATIENT)
    button(page, "Helse Nord").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert opened(page) == ["helse-midt-norge"]
    for _ in range(8):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        assert focus["seen"], focus
        assert focus["outlined"], focus


@pytest.mark.parametrize("prefix", ["", "en/"])
@pytest.mark.parametrize("address", [PATIENT, GP, "metoder/"])
def test_axe_finds_nothing(
    new_context: Callable[..., BrowserContext], regional: str, prefix: str, address: str
) -> None:
    page = with_axe(new_context)
    page.goto(f"{regional}{prefix}{address}")
    page.evaluate(SHORTEN)
    assert faults(page, SIZES) == []
    page.locator("main details").evaluate_all("all => all.forEach((one) => (one.open = true))")
    if page.locator(".np-choices button").count():
        page.locator(".np-choices button").nth(1).click()
    assert faults(page, SIZES) == []


def test_without_a_script_every_answer_can_be_opened_and_no_button_is_shown(
    new_context: Callable[..., BrowserContext], regional: str
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(regional + PATIENT)
    expect(page.locator("main button:visible")).to_have_count(0)
    page.locator("summary", has_text="Helse Nord").last.press("Enter")
    expect(page.get_by_role("link", name="22 22 22 22")).to_be_visible()
    expect(page.get_by_text("Blod i EDTA-rør.")).to_be_visible()


def test_on_paper_every_region_is_a_line_and_the_chosen_one_is_there_in_full(page: Page) -> None:
    page.emulate_media(media="print")
    lines = page.locator(".np-paper > li:visible")
    expect(lines).to_have_count(4)
    expect(lines.first).to_have_text("Helse Nord: Eksempelenheten. Telefon 22 22 22 22")
    expect(page.locator(".np-answers > details:visible")).to_have_count(0)
    page.emulate_media(media="screen")
    button(page, "Helse Nord").click()
    page.emulate_media(media="print")
    expect(page.locator(".np-paper > li:visible")).to_have_count(3)
    expect(page.get_by_text("Ring selv.")).to_be_visible()


def test_the_page_for_gps_with_a_chosen_region_is_one_sheet(page: Page, regional: str) -> None:
    page.goto(f"{regional}{GP}?region=helse-nord")
    assert page.pdf(format="A4").count(b"/Type /Page\n") == 1


def shown(page: Page) -> list[str]:
    found: list[str] = page.locator(".np-method:visible").evaluate_all("all => all.map((one) => one.id)")
    return found


@pytest.fixture
def register(new_context: Callable[..., BrowserContext], regional: str) -> Page:
    """Return the register of methods, opened by a fresh reader."""
    page = new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.goto(f"{regional}metoder/")
    return page


def test_choosing_a_status_shows_the_methods_that_have_it_and_is_kept_in_the_address(register: Page) -> None:
    everything = shown(register)
    assert {"svulsttest", "sporstoff-x"} <= set(everything)
    register.locator("#np-status").focus()
    register.locator("#np-status").select_option("not-introduced")
    register.locator("#np-field").select_option("molecular-imaging")
    chosen = shown(register)
    assert "sporstoff-x" in chosen
    assert "svulsttest" not in chosen
    expect(register.locator("#np-found")).to_have_text(f"Metoder som passer: {len(chosen)}.")
    register.reload()
    assert shown(register) == chosen
    for field in register.locator(".np-methods:visible").all():
        assert field.locator(".np-method:visible").count()
    register.get_by_role("button", name="Vis alt").press("Enter")
    assert shown(register) == everything
    assert "?" not in register.url
    register.go_back()
    assert shown(register) == chosen


def test_a_link_to_a_method_that_the_choice_hides_shows_it(register: Page, regional: str) -> None:
    register.goto(f"{regional}metoder/?status=established#sporstoff-x")
    assert "sporstoff-x" in shown(register)
    expect(register.locator("#sporstoff-x")).to_be_in_viewport()
    register.locator("#np-status").select_option("established")
    assert "sporstoff-x" not in shown(register)
    register.locator("#status summary", has_text="ikke innført").click()
    register.locator("#status").get_by_role("link", name="Sporstoff X & Y").click()
    assert "sporstoff-x" in shown(register)


def test_without_a_script_every_method_is_there_with_links_by_status_and_no_form(
    new_context: Callable[..., BrowserContext], regional: str, register: Page
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(f"{regional}metoder/")
    assert shown_count(page) == len(shown(register))
    expect(page.locator("#np-filter")).to_be_hidden()
    page.locator("#status summary", has_text="ikke innført").press("Enter")
    page.locator("#status").get_by_role("link", name="Sporstoff X & Y").click()
    expect(page.locator("#sporstoff-x")).to_be_in_viewport()


def shown_count(page: Page) -> int:
    return page.locator(".np-method:visible").count()


@pytest.mark.parametrize(("query", "moves"), [("", False), ("?region=helse-vest", True)])
@pytest.mark.parametrize("path", ["ressurspersoner/", "pasient/eksempel/"])
def test_nothing_is_moved_for_who_has_chosen_no_region(
    page: Page, regional: str, path: str, query: str, moves: bool
) -> None:
    page.add_init_script(MOVED)
    page.goto(f"{regional}{path}{query}", wait_until="networkidle")
    assert page.locator("[data-answer], [data-first]").count() > 0
    assert bool(page.evaluate("npMoved")) == moves
