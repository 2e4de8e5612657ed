"""A made-up catalogue of standards, curricula and courses of any size, in memory, to measure coverage with."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from norprem.load import load
from norprem.model import Catalogue, Course, Entry, Programme, Record, Standard

REAL = Path(__file__).parents[2] / "curricula"
COMPETENCES = 14
"""In each standard, about as many as the written ones have."""

_SOURCE = {"title": "Oppdiktet kilde", "read": "2026-01-15"}


def catalogue(standards: int, programmes: int, courses: int, today: date) -> Catalogue:
    """Make a catalogue; every course teaches three competences, every curriculum has ten outcomes."""
    chance = random.Random(standards)
    known = load(REAL).catalogue
    regions = [region.id for region in known.vocabulary.regions]
    ids = [f"standard-{number}/c-{place}" for number in range(standards) for place in range(COMPETENCES)]
    made = {
        "standards": (_entry(Standard, "standards", _standard(number, today)) for number in range(standards)),
        "programmes": (
            _entry(Programme, "programmes", _programme(chance, number, ids, chance.choice(regions), today))
            for number in range(programmes)
        ),
        "courses": (
            _entry(Course, "courses", _course(chance, number, ids, chance.choice(regions), today))
            for number in range(courses)
        ),
    }
    return Catalogue(known.vocabulary, people=known.people, **{name: tuple(of) for name, of in made.items()})


def _entry(model: type[Record], folder: str, tree: dict[str, Any]) -> Entry[Any]:
    return Entry(f"{folder}/{tree['id']}.yaml", model.model_validate(tree))


def _both(text: str) -> dict[str, str]:
    return {"nb": text, "en": text}


def _dated(today: date) -> dict[str, Any]:
    change = {"edition": "1.0", "on": today.isoformat(), "note": _both("Oppdiktet")}
    return {"changes": [change], "last_checked": today.isoformat(), "next_review": today.isoformat()}


def _standard(number: int, today: date) -> dict[str, Any]:
    return {
        "id": f"standard-{number}",
        "title": _both(f"Yrke {number}"),
        "summary": _both("Oppdiktet"),
        "issuer": {"name": "Oppdiktet", "role": "author"},
        "edition": "1.0",
        "status": "draft",
        "valid_from": today.isoformat(),
        "professions": ["nurse"],
        "fields": ["medical-genetics"],
        "sources": [{"id": "kilde", "title": "Oppdiktet", "seen": "full", "read": "2026-01-15"}],
        "domains": [{"code": letter, "title": _both(letter)} for letter in "ABCD"],
        "competences": list(_competences()),
        **_dated(today),
    }


def _competences() -> Iterator[dict[str, Any]]:
    for place in range(COMPETENCES):
        yield {
            "id": f"c-{place}",
            "code": f"{'ABCD'[place % 4]}.{place}",
            "domain": "ABCD"[place % 4],
            "kind": "skill",
            "statement": _both("Gjør noe oppdiktet."),
            "target": str(1 + place % 4),
            "topics": ["rare-disease"],
        }


def _programme(chance: random.Random, number: int, ids: list[str], region: str, today: date) -> dict[str, Any]:
    outcomes = [
        {
            "id": f"lo{place}",
            "text": _both("Kan noe oppdiktet."),
            "kind": "skill",
            "level": str(chance.randint(1, 4)),
            "serves": chance.sample(ids, 2),
        }
        for place in range(10)
    ]
    return {
        "id": f"programme-{number}",
        "title": _both(f"Læreplan {number}"),
        "summary": _both("Oppdiktet"),
        "provider": "oppdiktet",
        "region": region,
        "detail": "full",
        "status": "running",
        "version": "1.0",
        "audience": ["nurse"],
        "languages": ["no"],
        "covers": [{"standard": outcomes[0]["serves"][0].split("/")[0], "edition": "1.0", "share": "0.1"}],
        "modules": [{"id": "m1", "title": _both("M"), "outcomes": [one["id"] for one in outcomes]}],
        "outcomes": outcomes,
        "assessments": [
            {
                "id": "a1",
                "title": _both("A"),
                "form": "portfolio",
                "level": "4",
                "tests": [one["id"] for one in outcomes],
            }
        ],
        **_dated(today),
    }


def _course(chance: random.Random, number: int, ids: list[str], region: str, today: date) -> dict[str, Any]:
    return {
        "id": f"course-{number}",
        "title": _both(f"Kurs {number}"),
        "summary": _both("Oppdiktet"),
        "provider": "oppdiktet",
        "region": region,
        "url": f"https://kurs.example/{number}",
        "audience": ["nurse"],
        "topics": ["rare-disease"],
        "level": "master",
        "languages": ["no"],
        "mode": "online",
        "teaches": [{"competence": one, "level": str(chance.randint(1, 4))} for one in chance.sample(ids, 3)],
        "availability": "unknown",
        "source": _SOURCE,
        "last_checked": today.isoformat(),
    }
