"""Standards, curricula, needs, methods and regional answers as JSON, with everything their files say.

The shape is stable: first what the site adds (`self`, `uuid`, `page`, …), then the fields of the file.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from norprem import identity
from norprem.exports import addresses
from norprem.exports.linked import Node
from norprem.exports.plain import Writer, framed, listing
from norprem.model import CompetenceId, Method, Need, Pathway, Programme, Standard
from norprem.site import Site, method_address, programme_address, standard_address


def _link(writer: Writer, record: Standard | Programme, uuid: UUID, file: str, page: str) -> Node:
    """Return what a list of records says about one of them."""
    edition = record.edition if isinstance(record, Standard) else record.version
    return {
        "self": writer.site.base + file,
        "uuid": str(uuid),
        "page": writer.pages(page),
        "id": record.id,
        "title": writer.value(record.title),
        "edition": edition,
        "status": record.status,
        "changed": record.changed.isoformat(),
    }


def standard(record: Standard, *, site: Site) -> bytes:
    """Return a standard with its domains and competences, archived ones included."""
    writer = Writer(site)
    node = writer.named(
        record,
        identity.standard(record.id),
        standard_address(record.id),
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
    return framed(site, addresses.standard_file(record.id), "standard", node)


def programme(record: Programme, *, site: Site) -> bytes:
    """Return a curriculum with its modules, outcomes and assessments."""
    writer = Writer(site)
    node = writer.named(
        record,
        identity.programme(record.id),
        programme_address(record.id),
        changed=record.changed.isoformat(),
        edition=record.version,
    )
    for key, kind in (("modules", "module"), ("outcomes", "outcome"), ("assessments", "assessment")):
        parts = getattr(record, key)
        node[key] = [writer.named(part, identity.part(record.id, kind, part.id)) for part in parts]
    return framed(site, addresses.programme_file(record.id), "programme", node)


def standards(records: Iterable[Standard], *, site: Site) -> bytes:
    """Return the list of standards, in the order given."""
    writer = Writer(site)
    links = [
        _link(writer, one, identity.standard(one.id), addresses.standard_file(one.id), standard_address(one.id))
        for one in records
    ]
    return listing(site, addresses.STANDARDS, "standards", links)


def programmes(records: Iterable[Programme], *, site: Site) -> bytes:
    """Return the list of curricula, in the order given."""
    writer = Writer(site)
    links = [
        _link(writer, one, identity.programme(one.id), addresses.programme_file(one.id), programme_address(one.id))
        for one in records
    ]
    return listing(site, addresses.PROGRAMMES, "programmes", links)


def needs(records: Iterable[Need], *, site: Site) -> bytes:
    """Return all needs, whole and in the order given: they have no files of their own."""
    writer = Writer(site)
    nodes = [writer.named(record, identity.need(record.id), addresses.need_page(record.id)) for record in records]
    return listing(site, addresses.NEEDS, "needs", nodes)


def methods(records: Iterable[Method], *, site: Site, demo: bool = False) -> bytes:
    """Return the register of methods, whole and in the order given."""
    writer = Writer(site)
    nodes = [writer.named(record, identity.method(record.id), method_address(record.id)) for record in records]
    return listing(site, addresses.METHODS, "methods", nodes, demo=demo)


def pathways(records: Iterable[Pathway], *, site: Site, demo: bool = False) -> bytes:
    """Return the regional answers on all topics, in the order given; a field that nobody has answered is null."""
    writer = Writer(site)
    nodes = [writer.named(record, identity.pathway(record.topic)) for record in records]
    return listing(site, addresses.PATHWAYS, "pathways", nodes, demo=demo)
