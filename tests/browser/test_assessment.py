"""Comparing oneself with a standard: nothing kept unasked, nothing lost, and a checklist where there is no script."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Dialog, Locator, Page, Route, expect

from norprem.load import load
from norprem.model import Standard
from norprem.words import Words
from tests.browser.kinds import PREFIXES
from tests.browser.looking import FOCUS, REACHABLE, faults, with_axe

ADDRESS = "kompetanse/gp/egenvurdering/"
CATALOGUE = load(Path(__file__).parents[2] / "curricula").catalogue
STANDARD: Standard = next(entry.record for entry in CATALOGUE.standards if entry.record.id == "gp")
ASKED = tuple(STANDARD.current)
KEY = f"norprem-assess:gp:{STANDARD.edition}"
STORE = "() => ({...localStorage})"
NEWCOMER = {"viewport": {"width": 1280, "height": 800}, "accept_downloads": True}

BLOCKED = """
Object.defineProperty(window, "localStorage", {get() { throw new DOMException("no", "SecurityError"); }});
"""


@pytest.fixture
def page(new_context: Callable[..., BrowserContext], site: str) -> Page:
    """Return the Norwegian page, opened by a fresh reader."""
    page = new_context(**NEWCOMER).new_page()
    page.goto(site + ADDRESS)
    return page


def choose(page: Page, *levels: int) -> None:
    """Choose a level for each of the first competences."""
    for one, level in zip(ASKED, levels, strict=False):
        page.locator(f"input[name='level-{one.id}'][value='{level}']").check()


def chosen(page: Page) -> dict[str, int]:
    """Return the levels that are chosen, by competence."""
    names = page.eval_on_selector_all("fieldset input:checked", "all => all.map((one) => [one.name, one.value])")
    return {name.removeprefix("level-"): int(value) for name, value in names}


def summary(page: Page) -> Locator:
    return page.locator("#np-assess-summary")


def told(page: Page) -> Locator:
    return page.locator("#np-assess-told")


def answers(**changes: Any) -> dict[str, Any]:
    """Return a file's content: the first competence on level 2, with something changed."""
    plain = {"standard": "gp", "edition": STANDARD.edition, "date": "2026-11-22", "levels": {ASKED[0].id: 2}}
    return plain | changes


def open_file(page: Page, content: str | dict[str, Any], name: str = "svar.json") -> None:
    """Open a file through the page's own button."""
    text = content if isinstance(content, str) else json.dumps(content)
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Åpne en lagret fil").click()
    chooser.value.set_files({"name": name, "mimeType": "application/json", "buffer": text.encode()})


def test_the_summary_counts_what_is_met_missing_and_left_out(page: Page) -> None:
    total = len(ASKED)
    said = "{} av {} kompetanser på nivået yrket trenger, {} under, {} ikke vurdert"
    expect(summary(page)).to_have_text(said.format(0, total, 0, total))
    expect(summary(page)).to_have_attribute("role", "status")
    choose(page, ASKED[0].target, ASKED[1].target - 1, 0)
    expect(summary(page)).to_have_text(said.format(1, total, 2, total - 3))
    choose(page, ASKED[0].target, ASKED[1].target)
    expect(summary(page)).to_have_text(said.format(2, total, 1, total - 3))


def test_gaps_are_listed_with_what_brings_one_further_and_nothing_else(page: Page) -> None:
    gaps = page.locator(".np-gap:visible")
    expect(gaps).to_have_count(0)
    expect(page.locator("#np-assess-hint")).to_be_visible()
    choose(page, ASKED[0].target, ASKED[1].target - 1)
    expect(gaps).to_have_count(1)
    expect(gaps).to_have_attribute("data-for", ASKED[1].id)
    expect(gaps).to_contain_text(f"Du er på nivå {ASKED[1].target - 1}")
    shown = gaps.locator("[data-level]:visible")
    levels = shown.evaluate_all("all => all.map((one) => Number(one.dataset.level))")
    every = gaps.locator("[data-level]").evaluate_all("all => all.map((one) => Number(one.dataset.level))")
    assert levels == [level for level in every if level >= ASKED[1].target]
    choose(page, ASKED[0].target, ASKED[1].target)
    expect(gaps).to_have_count(0)
    expect(page.locator("#np-assess-none")).to_be_visible()
    expect(page.locator("#np-assess-hint")).to_be_hidden()


