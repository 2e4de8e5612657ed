"""No word of the interface stands in the other language, on any page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import zip_longest
from pathlib import Path

import pytest

from norprem.words import Words

LOCALES = ("nb", "en")
SHOWN = ("aria-label", "aria-description", "alt", "title", "placeholder")
QUIET = frozenset({"script", "style", "code", "pre"})
VOID = frozenset({"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
GAP = re.compile(r"\{[^}]*\}")
COUNTS = frozenset({"{count}", "{number}", "{total}", "{amount}"})
LETTERS = re.compile(r"[^\W\d_]{3}")


@dataclass
class Said(HTMLParser):
    """What a page shows and says in its own language: pieces of text, and attributes that are read out or shown."""

    own: str = ""
    pieces: set[str] = field(default_factory=set)
    _open: list[tuple[str, bool]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        language = values.get("lang", "")
        if tag == "html":
            self.own = language
        named = tag == "a" and values.get("href", "").startswith("http")  # what others call their pages
        silent = named or tag in QUIET or bool(language and language != self.own)
        silent = silent or bool(self._open and self._open[-1][1])
        if not silent:
            names = (*SHOWN, *(name for name in values if name.startswith("data-")))
            self.pieces |= {_plain(values[name]) for name in names if name in values}
        if tag not in VOID:
            self._open.append((tag, silent))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not (self._open and self._open[-1][1]):
            self.pieces.add(_plain(data))


def _plain(text: str) -> str:
    return " ".join(text.split())


def only_in(locale: str) -> dict[str, str]:
    """Return the phrases that a language has and the other has not, by key."""
    own, other = (Words.load(one).phrases for one in (locale, *(one for one in LOCALES if one != locale)))
    known = {value.casefold() for value in other.values()}
    return {
        key: _plain(value)
        for key, value in own.items()
        if value.casefold() not in known and LETTERS.search(GAP.sub("", value)) and key not in NAMES
    }


NAMES = frozenset({"language.tag", "language.name", "site.og-locale", "filter.kind"})
"""What is in its own language wherever it stands, or spelled like a word of the other language: “Type `make site`”."""


def foreign(site: Path, locale: str) -> Iterator[str]:
    """Yield where pages of a language use a phrase of the other."""
    other = next(one for one in LOCALES if one != locale)
    phrases = only_in(other)
    seen: dict[str, str] = {}
    for file in sorted(site.rglob("*.html")):
        page = Said()
        page.feed(file.read_text("utf-8"))
        if page.own == locale:
            seen |= dict.fromkeys(page.pieces, file.relative_to(site).as_posix())
    whole = {value: key for key, value in phrases.items() if not GAP.search(value)}
    yield from (f"{seen[piece]}: {whole[piece]}: {piece}" for piece in seen.keys() & whole.keys())
    for key, value in phrases.items():
        if value not in whole:
            said, longest = pattern(value), max(GAP.split(value), key=len)
            yield from (f"{seen[one]}: {key}: {one}" for one in seen if longest in one and said.fullmatch(one))


def pattern(phrase: str) -> re.Pattern[str]:
    """Return what a phrase looks like with its values put in: numbers where it counts, a few words elsewhere."""
    texts, gaps = GAP.split(phrase), GAP.findall(phrase)
    filled = (r"[\d ,.–-]+" if gap in COUNTS else r"[^,;:()]{1,60}" for gap in gaps)
    return re.compile("".join(re.escape(text) + gap for text, gap in zip_longest(texts, filled, fillvalue="")))


@pytest.mark.parametrize("locale", LOCALES)
def test_no_page_uses_a_phrase_of_the_other_language(site: Path, locale: str) -> None:
    assert sorted(foreign(site, locale)) == []


def test_a_phrase_in_the_wrong_language_is_found(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(
        '<html lang="en"><nav aria-label="Hovedmeny"><a lang="nb">Personvern</a></nav><p>Hopp til innholdet</p></html>'
    )
    assert {line.split(": ")[1] for line in foreign(tmp_path, "en")} == {"site.main-navigation", "site.skip"}
