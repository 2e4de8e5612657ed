"""The page where one compares oneself with a standard: a checklist for pen or keyboard, and where to learn the rest."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import ClassVar

from markupsafe import escape

from norprem.model import Entry, Standard
from norprem.pages.around import Step
from norprem.pages.records import RecordPages
from norprem.pages.shell import mark
from norprem.site import assessment_address, standard_address

STEPS = range(5)
"""The levels one can choose between: nothing yet, then Miller's four."""

SPOKEN = (
    *("summary", "you", "state-none", "state-stored", "state-changed", "saved", "deleted", "blocked", "downloaded"),
    *("found", "loaded", "replace", "edition", "archived", "unknown"),
    *("unreadable", "other-standard", "bad-level", "file"),
)
"""Phrases that docs/assets/assess.js says; the page hands them over, so that the script knows no language."""


class AssessmentPages(RecordPages):
    """Draws the self-assessments of all competence standards of one edition."""

    shell: ClassVar[str] = "kompetanse/skall/egenvurdering/"
    section: ClassVar[str] = "kompetanse/"

    @property
    def entries(self) -> tuple[Entry[Standard], ...]:
        """The standards."""
        return self.edition.catalogue.standards

    def address(self, record_id: str) -> str:
        """Return the path of a standard's self-assessment."""
        return assessment_address(record_id)

    def changed(self, record: Standard) -> date:
        """Return the last day something in the standard changed."""
        return max(record.changed, record.last_checked)

    def trail(self, titles: Mapping[str, str]) -> tuple[Step, ...]:
        """Return the pages that a self-assessment lies below: the standard is the last of them."""
        return *super().trail(titles), Step(standard_address(mark("id")), mark("parent"))

    def values(self, entry: Entry[Standard], locale: str) -> Mapping[str, str]:
        """Return what goes into the marks: the name of the standard too."""
        return {**super().values(entry, locale), "parent": str(escape(super().title(entry.record, locale)))}

    def title(self, record: Standard, locale: str) -> str:
        """Return the title of a standard's self-assessment."""
        return self.edition.words[locale]("assess.title", title=super().title(record, locale))

    def description(self, record: Standard, locale: str) -> str:
        """Return a sentence for search engines."""
        return self.edition.words[locale]("assess.description", title=super().title(record, locale))

    def linked_data(self, entry: Entry[Standard], locale: str) -> str:  # noqa: ARG002
        """Return nothing: the standard's own page describes it to machines."""
        return ""

    def content(self, entry: Entry[Standard], locale: str) -> str:
        """Return the text of a standard's self-assessment."""
        standard = entry.record
        return self.templates.render(
            "assessment.html",
            locale,
            self.address(standard.id),
            standard=standard,
            heading=self.title(standard, locale),
            rows=self.edition.matrix.rows(standard),
            archived=[competence for competence in standard.competences if competence.archived],
            standard_page=standard_address(standard.id),
            steps=STEPS,
            spoken=SPOKEN,
        )
