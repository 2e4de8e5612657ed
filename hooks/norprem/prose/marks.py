"""The marks in a text: `[^id]` names a source, `[[ord:id]]` explains a word, `[[metode:id]]` a method's status."""

from __future__ import annotations

import re

SOURCE = re.compile(r"\[\^([a-z0-9-]+)\]")
TERM = re.compile(r"\[\[ord:([a-z0-9-]+)(?:\|([^\]|]+))?\]\]")
METHOD = re.compile(r"\[\[metode:([a-z0-9-]+)\]\]")
ANY = re.compile(r"\[\[[^\]]*\]\]")
"""Anything that was meant as a mark for a word or a method, rightly written or not."""


def without(raw: str) -> str:
    """Return a text without its marks; of a word that is explained, the wording stays."""
    text = SOURCE.sub("", raw)
    text = METHOD.sub("", text)
    return TERM.sub(lambda found: found[2] or found[1].replace("-", " "), text)
