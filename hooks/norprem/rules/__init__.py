"""The rule table: every rule, in the order of its code, and the run of all of them.

A rule is a small generator beside its own manual. To add one: write it in the module of its family with the next free
code, and put a file that breaks it and a file that does not under `tests/rules/`.
"""

from __future__ import annotations

from collections.abc import Iterator

from norprem.findings import Finding, below
from norprem.model import Catalogue
from norprem.rules import (
    calendars,
    change,
    claims,
    dates,
    files,
    imports,
    language,
    levels,
    links,
    marks,
    methods,
    pages,
    pathways,
    people,
    programmes,
    prose,
    references,
    shape,
    standards,
)
from norprem.rules.table import Context, Manual, Rule, by_code

TABLE: tuple[Rule, ...] = (
    *files.RULES,
    *shape.RULES,
    *sorted((*references.RULES, *imports.RULES), key=lambda one: one.code),
    *dates.RULES,
    *language.RULES,
    *people.RULES,
    *standards.RULES,
    *programmes.RULES,
    *levels.RULES,
    *claims.RULES,
    *sorted((*pages.RULES, *marks.RULES, *prose.RULES, *links.RULES), key=lambda one: one.code),
    *methods.RULES,
    *pathways.RULES,
    *change.RULES,
    *calendars.RULES,
)

BY_CODE = by_code(TABLE)

__all__ = ["BY_CODE", "TABLE", "Context", "Manual", "Rule", "run"]


def run(catalogue: Catalogue, context: Context) -> Iterator[Finding]:
    """Yield what every rule objects to, except at places that could not be read: those are reported already."""
    broken: dict[str, set[tuple[str | int, ...]]] = {}
    for file, path in catalogue.broken:
        broken.setdefault(file, set()).add(path)
    frozen = {file: frozenset(paths) for file, paths in broken.items()}
    for one in TABLE:
        for finding in one.findings(catalogue, context):
            if not below(finding.spot.path, frozen.get(finding.spot.file, frozenset())):
                yield finding
