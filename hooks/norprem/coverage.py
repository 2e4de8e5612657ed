"""What curricula bring their learners to: which competences of a standard, how far, and what is missing.

What it takes is one walk over the outcomes of a curriculum and one over the competences of a standard.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from norprem.model import Competence, Domain, Programme, Standard


@dataclass(frozen=True, slots=True)
class DomainReach:
    """How far a curriculum comes in one domain of a standard.

    Attributes:
        competences: how many competences in use the domain has.
        reached: how many of them the curriculum brings to their target level.
        outcomes: how many outcomes of the curriculum serve at least one of them.
    """

    domain: Domain
    competences: int
    reached: int
    outcomes: int

    @property
    def enough(self) -> bool:
        """Whether it has the outcomes that the standard asks for; a domain without competences asks for none."""
        return self.outcomes >= self.domain.min_outcomes or not self.competences


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a curriculum comes in one standard.

    Attributes:
        levels: for every competence in use, by its id, the highest level (1 to 4) that an outcome serving it has,
            0 where none serves it; in the order of the standard.
        missing: competences that do not reach their target level, in the order of the standard.
        domains: the same by domain, in the order of the standard.
    """

    levels: Mapping[str, int]
    missing: tuple[Competence, ...]
    domains: tuple[DomainReach, ...]

    @property
    def done(self) -> int:
        """How many competences reach their target level."""
        return len(self.levels) - len(self.missing)

    @property
    def share(self) -> Fraction:
        """The share of the competences that reach their target level, 0 to 1; a standard without any is reached."""
        return Fraction(self.done, len(self.levels)) if self.levels else Fraction(1)


def reached(programme: Programme, standard: Standard) -> Reach:
    """Return how far a curriculum comes in a standard; competences out of use neither help nor count."""
    current = tuple(standard.current)
    domain_of = {competence.id: competence.domain for competence in current}
    levels = dict.fromkeys(domain_of, 0)
    outcomes: Counter[str] = Counter()
    for outcome in programme.outcomes:
        served = [one.competence for one in outcome.serves if one.standard == standard.id and one.competence in levels]
        for competence in served:
            levels[competence] = max(levels[competence], outcome.level)
        outcomes.update({domain_of[competence] for competence in served})
    missing = tuple(competence for competence in current if levels[competence.id] < competence.target)
    return Reach(levels, missing, tuple(_domains(standard, current, missing, outcomes)))


def _domains(
    standard: Standard, current: Iterable[Competence], missing: Iterable[Competence], outcomes: Counter[str]
) -> Iterator[DomainReach]:
    """Yield the domains of a standard with what has been counted in each."""
    counted = Counter(competence.domain for competence in current)
    lacking = Counter(competence.domain for competence in missing)
    for domain in standard.domains:
        code = domain.code
        yield DomainReach(domain, counted[code], counted[code] - lacking[code], outcomes[code])
