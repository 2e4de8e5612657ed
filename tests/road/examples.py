"""The written examples: an issue as somebody sent it, and beside it what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from norprem import formdesk
from norprem.imports import forms
from norprem.words import Words
from tests.road.world import TODAY, world

FOLDER = Path(__file__).parent / "forms"
ISSUE = 17


@dataclass(frozen=True)
class Example:
    """One issue."""

    file: Path

    def __str__(self) -> str:
        return self.file.stem

    @property
    def expected(self) -> Path:
        return self.file.with_suffix(".expected")

    def came(self, folder: Path) -> str:
        """Return what the sender is told, and the files that are written, in an empty folder."""
        return told(self.file.read_bytes().decode(), folder)


def told(body: str, folder: Path) -> str:
    """Return what comes of the text of an issue: the result, the answer, the files."""
    root = world(folder)
    filled = forms.read(body)
    if filled is None:
        return f"none\n{formdesk.unread(Words.load('nb'))}"
    done = formdesk.outcome(filled, root, TODAY, ISSUE, folder / "docs")
    files = "".join(f"=== {path}\n{text}" for path, text in done.files.items())
    return f"{done.result}\n{formdesk.answer(done, Words.load(filled.language))}{files}"


def examples() -> list[Example]:
    """Return all examples, in the order of their names."""
    return [Example(file) for file in sorted(FOLDER.glob("*.md"))]
