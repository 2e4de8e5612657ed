"""What a check has found, where, and in which order findings are shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

Path = tuple[str | int, ...]
"""The way from the top of a file to a value: keys and list places, for example `("sessions", 0, "start")`."""


class Severity(StrEnum):
    """How much a finding weighs: an error stops the build, a warning is shown."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """Where in a file a finding is shown.

    Attributes:
        line: line number, from 1.
        column: place of the first character in the line, from 1.
        length: number of characters to underline, at least 1.
        text: the line itself, without its line ending.
    """

    line: int
    column: int
    length: int = 1
    text: str = ""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a file and the values that a rule's sentence needs; the rule table makes a finding of it.

    Attributes:
        file: path of the file below the catalogue's folder, with forward slashes.
        path: way to the value within the file.
        values: what goes into the sentence, by name; `nearest` becomes "did you mean".
        on_key: show the key, not the value behind it.
        position: line and column, in a text that has no keys to find it by.
    """

    file: str
    path: Path = ()
    values: Mapping[str, str] = field(default_factory=dict)
    on_key: bool = False
    position: Position | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, or worth a look.

    Attributes:
        code: the rule's code, for example `K301`.
        spot: where it is, and the values of the sentence.
        position: line and column; None until somebody looks it up (`source.place`).
    """

    code: str
    spot: Spot
    position: Position | None = None

    @property
    def order(self) -> tuple[str, int, int, str, str]:
        """Sort key: file, line, column, code."""
        place = self.position or Position(0, 0)
        return (self.spot.file, place.line, place.column, self.code, str(self.spot.path))


def below(path: Path, parents: frozenset[Path]) -> bool:
    """Tell whether a path is one of the parents or lies below one of them."""
    return any(path[:length] in parents for length in range(len(path) + 1))
