"""The addresses of the site: the first language without a prefix, the others under their own, the same path after."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Site:
    """Where the site lives.

    Attributes:
        base: absolute address of its root, ending with a slash.
        locales: its languages; the first has no prefix.
        repository: address of the file browser of its repository, without a slash at the end; empty where unknown.
    """

    base: str
    locales: tuple[str, ...]
    repository: str = ""

    @property
    def host(self) -> str:
        """Host name, the second half of every calendar UID."""
        return urlsplit(self.base).hostname or "localhost"

    def prefix(self, locale: str) -> str:
        """Return what stands before every path of a language: nothing, or `en/`."""
        return "" if locale == self.locales[0] else f"{locale}/"

    def url(self, locale: str, address: str) -> str:
        """Return the absolute address of a page, for example of `kurs/` in English."""
        return f"{self.base}{self.prefix(locale)}{address}"

    def edit_url(self, file: str) -> str:
        """Return the address where a file of the repository can be edited, or nothing where none is known."""
        return f"{self.repository}/edit/main/{file}" if self.repository else ""


def course_address(course_id: str, session_id: str | None = None) -> str:
    """Return the path of a course's page, or of one of its sessions on that page."""
    return f"kurs/{course_id}/" + (f"#{session_id}" if session_id else "")


def standard_address(standard_id: str, competence_id: str | None = None) -> str:
    """Return the path of a standard's page, or of one of its competences on that page."""
    return f"kompetanse/{standard_id}/" + (f"#{competence_id}" if competence_id else "")


def assessment_address(standard_id: str) -> str:
    """Return the path of the page where one compares oneself with a standard."""
    return f"kompetanse/{standard_id}/egenvurdering/"


def programme_address(programme_id: str) -> str:
    """Return the path of a curriculum's page."""
    return f"laereplaner/{programme_id}/"


def code_address(system: str, code: str) -> str:
    """Return the path of the page that a diagnosis code leads to."""
    return f"kode/{system}/{code}/"


def rules_address(family: str = "") -> str:
    """Return the path of the list of rules, or of the page of a family of them."""
    return "bidra/regler/" + (f"{family}/" if family else "")


def coverage_address(region_id: str | None = None) -> str:
    """Return the path of the page that shows who teaches what in all regions, or in one."""
    return "kompetanse/dekning/" + (f"{region_id}/" if region_id else "")


def method_address(method_id: str) -> str:
    """Return the path of a method in the register of methods."""
    return f"metoder/#{method_id}"


def feed_address(scope: str) -> str:
    """Return the path of a calendar by what it holds: one of the scopes below."""
    return f"kalender/{scope}.ics"


ALL = "alle"
"""Scope of the calendar that holds every course."""

DEADLINES = "frister"
"""Scope of the calendar that holds the registration deadlines."""


def feed_scope(region: str | None = None, profession: str | None = None) -> str:
    """Return the scope of the calendar for a region, a profession, both, or everybody."""
    if region and profession:
        return f"{region}-{profession}"
    return region or (f"profesjon-{profession}" if profession else ALL)


def course_scope(course_id: str) -> str:
    """Return the scope of the calendar that holds the dates of one course."""
    return f"kurs-{course_id}"
