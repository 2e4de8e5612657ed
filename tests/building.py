"""Build sites for tests as anybody would: MkDocs in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
BASE = "https://norprem.example/"
REPOSITORY = "https://git.example/norprem"
TODAY = "1795305600"
"""22 November 2026, 00:00 UTC, as SOURCE_DATE_EPOCH: listings and calendars do not depend on the day of the test."""


def mkdocs(site: Path, config: Path = ROOT / "mkdocs.yml", **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `mkdocs build --strict` into a folder and return how it went."""
    settings = {
        "NO_MKDOCS_2_WARNING": "1",
        "NORPREM_SITE_URL": BASE,
        "NORPREM_REPOSITORY": REPOSITORY,
        "SOURCE_DATE_EPOCH": TODAY,
        **environment,
    }
    command = [
        sys.executable,
        "-m",
        "mkdocs",
        "build",
        "--strict",
        "--config-file",
        str(config),
        "--site-dir",
        str(site),
    ]
    return subprocess.run(
        command, cwd=config.parent, env=os.environ | settings, capture_output=True, text=True, check=False
    )


def built(site: Path, config: Path = ROOT / "mkdocs.yml", **environment: str) -> Path:
    """Build a site that must succeed, and return its folder."""
    done = mkdocs(site, config, **environment)
    assert done.returncode == 0, done.stdout + done.stderr
    return site
