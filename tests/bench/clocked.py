"""Build one site with a clock on our own hooks, by what they do, and on the search index; prints the seconds as JSON.

Seconds are those of the processor, not of the wall: what else runs on the machine does not count.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mkdocs.commands.build import build
from mkdocs.config import load_config

from norprem import load, rules, searching
from norprem.exports import files
from norprem.pages import listings, press, records
from norprem.pages.articles import Articles

COURSES = "courses"
"""Reading and checking records, lists and pages of courses, people and terms, calendars, the site map."""
TEXTS = "texts"
"""Reading, judging and marking the written pages; lists of standards, curricula, methods, answers, codes and needs."""
FRAME = "frame"
"""What stands round the text of every page, written or filled, and what paper needs."""
DATA = "data"
"""Data files, tables and news, and what lists tell machines."""
WORDS = "words"
"""What the search knows besides the words of the pages."""

_OF_COURSES = {"calendar", "courses", "deadlines", "feeds", "glossary", "people", "rules", "search", "templates"}
"""The lists that show courses, people and terms, or help with them."""


class Clock:
    """Adds up the time spent in the functions it wraps; what is wrapped within counts for the inner one only."""

    def __init__(self) -> None:
        self.spent = dict.fromkeys((COURSES, TEXTS, FRAME, DATA, WORDS), 0.0)

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


def divide(clock: Clock) -> None:
    """Put the clock around what is not for courses; the rest of the hooks' time is."""
    for rule in rules.TABLE:
        if rule.code[1] in "78" and rule.check:
            object.__setattr__(rule, "check", clock.wrap(TEXTS, _at_once(rule.check)))
    load._articles = clock.wrap(TEXTS, _at_once(load._articles))
    for name in ("marked", "signed", "trust", "notices"):
        setattr(Articles, name, clock.wrap(TEXTS, getattr(Articles, name)))
    drawers: dict[str, Callable[..., Any]] = listings._DRAWERS  # type: ignore[assignment]  # the clock goes in between
    for name in drawers.keys() - _OF_COURSES:
        drawers[name] = clock.wrap(TEXTS, drawers[name])
    for module, name in ((press, "told_once"), (press, "feedback"), (records, "feedback"), (press.Press, "view")):
        setattr(module, name, clock.wrap(FRAME, getattr(module, name)))
    listings.Listings.linked = clock.wrap(DATA, listings.Listings.linked)  # type: ignore[method-assign]
    for name in ("records", "tables", "data_files"):
        setattr(files, name, clock.wrap(DATA, _at_once(getattr(files, name))))
    for made, name in ((files.atom, "feeds"), (files.news, "everything")):
        setattr(made, name, clock.wrap(DATA, _at_once(getattr(made, name)) if name == "feeds" else getattr(made, name)))
    searching.index = clock.wrap(WORDS, searching.index)


def _at_once(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return the function with all it yields made before it returns, so that the making is timed."""
    return lambda *given, **named: list(function(*given, **named))


def main(file: Path) -> None:
    """Build the site of a configuration file and print what it took."""
    clock = Clock()
    # Into a new folder, as after a clone: where thousands of files were just deleted, making new ones is slow.
    config = load_config(str(file), site_dir=tempfile.mkdtemp(prefix="site-", dir=file.parent), strict=False)
    # Made-up pages are in no menu; what that costs in warnings is not what is measured.
    config.validation.nav.omitted_files = 0
    divide(clock)
    for methods in config.plugins.events.values():
        methods[:] = [clock.wrap(COURSES, one) if one.__module__.endswith("_hook.py") else one for one in methods]
    start = time.process_time()
    build(config)
    whole = time.process_time() - start
    index = os.times().children_user + os.times().children_system
    print(json.dumps({"site": whole, "own": sum(clock.spent.values()), "index": index, "parts": clock.spent}))


main(Path(sys.argv[1]))
