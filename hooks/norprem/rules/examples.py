"""An example of every rule: a finding in a made-up file, with its line, for whoever asks what a rule is about.

Beside it stand the lines that are wrong and those that are right. For rules about changes each begins with a mark: `-`
was there before, `+` is new.

They lie in `examples.json`, which `python -m tests.rule_examples` makes of the rules' own fixtures.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from norprem.findings import Finding, Position, Spot

FILE = Path(__file__).with_name("examples.json")


@cache
def _examples() -> Mapping[str, Mapping[str, Any]]:
    return json.loads(FILE.read_text("utf-8"))  # type: ignore[no-any-return]


def example(code: str) -> Finding:
    """Return the example of a rule, placed.

    Raises:
        KeyError: there is no such rule.
    """
    one = _examples()[code]
    spot = Spot(one["file"], tuple(one["path"]), one["values"], on_key=one["on_key"])
    return Finding(code, spot, Position(one["line"], one["column"], one["length"], one["text"]))


class Lines(NamedTuple):
    """A bad and a good example; `wrong` is empty where nothing of what is wrong can be seen in a file."""

    wrong: tuple[str, ...]
    right: tuple[str, ...]


def lines(code: str) -> Lines:
    """Return the lines of the example of a rule; none for a rule that is so new that its example is not made yet."""
    one = _examples().get(code, {})
    return Lines(tuple(one.get("wrong", ())), tuple(one.get("right", ())))
