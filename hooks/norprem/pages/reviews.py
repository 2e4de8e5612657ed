"""The editors' overview: which pages, methods and regional answers wait for a review, a translation or a fact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from norprem.edition import Edition
from norprem.model import Answer, Article, Method, Pathway
from norprem.prose.readability import Reading, reading

SOON = timedelta(days=90)
"""How long before its day a review is called due."""

ASKED = ("unit", "self_referral", "sample", "form", "laboratory", "phone", "web", "waiting_time", "owner_role")
"""What a regional answer ought to say; `refer_to` will do for `unit`."""


@dataclass(frozen=True, slots=True)
class Row:
    """One page in one language, as editors see it.

    Attributes:
        behind: its original has changed since it was translated.
    """

    article: Article
    reading: Reading
    overdue: bool
    soon: bool
    behind: bool


def missing(answer: Answer) -> tuple[str, ...]:
    """Return the names of what a regional answer does not say yet."""
    return tuple(
        name for name in ASKED if not getattr(answer, name) and not (name == "unit" and answer.refer_to is not None)
    )


def review(edition: Edition, locale: str, _: Mapping[str, str]) -> tuple[str, Mapping[str, Any]]:
    """Show what waits for the editors."""
    rows = _rows(edition, locale)
    return "review.html", {
        "rows": rows,
        "overdue": [row for row in rows if row.overdue],
        "soon": [row for row in rows if row.soon],
        "behind": [row for row in rows if row.behind],
        "hard": [row for row in rows if row.reading.is_too_hard],
        "unreviewed": [row for row in rows if row.article.meta.review is None],
        "methods": _due_methods(edition),
        "gaps": _gaps(edition),
        "answers": [answer for entry in edition.catalogue.pathways for answer in entry.record.answers],
    }


def _rows(edition: Edition, locale: str) -> list[Row]:
    """Return the pages in one language, the next to be reviewed first."""
    own = [article for article in edition.catalogue.articles if article.locale == locale]
    return [_row(edition, article) for article in sorted(own, key=lambda one: (one.meta.next_review, one.path))]


def _row(edition: Edition, article: Article) -> Row:
    due, today = article.meta.next_review, edition.today
    translation = article.meta.translation
    original = edition.catalogue.article.get((translation.of, article.path)) if translation else None
    return Row(
        article=article,
        reading=reading(article.counts, article.locale, article.meta.audience),
        overdue=due < today,
        soon=today <= due <= today + SOON,
        behind=original is not None and article.is_behind(original),
    )


def _due_methods(edition: Edition) -> list[Method]:
    """Return the methods whose status should have been looked at again by now."""
    return [entry.record for entry in edition.catalogue.methods if entry.record.next_review < edition.today]


def _gaps(edition: Edition) -> list[tuple[Pathway, Answer, tuple[str, ...], date]]:
    """Return the regional answers that lack something, those that lack most first."""
    found = [
        (entry.record, answer, missing(answer), answer.checked)
        for entry in edition.catalogue.pathways
        for answer in entry.record.answers
        if missing(answer)
    ]
    return sorted(found, key=lambda gap: (-len(gap[2]), gap[0].topic, gap[1].region))
