"""What stands around the text of a page: the way to it, its neighbours, how to tell what is missing, its card."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from norprem.edition import Edition
from norprem.model import INDEX, Article, Audience
from norprem.pages.articles import in_order
from norprem.words import Words


@dataclass(frozen=True, slots=True)
class Step:
    """A page that another one leads to.

    Attributes:
        address: path within the language.
        title: what the page is called.
    """

    address: str
    title: str


def trail(address: str, titles: Mapping[str, str]) -> tuple[Step, ...]:
    """Return the pages that a page lies below, the highest first; `titles` are those of all pages by path."""
    parts = address.split("/")[:-2]
    above = ("/".join(parts[:count]) + "/" for count in range(1, len(parts) + 1))
    return tuple(Step(one, titles[one]) for one in above if one in titles)


def neighbours(edition: Edition, article: Article) -> tuple[Step | None, Step | None]:
    """Return the pages before and after one for patients or GPs, within its group."""
    if article.name == INDEX or article.meta.audience == Audience.PROFESSIONAL:
        return None, None
    group = [one for one in in_order(edition, article) if one.meta.group == article.meta.group]
    place = group.index(article)
    before, after = group[place - 1 : place], group[place + 1 : place + 2]
    return _step(before), _step(after)


def _step(found: list[Article]) -> Step | None:
    return Step(found[0].address, found[0].meta.title) if found else None


@dataclass(frozen=True, slots=True)
class Feedback:
    """Where a reader tells what she did not find, with the page filled in; empty where there is no such place.

    Attributes:
        issue: address of a new issue in the repository.
        mail: address of a new message.
    """

    issue: str = ""
    mail: str = ""


def feedback(edition: Edition, words: Words, title: str, url: str) -> Feedback:
    """Return where to tell something about a page with a title and an absolute address."""
    repository, contact = edition.site.repository, edition.contact
    subject = _quoted(words("feedback.subject", title=title))
    body = _quoted(words("feedback.body", title=title, url=url))
    issue = f"{repository}/issues/new?title={subject}&body={body}"
    # Messages have line breaks of their own (RFC 6068).
    mail = f"mailto:{quote(contact, safe='@')}?subject={subject}&body={body.replace('%0A', '%0D%0A')}"
    return Feedback(issue if repository else "", mail if contact else "")


def _quoted(text: str) -> str:
    return quote(text, safe="")


CARDS = {
    "": "hjem",
    "pasient": "pasient",
    "fastlege": "fastlege",
    "kode": "fastlege",
    "fagfolk": "fagfolk",
    "metoder": "metoder",
    "kurs": "kurs",
    "kalender": "kalender",
    "kompetanse": "kompetanse",
    "laereplaner": "laereplaner",
    "behov": "kompetanse",
    "ressurspersoner": "ressurspersoner",
    "ordliste": "ordliste",
    "om": "om",
    "bidra": "bidra",
}
"""Name of the picture that is shown where a page is shared, by the first part of the page's path."""

CARD_SIZE = (1200, 630)
"""Pixels of such a picture, across and down."""


def card_name(address: str) -> str:
    """Return the name of a page's picture; a page of no section has the one of the home page."""
    return CARDS.get(address.split("/")[0], CARDS[""])


def card_file(name: str, locale: str) -> str:
    """Return the path of a picture from the root of the site."""
    return f"assets/cards/{name}-{locale}.png"


def card_names() -> Iterator[str]:
    """Yield every picture's name once."""
    yield from dict.fromkeys(CARDS.values())
