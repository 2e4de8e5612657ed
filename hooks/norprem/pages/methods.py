"""The register of methods: every method by field, an index by status, and what has changed lately."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from norprem.edition import Edition
from norprem.model import Article, Method, MethodChange
from norprem.pages import filters
from norprem.prose.marks import METHOD
from norprem.vocabulary import ClosedList, Value

MOST_CHANGES = 10
"""Changes that are told above the register; all of a method's stand with it."""


@dataclass(frozen=True, slots=True)
class Group:
    """The methods of one field, or of one status, by name."""

    value: Value
    methods: tuple[Method, ...]


def methods(edition: Edition, locale: str, _: Mapping[str, str]) -> tuple[str, Mapping[str, Any]]:
    """All methods under their first field, an index by status, the latest changes, and the pages that name each."""
    records = sorted(edition.catalogue.method.values(), key=lambda one: (_name(one, locale), one.id))
    lists = edition.catalogue.vocabulary
    return "methods.html", {
        "by_field": _grouped(lists["fields"], records, lambda one: one.fields[:1]),
        "by_status": _grouped(lists["method-statuses"], records, lambda one: (one.status,)),
        "choices": filters.of_methods(records, lists),
        "bins": (("methods", "methods.found"),),
        "changes": latest(records)[:MOST_CHANGES],
        "named": _named(edition.catalogue.articles, locale),
        "today": edition.today,
        "edit": lambda one: edition.site.edit_url(f"{edition.curricula}/methods/{one.id}.yaml"),
    }


def _name(method: Method, locale: str) -> str:
    return method.name.best(locale)[1].casefold()


def _grouped(values: ClosedList, records: Sequence[Method], told: Any) -> tuple[Group, ...]:
    """Return the methods by what is told of them, in the order of the closed list; groups without any are left out."""
    groups = (Group(value, tuple(one for one in records if value.id in told(one))) for value in values.values)
    return tuple(group for group in groups if group.methods)


def latest(records: Iterable[Method]) -> list[tuple[Method, MethodChange]]:
    """Return what happened to the status of all methods, the newest first; of a year alone, its last day counts."""
    found = [(method, change) for method in records for change in method.changes]
    # "2019" sorts after "2019-10" when a character above the digits follows it.
    return sorted(found, key=lambda pair: (f"{pair[1].on}~", pair[0].id), reverse=True)


def _named(articles: Iterable[Article], locale: str) -> Mapping[str, tuple[Article, ...]]:
    """Return the pages of a language that name each method, by its id."""
    named: dict[str, tuple[Article, ...]] = {}
    for article in articles:
        for found in dict.fromkeys(METHOD.findall(article.body) if article.locale == locale else ()):
            named[found] = (*named.get(found, ()), article)
    return named
