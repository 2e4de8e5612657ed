"""Standards, curricula, needs and coverage on the site that is built from the real data: pages, tables and files."""

from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin

import pytest
from rdflib import Graph, URIRef

from norprem.build import check
from norprem.coverage import reached
from norprem.exports import addresses
from norprem.model import Availability, Catalogue, CompetenceId, Programme, Stage, Standard
from norprem.site import coverage_address, programme_address, standard_address
from norprem.vocabulary import Region
from norprem.words import Words
from tests.building import BASE, ROOT
from tests.site.pages import Seen, read_all, target

LOCALES = {"nb": "", "en": "en/"}
WORDS = {locale: Words.load(locale) for locale in LOCALES}
STATES = {"none": 0, "elsewhere-below": 1, "here-below": 2, "elsewhere": 3, "here": 4}
"""What the CSV calls what a region has, and the number of its colour and of its words on the page."""

VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "source", "wbr"})
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
Cell = dict[str, str]
"""A line of the CSV by its columns."""


@dataclass
class Element:
    """An element of a page."""

    tag: str
    attributes: dict[str, str]
    children: list[Element | str] = field(default_factory=list)

    def walk(self) -> Iterator[Element | str]:
        """Yield all elements and texts within it, in the order of the page."""
        for child in self.children:
            yield child
            if isinstance(child, Element):
                yield from child.walk()

    def all(self, *tags: str, name: str = "") -> list[Element]:
        """Return the elements within it that have one of the tags, and the class if one is asked for."""
        found = (one for one in self.walk() if isinstance(one, Element) and one.tag in tags)
        return [one for one in found if not name or name in one.attributes.get("class", "").split()]

    @property
    def text(self) -> str:
        """What it says, with single blanks."""
        return " ".join("".join(one for one in self.walk() if isinstance(one, str)).split())

    @property
    def links(self) -> list[str]:
        """Where its links lead, as they are written."""
        return [one.attributes["href"] for one in self.all("a") if "href" in one.attributes]


class Page(HTMLParser):
    """A built page as a tree."""

    def __init__(self, site: Path, locale: str, address: str) -> None:
        super().__init__(convert_charrefs=True)
        self.locale = locale
        self.url = f"{BASE}{LOCALES[locale]}{address}"
        self.root = Element("", {})
        self._open = [self.root]
        self.feed(target(site, self.url).read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        one = Element(tag, {name: value or "" for name, value in attrs})
        self._open[-1].children += [one, " "] if tag == "br" else [one]
        if tag not in VOID and not (self.get_starttag_text() or "").endswith("/>"):
            self._open.append(one)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self._open[-1].tag == tag, (self.url, tag, self._open[-1])
            self._open.pop()

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)

    @cached_property
    def ids(self) -> dict[str, Element]:
        """Elements by id."""
        elements = (one for one in self.root.walk() if isinstance(one, Element))
        return {one.attributes["id"]: one for one in elements if "id" in one.attributes}

    @property
    def article(self) -> Element:
        """What the page says, without what stands around it."""
        return self.root.all("article")[0]

    def absolute(self, links: list[str]) -> set[str]:
        """Return links as absolute addresses."""
        return {urljoin(self.url, link) for link in links}

    def said(self) -> Iterator[str]:
        """Yield the texts of the article that are in the page's own language, code and addresses left out."""
        yield from _said(self.article)


