"""Addresses of what is exported, below the root of the site and the same for all languages, and of the pages behind."""

from __future__ import annotations

from urllib.parse import quote

STANDARDS = "api/v1/standards.json"
PROGRAMMES = "api/v1/programmes.json"
NEEDS = "api/v1/needs.json"
METHODS = "api/v1/methods.json"
PATHWAYS = "api/v1/pathways.json"
CONCEPTS = "api/v1/standards.ttl"
INDEX = "api/v1/index.json"
COURSES = "api/v1/courses.json"
SESSIONS = "api/v1/sessions.json"
PEOPLE = "api/v1/people.json"
REGIONS = "api/v1/regions.json"
PROVIDERS = "api/v1/providers.json"
VOCABULARY = "api/v1/vocabulary.json"
GLOSSARY = "api/v1/glossary.json"
COURSE_SHEET = "api/v1/courses.csv"
SESSION_SHEET = "api/v1/sessions.csv"
METHOD_SHEET = "api/v1/methods.csv"
CATALOGUE = "catalog.ttl"

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
"""What all descriptions of ours are published under: Creative Commons Attribution 4.0 International."""

ATTRIBUTION = "NorPreM, Nasjonalt kompetansenettverk for persontilpasset medisin"
"""Whom the licence asks everybody to name."""

ABOUT = "om/data/"
"""The page, in every language, that explains the files and the promises about them."""


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


def output_schema(kind: str) -> str:
    """Return the path of the JSON Schema that a kind of JSON file follows, for example `courses`."""
    return f"api/v1/schema/output/{kind}.json"


def sheet_description(sheet: str) -> str:
    """Return the path of the file that describes a CSV file, where CSV on the Web looks for it."""
    return f"{sheet}-metadata.json"


def workbook(sheet: str) -> str:
    """Return the path of the workbook with the rows of a CSV file."""
    return f"{sheet.removesuffix('.csv')}.xlsx"


def course_map(prefix: str) -> str:
    """Return the path of the list of course pages in one language, for registries that read one language only."""
    return f"{prefix}sitemap-courses.xml"
