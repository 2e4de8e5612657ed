"""A made-up catalogue of any size: the demonstration site and the benchmarks are built from it.

Everything in it is invented and says so. Run as `python -m tests.demo FOLDER`.
"""

from __future__ import annotations

import os
import random
import shutil
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from norprem.build import build_day
from norprem.load import load
from norprem.model import Availability, Mode, Status
from norprem.rules.pathways import GENERAL
from norprem.vocabulary import Vocabulary

REAL = Path(__file__).parents[1] / "curricula"

KINDS = {
    "nb": ("Innføring i", "Fordypning i", "Samling om", "Arbeidsdag i", "Nettkurs i", "Oppdatering i"),
    "en": ("Introduction to", "In depth:", "Meeting on", "Workshop in", "Online course in", "Update on"),
}
PLACES = ("Dalsby", "Fjordvik", "Nesheim", "Åsgrend", "Østbygd", "Lillevær")
SOURCE = {"title": "Oppdiktet kilde", "url": "https://example.org/demo", "read": "2026-01-15"}
PROVIDERS = tuple(f"demo-{name}" for name in ("universitet", "sykehus", "hoyskole", "forening"))


def write(root: Path, today: date, *, courses: int = 300, sessions: int = 600) -> None:
    """Write a whole catalogue below `root`, replacing what is there; the same for the same day and size."""
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(REAL / "vocabulary", root / "vocabulary")
    shutil.copytree(REAL / "_templates", root / "_templates")
    shutil.copy(REAL / "glossary.yaml", root / "glossary.yaml")
    vocabulary = load(REAL).catalogue.vocabulary
    chance = random.Random(20270101)
    for name, records in (("providers", [*_hosts(vocabulary), *_providers()]), ("retired", [])):
        _dump(root / f"{name}.yaml", {"last_checked": today.isoformat(), name: records})
    if (REAL / "methods").exists():
        shutil.copytree(REAL / "methods", root / "methods")
    for topic in sorted({file.stem for file in (REAL / "pathways").glob("*.yaml")} | {GENERAL}):
        _dump(root / "pathways" / f"{topic}.yaml", _pathway(vocabulary, today, topic))
    for person in _people(vocabulary, today):
        _dump(root / "people" / person["region"] / f"{person['id']}.yaml", person)
    shares = _shares(chance, courses, sessions)
    for number, share in enumerate(shares, start=1):
        course = _course(chance, vocabulary, today, number, share)
        _dump(root / "courses" / course["region"] / f"{course['id']}.yaml", course)


def _dump(file: Path, content: dict[str, Any]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=1000), "utf-8")


