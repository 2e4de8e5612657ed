"""A change as a plain sentence, in the words of one language.

The phrases lie in `wording/<locale>.toml`. A phrase is found by the names of the fields on the way and what happened:
`outcomes-level-raised` is looked for before `level-raised`, and that before `raised`, which fits every field.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from babel import Locale

from norprem.changes.values import (
    Change,
    CompetenceName,
    Homes,
    Label,
    Level,
    Part,
    Reached,
    Share,
    Span,
    Value,
    What,
)
from norprem.model import Cost, Url
from norprem.text import Text
from norprem.words import Words

_LONGEST = 90
"""Characters of a wording that serves as a name."""

_HEADS = frozenset({"credential", "renewal"})
"""Parts without a key of their own that are named before what changed in them."""

_TWO_STOPS = re.compile(r"(?<=[.?!…])([»”])\.$")


def sentence(change: Change, words: Words) -> str:
    """Return one sentence that says what changed, without the name of the record."""
    if not change.path:
        return words(f"changes.record-{change.kind}-{change.what}")
    *outer, last = change.path
    phrase = _phrase(change, words)
    heads = [part for part in outer if part.key or part.field in _HEADS]
    owner = heads.pop() if heads and ("{owner}" in phrase or "{key}" in phrase) else last
    old, new, language = _values(change, words)
    told = phrase.format(
        owner=_part(change, owner, words),
        key=owner.key,
        part=_part(change, last, words),
        name=_name(last.name, words),
        field=field_name(change, words),
        old=old,
        new=new,
        says=words("changes.says", value=new or old) if new or old else "",
        language=language,
    )
    return _tidy(": ".join((*(_part(change, part, words) for part in heads), told)))


def field_name(change: Change, words: Words) -> str:
    """Return what the field is called in which something changed."""
    return _longest("changes-fields", _fields(change), "", words)


def _tidy(told: str) -> str:
    """Return a sentence on one line, with a capital, one full stop, and nothing that a terminal would act on."""
    line = printable(" ".join(told.split()))
    return _TWO_STOPS.sub(r"\1", line[:1].upper() + line[1:])


def printable(line: str) -> str:
    """Return a line in which a mark stands for every character that cannot be printed; there hardly ever is one."""
    return line if line.isprintable() else "".join(char if char.isprintable() else "�" for char in line)


def _fields(change: Change) -> list[str]:
    return [str(change.kind), *(part.field.replace("_", "-") for part in change.path)]


def _phrase(change: Change, words: Words) -> str:
    """Return the phrase that fits best."""
    last = change.path[-1]
    if change.what is What.CHANGED and change.old is None and change.new is None:
        return words.phrases["changes.untold"]
    own = _longest("changes", _fields(change), f"-{change.what}", words)
    if own:
        return own
    in_list = last.key and change.what in (What.ADDED, What.REMOVED)
    family = ("part-" if _noun(change, last, words) else "item-") if in_list else ""
    return words.phrases[f"changes.{family}{change.what}"]


def _longest(table: str, fields: Sequence[str], end: str, words: Words) -> str:
    """Return the phrase for most of the fields, counted from the last one; nothing where there is none."""
    keys = (f"{table}.{'-'.join(fields[start:])}{end}" for start in range(len(fields)))
    return next((words.phrases[key] for key in keys if key in words.phrases), "")


def _noun(change: Change, part: Part, words: Words) -> str:
    return _longest("changes-parts", (str(change.kind), part.field.replace("_", "-")), "", words)


def _part(change: Change, part: Part, words: Words) -> str:
    """Return what a part of a record is called, with its kind where it has one."""
    name = _name(part.name, words) or part.key
    noun = _noun(change, part, words)
    return noun.format(name=name) if noun else name


def _name(name: Value, words: Words) -> str:
    """Return a name; a wording that serves as one is cut when it is long."""
    if isinstance(name, Text):
        wording = " ".join(name.best(words.locale)[1].split())
        return _quoted(wording if len(wording) <= _LONGEST else f"{wording[:_LONGEST].rsplit(' ', 1)[0]} …", words)
    return told(name, words) if name is not None else ""


def _values(change: Change, words: Words) -> tuple[str, str, str]:
    """Return the values before and after, and the language they are in where the others did not change."""
    old, new = change.old, change.new
    if not (isinstance(old, Text) and isinstance(new, Text)):
        return _known(old, words), _known(new, words), ""
    locales = dict.fromkeys([words.locale, *(locale for text in (old, new) for locale, _ in text)])
    differ = [locale for locale in locales if old.get(locale) != new.get(locale)]
    shown = differ[0] if differ else words.locale
    both = (text.get(shown) for text in (old, new))
    before, after = (words("changes.nothing") if one is None else _quoted(one, words) for one in both)
    alone = len(differ) < len([locale for locale in locales if old.get(locale) or new.get(locale)])
    return before, after, words("changes.in-language", language=_language(shown, words)) if alone else ""


def _language(locale: str, words: Words) -> str:
    own = Locale.parse(words.tag.replace("-", "_"))
    return own.languages.get(locale, locale) if locale not in _SHORT else words(_SHORT[locale])


_SHORT = {"nb": "changes.norwegian"}
"""Languages whose full name is longer than anyone needs here."""


def _known(value: Value, words: Words) -> str:
    return "" if value is None else told(value, words)


def _quoted(text: str, words: Words) -> str:
    return words("changes.quoted", text=text)


def told(value: Value, words: Words) -> str:
    """Return a value as people write it."""
    match value:
        case None:
            return words("changes.nothing")
        case Text():
            return _quoted(value.best(words.locale)[1], words)
        case Label():
            name = value.text.best(words.locale)[1]
            return _quoted(name, words) if value.quoted else name
        case Cost():
            return _price(value, words)
        case Url():
            return str(value)
        case str():
            return _quoted(value, words) if " " in value else value
        case Decimal():
            return words.number(value)
        case date():
            return words.day(value)
        case int():
            return str(value)
        case _:
            return _composed(value, words)


def _composed(value: Level | Share | Span | Reached | Homes | CompetenceName, words: Words) -> str:
    match value:
        case Level(step):
            return words("changes.level", step=step)
        case Share(amount):
            return words("changes.share", amount=words.number((amount * 100).normalize()))
        case Span(start, end):
            return words.span(start, end)
        case Reached(done, total):
            return words("changes.reached", done=done, total=total)
        case Homes(modules):
            return ", ".join(_modules(modules, words)) or words("changes.no-module")
        case CompetenceName(own, code, standard):
            title = standard and standard.best(words.locale)[1]
            return words("changes.competence", code=code, standard=_quoted(title, words)) if title else str(own)


def _modules(modules: Sequence[Label], words: Words) -> Iterator[str]:
    for module in modules:
        yield words("changes.module", title=_quoted(module.text.best(words.locale)[1], words))


def _price(cost: Cost, words: Words) -> str:
    if cost.free:
        return words("course.free").lower()
    return words.money(cost.amount, cost.currency) if cost.currency else words.number(cost.amount)
