"""Linked data for the pages of standards and curricula: schema.org 30.0, each property only where its domain allows it.

A standard is a set of terms, one for each competence in use. A curriculum is a course when it is short, and a programme
when it takes a year or gives 30 credits. Only a course `teaches`: of a programme, its modules do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from norprem import identity
from norprem.exports import labels
from norprem.exports.addresses import LICENCE
from norprem.exports.linked import (
    SCHEMA,
    Node,
    credits,
    duration,
    number,
    one_or_more,
    organisation,
    script,
    stated,
    term,
)
from norprem.model import Competence, CompetenceId, Module, Programme, Provider, Seen, Standard
from norprem.site import Site, programme_address, standard_address
from norprem.text import Text
from norprem.vocabulary import Vocabulary
from norprem.words import Words

_LONG_MONTHS = 12
_LONG_CREDITS = 30


def standard(record: Standard, *, site: Site, words: Words, vocabulary: Vocabulary) -> str:
    """Return a standard and its competences as JSON-LD, safe inside `<script type="application/ld+json">`."""
    locale = words.locale
    cited = (source for source in record.sources if source.seen != Seen.NONE)
    return script(
        {
            "@context": SCHEMA,
            **_page("DefinedTermSet", site, locale, standard_address(record.id)),
            **stated(
                identifier=identity.standard(record.id).urn,
                name=record.title.best(locale)[1],
                description=record.summary.best(locale)[1],
                inLanguage=words.tag,
                version=record.edition,
                creativeWorkStatus=labels((record.status,), vocabulary["standard-statuses"], locale)[0],
                dateModified=record.changed.isoformat(),
                creator={"@type": "Organization", "name": record.issuer.name},
                license=LICENCE,
                audience=_audience(record.professions, vocabulary, locale),
                keywords=", ".join(labels(record.fields, vocabulary["fields"], locale)),
                citation=tuple({"@type": "CreativeWork", **stated(name=one.title, url=one.url)} for one in cited),
                workTranslation=_translations("DefinedTermSet", site, locale, standard_address(record.id)),
                hasDefinedTerm=tuple(
                    term(CompetenceId(record.id, competence.id), competence, site=site, locale=locale)
                    for competence in record.current
                ),
            ),
        }
    )


@dataclass(frozen=True, slots=True)
class _View:
    """A curriculum as the readers of one language are told about it."""

    record: Programme
    site: Site
    words: Words
    vocabulary: Vocabulary
    provider: Provider | None
    competences: Mapping[CompetenceId, Competence]

    def text(self, text: Text | None) -> str | None:
        """Return a text in the reader's language."""
        return text.best(self.words.locale)[1] if text else None

    def served(self, outcomes: Iterable[str]) -> tuple[CompetenceId, ...]:
        """Return the known competences that some of the outcomes serve, each once."""
        known = self.record.outcome
        ways = (way for outcome in outcomes if outcome in known for way in known[outcome].serves)
        return tuple(way for way in dict.fromkeys(ways) if way in self.competences)

    def teaches(self, outcomes: Iterable[str]) -> tuple[Node, ...]:
        """Return the competences that some of the outcomes serve, as terms of their standards."""
        locale = self.words.locale
        return tuple(term(way, self.competences[way], site=self.site, locale=locale) for way in self.served(outcomes))


def programme(
    record: Programme,
    *,
    site: Site,
    words: Words,
    vocabulary: Vocabulary,
    provider: Provider | None = None,
    competences: Mapping[CompetenceId, Competence],
) -> str:
    """Return a curriculum as JSON-LD, safe inside `<script type="application/ld+json">`.

    Args:
        record: the curriculum.
        site: where its page lives.
        words: those of the page's language.
        vocabulary: names of the values of closed lists.
        provider: who gives it, where that is known.
        competences: those of all standards; what the outcomes serve is looked up there.
    """
    view = _View(record, site, words, vocabulary, provider, competences)
    return script({"@context": SCHEMA, **(_programme(view) if _is_long(record) else _course(view))})


def _is_long(record: Programme) -> bool:
    return (record.months or 0) >= _LONG_MONTHS or (record.ects or 0) >= _LONG_CREDITS


