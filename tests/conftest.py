"""What many tests share: the real site and the demonstration site, each built once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests import demo
from tests.building import built

# A slow machine is no fault of the code: nothing here is judged by the clock.
settings.register_profile("norprem", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("norprem")


@pytest.fixture(scope="session")
def site_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the site from the real data."""
    return built(tmp_path_factory.mktemp("real") / "site")


@pytest.fixture(scope="session")
def site(site_folder: Path) -> Path:
    """The site from the real data; the browser tests have its address under this name."""
    return site_folder


@pytest.fixture(scope="session")
def demo_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site from 300 made-up courses with 600 sessions."""
    folder = tmp_path_factory.mktemp("demo")
    demo.write(folder / "curricula", date(2026, 11, 22))
    return built(folder / "site", NORPREM_CURRICULA=str(folder / "curricula"), NORPREM_DEMO="true")
