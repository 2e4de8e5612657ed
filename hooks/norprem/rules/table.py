"""What a rule is: a code, a severity, what it says in each language, and the small function that looks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from norprem.findings import Finding, Severity, Spot
from norprem.model import Catalogue


@dataclass(frozen=True, slots=True)
class Context:
    """What a rule may know besides the catalogue.

    Attributes:
        today: the day the check is made for, in Norway.
        before: the catalogue as it was published, for the rules about changes; None where there is nothing to compare.
    """

    today: date
    before: Catalogue | None = None


@dataclass(frozen=True, slots=True)
class Manual:
    """What a rule says in one language.

    Attributes:
        what: one sentence with the values found, `{name}` for each.
        why: what a reader or a calendar would suffer.
        how: an instruction, with the line to write where there is one; it too may have places for values.
    """

    what: str
    why: str
    how: str


_VALUE = re.compile(r"\{([a-z_]+)\}")
"""A place for a value in an instruction; the lines to write there have braces of their own."""

Check = Callable[[Catalogue, Context], Iterator[Spot]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that can be wrong.

    Attributes:
        code: `K` and three digits, the first for the family; never reused.
        slug: names what is wrong, so that "allow deadline-after-start" would make sense.
        check: finds the places; None where `source` or `load` reports the code.
        release: a warning from day to day, an error where a release is checked.
    """

    code: str
    slug: str
    severity: Severity
    manual: Mapping[str, Manual]
    check: Check | None = None
    release: bool = False

    def weight(self, *, release: bool = False) -> Severity:
        """Return how much the rule weighs, from day to day or where a release is checked."""
        return Severity.ERROR if release and self.release else self.severity

    def findings(self, catalogue: Catalogue, context: Context) -> Iterator[Finding]:
        """Yield a finding for every place the rule objects to."""
        if self.check:
            for spot in self.check(catalogue, context):
                yield Finding(self.code, spot, spot.position)

    def sentence(self, finding: Finding, language: str) -> str:
        """Return what is wrong, with the values found."""
        return self.manual[language].what.format_map(finding.spot.values)

    def remedy(self, finding: Finding, language: str) -> str:
        """Return how to mend it, with the values found."""
        values = finding.spot.values
        return _VALUE.sub(lambda place: values.get(place[1], place[0]), self.manual[language].how)


def rule(code: str, severity: Severity, *, nb: Manual, en: Manual, release: bool = False) -> Callable[[Check], Rule]:
    """Make a rule of a function; the function's name is the rule's slug."""

    def made(check: Check) -> Rule:
        return Rule(code, check.__name__.replace("_", "-"), severity, {"nb": nb, "en": en}, check, release)

    return made


def reported(code: str, slug: str, severity: Severity, *, nb: Manual, en: Manual) -> Rule:
    """Make a rule that the reading of files reports."""
    return Rule(code, slug, severity, {"nb": nb, "en": en})


def rules_in(module: Mapping[str, Any]) -> tuple[Rule, ...]:
    """Return the rules that a module defines, in the order it defines them."""
    return tuple(value for value in module.values() if isinstance(value, Rule))


def by_code(rules: Iterable[Rule]) -> dict[str, Rule]:
    """Return the rules by their codes."""
    return {one.code: one for one in rules}
