"""Serve a built site on this machine as a real server would: character sets, a policy, an error page per language."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from os import PathLike
from pathlib import Path
from typing import Any

POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
"""What a browser may load for a page: only what the site itself serves. The one odd word lets the search run.

No script may turn text into a program.
"""

_PACKED = (".pagefind", ".pf_meta", ".pf_index")
"""Files of the search that lie packed with gzip: told so, a browser unpacks them itself, sooner than a script does."""

_NEWS = "application/atom+xml; charset=utf-8"
"""What a feed of news is; its name ends like any XML, and its folder is called `feeds`."""


class _Handler(SimpleHTTPRequestHandler):
    extensions_map = {  # noqa: RUF012 - the base class declares it so
        **SimpleHTTPRequestHandler.extensions_map,
        ".html": "text/html; charset=utf-8",
        ".ics": "text/calendar; charset=utf-8",
        ".xml": "application/xml; charset=utf-8",
        ".css": "text/css; charset=utf-8",
        ".js": "text/javascript; charset=utf-8",
        ".svg": "image/svg+xml",
        ".txt": "text/plain; charset=utf-8",
    }

    def guess_type(self, path: str | PathLike[str]) -> str:
        """Return what a file is by its ending, and a feed of news by its folder too."""
        file = Path(path)
        return _NEWS if (file.parent.name, file.suffix) == ("feeds", ".xml") else super().guess_type(path)

    def end_headers(self) -> None:
        """Add what every answer carries."""
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "same-origin")
        self.send_header("Cache-Control", "no-cache")
        file = Path(self.translate_path(self.path))
        if file.suffix in _PACKED and file.is_file():
            self.send_header("Content-Encoding", "gzip")
        super().end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer what is not there with the error page of the language that was asked in."""
        page = self._error_page() if code == 404 else None
        if page is None:
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _error_page(self) -> Path | None:
        """Return the error page nearest to the address, from its first folder to the root."""
        root, first = Path(self.directory), self.path.lstrip("/").split("/", 1)[0]
        pages = (root / first / "404.html", root / "404.html") if first.isalnum() else (root / "404.html",)
        return next((page for page in pages if page.is_file()), None)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing of what went well; only errors are of interest to whoever looks at the site."""


class LocalServer(ThreadingHTTPServer):
    """A server for this machine alone, for the caller to run; port 0 takes any free one."""

    def __init__(self, port: int, handler: Callable[..., BaseHTTPRequestHandler]) -> None:
        """Listen at a port, and answer with a handler."""
        super().__init__(("127.0.0.1", port), handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Tell of a fault, but not of a browser that went on before it had got everything."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


def server(site: Path, port: int) -> LocalServer:
    """Return a server of a built site."""
    return LocalServer(port, partial(_Handler, directory=str(site)))
