"""Issues as GitHub makes them of a form that somebody fills in."""

from __future__ import annotations

from collections.abc import Mapping

from norprem.imports.forms import Field, forms

COURSE: Mapping[str, str] = {
    "title_nb": "Farmakogenetikk i praksis",
    "title_en": "Pharmacogenetics in practice",
    "summary_nb": "Deltakerne lærer å lese svar på farmakogenetiske tester. Kurset passer for leger og farmasøyter.",
    "summary_en": "Participants learn to read the results of pharmacogenetic tests. It suits doctors and pharmacists.",
    "provider": "Eksempelsenteret",
    "region": "Helse Vest",
    "url": "https://senteret.example/farmakogenetikk",
    "audience": "lege i spesialisthelsetjenesten, farmasøyt",
    "topics": "farmakogenetikk",
    "level": "etter- og videreutdanning",
    "languages": "norsk",
    "mode": "på stedet",
    "availability": "ikke kjent, spør arrangøren",
    "checked": "x",
}
"""What is answered of a course that has nothing wrong with it."""


def issue(kind: str, language: str = "nb", /, **answers: str) -> str:
    """Return the text of an issue; a field that is not answered says so, and `x` ticks all there is to tick."""
    return "\n\n".join(_field(one, language, answers.get(one.id, "")) for one in forms()[kind].fields)


def course(language: str = "nb", /, **answers: str) -> str:
    """Return the form of a course in which some answers are others."""
    return issue("course", language, **{**COURSE, **answers})


def _field(one: Field, language: str, answer: str) -> str:
    if one.kind == "ticked":
        mark = "x" if answer else " "
        told = "\n".join(f"- [{mark}] {text}" for text in one.statements(language))
    else:
        told = answer or "_No response_"
    return f"### {one.label(language)}\n\n{told}"
