"""One page as readers will see it, with what the checks say of its file: drawn again whenever a file changes."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markdown import Markdown
from markupsafe import Markup

from norprem import load, report, rules, source
from norprem.edition import Edition
from norprem.findings import Finding
from norprem.kinds import Kind, kind_of
from norprem.load import Loaded, no_collection
from norprem.model import Article, Catalogue, Entry
from norprem.pages.listings import Listings, Marker, Place
from norprem.pages.press import Press, UnknownListing
from norprem.pages.templates import Templates
from norprem.remedy import right_line

BASE = "http://127.0.0.1/"
"""Address of the site that a preview belongs to: nothing on it is published."""

_EXTENSIONS = ("attr_list", "admonition", "tables", "toc", "fenced_code")
"""What the pages' Markdown may use, as mkdocs.yml has it."""

_SHELLS = {"course": "kurs/skall/", "standard": "kompetanse/skall/", "programme": "laereplaner/skall/"}
_LISTINGS = {
    "person": ("people", "people", "ressurspersoner/"),
    "need": ("needs", "needs", "behov/"),
    "method": ("methods", "methods", "metoder/"),
}


class NotShown(Exception):
    """There is no page of a file; the message names the file."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page as it was last drawn.

    Attributes:
        version: differs whenever the page does.
        pages: the HTML of the whole page, by language.
        findings: what the checks say of the file.
    """

    version: str
    pages: Mapping[str, str]
    findings: tuple[Finding, ...]


@dataclass
class Preview:
    """Draws one page again and again; asked from several threads, it draws once.

    Attributes:
        curricula: the catalogue's folder.
        docs: the folder of the pages.
        path: the file whose page is drawn.
        today: the day it is drawn for.
    """

    curricula: Path
    docs: Path
    path: Path
    today: date
    _loaded: Loaded | None = None
    _stamps: dict[str, int] = field(default_factory=dict)
    _drawn: Drawn | None = None
    _lock: Lock = field(default_factory=Lock, repr=False)

    @property
    def file(self) -> str:
        """The file as findings name it."""
        return named(self.path, self.curricula)

    def current(self) -> Drawn:
        """Return the page as it is now; it is drawn where a file has changed since it was."""
        with self._lock, no_collection():
            stamps = dict(_stamped(self.curricula, self.docs))
            changed = {
                file for file in stamps.keys() | self._stamps.keys() if stamps.get(file) != self._stamps.get(file)
            }
            if changed or self._drawn is None:
                self._loaded = self._read(changed)
                self._stamps = stamps
                self._drawn = self._draw(self._loaded)
            return self._drawn

    def _read(self, changed: set[str]) -> Loaded:
        """Read what has changed: one file by itself where that is possible, else everything."""
        if self._loaded and changed == {str(self.path.resolve())}:
            fresh = load.reread(self._loaded, self.curricula, self.file) if self.path.exists() else None
            if fresh:
                return fresh
        return load.load(self.curricula, docs=self.docs if self.docs.is_dir() else None)

    def _draw(self, loaded: Loaded) -> Drawn:
        found = self._judged(loaded)
        whole = self.file not in {file for file, _ in loaded.catalogue.broken}
        edition = Edition.of(loaded.catalogue, self.today, base=BASE)
        pages = {
            locale: self._page(edition, locale, found, self._content(edition, locale) if whole else "")
            for locale in edition.site.locales
        }
        version = sha256("".join(pages.values()).encode()).hexdigest()[:16]
        return Drawn(version, pages, found)

    def _judged(self, loaded: Loaded) -> tuple[Finding, ...]:
        """Return what the checks say of the file; of the written pages, only the one that is drawn is judged."""
        narrow = narrowed(loaded.catalogue, self.file)
        context = rules.Context(self.today)
        found = [*loaded.findings, *rules.run(narrow, context)]
        return tuple(source.place(self.curricula, [one for one in found if one.spot.file == self.file]))

    def _content(self, edition: Edition, locale: str) -> Markup:
        try:
            return Markup(content(edition, locale, self.file, self.path))
        except UnknownListing as error:
            return Markup("<p>{}</p>").format(error)

    def _page(self, edition: Edition, locale: str, found: tuple[Finding, ...], text: str) -> str:
        language = locale if locale in report.LANGUAGES else report.LANGUAGES[0]
        environment = Environment(
            loader=PackageLoader("norprem.pages", "templates"), autoescape=True, undefined=StrictUndefined
        )
        return environment.get_template("preview.html").render(
            words=edition.words[locale],
            locale=locale,
            others=[other for other in edition.site.locales if other != locale],
            names={other: edition.words[other]("language.name") for other in edition.site.locales},
            file=os.path.relpath(self.path).replace(os.sep, "/"),
            findings=[_told(one, language) for one in found],
            content=text,
        )


