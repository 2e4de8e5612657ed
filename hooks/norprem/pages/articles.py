"""The pages for patients, GPs and professionals: marks in the text, the box on trust at the foot, lists of pages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from markupsafe import Markup

from norprem.edition import Edition
from norprem.model import INDEX, NONE, Article, Audience, Course
from norprem.pages.chips import chip
from norprem.pages.templates import Templates, home
from norprem.prose import marks
from norprem.select import courses_for, listing
from norprem.words import Words

_SOURCES = re.compile(rf"(?:{marks.SOURCE.pattern})+")
_TWIN = {
    Audience.PATIENT: "page.twin-patient",
    Audience.GP: "page.twin-gp",
    Audience.PROFESSIONAL: "page.twin-professional",
}
"""What leads from a page to the one on the same matter, by whom that one is for."""

_MOST_COURSES = 5
"""Courses named at the end of a page; all others are one click away."""


@dataclass(frozen=True)
class Articles:
    """Draws what code adds to the written pages of one edition."""

    edition: Edition
    templates: Templates

    def at(self, locale: str, address: str) -> Article | None:
        """Return the page at an address, or None where another kind of page lies there."""
        path = address.rstrip("/")
        known = self.edition.catalogue.article
        return known.get((locale, path)) or known.get((locale, f"{path}/{INDEX}"))

    def marked(self, html: str, article: Article) -> str:
        """Turn the marks in the HTML of a page into what a reader sees."""
        return _Marks(self.edition, article).shown(html)

    def signed(self, html: str, article: Article) -> str:
        """Put below the heading when the page was written and whether anybody has reviewed it: few read to the foot."""
        words, review = self.edition.words[article.locale], article.meta.review
        told = (
            words("page.byline", day=words.day(article.meta.written)),
            words("page.byline-reviewed", day=words.day(review.date)) if review else words("page.byline-none"),
        )
        line = Markup('</h1>\n<p class="np-byline" data-pagefind-ignore>{} <a href="#om-siden">{}</a></p>')
        signed = line.format(" ".join(told), words("page.byline-more")) + self._twinned(article)
        return html.replace("</h1>", signed, 1)

    def _twinned(self, article: Article) -> Markup:
        """Return a link to the page on the same matter for the other side, where there is one."""
        other = twin(self.edition, article) if article.name != INDEX else None
        if other is None:
            return Markup("")
        told = self.edition.words[article.locale](_TWIN[Audience(other.meta.audience)])
        link = Markup('\n<p class="np-twin" data-pagefind-ignore><a href="{}{}">{}<span>: {}</span></a></p>')
        return link.format(home(article.address), other.address, told, other.meta.title)

    def trust(self, article: Article) -> str:
        """Return who wrote the page and who reviewed it, when, what it rests on and what has changed, as HTML."""
        return self.templates.render(
            "trust.html",
            article.locale,
            article.address,
            article=article,
            meta=article.meta,
            overdue=self.is_overdue(article),
            behind=self.is_behind(article),
            original=self.original(article),
        )

    def notices(self, article: Article) -> tuple[str, ...]:
        """Return what a reader must know before reading."""
        words = self.edition.words[article.locale]
        told = []
        if self.is_overdue(article):
            told.append(words("page.notice-overdue", day=words.day(article.meta.next_review)))
        if self.is_behind(article):
            told.append(words("page.behind"))
        return tuple(told)

    def is_overdue(self, article: Article) -> bool:
        """Tell whether the page should have been reviewed by now."""
        return article.meta.next_review < self.edition.today

    def original(self, article: Article) -> Article | None:
        """Return the page that this one was translated from."""
        translation = article.meta.translation
        return self.edition.catalogue.article.get((translation.of, article.path)) if translation else None

    def is_behind(self, article: Article) -> bool:
        """Tell whether the original has changed since this translation was checked against it."""
        original = self.original(article)
        return original is not None and article.is_behind(original)


@dataclass
class _Marks:
    """Turns the marks of one page into HTML, and counts the words it has explained."""

    edition: Edition
    article: Article
    explained: int = field(default=0)

    @property
    def words(self) -> Words:
        """The interface words of the page's language."""
        return self.edition.words[self.article.locale]

    def shown(self, html: str) -> str:
        """Return the HTML with all marks turned; one that names nothing stays, and a rule tells of it."""
        html = _SOURCES.sub(self._sources, html)
        html = marks.TERM.sub(self._term, html)
        return marks.METHOD.sub(self._method, html)

    def _sources(self, found: re.Match[str]) -> str:
        known = [source.id for source in self.article.meta.sources]
        named = [one for one in marks.SOURCE.findall(found[0]) if one in known]
        if not named:
            return found[0]
        link = Markup('<a href="#kilde-{}" aria-label="{}">{}</a>')
        numbers = ((one, known.index(one) + 1) for one in dict.fromkeys(named))
        links = (link.format(one, self.words("page.source", number=number), number) for one, number in numbers)
        return Markup('<sup class="np-mark">{}</sup>').format(Markup(", ").join(links))

    def _term(self, found: re.Match[str]) -> str:
        term = self.edition.catalogue.term.get(found[1])
        if term is None:
            return found[0]
        self.explained += 1
        label, meaning = (text.best(self.article.locale)[1] for text in (term.term, term.definition))
        return Markup(
            '<button type="button" class="np-term" popovertarget="{id}">{wording}</button>'
            '<span popover id="{id}" class="np-meaning" data-pagefind-ignore><strong>{label}</strong> {meaning} '
            '<a href="{home}ordliste/#{term}">{more}</a></span>'
        ).format(
            id=f"ord-{self.explained}",
            wording=Markup(found[2]) if found[2] else label,
            label=label,
            meaning=meaning,
            home=home(self.article.address),
            term=term.id,
            more=self.words("page.glossary"),
        )

    def _method(self, found: re.Match[str]) -> str:
        method = self.edition.catalogue.method.get(found[1])
        if method is None:
            return found[0]
        return chip(method, self.words, self.edition.catalogue.vocabulary, home(self.article.address))