def _hosts(vocabulary: Vocabulary) -> Iterator[dict[str, Any]]:
    """The real hospitals that the closed list of regions refers to."""
    hosts = {region.regut_host for region in vocabulary.health_regions}
    real = yaml.load((REAL / "providers.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)["providers"]
    return (provider for provider in real if provider["id"] in hosts)


def _providers() -> list[dict[str, Any]]:
    names = (f"Oppdiktet {name.removeprefix('demo-')}" for name in PROVIDERS)
    english = (f"Made-up provider {number}" for number in range(1, len(PROVIDERS) + 1))
    return [
        {"id": name, "name": {"nb": nb, "en": en}, "country": "NO"}
        for name, nb, en in zip(PROVIDERS, names, english, strict=True)
    ]


def _people(vocabulary: Vocabulary, today: date) -> Iterator[dict[str, Any]]:
    for region in vocabulary.health_regions:
        yield {
            "id": f"demo-enhet-{region.id}",
            "kind": "unit",
            "name": {"nb": f"Oppdiktet avdeling i {region.label.get('nb')}", "en": f"Made-up unit in {region.id}"},
            "role": {"nb": "Finnes ikke; viser bare hvordan listen ser ut.", "en": "Not real; it shows the list only."},
            "organisation": "demo-sykehus",
            "region": region.id,
            "fields": ["medical-genetics"],
            "status": "as-published",
            "confirmed_on": today.isoformat(),
            "review_by": (today + timedelta(days=365)).isoformat(),
            "source": SOURCE,
        }


def _pathway(vocabulary: Vocabulary, today: date, topic: str) -> dict[str, Any]:
    """Regional answers that the pages ask for; little is known, as in real ones."""
    answers = [
        {"region": region.id, "unit": f"demo-enhet-{region.id}", "checked": today.isoformat()}
        for region in vocabulary.health_regions
    ]
    return {"topic": topic, "title": {"nb": f"Oppdiktet: {topic}", "en": f"Made up: {topic}"}, "answers": answers}


def _shares(chance: random.Random, courses: int, sessions: int) -> list[int]:
    """Deal sessions out to courses: some get none, some many."""
    shares = [0] * courses
    for _ in range(sessions):
        shares[chance.randrange(courses)] += 1
    return shares


def _pick(chance: random.Random, vocabulary: Vocabulary, name: str, most: int = 1) -> list[str]:
    ids = [value.id for value in vocabulary[name].values]
    return sorted(chance.sample(ids, chance.randint(1, most)))


def _course(chance: random.Random, vocabulary: Vocabulary, today: date, number: int, share: int) -> dict[str, Any]:
    topics = _pick(chance, vocabulary, "topics", 3)
    kind = chance.randrange(len(KINDS["nb"]))
    titles = {
        locale: f"{KINDS[locale][kind]} {vocabulary['topics'].label(topics[0]).get(locale)} {number}"
        for locale in ("nb", "en")
    }
    mode = chance.choice([Mode.ONSITE, Mode.ONLINE, Mode.HYBRID]) if share else chance.choice(list(Mode))
    checked = today - timedelta(days=chance.randrange(300))
    return {
        "id": f"demo-{number:05}",
        "title": titles,
        "summary": _summary(chance, number),
        "provider": chance.choice(PROVIDERS),
        "region": _pick(chance, vocabulary, "regions")[0],
        "url": f"https://example.org/demo/{number}",
        "audience": _pick(chance, vocabulary, "professions", 4),
        "topics": topics,
        "level": _pick(chance, vocabulary, "levels")[0],
        "languages": _pick(chance, vocabulary, "teaching-languages", 2),
        "mode": str(mode),
        "load": {"hours": str(chance.randrange(2, 40))} if number % 3 else {"ects": "7.5"},
        "cost": "free" if number % 2 else {"amount": str(chance.randrange(500, 9000)), "currency": "NOK"},
        "availability": str(Availability.OPEN if share else Availability.UNKNOWN),
        "source": SOURCE | {"read": min(checked, today).isoformat()},
        "last_checked": checked.isoformat(),
        "sessions": [_session(chance, today, mode, place) for place in range(1, share + 1)],
    }


def _summary(chance: random.Random, number: int) -> dict[str, str]:
    many = chance.randrange(1, 4)
    return {
        "nb": f"Oppdiktet kurs nummer {number}. " + "Deltakerne øver på å lese et prøvesvar og forklare det. " * many,
        "en": f"Made-up course number {number}. " + "Participants practise reading and explaining a report. " * many,
    }


def _session(chance: random.Random, today: date, mode: str, place: int) -> dict[str, Any]:
    start = today + timedelta(days=chance.randrange(-300, 600))
    end = start + timedelta(days=chance.choice([0, 0, 1, 2, 4]))
    timed = chance.random() < 0.6
    updated = min(today, start) - timedelta(days=chance.randrange(5, 60))
    town = chance.choice(PLACES)
    session: dict[str, Any] = {
        "id": f"run-{place}",
        "start": f"{start} 09:00" if timed else start.isoformat(),
        "end": f"{end} 15:30" if timed else end.isoformat(),
        "registration": {
            "deadline": (start - timedelta(days=chance.randrange(20, 90))).isoformat(),
            "url": "https://example.org/demo/register",
        },
        "seats": str(chance.randrange(10, 80)),
        "status": str(chance.choices(list(Status), weights=(4, 8, 1, 1))[0]),
        "revision": str(chance.randrange(3)),
        "updated": updated.isoformat(),
    }
    if mode != Mode.ONLINE:
        session["place"] = {"nb": town, "en": town}
    if mode != Mode.ONSITE:
        session["online"] = "https://example.org/demo/room"
    return session


if __name__ == "__main__":
    write(Path(sys.argv[1]), build_day(os.environ))
