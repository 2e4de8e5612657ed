"""Fetch a calendar from the web: public addresses only, within a size and a time.

The name is looked up once, every answer is judged, and the connection goes to the very address that was judged, so that
a second look-up cannot lead elsewhere. Each redirect goes through the same door.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from norprem.imports.events import LARGEST, Broken

_SECONDS = 20.0
_REDIRECTS = 3
_ROADS = 4
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def public(address: str) -> bool:
    """Tell whether an IP address is one that anybody can reach: not of this machine, a private net or kept aside."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            ip = inner
    old = isinstance(ip, ipaddress.IPv6Address) and ip.is_site_local
    return ip.is_global and not (old or ip.is_multicast or ip.is_reserved or ip.is_loopback or ip.is_link_local)


def looked_up(host: str, port: int) -> Sequence[str]:
    """Return the IP addresses of a host.

    Raises:
        OSError: nobody knows the host.
    """
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


@dataclass(frozen=True, slots=True)
class Net:
    """How hosts are looked up, which addresses may be asked, and how many seconds it all may take."""

    look_up: Callable[[str, int], Sequence[str]] = looked_up
    permits: Callable[[str], bool] = public
    seconds: float = 60.0


PUBLIC = Net()


def fetched(address: str, net: Net = PUBLIC) -> bytes:
    """Return the bytes at an address on the web.

    Raises:
        Broken: the address is refused, does not answer in time, answers with an error or with too much.
    """
    until = time.monotonic() + net.seconds
    here = address
    for _ in range(_REDIRECTS + 1):
        answer = _asked(here, net, until, "GET", "norprem-import", _answer)
        if isinstance(answer, bytes):
            return answer
        here = urljoin(here, answer)
    raise Broken("I002", address=address, reason="too many redirects")


def status(address: str, method: str, agent: str, net: Net = PUBLIC) -> int:
    """Return the status that an address answers with in the end; nothing of the answer itself is read.

    Args:
        address: on the web, in letters that a server understands.
        method: `HEAD` or `GET`.
        agent: who asks, as servers are told.
        net: which hosts may be asked, and how long it may take.

    Raises:
        Broken: the address is refused, does not answer in time or sends us on and on.
    """
    until = time.monotonic() + net.seconds
    here = address
    for _ in range(_REDIRECTS + 1):
        answer = _asked(here, net, until, method, agent, _status)
        if isinstance(answer, int):
            return answer
        here = urljoin(here, quote(answer.encode("latin-1", "replace"), safe=_PLAIN))
    raise Broken("I002", address=address, reason="too many redirects")


_PLAIN = "%/:=&?~#+!$,;'@()*[]"
"""What stays as it is in an address."""

T = TypeVar("T")


def _asked(
    address: str,
    net: Net,
    until: float,
    method: str,
    agent: str,
    read: Callable[[str, http.client.HTTPResponse, float], T],
) -> T:
    """Ask one address, and read its answer."""
    parts = _parts(address)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    host = parts.hostname or ""
    connection = _Pinned(parts.scheme, host, port, _door(address, host, port, net))
    # A server that sends its answer letter by letter never is silent for long: only a clock of our own ends that.
    clock = threading.Timer(max(until - time.monotonic(), 0), connection.hang_up)
    clock.daemon = True
    clock.start()
    try:
        target = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
        connection.request(method, target, headers={"User-Agent": agent, "Accept-Encoding": "identity"})
        with connection.getresponse() as response:
            return read(address, response, until)
    except (OSError, http.client.HTTPException, ValueError) as error:
        reason = _reason(error) if time.monotonic() < until else "too slow"
        raise Broken("I002", address=address, reason=reason) from None
    finally:
        clock.cancel()
        connection.close()


def _reason(error: Exception) -> str:
    told = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return told or type(error).__name__


def _parts(address: str) -> SplitResult:
    """Take an address apart; only the web, without a password, and in letters that a server understands."""
    try:
        parts = urlsplit(address)
        sound = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0 and address.isascii()
        sound = sound and parts.username is None and parts.password is None and address.isprintable()
    except ValueError:
        sound = False
    if not sound or " " in address:
        raise Broken("I001", address=address)
    return parts


def _door(address: str, host: str, port: int, net: Net) -> Sequence[str]:
    """Return the IP addresses to ask; if a single one of a host's addresses is not public, the host is refused."""
    try:
        found = net.look_up(host, port)
    except (OSError, UnicodeError) as error:
        raise Broken("I002", address=address, reason=_reason(error)) from None
    if not found or not all(net.permits(one) for one in found):
        raise Broken("I001", address=address)
    return found


class _Pinned(http.client.HTTPConnection):
    """A connection to one of the addresses that were judged, whatever the host's name leads to by now."""

    def __init__(self, scheme: str, host: str, port: int, ips: Sequence[str]) -> None:
        super().__init__(host, port, timeout=_SECONDS)
        self.scheme, self.ips = scheme, ips
        self.late = False
        # A port that is the usual one is not named in the Host header.
        self.default_port = 443 if scheme == "https" else 80

    def connect(self) -> None:
        """Connect to the first address that answers, and check the certificate against the name."""
        self.sock = self._reached()
        if self.scheme == "http":
            return
        plain = self.sock
        try:
            self.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=self.host)
        except BaseException:
            plain.close()
            raise

    def _reached(self) -> socket.socket:
        """Return a way to one of the addresses; a machine may have none to those of one kind."""
        missed: OSError = TimeoutError("timed out")
        for ip in self.ips[:_ROADS]:
            if self.late:
                break
            try:
                return socket.create_connection((ip, self.port), _SECONDS)
            except OSError as error:
                missed = error
        raise missed

    def hang_up(self) -> None:
        """End all waiting, from another thread."""
        self.late = True
        if self.sock:
            with suppress(OSError):
                self.sock.shutdown(socket.SHUT_RDWR)


def _elsewhere(response: http.client.HTTPResponse) -> str | None:
    """Return where an answer sends us, if anywhere."""
    return response.getheader("Location") if response.status in (301, 302, 303, 307, 308) else None


def _status(_: str, response: http.client.HTTPResponse, __: float) -> int | str:
    return _elsewhere(response) or response.status


def _answer(address: str, response: http.client.HTTPResponse, until: float) -> bytes | str:
    if where := _elsewhere(response):
        return where
    if response.status != 200:
        raise Broken("I002", address=address, reason=f"HTTP {response.status}")
    if response.getheader("Content-Encoding", "identity").lower() != "identity":
        raise Broken("I002", address=address, reason="compressed without being asked")
    parts: list[bytes] = []
    size = 0
    while part := response.read1(65536):
        size += len(part)
        if size > LARGEST:
            raise Broken("I003", limit=str(LARGEST // 1024 // 1024))
        parts.append(part)
        if time.monotonic() > until:
            break
    if time.monotonic() > until:
        raise Broken("I002", address=address, reason="too slow")
    if response.length:
        raise Broken("I002", address=address, reason="the answer stopped before its end")
    return b"".join(parts)
