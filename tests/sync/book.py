"""The catalogue that the scenario edits: YAML files in a folder, and the calendars made from them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from norprem import build
from norprem.edition import Edition
from norprem.exports import files
from norprem.findings import Severity
from norprem.report import as_text, severity
from tests.fixture_catalogue import catalogue
from tests.sync.expected import BASE

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

    def edit(self, patch: Mapping[str, Any]) -> None:
        """Lay a patch over the courses: what it gives replaces what is there, nothing (null) takes it away."""
        for name, changes in patch.items():
            if changes is None:
                del self.courses[name]
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

    def publish(self) -> Mapping[str, bytes]:
        """Write the files, check them, and write the calendars as a build does; return those by path."""
        self._write()
        checked = build.check(self.root, self.today)
        wrong = [one for one in checked.findings if severity(one) == Severity.ERROR]
        assert not wrong, as_text(wrong, "en", files=checked.files)
        calendars = dict(files.calendars(Edition.of(checked.catalogue, self.today, base=BASE)))
        for path, content in calendars.items():
            self._put(self.site / path, content)
        self._written += 1
        return calendars

    def _write(self) -> None:
        folder = self.root / "courses"
        for file in folder.rglob("*.yaml"):
            file.unlink()
        for name, course in self.courses.items():
            sessions = [{"id": session_id, **session} for session_id, session in course["sessions"].items()]
            content = {"id": name, **course, "sessions": sessions}
            file = folder / course["region"] / f"{name}.yaml"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), "utf-8")

    def _put(self, file: Path, content: bytes) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        # A server tells versions of a file apart by second and size. Two builds are never within one second; two edits
        # of a test are.
        moment = file.stat().st_mtime + self._written
        os.utime(file, (moment, moment))


def _lay_over(tree: dict[str, Any], changes: Mapping[str, Any]) -> None:
    for key, value in changes.items():
        if value is None:
            del tree[key]
        else:
            tree[key] = value
