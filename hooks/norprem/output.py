"""Write files of a built site."""

from __future__ import annotations

from pathlib import Path


def write(site: Path, path: str, content: str | bytes) -> None:
    """Write one file below the site's folder, with the folders it needs; text as UTF-8, line ends as they are."""
    target, written = site / path, content.encode() if isinstance(content, str) else content
    try:
        target.write_bytes(written)
    except FileNotFoundError:  # only the first file of a folder pays for it
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(written)
