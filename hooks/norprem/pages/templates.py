"""The Jinja templates beside this module, and what they may call."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from norprem.edition import Edition
from norprem.text import Text
from norprem.words import Words


@dataclass(frozen=True)
class Templates:
    """Renders the templates of one edition."""

    edition: Edition

    @cached_property
    def _environment(self) -> Environment:
        environment = Environment(
            loader=PackageLoader("norprem.pages", "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.filters["coded"] = coded
        environment.globals["vocabulary"] = self.edition.catalogue.vocabulary
        return environment

    def render(self, name: str, locale: str, address: str, **values: object) -> str:
        """Render a template for a page.

        Args:
            name: file name of the template.
            locale: language of the page.
            address: path of the page within its language, for example `kurs/`; links are relative to it.
            values: what else the template shows.
        """
        words = self.edition.words[locale]
        return self._environment.get_template(name).render(
            words=words,
            say=telling(words),
            labels=self._labels(words),
            home=home(address),
            edition=self.edition,
            **values,
        )

    def _labels(self, words: Words) -> Callable[[str, object], Markup]:
        say, vocabulary = telling(words), self.edition.catalogue.vocabulary

        def labels(name: str, ids: object) -> Markup:
            """Return the names of one or several values of a closed list, separated by commas."""
            wanted = (ids,) if isinstance(ids, str) else ids
            return Markup(", ").join(say(vocabulary[name].label(str(one))) for one in wanted)  # type: ignore[attr-defined]

        return labels


_VALUE = re.compile(r"\{[a-z_]+\}")


def coded(wording: str) -> Markup:
    """Return a rule's wording as HTML: what stands in backticks as code, an ellipsis where a finding puts a value."""
    parts = enumerate(_VALUE.sub("…", wording).replace("….", "…").split("`"))
    return Markup().join(Markup("<code>{}</code>").format(part) if place % 2 else escape(part) for place, part in parts)


def home(address: str) -> str:
    """Return the relative address of the language's home from a page at `address`."""
    return "../" * address.count("/") or "./"


def telling(words: Words) -> Callable[[Text], Markup]:
    """Return a function that shows a text to a reader; one in another language is marked as such."""

    def say(text: Text) -> Markup:
        locale, wording = text.best(words.locale)
        if locale in (words.locale, "und"):
            return escape(wording)
        return Markup('<span lang="{}">{}</span>').format(locale, wording)

    return say
