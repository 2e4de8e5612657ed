"""The closed lists: which regions, professions, topics and so on there are, and what they are called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from norprem.text import Text

HEALTH_REGION = "health-region"
NATIONAL = "national"

LISTS = (
    "assessment-forms",
    "availability",
    "bases",
    "bloom",
    "code-systems",
    "competence-kinds",
    "competence-levels",
    "confirmations",
    "countries",
    "evidence",
    "fields",
    "issuer-roles",
    "kinds",
    "levels",
    "locales",
    "method-kinds",
    "method-statuses",
    "modes",
    "need-kinds",
    "need-statuses",
    "outcome-kinds",
    "page-audiences",
    "page-groups",
    "professions",
    "programme-details",
    "programme-statuses",
    "recognition-kinds",
    "regions",
    "relations",
    "seen",
    "source-kinds",
    "standard-statuses",
    "statuses",
    "teaching-languages",
    "topics",
)


@dataclass(frozen=True, slots=True)
class Value:
    """One allowed value of a closed list, with its name in each language.

    Attributes:
        explanation: what it means, where the name alone does not say it.
        proves: of a form of assessment, the highest of Miller's levels that it can prove.
        formerly: ids it had before.
    """

    id: str
    label: Text
    explanation: Text | None = None
    proves: int | None = None
    formerly: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Region(Value):
    """A place a course or a person belongs to.

    Attributes:
        kind: `health-region` for the four regional health authorities, `scope` for what reaches wider.
        regut_host: provider that hosts the regional education centre (RegUt), where the region has one.
    """

    kind: str = "scope"
    regut_host: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class ClosedList:
    """The values of one list, in the order readers see them; a list is equal to itself only, which is quick to tell."""

    name: str
    values: tuple[Value, ...] = ()
    by_id: Mapping[str, Value] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_id", {value.id: value for value in self.values})

    def __contains__(self, value_id: str) -> bool:
        return value_id in self.by_id

    def label(self, value_id: str) -> Text:
        """Return the name of a value; an unknown id is its own name, so that a page can still be drawn."""
        value = self.by_id.get(value_id)
        return value.label if value else Text((("und", value_id),))

    def order(self, value_id: str) -> int:
        """Return the place of a value in the list; unknown ones come last."""
        return next((place for place, value in enumerate(self.values) if value.id == value_id), len(self.values))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All closed lists, by file name without the ending."""

    lists: Mapping[str, ClosedList] = field(default_factory=dict)

    def __getitem__(self, name: str) -> ClosedList:
        return self.lists.get(name) or ClosedList(name)

    @property
    def locales(self) -> tuple[str, ...]:
        """The languages of the site; the first one has addresses without a prefix."""
        return tuple(value.id for value in self["locales"].values)

    @property
    def regions(self) -> tuple[Region, ...]:
        """Every region, health regions first as the file has them."""
        return tuple(value for value in self["regions"].values if isinstance(value, Region))

    @property
    def health_regions(self) -> tuple[Region, ...]:
        """The four regional health authorities."""
        return tuple(region for region in self.regions if region.kind == HEALTH_REGION)


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """Return the candidate that a misspelled word most likely meant, or None when none is near."""
    pool = sorted(set(candidates))
    folded = {candidate.lower().replace("_", "-"): candidate for candidate in pool}
    wanted = word.lower().replace("_", "-")
    if wanted in folded:
        return folded[wanted]
    found = get_close_matches(wanted, folded, n=1, cutoff=0.6)
    return folded[found[0]] if found else None
