"""Lists with filters and the chosen region: keyboard, address, going back, counts, long lists, what is stored when."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect

from norprem.serving import server
from tests import demo
from tests.browser.looking import FOCUS, SHORTEN, faults, with_axe
from tests.building import ROOT, built
from tests.unit import test_methods as made

SIZES = (320, 1400)
STORE = "JSON.stringify({...localStorage})"

FACTS = """
(name) => [...document.querySelectorAll(name)].filter((one) => one.checkVisibility()).map(({dataset}) => ({...dataset}))
"""


NEED = {
    "title": made.both("Et behov", "A need"),
    "description": made.both("Tjenesten mangler noe.", "The service lacks something."),
    "reported_by": made.both("Et råd", "A council"),
    "region": "national",
    "fields": ["oncology"],
    "since": "2020",
    "source": made.SOURCE,
    "last_checked": "2026-11-20",
}


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Build a site whose list of courses stands on two pages, and serve it; return its address."""
    folder = tmp_path_factory.mktemp("filters")
    root = folder / "curricula"
    demo.write(root, date(2026, 11, 22), courses=120, sessions=260)
    (root / "needs").mkdir()
    for name, more in {
        "kurs": {"kind": "competence", "status": "reported", "professions": ["gp"]},
        "folk": {"kind": "capacity", "status": "in-progress", "professions": ["nurse", "gp"]},
    }.items():
        (root / "needs" / f"{name}.yaml").write_text(
            json.dumps({"id": name} | NEED | more, ensure_ascii=False), "utf-8"
        )
    person = made.UNIT | {"id": "oppdiktet-kreftenhet", "organisation": "demo-sykehus", "fields": ["oncology"]}
    (root / "people" / "helse-nord" / "oppdiktet-kreftenhet.yaml").write_text(json.dumps(person), "utf-8")
    site = built(folder / "site", NORPREM_CURRICULA=str(root), NORPREM_DEMO="true")
    serving = server(site, 0)
    threading.Thread(target=serving.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{serving.server_port}/"
    serving.shutdown()
    serving.server_close()


@pytest.fixture
def page(new_context: Callable[..., BrowserContext], many: str) -> Page:
    """Return the Norwegian list of courses, opened by a fresh reader."""
    page = new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.goto(f"{many}kurs/")
    return page


def facts(page: Page, name: str = ".np-row") -> list[dict[str, str]]:
    """What the lines that are shown say of themselves."""
    lines: list[dict[str, str]] = page.evaluate(FACTS, name)
    return lines


def found(page: Page) -> Locator:
    return page.locator("#np-found")


def asked(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def whole(page: Page, many: str) -> list[dict[str, str]]:
    """Every line of the list, from all its pages."""
    pages = page.request.get(f"{many}kurs/").text(), page.request.get(f"{many}kurs-2/").text()
    lines = re.findall(r'<li class="np-row"([^>]*)>', "".join(pages))
    return [dict(re.findall(r'data-([a-z]+)="([^"]*)"', line)) for line in lines]


def fits(line: dict[str, str], name: str, value: str) -> bool:
    return name not in line or value in line[name].split()


def test_the_list_is_long_and_comes_with_its_first_page_alone(page: Page, many: str) -> None:
    lines = whole(page, many)
    assert 200 < len(lines) <= 400
    assert len(facts(page)) == 200
    expect(found(page)).to_have_text("120 kurs · Side 1 av 2")
    expect(page.get_by_role("button", name="Vis alt")).to_be_disabled()


def test_choosing_by_keyboard_looks_through_all_pages_counts_and_is_kept_in_the_address(page: Page, many: str) -> None:
    wanted = [line for line in whole(page, many) if fits(line, "audience", "nurse")]
    page.locator("#np-audience").focus()
    page.keyboard.type("Sykepl")
    page.keyboard.press("Enter")
    page.wait_for_url("**?audience=nurse")
    expect(page.locator(".np-row")).to_have_count(len(wanted))
    assert facts(page) == wanted
    counts = [
        page.locator(f"[data-bin={name}] .np-row").count() for name in ("upcoming", "self-paced", "undated", "past")
    ]
    names = ("Kommende", "Når som helst", "Uten kunngjorte datoer", "Tidligere")
    told = " ".join(f"{name}: {count}." for name, count in zip(names, counts, strict=True) if count)
    expect(found(page)).to_have_text(told)
    expect(found(page)).to_have_attribute("role", "status")
    expect(page.locator(".np-pages")).to_be_hidden()
    assert page.evaluate(STORE) == "{}"


def test_nothing_more_is_fetched_before_a_choice_and_each_page_once_after_it(page: Page) -> None:
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(urlsplit(request.url).path))
    page.reload()
    assert "/kurs-2/" not in fetched
    page.locator("#np-topic").select_option(index=1)
    page.wait_for_url("**?topic=*")
    page.locator("#np-topic").select_option(index=2)
    expect(found(page)).not_to_contain_text("Side 1 av 2")
    assert fetched.count("/kurs-2/") == 1


def test_going_back_undoes_one_choice_at_a_time_and_a_copy_of_the_address_shows_the_same(
    page: Page, new_context: Callable[..., BrowserContext]
) -> None:
    page.locator("#np-audience").select_option("gp")
    expect(found(page)).to_contain_text("Kommende")
    first = found(page).inner_text()
    page.locator("#np-region").select_option("helse-vest")
    page.locator("#np-topic").select_option("pharmacogenetics")
    expect(found(page)).not_to_have_text(first)
    shared = page.url
    assert asked(page) == {"audience": ["gp"], "region": ["helse-vest"], "topic": ["pharmacogenetics"]}
    lines = facts(page)
    other = new_context().new_page()
    other.goto(shared)
    expect(found(other)).to_have_text(found(page).inner_text())
    assert sorted(map(str, facts(other))) == sorted(map(str, lines))
    page.go_back()
    page.go_back()
    expect(page.locator("#np-topic")).to_have_value("")
    expect(found(page)).to_have_text(first)
    page.go_back()
    expect(found(page)).to_have_text("120 kurs · Side 1 av 2")
    assert len(facts(page)) == 200
    page.go_forward()
    expect(found(page)).to_have_text(first)


def test_show_everything_brings_the_page_back_as_it_was_and_the_focus_is_not_lost(page: Page, many: str) -> None:
    before = facts(page)
    page.goto(f"{many}kurs/?mode=online&level=finnes-ikke")
    expect(page.locator("#np-mode")).to_have_value("online")
    expect(page.locator("#np-level")).to_have_value("")
    expect(page.locator(".np-filter details")).to_have_attribute("open", "")
    expect(page.locator("[data-number]")).to_have_text("(1)")
    page.get_by_role("button", name="Vis alt").press("Enter")
    expect(found(page)).to_have_text("120 kurs · Side 1 av 2")
    assert facts(page) == before
    assert asked(page) == {}
    assert page.evaluate("document.activeElement.id") == "np-q"


@pytest.mark.parametrize("typed", ["oppdiktet sykehus dalsby", "OPPDIKTET  Dalsby sykehus"])
def test_words_are_found_in_any_order_without_capitals_and_typing_is_one_step_back(page: Page, typed: str) -> None:
    page.locator("#np-q").press_sequentially(typed, delay=20)
    expect(page).to_have_url(re.compile(rf"{typed.split()[-1]}$"))
    for word in typed.split():
        expect(page.locator(".np-row").filter(has_not_text=re.compile(word, re.IGNORECASE))).to_have_count(0)
    assert page.locator(".np-row").count()
    page.locator("#np-q").press_sequentially(" x")
    page.wait_for_url("**x")
    page.go_back()
    assert asked(page) == {}
    expect(page.locator("#np-q")).to_have_value("")


@pytest.mark.parametrize(("typed", "name"), [("asgrend", "Åsgrend"), ("ostbygd", "Østbygd"), ("lillevaer", "Lillevær")])
def test_norwegian_letters_may_be_typed_without_their_marks(page: Page, typed: str, name: str) -> None:
    page.locator("#np-q").fill(typed)
    page.wait_for_url("**?q=*")
    expect(page.locator(".np-when").first).to_contain_text(name)


def test_a_first_day_leaves_out_what_begins_before_it_and_what_nobody_knows_the_day_of(page: Page, many: str) -> None:
    page.goto(f"{many}kurs/?from=2027-06-01")
    expect(page.locator("#np-from")).to_have_value("2027-06-01")
    expect(found(page)).to_contain_text("Kommende")
    upcoming = facts(page, "[data-bin=upcoming] .np-row")
    assert upcoming
    assert all(line["from"] >= "2027-06-01" for line in upcoming)
    assert page.locator("[data-bin=self-paced] .np-row").count()
    assert page.locator("[data-bin=undated] .np-row").count() == 0


ONLY_PAST = """
() => {
  for (const one of document.querySelectorAll("[data-bin=past] .np-row")) one.dataset.level = "only-past";
  document.querySelector("#np-level").append(new Option("Only past", "only-past"));
}
"""


def test_when_only_past_courses_fit_it_says_how_many_and_a_button_shows_them(page: Page, many: str) -> None:
    page.goto(f"{many}kurs-2/")  # where the past ones stand
    page.evaluate(ONLY_PAST)
    number = page.locator("[data-bin=past] .np-row").count()
    page.locator(".np-filter summary").press("Enter")
    page.locator("#np-level").select_option("only-past")
    told = f"Ingen kommende kurs passer, men {number} tidligere gjør det."
    expect(found(page)).to_have_text(told)
    expect(page.locator(".np-row:visible")).to_have_count(0)
    button = page.get_by_role("button", name="Vis tidligere")
    button.press("Enter")
    expect(page.locator("[data-bin=past] .np-row:visible")).to_have_count(number)
    expect(button).to_be_hidden()
    assert page.evaluate("document.activeElement.matches('[data-bin=past] h2')")
    assert asked(page)["past"] == ["1"]
    page.go_back()
    expect(found(page)).to_have_text(told)


def test_when_nothing_fits_it_says_so(page: Page) -> None:
    page.locator("#np-q").fill("finnesikkenoested")
    expect(found(page)).to_have_text("Ingenting passer til alle valgene. Ta bort ett av dem.")
    expect(page.locator(".np-row:visible")).to_have_count(0)
    expect(page.get_by_role("button", name="Vis tidligere")).to_be_hidden()


def test_where_the_other_pages_cannot_be_fetched_it_says_that_only_this_page_is_included(page: Page) -> None:
    page.route("**/kurs-2/", lambda route: route.abort())
    page.locator("#np-audience").select_option("gp")
    expect(found(page)).to_contain_text("Bare kursene på denne siden er med.")
    assert all(fits(line, "audience", "gp") for line in facts(page))


def test_while_the_other_pages_are_fetched_it_says_so(page: Page) -> None:
    waiting: list[Route] = []
    page.route("**/kurs-2/", lambda route: waiting.append(route))
    page.locator("#np-audience").select_option("gp")
    expect(found(page)).to_have_text("Henter resten av listen …")
    while not waiting:
        page.wait_for_timeout(20)
    waiting[0].continue_()
    expect(found(page)).to_contain_text("Kommende:")


def test_more_than_200_that_fit_are_not_shown_at_once_and_it_says_so(page: Page, many: str) -> None:
    page.locator("#np-q").fill("oppdiktet")
    expect(found(page)).to_contain_text("De 200 første vises.")
    assert len(facts(page)) == 200
    numbers = re.findall(r": (\d+)\.", found(page).inner_text())
    assert sum(map(int, numbers)) == len(whole(page, many))


@pytest.mark.parametrize(
    ("address", "exact", "title", "scope"),
    [
        ("kurs/?region=helse-nord", True, "Kurs åpne for Helse Nord", "helse-nord"),
        ("kurs/?audience=nurse", True, "Kurs etter yrke: sykepleier", "profesjon-nurse"),
        ("kurs/?region=helse-vest&audience=gp", True, "Kurs åpne for Helse Vest: fastlege", "helse-vest-gp"),
        ("kurs/?region=helse-vest&mode=online", False, "Kurs åpne for Helse Vest", "helse-vest"),
        ("kurs/?q=oppdiktet", False, "Alle kurs", "alle"),
        ("kurs/region/helse-nord/?audience=gp", True, "Kurs åpne for Helse Nord: fastlege", "helse-nord-gp"),
        ("kurs/region/helse-nord/?topic=pharmacogenetics", False, "Kurs åpne for Helse Nord", "helse-nord"),
        ("fastlege/?region=helse-vest", True, "Kurs åpne for Helse Vest: fastlege", "helse-vest-gp"),
        ("kalender/?kind=deadline", True, "Påmeldingsfrister", "frister"),
        ("kalender/?kind=deadline&region=helse-vest", False, "Påmeldingsfrister", "frister"),
        ("en/kurs/?audience=gp", True, "Courses by profession: GP", "profesjon-gp"),
    ],
)
def test_the_calendar_that_holds_the_same_is_named_else_the_nearest_that_holds_more(
    page: Page, many: str, address: str, exact: bool, title: str, scope: str
) -> None:
    page.goto(many + address)
    offer = page.locator("#np-chosen")
    expect(offer).to_be_visible()
    prefix = "en/" if address.startswith("en/") else ""
    file = f"{prefix}kalender/{scope}.ics"
    expect(offer.locator("code")).to_have_text(f"https://norprem.example/{file}")
    expect(offer.locator("a")).to_have_attribute("href", f"webcal://norprem.example/{file}")
    expect(offer.locator("strong")).to_have_text(title)
    if not prefix:
        words = "Kalenderen som passer til valget:" if exact else "Ingen kalender har akkurat dette utvalget."
        expect(offer).to_contain_text(words)
    written = page.request.get(many + file)
    assert written.ok
    name = re.sub(r"\r?\n ", "", written.text())
    assert re.search(rf"X-WR-CALNAME:.*{re.escape(title)}", name.replace("\\,", ","))


def test_no_calendar_is_named_before_a_choice(page: Page) -> None:
    expect(page.locator("#np-chosen")).to_be_hidden()


@pytest.mark.parametrize(("address", "field", "value", "line"), [
    ("ressurspersoner/", "field", "oncology", ".np-person"),
    ("ressurspersoner/", "region", "helse-nord", ".np-person"),
    ("behov/", "kind", "capacity", ".np-need"),
    ("behov/", "audience", "nurse", ".np-need"),
    ("metoder/", "status", "established", ".np-method"),
])  # fmt: skip
def test_people_needs_and_methods_are_filtered_in_the_same_way(
    page: Page, many: str, address: str, field: str, value: str, line: str
) -> None:
    page.goto(many + address)
    everything = facts(page, line)
    page.locator(f"#np-{field}").select_option(value)
    page.wait_for_url(f"**?{field}={value}")
    wanted = [one for one in everything if fits(one, field, value)]
    assert 0 < len(wanted) < len(everything)
    expect(page.locator(f"{line}:visible")).to_have_count(len(wanted))
    assert facts(page, line) == wanted
    expect(found(page)).to_contain_text(f": {len(wanted)}.")
    page.go_back()
    expect(page.locator(f"{line}:visible")).to_have_count(len(everything))


@pytest.mark.parametrize("prefix", ["", "en/"])
@pytest.mark.parametrize(
    "address", ["kurs/?region=helse-nord&mode=online", "kalender/?audience=gp", "ressurspersoner/?region=helse-vest"]
)
def test_axe_finds_nothing_with_filters_open_and_used(
    new_context: Callable[..., BrowserContext], many: str, prefix: str, address: str
) -> None:
    page = with_axe(new_context)
    page.goto(f"{many}{prefix}{address}")
    page.locator(".np-filter details").evaluate_all("all => all.forEach((one) => (one.open = true))")
    expect(page.locator("#np-where")).to_be_visible() if "region" in address else None
    expect(found(page)).to_contain_text(":")
    page.evaluate(SHORTEN)
    assert faults(page, SIZES) == []


def test_the_focus_is_seen_on_every_field_at_320_pixels(new_context: Callable[..., BrowserContext], many: str) -> None:
    page = new_context(viewport={"width": 320, "height": 640}).new_page()
    page.goto(f"{many}kurs/")
    page.locator(".np-filter summary").press("Enter")
    page.locator("#np-q").focus()
    for _ in range(9):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        assert focus["seen"], focus
        assert focus["outlined"], focus


def test_without_a_script_the_list_is_there_and_no_filter_and_no_empty_promise(
    new_context: Callable[..., BrowserContext], many: str
) -> None:
    plain = new_context(java_script_enabled=False).new_page()
    for address in ("kurs/?audience=gp", "ressurspersoner/", "behov/", "kalender/", "metoder/"):
        plain.goto(many + address)
        expect(plain.locator("#np-filter")).to_be_hidden()
        expect(plain.locator("#np-where")).to_be_hidden()
        expect(plain.locator("#np-earlier:visible, #np-chosen:visible")).to_have_count(0)
    plain.goto(f"{many}kurs/?audience=gp")
    assert plain.locator(".np-row").count() == 200
    plain.get_by_role("link", name="Neste side").click()
    assert plain.locator(".np-row").count() > 0


# The region


def held(page: Page, part: str) -> list[str]:
    found: list[str] = page.locator(f"[data-bin={part}] .np-row").evaluate_all(
        "all => all.map((one) => one.dataset.held)"
    )
    return found


def own_first(places: list[str], region: str) -> bool:
    number = places.count(region)
    return number > 0 and places[:number] == [region] * number


def test_nothing_is_chosen_and_nothing_stored_before_a_click(page: Page, many: str) -> None:
    for address in (
        "kurs/",
        "kalender/",
        "ressurspersoner/",
        "",
        "kurs/?region=helse-nord",
        "ordliste/?region=helse-nord",
    ):
        page.goto(many + address)
        expect(page.locator("#np-where")).to_be_visible() if "region" in address else expect(
            page.locator("#np-where")
        ).to_be_hidden()
        assert page.evaluate(STORE) == "{}"


def test_a_region_in_the_address_is_carried_on_by_links_and_is_not_stored(page: Page, many: str) -> None:
    page.goto(f"{many}ordliste/?region=helse-vest")
    expect(page.locator("#np-where")).to_contain_text("Helse Vest")
    page.get_by_role("navigation", name=re.compile("Hovedmeny|Deler")).get_by_role(
        "link", name="Kurs", exact=True
    ).first.click()
    page.wait_for_url("**/kurs/?region=helse-vest")
    assert own_first(held(page, "upcoming"), "helse-vest")
    expect(page.locator("#np-region")).to_have_value("helse-vest")
    page.get_by_role("link", name="English", exact=True).click()
    page.wait_for_url("**/en/kurs/?region=helse-vest")
    assert page.evaluate(STORE) == "{}"
    link = page.locator("#np-chosen a")
    link.evaluate("(one) => one.addEventListener('click', (event) => event.preventDefault())")
    link.click()
    assert "region" not in (link.get_attribute("href") or "")


def test_the_region_is_stored_by_a_button_then_holds_without_the_address_and_is_forgotten_by_another(
    page: Page, many: str
) -> None:
    plain = held(page, "upcoming")
    page.goto(f"{many}kurs/?region=helse-sor-ost")
    page.get_by_role("button", name="Husk regionen").press("Enter")
    assert page.evaluate(STORE) == '{"norprem-region":"helse-sor-ost"}'
    expect(page.locator("#np-where [role=status]")).to_have_text("Regionen er lagret i denne nettleseren.")
    assert page.evaluate("document.activeElement.matches('[data-forget]')")
    page.goto(f"{many}kurs/")
    assert own_first(held(page, "upcoming"), "helse-sor-ost")
    assert sorted(held(page, "upcoming")) == sorted(plain)
    expect(page.locator("#np-region")).to_have_value("")  # first, but nothing is hidden
    expect(found(page)).to_have_text("120 kurs · Side 1 av 2")
    page.goto(f"{many}ressurspersoner/")
    assert page.locator(".np-region").first.get_attribute("id") == "helse-sor-ost"
    page.goto(f"{many}kalender/")
    for month in page.locator("#kommende .np-month").all()[:3]:
        places = month.locator(".np-date").evaluate_all("all => all.map((one) => one.dataset.held)")
        assert "helse-sor-ost" not in places or own_first(places, "helse-sor-ost")
    page.goto(many)
    places = page.locator(".np-row[data-first]").evaluate_all("all => all.map((one) => one.dataset.first)")
    assert "helse-sor-ost" not in places or own_first(places, "helse-sor-ost")
    page.goto(f"{many}kurs/")
    page.get_by_role("button", name="Glem regionen").press("Enter")
    assert page.evaluate(STORE) == "{}"
    expect(page.locator("#np-where")).to_be_hidden()
    assert held(page, "upcoming") == plain
    assert page.evaluate("document.activeElement.matches('main')")


def test_choosing_a_region_in_a_filter_shows_it_as_the_region_and_forgetting_clears_the_filter(page: Page) -> None:
    page.locator("#np-region").select_option("helse-nord")
    where = page.locator("#np-where")
    expect(where).to_contain_text("Helse Nord")
    page.get_by_role("button", name="Glem regionen").click()
    expect(where).to_be_hidden()
    expect(page.locator("#np-region")).to_have_value("")
    assert asked(page) == {}


def test_where_nothing_can_be_stored_it_says_so(page: Page, many: str) -> None:
    page.goto(f"{many}kurs/?region=helse-nord")
    page.evaluate("() => { Storage.prototype.setItem = () => { throw new Error('no'); }; }")
    page.get_by_role("button", name="Husk regionen").click()
    expect(page.locator("#np-where [role=status]")).to_have_text("Nettleseren lar oss ikke lagre regionen.")


@pytest.mark.parametrize("wrong", ["?region=danmark", "?region=", "?region=national", "?region=<script>"])
def test_a_region_that_does_not_exist_is_left_alone(page: Page, many: str, wrong: str) -> None:
    page.goto(f"{many}ordliste/{wrong}")
    expect(page.locator("#np-where")).to_be_hidden()


def test_nothing_moves_when_the_region_is_shown(new_context: Callable[..., BrowserContext], many: str) -> None:
    page = new_context(viewport={"width": 1400, "height": 900}).new_page()
    page.add_init_script(
        "addEventListener('load', () => {}); window.moved = 0;"
        "new PerformanceObserver((list) => { for (const one of list.getEntries()) window.moved += one.value; })"
        ".observe({type: 'layout-shift', buffered: true});"
    )
    for address in ("ordliste/?region=helse-nord", "kurs/"):
        page.goto(many + address)
        page.wait_for_timeout(300)
        assert page.evaluate("window.moved") == 0


@pytest.mark.parametrize(("name", "most"), [("filter.js", 12_000), ("region.js", 6_500), ("calendar.js", 1_000)])
def test_the_scripts_are_small(name: str, most: int) -> None:
    assert len((ROOT / "docs" / "assets" / name).read_bytes()) < most


def test_only_pages_with_a_filter_load_its_script(page: Page, many: str) -> None:
    counts = {"ordliste/": 0, "kurs/": 1, "kurs-2/": 1, "kalender/": 1, "ressurspersoner/": 1, "fastlege/": 1}
    for address, count in counts.items():
        page.goto(many + address)
        assert page.locator("script[src*='filter.js']").count() == count
