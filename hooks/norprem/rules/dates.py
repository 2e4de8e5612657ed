"""Family K3: dates and what a calendar makes of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from norprem.findings import Severity, Spot
from norprem.model import Catalogue
from norprem.rules.table import Context, Manual, rule, rules_in


@rule(
    "K301",
    Severity.ERROR,
    nb=Manual(
        what="Samlingen slutter ({end}) før den begynner ({start}).",
        why="Kalendere avviser hendelser som slutter før de begynner, eller viser dem på feil dag.",
        how="Rett `start` eller `end`. Den siste dagen regnes med: et endagskurs har samme dato to ganger.",
    ),
    en=Manual(
        what="The session ends ({end}) before it starts ({start}).",
        why="Calendars refuse events that end before they start, or show them on the wrong day.",
        how="Correct `start` or `end`. The last day counts: a one-day course has the same date twice.",
    ),
)
def session_ends_before_it_starts(catalogue: Catalogue, _: Context) -> Iterator[Spot]:
    """Compare start and end where both are days or both are times."""
    for entry, place, session in catalogue.sessions:
        if isinstance(session.start, datetime) == isinstance(session.end, datetime) and session.end < session.start:
            yield entry.spot("sessions", place, "end", start=str(session.start)[:16], end=str(session.end)[:16])


RULES = rules_in(globals())
