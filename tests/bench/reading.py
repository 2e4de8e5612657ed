"""Measure what a page costs its reader: `make reading`, which also sees to it that there is what this needs.

Lighthouse reads every kind of page in both languages, set up as it comes: a phone on slow 4G whose processor is four
times slower than this one. nginx serves with the configuration in `deploy/`, encrypted, with HTTP/2 and brotli. In the
same run it reads one text in other frames: the theme Material as it comes, without and with its search; GOV.UK's; that
of the NHS. What the browser itself takes is seen from the text alone, without sheet or script, from our frame round two
words, and from the words alone. Text and server are the same, but for the policy, which the inline scripts of others
would not pass. Of the NHS's sheet the letters that it fetches from another host are left out. Results go into
`reading.md`.

`.venv/bin/python -m tests.bench.reading` runs it alone. A number after it says how many rounds (3), names after that
which kinds of page; then nothing is written. Medians of the rounds count; what the clock tells means little while other
programs run, and so the longest task is told in processor time.
"""

from __future__ import annotations

import json
import os
import platform
import pwd
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path

from tests.bench import sites
from tests.browser.kinds import PREFIXES
from tests.browser.layout import PAGES
from tests.browser.looking import NAMES
from tests.building import ROOT, built
from tests.sync.servers import free_port, program, running, self_signed

PACKAGES = ROOT / ".cache" / "reading"
RESULTS = Path(__file__).with_name("reading.md")
TEXT = "pasient/arvelig-bryst-og-eggstokkreft/"
"""The page whose text is shown in the other frames."""

ARTICLE = re.compile(r"<article [^>]*>(.*?)</article>", re.DOTALL)
TITLE = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
OURS = re.compile(r"^exclude_docs: \|\n(?:  .*\n)+|^extra_css: .*\n", re.MULTILINE)
"""What the configuration of our site says of sheets: our own, and not the theme's."""

FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}")
WORDS = "<h1>To ord</h1>"
BARE = """<!doctype html><html lang="nb"><meta charset="utf-8"><title>To ord</title>
<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">"""


@dataclass(frozen=True, slots=True)
class Read:
    """What it took to read a page once, or the median of several times.

    Attributes:
        performance: of 100, as are the three after it.
        bytes: sent by the server, headers included.
        lcp: milliseconds to the largest paint.
        cls: how much moved, without unit.
        blocked: milliseconds that tasks were longer than 50 ms, added up.
        task: milliseconds of the longest task.
    """

    performance: float
    accessibility: float
    practices: float
    seo: float
    requests: float
    bytes: float
    lcp: float
    cls: float
    blocked: float
    task: float


def median(reads: Sequence[Read]) -> Read:
    """Return the median of each figure."""
    return Read(*(statistics.median(getattr(one, field.name) for one in reads) for field in fields(Read)))


@contextmanager
def served(site: Path, folder: Path, *, policy: bool = True) -> Iterator[str]:
    """Serve a site as it is deployed, encrypted and with HTTP/2, and give the address.

    Args:
        site: what is served.
        folder: for the server; it is made.
        policy: send the policy and the other headers for security.
    """
    port, settings = free_port(), folder / "nginx"
    folder.mkdir()
    shutil.copytree(ROOT / "deploy" / "nginx", settings)
    (folder / "run").mkdir()
    key = self_signed(folder)
    listen = f"listen 127.0.0.1:{port} ssl http2;\nssl_certificate {key};\nssl_certificate_key {key};\nroot {site};\n"
    (settings / "listen.conf").write_text(listen, "utf-8")
    if not policy:
        (settings / "headers.conf").write_text("add_header Cache-Control $norprem_cache always;\n", "utf-8")
    command: list[str | Path] = [program("nginx"), "-e", "stderr", "-p", folder / "run", "-c", settings / "nginx.conf"]
    if not os.getuid():
        command += ["-g", f"user {pwd.getpwuid(0).pw_name};"]
    with running(command, port, folder / "nginx.log"):
        yield f"https://127.0.0.1:{port}/"