def test_a_gap_that_nothing_closes_says_so_and_one_with_an_offer_does_not(page: Page) -> None:
    choose(page, *(0 for _ in ASKED))
    for gap in page.locator(".np-gap").all():
        assert gap.locator("[data-nothing]").is_visible() == (gap.locator("[data-level]:visible").count() == 0)


def test_nothing_is_stored_before_the_click_and_only_the_levels_after_it(page: Page) -> None:
    choose(page, 1, 2, 3)
    expect(page.locator("#np-assess-state")).to_have_text("Ingenting er lagret i nettleseren.")
    assert page.evaluate(STORE) == {}
    page.get_by_role("button", name="Lagre i denne nettleseren").click()
    expect(told(page)).to_contain_text("Svarene er lagret i denne nettleseren.")
    stored = page.evaluate(STORE)
    assert list(stored) == [KEY]
    content = json.loads(stored[KEY])
    assert content.pop("date") == page.evaluate("new Date().toLocaleDateString('sv')")
    assert content == {
        "standard": "gp",
        "edition": STANDARD.edition,
        "levels": {one.id: level for one, level in zip(ASKED, (1, 2, 3), strict=False)},
    }
    assert page.context.cookies() == []


def test_stored_answers_come_back_later_changes_do_not_and_the_page_says_both(page: Page) -> None:
    choose(page, 1, 2)
    page.get_by_role("button", name="Lagre i denne nettleseren").click()
    before = page.evaluate(STORE)
    expect(page.locator("#np-assess-state")).to_have_text("Svarene er lagret i nettleseren.")
    choose(page, 4)
    expect(page.locator("#np-assess-state")).to_have_text("Det du har endret siden sist, er ikke lagret.")
    assert page.evaluate(STORE) == before
    page.reload()
    assert chosen(page) == {ASKED[0].id: 1, ASKED[1].id: 2}
    expect(page.locator("#np-assess-found")).to_contain_text("Svarene du lagret i denne nettleseren")
    expect(page.locator("#np-assess-state")).to_have_text("Svarene er lagret i nettleseren.")


def test_what_is_stored_can_be_deleted_and_the_answers_stay_until_the_page_is_left(page: Page) -> None:
    delete = page.get_by_role("button", name="Slett det som er lagret")
    expect(delete).to_be_hidden()
    page.evaluate("localStorage.setItem('somebody-else', 'kept')")
    choose(page, 1)
    page.get_by_role("button", name="Lagre i denne nettleseren").click()
    delete.click()
    assert page.evaluate(STORE) == {"somebody-else": "kept"}
    expect(delete).to_be_hidden()
    expect(page.get_by_role("button", name="Lagre i denne nettleseren")).to_be_focused()
    expect(told(page)).to_contain_text("er slettet")
    assert chosen(page) == {ASKED[0].id: 1}
    page.reload()
    assert chosen(page) == {}
    expect(page.locator("#np-assess-found")).to_be_hidden()


def test_the_file_that_was_downloaded_brings_every_answer_back(page: Page, site: str, tmp_path: Path) -> None:
    choose(page, *(place % 5 for place, _ in enumerate(ASKED)))
    with page.expect_download() as download:
        page.get_by_role("button", name="Last ned som JSON").click()
    assert download.value.suggested_filename == "egenvurdering-gp.json"
    saved = tmp_path / "saved.json"
    download.value.save_as(saved)
    content = json.loads(saved.read_text("utf-8"))
    assert set(content) == {"standard", "edition", "date", "levels"}
    assert content["levels"] == {one.id: place % 5 for place, one in enumerate(ASKED)}
    page.goto(f"{site}en/{ADDRESS}")
    assert chosen(page) == {}
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Open a saved file").click()
    chooser.value.set_files(saved)
    expect(told(page)).to_contain_text("saved.json")
    assert chosen(page) == content["levels"]
    assert page.evaluate(STORE) == {}


