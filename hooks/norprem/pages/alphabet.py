"""Every page of the site from A to Å: by its title, and by other words that its matter goes by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from norprem.edition import Edition
from norprem.model import INDEX, Kind
from norprem.pages.codes import coded
from norprem.pages.rules import families
from norprem.select import shown_people
from norprem.site import (
    assessment_address,
    code_address,
    course_address,
    method_address,
    programme_address,
    rules_address,
    standard_address,
)
from norprem.text import Text
from norprem.words import Words

ADDRESS = "a-aa/"
"""Path of the page from A to Å."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a word leads.

    Attributes:
        title: what the page, or the place on it, is called.
        address: path within the language.
        kind: end of the key of the phrase that says what it is; empty where the title says it.
    """

    title: Text
    address: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A word and all that it leads to; it is a title itself, or another word for the same."""

    word: str
    targets: tuple[Target, ...]

    def is_title(self, locale: str) -> bool:
        """Tell whether the word is the very title of the one thing it leads to."""
        return len(self.targets) == 1 and self.targets[0].title.best(locale)[1] == self.word


Found = tuple[str, Target]
"""A word, and one thing it leads to."""


def a_to_z(edition: Edition, locale: str, titles: Mapping[str, str]) -> tuple[str, Mapping[str, Any]]:
    """List every page by letter, and apart from them the codes, which are looked up and not read.

    Args:
        edition: the build.
        locale: language of the page.
        titles: of all pages that somebody wrote, by path.
    """
    lines = _lines(_found(edition, locale, titles))
    letters = [(letter, list(group)) for letter, group in groupby(lines, key=lambda line: initial(line.word))]
    codes: dict[str, list[tuple[str, str]]] = {}
    for one in coded(edition):
        codes.setdefault(one.code.system, []).append((one.code.code, code_address(one.code.system, one.code.code)))
    return "index-a-z.html", {"letters": letters, "codes": codes}


def _lines(found: Iterable[Found]) -> list[Line]:
    """Return a line for every word, by the alphabet; words that differ in their capitals alone are one."""
    words: dict[str, tuple[str, dict[str, Target]]] = {}
    for word, target in found:
        _, targets = words.setdefault(word.casefold(), (word, {}))
        targets.setdefault(target.address, target)
    lines = (Line(word, tuple(targets.values())) for word, targets in words.values())
    return sorted(lines, key=lambda line: (collated(line.word), line.word))


def _found(edition: Edition, locale: str, titles: Mapping[str, str]) -> Iterator[Found]:
    written = {one.address: one for one in edition.catalogue.articles if one.locale == locale}
    for address, title in titles.items():
        if address not in (*written, "", ADDRESS):
            yield title, Target(Text(((locale, title),)), address)
    for address, article in written.items():
        kind = "" if article.name == INDEX else article.meta.audience
        target = Target(Text(((locale, article.meta.title),)), address, kind)
        yield from ((word, target) for word in (article.meta.title, *article.meta.also))
    words = edition.words[locale]
    for target in _records(edition, words):
        yield target.title.best(locale)[1], target
    for term in edition.catalogue.term.values():
        target = Target(term.term, f"ordliste/#{term.id}", "term")
        yield from ((word, target) for word in (term.term.best(locale)[1], *term.synonyms.get(locale, ())))


def _records(edition: Edition, words: Words) -> Iterator[Target]:
    catalogue = edition.catalogue
    for entry in catalogue.courses:
        yield Target(entry.record.title, course_address(entry.record.id), "course")
    for standard in catalogue.standard.values():
        yield Target(standard.title, standard_address(standard.id), "standard")
        told = words("assess.title", title=standard.title.best(words.locale)[1])
        yield Target(Text(((words.locale, told),)), assessment_address(standard.id))
    for programme in catalogue.programme.values():
        yield Target(programme.title, programme_address(programme.id), "programme")
    for method in catalogue.method.values():
        yield Target(method.name, method_address(method.id), "method")
    for family in families():
        yield Target(Text(((words.locale, family.title(words)),)), rules_address(family.id))
    for person in shown_people(catalogue, edition.today):
        if person.kind == Kind.UNIT:
            yield Target(person.name, f"ressurspersoner/#{person.id}", "unit")


_AFTER_Z = str.maketrans({"æ": "z~a", "ø": "z~b", "å": "z~c", "ä": "z~a", "ö": "z~b"})
_SAME = str.maketrans("ÄÖ", "ÆØ")
_SIGNS = " «»“”\"'(–-"
DIGITS = "0–9"
"""What stands for the letter of a word that begins with none."""


def collated(wording: str) -> str:
    """Return what sorts a wording by the Norwegian alphabet: æ, ø and å last, without the signs it begins with."""
    return wording.casefold().lstrip(_SIGNS).translate(_AFTER_Z)


def initial(wording: str) -> str:
    """Return the letter a wording is listed under."""
    first = wording.lstrip(_SIGNS)[:1].upper().translate(_SAME)
    return first if first.isalpha() else DIGITS
