"""How hard a text is to read: LIX for Norwegian, the Flesch-Kincaid grade for English.

Both are counts, not judgements: they know nothing of rare words, order or layout, and serve to find texts worth a
second look. LIX is Björnsson's (1968): words per sentence and the share of words of more than six letters. The grade is
Kincaid's (1975): words per sentence and syllables per word. Items and headings count as sentences; tables are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from norprem.prose.text import Block, Role, Sentence, words

_LONG = 6
"""Letters a word may have before LIX calls it long."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What the formulas need.

    Attributes:
        long_words: words of more than six letters.
    """

    words: int
    sentences: int
    long_words: int
    syllables: int

    @property
    def lix(self) -> float:
        """LIX: under 30 is very easy, 30 to 40 easy, 40 to 50 as in newspapers, above 50 hard."""
        return self.words / self.sentences + 100 * self.long_words / self.words if self.words else 0.0

    @property
    def grade(self) -> float:
        """The American school year that reads it with ease."""
        if not self.words:
            return 0.0
        return 0.39 * self.words / self.sentences + 11.8 * self.syllables / self.words - 15.59


_LIMITS: dict[str, dict[str, float]] = {
    "nb": {"patient": 40, "gp": 50, "professional": 55},
    "en": {"patient": 9, "gp": 12, "professional": 14},
}
LONGEST = {"patient": 20, "gp": 25, "professional": 30}
"""Words of a sentence that is not yet too long for each audience."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How hard a page is, and how hard it may be.

    Attributes:
        measure: `LIX` or `Flesch-Kincaid`.
        limit: the highest value for the page's audience; None where no measure fits the language.
    """

    measure: str
    value: float
    limit: float | None

    @property
    def is_too_hard(self) -> bool:
        """Whether the page is above its limit."""
        return self.limit is not None and round(self.value, 1) > self.limit


def reading(found: Counts, locale: str, audience: str) -> Reading:
    """Return how hard a text with these counts is to read for its audience."""
    limit = _LIMITS.get(locale, {}).get(audience)
    return Reading("Flesch-Kincaid", found.grade, limit) if locale == "en" else Reading("LIX", found.lix, limit)


def count(blocks: Iterable[Block]) -> Counts:
    """Count words, sentences, long words and syllables."""
    sentences = [
        part
        for block in blocks
        if block.role is not Role.CELL
        for sentence in block.sentences
        for part in parts(sentence)
    ]
    found = [word for sentence in sentences for word in sentence]
    return Counts(
        words=len(found),
        sentences=max(1, len(sentences)),
        long_words=sum(len(word) > _LONG for word in found),
        syllables=sum(map(_syllables, found)),
    )


_COLON = re.compile(r":\s+(?=[^\W\d_a-zæøå])")


def parts(sentence: Sentence) -> list[list[str]]:
    """Return the words of what a reader takes in at a time: a sentence, or what stands on either side of its colon.

    Björnsson counts a colon before a capital letter as the end of a sentence.
    """
    return [found for part in _COLON.split(sentence.plain) if (found := words(part))]


def longest(blocks: Iterable[Block]) -> int:
    """Return the number of words of the longest sentence; tables are left out."""
    every = (sentence for block in blocks if block.role is not Role.CELL for sentence in block.sentences)
    return max((len(part) for sentence in every for part in parts(sentence)), default=0)


_VOWELS = re.compile(r"[aeiouyæøå]+")


@lru_cache(maxsize=8192)  # a language has its thousand words, and its texts repeat them
def _syllables(word: str) -> int:
    """Count the syllables of an English word by its groups of vowels; a silent e at the end is none."""
    lower = word.lower()
    number = len(_VOWELS.findall(lower))
    silent = number > 1 and lower.endswith("e") and not lower.endswith("le")
    return max(1, number - silent)
