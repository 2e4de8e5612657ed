"""A calendar of each kind in both languages, held by every client; and those of a built site, read by two parsers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.sync.clients import parsers, read
from tests.sync.expected import ANYBODY, LOCALES, REGIONS, Event, Feed, differences, events
from tests.sync.servers import nginx
from tests.sync.test_scenario import Play, read_steps
from tests.sync.world import FEEDS, OTHERS, Subscribers, world

REGION = "helse-vest"
CURRICULA = Path(__file__).parents[2] / "curricula"
KINDS = read_steps("kinds.yaml")
STEPS: list[dict[str, Any]] = KINDS["steps"]


def each(client: str) -> dict[str, Feed]:
    """Subscribe a client to a calendar of each kind in both languages, those for all and for a region excepted.

    The scenario has these two.
    """
    return {
        f"{client}_{name}_{locale}": feed
        for locale in LOCALES
        for name, feed in {
            "profession": Feed(locale, profession="nurse"),
            "both": Feed(locale, REGION, "nurse"),
            "deadlines": Feed(locale, deadlines=True),
            "course": Feed(locale, course="fagdag"),
        }.items()
    }


@pytest.fixture(scope="module")
def play(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Play]:
    everything = Subscribers({}, each("uid"), each("whole"), each("khal"), (*FEEDS, *OTHERS))
    today = date.fromisoformat(KINDS["today"])
    with world(tmp_path_factory.mktemp("kinds"), today, KINDS["course"], everything) as started:
        yield Play(started, {}, STEPS)


@pytest.mark.parametrize("number", range(len(STEPS)), ids=[step["says"] for step in STEPS])
def test_every_client_holds_the_kinds_of_calendars_that_the_scenario_has_not(number: int, play: Play) -> None:
    play.until(number)
    assert not play.world.wrong()


@pytest.fixture(scope="module")
def held(demo_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Mapping[tuple[str, Feed], list[Event]]:
    """What two parsers find in the calendars of the site with 300 courses; by region and profession, in one region."""
    feeds = [*_of_lists(), *(Feed(locale, course=name) for locale in LOCALES for name in _courses(demo_site))]
    assert {feed.path for feed in feeds} == {str(file.relative_to(demo_site)) for file in demo_site.rglob("*.ics")}
    with nginx(demo_site, tmp_path_factory.mktemp("nginx")) as address, parsers() as reader:
        return read(reader, address, (feed for feed in feeds if not feed.profession or feed.region in (None, REGION)))


def _of_lists() -> Iterator[Feed]:
    values = yaml.safe_load((CURRICULA / "vocabulary" / "professions.yaml").read_text("utf-8"))["values"]
    professions = [value["id"] for value in values if value["id"] not in ANYBODY]
    for locale in LOCALES:
        yield Feed(locale, deadlines=True)
        yield from (Feed(locale, region, one) for region in (None, *REGIONS) for one in (None, *professions))


def _courses(site: Path) -> dict[str, Any]:
    """Return the courses a site was built from, by id, and their sessions by id."""
    files = (site.parent / "curricula" / "courses").rglob("*.yaml")
    trees = (yaml.load(file.read_text("utf-8"), Loader=yaml.CBaseLoader) for file in files)
    return {
        tree["id"]: {**tree, "sessions": {session["id"]: session for session in tree["sessions"]}} for tree in trees
    }


def test_the_calendars_of_a_built_site_hold_what_the_files_say(
    held: Mapping[tuple[str, Feed], list[Event]], demo_site: Path
) -> None:
    courses, today = _courses(demo_site), date(2026, 11, 22)
    wrong = {
        (parser, feed.path): list(differences(found, wanted))
        for (parser, feed), found in held.items()
        if found != (wanted := events(courses, feed, today))
    }
    assert not wrong


def test_both_languages_hold_the_same_events_at_the_same_time(held: Mapping[tuple[str, Feed], list[Event]]) -> None:
    for (parser, feed), found in held.items():
        other = held[parser, Feed("en", feed.region, feed.profession, feed.course, feed.deadlines)]
        assert [_constant(event) for event in found] == [_constant(event) for event in other], (parser, feed.path)


def _constant(event: Event) -> tuple[str, str, str, str]:
    return event.uid, event.start, event.end, event.status
