"""The regional block: where one turns with a topic, the whole country first, then region by region."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from norprem.edition import Edition
from norprem.model import Answer, Contact, Kind, Pathway, Person
from norprem.pages.reviews import ASKED, missing
from norprem.select import shown_people
from norprem.text import Text
from norprem.vocabulary import NATIONAL, Region


@dataclass(frozen=True, slots=True)
class Shown:
    """What holds in one region, as a reader sees it.

    Attributes:
        unit: who is referred to, where it is a unit that the site shows.
        phone: the answer's own number, or else the unit's.
        web: the answer's own page, or else the unit's.
        email: the unit's shared address.
        referral: how a patient gets to the unit, where the answer itself does not say it.
        lacking: names of what nobody has provided, neither here nor for the whole country.
    """

    region: Region
    answer: Answer
    unit: Person | None
    phone: str
    web: str
    email: str
    referral: Text | None
    lacking: tuple[str, ...]

    @property
    def host(self) -> str:
        """Name of the website: what a page is called by where its whole address would fill a phone."""
        return (urlsplit(self.web).hostname or "").removeprefix("www.")


def pathways(edition: Edition, _: str, arguments: Mapping[str, str]) -> tuple[str, Mapping[str, Any]]:
    """Where one turns with a topic."""
    pathway = edition.catalogue.pathway[arguments["topic"]]
    units = {one.id: one for one in shown_people(edition.catalogue, edition.today) if one.kind == Kind.UNIT}
    shown = list(_shown(edition, pathway, units))
    return "pathways.html", {
        "pathway": pathway,
        "national": next((one for one in shown if one.region.id == NATIONAL), None),
        "regional": [one for one in shown if one.region.id != NATIONAL],
    }


def _shown(edition: Edition, pathway: Pathway, units: Mapping[str, Person]) -> Iterator[Shown]:
    """Yield the answers in the order of the regions."""
    given = {answer.region: answer for answer in pathway.answers}
    for region in edition.catalogue.vocabulary.regions:
        if region.id in given:
            yield _answered(region, given[region.id], units, given.get(NATIONAL))


def _answered(region: Region, answer: Answer, units: Mapping[str, Person], national: Answer | None) -> Shown:
    unit = units.get(answer.unit or "")
    contact = (unit.contact if unit else None) or Contact()
    referral = unit.referral if unit and not (answer.self_referral or answer.refer_to) else None
    phone, web = answer.phone or contact.phone or "", str(answer.web or contact.url or "")
    known = {
        "unit": unit or answer.refer_to,
        "self_referral": answer.self_referral or referral,
        "phone": phone,
        "web": web,
    }
    lacking = [name for name in ASKED if not known.get(name, getattr(answer, name))]
    everywhere = missing(national) if national else ASKED
    return Shown(
        region,
        answer,
        unit,
        phone=phone,
        web=web,
        email=contact.email or "",
        referral=referral,
        lacking=tuple(name for name in lacking if name in everywhere),
    )
