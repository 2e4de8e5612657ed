"""The text of pages: sentences, figures, how hard it is to read, and whether a translation still belongs to it."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from norprem import rules
from norprem.model import Article, Catalogue, Entry, Meta
from norprem.prose.numbers import figures, numbers
from norprem.prose.readability import Counts, count, longest, reading
from norprem.prose.text import Role, blocks, plain, words
from norprem.text import Text
from norprem.vocabulary import ClosedList, Value, Vocabulary

TODAY = date(2026, 11, 22)
HEAD = {
    "title": "Side",
    "description": "En side.",
    "audience": "patient",
    "topic": "side",
    "group": "basics",
    "twin": "none",
    "sources": [{"id": "a", "title": "Kilde", "kind": "law", "read": "2026-11-20"}],
    "written": "2026-11-22",
    "review": "none",
    "next_review": "2027-11-22",
}


def article(body: str, locale: str = "nb", section: str = "pasient", line: int = 1, **keys: Any) -> Article:
    head = Meta.model_validate(HEAD | keys)
    return Article(locale, section, "side", Entry(f"../docs/{locale}/{section}/side.md", head), body, line)


def sentences(text: str) -> list[str]:
    return [sentence.raw for block in blocks(text) for sentence in block.sentences]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Én setning. En til!", ["Én setning.", "En til!"]),
        ("Av 100 får 72 det.[^a] Omtrent 28 får det ikke.[^a][^b]", None),
        ("Loven kom 1. oktober 2025.[^a] Den gjelder.", ["Loven kom 1. oktober 2025.[^a]", "Den gjelder."]),
        ("Spør f.eks. fastlegen, bl.a. om ca. 10 ting.", None),
        ("Risikoen er 2,5 av 100. Det er 0.5 mer.", ["Risikoen er 2,5 av 100.", "Det er 0.5 mer."]),
        ("Den er innført.[^a] [[metode:x]] Nå kommer mer.", ["Den er innført.[^a] [[metode:x]]", "Nå kommer mer."]),
        ("**Tarm:** Du får tilbud. *Livmor.* Spør.", ["**Tarm:** Du får tilbud.", "*Livmor.*", "Spør."]),
        ("Han sa «ja». «Nei», sa hun.", ["Han sa «ja».", "«Nei», sa hun."]),
        ("Åpent kl. 9–15, se kap. 5 og nr. 7.", None),
        ("Hun fylte 25. Da fikk hun svar.", ["Hun fylte 25.", "Da fikk hun svar."]),
        ("It holds, e.g. in 10 of 100. No more.", ["It holds, e.g. in 10 of 100.", "No more."]),
    ],
)
def test_a_text_is_cut_where_its_sentences_end(text: str, expected: list[str] | None) -> None:
    if expected is None:
        expected = text.replace("[^a] Omtrent", "[^a]\nOmtrent").split("\n")
    assert sentences(text) == expected


def test_headings_items_cells_and_html_are_blocks_and_code_is_none() -> None:
    text = "# En\n\nTo\ntre\n\n- Fire\n- Fem\n\n| A | B |\n|---|---|\n| C | D |\n\n<div>7</div>\n\n```\n8\n```\n"
    roles = [(block.role, block.raw, block.line) for block in blocks(text)]
    assert roles == [
        (Role.HEADING, "En", 1),
        (Role.PARAGRAPH, "To\ntre", 3),
        (Role.ITEM, "Fire", 6),
        (Role.ITEM, "Fem", 7),
        (Role.CELL, "A", 9),
        (Role.CELL, "B", 9),
        (Role.CELL, "C", 11),
        (Role.CELL, "D", 11),
        (Role.PARAGRAPH, "<div>7</div>", 13),
    ]


@pytest.mark.parametrize(
    ("text", "wanted", "line", "column"),
    [
        ("- Av 100 får\n  46 den.", "46", 2, 3),
        ("1. 1 av 10", "10", 1, 9),
        ("1. 1 av 10", "1", 1, 4),
        ("| 10 | 100 | 10 |\n|---|---|---|\n| 1 | 10 | 10 |", "10", 1, 3),
        ("## Kapittel\n\n   Av 100", "100", 3, 7),
        ("> Av 100", "100", 1, 6),
    ],
)
def test_a_place_in_a_block_is_found_in_the_file(text: str, wanted: str, line: int, column: int) -> None:
    block = next(block for block in blocks(text) if wanted in block.raw)
    position = block.position(block.raw.index(wanted), len(wanted))
    assert (position.line, position.column, position.length) == (line, column, len(wanted))


def test_cells_that_say_the_same_each_have_their_own_place() -> None:
    columns = [block.position(0).column for block in blocks("| 10 | 100 | 10 |\n|---|---|---|\n| 1 | 10 | 10 |")]
    assert columns == [3, 8, 14, 3, 7, 12]


def test_what_a_reader_reads_has_no_marks() -> None:
    raw = "Genet *BRCA1* er [[ord:gen|et gen]].[^a] Se [siden](x.md) og **[[ord:a-b]]**. [[metode:x]]"
    assert plain(raw) == "Genet BRCA1 er et gen. Se siden og a b."


# How hard a text is to read.


def test_lix_is_as_in_the_worked_example() -> None:
    assert Counts(words=437, sentences=21, long_words=112, syllables=0).lix == pytest.approx(46.4, abs=0.05)


def test_lix_of_a_short_text_is_as_counted_by_hand() -> None:
    found = count(blocks("# Overskrift\n\nKatten ligger i gresset. Den sover.\n"))
    assert (found.words, found.sentences, found.long_words) == (7, 3, 2)  # Overskrift, gresset
    assert found.lix == pytest.approx(7 / 3 + 100 * 2 / 7)


def test_the_flesch_kincaid_grade_is_as_counted_by_hand() -> None:
    found = count(blocks("The cat sat on the mat. It was happy."))
    assert (found.words, found.sentences, found.syllables) == (9, 2, 10)
    assert found.grade == pytest.approx(0.39 * 9 / 2 + 11.8 * 10 / 9 - 15.59)


def test_a_silent_e_is_no_syllable_but_a_table_has_two() -> None:
    assert count(blocks("Take the gene. A simple table.")).syllables == 1 + 1 + 1 + 1 + 2 + 2


def test_a_colon_before_a_capital_ends_a_sentence_and_before_a_small_letter_does_not() -> None:
    assert longest(blocks("Dette er det: Nå er det slutt her.")) == 5
    assert longest(blocks("Dette er det: nå er det slutt her.")) == 8


def test_tables_and_marks_do_not_count() -> None:
    text = "Av 100 får 10 den.[^a] [[metode:x]]\n\n| Mange ord | i en tabell |\n|---|---|\n| a | b |"
    assert count(blocks(text)).words == 5


def test_each_language_has_its_measure_and_each_audience_its_limit() -> None:
    text = count(blocks("Kort tekst."))
    assert [reading(text, "nb", audience).limit for audience in ("patient", "gp", "professional")] == [40, 50, 55]
    assert reading(text, "en", "patient").measure == "Flesch-Kincaid"
    assert reading(text, "se", "patient").limit is None
    assert not reading(text, "se", "patient").is_too_hard


def test_an_empty_text_is_not_hard() -> None:
    assert (count(()).lix, count(()).grade, longest(())) == (0.0, 0.0, 0)


def test_what_a_hyphen_joins_is_one_word() -> None:
    assert words("Lynch-syndrom, DNA-et og Huntington's 2,5 av 8 811") == [
        "Lynch-syndrom", "DNA-et", "og", "Huntington's", "2,5", "av", "8", "811",
    ]  # fmt: skip


# Figures.


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("BRCA1, CYP2D6, T21, 177Lu, HLA-B*57:01, N95, ICD-10 og 46,XX", []),
        ("Av 100 får 46 % det 1. oktober 2025", ["100", "46", "1", "2025"]),
        ("**46** av 8 811, 0,5 og 10–60", ["46", "8", "811", "0,5", "10", "60"]),
        (
            "12-åringer på 1990-tallet, the 1990s, 25th, 5-year",
            ["12-åringer", "1990-tallet", "1990s", "25th", "5-year"],
        ),
        ("klasse 4 og 5, trisomi 13, 18 og 21, kromosom 7, type 2, chromosomes 1 to 22", []),
        ("1) det ene, (2) det andre", []),
        ("[siden fra 2025](2025.md), `7`, <b>ja</b>, https://example.org/2025", []),
        ("§ 5-1, tlf. 116 117", ["5-1", "116", "117"]),
    ],
)
def test_figures_are_told_from_names(text: str, expected: list[str]) -> None:
    found = list(figures(text))
    assert [figure.text for figure in found] == expected
    assert all(text.startswith(figure.text, figure.start) for figure in found)


@pytest.mark.parametrize(
    ("norwegian", "english"),
    [
        ("8 811 og 0,5", "8,811 and 0.5"),
        ("1. oktober 2025 kl. 09.00–16.30", "1 October 2025, 9 am to 4:30 pm"),
        ("på 1990-tallet, 25. gang, 12-åringer", "in the 1990s, the 25th time, 12-year-olds"),
        ("ring 800 41 710", "ring 800 41 710"),
        ("klasse 5-variant i BRCA1", "class 5 variant"),
        ("100 000 av 1 000 000", "100,000 of 1,000,000"),
        ("46 prosent", "46%"),
        ("kl. 12.00 og kl. 00.30", "12 pm and 12:30 am"),
    ],
)
def test_a_number_is_the_same_in_both_languages(norwegian: str, english: str) -> None:
    assert numbers(norwegian, "nb") == numbers(english, "en")


def test_a_number_that_is_said_twice_counts_twice() -> None:
    assert numbers("100, 100 og 7", "nb") == Counter({"100": 2, "7": 1})


# Translations.


def test_a_fingerprint_changes_with_a_word_of_title_description_or_text() -> None:
    first = article("# Side\n\nEn setning.\n").fingerprint
    assert len(first) == 12
    assert article("# Side\n\nEn annen setning.\n").fingerprint != first
    assert article("# Side\n\nEn setning.\n", title="Annen side").fingerprint != first
    assert article("# Side\n\nEn setning.\n", description="Noe annet.").fingerprint != first


def test_a_fingerprint_does_not_change_with_the_layout_or_with_sources() -> None:
    first = article("# Side\n\nEn lang setning.\n").fingerprint
    assert article("# Side\n\n\nEn lang\nsetning.  \n", line=30).fingerprint == first
    assert article("# Side\n\nEn lang setning.\n", next_review="2028-01-01").fingerprint == first


# Any text at all.

PIECES = st.sampled_from(
    (
        *("# ", "## ", "- ", "1. ", "\n", "\n\n", "   ", "| a | 10 |\n|---|---|\n", "**", "*", "_", "`", "[^a]", "[^"),
        *("[[ord:", "[[metode:x]]", "]]", "](", "[her](x.md#y)", "![](x)", "<!--", "-->", "Av 100 ", "46 % ", "ABC "),
        *("1. oktober ", "f.eks. ", "garanti ", ". ", ": ", "\t", "\\|", "> ", "æøå ", "\u00a0", "```\n", "{#x}"),
        *("---\n", "===\n", '<div data-listing="pathways" data-topic="x"></div>'),
    )
)
TEXTS = st.one_of(
    st.lists(PIECES, max_size=40).map("".join),
    st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n\t"), max_size=200),
)
LOCALES = ClosedList("locales", tuple(Value(one, Text((("nb", one),))) for one in ("nb", "en")))


@given(TEXTS, st.sampled_from(["nb", "en", "se"]), st.sampled_from(["pasient", "fastlege", "fagfolk"]))
@example("| 10 | a\\|b | 10 |\n|---|---|---|\n", "nb", "pasient")
@example("- a\n\n      10\n", "nb", "pasient")
@example("\t- 10\n\t\t20", "en", "fastlege")
def test_no_text_breaks_a_rule_and_every_finding_lies_within_the_file(body: str, locale: str, section: str) -> None:
    audience = {"pasient": "patient", "fastlege": "gp", "fagfolk": "professional"}[section]
    pages = tuple(article(body, one, section, line=3, audience=audience) for one in dict.fromkeys(("nb", locale)))
    catalogue = Catalogue(Vocabulary({"locales": LOCALES}), articles=pages)
    lines = ["", "", *body.split("\n")]
    for finding in rules.run(catalogue, rules.Context(TODAY)):
        if place := finding.position:
            assert 1 <= place.line <= len(lines)
            assert 1 <= place.column <= max(1, len(lines[place.line - 1]))
            assert place.length >= 1


@pytest.mark.parametrize(
    ("code", "body", "place"),
    [
        ("K708", "Noe.[^a] Mer.[^b]", (3, 14, 4)),
        ("K710", "Av mange.[^a] Ring\n  116 nå.", (4, 3, 3)),
        ("K710", "| 10 | 100 |\n|---|---|\n| a | b |", (3, 3, 2)),
        ("K717", "- Noe.[^a] Omtrent 46 % får den.[^a]", (3, 20, 4)),
        ("K718", "1 av 7 og 14 av 100.[^a]", (3, 17, 3)),
        ("K719", "Noe ABC.[^a]", (3, 5, 3)),
        ("K721", "Et [[ord:x]].[^a]", (3, 4, 9)),
        ("K722", "Noe.[^a] [[metode:x]]", (3, 10, 12)),
        ("K723", "Noe [[x]].[^a]", (3, 5, 5)),
        ("K724", '<div data-listing="pathways" data-topic="tema"></div>', (3, 42, 4)),
        ("K726", "Se [her](side.md).[^a]", (3, 4, 14)),
        ("K727", "Se ![](x.svg).[^a]", (3, 4, 10)),
        ("K729", "Se [siden](finnes-ikke.md).[^a]", (3, 12, 14)),
        ("K731", "Det er en garanti.[^a]", (3, 11, 7)),
    ],
)
def test_a_finding_underlines_what_it_is_about(code: str, body: str, place: tuple[int, int, int]) -> None:
    catalogue = Catalogue(Vocabulary(), articles=(article(body, line=3),))
    found = [one.position for one in rules.BY_CODE[code].findings(catalogue, rules.Context(TODAY))]
    assert [(one.line, one.column, one.length) for one in found if one] == [place]


@given(TEXTS)
def test_sentences_are_pieces_of_their_block_in_order(body: str) -> None:
    for block in blocks(body):
        end = 0
        for sentence in block.sentences:
            assert block.raw.startswith(sentence.raw, sentence.start)
            assert sentence.start >= end
            end = sentence.start + len(sentence.raw)
