"""Measure checks and builds, print the ratios and write them to `results.md`: `make bench`.

Seconds on a shared machine swing by a fifth and say little; each ratio here compares two things done in turn in the
same run. Sizes are (pages, courses, rounds); pages are counted over both languages, and of rounds the median counts.
"""

from __future__ import annotations

import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from norprem import build, rules
from norprem.exports import coverage
from norprem.matrix import Matrix
from norprem.model import Catalogue
from tests import demo
from tests.bench import competence, feeds, sites

TODAY = date(2026, 11, 22)
RESULTS = Path(__file__).with_name("results.md")
CHECKED = (300, 5000)
COVERED = (50, 1000, 5000)
FED = (5000, 20000)
PARTS = (
    ("courses", "records checked, course lists and pages, calendars"),
    ("texts", "written pages judged and marked, other lists"),
    ("frame", "what stands round every text, and for paper"),
    ("data", "data files, and what lists tell machines"),
    ("words", "words for the search"),
)
"""What our own time is spent on: its names in `clocked`, and as told."""
BUILT = ((200, 300, 3), (1000, 300, 3), (1000, 5000, 1))


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the results."""

    what: str
    size: str
    ratio: float
    seconds: str


def measured(*tasks: Callable[[], object], rounds: int) -> list[float]:
    """Return the median seconds of each task; the tasks take turns, so that a slow minute meets all of them."""
    times: list[list[float]] = [[] for _ in tasks]
    for _ in range(rounds):
        for task, seconds in zip(tasks, times, strict=True):
            start = time.perf_counter()
            task()
            seconds.append(time.perf_counter() - start)
    return [statistics.median(seconds) for seconds in times]


def checks(folder: Path) -> Iterator[Row]:
    """Compare a cold check with what reading the bytes and PyYAML's C loader alone need for the same files."""
    for courses in CHECKED:
        root = folder / f"catalogue-{courses}"
        demo.write(root, TODAY, courses=courses, sessions=2 * courses)
        files = sorted((root / "courses").rglob("*.yaml"))

        def read(files: Sequence[Path] = files) -> None:
            for file in files:
                file.read_bytes()

        def safe_load(files: Sequence[Path] = files) -> None:
            for file in files:
                yaml.load(file.read_bytes(), Loader=yaml.CSafeLoader)

        def check(root: Path = root) -> None:
            build.check(root, TODAY)

        bytes_alone, loader, whole = measured(read, safe_load, check, rounds=5 if courses > 1000 else 9)
        size = f"{courses:,} course files"
        yield Row("whole check / PyYAML CSafeLoader alone", size, whole / loader, f"{whole:.2f} / {loader:.2f}")
        yield Row("reading the bytes / PyYAML CSafeLoader alone", size, bytes_alone / loader, f"{bytes_alone:.3f}")


