"""How far a curriculum brings its learners in a standard."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from norprem.coverage import reached
from norprem.model import Programme, Standard
from tests.unit import strategies as made

Served = tuple[int, tuple[str, ...]]
"""An outcome, as its level and the competences it serves."""


def standard(*targets: int, archived: tuple[int, ...] = (), minimum: int = 1) -> Standard:
    """Make a standard with a competence for each target, c0 and so on, in domains A and B by turns."""
    return Standard.model_validate(
        {
            "id": "yrket",
            "title": made.both("Yrket"),
            "summary": made.both("Oppdiktet."),
            "issuer": {"name": "Senteret", "role": "author"},
            "edition": "1.0",
            "status": "draft",
            "valid_from": "2026-01-01",
            "professions": ["nurse"],
            "fields": ["medical-genetics"],
            "sources": [{"id": "kilden", "title": "Kilden", "seen": "full", "read": "2026-11-20"}],
            "domains": [{"code": code, "title": made.both(code), "min_outcomes": str(minimum)} for code in ("A", "B")],
            "competences": [
                {
                    "id": f"c{place}",
                    "code": f"{place}",
                    "domain": "AB"[place % 2],
                    "kind": "skill",
                    "statement": made.both("Kan noe."),
                    "target": str(target),
                    "topics": ["rare-disease"],
                }
                | ({"archived": {"on": "2026-02-01", "reason": made.both("Utgått.")}} if place in archived else {})
                for place, target in enumerate(targets)
            ],
            "changes": [{"edition": "1.0", "on": "2026-01-01", "note": made.both("Første.")}],
            "last_checked": "2026-11-20",
            "next_review": "2027-11-20",
        }
    )


def programme(*outcomes: Served) -> Programme:
    """Make a curriculum with these outcomes."""
    return Programme.model_validate(
        {
            "id": "planen",
            "title": made.both("Planen"),
            "summary": made.both("Oppdiktet."),
            "provider": "oslo-example",
            "region": "national",
            "detail": "full",
            "status": "proposal",
            "version": "0.1",
            "changes": [{"edition": "0.1", "on": "2026-11-20", "note": made.both("Første.")}],
            "audience": ["nurse"],
            "languages": ["no"],
            "outcomes": [
                {
                    "id": f"lo{place}",
                    "text": made.both("Kan noe."),
                    "kind": "skill",
                    "level": str(level),
                    "serves": [served if "/" in served else f"yrket/{served}" for served in serves],
                }
                for place, (level, serves) in enumerate(outcomes)
            ],
            "last_checked": "2026-11-20",
            "next_review": "2027-11-20",
        }
    )


def test_the_highest_level_counts_whatever_the_order() -> None:
    one = programme((3, ("c0",)), (1, ("c0", "c1")), (2, ("c1",)), (4, ("annet/c0",)))
    assert reached(one, standard(4, 4)).levels == {"c0": 3, "c1": 2}


def test_a_competence_that_nothing_serves_is_at_level_none() -> None:
    reach = reached(programme((2, ("c0",))), standard(2, 3))
    assert reach.levels == {"c0": 2, "c1": 0}
    assert [one.id for one in reach.missing] == ["c1"]


def test_a_level_below_the_target_is_not_reached_and_one_above_it_is() -> None:
    reach = reached(programme((2, ("c0",)), (4, ("c1",))), standard(3, 3))
    assert [one.id for one in reach.missing] == ["c0"]
    assert (reach.done, reach.share) == (1, Fraction(1, 2))


def test_the_share_is_exact_so_that_two_thirds_are_more_than_their_decimals() -> None:
    share = reached(programme((1, ("c0", "c1"))), standard(1, 1, 1)).share
    assert share == Fraction(2, 3)
    assert Fraction(Decimal("0.6666")) < share < Fraction(Decimal("0.6667"))


def test_what_is_out_of_use_neither_helps_nor_counts() -> None:
    reach = reached(programme((3, ("c0", "c1"))), standard(3, 3, 3, archived=(1,)))
    assert reach.levels == {"c0": 3, "c2": 0}
    assert reach.share == Fraction(1, 2)
    assert [one.outcomes for one in reach.domains] == [1, 0]


def test_an_unknown_competence_and_one_of_another_standard_change_nothing() -> None:
    plain, other = programme((3, ("c0",))), programme((3, ("c0", "c9", "annet/c1")))
    assert reached(plain, standard(3, 3)) == reached(other, standard(3, 3))


def test_an_outcome_counts_once_in_a_domain_however_many_of_its_competences_it_serves() -> None:
    first, second = reached(programme((2, ("c0", "c2")), (2, ("c0",)), (2, ("c1",))), standard(2, 3, 2)).domains
    assert (first.domain.code, first.competences, first.reached, first.outcomes) == ("A", 2, 2, 2)
    assert (second.domain.code, second.competences, second.reached, second.outcomes) == ("B", 1, 0, 1)


@pytest.mark.parametrize(
    ("targets", "archived", "minimum", "enough"),
    [
        ((2, 2), (), 1, [True, False]),
        ((2, 2), (), 0, [True, True]),
        ((2, 2), (), 2, [False, False]),
        ((2, 2), (1,), 1, [True, True]),
    ],
)
def test_a_domain_with_competences_needs_as_many_outcomes_as_it_asks_for(
    targets: tuple[int, ...], archived: tuple[int, ...], minimum: int, enough: list[bool]
) -> None:
    reach = reached(programme((2, ("c0",))), standard(*targets, archived=archived, minimum=minimum))
    assert [one.enough for one in reach.domains] == enough


def test_a_standard_without_competences_in_use_is_reached() -> None:
    reach = reached(programme(), standard(2, archived=(0,)))
    assert (reach.levels, reach.missing, reach.share) == ({}, (), 1)


_names = st.sampled_from([f"c{place}" for place in range(7)])
_steps = st.integers(1, 4)
_outcomes = st.lists(st.tuples(_steps, st.lists(_names, max_size=4).map(tuple)), min_size=1, max_size=8)
_targets = st.lists(_steps, min_size=1, max_size=6)


@given(_outcomes, _targets, st.data())
def test_raising_a_level_never_lowers_the_share(
    outcomes: list[Served], targets: list[int], data: st.DataObject
) -> None:
    raised = list(outcomes)
    place = data.draw(st.integers(0, len(outcomes) - 1))
    raised[place] = (data.draw(st.integers(outcomes[place][0], 4)), outcomes[place][1])
    before, after = (reached(programme(*own), standard(*targets)) for own in (outcomes, raised))
    assert before.share <= after.share
    assert set(after.missing) <= set(before.missing)
    assert [one.reached <= two.reached for one, two in zip(before.domains, after.domains, strict=True)] == [True, True]


@given(_outcomes, _targets)
def test_domains_add_up_to_the_whole(outcomes: list[Served], targets: list[int]) -> None:
    reach = reached(programme(*outcomes), standard(*targets))
    assert sum(one.competences for one in reach.domains) == len(reach.levels) == len(targets)
    assert sum(one.reached for one in reach.domains) == reach.done
    assert 0 <= reach.share <= 1
