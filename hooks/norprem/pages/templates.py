"""The Jinja templates beside this module, and what they may call."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from importlib.resources import files
from pathlib import PurePosixPath
from types import CodeType
from typing import Any

from jinja2 import BytecodeCache, Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.bccache import Bucket
from markupsafe import Markup, escape

from norprem.edition import Edition
from norprem.model import Reference, Session, Status
from norprem.text import Text
from norprem.vocabulary import Vocabulary
from norprem.words import Words


class _Compiled(BytecodeCache):
    """Keeps compiled templates, so that each is compiled once for all languages."""

    def __init__(self) -> None:
        self._code: dict[str, CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Hand out what was compiled for another language."""
        bucket.code = self._code.get(bucket.key)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self._code[bucket.key] = bucket.code


@dataclass(frozen=True)
class Templates:
    """Renders the templates of one edition."""

    edition: Edition

    @cached_property
    def tellers(self) -> Mapping[str, Mapping[str, Callable[..., Any]]]:
        """The filters of each language by name: words, say, labels, days and numbers, source, status, coded."""
        vocabulary = self.edition.catalogue.vocabulary
        return {locale: _teller(words, vocabulary) for locale, words in self.edition.words.items()}

    @cached_property
    def _environments(self) -> Mapping[str, Environment]:
        compiled = _Compiled()
        return {locale: self._environment(locale, compiled) for locale in self.edition.words}

    def _environment(self, locale: str, compiled: BytecodeCache) -> Environment:
        environment = Environment(
            loader=PackageLoader("norprem.pages", "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            bytecode_cache=compiled,
        )
        environment.filters |= {name: _late(told) for name, told in self.tellers[locale].items()}
        environment.globals["vocabulary"] = self.edition.catalogue.vocabulary
        environment.globals["language"] = self.edition.words[locale]
        return environment

    @cached_property
    def figures(self) -> frozenset[str]:
        """Names of the figures that can be drawn."""
        folder = files("norprem.pages") / "templates" / "figures"
        return frozenset(PurePosixPath(one.name).stem for one in folder.iterdir())

    def render(self, name: str, locale: str, address: str, **values: object) -> str:
        """Render a template for a page.

        Args:
            name: file name of the template.
            locale: language of the page.
            address: path of the page within its language, for example `kurs/`; links are relative to it.
            values: what else the template shows.
        """
        return self._environments[locale].get_template(name).render(home=home(address), **values)


def _late(told: Callable[..., Any]) -> Callable[..., Any]:
    """Make a filter that is not asked before a page is drawn.

    Jinja puts what a filter makes of a fixed phrase into the compiled template, which all languages share; one that
    wants to know the context it cannot ask in advance.
    """
    return pass_context(lambda _, *given, **named: told(*given, **named))


def _teller(words: Words, vocabulary: Vocabulary) -> Mapping[str, Callable[..., Any]]:
    """Return the functions that tell a reader of one language what records say; they keep what they have told."""

    @cache
    def say(text: Text) -> Markup:
        """Show a text; one in another language is marked as such."""
        locale, wording = text.best(words.locale)
        if locale in (words.locale, "und"):
            return escape(wording)
        return Markup('<span lang="{}">{}</span>').format(locale, wording)

    @cache
    def labels(ids: str | tuple[str, ...], name: str) -> Markup:
        """Return the names of one or several values of a closed list, separated by commas."""
        wanted = (ids,) if isinstance(ids, str) else ids
        return Markup(", ").join(say(vocabulary[name].label(one)) for one in wanted)

    @cache
    def source(reference: Reference) -> Markup:
        """Name a source, as a link where it has an address, and the day it was read."""
        name = Markup('<a href="{}">{}</a>') if reference.url else Markup("{1}")
        return name.format(reference.url, reference.title) + ", " + words("course.read", day=words.day(reference.read))

    def status(session: Session, today: date) -> Markup:
        """Show where a session stands; what is over is over, unless it never took place."""
        over = session.last_day < today and session.status != Status.CANCELLED
        return badge("past" if over else session.status)

    @cache
    def badge(state: str) -> Markup:
        told = words("course.past") if state == "past" else labels(state, "statuses")
        return Markup('<span class="np-status np-status--{}">{}</span>').format(state, told)

    filters = (say, labels, source, status)
    own = {function.__name__: function for function in filters}
    return {
        **own,
        "words": words,
        "day": cache(words.day),
        "rough": cache(words.rough_day),
        "span": cache(words.span),
        "month": cache(words.month),
        "number": words.number,
        "coded": coded,
    }


_VALUE = re.compile(r"\{[a-z_]+\}")
_CODE = re.compile(r"`([^`]*)`")


def coded(wording: str) -> Markup:
    """Return a rule's wording as HTML: what stands in backticks as code, an ellipsis where a finding puts a value."""
    plain = _VALUE.sub("…", wording).replace("….", "…")
    return Markup(_CODE.sub(r"<code>\1</code>", str(escape(plain))))


def home(address: str) -> str:
    """Return the relative address of the language's home from a page at `address`."""
    return "../" * address.count("/") or "./"
