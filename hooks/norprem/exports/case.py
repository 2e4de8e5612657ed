"""Standards as CASE JSON: one package of 1EdTech's CASE 1.1 data model for each standard and language.

A package is a file to import, not a CASE service. The same competence has one identifier in each language, and the
packages of further languages say which item of the first language an item translates. Nothing takes its time from a
clock: a change happens at midnight (UTC) of the day that the record gives for it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from norprem import identity
from norprem.exports import addresses, labels
from norprem.exports.linked import Node, document, stated
from norprem.model import Competence, CompetenceId, Consulted, Correspondence, Domain, Relation, Standard, Standing
from norprem.site import Site, standard_address
from norprem.text import Text
from norprem.vocabulary import Vocabulary
from norprem.words import Words

_ADOPTION: Mapping[str, str] = {
    Standing.DRAFT: "Draft",
    Standing.CONSULTATION: "Draft",
    Standing.ADOPTED: "Adopted",
    Standing.SUPERSEDED: "Deprecated",
}
"""CASE leaves the words open; these are those that programs know. Their "Private Draft" would hide a consultation."""

_STEPS = (1, 2, 3, 4)
_TYPES: Mapping[str, str] = {
    "Domain": "A part of a competence standard.",
    "Competence": "Something that a member of the profession masters.",
    "Level": "How well a competence must be mastered.",
}
_LICENCE_TITLE = "CC BY 4.0"
_LICENCE_TEXT = f"Creative Commons Attribution 4.0 International: {addresses.LICENCE}legalcode"


def package(
    standard: Standard, *, site: Site, words: Words, vocabulary: Vocabulary, successor: Standard | None = None
) -> bytes:
    """Return a standard in one language as a CFPackage.

    Args:
        standard: archived competences are items too, with the day they ended.
        site: where the pages and the other packages live.
        words: those of the language.
        vocabulary: names of levels, topics, fields and relations.
        successor: the standard that replaced it.
    """
    return document(_Package(standard, site, words, vocabulary, successor).node())


@dataclass(frozen=True, slots=True)
class _Item:
    """Anything that links can begin or end at, in any language.

    Attributes:
        name: its UUID, the same in all languages.
        title: in all its languages.
        address: path after the language.
    """

    name: UUID
    title: Text
    address: str


@dataclass(frozen=True)
class _Package:
    standard: Standard
    site: Site
    words: Words
    vocabulary: Vocabulary
    successor: Standard | None

    def node(self) -> Node:
        """Return the whole package."""
        return {
            "CFDocument": self._document(),
            "CFItems": [*self._domain_items(), *self._competence_items(), *self._level_items()],
            "CFAssociations": list(self._associations()),
            "CFDefinitions": self._definitions(),
        }

    def _associations(self) -> Iterator[Node]:
        yield from self._children()
        yield from self._levels()
        yield from self._matches()
        yield from self._successions()
        yield from self._translations()

    @cached_property
    def whole(self) -> _Item:
        """The standard itself."""
        return self._standard(self.standard)

    def _standard(self, standard: Standard) -> _Item:
        return _Item(identity.standard(standard.id), standard.title, standard_address(standard.id))

    @cached_property
    def domains(self) -> Mapping[str, _Item]:
        """Its domains, by code."""
        return {domain.code: self._domain(domain) for domain in self.standard.domains}

    def _domain(self, domain: Domain) -> _Item:
        address = standard_address(self.standard.id, addresses.domain_anchor(domain.code))
        return _Item(identity.domain(self.standard.id, domain.code), domain.title, address)

    @cached_property
    def competences(self) -> Mapping[str, _Item]:
        """Its competences, by id."""
        return {competence.id: self._competence(competence) for competence in self.standard.competences}

    def _competence(self, competence: Competence) -> _Item:
        way = CompetenceId(self.standard.id, competence.id)
        return _Item(identity.competence(way), competence.statement, standard_address(self.standard.id, competence.id))

    @cached_property
    def steps(self) -> Mapping[int, _Item]:
        """The scale of levels, by step."""
        return {step: self._step(step) for step in _STEPS}

    def _step(self, step: int) -> _Item:
        label = self.vocabulary["competence-levels"].label(str(step))
        address = standard_address(self.standard.id, addresses.level_anchor(step))
        return _Item(identity.level(self.standard.id, step), label, address)

    def text(self, text: Text | None) -> str | None:
        """Return a text in the language of the package."""
        return text.best(self.words.locale)[1] if text else None

    def line(self, text: Text) -> str:
        """Return a text on one line, as titles must be."""
        return " ".join(text.best(self.words.locale)[1].split())

    def labels(self, name: str, values: Sequence[str]) -> tuple[str, ...]:
        """Return the names of values of a closed list."""
        return labels(values, self.vocabulary[name], self.words.locale)

    def identified(self, item: _Item) -> Node:
        """Begin an object with its identifier in this language and the address of its page."""
        locale = self.words.locale
        return {
            "identifier": str(identity.in_language(item.name, locale)),
            "uri": self.site.url(locale, item.address),
        }

    def defined(self, kind: str, title: str) -> Node:
        """Begin an object that only this package tells of: its address is a place in the file."""
        name = identity.in_language(identity.link(kind, self.whole.name, title), self.words.locale)
        return {"identifier": str(name), "uri": self.place(name)}

    def place(self, name: UUID) -> str:
        """Return the address of something within this file."""
        return f"{self.site.base}{addresses.case_file(self.standard.id, self.words.locale)}#{name}"

    def _document(self) -> Node:
        standard = self.standard
        return {
            **self.identified(self.whole),
            "caseVersion": "1.1",
            "creator": standard.issuer.name,
            "title": self.line(standard.title),
            "lastChangeDateTime": _moment(standard.changed),
            **stated(
                officialSourceURL=self.site.url(self.words.locale, self.whole.address),
                description=self.text(standard.summary),
                subject=self.labels("fields", standard.fields),
                language=self.words.tag,
                version=standard.edition,
                adoptionStatus=_ADOPTION.get(standard.status),
                statusStartDate=standard.valid_from.isoformat(),
                licenseURI=self._licence_link(),
                notes=self.labels("standard-statuses", (standard.status,))[0],
            ),
        }

    def _item(self, item: _Item, kind: str, code: str, changed: date, **facts: object) -> Node:
        return {
            **self.identified(item),
            "fullStatement": self.text(item.title),
            "humanCodingScheme": code,
            "CFItemType": kind,
            "CFItemTypeURI": {"title": kind, **self.defined("type", kind)},
            "language": self.words.tag,
            "lastChangeDateTime": _moment(changed),
            **stated(**facts),
        }

    def _domain_items(self) -> Iterator[Node]:
        for code, item in self.domains.items():
            yield self._item(item, "Domain", code, self.standard.changed)

    def _competence_items(self) -> Iterator[Node]:
        for competence in self.standard.competences:
            archived = competence.archived
            yield self._item(
                self.competences[competence.id],
                "Competence",
                competence.code,
                archived.on if archived else self.standard.changed,
                conceptKeywords=self.labels("topics", competence.topics),
                notes="\n".join(self._notes(competence)),
                licenseURI=self._licence_link(),
                statusEndDate=archived.on.isoformat() if archived else None,
                extensions=self._extensions(competence),
            )

    def _extensions(self, competence: Competence) -> Node:
        """Return what CASE has no place for."""
        way = CompetenceId(self.standard.id, competence.id)
        return {
            "norprem:id": str(way),
            "norprem:uuid": str(identity.competence(way)),
            "norprem:kind": competence.kind,
            "norprem:target": competence.target,
        }

    def _notes(self, competence: Competence) -> Iterator[str]:
        """Yield why a competence was archived, and what it corresponds to in sources without an address."""
        if competence.archived:
            yield self.line(competence.archived.reason)
        for correspondence in competence.maps:
            source = self.standard.source.get(correspondence.source)
            if source and not source.url:
                yield f"{self._named(source, correspondence)} ({self._relation(correspondence)})"

    def _level_items(self) -> Iterator[Node]:
        meanings = self.vocabulary["competence-levels"].by_id
        for step, item in self.steps.items():
            value = meanings.get(str(step))
            meaning = self.text(value.explanation) if value else None
            yield self._item(item, "Level", str(step), self.standard.changed, notes=meaning)

    def _link(
        self,
        kind: str,
        origin: _Item,
        target: Node,
        on: date,
        *,
        key: str = "",
        place: int | None = None,
        notes: str | None = None,
    ) -> Node:
        """Return a link from something in this package; `key` tells links of a kind to one target apart."""
        start = identity.in_language(origin.name, self.words.locale)
        name = identity.link(kind, start, f"{target['identifier']}{key}")
        return {
            "identifier": str(name),
            "associationType": kind,
            **stated(sequenceNumber=place),
            "uri": self.place(name),
            "originNodeURI": self._end(origin),
            "destinationNodeURI": target,
            "lastChangeDateTime": _moment(on),
            **stated(notes=notes),
        }

    def _end(self, item: _Item) -> Node:
        return {"title": self.line(item.title), **self.identified(item), "targetType": "CASE"}

    def _children(self) -> Iterator[Node]:
        """Yield the tree: domains and then levels below the standard, competences below their domains."""
        changed = self.standard.changed
        for place, item in enumerate((*self.domains.values(), *self.steps.values()), start=1):
            yield self._link("isChildOf", item, self._end(self.whole), changed, place=place)
        for code, domain in self.domains.items():
            within = (one for one in self.standard.competences if one.domain == code)
            for place, competence in enumerate(within, start=1):
                item = self.competences[competence.id]
                yield self._link("isChildOf", item, self._end(domain), changed, place=place)

    def _levels(self) -> Iterator[Node]:
        for competence in self.standard.competences:
            step = self._end(self.steps[competence.target])
            yield self._link("hasSkillLevel", self.competences[competence.id], step, self.standard.changed)

    def _matches(self) -> Iterator[Node]:
        """Yield what competences correspond to in sources with an address."""
        for competence in self.standard.competences:
            earlier: Counter[tuple[str, str | None]] = Counter()
            for correspondence in competence.maps:
                source = self.standard.source.get(correspondence.source)
                if source and source.url:
                    target = (correspondence.source, correspondence.code)
                    yield self._match(competence, source, correspondence, earlier[target])
                    earlier[target] += 1

    def _match(self, competence: Competence, source: Consulted, correspondence: Correspondence, number: int) -> Node:
        """Return one correspondence, `number` of those to the same place; only an exact one has a type in CASE."""
        exact = correspondence.relation == Relation.EXACT
        return self._link(
            "exactMatchOf" if exact else "isRelatedTo",
            self.competences[competence.id],
            self._statement(source, correspondence),
            self.standard.changed,
            key=f"\n{number}" if number else "",
            notes=None if exact else self._relation(correspondence),
        )

    def _statement(self, source: Consulted, correspondence: Correspondence) -> Node:
        own = f"{source.id}/{correspondence.code}" if correspondence.code else source.id
        return {
            "title": self._named(source, correspondence),
            "identifier": own,
            "uri": source.url,
            "targetType": "ext:source",
        }

    def _named(self, source: Consulted, correspondence: Correspondence) -> str:
        """Return a source and the place in it."""
        places = (correspondence.code, self.text(correspondence.locator))
        return ", ".join((source.title, *(" ".join(place.split()) for place in places if place)))

    def _relation(self, correspondence: Correspondence) -> str:
        name = correspondence.relation
        return f"skos:{name}Match: {self.labels('relations', (name,))[0]}"

    def _successions(self) -> Iterator[Node]:
        """Yield what has taken the place of archived competences, and of the standard as a whole."""
        for competence in self.standard.competences:
            archived = competence.archived
            successor = self.competences.get(archived.replaced_by or "") if archived else None
            if archived and successor:
                item = self.competences[competence.id]
                yield self._link("replacedBy", item, self._end(successor), archived.on)
        if self.successor:
            successor = self._standard(self.successor)
            yield self._link("replacedBy", self.whole, self._end(successor), self.standard.changed)

    def _translations(self) -> Iterator[Node]:
        """Yield, in a package of a further language, the links to what is translated."""
        first = self.site.locales[0]
        if self.words.locale == first:
            return
        items = (self.whole, *self.domains.values(), *self.competences.values(), *self.steps.values())
        for item in items:
            original = {
                "title": " ".join(item.title.best(first)[1].split()),
                "identifier": str(identity.in_language(item.name, first)),
                "uri": self.site.url(first, item.address),
                "targetType": "CASE",
            }
            yield self._link("isTranslationOf", item, original, self.standard.changed)

    def _licence_link(self) -> Node:
        return {"title": _LICENCE_TITLE, **self._licence()}

    def _licence(self) -> Node:
        return {**self.defined("licence", _LICENCE_TITLE), "uri": addresses.LICENCE}

    def _definitions(self) -> Node:
        changed = _moment(self.standard.changed)
        types = [
            {
                **self.defined("type", kind),
                "title": kind,
                "description": meaning,
                "hierarchyCode": str(place),
                "lastChangeDateTime": changed,
            }
            for place, (kind, meaning) in enumerate(_TYPES.items(), start=1)
        ]
        licence = {
            **self._licence(),
            "title": _LICENCE_TITLE,
            "licenseText": _LICENCE_TEXT,
            "lastChangeDateTime": changed,
        }
        return {"CFLicenses": [licence], "CFItemTypes": types}


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00+00:00"
