"""The calendar page: every run and deadline on its month, the same figures in picture, table and list."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from norprem.edition import Edition
from norprem.exports import feeds
from norprem.load import load
from norprem.model import Catalogue, Course, Entry, Session
from norprem.pages import calendar
from norprem.pages.listings import Listings, Marker, Place
from norprem.pages.templates import Templates
from norprem.pages.year import AHEAD, BEFORE, TALLEST, year
from norprem.select import Run
from tests.unit import strategies as made

VOCABULARY = load(Path(__file__).parents[2] / "curricula").catalogue.vocabulary
TODAY = date(2026, 11, 22)


def edition(*courses: Course, today: date = TODAY) -> Edition:
    entries = tuple(Entry(f"courses/{one.region}/{one.id}.yaml", one) for one in courses)
    return Edition(Catalogue(VOCABULARY, courses=entries), today, made.SITE, made.WORDS)


def drawn(name: str, *courses: Course, locale: str = "nb", **arguments: str) -> str:
    one = edition(*courses)
    (html,) = Listings(one, Templates(one)).draw(Marker(name, arguments, ""), Place(locale, "kalender/"))
    return html


def session(name: str, start: str, end: str | None = None, deadline: str | None = None, **changes: str) -> Session:
    registration = {"registration": {"deadline": deadline}} if deadline else {}
    return made.session(id=name, start=start, end=end or start, **registration, **changes)


def course(*sessions: Session, **changes: object) -> Course:
    return made.course(*sessions, **{"region": "helse-vest"} | changes)


EXAMPLE = course(
    session("kommer", "2027-03-10", deadline="2027-02-01"),
    session("snart", "2026-11-30", "2026-12-02", deadline="2026-11-22"),
    session("frist-ute", "2027-01-10", deadline="2026-10-01"),
    session("pagar", "2026-11-20", "2026-11-23"),
    session("var", "2026-06-01", deadline="2026-05-01"),
    session("lenge-siden", "2025-06-01"),
    session("avlyst", "2027-04-01", deadline="2027-03-01", status="cancelled"),
    session("utsatt", "2027-05-01", deadline="2027-04-01", status="postponed"),
)

LINES = re.compile(
    r'<section class="np-month" id="([mp]-\d{4}-\d\d)">|<li class="np-date" data-kind="(\w+)"|#([a-z-]+)"'
)


def lines(html: str) -> list[tuple[str, str, str]]:
    """Month, kind and session of every line of a page, in its order."""
    found, month, kind = [], "", ""
    for one in LINES.finditer(html):
        month, kind = one[1] or month, one[2] or kind
        if one[3]:
            found.append((month, kind, one[3]))
    return found


@pytest.mark.parametrize("locale", ["nb", "en"])
def test_runs_and_deadlines_stand_by_month_what_is_coming_first_and_what_was_latest_first(locale: str) -> None:
    assert lines(drawn("calendar", EXAMPLE, locale=locale)) == [
        ("m-2026-11", "run", "pagar"),  # it goes on
        ("m-2026-11", "deadline", "snart"),  # the last day to register is a day one can register
        ("m-2026-11", "run", "snart"),
        ("m-2027-01", "run", "frist-ute"),
        ("m-2027-02", "deadline", "kommer"),
        ("m-2027-03", "run", "kommer"),
        ("m-2027-04", "run", "avlyst"),  # but not its deadline
        ("m-2027-05", "run", "utsatt"),
        ("p-2026-10", "deadline", "frist-ute"),  # whoever missed it sees that
        ("p-2026-06", "run", "var"),
    ]


def test_a_run_that_is_called_off_says_so_in_the_list() -> None:
    html = drawn("calendar", EXAMPLE)
    assert html.count('<span class="np-status np-status--cancelled">avlyst</span>') == 1
    assert html.count('<span class="np-status np-status--postponed">utsatt</span>') == 1


def test_a_month_is_named_in_the_readers_language() -> None:
    assert "<h3>Mars 2027</h3>" in drawn("calendar", EXAMPLE)
    assert "<h3>March 2027</h3>" in drawn("calendar", EXAMPLE, locale="en")


def test_the_page_says_how_much_there_is_without_a_script_and_when_there_is_nothing() -> None:
    assert "Kursdatoer framover: 6. Påmeldingsfrister: 2. Tidligere: 2." in drawn("calendar", EXAMPLE)
    nothing = drawn("calendar")
    assert "Ingen kommende datoer. Tidligere: 0." in nothing
    assert "Ingen kurs med kunngjort dato akkurat nå." in nothing
    assert 'id="tidligere"' not in nothing


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ({}, {"audience": "gp", "held": "helse-vest"}),
        ({"open_to": ["helse-nord"]}, {"region": "helse-vest helse-nord", "audience": "gp", "held": "helse-vest"}),
        ({"audience": ["gp", "nurse"]}, {"audience": "gp nurse", "held": "helse-vest"}),
        ({"audience": ["public"], "region": "national"}, {"held": "national"}),
    ],
)
def test_a_line_carries_what_a_reader_chooses_by(changes: dict[str, object], wanted: dict[str, str]) -> None:
    html = drawn("calendar", course(session("en", "2027-03-10"), **changes))
    (line,) = re.findall(r'<li class="np-date"([^>]*)>', html)
    told = dict(re.findall(r'data-([a-z]+)="([^"]*)"', line))
    assert told == {"kind": "run", "topic": "genetic-counselling", "from": "2027-03-10"} | wanted


def test_a_very_long_list_is_cut_and_says_so() -> None:
    many = [session(f"s-{number}", str(TODAY + timedelta(days=number))) for number in range(510)]
    over = [session(f"o-{number}", str(TODAY - timedelta(days=number + 1))) for number in range(103)]
    html = drawn("calendar", course(*many, *over))
    assert html.count('class="np-date"') == calendar.MOST_AHEAD + calendar.MOST_PAST
    assert "Listen viser de nærmeste datoene. 10 senere datoer står i kurslisten og i kalenderne." in html
    assert "Listen viser de siste datoene. 3 tidligere står på kurssidene." in html


# The picture


TABLE = re.compile(r'<tr><th scope="row">([^<]+)</th><td>(\d+)</td><td>(\d+)</td></tr>')


def test_picture_and_table_say_the_same_and_count_only_what_takes_place() -> None:
    html = drawn("calendar", EXAMPLE)
    told = re.search(r"<desc[^>]*>(.*?)</desc>", html, re.DOTALL)
    assert told
    shown = {name: (runs, due) for name, runs, due in TABLE.findall(html) if (runs, due) != ("0", "0")}
    assert shown == {
        "mai 2026": ("0", "1"),
        "juni 2026": ("1", "0"),
        "oktober 2026": ("0", "1"),
        "november 2026": ("2", "1"),
        "januar 2027": ("1", "0"),
        "februar 2027": ("0", "1"),
        "mars 2027": ("1", "0"),
    }
    said = re.findall(r"(\w+ \d{4}): kurs (\d+), frister (\d+)\.", told[1])
    assert {name: (runs, due) for name, runs, due in said} == shown
    assert len(TABLE.findall(html)) == BEFORE + AHEAD


def test_the_picture_has_a_title_a_description_and_a_role() -> None:
    html = drawn("calendar", EXAMPLE, locale="en")
    assert 'role="img" aria-labelledby="year-title year-text"' in html
    assert '<title id="year-title">Courses and registration deadlines from May 2026 to October 2027</title>' in html
    assert "No courses and no deadlines." in drawn("calendar", locale="en")


@settings(deadline=None)
@given(st.dates(date(2000, 1, 1), date(2060, 12, 31)), st.lists(st.integers(-400, 500), max_size=20))
def test_every_column_lies_within_the_picture_and_every_run_of_its_months_is_counted(
    today: date, starts: list[int]
) -> None:
    runs = [made.run(start=str(today + timedelta(days=one)), end=str(today + timedelta(days=one))) for one in starts]
    picture = year(runs, (), today, made.WORDS["nb"])
    first, last = picture.months[0].first, picture.months[-1].first
    assert sum(month.runs.count for month in picture.months) == sum(
        first <= run.session.first_day.replace(day=1) <= last for run in runs
    )
    for month in picture.months:
        assert month.left >= 0
        assert month.left + picture.width <= 100
        assert 0 <= month.runs.height <= TALLEST
        assert bool(month.runs.height) is bool(month.runs.count)
        assert month.runs.top + month.runs.height == picture.months[0].runs.top + picture.months[0].runs.height
    assert picture.months[BEFORE].first == today.replace(day=1)
    assert picture.months[BEFORE].left - 2 <= picture.today <= picture.months[BEFORE + 1].left
    assert [month.over for month in picture.months] == [True] * BEFORE + [False] * AHEAD


def test_the_tallest_column_is_as_tall_as_may_be_and_the_smallest_can_be_seen() -> None:
    runs: list[Run] = [made.run(start="2026-12-01", end="2026-12-01")] * 200 + [made.run()]
    heights = {one.first: one.runs.height for one in year(runs, (), TODAY, made.WORDS["nb"]).months if one.runs.count}
    assert heights == {date(2026, 12, 1): TALLEST, date(2027, 3, 1): 2}


# What one can subscribe to


def test_every_calendar_that_is_offered_is_written_and_all_but_the_courses_own_are_offered() -> None:
    for locale, prefix in (("nb", ""), ("en", "en/")):
        html = drawn("subscriptions", locale=locale)
        offered = re.findall(r'href="webcal://norprem\.example/([^"]+)"', html)
        written = [path for path, _ in feeds.calendars(edition()) if path.startswith("en/") is bool(prefix)]
        assert sorted(offered) == sorted(written)
        assert [f"https://norprem.example/{one}" for one in offered] == re.findall(r"<code>([^<]+)</code>", html)
        assert [f"https://norprem.example/{one}" for one in offered] == re.findall(r'data-copy="([^"]+)"', html)


def test_a_copy_button_is_hidden_until_the_script_shows_it_and_says_what_it_copies() -> None:
    html = drawn("subscriptions")
    buttons = re.findall(r"<button[^>]*>(?:(?!</button>).)*</button>", html)
    assert buttons
    assert all(" hidden>" in one for one in buttons)
    assert len(set(buttons)) == len(buttons)
    assert '<span class="np-unseen">: Kurs åpne for Helse Nord: sykepleier</span>' in html


def test_other_pages_offer_the_calendars_in_short_and_one_region_alone() -> None:
    offered = re.findall(r"<strong>([^<]+)</strong>", drawn("feeds"))
    assert offered[:3] == ["Alle kurs", "Påmeldingsfrister", "Kurs åpne for Helse Nord"]
    assert len(offered) == 6
    alone = drawn("feeds", region="helse-vest", locale="en")
    assert re.findall(r"<code>([^<]+)</code>", alone) == ["https://norprem.example/en/kalender/helse-vest.ics"]