WRONG = {
    "not JSON": ("{", "ikke en egenvurdering"),
    "empty": ("", "ikke en egenvurdering"),
    "a number": ("7", "ikke en egenvurdering"),
    "null": ("null", "ikke en egenvurdering"),
    "a list": ("[]", "ikke en egenvurdering"),
    "no levels": ('{"standard": "gp"}', "ikke en egenvurdering"),
    "no day": (answers(date="i dag"), "ikke en egenvurdering"),
    "no edition": (answers(edition=None), "ikke en egenvurdering"),
    "another standard": (answers(standard="genetic-counsellor"), "en annen standard: genetic-counsellor"),
    "level 5": (answers(levels={ASKED[0].id: 5}), f"5 for {ASKED[0].id}"),
    "level -1": (answers(levels={ASKED[0].id: -1}), f"-1 for {ASKED[0].id}"),
    "half a level": (answers(levels={ASKED[0].id: 1.5}), f"1.5 for {ASKED[0].id}"),
    "a level as text": (answers(levels={ASKED[0].id: "fire"}), f"fire for {ASKED[0].id}"),
    "markup": (answers(standard="<img src=x onerror=alert(1)>"), "<img src=x onerror=alert(1)>"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_file_is_refused_with_a_reason_and_changes_nothing(page: Page, case: str) -> None:
    content, reason = WRONG[case]
    choose(page, 3, 1)
    open_file(page, content)
    expect(told(page)).to_contain_text(reason)
    expect(told(page)).to_contain_text("Svarene i skjemaet er som før.")
    assert chosen(page) == {ASKED[0].id: 3, ASKED[1].id: 1}
    assert told(page).locator("*").count() == 0


def test_answers_to_competences_that_are_not_there_are_named(page: Page) -> None:
    def with_archived(route: Route) -> None:
        answer = route.fetch()
        mark = '<ul id="np-assess-archived" hidden>'
        assert mark in answer.text()
        gone = f'{mark}<li data-id="gammel">X.9 En gammel kompetanse</li>'
        route.fulfill(response=answer, body=answer.text().replace(mark, gone))

    page.route(f"**/{ADDRESS}", with_archived)
    page.reload()
    open_file(page, answers(levels={ASKED[0].id: 2, "gammel": 3, "ukjent": 1, "__proto__": 1}))
    expect(told(page)).to_contain_text("tatt ut av standarden, og svarene er ikke fylt inn: X.9 En gammel kompetanse")
    expect(told(page)).to_contain_text("finnes ikke i standarden, og svarene er ikke fylt inn: ukjent; __proto__")
    assert chosen(page) == {ASKED[0].id: 2}


def test_another_edition_is_loaded_with_a_notice(page: Page) -> None:
    open_file(page, answers(edition="0.0"))
    expect(told(page)).to_contain_text(f"utgave 0.0 av standarden. Her står utgave {STANDARD.edition}.")
    assert chosen(page) == {ASKED[0].id: 2}


def test_answers_stored_for_an_earlier_edition_are_found_and_deleted_with_the_rest(page: Page) -> None:
    older = {f"norprem-assess:gp:0.0{number}": json.dumps(answers(edition=f"0.0{number}")) for number in (1, 2)}
    other = {"norprem-assess:gp-2:0.1": "not ours"}
    page.evaluate(
        "(all) => Object.entries(all).forEach(([key, text]) => localStorage.setItem(key, text))", older | other
    )
    page.reload()
    expect(page.locator("#np-assess-found")).to_contain_text("utgave 0.02")
    assert chosen(page) == {ASKED[0].id: 2}
    page.get_by_role("button", name="Slett det som er lagret").click()
    assert page.evaluate(STORE) == other


def test_a_store_that_holds_rubbish_is_told_and_can_be_emptied(page: Page) -> None:
    page.evaluate("(key) => localStorage.setItem(key, 'rubbish')", KEY)
    page.reload()
    expect(page.locator("#np-assess-found")).to_contain_text("ikke en egenvurdering")
    page.get_by_role("button", name="Slett det som er lagret").click()
    assert page.evaluate(STORE) == {}


def test_a_browser_that_stores_nothing_says_so_and_the_rest_works(
    new_context: Callable[..., BrowserContext], site: str
) -> None:
    context = new_context(**NEWCOMER)
    context.add_init_script(BLOCKED)
    page = context.new_page()
    page.goto(site + ADDRESS)
    choose(page, 4)
    expect(summary(page)).to_contain_text("1 av")
    page.get_by_role("button", name="Lagre i denne nettleseren").click()
    expect(told(page)).to_have_text("Nettleseren lar ikke siden lagre noe. Last ned svarene som en fil i stedet.")
    with page.expect_download():
        page.get_by_role("button", name="Last ned som JSON").click()


@pytest.mark.parametrize("agrees", [True, False])
def test_answers_that_are_kept_nowhere_are_replaced_by_a_file_only_if_the_reader_agrees(
    page: Page, agrees: bool
) -> None:
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.accept() if agrees else dialog.dismiss()

    page.on("dialog", answer)
    choose(page, 4, 4)
    open_file(page, answers())
    page.wait_for_function("() => document.querySelector('#np-assess-file').value === ''")
    assert asked == ["Svarene i skjemaet blir byttet ut med svarene i filen. Vil du fortsette?"]
    assert chosen(page) == ({ASKED[0].id: 2} if agrees else {ASKED[0].id: 4, ASKED[1].id: 4})
    page.evaluate("onbeforeunload = null")  # the browser would ask, too


def test_the_browser_warns_of_leaving_only_with_answers_that_are_kept_nowhere(page: Page) -> None:
    warns = "() => typeof onbeforeunload === 'function'"
    assert not page.evaluate(warns)
    choose(page, 1)
    assert page.evaluate(warns)
    page.get_by_role("button", name="Lagre i denne nettleseren").click()
    assert not page.evaluate(warns)


def test_the_print_button_prints(page: Page) -> None:
    page.evaluate("window.print = () => { window.printed = true; }")
    page.get_by_role("button", name="Skriv ut").click()
    assert page.evaluate("window.printed")


def test_all_of_it_works_by_keyboard_and_the_focus_is_always_seen(
    new_context: Callable[..., BrowserContext], site: str
) -> None:
    page = new_context(viewport={"width": 320, "height": 640}).new_page()
    page.goto(site + ADDRESS)
    page.locator("main").focus()
    for one in ASKED[:3]:
        while page.evaluate("document.activeElement.name") != f"level-{one.id}":
            page.keyboard.press("Tab")
        page.keyboard.press("Space")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowRight")
    assert chosen(page) == {one.id: 2 for one in ASKED[:3]}
    lost = []
    for _ in range(page.evaluate(REACHABLE)):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if focus is None:
            break
        radio = 'type="radio"' in focus["what"]  # its label is outlined
        if not focus["seen"] or not (focus["outlined"] or radio):
            lost.append(focus)
        if page.evaluate("document.activeElement.id") == "np-assess-save":
            page.keyboard.press("Enter")
    assert lost == []
    assert json.loads(page.evaluate(STORE)[KEY])["levels"] == {one.id: 2 for one in ASKED[:3]}


def test_the_bar_never_covers_what_has_the_focus(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 700})
    covered = """() => {
      const box = document.activeElement.getBoundingClientRect();
      const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
      return !top?.closest("label, a, button")?.contains(document.activeElement);
    }"""
    page.locator(f"input[name='level-{ASKED[0].id}']").first.focus()
    for one in ASKED[1:]:
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.name") == f"level-{one.id}"
        assert not page.evaluate(covered), one.id


@pytest.mark.parametrize("script", [True, False])
def test_pressing_enter_sends_nothing(new_context: Callable[..., BrowserContext], site: str, script: bool) -> None:
    page = new_context(java_script_enabled=script).new_page()
    asked: list[str] = []
    page.goto(site + ADDRESS)
    page.on("request", lambda request: request.is_navigation_request() and asked.append(request.url))
    page.locator("fieldset input").nth(2).check()
    page.locator("fieldset input").nth(2).press("Enter")
    page.wait_for_timeout(300)
    assert page.url == site + ADDRESS
    assert asked == []
    assert page.locator("fieldset input").nth(2).is_checked()


@pytest.mark.parametrize("language", PREFIXES)
def test_without_a_script_the_checklist_and_every_offer_are_there_and_no_button(
    new_context: Callable[..., BrowserContext], site: str, language: str
) -> None:
    page = new_context(java_script_enabled=False, viewport={"width": 320, "height": 700}).new_page()
    page.goto(f"{site}{PREFIXES[language]}{ADDRESS}")
    expect(page.locator("main").get_by_role("group")).to_have_count(len(ASKED))
    expect(page.get_by_role("radio")).to_have_count(5 * len(ASKED))
    gaps = page.locator(".np-gap:visible")
    expect(gaps).to_have_count(len(ASKED))
    assert gaps.locator("[data-level]:visible").count() == page.locator("[data-level]").count() > 0
    expect(page.locator("main").get_by_role("button")).to_have_count(0)
    expect(page.get_by_text(Words.load(language)("assess.no-script"))).to_be_visible()
    page.get_by_role("radio").first.check()


def test_on_paper_there_are_boxes_and_no_navigation(page: Page) -> None:
    page.emulate_media(media="print")
    expect(page.get_by_role("radio")).to_have_count(5 * len(ASKED))
    box = page.get_by_role("radio").first
    expect(box).to_be_visible()
    assert box.evaluate("(one) => getComputedStyle(one).appearance") == "none"
    expect(page.get_by_text("Navn:")).to_be_visible()
    for hidden in ("nav", ".np-find", "button", ".np-assess-keep"):
        expect(page.locator(hidden).filter(visible=True)).to_have_count(0)


@pytest.mark.parametrize("language", PREFIXES)
def test_axe_finds_nothing_with_and_without_answers(
    new_context: Callable[..., BrowserContext], site: str, language: str
) -> None:
    page = with_axe(new_context)
    page.goto(f"{site}{PREFIXES[language]}{ADDRESS}")
    for answered in (False, True):
        if answered:
            choose(page, 0, 1, 2, 3, 4)
            page.locator("#np-assess-save").click()
            expect(summary(page)).to_contain_text(str(len(ASKED) - 5))
        assert faults(page) == []


def test_no_request_leaves_the_site_and_the_policy_refuses_nothing(
    new_context: Callable[..., BrowserContext], site: str
) -> None:
    page = new_context(**NEWCOMER).new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(site + ADDRESS)
    choose(page, 0, 1, 2)
    page.get_by_role("button", name="Lagre i denne nettleseren").click()
    with page.expect_download():
        page.get_by_role("button", name="Last ned som JSON").click()
    assert [one for one in asked if not one.startswith((site, "blob:"))] == []
    assert len([one for one in asked if one.startswith(site)]) <= 6  # the page, a style sheet, an icon, three scripts
    assert said == []


@pytest.mark.parametrize("kind", ["kompetanse/gp/", "sok/", "kurs/"])
def test_other_pages_do_not_load_the_script(page: Page, site: str, kind: str) -> None:
    page.goto(site + kind)
    assert page.locator("script[src*='assess.js']").count() == 0
