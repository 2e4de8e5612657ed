"""The catalogue that the scenario edits: YAML files in a folder, and the calendars made from them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from norprem import build, fix
from norprem.edition import Edition
from norprem.exports import files
from norprem.findings import Finding, Severity
from norprem.load import load
from norprem.model import Catalogue
from norprem.report import as_text, severity
from tests.fixture_catalogue import catalogue
from tests.sync.expected import BASE, LOCALES


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
        self._lists: dict[str, dict[str, Any]] = {}
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
        new = {"status": "confirmed", "revision": "0", "updated": self.today.isoformat()}
        _lay_over(sessions.setdefault(session_id, new), changes)

    def edit_lists(self, patch: Mapping[str, Any]) -> None:
        """Lay a patch over values of closed lists, by list and id; a new value comes last, nothing takes one away."""
        for name, changes in patch.items():
            values = self._lists.setdefault(name, _values(self._list(name)))
            for value, change in changes.items():
                if change is None:
                    del values[value]
                else:
                    _lay_over(values.setdefault(value, {}), change)

    def _list(self, name: str) -> Path:
        return self.root / "vocabulary" / f"{name}.yaml"

    def merge(self, patch: Mapping[str, Any], lists: Mapping[str, Any]) -> list[str]:
        """Edit courses and closed lists as a pull request does: one with errors is taken back.

        Returns:
            the codes of the errors.
        """
        kept, retired, listed = deepcopy(self.courses), len(self._retired), deepcopy(self._lists)
        listed |= {name: _values(self._list(name)) for name in lists.keys() - listed.keys()}
        self.edit(patch)
        self.edit_lists(lists)
        checked, wrong = self._checked()
        if wrong:
            self.courses, self._lists = kept, listed
            del self._retired[retired:]
        else:
            self._before = checked.catalogue
        return [finding.code for finding in wrong]

    def publish(self) -> Mapping[str, bytes]:
        """Write the files, check them, and write the calendars as a build does; return those by path."""
        checked, wrong = self._checked()
        assert not wrong, as_text(wrong, "en", files=checked.files)
        self._before = checked.catalogue
        calendars = dict(files.calendars(Edition.of(checked.catalogue, self.today, base=BASE)))
        for path, content in calendars.items():
            self._put(self.site / path, content)
        self._written += 1
        return calendars

    def _checked(self) -> tuple[build.Checked, list[Finding]]:
        """Write the files, have `norprem fix` raise what it raises for an educator, and check them."""
        self._write()
        if self._before is not None:
            self._fix(self._before)
        checked = build.check(self.root, self.today, before=self._before)
        return checked, [one for one in checked.findings if severity(one) == Severity.ERROR]

    def _fix(self, before: Catalogue) -> None:
        for file in fix.repaired(self.root, load(self.root).catalogue, before, self.today):
            assert file.after is not None, file.file
            (self.root / file.file).write_bytes(file.after)
            for repair in file.repairs:
                session = self.courses[repair.course]["sessions"][repair.session]
                session |= {"revision": str(repair.new.revision), "updated": repair.new.updated.isoformat()}

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
        for name, values in self._lists.items():
            _dump(self._list(name), {"values": [{"id": value, **content} for value, content in values.items()]})
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


def _values(file: Path) -> dict[str, Any]:
    """Return the values of a closed list by id, every value in them as text."""
    listed = yaml.load(file.read_text("utf-8"), Loader=yaml.BaseLoader)["values"]
    return {value.pop("id"): value for value in listed}


def _lay_over(tree: dict[str, Any], changes: Mapping[str, Any]) -> None:
    for key, value in changes.items():
        if value is None:
            del tree[key]
        else:
            tree[key] = value
