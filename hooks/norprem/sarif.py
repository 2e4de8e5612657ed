"""Findings as SARIF 2.1.0 (OASIS): what code scanning and editors read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from typing import Any
from urllib.parse import quote

from norprem.findings import Finding, Position, Severity
from norprem.remedy import replacement
from norprem.rules import BY_CODE
from norprem.rules.table import Rule

Node = Mapping[str, Any]

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
ROOT = "%SRCROOT%"
"""What paths are relative to: the folder of the repository, which the reader of the document knows."""


@dataclass(frozen=True, slots=True)
class Told:
    """A finding with what depends on who is told.

    Attributes:
        file: path of the file from the folder of the repository, with forward slashes.
        message: what is wrong, in one sentence.
    """

    finding: Finding
    file: str
    severity: Severity
    message: str


def document(told: Sequence[Told], language: str) -> Node:
    """Return findings as a document; rules are described where they have found something."""
    codes = sorted({one.finding.code for one in told})
    driver = {
        "name": "norprem",
        **_version(),
        "rules": [_rule(BY_CODE[code], language) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "language": language,
        "columnKind": "unicodeCodePoints",
        "results": [_result(one, codes.index(one.finding.code), language) for one in told],
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _version() -> Node:
    """Return the version of the package, where it is installed as one."""
    try:
        return {"version": version("norprem")}
    except PackageNotFoundError:
        return {}


def _rule(rule: Rule, language: str) -> Node:
    manual = rule.manual[language]
    return {
        "id": rule.code,
        "name": rule.slug,
        "shortDescription": {"text": rule.slug.replace("-", " ")},
        "fullDescription": {"text": manual.why},
        "defaultConfiguration": {"level": str(rule.severity)},
    }


def _result(told: Told, place: int, language: str) -> Node:
    finding = told.finding
    remedy = BY_CODE[finding.code].remedy(finding, language)
    return {
        "ruleId": finding.code,
        "ruleIndex": place,
        "level": str(told.severity),
        "message": {"text": f"{told.message} {remedy}"},
        "locations": [{"physicalLocation": {"artifactLocation": _artifact(told.file), "region": _region(finding)}}],
        "partialFingerprints": {"norprem/v1": _fingerprint(told)},
        **dict(_fixes(told, remedy)),
    }


def _artifact(file: str) -> Node:
    return {"uri": quote(file), "uriBaseId": ROOT}


def _region(finding: Finding) -> Node:
    at = finding.position or Position(1, 1)
    snippet = {"snippet": {"text": at.text}} if at.text else {}
    return {"startLine": at.line, "startColumn": at.column, "endColumn": at.column + at.length, **snippet}


def _fingerprint(told: Told) -> str:
    """Return what tells this finding from others, wherever in the file it moves."""
    spot = told.finding.spot
    parts = (told.finding.code, told.file, *map(str, spot.path), *(f"{key}={spot.values[key]}" for key in spot.values))
    return sha256("\x1f".join(parts).encode()).hexdigest()[:32]


def _fixes(told: Told, remedy: str) -> Iterator[tuple[str, Any]]:
    mended = replacement(told.finding)
    if mended is not None:
        region = {key: value for key, value in _region(told.finding).items() if key != "snippet"}
        change = {"deletedRegion": region, "insertedContent": {"text": mended}}
        changes = [{"artifactLocation": _artifact(told.file), "replacements": [change]}]
        yield "fixes", [{"description": {"text": remedy}, "artifactChanges": changes}]
