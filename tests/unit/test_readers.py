"""Whom a page of the site is for, by its address."""

from __future__ import annotations

import pytest

from norprem.model import Audience, Catalogue, Entry
from norprem.readers import EVERYONE, Readers
from tests.unit import strategies as made

GP, PROFESSIONAL = {Audience.GP}, {Audience.PROFESSIONAL}
STAFF = GP | PROFESSIONAL


def readers(*professions: str) -> Readers:
    """Readers of a catalogue with one course, "kurset", for some professions."""
    course = made.course(id="kurset", audience=list(professions))
    return Readers(Catalogue(made.VOCABULARY, courses=(Entry("courses/x/kurset.yaml", course),)))


@pytest.mark.parametrize(
    ("address", "whom"),
    [
        ("", EVERYONE),
        ("ordliste", EVERYONE),
        ("ressurspersoner/helse-nord", EVERYONE),
        ("pasient/arvelig-brystkreft", {Audience.PATIENT}),
        ("fastlege", GP),
        ("kode/icd-10/C50", GP),
        ("fagfolk/veiledning", PROFESSIONAL),
        ("bidra/kurs", PROFESSIONAL),
        ("kurs/region/helse-vest", STAFF),
        ("kompetanse/dekning", STAFF),
    ],
)
def test_a_page_is_for_the_readers_of_its_part_of_the_site(address: str, whom: set[Audience]) -> None:
    assert set(readers("nurse").of(address)) == whom


@pytest.mark.parametrize(
    ("professions", "whom"),
    [
        (("nurse",), PROFESSIONAL),
        (("gp",), GP),
        (("gp", "nurse"), STAFF),
        (("all-health-personnel",), STAFF),
        (("public",), EVERYONE),
    ],
)
def test_a_course_is_for_its_professions(professions: tuple[str, ...], whom: set[Audience]) -> None:
    found = readers(*professions).of("kurs/kurset")
    assert set(found) == whom
    assert list(found) == [one for one in Audience if one in whom]
