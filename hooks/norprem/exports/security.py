"""Where faults in security are told of: `/.well-known/security.txt` (RFC 9116)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from norprem.edition import Edition

FILE = ".well-known/security.txt"
"""Path of the file; whoever looks for a contact looks there."""

LASTS = timedelta(days=330)
"""How long the file holds after a build: less than a year, as the standard advises, for a kept site is built."""


def contacts(edition: Edition) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of the file; none without a contact, for the standard knows no such file."""
    contact = edition.security_contact or _advisories(edition.site.repository)
    if not contact:
        return
    lines = (
        f"Contact: {contact}",
        f"Expires: {edition.today + LASTS}T00:00:00Z",
        f"Preferred-Languages: {', '.join(edition.site.locales)}",
        f"Canonical: {edition.site.base}{FILE}",
    )
    yield FILE, "".join(f"{line}\n" for line in lines).encode()


def _advisories(repository: str) -> str:
    """Return where a repository takes private reports."""
    return f"{repository}/security/advisories/new" if repository else ""
