"""Interface words, dates and amounts."""

from __future__ import annotations

import string
from datetime import date, datetime
from decimal import Decimal

import pytest

from norprem.words import NoWording, Words

NB, EN = Words.load("nb"), Words.load("en")


def _fields(phrase: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(phrase) if name}


def test_every_language_has_the_same_phrases_with_the_same_values() -> None:
    assert NB.phrases.keys() == EN.phrases.keys()
    assert {key for key in NB.phrases if _fields(NB.phrases[key]) != _fields(EN.phrases[key])} == set()


def test_a_language_without_words_says_which_file_is_missing() -> None:
    with pytest.raises(NoWording, match=r"wording/nn\.toml"):
        Words.load("nn")


@pytest.mark.parametrize(
    ("moment", "nb", "en"),
    [
        ("2019", "2019", "2019"),
        ("2019-10", "oktober 2019", "October 2019"),
        ("2019-10-21", "21. oktober 2019", "21 October 2019"),
        ("2020-02-01", "1. februar 2020", "1 February 2020"),
    ],
)
def test_a_rough_day_is_told_as_far_as_it_is_known(moment: str, nb: str, en: str) -> None:
    assert [words.rough_day(moment) for words in (NB, EN)] == [nb, en]


@pytest.mark.parametrize(
    ("start", "end", "nb", "en"),
    [
        (date(2027, 3, 10), date(2027, 3, 10), "10. mars 2027", "10 March 2027"),
        (date(2027, 3, 10), date(2027, 3, 12), "10.–12. mars 2027", "10–12 March 2027"),
        (date(2027, 2, 28), date(2027, 3, 1), "28. februar 2027 – 1. mars 2027", "28 February 2027 – 1 March 2027"),
        (
            datetime(2027, 3, 10, 9),
            datetime(2027, 3, 10, 15, 30),
            "10. mars 2027, 09.00–15.30",
            "10 March 2027, 09:00–15:30",
        ),
    ],
)
def test_a_span_reads_as_people_write_it(start: date, end: date, nb: str, en: str) -> None:
    assert (NB.span(start, end), EN.span(start, end)) == (nb, en)


@pytest.mark.parametrize(
    ("amount", "nb", "en"),
    [("3500", "3\u00a0500 NOK", "3,500 NOK"), ("99.50", "99,50 NOK", "99.50 NOK"), ("0", "0 NOK", "0 NOK")],
)
def test_money_has_the_marks_of_the_language(amount: str, nb: str, en: str) -> None:
    told = [words.money(Decimal(amount), "NOK").replace("\u202f", "\u00a0") for words in (NB, EN)]
    assert [one.replace("\u00a0NOK", " NOK") for one in told] == [nb, en]


def test_one_and_several_differ() -> None:
    assert (EN("listing.count", count=1), EN("listing.count", count=2)) == ("1 course", "2 courses")
