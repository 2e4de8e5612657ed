"""The catalogue that the scenario edits: YAML files in a folder, and the calendars made from them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from norprem import build
from norprem.edition import Edition
from norprem.exports import files
from norprem.findings import Finding, Severity
from norprem.model import Catalogue
from norprem.report import as_text, severity
from tests.fixture_catalogue import catalogue
from tests.sync.expected import BASE, LOCALES

TOLD = frozenset({"start", "end", "place", "online", "status"})
"""A change of any of these raises the revision of a session."""


class Book:
    """Courses by id as they stand in their files, but with their sessions by id."""

    def __init__(self, folder: Path, today: date, course: Mapping[str, Any]) -> None:
        """Lay out an empty catalogue; `course` is what a new course says where an edit does not say it."""
        self.root = catalogue(folder)
        self.site = folder / "site"
        self.today = today
        self.courses: dict[str, dict[str, Any]] = {}
        self._blank = course
        self._written = 0
        self._retired: list[dict[str, Any]] = []
        self._before: Catalogue | None = None

    def edit(self, patch: Mapping[str, Any]) -> None:
        """Lay a patch over the courses: what it gives replaces what is there, nothing (null) takes it away."""
        for name, changes in patch.items():
            if changes is None:
                del self.courses[name]
                self._retired.append(
                    {
                        "kind": "course",
                        "id": name,
                        "on": self.today.isoformat(),
                        "reason": dict.fromkeys(LOCALES, "Over."),
                    }
                )
                continue
            course = self.courses.setdefault(name, {**self._blank, "sessions": {}})
            for session_id, session in changes.get("sessions", {}).items():
                self._edit_session(course["sessions"], session_id, session)
            _lay_over(course, {key: value for key, value in changes.items() if key != "sessions"})

    def _edit_session(self, sessions: dict[str, Any], session_id: str, changes: Mapping[str, Any] | None) -> None:
        if changes is None:
            del sessions[session_id]
            return
        known = sessions.get(session_id)
        session = sessions.setdefault(session_id, {"status": "confirmed", "revision": "0"})
        _lay_over(session, changes)
        session["updated"] = self.today.isoformat()
        if known is not None and not TOLD.isdisjoint(changes):
            session["revision"] = str(int(session["revision"]) + 1)

    def refusal(self, patch: Mapping[str, Any]) -> list[str]:
        """Return the codes of the errors that an edit would have; it is taken back."""
        kept, retired = deepcopy(self.courses), len(self._retired)
        self.edit(patch)
        _, wrong = self._checked()
        self.courses = kept
        del self._retired[retired:]
        return [finding.code for finding in wrong]

    def publish(self, *, compared: bool = True) -> Mapping[str, bytes]:
        """Write the files, check them, and write the calendars as a build does; return those by path.

        Args:
            compared: check them against what was published before as well, as a pull request is.
        """
        if not compared:
            self._before = None
        checked, wrong = self._checked()
        assert not wrong, as_text(wrong, "en", files=checked.files)
        self._before = checked.catalogue
        calendars = dict(files.calendars(Edition.of(checked.catalogue, self.today, base=BASE)))
        for path, content in calendars.items():
            self._put(self.site / path, content)
        self._written += 1
        return calendars

    def _checked(self) -> tuple[build.Checked, list[Finding]]:
        self._write()
        checked = build.check(self.root, self.today, before=self._before)
        return checked, [one for one in checked.findings if severity(one) == Severity.ERROR]

    def _write(self) -> None:
        folder = self.root / "courses"
        for file in folder.rglob("*.yaml"):
            file.unlink()
        for name, course in self.courses.items():
            sessions = [{"id": session_id, **session} for session_id, session in course["sessions"].items()]
            content = {"id": name, **course, "sessions": sessions}
            file = folder / course["region"] / f"{name}.yaml"
            file.parent.mkdir(parents=True, exist_ok=True)
            _dump(file, content)
        _dump(self.root / "retired.yaml", {"retired": self._retired})

    def _put(self, file: Path, content: bytes) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        # A server tells versions of a file apart by second and size. Two builds are never within one second; two edits
        # of a test are.
        moment = file.stat().st_mtime + self._written
        os.utime(file, (moment, moment))


def _dump(file: Path, content: Any) -> None:
    file.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), "utf-8")


def _lay_over(tree: dict[str, Any], changes: Mapping[str, Any]) -> None:
    for key, value in changes.items():
        if value is None:
            del tree[key]
        else:
            tree[key] = value
