"""What the theme is handed for one page: its addresses, its languages, what stands in its head and foot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from norprem.edition import Edition
from norprem.pages.around import CARD_SIZE, Feedback, Step, card_file, card_name
from norprem.words import Words


@dataclass(frozen=True, slots=True)
class Alternate:
    """The same page in another language.

    Attributes:
        locale: the site's name of the language.
        tag: what `hreflang` says.
        path: where it lies, seen from the root of the site.
        url: absolute address.
        name: the language's own name.
    """

    locale: str
    tag: str
    path: str
    url: str
    name: str


@dataclass(frozen=True, slots=True)
class Card:
    """The picture that is shown where a page is shared.

    Attributes:
        url: absolute address.
        name: end of the key of the phrase that is written on it.
        size: pixels across and down.
    """

    url: str
    name: str
    size: tuple[int, int] = CARD_SIZE


@dataclass(frozen=True, slots=True)
class View:
    """One page as the theme sees it.

    Attributes:
        words: interface words in the language of the page around the text.
        address: path within the language; also the path of the page's twin in other languages.
        title: what `<title>` says before the site's name.
        description: for search engines and sharing.
        content_tag: language of the text itself, which is another one where a page is not translated.
        translated: the text is in the language of the page.
        canonical: absolute address that search engines should know.
        alternates: languages the text truly exists in, this one included; empty where there is one only.
        switch: the twin in the next language, whether or not it is translated.
        edit_url: where the file can be edited; empty where no repository is known.
        head: HTML for the end of `<head>`.
        demo: the records are made up.
        foot: HTML below the text: who wrote it, who reviewed it, what it rests on.
        notices: what a reader must know before reading, one sentence each.
        contents: show the headings of the page before its text.
        card: what is shown where the page is shared.
        trail: the pages it lies below, the highest first.
        before: the page before it in its group.
        after: the page after it in its group.
        feedback: where to tell what is missing on it.
    """

    words: Words
    address: str
    title: str
    description: str
    content_tag: str
    translated: bool
    canonical: str
    alternates: tuple[Alternate, ...]
    switch: Alternate
    edit_url: str
    head: str
    demo: bool
    foot: str
    notices: tuple[str, ...]
    contents: bool
    card: Card
    trail: tuple[Step, ...]
    before: Step | None
    after: Step | None
    feedback: Feedback

    @property
    def x_default(self) -> str:
        """Absolute address for readers of any other language."""
        return self.alternates[0].url if self.alternates else ""


def view(
    edition: Edition,
    locale: str,
    address: str,
    *,
    title: str,
    description: str,
    written_in: Mapping[str, bool],
    file: str = "",
    head: str = "",
    foot: str = "",
    notices: tuple[str, ...] = (),
    contents: bool = True,
    trail: tuple[Step, ...] = (),
    around: tuple[Step | None, Step | None] = (None, None),
    feedback: Feedback | None = None,
    card: str = "",
) -> View:
    """Describe a page to the theme.

    Args:
        edition: the build.
        locale: language of the page.
        address: path within the language, or a mark.
        title: title of the page.
        description: one sentence.
        written_in: for each language of the site, whether the text exists in it.
        file: path of the page's source in the repository; empty where its own text links to it.
        head: HTML for `<head>`.
        foot: HTML below the text.
        notices: what a reader must know before reading.
        contents: show the headings of the page before its text.
        trail: the pages it lies below, the highest first.
        around: the pages before and after it in its group.
        feedback: where to tell what is missing on it.
        card: name of its picture; empty for that of its section.
    """
    site = edition.site
    real = next((other for other in (locale, *site.locales) if written_in.get(other)), locale)
    others = [other for other in site.locales if written_in.get(other)]
    alternates = tuple(_alternate(edition, other, address) for other in others) if len(others) > 1 else ()
    twin = next((other for other in site.locales if other != locale), locale)
    return View(
        words=edition.words[locale],
        address=address,
        title=title,
        description=description,
        content_tag=edition.words[real].tag,
        translated=real == locale,
        canonical=site.url(real, address),
        alternates=alternates if real == locale else (),
        switch=_alternate(edition, twin, address),
        edit_url=site.edit_url(file) if file else "",
        head=head,
        demo=edition.demo,
        foot=foot,
        notices=notices,
        contents=contents,
        card=_card(edition, locale, card or card_name(address)),
        trail=trail,
        before=around[0],
        after=around[1],
        feedback=feedback or Feedback(),
    )


def _card(edition: Edition, locale: str, name: str) -> Card:
    return Card(f"{edition.site.base}{card_file(name, locale)}", name)


def _alternate(edition: Edition, locale: str, address: str) -> Alternate:
    words = edition.words[locale]
    path = f"{edition.site.prefix(locale)}{address}"
    return Alternate(locale, words.tag, path, edition.site.url(locale, address), words("language.name"))
