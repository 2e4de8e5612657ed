"""Names for machines that never change: a UUID for every standard, competence, curriculum, need and method.

Each is computed from ids, which are permanent, and never from a code, an edition or a wording. A domain has no id of
its own: competences refer to it by its letter, and so its UUID comes from that.
"""

from __future__ import annotations

from uuid import UUID, uuid5

from norprem.model import CompetenceId

NAMESPACE = UUID("304b4865-c975-4014-acc8-aac8eba52e28")
"""The root of all names of this project. It was drawn once and must never be changed."""


def standard(standard_id: str) -> UUID:
    """Return the name of a standard."""
    return uuid5(NAMESPACE, f"standard/{standard_id}")


def competence(way: CompetenceId) -> UUID:
    """Return the name of a competence; archived ones keep theirs."""
    return uuid5(standard(way.standard), way.competence)


def domain(standard_id: str, code: str) -> UUID:
    """Return the name of a domain of a standard."""
    return uuid5(standard(standard_id), f"domain/{code}")


def level(standard_id: str, step: int) -> UUID:
    """Return the name of a level, 1 to 4, within a standard."""
    return uuid5(standard(standard_id), f"level/{step}")


def programme(programme_id: str) -> UUID:
    """Return the name of a curriculum."""
    return uuid5(NAMESPACE, f"programme/{programme_id}")


def part(programme_id: str, kind: str, part_id: str) -> UUID:
    """Return the name of a part of a curriculum; `kind` is `module`, `outcome` or `assessment`."""
    return uuid5(programme(programme_id), f"{kind}/{part_id}")


def need(need_id: str) -> UUID:
    """Return the name of a need."""
    return uuid5(NAMESPACE, f"need/{need_id}")


def method(method_id: str) -> UUID:
    """Return the name of a method."""
    return uuid5(NAMESPACE, f"method/{method_id}")


def pathway(topic: str) -> UUID:
    """Return the name of the regional answers on a topic."""
    return uuid5(NAMESPACE, f"pathway/{topic}")


def in_language(name: UUID, locale: str) -> UUID:
    """Return the name of a thing as it is worded in one language."""
    return uuid5(name, locale)


def link(kind: str, origin: UUID, target: str) -> UUID:
    """Return the name of a link of a kind from one thing to another."""
    return uuid5(origin, f"{kind}/{target}")
