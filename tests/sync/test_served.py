"""The built site behind nginx, with the configuration in `deploy/` as it is."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

from norprem.exports import atom
from norprem.serving import POLICY
from tests.sync.clients import ask
from tests.sync.servers import nginx

CALENDAR = "kalender/alle.ics"
ROOT = Path(__file__).parents[2]

TYPES = {
    "": "text/html; charset=utf-8",
    "kurs/": "text/html; charset=utf-8",
    "en/kurs/": "text/html; charset=utf-8",
    CALENDAR: "text/calendar; charset=utf-8",
    "en/kalender/helse-vest.ics": "text/calendar; charset=utf-8",
    "sitemap.xml": "application/xml; charset=utf-8",
    "robots.txt": "text/plain; charset=utf-8",
    ".well-known/security.txt": "text/plain; charset=utf-8",
    "kompetanse/dekning/dekning.csv": "text/csv; charset=utf-8",
    "feeds/kurs.xml": atom.MEDIA_TYPE,
    "en/feeds/kurs-helse-vest.xml": atom.MEDIA_TYPE,
}
MADE_UP_TYPES = {
    "data.json": "application/json; charset=utf-8",
    "data.jsonld": "application/ld+json; charset=utf-8",
    "catalog.ttl": "text/turtle; charset=utf-8",
    "data.csv": "text/csv; charset=utf-8",
    "data.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "data.xml": "application/xml; charset=utf-8",
    "news.atom": "application/atom+xml; charset=utf-8",
    "feeds/kurs.xml": atom.MEDIA_TYPE,
    "en/feeds/kurs.xml": atom.MEDIA_TYPE,
    "x/feeds.xml": "application/xml; charset=utf-8",
    ".well-known/security.txt": "text/plain; charset=utf-8",
    "picture.svg": "image/svg+xml",
    "letters.woff2": "font/woff2",
    "pagefind/wasm.nb.pagefind": "application/octet-stream",
}


@pytest.fixture(scope="module")
def served(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with nginx(site, tmp_path_factory.mktemp("nginx")) as address:
        yield address


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site with a file of each kind, each long enough to be worth compressing."""
    folder = tmp_path_factory.mktemp("made-up")
    for path in (*MADE_UP_TYPES, ".hidden/file.txt", "assets/main.0123abcd.min.css"):
        file = folder / "site" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("æøå " * 1000, "utf-8")
    with nginx(folder / "site", folder) as address:
        yield address


@pytest.mark.parametrize("path", TYPES)
def test_says_what_each_file_of_the_built_site_is(path: str, served: str) -> None:
    status, headers, _ = ask("GET", served + path)
    assert (status, headers["Content-Type"]) == (200, TYPES[path])


@pytest.mark.parametrize("path", MADE_UP_TYPES)
def test_says_what_a_file_of_each_kind_is(path: str, made_up: str) -> None:
    status, headers, _ = ask("GET", made_up + path)
    assert (status, headers["Content-Type"]) == (200, MADE_UP_TYPES[path])


@pytest.mark.parametrize("encoding", ["identity", "gzip", "br"])
@pytest.mark.parametrize("path", ["", CALENDAR])
def test_sends_nothing_the_second_time(path: str, encoding: str, served: str) -> None:
    _, first, body = ask("GET", served + path, Accept_Encoding=encoding)
    assert first["ETag"]
    assert first["Last-Modified"]
    assert body
    again = ask("GET", served + path, Accept_Encoding=encoding, If_None_Match=first["ETag"])
    later = ask("GET", served + path, Accept_Encoding=encoding, If_Modified_Since=first["Last-Modified"])
    assert [(status, content) for status, _, content in (again, later)] == [(304, b""), (304, b"")]


def test_packs_a_calendar_with_gzip(served: str) -> None:
    plain = ask("GET", served + CALENDAR)[2]
    _, headers, packed = ask("GET", served + CALENDAR, Accept_Encoding="gzip")
    assert headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in headers["Vary"]
    assert gzip.decompress(packed) == plain
    assert len(packed) < len(plain)


def test_packs_a_calendar_with_brotli_where_the_module_is_installed(served: str) -> None:
    plain = ask("GET", served + CALENDAR)[2]
    _, headers, packed = ask("GET", served + CALENDAR, Accept_Encoding="br, gzip")
    assert headers["Content-Encoding"] == "br"
    assert len(packed) < len(plain)


