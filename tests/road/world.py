"""A small made-up catalogue with one course that is still to be held, for what comes in by forms and proposals."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.fixture_catalogue import catalogue

TODAY = date(2026, 11, 22)
COURSE = "courses/helse-vest/eksempelsenteret-varianttolkning.yaml"
TEXT = """\
id: eksempelsenteret-varianttolkning
title:
  nb: Varianttolkning for nybegynnere
  en: Variant interpretation for beginners
summary:
  nb: Deltakerne lærer å tolke genvarianter. Kurset passer for bioingeniører og leger.
  en: Participants learn to interpret gene variants. The course suits laboratory scientists and doctors.
provider: eksempelsenteret
region: helse-vest
url: https://senteret.example/varianttolkning
audience: [doctor]
topics: [variant-interpretation]
level: continuing-education
languages: ["no"]
mode: onsite
availability: unknown
source: {title: Varianttolkning, url: "https://senteret.example/varianttolkning", read: 2026-11-20}
last_checked: 2026-11-20
sessions:
  - id: 2027-03
    start: 2027-03-10 09:00
    end: 2027-03-11 15:00
    place: {nb: Bergen, en: Bergen}
    registration: {deadline: 2027-02-01}
    status: planned # nobody has said more
    revision: 0
    updated: 2026-11-20
"""


def world(folder: Path) -> Path:
    """Write the catalogue into a folder, and return its place."""
    root = catalogue(folder)
    target = root / COURSE
    target.parent.mkdir(parents=True)
    target.write_text(TEXT, "utf-8")
    return root
