"""What the owner of a public site owes its readers: the accessibility statement, and somewhere to report faults."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from norprem.edition import Edition


def statement(edition: Edition, _: str, __: Mapping[str, str]) -> tuple[str, Mapping[str, Any]]:
    """Link to the official accessibility statement, or say that none is known."""
    return "statement.html", {"statement": edition.statement}


def report(edition: Edition, _: str, __: Mapping[str, str]) -> tuple[str, Mapping[str, Any]]:
    """Link to where a fault is reported, or say that nowhere is known."""
    repository = edition.site.repository
    return "report.html", {"issues": f"{repository}/issues/new" if repository else ""}
