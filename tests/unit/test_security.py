"""Where faults in security are told of, and which configured addresses a reader can follow."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from norprem.edition import Edition
from norprem.exports import security
from norprem.model import Catalogue
from norprem.site import Site
from tests.exported import BASE
from tests.unit.strategies import VOCABULARY, WORDS

TODAY = date(2026, 11, 22)
EMPTY = Catalogue(VOCABULARY)


def fields(repository: str = "", security_contact: str = "") -> dict[str, str]:
    """Return the fields of the file, by name; none where there is no file."""
    site = Site(BASE, ("nb", "en"), repository)
    written = dict(security.contacts(Edition(EMPTY, TODAY, site, WORDS, security_contact=security_contact)))
    lines = b"".join(written.values()).decode().splitlines()
    return dict(line.split(": ", 1) for line in lines)


def test_the_contact_is_the_private_report_of_the_repository() -> None:
    assert fields(repository="https://git.example/norprem")["Contact"] == (
        "https://git.example/norprem/security/advisories/new"
    )


def test_a_configured_contact_comes_before_the_repository() -> None:
    found = fields(repository="https://git.example/norprem", security_contact="mailto:sikkerhet@norprem.example")
    assert found["Contact"] == "mailto:sikkerhet@norprem.example"


def test_it_expires_within_a_year_of_the_build_and_names_itself_and_the_languages() -> None:
    found = fields(security_contact="https://norprem.example/melding")
    lasts = datetime.fromisoformat(found["Expires"]).date() - TODAY
    assert 180 < lasts.days < 365
    assert found["Canonical"] == f"{BASE}.well-known/security.txt"
    assert found["Preferred-Languages"].split(", ") == ["nb", "en"]


def test_without_a_contact_there_is_no_file() -> None:
    assert fields() == {}


@pytest.mark.parametrize("address", ["javascript:alert(1)", "http://norprem.example", "norprem.example", "https://a b"])
@pytest.mark.parametrize("name", ["statement", "security_contact"])
def test_an_address_that_nobody_can_follow_stops_the_build(name: str, address: str) -> None:
    with pytest.raises(ValueError, match=r"mkdocs\.yml"):
        Edition.of(EMPTY, TODAY, base=BASE, **{name: address})
