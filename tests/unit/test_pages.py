"""Course pages and listings as HTML: nothing a record says is lost, changed or run."""

from __future__ import annotations

from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from norprem.edition import Edition
from norprem.load import load
from norprem.model import Catalogue, Course, Entry
from norprem.pages.course import CoursePages
from norprem.pages.listings import Listings, Marker, Place, UnknownListing, markers, sheet_address, sheet_link
from norprem.pages.shell import Shell, mark
from norprem.pages.templates import Templates
from tests.unit import strategies as made

TODAY = date(2026, 11, 22)
VOCABULARY = load(Path(__file__).parents[2] / "curricula").catalogue.vocabulary
GOLDEN = Path(__file__).parents[1] / "golden" / "listings"


class Text(HTMLParser):
    """The text of a piece of HTML, and the names of its tags."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self.tags: set[str] = set()
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)


def edition(*courses: Course) -> Edition:
    """An edition of some courses, from the file of each id."""
    entries = tuple(Entry(f"courses/{course.region}/{course.id}.yaml", course) for course in courses)
    provider = Entry("providers.yaml", made.PROVIDER)
    catalogue = Catalogue(VOCABULARY, providers=(provider,), courses=entries)
    return Edition(catalogue, TODAY, made.SITE, made.WORDS)


def page(course: Course, locale: str = "nb") -> str:
    """The text part of a course's page."""
    one = edition(course)
    pages = CoursePages(one, Templates(one))
    return pages.values(one.catalogue.courses[0], locale)["content"]


def listing(locale: str, *courses: Course, **arguments: str) -> tuple[str, ...]:
    """The sheets of a listing on the page `kurs/`."""
    one = edition(*courses)
    return Listings(one, Templates(one)).draw(Marker("courses", arguments, ""), Place(locale, "kurs/"))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(made.courses())
def test_any_text_comes_back_unchanged_from_the_page(course: Course) -> None:
    for locale in made.SITE.locales:
        told = Text(page(course, locale))
        texts = [
            course.title,
            course.summary,
            *course.outcomes,
            *([course.prerequisites] if course.prerequisites else []),
        ]
        for text in texts:
            # A parser of HTML reads every line end as one kind, and drops the null character: so does a browser.
            wanted = text.best(locale)[1].replace("\r\n", "\n").replace("\r", "\n")
            assert any(wanted in piece.replace("\r\n", "\n").replace("\r", "\n") for piece in told.pieces)
        assert "script" not in told.tags


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "a & b &amp; c", "\"'`", "{{ 7*7 }}", "{% raw %}", "@@norprem-title@@"]
)
def test_markup_and_template_words_are_text_like_any_other(text: str) -> None:
    told = Text(page(made.course(title=made.both(text), summary=made.both(text))))
    assert [piece.strip() for piece in told.pieces].count(text) == 2
    assert "script" not in told.tags


def test_a_mark_within_a_text_is_not_filled() -> None:
    shell = Shell.of(f"<h1>{mark('title')}</h1>{mark('content')}")
    assert shell.fill({"title": mark("content"), "content": "text"}) == f"<h1>{mark('content')}</h1>text"


def test_a_mark_without_a_value_is_an_error() -> None:
    with pytest.raises(KeyError):
        Shell.of(mark("title")).fill({})


RUNS = (
    made.course(
        made.session(
            id="var",
            start="2027-03-10 09:00",
            end="2027-03-11 15:30",
            place=made.both("Tromsø"),
            registration={"opens": "2026-12-01", "deadline": "2027-02-10", "url": "https://provider.example/apply"},
        ),
        made.session(id="host", start="2026-09-01", end="2026-09-03", place=made.both("Bodø")),
        id="tegn-og-slektstre",
        title=made.both("Tegn og slektstre", "Signs and family trees"),
        region="helse-nord",
    ),
    made.course(
        made.session(
            id="avlyst",
            start="2026-12-01",
            end="2026-12-01",
            status="cancelled",
            place=made.both("Oslo"),
            registration={"deadline": "2026-11-01"},
        ),
        id="genveiviser",
        title=made.both("Genveiviser", "Gene guide"),
        region="national",
    ),
    made.course(
        id="nettkurs", title=made.both("Nettkurs om gener", "Online: genes"), region="national", mode="self-paced"
    ),
    made.course(id="uten-dato", title=made.both("Kurs uten dato", "Course without a date"), region="helse-sor-ost"),
    made.course(
        id="nedlagt", title=made.both("Nedlagt kurs", "Closed course"), region="national", availability="closed"
    ),
    made.course(
        id="bare-sor-ost",
        title=made.both("Bare i sør og øst", "South-east only"),
        region="helse-sor-ost",
        open_to=["helse-sor-ost"],
    ),
)


