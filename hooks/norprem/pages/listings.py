"""The listings that take the place of markers in hand-written pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import Any

from markupsafe import Markup

from norprem.edition import Edition
from norprem.exports import jsonld
from norprem.exports.linked import element
from norprem.model import Catalogue, Course, Session, Term
from norprem.pages import (
    alphabet,
    articles,
    calendar,
    codes,
    competence,
    duties,
    filters,
    front,
    methods,
    pathways,
    reviews,
    rules,
)
from norprem.pages.articles import Articles
from norprem.pages.shell import mark
from norprem.pages.templates import Templates, home
from norprem.select import Listing, Run, courses_for, deadlines, listing, people_for
from norprem.text import Text
from norprem.words import Words

MOST_ROWS = 200
"""Rows on one page of a listing; more make a phone stutter."""

_ALL_COURSES = "kurs/"
"""Path of the list of all courses; those of the regions lie below it."""

_MOST_NEXT = 4
"""Courses that are named where no deadline is known."""

_FEWEST_ITEMS = 3
"""Courses that make a list: search engines take no notice of fewer."""

_MARKER = re.compile(r'<div data-listing="([a-z-]+)"((?: data-[a-z]+="[a-z0-9 -]+")*)></div>')
_ARGUMENT = re.compile(r'data-([a-z]+)="([a-z0-9 -]+)"')
_HEADING = re.compile(r"(</?h)([2-5])\b")


@dataclass(frozen=True, slots=True)
class Marker:
    """A place in a page where a listing goes.

    Attributes:
        name: which listing.
        arguments: what narrows it.
        text: what it replaces.
        below_heading: it stands below a heading of the page, so that its own headings go one level down.
    """

    name: str
    arguments: Mapping[str, str]
    text: str
    below_heading: bool = False


class UnknownListing(Exception):
    """A page asks for a listing that does not exist; the message names both."""


def markers(html: str) -> Iterator[Marker]:
    """Find the markers in the HTML of a page."""
    for found in _MARKER.finditer(html):
        yield Marker(found[1], dict(_ARGUMENT.findall(found[2])), found[0], "<h2" in html[: found.start()])


@dataclass(frozen=True, slots=True)
class Place:
    """Where a listing is shown: the language and the path of the page within it."""

    locale: str
    address: str


Told = Callable[[Edition, str, Mapping[str, str]], tuple[str, Mapping[str, Any]]]
"""From an edition, a language and what narrows a listing to a template and what it shows."""

Drawer = Callable[["Listings", Place, Mapping[str, str]], tuple[str, ...]]


@dataclass(frozen=True)
class Listings:
    """Draws every kind of listing of one edition.

    Attributes:
        titles: of every page that somebody wrote, by language and path.
    """

    edition: Edition
    templates: Templates
    titles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    _rows: dict[tuple[str, ...], Markup] = field(default_factory=dict, repr=False)
    _items: dict[tuple[str, str], jsonld.Item] = field(default_factory=dict, repr=False)
    _chosen: dict[tuple[str | None, str | None], Listing] = field(default_factory=dict, repr=False)

    @cached_property
    def articles(self) -> Articles:
        """The written pages that a listing may stand on."""
        return Articles(self.edition, self.templates)

    def draw(self, marker: Marker, place: Place) -> tuple[str, ...]:
        """Return the pages of a listing as HTML: one, or more where it has more rows than a page may have."""
        drawer = _DRAWERS.get(marker.name)
        if drawer is None:
            known = ", ".join(sorted(_DRAWERS))
            raise UnknownListing(f'data-listing="{marker.name}": unknown listing; known ones: {known}')
        self._check_arguments(marker)
        drawn = drawer(self, place, marker.arguments)
        return tuple(_lowered(sheet) for sheet in drawn) if marker.below_heading else drawn

    def _check_arguments(self, marker: Marker) -> None:
        needed = _NEEDED.get(marker.name)
        if needed and needed not in marker.arguments:
            raise UnknownListing(f'data-listing="{marker.name}" needs data-{needed}')
        for name, value in marker.arguments.items():
            known = self._known(name)
            if not value.split() or any(one not in known for one in value.split()):
                raise UnknownListing(f'data-{name}="{value}": no such value for the listing {marker.name}')

    def _known(self, name: str) -> Container[str]:
        """Return the values that an argument may have."""
        lists = {"region": "regions", "audience": "professions", "field": "fields", "topics": "topics"}
        if name == "topic":
            return self.edition.catalogue.pathway
        if name == "name":
            return self.templates.figures
        return self.edition.catalogue.vocabulary[lists[name]].by_id if name in lists else ()

    def render(self, name: str, place: Place, **values: object) -> str:
        """Render one of the listing templates."""
        return self.templates.render(name, place.locale, place.address, **values)

    def courses(self, place: Place, arguments: Mapping[str, str]) -> tuple[str, ...]:
        """Courses that a region and a profession may attend, soonest first."""
        found = self._found(arguments)
        sheets = _dealt(found)
        count = len(found.courses)
        sections = {name: len(getattr(found, name.replace("-", "_"))) for name in _SECTIONS}
        chosen = filters.of_courses(found, self.edition.catalogue.vocabulary, arguments, self.edition.today)
        feed = calendar.whole(self.edition, place.locale)
        return tuple(
            self.render(
                "courses.html",
                place,
                sheet=[(name, [self._row(row, place) for row in rows]) for name, rows in sheet],
                number=number,
                total=len(sheets),
                count=count,
                sections=sections,
                region=arguments.get("region"),
                audience=arguments.get("audience"),
                given=arguments,
                choices=chosen,
                bins=_BINS,
                feed=feed,
                today=self.edition.today,
                page_link=lambda wanted: sheet_link(place.address, wanted),
            )
            for number, sheet in enumerate(sheets, start=1)
        )

    def linked(self, marker: Marker, place: Place) -> tuple[str, ...]:
        """Return what each page of a listing tells machines, as HTML for below its rows: a phone draws those meanwhile.

        The list of all courses tells of the runs it shows, those of the regions name the same courses by address.
        Other listings, those on other pages, and pages with too few courses tell nothing.
        """
        if marker.name != "courses" or not place.address.startswith(_ALL_COURSES):
            return ()
        return tuple(self._linked(sheet, place) for sheet in _dealt(self._found(marker.arguments)))

    def _linked(self, sheet: Sheet, place: Place) -> str:
        named = _named(sheet)
        if len(named) < _FEWEST_ITEMS:
            return ""
        whole = place.address == _ALL_COURSES
        told = ((self._item(course, place.locale), runs if whole else ()) for course, runs in named)
        return element(jsonld.listed(told))

    def _item(self, course: Course, locale: str) -> jsonld.Item:
        key = (locale, course.id)
        if key not in self._items:
            catalogue = self.edition.catalogue
            self._items[key] = jsonld.item(
                course,
                today=self.edition.today,
                site=self.edition.site,
                words=self.edition.words[locale],
                vocabulary=catalogue.vocabulary,
                provider=catalogue.provider.get(course.provider),
                competences=catalogue.competence,
            )
        return self._items[key]

    def _found(self, arguments: Mapping[str, str]) -> Listing:
        """Choose and group the courses of a listing, once for all languages."""
        key = (arguments.get("region"), arguments.get("audience"))
        if key not in self._chosen:
            self._chosen[key] = listing(courses_for(self.edition.catalogue, *key), self.edition.today)
        return self._chosen[key]

    def _row(self, row: Run | Course, place: Place) -> Markup:
        """Draw one row; the same row stands in the listings of many regions, and is drawn once for all of them."""
        course, session = (row.course, row.session) if isinstance(row, Run) else (row, None)
        key = (place.locale, course.id, session.id if session else "", home(place.address))
        if key not in self._rows:
            self._rows[key] = Markup(self._drawn(key[:3], course, session, place).replace(mark("home"), key[3]))
        return self._rows[key]

    def _drawn(self, key: tuple[str, ...], course: Course, session: Session | None, place: Place) -> str:
        """Draw a row with a mark for the way home, which differs with the depth of the page."""
        if key not in self._rows:
            self._rows[key] = Markup(
                self.render(
                    "row.html",
                    place,
                    home_mark=mark("home"),
                    course=course,
                    session=session,
                    facts=filters.facts(course, session, self.edition.today),
                    provider=self.edition.catalogue.provider.get(course.provider),
                    today=self.edition.today,
                )
            )
        return str(self._rows[key])

    def deadlines(self, place: Place, arguments: Mapping[str, str]) -> tuple[str, ...]:
        """The next registration deadlines; where none is known, the next courses."""
        chosen = courses_for(self.edition.catalogue, arguments.get("region"), arguments.get("audience"))
        runs = deadlines(chosen, self.edition.today, most=8)
        upcoming = () if runs else listing(chosen, self.edition.today).upcoming[:_MOST_NEXT]
        return (self.render("deadlines.html", place, runs=runs, upcoming=upcoming),)

    def people(self, place: Place, arguments: Mapping[str, str]) -> tuple[str, ...]:
        """People and units by region; a region with nobody says so."""
        catalogue, today = self.edition.catalogue, self.edition.today
        region = arguments.get("region")
        groups = people_for(catalogue, today, region, arguments.get("field"))
        shown = [person for _, people in groups for person in people]
        return (
            self.render(
                "people.html",
                place,
                groups=groups,
                region=region,
                provider=catalogue.provider,
                choices=() if region else filters.of_people(shown, catalogue.vocabulary),
                bins=(("people", "filter.people"),),
                reach=lambda one: filters.reach(one, catalogue.vocabulary),
            ),
        )

    def glossary(self, place: Place, _: Mapping[str, str]) -> tuple[str, ...]:
        """All terms from A to Å, by the alphabet of the language."""
        words = self.edition.words[place.locale]
        terms = sorted_terms(self.edition.catalogue, words)
        letters = [(letter, list(group)) for letter, group in groupby(terms, key=lambda term: initial(term, words))]
        others = tuple(other for other in self.edition.site.locales if other != place.locale)
        return (self.render("glossary.html", place, letters=letters, others=others),)

    def search(self, place: Place, _: Mapping[str, str]) -> tuple[str, ...]:
        """The search form and the place for its results."""
        return (self.render("search.html", place),)

    def templates_(self, place: Place, _: Mapping[str, str]) -> tuple[str, ...]:
        """The commented template of a course, to read and copy."""
        return (self.render("template.html", place, text=self.edition.course_template),)


def _simple(told: Told) -> Drawer:
    """Make a drawer of a function that says which template shows a listing, and with what."""

    def drawn(listings: Listings, place: Place, arguments: Mapping[str, str]) -> tuple[str, ...]:
        name, values = told(listings.edition, place.locale, arguments)
        return (listings.render(name, place, **values),)

    return drawn


def _of_article(told: Callable[..., tuple[str, Mapping[str, Any]]]) -> Drawer:
    """Make a drawer of a function that shows something about the page it stands on."""

    def drawn(listings: Listings, place: Place, arguments: Mapping[str, str]) -> tuple[str, ...]:
        article = listings.articles.at(place.locale, place.address)
        if article is None:
            raise UnknownListing("this listing belongs on a page for patients, GPs or professionals")
        name, values = told(listings.edition, article, arguments)
        return (listings.render(name, place, **values),)

    return drawn


def _figure(listings: Listings, place: Place, arguments: Mapping[str, str]) -> tuple[str, ...]:
    """Draw a figure in the language of the page."""
    return (listings.render(f"figures/{arguments['name']}.svg", place),)


def _a_to_z(listings: Listings, place: Place, _: Mapping[str, str]) -> tuple[str, ...]:
    """Draw the list of all pages from A to Å."""
    name, values = alphabet.a_to_z(listings.edition, place.locale, listings.titles.get(place.locale, {}))
    return (listings.render(name, place, **values),)


def _lowered(html: str) -> str:
    """Move the headings of a listing one level down."""
    return _HEADING.sub(lambda found: f"{found[1]}{int(found[2]) + 1}", html)


def _label(text: Text, words: Words) -> str:
    return text.best(words.locale)[1]


_DRAWERS: Mapping[str, Drawer] = {
    "calendar": _simple(calendar.calendar),
    "codes": _simple(codes.codes),
    "courses": Listings.courses,
    "coverage": _simple(competence.coverage),
    "deadlines": Listings.deadlines,
    "evidence": _of_article(articles.evidence),
    "feeds": _simple(calendar.addresses),
    "figure": _figure,
    "glossary": Listings.glossary,
    "index-a-z": _a_to_z,
    "levels": _simple(competence.levels),
    "methods": _simple(methods.methods),
    "needs": _simple(competence.needs),
    "news": _simple(front.news),
    "page-courses": _of_article(articles.page_courses),
    "pages": _of_article(articles.pages),
    "pathways": _simple(pathways.pathways),
    "people": Listings.people,
    "programmes": _simple(competence.programmes),
    "regions": _simple(front.regions),
    "report": _simple(duties.report),
    "review": _simple(reviews.review),
    "rules": _simple(rules.rules),
    "search": Listings.search,
    "standards": _simple(competence.standards),
    "statement": _simple(duties.statement),
    "subscriptions": _simple(calendar.subscriptions),
    "templates": Listings.templates_,
}

_NEEDED = {"figure": "name", "pathways": "topic"}
"""Listings that are of something, and the argument that says of what."""

_SECTIONS = ("upcoming", "self-paced", "undated", "past")

_BINS = tuple((name, f"filter.{name}") for name in _SECTIONS)
"""What tells how many rows of each section fit what a reader has chosen."""

Sheet = Sequence[tuple[str, Sequence[Run | Course]]]
"""One page of a listing: sections with their rows."""


def _sheets(found: Listing) -> Iterator[Sheet]:
    """Deal the rows of a listing out to pages; a section may go on over a page."""
    rows = [(name, row) for name in _SECTIONS for row in getattr(found, name.replace("-", "_"))]
    for start in range(0, len(rows), MOST_ROWS):
        part = rows[start : start + MOST_ROWS]
        yield [(name, [row for _, row in group]) for name, group in groupby(part, key=lambda pair: pair[0])]


def _dealt(found: Listing) -> tuple[Sheet, ...]:
    """Return all pages of a listing: one at least."""
    return tuple(_sheets(found)) or ((),)


def _named(sheet: Sheet) -> tuple[tuple[Course, frozenset[str]], ...]:
    """Return the courses on a page of a listing, each once and in the order they are first named, with the runs shown.

    Runs are named by the id of their session. A course that stands there itself may have one without a date, and that
    has no id.
    """
    shown: dict[str, tuple[Course, set[str]]] = {}
    for _, rows in sheet:
        for row in rows:
            course, run = (row.course, row.session.id) if isinstance(row, Run) else (row, "")
            shown.setdefault(course.id, (course, set()))[1].add(run)
    return tuple((course, frozenset(runs)) for course, runs in shown.values())


def sheet_address(address: str, number: int) -> str:
    """Return the path of a page of a listing: `kurs/` for the first, `kurs-2/` for the second, equally deep."""
    return address if number == 1 else f"{address.removesuffix('/')}-{number}/"


def sheet_link(address: str, number: int) -> str:
    """Return the relative address of a page of a listing from any page of it."""
    return f"../{sheet_address(address, number).rstrip('/').rsplit('/', 1)[-1]}/"


def sorted_terms(catalogue: Catalogue, words: Words) -> list[Term]:
    """Return the terms in the order of the language's alphabet (æ, ø, å last in Norwegian)."""
    terms = (entry.record for entry in catalogue.terms)
    return sorted(terms, key=lambda term: (alphabet.collated(_label(term.term, words)), term.id))


def initial(term: Term, words: Words) -> str:
    """Return the letter a term is listed under."""
    return alphabet.initial(_label(term.term, words))
