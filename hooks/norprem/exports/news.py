"""What changed since when, as JSON: one entry for each record and day, told in all languages.

The shape is stable: `id` is the same in every build and never changes, `changes` says field by field what happened, and
`sentence` says it to people.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from norprem import changes
from norprem.changes import Change, Kind
from norprem.chronicle import Told
from norprem.edition import Edition
from norprem.exports import addresses
from norprem.exports.linked import Node
from norprem.exports.plain import listing
from norprem.site import Site, course_address, programme_address, standard_address

FILE = "api/v1/changes.json"

_LISTS: Mapping[Kind, str] = {
    Kind.COURSE: "kurs/",
    Kind.STANDARD: "kompetanse/",
    Kind.PROGRAMME: "laereplaner/",
    Kind.PERSON: "ressurspersoner/",
    Kind.NEED: "behov/",
}
"""Path of the page that lists a kind: what is gone has no page of its own."""

_QUIET = frozenset({"last_checked", "next_review", "source.read", "sessions.revision", "sessions.updated"})
"""Fields that say that somebody looked, or that something else changed."""


def everything(edition: Edition) -> bytes:
    """Return all that is known to have happened, newest first."""
    told = edition.chronicle
    words = edition.words
    return listing(
        edition.site,
        FILE,
        "changes",
        [_entry(one, edition) for one in told.entries],
        basis=told.basis,
        basis_note={locale: one(f"news.basis-{told.basis}") for locale, one in words.items()},
        since=told.since.isoformat(),
        demo=edition.demo,
    )


def _entry(told: Told, edition: Edition) -> Node:
    return {
        "id": tag(told, edition.site),
        "day": told.on.isoformat(),
        "kind": told.kind,
        "record": told.id,
        "title": {locale: plain(wording) for locale, wording in told.title},
        "page": {locale: edition.site.url(locale, page(told)) for locale in edition.site.locales},
        "gone": told.gone,
        "summary": {locale: line(told.changes, edition, locale) for locale in edition.site.locales},
        "changes": [_change(one, edition) for one in told.changes],
    }


def _change(change: Change, edition: Edition) -> Node:
    return {
        "what": change.what,
        "field": change.field,
        "path": [{"field": part.field, "key": part.key} if part.key else {"field": part.field} for part in change.path],
        "sentence": {locale: say(change) for locale, say in edition.say.items()},
    }


def tag(told: Told, site: Site, prefix: str = "") -> str:
    """Return the name of an entry for ever (RFC 4151), made of nothing but the site, the record and the day."""
    return f"tag:{site.host},{told.on.isoformat()}:{urlsplit(site.base).path.lstrip('/')}{prefix}{told.kind}/{told.id}"


def page(told: Told) -> str:
    """Return the path of a record's page, or of the list where it stood."""
    if told.gone:
        return _LISTS[told.kind]
    match told.kind:
        case Kind.COURSE:
            return course_address(told.id)
        case Kind.STANDARD:
            return standard_address(told.id)
        case Kind.PROGRAMME:
            return programme_address(told.id)
        case Kind.PERSON:
            return f"{_LISTS[told.kind]}#{told.id}"
        case Kind.NEED:
            return addresses.need_page(told.id)


def list_page(kind: Kind) -> str:
    """Return the path of the page that lists the records of a kind."""
    return _LISTS[kind]


def plain(wording: str) -> str:
    """Return a wording on one line, without characters that no document may hold."""
    return changes.printable(" ".join(wording.split()))


def loud(told: tuple[Change, ...]) -> tuple[Change, ...]:
    """Return the changes that a reader wants to hear of: not that one day of a check, say, gave way to another."""
    return tuple(one for one in told if one.old is None or one.field not in _QUIET)


def line(told: tuple[Change, ...], edition: Edition, locale: str) -> str:
    """Return all changes in one sentence."""
    heard = loud(told) or told
    short = "" if len(heard) == 1 else changes.summary(heard, edition.words[locale])
    return plain(f"{short[:1].upper()}{short[1:]}.") if short else edition.say[locale](heard[0])
