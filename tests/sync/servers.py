"""Servers for the tests, each a process of its own that listens on this machine alone."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
CLIENTS = ROOT / ".cache" / "clients" / "bin"
NODE = ROOT / ".cache" / "node"
INSTALL = "`make test` installs it, and tests/sync/install.sh says how."
_WAIT = 20


def program(name: str) -> str:
    """Return the path of a program of the system; its absence is a failure, not a reason to skip."""
    found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    assert found, f"{name} is missing: {INSTALL}"
    return found


@contextmanager
def running(command: Sequence[str | Path], port: int, log: Path) -> Iterator[None]:
    """Run a server until the caller is done; it must answer on its port."""
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output)
        try:
            _await(process, port, log)
            yield
        finally:
            process.terminate()
            try:
                process.wait(_WAIT)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _await(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    end = time.monotonic() + _WAIT
    while time.monotonic() < end and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(f"no answer on port {port}: {log.read_text(errors='replace')}")


def free_port() -> int:
    """Return a port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def nginx(site: Path, folder: Path, *, brotli: bool = True, certificate: Path | None = None) -> Iterator[str]:
    """Serve a site with the configuration in `deploy/`, and give the address; only where it listens is other.

    Args:
        site: what is served.
        folder: an empty folder for the server.
        brotli: with the module that compresses so.
        certificate: file with a certificate and its key; with it, the server encrypts.
    """
    port, settings = free_port(), folder / "nginx"
    shutil.copytree(ROOT / "deploy" / "nginx", settings)
    (settings / "listen.conf").write_text(f"{_listen(port, certificate)}root {site};\n", "utf-8")
    if not brotli:
        shutil.rmtree(settings / "brotli")
    (folder / "run").mkdir()
    command: list[str | Path] = [program("nginx"), "-e", "stderr", "-p", folder / "run", "-c", settings / "nginx.conf"]
    if not os.getuid():  # workers would otherwise be somebody who may not read the tests' folders
        command += ["-g", f"user {pwd.getpwuid(0).pw_name};"]
    with running(command, port, folder / "nginx.log"):
        yield f"{'https' if certificate else 'http'}://127.0.0.1:{port}/"


def _listen(port: int, certificate: Path | None) -> str:
    if certificate is None:
        return f"listen 127.0.0.1:{port};\n"
    return (
        f"listen 127.0.0.1:{port} ssl;\nssl_certificate {certificate};\nssl_certificate_key {certificate};\n"
        "ssl_protocols TLSv1.2 TLSv1.3;\n"
    )


def self_signed(folder: Path) -> Path:
    """Make a certificate for this machine, good for a day, and return the file it is in with its key."""
    file = folder / "certificate.pem"
    command = [
        program("openssl"),
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "1",
        "-subj",
        "/CN=localhost",
    ]
    options = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", file, "-out", folder / "public.pem"]
    subprocess.run([*command, *options], check=True, capture_output=True)
    file.write_bytes(file.read_bytes() + (folder / "public.pem").read_bytes())
    return file


@contextmanager
def radicale(folder: Path) -> Iterator[str]:
    """Run a CalDAV server with nothing in it, and give the address of a user's calendars."""
    port = free_port()
    settings = folder / "radicale.ini"
    settings.write_text(
        f"[server]\nhosts = 127.0.0.1:{port}\n[auth]\ntype = none\ndelay = 0\n[rights]\ntype = authenticated\n"
        f"[storage]\nfilesystem_folder = {folder / 'radicale'}\n[web]\ntype = none\n",
        "utf-8",
    )
    server = CLIENTS / "radicale"
    assert server.exists(), f"{server} is missing: {INSTALL}"
    with running([server, "--config", settings], port, folder / "radicale.log"):
        yield f"http://127.0.0.1:{port}/regut/"