def coverages(_: Path) -> Iterator[Row]:
    """Compare coverage with that of half as many records, where linear work gives 2, and with checking them."""
    whole = competence.catalogue(*COVERED, TODAY)
    half = competence.catalogue(*(size // 2 for size in COVERED), TODAY)

    def table(catalogue: Catalogue) -> None:
        tuple(coverage.lines(Matrix(catalogue, TODAY), "nb"))

    def check(catalogue: Catalogue) -> None:
        tuple(rules.run(catalogue, rules.Context(TODAY)))

    tasks = (lambda: table(whole), lambda: table(half), lambda: check(whole))
    full, part, checked = measured(*tasks, rounds=5)
    size = "{} standards, {:,} curricula, {:,} courses".format(*COVERED)
    yield Row("coverage of all / of half as many", size, full / part, f"{full:.2f} / {part:.2f}")
    yield Row("coverage / all rules on the same records", size, full / checked, f"{full:.2f} / {checked:.2f}")


def fed(folder: Path) -> Iterator[Row]:
    """Compare all calendars, and all data, with icalendar writing each event once and with writing the same bytes."""
    courses, sessions = FED
    edition = feeds.edition(folder / "fed", TODAY, courses=courses, sessions=sessions)
    other, *_ = measured(lambda: tuple(feeds.by_icalendar(edition)), rounds=1)
    for what, made in (("all calendars", feeds.calendars), ("all data", feeds.data)):
        making, writing, size = _apart(made(edition), folder / "written")
        named = f"{sessions:,} sessions, {size / 1e6:,.0f} MB"
        yield Row(f"{what} / icalendar writing each event once", named, making / other, f"{making:.2f} / {other:.2f}")
        yield Row(f"{what} / writing their bytes", named, making / writing, f"{making:.2f} / {writing:.2f}")


def _apart(made: Iterable[bytes], file: Path) -> tuple[float, float, int]:
    """Return the seconds of making and of writing, and the bytes; each part is written at once, for want of memory."""
    writing, size, start = 0.0, 0, time.perf_counter()
    for content in made:
        before = time.perf_counter()
        file.write_bytes(content)
        writing += time.perf_counter() - before
        size += len(content)
    return time.perf_counter() - start - writing, writing, size


def builds(folder: Path) -> Iterator[Row]:
    """Compare builds with and without courses, and the share of time that is spent in our own hooks."""
    for pages, courses, rounds in BUILT:
        size = f"{pages:,} pages, {courses:,} courses"
        base = folder / f"site-{pages}-{courses}"
        sites.lay_out(base, pages, TODAY)
        demo.write(base / "none", TODAY, courses=0, sessions=0)
        demo.write(base / "some", TODAY, courses=courses, sessions=2 * courses)
        kinds = (("none", "mkdocs.yml"), ("some", "mkdocs.yml"), ("none", "stock.yml"))
        turns = [[sites.built(base, base / records, config) for records, config in kinds] for _ in range(rounds)]
        without, ours, stock = (sites.median(of_kind) for of_kind in zip(*turns, strict=True))
        sites.add_courses_as_pages(base, base / "some")
        as_pages = sites.built(base, base / "none")
        compared = (
            ("own hooks / whole build", ours.own, ours.site + ours.index),
            *((f"of which {told} / whole build", ours.parts[name], ours.site + ours.index) for name, told in PARTS),
            ("own hooks / the pages alone with Material's own templates", ours.own, stock.site),
            ("build with courses / the pages alone with Material's own templates", ours.site, stock.site),
            ("build with courses / without", ours.site, without.site),
            ("the same courses as MkDocs pages / without", as_pages.site, without.site),
            ("search index / build with courses", ours.index, ours.site),
        )
        for what, one, other in compared:
            yield Row(what, size, one / other, f"{one:.2f} / {other:.2f}")


def table(rows: Sequence[Row]) -> str:
    """Return the rows as a Markdown page."""
    machine = f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}"
    lines = [
        "# Benchmark results",
        "",
        f"Made by `make bench` on {date.today().isoformat()}: {machine}. Ratios of things done in turn in one run; the",
        "seconds beside them belong to that machine and that hour.",
        "",
        "| What | Size | Ratio | Seconds |",
        "|---|---|---|---|",
        *(f"| {row.what} | {row.size} | {row.ratio:.2f} | {row.seconds} |" for row in rows),
        "",
    ]
    return "\n".join(lines)


def main() -> None:
    """Measure everything, or only what is named: `checks`, `coverages`, `feeds`, `builds`."""
    groups = {"checks": checks, "coverages": coverages, "feeds": fed, "builds": builds}
    wanted = sys.argv[1:] or list(groups)
    with tempfile.TemporaryDirectory() as folder:
        rows = [row for name in wanted for row in groups[name](Path(folder))]
    print(table(rows))
    if len(wanted) == len(groups):
        RESULTS.write_text(table(rows), "utf-8")


if __name__ == "__main__":
    main()
