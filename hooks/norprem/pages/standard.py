"""The page of one competence standard: what must be mastered, who says so, who teaches it, how one is registered."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from norprem.exports import competence_jsonld
from norprem.matrix import Row
from norprem.model import Entry, Person, Standard
from norprem.pages.records import RecordPages
from norprem.pages.versions import since
from norprem.select import shown_people, units_for
from norprem.site import assessment_address, standard_address
from norprem.vocabulary import Region


class StandardPages(RecordPages):
    """Draws the pages of all competence standards of one edition."""

    shell: ClassVar[str] = "kompetanse/skall/"
    section: ClassVar[str] = "kompetanse/"

    @property
    def entries(self) -> tuple[Entry[Standard], ...]:
        """The standards."""
        return self.edition.catalogue.standards

    def address(self, record_id: str) -> str:
        """Return the path of a standard's page."""
        return standard_address(record_id)

    def changed(self, record: Standard) -> date:
        """Return the last day something on a standard's page changed."""
        return max(record.changed, record.last_checked)

    def linked_data(self, entry: Entry[Standard], locale: str) -> str:
        """Return the standard as JSON-LD."""
        return competence_jsonld.standard(
            entry.record,
            site=self.edition.site,
            words=self.edition.words[locale],
            vocabulary=self.edition.catalogue.vocabulary,
        )

    def content(self, entry: Entry[Standard], locale: str) -> str:
        """Return the text of a standard's page."""
        standard, words = entry.record, self.edition.words[locale]
        renewal = standard.credential.renewal if standard.credential else None
        fee = renewal.fee if renewal else None
        return self.templates.render(
            "standard.html",
            locale,
            self.address(standard.id),
            standard=standard,
            rows=self.edition.matrix.rows(standard),
            sources=standard.source,
            archived=[competence for competence in standard.competences if competence.archived],
            asked=self._asked(standard),
            teachers_of=self._teachers,
            assessment=assessment_address(standard.id),
            evidence=_evidence(standard),
            fee=words.money(fee.amount, fee.currency or "") if fee else "",
            today=self.edition.today,
            since=since(self.edition, standard, locale),
            plain_title=self.title(standard, locale),
            url=self.edition.site.url(locale, self.address(standard.id)),
            locales=self.edition.site.locales,
            root="../" * self.edition.site.prefix(locale).count("/"),
            edit_url=self.edit_url(entry),
        )

    def _teachers(self, row: Row) -> tuple[Person, ...]:
        """Return the people and units that teach a topic of the competence, in the order of the people list."""
        wanted = {one for cell in row.cells for one in cell.teachers}
        return tuple(person for person in self._shown() if person.id in wanted)

    def _asked(self, standard: Standard) -> tuple[tuple[Region, tuple[Person, ...]], ...]:
        """Return the units of each region that work in the standard's fields."""
        regions = self.edition.catalogue.vocabulary.health_regions
        return tuple(
            (region, units_for(self.edition.catalogue, self.edition.today, standard.fields, region.id))
            for region in regions
        )

    def _shown(self) -> tuple[Person, ...]:
        return tuple(shown_people(self.edition.catalogue, self.edition.today))


def _evidence(standard: Standard) -> tuple[str, ...]:
    """Return the kinds of evidence that any route to the credential asks for, in the order they are met."""
    routes = standard.credential.routes if standard.credential else ()
    return tuple(dict.fromkeys(one.kind for route in routes for one in route.evidence))