def _said(element: Element) -> Iterator[str]:
    for child in element.children:
        if isinstance(child, str):
            yield re.sub(r"https?://\S+", "", " ".join(child.split()))
        elif child.tag not in ("script", "code") and "lang" not in child.attributes:
            yield from _said(child)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The real data."""
    return check(ROOT / "curricula", date(2026, 11, 22)).catalogue


@pytest.fixture(scope="module")
def pages(site: Path, catalogue: Catalogue) -> dict[tuple[str, str], Page]:
    """Every page about competence in every language, by language and path; those of courses that teach one, too."""
    return {(locale, address): Page(site, locale, address) for locale in LOCALES for address in _addresses(catalogue)}


@pytest.fixture(scope="module")
def everything(site: Path) -> dict[str, Seen]:
    """Every page of the site."""
    return read_all(site)


@pytest.fixture(scope="module")
def tables(site: Path) -> dict[str, list[Cell]]:
    """The lines of the CSV in every language."""
    return {locale: _csv(site / prefix / coverage_address() / "dekning.csv") for locale, prefix in LOCALES.items()}


def _addresses(catalogue: Catalogue) -> Iterator[str]:
    yield from ("kompetanse/", "laereplaner/", "behov/", coverage_address())
    yield from (coverage_address(region.id) for region in _regions(catalogue))
    yield from (standard_address(standard.id) for standard in _standards(catalogue))
    yield from (programme_address(programme.id) for programme in _programmes(catalogue))
    yield from (f"kurs/{entry.record.id}/" for entry in catalogue.courses if entry.record.teaches)


def _regions(catalogue: Catalogue) -> tuple[Region, ...]:
    return tuple(catalogue.vocabulary.health_regions)


def _standards(catalogue: Catalogue) -> list[Standard]:
    return [entry.record for entry in catalogue.standards]


def _programmes(catalogue: Catalogue) -> list[Programme]:
    return [entry.record for entry in catalogue.programmes]


def _csv(file: Path) -> list[Cell]:
    data = file.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def _label(catalogue: Catalogue, name: str, value: str, locale: str) -> str:
    return catalogue.vocabulary[name].label(value).best(locale)[1]


def _plain(text: str) -> str:
    return " ".join(text.split())


# Pages, addresses, links ----------------------------------------------------------------------------------------------


def test_every_standard_and_curriculum_has_a_page_in_both_languages_that_the_sitemap_lists(
    site: Path, everything: dict[str, Seen], catalogue: Catalogue
) -> None:
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    root = ElementTree.parse(site / "sitemap.xml").getroot()
    listed = {one.findtext("s:loc", "", names): one.findtext("s:lastmod", "", names) for one in root}
    records = [(standard_address(one.id), one) for one in _standards(catalogue)]
    records += [(programme_address(one.id), one) for one in _programmes(catalogue)]
    assert len(records) > 20
    for address, record in records:
        pair = {locale: f"{BASE}{prefix}{address}" for locale, prefix in LOCALES.items()}
        for locale, url in pair.items():
            assert everything[url].alternates == pair | {"x-default": pair["nb"]}
            assert listed[url] == max(record.changed, record.last_checked).isoformat()
            assert f"h1 {record.title.best(locale)[1]}" in everything[url].headings


def test_the_page_that_others_are_filled_into_is_not_part_of_the_site(site: Path) -> None:
    assert [str(folder) for folder in site.rglob("skall")] == []
    files = [*site.rglob("*.html"), *site.rglob("*.json"), *site.rglob("*.ttl"), site / "sitemap.xml"]
    assert [str(file) for file in files if "/skall" in file.read_text("utf-8")] == []


def test_every_link_of_a_page_about_competence_leads_somewhere(
    site: Path, everything: dict[str, Seen], pages: dict[tuple[str, str], Page]
) -> None:
    links = {(page.url, link) for page in pages.values() for link in page.absolute(page.article.links)}
    assert [(url, link) for url, link in sorted(links) if not _leads_somewhere(link, site, everything)] == []


def _leads_somewhere(link: str, site: Path, everything: dict[str, Seen]) -> bool:
    """Tell whether an address of the site is a file of it, and its anchor is in there; other addresses pass."""
    if not link.startswith(BASE):
        return True
    plain, anchor = (unquote(part) for part in urldefrag(link))
    if not target(site, plain).is_file():
        return False
    places = everything[plain].ids if plain in everything else target(site, plain).read_bytes()
    return not anchor or (anchor.encode() if isinstance(places, bytes) else anchor) in places


def test_the_pages_link_to_what_they_speak_of(pages: dict[tuple[str, str], Page], catalogue: Catalogue) -> None:
    for (locale, address), page in pages.items():
        links, home = page.absolute(page.article.links), f"{BASE}{LOCALES[locale]}"
        wanted = set(_wanted(address, catalogue))
        assert {f"{home}{one}" for one in wanted} - links == set(), page.url
    standards = {
        urldefrag(link).url for link in pages["nb", "kompetanse/"].absolute(pages["nb", "kompetanse/"].article.links)
    }
    assert {f"{BASE}{standard_address(one.id)}" for one in _standards(catalogue)} <= standards


def _wanted(address: str, catalogue: Catalogue) -> Iterator[str]:
    """Yield the addresses that a page must link to."""
    for standard in _standards(catalogue):
        own = standard_address(standard.id)
        if address == own:
            yield from (f"{own}#domain-{domain.code}" for domain in standard.domains)
            yield from (f"{own}#sources", f"{coverage_address()}#{standard.id}", f"{own}egenvurdering/")
            yield from (f"{own}#credential",) if standard.credential else ()
            yield "kompetanse/#levels"
        elif address.startswith(coverage_address()):
            yield from (standard_address(standard.id, competence.id) for competence in standard.current)
            yield "behov/#report"
        elif address == "kompetanse/":
            yield own
    if address == coverage_address():
        yield from (coverage_address(region.id) for region in _regions(catalogue))
    if address == "laereplaner/":
        yield from (programme_address(programme.id) for programme in _programmes(catalogue))


def test_headings_of_every_level_are_in_order_and_no_id_is_there_twice(pages: dict[tuple[str, str], Page]) -> None:
    for page in pages.values():
        levels = [int(one.tag[1]) for one in page.root.all(*HEADINGS)]
        assert levels.count(1) == 1, page.url
        assert all(after - before <= 1 for before, after in pairwise(levels)), page.url
        assert all(one.text for one in page.root.all(*HEADINGS)), page.url
        ids = [one.attributes["id"] for one in page.root.walk() if isinstance(one, Element) and "id" in one.attributes]
        assert sorted(set(ids)) == sorted(ids), page.url


def test_what_names_another_element_names_one_that_is_there(pages: dict[tuple[str, str], Page]) -> None:
    for page in pages.values():
        elements = [one for one in page.root.walk() if isinstance(one, Element)]
        named = {
            name
            for one in elements
            for key in ("aria-labelledby", "aria-describedby", "aria-controls", "for", "headers")
            for name in one.attributes.get(key, "").split()
        }
        assert named - page.ids.keys() == set(), page.url


def test_every_table_has_a_head_and_a_cell_for_each_of_its_columns(pages: dict[tuple[str, str], Page]) -> None:
    for page in pages.values():
        for table in page.article.all("table"):
            (head,) = table.all("thead")
            width = len(head.all("th"))
            assert width > 1
            assert all(one.attributes.get("scope") == "col" for one in head.all("th")), page.url
            rows = [row for body in table.all("tbody") for row in body.all("tr")]
            assert rows, page.url
            assert {len(row.all("th", "td")) for row in rows} == {width}, page.url
            assert {one.attributes.get("scope") for row in rows for one in row.all("th")} <= {"row"}, page.url


# Standards and what teaches them --------------------------------------------------------------------------------------


def test_every_competence_is_on_the_page_of_its_standard_under_its_domain_with_its_target(
    pages: dict[tuple[str, str], Page], catalogue: Catalogue
) -> None:
    for locale in LOCALES:
        words = WORDS[locale]
        for standard in _standards(catalogue):
            page = pages[locale, standard_address(standard.id)]
            order = list(page.ids)
            for competence in standard.current:
                section, level = (
                    page.ids[competence.id],
                    _label(catalogue, "competence-levels", str(competence.target), locale),
                )
                (heading,) = section.all("h3")
                assert heading.text == f"{competence.code} {_plain(competence.statement.best(locale)[1])}"
                assert f"{words('standard.level', level=competence.target)}: {level}" in section.all("p")[0].text
                kind = _label(catalogue, "competence-kinds", competence.kind, locale)
                assert section.all("p")[0].text.lower().startswith(kind)
                before = [one for one in order[: order.index(competence.id)] if one.startswith("domain-")]
                assert before[-1] == f"domain-{competence.domain}"
                told = section.text
                for map in competence.maps:
                    assert standard.source[map.source].title in told
                    assert _label(catalogue, "relations", map.relation, locale) in told
            for competence in (one for one in standard.competences if one.archived):
                assert page.ids[competence.id].tag == "li"
            shown = [one.attributes["id"] for one in page.article.all("section", name="np-competence")]
            assert sorted(shown) == sorted(one.id for one in standard.current)
            assert page.ids.keys() >= {f"level-{step}" for step in range(1, 5)}


def test_every_source_of_a_standard_is_named_with_what_was_read_of_it_and_when(
    pages: dict[tuple[str, str], Page], catalogue: Catalogue
) -> None:
    for locale in LOCALES:
        for standard in _standards(catalogue):
            table = pages[locale, standard_address(standard.id)].article.all("table")[-1]
            rows = [[cell.text for cell in row.all("td")] for row in table.all("tbody")[0].all("tr")]
            assert len(rows) == len(standard.sources)
            for source, (title, seen, day) in zip(standard.sources, rows, strict=True):
                assert title.startswith(_plain(source.title))
                assert seen.lower().startswith(_label(catalogue, "seen", source.seen, locale))
                assert day == _plain(WORDS[locale].day(source.read))


def test_a_course_links_to_each_competence_it_teaches_and_the_standard_links_back(
    pages: dict[tuple[str, str], Page], catalogue: Catalogue
) -> None:
    courses = [entry.record for entry in catalogue.courses if entry.record.teaches]
    assert courses
    for locale, prefix in LOCALES.items():
        home = f"{BASE}{prefix}"
        for course in courses:
            page = pages[locale, f"kurs/{course.id}/"]
            there = page.absolute(page.article.links)
            for taught in course.teaches:
                standard, competence = taught.competence.standard, taught.competence.competence
                assert f"{home}{standard_address(standard, competence)}" in there, page.url
                back = pages[locale, standard_address(standard)]
                section = back.ids[competence]
                linked = f"{home}kurs/{course.id}/" in back.absolute(section.links)
                assert linked == (course.availability != Availability.CLOSED), (course.id, taught.competence)
                assert (
                    f"{course.title.best(locale)[1]} ({_label(catalogue, 'regions', course.region, locale)}"
                    in section.text
                )


def test_an_outcome_links_to_each_competence_it_serves_and_the_standard_links_back(
    pages: dict[tuple[str, str], Page], catalogue: Catalogue
) -> None:
    for locale, prefix in LOCALES.items():
        home = f"{BASE}{prefix}"
        for programme in _programmes(catalogue):
            page = pages[locale, programme_address(programme.id)]
            for outcome in programme.outcomes:
                item = page.ids[outcome.id]
                assert _plain(outcome.text.best(locale)[1]) in item.text
                assert WORDS[locale]("standard.level", level=outcome.level) in item.text
                for one in outcome.serves:
                    assert f"{home}{standard_address(one.standard, one.competence)}" in page.absolute(item.links)
                    back = pages[locale, standard_address(one.standard)]
                    linked = f"{home}{programme_address(programme.id)}" in back.absolute(back.ids[one.competence].links)
                    assert linked == (programme.status != Stage.ENDED)


def test_the_list_of_standards_counts_what_is_taught_as_the_csv_does(
    pages: dict[tuple[str, str], Page], tables: dict[str, list[Cell]], catalogue: Catalogue
) -> None:
    for locale in LOCALES:
        rows = {
            row.links[0].split("/")[-2]: row.text
            for row in pages[locale, "kompetanse/"].article.all("li", name="np-row")
        }
        for standard in _standards(catalogue):
            lines = [line for line in tables[locale] if line["standard"] == standard.id]
            taught = {line["competence"] for line in lines if line["here"] or line["elsewhere"]}
            count = len(list(standard.current))
            assert WORDS[locale]("standard.taught-count", taught=len(taught), competences=count) in rows[standard.id]


# Curricula ------------------------------------------------------------------------------------------------------------


def test_the_hours_and_credits_of_the_modules_on_a_page_add_up_to_those_of_the_curriculum(
    pages: dict[tuple[str, str], Page], catalogue: Catalogue
) -> None:
    whole = [one for one in _programmes(catalogue) if one.modules and one.hours]
    assert whole
    for locale in LOCALES:
        for programme in whole:
            page = pages[locale, programme_address(programme.id)]
            splits = [list(_hours(page.ids[f"module-{one.id}"], locale)) for one in programme.modules]
            assert all(parts[0] == sum(parts[1:]) for parts in splits), page.url
            assert sum(parts[0] for parts in splits) == programme.hours
            assert (
                _plain(WORDS[locale]("course.hours", amount=WORDS[locale].number(programme.hours))) in page.article.text
            )
            if programme.ects and all(one.ects for one in programme.modules):
                assert sum(one.ects or 0 for one in programme.modules) == programme.ects


def _hours(module: Element, locale: str) -> Iterator[Decimal]:
    """Yield the total of a module and its parts, as the page writes them."""
    pattern = re.escape(WORDS[locale].phrases["programme.hours-split"])
    numbers = re.search(re.sub(r"\\\{\w+\\\}", r"([\\d.,\\s\\xa0]+?)", pattern), module.all("p")[0].text)
    assert numbers, module.text
    for told in numbers.groups():
        grouped, point = (",", ".") if locale == "en" else (".", ",")
        yield Decimal(re.sub(r"\s", "", told).replace(grouped, "").replace(point, "."))


def test_every_module_and_every_assessment_is_on_the_page_and_each_outcome_where_it_is_tested(
    pages: dict[tuple[str, str], Page], catalogue: Catalogue
) -> None:
    for locale in LOCALES:
        for programme in _programmes(catalogue):
            page = pages[locale, programme_address(programme.id)]
            for place, module in enumerate(programme.modules, start=1):
                section = page.ids[f"module-{module.id}"]
                assert section.all("h3")[0].text == f"{place} {_plain(module.title.best(locale)[1])}"
                assert [link for link in section.links if link.startswith("#")] == [
                    f"#{one}" for one in module.outcomes
                ]
            if not programme.assessments:
                continue
            (table,) = page.article.all("table", name="np-blueprint")
            rows = {row.links[0].removeprefix("#"): row for row in table.all("tbody")[0].all("tr")}
            assert list(rows) == [outcome.id for outcome in programme.outcomes]
            for assessment in programme.assessments:
                own = page.ids[f"assessment-{assessment.id}"]
                assert _plain(assessment.title.best(locale)[1]) in own.text
                assert _label(catalogue, "assessment-forms", assessment.form, locale) in own.text
                tested = [one for one, row in rows.items() if f"#assessment-{assessment.id}" in row.links]
                assert sorted(tested) == sorted(assessment.tests)


def test_the_coverage_a_curriculum_shows_adds_up_to_what_it_reaches(
    pages: dict[tuple[str, str], Page], catalogue: Catalogue
) -> None:
    shown = 0
    for locale in LOCALES:
        for programme in _programmes(catalogue):
            page = pages[locale, programme_address(programme.id)]
            for cover in programme.covers:
                standard = catalogue.standard[cover.standard]
                reach = reached(programme, standard)
                (table,) = (
                    region.all("table")[0]
                    for region in page.article.all("div", name="np-scroll")
                    if region.attributes["aria-label"].endswith(f": {standard.title.best(locale)[1]}")
                )
                rows = [[int(cell.text) for cell in row.all("td")] for row in table.all("tbody")[0].all("tr")]
                assert (sum(row[0] for row in rows), sum(row[1] for row in rows)) == (len(reach.levels), reach.done)
                promised = WORDS[locale].number(cover.share * 100)
                told = WORDS[locale](
                    "programme.reached",
                    done=reach.done,
                    total=len(reach.levels),
                    promised=promised,
                    edition=cover.edition,
                )
                assert told in page.article.text
                shown += 1
    assert shown


def test_the_picture_of_a_curriculum_has_a_name_and_tells_every_module_in_words(
    pages: dict[tuple[str, str], Page], catalogue: Catalogue
) -> None:
    pictures = 0
    for locale in LOCALES:
        for programme in _programmes(catalogue):
            page = pages[locale, programme_address(programme.id)]
            for picture in page.article.all("svg"):
                assert picture.attributes["role"] == "img"
                name, told = (page.ids[one] for one in picture.attributes["aria-labelledby"].split())
                assert (name.tag, told.tag) == ("title", "desc")
                assert _plain(programme.title.best(locale)[1]) in name.text
                assert len(picture.all("rect")) == len(programme.modules)
                assert told.text.count(". ") + 1 >= len(programme.modules)
                pictures += 1
    assert pictures


# Coverage -------------------------------------------------------------------------------------------------------------


def test_the_csv_of_each_language_tells_the_same_of_every_competence_and_region(
    tables: dict[str, list[Cell]], catalogue: Catalogue
) -> None:
    plain = {
        locale: [{key: value for key, value in line.items() if key != "statement"} for line in lines]
        for locale, lines in tables.items()
    }
    assert plain["nb"] == plain["en"]
    wanted = [
        (standard.id, competence.id, region.id)
        for standard in _standards(catalogue)
        for competence in standard.current
        for region in _regions(catalogue)
    ]
    assert [(line["standard"], line["competence"], line["region"]) for line in tables["nb"]] == wanted


def test_every_cell_of_the_table_on_the_page_is_that_of_the_csv(
    pages: dict[tuple[str, str], Page], tables: dict[str, list[Cell]], catalogue: Catalogue
) -> None:
    for locale, lines in tables.items():
        shown = dict(_shown(pages[locale, coverage_address()], catalogue))
        assert len(shown) == len(lines)
        for line in lines:
            code, statement, target_level, cell = shown[line["standard"], line["competence"], line["region"]]
            state = STATES[line["state"]]
            level = line["level_here"] if line["state"].startswith("here") else line["level_elsewhere"]
            assert cell.text == WORDS[locale](f"coverage.short-{state}", level=level, target=line["target"])
            assert cell.attributes["class"] == f"np-heat--{state}"
            assert (code, statement, target_level) == (line["code"], _plain(line["statement"]), line["target"])


def _shown(page: Page, catalogue: Catalogue) -> Iterator[tuple[tuple[str, str, str], tuple[str, str, str, Element]]]:
    """Yield what the page of all regions shows: code, statement, target and cell by standard, competence and region."""
    for standard, table in zip(_standards(catalogue), page.article.all("table", name="np-heat")[1:], strict=True):
        for row in table.all("tbody")[0].all("tr"):
            (name,) = row.all("th")
            code, statement = name.text.split(" ", 1)
            level, *cells = row.all("td")
            competence = urldefrag(name.links[0]).fragment
            for region, cell in zip(_regions(catalogue), cells, strict=True):
                yield (standard.id, competence, region.id), (code, statement, level.text, cell)


def test_the_overview_and_the_holes_are_those_of_the_csv(
    pages: dict[tuple[str, str], Page], tables: dict[str, list[Cell]], catalogue: Catalogue
) -> None:
    for locale, lines in tables.items():
        page, words = pages[locale, coverage_address()], WORDS[locale]
        rows = page.article.all("table", name="np-heat")[0].all("tbody")[0].all("tr")
        for standard, row in zip(_standards(catalogue), rows, strict=True):
            for region, cell in zip(_regions(catalogue), row.all("td"), strict=True):
                here, elsewhere, holes = _counted(lines, standard.id, region.id)
                told = words("coverage.cell-here", here=here) + " " if here else ""
                told += words("coverage.cell-elsewhere", elsewhere=elsewhere) + " " if elsewhere else ""
                assert cell.text == told + words("coverage.cell-holes", count=holes)
                widths = [float(one.attributes["width"].rstrip("%")) for one in cell.all("rect")]
                assert sum(widths) == pytest.approx(100, abs=0.05)
            own = [line for line in lines if line["standard"] == standard.id and line["state"] == "none"]
            missing = list(dict.fromkeys(line["competence"] for line in own))
            summary = page.ids.get(f"{standard.id}-holes")
            assert (summary is None) == (not missing)
            if summary:
                assert summary.text == words("coverage.holes-in", count=len(missing))


def _counted(lines: list[Cell], standard: str, region: str) -> tuple[int, int, int]:
    """Return how many competences are taught in a region, only elsewhere, and nowhere."""
    own = [line for line in lines if (line["standard"], line["region"]) == (standard, region)]
    here = sum(bool(line["here"]) for line in own)
    holes = sum(line["state"] == "none" for line in own)
    return here, len(own) - here - holes, holes


def test_the_page_of_a_region_tells_what_the_csv_tells_of_it(
    pages: dict[tuple[str, str], Page], tables: dict[str, list[Cell]], catalogue: Catalogue
) -> None:
    for locale, lines in tables.items():
        for region in _regions(catalogue):
            page = pages[locale, coverage_address(region.id)]
            for section, standard in zip(page.article.all("section"), _standards(catalogue), strict=True):
                here, elsewhere, holes = _counted(lines, standard.id, region.id)
                own = [line for line in lines if (line["standard"], line["region"]) == (standard.id, region.id)]
                name = region.label.best(locale)[1]
                told = WORDS[locale]("coverage.summary", count=here, region=name, elsewhere=elsewhere, holes=holes)
                assert told in section.text
                for line, row in zip(own, section.all("tbody")[0].all("tr"), strict=True):
                    _same_row(line, row, page)
                units = {
                    f"{BASE}{LOCALES[locale]}ressurspersoner/{region.id}/#{one}" for one in own[0]["units"].split()
                }
                assert units == {link for link in page.absolute(section.links) if "/ressurspersoner/" in link}


def _same_row(line: Cell, row: Element, page: Page) -> None:
    (name,), (home, away) = row.all("th"), row.all("td")
    assert (urldefrag(name.links[0]).fragment, line["code"]) == (line["competence"], name.text.split(" ", 1)[0])
    assert f"np-heat--{STATES[line['state']]}" in home.attributes["class"]
    assert home.text
    for cell, offers in ((home, line["here"].split()), (away, line["elsewhere"].split())):
        paths = [one.replace("course/", "kurs/").replace("programme/", "laereplaner/") for one in offers]
        wanted = [f"{BASE}{LOCALES[page.locale]}{path}/" for path in paths]
        assert [urljoin(page.url, link) for link in cell.links] == (wanted if cell is home else wanted[:3])
    if len(line["elsewhere"].split()) > 3:
        assert away.text.endswith(WORDS[page.locale]("coverage.more", count=len(line["elsewhere"].split()) - 3))


def test_every_need_has_its_place_and_links_to_the_competences_that_are_missing(
    pages: dict[tuple[str, str], Page], catalogue: Catalogue
) -> None:
    for locale, prefix in LOCALES.items():
        page = pages[locale, "behov/"]
        for entry in catalogue.needs:
            section = page.ids[entry.record.id]
            assert section.all("h3")[0].text == _plain(entry.record.title.best(locale)[1])
            wanted = {
                f"{BASE}{prefix}{standard_address(one.standard, one.competence)}" for one in entry.record.competences
            }
            assert wanted <= page.absolute(section.links)


# What machines read ---------------------------------------------------------------------------------------------------


def test_linked_data_is_about_its_page_and_names_only_addresses_that_are_there(
    site: Path, everything: dict[str, Seen], catalogue: Catalogue
) -> None:
    for prefix in LOCALES.values():
        for standard in _standards(catalogue):
            url = f"{BASE}{prefix}{standard_address(standard.id)}"
            (data,) = everything[url].linked_data
            assert (data["@id"], data["url"], data["@type"]) == (url, url, "DefinedTermSet")
            assert [term["url"] for term in data["hasDefinedTerm"]] == [f"{url}#{one.id}" for one in standard.current]
            assert [one for one in _ours(data) if not _leads_somewhere(one, site, everything)] == []
        for programme in _programmes(catalogue):
            url = f"{BASE}{prefix}{programme_address(programme.id)}"
            (data,) = everything[url].linked_data
            assert (data["@id"], data["url"]) == (url, url)
            assert data["@type"] in ("Course", "EducationalOccupationalProgram")
            assert [one for one in _ours(data) if not _leads_somewhere(one, site, everything)] == []


def _ours(value: Any) -> Iterator[str]:
    """Yield every address of the site in a JSON document."""
    if isinstance(value, dict):
        for one in value.values():
            yield from _ours(one)
    elif isinstance(value, list):
        for one in value:
            yield from _ours(one)
    elif isinstance(value, str) and value.startswith(BASE):
        yield value


def _files(catalogue: Catalogue) -> Iterator[str]:
    yield from (addresses.STANDARDS, addresses.PROGRAMMES, addresses.NEEDS, addresses.CONCEPTS)
    for standard in _standards(catalogue):
        yield addresses.standard_file(standard.id)
        yield from (addresses.case_file(standard.id, locale) for locale in LOCALES)
    yield from (addresses.programme_file(programme.id) for programme in _programmes(catalogue))
    yield from (
        f"{prefix}{coverage_address()}dekning.{form}" for prefix in LOCALES.values() for form in ("csv", "xlsx")
    )


def test_every_standard_curriculum_and_need_is_there_as_data(site: Path, catalogue: Catalogue) -> None:
    assert [path for path in _files(catalogue) if not (site / path).is_file()] == []
    lists = {
        name: json.loads((site / f"api/v1/{name}.json").read_text("utf-8"))
        for name in ("standards", "programmes", "needs")
    }
    assert [one["id"] for one in lists["standards"]["standards"]] == [one.id for one in _standards(catalogue)]
    assert [one["id"] for one in lists["programmes"]["programmes"]] == [one.id for one in _programmes(catalogue)]
    assert [one["id"] for one in lists["needs"]["needs"]] == [entry.record.id for entry in catalogue.needs]


def test_every_json_file_parses_and_names_only_addresses_that_are_there(
    site: Path, everything: dict[str, Seen]
) -> None:
    files = sorted((site / "api").rglob("*.json"))
    assert files
    found = {file: json.loads(file.read_text("utf-8")) for file in files}
    broken = [
        (str(file.relative_to(site)), address)
        for file, data in found.items()
        for address in _ours(data)
        if not _leads_somewhere(address, site, everything)
    ]
    assert broken == []
    for file, data in found.items():
        if "CFDocument" in data:
            standard, locale, _ = file.name.split(".")
            assert data["CFDocument"]["uri"] == f"{BASE}{LOCALES[locale]}{standard_address(standard)}"
        elif file.name.endswith(".csv-metadata.json"):
            assert data["url"] == f"{BASE}{file.relative_to(site).as_posix()}".removesuffix("-metadata.json")
        else:
            assert (data.get("self") or data["$id"]) == f"{BASE}{file.relative_to(site).as_posix()}"


def test_turtle_parses_and_names_only_addresses_that_are_there(
    site: Path, everything: dict[str, Seen], catalogue: Catalogue
) -> None:
    graph = Graph().parse(site / addresses.CONCEPTS, format="turtle")
    named = {str(node) for triple in graph for node in triple if isinstance(node, URIRef)}
    ours = {one for one in named if one.startswith(BASE)}
    assert {f"{BASE}{standard_address(one.id)}" for one in _standards(catalogue)} <= {
        urldefrag(one).url for one in ours
    }
    assert [one for one in sorted(ours) if not _leads_somewhere(one, site, everything)] == []


# Wording --------------------------------------------------------------------------------------------------------------


def test_no_page_shows_what_only_a_programmer_would_write(
    pages: dict[tuple[str, str], Page], catalogue: Catalogue
) -> None:
    wrong = re.compile(
        r"(^|[:(·] )(None|True|False|nan|null)($|[,.;)])|undefined|Decimal\(|Markup\(|[{}]|@@|&[a-z]+;|<[a-z/]"
    )
    hyphened = {one for one in _names(catalogue) if "-" in one}
    for page in pages.values():
        assert [text for text in page.said() if wrong.search(text)] == [], page.url
        shown = {part.strip(" .:;()") for text in page.said() for part in (text, *text.split(","))}
        assert shown & hyphened == set(), page.url


def _names(catalogue: Catalogue) -> Iterator[str]:
    """Yield every id that a page must not show: of closed lists, records and their parts."""
    for name in LISTS:
        yield from (value.id for value in catalogue.vocabulary[name].values)
    for one in _standards(catalogue):
        yield one.id
        yield from (part.id for part in (*one.competences, *one.sources))
        yield from (str(CompetenceId(one.id, part.id)) for part in one.competences)
    for other in _programmes(catalogue):
        yield from (other.id, other.provider, *(other.requires))
        yield from (part.id for part in (*other.modules, *other.outcomes, *other.assessments))
    yield from (entry.record.id for entry in (*catalogue.courses, *catalogue.people, *catalogue.needs))


def test_no_page_shows_phrases_or_labels_of_the_other_language(
    pages: dict[tuple[str, str], Page], catalogue: Catalogue
) -> None:
    titles = [source.title for standard in _standards(catalogue) for source in standard.sources]
    names = {part for title in titles for part in _parts(title)}
    foreign = {"nb": _only("en", "nb", catalogue) - names, "en": _only("nb", "en", catalogue) - names}
    for (locale, _), page in pages.items():
        shown = {part for text in page.said() for part in _parts(text)}
        assert sorted(shown & foreign[locale]) == [], page.url


def _only(locale: str, other: str, catalogue: Catalogue) -> set[str]:
    """Return what is said in one language and not in the other: labels of closed lists, phrases without values."""
    told = {one: set(_told(one, catalogue)) for one in (locale, other)}
    return told[locale] - told[other]


def _told(locale: str, catalogue: Catalogue) -> Iterator[str]:
    own = ((key, phrase) for key, phrase in WORDS[locale].phrases.items() if key.split(".")[0] in SAID)
    phrases = (phrase for _, phrase in own if "{" not in phrase)
    lists = (catalogue.vocabulary[name].values for name in LISTS)
    labels = (value.label.best(locale)[1] for values in lists for value in values)
    yield from (_parts(_plain(one))[0] for one in (*phrases, *labels))


def _parts(text: str) -> list[str]:
    """Return a text, and what stands between its commas and dots, each without the marks around it."""
    return [part.strip(" .:;()·").casefold() for part in (text, *re.split(r"[,·]", text))]


SAID = ("course", "coverage", "credential", "listing", "needs", "programme", "standard")
"""The families of phrases that the pages about competence show."""

LISTS = (
    "assessment-forms",
    "availability",
    "competence-kinds",
    "competence-levels",
    "evidence",
    "fields",
    "levels",
    "modes",
    "need-kinds",
    "need-statuses",
    "outcome-kinds",
    "professions",
    "programme-statuses",
    "recognition-kinds",
    "regions",
    "relations",
    "seen",
    "standard-statuses",
    "teaching-languages",
    "topics",
)
"""The closed lists whose labels the pages about competence show."""
