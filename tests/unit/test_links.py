"""`norprem links`: addresses are asked politely, and told of only when they fail again and again."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from norprem import links
from norprem.cli import main
from norprem.imports.fetch import PUBLIC, Net
from norprem.load import load
from tests.fixture_catalogue import catalogue

OPEN = Net(look_up=lambda _, __: ["127.0.0.1"], permits=lambda ip: ip == "127.0.0.1")
DAY = date(2026, 11, 22)


class Server(ThreadingHTTPServer):
    """Answers by path, and remembers what it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.seen: list[tuple[str, str, str]] = []
        self.gone: set[str] = set()
        self.lock = threading.Lock()


class Handler(BaseHTTPRequestHandler):
    server: Server

    def answer(self) -> None:
        with self.server.lock:
            self.server.seen.append((self.command, self.path, self.headers["User-Agent"]))
        status = int(self.path.rsplit("/", 1)[-1]) if self.path.rsplit("/", 1)[-1].isdigit() else 200
        if self.path in self.server.gone or (self.path == "/no-head" and self.command == "HEAD"):
            status = 404
        self.send_response(status)
        if self.path == "/moved/301":
            self.send_header("Location", "/her")
        if self.path == "/round/302":
            self.send_header("Location", "/round/302")
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_HEAD = do_GET = answer

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server()
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield running
    running.shutdown()
    running.server_close()


def address(server: Server, path: str) -> str:
    return f"http://kilde.example:{server.server_port}{path}"


def reason(server: Server, path: str) -> str | None:
    return links.asker(OPEN)(address(server, path))


@pytest.mark.parametrize("path", ["/her", "/no-head", "/moved/301", "/429", "/403", "/401", "/405"])
def test_what_answers_is_there_even_if_it_will_not_talk_to_a_program(server: Server, path: str) -> None:
    assert reason(server, path) is None


@pytest.mark.parametrize(
    ("path", "told"), [("/404", "HTTP 404"), ("/410", "HTTP 410"), ("/500", "HTTP 500"), ("/round/302", "too many")]
)
def test_what_is_gone_is_told_with_its_reason(server: Server, path: str, told: str) -> None:
    assert told in (reason(server, path) or "")


def test_the_head_is_asked_for_first_and_the_whole_only_where_that_fails(server: Server) -> None:
    reason(server, "/her")
    reason(server, "/no-head")
    assert [seen[:2] for seen in server.seen] == [("HEAD", "/her"), ("HEAD", "/no-head"), ("GET", "/no-head")]
    assert {agent for *_, agent in server.seen} == {links.AGENT}


def test_letters_and_anchors_are_written_as_a_server_wants_them(server: Server) -> None:
    assert reason(server, "/brød/ å?q=ø#del") is None
    assert server.seen[0][1] == "/br%C3%B8d/%20%C3%A5?q=%C3%B8"


def test_a_server_that_nobody_reaches_has_failed(server: Server) -> None:
    gone = address(server, "/her")
    server.shutdown()
    server.server_close()
    assert links.asker(OPEN)(gone)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "10.0.0.1", "[::1]", "169.254.169.254"])
def test_private_addresses_are_never_asked(server: Server, host: str) -> None:
    told = links.asker(PUBLIC)(f"http://{host}:{server.server_port}/her")
    assert told == "not a public address"
    assert server.seen == []


def test_of_one_host_one_address_is_asked_at_a_time_with_a_rest_between(server: Server) -> None:
    done: list[str] = []
    wanted = [address(server, f"/{number}x") for number in range(4)]
    ask = links.asker(OPEN)

    def noted(one: str) -> str | None:
        done.append("asked")
        told = ask(one)
        done.append("answered")
        return told

    assert links.asked(wanted, noted, lambda: done.append("rested")) == dict.fromkeys(wanted)
    assert done == [*["asked", "answered", "rested"] * 3, "asked", "answered"]


