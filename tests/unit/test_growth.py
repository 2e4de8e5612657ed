"""Twice the catalogue is twice the work, not four times: counted in calls of functions, not in seconds."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import FrameType

import pytest

from norprem import build
from norprem.edition import Edition
from norprem.exports import atom, coverage, files, news
from norprem.matrix import Matrix
from norprem.model import Catalogue
from norprem.pages.listings import Listings, Marker, Place
from norprem.pages.press import Press
from norprem.pages.templates import Templates
from tests import demo
from tests.bench import competence

TODAY = date(2026, 11, 22)
SIZES = (80, 160)

LIST = '<div data-listing="courses"></div>'

AT_MOST = 2.2
"""Times as many calls for twice as many records; what is quadratic needs nearly four."""


def calls(work: Callable[[], object]) -> int:
    """Count the calls of Python functions that a piece of work makes."""
    counted = 0

    def count(_: FrameType, event: str, __: object) -> None:
        nonlocal counted
        counted += event == "call"

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return counted


@pytest.fixture(scope="module")
def roots(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ...]:
    """Made-up catalogues on disk, each twice as large as the one before."""
    folder = tmp_path_factory.mktemp("growth")
    for size in SIZES:
        demo.write(folder / str(size), TODAY, courses=size, sessions=2 * size)
    return tuple(folder / str(size) for size in SIZES)


def edition(root: Path) -> Edition:
    return Edition.of(build.check(root, TODAY).catalogue, TODAY, base="https://norprem.example/")


def listed(one: Edition) -> object:
    listings = Listings(one, Templates(one))
    return [listings.draw(Marker("courses", {}, ""), Place(locale, "kurs/")) for locale in one.site.locales]


def test_a_check_grows_with_its_files(roots: tuple[Path, ...]) -> None:
    small, large = (calls(lambda root=root: build.check(root, TODAY)) for root in roots)  # type: ignore[misc]
    assert large / small < AT_MOST


def told(one: Edition) -> object:
    return [Press(one).content(LIST, locale, "kurs/") for locale in one.site.locales]


def changed(one: Edition) -> object:
    return news.everything(one), tuple(atom.feeds(one))


@pytest.mark.parametrize(
    "work",
    [listed, told, changed, lambda one: tuple(files.calendars(one)), lambda one: tuple(files.data_files(one))],
    ids=["listing", "listing with linked data", "changes", "calendars", "data"],
)
def test_pages_and_calendars_grow_with_their_courses(
    roots: tuple[Path, ...], work: Callable[[Edition], object]
) -> None:
    work(edition(roots[0]))  # what is prepared once
    small, large = (edition(root) for root in roots)
    assert calls(lambda: work(large)) / calls(lambda: work(small)) < AT_MOST


def test_coverage_grows_with_standards_curricula_and_courses() -> None:
    def covered(catalogue: Catalogue) -> int:
        return calls(lambda: tuple(coverage.lines(Matrix(catalogue, TODAY), "nb")))

    small, large = (competence.catalogue(size // 10, size, 2 * size, TODAY) for size in SIZES)
    assert covered(large) / covered(small) < AT_MOST
