"""Build one site with a clock on our own hooks and on the search index; prints the seconds as JSON.

Seconds are those of the processor, not of the wall: what else runs on the machine does not count.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mkdocs.commands.build import build
from mkdocs.config import load_config


class Clock:
    """Adds up the time spent in the functions it wraps; what is wrapped within counts for the inner one only."""

    def __init__(self) -> None:
        self.spent = {"own": 0.0}

    def wrap(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function with the clock around it."""

        def timed(*arguments: Any, **named: Any) -> Any:
            before, start = sum(self.spent.values()), time.process_time()
            try:
                return function(*arguments, **named)
            finally:
                inner = sum(self.spent.values()) - before
                self.spent[name] += time.process_time() - start - inner

        return timed


def main(file: Path) -> None:
    """Build the site of a configuration file and print what it took."""
    clock = Clock()
    config = load_config(str(file), site_dir=str(file.parent / "site"), strict=False)
    # Made-up pages are in no menu; what that costs in warnings is not what is measured.
    config.validation.nav.omitted_files = 0
    for methods in config.plugins.events.values():
        methods[:] = [clock.wrap("own", one) if one.__module__.endswith("_hook.py") else one for one in methods]
    start = time.process_time()
    build(config)
    whole = time.process_time() - start
    index = os.times().children_user + os.times().children_system
    print(json.dumps({"site": whole, "own": clock.spent["own"], "index": index}))


main(Path(sys.argv[1]))
