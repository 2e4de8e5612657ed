"""The scenario: after each step every client holds exactly what the catalogue says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.sync.world import World, world


class Loader(yaml.BaseLoader):
    """Reads every value as text, as the catalogue's own reader does, but `null` as nothing."""


Loader.yaml_implicit_resolvers = {}
Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile("^(?:null|)$"), ["n", ""])
Loader.add_constructor("tag:yaml.org,2002:null", lambda _loader, _node: None)


def read_steps(name: str) -> Any:
    """Return what is in a file of steps beside this one."""
    return yaml.load(Path(__file__).with_name(name).read_text("utf-8"), Loader=Loader)


SCENARIO = read_steps("scenario.yaml")
STEPS: list[dict[str, Any]] = SCENARIO["steps"]


@dataclass
class Play:
    """How far steps have been played, and the header each calendar had at first."""

    world: World
    heads: dict[str, bytes]
    steps: list[dict[str, Any]]
    next: int = 0

    def until(self, last: int) -> None:
        """Play the steps up to and with `last`; clients fetch after each, as they do in life."""
        while self.next <= last:
            self.world.play(self.steps[self.next])
            self.next += 1
            self.world.sync()


@pytest.fixture(scope="module")
def play(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Play]:
    today = date.fromisoformat(SCENARIO["today"])
    with world(tmp_path_factory.mktemp("sync"), today, SCENARIO["course"]) as started:
        yield Play(started, {}, STEPS)


@pytest.mark.parametrize("number", range(len(STEPS)), ids=[step["says"] for step in STEPS])
def test_every_client_holds_what_the_catalogue_says(number: int, play: Play) -> None:
    play.until(number)
    assert not play.world.wrong()
    for path, calendar in play.world.calendars.items():
        head = calendar[: calendar.index(b"BEGIN:VEVENT")]
        assert play.heads.setdefault(path, head) == head, (
            f"{path}: a changed header makes clients write all events anew"
        )
    assert not {path for path in play.heads if "/kurs-" not in path} - play.world.calendars.keys()
