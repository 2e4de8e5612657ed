"""The page where one compares oneself with a standard: complete without a script, and with all the words for it."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from norprem.edition import Edition
from norprem.model import Catalogue, Entry, Standard
from norprem.pages.assessment import SPOKEN, STEPS, AssessmentPages
from norprem.pages.templates import Templates
from tests import exported
from tests.unit.strategies import both

SCRIPT = Path(__file__).parents[2] / "docs" / "assets" / "assess.js"
LOCALES = ("nb", "en")


class Seen(HTMLParser):
    """The tags of a piece of HTML with their attributes, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """Return the attributes of every such tag."""
        return [attributes for name, attributes in self.tags if name == tag]

    @property
    def form(self) -> dict[str, str | None]:
        return self.all("form")[0]


def edition(standard: Standard) -> Edition:
    """An edition with one standard and nothing that teaches it."""
    catalogue = Catalogue(exported.vocabulary(), standards=(Entry(f"standards/{standard.id}.yaml", standard),))
    return Edition.of(catalogue, exported.TODAY, base=exported.BASE)


def pages(whole: Edition) -> AssessmentPages:
    return AssessmentPages(whole, Templates(whole))


def drawn(whole: Edition, entry: Entry[Standard], locale: str = "nb") -> Seen:
    return Seen(pages(whole).content(entry, locale))


def made_up(**changes: object) -> Seen:
    """The page of the made-up standard, with some of it changed."""
    whole = edition(exported.standard(**changes))
    return drawn(whole, whole.catalogue.standards[0])


def test_every_standard_asks_for_each_competence_in_use_with_five_steps_to_choose_from() -> None:
    whole = exported.edition()
    for entry in whole.catalogue.standards:
        seen = drawn(whole, entry)
        in_use = [one.id for one in entry.record.current]
        assert [one["id"] for one in seen.all("fieldset")] == in_use
        offered = [(one["name"], one["value"]) for one in seen.all("input") if one["type"] == "radio"]
        assert offered == [(f"level-{one}", str(step)) for one in in_use for step in STEPS]


def test_nothing_is_chosen_beforehand_and_nothing_can_be_sent() -> None:
    seen = made_up()
    assert [one for one in seen.all("input") if "checked" in one] == []
    assert seen.form["method"] == "dialog"
    assert "action" not in seen.form
    assert {one["type"] for one in seen.all("button")} == {"button"}
    assert seen.all("script") == []


def test_the_level_that_is_needed_stands_beside_each_competence() -> None:
    whole = exported.edition()
    for entry in whole.catalogue.standards:
        text = " ".join(drawn(whole, entry).text.split())
        for one in entry.record.current:
            label = whole.catalogue.vocabulary["competence-levels"].label(str(one.target)).best("nb")[1]
            assert f"{one.code} {one.statement.best('nb')[1]} Yrket trenger nivå {one.target}: {label}" in text


def test_everything_that_teaches_a_competence_is_linked_with_its_level() -> None:
    whole = exported.edition()
    linked = 0
    for entry in whole.catalogue.standards:
        seen = drawn(whole, entry)
        links = [one["href"] for one in seen.all("a")]
        rows = whole.matrix.rows(entry.record)
        offers = [offer for row in rows for offer in (*row.offers, *row.proposed)]
        assert [one["data-level"] for one in seen.all("li") if "data-level" in one] == [
            str(one.level) for one in offers
        ]
        assert {f"../../../{one.address}" for one in offers} <= set(links)
        linked += len(offers)
    assert linked > 100


def test_a_competence_that_nothing_teaches_says_so_and_leads_to_reporting_it() -> None:
    seen = made_up()
    assert seen.text.count("Ingen kurs eller læreplaner i katalogen.") == len(seen.all("fieldset"))
    assert "../../../behov/#report" in [one["href"] for one in seen.all("a")]


def test_archived_competences_are_not_asked_for_but_known_by_name() -> None:
    standard = exported.standard()
    archived = [one for one in standard.competences if one.archived]
    seen = made_up()
    assert archived
    assert [one["data-id"] for one in seen.all("li") if "data-id" in one] == [one.id for one in archived]
    assert not {one.id for one in archived} & {one["id"] for one in seen.all("fieldset")}


@pytest.mark.parametrize("locale", LOCALES)
def test_every_phrase_the_script_says_is_on_the_page_in_its_language(locale: str) -> None:
    whole = edition(exported.standard())
    form = drawn(whole, whole.catalogue.standards[0], locale).form
    script = SCRIPT.read_text("utf-8")
    asked = {re.sub(r"[A-Z]", lambda found: f"-{found[0].lower()}", one) for one in re.findall(r"words\.(\w+)", script)}
    assert asked == {*SPOKEN, "standard", "own"}
    assert {key: form[f"data-{key}"] for key in SPOKEN} == {
        key: whole.words[locale].phrases[f"assess.{key}"] for key in SPOKEN
    }
    assert (form["data-standard"], form["data-own"]) == ("eksempelstandard", exported.standard().edition)


def test_the_script_is_small_and_knows_no_norwegian() -> None:
    script = SCRIPT.read_text("utf-8")
    assert len(script.encode()) < 6000
    assert re.findall("[æøåÆØÅ]", script) == []
    assert re.findall(r"fetch|XMLHttpRequest|sendBeacon|WebSocket|innerHTML|sessionStorage|cookie", script) == []


def test_markup_in_a_statement_is_text() -> None:
    text = "<script>alert(1)</script> \"'&amp;"
    seen = made_up(competences=exported.competence(0, statement=both(text)))
    assert seen.text.count(text) == 2
    assert seen.all("script") == []


@pytest.mark.parametrize("locale", LOCALES)
def test_title_address_and_day_are_those_of_the_standard(locale: str) -> None:
    whole = exported.edition()
    own = pages(whole)
    for entry in whole.catalogue.standards:
        standard = entry.record
        assert own.address(standard.id) == f"kompetanse/{standard.id}/egenvurdering/"
        assert own.title(standard, locale).endswith(f": {standard.title.best(locale)[1]}")
        assert standard.title.best(locale)[1] in own.description(standard, locale)
        assert own.changed(standard) == max(standard.changed, standard.last_checked)
    assert [page.address for page in own.site_map()] == [own.address(one.record.id) for one in own.entries]


def test_the_shell_lies_as_deep_as_the_pages_made_from_it() -> None:
    assert AssessmentPages.shell.count("/") == pages(exported.edition()).address("x").count("/")


@pytest.mark.parametrize("locale", LOCALES)
def test_the_form_is_kept_out_of_the_search(locale: str) -> None:
    whole = edition(exported.standard())
    html = pages(whole).content(whole.catalogue.standards[0], locale)
    before, after = html.split('<div data-pagefind-ignore="all">', 1)
    assert "<fieldset" not in before
    assert "<fieldset" in after
