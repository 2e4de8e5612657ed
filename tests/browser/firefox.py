"""A stock Firefox, spoken to in WebDriver BiDi.

Playwright drives a Firefox of its own that has to be downloaded; with Debian's firefox-esr it asks for commands that an
ESR does not have. WebDriver BiDi is the W3C's protocol, is built into Firefox and needs no program between.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

from tests.browser.looking import DRAWN

NAMES = ("firefox-esr", "firefox")
PATIENCE = 60
"""Seconds; a slow machine takes ten to start a browser."""

QUIET = {
    "app.normandy.enabled": False,
    "app.update.enabled": False,
    "browser.aboutwelcome.enabled": False,
    "browser.newtabpage.enabled": False,
    "browser.safebrowsing.downloads.remote.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.page": 0,
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.update.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "",
    "toolkit.telemetry.enabled": False,
}
"""Settings that keep a new profile from asking and from looking for news."""

KEYS = {"Enter": "\ue007", "Escape": "\ue00c", "Tab": "\ue004"}

LISTEN = """
() => addEventListener("securitypolicyviolation", (event) => {
  console.error(`refused ${event.blockedURI} ${event.violatedDirective}`);
})
"""


@dataclass
class Firefox:
    """A running Firefox.

    Attributes:
        said: what pages told the console, errors and warnings, since it was last emptied.
    """

    line: ClientConnection
    said: list[str] = field(default_factory=list)
    _asked: int = 0

    def ask(self, method: str, **given: object) -> dict[str, Any]:
        """Give a command and return its result; events that come before it are kept.

        Raises:
            RuntimeError: where Firefox refuses.
            TimeoutError: where it does not answer.
        """
        self._asked += 1
        self.line.send(json.dumps({"id": self._asked, "method": method, "params": given}))
        while (told := json.loads(self.line.recv(timeout=PATIENCE))).get("id") != self._asked:
            entry = told.get("params", {})
            if told.get("method") == "log.entryAdded" and entry["level"] in ("error", "warn"):
                self.said.append(entry["text"])
        if told["type"] == "error":
            raise RuntimeError(f"{method}: {told['error']}: {told['message']}")
        result: dict[str, Any] = told["result"]
        return result

    @contextmanager
    def reader(self, width: int = 1280, height: int = 800) -> Iterator[Reader]:
        """Open a page of a reader who has not been here before."""
        person = self.ask("browser.createUserContext")["userContext"]
        page = self.ask("browsingContext.create", type="tab", userContext=person)["context"]
        self.ask("browsingContext.setViewport", context=page, viewport={"width": width, "height": height})
        self.said.clear()
        yield Reader(self, page)
        self.ask("browser.removeUserContext", userContext=person)


@dataclass(frozen=True)
class Reader:
    """A page, and what one can do with it by key and mouse."""

    firefox: Firefox
    page: str

    def goto(self, address: str) -> None:
        """Open an address and wait until the page has loaded, and a phone has drawn all of it."""
        self.firefox.ask("browsingContext.navigate", context=self.page, url=address, wait="complete")
        self.until(f"({DRAWN})()")

    def tell(self, expression: str) -> Any:
        """Return the value of a JavaScript expression, which may be a promise.

        Raises:
            RuntimeError: where the expression fails.
        """
        asked = f"Promise.resolve({expression}).then((value) => JSON.stringify(value ?? null))"
        told = self.firefox.ask(
            "script.evaluate",
            expression=asked,
            target={"context": self.page},
            awaitPromise=True,
            userActivation=False,
        )
        if told["type"] == "exception":
            raise RuntimeError(f"{expression}: {told['exceptionDetails']['text']}")
        return json.loads(told["result"]["value"])

    def seen(self, selector: str) -> bool:
        """Tell whether something that a selector names is seen."""
        return bool(self.tell(f"document.querySelector({json.dumps(selector)})?.checkVisibility() ?? false"))

    def until(self, expression: str) -> None:
        """Wait until an expression is true.

        Raises:
            AssertionError: where it never is.
        """
        end = time.monotonic() + PATIENCE
        while not self._is_true(expression):
            assert time.monotonic() < end, f"never true: {expression}"
            time.sleep(0.05)

    def _is_true(self, expression: str) -> bool:
        try:
            return bool(self.tell(f"Boolean({expression})"))
        except RuntimeError:
            return False  # the next page is about to take the place of this one

    def click(self, selector: str) -> None:
        """Click in the middle of the first element that a selector names."""
        box = self.tell(
            f"((one) => {{ one.scrollIntoView({{block: 'center'}}); const box = one.getClientRects()[0];"
            f" return [box.x + box.width / 2, box.y + box.height / 2]; }})"
            f"(document.querySelector({json.dumps(selector)}))"
        )
        move = {"type": "pointerMove", "x": round(box[0]), "y": round(box[1])}
        steps = [move, {"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}]
        self._act({"type": "pointer", "id": "mouse", "actions": steps})

    def focus(self, selector: str) -> None:
        """Move the focus to the first element that a selector names."""
        self.tell(f"document.querySelector({json.dumps(selector)}).focus()")

    def press(self, *keys: str) -> None:
        """Press keys, one after the other: characters, or names such as `Enter`."""
        steps = [{"type": kind, "value": KEYS.get(key, key)} for key in keys for kind in ("keyDown", "keyUp")]
        self._act({"type": "key", "id": "keys", "actions": steps})

    def _act(self, *sources: Mapping[str, object]) -> None:
        self.firefox.ask("input.performActions", context=self.page, actions=sources)


@contextmanager
def running(profile: Path) -> Iterator[Firefox]:
    """Start Firefox with a new profile in an empty folder, and end it afterwards.

    Raises:
        FileNotFoundError: where there is none.
        TimeoutError: where it does not start.
    """
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        raise FileNotFoundError("no Firefox: apt-get install firefox-esr")
    wanted = "".join(f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in QUIET.items())
    (profile / "user.js").write_text(wanted, "utf-8")
    log = profile / "told.txt"
    command = [program, "--headless", "--no-remote", "--profile", str(profile), "--remote-debugging-port", "0"]
    with log.open("wb") as told:
        started = subprocess.Popen(command, stdout=told, stderr=told)
    try:
        with connect(f"{_address(log, started)}/session", max_size=None) as line:
            firefox = Firefox(line)
            firefox.ask("session.new", capabilities={})
            firefox.ask("session.subscribe", events=["log.entryAdded"])
            firefox.ask("script.addPreloadScript", functionDeclaration=LISTEN)
            yield firefox
    finally:
        started.terminate()
        started.wait(PATIENCE)


def _address(log: Path, started: subprocess.Popen[bytes]) -> str:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and started.poll() is None:
        if found := re.search(r"WebDriver BiDi listening on (ws://\S+)", log.read_text("utf-8", "replace")):
            return found[1]
        time.sleep(0.1)
    raise TimeoutError(f"Firefox does not start:\n{log.read_text('utf-8', 'replace')}")
