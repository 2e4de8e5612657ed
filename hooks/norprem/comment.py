"""Markdown for comments on GitHub, made of text that strangers wrote.

What is quoted stands in a code span: there GitHub makes no link, notifies nobody and draws no HTML. In running text the
marks are escaped, and what GitHub would turn into a link or a notification is broken by a space without width.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from norprem.imports.events import cleaned

LARGEST = 60_000
"""Characters of a comment; GitHub takes 65,536."""

_MARKS = re.compile(r"([\\`*_\[\]<>|~&!])")
_LINKS = re.compile(r"(?<=:)(?=//)|(?<=www)(?=\.)|(?<=[@#])|(?<=gh)(?=-)|(?<=GH)(?=-)")
_BREAK = "\u200b"


def code(text: str, longest: int = 80) -> str:
    """Return a text as a code span on one line, cut when it is long."""
    line = cleaned(text).replace("`", "'")
    shown = line if len(line) <= longest else f"{line[: longest - 1]}…"
    return f"`{shown}`" if shown else "` `"


def plain(text: str) -> str:
    """Return a text as running text in which Markdown and GitHub see nothing to act on."""
    return _LINKS.sub(_BREAK, _MARKS.sub(r"\\\1", cleaned(text)))


def marker(name: str) -> str:
    """Return the line by which a comment is found again, so that it is updated and not repeated."""
    return f"<!-- norprem:{name} -->"


def bounded(blocks: Iterable[str], more: str, largest: int = LARGEST) -> str:
    """Join blocks by blank lines as far as they fit; behind the last one, `more` says that something was left out."""
    kept: list[str] = []
    room = largest - len(more) - 2
    for block in blocks:
        if len(block) + 2 > room:
            kept.append(more)
            break
        kept.append(block)
        room -= len(block) + 2
    return "\n\n".join(kept) + "\n"
