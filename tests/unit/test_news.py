"""Feeds and the file of changes: the same for everybody, valid whatever the texts are, and never empty of meaning."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from norprem.changes import Change, Kind, Part, What
from norprem.changes.values import Label, Span
from norprem.chronicle import Basis, Chronicle, Told
from norprem.edition import Edition
from norprem.exports import addresses, atom, news
from norprem.model import Catalogue, Course, Entry
from norprem.site import Site
from norprem.text import Text
from tests.unit import strategies as made

TODAY = date(2026, 11, 22)
DAY = date(2026, 11, 20)
ATOM = "{http://www.w3.org/2005/Atom}"
XML = "{http://www.w3.org/XML/1998/namespace}"
WHEN = Span(date(2027, 3, 10), date(2027, 3, 10))
LATER = Span(date(2027, 3, 12), date(2027, 3, 12))
TITLE = Text.of(made.both("Gen & «celle» <b>", "Gene & cell <b>"))
MOVED = (Part("sessions", "2027-var", WHEN), Part("dates"))
RAISED = (Part("sessions", "2027-var", LATER), Part("revision"))


def told(*changes: Change, on: date = DAY, title: Text = TITLE, **updates: Any) -> Told:
    """Return an entry about a course of Helse Sør-Øst that all may attend."""
    plain = {"kind": Kind.COURSE, "id": "veiledning", "course": made.course()}
    return Told(**plain | {"on": on, "title": title, "changes": changes} | updates)


def change(what: What = What.ADDED, path: tuple[Part, ...] = (), **updates: Any) -> Change:
    return Change(Kind.COURSE, "veiledning", TITLE, what, path, **updates)


def edition(*entries: Told, site: Site = made.SITE, basis: Basis = Basis.HISTORY) -> Edition:
    """Return an edition in which this happened."""
    history = Chronicle(basis, date(2026, 10, 1), entries)
    return Edition(Catalogue(made.VOCABULARY), TODAY, site, made.WORDS, history=history)


def feed(entries: Edition, path: str = "feeds/kurs.xml") -> ElementTree.Element:
    return ElementTree.fromstring(dict(atom.feeds(entries))[path])


def texts(element: ElementTree.Element, *names: str) -> list[str | None]:
    return [element.findtext(f"{ATOM}{name}") for name in names]


def test_a_move_is_an_entry_with_its_day_its_page_and_what_happened() -> None:
    moved = change(What.MOVED, MOVED, old=WHEN, new=LATER)
    one = told(moved, change(What.RAISED, RAISED, old=0, new=1))
    assert dict(atom.feeds(edition(one)))["en/feeds/kurs.xml"].decode() == (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">\n'
        "<id>https://norprem.example/en/feeds/kurs.xml</id>\n"
        "<title>Changes to the courses</title>\n"
        "<subtitle>The changes come from the history of the catalogue's files."
        " Each entry shows what was different by the end of the day.</subtitle>\n"
        "<updated>2026-11-20T00:00:00Z</updated>\n"
        "<author><name>NorPreM</name></author>\n"
        '<link rel="self" type="application/atom+xml" href="https://norprem.example/en/feeds/kurs.xml"/>\n'
        '<link rel="alternate" type="text/html" href="https://norprem.example/en/kurs/"/>\n'
        '<link rel="license" href="https://creativecommons.org/licenses/by/4.0/"/>\n'
        "<entry>\n"
        "<id>tag:norprem.example,2026-11-20:en/course/veiledning</id>\n"
        "<title>Gene &amp; cell &lt;b&gt;</title>\n"
        "<updated>2026-11-20T00:00:00Z</updated>\n"
        '<link rel="alternate" type="text/html" href="https://norprem.example/en/kurs/veiledning/"/>\n'
        "<summary>The session of 10 March 2027 was moved to 12 March 2027.</summary>\n"
        "</entry>\n"
        "</feed>\n"
    )


def test_the_file_of_changes_says_everything_in_both_languages() -> None:
    one = told(change(What.RAISED, RAISED, old=0, new=1))
    assert json.loads(news.everything(edition(one))) == {
        "self": "https://norprem.example/api/v1/changes.json",
        "schema": "https://norprem.example/api/v1/schema/output/changes.json",
        "licence": "https://creativecommons.org/licenses/by/4.0/",
        "attribution": addresses.ATTRIBUTION,
        "basis": "git-history",
        "basis_note": {
            "nb": "Endringene er hentet fra historikken til filene i katalogen."
            " Hver oppføring viser hva som var annerledes da dagen var omme.",
            "en": "The changes come from the history of the catalogue's files."
            " Each entry shows what was different by the end of the day.",
        },
        "since": "2026-10-01",
        "demo": False,
        "count": 1,
        "changes": [
            {
                "id": "tag:norprem.example,2026-11-20:course/veiledning",
                "day": "2026-11-20",
                "kind": "course",
                "record": "veiledning",
                "title": {"nb": "Gen & «celle» <b>", "en": "Gene & cell <b>"},
                "page": {
                    "nb": "https://norprem.example/kurs/veiledning/",
                    "en": "https://norprem.example/en/kurs/veiledning/",
                },
                "gone": False,
                "summary": {
                    "nb": "Samlingen 12. mars 2027: revisjonen er hevet fra 0 til 1.",
                    "en": "The session of 12 March 2027: the revision was raised from 0 to 1.",
                },
                "changes": [
                    {
                        "what": "raised",
                        "field": "sessions.revision",
                        "path": [{"field": "sessions", "key": "2027-var"}, {"field": "revision"}],
                        "sentence": {
                            "nb": "Samlingen 12. mars 2027: revisjonen er hevet fra 0 til 1.",
                            "en": "The session of 12 March 2027: the revision was raised from 0 to 1.",
                        },
                    }
                ],
            }
        ],
    }


@pytest.mark.parametrize("basis", Basis)
def test_a_feed_in_which_nothing_happened_is_valid_and_never_new(basis: Basis) -> None:
    root = feed(edition(basis=basis))
    assert texts(root, "updated") == ["2026-01-01T00:00:00Z"]
    valid(root)
    assert json.loads(news.everything(edition(basis=basis)))["changes"] == []


def test_several_changes_are_summed_up_and_listed() -> None:
    called_off = (Part("sessions", "2027-host", LATER), Part("status"))
    planned = Label("planned", Text.of(made.both("planlagt")))
    one = told(
        change(What.MOVED, MOVED, old=WHEN, new=LATER), change(What.CANCELLED, called_off, old=planned, new=planned)
    )
    (entry,) = feed(edition(one)).iter(f"{ATOM}entry")
    assert texts(entry, "summary", "content") == [
        "Én samling avlyst, én flyttet.",
        "<ul><li>Samlingen 10. mars 2027 er flyttet til 12. mars 2027.</li>"
        "<li>Samlingen 12. mars 2027 er avlyst.</li></ul>",
    ]


def test_a_text_in_a_sentence_is_no_markup_in_a_reader() -> None:
    added = change(What.ADDED, (Part("note"),), new=Text.of(made.both("<script>alert(1)</script> & så")))
    one = told(change(What.MOVED, MOVED, old=WHEN, new=LATER), added)
    (entry,) = feed(edition(one)).iter(f"{ATOM}entry")
    seen = _Tags()
    seen.feed(entry.findtext(f"{ATOM}content") or "")
    assert set(seen.tags) == {"ul", "li"}
    assert "<script>alert(1)</script> & så" in seen.text


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def test_that_somebody_looked_is_no_news_but_stands_in_the_file() -> None:
    looked = change(What.CHANGED, (Part("last_checked"),), old=date(2026, 10, 1), new=DAY)
    one = edition(told(looked))
    assert list(feed(one).iter(f"{ATOM}entry")) == []
    assert json.loads(news.everything(one))["count"] == 1
    first_read = change(What.ADDED, (Part("source"), Part("read")), new=DAY)
    (entry,) = feed(edition(told(first_read))).iter(f"{ATOM}entry")
    assert texts(entry, "summary") == ["Opplysningene er lest hos kilden 20. november 2026."]


def test_only_courses_are_in_the_feeds_and_everything_is_in_the_file() -> None:
    kinds = [told(change(), kind=kind, id=f"den-{kind}", course=None) for kind in Kind]
    one = edition(*kinds)
    assert [texts(entry, "id")[0] for entry in feed(one).iter(f"{ATOM}entry")] == [
        "tag:norprem.example,2026-11-20:course/den-course"
    ]
    assert {entry["record"]: entry["page"]["en"] for entry in json.loads(news.everything(one))["changes"]} == {
        "den-standard": "https://norprem.example/en/kompetanse/den-standard/",
        "den-programme": "https://norprem.example/en/laereplaner/den-programme/",
        "den-course": "https://norprem.example/en/kurs/den-course/",
        "den-person": "https://norprem.example/en/ressurspersoner/#den-person",
        "den-need": "https://norprem.example/en/behov/#den-need",
    }


def test_what_is_gone_leads_to_the_list_where_it_stood() -> None:
    gone = [told(change(What.REMOVED), kind=kind, gone=True) for kind in Kind if kind is not Kind.PERSON]
    pages = {one["kind"]: one["page"]["nb"] for one in json.loads(news.everything(edition(*gone)))["changes"]}
    assert pages == {
        "standard": "https://norprem.example/kompetanse/",
        "programme": "https://norprem.example/laereplaner/",
        "course": "https://norprem.example/kurs/",
        "need": "https://norprem.example/behov/",
    }


def test_a_region_has_what_its_people_may_attend() -> None:
    closed = told(change(), id="lukket", course=made.course(open_to=["helse-sor-ost"]))
    feeds = dict(atom.feeds(edition(told(change()), closed)))
    assert set(feeds) == {
        f"{prefix}feeds/{name}.xml"
        for prefix in ("", "en/")
        for name in ("kurs", "kurs-helse-nord", "kurs-helse-sor-ost")
    }
    found = {path: content.count(b"<entry>") for path, content in feeds.items() if not path.startswith("en/")}
    assert found == {"feeds/kurs.xml": 2, "feeds/kurs-helse-nord.xml": 1, "feeds/kurs-helse-sor-ost.xml": 2}
    assert texts(feed(edition(), "en/feeds/kurs-helse-nord.xml"), "title") == [
        "Changes to courses open to Northern Norway"
    ]


def test_a_feed_has_the_newest_entries_and_not_more_than_it_may() -> None:
    entries = [told(change(), id=f"kurs-{number}") for number in range(atom.MOST + 5)]
    found = [texts(entry, "id")[0] for entry in feed(edition(*entries)).iter(f"{ATOM}entry")]
    assert found == [f"tag:norprem.example,2026-11-20:course/kurs-{number}" for number in range(atom.MOST)]
    assert json.loads(news.everything(edition(*entries)))["count"] == atom.MOST + 5


def test_made_up_records_are_called_so() -> None:
    one = replace(edition(told(change())), demo=True)
    assert (feed(one).findtext(f"{ATOM}subtitle") or "").startswith(
        "Prøveversjon: kursene og personene her er oppdiktet."
    )
    assert json.loads(news.everything(one))["demo"] is True


def test_two_sites_on_one_host_do_not_share_names() -> None:
    below = Site("https://norprem.example/prove/", ("nb", "en"))
    assert news.tag(told(), below) == "tag:norprem.example,2026-11-20:prove/course/veiledning"


def test_without_a_history_the_records_are_told() -> None:
    courses = (Entry("x.yaml", made.course(made.session())),)
    one = Edition(Catalogue(made.VOCABULARY, courses=courses), TODAY, made.SITE, made.WORDS)
    assert one.chronicle.basis is Basis.RECORDS
    (entry,) = feed(one).iter(f"{ATOM}entry")
    assert texts(entry, "updated", "summary") == ["2026-11-21T00:00:00Z", "Én samling lagt til, én annen endring."]


_anything = st.text(st.characters(), max_size=60)


@st.composite
def _entries(draw: st.DrawFn) -> list[Told]:
    count = draw(st.integers(0, 4))
    return [_entry(draw, number) for number in range(count)]


def _entry(draw: st.DrawFn, number: int) -> Told:
    text = Text((("nb", draw(_anything)), ("en", draw(_anything))))
    key = draw(_anything)
    paths: tuple[tuple[Part, ...], ...] = ((), (Part("title"),), (Part("sessions", key or "x", WHEN), Part("note")))
    path = draw(st.sampled_from(paths))
    made_of = change(What.REWORDED, path, old=text, new=Text.of(made.both(draw(_anything)))) if path else change()
    return told(made_of, change(), on=draw(made.days), title=text, id=f"kurs-{number}")


@given(_entries(), st.sampled_from(made.SITE.locales))
def test_a_feed_is_valid_whatever_the_texts_are(entries: list[Told], locale: str) -> None:
    one = edition(*sorted(entries, key=lambda entry: entry.on, reverse=True))
    for content in dict(atom.feeds(one)).values():
        valid(ElementTree.fromstring(content))
    assert dict(atom.feeds(one)) == dict(atom.feeds(edition(*one.chronicle.entries)))
    assert len(json.loads(news.everything(one))["changes"]) == len(entries)


@given(made.courses(), made.days)
def test_a_feed_of_any_course_is_valid(course: Course, today: date) -> None:
    catalogue = Catalogue(made.VOCABULARY, courses=(Entry("x.yaml", course),))
    one = Edition(catalogue, today, made.SITE, made.WORDS)
    for content in dict(atom.feeds(one)).values():
        valid(ElementTree.fromstring(content))


def valid(root: ElementTree.Element) -> None:
    """Assert what RFC 4287 demands of a feed and its entries, and that the newest comes first."""
    assert root.tag == f"{ATOM}feed"
    assert root.attrib[f"{XML}lang"] in ("nb", "en")
    entries = list(root.iter(f"{ATOM}entry"))
    for element in (root, *entries):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1
        assert texts(element, "id")[0]
        assert _moment(element).endswith("T00:00:00Z")
        date.fromisoformat(_moment(element)[:10])
        assert len([link for link in element.findall(f"{ATOM}link") if link.get("rel") == "alternate"]) == 1
    assert [link.get("href") for link in root.findall(f"{ATOM}link") if link.get("rel") == "self"] == texts(root, "id")
    assert root.findtext(f"{ATOM}author/{ATOM}name") == "NorPreM"
    ids = list(_ids(entries))
    assert len(ids) == len(set(ids))
    moments = [_moment(entry) for entry in entries]
    assert moments == sorted(moments, reverse=True)
    assert _moment(root) == (moments[0] if moments else "2026-01-01T00:00:00Z")
    known = {"id", "title", "subtitle", "updated", "author", "name", "link", "entry", "summary", "content", "feed"}
    assert {element.tag.removeprefix(ATOM) for element in root.iter()} <= known


def _moment(element: ElementTree.Element) -> str:
    return element.findtext(f"{ATOM}updated") or ""


def _ids(entries: list[ElementTree.Element]) -> Iterator[str]:
    for entry in entries:
        yield entry.findtext(f"{ATOM}id") or ""


def test_characters_that_no_document_may_hold_are_replaced() -> None:
    wrong = Text.of(made.both("a\x00b\ufffec\ud800d\ne\u2028f\u00a0g"))
    one = edition(told(change(What.REWORDED, (Part("title"),), old=wrong, new=TITLE), title=wrong))
    (entry,) = feed(one).iter(f"{ATOM}entry")
    assert texts(entry, "title") == ["a�b�c�d e f g"]
    assert json.loads(news.everything(one))["changes"][0]["title"]["nb"] == "a�b�c�d e f g"
