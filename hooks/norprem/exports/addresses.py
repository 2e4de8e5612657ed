"""Addresses of what is exported, below the root of the site and the same for all languages, and of the pages behind."""

from __future__ import annotations

from urllib.parse import quote

STANDARDS = "api/v1/standards.json"
PROGRAMMES = "api/v1/programmes.json"
NEEDS = "api/v1/needs.json"
CONCEPTS = "api/v1/standards.ttl"

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
"""What all descriptions of ours are published under: Creative Commons Attribution 4.0 International."""


def need_page(need_id: str) -> str:
    """Return the path, after the language, of a need in the list of needs."""
    return f"behov/#{need_id}"


def domain_anchor(code: str) -> str:
    """Return the place of a domain on the page of its standard."""
    return f"domain-{quote(code)}"


def level_anchor(step: int) -> str:
    """Return the place where the page of a standard says what a level is."""
    return f"level-{step}"


def standard_file(standard_id: str) -> str:
    """Return the path of the JSON file of a standard."""
    return f"api/v1/standards/{standard_id}.json"


def programme_file(programme_id: str) -> str:
    """Return the path of the JSON file of a curriculum."""
    return f"api/v1/programmes/{programme_id}.json"


def case_file(standard_id: str, locale: str) -> str:
    """Return the path of the CASE package of a standard in one language."""
    return f"api/v1/case/{standard_id}.{locale}.json"


def schema_file(kind: str) -> str:
    """Return the path of the JSON Schema for one kind of file."""
    return f"api/v1/schema/{kind}.json"
