"""The road by address: what is refused, what is limited, and a real server on loopback."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner

from norprem.cli import main
from norprem.imports import run
from norprem.imports.events import Broken
from norprem.imports.fetch import PUBLIC, Net, fetched, public
from tests.imports.helpers import SHAPES, desk

OPEN = Net(permits=lambda ip: ip == "127.0.0.1")


class _Answers(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        if path == "/cut":
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nid;tittel;start\r\n")
            return
        if path.startswith("/drop"):
            self._drop(b"HTTP/1.1 200 OK\r\nX-Slow: " if path == "/drop/head" else b"HTTP/1.1 200 OK\r\n\r\n")
            return
        if path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", path[4:] or "/to/")
            self.end_headers()
            return
        body = {"/google.ics": (SHAPES / "google.ics").read_bytes(), "/large": b"x" * (5 * 1024 * 1024 + 2)}.get(path)
        self.send_response(200 if body else 404)
        if self.path.endswith("?gzip"):
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(body or b"")

    def _drop(self, start: bytes) -> None:
        """Send letter by letter, until nobody listens any more."""
        with suppress(OSError):
            self.wfile.write(start)
            for _ in range(200):
                self.wfile.write(b"x")
                time.sleep(0.05)

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def _server() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Answers) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with _server() as address:
        yield address


def _refused(address: str, net: Net = PUBLIC) -> str:
    with pytest.raises(Broken) as found:
        fetched(address, net)
    return found.value.trouble.code


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/x.ics",
        "http://localhost/x.ics",
        "http://10.0.0.1/",
        "http://192.168.1.1/",
        "http://172.16.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://0.0.0.0/",
        "http://[::1]/",
        "http://[fe80::1]/",
        "http://[fc00::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://100.64.0.1/",
        "http://224.0.0.1/",
        "http://240.0.0.1/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://127.1/",
        "http://0/",
        "http://0177.0.0.1/",
        "http://[::127.0.0.1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://[::]/",
        "http://[2002:7f00:1::]/",
        "http://[64:ff9b:1::7f00:1]/",
        "http://[fec0::1]/",
        "http://[ff02::1]/",
        "http://198.18.0.1/",
        "http://192.0.2.1/",
        "file:///etc/passwd",
        "ftp://kurs.example/x.ics",
        "gopher://kurs.example/",
        "http://bruker:passord@kurs.example/",
        "http:///x.ics",
        "http://kurs.example:99999/",
        "http://kurs.example/\r\nHost: x",
        "http://[/",
    ],
)
def test_private_and_strange_addresses_are_refused(address: str) -> None:
    assert _refused(address) == "I001"


def test_a_host_with_one_private_address_among_public_ones_is_refused() -> None:
    assert _refused("http://kurs.example/", Net(look_up=lambda host, port: ["93.184.215.14", "10.0.0.1"])) == "I001"


def test_a_redirect_to_a_private_address_is_refused(server: str) -> None:
    assert _refused(f"{server}/to/http://10.0.0.1/x.ics", OPEN) == "I001"
    assert _refused(f"{server}/to/file:///etc/passwd", OPEN) == "I001"


@pytest.mark.parametrize(
    "where",
    ["http://2130706433/", "//10.0.0.1/", "http://[::ffff:169.254.169.254]/", "http://a:b@127.0.0.1/", "http://["],
)
def test_a_redirect_in_disguise_is_refused(server: str, where: str) -> None:
    assert _refused(f"{server}/to/{where}", Net(permits=lambda ip: ip == "127.0.0.1" and "[" not in where)) in (
        "I001",
        "I002",
    )
    assert _refused(f"{server}/to/{where}", PUBLIC) == "I001"


@pytest.mark.parametrize("path", ["/drop/head", "/drop/body"])
def test_a_server_that_answers_letter_by_letter_is_left(server: str, path: str) -> None:
    began = time.monotonic()
    assert _refused(f"{server}{path}", Net(permits=OPEN.permits, seconds=1)) == "I002"
    assert time.monotonic() - began < 6


def test_an_answer_that_stops_before_its_end_is_no_answer(server: str) -> None:
    assert _refused(f"{server}/cut", OPEN) == "I002"


def test_the_next_address_of_a_host_is_asked_when_the_first_does_not_answer(server: str) -> None:
    both = Net(look_up=lambda host, port: ["::1", "127.0.0.1"], permits=lambda ip: True)
    assert fetched(f"{server}/google.ics", both)


def test_redirects_end(server: str) -> None:
    assert _refused(f"{server}/to/", OPEN) == "I002"
    assert fetched(f"{server}/to//google.ics", OPEN)


@pytest.mark.parametrize(("path", "code"), [("/large", "I003"), ("/none", "I002"), ("/google.ics?gzip", "I002")])
def test_too_much_nothing_and_the_unasked_are_refused(server: str, path: str, code: str) -> None:
    assert _refused(f"{server}{path}", OPEN) == code


def test_a_server_that_does_not_answer_is_told() -> None:
    assert _refused("http://127.0.0.1:9/", OPEN) == "I002"


def test_public_addresses_are_public() -> None:
    assert public("93.184.215.14")
    assert public("2606:2800:21f:cb07:6820:80da:af6b:8b2c")


def test_a_calendar_subscription_address_is_fetched_safely_and_shown_without_secrets() -> None:
    source = run.Source("ics", "webcal://kurs.example/kalender.ics?authtoken=hemmelig")
    assert (source.address[:8], source.shown) == ("https://", "https://kurs.example/kalender.ics")


def _norprem(*words: str, net: Net | None = None) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["import", *words], obj=net)
    assert done.exception is None or isinstance(done.exception, SystemExit)
    return done.exit_code, done.output


def _words(root: Path, *more: str) -> tuple[str, ...]:
    return (
        "--region",
        "helse-vest",
        "--provider",
        "eksempelsenteret",
        "--curricula",
        str(root),
        "--today",
        "2026-11-22",
        *more,
    )


def test_the_command_takes_a_calendar_from_an_address(server: str, tmp_path: Path) -> None:
    at = desk(tmp_path)
    address = f"{server}/google.ics?token=hemmelig"
    code, said = _norprem("ics", address, *_words(at.root, "--dry-run"), net=OPEN)
    assert (code, at.drafts()) == (0, [])
    assert "Ville skrevet" in said
    code, _ = _norprem("ics", address, *_words(at.root), net=OPEN)
    assert (code, len(at.drafts())) == (0, 3)
    assert b"hemmelig" not in b"".join(at.files().values())
    code, said = _norprem("ics", address, *_words(at.root, "--language", "en"), net=OPEN)
    assert (code, said) == (0, f"{server}/google.ics: unchanged: 5.\n")


def test_the_command_itself_never_asks_a_private_address(server: str, tmp_path: Path) -> None:
    code, said = _norprem("ics", f"{server}/google.ics", *_words(desk(tmp_path).root))
    assert code == 1
    assert "I001" in said


@pytest.mark.parametrize("change", [("--region", "helse-vestt"), ("--provider", "ingen"), ("--calendar", "../x")])
def test_a_misuse_ends_with_two(tmp_path: Path, change: tuple[str, str]) -> None:
    code, _ = _norprem("ics", str(SHAPES / "google.ics"), *_words(desk(tmp_path).root, *change))
    assert code == 2


def test_a_missing_file_is_a_misuse(tmp_path: Path) -> None:
    assert _norprem("csv", str(tmp_path / "ingen.csv"), *_words(desk(tmp_path).root))[0] == 2


def test_a_broken_event_ends_with_one_and_the_rest_is_written(tmp_path: Path) -> None:
    at = desk(tmp_path)
    file = tmp_path / "halv.ics"
    file.write_bytes((SHAPES / "google.ics").read_bytes().replace(b"20270901", b"20279999"))
    code, said = _norprem("ics", str(file), *_words(at.root))
    assert (code, len(at.drafts())) == (1, 2)
    assert "halv.ics:23: feil I010" in said


def test_the_list_of_sources_is_read_whole(server: str, tmp_path: Path) -> None:
    at = desk(tmp_path)
    (at.root / "imports.yaml").write_text("imports: []\n", "utf-8")
    words = ("--curricula", str(at.root), "--today", "2026-11-22")
    assert _norprem("all", *words) == (0, "")
    feed = '  - {id: en, format: ics, address: "%s/google.ics", provider: eksempelsenteret, region: helse-vest}\n'
    (at.root / "imports.yaml").write_text("imports:\n" + feed % server, "utf-8")
    assert _norprem("all", *words, net=OPEN)[0] == 0
    assert len(at.drafts()) == 3
