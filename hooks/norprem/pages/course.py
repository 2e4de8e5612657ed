"""The page of one course, filled into the shell that the theme has rendered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from markupsafe import escape

from norprem.edition import Edition
from norprem.exports import jsonld
from norprem.model import Course, Entry
from norprem.pages.shell import Shell
from norprem.pages.templates import Templates
from norprem.select import open_deadline
from norprem.site import ALL, course_address, feed_address


@dataclass(frozen=True)
class CoursePages:
    """Draws the pages of all courses of one edition."""

    edition: Edition
    templates: Templates

    def fill(self, shell: Shell, locale: str) -> Iterator[tuple[str, str]]:
        """Yield the path within the language and the HTML of every course's page."""
        for entry in self.edition.catalogue.courses:
            yield course_address(entry.record.id), shell.fill(self.values(entry, locale))

    def values(self, entry: Entry[Course], locale: str) -> Mapping[str, str]:
        """Return what goes into the marks, as HTML."""
        course = entry.record
        title = course.title.best(locale)[1]
        return {
            "id": course.id,
            "title": str(escape(title)),
            "description": str(escape(self._description(course, locale))),
            "content": self._content(entry, locale),
            "head": f'<script type="application/ld+json">{self._linked_data(course, locale)}</script>',
        }

    def _linked_data(self, course: Course, locale: str) -> str:
        catalogue = self.edition.catalogue
        return jsonld.course(
            course,
            site=self.edition.site,
            words=self.edition.words[locale],
            vocabulary=catalogue.vocabulary,
            provider=catalogue.provider.get(course.provider),
        )

    def _content(self, entry: Entry[Course], locale: str) -> str:
        course = entry.record
        return self.templates.render(
            "course.html",
            locale,
            course_address(course.id),
            course=course,
            provider=self.edition.catalogue.provider.get(course.provider),
            today=self.edition.today,
            open_deadline=open_deadline,
            feed=self._feed(course),
            edit_url=self.edition.site.edit_url(f"{self.edition.curricula}/{entry.file}"),
        )

    def _feed(self, course: Course) -> str:
        """The calendar that this course's dates are in: its region's, else the one that holds all."""
        regions = {region.id for region in self.edition.catalogue.vocabulary.health_regions}
        return feed_address(course.region if course.region in regions else ALL)

    def _description(self, course: Course, locale: str) -> str:
        summary = course.summary.best(locale)[1]
        return summary if len(summary) <= 155 else f"{summary[:154].rsplit(' ', 1)[0]} …"


def changed(course: Course) -> date:
    """Return the last day something on a course's page changed."""
    return max(course.last_checked, *(session.updated for session in course.sessions), course.source.read)
