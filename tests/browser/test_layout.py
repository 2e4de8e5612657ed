"""Every kind of page stands and looks as the reference says, at three widths and in both schemes.

How that is compared: tests/browser/layout.py, tests/browser/pictures.py.
"""

from __future__ import annotations

import copy

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

from tests.browser import pictures
from tests.browser.layout import PAGES, Layout, differences, load, measured
from tests.browser.looking import SCHEMES, WIDTHS

MEANT = (
    "If this is meant: make shots, look at site-shots/, and commit tests/browser/layout.json and tests/browser/shots/."
)


@pytest.fixture(scope="module")
def views(browser: Browser, site: str) -> tuple[Layout, dict[str, pictures.Pictures]]:
    """How every kind of page stands, and pictures of it."""
    drawn: dict[str, pictures.Pictures] = {kind: {} for kind in PAGES}

    def draw(page: Page, kind: str, scheme: str, width: int) -> None:
        drawn[kind][scheme, width] = pictures.small(page.screenshot(), width)

    return measured(browser.new_context, site, draw), drawn


def test_every_kind_of_page_stands_as_the_reference_says(
    views: tuple[Layout, dict[str, pictures.Pictures]],
) -> None:
    found = list(differences(load(), views[0]))
    assert not found, "\n".join([*found, MEANT])


def test_every_kind_of_page_looks_as_its_kept_pictures_do(views: tuple[Layout, dict[str, pictures.Pictures]]) -> None:
    assert {file.stem for file in pictures.FOLDER.iterdir()} == set(PAGES)
    found = [one for kind, drawn in views[1].items() for one in pictures.differences(kind, drawn)]
    assert not found, "\n".join([*found, MEANT])


def test_the_pictures_are_few_enough_for_git() -> None:
    assert sum(file.stat().st_size for file in pictures.FOLDER.iterdir()) < 1_500_000


def test_a_part_that_is_gone_or_has_another_colour_is_seen() -> None:
    for view, kept in pictures.load("home").items():
        assert pictures.unlike(kept, kept) == 0
        changed = kept.copy()
        colour = "white" if view[0] == "dark" else "black"
        changed.paste(colour, (0, 0, kept.width // 4, kept.height // 4))
        assert pictures.unlike(kept, changed) > pictures.LIKE
    swapped = {
        (scheme, width): Image.new("RGB", kept.size, "red") for (scheme, width), kept in pictures.load("home").items()
    }
    assert len(list(pictures.differences("home", swapped))) == 6


def test_the_reference_knows_every_kind_of_page_at_every_width_and_in_both_schemes() -> None:
    wanted = {*map(str, WIDTHS), *SCHEMES}
    assert {kind: set(views) for kind, views in load().items()} == dict.fromkeys(PAGES, wanted)


def test_what_moves_vanishes_or_changes_colour_is_told_and_two_pixels_are_not() -> None:
    reference = load()
    assert list(differences(reference, reference)) == []
    for change, expected in (
        (lambda one: one["home"]["1400"][0].__setitem__(1, one["home"]["1400"][0][1] + 2), 0),
        (lambda one: one["home"]["1400"][0].__setitem__(1, one["home"]["1400"][0][1] + 3), 1),
        (lambda one: one["course"]["320"].pop(), 1),
        (lambda one: one["course"]["dark"][0].__setitem__(1, "rgb(1, 2, 3)"), 1),
        (lambda one: one.pop("course"), sum(map(len, reference["course"].values()))),
    ):
        changed = copy.deepcopy(reference)
        change(changed)
        assert len(list(differences(reference, changed))) == expected