@pytest.mark.parametrize("locale", ["nb", "en"])
def test_listing_for_a_region_is_the_golden_one(locale: str) -> None:
    (html,) = listing(locale, *RUNS, region="helse-nord")
    assert html == (GOLDEN / f"helse-nord.{locale}.html").read_text("utf-8")


def test_a_listing_has_upcoming_first_then_self_paced_then_undated_then_past() -> None:
    (html,) = listing("nb", *RUNS)
    order = [html.index(f'id="{name}"') for name in ("upcoming", "self-paced", "undated", "past")]
    assert order == sorted(order)
    places = [
        html.index(title) for title in ("Genveiviser", "Tegn og slektstre", "Nettkurs om gener", "Kurs uten dato")
    ]
    assert places == sorted(places)


def test_only_a_course_that_closes_its_door_is_hidden_from_a_region() -> None:
    (html,) = listing("nb", *RUNS, region="helse-nord")
    assert "Bare i sør og øst" not in html
    assert all(title in html for title in ("Genveiviser", "Nettkurs om gener", "Kurs uten dato", "Nedlagt kurs"))
    (own,) = listing("nb", *RUNS, region="helse-sor-ost")
    assert "Bare i sør og øst" in own


@pytest.mark.parametrize(("rows", "sheets"), [(0, 1), (200, 1), (201, 2), (401, 3)])
def test_a_sheet_has_at_most_200_rows(rows: int, sheets: int) -> None:
    courses = [made.course(id=f"kurs-{number}", region="national") for number in range(rows)]
    drawn = listing("nb", *courses)
    assert len(drawn) == sheets
    assert sum(sheet.count('<li class="np-row"') for sheet in drawn) == rows


def test_sheets_lie_beside_the_first_one() -> None:
    assert [sheet_address("kurs/region/helse-nord/", number) for number in (1, 2)] == [
        "kurs/region/helse-nord/",
        "kurs/region/helse-nord-2/",
    ]
    assert sheet_link("kurs/", 3) == "../kurs-3/"


def test_a_marker_carries_its_arguments() -> None:
    html = '<h1>x</h1><div data-listing="courses" data-region="helse-nord" data-audience="gp"></div>'
    (found,) = markers(html)
    assert (found.name, found.arguments) == ("courses", {"region": "helse-nord", "audience": "gp"})


@pytest.mark.parametrize(
    ("name", "arguments"), [("kurser", {}), ("courses", {"region": "helse-sor"}), ("courses", {"rom": "x"})]
)
def test_an_unknown_listing_or_argument_is_named(name: str, arguments: dict[str, str]) -> None:
    one = edition()
    with pytest.raises(UnknownListing, match=name if not arguments else next(iter(arguments.values()))):
        Listings(one, Templates(one)).draw(Marker(name, arguments, ""), Place("nb", "kurs/"))


@pytest.mark.parametrize("first", ["nb", "en"])
def test_each_language_has_its_own_words_whichever_is_drawn_first(first: str) -> None:
    one = edition(made.course())
    templates = Templates(one)
    order = (first, "en" if first == "nb" else "nb")
    drawn = {
        locale: CoursePages(one, templates).values(one.catalogue.courses[0], locale)["content"] for locale in order
    }
    assert "Om denne siden" in drawn["nb"]
    assert "Om denne siden" not in drawn["en"]
    assert "About this page" in drawn["en"]
