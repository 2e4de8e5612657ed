"""What helps the search find a page by a word that does not stand on it: parts of compounds, endings, known words.

A reader looks for *kreft* and the page says *brystkreft*. Which words are compounds of which is told by the site's own
words, so there is no dictionary to keep. The endings here are also what the search in the browser takes off a word.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from itertools import chain, groupby
from operator import itemgetter
from string import ascii_uppercase

_WORD = re.compile(r"[^\W_]+")
_ELEMENT = re.compile(r"</?[a-zA-Z][^>]*>")
_IGNORED = re.compile(r"<([a-zA-Z][\w-]*)[^>]*\sdata-pagefind-ignore\b[^>]*>")
_SHORTEST = 3
_SHORTEST_PART = 4
_SHORT_PARTS = frozenset({"gen", "dna", "rna", "pet", "lis"})
"""Parts of compounds that mean something although they are short; most such letters mean nothing."""

_JOINTS = ("", "s", "e")
_FREQUENT = (1, 3, 9)
_LETTERS = ascii_uppercase


@dataclass(frozen=True, slots=True)
class Grammar:
    """What the search knows of a language.

    Attributes:
        endings: what is taken off a word, longest first, to see which words are forms of one another.
        spellings: letters and what stands for them where two spellings are one.
        stop: words that say nothing about what somebody looks for.
        compounds: the language writes compounds as one word.
    """

    endings: tuple[str, ...]
    spellings: tuple[tuple[str, str], ...]
    stop: tuple[str, ...]
    compounds: bool = False


def _longest_first(*endings: str) -> tuple[str, ...]:
    return tuple(sorted(endings, key=lambda ending: (-len(ending), ending)))


_NORWEGIAN_STOP = """
alle at av bare berre ble blei blir da de deg dei dem den denne der det dette di din ditt du dykk eg ei eigen eit
eller en er et for fra få får går ha han har hun hva hvem hvilke hvilken hvis hvor hvordan hvorfor i igjen ikke ikkje
inn jeg kan korleis kva kven kvifor med meg mei meir min mine mitt mot mykje må noko nokon nå når og om opp oss over
på seg si sin skal som så til un under ut var ved vera vere verte vi vil være å
"""
_ENGLISH_STOP = """
a about an and are at be by can do does for from had has have how i if in is it its me my of on or our should that the
their them there this to was we what when where which who why will with you your
"""
_NORWEGIAN = Grammar(
    endings=_longest_first(
        *(
            "hetene",
            "heten",
            "heter",
            "ingene",
            "ingen",
            "inger",
            "inga",
            "ing",
            "erne",
            "ernes",
            "enes",
            "ene",
            "anes",
        ),
        *("anes", "ane", "eren", "ere", "ens", "ets", "ers", "er", "ar", "en", "et", "es", "e", "a", "s"),
    ),
    spellings=(("æ", "a"), ("ae", "a"), ("ø", "o"), ("oe", "o"), ("å", "a"), ("aa", "a"), ("ck", "k"), ("c", "k")),
    stop=tuple(_NORWEGIAN_STOP.split()),
    compounds=True,
)
_ENGLISH = Grammar(
    endings=_longest_first("ations", "ation", "ings", "ing", "ies", "ers", "er", "ed", "es", "e", "s", "y"),
    spellings=(("ae", "e"), ("oe", "e"), ("our", "or"), ("isa", "iza"), ("ise", "ize"), ("isi", "izi")),
    stop=tuple(_ENGLISH_STOP.split()),
)
_GRAMMARS: Mapping[str, Grammar] = {"nb": _NORWEGIAN, "nn": _NORWEGIAN, "no": _NORWEGIAN, "en": _ENGLISH}


def grammar(tag: str) -> Grammar:
    """Return what is known of a language by its tag; of others nothing is known, and the search does without."""
    return _GRAMMARS.get(tag.split("-", 1)[0].lower(), Grammar((), (), ()))


def words_of(text: str) -> frozenset[str]:
    """Return the words of a text, each once, in small letters."""
    # What stands between spaces is made unique first: that is quick, and leaves less to look through.
    return frozenset(_WORD.findall(" ".join(set(text.lower().split()))))


@dataclass(frozen=True)
class Lexicon:
    """All words of a site in one language.

    Attributes:
        grammar: what is known of the language.
        pages: on how many pages each word stands.
    """

    grammar: Grammar
    pages: Mapping[str, int]

    @classmethod
    def of(cls, tag: str, pages: Iterable[frozenset[str]]) -> Lexicon:
        """Make a lexicon of the words of each page in a language."""
        return cls(grammar(tag), Counter(chain.from_iterable(pages)))

    @cached_property
    def _endings(self) -> frozenset[str]:
        return frozenset(self.grammar.endings)

    @cached_property
    def _longest(self) -> int:
        return max(map(len, self.grammar.endings), default=0)

    def stem(self, word: str) -> str:
        """Return a word without its ending; three letters are left at least, and no doubled letter at the end."""
        for length in range(min(self._longest, len(word) - _SHORTEST), 0, -1):
            if word[-length:] in self._endings:
                word = word[:-length]
                break
        return word[:-1] if len(word) > _SHORTEST and word[-1] == word[-2] else word

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of all words."""
        return frozenset(self.stem(word) for word in self.pages)

    def _part(self, part: str) -> bool:
        stem = self.stem(part)
        return (len(part) >= _SHORTEST_PART or stem in _SHORT_PARTS) and stem in self.stems and part not in _ENDS

    def _is_first(self, part: str) -> bool:
        """Tell whether a word can begin a compound: it stands somewhere by itself, with or without a joint."""
        return any(
            part.endswith(joint) and self._part(whole) and whole in self.pages
            for joint in _JOINTS
            if (whole := part.removesuffix(joint))
        )

    @cached_property
    def _compounds(self) -> dict[str, tuple[str, ...]]:
        return {word: parts for word in self.pages if (parts := self.parts(word))}

    def parts(self, word: str) -> tuple[str, ...]:
        """Return the words that a compound ends with, and the one it begins with; none for other words."""
        if not self.grammar.compounds or word.isdigit():
            return ()
        cuts = range(_SHORTEST, len(word) - _SHORTEST + 1)
        ends = tuple(word[cut:] for cut in cuts if self._part(word[cut:]) and self._is_first(word[:cut]))
        return (*ends, *(word.removesuffix(ends[0]).removesuffix("s") for _ in ends[:1]))

    def extra(self, own: frozenset[str]) -> tuple[str, ...]:
        """Return the words, sorted, that a page with words of its own should be found by besides them."""
        compounds = own & self._compounds.keys()
        return tuple(sorted({part for word in compounds for part in self._compounds[word]} - own))

    def packed(self) -> dict[str, tuple[str, str]]:
        """Return the words a reader may mean, by first letter: sorted, and for each a digit that says how common it is.

        A capital letter begins each word and tells how many letters it shares with the one before: `AgenDom` are *gen*
        and *genom*. A reader's browser fetches a quarter less so. The digit says on how many pages the word stands.
        """
        words = sorted(word for word in self.pages if len(word) >= _SHORTEST and not word.isdigit())
        return {letter: self._packed(list(some)) for letter, some in groupby(words, itemgetter(0))}

    def _packed(self, words: list[str]) -> tuple[str, str]:
        written = (f"{_LETTERS[shared]}{word[shared:]}" for word, shared in zip(words, _shared(words), strict=True))
        common = (sum(self.pages[word] > most for most in _FREQUENT) for word in words)
        return "".join(written), "".join(map(str, common))


def _shared(words: list[str]) -> Iterator[int]:
    """Yield how many letters each word has in common with the one before."""
    before = ""
    for word in words:
        pairs = enumerate(zip(word, before, strict=False))
        alike = next((place for place, (one, other) in pairs if one != other), min(len(word), len(before)))
        yield min(alike, len(_LETTERS) - 1)
        before = word


_ENDS = frozenset({"else", "elser", "elsen", "heter", "heten", "ning", "ningen", "ninger", "skap", "isk", "isme"})
"""Endings that are also spelled like words; what stands before them makes no compound with them."""


def visible(article: str) -> str:
    """Return the text of an article without what the search is told to ignore."""
    kept, start = [], 0
    while opened := _IGNORED.search(article, start):
        kept.append(article[start : opened.start()])
        start = _closed(article, opened)
    return unescape(_ELEMENT.sub(" ", " ".join((*kept, article[start:]))))


def _closed(article: str, opened: re.Match[str]) -> int:
    """Return where the element ends that was opened; one that is never closed has nothing within it."""
    depth = 1
    for tag in re.compile(rf"<(/?){opened[1]}\b[^>]*>").finditer(article, opened.end()):
        depth += -1 if tag[1] else 1
        if not depth:
            return tag.end()
    return opened.end()
