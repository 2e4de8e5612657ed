"""Records as plain JSON: the writer that all files below `/api/v1/` share, and the frame they all have.

Every file begins with its own address (`self`), the address of its JSON Schema, the licence and whom to name. Every
record of a kind has the same keys in the same order. What is not known is `null`, and a list without values is `[]`. A
text is an object of wordings by language, a day is `YYYY-MM-DD`, an amount is a number, a reference to a competence is
an object with its `id` (`<standard>/<competence>`), `uuid` and `page`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from norprem import identity
from norprem.exports import addresses
from norprem.exports.linked import Node, document, number
from norprem.model import OSLO, CompetenceId, Record
from norprem.site import Site, standard_address
from norprem.text import Text


@dataclass(frozen=True, slots=True)
class Writer:
    """Turns records into objects of JSON."""

    site: Site

    def pages(self, address: str) -> Mapping[str, str]:
        """Return the absolute address of a page, or of a file that every language has, in every language."""
        return {locale: self.site.url(locale, address) for locale in self.site.locales}

    def value(self, value: Any) -> Any:
        """Return any value of a record as JSON has it."""
        match value:
            case str() | bool() | int() | None:
                return value
            case Text():
                return dict(value)
            case tuple():
                return [self.value(one) for one in value]
            case date():
                return moment(value)
            case Decimal():
                return number(value)
            case CompetenceId():
                page = standard_address(value.standard, value.competence)
                return {"id": str(value), "uuid": str(identity.competence(value)), "page": self.pages(page)}
            case Record():  # late, because it takes long to tell
                return {name: self.value(getattr(value, name)) for name in type(value).model_fields}
            case Mapping():
                return {name: self.value(one) for name, one in value.items()}
            case _:
                raise TypeError(f"no form in JSON: {value!r}")

    def named(self, record: Record, uuid: UUID, page: str | None = None, **facts: Any) -> Node:
        """Return a record; its UUID, its page and what else is said of it come before its own fields."""
        pages = {"page": self.pages(page)} if page else {}
        return {"uuid": str(uuid), **pages, **facts, **self.value(record)}


def moment(value: date) -> str:
    """Return a day as it is, and a time with its distance from UTC in Norway on that day."""
    return (value.replace(tzinfo=OSLO) if isinstance(value, datetime) else value).isoformat()


def framed(site: Site, file: str, kind: str, node: Node, *, open_: bool = True) -> bytes:
    """Return a whole file: where it lies, which schema it follows, its licence, whom to name, and what it holds.

    Args:
        site: where it is published.
        file: its path.
        kind: the name of its schema.
        node: what it holds.
        open_: anybody may use it under the licence; else `licence` is null, and the file says why.
    """
    head = {"self": site.base + file, "schema": site.base + addresses.output_schema(kind)}
    licence = addresses.LICENCE if open_ else None
    return document({**head, "licence": licence, "attribution": addresses.ATTRIBUTION, **node})


def listing(
    site: Site, file: str, kind: str, nodes: list[Node], *, schema: str = "", open_: bool = True, **facts: Any
) -> bytes:
    """Return a whole file that holds a list of records under the name of their kind; so is its schema."""
    return framed(site, file, schema or kind, {**facts, "count": len(nodes), kind: nodes}, open_=open_)
