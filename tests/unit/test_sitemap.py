"""The list of pages names each page once per language it exists in, with its translations."""

from __future__ import annotations

from datetime import date
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from norprem.exports.sitemap import Page, sitemap
from norprem.site import Site
from tests.unit.strategies import SITE

TAGS = {"nb": "nb", "en": "en-GB"}
NAMES = {"map": "http://www.sitemaps.org/schemas/sitemap/0.9", "xhtml": "http://www.w3.org/1999/xhtml"}


def read(*pages: Page, site: Site = SITE) -> list[tuple[str | None, str | None, dict[str, str]]]:
    """Address, day of change and translations of every entry."""
    root = ElementTree.fromstring(sitemap(pages, site=site, tags=TAGS))
    assert root.tag == f"{{{NAMES['map']}}}urlset"
    return [
        (
            entry.findtext("map:loc", None, NAMES),
            entry.findtext("map:lastmod", None, NAMES),
            {link.attrib["hreflang"]: link.attrib["href"] for link in entry.findall("xhtml:link", NAMES)},
        )
        for entry in root
    ]


def test_a_page_in_two_languages_has_two_entries_that_name_each_other() -> None:
    translations = {
        "nb": "https://norprem.example/kurs/",
        "en-GB": "https://norprem.example/en/kurs/",
        "x-default": "https://norprem.example/kurs/",
    }
    assert read(Page("kurs/", ("nb", "en"), date(2026, 11, 22))) == [
        ("https://norprem.example/kurs/", "2026-11-22", translations),
        ("https://norprem.example/en/kurs/", "2026-11-22", translations),
    ]


def test_a_page_in_the_first_language_alone_is_the_default_and_has_no_translation() -> None:
    address = "https://norprem.example/om/"
    assert read(Page("om/", ("nb",))) == [(address, None, {"nb": address, "x-default": address})]


def test_a_page_in_another_language_alone_is_nobodys_default() -> None:
    address = "https://norprem.example/en/about/"
    assert read(Page("about/", ("en",))) == [(address, None, {"en-GB": address})]


def test_a_page_in_no_language_of_the_site_is_left_out() -> None:
    assert read(Page("hidden/", ()), Page("other/", ("se",))) == []


def test_the_order_is_that_of_the_addresses_whatever_order_the_pages_come_in() -> None:
    pages = [Page(address, ("en", "nb")) for address in ("kurs/b/", "", "kurs/", "kurs/a/")]
    assert sitemap(pages, site=SITE, tags=TAGS) == sitemap(reversed(pages), site=SITE, tags=TAGS)
    assert [address for address, _, _ in read(*pages)] == [
        SITE.url(locale, address) for address in ("", "kurs/", "kurs/a/", "kurs/b/") for locale in ("nb", "en")
    ]


def test_marks_of_xml_and_letters_beyond_ascii_are_written_so_that_they_come_back() -> None:
    (address, _, links), _ = read(Page("søk/?a=1&b='2'%20<3>", ("nb", "en")))
    assert address == links["nb"] == "https://norprem.example/s%C3%B8k/?a=1&b='2'%20%3C3%3E"


def test_the_file_says_that_it_is_xml_in_utf_8_and_ends_with_a_line_end() -> None:
    written = sitemap([Page("", ("nb",))], site=SITE, tags=TAGS)
    assert written.startswith(b'<?xml version="1.0" encoding="UTF-8"?>\n<urlset ')
    assert written.endswith(b"</urlset>\n")


@given(st.lists(st.text(st.characters(exclude_categories=("Cs",)), max_size=40), unique=True, max_size=5))
def test_any_address_makes_valid_xml_in_plain_ascii(addresses: list[str]) -> None:
    pages = [Page(address, ("nb", "en")) for address in addresses]
    assert len(read(*pages)) == 2 * len(addresses)
    assert sitemap(pages, site=SITE, tags=TAGS).isascii()