def read(pages: Mapping[str, str], rounds: int) -> dict[str, Read]:
    """Read pages, given by name and address, as often as there are rounds; return the medians by name."""
    chromium = next(filter(None, map(shutil.which, NAMES)), None)
    if chromium is None or not (PACKAGES / "done.json").exists():
        raise SystemExit("no Chromium or no Lighthouse: make reading")
    command = [program("node"), str(Path(__file__).with_suffix(".mjs")), str(PACKAGES), chromium]
    asked = json.dumps({"rounds": rounds, "pages": dict(pages)})
    reads: dict[str, list[Read]] = {name: [] for name in pages}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as lighthouse:
        assert lighthouse.stdin
        assert lighthouse.stdout
        lighthouse.stdin.write(asked)
        lighthouse.stdin.close()
        for line in lighthouse.stdout:
            print(line, end="", file=sys.stderr)
            told = json.loads(line)
            reads[told["name"]].append(Read(*(told[field.name] for field in fields(Read))))
    if lighthouse.returncode:
        raise SystemExit(lighthouse.returncode)
    return {name: median(some) for name, some in reads.items()}


def kinds(site: str, wanted: Sequence[str]) -> dict[str, str]:
    """Return the address of every kind of page in every language; of a page that is missing, that of what is shown."""
    addresses = PAGES | {"missing": "404.html"}
    return {
        f"{kind} {language}": f"{site}{prefix}{addresses[kind]}"
        for kind in addresses
        if not wanted or kind in wanted
        for language, prefix in PREFIXES.items()
    }


def frames(site: Path, folder: Path) -> dict[str, Path]:
    """Build the other frames round the same text; return, by name, the folder that a server must serve."""
    page = (site / TEXT / "index.html").read_text("utf-8")
    found, title = ARTICLE.search(page), TITLE.search(page)
    assert found, f"{TEXT} has no text"
    assert title, f"{TEXT} has no title"
    pages = {
        "the text alone": BARE + found[1],
        "NorPreM round two words": page.replace(found[1], WORDS),
        "two words": BARE + WORDS,
    }
    made = {name: folder / name.replace(" ", "-") for name in pages}
    for name in ("Material without search", "Material with search"):
        made[name] = _material(folder / name.replace(" ", "-"), found[1], search=name.endswith("with search"))
    for name, prefix, package in (("GOV.UK", "govuk", "govuk-frontend"), ("NHS", "nhsuk", "nhsuk-frontend")):
        made[name] = folder / prefix
        _public(made[name], found[1], title[1], prefix, PACKAGES / "node_modules" / package / "dist" / prefix)
    shutil.copytree(site / "assets", made["NorPreM round two words"] / "assets")
    for name, html in pages.items():
        (made[name] / TEXT).mkdir(parents=True)
        (made[name] / TEXT / "index.html").write_text(html, "utf-8")
    return made


def _material(base: Path, text: str, *, search: bool) -> Path:
    """Build all written pages with the theme as it comes, the one page with the text as our site shows it."""
    sites.lay_out(base, 0, date.today())
    file = base / "docs" / "nb" / f"{TEXT.rstrip('/')}.md"
    head = file.read_text("utf-8").split("---\n", 2)[1]
    file.write_text(f"---\n{head}---\n\n<div>\n{text}\n</div>\n", "utf-8")
    config = (base / "stock.yml").read_text("utf-8").replace("strict: true", "strict: false")
    config = OURS.sub("", config)
    if search:
        config = config.replace("plugins:\n", "plugins:\n  - search\n", 1)
    (base / "stock.yml").write_text(config, "utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file", str(base / "stock.yml")]
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1", "NORPREM_SITE_DIR": str(base / "site")}
    done = subprocess.run(command, cwd=base, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)
    return base / "site"


def _public(base: Path, text: str, title: str, prefix: str, package: Path) -> None:
    """Write the text into a page as the front end of a public service draws it, with its sheet, script and letters."""
    (base / TEXT).mkdir(parents=True)
    if (package / "assets").exists():
        shutil.copytree(package / "assets", base / "assets")
    script = f"{prefix}-frontend.min.js"
    shutil.copy(package / script, base / script)
    sheet = (package / f"{prefix}-frontend.min.css").read_text("utf-8")
    (base / "sheet.css").write_text(FONT_FACE.sub("", sheet) if prefix == "nhsuk" else sheet, "utf-8")
    (base / TEXT / "index.html").write_text(_framed(_classes(text, prefix), title, prefix, script), "utf-8")


def _classes(text: str, prefix: str) -> str:
    """Give the elements of a text the classes that these front ends need for their look."""
    named = {"h1": "heading-xl", "h2": "heading-l", "h3": "heading-m", "p": "body", "ul": "list", "ol": "list"}
    named |= {"a": "link", "table": "table"}
    plain = re.sub(r' class="[^"]*"', "", text)
    return re.sub(
        r"<(h1|h2|h3|p|ul|ol|a|table)(?=[ >])", lambda one: f'<{one[1]} class="{prefix}-{named[one[1]]}"', plain
    )


