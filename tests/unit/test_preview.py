"""One page as readers will see it: served on this machine alone, with its findings, and drawn anew when it changes."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from http.client import HTTPConnection
from pathlib import Path

import pytest

from norprem import build, rules, source
from norprem.commands.previews import POLICY, server
from norprem.load import load, reread
from norprem.previewing import NotShown, Preview, named, narrowed
from tests.building import ROOT
from tests.exported import CURRICULA
from tests.fixture_catalogue import TODAY, Fixture, catalogue, fixtures
from tests.unit.test_load import COURSE, PLAIN, write

PAGES = [
    fixture for fixture in fixtures() if fixture.fails and any(laid.place.endswith(".md") for laid in fixture.files)
]
SHOWN = (
    "courses/helse-vest/uib-tumour-biology.yaml",
    "people/helse-vest/helse-bergen-medisinsk-genetikk.yaml",
    "people/national/sjeldne-diagnoser.yaml",
    "standards/genetic-counsellor.yaml",
    "programmes/praksislop-molekylaer-patologi.yaml",
    "methods/nipt.yaml",
    "pathways/lynch-syndrom.yaml",
    "needs/nye-pet-sporstoffer.yaml",
    "../docs/nb/pasient/lynch-syndrom.md",
    "../docs/en/fastlege/lynch-syndrom.md",
    "../docs/nb/om/index.md",
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = catalogue(tmp_path)
    write(folder, COURSE, PLAIN)
    return folder


def preview(root: Path, file: str = COURSE) -> Preview:
    return Preview(root, root.parent / "docs", root / file, TODAY)


@pytest.mark.parametrize("file", SHOWN)
def test_every_kind_of_page_is_drawn_in_both_languages(file: str) -> None:
    drawn = Preview(CURRICULA, ROOT / "docs", CURRICULA / file, TODAY).current()
    assert set(drawn.pages) == {"nb", "en"}
    for page in drawn.pages.values():
        article = page.split('<article class="np-article">')[1]
        assert len(article) > 500
        assert "@@norprem" not in article


def test_a_file_without_a_page_is_refused(root: Path) -> None:
    with pytest.raises(NotShown):
        preview(root, "providers.yaml").current()


def test_a_change_of_the_file_changes_the_page(root: Path) -> None:
    shown = preview(root)
    before = shown.current()
    assert shown.current() is before
    path = root / COURSE
    path.write_text(path.read_text("utf-8").replace("Eksempelkurs", "Et annet kurs"), "utf-8")
    after = shown.current()
    assert after.version != before.version
    assert "<h1>Et annet kurs</h1>" in after.pages["nb"]


def test_a_change_of_another_file_changes_the_page_too(root: Path) -> None:
    shown = preview(root)
    before = shown.current()
    path = root / "providers.yaml"
    path.write_text(path.read_text("utf-8").replace("Eksempelsenteret", "Et annet senter"), "utf-8")
    after = shown.current()
    assert "Et annet senter" in after.pages["nb"]
    assert after.version != before.version


def test_findings_stand_above_the_page_with_the_line_put_right(root: Path) -> None:
    write(root, COURSE, "id: eksempelkurs\nlevel: masters  # her\n")
    page = preview(root).current().pages["en"]
    assert "error K201" in page
    assert "<code>level: master  # her</code>" in page
    assert "Did you mean “master”?" in page


def test_what_cannot_be_read_shows_its_findings_and_no_page(root: Path) -> None:
    shown = preview(root)
    shown.current()
    (root / COURSE).write_text("id: [x\n", "utf-8")
    page = shown.current().pages["nb"]
    assert "K009" in page
    assert "Siden kan ikke vises før feilene er rettet." in page
    write(root, COURSE, PLAIN)
    assert "Siden kan ikke vises" not in shown.current().pages["nb"]


def test_what_a_file_says_cannot_act_in_the_page(root: Path) -> None:
    write(root, COURSE, PLAIN | {"level": "<script>alert(1)</script>"})
    for page in preview(root).current().pages.values():
        assert "<script>alert" not in page


@pytest.mark.parametrize("fixture", PAGES, ids=str)
def test_one_page_judged_alone_has_the_findings_it_has_among_all(fixture: Fixture, tmp_path: Path) -> None:
    whole = fixture.check(tmp_path)
    root = tmp_path / "curricula"
    read = load(root, docs=tmp_path / "docs")
    for file in {one.spot.file for one in whole if one.spot.file.endswith(".md")}:
        alone = rules.run(narrowed(read.catalogue, file), rules.Context(TODAY))
        found = source.place(root, [one for one in (*read.findings, *alone) if one.spot.file == file])
        mine = [one for one in whole if one.spot.file == file and one.code[:2] != "K9"]
        assert found == mine


@pytest.mark.parametrize("file", SHOWN[:10])
def test_one_file_read_anew_is_as_if_all_were(file: str) -> None:
    whole = load(CURRICULA, docs=ROOT / "docs")
    again = reread(whole, CURRICULA, file)
    assert again is not None
    assert replace(again, catalogue=whole.catalogue) == replace(whole, catalogue=whole.catalogue)
    for name in ("courses", "people", "standards", "programmes", "methods", "pathways", "needs", "articles", "broken"):
        assert getattr(again.catalogue, name) == getattr(whole.catalogue, name)


def test_a_path_is_named_as_findings_name_it(tmp_path: Path) -> None:
    assert named(tmp_path / "curricula" / COURSE, tmp_path / "curricula") == COURSE
    assert named(tmp_path / "docs" / "nb" / "x.md", tmp_path / "curricula") == "../docs/nb/x.md"


@pytest.fixture
def port(root: Path) -> Iterator[int]:
    with server(preview(root), "nb", 0) as running:
        thread = threading.Thread(target=running.serve_forever, daemon=True)
        thread.start()
        yield running.server_port
        running.shutdown()


@pytest.mark.parametrize(
    ("path", "code", "kind"),
    [
        ("/", 200, "text/html; charset=utf-8"),
        ("/en", 200, "text/html; charset=utf-8"),
        ("/norprem.css", 200, "text/css; charset=utf-8"),
        ("/preview.js", 200, "text/javascript; charset=utf-8"),
        ("/version", 200, "text/plain; charset=utf-8"),
        ("/../../etc/passwd", 404, "text/plain; charset=utf-8"),
        ("/kurs/", 404, "text/plain; charset=utf-8"),
    ],
)
def test_a_client_gets_the_page_and_what_belongs_to_it_and_nothing_else(
    port: int, path: str, code: int, kind: str
) -> None:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    assert (answer.status, answer.headers["Content-Type"]) == (code, kind)
    assert answer.headers["Content-Security-Policy"] == POLICY
    assert "unsafe" not in POLICY


def test_a_foreign_name_for_this_machine_gets_nothing(port: int) -> None:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", "/", headers={"Host": f"ond.example:{port}"})
    assert connection.getresponse().status == 403


def test_a_page_loads_nothing_from_anybody_else(root: Path) -> None:
    for page in preview(root).current().pages.values():
        head = page.split("</head>")[0]
        assert "http" not in head.replace("http-equiv", "")
        assert "style=" not in page


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_the_command_serves_follows_the_file_and_stops_when_told(root: Path, stop: signal.Signals) -> None:
    command = [
        sys.executable,
        "-m",
        "norprem.cli",
        "preview",
        f"curricula/{COURSE}",
        "--port",
        "0",
        "--today",
        "2026-11-22",
    ]
    with subprocess.Popen(
        command,
        cwd=root.parent,
        env={"PYTHONPATH": str(ROOT / "hooks"), "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        assert running.stdout is not None
        told = running.stdout.readline()
        address = told.split("Åpne ")[1].split(" ")[0]
        before = fetched(address)
        assert "<h1>Eksempelkurs</h1>" in before
        path = root / COURSE
        path.write_text(path.read_text("utf-8").replace("Eksempelkurs", "Et annet kurs"), "utf-8")
        began = time.monotonic()
        assert "<h1>Et annet kurs</h1>" in fetched(address)
        print(f"drawn anew in {time.monotonic() - began:.2f} s")
        running.send_signal(stop)
        rest, errors = running.communicate(timeout=30)
    assert rest == "Stoppet.\n"
    assert errors == ""
    assert running.returncode == 0


def fetched(address: str) -> str:
    with urllib.request.urlopen(address, timeout=30) as answer:
        return str(answer.read().decode("utf-8"))


def test_the_check_and_the_preview_find_the_same(root: Path) -> None:
    write(root, COURSE, PLAIN | {"level": "masters", "url": "http://kurs.example/"})
    whole = build.check(root, TODAY, docs=root.parent / "docs").findings
    assert preview(root).current().findings == tuple(one for one in whole if one.spot.file == COURSE)
