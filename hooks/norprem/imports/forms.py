"""Read what GitHub makes of an issue form: a heading for each field, and below it what somebody typed.

What is asked lies in `forms.toml`, for both languages. What comes back is what strangers type: nothing here raises, and
no answer can pass for a field of its own, because only the headings that the form has are headings.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from norprem.imports.events import cleaned

LANGUAGES = ("nb", "en")
"""Languages that the forms are written in."""


@dataclass(frozen=True, slots=True)
class Field:
    """One question.

    Attributes:
        kind: `line`, `text`, `lines`, `one`, `many` or `ticked`.
        listed: the closed list that is chosen from, or `providers`.
        required: languages of the forms in which it must be answered.
        other: whether something that is not in the list may be chosen.
        words: what it says, by language: `label`, `help`, `example`, `statements`.
    """

    id: str
    kind: str
    words: Mapping[str, Mapping[str, Any]]
    listed: str = ""
    required: frozenset[str] = frozenset()
    other: bool = False

    def label(self, language: str) -> str:
        """Return the heading of the question."""
        return str(self.words[language]["label"])

    def statements(self, language: str) -> tuple[str, ...]:
        """Return what there is to be ticked."""
        return tuple(self.words[language].get("statements", ()))


@dataclass(frozen=True, slots=True)
class Form:
    """One form: a new course, say.

    Attributes:
        words: what it says of itself, by language: `file`, `name`, `about`, `title`.
    """

    kind: str
    words: Mapping[str, Mapping[str, str]]
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to ask back.

    Attributes:
        code: name of a sentence in the table `form` of the words, or code of a rule.
        about: id of the field; empty where it is about the whole form.
        values: what goes into the sentence.
        told: the sentence itself, where a rule has said it; what it quotes is not safe yet.
    """

    code: str
    about: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    told: str = ""


@dataclass(frozen=True, slots=True)
class Filled:
    """A form that somebody has filled in.

    Attributes:
        answers: by id of the field; a field that was left empty is not there.
    """

    form: Form
    language: str
    answers: Mapping[str, str]
    faults: tuple[Fault, ...] = ()

    def ticked(self, own: str) -> bool:
        """Tell whether every statement of a field is ticked."""
        asked = next(one for one in self.form.fields if one.id == own)
        statements = {_plain(text) for language in LANGUAGES for text in asked.statements(language)}
        marked = {_plain(text) for text in _TICKED.findall(self.answers.get(own, ""))}
        return len(marked & statements) >= len(asked.statements(self.language))

    def label(self, own: str) -> str:
        """Return the heading of a field in the sender's language; nothing for none."""
        return next((one.label(self.language) for one in self.form.fields if one.id == own), "")


@cache
def forms() -> Mapping[str, Form]:
    """Return every form by its kind."""
    told = tomllib.loads(Path(__file__).with_name("forms.toml").read_text("utf-8"))
    return {kind: _form(kind, form) for kind, form in told.items()}


def _form(kind: str, told: Mapping[str, Any]) -> Form:
    return Form(kind, {one: told[one] for one in LANGUAGES}, tuple(map(_field, told["fields"])))


def _field(told: Mapping[str, Any]) -> Field:
    words = {one: told[one] for one in LANGUAGES}
    required = told.get("required", False)
    asked = LANGUAGES if required is True else (required,) if required else ()
    return Field(told["id"], told["kind"], words, told.get("list", ""), frozenset(asked), told.get("other", False))


_TICKED = re.compile(r"^[-*] \[[xX]\] (.+)$", re.MULTILINE)
_HEADING = re.compile(r"^### +(\S.*?) *$", re.MULTILINE)
_NOTHING = "_No response_"
_LEAST = 0.6
"""Share of a form's headings that must be there for a text to be that form."""


def read(body: str) -> Filled | None:
    """Read the text of an issue; None where it is none of the forms."""
    plain = body.replace("\r\n", "\n").replace("\r", "\n")
    found = {_plain(heading) for heading in _HEADING.findall(plain)}
    best = max(_likeness(found), key=lambda one: one[0])
    if best[0] < _LEAST:
        return None
    return _filled(best[1], best[2], plain)


def _likeness(found: set[str]) -> Iterator[tuple[float, Form, str]]:
    """Yield how many of its headings are there, for each form in each language."""
    for form in forms().values():
        for language in LANGUAGES:
            labels = {_plain(one.label(language)) for one in form.fields}
            yield len(labels & found) / len(labels), form, language


def _plain(text: str) -> str:
    return cleaned(text).casefold()


def _filled(form: Form, language: str, body: str) -> Filled:
    labels = {_plain(one.label(language)): one for one in form.fields}
    cuts = [found for found in _HEADING.finditer(body) if _plain(found[1]) in labels]
    ends = [*(found.start() for found in cuts[1:]), len(body)]
    answers: dict[str, str] = {}
    faults: list[Fault] = []
    for found, end in zip(cuts, ends, strict=True):
        own = labels[_plain(found[1])].id
        answer = body[found.end() : end].strip()
        if own in answers:
            faults.append(Fault("heading-twice", own))
        else:
            answers[own] = "" if answer == _NOTHING else answer
    kept = {own: answer for own, answer in answers.items() if answer}
    faults.extend(
        Fault(_asked(one), one.id) for one in form.fields if language in one.required and not _is_there(one, kept)
    )
    return Filled(form, language, kept, tuple(faults))


def _is_there(one: Field, answers: Mapping[str, str]) -> bool:
    return bool(answers.get(one.id)) and (one.kind != "ticked" or bool(_TICKED.search(answers[one.id])))


def _asked(one: Field) -> str:
    return {"ticked": "not-ticked", "one": "not-chosen", "many": "not-chosen"}.get(one.kind, "missing")


_BULLET = re.compile(r"^[-*•·–—+]\s+")
_NUMBERED = re.compile(r"^\d{1,2}[.)]\s+(?=[^\W\d_])")


def lines(answer: str, *, numbered: bool = False) -> Sequence[str]:
    """Return what each line of an answer says, without the marks of a list; `numbered` takes figures for such marks."""
    found = (_BULLET.sub("", cleaned(line)) for line in answer.split("\n"))
    return [_NUMBERED.sub("", line) if numbered else line for line in found if line]
