"""Sites of any size to measure: the real theme and hooks, made-up pages, and a clock on our own hooks."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from norprem.load import load

ROOT = Path(__file__).parents[2]
WORDS = ("prøve", "svar", "gen", "variant", "familie", "risiko", "kreft", "lege", "pasient", "veiledning", "arvelig")


@dataclass(frozen=True, slots=True)
class Seconds:
    """What one build took.

    Attributes:
        site: the whole build without the search index.
        own: spent in our hooks, without the search index.
        index: spent by Pagefind.
        parts: what `own` is made of, by the names in `clocked`.
    """

    site: float
    own: float
    index: float
    parts: Mapping[str, float]


def median(builds: Sequence[Seconds]) -> Seconds:
    """Return the median of each figure of several builds."""
    parts = {name: statistics.median(build.parts[name] for build in builds) for name in builds[0].parts}
    whole = (statistics.median(getattr(build, name) for build in builds) for name in ("site", "own", "index"))
    return Seconds(*whole, parts)


def lay_out(base: Path, pages: int, today: date) -> None:
    """Write a project with the real theme, hooks and pages, and made-up pages to reach a number in all."""
    base.mkdir(parents=True)
    for name in ("curricula", "hooks", "overrides", "mkdocs.yml"):
        (base / name).symlink_to(ROOT / name)
    shutil.copytree(ROOT / "docs", base / "docs")
    (base / "stock.yml").write_text(_stock((ROOT / "mkdocs.yml").read_text("utf-8")), "utf-8")
    chance = random.Random(1)
    missing = pages - sum(1 for _ in (base / "docs").rglob("*.md"))
    for number in range(max(0, missing // 2)):
        for locale in ("nb", "en"):
            file = base / "docs" / locale / "kurs" / "prove" / f"{number}.md"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(_page(chance, number, today), "utf-8")


def _stock(config: str) -> str:
    """Return the configuration with the theme's own templates and without our hooks: what others start from."""
    plain = re.sub(r"^hooks:\n(?:  .*\n)+", "", config, flags=re.MULTILINE)
    return plain.replace("  custom_dir: overrides\n", "  font: false\n  features: [navigation.prune]\n")


def _page(chance: random.Random, number: int, today: date) -> str:
    """Return a page as the written ones are: 700 words under eight headings, three boxes, ten links and a table."""
    parts = [f"---\ntitle: Side {number}\ndescription: Side {number}\nreviewed: {today}\n---\n", f"# Side {number}\n"]
    for section in range(8):
        mark = "###" if section % 3 == 2 else "##"
        words = " ".join(chance.choices(WORDS, k=80))
        parts.append(f"{mark} Del {section}\n\n{words}\n\n- [Kurs](../index.md) og {words[:60]}\n")
        if section % 3 == 0:
            parts.append(f"!!! note\n    {words[:80]} [Kalender](../../kalender/index.md)\n")
    rows = "\n".join(f"| {' | '.join(chance.choices(WORDS, k=4))} |" for _ in range(8))
    parts.append(f"| A | B | C | D |\n|---|---|---|---|\n{rows}\n")
    return "\n".join(parts)


def add_courses_as_pages(base: Path, curricula: Path) -> None:
    """Write every course of a catalogue as an ordinary Markdown page, for comparison."""
    for entry in load(curricula).catalogue.courses:
        course = entry.record
        for locale in ("nb", "en"):
            facts = "\n".join(f"- {name}: {value}" for name, value in course.__dict__.items() if value)
            text = f"---\ntitle: {course.id}\n---\n\n# {course.title.get(locale)}\n\n{facts}\n"
            file = base / "docs" / locale / "kurs" / "som-side" / f"{course.id}.md"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")


def built(base: Path, curricula: Path, config: str = "mkdocs.yml") -> Seconds:
    """Build a laid-out site with a catalogue, in a process of its own, and return what it took."""
    environment = os.environ | {"NORPREM_CURRICULA": str(curricula), "NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-m", "tests.bench.clocked", str(base / config)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{done.stdout}{done.stderr}\nexit {done.returncode}")
    return Seconds(**json.loads(done.stdout.splitlines()[-1]))
