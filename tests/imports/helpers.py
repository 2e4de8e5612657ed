"""A catalogue to import into, and what an import does to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from norprem import source
from norprem.imports import run
from norprem.imports.merge import Aim, Plan
from norprem.load import load
from tests.fixture_catalogue import catalogue

SHAPES = Path(__file__).parent / "shapes"
TODAY = date(2026, 11, 22)


@dataclass
class Desk:
    """A made-up catalogue, and one calendar that is imported into it."""

    root: Path
    today: date = TODAY
    calendar: str = "eksempel"
    provider: str = "eksempelsenteret"

    def plan(self, data: bytes, form: str = "ics") -> Plan:
        file = self.root.parent / f"kalender.{form}"
        file.write_bytes(data)
        aim = Aim(self.calendar, "helse-vest", self.provider, self.today, self.today - timedelta(days=365))
        return run.plan(self.root, load(self.root).catalogue, aim, run.Source(form, str(file)))

    def take(self, data: bytes | str, form: str = "ics") -> Plan:
        done = self.plan(data if isinstance(data, bytes) else data.encode(), form)
        run.write(self.root, done)
        return done

    def files(self) -> dict[str, bytes]:
        return {str(one.relative_to(self.root)): one.read_bytes() for one in self.root.rglob("*.yaml")}

    def drafts(self) -> list[dict[str, Any]]:
        return [self.tree(str(one.relative_to(self.root))) for one in sorted((self.root / "drafts").rglob("*.yaml"))]

    def draft(self) -> dict[str, Any]:
        (only,) = self.drafts()
        return only

    def only(self) -> dict[str, Any]:
        (session,) = self.draft()["sessions"]
        return session

    def tree(self, file: str) -> Any:
        return source.read(self.root, file).tree

    def edit(self, old: str, new: str) -> None:
        """Change the only draft by hand."""
        (file,) = (self.root / "drafts").rglob("*.yaml")
        text = file.read_text("utf-8")
        assert old in text
        file.write_text(text.replace(old, new), "utf-8")


def desk(folder: Path) -> Desk:
    return Desk(catalogue(folder))


def codes(done: Plan) -> list[str]:
    return [one.code for one in done.troubles]


def calendar(*events: str, head: str = "") -> str:
    """A calendar of events, each given by its lines."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//y//EN", *filter(None, head.split("\n"))]
    for event in events:
        lines += ["BEGIN:VEVENT", *event.strip().split("\n"), "END:VEVENT"]
    return "\r\n".join((*lines, "END:VCALENDAR", ""))


def event(**given: str) -> str:
    """The lines of an event; a keyword is a property, with `_` for `-`."""
    usual = {
        "UID": "1@kurs.example",
        "SUMMARY": "Kurs i genomikk",
        "DTSTART": "20270310T080000Z",
        "DTEND": "20270310T140000Z",
        "LOCATION": "Bergen",
        "STATUS": "CONFIRMED",
    }
    said = usual | {key.replace("_", "-"): value for key, value in given.items()}
    return "\n".join(f"{key}{'' if value.startswith(';') else ':'}{value}" for key, value in said.items() if value)
