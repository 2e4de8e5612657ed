"""A valid file that is broken in any way the model knows is told of, or is a valid record that says something else.

Of each kind of file the longest real one is taken. Each of its keys, once for each place that the model knows, is
dropped, renamed, given a value of another shape, written twice and moved to the end, where it says the same.
`python -m tests.road.test_mutations` does so with every file of the catalogue, and counts.
"""

from __future__ import annotations

import copy
import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from norprem import build, report
from norprem.findings import Finding
from norprem.formatting import Form, formatted
from norprem.kinds import KINDS, shape_of
from tests.exported import CURRICULA

TODAY = date(2026, 11, 22)
WAYS = ("drop", "rename", "retype", "reorder", "duplicate")
LISTS = ("vocabulary", "providers.yaml")
WIDE = 10_000
"""Letters of a line: wider than any, so that none is folded because something before it moved."""

Steps = tuple[str | int, ...]


@dataclass(frozen=True)
class Broken:
    """A file with one fault."""

    way: str
    steps: Steps
    text: str


def mappings(node: Any, steps: Steps = ()) -> Iterator[tuple[Steps, Any]]:
    """Yield every mapping of a file with the way to it."""
    if isinstance(node, yaml.MappingNode):
        yield steps, node
        for key, value in node.value:
            yield from mappings(value, (*steps, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for place, item in enumerate(node.value):
            yield from mappings(item, (*steps, place))


def breaks(text: str) -> Iterator[Broken]:
    """Yield the file with each fault; a place in a list counts once."""
    root = composed(text)
    seen: set[Steps] = set()
    for steps, mapping in mappings(root):
        for place, (key, _) in enumerate(mapping.value):
            pattern = (*("*" if isinstance(step, int) else step for step in steps), key.value)
            if pattern in seen:
                continue
            seen.add(pattern)
            for way in WAYS:
                if way != "reorder" or place < len(mapping.value) - 1:
                    yield Broken(way, (*steps, key.value), broken(text, steps, place, way))


def composed(text: str) -> Any:
    """Read a file as a tree of nodes."""
    return yaml.compose(text, Loader=yaml.CSafeLoader)


def written(root: Any) -> str:
    """Write a tree of nodes, each value on a line as long as it needs."""
    return str(yaml.serialize(root, Dumper=yaml.CSafeDumper, allow_unicode=True, width=WIDE))


def broken(text: str, steps: Steps, place: int, way: str) -> str:
    """Return the text of a file with one key of one of its mappings broken."""
    root = composed(text)
    pairs = next(mapping for found, mapping in mappings(root) if found == steps).value
    key, value = pairs[place]
    if way == "drop":
        del pairs[place]
    elif way == "rename":
        key.value += "x"
    elif way == "retype":
        pairs[place] = (key, _other(value))
    elif way == "reorder":
        pairs.append(pairs.pop(place))
    else:
        pairs.append(copy.deepcopy((key, value)))
    return written(root)


def _other(value: Any) -> Any:
    word = yaml.ScalarNode("tag:yaml.org,2002:str", "ord")
    if isinstance(value, yaml.ScalarNode):
        return yaml.MappingNode("tag:yaml.org,2002:map", [(word, word)])
    return yaml.SequenceNode("tag:yaml.org,2002:seq", [word]) if isinstance(value, yaml.MappingNode) else word


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalogue with the real closed lists and providers, and room for one file."""
    folder = tmp_path_factory.mktemp("mutations") / "curricula"
    lay(folder)
    return folder


def lay(folder: Path) -> None:
    """Copy the closed lists and the providers."""
    folder.mkdir(parents=True)
    shutil.copytree(CURRICULA / LISTS[0], folder / LISTS[0])
    shutil.copy(CURRICULA / LISTS[1], folder)


def found(root: Path, file: str, text: str) -> tuple[tuple[Finding, ...], Any]:
    """Return what is found in a file, said in both languages, and the record that it holds."""
    path = root / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    checked = build.check(root, TODAY)
    own = tuple(finding for finding in checked.findings if finding.spot.file == file)
    for language in report.LANGUAGES:
        assert own == () or file in report.as_text(own, language, files=1)
    records = [entry.record for entry in checked.catalogue.written if entry.file == file]
    path.unlink()
    return own, records


def noticed(root: Path, file: str, one: Broken, plain: str, before: tuple[tuple[Finding, ...], Any]) -> str:
    """Say how a fault is noticed; nothing where it is not."""
    findings, records = found(root, file, one.text)
    if {finding.code for finding in findings} - {finding.code for finding in before[0]}:
        return "told"
    if len(findings) > len(before[0]):
        return "told"
    if one.way == "reorder":
        form = Form(shape_of(file))
        same = formatted(file, one.text.encode(), form) == formatted(file, plain.encode(), form)
        return "put back" if same else "harmless" if records == before[1] else ""
    return "another record" if one.way == "drop" and records != before[1] else ""


def longest(folder: str) -> str:
    """Return the longest file of a folder, by its path in the catalogue."""
    files = sorted((CURRICULA / folder).rglob("*.yaml"), key=lambda file: (-file.stat().st_size, file))
    return files[0].relative_to(CURRICULA).as_posix()


def judged(root: Path, file: str) -> Iterator[tuple[Broken, str]]:
    """Yield every fault of a file, and how it is noticed."""
    text = (CURRICULA / file).read_text("utf-8")
    plain = written(composed(text))
    before = found(root, file, plain)
    for one in breaks(text):
        yield one, noticed(root, file, one, plain, before)


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_no_break_passes_unnoticed(root: Path, kind: Any) -> None:
    results = list(judged(root, longest(kind.folder)))
    counts = Counter((one.way, how) for one, how in results)
    print(f"{kind.name}: {len(results)} breaks, {dict(counts)}")
    assert [(one.way, one.steps) for one, how in results if not how] == []
    assert {one.way for one, _ in results} == set(WAYS)


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder) / "curricula"
        lay(scratch)
        total: Counter[tuple[str, str]] = Counter()
        for one_kind in KINDS.values():
            for each in sorted((CURRICULA / one_kind.folder).rglob("*.yaml")):
                name = each.relative_to(CURRICULA).as_posix()
                for fault, how in judged(scratch, name):
                    total[fault.way, how or "unnoticed"] += 1
                    if not how:
                        print(name, fault.way, *fault.steps)
        print(total.total(), dict(total))
        sys.exit(any(how == "unnoticed" for _, how in total))
