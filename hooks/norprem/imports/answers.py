"""Read what people type into a form: days, times, amounts, numbers and choices, as clumsily as they are written.

Nothing is guessed. What can be read in one way only is read; all else is `Unclear`, with the code of a sentence that
asks back. The sentences lie in `wording/<locale>.toml` under `form`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from norprem.imports.events import cleaned
from norprem.vocabulary import nearest


class Unclear(Exception):
    """An answer that can be read in several ways, or in none; `code` names the sentence that asks back."""

    def __init__(self, code: str, **values: str) -> None:
        super().__init__(code)
        self.code, self.values = code, values


_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januar january jan",
            "februar february feb",
            "mars march mar",
            "april apr",
            "mai may",
            "juni june jun",
            "juli july jul",
            "august aug",
            "september sept sep",
            "oktober october okt oct",
            "november nov",
            "desember december des dec",
        ),
        1,
    )
    for name in names.split()
}
_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "mandag monday man mon",
            "tirsdag tuesday tysdag tir tue",
            "onsdag wednesday ons wed",
            "torsdag thursday tor thu",
            "fredag friday fre fri",
            "lørdag saturday laurdag lør sat",
            "søndag sunday sundag søn sun",
        )
    )
    for name in names.split()
}


def _either(names: Sequence[str]) -> str:
    return "|".join(sorted(names, key=len, reverse=True))


_MONTH = rf"(?:{_either(list(_MONTHS))})\b\.?"
_DAY = r"(\d{1,2})(?:st|nd|rd|th)?\.?"
_YEAR = r"(\d{4}|'?\d{2})(?!\d)"
_TO = r"\s*(?:-|–|—|til|to|og|and|&)\s*"
_WD = rf"(?:(?:{_either(list(_WEEKDAYS))})\b\.?,?\s+)?(?:den\s+|the\s+)?"
_SLASH = r"\s?[./-]\s?"
_SINGLE = (
    (r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?!\d)", "iso"),
    (rf"(?P<d>\d{{1,2}}){_SLASH}(?P<m>\d{{1,2}}){_SLASH}(?P<y>\d{{4}}|\d{{2}})(?!\d)", "figures"),
    (rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\.?\s*(?:of\s+)?(?P<m>{_MONTH}),?\s*(?P<y>\d{{4}}|'?\d{{2}})(?!\d)", "name"),
    (rf"(?P<m>{_MONTH})\s*(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\.?,?\s+(?P<y>\d{{4}})(?!\d)", "name"),
)
_SPANS = (
    rf"{_DAY}{_TO}{_WD}{_DAY}\s*(?:of\s+)?({_MONTH}),?\s*{_YEAR}",
    rf"{_DAY}\s*({_MONTH}){_TO}{_WD}{_DAY}\s*({_MONTH}),?\s*{_YEAR}",
    rf"({_MONTH})\s*{_DAY}{_TO}{_DAY},?\s*{_YEAR}",
    rf"(\d{{1,2}})\.?\s*(?:-|–|—)\s*(\d{{1,2}})[./](\d{{1,2}})[./-]{_YEAR}",
    rf"(\d{{1,2}})[./](\d{{1,2}})\.?\s*(?:-|–|—)\s*(\d{{1,2}})[./](\d{{1,2}})[./-]{_YEAR}",
)
"""Two days with one year: day–day month, day month–day month, month day–day, day–day/month, day/month–day/month."""

_ORDER = ("ddmy", "dmdmy", "mddy", "ddmy", "dmdmy")
_LEAD = re.compile(
    rf"(?:(?:fra|from|on|dato|date)\b[ :]*)?(?:(?P<wd>{_either(list(_WEEKDAYS))})\b\.?,?\s+)?(?:den\s+|the\s+)?"
)
_CLOCK = r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?"
_TIMES = re.compile(
    rf"[\s,]*(?:(?:kl|klokken|klokka|at|from|fra)\b\.?\s*)*{_CLOCK}\s*(?:-|–|—|til|to)\s*(?:kl\b\.?\s*)?{_CLOCK}(?![\d/])"
)
_START_ONLY = re.compile(rf"[\s,]*(?:kl|klokken|klokka|at|fra|from)\b\.?\s*{_CLOCK}")
_VAGUE = re.compile(
    r"\b(?:neste|next|i morgen|tomorrow|i dag|today|uke|week|våren|vår|høsten|høst|spring|autumn|fall|tba|tbd"
    r"|kommer|senere|later|" + _either(list(_WEEKDAYS)) + r")\b"
)
_NO_YEAR = re.compile(rf"\d{{1,2}}\.?\s*{_MONTH}|{_MONTH}\s*\d{{1,2}}\b|\d{{1,2}}[./]\d{{1,2}}\b")


@dataclass(frozen=True, slots=True)
class When:
    """The days of a session, or its times, and what stood behind them.

    Attributes:
        start: day, or Norwegian local time; `end` is of the same kind, the last day included.
        rest: what else the line says.
    """

    start: date
    end: date
    rest: str = ""


def days(text: str, language: str) -> When:
    """Read the days at the beginning of a line, with their times where there are any.

    Args:
        text: one line.
        language: of the form; `3/4/2027` is no day in an English one.

    Raises:
        Unclear: it begins with no day that can be read in one way.
    """
    line = cleaned(text)
    low = _lower(line)
    lead = _LEAD.match(low)
    at = lead.end() if lead else 0
    first, last, end = _span(low, at, line) or _pair(low, at, line, language)
    if last < first:
        raise Unclear("order", found=line[:80])
    if (last - first).days > 1 and _BOTH.search(low[at:end]):
        raise Unclear("two-days", found=line[:80])
    if lead and lead["wd"] and _WEEKDAYS[lead["wd"]] != first.weekday():
        raise Unclear("weekday", found=line[:80])
    return _timed(first, last, low, end, line)


_BOTH = re.compile(r"\b(?:og|and)\b|&")
"""What stands between two days of which nobody says what is between them."""


def _lower(line: str) -> str:
    """Return a line in small letters, each in its place: some capitals have two small letters."""
    return "".join(small if len(small := letter.lower()) == 1 else letter for letter in line)


def day(text: str, language: str) -> date:
    """Read one day and nothing else.

    Raises:
        Unclear: it is none.
    """
    when = days(text, language)
    if isinstance(when.start, datetime) or when.start != when.end or when.rest:
        raise Unclear("one-day", found=cleaned(text)[:80])
    return when.start


Spanned = tuple[date, date, int]


def _span(low: str, at: int, line: str) -> Spanned | None:
    """Return two days that share their year, and where they end."""
    for pattern, order in zip(_SPANS, _ORDER, strict=True):
        if found := re.compile(pattern).match(low, at):
            parts = dict(_sorted(order, found.groups()))
            first = _day(parts["y"], parts["m"], parts["d"], line)
            return first, _day(parts["y"], parts.get("m2", parts["m"]), parts["d2"], line), found.end()
    return None


def _sorted(order: str, groups: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield each group under its letter; the second of a letter with a 2."""
    seen: set[str] = set()
    for letter, group in zip(order, groups, strict=True):
        yield (f"{letter}2" if letter in seen else letter), group
        seen.add(letter)


