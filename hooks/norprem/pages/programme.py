"""The page of one curriculum: its path, outcomes, modules and assessments, and how far it brings one in a standard."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import ClassVar

from markupsafe import Markup

from norprem.coverage import Reach, reached
from norprem.exports import competence_jsonld
from norprem.model import Cover, Entry, Programme, Standard
from norprem.pages.records import RecordPages
from norprem.pages.timeline import timeline
from norprem.pages.versions import since
from norprem.site import programme_address
from norprem.words import Words


class ProgrammePages(RecordPages):
    """Draws the pages of all curricula of one edition."""

    shell: ClassVar[str] = "laereplaner/skall/"
    section: ClassVar[str] = "laereplaner/"

    @property
    def entries(self) -> tuple[Entry[Programme], ...]:
        """The curricula."""
        return self.edition.catalogue.programmes

    def address(self, record_id: str) -> str:
        """Return the path of a curriculum's page."""
        return programme_address(record_id)

    def changed(self, record: Programme) -> date:
        """Return the last day something on a curriculum's page changed."""
        return max(record.changed, record.last_checked)

    def linked_data(self, entry: Entry[Programme], locale: str) -> str:
        """Return the curriculum as JSON-LD."""
        catalogue = self.edition.catalogue
        return competence_jsonld.programme(
            entry.record,
            site=self.edition.site,
            words=self.edition.words[locale],
            vocabulary=catalogue.vocabulary,
            provider=catalogue.provider.get(entry.record.provider),
            competences=catalogue.competence,
        )

    def content(self, entry: Entry[Programme], locale: str) -> str:
        """Return the text of a curriculum's page."""
        programme, catalogue = entry.record, self.edition.catalogue
        provider, places = catalogue.provider.get(programme.provider), self._places(programme)
        tested = {outcome for one in programme.assessments for outcome in one.tests}
        return self.templates.render(
            "programme.html",
            locale,
            self.address(programme.id),
            programme=programme,
            programmes=catalogue.programme,
            outcome_of=programme.outcome,
            facts=tuple(self._facts(programme, locale)),
            picture=timeline(programme, locale),
            covers=tuple(self._covers(programme)),
            link=lambda one: self.competence_link(one, locale),
            numbers=lambda ids: _numbers(programme, ids),
            place=places,
            numbered=lambda ids: ", ".join(str(one) for one in sorted(places[one] for one in ids if one in places)),
            untested=[one.id for one in programme.outcomes if one.id not in tested],
            since=since(self.edition, programme, locale),
            plain_title=self.title(programme, locale),
            provider_name=provider.name.best(locale)[1] if provider else programme.provider,
            url=self.edition.site.url(locale, self.address(programme.id)),
            root="../" * self.edition.site.prefix(locale).count("/"),
            edit_url=self.edit_url(entry),
        )

    def _facts(self, programme: Programme, locale: str) -> Iterator[tuple[str, object]]:
        """Yield the name of every fact and its value, an empty one where none is stated."""
        words = self.edition.words[locale]
        say, labels = self.templates.tellers[locale]["say"], self.templates.tellers[locale]["labels"]
        provider = self.edition.catalogue.provider.get(programme.provider)
        yield words("course.provider"), say(provider.name) if provider else programme.provider
        yield words("course.region"), labels(programme.region, "regions")
        yield words("course.audience"), labels(programme.audience, "professions")
        yield words("course.languages"), labels(programme.languages, "teaching-languages")
        yield words("course.load"), ", ".join(load(programme, words))
        yield words("programme.nkr"), str(programme.nkr) if programme.nkr else ""
        yield words("programme.entry"), say(programme.entry) if programme.entry else ""
        if programme.recognition:
            told = (self._recognition(place, programme, locale) for place in range(len(programme.recognition)))
            yield words("programme.recognition"), Markup("<br>").join(told)
        if programme.lis_goals:
            yield words("programme.lis-goals"), ", ".join(f"{one.code} ({one.edition})" for one in programme.lis_goals)
        yield (
            words("standard.reviewed"),
            say(programme.reviewed.by) if programme.reviewed else words("programme.not-reviewed"),
        )

    def _recognition(self, place: int, programme: Programme, locale: str) -> str:
        one, words = programme.recognition[place], self.edition.words[locale]
        kind = self.templates.tellers[locale]["labels"](one.kind, "recognition-kinds")
        until = words("programme.until", day=words.day(one.until)) if one.until else ""
        return " ".join(part for part in (kind, one.body, until) if part)

    def _places(self, programme: Programme) -> Mapping[str, int]:
        """Return the number of every outcome, counted through all kinds of outcomes; paper refers to them by it."""
        kinds = [kind.id for kind in self.edition.catalogue.vocabulary["outcome-kinds"].values]
        ordered = sorted(programme.outcomes, key=lambda outcome: kinds.index(outcome.kind))
        return {outcome.id: place for place, outcome in enumerate(ordered, start=1)}

    def _covers(self, programme: Programme) -> Iterator[tuple[Cover, Standard, Reach]]:
        for cover in programme.covers:
            standard = self.edition.catalogue.standard.get(cover.standard)
            if standard:
                yield cover, standard, reached(programme, standard)


def load(programme: Programme, words: Words) -> Iterator[str]:
    """Yield how much work a curriculum is: credits, hours, months, as far as they are stated."""
    if programme.ects is not None:
        yield words("course.ects", amount=words.number(programme.ects))
    if programme.hours is not None:
        yield words("course.hours", amount=words.number(programme.hours))
    if programme.months is not None:
        yield words("programme.months", amount=words.number(programme.months))


def _numbers(programme: Programme, ids: tuple[str, ...]) -> str:
    """Return the places of modules in the curriculum: "1, 2"."""
    places = {module.id: str(place) for place, module in enumerate(programme.modules, start=1)}
    return ", ".join(places.get(one, one) for one in ids)
