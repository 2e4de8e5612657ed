"""The built site over TLS, as `deploy/README.md` says, with a certificate that only these tests trust."""

from __future__ import annotations

import re
import ssl
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError

import pytest

from tests.sync import clients, servers
from tests.sync.clients import ask
from tests.sync.expected import Feed

CALENDAR = Feed("nb", "helse-vest")
FOLDER = "over_tls"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tls")


@pytest.fixture(scope="module")
def certificate(folder: Path) -> Path:
    return servers.self_signed(folder)


@pytest.fixture(scope="module")
def encrypted(demo_site: Path, folder: Path, certificate: Path) -> Iterator[str]:
    with servers.nginx(demo_site, folder, certificate=certificate) as address:
        yield address


def test_a_calendar_program_fetches_over_tls_what_the_site_holds(
    demo_site: Path, folder: Path, certificate: Path, encrypted: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with clients.programs() as runner:
        clients.Vdirsyncer(runner, folder, "").sync(encrypted, {}, {FOLDER: CALENDAR})
    wanted = re.findall(rb"(?m)^UID:.*", (demo_site / CALENDAR.path).read_bytes())
    assert len(list((folder / FOLDER).iterdir())) == len(wanted) > 0


def test_an_encrypted_answer_promises_the_next_one_and_is_not_sent_twice(
    demo_site: Path, certificate: Path, encrypted: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    status, headers, body = ask("GET", encrypted + CALENDAR.path)
    assert (status, body) == (200, (demo_site / CALENDAR.path).read_bytes())
    assert headers["Strict-Transport-Security"]
    assert ask("GET", encrypted + CALENDAR.path, If_None_Match=headers["ETag"])[0] == 304


def test_nobody_trusts_the_certificate_of_the_tests(encrypted: str) -> None:
    with pytest.raises(URLError) as refused:
        ask("GET", encrypted)
    assert isinstance(refused.value.reason, ssl.SSLCertVerificationError)
