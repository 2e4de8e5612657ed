"""Make `hooks/norprem/rules/examples.json`: of every rule, the first finding of its first failing fixture.

Beside it stand what is wrong in that fixture and what is right in the passing one that differs least from it: for the
rules that compare with what was published, what each of the two changed.

Run `python -m tests.rule_examples` after a change of fixtures, or with the code of a rule for that one alone.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher, ndiff
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from norprem.findings import Finding, Position
from norprem.rules.examples import FILE
from tests.fixture_catalogue import Fixture, Laid, fixtures

_MARK = re.compile(r"\s*(?:# expect(?:@\d+)?: K[\dK, ]+|<!-- # expect.*?-->)")
_HEADER = re.compile(r"# (?:place|write|repeat|link|remove|without|expect)\b.*|# expect@.*|# *")
_ESCAPE = re.compile(r"\\(?:x[0-9a-f]{2}|u[0-9a-f]{4})")
_LONGEST = 200
_WIDEST = 100
_MOST = 9
"""Lines of an example."""

_FEW = 4
"""Lines of a whole file that are shown."""

_PLAIN = frozenset({"K901", "K902", "K909"})
"""Rules whose plain passing fixture tells better what is right than the one most like the failing one."""

Lines = Sequence[str]


class Pair(NamedTuple):
    """A file that breaks a rule and one that follows it."""

    wrong: Laid
    right: Laid
    number: int
    """Line of the finding, from 1."""

    @property
    def alike(self) -> bool:
        """Whether both hold the same kind of record."""
        return self.wrong.place.split("/")[0] == self.right.place.split("/")[0]


def told(code: str, finding: Finding) -> Mapping[str, Any]:
    """Return what is kept of a finding; its line without the mark of the fixture."""
    spot, position = finding.spot, finding.position or Position(1, 1)
    text = _MARK.sub("", position.text)[:_LONGEST]
    text = "" if _HEADER.fullmatch(text) else text
    return {
        "file": spot.file,
        "path": list(spot.path),
        "values": dict(spot.values),
        "on_key": spot.on_key,
        "line": position.line,
        "column": position.column,
        "length": max(1, min(position.length, len(text) - position.column + 1)),
        "text": text,
    }


def chosen() -> Mapping[str, Fixture]:
    """Return the fixture that shows each rule: the plain `fails` where there is one."""
    found: dict[str, Fixture] = {}
    for fixture in sorted(fixtures(), key=lambda one: (one.code, one.path.stem != "fails", one.path.name)):
        if fixture.fails:
            found.setdefault(fixture.code, fixture)
    return found


def shown(fixture: Fixture, folder: Path) -> Mapping[str, Any]:
    """Return the example of the rule that a fixture breaks."""
    finding = next(one for one in fixture.check(folder) if one.code == fixture.code)
    wrong, right = (_changed if fixture.earlier else _compared)(fixture, _passing()[fixture.code], finding)
    return {**told(fixture.code, finding), "wrong": _short(wrong), "right": _short(right)}


@cache
def _passing() -> Mapping[str, Sequence[Fixture]]:
    """Return the fixtures that break no rule, by the code of theirs."""
    found: dict[str, list[Fixture]] = {}
    for one in fixtures():
        found.setdefault(one.code, []).extend(() if one.fails else (one,))
    return found


def _compared(fixture: Fixture, passing: Sequence[Fixture], finding: Finding) -> tuple[Lines, Lines]:
    """Return the lines around the finding, and those that stand there in the passing file that is most like it."""
    number = finding.position.line if finding.position else 1
    pairs = [
        Pair(wrong, right, number)
        for wrong in fixture.files
        if wrong.file == finding.spot.file
        for one in passing
        for right in one.files
        if "remove" not in right.headers
    ]
    if not pairs:  # what is wrong is that a file is missing
        return (), _clean(passing[0].files[0])[:_FEW]
    nearest = min(pairs, key=_distance)
    return _hunk(nearest) if nearest.alike else _apart(nearest)


def _distance(pair: Pair) -> tuple[bool, int]:
    """Return how unlike two files are; those of one kind come first."""
    told = [line[0] for line in ndiff(_clean(pair.wrong), _clean(pair.right))]
    return not pair.alike, told.count("-") + told.count("+")


def _apart(pair: Pair) -> tuple[Lines, Lines]:
    """Return the line of the finding, and the beginning of a file of another kind."""
    line = _after_headers(pair.wrong, pair.number)
    return _clean(pair.wrong)[line : line + 1], _clean(pair.right)[:_FEW]


def _hunk(pair: Pair) -> tuple[Lines, Lines]:
    """Return what differs at the line of the finding, or nearest to it."""
    wrong, right = _clean(pair.wrong), _clean(pair.right)
    line = _after_headers(pair.wrong, pair.number)
    found = [one for one in SequenceMatcher(None, wrong, right, autojunk=False).get_opcodes() if one[0] != "equal"]
    if not found and pair.wrong.file != pair.right.file:  # what is wrong is the name or the folder
        return [f"# {pair.wrong.file}"], [f"# {pair.right.file}"]
    if not found:
        return (), right[:_FEW]
    _, begin, end, first, last = min(found, key=lambda one: max(one[1] - line, line - max(one[1], one[2] - 1), 0))
    if end - begin > 1 and not begin <= line < end:
        line = begin
    room = slice(max(begin, line - _MOST // 2), end)
    before, after = ((), ()) if end > begin and last > first else (wrong[begin - 1 : begin], wrong[end : end + 1])
    return [*before, *wrong[room], *after], [*before, *right[first:last], *after]


def _after_headers(laid: Laid, number: int) -> int:
    """Return the place of a line, from 0, among those that are left of a file."""
    return len(list(_kept(laid.text.split("\n")[: number - 1])))


def _changed(fixture: Fixture, passing: Sequence[Fixture], finding: Finding) -> tuple[Lines, Lines]:
    """Return what a bad and a good proposal change in the published files, with marks as in a pull request."""
    file = finding.spot.file
    bad = _difference(fixture, file)
    chosen = [one for one in passing if fixture.code not in _PLAIN or one.path.name == "passes"]
    return bad, max((_difference(one, file) for one in chosen), key=lambda one: SequenceMatcher(None, bad, one).ratio())


def _difference(fixture: Fixture, file: str) -> Lines:
    earlier, now = ({one.file: _clean(one) for one in side} for side in (fixture.earlier, fixture.files))
    names = sorted(earlier.keys() | now.keys(), key=lambda name: (name != file, name))
    return [line for name in names for line in _marked(name, earlier.get(name, ()), now.get(name, ()))]


def _marked(name: str, old: Lines, new: Lines) -> Iterator[str]:
    """Yield the lines of one file that differ, below its name; of a file that came or went, the first."""
    found = [line.rstrip() for line in ndiff(old, new) if line[0] in "+-"]
    if found:
        yield f"{' ' if old and new else found[0][0]} # {name}"
    yield from found if old and new else found[:2]


def _clean(laid: Laid) -> Lines:
    return list(_kept(laid.text.rstrip().split("\n")))


def _kept(lines: Lines) -> Iterator[str]:
    """Yield the lines of a fixture without its marks, and with what cannot be seen made visible."""
    for line in lines:
        bare = _ESCAPE.sub(_character, _MARK.sub("", line)).rstrip()
        if (bare or not line.strip()) and not _HEADER.fullmatch(bare):
            yield "".join(map(_visible, bare))


def _character(escape: re.Match[str]) -> str:
    return chr(int(escape[0][2:], 16))


def _visible(char: str) -> str:
    return char if char.isprintable() else f"⟨U+{ord(char):04X}⟩"


def _short(lines: Lines) -> Lines:
    """Return lines that fit a page, moved to the left as far as all of them can be."""
    kept = [line for line in lines if line.strip()]
    indent = min((len(line) - len(line.lstrip()) for line in kept), default=0)
    cut = [line[indent:] if len(line) - indent <= _WIDEST else f"{line[indent : indent + _WIDEST]} …" for line in kept]
    return cut if len(cut) <= _MOST else [*cut[: _MOST - 1], "…"]


def made(codes: Sequence[str] = ()) -> str:
    """Return the whole file, with the examples of some rules, or of all, made anew."""
    kept = json.loads(FILE.read_text("utf-8")) if codes else {}
    with TemporaryDirectory() as folder:
        fresh = {
            code: shown(one, Path(folder) / code) for code, one in chosen().items() if code in codes or code not in kept
        }
    return json.dumps(dict(sorted({**kept, **fresh}.items())), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    FILE.write_text(made(sys.argv[1:]), "utf-8")
