"""A curriculum as a picture: every bar within it, nothing before what it builds on, no ring that goes on for ever."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from norprem.model import Programme
from norprem.pages.timeline import ROW, Timeline, timeline
from tests import exported
from tests.unit.strategies import both, texts

LENGTHS = {"months": lambda amount: {"months": amount}, "hours": lambda amount: {"hours": {"contact": amount}}}
"""How a module says how long it is, by the unit of the picture."""

amounts = st.decimals(Decimal("0.1"), 5000, places=1).map(str)
units = st.sampled_from(sorted(LENGTHS))


def programme(
    unit: str, lengths: Sequence[str], after: Sequence[Sequence[int]], names: Sequence[str] = ()
) -> Programme:
    """Make a curriculum of modules with these lengths, each after the modules at these places."""
    modules: list[dict[str, Any]] = [
        {
            "id": f"m{place}",
            "title": both(names[place] if names else f"Modul {place}"),
            "after": [f"m{one}" for one in after[place]],
            **LENGTHS[unit](length),
        }
        for place, length in enumerate(lengths)
    ]
    return exported.programme(modules=modules)


@st.composite
def plans(draw: st.DrawFn, *, backwards: bool = True) -> tuple[str, list[str], list[list[int]]]:
    """Draw the unit, the lengths and what builds on what: on earlier modules only, or on any, in rings too."""
    lengths = draw(st.lists(amounts, min_size=1, max_size=12))
    places = range(len(lengths))
    after = [
        draw(st.lists(st.sampled_from(pool), max_size=4, unique=True))
        if (pool := list(places if backwards else places[:place]))
        else []
        for place in places
    ]
    return draw(units), lengths, after


def drawn(plan: Programme) -> Timeline:
    picture = timeline(plan, "nb")
    assert picture is not None
    return picture


@given(plans())
def test_every_bar_lies_within_the_picture_and_below_the_one_before(
    plan: tuple[str, list[str], list[list[int]]],
) -> None:
    picture = drawn(programme(*plan))
    for bar in picture.bars:
        assert 0 <= bar.left <= 100
        assert bar.width >= 0
        assert bar.left + bar.width <= 100
        assert bar.end - bar.start == Decimal(plan[1][bar.number - 1])
    assert max(bar.left + bar.width for bar in picture.bars) == 100
    assert all(after.top - before.top == ROW for before, after in pairwise(picture.bars))
    assert picture.bars[-1].top + ROW <= picture.height


@given(plans(backwards=False))
def test_a_module_never_starts_before_what_it_builds_on_ends(plan: tuple[str, list[str], list[list[int]]]) -> None:
    picture, after = drawn(programme(*plan)), plan[2]
    for bar, places in zip(picture.bars, after, strict=True):
        assert all(bar.start >= picture.bars[place].end for place in places)
    assert len(picture.links) == sum(map(len, after))


@given(plans(backwards=False))
def test_without_rings_a_module_starts_as_soon_as_it_can(plan: tuple[str, list[str], list[list[int]]]) -> None:
    unit, _, after = plan
    picture = drawn(programme(*plan))
    for place, bar in enumerate(picture.bars):
        before = after[place] if unit == "months" else range(place)
        assert bar.start == max((picture.bars[one].end for one in before), default=0)


@pytest.mark.parametrize("after", [[[0]], [[1], [0]], [[2], [0], [1]], [[], [2], [1], [1, 2]]])
def test_modules_that_wait_for_each_other_are_all_drawn(after: list[list[int]]) -> None:
    picture = drawn(programme("months", ["3"] * len(after), after))
    assert len(picture.bars) == len(after)


def test_a_long_row_of_modules_that_all_wait_for_each_other_is_drawn_at_once() -> None:
    count = 40
    everything = [[other for other in range(count) if other != place] for place in range(count)]
    assert len(drawn(programme("months", ["1"] * count, everything)).bars) == count


@given(plans())
def test_marks_go_from_the_left_to_the_right_within_the_picture(plan: tuple[str, list[str], list[list[int]]]) -> None:
    marks = drawn(programme(*plan)).marks
    assert marks[0].x == 0
    assert marks[-1].x <= 100
    assert all(before.x < after.x for before, after in pairwise(marks))


@given(st.lists(texts, min_size=1, max_size=4))
def test_a_long_name_is_cut_and_says_so(names: list[str]) -> None:
    bars = drawn(programme("months", ["1"] * len(names), [[]] * len(names), names)).bars
    for bar, name in zip(bars, names, strict=True):
        assert bar.name == name or (bar.name.endswith("…") and name.startswith(bar.name[:-1]) and len(bar.name) <= 44)


@pytest.mark.parametrize(
    "modules",
    [
        [],
        [{"id": "a", "title": both("A")}],
        [{"id": "a", "title": both("A"), "months": "3"}, {"id": "b", "title": both("B")}],
        [{"id": "a", "title": both("A"), "months": "3"}, {"id": "b", "title": both("B"), "hours": {"contact": "4"}}],
        [{"id": "a", "title": both("A"), "months": "0"}],
        [{"id": "a", "title": both("A"), "hours": {"contact": "0"}}],
    ],
)
def test_where_a_module_does_not_say_how_long_it_is_there_is_no_picture(modules: list[dict[str, Any]]) -> None:
    assert timeline(exported.programme(modules=modules), "nb") is None


def test_what_a_module_builds_on_but_is_not_there_changes_nothing() -> None:
    alone = exported.programme(modules=[{"id": "a", "title": both("A"), "months": "3", "after": ["borte"]}])
    (bar,) = drawn(alone).bars
    assert (bar.start, bar.end) == (0, 3)
