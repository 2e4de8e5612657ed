"""The home page's own lists: what is new, in sentences, and the ways into each region."""

from __future__ import annotations

from datetime import date

from norprem.changes import Change, Kind, What
from norprem.chronicle import Basis, Chronicle, Told
from norprem.edition import Edition
from norprem.model import Catalogue, Entry, Method
from norprem.pages.front import MOST_NEWS, news
from norprem.pages.listings import Listings, Marker, Place
from norprem.pages.templates import Templates
from norprem.text import Text
from tests.unit import strategies as made
from tests.unit.test_methods import TRACER

TODAY = date(2026, 11, 22)
TITLE = Text.of(made.both("Genkurs", "Gene course"))


def added(name: str, on: date = TODAY, kind: Kind = Kind.COURSE) -> Told:
    return Told(on, kind, name, TITLE, (Change(kind, name, TITLE, What.ADDED, ()),), made.course())


def edition(*entries: Told, methods: tuple[dict[str, object], ...] = ()) -> Edition:
    history = Chronicle(Basis.HISTORY, date(2026, 10, 1), entries)
    records = tuple(Entry("methods/x.yaml", Method.model_validate(one)) for one in methods)
    catalogue = Catalogue(made.VOCABULARY, methods=records)
    return Edition(catalogue, TODAY, made.SITE, made.WORDS, history=history)


def sentences(found: Edition, locale: str = "nb") -> list[tuple[date, str, str]]:
    _, values = news(found, locale, {})
    return [(one.on, one.address, one.sentence or one.text.best(locale)[1]) for one in values["items"]]


def test_one_new_course_is_named_and_several_of_a_day_are_counted() -> None:
    assert sentences(edition(added("a"))) == [(TODAY, "kurs/a/", "Kurset er lagt til.")]
    assert sentences(edition(added("a"), added("b"))) == [(TODAY, "kurs/", "2 kurs er lagt til i kurslisten.")]
    assert sentences(edition(added("a"), added("b")), "en") == [
        (TODAY, "kurs/", "2 courses have been added to the list of courses.")
    ]


def test_every_kind_of_record_has_its_sentence() -> None:
    for kind in Kind:
        ((_, address, said),) = sentences(edition(added("a", kind=kind), added("b", kind=kind)))
        assert address.endswith("/")
        assert said.startswith("2 ")


def test_the_newest_come_first_and_no_more_than_five() -> None:
    days = [date(2026, 11, day) for day in (21, 20, 19, 18, 17, 16)]
    found = sentences(edition(*(added(f"kurs-{day.day}", day) for day in days)))
    assert [on for on, _, _ in found] == days[:MOST_NEWS]


def test_what_happened_to_a_method_on_a_known_day_is_among_the_news() -> None:
    found = sentences(edition(added("a", date(2019, 1, 1)), methods=(TRACER,)))
    assert found == [
        (date(2019, 10, 21), "metoder/#sporstoff-x", "Avslått."),
        (date(2019, 1, 1), "kurs/a/", "Kurset er lagt til."),
    ]


def draw(found: Edition, name: str, locale: str = "nb") -> str:
    (html,) = Listings(found, Templates(found)).draw(Marker(name, {}, ""), Place(locale, ""))
    return html


def test_news_is_drawn_with_days_in_full_and_a_link_to_the_feed() -> None:
    html = draw(edition(added("a")), "news")
    assert (
        '<span class="np-news-day">22. november 2026</span> <a href="./kurs/a/">Genkurs</a>. Kurset er lagt til.'
        in html
    )
    assert '<a href="./feeds/kurs.xml">' in html
    assert "Ingenting nytt" in draw(edition(), "news")


def test_every_health_region_has_its_ways_and_a_button_that_only_a_script_brings_out() -> None:
    found = edition()
    html = draw(found, "regions")
    for region in found.catalogue.vocabulary.health_regions:
        for address in ("kurs/region/{}/", "ressurspersoner/{}/", "kompetanse/dekning/{}/", "kalender/{}.ics"):
            assert f'href="./{address.format(region.id)}"' in html
        assert f'<button type="button" value="{region.id}"' in html
    assert "data-choose hidden" in html
