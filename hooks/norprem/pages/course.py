"""The page of one course, filled into the shell that the theme has rendered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from norprem.exports import data, jsonld
from norprem.model import Course, Entry
from norprem.pages.records import RecordPages
from norprem.select import can_register
from norprem.site import course_address, course_scope, feed_address
from norprem.words import Words


class CoursePages(RecordPages):
    """Draws the pages of all courses of one edition."""

    shell: ClassVar[str] = "kurs/skall/"
    section: ClassVar[str] = "kurs/"

    @property
    def entries(self) -> tuple[Entry[Course], ...]:
        """The courses."""
        return self.edition.catalogue.courses

    def address(self, record_id: str) -> str:
        """Return the path of a course's page."""
        return course_address(record_id)

    def changed(self, record: Course) -> date:
        """Return the last day something on a course's page changed."""
        return data.changed(record)

    def linked_data(self, entry: Entry[Course], locale: str) -> str:
        """Return the course and its runs as JSON-LD."""
        catalogue = self.edition.catalogue
        return jsonld.course(
            entry.record,
            site=self.edition.site,
            words=self.edition.words[locale],
            vocabulary=catalogue.vocabulary,
            provider=catalogue.provider.get(entry.record.provider),
            competences=catalogue.competence,
        )

    def content(self, entry: Entry[Course], locale: str) -> str:
        """Return the text of a course's page."""
        course = entry.record
        return self.templates.render(
            "course.html",
            locale,
            course_address(course.id),
            course=course,
            provider=self.edition.catalogue.provider.get(course.provider),
            today=self.edition.today,
            can_register=can_register,
            facts=tuple(self._facts(course, locale)),
            taught=[(self.competence_link(one.competence, locale, told=True), one.level) for one in course.teaches],
            feed=feed_address(course_scope(course.id)),
            edit_url=self.edit_url(entry),
        )

    def _facts(self, course: Course, locale: str) -> Iterator[tuple[str, object]]:
        """Yield the name of every fact and its value, an empty one where the provider states none."""
        words = self.edition.words[locale]
        say, labels = self.templates.tellers[locale]["say"], self.templates.tellers[locale]["labels"]
        provider = self.edition.catalogue.provider.get(course.provider)
        yield words("course.provider"), say(provider.name) if provider else course.provider
        yield words("course.availability"), labels(course.availability, "availability")
        yield words("course.region"), labels(course.region, "regions")
        yield words("course.open-to"), labels(course.open_to, "regions") or words("course.everyone")
        yield words("course.audience"), labels(course.audience, "professions")
        yield words("course.topics"), labels(course.topics, "topics")
        yield words("course.level"), labels(course.level, "levels")
        yield words("course.languages"), labels(course.languages, "teaching-languages")
        yield words("course.mode"), labels(course.mode, "modes")
        yield words("course.load"), ", ".join(_load(course, words))
        yield words("course.cost"), _cost(course, words)
        if course.code:
            yield words("course.code"), course.code
        yield words("course.prerequisites"), say(course.prerequisites) if course.prerequisites else ""
        if course.regut:
            roles = {"arranging": course.regut.arranging, "contact": course.regut.contact}
            told = (words(f"course.regut-{role}", region=labels(one, "regions")) for role, one in roles.items() if one)
            yield words("course.regut"), ". ".join(told)


def _load(course: Course, words: Words) -> Iterator[str]:
    if course.load and course.load.ects is not None:
        yield words("course.ects", amount=words.number(course.load.ects))
    if course.load and course.load.hours is not None:
        yield words("course.hours", amount=words.number(course.load.hours))


def _cost(course: Course, words: Words) -> str:
    if course.cost is None:
        return ""
    return words("course.free") if course.cost.free else words.money(course.cost.amount, course.cost.currency or "")