def _pair(low: str, at: int, line: str, language: str) -> Spanned:
    """Return the day at a place, with the second of a pair where there is one."""
    first, end = _single(low, at, line, language)
    found = re.compile(rf"{_TO}{_WD}").match(low, end)
    if found and found.end() < len(low) and _is_day(low, found.end()):
        last, end = _single(low, found.end(), line, language)
        return first, last, end
    return first, first, end


def _is_day(low: str, at: int) -> bool:
    return any(re.compile(pattern).match(low, at) for pattern, _ in _SINGLE)


def _single(low: str, at: int, line: str, language: str) -> tuple[date, int]:
    for pattern, kind in _SINGLE:
        if found := re.compile(pattern).match(low, at):
            if kind == "figures" and language == "en" and _two_ways(found["d"], found["m"], low[at : found.end()]):
                raise Unclear("two-ways", found=line[:80])
            return _day(found["y"], found["m"], found["d"], line), found.end()
    if _VAGUE.search(low):
        raise Unclear("vague", found=line[:80])
    raise Unclear("no-year" if _NO_YEAR.search(low) else "date", found=line[:80])


def _two_ways(first: str, second: str, shown: str) -> bool:
    """Tell whether day and month may have changed places, as Americans write them."""
    return "/" in shown and first != second and int(first) <= 12 and int(second) <= 12


_EARLIEST, _LATEST = 2000, 2099


def _day(year: str, month: str, number: str, line: str) -> date:
    whole = int(year.lstrip("'"))
    whole += 2000 if whole < 100 else 0
    named = _MONTHS.get(month.rstrip("."))
    try:
        found = date(whole, named or int(month), int(number))
    except ValueError:
        raise Unclear("no-such-day", found=line[:80]) from None
    if not _EARLIEST <= found.year <= _LATEST:
        raise Unclear("year", found=line[:80])
    return found


def _timed(first: date, last: date, low: str, at: int, line: str) -> When:
    """Add the times that follow the days."""
    found = _TIMES.match(low, at)
    if not found:
        if _START_ONLY.match(low, at):
            raise Unclear("no-end", found=line[:80])
        return When(first, last, _rest(line, at))
    start, end = _clock(found[1], found[2], found[3], line), _clock(found[4], found[5], found[6], line)
    when = When(datetime.combine(first, start), datetime.combine(last, end), _rest(line, found.end()))
    if when.end <= when.start:
        raise Unclear("order", found=line[:80])
    return when


