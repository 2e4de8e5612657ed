"""The catalogue of datasets in DCAT (`/catalog.ttl`), for national and European data portals.

It has what DCAT-AP-NO 2 and DCAT-AP 3 demand of a catalogue, a dataset and a distribution. The publisher is named,
without an organisation number, because no body owns the site yet. Drafts of DCAT-AP-NO 3 demand an e-mail address too,
and the site has none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from norprem.edition import Edition
from norprem.exports import addresses, sheets, skos, workbook
from norprem.exports.datasets import JSON, TURTLE
from norprem.site import ALL, coverage_address, feed_address

_CALENDAR = "text/calendar"


@dataclass(frozen=True, slots=True)
class _Set:
    """A dataset of the catalogue: its phrase, and its files with their media types."""

    phrase: str
    files: tuple[tuple[str, str], ...]
    open_: bool = True


def _sets(edition: Edition) -> Iterator[_Set]:
    prefixes = [edition.site.prefix(locale) for locale in edition.site.locales]
    calendars = tuple((prefix + feed_address(ALL), _CALENDAR) for prefix in prefixes)
    tables = tuple(one for prefix in prefixes for one in _table(f"{prefix}{coverage_address()}dekning.csv"))
    yield _Set("courses", ((addresses.COURSES, JSON), *_table(addresses.COURSE_SHEET)))
    yield _Set("sessions", ((addresses.SESSIONS, JSON), *_table(addresses.SESSION_SHEET), *calendars))
    yield _Set("people", ((addresses.PEOPLE, JSON),), open_=False)
    yield _Set("providers", ((addresses.PROVIDERS, JSON),))
    yield _Set("vocabulary", ((addresses.VOCABULARY, JSON), (addresses.REGIONS, JSON)))
    yield _Set("glossary", ((addresses.GLOSSARY, JSON),))
    yield _Set("standards", ((addresses.STANDARDS, JSON), (addresses.CONCEPTS, TURTLE)))
    yield _Set("programmes", ((addresses.PROGRAMMES, JSON),))
    yield _Set("needs", ((addresses.NEEDS, JSON),))
    yield _Set("methods", ((addresses.METHODS, JSON), *_table(addresses.METHOD_SHEET)))
    yield _Set("pathways", ((addresses.PATHWAYS, JSON),))
    yield _Set("coverage", tables)


def _table(sheet: str) -> tuple[tuple[str, str], ...]:
    """Return both forms of a table."""
    return (sheet, sheets.MEDIA_TYPE), (addresses.workbook(sheet), workbook.MEDIA_TYPE)


_PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
}
_AUTHORITY = "http://publications.europa.eu/resource/authority/"
_LANGUAGES = {"nb": "NOB", "en": "ENG"}
_FORMATS = {
    JSON: "JSON",
    sheets.MEDIA_TYPE: "CSV",
    workbook.MEDIA_TYPE: "XLSX",
    TURTLE: "RDF_TURTLE",
    _CALENDAR: "ICS",
}
"""Every media type that is used, as the European list of file types calls it."""
_THEMES, _HEALTH = skos.iri(f"{_AUTHORITY}data-theme"), skos.iri(f"{_AUTHORITY}data-theme/HEAL")
_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"


def catalogue(edition: Edition) -> bytes:
    """Return the catalogue of datasets as Turtle."""
    prefixes = "".join(f"@prefix {name}: <{address}> .\n" for name, address in _PREFIXES.items())
    return "\n".join([prefixes, *_blocks(edition)]).encode()


def _blocks(edition: Edition) -> Iterator[str]:
    sets = tuple(_sets(edition))
    own = [skos.iri(_name(edition, one.phrase)) for one in sets]
    facts = [("a", "dcat:Catalog"), *_described(edition, "catalogue"), ("dct:license", _licence())]
    facts += [("foaf:homepage", _pages(edition)[0])]
    facts += [("dcat:themeTaxonomy", _THEMES), *(("dcat:dataset", name) for name in own)]
    yield skos.block(skos.iri(edition.site.base + addresses.CATALOGUE), facts)
    yield skos.block(_publisher(edition), [("a", "foaf:Agent"), ("foaf:name", skos.literal("NorPreM"))])
    yield skos.block(_contact(edition), _reached(edition))
    yield from (skos.block(page, [("a", "foaf:Document")]) for page in _pages(edition))
    for one, name in zip(sets, own, strict=True):
        yield skos.block(name, _dataset(one, edition))
        for path, media_type in one.files:
            yield skos.block(_distribution(path, edition), _facts(one, path, media_type, edition))


def _name(edition: Edition, phrase: str) -> str:
    return f"{edition.site.base}{addresses.CATALOGUE}#{phrase}"


def _publisher(edition: Edition) -> str:
    return skos.iri(_name(edition, "publisher"))


def _contact(edition: Edition) -> str:
    return skos.iri(_name(edition, "contact"))


def _distribution(path: str, edition: Edition) -> str:
    return skos.iri(_name(edition, f"file/{path}"))


def _pages(edition: Edition) -> tuple[str, ...]:
    """Return the page about the data in every language."""
    return tuple(skos.iri(edition.site.url(locale, addresses.ABOUT)) for locale in edition.site.locales)


def _licence() -> str:
    return skos.iri(f"{_AUTHORITY}licence/CC_BY_4_0")


def _reached(edition: Edition) -> Iterator[skos.Fact]:
    """Yield how the site is reached: by its page about reporting a fault, as it has no e-mail address."""
    yield "a", "vcard:Organization"
    yield "vcard:fn", skos.literal("NorPreM")
    for locale in edition.site.locales:
        yield "vcard:hasURL", skos.iri(edition.site.url(locale, "om/nettstedet/"))


def _described(edition: Edition, phrase: str) -> Iterator[skos.Fact]:
    """Yield what a catalogue and a dataset both must say of themselves."""
    yield "dct:identifier", skos.literal(_name(edition, phrase))
    for locale, words in edition.words.items():
        yield "dct:title", skos.literal(words(f"data.{phrase}"), edition.tags[locale])
        yield "dct:description", skos.literal(words(f"data.{phrase}-about"), edition.tags[locale])
    yield "dct:publisher", _publisher(edition)
    yield "dcat:contactPoint", _contact(edition)
    for locale in edition.site.locales:
        if locale in _LANGUAGES:
            yield "dct:language", skos.iri(f"{_AUTHORITY}language/{_LANGUAGES[locale]}")


def _dataset(one: _Set, edition: Edition) -> Iterator[skos.Fact]:
    yield "a", "dcat:Dataset"
    yield from _described(edition, one.phrase)
    yield "dcat:theme", _HEALTH
    yield "dct:accessRights", skos.iri(f"{_AUTHORITY}access-right/PUBLIC")
    yield from (("dcat:landingPage", page) for page in _pages(edition))
    yield from (("dcat:distribution", _distribution(path, edition)) for path, _ in one.files)


def _facts(one: _Set, path: str, media_type: str, edition: Edition) -> Iterator[skos.Fact]:
    """Yield what is said of one file of a dataset; a file without a licence says what one may do with it."""
    address = skos.iri(edition.site.base + path)
    yield "a", "dcat:Distribution"
    yield "dct:title", skos.literal(path.rsplit("/", 1)[-1])
    yield "dcat:accessURL", address
    yield "dcat:downloadURL", address
    yield "dcat:mediaType", skos.iri(_MEDIA_TYPES + media_type)
    yield "dct:format", skos.iri(f"{_AUTHORITY}file-type/{_FORMATS[media_type]}")
    if one.open_:
        yield "dct:license", _licence()
    else:
        said = [skos.literal(words("data.people-rights"), words.tag) for words in edition.words.values()]
        yield "dct:rights", f"[ a dct:RightsStatement ; rdfs:label {', '.join(said)} ]"