Told = tuple[str, Mapping[str, Any]]
"""A template and what it shows."""


def pages(edition: Edition, article: Article, _: Mapping[str, str]) -> Told:
    """List the pages of a section by group, in the order of the closed list."""
    found = in_order(edition, article)
    grouped = [(group, list(members)) for group, members in groupby(found, key=lambda one: one.meta.group)]
    return "pages.html", {"grouped": grouped}


def in_order(edition: Edition, article: Article) -> list[Article]:
    """Return the pages of an article's section by group and title, without the one that opens it."""
    order = list(edition.catalogue.vocabulary["page-groups"].by_id)
    return sorted(_others(edition, article), key=lambda one: (order.index(one.meta.group), one.meta.title))


def _others(edition: Edition, article: Article) -> Iterator[Article]:
    for one in edition.catalogue.articles:
        if (one.locale, one.section) == (article.locale, article.section) and one.name != INDEX:
            yield one


def evidence(_: Edition, article: Article, __: Mapping[str, str]) -> Told:
    """Show what a page rests on: its statements, with the kinds of sources behind each."""
    sources = {source.id: (number, source) for number, source in enumerate(article.meta.sources, start=1)}
    shown = [(one, [sources[name] for name in one.sources if name in sources]) for one in article.meta.evidence]
    return "evidence.html", {"shown": shown}


def page_courses(edition: Edition, _: Article, arguments: Mapping[str, str]) -> Told:
    """Name a few courses on topics for a profession: those with a date first."""
    audience, topics = arguments.get("audience"), arguments.get("topics", "").split()
    found = listing(courses_for(edition.catalogue, None, audience), edition.today)
    courses = (*(run.course for run in found.upcoming), *found.self_paced, *found.undated)
    wanted = {course.id: course for course in courses if _is_on(course, topics)}
    return "page-courses.html", {"courses": list(wanted.values())[:_MOST_COURSES]}


def _is_on(course: Course, topics: Sequence[str]) -> bool:
    return not topics or bool(set(topics) & set(course.topics))


def twin(edition: Edition, article: Article) -> Article | None:
    """Return the page on the same matter for the other side."""
    if article.meta.twin == NONE:
        return None
    return edition.catalogue.article.get((article.locale, article.meta.twin))
