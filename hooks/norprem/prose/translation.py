"""Whether a translation still belongs to its original: the fingerprint of the text it was checked against."""

from __future__ import annotations

import hashlib

_LENGTH = 12


def fingerprint(*parts: str) -> str:
    """Return twelve hexadecimal digits that change with any word of the texts, and not with their layout."""
    text = "\n".join(" ".join(part.split()) for part in parts)
    return hashlib.sha256(text.encode()).hexdigest()[:_LENGTH]
