"""The list of all rules, and a page for every family of them with what each one asks, why, and an example."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from itertools import groupby
from typing import Any, ClassVar
from unicodedata import normalize

from norprem import report
from norprem.edition import Edition
from norprem.model import Entry, Record
from norprem.pages.records import RecordPages
from norprem.rules import TABLE, Rule
from norprem.rules.examples import Lines
from norprem.rules.examples import lines as example_lines
from norprem.site import rules_address
from norprem.words import Words


class Family(Record):
    """The rules whose codes begin alike.

    Attributes:
        id: what they begin with, as in the address: `k2`.
    """

    id: str
    rules: tuple[Rule, ...]

    def title(self, words: Words) -> str:
        """Return what the codes begin with, and what the rules are about."""
        return f"{self.id.upper()}: {words(f'rules.family-{self.id[1:]}')}"


def families() -> tuple[Family, ...]:
    """Return all families, by code."""
    return tuple(
        Family(id=code.lower(), rules=tuple(some)) for code, some in groupby(TABLE, key=lambda rule: rule.code[:2])
    )


class RulePages(RecordPages):
    """Draws a page for every family of rules."""

    shell: ClassVar[str] = "bidra/regler/skall/"
    section: ClassVar[str] = rules_address()

    @property
    def entries(self) -> tuple[Entry[Family], ...]:
        """The families; they stand in the program, and in no file of their own."""
        return tuple(Entry("", one) for one in families())

    def address(self, record_id: str) -> str:
        """Return the path of a family's page."""
        return rules_address(record_id)

    def changed(self, record: Family) -> None:
        """Return nothing: rules change with the program, which keeps no days."""

    def title(self, record: Family, locale: str) -> str:
        """Return the title of a family's page."""
        return record.title(self.edition.words[locale])

    def description(self, record: Family, locale: str) -> str:
        """Return a sentence for search engines."""
        return self.edition.words[locale]("rules.description", title=self.title(record, locale))

    def linked_data(self, entry: Entry[Family], locale: str) -> str:  # noqa: ARG002
        """Return nothing: rules are for people."""
        return ""

    def content(self, entry: Entry[Family], locale: str) -> str:
        """Return the text of a family's page."""
        language = locale if locale in report.LANGUAGES else report.LANGUAGES[0]
        return self.templates.render(
            "rule-family.html",
            locale,
            self.address(entry.record.id),
            title=self.title(entry.record, locale),
            rules=entry.record.rules,
            examples=_examples,
            told=partial(report.example_sentence, language=language),
        )


def _examples(code: str) -> Lines:
    """Return the example of a rule as a page can show it: HTML wants a letter and its accent as one character."""
    wrong, right = example_lines(code)
    return Lines(tuple(normalize("NFC", line) for line in wrong), right)


def rules(edition: Edition, locale: str, _: Mapping[str, str]) -> tuple[str, Mapping[str, Any]]:
    """List all rules by family."""
    return "rules.html", {"families": [(one, one.title(edition.words[locale])) for one in families()]}
