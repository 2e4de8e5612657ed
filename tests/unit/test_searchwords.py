"""Words a page is found by although they do not stand on it, and the text that the search reads."""

from __future__ import annotations

import pytest

from norprem.searchwords import Lexicon, visible, words_of

PAGES = (
    "Arvelig brystkreft og eggstokkreft. Kreft i bryst.",
    "Eggstokk, gen, genpanel, paneler, test og sykdommer.",
    "Svulstens gener. Sykdommen heter noe. Svulst.",
)


@pytest.fixture
def lexicon() -> Lexicon:
    """Return the words of three small pages."""
    return Lexicon.of("nb", map(words_of, PAGES))


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("brystkreft", ("kreft", "bryst")),
        ("genpanel", ("panel", "gen")),
        ("genpaneltest", ("test", "genpanel")),
        ("svulstgenet", ("genet", "svulst")),
        ("sykdommer", ()),
        ("kreft", ()),
        ("qwertkreft", ()),
    ],
)
def test_a_compound_is_cut_into_words_of_the_site(lexicon: Lexicon, word: str, parts: tuple[str, ...]) -> None:
    assert lexicon.parts(word) == parts


@pytest.mark.parametrize(
    ("forms", "stem"),
    [(("sykdom", "sykdommer", "sykdommen"), "sykdom"), (("gen", "genet", "genene"), "gen"), (("svulstens",), "svulst")],
)
def test_forms_of_a_word_have_one_stem(lexicon: Lexicon, forms: tuple[str, ...], stem: str) -> None:
    assert {lexicon.stem(form) for form in forms} == {stem}


def test_extra_words_are_sorted_and_not_those_the_page_has(lexicon: Lexicon) -> None:
    assert lexicon.extra(words_of("Brystkreft, genpanel, bryst")) == ("gen", "kreft", "panel")


def test_a_language_without_written_compounds_has_no_parts() -> None:
    assert Lexicon.of("en", [words_of("breast cancer breastcancer")]).parts("breastcancer") == ()


def test_words_are_packed_with_how_common_they_are() -> None:
    pages = ["gen kreft", "gen genom", "gen", "gen 23", "og genom"]
    assert Lexicon.of("nb", map(words_of, pages)).packed() == {"g": ("AgenDom", "21"), "k": ("Akreft", "0")}


@pytest.mark.parametrize(
    ("article", "words"),
    [
        ('<h1>A &amp; b</h1><nav data-pagefind-ignore="all"><p>no<br>no</p><b>no</b></nav><p>yes</p>', "A & b yes"),
        ("<p>a</p><div data-pagefind-ignore>no<div>no</div>no</div>b<div>c</div>", "a b c"),
        ('<span id="x" data-pagefind-ignore>no</span>a<span class="y">b</span>', "a b"),
        ("<p>a<input data-pagefind-ignore>b<input>c</p>", "a b c"),
    ],
)
def test_what_the_search_ignores_is_no_text(article: str, words: str) -> None:
    assert visible(article).split() == words.split()