def _clock(hour: str, minute: str | None, half: str | None, line: str) -> time:
    number = int(hour)
    if half:
        number = number % 12 + (12 if half == "pm" else 0)
    try:
        return time(number, int(minute or 0))
    except ValueError:
        raise Unclear("time", found=line[:80]) from None


def _rest(line: str, at: int) -> str:
    return line[at:].strip(" .,;:–—-·|")


_FREE = frozenset({"gratis", "free", "0", "kostnadsfritt", "free of charge", "no fee", "ingen", "none", "0 kr", "kr 0"})
_CURRENCIES = {
    "kr": "NOK",
    "nok": "NOK",
    "kroner": "NOK",
    "sek": "SEK",
    "dkk": "DKK",
    "eur": "EUR",
    "euro": "EUR",
    "€": "EUR",
    "gbp": "GBP",
    "£": "GBP",
    "usd": "USD",
    "$": "USD",
}
_FIGURES = re.compile(r"\d{1,3}(?:[ .,'’\u00a0\u202f]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d{1,2})?(?!\d)")
_FILLING = frozenset({"pr", "per", "person", "deltaker", "deltakar", "participant", "each", "pris", "price", "norske"})


def cost(text: str, otherwise: str | None) -> str | dict[str, str]:
    """Read a price: `free`, or an amount with its currency as a course file has them.

    Args:
        text: what was typed.
        otherwise: the currency where none is named; None where one must be.

    Raises:
        Unclear: there are several amounts, none, or words that change what the amount means.
    """
    line = cleaned(text)
    low = _lower(line).strip(" .!")
    if low in _FREE:
        return "free"
    amounts = _FIGURES.findall(low)
    if len(amounts) != 1 or re.search(r"[-–]\s*\d", low):
        raise Unclear("amounts" if len(amounts) > 1 else "amount", found=line[:80])
    around = re.findall(r"[€£$]|[^\W\d_]+", low.replace(amounts[0], " ", 1))
    named = {_CURRENCIES[word] for word in around if word in _CURRENCIES}
    if strange := [word for word in around if word not in _CURRENCIES and word not in _FILLING]:
        raise Unclear("amount-words", found=line[:80], words=" ".join(strange)[:40])
    if len(named) > 1 or not (named or otherwise):
        raise Unclear("currency", found=line[:80])
    value = figure(amounts[0])
    return {"amount": value, "currency": named.pop() if named else str(otherwise)} if value != "0" else "free"


def figure(typed: str) -> str:
    """Return a number as files have it: `2.500,00` and `2 500` are `2500`, `7,5` is `7.5`."""
    cents = re.search(r"[.,](\d{1,2})$", typed)
    whole = typed[: cents.start()] if cents else typed
    digits = re.sub(r"\D", "", whole) or "0"
    value = Decimal(f"{digits}.{cents[1]}" if cents else digits)
    plain = f"{value:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


_UNITS: Mapping[str, frozenset[str]] = {
    "ects": frozenset({"studiepoeng", "sp", "stp", "ects", "credits", "credit", "points", "poeng"}),
    "hours": frozenset({"timer", "time", "t", "h", "hours", "hour", "hrs"}),
}


def number(text: str, unit: str) -> str:
    """Read a number of credits or hours.

    Raises:
        Unclear: there is no number, there are several, or it is one of something else.
    """
    line = cleaned(text)
    found = _FIGURES.findall(line)
    around = re.findall(r"[^\W\d_]+", _lower(line))
    if len(found) != 1 or not _UNITS[unit].issuperset(around) or "-" in line:
        raise Unclear(unit, found=line[:80])
    return figure(found[0])


def chosen(text: str, choices: Mapping[str, str]) -> tuple[str, ...]:
    """Read the choices of a list, which GitHub joins by commas; a name may have a comma of its own.

    Args:
        text: what the form says.
        choices: what may be chosen: names and ids, each with the id it stands for.

    Raises:
        Unclear: something is not in the list.
    """
    folded = {name.casefold(): own for name, own in choices.items()}
    names = sorted(folded, key=len, reverse=True)
    left, found, strange = " ".join(cleaned(text).casefold().split()), [], []
    while left:
        name = next((one for one in names if left.startswith(one) and left[len(one) :].lstrip()[:1] in ("", ",")), None)
        if name is None:
            word, _, left = left.partition(",")
            strange.append(word.strip())
            left = left.strip()
            continue
        found.append(folded[name])
        left = left[len(name) :].lstrip(" ,")
    if strange:
        raise Unclear("choice", found=", ".join(strange)[:60], nearest=nearest(strange[0], choices) or "")
    return tuple(dict.fromkeys(found))
