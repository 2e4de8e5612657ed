r"""From a fixture of a rule to a catalogue on disk, and to what must be found in it.

A fixture is an ordinary YAML file below `tests/rules/`, laid over a small made-up catalogue (`_base` and the real
closed lists), or a folder of such files. `# expect: K301` at the end of a line says what must be found there;
`# expect@7: K009` does so for a line that cannot hold a comment. A file begins with the comments it needs:

- `# place: people/national/x.yaml`: where it lies; without it, `courses/helse-vest/<id>.yaml`;
- `# write: bom` (or `crlf`, `latin-1`, `utf-16`, `escapes`): what happens to it on the way; with `escapes`, `\u202e`
  turns into the character;
- `# repeat: 300000`: it is filled up with comments to so many bytes;
- `# link: ../x.yaml`: it becomes a link to there; `# remove: glossary.yaml`: that file is taken away;
- `# without: docs`: the made-up pages are taken away.

A page of Markdown is a fixture too: its comments stand in its head, and `# place: docs/nb/pasient/x.md` says where it
lies; in its text, a mark stands in a comment of HTML. It is laid over a few made-up pages (`_docs`). A translation
whose hash is `000000000000`, and one that the fixture does not lay itself, is given the fingerprint of its original.

What lies in `before/` in the folder of a fixture is laid over the same catalogue a second time and makes the earlier
one, for the rules that compare. A file that is only there is gone now: `# expect-gone: K911` in it says what must be
found at the first line of where it was.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from norprem import build
from norprem.findings import Finding
from norprem.load import load
from norprem.model import Article

RULES = Path(__file__).parent / "rules"
VOCABULARY = Path(__file__).parent.parent / "curricula" / "vocabulary"
TODAY = date(2026, 11, 22)

_HEADER = re.compile(r"^# (place|write|repeat|link|remove|without): (.+)$", re.MULTILINE)
_EXPECT = re.compile(r"# expect(?:@(\d+))?: (K\d{3}(?:, K\d{3})*)")
_EXPECT_GONE = re.compile(r"^# expect-gone: (K\d{3}(?:, K\d{3})*)", re.MULTILINE)
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
    def file(self) -> str:
        """What findings call the file: a page lies outside the catalogue."""
        return f"../{self.place}" if self.place.startswith("docs/") else self.place

    @property
    def expected(self) -> set[tuple[str, int, str]]:
        """(file, line, code) of every marker."""
        return {
            (self.file, int(found[1] or number), code)
            for number, line in enumerate(self.text.split("\n"), 1)
            for found in _EXPECT.finditer(line)
            for code in found[2].split(", ")
        }

    @property
    def expected_gone(self) -> set[tuple[str, int, str]]:
        """(file, 1, code) of every marker of a file that is only in the earlier catalogue."""
        return {(self.place, 1, code) for found in _EXPECT_GONE.finditer(self.text) for code in found[1].split(", ")}

    def lay(self, root: Path) -> None:
        """Write the file, or what its headers make of it."""
        target = root / self.file
        if folder := self.headers.get("without"):
            shutil.rmtree(root.parent / folder, ignore_errors=True)
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
        if not self.path.is_dir():
            return _laid([self.path])
        files = (path for path in self.path.rglob("*") if path.suffix in (".yaml", ".md"))
        return _laid(path for path in files if self._before not in path.parents)

    @cached_property
    def earlier(self) -> tuple[Laid, ...]:
        return _laid(self._before.rglob("*.yaml"))

    @property
    def _before(self) -> Path:
        return self.path / "before"

    @property
    def expected(self) -> set[tuple[str, int, str]]:
        gone = {one for laid in self.earlier for one in laid.expected_gone}
        return gone.union(*(laid.expected for laid in self.files))

    def check(self, folder: Path) -> tuple[Finding, ...]:
        """Lay the fixture over the made-up catalogue in an empty folder and check it."""
        root = _lay(self.files, folder)
        before = load(_lay(self.earlier, folder / "before")).catalogue if self._before.is_dir() else None
        return build.check(root, TODAY, before=before, docs=folder / "docs").findings


def _laid(paths: Iterable[Path]) -> tuple[Laid, ...]:
    return tuple(Laid(path.read_text("utf-8")) for path in sorted(paths))


def _lay(files: Iterable[Laid], folder: Path) -> Path:
    """Write the made-up catalogue with files laid over it, and return its place."""
    root = catalogue(folder)
    own = set()
    for laid in files:
        laid.lay(root)
        own.add(laid.file)
    if any(file.startswith("../") for file in own):
        _follow(root, own)
    return root


_HASH = re.compile(r'hash: "?([0-9a-f]{12})"?')
_UNSET = "000000000000"


def _follow(root: Path, own: Iterable[str]) -> None:
    """Give translations the fingerprint of their originals, as if somebody had checked them."""
    articles = load(root, docs=root.parent / "docs").catalogue.article
    for article in articles.values():
        original = articles.get(("nb", article.path))
        if original and article.meta.translation and _wants_hash(article, own):
            file = root / article.entry.file
            file.write_text(_HASH.sub(f'hash: "{original.fingerprint}"', file.read_text("utf-8"), count=1), "utf-8")


def _wants_hash(article: Article, own: Iterable[str]) -> bool:
    translation = article.meta.translation
    return article.entry.file not in own or bool(translation and translation.hash == _UNSET)


def catalogue(folder: Path) -> Path:
    """Write the made-up catalogue, which has nothing to object to, and return its place."""
    root = folder / "curricula"
    shutil.copytree(RULES / "_base", root)
    shutil.copytree(VOCABULARY, root / "vocabulary")
    shutil.copytree(RULES / "_docs", folder / "docs")
    (folder / "outside.yaml").write_text("id: outside\n", "utf-8")
    return root


def fixtures() -> list[Fixture]:
    """Return all fixtures, in the order of their rules."""
    return [Fixture(path) for path in sorted(RULES.glob("K*/*")) if path.name.startswith(("fails", "passes"))]