def test_an_address_begins_anew_when_it_answers() -> None:
    first = links.judged({}, {"a": "HTTP 404", "b": None}, DAY)
    assert first == {"a": links.Strike(1, DAY, "HTTP 404")}
    second = links.judged(first, {"a": "HTTP 500", "b": "HTTP 404"}, date(2026, 11, 23))
    assert second["a"] == links.Strike(2, DAY, "HTTP 500")
    assert second["b"].since == date(2026, 11, 23)
    assert links.judged(second, {"a": None, "b": None}, DAY) == {}


def test_an_address_that_nobody_names_any_more_is_forgotten() -> None:
    assert links.judged({"a": links.Strike(3, DAY, "x")}, {}, DAY) == {}


def test_what_is_kept_is_read_again() -> None:
    strikes = {"https://example.org/å": links.Strike(3, DAY, "HTTP 404")}
    assert links.read(links.written(strikes)) == strikes


@pytest.mark.parametrize(
    "text", ["", "[]", '{"failing": []}', '{"failing": {"a": {"count": "x"}}}', '{"failing": {"a": 1}}']
)
def test_another_file_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a file of failing addresses"):
        links.read(text)


def test_every_address_of_the_catalogue_and_of_the_pages_is_asked_once(tmp_path: Path) -> None:
    root = catalogue(tmp_path)
    page = tmp_path / "docs/nb/pasient/eksempel.md"
    page.write_text(page.read_text("utf-8") + "\nSe [Genetikkportalen](https://genetikkportalen.no/#a).\n", "utf-8")
    named = links.addresses(load(root, docs=tmp_path / "docs").catalogue)
    assert named["https://genetikkportalen.no/"] == ("../docs/nb/pasient/eksempel.md",)
    assert len(named["https://example.org/kilde"]) == 4


# The command.


@contextmanager
def site(tmp_path: Path, server: Server) -> Iterator[Path]:
    """A catalogue whose pages rest on one source, which is on the server."""
    root = catalogue(tmp_path)
    for file in (tmp_path / "docs").rglob("*.md"):
        text = file.read_text("utf-8").replace("https://example.org/kilde", address(server, "/kilde"))
        file.write_text(text, "utf-8")
    yield root


def run(root: Path, day: str, *arguments: str) -> Result:
    folders = ["--curricula", str(root), "--docs", str(root.parent / "docs"), "--state", str(root.parent / "s/x.json")]
    command = ["links", "--pause", "0", "--timeout", "5", "--today", day, "--language", "en", *folders, *arguments]
    return CliRunner().invoke(main, command, obj=OPEN)


def test_an_address_is_told_of_after_four_runs_in_a_row(tmp_path: Path, server: Server) -> None:
    with site(tmp_path, server) as root:
        server.gone = {"/kilde"}
        codes = [run(root, f"2026-11-2{day}").exit_code for day in range(2, 5)]
        assert codes == [0, 0, 0]
        fourth = run(root, "2026-11-25")
        assert fourth.exit_code == 1
        assert f"{address(server, '/kilde')} has not answered 4 times in a row" in fourth.stdout
        assert "22 November 2026: HTTP 404" in fourth.stdout
        assert "docs/nb/pasient/eksempel.md" in fourth.stdout
        server.gone = set()
        assert address(server, "/kilde") not in run(root, "2026-11-26").stdout
        kept = json.loads((tmp_path / "s/x.json").read_text("utf-8"))
        assert address(server, "/kilde") not in kept["failing"]


def test_who_wants_to_be_told_at_once_may(tmp_path: Path, server: Server) -> None:
    with site(tmp_path, server) as root:
        server.gone = {"/kilde"}
        assert run(root, "2026-11-22", "--strikes", "1").exit_code == 1


def test_a_state_that_is_another_file_is_a_wrong_use(tmp_path: Path, server: Server) -> None:
    with site(tmp_path, server) as root:
        (tmp_path / "s").mkdir()
        (tmp_path / "s/x.json").write_text("[]", "utf-8")
        assert run(root, "2026-11-22").exit_code == 2
        assert server.seen == []
