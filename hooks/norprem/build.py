"""The day a build is made for, and the catalogue it is made from: read and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from norprem import rules, source
from norprem.findings import Finding
from norprem.load import Progress, load, no_collection
from norprem.model import OSLO, Catalogue


@dataclass(frozen=True, slots=True)
class Checked:
    """A catalogue and all that is wrong with it.

    Attributes:
        findings: placed and in order.
        files: number of files read.
    """

    catalogue: Catalogue
    today: date
    findings: tuple[Finding, ...]
    files: int


def build_day(environment: Mapping[str, str]) -> date:
    """Return the day to build for: SOURCE_DATE_EPOCH where it is set, else today in Norway.

    Raises:
        ValueError: SOURCE_DATE_EPOCH is not a number of seconds.
    """
    epoch = environment.get("SOURCE_DATE_EPOCH")
    try:
        moment = datetime.fromtimestamp(int(epoch), OSLO) if epoch else datetime.now(OSLO)
    except (ValueError, OverflowError, OSError):
        raise ValueError(f"SOURCE_DATE_EPOCH must be a number of seconds since 1970, not {epoch!r}") from None
    return moment.date()


def check(
    curricula: Path,
    today: date,
    progress: Progress | None = None,
    before: Catalogue | None = None,
    docs: Path | None = None,
) -> Checked:
    """Read the catalogue and the pages and run every rule on them.

    Args:
        curricula: the catalogue's folder.
        today: the day the check is made for.
        progress: told after every file.
        before: the catalogue as it was, for the rules about changes.
        docs: folder of the pages; without it, only the catalogue is checked.
    """
    with no_collection():
        loaded = load(curricula, progress, docs)
        found = [*loaded.findings, *rules.run(loaded.catalogue, rules.Context(today, before))]
    return Checked(loaded.catalogue, today, tuple(source.place(curricula, found)), loaded.files)


def course_template(curricula: Path) -> str:
    """Return the commented template of a course file, which the contribution pages show."""
    return source.read_text(curricula, "_templates/course.yaml")
