"""Whom each page of the site is for, by its address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from norprem.model import SECTIONS, Audience, Catalogue
from norprem.site import course_address, programme_address, standard_address

EVERYONE = frozenset(Audience)
_STAFF = frozenset({Audience.GP, Audience.PROFESSIONAL})
_PROFESSIONAL = frozenset({Audience.PROFESSIONAL})
_PARTS: Mapping[str, frozenset[Audience]] = {
    **{section: frozenset({audience}) for section, audience in SECTIONS.items()},
    "kode": frozenset({Audience.GP}),
    "bidra": _PROFESSIONAL,
    "kurs": _STAFF,
    "kompetanse": _STAFF,
    "laereplaner": _STAFF,
}
"""By the first part of an address; pages in other parts are for everyone."""

_PROFESSIONS = {"gp": frozenset({Audience.GP}), "all-health-personnel": _STAFF, "public": EVERYONE}
"""By a profession or what stands for several; the others are professionals."""


@dataclass(frozen=True)
class Readers:
    """Tells whom a page is for.

    Attributes:
        catalogue: its courses, standards and curricula say which professions they are for.
    """

    catalogue: Catalogue

    def of(self, address: str) -> tuple[Audience, ...]:
        """Return whom a page is for, in the order of `Audience`, by its path below that of its language."""
        record = "".join(f"{part}/" for part in address.split("/")[:2])
        section = address.partition("/")[0]
        found = self._records.get(record) or _PARTS.get(section, EVERYONE)
        return tuple(one for one in Audience if one in found)

    @cached_property
    def _records(self) -> Mapping[str, frozenset[Audience]]:
        """By the address of a record; what lies below it is for the same readers."""
        catalogue = self.catalogue
        return {
            **{course_address(one.record.id): _whom(one.record.audience) for one in catalogue.courses},
            **{standard_address(one.record.id): _whom(one.record.professions) for one in catalogue.standards},
            **{programme_address(one.record.id): _whom(one.record.audience) for one in catalogue.programmes},
        }


def _whom(professions: Iterable[str]) -> frozenset[Audience]:
    return frozenset[Audience]().union(*(_PROFESSIONS.get(one, _PROFESSIONAL) for one in professions))
