"""Days, amounts and choices as people type them: read in the only way they can be read, or asked back."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from norprem.imports.answers import Unclear, chosen, cost, day, days, figure, number

DAY, NEXT = date(2027, 3, 12), date(2027, 3, 13)
NINE, THREE = datetime(2027, 3, 12, 9), datetime(2027, 3, 12, 15)


@pytest.mark.parametrize(
    ("text", "start", "end", "rest"),
    [
        ("12. mars 2027 kl 9-15", NINE, THREE, ""),
        ("12. MARS 2027 KL. 09.00–15.00, Bergen", NINE, THREE, "Bergen"),
        ("fredag 12. mars 2027 fra kl. 9 til kl. 15", NINE, THREE, ""),
        ("12/3-27", DAY, DAY, ""),
        ("12.3.27", DAY, DAY, ""),
        ("12.03.2027, Haukeland, Bergen", DAY, DAY, "Haukeland, Bergen"),
        ("2027-03-12", DAY, DAY, ""),
        ("12.-13. mars 2027", DAY, NEXT, ""),
        ("12. og 13. mars 2027", DAY, NEXT, ""),
        ("12.–13.3.2027 Oslo", DAY, NEXT, "Oslo"),
        ("2027-03-12 – 2027-03-13", DAY, NEXT, ""),
        ("30. mars – 2. april 2027", date(2027, 3, 30), date(2027, 4, 2), ""),
        ("30.3.-2.4.2027", date(2027, 3, 30), date(2027, 4, 2), ""),
        ("12. mars 2027 til 13. mars 2027", DAY, NEXT, ""),
    ],
)
def test_a_day_is_read_as_norwegians_write_it(text: str, start: date, end: date, rest: str) -> None:
    when = days(text, "nb")
    assert (when.start, when.end, when.rest) == (start, end, rest)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("March 12, 2027", DAY, DAY),
        ("12th of March 2027 at 9:00 to 15:00", NINE, THREE),
        ("12 March 2027, 9am–3pm", NINE, THREE),
        ("March 12-13, 2027", DAY, NEXT),
        ("Friday, 12 March 2027", DAY, DAY),
        ("13/3/2027", NEXT, NEXT),
    ],
)
def test_and_as_the_english_do(text: str, start: date, end: date) -> None:
    when = days(text, "en")
    assert (when.start, when.end) == (start, end)


@pytest.mark.parametrize(
    ("text", "language", "code"),
    [
        ("neste tirsdag", "nb", "vague"),
        ("uke 12", "nb", "vague"),
        ("våren 2027", "nb", "vague"),
        ("next week", "en", "vague"),
        ("12. mars", "nb", "no-year"),
        ("31. februar 2027", "nb", "no-such-day"),
        ("29.2.2027", "nb", "no-such-day"),
        ("mandag 12. mars 2027", "nb", "weekday"),
        ("12. og 19. mars 2027", "nb", "two-days"),
        ("13.-12. mars 2027", "nb", "order"),
        ("12. mars 2027 kl 15-9", "nb", "order"),
        ("12. mars 2027 kl 9", "nb", "no-end"),
        ("12. mars 2027 kl 9-25", "nb", "time"),
        ("12. mars 1827", "nb", "year"),
        ("3/4/2027", "en", "two-ways"),
        ("snart", "nb", "date"),
        ("", "nb", "date"),
    ],
)
def test_what_could_be_several_days_or_none_is_asked_back(text: str, language: str, code: str) -> None:
    with pytest.raises(Unclear) as asked:
        days(text, language)
    assert asked.value.code == code


@pytest.mark.parametrize("text", ["12. mars 2027 kl 9-15", "12.-13. mars 2027", "12. mars 2027 eller senere"])
def test_a_deadline_is_one_day_and_nothing_else(text: str) -> None:
    with pytest.raises(Unclear, match="one-day"):
        day(text, "nb")


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("1 500,-", {"amount": "1500", "currency": "NOK"}),
        ("kr 2.500,00", {"amount": "2500", "currency": "NOK"}),
        ("NOK 1,500.50", {"amount": "1500.5", "currency": "NOK"}),
        ("1\u00a0500 kroner", {"amount": "1500", "currency": "NOK"}),
        ("200 €", {"amount": "200", "currency": "EUR"}),
        ("kr 1500,- per deltaker", {"amount": "1500", "currency": "NOK"}),
        ("gratis", "free"),
        ("Free of charge.", "free"),
        ("0 kr", "free"),
    ],
)
def test_an_amount_is_read_with_commas_blanks_and_full_stops(text: str, read: object) -> None:
    assert cost(text, "NOK") == read


@pytest.mark.parametrize(
    ("text", "otherwise", "code"),
    [
        ("2 500 for medlemmer, 3 000 for andre", "NOK", "amounts"),
        ("dyrt", "NOK", "amount"),
        ("-500", "NOK", "amount"),
        ("ca. 2000 kr", "NOK", "amount-words"),
        ("1500 kr eks. mva", "NOK", "amount-words"),
        ("200", None, "currency"),
        ("200 kr eur", "NOK", "currency"),
    ],
)
def test_a_price_that_is_not_one_amount_is_asked_back(text: str, otherwise: str | None, code: str) -> None:
    with pytest.raises(Unclear) as asked:
        cost(text, otherwise)
    assert asked.value.code == code


@given(
    st.integers(0, 999_999), st.sampled_from(["", " ", ".", ",", "\u00a0"]), st.sampled_from(["", ",00", ".50", ",5"])
)
def test_a_number_is_the_same_however_its_thousands_are_parted(whole: int, mark: str, cents: str) -> None:
    typed = f"{whole:,}".replace(",", mark) + cents
    assert float(figure(typed)) == whole + (0.5 if "5" in cents else 0)


@pytest.mark.parametrize(
    ("text", "unit"), [("10-20", "ects"), ("to dager", "hours"), ("2 dager", "hours"), ("7 + 3", "ects")]
)
def test_credits_and_hours_are_one_number(text: str, unit: str) -> None:
    with pytest.raises(Unclear, match=unit):
        number(text, unit)


def test_choices_are_read_where_their_names_have_commas() -> None:
    known = {"ikke kjent, spør arrangøren": "unknown", "ikke kjent": "other", "åpent": "open"}
    assert chosen("Åpent, ikke kjent, spør arrangøren", known) == ("open", "unknown")
    with pytest.raises(Unclear, match="choice"):
        chosen("åpent, lukket", known)


@given(st.text(max_size=60))
def test_no_text_is_read_with_a_traceback(text: str) -> None:
    for read in (
        lambda: days(text, "nb"),
        lambda: days(text, "en"),
        lambda: cost(text, "NOK"),
        lambda: number(text, "ects"),
    ):
        with suppress(Unclear):
            read()
