"""Names for machines stay what they are; the values here were computed from SHA-1 by hand, not by the code."""

from __future__ import annotations

from uuid import UUID, uuid5

import pytest

from norprem import identity
from norprem.model import CompetenceId

ROOT = UUID("304b4865-c975-4014-acc8-aac8eba52e28")
WAY = CompetenceId("eksempelstandard", "arvegang")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        (identity.standard("eksempelstandard"), "1f83feb8-49f7-5ffd-a3bd-557e16f0da8f"),
        (identity.competence(WAY), "91c29550-43e4-5b85-af4d-4c74b3b2618e"),
        (identity.domain("eksempelstandard", "A"), "0632ede4-3b86-5bca-9658-15b0a1b24e49"),
        (identity.level("eksempelstandard", 3), "7bd42591-e2b7-540f-a57a-126c5280199d"),
        (identity.programme("eksempelplan"), "b2c2a824-a6d2-543f-a974-75434ae9ab64"),
        (identity.part("eksempelplan", "outcome", "lo1"), "71cdee57-4a61-5c13-ac4c-e084bd1cff7f"),
        (identity.need("eksempelbehov"), "b7bb20bf-526b-552c-8092-65ea3865a82c"),
        (identity.in_language(identity.competence(WAY), "en"), "2702fbf7-b388-57b0-8b2f-cb73f99e4b2c"),
    ],
)
def test_a_name_is_what_it_was_when_it_was_first_given(name: UUID, value: str) -> None:
    assert name == UUID(value)


def test_names_are_computed_from_the_ids_alone() -> None:
    standard = uuid5(ROOT, "standard/gp")
    assert identity.standard("gp") == standard
    assert identity.competence(CompetenceId("gp", "family-history")) == uuid5(standard, "family-history")


def test_things_with_the_same_id_have_different_names() -> None:
    names = [
        identity.standard("a"),
        identity.programme("a"),
        identity.need("a"),
        identity.competence(CompetenceId("a", "a")),
        identity.competence(CompetenceId("b", "a")),
        identity.domain("a", "a"),
        identity.part("a", "module", "a"),
        identity.part("a", "outcome", "a"),
    ]
    assert len(set(names)) == len(names)
