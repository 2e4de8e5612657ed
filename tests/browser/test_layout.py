"""Every kind of page stands as the reference says, at three widths and in both schemes (tests/browser/layout.py)."""

from __future__ import annotations

import copy
from collections.abc import Callable

from playwright.sync_api import BrowserContext

from tests.browser.layout import PAGES, differences, load, measured
from tests.browser.looking import SCHEMES, WIDTHS


def test_every_kind_of_page_stands_and_looks_as_the_reference_says(
    new_context: Callable[..., BrowserContext], site: str
) -> None:
    found = list(differences(load(), measured(new_context, site)))
    told = "\n".join(found)
    assert not found, (
        f"{told}\nIf this is meant: make shots, look at site-shots/, and commit tests/browser/layout.json."
    )


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
