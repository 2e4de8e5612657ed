"""What the tests of exports are made from: the made-up standard of the fixtures, and makers for more of them."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from norprem.edition import Edition
from norprem.load import load
from norprem.model import Catalogue, Need, Programme, Standard
from norprem.source import Tree, parse
from norprem.vocabulary import Vocabulary
from tests.unit.strategies import both

ROOT = Path(__file__).parents[1]
CURRICULA = ROOT / "curricula"
BASE = "https://norprem.example/"
TODAY = date(2026, 11, 22)
_MADE_UP = ROOT / "tests" / "rules" / "_base" / "standards" / "eksempelstandard.yaml"


@cache
def real() -> Catalogue:
    """Return the real catalogue."""
    return load(CURRICULA).catalogue


def vocabulary() -> Vocabulary:
    """Return the real closed lists."""
    return real().vocabulary


def edition() -> Edition:
    """Return the real catalogue as it is published."""
    return Edition.of(real(), TODAY, base=BASE)


def tree(file: Path = _MADE_UP) -> Any:
    """Return a file as the catalogue's reader sees it: every value as text."""
    read: Tree | None = parse(file.name, file.read_bytes()).tree
    return read


def standard(**changes: Any) -> Standard:
    """Make the standard of the fixtures, with some fields changed."""
    return Standard.model_validate(tree() | changes)


def competence(place: int, **changes: Any) -> list[Any]:
    """Return the competences of the standard of the fixtures, with some fields of one of them changed."""
    competences: list[Any] = tree()["competences"]
    competences[place] |= changes
    return competences


def full() -> Standard:
    """Make a standard with every relation, and with a successor for its archived competence."""
    relations = [{"source": "eksempelkilde", "code": f"1.{name}", "relation": name} for name in RELATIONS]
    places = [
        {"source": "eksempelkilde", "locator": both("side 4", "page 4"), "relation": "broad"},
        {"source": "eksempelkilde", "locator": both("side 5", "page 5"), "relation": "broad"},
        {"source": "eksempelkilde", "code": "1", "relation": "related"},
        {"source": "ulest-kilde", "relation": "close"},
        {"source": "ulest-kilde", "locator": both("kapittel 2", "chapter 2"), "relation": "exact"},
    ]
    competences = competence(0, maps=[*relations, *places])
    competences[2]["archived"]["replaced_by"] = "arvegang"
    return standard(competences=competences)


RELATIONS = ("exact", "close", "broad", "narrow", "related")


def programme(**changes: Any) -> Programme:
    """Make a short curriculum with one module and two outcomes that serve the standard of the fixtures."""
    plain = {
        "id": "eksempelplan",
        "title": both("Eksempelplanen", "The example curriculum"),
        "summary": both("En læreplan som er funnet på.", "A made-up curriculum."),
        "provider": "oslo-example",
        "region": "national",
        "detail": "full",
        "status": "proposal",
        "version": "0.2",
        "changes": [
            {"edition": "0.1", "on": "2026-01-01", "note": both("Første utkast.", "First draft.")},
            {"edition": "0.2", "on": "2026-06-15", "note": both("Flere timer.", "More hours.")},
        ],
        "audience": ["nurse"],
        "languages": ["no"],
        "hours": "20",
        "modules": [
            {
                "id": "m1",
                "title": both("Slektstre", "Family tree"),
                "hours": {"contact": "8", "self_study": "12"},
                "outcomes": ["lo1", "lo2"],
            }
        ],
        "outcomes": [
            {
                "id": "lo1",
                "text": both("Kan tegne et slektstre.", "Can draw a family tree."),
                "kind": "skill",
                "level": "3",
                "serves": ["eksempelstandard/slektstre", "eksempelstandard/arvegang"],
            },
            {
                "id": "lo2",
                "text": both("Kan lese et slektstre.", "Can read a family tree."),
                "kind": "skill",
                "level": "3",
                "serves": ["eksempelstandard/slektstre", "ukjent/noe"],
            },
        ],
        "assessments": [
            {"id": "as1", "title": both("Prøve", "Test"), "form": "osce", "level": "3", "tests": ["lo1", "lo2"]}
        ],
        "last_checked": "2026-11-20",
        "next_review": "2027-11-20",
    }
    return Programme.model_validate(plain | changes)


def need(**changes: Any) -> Need:
    """Make a need."""
    plain = {
        "id": "eksempelbehov",
        "title": both("Et behov", "A need"),
        "description": both("Noe som er funnet på.", "Something made up."),
        "kind": "education",
        "reported_by": both("En gruppe som ikke finnes", "A group that does not exist"),
        "region": "national",
        "professions": ["nurse"],
        "fields": ["medical-genetics"],
        "competences": ["eksempelstandard/slektstre"],
        "since": "2018",
        "status": "reported",
        "source": {"title": "Eksempelkilden", "read": "2026-11-20"},
        "last_checked": "2026-11-20",
    }
    return Need.model_validate(plain | changes)


class Core(yaml.SafeLoader):
    """Reads YAML as an editor does: by the core schema of YAML 1.2, in which dates are text and `no` is a word."""


Core.yaml_implicit_resolvers = {}
for _tag, _form, _first in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9]+", list("-+0123456789")),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", list("-+.0123456789")),
):
    Core.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_form})$"), _first)


def as_an_editor(text: str) -> Any:
    """Read a file as an editor does."""
    return yaml.load(text, Loader=Core)
