"""The command `norprem preview`: serve the page of one file, drawn anew whenever the file is saved.

Exit codes: 0 stopped, 1 the port cannot be used, 2 the command was not understood.
"""

from __future__ import annotations

import signal
import sys
import time
from datetime import datetime
from functools import partial
from http.server import BaseHTTPRequestHandler
from importlib.resources import files
from pathlib import Path
from typing import Any

import click

from norprem import report
from norprem.commands.terminal import day_of
from norprem.previewing import Drawn, NotShown, Preview
from norprem.serving import LocalServer
from norprem.words import Words

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
    "trusted-types 'none'"
)
"""What a browser may load for a preview: what this command itself serves."""

_HTML, _TEXT = "text/html; charset=utf-8", "text/plain; charset=utf-8"
_CSS, _SCRIPT = "text/css; charset=utf-8", "text/javascript; charset=utf-8"


class _Handler(BaseHTTPRequestHandler):
    """Answers for one preview."""

    def __init__(self, *given: Any, preview: Preview, language: str, **named: Any) -> None:
        self.preview, self.language = preview, language
        super().__init__(*given, **named)

    def do_GET(self) -> None:
        """Send the page, its style, its script, or the version of what it shows."""
        if self.headers.get("Host", "").rpartition(":")[0] not in ("127.0.0.1", "localhost"):
            self._send(403, _TEXT, b"Forbidden\n")  # a foreign page that has this machine's address for its own
            return
        path = self.path.partition("?")[0]
        if path == "/norprem.css":
            self._send(200, _CSS, _style(self.preview.docs))
        elif path == "/preview.js":
            self._send(200, _SCRIPT, (files("norprem.pages") / "templates" / "preview.js").read_bytes())
        elif path == "/version":
            self._send(200, _TEXT, self.preview.current().version.encode())
        else:
            self._page(self.preview.current(), path.strip("/") or self.language)

    def _page(self, drawn: Drawn, locale: str) -> None:
        page = drawn.pages.get(locale)
        self._send(200 if page else 404, _HTML if page else _TEXT, (page or "Not found\n").encode())

    def _send(self, code: int, kind: str, body: bytes) -> None:
        self.send_response(code)
        for name, value in (
            ("Content-Type", kind),
            ("Content-Length", str(len(body))),
            ("Content-Security-Policy", POLICY),
            ("X-Content-Type-Options", "nosniff"),
            ("Referrer-Policy", "no-referrer"),
            ("Cache-Control", "no-store"),
        ):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: the browser asks twice a second."""


def _style(docs: Path) -> bytes:
    """Return the look of the site; without its folder, a page has none."""
    file = docs / "assets" / "norprem.css"
    return file.read_bytes() if file.is_file() else b""


def server(preview: Preview, language: str, port: int) -> LocalServer:
    """Return a server of a preview."""
    return LocalServer(port, partial(_Handler, preview=preview, language=language))


@click.command()
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--curricula", type=click.Path(exists=True, file_okay=False, path_type=Path), default="curricula")
@click.option("--docs", type=click.Path(file_okay=False, path_type=Path), default="docs", show_default=True)
@click.option("--port", type=click.IntRange(0, 65535), default=8001, show_default=True)
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="As if it were this day.")
@click.option("--language", type=click.Choice(report.LANGUAGES), default="nb", show_default=True)
def preview(path: Path, curricula: Path, docs: Path, port: int, today: datetime | None, language: str) -> None:
    """Serve the page of the file PATH with what the checks say of it; it follows the file."""
    words = Words.load(language)
    shown = Preview(curricula, docs, path, day_of(today))
    began = time.monotonic()
    try:
        shown.current()
    except NotShown as error:
        raise click.BadParameter(words("preview.no-page", file=error), param_hint="PATH") from None
    seconds = f"{time.monotonic() - began:.1f}"
    try:
        running = server(shown, language, port)
    except OSError as error:
        raise click.ClickException(words("preview.port", port=port, reason=error.strerror)) from None
    with running:
        address = f"http://127.0.0.1:{running.server_port}/{language}"
        click.echo(f"{words('preview.drawn', seconds=seconds)} {words('preview.serving', address=address)}")
        sys.stdout.flush()
        for stop in (signal.SIGINT, signal.SIGTERM):  # a shell that starts it in the background has Ctrl-C ignored
            signal.signal(stop, signal.default_int_handler)
        try:
            running.serve_forever()
        except KeyboardInterrupt:
            click.echo(words("preview.stopped"))
