"""What the rules about pages share: which pages they judge, and how they name places in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from norprem.findings import Path, Position, Spot
from norprem.model import INDEX, Article, Audience, Catalogue, Meta
from norprem.prose.text import Block, Role, Sentence

ORIGINAL = "nb"
"""The language every page is written in first; all others are translations of it."""

FOR_READERS = frozenset({Audience.PATIENT.value, Audience.GP.value})


def sound(catalogue: Catalogue, *keys: str) -> Iterator[Article]:
    """Yield the pages in whose heads these keys could be read; a key nobody knows may be any of them, misspelled."""
    ill = {file for file, path in catalogue.broken if _concerns(path, keys)}
    return (article for article in catalogue.articles if article.entry.file not in ill)


def _concerns(path: Path, keys: tuple[str, ...]) -> bool:
    return bool(keys) and bool(path) and (path[0] in keys or path[0] not in Meta.model_fields)


def topical(article: Article) -> bool:
    """Tell whether a page has a topic of its own, and does not just open a section."""
    return article.name != INDEX


def at(article: Article, block: Block, start: int, length: int = 1, **values: str) -> Spot:
    """Return a place in the text of a page, `start` characters into a block, with what the sentence says."""
    return Spot(article.entry.file, (), values, position=block.position(start, length))


def at_top(article: Article, **values: str) -> Spot:
    """Return the first line of the text of a page, or of the page where it has none."""
    first = next(iter(article.blocks), None)
    if first is None:
        return Spot(article.entry.file, (), values, position=Position(1, 1))
    return at(article, first, 0, len(first.raw), **values)


def running(article: Article) -> Iterator[Block]:
    """Yield the paragraphs and items of a page."""
    return (block for block in article.blocks if block.role in (Role.PARAGRAPH, Role.ITEM))


def sentences(article: Article) -> Iterator[tuple[Block, Sentence]]:
    """Yield the sentences of the paragraphs and items of a page."""
    for block in running(article):
        for sentence in block.sentences:
            yield block, sentence


_SHOWN = 60


def cut(text: str) -> str:
    """Return the beginning of a text on one line."""
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"


def whole_word(word: str) -> re.Pattern[str]:
    """Return a pattern for a word that is not part of another one, be it joined by a hyphen."""
    return re.compile(rf"(?<![\w-]){re.escape(word)}(?![\w-])", re.IGNORECASE)
