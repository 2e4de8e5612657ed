"""The calendar page: what is coming and what was, month by month; the year as a picture; what one can subscribe to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from norprem.edition import Edition
from norprem.model import Status
from norprem.pages import filters
from norprem.pages.year import year
from norprem.select import Run, calendar_deadlines, calendar_runs, deadline
from norprem.site import DEADLINES, Site, feed_address
from norprem.subscriptions import Feed, feeds

MOST_AHEAD = 500
"""Lines about what is coming that the page holds: they are shorter than the rows of other listings."""

MOST_PAST = 100
"""Likewise about what is over."""

_BINS = (
    ("ahead-run", "filter.ahead-run"),
    ("ahead-deadline", "filter.ahead-deadline"),
    ("past", "filter.past"),
)
"""Parts of the page, by kind of line where it has two, and what tells how many lines of each fit."""

_CALLED_OFF = frozenset({Status.CANCELLED, Status.POSTPONED})


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the calendar: a run, or the last day to register for one.

    Attributes:
        day: the day it stands under.
        due: it is a deadline.
        facts: what a reader chooses by.
    """

    run: Run
    day: date
    due: bool
    facts: filters.Facts


@dataclass(frozen=True, slots=True)
class Month:
    """The lines of a month; `name` is its anchor, for example `m-2027-03`."""

    name: str
    first: date
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """A calendar to subscribe to.

    Attributes:
        title: what it holds.
        path: where the file lies within the language.
        url: the same as an absolute address, to paste into a calendar.
        webcal: the same as a link that opens a calendar.
    """

    title: str
    path: str
    url: str
    webcal: str


def calendar(edition: Edition, locale: str, _: Mapping[str, str]) -> tuple[str, Mapping[str, Any]]:
    """Runs and deadlines month by month, what is coming first, with a picture of the year above."""
    today, vocabulary = edition.today, edition.catalogue.vocabulary
    courses = [entry.record for entry in edition.catalogue.courses]
    runs, due = calendar_runs(courses, today), calendar_deadlines(courses, today)
    ahead, past = _lines(runs, due, today)
    held = [run for run in runs if run.session.status not in _CALLED_OFF]
    asked = [run for run in due if run.session.status not in _CALLED_OFF]
    return "calendar.html", {
        "today": today,
        "picture": year(held, asked, today, edition.words[locale]),
        "ahead": _months(ahead[:MOST_AHEAD], "m"),
        "past": _months(past[:MOST_PAST], "p"),
        "left_out": {"ahead": len(ahead) - MOST_AHEAD, "past": len(past) - MOST_PAST},
        "counts": _counts(ahead[:MOST_AHEAD], past[:MOST_PAST]),
        "choices": filters.of_calendar({run.course.id: run.course for run in runs}.values(), vocabulary),
        "bins": _BINS,
        "feed": whole(edition, locale),
        "deadline": deadline,
    }


def whole(edition: Edition, locale: str) -> Offer:
    """Return the calendar that holds every course."""
    return _offer(edition, locale, Feed())


def addresses(edition: Edition, locale: str, arguments: Mapping[str, str]) -> tuple[str, Mapping[str, Any]]:
    """Addresses of the calendars for all courses, for deadlines and for the regions, or of one region's alone."""
    return "feeds.html", {"feeds": _short(edition, locale, arguments.get("region"))}


def subscriptions(edition: Edition, locale: str, _: Mapping[str, str]) -> tuple[str, Mapping[str, Any]]:
    """The same, and a table of the calendars by profession for every region."""
    offered = [(feed, _offer(edition, locale, feed)) for feed in feeds(edition.catalogue.vocabulary)]
    by_region = groupby(offered, key=lambda pair: pair[0].region)
    groups = (list(group) for _, group in by_region)
    tables = [(group[0][0], group[1:]) for group in groups]
    return "subscriptions.html", {"feeds": _short(edition, locale), "tables": tables}


def _short(edition: Edition, locale: str, region: str | None = None) -> list[Offer]:
    whole = [feed for feed in feeds(edition.catalogue.vocabulary) if not feed.profession]
    if region:
        return [_offer(edition, locale, feed) for feed in whole if feed.region and feed.region.id == region]
    deadlines = _offered(edition.words[locale]("feeds.deadlines"), DEADLINES, edition.site, locale)
    everything, *regions = (_offer(edition, locale, feed) for feed in whole)
    return [everything, deadlines, *regions]


def _offer(edition: Edition, locale: str, feed: Feed) -> Offer:
    return _offered(feed.title(edition.words[locale]), feed.scope, edition.site, locale)


def _offered(title: str, scope: str, site: Site, locale: str) -> Offer:
    path = feed_address(scope)
    url = site.url(locale, path)
    return Offer(title, path, url, f"webcal:{url.partition(':')[2]}")


def _lines(runs: Iterable[Run], due: Iterable[Run], today: date) -> tuple[list[Line], list[Line]]:
    """Return what is coming, soonest first, and what was, latest first.

    A deadline that has passed is shown while the course is still ahead, for whoever missed it; one of a run that is
    called off is not shown at all, for the run itself says so.
    """
    lines = [_line(run, run.session.first_day, today, due=False) for run in runs]
    for run in due:
        day = deadline(run.session)
        if day and run.session.status not in _CALLED_OFF and run.session.first_day >= today:
            lines.append(_line(run, day, today, due=True))
    lines.sort(key=lambda line: (line.day, not line.due, line.run.course.id, line.run.session.id))
    ahead = [line for line in lines if (line.day if line.due else line.run.session.last_day) >= today]
    over = [line for line in reversed(lines) if (line.day if line.due else line.run.session.last_day) < today]
    return ahead, over


def _line(run: Run, day: date, today: date, *, due: bool) -> Line:
    return Line(run, day, due, filters.facts(run.course, run.session, today))


def _months(lines: Iterable[Line], mark: str) -> list[Month]:
    by_month = groupby(lines, key=lambda line: line.day.replace(day=1))
    return [Month(f"{mark}-{first:%Y-%m}", first, tuple(group)) for first, group in by_month]


def _counts(ahead: Iterable[Line], past: Iterable[Line]) -> Mapping[str, int]:
    kinds = [line.due for line in ahead]
    return {
        "runs": kinds.count(False),
        "deadlines": kinds.count(True),
        "past": sum(1 for _ in past),
    }
