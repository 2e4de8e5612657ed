"""Standards, curricula and needs as JSON, with everything their files say.

The shape is stable. Every record has the same keys in the same order: first what the site adds (`self`, `uuid`, `page`,
…), then the fields of the file. What is not known is `null`, and a list without values is `[]`. A text is an object of
wordings by language, a day is `YYYY-MM-DD`, an amount is a number, a reference to a competence is an object with its
`id` (`<standard>/<competence>`), `uuid` and `page`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from norprem import identity
from norprem.exports import addresses
from norprem.exports.linked import Node, document, number
from norprem.model import CompetenceId, Need, Programme, Record, Standard
from norprem.site import Site, programme_address, standard_address
from norprem.text import Text


@dataclass(frozen=True, slots=True)
class _Writer:
    """Turns records into objects of JSON."""

    site: Site

    def pages(self, address: str) -> Mapping[str, str]:
        """Return the absolute address of a page in every language."""
        return {locale: self.site.url(locale, address) for locale in self.site.locales}

    def value(self, value: Any) -> Any:
        """Return any value of a record as JSON has it."""
        match value:
            case Record():
                return {name: self.value(getattr(value, name)) for name in type(value).model_fields}
            case Text():
                return dict(value)
            case CompetenceId():
                page = standard_address(value.standard, value.competence)
                return {"id": str(value), "uuid": str(identity.competence(value)), "page": self.pages(page)}
            case tuple():
                return [self.value(one) for one in value]
            case Decimal():
                return number(value)
            case date():
                return value.isoformat()
            case str():
                return str(value)
            case _:
                return value

    def named(self, record: Record, uuid: UUID, page: str | None = None, **facts: Any) -> Node:
        """Return a record; its UUID, its page and what else is said of it come before its own fields."""
        pages = {"page": self.pages(page)} if page else {}
        return {"uuid": str(uuid), **pages, **facts, **self.value(record)}

    def link(self, record: Standard | Programme, uuid: UUID, file: str, page: str) -> Node:
        """Return what a list of records says about one of them."""
        edition = record.edition if isinstance(record, Standard) else record.version
        return {
            "self": self.site.base + file,
            "uuid": str(uuid),
            "page": self.pages(page),
            "id": record.id,
            "title": self.value(record.title),
            "edition": edition,
            "status": record.status,
            "changed": record.changed.isoformat(),
        }


def standard(record: Standard, *, site: Site) -> bytes:
    """Return a standard with its domains and competences, archived ones included."""
    writer = _Writer(site)
    node = writer.named(
        record,
        identity.standard(record.id),
        standard_address(record.id),
        licence=addresses.LICENCE,
        changed=record.changed.isoformat(),
        case={locale: site.base + addresses.case_file(record.id, locale) for locale in site.locales},
    )
    node["domains"] = [writer.named(domain, identity.domain(record.id, domain.code)) for domain in record.domains]
    node["competences"] = [
        writer.named(
            competence,
            identity.competence(CompetenceId(record.id, competence.id)),
            standard_address(record.id, competence.id),
        )
        for competence in record.competences
    ]
    return document({"self": site.base + addresses.standard_file(record.id), **node})


def programme(record: Programme, *, site: Site) -> bytes:
    """Return a curriculum with its modules, outcomes and assessments."""
    writer = _Writer(site)
    node = writer.named(
        record,
        identity.programme(record.id),
        programme_address(record.id),
        licence=addresses.LICENCE,
        changed=record.changed.isoformat(),
        edition=record.version,
    )
    for key, kind in (("modules", "module"), ("outcomes", "outcome"), ("assessments", "assessment")):
        parts = getattr(record, key)
        node[key] = [writer.named(part, identity.part(record.id, kind, part.id)) for part in parts]
    return document({"self": site.base + addresses.programme_file(record.id), **node})


def standards(records: Iterable[Standard], *, site: Site) -> bytes:
    """Return the list of standards, in the order given."""
    writer = _Writer(site)
    return _listing(
        site,
        addresses.STANDARDS,
        "standards",
        [
            writer.link(
                record,
                identity.standard(record.id),
                addresses.standard_file(record.id),
                standard_address(record.id),
            )
            for record in records
        ],
    )


def programmes(records: Iterable[Programme], *, site: Site) -> bytes:
    """Return the list of curricula, in the order given."""
    writer = _Writer(site)
    return _listing(
        site,
        addresses.PROGRAMMES,
        "programmes",
        [
            writer.link(
                record,
                identity.programme(record.id),
                addresses.programme_file(record.id),
                programme_address(record.id),
            )
            for record in records
        ],
    )


def needs(records: Iterable[Need], *, site: Site) -> bytes:
    """Return all needs, whole and in the order given: they have no files of their own."""
    writer = _Writer(site)
    nodes = [writer.named(record, identity.need(record.id), addresses.need_page(record.id)) for record in records]
    return _listing(site, addresses.NEEDS, "needs", nodes)


def _listing(site: Site, file: str, name: str, nodes: list[Node]) -> bytes:
    return document({"self": site.base + file, "licence": addresses.LICENCE, "count": len(nodes), name: nodes})
