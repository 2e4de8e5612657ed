"""The figures: each in every language, readable without seeing it, and at home under the site's policy."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any
from xml.etree import ElementTree

import pytest
from jinja2 import Environment, PackageLoader, nodes

from norprem.pages.articles import Articles
from norprem.pages.listings import Listings, Marker, Place
from norprem.pages.templates import Templates
from tests import exported

TEMPLATES = Templates(exported.edition())
LOCALES = sorted(TEMPLATES.edition.words)
NAMES = sorted(TEMPLATES.figures)
STYLES = (exported.ROOT / "docs" / "assets" / "norprem.css").read_text("utf-8")

WANTED = {
    "arv-dominant",
    "arv-recessiv",
    "arv-x-bundet",
    "dna-til-protein",
    "en-av-sju",
    "fagnettverk",
    "medfodt-eller-ervervet",
    "organisering",
    "provens-vei",
    "regionene",
    "skisse-forslag",
    "skisse-skjema",
    "veien-til-svar",
}
FOREIGN = {
    "nb": {"and", "the", "of", "is", "are", "it", "with", "which", "from", "not", "can", "child", "gene", "change"},
    "en": {"og", "av", "som", "er", "den", "det", "ikke", "med", "fra", "kan", "barn", "genet", "får", "til", "på"},
}
"""Small words that give away a text of the other language."""

every_figure = pytest.mark.parametrize("name", NAMES)
everywhere = pytest.mark.parametrize("locale", LOCALES)


def drawn(name: str, locale: str) -> ElementTree.Element:
    """Return a figure as a tree; what is not well-formed has none."""
    return ElementTree.fromstring(TEMPLATES.render(f"figures/{name}.svg", locale, "pasient/"))


def wording(figure: ElementTree.Element) -> str:
    return " ".join(figure.itertext())


def only(figure: ElementTree.Element, tag: str) -> ElementTree.Element:
    """Return the one element with this tag."""
    (found,) = figure.iter(tag)
    return found


def languages(name: str) -> dict[str, Any]:
    """Return what a template says in each language, from the dictionary at its top."""
    loader = PackageLoader("norprem.pages", "templates")
    environment = Environment(autoescape=True)
    source, _, _ = loader.get_source(environment, f"figures/{name}.svg")
    assigned = next(environment.parse(source).find_all(nodes.Assign)).node
    assert isinstance(assigned, nodes.Getitem)
    said: dict[str, Any] = assigned.node.as_const()
    return said


def shape(said: Any) -> Any:
    """Return the keys of what is said, and how many parts each list has; not the words, nor how lines are broken."""
    if isinstance(said, dict):
        return {key: shape(value) for key, value in said.items()}
    if isinstance(said, tuple) and any(isinstance(part, tuple) for part in said):
        return len(said)
    return type(said)


def test_all_figures_that_pages_ask_for_are_there() -> None:
    assert set(NAMES) == WANTED


@every_figure
@everywhere
def test_a_figure_is_a_drawing_with_a_title_a_text_alternative_and_a_caption(name: str, locale: str) -> None:
    figure = drawn(name, locale)
    svg = only(figure, "svg")
    title, told, caption = only(svg, "title"), only(svg, "desc"), only(figure, "figcaption")
    assert figure.tag == "figure"
    assert figure.get("class") == "np-figure"
    assert svg.get("role") == "img"
    assert svg.get("aria-labelledby") == f"{title.get('id')} {told.get('id')}" == f"fig-{name}-t fig-{name}-d"
    assert (title.text or "").strip()
    assert all(re.fullmatch(r"[A-ZÅØÆÉ][^\n]{40,}\.", one.text or "") for one in (told, caption))


@every_figure
@everywhere
def test_a_figure_takes_its_looks_from_the_style_sheet_alone(name: str, locale: str) -> None:
    figure = drawn(name, locale)
    attributes = {attribute for element in figure.iter() for attribute in element.attrib}
    classes = {one for element in figure.iter() for one in (element.get("class") or "").split()}
    assert not attributes & {"style", "fill", "stroke", "color", "font-size", "font-weight", "opacity"}
    assert not {element.tag for element in figure.iter()} & {"style", "script", "image", "foreignObject"}
    assert not [one for one in classes if not re.search(rf"\.{one}\b(?!-)", STYLES)]


@every_figure
@everywhere
def test_a_figure_fits_the_narrowest_screen(name: str, locale: str) -> None:
    left, top, width, height = (float(part) for part in (only(drawn(name, locale), "svg").get("viewBox") or "").split())
    assert (left, top, width) == (0, 0, 340)
    lowest = max(float(text.get("y", "")) for text in drawn(name, locale).iter("text"))
    assert lowest < height <= lowest + 40


@everywhere
def test_no_two_figures_on_a_page_share_an_id(locale: str) -> None:
    ids = Counter(element.get("id") for name in NAMES for element in drawn(name, locale).iter() if element.get("id"))
    assert not [one for one, count in ids.items() if count > 1]


@every_figure
@everywhere
def test_a_figure_speaks_the_language_of_its_page(name: str, locale: str) -> None:
    assert not set(re.findall(r"\w+", wording(drawn(name, locale)).casefold())) & FOREIGN[locale]


@every_figure
def test_a_figure_says_the_same_things_in_every_language(name: str) -> None:
    said = languages(name)
    assert sorted(said) == LOCALES
    first, *others = (shape(said[locale]) for locale in LOCALES)
    assert all(other == first for other in others)


@pytest.mark.parametrize("name", ["arv-dominant", "arv-recessiv", "arv-x-bundet"])
def test_the_outcomes_of_an_inheritance_figure_add_up_to_the_four_children_it_draws(name: str) -> None:
    for said in languages(name).values():
        counts = [re.fullmatch(r"(\d) (?:av|of) 4", row[1]) for row in said["rows"]]
        assert sum(int(count[1]) for count in counts if count) == 4


@pytest.mark.parametrize("name", ["arv-dominant", "arv-recessiv", "arv-x-bundet"])
def test_an_inheritance_figure_shows_the_same_people_and_signs_in_every_language(name: str) -> None:
    shown = [
        ([(row[0], row[1][0]) for row in said["rows"]], [sign[0] for sign in said["signs"]])
        for said in languages(name).values()
    ]
    assert all(one == shown[0] for one in shown)


@every_figure
@everywhere
def test_a_marker_on_a_page_becomes_the_figure(name: str, locale: str) -> None:
    edition = TEMPLATES.edition
    listings = Listings(edition, TEMPLATES, Articles(edition, TEMPLATES))
    (html,) = listings.draw(Marker("figure", {"name": name}, ""), Place(locale, "pasient/"))
    assert f'id="fig-{name}-t"' in html
