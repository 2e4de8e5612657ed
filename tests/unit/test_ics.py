"""Calendars keep what subscribers rely on: read back by another program, and byte by byte."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Event

from norprem import source
from norprem.exports import ics
from norprem.model import OSLO, Course
from norprem.select import Run
from norprem.site import Site
from tests.unit.strategies import SITE, VOCABULARY, WORDS, both, course, run, runs, session

GOLDEN = Path(__file__).parents[1] / "golden" / "ics"
NAMES = {"nb": "Kurs i persontilpasset medisin – Alle kurs", "en": "Courses in personalised medicine – All courses"}