def _told(finding: Finding, language: str) -> Mapping[str, Any]:
    """Return what is shown of a finding."""
    return {
        "code": finding.code,
        "weight": str(report.severity(finding)),
        "line": finding.position.line if finding.position else 1,
        "sentence": report.sentence(finding, language),
        "excerpt": "\n".join(report.excerpt(finding)),
        "remedy": report.remedy(finding, language),
        "right": (right_line(finding) or "").strip(),
        "why": rules.BY_CODE[finding.code].manual[language].why,
    }


def named(path: Path, curricula: Path) -> str:
    """Return a path as findings name it: seen from the catalogue's folder, with forward slashes."""
    return Path(os.path.relpath(path.resolve(), curricula.resolve())).as_posix()


def _stamped(*folders: Path) -> Iterator[tuple[str, int]]:
    """Yield every file that a page may depend on, and when it was last written."""
    for folder in folders:
        for path, _, files in os.walk(folder):
            for name in files:
                if name.endswith((".yaml", ".md")):
                    full = Path(path, name)
                    try:
                        yield str(full.resolve()), full.stat().st_mtime_ns
                    except OSError:  # gone between the two looks
                        continue


def narrowed(catalogue: Catalogue, file: str) -> Catalogue:
    """Return the catalogue with one page alone to be judged; the others are still there to be referred to."""
    if not catalogue.articles:
        return catalogue
    named = {_name(one) for one in catalogue.articles if one.entry.file == file}
    own = tuple(one for one in catalogue.articles if _name(one) in named)  # two with one name judge each other
    narrow = replace(catalogue, articles=own)
    narrow.__dict__["article"] = catalogue.article  # what refers to a page by its path finds all of them
    return narrow


def _name(article: Article) -> tuple[str, str]:
    return article.locale, article.meta.title.casefold()


def content(edition: Edition, locale: str, file: str, path: Path) -> str:
    """Return the text of the page of a file as HTML.

    Raises:
        NotShown: there is no such page.
        UnknownListing: the page asks for a listing that does not exist.
    """
    if file.endswith(".md"):
        return _written(edition, locale, path)
    kind = kind_of(file)
    entry = _entry(edition.catalogue, kind, file) if kind else None
    if kind is None or entry is None:
        raise NotShown(file)
    if kind.name in _SHELLS:
        drawn = Press(edition).records[_SHELLS[kind.name]]
        title = Markup("<h1>{}</h1>\n").format(drawn.title(entry.record, locale))
        text = drawn.content(entry, locale)
        return text if "<h1" in text else title + Markup(text)
    return _listed(edition, locale, kind, entry)


def _entry(catalogue: Catalogue, kind: Kind, file: str) -> Entry[Any] | None:
    return next((one for one in getattr(catalogue, kind.folder) if one.file == file), None)


def _listed(edition: Edition, locale: str, kind: Kind, entry: Entry[Any]) -> str:
    """Draw a record that stands in a list: the list with this one record."""
    name = kind.name
    if name == "pathway":
        marker, address, alone = Marker("pathways", {"topic": entry.record.topic}, ""), "pasient/x/", edition
    else:
        folder, listing, address = _LISTINGS[name]
        one: dict[str, Any] = {folder: (entry,)}
        alone = replace(edition, catalogue=replace(edition.catalogue, **one))
        marker = Marker(listing, _narrowing(alone, entry), "")
    return "".join(Listings(alone, Templates(alone)).draw(marker, Place(locale, address)))


def _narrowing(edition: Edition, entry: Entry[Any]) -> Mapping[str, str]:
    """Return what narrows the list of people to a region; people of the whole country stand in all of them."""
    regions = {one.id for one in edition.catalogue.vocabulary.health_regions}
    region = getattr(entry.record, "region", "")
    return {"region": region} if entry.file.startswith("people/") and region in regions else {}


def _written(edition: Edition, locale: str, path: Path) -> str:
    """Draw a written page in its own language; for the others, that of the same path in theirs."""
    own = _locale_of(path, edition)
    other = path if own == locale else Path(*(locale if part == own else part for part in path.parts))
    if not other.is_file():
        return ""
    _, body, _ = source.cut(other.read_text("utf-8-sig"))
    parts = other.with_suffix("").parts
    address = "/".join(parts[len(parts) - parts[::-1].index(locale) :])
    address = address.removesuffix("index").rstrip("/") + "/" if address != "index" else ""
    html = Markdown(extensions=list(_EXTENSIONS)).convert(body)
    return Press(edition).content(html, locale, address)


def _locale_of(path: Path, edition: Edition) -> str:
    return next((part for part in reversed(path.parts) if part in edition.site.locales), edition.site.locales[0])
