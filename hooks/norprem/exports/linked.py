"""What all linked data share: facts that are stated, quantities, competences as terms, and the script they stand in."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import orjson

from norprem import identity
from norprem.model import Competence, CompetenceId, Provider
from norprem.site import Site, standard_address

Node = dict[str, Any]
"""An object of the linked data, ready for JSON."""

SCHEMA = "https://schema.org/"

_UNSAFE = "<>&\u2028\u2029"
"""Marks that could end a script element or a line of script; in JSON they only stand inside texts."""


def script(node: Node | str) -> str:
    """Return an object, or a part of one, as JSON that is safe inside `<script type="application/ld+json">`."""
    text = orjson.dumps(node).decode()
    for mark in _UNSAFE:
        text = text.replace(mark, f"\\u{ord(mark):04x}")
    return text


def element(text: str) -> str:
    """Return linked data as it stands in the head of a page; nothing where there is none."""
    return f'<script type="application/ld+json">{text}</script>' if text else ""


def document(node: Any) -> bytes:
    """Return an object as a JSON file: UTF-8, keys in the order given, two blanks a step, a line end at the end."""
    return orjson.dumps(node, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def stated(**facts: Any) -> Node:
    """Return the facts that are there; nought and false are facts."""
    return {name: fact for name, fact in facts.items() if fact not in (None, "", (), {})}


def one_or_more(values: tuple[str, ...]) -> str | tuple[str, ...]:
    """Return a single value bare, several as they are."""
    return values[0] if len(values) == 1 else values


def number(amount: Decimal) -> int | float:
    """Return an amount as JSON writes it: whole numbers without decimals."""
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def credits(ects: Decimal) -> Node:
    """Return credits of the European system as a quantity."""
    return {"@type": "QuantitativeValue", "value": number(ects), "unitText": "ECTS"}


def duration(hours: Decimal) -> str:
    """Return hours as an ISO 8601 duration, to the nearest minute."""
    whole, minutes = divmod(round(hours * 60), 60)
    return "PT" + (f"{whole}H" if whole or not minutes else "") + (f"{minutes}M" if minutes else "")


def organisation(provider: Provider | None, locale: str) -> Node:
    """Return a provider, or nothing where none is known."""
    if provider is None:
        return {}
    return {"@type": "Organization", **stated(name=provider.name.best(locale)[1], url=provider.url)}


def term(way: CompetenceId, competence: Competence, *, site: Site, locale: str) -> Node:
    """Return a competence as a term of its standard, with its statement as its name."""
    address = site.url(locale, standard_address(way.standard, way.competence))
    return {
        "@type": "DefinedTerm",
        "@id": address,
        "identifier": identity.competence(way).urn,
        "termCode": competence.code,
        "name": competence.statement.best(locale)[1],
        "url": address,
        "inDefinedTermSet": site.url(locale, standard_address(way.standard)),
    }
