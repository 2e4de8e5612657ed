"""Made-up records for tests: makers for one example, hypothesis strategies for any of them.

A maker takes the keys of a YAML file, as text, and what it is not told is the plainest thing that is allowed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from norprem.model import Course, Provider, Session
from norprem.select import Run
from norprem.site import Site
from norprem.text import Text
from norprem.vocabulary import ClosedList, Region, Value, Vocabulary
from norprem.words import Words

SITE = Site("https://norprem.example/", ("nb", "en"))
WORDS = {locale: Words.load(locale) for locale in SITE.locales}


def both(nb: str, en: str | None = None) -> dict[str, str]:
    """Return a text in both languages."""
    return {"nb": nb, "en": en or nb}


def _closed(name: str, **labels: tuple[str, str]) -> ClosedList:
    made = (Value(key.replace("_", "-"), Text.of(both(*label))) for key, label in labels.items())
    return ClosedList(name, tuple(made))


_REGIONS = (
    Region("helse-nord", Text.of(both("Helse Nord", "Northern Norway")), kind="health-region"),
    Region("helse-sor-ost", Text.of(both("Helse Sør-Øst", "South-Eastern Norway")), kind="health-region"),
    Region("national", Text.of(both("Nasjonalt", "National")), kind="scope"),
)

VOCABULARY = Vocabulary(
    {
        "regions": ClosedList("regions", _REGIONS),
        "professions": _closed(
            "professions",
            gp=("fastlege", "GP"),
            nurse=("sykepleier", "nurse"),
            pharmacist=("farmasøyt, også på sykehus", "pharmacist, in hospitals too"),
        ),
        "topics": _closed(
            "topics",
            rare_disease=("sjeldne sykdommer", "rare disease"),
            genetic_counselling=("genetisk veiledning", "genetic counselling"),
        ),
        "levels": _closed("levels", master=("masternivå", "master level")),
        "modes": _closed(
            "modes",
            onsite=("på stedet", "on site"),
            online=("på nett", "online"),
            hybrid=("delvis på nett", "hybrid"),
            self_paced=("på nett i eget tempo", "online at your own pace"),
        ),
    }
)

PROVIDER = Provider.model_validate(
    {"id": "oslo-example", "name": both("Eksempelsykehuset"), "country": "NO", "url": "https://provider.example/"}
)


def session(**changes: Any) -> Session:
    """Make a session; without changes it is a confirmed day in March."""
    plain = {
        "id": "2027-var",
        "start": "2027-03-10",
        "end": "2027-03-10",
        "status": "confirmed",
        "revision": "0",
        "updated": "2026-11-21",
    }
    return Session.model_validate(plain | changes)


def course(*sessions: Session, **changes: Any) -> Course:
    """Make a course with these sessions."""
    plain = {
        "id": "veiledning",
        "title": both("Genetisk veiledning", "Genetic counselling"),
        "summary": both("Et kurs som er funnet på for en prøve.", "A course made up for a test."),
        "provider": PROVIDER.id,
        "region": "helse-sor-ost",
        "url": "https://provider.example/veiledning",
        "audience": ["gp"],
        "topics": ["genetic-counselling"],
        "level": "master",
        "languages": ["no"],
        "mode": "onsite",
        "availability": "open",
        "source": {"title": "Kurssiden", "url": "https://provider.example/veiledning", "read": "2026-11-21"},
        "last_checked": "2026-11-21",
    }
    return Course.model_validate(plain | changes).model_copy(update={"sessions": sessions})


def run(of: Mapping[str, Any] | None = None, **changes: Any) -> Run:
    """Make a run: `of` changes the course, the other changes are the session's."""
    own = session(**changes)
    return Run(course(own, **(of or {})), own)


texts = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=120).map(str.strip).filter(bool)
"""Any wording a file can hold: every character but halves of characters, with blanks cut off at the ends."""

localised = st.builds(both, texts, texts)
ids = st.from_regex(r"[a-z0-9]{1,12}(-[a-z0-9]{1,8}){0,3}", fullmatch=True)
days = st.dates(date(2000, 1, 1), date(2060, 12, 31))
_times = st.times().map(lambda time: time.strftime("%H:%M"))
_lengths = st.integers(0, 30).map(lambda number: timedelta(days=number))


@st.composite
def _whens(draw: st.DrawFn) -> dict[str, str]:
    first = draw(days)
    last = first + draw(_lengths)
    if draw(st.booleans()):
        return {"start": str(first), "end": str(last)}
    clocks = draw(st.tuples(_times, _times))
    begin, end = sorted(clocks) if first == last else clocks
    return {"start": f"{first} {begin}", "end": f"{last} {end}"}


_registrations = st.fixed_dictionaries(
    {}, optional={"opens": days.map(str), "deadline": days.map(str), "url": st.just("https://provider.example/signup")}
)


@st.composite
def sessions(draw: st.DrawFn) -> Session:
    """Draw a session in whole days or with times, in any state."""
    stated = st.fixed_dictionaries(
        {
            "id": ids,
            "status": st.sampled_from(("planned", "confirmed", "cancelled", "postponed")),
            "revision": st.integers(0, 99).map(str),
            "updated": days.map(str),
        },
        optional={
            "place": localised,
            "online": st.just("https://provider.example/join"),
            "registration": _registrations,
            "seats": st.integers(0, 500).map(str),
            "note": localised,
        },
    )
    return session(**draw(stated), **draw(_whens()))


@st.composite
def courses(draw: st.DrawFn) -> Course:
    """Draw a course with at most three sessions, each with an id of its own."""
    stated = st.fixed_dictionaries(
        {
            "id": ids,
            "title": localised,
            "summary": localised,
            "mode": st.sampled_from(("onsite", "online", "hybrid", "self-paced")),
            "availability": st.sampled_from(("open", "paused", "closed", "unknown")),
            "audience": _some("gp", "nurse", "pharmacist"),
            "topics": _some("rare-disease", "genetic-counselling"),
            "languages": _some("no", "en", "sv"),
        },
        optional={
            "prerequisites": localised,
            "outcomes": st.lists(localised, max_size=3),
            "load": st.sampled_from(({"ects": "7.5"}, {"hours": "12"}, {"ects": "10", "hours": "1.5"})),
            "cost": st.sampled_from(("free", {"amount": "3500", "currency": "NOK"})),
        },
    )
    own = draw(st.lists(sessions(), max_size=3, unique_by=lambda one: one.id))
    return course(*own, **draw(stated))


def _some(*values: str) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), min_size=1, max_size=len(values), unique=True)


runs = courses().filter(lambda one: bool(one.sessions)).map(lambda one: Run(one, one.sessions[0]))
