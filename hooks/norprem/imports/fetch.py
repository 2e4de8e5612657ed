"""Fetch a calendar from the web: public addresses only, within a size and a time.

The name is looked up once, every answer is judged, and the connection goes to the very address that was judged, so that
a second look-up cannot lead elsewhere. Each redirect goes through the same door.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit

from norprem.imports.events import LARGEST, Broken

_SECONDS = 20.0
_ALTOGETHER = 60.0
_REDIRECTS = 3
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
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_loopback or ip.is_link_local)


def looked_up(host: str, port: int) -> Sequence[str]:
    """Return the IP addresses of a host.

    Raises:
        OSError: nobody knows the host.
    """
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


@dataclass(frozen=True, slots=True)
class Net:
    """How hosts are looked up and which addresses may be asked; tests put their own in the place of the two."""

    look_up: Callable[[str, int], Sequence[str]] = looked_up
    permits: Callable[[str], bool] = public


PUBLIC = Net()


def fetched(address: str, net: Net = PUBLIC) -> bytes:
    """Return the bytes at an address on the web.

    Raises:
        Broken: the address is refused, does not answer in time, answers with an error or with too much.
    """
    until = time.monotonic() + _ALTOGETHER
    here = address
    for _ in range(_REDIRECTS + 1):
        answer = _asked(here, net, until)
        if isinstance(answer, bytes):
            return answer
        here = urljoin(here, answer)
    raise Broken("I002", address=address, reason="too many redirects")


def _asked(address: str, net: Net, until: float) -> bytes | str:
    """Ask one address: its bytes, or where it sends us."""
    parts = _parts(address)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    host = parts.hostname or ""
    ip = _door(address, host, port, net)
    connection = _Pinned(parts.scheme, host, port, ip)
    try:
        target = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
        connection.request("GET", target, headers={"User-Agent": "norprem-import", "Accept-Encoding": "identity"})
        with connection.getresponse() as response:
            return _answer(address, response, until)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Broken("I002", address=address, reason=_reason(error)) from None
    finally:
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


def _door(address: str, host: str, port: int, net: Net) -> str:
    """Return the IP address to ask; if a single one of a host's addresses is not public, the host is refused."""
    try:
        found = net.look_up(host, port)
    except (OSError, UnicodeError) as error:
        raise Broken("I002", address=address, reason=_reason(error)) from None
    if not found or not all(net.permits(one) for one in found):
        raise Broken("I001", address=address)
    return found[0]


class _Pinned(http.client.HTTPConnection):
    """A connection to an address that was judged, whatever the host's name leads to by now."""

    def __init__(self, scheme: str, host: str, port: int, ip: str) -> None:
        super().__init__(host, port, timeout=_SECONDS)
        self.scheme, self.ip = scheme, ip
        # A port that is the usual one is not named in the Host header.
        self.default_port = 443 if scheme == "https" else 80

    def connect(self) -> None:
        """Connect to the address, and check the certificate against the name."""
        plain = socket.create_connection((self.ip, self.port), _SECONDS)
        if self.scheme == "http":
            self.sock = plain
            return
        try:
            self.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=self.host)
        except BaseException:
            plain.close()
            raise


def _answer(address: str, response: http.client.HTTPResponse, until: float) -> bytes | str:
    if response.status in (301, 302, 303, 307, 308) and (where := response.getheader("Location")):
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
        if time.monotonic() > until:
            raise Broken("I002", address=address, reason="too slow")
        parts.append(part)
    return b"".join(parts)
