"""Ask for the values of a new record on a terminal, one after the other, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import click

from norprem import report
from norprem.commands.terminal import say
from norprem.findings import Finding
from norprem.findings import Path as Way
from norprem.kinds import Kind
from norprem.questions import Known, Question, Refused, containing, guessed, questions, wanted
from norprem.vocabulary import Value
from norprem.words import Words

_FEW = 20
"""Values of a list that are shown before they are asked for."""

OFFERED: Mapping[str, tuple[str, ...]] = {
    "course": ("source-url", "load-ects", "load-hours", "cost", "sessions"),
    "person": ("source-url", "contact-url", "contact-email", "contact-phone"),
    "standard": ("sources-url",),
    "programme": ("ects", "hours", "url", "source-url"),
    "method": ("sources-url",),
    "pathway": ("answers-unit",),
    "need": ("source-url", "competences"),
}
"""What may be left out and is asked for all the same, by kind: a value, or a part that begins with a yes or no."""

_INSIDE = {"sessions": ("place-nb", "place-en", "online", "registration-deadline", "registration-url")}
"""What is offered within such a part besides what it must have."""

_DAYS = frozenset({"last_checked", "read", "confirmed_on", "checked"})
"""Days that are most often today."""


@dataclass(frozen=True)
class Asker:
    """Asks on a terminal.

    Attributes:
        known: what answers are chosen from.
        words: the reader's language.
    """

    known: Known
    words: Words

    def begin(self, kind: Kind) -> None:
        """Say what will be asked."""
        say(self.words("new.begin", kind=self.words(f"new.kind-{kind.name}")))

    def fill(self, kind: Kind, answers: dict[Way, Any], today: date) -> None:
        """Ask for what is needed and not answered yet, and offer what is often known; `answers` is filled."""
        asked: set[Way] = set()
        while question := next(self._left(kind, answers, asked, today), None):
            asked.add(question.path)
            default = self._default(kind, question, answers, today)
            answer = self.ask(question, default=default, optional=self._optional(kind, question, answers))
            if answer not in ("", []):
                answers[question.path] = answer

    def _left(self, kind: Kind, answers: Mapping[Way, Any], asked: set[Way], today: date) -> Iterator[Question]:
        """Yield what is still to be asked, in the order of the record; the id, which follows from the rest, last."""
        needed = {one.path for one in wanted(kind, {**guessed(kind, answers, today), **answers})}
        quiet = set(guessed(kind, answers, today)) - {("id",)}
        last = []
        for question in questions(kind):
            if question.path in answers or question.path in asked:
                continue
            if question.path == ("id",):
                last.append(question)
            elif (question.path in needed and question.path not in quiet) or self._is_offered(
                kind, question, answers, asked
            ):
                yield question
        yield from last

    def _is_offered(self, kind: Kind, question: Question, answers: Mapping[Way, Any], asked: set[Way]) -> bool:
        offered, name = OFFERED[kind.name], question.flag.removeprefix("--")
        if name in offered:
            return True
        part = question.keys[0]
        if part not in offered or not question.group:
            return False
        begun = any(path[:1] == (part,) for path in answers)
        if not begun and (part,) not in asked:
            asked.add((part,))
            begun = self._agreed(self.words(f"new.any-{part}"), default=False)
            if begun:
                asked.add((part, "begun"))
        begun = begun or (part, "begun") in asked
        inside = name.removeprefix(f"{part}-") in _INSIDE.get(part, ())
        return begun and (inside or (question.required and len(question.group) == len((part, 0))))

    def _optional(self, kind: Kind, question: Question, answers: Mapping[Way, Any]) -> bool:
        return question not in wanted(kind, {**answers, question.path: ""})

    def _default(self, kind: Kind, question: Question, answers: Mapping[Way, Any], today: date) -> str | None:
        if question.keys[-1] in _DAYS:
            return today.isoformat()
        guess = guessed(kind, answers, today).get(question.path)
        return str(guess) if guess else None

    def ask(self, question: Question, *, default: str | None = None, optional: bool = False) -> Any:
        """Ask until the answer can be right; an empty answer to what may be left out is empty."""
        self._introduce(question, optional=optional)
        while True:
            typed = self._typed(question, default=default, optional=optional)
            if not typed and optional:
                return ""
            if typed == "?" and (closed := self.known.choices(question)):
                self._list(closed.values)
                continue
            try:
                return self.known.answer(question, self._numbered(question, typed))
            except Refused as refused:
                if (near := self._meant(question, typed, refused.finding)) is not None:
                    return near

    def _typed(self, question: Question, *, default: str | None, optional: bool) -> str:
        shown = default if default is not None else ("" if optional else None)
        label = click.style(self.label(question), bold=True)
        return str(click.prompt(label, default=shown, show_default=bool(default), prompt_suffix=": ")).strip()

    def _numbered(self, question: Question, typed: str) -> str:
        """Turn the numbers of a short list into ids."""
        closed = self.known.choices(question)
        if closed is None or len(closed.values) > _FEW:
            return typed
        numbers = {str(place): value.id for place, value in enumerate(closed.values, start=1)}
        parts = [part.strip() for part in typed.split(",")]
        return ", ".join(numbers.get(part, part) for part in parts)

    def _meant(self, question: Question, typed: str, finding: Finding) -> Any:
        """Say what is wrong with an answer, and offer what was probably meant; None where it must be asked again."""
        closed = self.known.choices(question)
        if closed and (found := containing(closed, typed)):
            self._list(found)
            return None
        say(self.told(finding, self.words))
        near = finding.spot.values.get("nearest")
        if near and not question.several and self._agreed(self.words("new.meant", value=near), default=True):
            return near
        return None

    def _agreed(self, text: str, *, default: bool) -> bool:
        """Ask for a yes or a no, in the reader's language or in English."""
        choice = self.words("new.yes-or-no" if default else "new.no-or-yes")
        while True:
            typed = str(click.prompt(f"{text} [{choice}]", default="", show_default=False, prompt_suffix=" ")).strip()
            if not typed:
                return default
            if typed[0].lower() in "jy":
                return True
            if typed[0].lower() == "n":
                return False

    def _introduce(self, question: Question, *, optional: bool) -> None:
        """Say what is asked for, and show a list where the answer stands in a short one."""
        click.echo()
        hint = self._hint(question)
        notes = [hint, self.words("new.optional") if optional else ""]
        closed = self.known.choices(question)
        if closed and closed.values:
            several = self.words("new.several" if question.several else "new.single")
            notes.append(several if len(closed.values) <= _FEW else self.words("new.long", number=len(closed.values)))
        if told := " ".join(note for note in notes if note):
            say(click.style(told, dim=True))
        if closed and len(closed.values) <= _FEW:
            self._list(closed.values, numbered=True)

    def _list(self, values: tuple[Value, ...], *, numbered: bool = False) -> None:
        width = max((len(value.id) for value in values), default=0)
        for place, value in enumerate(values, start=1):
            number = f"{place:>3}  " if numbered else "  "
            say(f"{number}{value.id.ljust(width)}  {value.label.best(self.words.locale)[1]}")

    def label(self, question: Question) -> str:
        """Return what a value is called: "Tittelen på kilden", "Sammendraget (bokmål)"."""
        keys = [key.replace("_", "-") for key in question.keys if key != question.locale]
        told = self._named(keys)
        language = f" ({self.words(f'new.in-{question.locale}')})" if question.locale else ""
        return f"{told[:1].upper()}{told[1:]}{language}"

    def _named(self, keys: list[str]) -> str:
        phrases = self.words.phrases
        for start in range(len(keys)):
            name = "-".join(keys[start:])
            for table in ("new-fields", "changes-fields"):
                if found := phrases.get(f"{table}.{name}"):
                    return f"{self._named(keys[:1])}: {found}" if start and keys[0] != "source" else found
        return keys[-1]

    def _hint(self, question: Question) -> str:
        keys = [key.replace("_", "-") for key in question.keys if key != question.locale]
        names = ("-".join(keys[start:]) for start in range(len(keys)))
        return next(
            (self.words.phrases[f"new-hints.{one}"] for one in names if f"new-hints.{one}" in self.words.phrases), ""
        )

    @staticmethod
    def told(finding: Finding, words: Words) -> str:
        """Return what is wrong with an answer and how to put it right."""
        return f"{report.sentence(finding, words.locale)} {report.remedy(finding, words.locale)}"
