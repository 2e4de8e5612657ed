"""The server for a built site on this machine."""

from __future__ import annotations

import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from norprem.exports import atom
from norprem.serving import POLICY, server


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """A running server of a small made-up site."""
    for name, text in {
        "index.html": "æ",
        "404.html": "borte",
        "en/404.html": "gone",
        "kalender/alle.ics": "BEGIN",
        "sitemap.xml": "<urlset/>",
        "pagefind/wasm.nb.pagefind": "packed",
        "feeds/kurs.xml": "<feed/>",
        "en/feeds/kurs-helse-vest.xml": "<feed/>",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).write_text(text, "utf-8")
    with server(tmp_path, 0) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}/"
        running.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("", "text/html; charset=utf-8"),
        ("kalender/alle.ics?ical=true", "text/calendar; charset=utf-8"),
        ("sitemap.xml", "application/xml; charset=utf-8"),
        ("feeds/kurs.xml", atom.MEDIA_TYPE),
        ("en/feeds/kurs-helse-vest.xml", atom.MEDIA_TYPE),
    ],
)
def test_a_file_is_sent_with_its_character_set_and_the_policy(address: str, path: str, kind: str) -> None:
    with urllib.request.urlopen(address + path) as answer:
        assert answer.headers["Content-Type"] == kind
        assert answer.headers["Content-Security-Policy"] == POLICY


def test_a_browser_that_goes_on_before_it_has_got_everything_is_no_fault(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "index.html").write_bytes(b"x" * 50_000_000)
    with server(tmp_path, 0) as running:
        running.daemon_threads = False  # so that its end waits until the answer has been given up
        threading.Thread(target=running.serve_forever).start()
        with socket.create_connection(("127.0.0.1", running.server_port)) as browser:
            browser.sendall(b"GET / HTTP/1.0\r\n\r\n")
            assert browser.recv(1000).startswith(b"HTTP/1.0 200")
        running.shutdown()
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(("path", "encoding"), [("pagefind/wasm.nb.pagefind", "gzip"), ("sitemap.xml", None)])
def test_a_browser_is_told_which_files_of_the_search_lie_packed(address: str, path: str, encoding: str | None) -> None:
    with urllib.request.urlopen(address + path) as answer:
        assert answer.headers["Content-Encoding"] == encoding


def test_an_error_page_for_a_packed_file_is_not_said_to_be_packed(address: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(f"{address}pagefind/wasm.se.pagefind")
    with caught.value as answer:
        assert (answer.code, answer.headers["Content-Encoding"], answer.read()) == (404, None, b"borte")


@pytest.mark.parametrize(
    ("path", "text"), [("nix/", b"borte"), ("en/nix/", b"gone"), ("de/nix", b"borte"), ("../x", b"borte")]
)
def test_what_is_not_there_is_said_in_the_language_of_the_address(address: str, path: str, text: bytes) -> None:
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(address + path)
    with caught.value as answer:
        assert (answer.code, answer.read()) == (404, text)
