"""The names and addresses of calendars: written as they are compared, and the same for ever."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from norprem.edition import Edition
from norprem.exports import feeds
from norprem.findings import Finding
from norprem.load import load
from norprem.model import Catalogue
from norprem.rules import BY_CODE, Context
from norprem.subscriptions import subscriptions
from norprem.words import Words
from tests.fixture_catalogue import TODAY, catalogue

RULES = (BY_CODE["K916"], BY_CODE["K917"])

NAMES = {
    "nb": {
        "calendar.name": "Kurs i persontilpasset medisin – {scope}",
        "calendar.all": "Alle kurs",
        "feeds.deadlines": "Påmeldingsfrister",
        "feeds.open-to": "Kurs åpne for {region}",
        "feeds.open-to-profession": "Kurs åpne for {region}: {profession}",
        "feeds.for-profession": "Kurs etter yrke: {profession}",
    },
    "en": {
        "calendar.name": "Courses in personalised medicine – {scope}",
        "calendar.all": "All courses",
        "feeds.deadlines": "Registration deadlines",
        "feeds.open-to": "Courses open to {region}",
        "feeds.open-to-profession": "Courses open to {region}: {profession}",
        "feeds.for-profession": "Courses by profession: {profession}",
    },
}
"""All words of which names are made. They are published: no change of this table is right, whatever else is new."""


@pytest.mark.parametrize("locale", NAMES)
def test_the_words_in_the_names_of_calendars_never_change(locale: str) -> None:
    words = Words.load(locale)
    assert {key: words.phrases[key] for key in NAMES[locale]} == NAMES[locale]


def written(one: Catalogue) -> Mapping[str, str]:
    """Names of the calendars that are not of one course, as their files have them, by address."""
    files = feeds.calendars(Edition.of(one, TODAY, base="https://norprem.example/"))
    unfolded = ((path, content.replace(b"\r\n ", b"").decode()) for path, content in files if "/kurs-" not in path)
    return {path: found[1] for path, text in unfolded if (found := re.search("^X-WR-CALNAME:(.*)\r$", text, re.M))}


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    return load(catalogue(tmp_path_factory.mktemp("before"))).catalogue


def edited(folder: Path, name: str, old: str, new: str) -> Catalogue:
    """The made-up catalogue, with one wording in one of the closed lists replaced by another."""
    root = catalogue(folder)
    file = root / "vocabulary" / f"{name}.yaml"
    text = file.read_text("utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), "utf-8")
    return load(root).catalogue


def refused(after: Catalogue, before: Catalogue | None) -> list[Finding]:
    return [found for rule in RULES for found in rule.findings(after, Context(TODAY, before))]


def test_what_is_compared_is_what_is_written(before: Catalogue) -> None:
    words = {locale: Words.load(locale) for locale in before.vocabulary.locales}
    compared = subscriptions(before.vocabulary, words)
    assert {address: one.name for address, one in compared.items()} == written(before)
    assert len(compared) == 2 * (1 + 1 + 4 + 17 + 4 * 17)


NB = "  - id: nb\n    label: {nb: bokmål, en: Norwegian (bokmål)}\n"
EN = "  - id: en\n    label: {nb: engelsk, en: English}\n"
SCOPES = "  - id: national\n"
REGION = "  - {id: %s, label: {nb: Ny, en: New}, kind: health-region}\n"
PHARMACIST, DENTIST = "  - id: pharmacist\n", "  - {id: dentist, label: {nb: tannlege, en: dentist}}\n"

Places = set[tuple[str, str]]

EDITS: Mapping[str, tuple[str, str, str, Places]] = {
    "a name in Norwegian": ("regions", "nb: Helse Nord,", "nb: Nord,", {("K916", "values/0/label/nb")}),
    "a name in English": ("regions", "(Helse Vest)", "(Vest)", {("K916", "values/2/label/en")}),
    "a name loses a language": ("regions", ", en: Northern Norway (Helse Nord)}", "}", {("K916", "values/0/label/en")}),
    "a region's id": ("regions", "id: helse-nord", "id: nord", {("K917", "values/0/id")}),
    "a region's id and name": (
        "regions",
        "helse-nord\n    label: {nb: H",
        "x\n    label: {nb: J",
        {("K917", "values")},
    ),
    "a profession's name": ("professions", "nb: sykepleier", "nb: pleier", {("K916", "values/11/label/nb")}),
    "a profession's id": ("professions", "id: radiographer", "id: x-ray", {("K917", "values/14/id")}),
    "the name of what is no profession": ("professions", "nb: publikum", "nb: allmennheten", set()),
    "the name of what is no health region": ("regions", "nb: Nasjonalt", "nb: Landet", set()),
    "one profession more": ("professions", PHARMACIST, DENTIST + PHARMACIST, set()),
    "one region more": ("regions", SCOPES, REGION % "ny" + SCOPES, set()),
    "a region at another's address": ("regions", SCOPES, REGION % "helse-vest-gp" + SCOPES, {("K916", "values/4/id")}),
    "one language less": ("locales", EN, "", {("K917", "values")}),
    "the languages the other way round": (
        "locales",
        NB + EN,
        EN + NB,
        {("K916", "values/0/id"), ("K917", "values/0/id")},
    ),
    "what a language is called": ("locales", "nb: engelsk", "nb: britisk", set()),
}
"""A list, what is replaced in it and by what, and where which rule objects."""


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_that_renames_a_calendar_or_takes_its_address_is_refused_where_it_was_made(
    edit: str, before: Catalogue, tmp_path: Path
) -> None:
    name, old, new, wanted = EDITS[edit]
    after = edited(tmp_path, name, old, new)
    found = refused(after, before)
    assert {(one.code, "/".join(map(str, one.spot.path))) for one in found} == wanted
    assert {one.spot.file for one in found} <= {f"vocabulary/{name}.yaml"}
    then, now = written(before), written(after)
    lost, renamed = then.keys() - now.keys(), {path for path in then.keys() & now.keys() if now[path] != then[path]}
    assert {code for code, _ in wanted} == {code for code, there in (("K917", lost), ("K916", renamed)) if there}


def test_a_language_that_has_no_words_yet_is_refused_where_it_moves_the_others(
    before: Catalogue, tmp_path: Path
) -> None:
    swedish = EN.replace("id: en", "id: sv")
    assert {one.code for one in refused(edited(tmp_path, "locales", NB + EN, swedish + NB + EN), before)} == {"K917"}


def test_nothing_is_compared_with_nothing_or_with_a_list_that_cannot_be_read(before: Catalogue, tmp_path: Path) -> None:
    torn = edited(tmp_path, "regions", "id: helse-nord", "id: [helse-nord")
    assert not refused(torn, before)
    assert not refused(before, torn)
    assert not refused(before, None)