@pytest.mark.parametrize("pattern", ["wasm.*.pagefind", "*.pf_meta", "index/*.pf_index"])
def test_what_the_search_keeps_packed_is_said_to_be(pattern: str, site: Path, served: str) -> None:
    file = next((site / "pagefind").glob(pattern))
    _, headers, body = ask("GET", f"{served}pagefind/{file.relative_to(site / 'pagefind')}", Accept_Encoding="br, gzip")
    assert headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(body) == gzip.decompress(file.read_bytes())


def test_runs_without_the_module_for_brotli(site: Path, tmp_path: Path) -> None:
    with nginx(site, tmp_path, brotli=False) as address:
        _, headers, _ = ask("GET", address + CALENDAR, Accept_Encoding="br, gzip")
        assert headers["Content-Encoding"] == "gzip"


@pytest.mark.parametrize("query", ["?ical=true", "?utm_source=x", "?"])
def test_ignores_a_query_that_means_nothing(query: str, served: str) -> None:
    status, _, body = ask("GET", served + CALENDAR + query)
    assert (status, body) == (200, ask("GET", served + CALENDAR)[2])


@pytest.mark.parametrize(("path", "language"), [("finnes-ikke/", "nb"), ("en/no-such/", "en"), ("no.ics", "nb")])
def test_says_in_the_language_asked_in_that_a_page_is_missing(path: str, language: str, served: str) -> None:
    status, headers, body = ask("GET", served + path)
    assert (status, headers["Content-Type"]) == (404, "text/html; charset=utf-8")
    assert f'<html lang="{language}"'.encode() in body


def test_leads_to_the_folder_without_naming_itself(served: str) -> None:
    host = served.removeprefix("http://").rstrip("/")
    connection = HTTPConnection(host)
    connection.request("GET", "/kurs")
    answer = connection.getresponse()
    connection.close()
    assert (answer.status, answer.headers["Location"]) == (301, "/kurs/")


@pytest.mark.parametrize("path", ["", CALENDAR, "finnes-ikke/"])
def test_every_answer_carries_the_policy_that_the_site_is_built_for(path: str, served: str) -> None:
    _, headers, _ = ask("GET", served + path)
    assert headers["Content-Security-Policy"] == POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    for sense in ("camera", "geolocation", "microphone", "payment"):
        assert f"{sense}=()" in headers["Permissions-Policy"]
    assert "nginx/" not in headers["Server"]


def test_promises_an_encrypted_answer_only_behind_one(served: str) -> None:
    assert "Strict-Transport-Security" not in ask("GET", served)[1]
    assert ask("GET", served, X_Forwarded_Proto="https")[1]["Strict-Transport-Security"]


@pytest.mark.parametrize(
    ("path", "origin"), [(CALENDAR, "*"), ("sitemap.xml", "*"), ("", None), ("finnes-ikke/", None)]
)
def test_data_may_be_read_from_other_sites_and_pages_may_not(path: str, origin: str | None, served: str) -> None:
    assert ask("GET", served + path)[1].get("Access-Control-Allow-Origin") == origin


def test_only_a_file_named_by_its_content_is_kept_without_asking(made_up: str) -> None:
    assert "immutable" in ask("GET", made_up + "assets/main.0123abcd.min.css")[1]["Cache-Control"]
    assert ask("GET", made_up + "data.json")[1]["Cache-Control"] == "no-cache"


def test_serves_nothing_hidden(made_up: str) -> None:
    assert ask("GET", made_up + ".hidden/file.txt")[0] == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_takes_nothing(method: str, served: str) -> None:
    assert ask(method, served, b"x")[0] == 405


def test_keeps_no_address_of_a_reader(site: Path, tmp_path: Path) -> None:
    with nginx(site, tmp_path) as address:
        for path in ("", "finnes-ikke/", CALENDAR):
            ask("GET", address + path, User_Agent="kjennemerke")
    written = b"".join(
        file.read_bytes() for file in tmp_path.rglob("*") if file.is_file() and file.parent != tmp_path / "nginx"
    )
    assert b"127.0.0.1" not in written
    assert b"kjennemerke" not in written


def test_the_container_serves_the_site_as_the_tests_do() -> None:
    container = (ROOT / "deploy" / "Containerfile").read_text("utf-8")
    assert re.search(
        r'^CMD \["nginx", "-e", "stderr", "-p", "\S+", "-c", "/etc/norprem/nginx.conf"\]$', container, re.M
    )
    assert "COPY deploy/nginx /etc/norprem" in container
