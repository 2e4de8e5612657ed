"""The search index of a built site, made by Pagefind: one for each language, from the text of the pages alone."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path


class IndexFailed(Exception):
    """Pagefind stopped; the message is what it printed."""


def index(site: Path) -> str:
    """Index the pages of a built site into its folder `pagefind/`.

    Returns:
        What Pagefind printed.

    Raises:
        IndexFailed: when it is not installed or finds nothing to index.
    """
    command = [sys.executable, "-m", "pagefind", "--site", str(site), "--root-selector", "article"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise IndexFailed(f"{done.stdout}{done.stderr}".strip())
    _in_order(site / "pagefind" / "pagefind-entry.json")
    return done.stdout.strip().rsplit("\n\n", 2)[-2].replace("\n", ",")


def _in_order(entry: Path) -> None:
    """Write the list of languages in a fixed order; Pagefind's own differs from run to run."""
    entry.write_text(json.dumps(json.loads(entry.read_text("utf-8")), sort_keys=True, separators=(",", ":")), "utf-8")
