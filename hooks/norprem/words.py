"""Interface words, dates and amounts in the languages of the site.

The words lie in `wording/<locale>.toml`, one file a language: a new language is a new file, no code.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path

from babel import Locale
from babel.dates import get_month_names
from babel.numbers import format_currency, format_decimal

from norprem.model import day_of

_FOLDER = Path(__file__).parent / "wording"


class NoWording(Exception):
    """A language of the site has no interface words; the message names the file that is missing."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language.

    Attributes:
        locale: the site's name of the language, for example `nb`.
        tag: what `lang` attributes and `hreflang` say.
        phrases: wording by key, for example `listing.upcoming`.
    """

    locale: str
    tag: str
    phrases: Mapping[str, str]

    @classmethod
    def load(cls, locale: str) -> Words:
        """Read the words of a language.

        Raises:
            NoWording: there is no file for it.
        """
        file = _FOLDER / f"{locale}.toml"
        if not file.exists():
            raise NoWording(f"the language {locale} has no interface words: add hooks/norprem/wording/{file.name}")
        tables = tomllib.loads(file.read_text("utf-8"))
        phrases = {f"{table}.{key}": value for table, keys in tables.items() for key, value in keys.items()}
        return cls(locale, phrases["language.tag"], phrases)

    def __call__(self, key: str, **values: object) -> str:
        """Return a phrase with its values put in; a number in `count` chooses between one and several."""
        if "count" in values:
            key = f"{key}-{'one' if values['count'] == 1 else 'many'}"
        return self.phrases[key].format(**values)

    def day(self, moment: date) -> str:
        """Return a day in full: "10. mars 2027", "10 March 2027"."""
        return _day(day_of(moment), self.phrases["language.day"], self.tag)

    def rough_day(self, moment: str) -> str:
        """Return a day, a month or a year as it is known: "21. oktober 2019", "oktober 2019", "2019"."""
        match [int(part) for part in moment.split("-")]:
            case [year, month, day]:
                return self.day(date(year, month, day))
            case [year, month]:
                return self.month(date(year, month, 1))
        return moment

    def month(self, moment: date) -> str:
        """Return a month in full: "mars 2027"."""
        return f"{_months(self.tag)[moment.month]} {moment.year}"

    def month_short(self, moment: date) -> str:
        """Return a month cut short and without its year, for a picture: "mar"."""
        return str(get_month_names("abbreviated", context="stand-alone", locale=_locale(self.tag))[moment.month])

    def span(self, start: date, end: date) -> str:
        """Return the days a session lasts, and its times where it has them."""
        first, last = day_of(start), day_of(end)
        timed = isinstance(start, datetime) and isinstance(end, datetime)
        if first == last:
            days = self.day(first)
        elif (first.year, first.month) == (last.year, last.month):
            days = f"{self('language.day-alone', day=first.day)}–{self.day(last)}"
        else:
            days = f"{self.day(first)} – {self.day(last)}"
        return f"{days}, {self.clock(start)}–{self.clock(end)}" if timed else days

    def clock(self, moment: date) -> str:
        """Return a time of day: "09.00", "09:00"; nothing for a whole day."""
        if not isinstance(moment, datetime):
            return ""
        return self("language.clock", hour=moment.hour, minute=moment.minute)

    def number(self, amount: Decimal) -> str:
        """Return a number with the language's decimal mark."""
        return _number(amount, self.tag)

    def money(self, amount: Decimal, currency: str) -> str:
        """Return an amount with its currency; whole amounts without decimals."""
        return _money(amount, currency, self.tag)


@cache
def _locale(tag: str) -> Locale:
    return Locale.parse(tag.replace("-", "_"))


@cache
def _months(tag: str) -> Mapping[int, str]:
    return get_month_names("wide", locale=_locale(tag))


# A site says the same few hundred days and amounts thousands of times, and Babel takes its time over an amount.


@lru_cache(maxsize=4096)
def _day(day: date, phrase: str, tag: str) -> str:
    return phrase.format(day=day.day, month=_months(tag)[day.month], year=day.year)


@lru_cache(maxsize=4096)
def _number(amount: Decimal, tag: str) -> str:
    return format_decimal(amount, locale=_locale(tag))


@lru_cache(maxsize=4096)
def _money(amount: Decimal, currency: str, tag: str) -> str:
    pattern = "#,##0 ¤¤" if amount == amount.to_integral_value() else "#,##0.00 ¤¤"
    return format_currency(amount, currency, pattern, locale=_locale(tag), currency_digits=False)
