"""The line as it ought to be: the reader's own line with the wrong value put right, where no judgement is needed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date

from norprem.findings import Finding

Values = Mapping[str, str]


def replacement(finding: Finding) -> str | None:
    """Return what should stand where the finding points, or None where only a person can tell."""
    values, position = finding.spot.values, finding.position
    if position is None or not position.text.strip():
        return None
    typed = position.text[position.column - 1 : position.column - 1 + position.length]
    bare = typed.strip("'\"")
    mended = _MENDED.get(finding.code, _nearest)(values)
    if not mended or mended == bare or bare != values.get("key" if finding.spot.on_key else "found", bare):
        return None
    return typed.replace(bare, mended) if bare else None


def right_line(finding: Finding) -> str | None:
    """Return the whole line as it ought to be, comments included."""
    mended, position = replacement(finding), finding.position
    if mended is None or position is None:
        return None
    start = position.column - 1
    return position.text[:start] + mended + position.text[start + position.length :]


def _nearest(values: Values) -> str | None:
    return values.get("nearest")


_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan", "feb", "mar", "apr", "mai/may", "jun", "jul", "aug", "sep", "okt/oct", "nov", "des/dec"), start=1
    )
    for name in names.split("/")
}
_DAY_FIRST = re.compile(r"(\d{1,2})\s?[./-]\s?(\d{1,2})\s?[./-]\s?(\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})[./-](\d{1,2})[./-](\d{1,2})")
_NAMED = re.compile(r"(\d{1,2})\.? ([a-zæøå]+)\.? (\d{4})")
_CLOCK = re.compile(r"[ T,]+(?:kl\.? ?|at )?(\d{1,2})[.:](\d{2})(?::00)?\Z")


def day(found: str) -> str | None:
    """Return a day that is written in one of the ways people write days as `2027-03-10`.

    A day and a month that could each be the other are read the Norwegian way, with the day first.
    """
    for year, month, number in _days(found.strip().lower()):
        try:
            return date(year, month, number).isoformat()
        except ValueError:
            return None
    return None


def _days(found: str) -> Iterator[tuple[int, int, int]]:
    if parts := _DAY_FIRST.fullmatch(found):
        yield int(parts[3]), int(parts[2]), int(parts[1])
    if parts := _YEAR_FIRST.fullmatch(found):
        yield int(parts[1]), int(parts[2]), int(parts[3])
    if (parts := _NAMED.fullmatch(found)) and parts[2][:3] in _MONTHS:
        yield int(parts[3]), _MONTHS[parts[2][:3]], int(parts[1])


def moment(found: str) -> str | None:
    """Return a day, with or without a time, as `2027-03-10 09:00`."""
    clock = _CLOCK.search(found)
    if clock is None:
        return day(found)
    first = day(found[: clock.start()])
    known = first and int(clock[1]) < 24 and int(clock[2]) < 60
    return f"{first} {int(clock[1]):02}:{clock[2]}" if known else None


def amount(found: str) -> str | None:
    """Return a number that has a decimal comma, or spaces between thousands, as `2.5` and `3500`."""
    plain = re.sub(r"(?<=\d)[ \u00a0\u202f](?=\d{3}\b)", "", found.strip()).replace(",", ".")
    return str(plain) if re.fullmatch(r"(0|[1-9]\d{0,8})(\.\d{1,4})?", plain) else None


def whole(found: str) -> str | None:
    """Return a whole number without zeros in front of it, or spaces in it."""
    plain = re.sub(r"(?<=\d)[ \u00a0\u202f](?=\d{3}\b)", "", found.strip()).lstrip("0") or "0"
    return plain if re.fullmatch(r"\d{1,9}", plain) else None


_CURRENCIES = {"kr": "NOK", "kroner": "NOK", "nok": "NOK", "euro": "EUR", "eur": "EUR", "€": "EUR"}
_FREE = frozenset({"gratis", "free", "ingen", "kostnadsfritt", "none"})


def cost(found: str) -> str | None:
    """Return a price as the catalogue has it, where amount and currency are plain: `{amount: 3500, currency: NOK}`."""
    plain = found.strip().lower().rstrip(".,-")
    if plain in _FREE:
        return "free"
    parts = re.fullmatch(r"(?P<before>[a-z€]+)?\.? ?(?P<number>\d[\d ,.\u00a0]*?),?-? ?(?P<after>[a-z€]+)?", plain)
    if parts is None or bool(parts["before"]) is bool(parts["after"]):
        return None
    currency, number = _CURRENCIES.get(parts["before"] or parts["after"]), amount(parts["number"])
    return f"{{amount: {number}, currency: {currency}}}" if currency and number else None


_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "ä": "a", "ö": "o", "ü": "u", "é": "e", "ß": "ss", "ð": "d"})
LONGEST_ID = 80
"""Characters of an id."""


def folded(text: str) -> str:
    """Return a text as an id: small letters a to z, digits and hyphens; empty where it has none of them."""
    words = re.findall(r"[a-z0-9]+", text.lower().translate(_LETTERS))
    shown = "-".join(words)
    return shown if len(shown) <= LONGEST_ID else shown[: LONGEST_ID + 1].rsplit("-", 1)[0][:LONGEST_ID]


def _found(mended: Callable[[str], str | None]) -> Callable[[Values], str | None]:
    return lambda values: mended(values.get("found", ""))


_MENDED: Mapping[str, Callable[[Values], str | None]] = {
    "K105": _found(day),
    "K107": _found(moment),
    "K108": _found(whole),
    "K109": _found(amount),
    "K110": _found(folded),
    "K112": _found(cost),
    "K115": _found(lambda found: re.sub(r"\Ahttp://", "https://", found)),
    "K204": lambda values: values.get("file", "").removesuffix(".yaml"),
    "K205": lambda values: values.get("folder"),
    "K703": lambda values: values.get("name"),
    "K818": lambda values: values.get("name"),
    "K903": lambda values: str(int(values["revision"]) + 1),
}
"""What puts a value right, by the code of the rule; all others have the nearest known value, or nothing."""