def _framed(text: str, title: str, prefix: str, script: str) -> str:
    inside = f"{prefix}-width-container"
    return f"""<!doctype html><html lang="nb" class="{prefix}-template"><head><meta charset="utf-8">
<title>{title}</title><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="{title}"><link rel="icon" href="data:,"><link rel="stylesheet" href="/sheet.css">
</head><body class="{prefix}-template__body">
<script>document.body.className += " js-enabled {prefix}-frontend-supported";</script>
<a href="#main-content" class="{prefix}-skip-link" data-module="{prefix}-skip-link">Gå til innholdet</a>
<header class="{prefix}-header"><div class="{inside}"><a class="{prefix}-link" href="/">NorPreM</a></div></header>
<div class="{inside}"><main class="{prefix}-main-wrapper" id="main-content">{text}</main></div>
<footer class="{prefix}-footer"><div class="{inside}"><p class="{prefix}-body">NorPreM</p></div></footer>
<script type="module">import {{ initAll }} from "/{script}"; initAll();</script></body></html>"""


def report(ours: Mapping[str, Read], others: Mapping[str, Read], rounds: int, load: float) -> str:
    """Return the results as a Markdown page."""
    machine = f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}"
    counted = "one round" if rounds == 1 else f"medians of {rounds} rounds"
    lines = [
        "# What a page costs its reader",
        "",
        f"Made by `make reading` on {date.today().isoformat()}: {machine}, Lighthouse as a phone on slow 4G with a",
        f"processor four times slower, HTTP/2, TLS, brotli; {counted}. Meanwhile {load:.1f} programs",
        "wanted a core on the average: with more than one for each core, scores and times come out worse.",
        "Bytes and requests do not depend on that, and the longest task is told in processor time.",
        "",
        "## The same text in other frames",
        "",
        "Each figure, and in brackets how many times that of the first line.",
        "",
        "| Frame | Performance | kB | Requests | Largest paint, s | Moved | Blocked, ms | Longest task, ms |",
        "|---|---|---|---|---|---|---|---|",
        *(_compared(name, one, next(iter(others.values()))) for name, one in others.items()),
        "",
        "## Every kind of page",
        "",
        "Performance, accessibility, best practices and search engines as Lighthouse scores them, of 100.",
        "",
        "| Page | Scores | kB | Requests | Largest paint, s | Moved | Blocked, ms | Longest task, ms |",
        "|---|---|---|---|---|---|---|---|",
        *(_alone(name, one) for name, one in ours.items()),
        "",
    ]
    return "\n".join(lines)


def _compared(name: str, one: Read, first: Read) -> str:
    def beside(value: float, base: float, places: int, unit: float = 1) -> str:
        told = _told(value / unit, places)
        return told if one is first else f"{told} ({value / base:.2g})"

    cells = (
        _told(one.performance),
        beside(one.bytes, first.bytes, 1, 1000),
        beside(one.requests, first.requests, 0),
        beside(one.lcp, first.lcp, 2, 1000),
        _told(one.cls, 2),
        _told(one.blocked),
        beside(one.task, first.task, 0),
    )
    return f"| {name} | {' | '.join(cells)} |"


def _alone(name: str, one: Read) -> str:
    scores = " ".join(map(_told, (one.performance, one.accessibility, one.practices, one.seo)))
    cells = (
        _told(one.bytes / 1000, 1),
        _told(one.requests),
        _told(one.lcp / 1000, 2),
        _told(one.cls, 2),
        _told(one.blocked),
        _told(one.task),
    )
    return f"| {name} | {scores} | {' | '.join(cells)} |"


def _told(value: float, places: int = 0) -> str:
    return f"{value:.{places}f}"


def main(rounds: int = 3, *wanted: str) -> None:
    """Measure and print; write the results where every kind of page was measured."""
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        site = built(folder / "site")
        address = stack.enter_context(served(site, folder / "served"))
        texts = {"NorPreM": address + TEXT}
        for number, (frame, place) in enumerate(frames(site, folder).items()):
            texts[frame] = stack.enter_context(served(place, folder / f"served-{number}", policy=False)) + TEXT
        before = os.getloadavg()[0]
        others = read(texts, rounds)
        ours = read(kinds(address, wanted), rounds)
        page = report(ours, others, rounds, (before + os.getloadavg()[2]) / 2)
    print(page)
    if not wanted:
        RESULTS.write_text(page, "utf-8")


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 3, *sys.argv[2:])
