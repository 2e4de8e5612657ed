"""The figures in a text: which of its digits say how many, how old or when, and whether two texts say the same."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from norprem.prose.text import LINK

_HIDDEN = re.compile(
    rf"<[^<>]+>|`[^`]*`|\[\[[^\[\]]*\]\]|\[\^[^\[\]]*\]|(?:{LINK.pattern})|(?:https?://|www\.)\S+|\{{[^{{}}]{{0,200}}\}}"
)
_WITH_DIGIT = re.compile(r"[^\s–—…()]*\d[^\s–—…()]*")
_DIGIT = re.compile(r"\d")
_EDGES = ".,;:!?*_«»“”\"'’[]|=<>≥≤±~+"
_LETTER = re.compile(r"[^\W\d_]")
_AMOUNT_IN_WORD = re.compile(
    r"\d+(?:[.,]\d+)?(?:-(?:år|måned|uke|dag|prosent|tall|year|month|week|day|per-?cent|fold)|(?:s|st|nd|rd|th)$)"
)
"""`12-årsalder`, `1990-tallet`, `12-year-old`, `25th`: a figure although it has letters."""

_NAMED = re.compile(
    r"(?:klasse|class|kromosom|kromosomene|kromosompar|chromosomes?|trisomi|trisomy|type|grad|grade|punkt|point|trinn|"
    r"step|fase|phase|hepatitt|hepatitis)[ \u00a0](?:\d+\s?(?:,|/|–|-|og|eller|til|and|or|to)\s?)*$",
    re.IGNORECASE,
)
_LIST_MARK = re.compile(r"\d\)")
_IN_NAME = re.compile(r"\d\+ [A-ZÆØÅ]")
"""`1+ Million Genomes`."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as written, and where it begins in its text."""

    text: str
    start: int


def hidden(raw: str) -> str:
    """Return a text with blanks for its marks, links, code and addresses; every other character keeps its place."""
    return _HIDDEN.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), raw)


def figures(raw: str) -> Iterator[Figure]:
    """Yield what a text says in digits, as opposed to names such as `BRCA1`, `HLA-B*57:01`, `177Lu` or `klasse 5`.

    Args:
        raw: a sentence as written, with its marks.
    """
    if not _DIGIT.search(raw):
        return
    text = hidden(raw)
    for found in _WITH_DIGIT.finditer(text):
        bare = found[0].strip(_EDGES)
        if bare and _counts(text, found, bare):
            yield Figure(bare, found.start() + found[0].index(bare))


def _counts(text: str, found: re.Match[str], bare: str) -> bool:
    """Tell whether a piece with digits is a figure and not part of a name or the number of an item."""
    if _LETTER.search(bare) or "*" in bare:
        return bool(_AMOUNT_IN_WORD.match(bare))
    if _LIST_MARK.match(text, found.start()) or _IN_NAME.match(text, found.start()):
        return False
    return not _NAMED.search(text, max(0, found.start() - 40), found.start())


_GROUPS = {
    "nb": re.compile(r"(?<![\d.,])(?<!\d[ \u00a0])(\d{1,3})((?:[ \u00a0\u202f]\d{3})+)(?![\d.,]?\d)"),
    "en": re.compile(r"(?<![\d.,])(\d{1,3})((?:,\d{3})+)(?![\d.,]?\d)"),
}
"""Thousands with what divides them: a blank in Norwegian, a comma in English."""

_AFTERNOON = re.compile(r"\b(1[0-2]|[1-9])((?:[.:]\d\d)?)[ \u00a0]?(a|p)\.?m\b", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?<![\d*])(?<![^\W\d_])(?<![^\W\d_]-)\d+(?:[.,:]\d+)*(?:(?=[^\w*])|$|(?=s\b)|(?=(?:st|nd|rd|th)\b))"
)
"""A number that is no part of a name such as `BRCA1` or `COVID-19`."""

_LONGEST = 20


def numbers(text: str, locale: str) -> Counter[str]:
    """Count the numbers of a text as values, so that two languages can be compared.

    Args:
        text: what a reader reads.
        locale: its language: `8 811` and `0,5` in Norwegian are `8,811` and `0.5` in English.
    """
    text = _AFTERNOON.sub(_on_the_clock, text)
    if groups := _GROUPS.get(locale):
        text = groups.sub(lambda found: found[1] + re.sub(r"\D", "", found[2]), text)
    return Counter(_value(found[0]) for found in _NUMBER.finditer(text))


def _on_the_clock(found: re.Match[str]) -> str:
    hour = int(found[1]) % 12 + (12 if found[3].lower() == "p" else 0)
    return f"{hour}{found[2]}"


def _value(written: str) -> str:
    """Return a number in one form: `07` is 7, `0,50` is 0.5, `09.00` is 9; one with several marks stays as it is."""
    parts = re.split(r"[.,:]", written)
    if len(parts) > 2 or len(written) > _LONGEST:
        return ".".join(parts)
    value = Decimal(".".join(parts))
    return f"{value.normalize():f}"
