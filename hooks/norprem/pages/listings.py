"""The listings that take the place of markers in hand-written pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from markupsafe import Markup

from norprem import rules
from norprem.edition import Edition
from norprem.exports import jsonld
from norprem.model import Catalogue, Course, Session, Term
from norprem.pages import calendar, competence
from norprem.pages.shell import mark
from norprem.pages.templates import Templates, home
from norprem.select import Listing, Run, courses_for, deadlines, listing, people_for
from norprem.text import Text
from norprem.words import Words

MOST_ROWS = 200
"""Rows on one page of a listing; more make a phone stutter."""

_FEWEST_ITEMS = 3
"""Courses that make a list: search engines take no notice of fewer."""

_MARKER = re.compile(r'<div data-listing="([a-z-]+)"((?: data-[a-z]+="[a-z-]+")*)></div>')
_ARGUMENT = re.compile(r'data-([a-z]+)="([a-z-]+)"')
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
    """Draws every kind of listing of one edition."""

    edition: Edition
    templates: Templates
    _rows: dict[tuple[str, ...], Markup] = field(default_factory=dict, repr=False)

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
        lists = {"region": "regions", "audience": "professions", "field": "fields"}
        for name, value in marker.arguments.items():
            if name not in lists or value not in self.edition.catalogue.vocabulary[lists[name]]:
                raise UnknownListing(f'data-{name}="{value}": no such value for the listing {marker.name}')

    def render(self, name: str, place: Place, **values: object) -> str:
        """Render one of the listing templates."""
        return self.templates.render(name, place.locale, place.address, **values)

    def courses(self, place: Place, arguments: Mapping[str, str]) -> tuple[str, ...]:
        """Courses that a region and a profession may attend, soonest first."""
        found = self._found(arguments)
        sheets = _dealt(found)
        count = len(found.courses)
        sections = {name: len(getattr(found, name.replace("-", "_"))) for name in _SECTIONS}
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
                page_link=lambda wanted: sheet_link(place.address, wanted),
            )
            for number, sheet in enumerate(sheets, start=1)
        )

    def items(self, place: Place, arguments: Mapping[str, str]) -> tuple[str, ...]:
        """Return the courses on each page of a listing as JSON-LD; nothing for a page that names too few of them."""
        named = (_named(sheet) for sheet in _dealt(self._found(arguments)))
        return tuple(self._linked(courses, place) if len(courses) >= _FEWEST_ITEMS else "" for courses in named)

    def _linked(self, courses: Sequence[Course], place: Place) -> str:
        catalogue = self.edition.catalogue
        return jsonld.items(
            courses,
            site=self.edition.site,
            words=self.edition.words[place.locale],
            vocabulary=catalogue.vocabulary,
            providers=catalogue.provider,
        )

    def _found(self, arguments: Mapping[str, str]) -> Listing:
        chosen = courses_for(self.edition.catalogue, arguments.get("region"), arguments.get("audience"))
        return listing(chosen, self.edition.today)

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
                    provider=self.edition.catalogue.provider.get(course.provider),
                    today=self.edition.today,
                )
            )
        return str(self._rows[key])

    def deadlines(self, place: Place, arguments: Mapping[str, str]) -> tuple[str, ...]:
        """The next registration deadlines."""
        chosen = courses_for(self.edition.catalogue, arguments.get("region"), arguments.get("audience"))
        runs = deadlines(chosen, self.edition.today, most=8)
        return (self.render("deadlines.html", place, runs=runs),)

    def people(self, place: Place, arguments: Mapping[str, str]) -> tuple[str, ...]:
        """People and units by region; a region with nobody says so."""
        catalogue, today = self.edition.catalogue, self.edition.today
        region = arguments.get("region")
        groups = people_for(catalogue, today, region, arguments.get("field"))
        return (self.render("people.html", place, groups=groups, region=region, provider=catalogue.provider),)

    def glossary(self, place: Place, _: Mapping[str, str]) -> tuple[str, ...]:
        """All terms from A to Å, by the alphabet of the language."""
        words = self.edition.words[place.locale]
        terms = sorted_terms(self.edition.catalogue, words)
        letters = [(letter, list(group)) for letter, group in groupby(terms, key=lambda term: initial(term, words))]
        others = tuple(other for other in self.edition.site.locales if other != place.locale)
        return (self.render("glossary.html", place, letters=letters, others=others),)

    def rules(self, place: Place, _: Mapping[str, str]) -> tuple[str, ...]:
        """The rule table, a heading for each rule."""
        families = [(family, list(group)) for family, group in groupby(rules.TABLE, key=lambda rule: rule.code[1])]
        return (self.render("rules.html", place, families=families),)

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


def _lowered(html: str) -> str:
    """Move the headings of a listing one level down."""
    return _HEADING.sub(lambda found: f"{found[1]}{int(found[2]) + 1}", html)


def _label(text: Text, words: Words) -> str:
    return text.best(words.locale)[1]


_DRAWERS: Mapping[str, Drawer] = {
    "calendar": _simple(calendar.calendar),
    "courses": Listings.courses,
    "coverage": _simple(competence.coverage),
    "deadlines": Listings.deadlines,
    "feeds": _simple(calendar.addresses),
    "glossary": Listings.glossary,
    "levels": _simple(competence.levels),
    "needs": _simple(competence.needs),
    "people": Listings.people,
    "programmes": _simple(competence.programmes),
    "rules": Listings.rules,
    "search": Listings.search,
    "standards": _simple(competence.standards),
    "subscriptions": _simple(calendar.subscriptions),
    "templates": Listings.templates_,
}

_SECTIONS = ("upcoming", "self-paced", "undated", "past")

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


def _named(sheet: Sheet) -> tuple[Course, ...]:
    """Return the courses on a page of a listing, each once, in the order they are first named."""
    rows = (row for _, rows in sheet for row in rows)
    courses = (row.course if isinstance(row, Run) else row for row in rows)
    return tuple({course.id: course for course in courses}.values())


def sheet_address(address: str, number: int) -> str:
    """Return the path of a page of a listing: `kurs/` for the first, `kurs-2/` for the second, equally deep."""
    return address if number == 1 else f"{address.removesuffix('/')}-{number}/"


def sheet_link(address: str, number: int) -> str:
    """Return the relative address of a page of a listing from any page of it."""
    return f"../{sheet_address(address, number).rstrip('/').rsplit('/', 1)[-1]}/"


def sorted_terms(catalogue: Catalogue, words: Words) -> list[Term]:
    """Return the terms in the order of the language's alphabet (æ, ø, å last in Norwegian)."""
    terms = (entry.record for entry in catalogue.terms)
    return sorted(terms, key=lambda term: (_collated(_label(term.term, words)), term.id))


_AFTER_Z = str.maketrans({"æ": "z~a", "ø": "z~b", "å": "z~c", "ä": "z~a", "ö": "z~b"})


def _collated(wording: str) -> str:
    return wording.casefold().translate(_AFTER_Z)


def initial(term: Term, words: Words) -> str:
    """Return the letter a term is listed under."""
    first = _label(term.term, words)[0].upper()
    return first if first.isalpha() else "0–9"