def _shared(view: _View, kind: str) -> Node:
    """Return what a course and a programme both may say."""
    record, locale = view.record, view.words.locale
    return {
        **_page(kind, view.site, locale, programme_address(record.id)),
        **stated(
            identifier=identity.programme(record.id).urn,
            name=view.text(record.title),
            alternateName=record.original_title.text if record.original_title else None,
            description=view.text(record.summary),
            sameAs=record.url,
            provider=organisation(view.provider, locale),
            numberOfCredits=credits(record.ects) if record.ects else None,
        ),
    }


def _course(view: _View) -> Node:
    record, locale = view.record, view.words.locale
    outcomes = tuple(outcome.id for outcome in record.outcomes)
    topics = (topic for way in view.served(outcomes) for topic in view.competences[way].topics)
    return {
        **_shared(view, "Course"),
        **stated(
            inLanguage=one_or_more(record.languages),
            version=record.version,
            creativeWorkStatus=labels((record.status,), view.vocabulary["programme-statuses"], locale)[0],
            dateModified=record.changed.isoformat(),
            educationalLevel=f"NKR {record.nkr}" if record.nkr else None,
            coursePrerequisites=view.text(record.entry),
            audience=_audience(record.audience, view.vocabulary, locale),
            keywords=", ".join(labels(dict.fromkeys(topics), view.vocabulary["topics"], locale)),
            timeRequired=_length(record.months, record.hours),
            teaches=view.teaches(outcomes),
            syllabusSections=tuple(_section(view, module) for module in record.modules),
            workTranslation=_translations("Course", view.site, locale, programme_address(record.id)),
            **_rights(record),
        ),
    }


def _section(view: _View, module: Module) -> Node:
    return {"@type": "Syllabus", **_module(view, module)}


def _module(view: _View, module: Module) -> Node:
    return stated(
        name=view.text(module.title),
        description=view.text(module.description),
        timeRequired=_length(module.months, module.hours.total if module.hours else None),
    )


def _programme(view: _View) -> Node:
    record, locale = view.record, view.words.locale
    return {
        **_shared(view, "EducationalOccupationalProgram"),
        **stated(
            timeToComplete=_length(record.months, record.hours),
            programPrerequisites=view.text(record.entry),
            occupationalCategory=labels(record.audience, view.vocabulary["professions"], locale),
            hasCourse=tuple(_part(view, module) for module in record.modules),
            # A programme is no creative work: language, date and licence belong to the page about it.
            subjectOf={
                "@type": "WebPage",
                "url": view.site.url(locale, programme_address(record.id)),
                "inLanguage": view.words.tag,
                "dateModified": record.changed.isoformat(),
                **_rights(record),
            },
        ),
    }


def _part(view: _View, module: Module) -> Node:
    """Return a module of a programme as a course."""
    return {
        "@type": "Course",
        **_module(view, module),
        **stated(numberOfCredits=credits(module.ects) if module.ects else None, teaches=view.teaches(module.outcomes)),
    }


def _rights(record: Programme) -> Node:
    """Return the licence of a curriculum of our own, or that of this description and where its facts come from."""
    if record.source is None:
        return {"license": LICENCE}
    citation = {"@type": "WebPage", **stated(name=record.source.title, url=record.source.url)}
    return {"sdLicense": LICENCE, "citation": citation}


def _length(months: Decimal | None, hours: Decimal | None) -> str | None:
    if months:
        return f"P{number(months)}M"
    return duration(hours) if hours else None


def _page(kind: str, site: Site, locale: str, address: str) -> Node:
    url = site.url(locale, address)
    return {"@type": kind, "@id": url, "url": url}


def _translations(kind: str, site: Site, locale: str, address: str) -> tuple[Node, ...]:
    return tuple(_translation(kind, site, other, address) for other in site.locales if other != locale)


def _translation(kind: str, site: Site, locale: str, address: str) -> Node:
    return {"@type": kind, "@id": site.url(locale, address)}


def _audience(professions: Iterable[str], vocabulary: Vocabulary, locale: str) -> tuple[Node, ...]:
    return tuple(_audience_of(labels(professions, vocabulary["professions"], locale)))


def _audience_of(names: Iterable[str]) -> Iterator[Node]:
    return ({"@type": "Audience", "audienceType": name} for name in names)
