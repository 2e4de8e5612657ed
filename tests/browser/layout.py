"""Where the parts of a page stand, how large they are, which colours they have: what the tests compare with.

Letters are drawn differently on every machine, and a list changes with any course that is added. What a careless change
to the style sheet breaks can be told in numbers that depend on neither: whether a part is shown, from where to where
it reaches across the page, which part comes first, the size of its letters, its colours. Heights are left out, and
widths where the text makes them. `pictures.py` compares what is seen, coarsely.

`make shots` takes both as the new reference.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page

from tests.browser.kinds import KINDS
from tests.browser.looking import SCHEMES, WIDTHS, until_drawn
from tests.browser.pictures import HEIGHT

REFERENCE = Path(__file__).with_name("layout.json")
MOVED = 2
"""Pixels that a part may stand elsewhere: machines round differently, and some bars for scrolling take room."""

PAGES = KINDS | {
    "curriculum": "laereplaner/forberedelse-molekylaer-tumorboard/",
    "standard": "kompetanse/gp/",
    "coverage": "kompetanse/dekning/",
    "self-assessment": "kompetanse/gp/egenvurdering/",
}
"""Name of every kind of page, and an address of it."""

Layout = dict[str, Any]
"""By kind: by width, the parts as they follow each other, with left, right and size of letters; by scheme, colours."""

FILLING = [
    ".np-band",
    ".np-masthead",
    ".np-bar",
    ".np-frame",
    ".np-section",
    ".np-crumbs",
    "main",
    ".np-text",
    "h1",
    ".np-lead",
    ".np-toc",
    "h2",
    ".np-rows",
    ".np-row",
    ".np-filter",
    ".np-factlist",
    ".np-session",
    ".np-regions",
    ".np-answer",
    ".np-method",
    ".np-person",
    ".np-trust",
    ".np-about-page",
    ".np-feedback",
    ".np-footer",
]
"""Parts that are as wide as the room they are given."""

FITTED = [
    ".np-name",
    ".np-language",
    ".np-tabs",
    ".np-menu",
    ".np-find",
    ".np-find>button",
    ".np-button",
    ".np-status",
    ".np-chip",
    ".np-term",
]
"""Parts that are as wide as their text, or stand beside such a part: only the size of their letters is compared."""

MEASURE = """
([filling, fitted]) => {
  const parts = [...filling, ...fitted].flatMap((name) => {
    const one = [...document.querySelectorAll(name)].find((found) => found.checkVisibility());
    if (!one) return [];
    const box = one.getBoundingClientRect();
    const size = Math.round(parseFloat(getComputedStyle(one).fontSize));
    const sides = fitted.includes(name) ? [] : [Math.round(box.left), Math.round(box.right)];
    return [{name, top: box.top, across: [...sides, size]}];
  });
  return parts.sort((one, other) => one.top - other.top).map(({name, across}) => [name, ...across]);
}
"""

COLOURS = """
(names) => names.flatMap((name) => {
  const one = [...document.querySelectorAll(name)].find((found) => found.checkVisibility());
  if (!one) return [];
  const style = getComputedStyle(one);
  return [[name, style.color, style.backgroundColor, style.borderTopColor]];
})
"""


def measured(
    new_context: Callable[..., BrowserContext], site: str, seen: Callable[[Page, str, str, int], None] | None = None
) -> Layout:
    """Return where everything stands on every kind of page.

    Args:
        new_context: opens a fresh reader's context.
        site: address of the served site.
        seen: is handed every page as it stands, with its kind, the scheme and the width, to take a picture of.
    """
    layout: Layout = {kind: {} for kind in PAGES}
    for scheme in SCHEMES:
        for width in WIDTHS:
            context = new_context(viewport={"width": width, "height": HEIGHT}, color_scheme=scheme)
            page = until_drawn(context).new_page()
            for kind, address in PAGES.items():
                page.goto(site + address)
                if kind == "results":
                    page.locator("#np-more").wait_for()  # it comes with the last of them
                layout[kind][str(width)] = page.evaluate(MEASURE, [FILLING, FITTED])
                layout[kind][scheme] = page.evaluate(COLOURS, [*FILLING, *FITTED])
                if seen:
                    seen(page, kind, scheme, width)
    return layout


def differences(reference: Layout, layout: Layout) -> Iterator[str]:
    """Yield a sentence for everything that stands or looks different."""
    for kind in sorted(reference.keys() | layout.keys()):
        for view in sorted(reference.get(kind, {}).keys() | layout.get(kind, {}).keys()):
            before, after = (one.get(kind, {}).get(view, []) for one in (reference, layout))
            yield from (f"{kind} {view}: {told}" for told in _differing(before, after))


def _differing(before: list[list[Any]], after: list[list[Any]]) -> Iterator[str]:
    was, now = ({name: values for name, *values in view} for view in (before, after))
    yield from (f"{name} is no longer shown" for name in was if name not in now)
    yield from (f"{name} is new" for name in now if name not in was)
    both = [name for name in was if name in now]
    for name in both:
        if not all(map(_alike, was[name], now[name])):
            yield f"{name} was {was[name]}, is {now[name]}"
    order = [name for name in now if name in was]
    if both != order and _blocks(both) != _blocks(order):
        yield f"the order was {' '.join(_blocks(both))}, is {' '.join(_blocks(order))}"


def _blocks(names: list[str]) -> list[str]:
    """Return the parts that stand below each other; those in a line change places with the heights of letters."""
    return [name for name in names if name in (".np-band", ".np-crumbs", "h1", ".np-lead", "h2", ".np-footer")]


def _alike(one: object, other: object) -> bool:
    if isinstance(one, int) and isinstance(other, int):
        return abs(one - other) <= MOVED
    return one == other


def load() -> Layout:
    """Return the reference."""
    layout: Layout = json.loads(REFERENCE.read_text("utf-8"))
    return layout


def keep(layout: Layout) -> None:
    """Write the reference, a part on each line, so that git shows what changed."""
    lines = []
    for kind, views in layout.items():
        told = [
            f"  {json.dumps(view)}: [\n    " + ",\n    ".join(map(json.dumps, parts)) + "\n  ]"
            for view, parts in views.items()
        ]
        lines.append(f"{json.dumps(kind)}: {{\n" + ",\n".join(told) + "\n}")
    REFERENCE.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")
