"""The example on the page “Write a curriculum”: whoever copies it gets what the page says.

It is held against the real standards, so that a change to a standard which makes the page wrong is noticed here.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from norprem import build, report
from norprem.coverage import reached
from tests.building import ROOT
from tests.fixture_catalogue import TODAY

PAGES = {locale: (ROOT / "docs" / locale / "bidra" / "laereplan.md").read_text("utf-8") for locale in ("nb", "en")}
FILE = "programmes/eksempel-gentester-fastlege.yaml"
REACHED = {
    "nb": "Fem av de {all} kompetansene i utgave {edition} når nivået fastlegen trenger. Det er {share} prosent."
    " Planen lover {promised}.",
    "en": "Five of the {all} competences of edition {edition} reach the level a GP needs. That is {share} per cent."
    " The curriculum promises {promised}.",
}


def blocks(locale: str, kind: str) -> list[str]:
    """Return the blocks of a kind on the page, as one copies them."""
    return re.findall(rf"^``` {{ \.{kind} [^\n]*}}\n(.*?)^```$", PAGES[locale], re.MULTILINE | re.DOTALL)


def example(locale: str = "nb") -> str:
    (text,) = blocks(locale, "yaml")
    return text


def checked(folder: Path, text: str) -> build.Checked:
    """Put the example among the real files, and check them all."""
    root = folder / "curricula"
    shutil.copytree(ROOT / "curricula", root)
    (root / FILE).write_text(text, "utf-8")
    return build.check(root, TODAY)


def told(found: build.Checked, locale: str) -> str:
    """Return what the checks say of the example, without the line that counts."""
    own = [finding for finding in found.findings if finding.spot.file == FILE]
    return report.as_text(own, locale, prefix="curricula/", files=1).rpartition("\n\n")[0]


def test_both_languages_show_the_same_example() -> None:
    assert example("nb") == example("en")


def test_the_example_passes_the_checks_as_it_stands(tmp_path: Path) -> None:
    found = checked(tmp_path, example())
    assert told(found, "en") == ""
    assert FILE in {entry.file for entry in found.catalogue.programmes}


@pytest.mark.parametrize("locale", PAGES)
def test_the_message_that_is_shown_is_what_the_checks_say(locale: str, tmp_path: Path) -> None:
    text = example().replace("\nhours: 8\n", "\nhours: 9\n")
    assert blocks(locale, "text") == [told(checked(tmp_path, text), locale) + "\n"]


@pytest.mark.parametrize("locale", PAGES)
def test_the_share_that_the_page_works_out_is_the_one_reached(locale: str, tmp_path: Path) -> None:
    catalogue = checked(tmp_path, example()).catalogue
    programme = catalogue.programme[Path(FILE).stem]
    (cover,) = programme.covers
    reach = reached(programme, catalogue.standard[cover.standard])
    figures = {"all": len(reach.levels), "edition": cover.edition, "share": int(reach.share * 100)}
    assert reach.done == 5
    assert REACHED[locale].format(**figures, promised=int(cover.share * 100)) in PAGES[locale]


@pytest.mark.parametrize("locale", PAGES)
def test_every_form_of_assessment_stands_at_the_highest_level_it_can_prove(locale: str, tmp_path: Path) -> None:
    rows = re.findall(r"^\| (\d) \| [^|]+ \| (.+) \|$", PAGES[locale], re.MULTILINE)
    shown = {form: int(level) for level, forms in rows for form in re.findall(r"`([^`]+)`", forms)}
    forms = checked(tmp_path, example()).catalogue.vocabulary["assessment-forms"].values
    assert shown == {form.id: form.proves for form in forms}
