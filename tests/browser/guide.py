"""Pictures of the guide: `make guide` runs the commands on a terminal and draws what they say, and a page in Chromium.

Nothing in them is made up but the course. They are drawn in a copy of the catalogue, as of one day, so that they come
out the same every time.
"""

from __future__ import annotations

import io
import os
import pty
import re
import select
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright
from rich.console import Console
from rich.text import Text

from norprem.commands.previews import server
from norprem.previewing import Preview
from tests.browser.looking import launched
from tests.building import ROOT

TODAY = "2026-11-22"
MOST = 40_000
"""Bytes of a picture."""

WIDE = 74
"""Letters on a line of the terminal."""

COURSE = "curricula/courses/helse-vest/eksempelkurs-i-farmakogenetikk.yaml"
FAULT = (r"^level: introductory.*$", "level: introductry")

ANSWERS = (
    "Eksempelkurs i farmakogenetikk",
    "Example course in pharmacogenetics",
    "Oppdiktet kurs. Deltakerne lærer å lese svar på tester.",
    "Made-up course. Participants learn to read the results of tests.",
    "norprem",
    "helse-vest",
    "https://kurs.example/farmako",
    "gp, pharmacist",
    "pharmacogenetics",
    "introductory",
    "no",
    "online",
    "",
    "7",
    "free",
    "unknown",
    "Oppdiktet kilde",
    "",
    "",
    "",
    "n",
    "",
)
"""What is typed, question by question; the ids of closed lists are the same in both languages."""

_LOOK = """<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}" xmlns="http://www.w3.org/2000/svg">
<style>.{unique_id}-matrix {{ font-family: monospace; font-size: {char_height}px; line-height: {line_height}px; }}
.{unique_id}-title {{ display: none; }} {styles}</style>
<defs><clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/></clipPath>
{lines}</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">{backgrounds}
<g class="{unique_id}-matrix">{matrix}</g></g>
</svg>
"""
"""How rich draws a terminal, without the letters that it would fetch from elsewhere."""


def session(command: Sequence[str], answers: Sequence[str], folder: Path) -> str:
    """Run a command on a terminal, type an answer at every question, and return all that is seen.

    Raises:
        ValueError: it asks for more, or for less, than there are answers.
    """
    left = list(answers)
    process, terminal = pty.fork()
    if process == 0:
        os.chdir(folder)
        os.execve(command[0], command, _surroundings())
    seen = b""
    while piece := _piece(terminal, 60 if not _asks(seen) else 0.3):
        seen += piece
        while _asks(seen) and not select.select([terminal], [], [], 0.3)[0]:
            if not left:
                raise ValueError(f"no answer to: {seen.decode()[-200:]}")
            os.write(terminal, f"{left.pop(0)}\r".encode())
            seen += _piece(terminal, 10)
    os.waitpid(process, 0)
    if left:
        raise ValueError(f"not asked for: {left}\n{seen.decode()[-600:]}")
    return seen.decode().replace("\r", "")


def _asks(seen: bytes) -> bool:
    return seen.endswith((b": ", b"] "))


def _piece(terminal: int, seconds: float) -> bytes:
    """Return what is written next; nothing at the end."""
    if not select.select([terminal], [], [], seconds)[0]:
        return b""
    try:
        return os.read(terminal, 65_536)
    except OSError:  # Linux says so when the other side has closed
        return b""


def _surroundings() -> Mapping[str, str]:
    return {"PATH": os.environ["PATH"], "COLUMNS": str(WIDE), "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}


def draw(text: str, target: Path) -> None:
    """Draw what a terminal shows.

    Raises:
        ValueError: the picture is too large.
    """
    console = Console(record=True, width=WIDE, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    console.print(Text.from_ansi(text.strip("\n")), overflow="fold")
    drawn = console.export_svg(title="", code_format=_LOOK, unique_id=target.stem)
    if len(drawn.encode()) > MOST:
        raise ValueError(f"{target.name}: {len(drawn.encode())} bytes")
    target.write_text(drawn, "utf-8")


def told(command: str, shown: str) -> str:
    """Return what a terminal shows with the command before it."""
    return f"\x1b[1m$ {command}\x1b[0m\n{shown.strip(chr(10))}"


def begun(shown: str) -> str:
    """Return the first questions."""
    return "\n".join(shown.split("\n")[:17]).rstrip()


def ended(shown: str) -> str:
    """Return the last questions and what is said when the file is written."""
    return "\n".join(shown.rstrip().split("\n")[-16:])


def terminal(language: str, root: Path, into: Path) -> None:
    """Draw the three pictures of a terminal; the file is left with a fault."""
    other = [] if language == "nb" else ["--language", language]
    program = str(ROOT / ".venv" / "bin" / "norprem")
    shown = session([program, "new", "course", "--today", TODAY, *other], ANSWERS, root)
    draw(told(" ".join(["norprem new course", *other]), begun(shown)), into / "ny.svg")
    draw(ended(shown), into / "skrevet.svg")
    course = root / COURSE
    course.write_text(re.sub(FAULT[0], FAULT[1], course.read_text("utf-8"), flags=re.MULTILINE), "utf-8")
    command = [program, "check", COURSE, "--today", TODAY, *other]
    found = subprocess.run(command, cwd=root, env=_surroundings(), capture_output=True, text=True, check=False)
    draw(told(" ".join(["norprem check", COURSE, *other]), found.stdout), into / "kontroll.svg")


def screen(browser: Browser, language: str, root: Path, into: Path) -> None:
    """Draw the preview of the file with the fault."""
    shown = Preview(root / "curricula", ROOT / "docs", root / COURSE, date.fromisoformat(TODAY))
    with _served(shown, language) as address:
        page = browser.new_page(viewport={"width": 760, "height": 900})
        page.route("**/version", lambda route: route.abort())  # it would still be asked while the server stops
        page.goto(address)
        page.wait_for_load_state("load")
        drawn = page.screenshot()
        page.close()
    picture = Image.open(io.BytesIO(drawn)).convert("RGB")
    for colours in (32, 16, 8):
        few = picture.quantize(colours, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        kept = io.BytesIO()
        few.save(kept, "PNG", optimize=True)
        if len(kept.getvalue()) <= MOST:
            (into / "forhandsvisning.png").write_bytes(kept.getvalue())
            return
    raise ValueError(f"forhandsvisning.png: larger than {MOST} bytes")


@contextmanager
def _served(shown: Preview, language: str) -> Iterator[str]:
    running = server(shown, language, 0)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{running.server_port}/{language}"
    running.shutdown()
    running.server_close()


def pictures(browser: Browser, language: str) -> None:
    """Draw all pictures of the guide in one language."""
    into = ROOT / "docs" / language / "bidra" / "bilder"
    into.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "norprem"
        shutil.copytree(ROOT / "curricula", root / "curricula")
        previous = Path.cwd()
        os.chdir(root)  # findings name files as seen from here
        try:
            terminal(language, root, into)
            screen(browser, language, root, into)
        finally:
            os.chdir(previous)


if __name__ == "__main__":
    with sync_playwright() as playwright:
        for one in sys.argv[1:] or ("nb", "en"):
            pictures(launched(playwright), one)
