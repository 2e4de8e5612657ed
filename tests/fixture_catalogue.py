r"""From a fixture of a rule to a catalogue on disk, and to what must be found in it.

A fixture is an ordinary YAML file below `tests/rules/`, laid over a small made-up catalogue (`_base` and the real
closed lists), or a folder of such files. `# expect: K301` at the end of a line says what must be found there;
`# expect@7: K009` does so for a line that cannot hold a comment. A file begins with the comments it needs:

- `# place: people/national/x.yaml`: where it lies; without it, `courses/helse-vest/<id>.yaml`;
- `# write: bom` (or `crlf`, `latin-1`, `utf-16`, `escapes`): what happens to it on the way; with `escapes`, `\u202e`
  turns into the character;
- `# repeat: 300000`: it is filled up with comments to so many bytes;
- `# link: ../x.yaml`: it becomes a link to there; `# remove: glossary.yaml`: that file is taken away.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from norprem import build
from norprem.findings import Finding

RULES = Path(__file__).parent / "rules"
VOCABULARY = Path(__file__).parent.parent / "curricula" / "vocabulary"
TODAY = date(2026, 11, 22)

_HEADER = re.compile(r"^# (place|write|repeat|link|remove): (.+)$", re.MULTILINE)
_EXPECT = re.compile(r"# expect(?:@(\d+))?: (K\d{3}(?:, K\d{3})*)")
_ID = re.compile(r"^id: *([a-z0-9-]+)", re.MULTILINE)

_WRITERS: Mapping[str, Callable[[str], bytes]] = {
    "bom": lambda text: b"\xef\xbb\xbf" + text.encode(),
    "crlf": lambda text: text.replace("\n", "\r\n").encode(),
    "latin-1": lambda text: text.encode("latin-1"),
    "utf-16": lambda text: text.encode("utf-16"),
    "escapes": lambda text: re.sub(r"\\(?:x(..)|u(....))", _character, text).encode(),
}


def _character(escape: re.Match[str]) -> str:
    return chr(int(escape[1] or escape[2], 16))


@dataclass(frozen=True)
class Laid:
    """One file of a fixture."""

    text: str

    @cached_property
    def headers(self) -> dict[str, str]:
        return {found[1]: found[2].strip() for found in _HEADER.finditer(self.text)}

    @property
    def place(self) -> str:
        """Where the file lies within the catalogue."""
        given = self.headers.get("place") or self.headers.get("remove")
        own = _ID.search(self.text)
        return given or f"courses/helse-vest/{own[1] if own else 'eksempelkurs'}.yaml"

    @property
    def expected(self) -> set[tuple[str, int, str]]:
        """(file, line, code) of every marker."""
        return {
            (self.place, int(found[1] or number), code)
            for number, line in enumerate(self.text.split("\n"), 1)
            for found in _EXPECT.finditer(line)
            for code in found[2].split(", ")
        }

    def lay(self, root: Path) -> None:
        """Write the file, or what its headers make of it."""
        target = root / self.place
        target.unlink(missing_ok=True)
        target.parent.mkdir(parents=True, exist_ok=True)
        if "link" in self.headers:
            target.symlink_to(self.headers["link"])
        elif "remove" not in self.headers:
            data = _WRITERS.get(self.headers.get("write", ""), str.encode)(self.text)
            missing = max(0, int(self.headers.get("repeat", "0")) - len(data))
            target.write_bytes(data + b"# and so on\n" * (missing // 12 + bool(missing)))


@dataclass(frozen=True)
class Fixture:
    """A case of a rule: one file or a folder of them."""

    path: Path

    def __str__(self) -> str:
        return f"{self.path.parent.name}/{self.path.stem}"

    @property
    def code(self) -> str:
        return self.path.parent.name[:4]

    @property
    def fails(self) -> bool:
        return self.path.name.startswith("fails")

    @cached_property
    def files(self) -> tuple[Laid, ...]:
        paths = sorted(self.path.rglob("*.yaml")) if self.path.is_dir() else [self.path]
        return tuple(Laid(path.read_text("utf-8")) for path in paths)

    @property
    def expected(self) -> set[tuple[str, int, str]]:
        return {one for laid in self.files for one in laid.expected}

    def check(self, folder: Path) -> tuple[Finding, ...]:
        """Lay the fixture over the made-up catalogue in an empty folder and check it."""
        root = catalogue(folder)
        for laid in self.files:
            laid.lay(root)
        return build.check(root, TODAY).findings


def catalogue(folder: Path) -> Path:
    """Write the made-up catalogue, which has nothing to object to, and return its place."""
    root = folder / "curricula"
    shutil.copytree(RULES / "_base", root)
    shutil.copytree(VOCABULARY, root / "vocabulary")
    (folder / "outside.yaml").write_text("id: outside\n", "utf-8")
    return root


def fixtures() -> list[Fixture]:
    """Return all fixtures, in the order of their rules."""
    return [Fixture(path) for path in sorted(RULES.glob("K*/*")) if path.name.startswith(("fails", "passes"))]
