"""Records to bytes that machines read: calendars, linked data, the list of pages.

Pure functions: the site's address and the reader's words are arguments, and nothing here asks what time it is. The same
records therefore give the same bytes, whenever and wherever they are written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from norprem.model import Status
from norprem.select import Run
from norprem.vocabulary import ClosedList
from norprem.words import Words

_MARKED: Mapping[str, str] = {Status.CANCELLED: "calendar.cancelled", Status.POSTPONED: "calendar.postponed"}


def headline(run: Run, words: Words) -> str:
    """Return the title of a run in the reader's language, marked where it does not take place as announced.

    The mark is part of the title because several calendars and registries do not read the status beside it.
    """
    return marked(run.course.title.best(words.locale)[1], run.session.status, words)


def marked(title: str, status: str, words: Words) -> str:
    """Return a title, marked where a session of that status does not take place as announced."""
    phrase = _MARKED.get(status)
    return words(phrase, title=title) if phrase else title


def labels(values: Iterable[str], names: ClosedList, locale: str) -> tuple[str, ...]:
    """Return what the values of a closed list are called in a language, in the order given."""
    return _labels(tuple(values), names, locale)


@lru_cache(maxsize=4096)
def _labels(values: tuple[str, ...], names: ClosedList, locale: str) -> tuple[str, ...]:
    # The same few hundred audiences and topics stand on thousands of pages and in as many events.
    return tuple(names.label(value).best(locale)[1] for value in values)
