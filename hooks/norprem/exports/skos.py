"""All standards as SKOS concepts, in Turtle.

A standard is a concept scheme, its domains are the top concepts, and competences are narrower than their domain. What a
source says has no address of its own, only the document has: a mapping therefore leads to an unnamed concept that is
part of that document. Where not even the document has an address, a note says what the competence corresponds to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from norprem import identity
from norprem.exports import addresses
from norprem.model import Archived, Competence, CompetenceId, Consulted, Correspondence, Domain, Relation, Standard
from norprem.site import Site, standard_address
from norprem.text import Text
from norprem.vocabulary import Value, Vocabulary

Fact = tuple[str, str]
"""A property and its value, both as Turtle writes them."""

_PREFIXES = {
    "dct": "http://purl.org/dc/terms/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_MATCHES = {relation: f"skos:{relation}Match" for relation in Relation}
_NOT_IN_ADDRESS = re.compile(r'[\x00-\x20<>"{}|^`\\]')
_ESCAPED = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_TO_ESCAPE = re.compile(r'[\x00-\x1f"\\\x7f]')


def iri(address: str) -> str:
    """Return an address as Turtle writes it; characters that no address may have are percent-encoded."""
    return f"<{_NOT_IN_ADDRESS.sub(lambda found: quote(found[0], safe=''), address)}>"


def literal(text: str, tag: str = "") -> str:
    """Return a text as Turtle writes it, with its language where it has one."""
    written = _TO_ESCAPE.sub(lambda found: _ESCAPED.get(found[0]) or f"\\u{ord(found[0]):04X}", text)
    return f'"{written}"' + (f"@{tag}" if tag else "")


def block(subject: str, facts: Iterable[Fact]) -> str:
    """Return all facts about a subject as one statement."""
    return f"{subject}\n" + " ;\n".join(f"    {name} {value}" for name, value in facts) + " .\n"


def concepts(standards: Iterable[Standard], *, site: Site, tags: Mapping[str, str], vocabulary: Vocabulary) -> bytes:
    """Return all standards as one Turtle file, in the order given.

    Args:
        standards: archived competences are written too, marked as such.
        site: where the pages live; the address of a concept is its place on the page of the first language.
        tags: what each language is called in `@` tags.
        vocabulary: the levels and what they mean.
    """
    writer = _Writer(site, tags)
    prefixes = "".join(f"@prefix {name}: <{address}> .\n" for name, address in _PREFIXES.items())
    blocks = [*writer.levels(vocabulary), *(one for standard in standards for one in writer.standard(standard))]
    return "\n".join([prefixes, *blocks]).encode()


@dataclass(frozen=True, slots=True)
class _Writer:
    site: Site
    tags: Mapping[str, str]

    def own(self, name: str) -> str:
        """Return what this file defines itself."""
        return iri(f"{self.site.base}{addresses.CONCEPTS}#{name}")

    def at(self, standard_id: str, anchor: str = "") -> str:
        """Return a standard, or something in it."""
        return iri(self.site.url(self.site.locales[0], standard_address(standard_id, anchor)))

    def texts(self, name: str, text: Text | None) -> Iterator[Fact]:
        """Yield a text in each of its languages."""
        for locale, wording in text or ():
            yield name, literal(wording, self.tags.get(locale, locale))

    def levels(self, vocabulary: Vocabulary) -> Iterator[str]:
        """Yield the scale of levels and the property that leads to it."""
        scale = self.own("levels")
        description = "The level that the profession needs, on the scale of levels in this file."
        about = (
            ("a", "rdf:Property"),
            ("rdfs:label", literal("target level", "en")),
            ("rdfs:comment", literal(description, "en")),
            ("rdfs:range", "skos:Concept"),
        )
        yield block(self.own("targetLevel"), about)
        yield block(scale, self._scale(vocabulary))
        for value in vocabulary["competence-levels"].values:
            yield block(self.own(addresses.level_anchor(int(value.id))), self._level(value, scale))

    def _scale(self, vocabulary: Vocabulary) -> Iterator[Fact]:
        yield "a", "skos:ConceptScheme"
        yield "dct:title", literal("Levels of competence", "en")
        yield "dct:license", iri(addresses.LICENCE)
        for value in vocabulary["competence-levels"].values:
            yield "skos:hasTopConcept", self.own(addresses.level_anchor(int(value.id)))

    def _level(self, value: Value, scale: str) -> Iterator[Fact]:
        yield "a", "skos:Concept"
        yield "skos:inScheme", scale
        yield "skos:topConceptOf", scale
        yield "skos:notation", literal(value.id)
        yield from self.texts("skos:prefLabel", value.label)
        yield from self.texts("skos:definition", value.explanation)

    def standard(self, standard: Standard) -> Iterator[str]:
        """Yield a standard, its domains and its competences."""
        yield block(self.at(standard.id), self._scheme(standard))
        for domain in standard.domains:
            yield block(self.at(standard.id, addresses.domain_anchor(domain.code)), self._domain(standard, domain))
        for competence in standard.competences:
            yield block(self.at(standard.id, competence.id), self._competence(standard, competence))

    def _scheme(self, standard: Standard) -> Iterator[Fact]:
        yield "a", "skos:ConceptScheme"
        yield "dct:identifier", literal(identity.standard(standard.id).urn)
        yield from self.texts("dct:title", standard.title)
        yield from self.texts("dct:description", standard.summary)
        yield "dct:creator", f"[ schema:name {literal(standard.issuer.name)} ]"
        yield "dct:issued", _day(min(change.on for change in standard.changes))
        yield "dct:modified", _day(standard.changed)
        yield "dct:license", iri(addresses.LICENCE)
        yield "owl:versionInfo", literal(standard.edition)
        yield "schema:creativeWorkStatus", literal(standard.status)
        if standard.replaced_by:
            yield "dct:isReplacedBy", self.at(standard.replaced_by)
        yield from (("dct:source", iri(source.url)) for source in standard.sources if source.url)
        for domain in standard.domains:
            yield "skos:hasTopConcept", self.at(standard.id, addresses.domain_anchor(domain.code))

    def _domain(self, standard: Standard, domain: Domain) -> Iterator[Fact]:
        yield "a", "skos:Concept"
        yield "dct:identifier", literal(identity.domain(standard.id, domain.code).urn)
        yield "skos:inScheme", self.at(standard.id)
        yield "skos:topConceptOf", self.at(standard.id)
        yield "skos:notation", literal(domain.code)
        yield from self.texts("skos:prefLabel", domain.title)

    def _competence(self, standard: Standard, competence: Competence) -> Iterator[Fact]:
        way = CompetenceId(standard.id, competence.id)
        yield "a", "skos:Concept"
        yield "dct:identifier", literal(identity.competence(way).urn)
        yield "skos:inScheme", self.at(standard.id)
        yield "skos:broader", self.at(standard.id, addresses.domain_anchor(competence.domain))
        yield "skos:notation", literal(competence.code)
        yield from self.texts("skos:prefLabel", competence.statement)
        yield self.own("targetLevel"), self.own(addresses.level_anchor(competence.target))
        for correspondence in competence.maps:
            if source := standard.source.get(correspondence.source):
                yield from self._match(correspondence, source)
        if competence.archived:
            yield from self._archived(standard, competence.archived)

    def _match(self, correspondence: Correspondence, source: Consulted) -> Iterator[Fact]:
        """Yield what a source says; one without an address is named in a note, in each language there is."""
        match = _MATCHES[Relation(correspondence.relation)]
        if source.url:
            said: list[Fact] = [("a", "skos:Concept"), ("dct:isPartOf", iri(source.url))]
            if correspondence.code:
                said.append(("skos:notation", literal(correspondence.code)))
            said.extend(self.texts("skos:note", correspondence.locator))
            yield match, f"[ {' ; '.join(f'{name} {value}' for name, value in said)} ]"
            return
        named = f"{match}: {source.title}" + (f", {correspondence.code}" if correspondence.code else "")
        if correspondence.locator is None:
            yield "skos:note", literal(named)
        for locale, wording in correspondence.locator or ():
            yield "skos:note", literal(f"{named}, {wording}", self.tags.get(locale, locale))

    def _archived(self, standard: Standard, archived: Archived) -> Iterator[Fact]:
        yield "owl:deprecated", "true"
        yield "dct:modified", _day(archived.on)
        yield from self.texts("skos:historyNote", archived.reason)
        if archived.replaced_by:
            yield "dct:isReplacedBy", self.at(standard.id, archived.replaced_by)


def _day(day: date) -> str:
    return f'"{day.isoformat()}"^^xsd:date'
