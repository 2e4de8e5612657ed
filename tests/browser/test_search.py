"""The search: what readers type finds the page they need, by keyboard alone, and nothing is fetched before."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from norprem.words import Words
from tests.browser.kinds import PREFIXES
from tests.browser.searching import Traffic, wanted
from tests.sync.servers import nginx

RESULTS = "#np-results a"
PATHS = "all => all.map((one) => new URL(one.href).pathname)"
TITLES = "#np-results h2 a"
MOST_BYTES = 200_000
FIRST = {
    "nb": ("arvelig brystkreft", "prøvesvar usikker variant", "ressurspersoner helse sor-ost", "kursene"),
    "en": ("hereditary breast cancer", "home DNA test", "add a course", "whole genome sequencing"),
}
"""First searches: a common one, and those of the list that fetch most."""


def results(page: Page) -> list[str]:
    """Return the paths of the results, once there are any."""
    page.wait_for_selector(RESULTS)
    return list(page.eval_on_selector_all(RESULTS, PATHS))


def told(page: Page) -> int:
    """Return how many results a reader is told of, once there are any."""
    results(page)
    return int(page.get_by_role("status").inner_text().split()[0])


def all_of_a_batch(page: Page) -> Locator:
    """Go down to the last of the results that come first, and return all ten that there are then."""
    rows = page.locator("#np-results > li")
    expect(rows.nth(2)).to_be_attached()
    rows.nth(2).scroll_into_view_if_needed()
    expect(rows).to_have_count(10)
    return rows


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the element has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"Tab never reaches {selector}")


@pytest.mark.parametrize("width", [320, 1400])
@pytest.mark.parametrize("language", PREFIXES)
def test_a_reader_searches_from_the_home_page_by_keyboard_and_finds_pages_of_the_language(
    page: Page, site: str, language: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(site + PREFIXES[language])
    tab_to(page, "input[name=q]")
    page.keyboard.type("genom")
    page.keyboard.press("Enter")
    found = results(page)
    assert urlsplit(page.url).path == f"/{PREFIXES[language]}sok/"
    assert found
    assert all(path.startswith("/en/") == (language == "en") for path in found), found
    expect(page.get_by_role("status")).to_contain_text("genom")
    tab_to(page, RESULTS)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{found[0]}")
    assert page.locator("html").get_attribute("lang") == language


@pytest.mark.parametrize(("language", "query"), [("nb", "genetic counselling"), ("en", "genetisk veiledning")])
def test_words_of_the_other_language_find_no_page_of_it(page: Page, site: str, language: str, query: str) -> None:
    page.goto(f"{site}{PREFIXES[language]}sok/?q={query}", wait_until="networkidle")
    expect(page.get_by_role("status")).to_contain_text(query)
    found = page.eval_on_selector_all(RESULTS, PATHS)
    assert all(path.startswith("/en/") == (language == "en") for path in found), found


def first_three(page: Page, query: str) -> list[str]:
    """Type a search and return the paths of its first three results."""
    page.get_by_role("searchbox").fill(query)
    page.wait_for_function("(query) => document.getElementById('np-results').dataset.shown === query", arg=query)
    expect(page.get_by_role("status")).to_contain_text(query)
    return list(page.eval_on_selector_all(TITLES, PATHS))[:3]


@pytest.mark.parametrize("language", PREFIXES)
def test_every_search_of_the_list_finds_its_page_among_the_first_three(page: Page, site: str, language: str) -> None:
    searches = wanted(language)
    assert len({one.search for one in searches}) == len(searches) >= 80
    page.goto(f"{site}{PREFIXES[language]}sok/")
    missed = []
    for one in searches:
        found = first_three(page, one.search)
        if not {f"/{PREFIXES[language]}{path}" for path in one.pages} & set(found):
            missed.append(f"{one.search}: {found}")
    assert missed == []


@pytest.mark.parametrize(("language", "query"), [(key, one) for key, some in FIRST.items() for one in some])
def test_a_first_search_fetches_at_most_200_kilobytes_heads_of_answers_included(
    page: Page, site_folder: Path, tmp_path: Path, language: str, query: str
) -> None:
    with nginx(site_folder, tmp_path) as served:
        page.goto(f"{served}{PREFIXES[language]}sok/", wait_until="networkidle")
        traffic = Traffic(page.context.new_cdp_session(page))
        page.get_by_role("searchbox").fill(query)
        all_of_a_batch(page)
        page.wait_for_load_state("networkidle")
        assert any("pf_index" in name for name in traffic.sizes)
        assert traffic.size <= MOST_BYTES, traffic.sizes


def test_a_word_that_has_only_begun_when_the_search_gets_ready_fetches_nothing(page: Page, site: str) -> None:
    asked: list[str] = []
    guide: list[Route] = []
    page.on("request", lambda request: asked.append(request.url))
    page.route("**/guide.*.json", lambda route: guide.append(route))
    page.clock.install(time=0)
    page.goto(f"{site}sok/")
    page.clock.pause_at(60_000)
    box = page.get_by_role("searchbox")
    with page.expect_request("**/guide.*.json"):
        box.press_sequentially("b")
    page.clock.run_for(200)  # the search begins, and waits for the guide
    guide[0].continue_()
    for _ in range(3):
        page.wait_for_load_state("networkidle")
        page.clock.run_for(100)
    assert [one for one in asked if "pf_index" in one] == []
    box.press_sequentially("rystkreft")
    page.clock.resume()
    results(page)
    expect(page.get_by_role("status")).to_contain_text("«brystkreft»")


def test_no_page_is_read_for_words_that_the_reader_goes_on_from(page: Page, site: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.clock.install(time=0)
    page.goto(f"{site}sok/?q=gen")
    results(page)
    page.clock.pause_at(60_000)
    page.wait_for_load_state("networkidle")
    asked.clear()
    box = page.get_by_role("searchbox")
    with page.expect_request("**/*.pf_index"):
        box.fill("lynch")
        page.clock.run_for(70)  # the search begins
    page.wait_for_load_state("networkidle")
    box.press_sequentially(" syndrom")
    page.clock.run_for(45)  # and has found its pages by now
    assert [one for one in asked if "/fragment/" in one] == []
    page.clock.resume()
    expect(page.get_by_role("status")).to_contain_text("«lynch syndrom»")


def test_escape_empties_the_search_and_the_focus_stays(page: Page, site: str) -> None:
    page.goto(f"{site}sok/?q=brystkreft")
    results(page)
    box = page.get_by_role("searchbox")
    box.press("Escape")
    expect(box).to_have_value("")
    expect(box).to_be_focused()
    expect(page.locator("#np-results > li")).to_have_count(0)
    assert urlsplit(page.url).query == ""


def test_a_hit_deep_in_a_page_too_long_to_keep_is_quoted_from_the_start_of_its_part(page: Page, site: str) -> None:
    page.goto(f"{site}sok/?q=olaparib")
    results(page)
    assert "· ·" not in page.locator("#np-results").inner_text()


def test_a_page_is_not_found_by_the_names_of_courses_it_only_links_to(page: Page, site: str) -> None:
    page.goto(f"{site}fastlege/lese-genetikksvar/")
    assert "EuroGEMS" in page.locator(".np-page-courses").inner_text()
    page.goto(f"{site}sok/?q=EuroGEMS")
    assert [one for one in results(page) if "fastlege/" in one] == []


def test_a_misspelt_word_is_searched_for_as_it_was_meant_and_the_reader_is_told(page: Page, site: str) -> None:
    page.goto(f"{site}sok/?q=huntigton")
    first = results(page)
    meant = page.locator("#np-meant")
    expect(page.get_by_role("status").filter(has=meant)).to_contain_text("huntington")
    meant.get_by_role("link").press("Enter")
    page.wait_for_url("**/sok/?q=huntington*")
    assert results(page)[0] == first[0]
    expect(meant).to_be_hidden()


def test_words_that_no_page_has_are_told_beside_the_results_for_the_rest(page: Page, site: str) -> None:
    page.goto(f"{site}sok/?q=Kardiomyopati%20gentest")
    results(page)
    told_of = page.get_by_role("status").locator("#np-meant")
    expect(told_of).to_have_text("Ingen side har «Kardiomyopati», så treffene gjelder resten av søket.")
    page.get_by_role("searchbox").fill("kardiomyopati gentset")
    expect(told_of.get_by_role("link")).to_have_text("kardiomyopati gentest")
    expect(told_of).to_contain_text("Ingen side har «kardiomyopati»")
    page.get_by_role("searchbox").fill("kardiomyopati")
    expect(page.get_by_role("status")).to_contain_text("Ingen treff")
    expect(told_of).to_be_hidden()


@pytest.mark.parametrize("word", ["jødisk", "ADHD", "MODY", "kols", "faktor"])
def test_a_short_word_is_not_taken_for_another_that_is_little_like_it(page: Page, site: str, word: str) -> None:
    page.goto(f"{site}sok/?q={word}")  # nordisk, added, mode, tools, facts
    expect(page.get_by_role("status")).to_contain_text(f"Ingen treff på «{word}»")
    expect(page.locator("#np-meant")).to_be_hidden()


def test_on_a_phone_the_first_result_is_in_sight_and_the_kinds_of_page_open_on_request(page: Page, site: str) -> None:
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto(f"{site}sok/?q=gentest")
    results(page)
    expect(page.locator("#np-results a").first).to_be_in_viewport(ratio=1)
    group = page.get_by_role("group", name="Vis treff fra")
    expect(group).to_be_hidden()
    page.get_by_text("Avgrens treffene").press("Enter")
    group.get_by_role("radio", name="Fastlege").click()
    expect(page.get_by_text("Avgrens treffene: Fastlege")).to_be_in_viewport()
    page.reload()
    results(page)
    expect(page.get_by_text("Avgrens treffene: Fastlege")).to_be_in_viewport()


def test_the_kind_of_page_is_chosen_by_keyboard_counted_and_kept_in_the_address(page: Page, site: str) -> None:
    page.goto(f"{site}sok/?q=brystkreft")
    everything = told(page)
    group = page.get_by_role("group", name="Vis treff fra")
    group.get_by_role("radio").first.focus()
    page.keyboard.press("ArrowDown")
    chosen = group.get_by_role("radio", checked=True)
    expect(chosen).to_be_focused()
    value = chosen.get_attribute("value")
    amount = int(chosen.locator("xpath=..").locator("span").inner_text().strip("()"))
    expect(page.get_by_role("status")).to_contain_text(f"{amount} treff")
    assert parse_qs(urlsplit(page.url).query) == {"q": ["brystkreft"], "vis": [value]}
    address = page.url
    page.reload()
    expect(page.get_by_role("status")).to_contain_text(f"{amount} treff")
    page.goto(address.replace(f"&vis={value}", ""))
    assert told(page) == everything > amount


@pytest.mark.parametrize("language", PREFIXES)
def test_results_for_a_reader_are_her_pages_courses_and_what_is_for_everyone(
    page: Page, site: str, language: str
) -> None:
    words = Words.load(language)
    page.goto(f"{site}{PREFIXES[language]}sok/?q=gen&for=patient")
    results(page)
    group = page.get_by_role("group", name=words("search.readers"))
    assert (group.get_by_role("radio", checked=True).get_attribute("value")) == "patient"
    kinds = page.get_by_role("group", name=words("search.kinds")).get_by_role("radio")
    offered = [one.get_attribute("value") for one in kinds.all()]
    assert {"pasient", "ordliste"} < set(offered)
    assert {"fastlege", "fagfolk", "bidra"} & set(offered) == set()
    patients = told(page)
    group.get_by_role("radio", checked=True).press("ArrowDown")
    expect(group.locator("[value=gp]")).to_be_focused()
    expect(page).to_have_url(re.compile(r"[?&]for=gp"))
    expect(page.get_by_role("status")).not_to_contain_text(f"{patients} ")
    courses = int(page.locator("#np-kinds label:has([value=kurs]) span").inner_text().strip("()"))
    kinds.and_(page.locator("[value=kurs]")).click()
    expect(page.get_by_role("status")).to_contain_text(re.compile(rf"^\s*{courses} "))
    all_courses = group.locator("label:has([value='']) span").inner_text().strip("()")
    assert 0 < courses < int(all_courses)
    assert parse_qs(urlsplit(page.url).query) == {"q": ["gen"], "vis": ["kurs"], "for": ["gp"]}
    page.go_back()
    expect(group.locator("[value=gp]")).to_be_checked()
    expect(kinds.first).to_be_checked()


def test_where_what_was_chosen_has_no_result_the_reader_is_told_how_many_there_are(page: Page, site: str) -> None:
    page.goto(f"{site}sok/?q=EuroGEMS&vis=pasient")
    status = page.get_by_role("status")
    expect(status).to_contain_text("Ingen treff på «EuroGEMS» i det du har valgt. Uten avgrensning er det")
    sentence = status.inner_text()
    page.get_by_role("group", name="Vis treff fra").get_by_role("radio", name="Alle deler").click()
    assert f"Uten avgrensning er det {told(page)} treff." in sentence


def test_a_choice_that_the_site_does_not_know_narrows_nothing(page: Page, site: str) -> None:
    page.goto(f"{site}sok/?q=gen")
    everything = told(page)
    page.goto(f"{site}sok/?q=gen&vis=finnes-ikke&for=ingen")
    assert told(page) == everything


def test_on_a_phone_three_texts_are_fetched_and_the_rest_when_the_reader_comes_near_or_asks(
    page: Page, site: str
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.set_viewport_size({"width": 412, "height": 823})
    page.goto(f"{site}sok/?q=kurs")
    rows = page.locator("#np-results > li")
    more = page.get_by_role("button", name="Vis flere treff")
    expect(more).to_be_visible()
    assert len([one for one in asked if "/fragment/" in one]) == 3
    more.dispatch_event("click")  # from where the page is now, as a screen reader does that lists its buttons
    expect(rows.nth(3).get_by_role("heading").get_by_role("link")).to_be_focused()
    page.reload()
    all_of_a_batch(page)


def test_where_the_rest_does_not_come_the_button_stays(page: Page, site: str) -> None:
    page.set_viewport_size({"width": 412, "height": 823})
    page.goto(f"{site}sok/?q=kurs")
    more = page.get_by_role("button", name="Vis flere treff")
    expect(more).to_be_visible()
    page.context.set_offline(True)
    with page.expect_event("requestfailed"):
        page.locator("#np-results > li").nth(2).scroll_into_view_if_needed()
    page.context.set_offline(False)
    more.click()
    expect(page.locator("#np-results > li").nth(9)).to_be_visible()


def test_what_is_added_for_the_search_is_not_shown(page: Page, site: str) -> None:
    page.goto(f"{site}sok/?q=kreft")
    results(page)
    assert "⁂" not in page.locator("#np-results").inner_text()


@pytest.mark.parametrize("language", PREFIXES)
def test_when_a_page_was_written_and_who_reviewed_it_is_not_what_a_search_quotes(
    site_folder: Path, language: str
) -> None:
    byline = Words.load(language)("page.byline-none")
    kept = sorted((site_folder / "pagefind" / "fragment").glob(f"{language}_*.json"))
    assert any(byline in file.read_text("utf-8") for file in site_folder.glob(f"{PREFIXES[language]}pasient/*/*.html"))
    assert [file.name for file in kept if byline in file.read_text("utf-8")] == []


def test_norwegian_inflection_is_understood(page: Page, site: str) -> None:
    page.goto(f"{site}sok/?q=virulensgenene")
    assert "/kompetanse/microbial-genomics/" in results(page)


def test_a_result_in_a_long_page_leads_to_its_place(page: Page, site: str) -> None:
    page.goto(f"{site}sok/?q=virulensgen")
    page.wait_for_selector(RESULTS)
    page.locator("#np-results a[href$='/ordliste/#virulensgen']").click()
    expect(page.locator("#virulensgen")).to_be_in_viewport()


def test_nothing_is_fetched_before_the_reader_searches(page: Page, site: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site}sok/", wait_until="networkidle")
    assert [address for address in asked if "pagefind" in address] == []
    box = page.get_by_label("Søk på nettstedet")
    box.focus()  # the program comes, so that the first word finds it ready, and no part of the index
    page.wait_for_load_state("networkidle")
    assert any("wasm" in address for address in asked)
    assert [address for address in asked if "pf_index" in address or "fragment" in address] == []
    box.fill("kreft")
    results(page)
    assert any("pf_index" in address for address in asked)
    program = [address for address in asked if "pagefind" in address]
    assert len(program) == len(set(program)), program


def test_the_address_keeps_the_search_and_back_returns_to_it(page: Page, site: str) -> None:
    page.goto(f"{site}sok/?q=arvelig")
    all_of_a_batch(page)
    first = results(page)
    box = page.get_by_role("searchbox")
    expect(box).to_have_value("arvelig")
    for typed in ("k", "kurs"):  # words half typed are no place to go back to
        box.fill(typed)
        expect(page.get_by_role("status")).to_contain_text(f"«{typed}»")
    box.press("Enter")
    assert parse_qs(urlsplit(page.url).query) == {"q": ["kurs"]}
    page.go_back()
    expect(page.get_by_role("status")).to_contain_text("«arvelig»")
    all_of_a_batch(page)
    assert results(page) == first


def test_more_results_come_on_request_and_the_focus_goes_on_there(page: Page, site: str) -> None:
    page.goto(f"{site}sok/?q=kurs")
    page.wait_for_selector(RESULTS)
    shown = all_of_a_batch(page)
    page.get_by_role("button", name="Vis flere treff").press("Enter")
    expect(shown.nth(10).get_by_role("heading").get_by_role("link")).to_be_focused()


def test_a_search_without_result_says_so_in_plain_text(page: Page, site: str) -> None:
    query = "<img/onerror=qqqxyz>"
    page.goto(f"{site}sok/")
    page.get_by_role("searchbox").fill(query)
    page.get_by_role("searchbox").press("Enter")
    expect(page.get_by_role("status")).to_contain_text(f"Ingen treff på «{query}»")
    assert page.locator("#np-count img, #np-results *").count() == 0


def test_an_engine_that_does_not_answer_is_told(page: Page, site: str) -> None:
    page.route("**/pagefind/**", lambda route: route.abort())
    page.goto(f"{site}sok/?q=kreft")
    expect(page.get_by_role("status")).to_contain_text("Søket svarte ikke")
