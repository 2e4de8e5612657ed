"""The guide below `bidra/`: its pictures are small and say what they show, and both languages have the same parts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PIL import Image

from tests.browser.guide import MOST
from tests.building import ROOT

FOLDERS = {locale: ROOT / "docs" / locale / "bidra" for locale in ("nb", "en")}
PAGES = sorted(path.name for path in FOLDERS["nb"].glob("*.md"))
SHOWN = re.compile(r"!\[([^\]]+)\]\((bilder/[^)]+)\)\{ width=(\d+) height=(\d+) ")

everywhere = pytest.mark.parametrize("locale", FOLDERS)


def size(picture: Path) -> tuple[int, int]:
    """Return width and height of a picture in pixels."""
    if picture.suffix == ".png":
        with Image.open(picture) as opened:
            return opened.size
    found = re.search(r'width="([\d.]+)" height="([\d.]+)"', picture.read_text("utf-8"))
    assert found
    return round(float(found[1])), round(float(found[2]))


@everywhere
def test_every_picture_is_shown_in_its_own_size_with_a_text(locale: str) -> None:
    shown = {
        name: (int(width), int(height), alt)
        for page in PAGES
        for alt, name, width, height in SHOWN.findall((FOLDERS[locale] / page).read_text("utf-8"))
    }
    kept = {f"bilder/{path.name}": path for path in (FOLDERS[locale] / "bilder").iterdir()}
    assert shown.keys() == kept.keys()
    assert [name for name, path in kept.items() if shown[name][:2] != size(path) or len(shown[name][2]) < 40] == []


@everywhere
def test_pictures_are_small_and_fetch_nothing(locale: str) -> None:
    for path in (FOLDERS[locale] / "bilder").iterdir():
        data = path.read_bytes()
        assert len(data) <= MOST
        assert not re.search(rb"https?://(?!www\.w3\.org/2000/svg|kurs\.example)", data), path.name


@pytest.mark.parametrize("page", PAGES)
def test_both_languages_have_the_same_headings_tables_and_steps(page: str) -> None:
    def shape(locale: str) -> list[str]:
        text = (FOLDERS[locale] / page).read_text("utf-8")
        return [line.split(" ")[0] for line in text.split("\n") if re.match(r"#+ |\d+\. |- |\||```|<div|\[!", line)]

    assert [re.sub(r"^\[!\[.*", "[!", one) for one in shape("nb")] == [
        re.sub(r"^\[!\[.*", "[!", one) for one in shape("en")
    ]
