"""What has changed in a standard or a curriculum since its previous version, in sentences."""

from __future__ import annotations

from dataclasses import dataclass

from norprem import changes
from norprem.edition import Edition
from norprem.model import Programme, Standard


@dataclass(frozen=True, slots=True)
class Since:
    """What is new: in one line, and change by change."""

    summary: str
    sentences: tuple[str, ...]


def since(edition: Edition, record: Standard | Programme, locale: str) -> Since | None:
    """Return what is new in a record, or None where no earlier version of it is known."""
    before = edition.earlier.get((type(record), record.id))
    if before is None:
        return None
    words = edition.words[locale]
    found = changes.between(before, record, edition.catalogue)
    return Since(changes.summary(found, words), tuple(changes.sentence(change, words) for change in found))
